"""An unversioned package is given customer metadata.

## What it checks

``CustomerMetadataProperties`` is not given where ``ModelPackageName`` is.

## Why the service refuses it

The documents attach these properties to versions of a package. They do not forbid them elsewhere, so this is advice; an update, the only
way to change them, is for versions too.

## How to fix

Keep such facts in ``Tags``, which unversioned packages have, or register the package as a version in a group.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._package import METADATA, METADATA_SINCE, NAME, is_unversioned
from ._samples import unversioned


def check(scope: Scope) -> Iterator[Finding]:
    if scope.has(METADATA) and is_unversioned(scope):
        yield scope.finding(
            METADATA,
            message=f"{METADATA} belong to versions in a group, and this package has a {NAME}",
            help="use Tags, or register the package as a version in a group",
            on="key",
        )


RULE = Rule(
    id="MP215",
    name="metadata-unversioned",
    summary="an unversioned package has customer metadata",
    severity=Severity.info,
    cites=("CUR-CMP-META-VERSIONS",),
    doc=__doc__,
    trigger=Visit(("CreateModelPackageInput",), (METADATA,)),
    check=check,
    operations=("CreateModelPackage",),
    since=METADATA_SINCE,
    examples=(
        Example(
            good=unversioned(),
            edit=Edit("set", ("CustomerMetadataProperties",), {"stage": "test"}),
            expect=(("CustomerMetadataProperties",),),
            message="CustomerMetadataProperties belong to versions in a group, and this package has a ModelPackageName",
        ),
    ),
)
