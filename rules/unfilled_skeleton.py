"""A placeholder of the command line's skeleton was left in the request.

## What it checks

No ``Environment`` has the entry ``KeyName`` with an empty value.

## Why the service refuses it

``aws sagemaker … --generate-cli-skeleton`` prints a sample request that is to be filled in, and stands for the entries of a map with this
one. Most other placeholders are empty texts that the limits of their shapes refuse; this one breaks none of them, and every container then
runs with a variable ``KeyName``. Somebody may mean this name, so this is a warning.

## How to fix

Remove the entry, or write the variable that was meant.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._samples import container, specification, validation, versioned

MEMBER = "Environment"
PLACEHOLDER = "KeyName"


def check(scope: Scope) -> Iterator[Finding]:
    variables = scope.map(MEMBER)
    environment = scope.child(MEMBER) if variables and PLACEHOLDER in variables else None
    if environment is not None and environment.text(PLACEHOLDER) == "":
        yield environment.finding(
            PLACEHOLDER,
            message=f"'{PLACEHOLDER}' with an empty value is a placeholder of the skeleton; real names and values are expected",
            help="remove it, or write the variable that was meant",
            on="key",
            suggestion=Edit("remove", (*environment.path, PLACEHOLDER)),
        )


_CONTAINER = ("InferenceSpecification", "Containers", 0, "Environment")
_JOB = ("ValidationSpecification", "ValidationProfiles", 0, "TransformJobDefinition", "Environment")


RULE = Rule(
    id="MP234",
    name="unfilled-skeleton",
    summary="a placeholder of the command line's skeleton was left in the request",
    severity=Severity.warning,
    cites=("UMP-SKEL-INPUT", "UMP-CLIJSON-FORMAT"),
    doc=__doc__,
    trigger=Visit(("ModelPackageContainerDefinition", "TransformJobDefinition"), (MEMBER,)),
    check=check,
    examples=(
        Example(
            good=versioned(InferenceSpecification=specification(Containers=[container(Environment={})])),
            edit=Edit("set", (*_CONTAINER, "KeyName"), ""),
            expect=((*_CONTAINER, "KeyName"),),
            message="'KeyName' with an empty value is a placeholder of the skeleton; real names and values are expected",
        ),
        Example(
            good=versioned(ValidationSpecification=validation(Environment={})),
            edit=Edit("set", (*_JOB, "KeyName"), ""),
            expect=((*_JOB, "KeyName"),),
            message="'KeyName' with an empty value is a placeholder of the skeleton; real names and values are expected",
        ),
    ),
)
