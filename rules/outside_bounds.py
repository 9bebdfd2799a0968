"""A number is smaller or greater than the service takes.

## What it checks

Every number against the minimum and maximum of its shape.

## Why the service refuses it

The AWS client refuses numbers that are too small before anything is sent, and does not look at maximums.

## How to fix

Give a number within the bounds.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import show
from ..linter.rule import Breach, Example, Rule, Violation
from ._samples import validation, versioned
from ._words import label


def check(violation: Violation) -> Iterator[Finding]:
    least = violation.keyword == "minimum"
    bound = f"{'at least' if least else 'at most'} {violation.limit:,} is {'needed' if least else 'allowed'}"
    yield Finding(
        violation.path,
        f"{label(violation.path)} is {show(violation.value, violation.path)}; {bound}",
        f"give {violation.limit:,} or {'more' if least else 'less'}",
    )


_RESOURCES = ("ValidationSpecification", "ValidationProfiles", 0, "TransformJobDefinition", "TransformResources")

RULE = Rule(
    id="MP113",
    name="outside-bounds",
    summary="a number is below the minimum or above the maximum",
    severity=Severity.error,
    cites=("CMP-SYN-VAL-PROF-ITEM-TJD-TRES-INSTANCECOUNT",),
    doc=__doc__,
    trigger=Breach(("minimum", "maximum")),
    check=check,
    examples=(
        Example(
            good=versioned(ValidationSpecification=validation()),
            edit=Edit("set", (*_RESOURCES, "InstanceCount"), 0),
            expect=((*_RESOURCES, "InstanceCount"),),
            message="InstanceCount is 0; at least 1 is needed",
        ),
    ),
)
