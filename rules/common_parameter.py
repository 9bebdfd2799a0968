"""A parameter of the protocol stands in the request's body.

## What it checks

``Action``, ``Version``, ``X-Amz-…`` and the other parameters that all actions share are no members of the request.

## Why the service refuses it

They travel in the headers or the query string, where the client or the signing library puts them. In the body they are unknown members.

## How to fix

Take the parameter out of the document.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._samples import versioned
from ._words import short

COMMON = frozenset(
    {
        "action",
        "version",
        "awsaccesskeyid",
        "expires",
        "securitytoken",
        "signature",
        "signaturemethod",
        "signatureversion",
        "timestamp",
    }
)


def check(violation: Violation) -> Iterator[Finding]:
    name = violation.value.lower()
    if len(violation.path) == 1 and (name in COMMON or name.startswith("x-amz-")):
        yield Finding(
            violation.path,
            f"{short(violation.value)} is a parameter of the protocol and no member of a {violation.request.operation} request",
            "take it out; the client sends it in a header or in the query string",
            on="key",
            suggestion=Edit("remove", violation.path),
        )


RULE = Rule(
    id="MP103",
    name="common-parameter",
    summary="a parameter that all actions share stands in the body",
    severity=Severity.error,
    cites=("CMP-COMMON-PARAMS",),
    doc=__doc__,
    trigger=Breach(("additionalProperties",)),
    check=check,
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", ("Action",), "CreateModelPackage"),
            expect=(("Action",),),
            message="Action is a parameter of the protocol and no member of a CreateModelPackage request",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", ("X-Amz-Target",), "SageMaker.CreateModelPackage"),
            expect=(("X-Amz-Target",),),
            message="'X-Amz-Target' is a parameter of the protocol and no member of a CreateModelPackage request",
        ),
    ),
)
