"""An instance type is well formed, but newer than the edition.

## What it checks

Instance types that the edition does not list, when a later edition lists them, or when they are well formed and the edition knows nothing
of their family.

## Why the service refuses it

It may well take the type: the lists grow several times a year, and no type was ever taken out. A client or backend of the edition's time
refuses it.

## How to fix

Check the type in the documents of today, and hold the request against an edition that lists it.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._instance_lists import LISTS, SHAPES, choice, later, newcomer
from ._samples import versioned
from ._words import quoted, subject


def check(violation: Violation) -> Iterator[Finding]:
    if not newcomer(violation):
        return
    use, since = LISTS[violation.shape], later(violation)
    if since is not None:
        message = f"which edition {violation.request.edition.id} does not list for {use}; it exists since {since}"
        help_text = "hold the request against a newer edition"
    else:
        message = f"whose family edition {violation.request.edition.id} does not list for {use}"
        help_text = f"check that the type exists; the nearest in the list are {choice(violation.value, violation.limit)}"
    yield Finding(violation.path, f"{subject(violation)} is {quoted(violation)}, {message}", help_text)


_REALTIME = ("InferenceSpecification", "SupportedRealtimeInferenceInstanceTypes")

RULE = Rule(
    id="MP116",
    name="unlisted-instance-type",
    summary="an instance type is newer than the edition",
    severity=Severity.warning,
    cites=("UMP-TRANSFORM-ENUM", "UMP-REALTIME-ENUM"),
    doc=__doc__,
    trigger=Breach(("enum",), SHAPES),
    check=check,
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", (*_REALTIME, 0), "ml.zz9.xlarge"),
            expect=((*_REALTIME, 0),),
            message="SupportedRealtimeInferenceInstanceTypes[0] is 'ml.zz9.xlarge', whose family edition 2026-11 does not list "
            "for real-time endpoints",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", (*_REALTIME, 0), "ml.p5.48xlarge"),
            expect=((*_REALTIME, 0),),
            message="SupportedRealtimeInferenceInstanceTypes[0] is 'ml.p5.48xlarge', which edition 2022-07 does not list for real-time "
            "endpoints; it exists since service model 1.31.59 (2023-10-03)",
            edition="2022-07",
        ),
    ),
)
