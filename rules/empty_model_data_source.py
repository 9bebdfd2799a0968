"""``ModelDataSource`` names no data source.

## What it checks

``ModelDataSource``, where it is given, is not an empty object.

## Why the service refuses it

The prose wants one and only one of the available data sources. There is only ``S3DataSource`` as yet, and the service model does not mark
it as required.

## How to fix

Add ``S3DataSource``, or leave out ``ModelDataSource``.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._data_samples import CONTAINER, sourced

AT = (*CONTAINER, "ModelDataSource")


def check(scope: Scope) -> Iterator[Finding]:
    if not scope.value and scope.lacks("S3DataSource"):
        yield scope.finding(
            message="ModelDataSource is empty; it has to name one data source, and S3DataSource is the only one",
            help="add S3DataSource or leave out ModelDataSource",
            on="object",
        )


RULE = Rule(
    id="MP257",
    name="empty-model-data-source",
    summary="ModelDataSource names no data source",
    severity=Severity.error,
    cites=("CUR-CMP-MDS-ONE-OF",),
    doc=__doc__,
    trigger=Visit(("ModelDataSource",)),
    check=check,
    since="1.34.53",
    examples=(
        Example(
            good=sourced(),
            edit=Edit("remove", (*AT, "S3DataSource")),
            expect=(AT,),
            message="ModelDataSource is empty; it has to name one data source, and S3DataSource is the only one",
        ),
    ),
)
