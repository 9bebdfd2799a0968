"""An update describes an approval status that it does not set.

## What it checks

``ApprovalDescription`` comes together with ``ModelApprovalStatus``.

## Why the service refuses it

The description is about the approval status. No document demands both, so this is advice: alone, it changes the reason of a decision
that somebody else took.

## How to fix

Add ``ModelApprovalStatus``, with the stored status if that is to stay.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._samples import update

MEMBER = "ApprovalDescription"


def check(scope: Scope) -> Iterator[Finding]:
    if scope.has(MEMBER) and scope.lacks("ModelApprovalStatus"):
        yield scope.finding(
            MEMBER,
            message=f"{MEMBER} is given without ModelApprovalStatus, the status that it describes",
            help="add ModelApprovalStatus",
            on="key",
        )


RULE = Rule(
    id="MP216",
    name="approval-description-alone",
    summary="an approval description is given without a status",
    severity=Severity.info,
    cites=("UMP-APPRDESC-SEM",),
    doc=__doc__,
    trigger=Visit(("UpdateModelPackageInput",), (MEMBER,)),
    check=check,
    operations=("UpdateModelPackage",),
    examples=(
        Example(
            good=update(ApprovalDescription="metrics reviewed"),
            edit=Edit("remove", ("ModelApprovalStatus",)),
            expect=(("ApprovalDescription",),),
            message="ApprovalDescription is given without ModelApprovalStatus, the status that it describes",
            operation="UpdateModelPackage",
        ),
        Example(
            good=update(ApprovalDescription="metrics reviewed"),
            edit=Edit("remove", ("ModelApprovalStatus",)),
            expect=(("ApprovalDescription",),),
            message="ApprovalDescription is given without ModelApprovalStatus, the status that it describes",
            operation="UpdateModelPackage",
            edition="2022-07",
        ),
    ),
)
