"""A validation is specified and skipped.

## What it checks

``SkipModelValidation`` is not ``All`` where ``ValidationSpecification`` is given.

## Why the service refuses it

The documents do not say how the two work together, so this is advice: one member asks for the transform job that tests the package, the
other tells to skip it.

## How to fix

Remove one of the two.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Related, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._samples import validation, versioned


def check(scope: Scope) -> Iterator[Finding]:
    if scope.text("SkipModelValidation") == "All" and scope.has("ValidationSpecification"):
        yield scope.finding(
            "SkipModelValidation",
            message="SkipModelValidation is 'All', yet ValidationSpecification asks for a validation",
            help="remove one of the two",
            related=(Related((*scope.path, "ValidationSpecification"), "the validation", on="key"),),
        )


RULE = Rule(
    id="MP226",
    name="skip-validation-with-specification",
    summary="a validation is specified and skipped",
    severity=Severity.info,
    cites=("CUR-CMP-SKIPVAL",),
    doc=__doc__,
    trigger=Visit(("CreateModelPackageInput",), ("SkipModelValidation",)),
    check=check,
    operations=("CreateModelPackage",),
    since="1.31.49",
    examples=(
        Example(
            good=versioned(ValidationSpecification=validation(), SkipModelValidation="None"),
            edit=Edit("set", ("SkipModelValidation",), "All"),
            expect=(("SkipModelValidation",),),
            message="SkipModelValidation is 'All', yet ValidationSpecification asks for a validation",
        ),
    ),
)
