"""An unversioned package uses ``ModelDataSource``.

## What it checks

A container of a package with ``ModelPackageName`` and without a group has no ``ModelDataSource``.

## Why the service refuses it

No document says so; the SageMaker Python SDK refuses to send such a request, with the remark that the service takes it for versioned
packages only.

## How to fix

Give ``ModelDataUrl``, or create the package as a version of a group with ``ModelPackageGroupName``.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Related, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._containers import containers
from ._data_samples import CONTAINER, s3_source
from ._package import is_unversioned
from ._samples import IMAGE, specification, unversioned


def check(scope: Scope) -> Iterator[Finding]:
    if not is_unversioned(scope):
        return
    for container in containers(scope):
        if container.map("ModelDataSource"):
            yield container.finding(
                "ModelDataSource",
                message="ModelDataSource is for versioned packages, and this one has a ModelPackageName and no group",
                help="give ModelDataUrl, or a ModelPackageGroupName instead of the ModelPackageName",
                on="key",
                related=(Related(("ModelPackageName",), "this makes the package unversioned"),),
            )


RULE = Rule(
    id="MP269",
    name="data-source-unversioned",
    summary="an unversioned package uses ModelDataSource",
    severity=Severity.warning,
    cites=("EVD-CMP-MDS-UNVERSIONED",),
    doc=__doc__,
    trigger=Visit(("CreateModelPackageInput",), ("ModelPackageName",)),
    check=check,
    operations=("CreateModelPackage",),
    since="1.34.53",
    examples=(
        Example(
            good=unversioned(InferenceSpecification=specification(Containers=[{"Image": IMAGE}])),
            edit=Edit("set", (*CONTAINER, "ModelDataSource"), {"S3DataSource": s3_source()}),
            expect=((*CONTAINER, "ModelDataSource"),),
            message="ModelDataSource is for versioned packages, and this one has a ModelPackageName and no group",
        ),
    ),
)
