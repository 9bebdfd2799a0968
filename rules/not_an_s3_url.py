"""An https URL does not lead to Amazon S3.

## What it checks

The host of each https URL where a place in S3 is expected is one of S3's hosts: path style or virtual host, of any region, dual-stack,
FIPS, accelerated, an access point, a VPC endpoint or a website.

## Why the service refuses it

The documents speak of Amazon S3 paths only, but the pattern lets every https host through, so a link to some other server is found out when
the service cannot read from it. Prose and pattern contradict each other, so this is a warning.

## How to fix

Upload the object to S3 and give its ``s3://`` URI.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope, quote
from ..linter.rule import Example, Rule, Visit
from . import _s3
from ._nothing import NOTHING
from ._samples import versioned

PAYLOAD = "SamplePayloadUrl"
MEMBERS = ("ModelDataUrl", PAYLOAD, "S3Uri", "ManifestS3Uri", "S3OutputPath")
URL = ("InferenceSpecification", "Containers", 0, "ModelDataUrl")


def check(scope: Scope) -> Iterator[Finding]:
    value = scope.value
    for member in MEMBERS:
        if member in value and not str(value[member]).startswith("s3:"):
            return _findings(scope)
    return NOTHING


def _findings(scope: Scope) -> Iterator[Finding]:
    for member in MEMBERS:
        url = scope.text(member)
        # Where the other members are misplaced, that is a finding of its own.
        is_own = (member == PAYLOAD) != bool(scope.path)
        if is_own and url is not None and url.startswith("https://") and not _s3.is_endpoint(url):
            host = url[8:].partition("/")[0]
            yield scope.finding(
                member,
                message=f"{member} leads to the host {quote(host)}, which is none of Amazon S3",
                help="upload the object to S3 and give its 's3://bucket/key' URI",
            )


RULE = Rule(
    id="MP251",
    name="not-an-s3-url",
    summary="an https URL leads to a host that is none of S3",
    severity=Severity.warning,
    cites=("UMP-MODELDATA-S3",),
    doc=__doc__,
    trigger=Visit(
        (
            "ModelPackageContainerDefinition",
            "SourceAlgorithm",
            "S3ModelDataSource",
            "AdditionalS3DataSource",
            "TransformS3DataSource",
            "TransformOutput",
            "MetricsSource",
            "FileSource",
            "CreateModelPackageInput",
        ),
        MEMBERS,
    ),
    check=check,
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", URL, "https://models.example.com/churn/model.tar.gz"),
            expect=(URL,),
            message="ModelDataUrl leads to the host 'models.example.com', which is none of Amazon S3",
        ),
    ),
)
