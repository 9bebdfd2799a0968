"""A whole number is written with a decimal point.

## What it checks

``MaxConcurrentTransforms``, ``MaxPayloadInMB`` and ``InstanceCount`` for numbers such as ``1.0`` or ``1e2``.

## Why the service refuses it

Perhaps it does not. The documents say "number", the service model says integer; a validator of JSON takes ``1.0`` for a whole number, the
AWS client does not. The sources contradict each other, so this is a warning.

## How to fix

Write the number without decimal point and exponent.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope, show
from ..linter.rule import Example, Rule, Visit
from ._samples import validation, versioned

EXACT = 2**53
"""Up to here each whole number has a float of its own; the digits of a greater one are not those that were written."""

MEMBERS = ("MaxConcurrentTransforms", "MaxPayloadInMB", "InstanceCount")


def check(scope: Scope) -> Iterator[Finding]:
    for member in MEMBERS:
        number = scope.integer(member)
        if isinstance(number, float) and number.is_integer():
            exact = int(number) if abs(number) <= EXACT else None
            yield scope.finding(
                member,
                message=f"{member} is {show(number)}, a whole number with a decimal point or exponent",
                help="write it without decimal point and exponent" if exact is None else f"write {exact}",
                suggestion=None if exact is None else Edit("set", (*scope.path, member), exact),
            )


_JOB = ("ValidationSpecification", "ValidationProfiles", 0, "TransformJobDefinition")

RULE = Rule(
    id="MP134",
    name="integral-float",
    summary="a whole number is written with a decimal point",
    severity=Severity.warning,
    cites=(
        "CMP-SYN-VAL-PROF-ITEM-TJD-MAXCONCURRENTTRANSFORMS",
        "CMP-SYN-VAL-PROF-ITEM-TJD-MAXPAYLOADINMB",
        "CMP-SYN-VAL-PROF-ITEM-TJD-TRES-INSTANCECOUNT",
        "MOD-NUMBER",
    ),
    doc=__doc__,
    trigger=Visit(("TransformJobDefinition", "TransformResources"), MEMBERS),
    check=check,
    examples=(
        Example(
            good=versioned(ValidationSpecification=validation(MaxPayloadInMB=6)),
            edit=Edit("set", (*_JOB, "MaxPayloadInMB"), 6.0),
            expect=((*_JOB, "MaxPayloadInMB"),),
            message="MaxPayloadInMB is 6.0, a whole number with a decimal point or exponent",
        ),
        Example(
            good=versioned(ValidationSpecification=validation()),
            edit=Edit("set", (*_JOB, "TransformResources", "InstanceCount"), 2.0),
            expect=((*_JOB, "TransformResources", "InstanceCount"),),
            message="InstanceCount is 2.0, a whole number with a decimal point or exponent",
        ),
    ),
)
