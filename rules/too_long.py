"""A text is longer than the service takes.

## What it checks

Every text against the maximum length of its shape, counted in Unicode characters.

## Why the service refuses it

The service answers a ``ValidationException``. The AWS client checks minimum lengths only and sends the request all the same.

## How to fix

Shorten the text; the message says by how much.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._samples import unversioned


def check(violation: Violation) -> Iterator[Finding]:
    what = "name" if violation.key else "value"
    length = len(violation.value)
    yield Finding(
        violation.path,
        f"this {what} has {length:,} characters; at most {violation.limit:,} are allowed",
        help=f"shorten it by {length - violation.limit:,}",
        on="key" if violation.key else "value",
    )


RULE = Rule(
    id="MP108",
    name="too-long",
    summary="a text has more characters than allowed",
    severity=Severity.error,
    cites=("CMP-NAME-LEN", "CMP-DESC-MAX", "UMP-ENV-KEYLEN", "UMP-ENV-VALLEN"),
    doc=__doc__,
    trigger=Breach(("maxLength",)),
    check=check,
    examples=(
        Example(
            good=unversioned(),
            edit=Edit("set", ("ModelPackageName",), "a" * 64),
            expect=(("ModelPackageName",),),
            message="this value has 64 characters; at most 63 are allowed",
        ),
    ),
)
