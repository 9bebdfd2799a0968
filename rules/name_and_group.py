"""A package is given a name of its own and a group at once.

## What it checks

A CreateModelPackage request has ``ModelPackageName`` or ``ModelPackageGroupName``, not both.

## Why the service refuses it

There are two kinds of packages: unversioned ones have a name, versioned ones belong to a group and are numbered. With both members the
service cannot tell which kind is meant and answers a ``ValidationException``. No part of the service model says so, and the client
sends the request.

## How to fix

Remove ``ModelPackageName`` to register a version in the group, or ``ModelPackageGroupName`` to make an unversioned package.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Related, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._package import GROUP, NAME
from ._samples import unversioned, versioned


def check(scope: Scope) -> Iterator[Finding]:
    if scope.text(NAME) is not None and scope.text(GROUP) is not None:
        yield scope.finding(
            NAME,
            message=f"{NAME} and {GROUP} are both given; a package has a name of its own or is a version in a group, never both",
            help=f"remove {NAME} to register a version in the group, or {GROUP} to make an unversioned package",
            on="key",
            related=(Related((*scope.path, GROUP), "the group", on="key"),),
        )


RULE = Rule(
    id="MP201",
    name="name-and-group",
    summary="a package has a name of its own and a group at once",
    severity=Severity.error,
    cites=("CUR-CMP-NAME-NA-VERSIONED", "CUR-CMP-GROUP-NA-UNVERSIONED", "CUR-CMP-TYPES-TWO", "EVD-CMP-BOTH-NAMES"),
    doc=__doc__,
    trigger=Visit(("CreateModelPackageInput",), (NAME,)),
    check=check,
    operations=("CreateModelPackage",),
    since="1.19.27",
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", ("ModelPackageName",), "churn-2026"),
            expect=(("ModelPackageName",),),
            message="ModelPackageName and ModelPackageGroupName are both given; "
            "a package has a name of its own or is a version in a group, never both",
        ),
        Example(
            good=unversioned(),
            edit=Edit("set", ("ModelPackageGroupName",), "churn"),
            expect=(("ModelPackageName",),),
            message="ModelPackageName and ModelPackageGroupName are both given; "
            "a package has a name of its own or is a version in a group, never both",
            edition="2022-07",
        ),
    ),
)
