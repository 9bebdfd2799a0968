"""A machine image for GPUs is chosen for instances without one.

## What it checks

With one of the documented values of ``TransformAmiVersion``, which are all for GPUs, ``InstanceType`` has a GPU: the families g and p.

## Why the service refuses it

Nothing says that it does; the image is made for an accelerator and a driver that the instance does not have. So this is advice.

## How to fix

Leave out ``TransformAmiVersion``, or choose an instance type with a GPU.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Related, Severity
from ..linter.request import Scope, show
from ..linter.rule import Example, Rule, Visit
from . import _instances
from ._data_samples import JOB
from ._samples import unversioned, validation

MEMBER = "TransformAmiVersion"
AT = (*JOB, "TransformResources", MEMBER)


def check(scope: Scope) -> Iterator[Finding]:
    if scope.text(MEMBER) not in _instances.GPU_IMAGES:
        return
    instance_type = _instances.listed_type(scope)
    if instance_type is None or _instances.has_gpu(instance_type):
        return
    path = (*scope.path, "InstanceType")
    yield scope.finding(
        MEMBER,
        message=f"{MEMBER} is for instances with a GPU, and {show(instance_type, path)} has none",
        help=f"leave out {MEMBER}, or choose an instance type with a GPU",
        related=(Related(path, "the instance type"),),
    )


RULE = Rule(
    id="MP282",
    name="gpu-ami",
    summary="a machine image for GPUs is chosen for instances without one",
    severity=Severity.info,
    cites=("CUR-CMP-TRES-AMI",),
    doc=__doc__,
    trigger=Visit(("TransformResources",), (MEMBER,)),
    check=check,
    operations=("CreateModelPackage",),
    since="1.37.23",
    examples=(
        Example(
            good=unversioned(ValidationSpecification=validation()),
            edit=Edit("set", AT, "al2-ami-sagemaker-batch-gpu-535"),
            expect=(AT,),
            message="TransformAmiVersion is for instances with a GPU, and 'ml.m5.xlarge' has none",
        ),
    ),
)
