"""A tag or metadata property has a character that it cannot have.

## What it checks

Keys and values of tags and of customer metadata: letters, separators and numbers of Unicode, and ``_ . : / = + - @``.

## Why the service refuses it

The service matches the whole text against a pattern. The AWS client does not look at patterns and sends the request. Combining marks are
not allowed, so that a text may pass in its composed form (NFC) and fail in its decomposed form (NFD).

## How to fix

Take the character away, or normalise the text to NFC. Keep longer texts in a description.
"""

import unicodedata
from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.path import value_at
from ..linter.rule import Breach, Example, Rule, Violation
from ._patterns import explained, matches, offence, told
from ._samples import unversioned, update

ALLOWED = "letters, digits, blanks and _ . : / = + - @ are allowed"


def check(violation: Violation) -> Iterator[Finding]:
    composed = unicodedata.normalize("NFC", violation.value)
    if composed != violation.value and matches(violation.limit, composed):
        taken = violation.key and composed in value_at(violation.request.value, violation.path[:-1])
        fault = f"its {offence(violation.limit, violation.value)}, which the composed form (NFC) does without"
        yield told(violation, fault, "normalise the text to NFC", None if taken else composed)
    else:
        yield explained(violation, ALLOWED, missing="it ends too early", help="take the character away")


RULE = Rule(
    id="MP128",
    name="metadata-characters",
    summary="a tag or metadata property has a character that it cannot have",
    severity=Severity.error,
    cites=("UMP-META-KEY-TYPE", "UMP-META-VAL-TYPE"),
    doc=__doc__,
    trigger=Breach(("pattern",), ("CustomerMetadataKey", "CustomerMetadataValue", "TagKey", "TagValue")),
    check=check,
    examples=(
        Example(
            good=update(CustomerMetadataProperties={"stage": "one"}),
            edit=Edit("set", ("CustomerMetadataProperties", "stage"), "one, two"),
            expect=(("CustomerMetadataProperties", "stage"),),
            message="the value of 'stage' in CustomerMetadataProperties is 'one, two', but its character 4 is ','; "
            "letters, digits, blanks and _ . : / = + - @ are allowed",
            operation="UpdateModelPackage",
        ),
        Example(
            good=update(CustomerMetadataProperties={"stage": "one"}),
            edit=Edit("rename", ("CustomerMetadataProperties", "stage"), "stage#"),
            expect=(("CustomerMetadataProperties", "stage#"),),
            message="the name 'stage#' in CustomerMetadataProperties: its character 6 is '#'; "
            "letters, digits, blanks and _ . : / = + - @ are allowed",
            operation="UpdateModelPackage",
        ),
        Example(
            good=unversioned(Tags=[{"Key": "team", "Value": "café"}]),
            edit=Edit("set", ("Tags", 0, "Value"), "cafe\u0301"),
            expect=(("Tags", 0, "Value"),),
            message="Value is 'cafe\u0301', but its character 5 is U+0301 COMBINING ACUTE ACCENT, "
            "which the composed form (NFC) does without",
        ),
    ),
)
