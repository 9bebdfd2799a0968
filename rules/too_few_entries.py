"""A map has fewer entries than the service takes.

## What it checks

Every map against the minimum number of entries of its shape; metadata need one.

## Why the service refuses it

The AWS client does not count the entries of maps and sends the request; the service model demands at least one.

## How to fix

Add an entry or leave the member out.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._samples import update
from ._words import count, label


def check(violation: Violation) -> Iterator[Finding]:
    size = len(violation.value)
    found = f"has {count(size, 'entry')}" if size else "is empty"
    needed = f"at least {count(violation.limit, 'entry')} {'is' if violation.limit == 1 else 'are'} needed"
    yield Finding(violation.path, f"{label(violation.path)} {found}; {needed}", "add an entry or leave it out")


RULE = Rule(
    id="MP111",
    name="too-few-entries",
    summary="a map has fewer entries than needed",
    severity=Severity.error,
    cites=("UMP-META-TYPE", "UMP-META-JSON"),
    doc=__doc__,
    trigger=Breach(("minProperties",)),
    check=check,
    examples=(
        Example(
            good=update(CustomerMetadataProperties={"stage": "one"}),
            edit=Edit("remove", ("CustomerMetadataProperties", "stage")),
            expect=(("CustomerMetadataProperties",),),
            message="CustomerMetadataProperties is empty; at least 1 entry is needed",
            operation="UpdateModelPackage",
        ),
    ),
)
