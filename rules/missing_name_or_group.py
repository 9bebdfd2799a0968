"""A package is given neither a name of its own nor a group.

## What it checks

A CreateModelPackage request has ``ModelPackageName`` or ``ModelPackageGroupName``. Where the edition does not know groups yet, only the
name is asked for; where the schema itself requires the name, ``missing-member`` speaks instead.

## Why the service refuses it

The name is required of unversioned packages and the group of versioned ones, and there is no third kind. The service model lists both
members as optional, so the client sends the request, and the service answers a ``ValidationException`` that names neither.

## How to fix

Add ``ModelPackageGroupName`` to register a version in a group, or ``ModelPackageName`` to make an unversioned package.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._package import GROUP, GROUPS_SINCE, NAME
from ._samples import unversioned, versioned


def check(scope: Scope) -> Iterator[Finding]:
    if not (scope.lacks(GROUP) and scope.lacks(NAME)):
        return
    if scope.request.edition.within(GROUPS_SINCE, None):
        yield scope.finding(
            message=f"neither {NAME} nor {GROUP} is given; exactly one of them is required",
            help=f"add {GROUP} to register a version in a group, or {NAME} to make an unversioned package",
            on="object",
        )
    else:
        yield scope.finding(message=f"{NAME} is not given; a package needs a name", help=f"add {NAME}", on="object")


RULE = Rule(
    id="MP202",
    name="missing-name-or-group",
    summary="a package has neither a name nor a group",
    severity=Severity.error,
    cites=("CUR-CMP-NAME-REQ-UNVERSIONED", "CUR-CMP-GROUP-REQ-VERSIONED", "CUR-CMP-TYPES-TWO", "CMP-NAME-REQ", "EVD-CMP-NO-NAMES"),
    doc=__doc__,
    trigger=Visit(("CreateModelPackageInput",)),
    check=check,
    operations=("CreateModelPackage",),
    since="1.19.5",
    examples=(
        Example(
            good=versioned(),
            edit=Edit("remove", ("ModelPackageGroupName",)),
            expect=((),),
            message="neither ModelPackageName nor ModelPackageGroupName is given; exactly one of them is required",
        ),
        Example(
            good=unversioned(),
            edit=Edit("remove", ("ModelPackageName",)),
            expect=((),),
            message="neither ModelPackageName nor ModelPackageGroupName is given; exactly one of them is required",
            edition="2022-07",
        ),
    ),
)
