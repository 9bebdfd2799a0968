"""A validation job asks for too many instances.

## What it checks

``InstanceCount`` of a transform job is at most 100.

## Why the service refuses it

The prose gives 100 as the maximum since service model 1.29.1; the service model has only the minimum of 1, so the client lets more through.

## How to fix

Ask for fewer instances. One is enough to validate a package.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._data_samples import JOB
from ._samples import unversioned, validation

MAXIMUM = 100
AT = (*JOB, "TransformResources", "InstanceCount")


def check(scope: Scope) -> Iterator[Finding]:
    count = scope.integer("InstanceCount")
    if count is not None and count > MAXIMUM:
        yield scope.finding(
            "InstanceCount",
            message=f"InstanceCount is {count:,}; at most {MAXIMUM} instances are allowed",
            help=f"ask for at most {MAXIMUM}; one is enough to validate a package",
        )


RULE = Rule(
    id="MP272",
    name="instance-count",
    summary="a validation job asks for more than 100 instances",
    severity=Severity.error,
    cites=("CUR-CMP-TRES-COUNT-MAX",),
    doc=__doc__,
    trigger=Visit(("TransformResources",), ("InstanceCount",)),
    check=check,
    operations=("CreateModelPackage",),
    since="1.29.1",
    examples=(
        Example(
            good=unversioned(ValidationSpecification=validation()),
            edit=Edit("set", AT, 101),
            expect=(AT,),
            message="InstanceCount is 101; at most 100 instances are allowed",
        ),
    ),
)
