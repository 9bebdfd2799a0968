"""A description has a character that descriptions cannot have.

## What it checks

``ModelPackageDescription`` and the ``Description`` of additional inference specifications: letters, marks, separators, symbols, numbers and
punctuation of Unicode. Control characters (TAB, line breaks) and format characters (zero-width joiner, soft hyphen, byte-order mark) are
none of these.

## Why the service refuses it

The service matches the whole text against a pattern. The AWS client does not look at patterns and sends the request. Some emoji are
several characters held together by zero-width joiners, and fail because of these.

## How to fix

Write the description in one line, and take invisible characters away.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._patterns import LINE_BREAKS, explained, offence
from ._samples import additional, update, versioned

ALLOWED = "control and format characters are not allowed"


def check(violation: Violation) -> Iterator[Finding]:
    found = offence(violation.limit, violation.value)
    one_line = found is not None and found.char in LINE_BREAKS
    help_text = "write the description in one line" if one_line else "take the character away"
    yield explained(violation, ALLOWED, missing="it ends too early", help=help_text)


RULE = Rule(
    id="MP127",
    name="description-characters",
    summary="a description has a control or format character",
    severity=Severity.error,
    cites=("CMP-DESC-PATTERN",),
    doc=__doc__,
    trigger=Breach(("pattern",), ("EntityDescription",)),
    check=check,
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", ("ModelPackageDescription",), "Churn\tmodel"),
            expect=(("ModelPackageDescription",),),
            message="ModelPackageDescription is 'Churn\\u0009model', but its character 6 is U+0009 TAB; "
            "control and format characters are not allowed",
        ),
        Example(
            good=update(AdditionalInferenceSpecificationsToAdd=[additional(Description="For phones")]),
            edit=Edit("set", ("AdditionalInferenceSpecificationsToAdd", 0, "Description"), "For \U0001f468\u200d\U0001f469"),
            expect=(("AdditionalInferenceSpecificationsToAdd", 0, "Description"),),
            message="Description is 'For \U0001f468\\u200d\U0001f469', but its character 6 is U+200D ZERO WIDTH JOINER; "
            "control and format characters are not allowed",
            operation="UpdateModelPackage",
        ),
    ),
)
