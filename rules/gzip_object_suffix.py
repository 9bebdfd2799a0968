"""A compressed model object is not named like an archive.

## What it checks

With ``S3DataType`` ``S3Object`` and ``CompressionType`` ``Gzip``, the key in ``S3Uri`` ends in ``.tar.gz`` or ``.tgz``.

## Why the service refuses it

The object has to be a gzip-compressed tar archive, which the service unpacks when it deploys the model. The name proves nothing, but
another one is often a sign that ``CompressionType`` is wrong. So this is advice.

## How to fix

Pack the model with ``tar -czf``, or set ``CompressionType`` to ``None`` for an object that is not compressed.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope, quote
from ..linter.rule import Example, Rule, Visit
from . import _s3
from ._data_samples import SOURCE, one_object


def check(scope: Scope) -> Iterator[Finding]:
    uri = scope.text("S3Uri")
    if uri is None or scope.text("CompressionType") != "Gzip" or scope.text("S3DataType") != "S3Object":
        return
    name = (_s3.key(uri) or "").rpartition("/")[2]
    if name and not name.endswith((".tar.gz", ".tgz")):
        yield scope.finding(
            "S3Uri",
            message=f"S3Uri ends in {quote(name)}; with CompressionType 'Gzip' it has to be a gzip-compressed tar archive",
            help="name the archive '.tar.gz', or set CompressionType to 'None' when the object is not compressed",
        )


RULE = Rule(
    id="MP261",
    name="gzip-object-suffix",
    summary="a compressed model object is not named like an archive",
    severity=Severity.info,
    cites=("CUR-CMP-S3DS-GZIP-OBJECT",),
    doc=__doc__,
    trigger=Visit(("S3ModelDataSource",), ("CompressionType",)),
    check=check,
    examples=(
        Example(
            good=one_object("churn/model.bin"),
            edit=Edit("set", (*SOURCE, "CompressionType"), "Gzip"),
            expect=((*SOURCE, "S3Uri"),),
            message="S3Uri ends in 'model.bin'; with CompressionType 'Gzip' it has to be a gzip-compressed tar archive",
        ),
    ),
)
