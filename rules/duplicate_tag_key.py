"""Two tags have the same key.

## What it checks

The ``Key`` members in ``Tags`` differ from each other. Case counts.

## Why the service refuses it

A resource has one value for a key, so the documents demand unique keys. The client sends duplicates. The demand is documented since service
model 1.20.97.

## How to fix

Remove one of the two tags, or give it another key.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Related, Severity
from ..linter.request import Scope, show
from ..linter.rule import Example, Rule, Visit
from ._repeats import repeats
from ._samples import unversioned


def check(scope: Scope) -> Iterator[Finding]:
    for repeat in repeats(scope, "Tags", "Key"):
        yield Finding(
            repeat.path,
            f"the key {show(repeat.text)} is given to Tags[{repeat.index}] already; tag keys are unique",
            "remove one of the two tags, or give it another key",
            related=(Related(repeat.first, "the first one of this key"),),
        )


RULE = Rule(
    id="MP212",
    name="duplicate-tag-key",
    summary="two tags have the same key",
    severity=Severity.error,
    cites=("CUR-CMP-TAGS-KEY-UNIQ",),
    doc=__doc__,
    trigger=Visit(("CreateModelPackageInput",), ("Tags",)),
    check=check,
    operations=("CreateModelPackage",),
    since="1.20.97",
    examples=(
        Example(
            good=unversioned(Tags=[{"Key": "team", "Value": "growth"}, {"Key": "stage", "Value": "test"}]),
            edit=Edit("set", ("Tags", 1, "Key"), "team"),
            expect=(("Tags", 1, "Key"),),
            message="the key 'team' is given to Tags[0] already; tag keys are unique",
        ),
    ),
)
