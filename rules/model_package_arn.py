"""The ARN of the package to update is not one of a model package.

## What it checks

``ModelPackageArn`` part by part: partition, service, region, account, and a resource that starts with ``model-package/``.

## Why the service refuses it

The service matches the whole ARN against a pattern; a name, a group's ARN or a package's URL does not match. The AWS client does not look
at patterns and sends the request.

## How to fix

Take the ARN that CreateModelPackage or ListModelPackages answers, such as
``arn:aws:sagemaker:us-east-1:111122223333:model-package/churn/7``.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._package_arns import documented
from ._patterns import ArnForm, arn_fault, explained, told
from ._samples import GROUP_ARN, update

FORM = ArnForm("sagemaker", "[a-z0-9-]*", "has characters other than a-z, 0-9 and hyphens", "model-package/")
HELP = "give an ARN such as arn:aws:sagemaker:us-east-1:111122223333:model-package/churn/7"


def check(violation: Violation) -> Iterator[Finding]:
    if documented(violation.value):
        return
    fault = arn_fault(violation.value, FORM)
    if fault is not None:
        yield told(violation, fault, HELP)
    else:
        allowed = "a model package's ARN has no line break"
        yield explained(violation, allowed, missing="it ends too early", help=HELP)


RULE = Rule(
    id="MP118",
    name="model-package-arn",
    summary="the package to update is not named by a model package's ARN",
    severity=Severity.error,
    cites=("UMP-ARN-SEM", "CMP-RESP-ARN-PATTERN"),
    doc=__doc__,
    trigger=Breach(("pattern",), ("ModelPackageArn",)),
    check=check,
    examples=(
        Example(
            good=update(),
            edit=Edit("set", ("ModelPackageArn",), "churn/7"),
            expect=(("ModelPackageArn",),),
            message="ModelPackageArn is 'churn/7', but it does not start with 'arn:'",
            operation="UpdateModelPackage",
        ),
        Example(
            good=update(),
            edit=Edit("set", ("ModelPackageArn",), GROUP_ARN),
            expect=(("ModelPackageArn",),),
            message="ModelPackageArn is 'arn:aws:sagemaker:us-east-1:111122223333…package-group/churn', but its resource "
            "'model-package-group/churn' does not start with 'model-package/'",
            operation="UpdateModelPackage",
        ),
        Example(
            good=update(),
            edit=Edit("set", ("ModelPackageArn",), "arn:aws:sagemaker:us-east-1:12345:model-package/churn/7"),
            expect=(("ModelPackageArn",),),
            message="ModelPackageArn is 'arn:aws:sagemaker:us-east-1:12345:model-package/churn/7', but its account '12345' is not twelve "
            "digits",
            operation="UpdateModelPackage",
            edition="2022-07",
        ),
    ),
)
