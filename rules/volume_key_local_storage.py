"""A volume key is given for an instance type with local storage.

## What it checks

A validation job with ``VolumeKmsKeyId`` runs on an instance type without local storage. Which types have some is not in the service
model: the table is this project's own, by family (those with a ``d`` behind the generation, as m5d and g4dn; g5, g6, p5, trn1 and their
kin), and a snapshot, so this is a warning and unknown families are taken to have none.

## Why the service refuses it

Local storage is encrypted by the instance's own hardware; no key can be requested for it.

## How to fix

Leave out ``VolumeKmsKeyId``, or choose an instance type whose storage is in EBS.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Related, Severity
from ..linter.request import Scope, show
from ..linter.rule import Example, Rule, Visit
from . import _instances
from ._data_samples import JOB
from ._samples import unversioned, validation

RESOURCES = (*JOB, "TransformResources")


def check(scope: Scope) -> Iterator[Finding]:
    instance_type = _instances.listed_type(scope) if scope.text("VolumeKmsKeyId") else None
    if instance_type is not None and _instances.has_local_storage(instance_type):
        path = (*scope.path, "InstanceType")
        yield scope.finding(
            "VolumeKmsKeyId",
            message=f"VolumeKmsKeyId cannot be requested for {show(instance_type, path)}, which has local storage",
            help="leave out VolumeKmsKeyId, or choose an instance type without local storage",
            on="key",
            related=(Related(path, "the instance type"),),
        )


RULE = Rule(
    id="MP280",
    name="volume-key-local-storage",
    summary="a volume key is given for an instance type with local storage",
    severity=Severity.warning,
    cites=("CUR-CMP-TRES-VOLKMS-LOCAL",),
    doc=__doc__,
    trigger=Visit(("TransformResources",), ("VolumeKmsKeyId",)),
    check=check,
    operations=("CreateModelPackage",),
    since="1.20.97",
    examples=(
        Example(
            good=unversioned(
                ValidationSpecification=validation(
                    TransformResources={"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeKmsKeyId": "alias/validation"}
                )
            ),
            edit=Edit("set", (*RESOURCES, "InstanceType"), "ml.g5.xlarge"),
            expect=((*RESOURCES, "VolumeKmsKeyId"),),
            message="VolumeKmsKeyId cannot be requested for 'ml.g5.xlarge', which has local storage",
        ),
    ),
)
