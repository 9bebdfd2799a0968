"""A stored request has a fixed client token.

## What it checks

``ClientToken`` is not given as a constant. The empty text is ``too-short``.

## Why the service refuses it

It does not; this is advice. The token tells the service which calls are repetitions of one another. A fixed one makes every later call with
the same file look like the first, so a new package may silently not be made.

## How to fix

Leave the member out: clients fill it in when they create a package. Where retries across processes must be safe, make the token anew for
each intended change.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._samples import update, versioned


def check(scope: Scope) -> Iterator[Finding]:
    if scope.text("ClientToken"):
        yield scope.finding(
            "ClientToken",
            message="ClientToken is a constant; every call with it counts as a repetition of the first",
            help="leave it out, or make a new token for each call",
            on="key",
        )


RULE = Rule(
    id="MP227",
    name="constant-client-token",
    summary="a stored request has a fixed client token",
    severity=Severity.info,
    cites=("CUR-CMP-CLIENTTOKEN", "CUR-UMP-CLIENTTOKEN"),
    doc=__doc__,
    trigger=Visit(("CreateModelPackageInput", "UpdateModelPackageInput"), ("ClientToken",)),
    check=check,
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", ("ClientToken",), "0f9e8d7c"),
            expect=(("ClientToken",),),
            message="ClientToken is a constant; every call with it counts as a repetition of the first",
        ),
        Example(
            good=update(),
            edit=Edit("set", ("ClientToken",), "0f9e8d7c"),
            expect=(("ClientToken",),),
            message="ClientToken is a constant; every call with it counts as a repetition of the first",
            operation="UpdateModelPackage",
        ),
    ),
)
