"""The parts that requests are drawn from: names, ARNs, URIs, images, texts. `mpkit.conformance.strategies` is the public face."""

import json
import string
from functools import cache
from typing import NamedTuple
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy


class Region(NamedTuple):
    """An AWS region with the partition and the domain that go with it."""

    name: str
    partition: str = "aws"
    domain: str = "amazonaws.com"


REGIONS = (
    Region("us-east-1"),
    Region("eu-west-1"),
    Region("ap-southeast-2"),
    Region("cn-north-1", "aws-cn", "amazonaws.com.cn"),
    Region("us-gov-west-1", "aws-us-gov"),
)

LINE_BREAKS = "\n\r\x85\u2028\u2029"

_LETTERS = string.ascii_letters
_ALNUM = string.ascii_letters + string.digits
_LOWER = string.ascii_lowercase + string.digits


def regions() -> SearchStrategy[Region]:
    """Draw an AWS region."""
    return st.sampled_from(REGIONS)


@cache
def names(max_size: int = 63) -> SearchStrategy[str]:
    """Draw a name of ASCII letters, digits and inner hyphens: of a package, a group, a stage, a host, a hub content."""
    return st.text(_ALNUM + "-", min_size=1, max_size=max_size).map(lambda text: text.strip("-") or "a")


def accounts() -> SearchStrategy[str]:
    """Draw an account number: twelve digits."""
    # One number shrinks in a few steps, where twelve digits would take twelve times as many; likewise below.
    return st.integers(0, 10**12 - 1).map("{:012d}".format)


def _arns(service: str, region: Region | None, resource: SearchStrategy[str], *, regional: bool = True) -> SearchStrategy[str]:
    def arn(place: Region, account: str, name: str) -> str:
        return f"arn:{place.partition}:{service}:{place.name if regional else ''}:{account}:{name}"

    return st.builds(arn, regions() if region is None else st.just(region), accounts(), resource)


@cache
def package_arns(region: Region | None = None, *, versioned: bool | None = True) -> SearchStrategy[str]:
    """Draw the ARN of a model package: of a version in a group, of a package of its own, or (`None`) of either."""
    own = names().map("model-package/{}".format)
    version = st.builds("model-package/{}/{}".format, names(), st.integers(1, 999_999_999))
    return _arns("sagemaker", region, st.one_of(version, own) if versioned is None else version if versioned else own)


@cache
def sagemaker_arns(kind: str, region: Region | None = None) -> SearchStrategy[str]:
    """Draw the ARN of another SageMaker resource that has a plain name: a model, an algorithm, a training job."""
    return _arns("sagemaker", region, names().map(lambda name: f"{kind}/{name}"))


@cache
def group_arns(region: Region | None = None) -> SearchStrategy[str]:
    """Draw the ARN of a model package group."""
    return sagemaker_arns("model-package-group", region)


@cache
def role_arns(region: Region | None = None) -> SearchStrategy[str]:
    """Draw the ARN of an IAM role, at times with a path."""
    path = st.lists(st.text(_ALNUM, min_size=1, max_size=12), max_size=2).map(lambda steps: "".join(f"{step}/" for step in steps))
    name = st.text(_ALNUM + "+=,.@-_", min_size=1, max_size=64)
    return _arns("iam", region, st.builds("role/{}{}".format, path, name), regional=False)


@cache
def kms_keys(region: Region | None = None) -> SearchStrategy[str]:
    """Draw a KMS key in one of its four forms: key id, key ARN, alias name, alias ARN."""
    key = st.integers(0, 2**128 - 1).map(lambda number: str(UUID(int=number)))
    alias = st.text(_ALNUM + "/_-", min_size=1, max_size=64).map(lambda text: "alias/" + (text.strip("/") or "a"))
    return st.one_of(key, alias, _arns("kms", region, st.one_of(key.map("key/{}".format), alias)))


@cache
def s3_uris(suffix: str = "", *, unicode: bool = False) -> SearchStrategy[str]:
    """Draw the ``s3://`` URI of an object whose key ends in ``suffix``; with the suffix ``/`` that of a prefix.

    Keys have plain ASCII characters, with ``unicode`` also others that a URI may carry.
    """
    letters = st.characters(categories=("L", "N"), max_codepoint=0xFFFF) if unicode else st.sampled_from(_ALNUM + "-_=")
    segment = st.text(letters, min_size=1, max_size=24)
    bucket = st.text(_LOWER + "-", min_size=1, max_size=40).map(lambda text: text.strip("-").ljust(3, "a"))
    key = st.lists(segment, min_size=1, max_size=3).map("/".join)
    return st.builds(lambda place, path: f"s3://{place}/{path}{suffix}", bucket, key)


@cache
def https_urls(region: Region | None = None, suffix: str = "") -> SearchStrategy[str]:
    """Draw the ``https://`` URL of an object in S3, with the bucket in the host's name."""

    def url(place: Region, uri: str) -> str:
        bucket, _, key = uri.removeprefix("s3://").partition("/")
        return f"https://{bucket}.s3.{place.name}.{place.domain}/{key}"

    return st.builds(url, regions() if region is None else st.just(region), s3_uris(suffix))


@cache
def image_digests() -> SearchStrategy[str]:
    """Draw the SHA-256 digest of an image."""
    return st.integers(0, 16**64 - 1).map("sha256:{:064x}".format)


