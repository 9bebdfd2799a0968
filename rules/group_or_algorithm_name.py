"""A group or algorithm is given by neither a name nor an ARN.

## What it checks

``ModelPackageGroupName`` and ``AlgorithmName``: a name of ASCII letters, digits and hyphens with a letter or digit at both ends, or such a
name at the end of an ARN.

## Why the service refuses it

The service matches the whole text against a pattern. The AWS client does not look at patterns and sends the request. The ARN of a version
does not match: it has a second slash.

## How to fix

Give the bare name, or the ARN of the group or algorithm itself.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._patterns import ArnForm, arn_fault, explained, told
from ._samples import GROUP_ARN, versioned

FORM = ArnForm("sagemaker", "[a-z0-9-]*", "has characters other than a-z, 0-9 and hyphens", "")
NAME = "a name has only letters, digits and hyphens"
EDGES = "a name has a letter or digit at both ends"
HELP = "give the bare name, or the ARN of the group or algorithm"


def check(violation: Violation) -> Iterator[Finding]:
    text = violation.value
    fault = arn_fault(text, FORM) if text.startswith("arn:") else None
    if fault is not None:
        yield told(violation, fault, HELP)
    elif text.startswith("arn:") and text.count("/") > 1:
        yield told(violation, "it has a second slash, as the ARN of a version does", HELP)
    elif text.startswith("-"):
        yield told(violation, f"it begins with a hyphen; {EDGES}", HELP)
    else:
        missing = f"it ends in a hyphen; {EDGES}" if text.endswith("-") else "it ends before the name"
        yield explained(violation, NAME, missing=missing, help=HELP)


RULE = Rule(
    id="MP121",
    name="group-or-algorithm-name",
    summary="a group or algorithm is given by neither name nor ARN",
    severity=Severity.error,
    cites=("CUR-CMP-GROUP-ARN-OR-NAME",),
    doc=__doc__,
    trigger=Breach(("pattern",), ("ArnOrName",)),
    check=check,
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", ("ModelPackageGroupName",), "churn models"),
            expect=(("ModelPackageGroupName",),),
            message="ModelPackageGroupName is 'churn models', but its character 6 is a blank; a name has only letters, digits and hyphens",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", ("ModelPackageGroupName",), "churn-"),
            expect=(("ModelPackageGroupName",),),
            message="ModelPackageGroupName is 'churn-', but it ends in a hyphen; a name has a letter or digit at both ends",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", ("ModelPackageGroupName",), f"{GROUP_ARN}/7"),
            expect=(("ModelPackageGroupName",),),
            message="ModelPackageGroupName is 'arn:aws:sagemaker:us-east-1:111122223333…ckage-group/churn/7', but it has a second slash, "
            "as the ARN of a version does",
        ),
        Example(
            good={"ModelPackageName": "churn-2026", "SourceAlgorithmSpecification": {"SourceAlgorithms": [{"AlgorithmName": "churn"}]}},
            edit=Edit("set", ("SourceAlgorithmSpecification", "SourceAlgorithms", 0, "AlgorithmName"), "arn:aws:s3:::trees"),
            expect=(("SourceAlgorithmSpecification", "SourceAlgorithms", 0, "AlgorithmName"),),
            message="AlgorithmName is 'arn:aws:s3:::trees', but its service is 's3', not 'sagemaker'",
        ),
    ),
)
