"""An instance type is malformed, or not in the list that it stands in.

## What it checks

The instance types of transform jobs and of real-time endpoints against the lists of the edition. Each of the two has a list of its own;
all types for transform jobs are also types for real-time endpoints, but not the other way round. A well-formed type of a family that the
edition does not know is left to ``unlisted-instance-type``.

## Why the service refuses it

The lists are closed. The AWS client does not look at them and sends the request; the service answers a ``ValidationException``.

## How to fix

Write ``ml.``, the family, a dot and the size in lower case, and take a type that the list has.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._instance_lists import LISTS, SHAPES, choice, elsewhere, family, kin, newcomer, relatives
from ._nearest import closest
from ._samples import specification, validation, versioned
from ._words import listing, quoted, subject

_MOST_LISTED = 8


def check(violation: Violation) -> Iterator[Finding]:
    if newcomer(violation):
        return
    fault, meant = _fault(violation)
    yield Finding(
        violation.path,
        f"{subject(violation)} is {quoted(violation)}, {fault}",
        f"write '{meant}'" if meant else f"choose a type of the {LISTS[violation.shape].split()[0]} list",
        suggestion=Edit("set", violation.path, meant) if meant else None,
    )


def _fault(violation: Violation) -> tuple[str, str | None]:
    """Say what is wrong, and which value was meant where that is clear."""
    value, allowed = violation.value, violation.limit
    for meant, fault in (
        (value.strip(), "which has white space around it"),
        (f"ml.{value}", "which lacks the prefix 'ml.'"),
        (value.lower(), "which is not in lower case"),
        (f"ml.{value.strip().lower().removeprefix('ml.')}", "which is not spelt as in the list"),
    ):
        if meant in allowed:
            return fault, meant
    use = LISTS[violation.shape]
    other = elsewhere(violation)
    if other is not None:
        return f"which is a type for {other} only and not for {use}{_of_kind(violation)}", None
    if family(value) is None:
        return f"which is no instance type; the nearest are {choice(value, allowed)}", closest(value, allowed)
    return _size(violation, use), None


def _size(violation: Violation, use: str) -> str:
    listed = [value for value in relatives(violation) if value in violation.limit]
    if not listed:
        return f"a type of a family that is not for {use}{_of_kind(violation)}"
    if len(listed) <= _MOST_LISTED:
        return f"which is not listed for {use}; of its family there {'are' if len(listed) > 1 else 'is'} {listing(listed, 'and')}"
    return f"which is not listed for {use}; the nearest of its family are {choice(violation.value, listed)}"


def _of_kind(violation: Violation) -> str:
    """Name the nearest types of the same kind; of another kind nothing is near, however alike the spelling."""
    listed = kin(violation)
    if not listed:
        return ""
    return f"; the nearest of its kind {'are' if len(listed) > 1 else 'is'} {choice(violation.value, listed)}"


_TRANSFORM = ("InferenceSpecification", "SupportedTransformInstanceTypes")
_REALTIME = ("InferenceSpecification", "SupportedRealtimeInferenceInstanceTypes")
_RESOURCES = ("ValidationSpecification", "ValidationProfiles", 0, "TransformJobDefinition", "TransformResources")

RULE = Rule(
    id="MP115",
    name="instance-type",
    summary="an instance type is malformed or not in its list",
    severity=Severity.error,
    cites=("UMP-TRANSFORM-ENUM", "UMP-REALTIME-ENUM"),
    doc=__doc__,
    trigger=Breach(("enum",), SHAPES),
    check=check,
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", (*_REALTIME, 0), "m5.xlarge"),
            expect=((*_REALTIME, 0),),
            message="SupportedRealtimeInferenceInstanceTypes[0] is 'm5.xlarge', which lacks the prefix 'ml.'",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", (*_REALTIME, 0), "ml.M5.xlarge"),
            expect=((*_REALTIME, 0),),
            message="SupportedRealtimeInferenceInstanceTypes[0] is 'ml.M5.xlarge', which is not in lower case",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", (*_REALTIME, 0), "ml.m5.xlarge "),
            expect=((*_REALTIME, 0),),
            message="SupportedRealtimeInferenceInstanceTypes[0] is 'ml.m5.xlarge ', which has white space around it",
        ),
        Example(
            good=versioned(InferenceSpecification=specification()),
            edit=Edit("set", (*_TRANSFORM, 0), "ml.t2.medium"),
            expect=((*_TRANSFORM, 0),),
            message="SupportedTransformInstanceTypes[0] is 'ml.t2.medium', which is a type for real-time endpoints only and not for "
            "transform jobs",
        ),
        Example(
            good=versioned(InferenceSpecification=specification()),
            edit=Edit("set", (*_TRANSFORM, 0), "ml.c5d.xlarge"),
            expect=((*_TRANSFORM, 0),),
            message="SupportedTransformInstanceTypes[0] is 'ml.c5d.xlarge', which is a type for real-time endpoints only and not for "
            "transform jobs; the nearest of its kind are 'ml.c5.xlarge', 'ml.c4.xlarge' and 'ml.c6i.xlarge'",
        ),
        Example(
            good=versioned(ValidationSpecification=validation()),
            edit=Edit("set", (*_RESOURCES, "InstanceType"), "ml.m5.3xlarge"),
            expect=((*_RESOURCES, "InstanceType"),),
            message="InstanceType is 'ml.m5.3xlarge', which is not listed for transform jobs; of its family there are 'ml.m5.large', "
            "'ml.m5.xlarge', 'ml.m5.2xlarge', 'ml.m5.4xlarge', 'ml.m5.12xlarge' and 'ml.m5.24xlarge'",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", (*_REALTIME, 0), "large"),
            expect=((*_REALTIME, 0),),
            message="SupportedRealtimeInferenceInstanceTypes[0] is 'large', which is no instance type; "
            "the nearest are 'ml.t2.large', 'ml.m5.large' and 'ml.c4.large'",
        ),
    ),
)
