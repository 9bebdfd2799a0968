"""A container has more environment variables than the prose allows.

## What it checks

``Environment`` of a container has at most 16 entries.

## Why the service refuses it

The sources contradict each other. The prose has said 16 since the member exists, and still does; the service model allows 100 since
1.34.53 (2024-02-29). So 17 to 100 entries are a warning. Editions before that, and more than 100 entries, are a matter of the schema.

## How to fix

Put settings that belong together into one variable, or into a file in the model archive.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._samples import container, specification, versioned

PROSE, MODEL = 16, 100
AT = ("InferenceSpecification", "Containers", 0, "Environment")


def check(scope: Scope) -> Iterator[Finding]:
    environment = scope.map("Environment")
    if environment is not None and PROSE < len(environment) <= MODEL:
        yield scope.finding(
            "Environment",
            message=f"Environment has {len(environment)} entries; the documentation allows {PROSE}, the service model {MODEL}",
            help=f"keep to {PROSE} entries to be safe",
        )


RULE = Rule(
    id="MP256",
    name="environment-entries",
    summary="a container has more environment variables than the prose allows",
    severity=Severity.warning,
    cites=("UMP-ENV-COUNT", "CUR-CMP-ENV-COUNT"),
    doc=__doc__,
    trigger=Visit(("ModelPackageContainerDefinition",), ("Environment",)),
    check=check,
    since="1.34.53",
    examples=(
        Example(
            good=versioned(
                InferenceSpecification=specification(Containers=[container(Environment={f"OPTION_{n}": "on" for n in range(16)})])
            ),
            edit=Edit("set", (*AT, "OPTION_16"), "on"),
            expect=(AT,),
            message="Environment has 17 entries; the documentation allows 16, the service model 100",
        ),
    ),
)
