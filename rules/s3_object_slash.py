"""``S3Object`` is chosen, but the URI names no object.

## What it checks

``S3Uri`` of a model data source with ``S3DataType`` ``S3Object`` and ``CompressionType`` ``Gzip`` has a key, and the key does not end in
``/``. With ``CompressionType`` ``None`` the end of the key is the name of a file, which the rule ``model-file-name`` looks at.

## Why the service refuses it

``S3Object`` means that the URI identifies one object. A key with a slash at its end is what the S3 console makes for a folder. Such an
object can exist all the same, so this is a warning.

## How to fix

Give the key of the object, or set ``S3DataType`` to ``S3Prefix``.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope, show
from ..linter.rule import Example, Rule, Visit
from . import _s3
from ._data_samples import SOURCE, one_object


def check(scope: Scope) -> Iterator[Finding]:
    uri = scope.text("S3Uri")
    if uri is None or scope.text("S3DataType") != "S3Object" or scope.text("CompressionType") != "Gzip":
        return
    key = _s3.key(uri)
    if key is not None and (not key or key.endswith("/")):
        what = "ends in '/'" if key else "has no key"
        yield scope.finding(
            "S3Uri",
            message=f"S3Uri {show(uri, (*scope.path, 'S3Uri'))} {what}; with S3DataType 'S3Object' it has to name one object",
            help="give the key of the object, or set S3DataType to 'S3Prefix'",
        )


RULE = Rule(
    id="MP260",
    name="s3-object-slash",
    summary="S3Object is chosen, but the URI names no object",
    severity=Severity.warning,
    cites=("CUR-CMP-S3DS-OBJECT",),
    doc=__doc__,
    trigger=Visit(("S3ModelDataSource",), ("S3DataType",)),
    check=check,
    examples=(
        Example(
            good=one_object("churn/model.tar.gz", "Gzip"),
            edit=Edit("set", (*SOURCE, "S3Uri"), "s3://amzn-s3-demo-bucket/churn/"),
            expect=((*SOURCE, "S3Uri"),),
            message="S3Uri 's3://amzn-s3-demo-bucket/churn/' ends in '/'; with S3DataType 'S3Object' it has to name one object",
        ),
        Example(
            good=one_object("churn/model.tar.gz", "Gzip"),
            edit=Edit("set", (*SOURCE, "S3Uri"), "s3://amzn-s3-demo-bucket"),
            expect=((*SOURCE, "S3Uri"),),
            message="S3Uri 's3://amzn-s3-demo-bucket' has no key; with S3DataType 'S3Object' it has to name one object",
        ),
    ),
)
