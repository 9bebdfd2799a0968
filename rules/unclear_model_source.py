"""No member says what the package is made of.

## What it checks

A CreateModelPackage request has at least one of ``InferenceSpecification``, ``SourceAlgorithmSpecification`` and ``SourceUri``.

## Why the service refuses it

The documents tell to describe a package by its containers or by an algorithm resource. The service model requires neither, and since
``SourceUri`` exists a package may do without both; one that has none of the three describes no model, and deploying it fails later. That
``SourceUri`` suffices is told nowhere, so this is a warning.

## How to fix

Add the member that describes the model, or ``SourceUri`` to register a model or package that there is already.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._package import INFERENCE, SOURCE_ALGORITHM, SOURCE_URI, SOURCE_URI_SINCE
from ._samples import versioned


def check(scope: Scope) -> Iterator[Finding]:
    if scope.lacks(INFERENCE) and scope.lacks(SOURCE_ALGORITHM) and scope.lacks(SOURCE_URI):
        yield scope.finding(
            message=f"none of {INFERENCE}, {SOURCE_ALGORITHM} and {SOURCE_URI} is given; one should say what the package is made of",
            help=f"add {INFERENCE} for containers and their artifacts, or {SOURCE_ALGORITHM} for an algorithm resource",
            on="object",
        )


RULE = Rule(
    id="MP204",
    name="unclear-model-source",
    summary="no member says what the package is made of",
    severity=Severity.warning,
    cites=("CUR-CMP-OP-CONTAINER-OR-ALGO", "CMP-OP-CONTAINER", "CMP-OP-ALGORITHM"),
    doc=__doc__,
    trigger=Visit(("CreateModelPackageInput",)),
    check=check,
    operations=("CreateModelPackage",),
    since=SOURCE_URI_SINCE,
    examples=(
        Example(
            good=versioned(),
            edit=Edit("remove", ("InferenceSpecification",)),
            expect=((),),
            message="none of InferenceSpecification, SourceAlgorithmSpecification and SourceUri is given; "
            "one should say what the package is made of",
        ),
    ),
)
