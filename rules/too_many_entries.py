"""A map has more entries than the service takes.

## What it checks

Every map against the maximum number of entries of its shape: the Environment of a container (100, and 16 until service model 1.34.52), the
Environment of a transform job (16) and customer metadata (50).

## Why the service refuses it

The AWS client does not count; the service answers a ``ValidationException``. The two kinds of Environment have limits of their own.

## How to fix

Take entries out, or put several settings into one.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._later import raised
from ._samples import container, specification, update, validation, versioned
from ._words import count, label

OWNERS = {"EnvironmentMap": " of a container", "TransformEnvironmentMap": " of a transform job"}


def check(violation: Violation) -> Iterator[Finding]:
    size, limit = len(violation.value), violation.limit
    what = label(violation.path) + OWNERS.get(violation.shape, "")
    yield Finding(
        violation.path,
        f"{what} has {count(size, 'entry')}; at most {limit:,} are allowed{raised(violation)}",
        f"take {count(size - limit, 'entry')} out",
    )


_CONTAINER = ("InferenceSpecification", "Containers", 0)
_JOB = ("ValidationSpecification", "ValidationProfiles", 0, "TransformJobDefinition")

RULE = Rule(
    id="MP112",
    name="too-many-entries",
    summary="a map has more entries than allowed",
    severity=Severity.error,
    cites=("UMP-ENV-COUNT", "CUR-CMP-ENV-COUNT", "CUR-CMP-TJD-ENV-COUNT"),
    doc=__doc__,
    trigger=Breach(("maxProperties",)),
    check=check,
    examples=(
        Example(
            good=versioned(InferenceSpecification=specification(Containers=[container(Environment={"A": "1"})])),
            edit=Edit("set", (*_CONTAINER, "Environment"), {f"V{number}": "1" for number in range(101)}),
            expect=((*_CONTAINER, "Environment"),),
            message="Environment of a container has 101 entries; at most 100 are allowed",
        ),
        Example(
            good=versioned(InferenceSpecification=specification(Containers=[container(Environment={"A": "1"})])),
            edit=Edit("set", (*_CONTAINER, "Environment"), {f"V{number}": "1" for number in range(17)}),
            expect=((*_CONTAINER, "Environment"),),
            message="Environment of a container has 17 entries; at most 16 are allowed, and 100 since service model 1.34.53 (2024-02-29)",
            edition="2022-07",
        ),
        Example(
            good=versioned(ValidationSpecification=validation(Environment={"A": "1"})),
            edit=Edit("set", (*_JOB, "Environment"), {f"V{number}": "1" for number in range(17)}),
            expect=((*_JOB, "Environment"),),
            message="Environment of a transform job has 17 entries; at most 16 are allowed",
        ),
        Example(
            good=update(CustomerMetadataProperties={"stage": "one"}),
            edit=Edit("set", ("CustomerMetadataProperties",), {f"k{number}": "1" for number in range(51)}),
            expect=(("CustomerMetadataProperties",),),
            message="CustomerMetadataProperties has 51 entries; at most 50 are allowed",
            operation="UpdateModelPackage",
        ),
    ),
)
