"""A manifest is given as a prefix.

## What it checks

``S3Uri`` of a transform job's input does not end in ``/`` when ``S3DataType`` is ``ManifestFile``.

## Why the service refuses it

The URI then identifies one object, a JSON file that lists the input. A slash at the end is the sign of a prefix. An object of such a key
can exist, so this is advice.

## How to fix

Give the URI of the manifest, or set ``S3DataType`` to ``S3Prefix``.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope, show
from ..linter.rule import Example, Rule, Visit
from ._data_samples import JOB
from ._samples import unversioned, validation

SOURCE = (*JOB, "TransformInput", "DataSource", "S3DataSource")


def check(scope: Scope) -> Iterator[Finding]:
    uri = scope.text("S3Uri")
    if uri is not None and uri.endswith("/") and scope.text("S3DataType") == "ManifestFile":
        yield scope.finding(
            "S3Uri",
            message=f"S3Uri is {show(uri, (*scope.path, 'S3Uri'))}, a prefix; with S3DataType 'ManifestFile' it has to name the manifest",
            help="give the URI of the manifest, or set S3DataType to 'S3Prefix'",
        )


RULE = Rule(
    id="MP276",
    name="manifest-uri",
    summary="a manifest is given as a prefix",
    severity=Severity.info,
    cites=("CUR-CMP-TIN-S3URI",),
    doc=__doc__,
    trigger=Visit(("TransformS3DataSource",), ("S3DataType",)),
    check=check,
    operations=("CreateModelPackage",),
    examples=(
        Example(
            good=unversioned(ValidationSpecification=validation()),
            edit=Edit("set", (*SOURCE, "S3DataType"), "ManifestFile"),
            expect=((*SOURCE, "S3Uri"),),
            message="S3Uri is 's3://amzn-s3-demo-bucket/in/', a prefix; with S3DataType 'ManifestFile' it has to name the manifest",
        ),
    ),
)
