"""A list has fewer items than the service takes.

## What it checks

Every list against the minimum number of items of its shape.

## Why the service refuses it

The AWS client refuses such lists before anything is sent.

## How to fix

Add an item, or leave the member out where it is not required.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._samples import update, validation, versioned
from ._words import count, label


def check(violation: Violation) -> Iterator[Finding]:
    size = len(violation.value)
    found = f"has {count(size, 'item')}" if size else "is an empty list"
    needed = f"at least {count(violation.limit, 'item')} {'is' if violation.limit == 1 else 'are'} needed"
    definition = violation.request.edition.shape(violation.request.operation, violation.owner)
    required = violation.path[-1] in definition.get("required", ())
    yield Finding(
        violation.path, f"{label(violation.path)} {found}; {needed}", "add an item" if required else "add an item or leave it out"
    )


RULE = Rule(
    id="MP109",
    name="too-few-items",
    summary="a list has fewer items than needed",
    severity=Severity.error,
    cites=("CMP-SRCALG-SEM", "CMP-INF-SEM-IMAGES", "CMP-VAL-SEM"),
    doc=__doc__,
    trigger=Breach(("minItems",)),
    check=check,
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", ("InferenceSpecification", "Containers"), []),
            expect=(("InferenceSpecification", "Containers"),),
            message="Containers is an empty list; at least 1 item is needed",
        ),
        Example(
            good=update(),
            edit=Edit("set", ("AdditionalInferenceSpecificationsToAdd",), []),
            expect=(("AdditionalInferenceSpecificationsToAdd",),),
            message="AdditionalInferenceSpecificationsToAdd is an empty list; at least 1 item is needed",
            operation="UpdateModelPackage",
        ),
        Example(
            good=versioned(ValidationSpecification=validation()),
            edit=Edit("set", ("ValidationSpecification", "ValidationProfiles"), []),
            expect=(("ValidationSpecification", "ValidationProfiles"),),
            message="ValidationProfiles is an empty list; at least 1 item is needed",
            edition="2022-07",
        ),
    ),
)