@cache
def etags() -> SearchStrategy[str]:
    """Draw the ETag of an object in S3."""
    return st.integers(0, 16**32 - 1).map("{:032x}".format)


@cache
def image_uris(region: Region | None = None) -> SearchStrategy[str]:
    """Draw the path of an image in Amazon ECR, with a tag or a digest or neither."""
    part = st.text(_LOWER, min_size=1, max_size=20)
    repository = st.lists(part, min_size=1, max_size=3).map("/".join)
    tag = st.builds("{}{}".format, st.sampled_from(_ALNUM), st.text(_ALNUM + "._-", max_size=20)).map(":{}".format)
    version = st.one_of(st.just(""), tag, image_digests().map("@{}".format))

    def image(place: Region, account: str, path: str, suffix: str) -> str:
        return f"{account}.dkr.ecr.{place.name}.{place.domain}/{path}{suffix}"

    return st.builds(image, regions() if region is None else st.just(region), accounts(), repository, version)


@cache
def mime_types() -> SearchStrategy[str]:
    """Draw a common MIME type, at times with a parameter."""
    common = (
        "text/csv",
        "application/json",
        "application/jsonlines",
        "application/x-npy",
        "application/x-parquet",
        "image/png",
        "text/libsvm",
    )
    return st.sampled_from((*common, "text/csv; header=present"))


@cache
def descriptions(max_size: int = 1024) -> SearchStrategy[str]:
    """Draw a text of letters, marks, separators, symbols, digits and punctuation, in any script, on one line."""
    return st.text(st.characters(categories=("L", "M", "Zs", "S", "N", "P")), max_size=max_size)


@cache
def single_lines(max_size: int | None = None, min_size: int = 0) -> SearchStrategy[str]:
    """Draw any text without a line break, control characters included."""
    characters = st.characters(codec="utf-8", exclude_characters=LINE_BREAKS)
    return st.text(characters, min_size=min_size, max_size=max_size)


@cache
def texts(max_size: int | None = None, min_size: int = 0) -> SearchStrategy[str]:
    """Draw any text."""
    return st.text(st.characters(codec="utf-8"), min_size=min_size, max_size=max_size)


@cache
def labels(max_size: int, min_size: int = 1) -> SearchStrategy[str]:
    """Draw the key or value of a tag or of customer metadata."""
    return st.text(st.characters(categories=("L", "Zs", "N"), include_characters="_.:/=+-@"), min_size=min_size, max_size=max_size)


@cache
def environment_names(max_size: int = 1024) -> SearchStrategy[str]:
    """Draw the name of an environment variable."""
    return st.builds("{}{}".format, st.sampled_from(_LETTERS + "_"), st.text(_ALNUM + "_", max_size=max_size - 1))


def environments(max_size: int = 16, *, max_length: int = 1024) -> SearchStrategy[dict[str, str]]:
    """Draw an Environment map with at most ``max_size`` entries, values of at most ``max_length`` characters."""
    return st.dictionaries(environment_names(), texts(max_length), max_size=max_size)


@cache
def source_uris(max_size: int = 1024) -> SearchStrategy[str]:
    """Draw any text that may stand for the source of a package: no symbols and no control characters."""
    return st.text(st.characters(categories=("L", "M", "Zs", "N", "P")), max_size=max_size)


@cache
def words(max_size: int, extra: str = "-", min_size: int = 1) -> SearchStrategy[str]:
    """Draw a text of ASCII letters, digits and ``extra``."""
    return st.text(_ALNUM + extra, min_size=min_size, max_size=max_size)


@cache
def without_white_space(max_size: int) -> SearchStrategy[str]:
    """Draw any text that has a character and no blank, tab or line break."""
    return st.text(st.characters(codec="utf-8", exclude_characters="\t\n\v\f\r "), min_size=1, max_size=max_size)


def tokens(max_size: int = 36) -> SearchStrategy[str]:
    """Draw a client token."""
    return st.text(_ALNUM + "-", min_size=1, max_size=max_size)


@cache
def framework_versions() -> SearchStrategy[str]:
    """Draw the version of a framework, such as ``2.1`` or ``1.13.1b``."""
    return st.builds("{}.{}".format, st.sampled_from(string.digits), st.text(_ALNUM + ".", min_size=1, max_size=8))


@cache
def content_versions() -> SearchStrategy[str]:
    """Draw the version of hub content, such as ``1.0.0``."""
    part = st.integers(0, 9999)
    return st.builds("{}.{}.{}".format, part, part, part)


@cache
def data_input_configs() -> SearchStrategy[str]:
    """Draw a DataInputConfig: JSON text that gives each input its shape."""
    shape = st.lists(st.integers(1, 1024), min_size=1, max_size=4)
    return st.dictionaries(st.text(_LOWER, min_size=1, max_size=8), shape, min_size=1, max_size=3).map(
        lambda inputs: "{" + ", ".join(f'"{name}": {size}' for name, size in inputs.items()) + "}"
    )


@cache
def model_cards() -> SearchStrategy[str]:
    """Draw the content of a model card as JSON text."""
    words = descriptions(40)
    overview = st.fixed_dictionaries({}, optional={"model_creator": words})
    details = st.fixed_dictionaries({}, optional={"purpose_of_model": words, "intended_uses": words})
    return st.fixed_dictionaries({}, optional={"model_overview": overview, "intended_uses": details}).map(json.dumps)
