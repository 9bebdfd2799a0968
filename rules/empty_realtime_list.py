"""The list of real-time instance types is empty.

## What it checks

``SupportedRealtimeInferenceInstanceTypes``, where it is given, has at least one item.

## Why the service refuses it

The service model sets a minimum for the sibling, ``SupportedTransformInstanceTypes``, and none for this one. An empty list says that the
model can run on no instance type at all. The minimum of the one and the silence about the other contradict each other, so this is a
warning.

## How to fix

List the instance types on which the model can serve, or leave out the member.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import OpenList, Scope
from ..linter.rule import Example, Rule, Visit
from ._samples import versioned

MEMBER = "SupportedRealtimeInferenceInstanceTypes"
AT = ("InferenceSpecification", MEMBER)


def check(scope: Scope) -> Iterator[Finding]:
    types = scope.value[MEMBER]
    if types == [] and not isinstance(types, OpenList):
        yield scope.finding(
            MEMBER,
            message=f"{MEMBER} is empty, so that the model can serve on no instance type",
            help="list the instance types, or leave out the member where it is optional",
        )


RULE = Rule(
    id="MP285",
    name="empty-realtime-list",
    summary="the list of real-time instance types is empty",
    severity=Severity.warning,
    cites=("UMP-REALTIME-SEM",),
    doc=__doc__,
    trigger=Visit(("InferenceSpecification", "AdditionalInferenceSpecificationDefinition"), (MEMBER,)),
    check=check,
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", AT, []),
            expect=(AT,),
            message="SupportedRealtimeInferenceInstanceTypes is empty, so that the model can serve on no instance type",
        ),
    ),
)
