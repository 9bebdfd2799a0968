"""Texts of which only the beginning or the end is known: judged where that decides, and left alone where it does not."""

from typing import Any

import pytest
from strategies_support import examined

from mpkit.linter.path import pointer
from mpkit.linter.request import Unknown
from mpkit.rules._data_samples import SOURCE, sourced
from mpkit.rules._samples import versioned

URL = ("InferenceSpecification", "Containers", 0, "ModelDataUrl")


def with_value(request: Any, path: tuple[str | int, ...], value: Any) -> Any:
    if not path:
        return value
    if isinstance(request, dict):
        return {**request, path[0]: with_value(request.get(path[0]), path[1:], value)}
    return [with_value(item, path[1:], value) if index == path[0] else item for index, item in enumerate(request)]


def found(request: Any, path: tuple[str | int, ...], value: Any) -> list[str]:
    """The rules and messages about a member of a request that has an unknown value."""
    findings = examined("2026-11", "CreateModelPackage", with_value(request, path, value), certain=False)
    return [f"{rule.name}: {finding.message}" for rule, finding in findings if pointer(finding.path) == pointer(path)]


@pytest.mark.parametrize("suffix", ["", "z", ".gz", "model.tar.gz", "/a/model.tar.gz", ".tar.gz"])
def test_an_end_that_may_be_that_of_an_archive_is_fine(suffix: str) -> None:
    assert found(versioned(), URL, Unknown("s3://bucket/", suffix)) == []


@pytest.mark.parametrize(("suffix", "shown"), [("/model.zip", "s3://b/…/model.zip"), ("x.gz", "s3://b/…x.gz"), ("/", "s3://b/…/")])
def test_an_end_that_is_no_archive_is_found(suffix: str, shown: str) -> None:
    assert found(versioned(), URL, Unknown("s3://b/", suffix)) == [
        f"model-data-suffix: ModelDataUrl is '{shown}', which does not end in '.tar.gz'"
    ]


@pytest.mark.parametrize("prefix", ["", "s", "s3", "s3:", "s3://", "s3://bucket", "h", "https:/", "https://host/a b"])
def test_a_beginning_that_may_be_that_of_a_url_is_fine(prefix: str) -> None:
    assert found(versioned(), URL, Unknown(prefix, "")) == []


@pytest.mark.parametrize(
    ("prefix", "message"),
    [
        ("models/", "begins with 'models/', but it starts with neither 's3://' nor 'https://'"),
        ("http://x/", "begins with 'http://x/', but its scheme is 'http', not 'https'"),
        ("S3://b/", "begins with 'S3://b/', but its scheme 'S3' is not in lower case"),
        ("s3:///", "begins with 's3:///', but the bucket is missing after 's3://'"),
        ("s3://b/\n", "begins with 's3://b/\\u000a', but its character 8 is U+000A LINE FEED; a URL has no line break"),
        ("/opt/ml/", "begins with '/opt/ml/', but it is a local path"),
    ],
)
def test_a_beginning_that_nothing_can_mend_is_found_once(prefix: str, message: str) -> None:
    assert found(versioned(), URL, Unknown(prefix, ".zip")) == [f"url-form: ModelDataUrl {message}"]


def test_the_beginning_of_other_texts_is_not_judged() -> None:
    assert found(versioned(), ("ModelPackageGroupName",), Unknown("a b", "")) == []


def test_a_prefix_whose_end_is_known_needs_its_slash() -> None:
    uri = (*SOURCE, "S3Uri")

    assert found(sourced(), uri, Unknown("s3://b/", "/model")) == [
        "s3-prefix-slash: S3Uri is 's3://b/…/model'; with S3DataType 'S3Prefix' it has to end in '/'"
    ]
    assert found(sourced(), uri, Unknown("s3://b/", "/model/")) == []
    assert found(sourced(), uri, Unknown("s3://b/", "")) == []
