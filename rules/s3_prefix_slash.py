"""A prefix of model data does not end in a slash.

## What it checks

``S3Uri`` of a model data source whose ``S3DataType`` is ``S3Prefix`` ends in ``/``.

## Why the service refuses it

The documents say that a valid prefix always does. Without the slash, ``s3://bucket/churn`` would also take in the objects of
``s3://bucket/churn-old/``.

## How to fix

Add the slash; for a single object set ``S3DataType`` to ``S3Object``.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope, show
from ..linter.rule import Example, Rule, Visit
from ._data_samples import SOURCE, sourced


def check(scope: Scope) -> Iterator[Finding]:
    uri = scope.ending("S3Uri")
    if uri is not None and scope.text("S3DataType") == "S3Prefix" and not uri.endswith("/"):
        yield scope.finding(
            "S3Uri",
            message=f"S3Uri is {show(scope.value['S3Uri'], (*scope.path, 'S3Uri'))}; with S3DataType 'S3Prefix' it has to end in '/'",
            help="add the slash, or set S3DataType to 'S3Object' when this is one object",
        )


RULE = Rule(
    id="MP259",
    name="s3-prefix-slash",
    summary="a prefix of model data does not end in a slash",
    severity=Severity.error,
    cites=("CUR-CMP-S3DS-PREFIX-SLASH",),
    doc=__doc__,
    trigger=Visit(("S3ModelDataSource",), ("S3DataType",)),
    check=check,
    since="1.34.53",
    examples=(
        Example(
            good=sourced(),
            edit=Edit("set", (*SOURCE, "S3Uri"), "s3://amzn-s3-demo-bucket/churn"),
            expect=((*SOURCE, "S3Uri"),),
            message="S3Uri is 's3://amzn-s3-demo-bucket/churn'; with S3DataType 'S3Prefix' it has to end in '/'",
        ),
    ),
)
