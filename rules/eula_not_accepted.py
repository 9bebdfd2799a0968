"""A licence agreement is declined.

## What it checks

``AcceptEula`` in a ``ModelAccessConfig`` is true.

## Why the service refuses it

The value has to be true to accept the agreement that the model requires. With false the model cannot be accessed, so the whole
``ModelAccessConfig`` does nothing. The service model takes both values, so this is a warning.

## How to fix

Read the agreement and set ``AcceptEula`` to true, or leave out ``ModelAccessConfig`` when the model requires none.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._data_samples import SOURCE, sourced


def check(scope: Scope) -> Iterator[Finding]:
    if scope.value.get("AcceptEula") is False:
        yield scope.finding(
            "AcceptEula",
            message="AcceptEula is false, which declines the agreement that the model requires",
            help="read the agreement and set AcceptEula to true, or leave out ModelAccessConfig",
        )


RULE = Rule(
    id="MP264",
    name="eula-not-accepted",
    summary="AcceptEula is false",
    severity=Severity.warning,
    cites=("CUR-CMP-EULA-TRUE",),
    doc=__doc__,
    trigger=Visit(("ModelAccessConfig",), ("AcceptEula",)),
    check=check,
    examples=(
        Example(
            good=sourced(ModelAccessConfig={"AcceptEula": True}),
            edit=Edit("set", (*SOURCE, "ModelAccessConfig", "AcceptEula"), value=False),
            expect=((*SOURCE, "ModelAccessConfig", "AcceptEula"),),
            message="AcceptEula is false, which declines the agreement that the model requires",
        ),
    ),
)
