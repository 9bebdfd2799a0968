"""The ARN of the package matches the documented pattern, but not the newer one.

## What it checks

ARNs that the pattern of 2022 takes and that of the edition does not. The newer pattern wants a region of 9 to 16 characters and a resource
without white space that is not empty.

## Why the service refuses it

It may or may not: the sources contradict each other, and a published pattern has been wrong before. Hence a warning.

## How to fix

Look at the region and at the name behind ``model-package/``.
"""

import re
from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import quote
from ..linter.rule import Breach, Example, Rule, Violation
from ._package_arns import documented
from ._patterns import explained, told
from ._samples import update

_REGION = re.compile("[a-z0-9-]{9,16}")
HELP = "check region and name; the documents of 2022 take this ARN, the newer service model does not"


def check(violation: Violation) -> Iterator[Finding]:
    if not documented(violation.value):
        return
    _, _, _, region, _, resource = violation.value.split(":", 5)
    if not region:
        yield told(violation, "its region is missing", HELP)
    elif not _REGION.fullmatch(region):
        yield told(violation, f"its region {quote(region)} has {len(region):,} characters, not 9 to 16", HELP)
    elif resource == "model-package/":
        yield told(violation, "no name follows 'model-package/'", HELP)
    else:
        yield explained(violation, "an ARN has no white space", missing="it ends too early", help=HELP)


RULE = Rule(
    id="MP119",
    name="narrowed-model-package-arn",
    summary="an ARN matches the documented pattern but not the newer one",
    severity=Severity.warning,
    cites=("UMP-ARN-SEM", "CMP-RESP-ARN-PATTERN"),
    doc=__doc__,
    trigger=Breach(("pattern",), ("ModelPackageArn",)),
    check=check,
    examples=(
        Example(
            good=update(),
            edit=Edit("set", ("ModelPackageArn",), "arn:aws:sagemaker::111122223333:model-package/churn/7"),
            expect=(("ModelPackageArn",),),
            message="ModelPackageArn is 'arn:aws:sagemaker::111122223333:model-package/churn/7', but its region is missing",
            operation="UpdateModelPackage",
        ),
        Example(
            good=update(),
            edit=Edit("set", ("ModelPackageArn",), "arn:aws:sagemaker:local:111122223333:model-package/churn/7"),
            expect=(("ModelPackageArn",),),
            message="ModelPackageArn is 'arn:aws:sagemaker:local:111122223333:model-package/churn/7', but its region 'local' has 5 "
            "characters, not 9 to 16",
            operation="UpdateModelPackage",
        ),
        Example(
            good=update(),
            edit=Edit("set", ("ModelPackageArn",), "arn:aws:sagemaker:us-east-1:111122223333:model-package/"),
            expect=(("ModelPackageArn",),),
            message="ModelPackageArn is 'arn:aws:sagemaker:us-east-1:111122223333:model-package/', but no name follows 'model-package/'",
            operation="UpdateModelPackage",
        ),
        Example(
            good=update(),
            edit=Edit("set", ("ModelPackageArn",), "arn:aws:sagemaker:us-east-1:111122223333:model-package/a b"),
            expect=(("ModelPackageArn",),),
            message="ModelPackageArn is 'arn:aws:sagemaker:us-east-1:111122223333:model-package/a b', but its character 57 is a blank; "
            "an ARN has no white space",
            operation="UpdateModelPackage",
        ),
    ),
)
