"""Two additional inference specifications of one request have the same name.

## What it checks

The ``Name`` members in ``AdditionalInferenceSpecifications`` and in ``AdditionalInferenceSpecificationsToAdd`` differ from each other.
Whether case counts is not documented; names that differ in case only are taken as different.

## Why the service refuses it

The name tells one specification of a package from the others and must be unique in it. This is said in prose only; the client lets
duplicates through.

## How to fix

Rename one of the two, or remove it.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Related, Severity
from ..linter.request import Scope, show
from ..linter.rule import Example, Rule, Visit
from ._package import ADDITIONAL, ADDITIONAL_SINCE, TO_ADD
from ._repeats import repeats
from ._samples import additional, update, versioned


def check(scope: Scope) -> Iterator[Finding]:
    for member in (ADDITIONAL, TO_ADD):
        for repeat in repeats(scope, member, "Name"):
            yield Finding(
                repeat.path,
                f"the name {show(repeat.text)} is given to {member}[{repeat.index}] already; names are unique in a package",
                "rename one of the two, or remove it",
                related=(Related(repeat.first, "the first one of this name"),),
            )


RULE = Rule(
    id="MP207",
    name="duplicate-specification-name",
    summary="two additional inference specifications have the same name",
    severity=Severity.error,
    cites=("CUR-CMP-AIS-NAME-UNIQ", "UMP-SPEC-NAME-UNIQ"),
    doc=__doc__,
    trigger=Visit(("CreateModelPackageInput", "UpdateModelPackageInput"), (ADDITIONAL, TO_ADD)),
    check=check,
    since=ADDITIONAL_SINCE,
    examples=(
        Example(
            good=versioned(AdditionalInferenceSpecifications=[additional("neo-arm"), additional("neo-x86")]),
            edit=Edit("set", ("AdditionalInferenceSpecifications", 1, "Name"), "neo-arm"),
            expect=(("AdditionalInferenceSpecifications", 1, "Name"),),
            message="the name 'neo-arm' is given to AdditionalInferenceSpecifications[0] already; names are unique in a package",
        ),
        Example(
            good=update(AdditionalInferenceSpecificationsToAdd=[additional("neo-arm")]),
            edit=Edit("insert", ("AdditionalInferenceSpecificationsToAdd", 1), additional("neo-arm")),
            expect=(("AdditionalInferenceSpecificationsToAdd", 1, "Name"),),
            message="the name 'neo-arm' is given to AdditionalInferenceSpecificationsToAdd[0] already; names are unique in a package",
            operation="UpdateModelPackage",
            edition="2022-07",
        ),
    ),
)
