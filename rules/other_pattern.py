"""A text does not match the pattern of its shape.

## What it checks

All patterns that no other rule words: client tokens, channel names, versions of hub contents and of machine images, and whatever an
installed service model adds.

## Why the service refuses it

The service matches the whole text against the pattern. The AWS client does not look at patterns and sends the request.

## How to fix

Change the character that the message points at.
"""

import re
from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._patterns import explained, told
from ._samples import container, specification, validation, versioned
from ._words import count

ALLOWED = {
    "AdditionalModelChannelName": "only letters, digits and . - _ are allowed",
    "ClientToken": "only letters, digits and hyphens are allowed",
    "HubContentVersion": "a version is three numbers of one to four digits with one character between them, as in 1.0.0",
    "TransformAmiVersion": "only letters and digits are allowed, with single hyphens between them",
}
HELP = "change the text so that it matches"
_MOST_DIGITS = 4
UNKNOWN = "the service model does not take it in this place"


def check(violation: Violation) -> Iterator[Finding]:
    allowed = ALLOWED.get(violation.shape, UNKNOWN)
    amount = _amount(violation.value) if violation.shape == "HubContentVersion" else None
    if amount is not None:
        yield told(violation, f"{amount}; {allowed}", HELP)
        return
    missing = f"it ends too early; {ALLOWED[violation.shape]}" if violation.shape in ALLOWED else "it ends too early for the service model"
    yield explained(violation, allowed, missing=missing, help=HELP)


def _amount(version: str) -> str | None:
    """Say what a version has too much of, where each character by itself is right."""
    if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)*", version):
        return None
    numbers = version.split(".")
    great = next((number for number in numbers if len(number) > _MOST_DIGITS), None)
    if great is not None:
        return f"its number {great} has {len(great)} digits"
    return f"it has {count(len(numbers), 'number')}"


_RESOURCES = ("ValidationSpecification", "ValidationProfiles", 0, "TransformJobDefinition", "TransformResources")
_HUB_VERSION = ("InferenceSpecification", "Containers", 0, "BaseModel", "HubContentVersion")

RULE = Rule(
    id="MP133",
    name="other-pattern",
    summary="a text does not match its pattern",
    severity=Severity.error,
    cites=("CUR-CMP-CLIENTTOKEN", "CUR-UMP-CLIENTTOKEN", "CUR-CMP-TRES-AMI", "CUR-CMP-BASEMODEL"),
    doc=__doc__,
    trigger=Breach(("pattern",)),
    check=check,
    examples=(
        Example(
            good=versioned(InferenceSpecification=specification(Containers=[container(BaseModel={"HubContentVersion": "1.0.0"})])),
            edit=Edit("set", _HUB_VERSION, "1.0.x"),
            expect=(_HUB_VERSION,),
            message="HubContentVersion is '1.0.x', but its character 5 is 'x'; "
            "a version is three numbers of one to four digits with one character between them, as in 1.0.0",
        ),
        Example(
            good=versioned(InferenceSpecification=specification(Containers=[container(BaseModel={"HubContentVersion": "1.0.0"})])),
            edit=Edit("set", _HUB_VERSION, "1.0.20261"),
            expect=(_HUB_VERSION,),
            message="HubContentVersion is '1.0.20261', but its number 20261 has 5 digits; "
            "a version is three numbers of one to four digits with one character between them, as in 1.0.0",
        ),
        Example(
            good=versioned(ValidationSpecification=validation()),
            edit=Edit("set", (*_RESOURCES, "TransformAmiVersion"), "al2-"),
            expect=((*_RESOURCES, "TransformAmiVersion"),),
            message="TransformAmiVersion is 'al2-', but it ends too early; "
            "only letters and digits are allowed, with single hyphens between them",
        ),
    ),
)
