"""What can be read off the path of a container image."""

import re
from typing import NamedTuple

from . import _arn

# ECR's hosts, the dual-stack ones of dkr-ecr included.
_REGISTRY = (
    rf"[0-9]{{12}}\.(?:dkr\.ecr(?:-fips)?\.(?P<region>{_arn.REGION})\.{_arn.DNS_SUFFIX}"
    rf"|dkr-ecr(?:-fips)?\.(?P<dual>{_arn.REGION})\.(?:on\.aws|on\.amazonwebservices\.com\.cn))"
)
_REPOSITORY = r"[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*"
_TAG = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"
_DIGEST = r"sha256:[0-9a-fA-F]{64}"

WELL_FORMED = re.compile(rf"{_REGISTRY}/{_REPOSITORY}(?::{_TAG}|@{_DIGEST})?")
"""Registry, repository, and a tag or a digest or neither."""


class Image(NamedTuple):
    """The parts of an image's path; `None` where it has no such part."""

    registry: str | None
    repository: str
    tag: str | None
    digest: str | None


def split(path: str) -> Image:
    """Split a path as Docker does: what precedes the first slash is a registry only when it looks like a host."""
    head, slash, rest = path.partition("/")
    if not slash or not ("." in head or ":" in head):
        head, rest = "", path
    name, at, digest = rest.partition("@")
    folder, _, last = name.rpartition("/")
    last, colon, tag = last.partition(":")
    return Image(head or None, f"{folder}/{last}" if folder else last, tag if colon else None, digest if at else None)


def is_registry(host: str) -> bool:
    """Tell whether a host is one of a private ECR registry."""
    return re.fullmatch(_REGISTRY, host) is not None


def account_digits(host: str) -> int | None:
    """Return how many digits stand where a private ECR registry has the account; `None` where the rest is not one of such a registry."""
    account, _, rest = host.partition(".")
    return len(account) if re.fullmatch("[0-9]+", account) and is_registry(f"{'0' * 12}.{rest}") else None


def is_repository(name: str) -> bool:
    """Tell whether ECR allows a repository of this name."""
    return re.fullmatch(_REPOSITORY, name) is not None


def is_tag(text: str) -> bool:
    """Tell whether a text is an image's tag."""
    return re.fullmatch(_TAG, text) is not None


def is_digest(text: str) -> bool:
    """Tell whether a text is an image's digest."""
    return re.fullmatch(_DIGEST, text) is not None


def region(path: str) -> str | None:
    """Return the region of the ECR registry that a path begins with, `None` for any other path."""
    found = re.fullmatch(_REGISTRY, path.partition("/")[0])
    return None if found is None else found["region"] or found["dual"]
