"""The model archive's name does not end in ``.tar.gz``.

## What it checks

``ModelDataUrl`` of a container or of a source algorithm, and ``SamplePayloadUrl``, end in ``.tar.gz``.

## Why the service refuses it

The documents demand one single gzip-compressed tar archive with this suffix. Nothing in the client looks at it: the request is accepted
and the model fails when it is deployed.

## How to fix

Pack the artifacts with ``tar -czf model.tar.gz`` and give the URL of that object. Artifacts that are not compressed belong into
``ModelDataSource``.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope, show
from ..linter.rule import Example, Rule, Visit
from ._samples import versioned

SUFFIX = ".tar.gz"
MEMBERS = ("ModelDataUrl", "SamplePayloadUrl")


def check(scope: Scope) -> Iterator[Finding]:
    for member in MEMBERS:
        url = scope.text(member)
        if url is not None and not url.endswith(SUFFIX):
            yield scope.finding(
                member,
                message=f"{member} is {show(url)}, which does not end in '{SUFFIX}'",
                help=f"point it to one gzip-compressed tar archive whose key ends in '{SUFFIX}'",
            )


RULE = Rule(
    id="MP209",
    name="model-data-suffix",
    summary="an archive's URL does not end in .tar.gz",
    severity=Severity.error,
    cites=("UMP-MODELDATA-TARGZ", "CUR-CMP-MODELDATA-TARGZ", "CUR-CMP-ALG-TARGZ", "CUR-CMP-PAYLOAD-TARGZ"),
    doc=__doc__,
    trigger=Visit(("ModelPackageContainerDefinition", "SourceAlgorithm", "CreateModelPackageInput"), MEMBERS),
    check=check,
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", ("InferenceSpecification", "Containers", 0, "ModelDataUrl"), "s3://amzn-s3-demo-bucket/churn/model.zip"),
            expect=(("InferenceSpecification", "Containers", 0, "ModelDataUrl"),),
            message="ModelDataUrl is 's3://amzn-s3-demo-bucket/churn/model.zip', which does not end in '.tar.gz'",
        ),
    ),
)
