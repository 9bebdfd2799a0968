"""A member of CreateModelPackage stands in an update, or the other way round.

## What it checks

Members at the top of the request that the other operation has and this one has not.

## Why the service refuses it

The two operations have different members, some with similar names: a package is made with ``AdditionalInferenceSpecifications`` and
extended with ``AdditionalInferenceSpecificationsToAdd``. A member of the other operation is unknown.

## How to fix

Take the name that this operation uses, leave the member out, or call the other operation. When the operation was guessed, say which one
is meant.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._samples import PACKAGE_ARN, additional, update, versioned

OTHER = {"CreateModelPackage": "UpdateModelPackage", "UpdateModelPackage": "CreateModelPackage"}
TWINS = {
    "AdditionalInferenceSpecifications": "AdditionalInferenceSpecificationsToAdd",
    "AdditionalInferenceSpecificationsToAdd": "AdditionalInferenceSpecifications",
}
HELP = {
    "CustomerMetadataPropertiesToRemove": "leave it out; a new package has no metadata to remove",
    "ModelPackageArn": "leave it out; the service makes the ARN of a new package",
    "ModelPackageName": "name the package by its ModelPackageArn",
    "ModelPackageGroupName": "name the package by its ModelPackageArn",
    "Tags": "tag an existing package with the AddTags operation",
}


def check(violation: Violation) -> Iterator[Finding]:
    name, request = violation.value, violation.request
    other = OTHER[request.operation]
    if len(violation.path) != 1 or other not in request.edition.operations:
        return
    if name not in request.edition.shape(other, request.edition.root(other))["properties"]:
        return
    twin = TWINS.get(name)
    message = f"{name} is a member of {other}, not of {request.operation}"
    if twin is None:
        yield Finding(violation.path, message, HELP.get(name, "leave it out"), on="key")
        return
    rename = Edit("rename", violation.path, twin) if twin not in request.value else None
    yield Finding(violation.path, f"{message}, where {twin} stands for it", f"write {twin}", on="key", suggestion=rename)


RULE = Rule(
    id="MP106",
    name="member-of-other-operation",
    summary="a member belongs to the other of the two operations",
    severity=Severity.error,
    cites=("UMP-CLOSED", "UMP-SPECS-APPEND", "CMP-SYN-ROOT-MEMBERS"),
    doc=__doc__,
    trigger=Breach(("additionalProperties",)),
    check=check,
    examples=(
        Example(
            good=update(),
            edit=Edit("set", ("AdditionalInferenceSpecifications",), [additional()]),
            expect=(("AdditionalInferenceSpecifications",),),
            message="AdditionalInferenceSpecifications is a member of CreateModelPackage, not of UpdateModelPackage, "
            "where AdditionalInferenceSpecificationsToAdd stands for it",
            operation="UpdateModelPackage",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", ("ModelPackageArn",), PACKAGE_ARN),
            expect=(("ModelPackageArn",),),
            message="ModelPackageArn is a member of UpdateModelPackage, not of CreateModelPackage",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", ("CustomerMetadataPropertiesToRemove",), ["stage"]),
            expect=(("CustomerMetadataPropertiesToRemove",),),
            message="CustomerMetadataPropertiesToRemove is a member of UpdateModelPackage, not of CreateModelPackage",
        ),
    ),
)
