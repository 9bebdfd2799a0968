"""An update lists a metadata key for removal more than once.

## What it checks

The keys in ``CustomerMetadataPropertiesToRemove`` differ from each other.

## Why the service refuses it

No document forbids it, so this is advice: a key is removed once, and the second mention is often meant for another key.

## How to fix

Remove the second mention, or write the key that was meant.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Related, Severity
from ..linter.request import Scope, show
from ..linter.rule import Example, Rule, Visit
from ._package import METADATA_SINCE, TO_REMOVE
from ._repeats import repeats
from ._samples import update


def check(scope: Scope) -> Iterator[Finding]:
    for repeat in repeats(scope, TO_REMOVE):
        yield Finding(
            repeat.path,
            f"{show(repeat.text)} is listed in {TO_REMOVE}[{repeat.index}] already; once is enough",
            "remove it, or write the key that was meant",
            related=(Related(repeat.first, "the first mention"),),
            suggestion=Edit("remove", repeat.path),
        )


RULE = Rule(
    id="MP218",
    name="duplicate-removed-key",
    summary="a metadata key is listed for removal more than once",
    severity=Severity.info,
    cites=(),
    doc=__doc__,
    trigger=Visit(("UpdateModelPackageInput",), (TO_REMOVE,)),
    check=check,
    operations=("UpdateModelPackage",),
    since=METADATA_SINCE,
    examples=(
        Example(
            good=update(CustomerMetadataPropertiesToRemove=["stage", "owner"]),
            edit=Edit("set", ("CustomerMetadataPropertiesToRemove", 1), "stage"),
            expect=(("CustomerMetadataPropertiesToRemove", 1),),
            message="'stage' is listed in CustomerMetadataPropertiesToRemove[0] already; once is enough",
            operation="UpdateModelPackage",
        ),
    ),
)
