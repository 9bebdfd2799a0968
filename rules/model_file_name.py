"""A model object would make a file of an impossible name.

## What it checks

With ``S3DataType`` ``S3Object`` and ``CompressionType`` ``None``, the last part of the key in ``S3Uri`` is the name of a file: it is not
empty or blank, has no NUL character and at most 255 bytes in UTF-8, and is not ``.`` or ``..``. The parts before it name no
directory, since the service cuts them off; those below a prefix are not in the request.

## Why the service refuses it

The service writes the object to ``/opt/ml/model`` under this name, and the documents forbid these names.

## How to fix

Copy the object to a key with another last part.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope, quote
from ..linter.rule import Example, Rule, Visit
from . import _s3
from ._data_samples import SOURCE, one_object

MAX_BYTES = 255


def check(scope: Scope) -> Iterator[Finding]:
    uri = scope.text("S3Uri")
    if uri is None or scope.text("CompressionType") != "None" or scope.text("S3DataType") != "S3Object":
        return
    key = _s3.key(uri)
    defect = None if key is None else _defect(key.rpartition("/")[2])
    if defect is not None:
        yield scope.finding(
            "S3Uri",
            message=f"the file name that S3Uri ends in {defect}",
            help="copy the object to a key whose last part is a usable file name",
        )


def _defect(name: str) -> str | None:
    if not name:
        return "is empty"
    if not name.strip():
        return "is blank"
    if name in (".", ".."):
        return f"is {quote(name)}, which names a directory"
    if "\0" in name:
        return "has a NUL character"
    size = len(name.encode(errors="surrogatepass"))
    return f"has {size:,} bytes in UTF-8; at most {MAX_BYTES} are allowed" if size > MAX_BYTES else None


RULE = Rule(
    id="MP263",
    name="model-file-name",
    summary="a model object would make a file of an impossible name",
    severity=Severity.error,
    cites=("CUR-CMP-S3DS-FILENAMES", "CUR-CMP-S3DS-NONE-OBJECT"),
    doc=__doc__,
    trigger=Visit(("S3ModelDataSource",), ("CompressionType",)),
    check=check,
    since="1.34.53",
    examples=(
        Example(
            good=one_object("churn/model.bin"),
            edit=Edit("set", (*SOURCE, "S3Uri"), "s3://amzn-s3-demo-bucket/churn/"),
            expect=((*SOURCE, "S3Uri"),),
            message="the file name that S3Uri ends in is empty",
        ),
        Example(
            good=one_object("churn/model.bin"),
            edit=Edit("set", (*SOURCE, "S3Uri"), "s3://amzn-s3-demo-bucket/" + "é" * 128),
            expect=((*SOURCE, "S3Uri"),),
            message="the file name that S3Uri ends in has 256 bytes in UTF-8; at most 255 are allowed",
        ),
    ),
)
