"""A validation is specified without a profile.

## What it checks

``ValidationProfiles`` has an entry. Editions before 1.34.2 demand it in their schema; there ``too-few-items`` speaks.

## Why the service refuses it

The prose speaks of one or more transform jobs, the service model of at most one profile and, since 1.34.2, of none as well. Without a
profile there is no job to run, and the package is not validated.

## How to fix

Add the profile, or remove ``ValidationSpecification``.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import OpenList, Scope
from ..linter.rule import Example, Rule, Visit
from ._samples import validation, versioned

MEMBER = "ValidationProfiles"


def check(scope: Scope) -> Iterator[Finding]:
    value = scope.list(MEMBER)
    if value is not None and not value and not isinstance(value, OpenList):
        yield scope.finding(
            MEMBER,
            message=f"{MEMBER} is an empty array; one profile is expected, whose transform job tests the package",
            help="add the profile, or remove ValidationSpecification",
        )


RULE = Rule(
    id="MP231",
    name="empty-validation-profiles",
    summary="a validation has no profile",
    severity=Severity.warning,
    cites=("CMP-VAL-SEM", "CUR-CMP-VAL-ONE-OR-MORE"),
    doc=__doc__,
    trigger=Visit(("ModelPackageValidationSpecification",), (MEMBER,)),
    check=check,
    operations=("CreateModelPackage",),
    since="1.34.2",
    examples=(
        Example(
            good=versioned(ValidationSpecification=validation()),
            edit=Edit("remove", ("ValidationSpecification", "ValidationProfiles", 0)),
            expect=(("ValidationSpecification", "ValidationProfiles"),),
            message="ValidationProfiles is an empty array; one profile is expected, whose transform job tests the package",
        ),
    ),
)
