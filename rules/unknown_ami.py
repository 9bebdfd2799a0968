"""A machine image for the validation job is not a documented one.

## What it checks

``TransformAmiVersion`` is ``al2-ami-sagemaker-batch-gpu-470`` or ``al2-ami-sagemaker-batch-gpu-535``.

## Why the service refuses it

The documents present it as a choice out of a collection and list these two; the pattern is open. The list may be older than the
service, so this is a warning.

## How to fix

Choose one of the two, or leave out ``TransformAmiVersion``.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope, show
from ..linter.rule import Example, Rule, Visit
from ._data_samples import JOB
from ._instances import GPU_IMAGES
from ._samples import unversioned, validation

MEMBER = "TransformAmiVersion"
AT = (*JOB, "TransformResources", MEMBER)


def check(scope: Scope) -> Iterator[Finding]:
    version = scope.text(MEMBER)
    if version is not None and version not in GPU_IMAGES:
        yield scope.finding(
            MEMBER,
            message=f"{MEMBER} is {show(version, (*scope.path, MEMBER))}; documented are '{GPU_IMAGES[0]}' and '{GPU_IMAGES[1]}'",
            help=f"choose one of the two, or leave out {MEMBER}",
        )


RULE = Rule(
    id="MP281",
    name="unknown-ami",
    summary="a machine image for the validation job is not a documented one",
    severity=Severity.warning,
    cites=("CUR-CMP-TRES-AMI",),
    doc=__doc__,
    trigger=Visit(("TransformResources",), (MEMBER,)),
    check=check,
    operations=("CreateModelPackage",),
    since="1.37.23",
    examples=(
        Example(
            good=unversioned(ValidationSpecification=validation()),
            edit=Edit("set", AT, "al2023"),
            expect=(AT,),
            message=(
                "TransformAmiVersion is 'al2023'; documented are 'al2-ami-sagemaker-batch-gpu-470' and 'al2-ami-sagemaker-batch-gpu-535'"
            ),
        ),
    ),
)
