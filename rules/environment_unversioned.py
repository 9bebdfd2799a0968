"""An unversioned package sets environment variables.

## What it checks

No container of a package with ``ModelPackageName`` and without a group has entries in ``Environment``.

## Why the service refuses it

No document says so. Public reports quote the service's ``ValidationException``, which says that an environment map cannot be given for
packages that are not versioned. What rests on reports alone is a warning.

## How to fix

Create the package as a version of a group with ``ModelPackageGroupName``, or set the variables when the model is created from the
package.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Related, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._containers import containers
from ._data_samples import CONTAINER
from ._package import is_unversioned
from ._samples import unversioned


def check(scope: Scope) -> Iterator[Finding]:
    if not is_unversioned(scope):
        return
    for container in containers(scope):
        if container.map("Environment"):
            yield container.finding(
                "Environment",
                message="Environment was reported to be refused for unversioned packages, and this one has a ModelPackageName and no group",
                help="give a ModelPackageGroupName instead of the ModelPackageName, or set the variables when you create the model",
                on="key",
                related=(Related(("ModelPackageName",), "this makes the package unversioned"),),
            )


RULE = Rule(
    id="MP271",
    name="environment-unversioned",
    summary="an unversioned package sets environment variables",
    severity=Severity.warning,
    cites=(),
    doc=__doc__,
    trigger=Visit(("CreateModelPackageInput",), ("ModelPackageName",)),
    check=check,
    operations=("CreateModelPackage",),
    since="1.20.104",
    examples=(
        Example(
            good=unversioned(),
            edit=Edit("set", (*CONTAINER, "Environment"), {"SAGEMAKER_PROGRAM": "inference.py"}),
            expect=((*CONTAINER, "Environment"),),
            message="Environment was reported to be refused for unversioned packages, and this one has a ModelPackageName and no group",
        ),
    ),
)
