"""An object lacks a member that it must have.

## What it checks

The members that the edition requires, in each object that is there. Editions differ: ``Image`` of a container is required until service
model 1.40.71, the lists of an inference specification until 1.19.26 or 1.31.x, ``ModelPackageName`` until 1.19.4.

## Why the service refuses it

The AWS client refuses the request before anything is sent; the service answers a ``ValidationException``.

## How to fix

Add the member. The ``Value`` of a tag is required although its description calls it optional; the empty string is allowed.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._later import optional_since
from ._samples import specification, unversioned, update, versioned
from ._words import label


def check(violation: Violation) -> Iterator[Finding]:
    name = violation.limit
    optional = optional_since(violation, name)
    which = (
        "which is required"
        if optional is None
        else f"which edition {violation.request.edition.id} requires; it is optional since {optional}"
    )
    help_text = f"add {name}"
    if (violation.shape, name) == ("Tag", "Value"):
        help_text = "add a Value; the empty string is allowed"
    yield Finding(violation.path, f"{label(violation.path)} has no {name}, {which}", help_text, on="object")


RULE = Rule(
    id="MP102",
    name="missing-member",
    summary="an object lacks a required member",
    severity=Severity.error,
    cites=(
        "UMP-ARN-REQ",
        "CMP-NAME-REQ",
        "CMP-INF-SEM-IMAGES",
        "CMP-INF-SEM-INSTANCES",
        "CMP-INF-SEM-FORMATS",
        "CMP-SRCALG-SEM",
        "CUR-CMP-TAGS-VALUE-OPT",
    ),
    doc=__doc__,
    trigger=Breach(("required",)),
    check=check,
    examples=(
        Example(
            good=update(),
            edit=Edit("remove", ("ModelPackageArn",)),
            expect=((),),
            message="the request has no ModelPackageArn, which is required",
            operation="UpdateModelPackage",
        ),
        Example(
            good=unversioned(Tags=[{"Key": "team", "Value": "churn"}]),
            edit=Edit("remove", ("Tags", 0, "Value")),
            expect=(("Tags", 0),),
            message="Tags[0] has no Value, which is required",
        ),
        Example(
            good=versioned(InferenceSpecification=specification()),
            edit=Edit("remove", ("InferenceSpecification", "Containers", 0, "Image")),
            expect=(("InferenceSpecification", "Containers", 0),),
            message="Containers[0] has no Image, which edition 2022-07 requires; it is optional since service model 1.40.72 (2025-11-12)",
            edition="2022-07",
        ),
    ),
)
