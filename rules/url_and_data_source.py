"""A model is given twice, by ``ModelDataUrl`` and by ``ModelDataSource``.

## What it checks

A container or a source algorithm has at most one of ``ModelDataUrl`` and ``ModelDataSource``.

## Why the service refuses it

No document says whether both may be given, nor which of them is then deployed. They are two ways of saying the same thing. Which of two
models is deployed should not be left open, so this is a warning.

## How to fix

Keep ``ModelDataUrl`` for one archive, ``ModelDataSource`` for anything else.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Related, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._data_samples import CONTAINER, s3_source, sourced
from ._samples import MODEL_DATA, versioned


def check(scope: Scope) -> Iterator[Finding]:
    if scope.text("ModelDataUrl") and scope.map("ModelDataSource"):
        yield scope.finding(
            "ModelDataSource",
            message="both ModelDataUrl and ModelDataSource say where the model is, and nothing says which of them counts",
            help="keep one of the two",
            on="key",
            related=(Related((*scope.path, "ModelDataUrl"), "the other place", on="key"),),
        )


RULE = Rule(
    id="MP258",
    name="url-and-data-source",
    summary="a model is given by ModelDataUrl and by ModelDataSource",
    severity=Severity.warning,
    cites=("CUR-CMP-MDS-URL-BOTH",),
    doc=__doc__,
    trigger=Visit(("ModelPackageContainerDefinition", "SourceAlgorithm"), ("ModelDataSource",)),
    check=check,
    since="1.34.53",
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", (*CONTAINER, "ModelDataSource"), {"S3DataSource": s3_source()}),
            expect=((*CONTAINER, "ModelDataSource"),),
            message="both ModelDataUrl and ModelDataSource say where the model is, and nothing says which of them counts",
        ),
        Example(
            good=sourced(),
            edit=Edit("set", (*CONTAINER, "ModelDataUrl"), MODEL_DATA),
            expect=((*CONTAINER, "ModelDataSource"),),
            message="both ModelDataUrl and ModelDataSource say where the model is, and nothing says which of them counts",
        ),
    ),
)
