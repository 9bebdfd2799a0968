"""A URL has neither of the two forms that the service takes.

## What it checks

URLs of artifacts and data: ``s3://`` or ``https://`` in lower case, then a bucket or host, then the key, without line breaks.

## Why the service refuses it

The service matches the whole URL against a pattern. The AWS client does not look at patterns and sends the request. Local paths,
``s3a://``, ``http://`` and capital letters in the scheme do not match. Where only the beginning of a URL is known, it is judged by that.

## How to fix

Write ``s3://bucket/key``. Upload local files first.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Unknown, quote
from ..linter.rule import Breach, Example, Rule, Violation
from ._patterns import LINE_BREAKS, empty, matches, offence, told
from ._samples import MODEL_DATA, validation, versioned
from ._words import subject

Fault: TypeAlias = tuple[str, str, str | None]
"""What is wrong, the mend, and the URL that was meant where that is clear."""

HELP = "write s3://BUCKET/KEY"
_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?P<slashes>/*)(?P<rest>[\s\S]*)")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_LOCAL = ("/", "./", "../", "~", "\\")
_BUCKET_ARN = "arn:aws:s3:::"


def check(violation: Violation) -> Iterator[Finding]:
    if isinstance(violation.value, Unknown):
        yield from _of_beginning(violation, violation.value.prefix)
        return
    if not violation.value:
        yield empty(violation, "fill it in or leave it out", "a URL starts with 's3://' or 'https://'")
        return
    fault, help_text, suggestion = _fault(violation.value) or (_rest(violation), HELP, None)
    if suggestion is not None and not matches(violation.limit, suggestion):
        suggestion = None
    yield told(violation, fault, help_text, suggestion)


def _of_beginning(violation: Violation, start: str) -> Iterator[Finding]:
    """Judge a URL of which only the beginning is known, where nothing that may follow can mend it."""
    if offence(violation.limit, start) is None:
        return
    fault, help_text, _ = _fault(start.rstrip()) or (_rest(violation._replace(value=start)), HELP, None)
    yield Finding(violation.path, f"{subject(violation)} begins with {quote(start)}, but {fault}", help_text)


def _fault(url: str) -> Fault | None:
    if url != url.strip():
        return "it has white space around it", "take the white space away", url.strip()
    if url.startswith(_BUCKET_ARN):
        return "it is an ARN and no URL", HELP, f"s3://{url.removeprefix(_BUCKET_ARN)}"
    if url.startswith(_LOCAL) or _DRIVE.match(url) or url.lower().startswith("file:"):
        return "it is a local path", "upload the file and give its s3:// URL", None
    match = _SCHEME.fullmatch(url)
    if match is None:
        return "it starts with neither 's3://' nor 'https://'", f"{HELP}; the scheme is missing", None
    return _scheme_fault(match["scheme"], match["slashes"], match["rest"])


def _scheme_fault(scheme: str, slashes: str, rest: str) -> Fault | None:
    if scheme in ("s3", "https"):
        return _slash_fault(scheme, slashes, rest)
    lower = scheme.lower()
    if lower in ("s3", "https"):
        return f"its scheme {quote(scheme)} is not in lower case", f"write '{lower}://'", f"{lower}://{rest}"
    if lower in ("s3a", "s3n"):
        return f"its scheme {quote(scheme)} is known to Hadoop only", "write 's3://'", f"s3://{rest}"
    if lower == "http":
        return "its scheme is 'http', not 'https'", "write 'https://' or 's3://'", f"https://{rest}"
    return f"its scheme {quote(scheme)} is neither 's3' nor 'https'", HELP, None


def _slash_fault(scheme: str, slashes: str, rest: str) -> Fault | None:
    if slashes.startswith("//"):
        host = "bucket" if scheme == "s3" else "host"
        return (f"the {host} is missing after '{scheme}://'", HELP, None) if len(slashes) > len("//") or not rest else None
    return f"two slashes must follow '{scheme}:'", HELP, f"{scheme}://{rest}"


def _rest(violation: Violation) -> str:
    found = offence(violation.limit, violation.value)
    if found is None:
        return "it ends too early"
    return f"its {found}" + ("; a URL has no line break" if found.char in LINE_BREAKS else "")


_URL = ("InferenceSpecification", "Containers", 0, "ModelDataUrl")
_S3 = ("ValidationSpecification", "ValidationProfiles", 0, "TransformJobDefinition", "TransformOutput", "S3OutputPath")

RULE = Rule(
    id="MP123",
    name="url-form",
    summary="a URL is neither s3:// nor https:// with a bucket or host",
    severity=Severity.error,
    cites=("UMP-MODELDATA-S3", "CUR-CMP-TOUT-PATH", "CUR-CMP-TIN-S3URI"),
    doc=__doc__,
    trigger=Breach(("pattern",), ("Url", "S3Uri", "S3ModelUri"), beginnings=True),
    check=check,
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", _URL, MODEL_DATA.replace("s3:", "S3:")),
            expect=(_URL,),
            message="ModelDataUrl is 'S3://amzn-s3-demo-bucket/churn/model.tar.gz', but its scheme 'S3' is not in lower case",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", _URL, MODEL_DATA.replace("s3:", "s3a:")),
            expect=(_URL,),
            message="ModelDataUrl is 's3a://amzn-s3-demo-bucket/churn/model.tar.gz', but its scheme 's3a' is known to Hadoop only",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", _URL, "./model.tar.gz"),
            expect=(_URL,),
            message="ModelDataUrl is './model.tar.gz', but it is a local path",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", _URL, "amzn-s3-demo-bucket/churn/model.tar.gz"),
            expect=(_URL,),
            message="ModelDataUrl is 'amzn-s3-demo-bucket/churn/model.tar.gz', but it starts with neither 's3://' nor 'https://'",
        ),
        Example(
            good=versioned(ValidationSpecification=validation()),
            edit=Edit("set", _S3, "s3:///out/"),
            expect=(_S3,),
            message="S3OutputPath is 's3:///out/', but the bucket is missing after 's3://'",
        ),
        Example(
            good=versioned(ValidationSpecification=validation()),
            edit=Edit("set", _S3, "s3:/amzn-s3-demo-bucket/out/"),
            expect=(_S3,),
            message="S3OutputPath is 's3:/amzn-s3-demo-bucket/out/', but two slashes must follow 's3:'",
        ),
    ),
)
