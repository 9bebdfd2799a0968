"""A validation job allows payloads that a transform job does not.

## What it checks

``MaxPayloadInMB`` is at most 100, and so is its product with ``MaxConcurrentTransforms`` where both are given.

## Why the service refuses it

The documents of model packages give no bounds. Those of ``CreateTransformJob`` do, and the service runs the job through it, so the
validation of the package would fail. This is advice, because nothing says it of this request.

## How to fix

Lower ``MaxPayloadInMB`` or ``MaxConcurrentTransforms``.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Related, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._data_samples import JOB
from ._samples import unversioned, validation

MAXIMUM = 100


def check(scope: Scope) -> Iterator[Finding]:
    payload, concurrent = scope.integer("MaxPayloadInMB"), scope.integer("MaxConcurrentTransforms")
    if payload is None:
        return
    if payload > MAXIMUM:
        yield scope.finding(
            "MaxPayloadInMB",
            message=f"MaxPayloadInMB is {payload:,}; a transform job takes at most {MAXIMUM}",
            help=f"lower it to {MAXIMUM} or less",
        )
    elif concurrent is not None and concurrent % 1 == 0 and payload * concurrent > MAXIMUM:
        yield scope.finding(
            "MaxPayloadInMB",
            message=(
                f"MaxPayloadInMB {payload:,} times MaxConcurrentTransforms {concurrent:,} is {payload * concurrent:,}; "
                f"a transform job takes at most {MAXIMUM}"
            ),
            help="lower one of the two",
            related=(Related((*scope.path, "MaxConcurrentTransforms"), "the other factor"),),
        )


RULE = Rule(
    id="MP273",
    name="transform-payload",
    summary="a validation job allows payloads that a transform job does not",
    severity=Severity.info,
    cites=("CUR-CMP-TJD-PAYLOAD", "CUR-CMP-TJD-CONCURRENT-DEFAULT"),
    doc=__doc__,
    trigger=Visit(("TransformJobDefinition",), ("MaxPayloadInMB",)),
    check=check,
    operations=("CreateModelPackage",),
    examples=(
        Example(
            good=unversioned(ValidationSpecification=validation(MaxPayloadInMB=6)),
            edit=Edit("set", (*JOB, "MaxPayloadInMB"), 101),
            expect=((*JOB, "MaxPayloadInMB"),),
            message="MaxPayloadInMB is 101; a transform job takes at most 100",
        ),
        Example(
            good=unversioned(ValidationSpecification=validation(MaxPayloadInMB=6, MaxConcurrentTransforms=16)),
            edit=Edit("set", (*JOB, "MaxConcurrentTransforms"), 17),
            expect=((*JOB, "MaxPayloadInMB"),),
            message="MaxPayloadInMB 6 times MaxConcurrentTransforms 17 is 102; a transform job takes at most 100",
        ),
    ),
)
