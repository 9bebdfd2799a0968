"""The URI of the source has a character that it cannot have.

## What it checks

``SourceUri``: letters, marks, separators, numbers and punctuation of Unicode. Symbols are none of these, among them ``= + ~ | $ < >``, so
a URL with a query string does not pass.

## Why the service refuses it

The service matches the whole URI against a pattern. The AWS client does not look at patterns and sends the request.

## How to fix

Leave the query string out, or encode the character in percent form (``=`` as ``%3D``).
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._patterns import explained
from ._samples import update

ALLOWED = "symbols such as = + ~ | $ < > and control characters are not allowed"


def check(violation: Violation) -> Iterator[Finding]:
    yield explained(violation, ALLOWED, missing="it ends too early", help="leave the character out or write it in percent form")


RULE = Rule(
    id="MP130",
    name="source-uri-characters",
    summary="the source's URI has a symbol or control character",
    severity=Severity.error,
    cites=("CUR-CMP-SOURCEURI-CLONE", "CUR-UMP-SOURCEURI"),
    doc=__doc__,
    trigger=Breach(("pattern",), ("ModelPackageSourceUri",)),
    check=check,
    examples=(
        Example(
            good=update(),
            edit=Edit("set", ("SourceUri",), "https://models.example.com/churn?version=7"),
            expect=(("SourceUri",),),
            message="SourceUri is 'https://models.example.com/churn?version=7', but its character 41 is '='; "
            "symbols such as = + ~ | $ < > and control characters are not allowed",
            operation="UpdateModelPackage",
        ),
    ),
)
