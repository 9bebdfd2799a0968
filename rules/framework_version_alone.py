"""A framework is given without its version, or the version without the framework.

## What it checks

A container has both ``Framework`` and ``FrameworkVersion``, or neither.

## Why the service refuses it

It does not: nothing forbids one without the other, and requests with a framework alone are common. But each describes the image together
with the other, and Inference Recommender matches models by both. So this is advice.

## How to fix

Add the other one.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._data_samples import CONTAINER
from ._samples import container, specification, versioned

PAIR = ("Framework", "FrameworkVersion")


def check(scope: Scope) -> Iterator[Finding]:
    value = scope.value
    if PAIR[0] in value and PAIR[1] in value:
        return
    for given, missing in (PAIR, PAIR[::-1]):
        if scope.text(given) is not None and scope.lacks(missing):
            yield scope.finding(given, message=f"{given} is given without {missing}", help=f"add {missing}", on="key")


RULE = Rule(
    id="MP283",
    name="framework-version-alone",
    summary="a framework is given without its version, or the reverse",
    severity=Severity.info,
    cites=("UMP-FWVERSION-SEM", "UMP-FRAMEWORK-SEM"),
    doc=__doc__,
    trigger=Visit(("ModelPackageContainerDefinition",), PAIR),
    check=check,
    since="1.23.18",
    examples=(
        Example(
            good=versioned(InferenceSpecification=specification(Containers=[container(Framework="XGBOOST", FrameworkVersion="1.7-1")])),
            edit=Edit("remove", (*CONTAINER, "Framework")),
            expect=((*CONTAINER, "FrameworkVersion"),),
            message="FrameworkVersion is given without Framework",
        ),
        Example(
            good=versioned(InferenceSpecification=specification(Containers=[container(Framework="XGBOOST", FrameworkVersion="1.7-1")])),
            edit=Edit("remove", (*CONTAINER, "FrameworkVersion")),
            expect=((*CONTAINER, "Framework"),),
            message="Framework is given without FrameworkVersion",
        ),
    ),
)
