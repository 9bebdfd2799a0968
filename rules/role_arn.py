"""The validation role is not the ARN of an IAM role.

## What it checks

``ValidationRole`` part by part: partition, service ``iam``, no region, account, and a resource that starts with ``role/``.

## Why the service refuses it

The service matches the whole ARN against a pattern; the name of a role, or the ARN of a user or instance profile, does not match. The AWS
client does not look at patterns and sends the request.

## How to fix

Give the role's ARN, such as ``arn:aws:iam::111122223333:role/Validation``.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._patterns import ArnForm, arn_fault, explained, told
from ._samples import validation, versioned

FORM = ArnForm("iam", "", "is not empty, as it is for IAM", "role")
HELP = "give the role's ARN, such as arn:aws:iam::111122223333:role/Validation"
ALLOWED = "a role's path and name have letters, digits and = + , . @ - _ /"


def check(violation: Violation) -> Iterator[Finding]:
    fault = arn_fault(violation.value, FORM)
    if fault is not None:
        yield told(violation, fault, HELP)
    else:
        yield explained(violation, ALLOWED, missing="it ends before the role's name", help=HELP)


_ROLE = ("ValidationSpecification", "ValidationRole")

RULE = Rule(
    id="MP120",
    name="role-arn",
    summary="the validation role is not the ARN of a role",
    severity=Severity.error,
    cites=("CUR-CMP-VAL-ROLE",),
    doc=__doc__,
    trigger=Breach(("pattern",), ("RoleArn",)),
    check=check,
    examples=(
        Example(
            good=versioned(ValidationSpecification=validation()),
            edit=Edit("set", _ROLE, "SageMakerValidationRole"),
            expect=(_ROLE,),
            message="ValidationRole is 'SageMakerValidationRole', but it does not start with 'arn:'",
        ),
        Example(
            good=versioned(ValidationSpecification=validation()),
            edit=Edit("set", _ROLE, "arn:aws:iam::111122223333:user/anna"),
            expect=(_ROLE,),
            message="ValidationRole is 'arn:aws:iam::111122223333:user/anna', but its resource 'user/anna' does not start with 'role'",
        ),
        Example(
            good=versioned(ValidationSpecification=validation()),
            edit=Edit("set", _ROLE, "arn:aws:iam::111122223333:role/Valid*"),
            expect=(_ROLE,),
            message="ValidationRole is 'arn:aws:iam::111122223333:role/Valid*', but its character 37 is '*'; "
            "a role's path and name have letters, digits and = + , . @ - _ /",
        ),
    ),
)
