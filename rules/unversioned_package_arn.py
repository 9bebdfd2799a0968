"""An update names a package without a version.

## What it checks

The resource of ``ModelPackageArn`` is ``model-package/<group>/<version>`` with a version of one to nine digits.

## Why the service refuses it

The operation updates a versioned model, but no pattern demands the ARN of one. An ARN without a version belongs to an unversioned package,
or to no package at all. What is documented and what the pattern takes contradict each other, so this is a warning.

## How to fix

Append the version to the ARN; ``ListModelPackages`` with the group's name gives the full ARN.
"""

import re
from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope, show
from ..linter.rule import Example, Rule, Visit
from ._samples import ACCOUNT, update

_RESOURCE = re.compile(r"arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:(model-package/\S+)")
_VERSIONED = re.compile(r"model-package/[^/]+/[0-9]{1,9}")


def check(scope: Scope) -> Iterator[Finding]:
    arn = scope.text("ModelPackageArn")
    match = _RESOURCE.fullmatch(arn) if arn is not None else None
    if match and not _VERSIONED.fullmatch(match[1]):
        yield scope.finding(
            "ModelPackageArn",
            message=f"ModelPackageArn ends in {show(match[1])}, which names no version; 'model-package/<group>/<version>' is expected",
            help="append the version to the ARN",
        )


RULE = Rule(
    id="MP219",
    name="unversioned-package-arn",
    summary="an update names a package without a version",
    severity=Severity.warning,
    cites=("UMP-OP-VERSIONED", "CUR-UMP-OP-VERSIONED", "UMP-ARN-SEM"),
    doc=__doc__,
    trigger=Visit(("UpdateModelPackageInput",), ("ModelPackageArn",)),
    check=check,
    operations=("UpdateModelPackage",),
    examples=(
        Example(
            good=update(),
            edit=Edit("set", ("ModelPackageArn",), f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:model-package/churn"),
            expect=(("ModelPackageArn",),),
            message="ModelPackageArn ends in 'model-package/churn', which names no version; 'model-package/<group>/<version>' is expected",
            operation="UpdateModelPackage",
        ),
        Example(
            good=update(),
            edit=Edit("set", ("ModelPackageArn",), f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:model-package/churn/latest"),
            expect=(("ModelPackageArn",),),
            message="ModelPackageArn ends in 'model-package/churn/latest', which names no version; "
            "'model-package/<group>/<version>' is expected",
            operation="UpdateModelPackage",
            edition="2022-07",
        ),
    ),
)
