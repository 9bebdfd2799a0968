"""A group or algorithm is given by neither a name nor an ARN.

## What it checks

``ModelPackageGroupName`` and ``AlgorithmName``: a name of ASCII letters, digits and hyphens with a letter or digit at both ends and
at most 63 characters, or such a name at the end of an ARN.

## Why the service refuses it

The service matches the whole text against a pattern. The AWS client does not look at patterns and sends the request. The ARN of a version
does not match: it has a second slash.

## How to fix

Give the bare name, or the ARN of the group or algorithm itself.
"""

import re
from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import quote
from ..linter.rule import Breach, Example, Rule, Violation
from ._patterns import ArnForm, arn_fault, explained, told
from ._samples import GROUP_ARN, versioned
from ._words import count, subject

FORM = ArnForm("sagemaker", "[a-z0-9-]*", "has characters other than a-z, 0-9 and hyphens", "")
NAME = "a name has only letters, digits and hyphens"
EDGES = "a name has a letter or digit at both ends"
HELP = "give the bare name, or the ARN of the group or algorithm"
_MOST = 63
_NAME = re.compile("[a-zA-Z0-9-]*")
_KIND = re.compile("[a-z-]*")


def check(violation: Violation) -> Iterator[Finding]:
    text = violation.value
    is_arn = text.startswith("arn:")
    fault = _arn_fault(text) if is_arn else None
    if fault is not None:
        yield told(violation, fault, HELP)
        return
    name = text.rpartition("/")[2] if is_arn else text
    what = "its name" if is_arn else "it"
    if not name:
        yield told(violation, "it ends before the name", HELP)
    elif name.startswith("-"):
        yield told(violation, f"{what} begins with a hyphen; {EDGES}", HELP)
    elif len(name) > _MOST and _NAME.fullmatch(name[:_MOST]):
        yield _too_long(violation, len(name), is_arn=is_arn)
    elif name.endswith("-") and _NAME.fullmatch(name):
        yield told(violation, f"{what} ends in a hyphen; {EDGES}", HELP)
    else:
        yield explained(violation, NAME, missing="it ends too early", help=HELP)


def _arn_fault(arn: str) -> str | None:
    """Say what is wrong with an ARN before its name."""
    fault = arn_fault(arn, FORM)
    if fault is not None:
        return fault
    kind, *names = arn.split(":", 5)[5].split("/")
    if not names:
        return f"its resource {quote(kind)} lacks the slash and the name"
    if len(names) > 1:
        return "it has a second slash, as the ARN of a version does"
    return None if _KIND.fullmatch(kind) else f"its kind of resource {quote(kind)} has characters other than a-z and hyphens"


def _too_long(violation: Violation, length: int, *, is_arn: bool) -> Finding:
    what = f"the name in {subject(violation)}" if is_arn else subject(violation)
    return Finding(
        violation.path,
        f"{what} has {count(length, 'character')}; a name has at most {_MOST}",
        f"shorten {'the name' if is_arn else 'it'} by {length - _MOST}",
    )


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
            edit=Edit("set", ("ModelPackageGroupName",), "a" * 64),
            expect=(("ModelPackageGroupName",),),
            message="ModelPackageGroupName has 64 characters; a name has at most 63",
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
