"""Two additional model data sources have the same channel name.

## What it checks

``ChannelName`` is different in each of a container's ``AdditionalModelDataSources``.

## Why the service refuses it

The documents do not state it, so this is advice: the name is all that tells one source from another inside the container.

## How to fix

Rename one of the channels.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Related, Severity
from ..linter.request import Scope, show
from ..linter.rule import Example, Rule, Visit
from ._data_samples import CONTAINER, s3_source
from ._repeats import repeats
from ._samples import IMAGE, specification, versioned

SOURCES = "AdditionalModelDataSources"


def check(scope: Scope) -> Iterator[Finding]:
    for repeat in repeats(scope, SOURCES, "ChannelName"):
        yield Finding(
            repeat.path,
            f"ChannelName {show(repeat.text, repeat.path)} is already that of another data source of this container",
            "rename one of the two channels",
            related=(Related(repeat.first, "first given here"),),
        )


RULE = Rule(
    id="MP268",
    name="duplicate-channel-name",
    summary="two additional model data sources have the same channel name",
    severity=Severity.info,
    cites=("CUR-CMP-AMDS-CHANNEL",),
    doc=__doc__,
    trigger=Visit(("ModelPackageContainerDefinition",), (SOURCES,)),
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
                            SOURCES: [{"ChannelName": name, "S3DataSource": s3_source()} for name in ("adapter", "tokenizer")],
                        }
                    ]
                )
            ),
            edit=Edit("set", (*CONTAINER, SOURCES, 1, "ChannelName"), "adapter"),
            expect=((*CONTAINER, SOURCES, 1, "ChannelName"),),
            message="ChannelName 'adapter' is already that of another data source of this container",
        ),
    ),
)
