"""A list has more items than the service takes.

## What it checks

Every list against the maximum number of items of its shape: 15 containers (1 in the edition of 2020), 50 tags, 1 source algorithm, 1
validation profile, 15 additional inference specifications.

## Why the service refuses it

The AWS client does not count and sends the request; the service answers a ``ValidationException``. A package has at most 15 additional
inference specifications in total, those included that it has already. Of validation profiles the documents say "one or more", but the
service model takes one only.

## How to fix

Take items out, or spread them over several packages.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._later import raised
from ._samples import additional, container, unversioned, update, validation, versioned
from ._words import count, label

REMARKS = {
    "AdditionalInferenceSpecifications": "; a package has at most {limit} in total, those included that it has already",
    "ModelPackageValidationProfiles": "; only {limit} is possible, although the prose speaks of one or more",
}


def check(violation: Violation) -> Iterator[Finding]:
    size, limit = len(violation.value), violation.limit
    remark = REMARKS.get(violation.shape, "; at most {limit} {verb} allowed")
    rest = remark.format(limit=f"{limit:,}", verb="is" if limit == 1 else "are") + raised(violation)
    yield Finding(violation.path, f"{label(violation.path)} has {count(size, 'item')}{rest}", f"take {count(size - limit, 'item')} out")


_PROFILES = ("ValidationSpecification", "ValidationProfiles")

RULE = Rule(
    id="MP110",
    name="too-many-items",
    summary="a list has more items than allowed",
    severity=Severity.error,
    cites=("UMP-SPECS-CAP", "CUR-UMP-SPECS-CAP", "CMP-VAL-SEM", "CUR-CMP-VAL-ONE-OR-MORE", "CMP-SRCALG-SEM"),
    doc=__doc__,
    trigger=Breach(("maxItems",)),
    check=check,
    examples=(
        Example(
            good=update(),
            edit=Edit("set", ("AdditionalInferenceSpecificationsToAdd",), [additional(f"neo-{number}") for number in range(16)]),
            expect=(("AdditionalInferenceSpecificationsToAdd",),),
            message="AdditionalInferenceSpecificationsToAdd has 16 items; a package has at most 15 in total, "
            "those included that it has already",
            operation="UpdateModelPackage",
        ),
        Example(
            good=versioned(ValidationSpecification=validation()),
            edit=Edit("insert", (*_PROFILES, 1), validation()["ValidationProfiles"][0] | {"ProfileName": "second"}),
            expect=(_PROFILES,),
            message="ValidationProfiles has 2 items; only 1 is possible, although the prose speaks of one or more",
        ),
        Example(
            good={"ModelPackageName": "churn-2026", "SourceAlgorithmSpecification": {"SourceAlgorithms": [{"AlgorithmName": "churn"}]}},
            edit=Edit("insert", ("SourceAlgorithmSpecification", "SourceAlgorithms", 1), {"AlgorithmName": "trees"}),
            expect=(("SourceAlgorithmSpecification", "SourceAlgorithms"),),
            message="SourceAlgorithms has 2 items; at most 1 is allowed",
        ),
        Example(
            good=unversioned(),
            edit=Edit("insert", ("InferenceSpecification", "Containers", 1), container()),
            expect=(("InferenceSpecification", "Containers"),),
            message="Containers has 2 items; at most 1 is allowed, and 15 since service model 1.21.24 (2021-08-18)",
            edition="2020-10",
        ),
    ),
)
