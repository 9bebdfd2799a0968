"""Model artifacts lie in another region than the package or algorithm that they are for.

## What it checks

``ModelDataUrl`` of a container against the region of the model package, and that of a source algorithm against the region of the
algorithm. It speaks only where both are written down: the URL is a regional https one or an access point's, and ``ModelPackageArn``, the
ARN in ``ModelPackageGroupName`` or the ARN in ``AlgorithmName`` names a region. ``s3://bucket/key`` tells no region.

## Why the service refuses it

The bucket has to be in the region of the package, or of the algorithm.

## How to fix

Copy the archive to a bucket of the right region and give the URL of the copy.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Related, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from . import _arn, _s3
from ._containers import ROOTS, containers
from ._samples import GROUP_ARN, MODEL_DATA, algorithm, container, specification, versioned

URL = ("InferenceSpecification", "Containers", 0, "ModelDataUrl")
AWAY = "https://amzn-s3-demo-bucket.s3.eu-west-1.amazonaws.com/churn/model.tar.gz"
ALGORITHM_ARN = "arn:aws:sagemaker:us-east-1:111122223333:algorithm/forest"


def check(scope: Scope) -> Iterator[Finding]:
    if "AlgorithmName" in scope.value:
        name = scope.text("AlgorithmName")
        region = None if name is None else _arn.region(name)
        if region is not None:
            yield from _compare(scope, region, "algorithm", Related((*scope.path, "AlgorithmName"), f"the algorithm is in {region}"))
        return
    found = _arn.package_region(scope)
    if found is not None:
        related = Related((*scope.path, found[1]), f"the model package is in {found[0]}")
        for item in containers(scope):
            yield from _compare(item, found[0], "model package", related)


def _compare(scope: Scope, region: str, whose: str, related: Related) -> Iterator[Finding]:
    url = scope.text("ModelDataUrl")
    found = None if url is None else _s3.region(url)
    if found is not None and found != region:
        yield scope.finding(
            "ModelDataUrl",
            message=f"ModelDataUrl is in the region {found}, but the {whose} is in {region}; both have to be in the same region",
            help=f"copy the archive to a bucket in {region} and give its URL",
            related=(related,),
        )


RULE = Rule(
    id="MP252",
    name="data-region",
    summary="model artifacts lie in another region than the package or algorithm",
    severity=Severity.error,
    cites=("UMP-MODELDATA-REGION", "CUR-CMP-MODELDATA-REGION", "CUR-CMP-ALG-REGION"),
    doc=__doc__,
    trigger=Visit((*ROOTS, "SourceAlgorithm"), ("ModelPackageArn", "ModelPackageGroupName", "ModelDataUrl")),
    check=check,
    examples=(
        Example(
            good=versioned(ModelPackageGroupName=GROUP_ARN, InferenceSpecification=specification(Containers=[container()])),
            edit=Edit("set", URL, AWAY),
            expect=(URL,),
            message=("ModelDataUrl is in the region eu-west-1, but the model package is in us-east-1; both have to be in the same region"),
        ),
        Example(
            good={"ModelPackageName": "churn-2026", "SourceAlgorithmSpecification": algorithm(ALGORITHM_ARN, ModelDataUrl=MODEL_DATA)},
            edit=Edit("set", ("SourceAlgorithmSpecification", "SourceAlgorithms", 0, "ModelDataUrl"), AWAY),
            expect=(("SourceAlgorithmSpecification", "SourceAlgorithms", 0, "ModelDataUrl"),),
            message="ModelDataUrl is in the region eu-west-1, but the algorithm is in us-east-1; both have to be in the same region",
        ),
    ),
)
