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
from ._nearest import closest, containing, fold, nearest, resembling
from ._samples import update, validation, versioned
from ._words import MOST_LISTED, choices, listing, quoted, subject

_SHOWN = 3
_PREFIX = 2


def check(violation: Violation) -> Iterator[Finding]:
    allowed: list[str] = violation.limit
    if not violation.value:
        yield Finding(violation.path, f"{subject(violation)} is empty; {_allowed('', allowed)}", _for_empty(violation))
        return
    likely = _not_negated(violation.value, allowed)
    meant = closest(violation.value, likely)
    same = meant is not None and fold(meant) == fold(violation.value)
    yield Finding(
        violation.path,
        f"{subject(violation)} is {quoted(violation)}; {_allowed(violation.value, allowed)}",
        _similar(violation.value, likely) if meant is None else f"write '{meant}'" + (", spelt exactly so" if same else ""),
        on="key" if violation.key else "value",
        suggestion=None if meant is None else Edit("rename" if violation.key else "set", violation.path, meant),
    )


def _for_empty(violation: Violation) -> str:
    definition = violation.request.edition.shape(violation.request.operation, violation.owner)
    return "choose one" if violation.path[-1] in definition.get("required", ()) else "choose one, or leave the member out"


def _similar(value: str, allowed: list[str]) -> str | None:
    """Offer a value that is not near enough to be taken for certain."""
    similar = containing(value, allowed) or resembling(value, allowed)
    return None if similar is None else f"write '{similar}' if that is meant"


def _not_negated(value: str, allowed: list[str]) -> list[str]:
    """Leave out the values that something stands before: ``Unapproved`` is the opposite of ``Approved``, not a slip of it."""
    text = fold(value)
    return [name for name in allowed if not (text.endswith(fold(name)) and len(text) - len(fold(name)) >= _PREFIX)]


def _allowed(value: str, allowed: list[str]) -> str:
    if len(allowed) <= MOST_LISTED:
        return choices(allowed)
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
            good=update(),
            edit=Edit("set", ("ModelApprovalStatus",), ""),
            expect=(("ModelApprovalStatus",),),
            message="ModelApprovalStatus is empty; allowed are 'Approved', 'Rejected' and 'PendingManualApproval'",
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
