"""An update changes nothing.

## What it checks

An UpdateModelPackage request has a member besides ``ModelPackageArn`` and ``ClientToken``.

## Why the service refuses it

It does not; this is advice. All members but the ARN are optional, and an update that has none of them asks for no change. Often the member
that was meant has been lost on the way.

## How to fix

Add what is to be changed.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import OpenMap, Scope
from ..linter.rule import Example, Rule, Visit
from ._samples import update

_NEUTRAL = frozenset(("ModelPackageArn", "ClientToken"))


def check(scope: Scope) -> Iterator[Finding]:
    value = scope.value
    if len(value) > len(_NEUTRAL) or isinstance(value, OpenMap):
        return
    if value.keys() <= _NEUTRAL and scope.text("ModelPackageArn") is not None:
        yield scope.finding(
            message="only the package is named, so the update changes nothing; at least one other member is expected",
            help="add what is to be changed",
            on="object",
        )


RULE = Rule(
    id="MP235",
    name="empty-update",
    summary="an update changes nothing",
    severity=Severity.info,
    cites=(),
    doc=__doc__,
    trigger=Visit(("UpdateModelPackageInput",)),
    check=check,
    operations=("UpdateModelPackage",),
    since="1.22.5",
    examples=(
        Example(
            good=update(),
            edit=Edit("remove", ("ModelApprovalStatus",)),
            expect=((),),
            message="only the package is named, so the update changes nothing; at least one other member is expected",
            operation="UpdateModelPackage",
        ),
        Example(
            good=update(),
            edit=Edit("remove", ("ModelApprovalStatus",)),
            expect=((),),
            message="only the package is named, so the update changes nothing; at least one other member is expected",
            operation="UpdateModelPackage",
            edition="2022-07",
        ),
    ),
)
