"""The group is named by the ARN of another kind of resource.

## What it checks

``ModelPackageGroupName`` is a name, or an ARN of the type ``model-package-group``.

## Why the service refuses it

The documents ask for the name or the ARN of the group. The pattern takes any SageMaker ARN, so that of a package, an endpoint or a pipeline
passes it. Prose and pattern contradict each other, so this is a warning.

## How to fix

Give the name of the group, or its own ARN.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._package import GROUP, GROUPS_SINCE, resource_type
from ._samples import ACCOUNT, GROUP_ARN, versioned

EXPECTED = "model-package-group"


def check(scope: Scope) -> Iterator[Finding]:
    found = resource_type(scope.text(GROUP) or "")
    if found is not None and found != EXPECTED:
        yield scope.finding(
            GROUP,
            message=f"{GROUP} is an ARN of the type '{found}'; a name or an ARN of the type '{EXPECTED}' is expected",
            help="give the name of the group, or its own ARN",
        )


RULE = Rule(
    id="MP228",
    name="group-arn-type",
    summary="the group is named by the ARN of another kind of resource",
    severity=Severity.warning,
    cites=("CUR-CMP-GROUP-ARN-OR-NAME",),
    doc=__doc__,
    trigger=Visit(("CreateModelPackageInput",), (GROUP,)),
    check=check,
    operations=("CreateModelPackage",),
    since=GROUPS_SINCE,
    examples=(
        Example(
            good=versioned(ModelPackageGroupName=GROUP_ARN),
            edit=Edit("set", ("ModelPackageGroupName",), f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:model-package/churn"),
            expect=(("ModelPackageGroupName",),),
            message="ModelPackageGroupName is an ARN of the type 'model-package'; "
            "a name or an ARN of the type 'model-package-group' is expected",
        ),
    ),
)
