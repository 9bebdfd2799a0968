"""A text has a line break, and its pattern takes none.

## What it checks

Texts whose pattern is "any character" (``.*``): descriptions of approvals and stages, MIME types, metadata properties, the content of a
model card, and in older editions KMS keys.

## Why the service refuses it

Perhaps it does not. With the whole-text matching that the service shows elsewhere, ``.*`` takes everything but line breaks; but the public
description of the service leaves just these patterns open. Hence a warning.

## How to fix

Write the text in one line. JSON text loses nothing by that.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._patterns import ANY_BUT_LINE_BREAKS, explained
from ._samples import update

ALLOWED = "the pattern takes no line breaks, though the service may"


def check(violation: Violation) -> Iterator[Finding]:
    if violation.limit == ANY_BUT_LINE_BREAKS:
        yield explained(violation, ALLOWED, missing="it ends too early", help="write it in one line")


RULE = Rule(
    id="MP129",
    name="line-break",
    summary="a text has a line break where the pattern takes none",
    severity=Severity.warning,
    cites=("UMP-APPRDESC-TYPE", "CUR-CMP-CARD-SCHEMA"),
    doc=__doc__,
    trigger=Breach(("pattern",)),
    check=check,
    examples=(
        Example(
            good=update(ApprovalDescription="Checked"),
            edit=Edit("set", ("ApprovalDescription",), "Checked\nby hand"),
            expect=(("ApprovalDescription",),),
            message="ApprovalDescription is 'Checked\\u000aby hand', but its character 8 is U+000A LINE FEED; "
            "the pattern takes no line breaks, though the service may",
            operation="UpdateModelPackage",
        ),
    ),
)
