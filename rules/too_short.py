"""A text is shorter than the service takes.

## What it checks

Every text, and every name in a map, against the minimum length of its shape, counted in Unicode characters.

## Why the service refuses it

The AWS client refuses such texts before anything is sent. A skeleton made by ``--generate-cli-skeleton`` is full of empty texts and is no
valid request until they are filled in.

## How to fix

Fill the text in, write it in full (``2.0`` instead of ``2``), or leave the member out where it is not required.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._samples import PACKAGE_ARN, container, specification, update, versioned
from ._words import count, subject

_VERSIONS = ("FrameworkVersion", "ModelPackageFrameworkVersion")


def check(violation: Violation) -> Iterator[Finding]:
    length = len(violation.value)
    found = f"has {count(length, 'character')}" if length else "is empty"
    needed = f"at least {count(violation.limit, 'character')} {'is' if violation.limit == 1 else 'are'} needed"
    yield Finding(
        violation.path,
        f"{subject(violation)} {found}; {needed}",
        _help(violation),
        on="key" if violation.key else "value",
    )


def _help(violation: Violation) -> str:
    if violation.shape in ("RoleArn", "ModelPackageArn"):
        return "give the whole ARN"
    if violation.value:
        return "write it in full, as in '2.0'" if violation.shape in _VERSIONS else "write it in full"
    definition = violation.request.edition.shape(violation.request.operation, violation.owner)
    required = violation.path[-1] in definition.get("required", ())
    return "fill it in" if required or violation.key else "fill it in or leave it out"


_VERSION = ("InferenceSpecification", "Containers", 0, "FrameworkVersion")

RULE = Rule(
    id="MP107",
    name="too-short",
    summary="a text has fewer characters than needed",
    severity=Severity.error,
    cites=("CMP-NAME-LEN", "CMP-NAME-LEN-PROSE", "UMP-SKEL-INPUT"),
    doc=__doc__,
    trigger=Breach(("minLength",)),
    check=check,
    examples=(
        Example(
            good=versioned(ModelLifeCycle={"Stage": "Development", "StageStatus": "Open"}),
            edit=Edit("set", ("ModelLifeCycle", "Stage"), ""),
            expect=(("ModelLifeCycle", "Stage"),),
            message="Stage is empty; at least 1 character is needed",
        ),
        Example(
            good=versioned(InferenceSpecification=specification(Containers=[container(Framework="PYTORCH", FrameworkVersion="2.0")])),
            edit=Edit("set", _VERSION, "2"),
            expect=(_VERSION,),
            message="FrameworkVersion has 1 character; at least 3 characters are needed",
        ),
        Example(
            good=update(),
            edit=Edit("set", ("ModelPackageArn",), ""),
            expect=(("ModelPackageArn",),),
            message="ModelPackageArn is empty; at least 1 character is needed",
            operation="UpdateModelPackage",
        ),
        Example(
            good=update(ModelPackageArn=PACKAGE_ARN, CustomerMetadataProperties={"stage": "one"}),
            edit=Edit("rename", ("CustomerMetadataProperties", "stage"), ""),
            expect=(("CustomerMetadataProperties", ""),),
            message="the name '' in CustomerMetadataProperties is empty; at least 1 character is needed",
            operation="UpdateModelPackage",
        ),
    ),
)
