"""``AdditionalS3DataSource`` stands in the inference specification.

## What it checks

No container of ``InferenceSpecification`` has an ``AdditionalS3DataSource``. In ``AdditionalInferenceSpecifications`` it is left alone.

## Why the service refuses it

The documents allow it, but a public report of April 2025 shows the service refusing it there.

## How to fix

Move the container to an additional inference specification, or put the data into the model archive.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._data_samples import CONTAINER
from ._samples import versioned

MEMBER = "AdditionalS3DataSource"


def check(scope: Scope) -> Iterator[Finding]:
    if scope.map(MEMBER) and scope.path[0] == "InferenceSpecification":
        yield scope.finding(
            MEMBER,
            message=f"{MEMBER} is documented, but the service was reported to refuse it in InferenceSpecification",
            help="move the container to AdditionalInferenceSpecifications, or put the data into the model archive",
            on="key",
        )


RULE = Rule(
    id="MP270",
    name="additional-s3-source-refused",
    summary="AdditionalS3DataSource stands in the inference specification",
    severity=Severity.warning,
    cites=("EVD-CMP-AS3-REJECTED",),
    doc=__doc__,
    trigger=Visit(("ModelPackageContainerDefinition",), (MEMBER,)),
    check=check,
    since="1.31.60",
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", (*CONTAINER, MEMBER), {"S3DataType": "S3Prefix", "S3Uri": "s3://amzn-s3-demo-bucket/extra/"}),
            expect=((*CONTAINER, MEMBER),),
            message="AdditionalS3DataSource is documented, but the service was reported to refuse it in InferenceSpecification",
        ),
    ),
)
