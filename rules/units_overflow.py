"""A text fits its limit in characters, but not in the units that a service may count.

## What it checks

Each text against the maximum of its shape, counted in UTF-16 code units, and in UTF-8 bytes for the values of ``Environment``. Texts that
are too long in characters are ``too-long``. Names in ``Environment`` are ASCII only and cannot differ.

## Why the service refuses it

No document tells the unit of these limits. The client counts characters. A character outside the Basic Multilingual Plane, such as an
emoji, is two code units for a service written in Java, and the documents of ``CreateModel`` count the same ``Environment`` in bytes. The
text is right by one of the counts, so this is a warning.

## How to fix

Shorten the text until it fits in every unit.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._samples import container, specification, versioned
from ._texts import Text, non_ascii_texts


def check(scope: Scope) -> Iterator[Finding]:
    if scope.request.ascii:
        return
    for text in non_ascii_texts(scope.request):
        overflow = _overflow(text)
        if overflow:
            number, unit = overflow
            yield Finding(
                text.path,
                f"this {'name' if text.is_key else 'value'} has {len(text.text):,} characters but {number:,} {unit}; the limit of "
                f"{text.most:,} may be counted in these",
                help=f"shorten it by {number - text.most:,} {unit}",
                on="key" if text.is_key else "value",
                clauses=scope.request.edition.clauses_at(scope.request.operation, text.path, "maxLength", key=text.is_key),
            )


def _overflow(text: Text) -> tuple[int, str] | None:
    if len(text.text) > text.most:
        return None
    units = len(text.text.encode("utf-16-le", "surrogatepass")) // 2
    if units > text.most:
        return units, "UTF-16 code units"
    size = len(text.text.encode("utf-8", "surrogatepass"))
    if size > text.most and text.in_environment:
        return size, "UTF-8 bytes"
    return None


_ENVIRONMENT = ("InferenceSpecification", "Containers", 0, "Environment", "GREETING")


RULE = Rule(
    id="MP233",
    name="units-overflow",
    summary="a text fits its limit in characters, but not in code units or bytes",
    severity=Severity.warning,
    cites=("UMP-ENV-KEYLEN", "UMP-ENV-VALLEN", "CUR-CMP-ENV-LEN", "CMP-DESC-MAX"),
    doc=__doc__,
    trigger=Visit(("CreateModelPackageInput", "UpdateModelPackageInput")),
    check=check,
    examples=(
        Example(
            good=versioned(ModelPackageDescription="\U0001f680" * 512),
            edit=Edit("set", ("ModelPackageDescription",), "\U0001f680" * 513),
            expect=(("ModelPackageDescription",),),
            message="this value has 513 characters but 1,026 UTF-16 code units; the limit of 1,024 may be counted in these",
        ),
        Example(
            good=versioned(InferenceSpecification=specification(Containers=[container(Environment={"GREETING": "\u00e9" * 512})])),
            edit=Edit("set", _ENVIRONMENT, "\u00e9" * 513),
            expect=(_ENVIRONMENT,),
            message="this value has 513 characters but 1,026 UTF-8 bytes; the limit of 1,024 may be counted in these",
        ),
    ),
)
