"""A batch strategy is set, but the input is not split.

## What it checks

A transform job with ``BatchStrategy`` has a ``TransformInput.SplitType`` other than ``None``.

## Why the service refuses it

The documents of model packages say only that the size of a batch depends on the strategy when splitting is enabled. Those of
``CreateTransformJob`` say that the strategy needs a split type. By default nothing is split, and the strategy has no effect.

## How to fix

Set ``SplitType`` to ``Line``, ``RecordIO`` or ``TFRecord``, or leave out ``BatchStrategy``.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._data_samples import JOB
from ._samples import unversioned, validation


def check(scope: Scope) -> Iterator[Finding]:
    source = scope.child("TransformInput")
    if source is None or scope.text("BatchStrategy") is None:
        return
    if source.lacks("SplitType") or source.text("SplitType") == "None":
        state = "'None'" if source.has("SplitType") else "not given"
        yield scope.finding(
            "BatchStrategy",
            message=f"BatchStrategy has no effect while SplitType of TransformInput is {state}",
            help="set SplitType to 'Line', 'RecordIO' or 'TFRecord', or leave out BatchStrategy",
        )


RULE = Rule(
    id="MP277",
    name="batch-strategy-without-split",
    summary="a batch strategy is set, but the input is not split",
    severity=Severity.info,
    cites=("CUR-CMP-TIN-SPLIT", "CUR-CMP-TJD-BATCH"),
    doc=__doc__,
    trigger=Visit(("TransformJobDefinition",), ("BatchStrategy",)),
    check=check,
    operations=("CreateModelPackage",),
    examples=(
        Example(
            good=unversioned(ValidationSpecification=validation()),
            edit=Edit("set", (*JOB, "BatchStrategy"), "MultiRecord"),
            expect=((*JOB, "BatchStrategy"),),
            message="BatchStrategy has no effect while SplitType of TransformInput is not given",
        ),
    ),
)
