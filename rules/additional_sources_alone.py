"""There are additional model data sources, but no first one.

## What it checks

A container with ``AdditionalModelDataSources`` has a ``ModelDataSource``.

## Why the service refuses it

The documents describe them as sources in addition to the one in ``ModelDataSource``.

## How to fix

Move the source of the model itself to ``ModelDataSource``.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._data_samples import CONTAINER, s3_source
from ._samples import IMAGE, specification, versioned


def check(scope: Scope) -> Iterator[Finding]:
    if scope.list("AdditionalModelDataSources") and scope.lacks("ModelDataSource"):
        yield scope.finding(
            "AdditionalModelDataSources",
            message="AdditionalModelDataSources are in addition to ModelDataSource, which is not given",
            help="move the source of the model itself to ModelDataSource",
            on="key",
        )


RULE = Rule(
    id="MP267",
    name="additional-sources-alone",
    summary="there are additional model data sources, but no first one",
    severity=Severity.warning,
    cites=("CUR-CMP-AMDS-WITH-MDS",),
    doc=__doc__,
    trigger=Visit(("ModelPackageContainerDefinition",), ("AdditionalModelDataSources",)),
    check=check,
    since="1.42.93",
    examples=(
        Example(
            good=versioned(
                InferenceSpecification=specification(
                    Containers=[
                        {
                            "Image": IMAGE,
                            "ModelDataSource": {"S3DataSource": s3_source()},
                            "AdditionalModelDataSources": [{"ChannelName": "adapter", "S3DataSource": s3_source()}],
                        }
                    ]
                )
            ),
            edit=Edit("remove", (*CONTAINER, "ModelDataSource")),
            expect=((*CONTAINER, "AdditionalModelDataSources"),),
            message="AdditionalModelDataSources are in addition to ModelDataSource, which is not given",
        ),
    ),
)
