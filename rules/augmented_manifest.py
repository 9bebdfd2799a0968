"""A validation job takes its input from an augmented manifest.

## What it checks

``S3DataType`` of a transform job's input is not ``AugmentedManifestFile``.

## Why the service refuses it

The enumeration is shared with training jobs and lists the value, but the prose calls it not compatible with transform jobs.

## How to fix

Use ``ManifestFile`` with a plain manifest, or ``S3Prefix``.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._data_samples import JOB
from ._samples import unversioned, validation

AT = (*JOB, "TransformInput", "DataSource", "S3DataSource", "S3DataType")


def check(scope: Scope) -> Iterator[Finding]:
    if scope.text("S3DataType") == "AugmentedManifestFile":
        yield scope.finding(
            "S3DataType",
            message="S3DataType 'AugmentedManifestFile' is not compatible with transform jobs; 'ManifestFile' and 'S3Prefix' are",
            help="use 'ManifestFile' with a plain manifest, or 'S3Prefix'",
        )


RULE = Rule(
    id="MP274",
    name="augmented-manifest",
    summary="a validation job takes its input from an augmented manifest",
    severity=Severity.error,
    cites=("CUR-CMP-TIN-S3TYPE-COMPAT",),
    doc=__doc__,
    trigger=Visit(("TransformS3DataSource",), ("S3DataType",)),
    check=check,
    since="1.12.236",
    operations=("CreateModelPackage",),
    examples=(
        Example(
            good=unversioned(ValidationSpecification=validation()),
            edit=Edit("set", AT, "AugmentedManifestFile"),
            expect=(AT,),
            message="S3DataType 'AugmentedManifestFile' is not compatible with transform jobs; 'ManifestFile' and 'S3Prefix' are",
        ),
    ),
)
