"""A text is longer than the service takes.

## What it checks

Every text, and every name in a map, against the maximum length of its shape, counted in Unicode characters.

## Why the service refuses it

The service answers a ``ValidationException``. The AWS client checks minimum lengths only and sends the request all the same.

## How to fix

Shorten the text; the help says by how much.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._later import raised
from ._samples import container, specification, unversioned, versioned
from ._words import count, label, subject

_LONGEST_NAME = 63


def check(violation: Violation) -> Iterator[Finding]:
    length = len(violation.value)
    # A bare name may fill less than the ARN that could stand in its place.
    bare = violation.shape == "ArnOrName" and not violation.value.startswith("arn:")
    limit = _LONGEST_NAME if bare else violation.limit
    what = f"a name in {label(violation.path[:-1])}" if violation.key else subject(violation)
    yield Finding(
        violation.path,
        f"{what} has {count(length, 'character')}; at most {limit:,} are allowed{raised(violation)}",
        f"shorten it by {length - limit:,}",
        on="key" if violation.key else "value",
    )


_ENVIRONMENT = ("InferenceSpecification", "Containers", 0, "Environment")

RULE = Rule(
    id="MP108",
    name="too-long",
    summary="a text has more characters than allowed",
    severity=Severity.error,
    cites=("CMP-NAME-LEN", "CMP-NAME-LEN-PROSE", "CMP-DESC-MAX", "UMP-ENV-KEYLEN", "UMP-ENV-VALLEN", "CUR-CMP-ENV-LEN"),
    doc=__doc__,
    trigger=Breach(("maxLength",)),
    check=check,
    examples=(
        Example(
            good=unversioned(),
            edit=Edit("set", ("ModelPackageName",), "a" * 64),
            expect=(("ModelPackageName",),),
            message="ModelPackageName has 64 characters; at most 63 are allowed",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", ("ModelPackageGroupName",), "a" * 171),
            expect=(("ModelPackageGroupName",),),
            message="ModelPackageGroupName has 171 characters; at most 63 are allowed",
        ),
        Example(
            good=versioned(InferenceSpecification=specification(Containers=[container(Environment={"A": "1"})])),
            edit=Edit("set", (*_ENVIRONMENT, "A"), "x" * 1025),
            expect=((*_ENVIRONMENT, "A"),),
            message="the value of 'A' in Environment has 1,025 characters; at most 1,024 are allowed",
        ),
        Example(
            good=versioned(InferenceSpecification=specification(Containers=[container(Environment={"A": "1"})])),
            edit=Edit("rename", (*_ENVIRONMENT, "A"), "A" * 1025),
            expect=((*_ENVIRONMENT, "A" * 1025),),
            message="a name in Environment has 1,025 characters; at most 1,024 are allowed",
        ),
    ),
)
