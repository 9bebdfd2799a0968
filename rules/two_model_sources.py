"""A package is described by containers and by an algorithm at once.

## What it checks

A CreateModelPackage request has one of ``InferenceSpecification`` and ``SourceAlgorithmSpecification``.

## Why the service refuses it

The documents offer the two members as alternatives. They do not say that both together are refused, nor which of them wins, so what the
package then holds is left to the service. So this is advice.

## How to fix

Keep ``InferenceSpecification`` when the containers are the model, ``SourceAlgorithmSpecification`` when the algorithm is.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Related, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._package import INFERENCE, SOURCE_ALGORITHM
from ._samples import algorithm, unversioned, versioned


def check(scope: Scope) -> Iterator[Finding]:
    if scope.has(SOURCE_ALGORITHM) and scope.has(INFERENCE):
        yield scope.finding(
            SOURCE_ALGORITHM,
            message=f"{SOURCE_ALGORITHM} and {INFERENCE} are both given; the documents offer them as alternatives",
            help="keep the one that describes the model",
            on="key",
            related=(Related((*scope.path, INFERENCE), "the other description", on="key"),),
        )


RULE = Rule(
    id="MP205",
    name="two-model-sources",
    summary="a package is described by containers and by an algorithm",
    severity=Severity.info,
    cites=("CMP-OP-ALGORITHM", "CUR-CMP-OP-CONTAINER-OR-ALGO"),
    doc=__doc__,
    trigger=Visit(("CreateModelPackageInput",), (SOURCE_ALGORITHM,)),
    check=check,
    operations=("CreateModelPackage",),
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", ("SourceAlgorithmSpecification",), algorithm()),
            expect=(("SourceAlgorithmSpecification",),),
            message="SourceAlgorithmSpecification and InferenceSpecification are both given; the documents offer them as alternatives",
        ),
        Example(
            good=unversioned(),
            edit=Edit("set", ("SourceAlgorithmSpecification",), algorithm()),
            expect=(("SourceAlgorithmSpecification",),),
            message="SourceAlgorithmSpecification and InferenceSpecification are both given; the documents offer them as alternatives",
            edition="2020-10",
        ),
    ),
)
