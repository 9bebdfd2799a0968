"""An ETag is given without the URI that it belongs to.

## What it checks

``ModelDataETag`` stands next to ``ModelDataUrl``, and ``ManifestEtag`` (so spelt) next to ``ManifestS3Uri``. The third one, ``ETag``,
belongs to ``S3Uri``, which the schema requires anyway.

## Why the service refuses it

The documents describe each ETag as that of one URI. Without the URI there is nothing that it could pin. The service model lets an ETag
stand alone and nothing says that it is refused, so this is advice.

## How to fix

Add the URI, or leave out the ETag.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._data_samples import SOURCE, sourced

OWNERS = {"ModelDataETag": "ModelDataUrl", "ManifestEtag": "ManifestS3Uri"}


def check(scope: Scope) -> Iterator[Finding]:
    for member, uri in OWNERS.items():
        if scope.text(member) is not None and scope.lacks(uri):
            yield scope.finding(
                member,
                message=f"{member} is the ETag of {uri}, which is not given",
                help=f"add {uri} or leave out {member}",
                on="key",
            )


RULE = Rule(
    id="MP266",
    name="etag-without-uri",
    summary="an ETag is given without the URI that it belongs to",
    severity=Severity.info,
    cites=("CUR-CMP-ETAGS",),
    doc=__doc__,
    trigger=Visit(("ModelPackageContainerDefinition", "SourceAlgorithm", "S3ModelDataSource"), tuple(OWNERS)),
    check=check,
    since="1.35.91",
    examples=(
        Example(
            good=sourced(ManifestS3Uri="s3://amzn-s3-demo-bucket/churn/manifest.csv", ManifestEtag="9b2cf535f27731c974343645a3985328"),
            edit=Edit("remove", (*SOURCE, "ManifestS3Uri")),
            expect=((*SOURCE, "ManifestEtag"),),
            message="ManifestEtag is the ETag of ManifestS3Uri, which is not given",
        ),
    ),
)
