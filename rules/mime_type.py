"""A content type is not a MIME type.

## What it checks

The items of ``SupportedContentTypes``, and ``ContentType`` and ``Accept`` of a validation job, have the form ``type/subtype``, with or
without parameters. ``SupportedResponseMIMETypes`` have a pattern of their own in the schema.

## Why the service refuses it

The documents call them MIME types and the service sends them as HTTP headers, but the pattern takes any line of text. A container
that compares the header with ``text/csv`` does not know ``csv``.

## How to fix

Write the full type: ``text/csv``, ``application/json``. Give each type as an item of its own.
"""

import re
from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope, show
from ..linter.rule import Example, Rule, Visit
from ._samples import versioned

COMMON = frozenset({"text/csv", "application/json", "application/jsonlines", "application/x-parquet", "application/octet-stream"})
NAME = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"
MIME_TYPE = rf"{NAME}/{NAME}(?:[ \t]*;.*)?"
MEANT = {"csv": "text/csv", "json": "application/json"}
LIST = "SupportedContentTypes"


def check(scope: Scope) -> Iterator[Finding]:
    for index, text in scope.strings(LIST):
        if text not in COMMON and not re.fullmatch(MIME_TYPE, text):
            yield _finding(scope, (LIST, index), text)
    for member in ("ContentType", "Accept"):
        value = scope.text(member)
        if value is not None and not re.fullmatch(MIME_TYPE, value):
            yield _finding(scope, (member,), value)


def _finding(scope: Scope, steps: tuple[str | int, ...], text: str) -> Finding:
    path = (*scope.path, *steps)
    meant = MEANT.get(text.lower().lstrip("."))
    what = f"{steps[0]}[{steps[1]}]" if len(steps) > 1 else steps[0]
    mend = "give a MIME type, as 'text/csv'"
    if meant is not None:
        mend = f"write '{meant}'"
    elif "," in text:
        mend = "give each MIME type as an item of its own" if steps[0] == LIST else "give one MIME type"
    return scope.finding(
        *steps,
        message=f"{what} is {show(text, path)}, which is not a MIME type of the form 'type/subtype'",
        help=mend,
        suggestion=None if meant is None else Edit("set", path, meant),
    )


RULE = Rule(
    id="MP278",
    name="mime-type",
    summary="a content type is not a MIME type",
    severity=Severity.warning,
    cites=("UMP-CTYPE-SEM", "CUR-CMP-TIN-CTYPE", "CUR-CMP-TOUT-ACCEPT", "CMP-INF-SEM-FORMATS"),
    doc=__doc__,
    trigger=Visit(
        ("InferenceSpecification", "AdditionalInferenceSpecificationDefinition", "TransformInput", "TransformOutput"),
        (LIST, "ContentType", "Accept"),
    ),
    check=check,
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", ("InferenceSpecification", LIST, 0), "csv"),
            expect=(("InferenceSpecification", LIST, 0),),
            message="SupportedContentTypes[0] is 'csv', which is not a MIME type of the form 'type/subtype'",
        ),
    ),
)
