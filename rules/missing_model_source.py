"""Nothing says what the package is made of.

## What it checks

A CreateModelPackage request of an edition without ``SourceUri`` has ``InferenceSpecification`` or ``SourceAlgorithmSpecification``.

## Why the service refuses it

The documents give two ways to make a package: containers with their artifacts, described in ``InferenceSpecification``, or an algorithm
resource, named in ``SourceAlgorithmSpecification``. Both members are optional in the service model, so nothing else notices that the
package has no content. Later editions know further sources; there ``unclear-model-source`` warns.

## How to fix

Add the one of the two that describes the model.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._package import INFERENCE, SOURCE_ALGORITHM, SOURCE_URI_SINCE
from ._samples import unversioned, versioned


def check(scope: Scope) -> Iterator[Finding]:
    if scope.lacks(INFERENCE) and scope.lacks(SOURCE_ALGORITHM):
        yield scope.finding(
            message=f"neither {INFERENCE} nor {SOURCE_ALGORITHM} is given; one of them has to say what the package is made of",
            help=f"add {INFERENCE} for containers and their artifacts, or {SOURCE_ALGORITHM} for an algorithm resource",
            on="object",
        )


RULE = Rule(
    id="MP203",
    name="missing-model-source",
    summary="neither an inference specification nor a source algorithm is given",
    severity=Severity.error,
    cites=("CMP-OP-CONTAINER", "CMP-OP-ALGORITHM"),
    doc=__doc__,
    trigger=Visit(("CreateModelPackageInput",)),
    check=check,
    operations=("CreateModelPackage",),
    until=SOURCE_URI_SINCE,
    examples=(
        Example(
            good=unversioned(),
            edit=Edit("remove", ("InferenceSpecification",)),
            expect=((),),
            message="neither InferenceSpecification nor SourceAlgorithmSpecification is given; "
            "one of them has to say what the package is made of",
            edition="2020-10",
        ),
        Example(
            good=versioned(),
            edit=Edit("remove", ("InferenceSpecification",)),
            expect=((),),
            message="neither InferenceSpecification nor SourceAlgorithmSpecification is given; "
            "one of them has to say what the package is made of",
            edition="2022-07",
        ),
    ),
)
