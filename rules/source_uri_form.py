"""A source URI is neither the ARN of a model package nor that of a model.

## What it checks

``SourceUri`` of a CreateModelPackage request is the ARN of a SageMaker model package or model.

## Why the service refuses it

The documents name two uses: the ARN of a package clones it, the ARN of a model registers it. Any other text passes the pattern, and what
the service makes of it is not documented. The two uses need not be the only ones, so this is advice.

## How to fix

Give the ARN. An S3 URI of artifacts belongs into ``ModelDataUrl`` or ``ModelDataSource`` of a container.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope, show
from ..linter.rule import Example, Rule, Visit
from ._package import SOURCE_URI, SOURCE_URI_SINCE, resource_type
from ._samples import MODEL_DATA, registered


def check(scope: Scope) -> Iterator[Finding]:
    uri = scope.text(SOURCE_URI)
    if uri is not None and resource_type(uri) not in ("model-package", "model"):
        yield scope.finding(
            SOURCE_URI,
            message=f"{SOURCE_URI} is {show(uri)}; the ARN of a model package or of a model is expected",
            help="give the ARN of a package to clone it, or that of a model to register it",
        )


RULE = Rule(
    id="MP222",
    name="source-uri-form",
    summary="a source URI is no ARN of a model package or model",
    severity=Severity.info,
    cites=("CUR-CMP-SOURCEURI-CLONE",),
    doc=__doc__,
    trigger=Visit(("CreateModelPackageInput",), (SOURCE_URI,)),
    check=check,
    operations=("CreateModelPackage",),
    since=SOURCE_URI_SINCE,
    examples=(
        Example(
            good=registered(),
            edit=Edit("set", ("SourceUri",), MODEL_DATA),
            expect=(("SourceUri",),),
            message="SourceUri is 's3://amzn-s3-demo-bucket/churn/model.tar.gz'; the ARN of a model package or of a model is expected",
        ),
    ),
)
