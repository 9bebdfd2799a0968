"""An unversioned package is made from a source URI.

## What it checks

``SourceUri`` is not given where ``ModelPackageName`` is.

## Why the service refuses it

No document says so; the SageMaker SDK refuses to build such a request, and its authors know the service. This is evidence at second hand,
so it is a warning.

## How to fix

Register the package as a version in a group, or describe its containers in ``InferenceSpecification``.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._package import INFERENCE, NAME, SOURCE_URI, SOURCE_URI_SINCE, is_unversioned
from ._samples import PACKAGE_ARN, registered, unversioned


def check(scope: Scope) -> Iterator[Finding]:
    if scope.has(SOURCE_URI) and is_unversioned(scope):
        yield scope.finding(
            SOURCE_URI,
            message=f"{SOURCE_URI} and {NAME} are both given; only versions in a group are known to take a {SOURCE_URI}",
            help=f"register the package as a version in a group, or describe its containers in {INFERENCE}",
            on="key",
        )


RULE = Rule(
    id="MP220",
    name="source-uri-unversioned",
    summary="an unversioned package is made from a source URI",
    severity=Severity.warning,
    cites=("EVD-CMP-SOURCEURI-UNVERSIONED",),
    doc=__doc__,
    trigger=Visit(("CreateModelPackageInput",), (SOURCE_URI,)),
    check=check,
    operations=("CreateModelPackage",),
    since=SOURCE_URI_SINCE,
    examples=(
        Example(
            good=unversioned(),
            edit=Edit("set", ("SourceUri",), PACKAGE_ARN),
            expect=(("SourceUri",),),
            message="SourceUri and ModelPackageName are both given; only versions in a group are known to take a SourceUri",
        ),
        Example(
            good=registered(),
            edit=Edit("rename", ("ModelPackageGroupName",), "ModelPackageName"),
            expect=(("SourceUri",),),
            message="SourceUri and ModelPackageName are both given; only versions in a group are known to take a SourceUri",
        ),
    ),
)
