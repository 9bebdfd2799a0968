"""An unversioned package is given an approval status.

## What it checks

``ModelApprovalStatus`` is not given where ``ModelPackageName`` is.

## Why the service refuses it

Approval is a matter of versions in a group; the documents say that it does not apply to unversioned packages. The SageMaker SDK sends
the member with every package, so the service is not known to refuse it, and nobody can rely on the status.

## How to fix

Remove ``ModelApprovalStatus``, or register the package as a version in a group.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._package import GROUPS_SINCE, NAME, is_unversioned
from ._samples import unversioned

MEMBER = "ModelApprovalStatus"


def check(scope: Scope) -> Iterator[Finding]:
    if scope.has(MEMBER) and is_unversioned(scope):
        yield scope.finding(
            MEMBER,
            message=f"{MEMBER} does not apply to a package with a {NAME}; only versions in a group have one",
            help=f"remove {MEMBER}, or register the package as a version in a group",
            on="key",
        )


RULE = Rule(
    id="MP214",
    name="approval-unversioned",
    summary="an unversioned package has an approval status",
    severity=Severity.warning,
    cites=("CUR-CMP-APPROVAL-NA-UNVERSIONED",),
    doc=__doc__,
    trigger=Visit(("CreateModelPackageInput",), (MEMBER,)),
    check=check,
    operations=("CreateModelPackage",),
    since=GROUPS_SINCE,
    examples=(
        Example(
            good=unversioned(),
            edit=Edit("set", ("ModelApprovalStatus",), "Approved"),
            expect=(("ModelApprovalStatus",),),
            message="ModelApprovalStatus does not apply to a package with a ModelPackageName; only versions in a group have one",
        ),
    ),
)
