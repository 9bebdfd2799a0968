"""The ARN of a package fits this edition's pattern and no later one.

## What it checks

In editions before 1.31.76, the region in ``ModelPackageArn`` has 9 to 16 characters, and the resource has at least one and no blanks.

## Why the service refuses it

The early pattern takes an empty region and any resource, later ones do not. What only the early one takes was never the ARN of a package
in a region of AWS. The sources contradict each other here, so this is a warning.

## How to fix

Copy the ARN from the answer of CreateModelPackage or from ``ListModelPackages``.
"""

import re
from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope, show
from ..linter.rule import Example, Rule, Visit
from ._samples import ACCOUNT, update

_EARLY = re.compile(r"arn:aws[a-z\-]*:sagemaker:([a-z0-9\-]*):[0-9]{12}:model-package/(.*)")
_REGION = re.compile(r"[a-z0-9\-]{9,16}")
_RESOURCE = re.compile(r"[^\t\n\v\f\r ]{1,2048}")


def check(scope: Scope) -> Iterator[Finding]:
    arn = scope.text("ModelPackageArn")
    match = _EARLY.fullmatch(arn) if arn is not None else None
    if match is None:
        return
    if not _REGION.fullmatch(match[1]):
        found = f"the region {show(match[1])}; since service model 1.31.76 it has 9 to 16 characters"
    elif not _RESOURCE.fullmatch(match[2]):
        found = f"the resource {show('model-package/' + match[2])}; since service model 1.31.76 it has a name without blanks"
    else:
        return
    yield scope.finding("ModelPackageArn", message=f"ModelPackageArn has {found}", help="give the ARN as the service returned it")


RULE = Rule(
    id="MP236",
    name="outdated-package-arn",
    summary="a package's ARN fits the early pattern only",
    severity=Severity.warning,
    cites=("UMP-ARN-SEM",),
    doc=__doc__,
    trigger=Visit(("UpdateModelPackageInput",), ("ModelPackageArn",)),
    check=check,
    operations=("UpdateModelPackage",),
    until="1.31.76",
    examples=(
        Example(
            good=update(),
            edit=Edit("set", ("ModelPackageArn",), f"arn:aws:sagemaker:local:{ACCOUNT}:model-package/churn/7"),
            expect=(("ModelPackageArn",),),
            message="ModelPackageArn has the region 'local'; since service model 1.31.76 it has 9 to 16 characters",
            operation="UpdateModelPackage",
            edition="2022-07",
        ),
    ),
)
