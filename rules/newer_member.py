"""A member is unknown to this edition and known to a later one.

## What it checks

Members that the edition does not have, but the same structure of a later edition has.

## Why the service refuses it

A client or backend of the edition's time does not know the member and refuses the request. The service of today takes it.

## How to fix

Leave the member out, or hold the request against an edition that has it, with ``--spec`` or in the configuration.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._later import member_since
from ._samples import PACKAGE_ARN, versioned

_LONGEST = 100


def check(violation: Violation) -> Iterator[Finding]:
    name = violation.value
    since = member_since(violation, name) if len(name) <= _LONGEST else None
    if since is not None:
        yield Finding(
            violation.path,
            f"{name} is unknown to edition {violation.request.edition.id}; it exists since {since}",
            "leave it out, or hold the request against a newer edition",
            on="key",
        )


RULE = Rule(
    id="MP104",
    name="newer-member",
    summary="a member is known to later editions only",
    severity=Severity.error,
    cites=("UMP-CLOSED", "UMP-CONT-CLOSED", "CMP-SYN-ROOT-MEMBERS", "CMP-SYN-INF-CONT-ITEM-MEMBERS"),
    doc=__doc__,
    trigger=Breach(("additionalProperties",)),
    check=check,
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", ("SourceUri",), PACKAGE_ARN),
            expect=(("SourceUri",),),
            message="SourceUri is unknown to edition 2022-07; it exists since service model 1.34.53 (2024-02-29)",
            edition="2022-07",
        ),
    ),
)
