"""The path of an image has white space in it, or is empty.

## What it checks

``Image`` of a container: at least one character, and no blank, TAB or line break.

## Why the service refuses it

The service matches the whole path against a pattern. The AWS client does not look at patterns and sends the request.

## How to fix

Take the white space away; it often comes from copying, or from a shell variable with a trailing line break.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._patterns import empty, explained, told
from ._samples import IMAGE, versioned

SPACES = "\t\n\v\f\r "


def check(violation: Violation) -> Iterator[Finding]:
    text = violation.value
    stripped = text.strip(SPACES)
    if not stripped:
        mend = "give the path of the image in its registry"
        yield told(violation, "it names no image", mend) if text else empty(violation, mend)
    elif text != stripped and not set(stripped) & set(SPACES):
        yield told(violation, "it has white space around it", "take the white space away", stripped)
    else:
        yield explained(violation, "an image's path has no white space", missing="it ends too early", help="take the white space away")


_IMAGE = ("InferenceSpecification", "Containers", 0, "Image")

RULE = Rule(
    id="MP125",
    name="image-white-space",
    summary="an image's path has white space in it",
    severity=Severity.error,
    cites=("UMP-IMAGE-ECR", "CUR-CMP-IMAGE-FORMATS"),
    doc=__doc__,
    trigger=Breach(("pattern",), ("ContainerImage",)),
    check=check,
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", _IMAGE, f"{IMAGE}\n"),
            expect=(_IMAGE,),
            message="Image is '111122223333.dkr.ecr.us-east-1.amazonaws.com/churn:1.4\\u000a', but it has white space around it",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", _IMAGE, "churn model:1.4"),
            expect=(_IMAGE,),
            message="Image is 'churn model:1.4', but its character 6 is a blank; an image's path has no white space",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", _IMAGE, ""),
            expect=(_IMAGE,),
            message="Image is empty",
        ),
    ),
)
