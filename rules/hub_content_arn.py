"""``HubContentArn`` is not the ARN of hub content.

## What it checks

``HubContentArn`` reads like ``arn:aws:sagemaker:us-east-1:111122223333:hub-content/my-hub/Model/my-model/1.0.0``. The account of a public
hub is ``aws``.

## Why the service refuses it

The documents call it the ARN of the hub content; the pattern lets every text through. Prose and pattern contradict each other, and the
exact form is this project's reading of public examples, so this is a warning.

## How to fix

Copy ``HubContentArn`` from the answer of ``DescribeHubContent``.
"""

import re
from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope, show
from ..linter.rule import Example, Rule, Visit
from ._data_samples import SOURCE, sourced

ARN = r"arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]+:(?:[0-9]{12}|aws):hub-content/\S+"
AT = (*SOURCE, "HubAccessConfig", "HubContentArn")


def check(scope: Scope) -> Iterator[Finding]:
    arn = scope.text("HubContentArn")
    if arn is not None and not re.fullmatch(ARN, arn):
        yield scope.finding(
            "HubContentArn",
            message=f"HubContentArn is {show(arn, (*scope.path, 'HubContentArn'))}, which is not the ARN of hub content",
            help="give the HubContentArn that DescribeHubContent answers",
        )


RULE = Rule(
    id="MP265",
    name="hub-content-arn",
    summary="HubContentArn is not the ARN of hub content",
    severity=Severity.warning,
    cites=("CUR-CMP-HUBARN",),
    doc=__doc__,
    trigger=Visit(("InferenceHubAccessConfig",), ("HubContentArn",)),
    check=check,
    examples=(
        Example(
            good=sourced(
                HubAccessConfig={"HubContentArn": "arn:aws:sagemaker:us-east-1:aws:hub-content/SageMakerPublicHub/Model/churn/1.0.0"}
            ),
            edit=Edit("set", AT, "churn/1.0.0"),
            expect=(AT,),
            message="HubContentArn is 'churn/1.0.0', which is not the ARN of hub content",
        ),
    ),
)
