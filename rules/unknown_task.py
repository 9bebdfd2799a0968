"""The task is none that Inference Recommender supports.

## What it checks

``Task`` is one of the eight documented values, in upper case.

## Why the service refuses it

The service model takes any text. The documents list the tasks that Inference Recommender supports, and ``OTHER`` for all else; with another
value its jobs find no matching benchmark.

## How to fix

Write the value as documented, or ``OTHER`` where none fits.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope, show
from ..linter.rule import Example, Rule, Visit
from ._nearest import closest, containing
from ._package import ADDITIONAL_SINCE
from ._samples import versioned

TASKS = (
    "IMAGE_CLASSIFICATION",
    "OBJECT_DETECTION",
    "TEXT_GENERATION",
    "IMAGE_SEGMENTATION",
    "FILL_MASK",
    "CLASSIFICATION",
    "REGRESSION",
    "OTHER",
)


def check(scope: Scope) -> Iterator[Finding]:
    task = scope.text("Task")
    if task is None or task in TASKS:
        return
    meant = closest(task, TASKS)
    near = meant or containing(task, TASKS)
    yield scope.finding(
        "Task",
        message=f"Task is {show(task)}; Inference Recommender supports {', '.join(TASKS[:-1])} and {TASKS[-1]}",
        help=f"write '{near}'" if near else "write 'OTHER' where none of them fits",
        suggestion=Edit("set", (*scope.path, "Task"), meant) if meant else None,
    )


RULE = Rule(
    id="MP223",
    name="unknown-task",
    summary="the task is none that Inference Recommender supports",
    severity=Severity.warning,
    cites=("CUR-CMP-TASK-LIST",),
    doc=__doc__,
    trigger=Visit(("CreateModelPackageInput",), ("Task",)),
    check=check,
    operations=("CreateModelPackage",),
    since=ADDITIONAL_SINCE,
    examples=(
        Example(
            good=versioned(Task="REGRESSION"),
            edit=Edit("set", ("Task",), "regression"),
            expect=(("Task",),),
            message=f"Task is 'regression'; Inference Recommender supports {', '.join(TASKS[:-1])} and OTHER",
        ),
        Example(
            good=versioned(Task="OTHER"),
            edit=Edit("set", ("Task",), "CLUSTERING"),
            expect=(("Task",),),
            message=f"Task is 'CLUSTERING'; Inference Recommender supports {', '.join(TASKS[:-1])} and OTHER",
            edition="2022-07",
        ),
    ),
)
