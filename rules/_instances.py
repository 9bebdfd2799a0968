"""What a family of instance types has: local storage, GPUs.

The table is this project's own snapshot of the families that SageMaker offers; no document of the service holds it.
"""

import re

from ..linter.request import Scope

_DISK_LETTER = r"[a-z]+[0-9]+[a-z]*d[a-z]*"
"""A letter ``d`` behind the generation says that the family has local disks: c5d, g4dn, p4de."""

_DISKS = frozenset(
    ["dl1", "g5", "g6", "g6e", "g7e", "gr6", "p5", "p5e", "p5en", "p6-b200", "p6-b300", "p6e-gb200", "trn1", "trn1n", "trn2"],
)
"""Families that have local disks although their name does not say so."""

GPU_IMAGES = ("al2-ami-sagemaker-batch-gpu-470", "al2-ami-sagemaker-batch-gpu-535")
"""The machine images that the documents list for transform jobs; both are for GPUs."""


def listed_type(scope: Scope) -> str | None:
    """Return the instance type of transform resources when the edition lists it: a finding on a misspelt one must not start others."""
    name = scope.text("InstanceType")
    if name is None:
        return None
    return name if name in scope.request.edition.shape(scope.request.operation, "TransformInstanceType")["enum"] else None


def family(instance_type: str) -> str:
    """Return the family of an instance type: ``g4dn`` of ``ml.g4dn.xlarge``, empty when there is none."""
    return instance_type.removeprefix("ml.").rpartition(".")[0]


def has_local_storage(instance_type: str) -> bool:
    """Tell whether an instance type is known to have local storage volumes."""
    name = family(instance_type)
    return name in _DISKS or re.fullmatch(_DISK_LETTER, name) is not None


def has_gpu(instance_type: str) -> bool:
    """Tell whether an instance type has NVIDIA GPUs: the families g, gr and p."""
    return re.match(r"(?:gr?|p)[0-9]", family(instance_type)) is not None
