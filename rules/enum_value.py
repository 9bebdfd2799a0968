"""A value is none of those that its member can have.

## What it checks

Every enumerated text against its allowed values; case counts.

## Why the service refuses it

The AWS client does not look at enumerations and sends the request; the service answers a ``ValidationException``. Some pages print
statuses in capitals (``PENDING_MANUAL_APPROVAL``); these are not values of a request.

## How to fix

Take one of the allowed values, spelt as in the message.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._nearest import closest, fold, nearest
from ._samples import update, validation, versioned
from ._words import listing, quoted, subject

_MOST_LISTED = 8
_SHOWN = 3


def check(violation: Violation) -> Iterator[Finding]:
    allowed: list[str] = violation.limit
    meant = closest(violation.value, allowed)
    same = meant is not None and fold(meant) == fold(violation.value)
    yield Finding(
        violation.path,
        f"{subject(violation)} is {quoted(violation)}; {_allowed(violation.value, allowed)}",
        None if meant is None else f"write '{meant}'" + (", spelt exactly so" if same else ""),
        on="key" if violation.key else "value",
        suggestion=None if meant is None else Edit("rename" if violation.key else "set", violation.path, meant),
    )


def _allowed(value: str, allowed: list[str]) -> str:
    if len(allowed) == 1:
        return f"the only value is '{allowed[0]}'"
    if len(allowed) <= _MOST_LISTED:
        return f"allowed are {listing(allowed, 'and')}"
    return f"the nearest of {len(allowed):,} allowed values are {listing(nearest(value, allowed, _SHOWN), 'and')}"


_OUTPUT = ("ValidationSpecification", "ValidationProfiles", 0, "TransformJobDefinition", "TransformOutput")

RULE = Rule(
    id="MP114",
    name="enum-value",
    summary="a value is none of the allowed ones",
    severity=Severity.error,
    cites=("UMP-STATUS-ENUM",),
    doc=__doc__,
    trigger=Breach(("enum",)),
    check=check,
    examples=(
        Example(
            good=update(),
            edit=Edit("set", ("ModelApprovalStatus",), "PENDING_MANUAL_APPROVAL"),
            expect=(("ModelApprovalStatus",),),
            message="ModelApprovalStatus is 'PENDING_MANUAL_APPROVAL'; allowed are 'Approved', 'Rejected' and 'PendingManualApproval'",
            operation="UpdateModelPackage",
        ),
        Example(
            good=versioned(ValidationSpecification=validation()),
            edit=Edit("set", (*_OUTPUT, "AssembleWith"), "Lines"),
            expect=((*_OUTPUT, "AssembleWith"),),
            message="AssembleWith is 'Lines'; allowed are 'None' and 'Line'",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", ("ManagedStorageType",), "Open"),
            expect=(("ManagedStorageType",),),
            message="ManagedStorageType is 'Open'; the only value is 'Restricted'",
        ),
    ),
)
