"""A validation job takes its input in the Converse format.

## What it checks

``S3DataType`` of a transform job's input is not ``Converse``.

## Why the service refuses it

The enumeration, which is shared with training jobs, lists the value since 1.38.37 (2025-06-16); the prose of transform jobs names
``ManifestFile`` and ``S3Prefix`` as compatible and does not speak of this one. List and prose contradict each other, so this is a warning.

## How to fix

Use ``ManifestFile`` or ``S3Prefix``.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._data_samples import JOB
from ._samples import unversioned, validation

AT = (*JOB, "TransformInput", "DataSource", "S3DataSource", "S3DataType")


def check(scope: Scope) -> Iterator[Finding]:
    if scope.text("S3DataType") == "Converse":
        yield scope.finding(
            "S3DataType",
            message="S3DataType 'Converse' is not among the values documented for transform jobs, 'ManifestFile' and 'S3Prefix'",
            help="use 'ManifestFile' or 'S3Prefix'",
        )


RULE = Rule(
    id="MP275",
    name="converse-data",
    summary="a validation job takes its input in the Converse format",
    severity=Severity.warning,
    cites=("CUR-CMP-TIN-S3TYPE-COMPAT",),
    doc=__doc__,
    trigger=Visit(("TransformS3DataSource",), ("S3DataType",)),
    check=check,
    operations=("CreateModelPackage",),
    since="1.38.37",
    examples=(
        Example(
            good=unversioned(ValidationSpecification=validation()),
            edit=Edit("set", AT, "Converse"),
            expect=(AT,),
            message="S3DataType 'Converse' is not among the values documented for transform jobs, 'ManifestFile' and 'S3Prefix'",
        ),
    ),
)
