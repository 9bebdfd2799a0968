"""The name of an archive does not end in ``.tar.gz``.

## What it checks

``ModelDataUrl`` of a container or of a source algorithm, and ``SamplePayloadUrl``, end in ``.tar.gz``, spelt exactly so.

## Why the service refuses it

The documents demand one single gzip-compressed tar archive with this suffix. Nothing in the client looks at it: the request is accepted
and the model fails when it is deployed.

## How to fix

Pack the artifacts with ``tar -czf model.tar.gz`` and give the URL of that object, without a query string. Artifacts that are not
compressed belong into ``ModelDataSource``.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope, show
from ..linter.rule import Example, Rule, Visit
from ._nothing import NOTHING
from ._samples import versioned

SUFFIX = ".tar.gz"
PAYLOAD, DATA = "SamplePayloadUrl", "ModelDataUrl"
URL = ("InferenceSpecification", "Containers", 0, "ModelDataUrl")


def check(scope: Scope) -> Iterator[Finding]:
    # The other member would be misplaced here, which is a finding of its own.
    member = DATA if scope.path else PAYLOAD
    url = scope.ending(member)
    # What is not known before a known end may hold the rest of the suffix.
    return (
        NOTHING
        if url is None or url.endswith(SUFFIX) or (_is_end(scope, member) and SUFFIX.endswith(url))
        else _findings(scope, member, url)
    )


def _is_end(scope: Scope, member: str) -> bool:
    return scope.text(member) is None


def _findings(scope: Scope, member: str, url: str) -> Iterator[Finding]:
    trimmed = url.rstrip("/ \t")
    path = (*scope.path, member)
    yield scope.finding(
        member,
        message=f"{member} is {show(scope.value[member], path)}, which does not end in '{SUFFIX}'",
        help=_mend(url),
        suggestion=Edit("set", path, trimmed) if trimmed.endswith(SUFFIX) and not _is_end(scope, member) else None,
    )


def _mend(url: str) -> str:
    lowered = url.lower()
    if url.rstrip("/ \t").endswith(SUFFIX):
        return "remove the slash at the end" if url.endswith("/") else "remove the white space at the end"
    if "?" in url:
        return f"leave out the query string; the URL itself has to end in '{SUFFIX}'"
    if lowered.endswith(SUFFIX):
        return f"rename the object so that its suffix is in lower case, '{SUFFIX}'"
    if lowered.endswith(".tgz"):
        return f"rename the object; '.tgz' does not do instead of '{SUFFIX}'"
    if url.endswith("/"):
        return f"give the URL of one archive, whose key ends in '{SUFFIX}', and not a prefix"
    return f"point it to one gzip-compressed tar archive whose key ends in '{SUFFIX}'"


RULE = Rule(
    id="MP250",
    name="model-data-suffix",
    summary="the URL of an archive does not end in .tar.gz",
    severity=Severity.error,
    cites=("UMP-MODELDATA-TARGZ", "CUR-CMP-MODELDATA-TARGZ", "CUR-CMP-ALG-TARGZ", "CUR-CMP-PAYLOAD-TARGZ"),
    doc=__doc__,
    trigger=Visit(("ModelPackageContainerDefinition", "SourceAlgorithm", "CreateModelPackageInput"), (DATA, PAYLOAD)),
    check=check,
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", URL, "s3://amzn-s3-demo-bucket/churn/model.zip"),
            expect=(URL,),
            message="ModelDataUrl is 's3://amzn-s3-demo-bucket/churn/model.zip', which does not end in '.tar.gz'",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", ("SamplePayloadUrl",), "s3://amzn-s3-demo-bucket/churn/payload.tgz"),
            expect=(("SamplePayloadUrl",),),
            message="SamplePayloadUrl is 's3://amzn-s3-demo-bucket/churn/payload.tgz', which does not end in '.tar.gz'",
        ),
    ),
)
