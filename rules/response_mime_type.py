"""A response type does not have the form type/subtype.

## What it checks

``SupportedResponseMIMETypes``: ASCII letters, digits, hyphens and underscores, then a slash, then at least one character.

## Why the service refuses it

The service matches the whole text against a pattern. The AWS client does not look at patterns and sends the request. Content types have no
such pattern.

## How to fix

Write the MIME type in full, such as ``text/csv`` or ``application/json``.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._patterns import empty, explained, told
from ._samples import versioned

HELP = "write a MIME type in full, such as text/csv or application/json"
ALLOWED = "before the slash only letters, digits, - and _ are allowed, and no line break after it"


def check(violation: Violation) -> Iterator[Finding]:
    text = violation.value
    if not text:
        yield empty(violation, HELP, "a MIME type is needed")
    elif text.startswith("/"):
        yield told(violation, "nothing stands before the slash", HELP)
    else:
        missing = "nothing follows the slash" if "/" in text else "it has no slash"
        yield explained(violation, ALLOWED, missing=missing, help=HELP)


_TYPES = ("InferenceSpecification", "SupportedResponseMIMETypes")

RULE = Rule(
    id="MP131",
    name="response-mime-type",
    summary="a response type is not of the form type/subtype",
    severity=Severity.error,
    cites=("UMP-RTYPE-SEM",),
    doc=__doc__,
    trigger=Breach(("pattern",), ("ResponseMIMEType",)),
    check=check,
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", (*_TYPES, 0), "csv"),
            expect=((*_TYPES, 0),),
            message="SupportedResponseMIMETypes[0] is 'csv', but it has no slash",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", (*_TYPES, 0), "text/"),
            expect=((*_TYPES, 0),),
            message="SupportedResponseMIMETypes[0] is 'text/', but nothing follows the slash",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", (*_TYPES, 0), "*/*"),
            expect=((*_TYPES, 0),),
            message="SupportedResponseMIMETypes[0] is '*/*', but its character 1 is '*'; "
            "before the slash only letters, digits, - and _ are allowed, and no line break after it",
        ),
    ),
)
