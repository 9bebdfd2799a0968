"""A source URI and an inference specification are given together.

## What it checks

``SourceUri`` and ``InferenceSpecification`` are not in one request. With ``ModelPackageName``, ``source-uri-unversioned`` speaks
instead: taking the URI away mends both.

## Why the service refuses it

A source URI takes over a model that there is already; a specification describes a new one. No document speaks of both together, nor of an
update that replaces a stored specification; the SageMaker SDK notes that the service does not allow them together.

## How to fix

Keep ``SourceUri`` to clone or register what there is, ``InferenceSpecification`` to describe containers. A specification can be added by a
later update.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Related, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._package import INFERENCE, NAME, SOURCE_URI, SOURCE_URI_SINCE
from ._samples import PACKAGE_ARN, specification, update, versioned


def check(scope: Scope) -> Iterator[Finding]:
    if scope.has(SOURCE_URI) and scope.has(INFERENCE) and scope.lacks(NAME):
        yield scope.finding(
            SOURCE_URI,
            message=f"{SOURCE_URI} and {INFERENCE} are both given; the service is reported to take only one of them",
            help=f"keep {SOURCE_URI} to take over a model, or {INFERENCE} to describe containers",
            on="key",
            related=(Related((*scope.path, INFERENCE), "the specification", on="key"),),
        )


RULE = Rule(
    id="MP221",
    name="source-uri-with-specification",
    summary="a source URI and an inference specification are given together",
    severity=Severity.warning,
    cites=("EVD-CMP-SOURCEURI-WITH-INF", "CUR-UMP-INF-REPLACE"),
    doc=__doc__,
    trigger=Visit(("CreateModelPackageInput", "UpdateModelPackageInput"), (SOURCE_URI,)),
    check=check,
    since=SOURCE_URI_SINCE,
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", ("SourceUri",), PACKAGE_ARN),
            expect=(("SourceUri",),),
            message="SourceUri and InferenceSpecification are both given; the service is reported to take only one of them",
        ),
        Example(
            good=update(SourceUri=PACKAGE_ARN),
            edit=Edit("set", ("InferenceSpecification",), specification()),
            expect=(("SourceUri",),),
            message="SourceUri and InferenceSpecification are both given; the service is reported to take only one of them",
            operation="UpdateModelPackage",
        ),
    ),
)
