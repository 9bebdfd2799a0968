"""``Gzip`` is chosen for a prefix.

## What it checks

A model data source does not combine ``S3DataType`` ``S3Prefix`` with ``CompressionType`` ``Gzip``.

## Why the service refuses it

Of the four combinations of the two members the documents describe three, and this is the one that they leave out: an archive is one object.
The enumerations allow it and the prose has no meaning for it, so this is a warning.

## How to fix

Name the archive as one ``S3Object``, or set ``CompressionType`` to ``None``.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Related, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._data_samples import SOURCE, sourced


def check(scope: Scope) -> Iterator[Finding]:
    if scope.text("CompressionType") == "Gzip" and scope.text("S3DataType") == "S3Prefix":
        yield scope.finding(
            "CompressionType",
            message="CompressionType 'Gzip' is described for S3DataType 'S3Object' only, and this data source is an 'S3Prefix'",
            help="name one archive as an 'S3Object', or set CompressionType to 'None'",
            related=(Related((*scope.path, "S3DataType"), "the type of the data source"),),
        )


RULE = Rule(
    id="MP262",
    name="gzip-prefix",
    summary="Gzip is chosen for a prefix",
    severity=Severity.warning,
    cites=("CUR-CMP-S3DS-GZIP-PREFIX",),
    doc=__doc__,
    trigger=Visit(("S3ModelDataSource",), ("CompressionType",)),
    check=check,
    examples=(
        Example(
            good=sourced(),
            edit=Edit("set", (*SOURCE, "CompressionType"), "Gzip"),
            expect=((*SOURCE, "CompressionType"),),
            message="CompressionType 'Gzip' is described for S3DataType 'S3Object' only, and this data source is an 'S3Prefix'",
        ),
    ),
)
