"""The name of an environment variable has a character that it cannot have.

## What it checks

The names in the Environment of containers and of transform jobs: ASCII letters, digits and underscores, not a digit first.

## Why the service refuses it

The service matches every name against a pattern. The AWS client does not look at patterns and sends the request.

## How to fix

Use capital letters and underscores, as in ``MODEL_SERVER_WORKERS``.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._patterns import empty, explained, told
from ._samples import container, specification, validation, versioned

HELP = "use letters, digits and underscores, and no digit first"


def check(violation: Violation) -> Iterator[Finding]:
    name = violation.value
    if not name:
        yield empty(violation, HELP, "a variable needs a name")
    elif name[0].isascii() and name[0].isdigit():
        yield told(violation, "it begins with a digit; a letter or underscore comes first", HELP)
    else:
        allowed = "only letters, digits and underscores are allowed"
        yield explained(violation, allowed, missing="it ends too early", help=HELP)


_ENVIRONMENT = ("InferenceSpecification", "Containers", 0, "Environment")
_JOB = ("ValidationSpecification", "ValidationProfiles", 0, "TransformJobDefinition")
_GOOD = versioned(InferenceSpecification=specification(Containers=[container(Environment={"WORKERS": "4"})]))

RULE = Rule(
    id="MP126",
    name="environment-variable-name",
    summary="an environment variable's name has a character that it cannot have",
    severity=Severity.error,
    cites=("UMP-ENV-SEM",),
    doc=__doc__,
    trigger=Breach(("pattern",), ("EnvironmentKey", "TransformEnvironmentKey")),
    check=check,
    examples=(
        Example(
            good=_GOOD,
            edit=Edit("rename", (*_ENVIRONMENT, "WORKERS"), "MODEL-WORKERS"),
            expect=((*_ENVIRONMENT, "MODEL-WORKERS"),),
            message="the name 'MODEL-WORKERS' in Environment: its character 6 is '-'; only letters, digits and underscores are allowed",
        ),
        Example(
            good=versioned(ValidationSpecification=validation(Environment={"MODE": "fast"})),
            edit=Edit("rename", (*_JOB, "Environment", "MODE"), "2MODE"),
            expect=((*_JOB, "Environment", "2MODE"),),
            message="the name '2MODE' in Environment: it begins with a digit; a letter or underscore comes first",
        ),
        Example(
            good=_GOOD,
            edit=Edit("rename", (*_ENVIRONMENT, "WORKERS"), ""),
            expect=((*_ENVIRONMENT, ""),),
            message="the name '' in Environment is empty; a variable needs a name",
        ),
    ),
)
