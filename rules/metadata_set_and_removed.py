"""One update sets a metadata property and removes it.

## What it checks

No key of ``CustomerMetadataProperties`` is listed in ``CustomerMetadataPropertiesToRemove``.

## Why the service refuses it

The documents do not say which of the two happens first, so whether the property is there afterwards is left to the service. The sources
leave it open, so this is a warning.

## How to fix

Take the key out of one of the two members. Setting a property replaces its value; it need not be removed before.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Related, Severity
from ..linter.request import Scope, show
from ..linter.rule import Example, Rule, Visit
from ._package import METADATA, METADATA_SINCE, TO_REMOVE
from ._samples import update


def check(scope: Scope) -> Iterator[Finding]:
    properties = scope.child(METADATA)
    if properties is None:
        return
    seen: set[str] = set()
    for index, key in scope.strings(TO_REMOVE):
        if key not in seen and properties.has(key):
            seen.add(key)
            yield scope.finding(
                TO_REMOVE,
                index,
                message=f"{show(key)} is removed here and set in {METADATA}; which of the two counts is not documented",
                help="take the key out of one of the two members",
                related=(Related((*properties.path, key), "set here", on="key"),),
            )


RULE = Rule(
    id="MP217",
    name="metadata-set-and-removed",
    summary="an update sets a metadata property and removes it",
    severity=Severity.warning,
    cites=("UMP-METAREM-SEM",),
    doc=__doc__,
    trigger=Visit(("UpdateModelPackageInput",), (TO_REMOVE,)),
    check=check,
    operations=("UpdateModelPackage",),
    since=METADATA_SINCE,
    examples=(
        Example(
            good=update(CustomerMetadataProperties={"stage": "live"}, CustomerMetadataPropertiesToRemove=["owner"]),
            edit=Edit("set", ("CustomerMetadataPropertiesToRemove", 0), "stage"),
            expect=(("CustomerMetadataPropertiesToRemove", 0),),
            message="'stage' is removed here and set in CustomerMetadataProperties; which of the two counts is not documented",
            operation="UpdateModelPackage",
            edition="2022-07",
        ),
    ),
)
