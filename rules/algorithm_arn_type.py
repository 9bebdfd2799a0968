"""The source algorithm is named by the ARN of another kind of resource.

## What it checks

``AlgorithmName`` is a name, or an ARN of the type ``algorithm``.

## Why the service refuses it

The documents ask for an algorithm of the own account or one subscribed to. The pattern takes any SageMaker ARN, so that of a model passes
it. Prose and pattern contradict each other, so this is a warning.

## How to fix

Give the name of the algorithm, or its own ARN.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._package import resource_type
from ._samples import ACCOUNT, algorithm

EXPECTED = "algorithm"


def check(scope: Scope) -> Iterator[Finding]:
    found = resource_type(scope.text("AlgorithmName") or "")
    if found is not None and found != EXPECTED:
        yield scope.finding(
            "AlgorithmName",
            message=f"AlgorithmName is an ARN of the type '{found}'; a name or an ARN of the type '{EXPECTED}' is expected",
            help="give the name of the algorithm, or its own ARN",
        )


_GOOD = {"ModelPackageName": "churn-2026", "SourceAlgorithmSpecification": algorithm()}


RULE = Rule(
    id="MP229",
    name="algorithm-arn-type",
    summary="the source algorithm is named by the ARN of another kind of resource",
    severity=Severity.warning,
    cites=("CUR-CMP-ALG-OWN-OR-SUB", "CMP-OP-ALGORITHM"),
    doc=__doc__,
    trigger=Visit(("SourceAlgorithm",), ("AlgorithmName",)),
    check=check,
    operations=("CreateModelPackage",),
    examples=(
        Example(
            good=_GOOD,
            edit=Edit(
                "set",
                ("SourceAlgorithmSpecification", "SourceAlgorithms", 0, "AlgorithmName"),
                f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:model/churn",
            ),
            expect=(("SourceAlgorithmSpecification", "SourceAlgorithms", 0, "AlgorithmName"),),
            message="AlgorithmName is an ARN of the type 'model'; a name or an ARN of the type 'algorithm' is expected",
        ),
    ),
)
