"""Hypothesis strategies for requests that obey the documents.

    >>> from hypothesis import given
    >>> from mpkit.conformance.strategies import create_requests
    >>> @given(create_requests())
    ... def test_the_registry_takes_every_valid_request(request): ...

What is drawn is valid by the schema of the edition and breaks no MUST. Requests may do what the documents advise against or are at
odds about; with ``clean=True`` they do not, and `mpkit lint` says nothing at all about them.

Names are drawn like any other value: a test that needs names nobody has used yet makes them itself and puts them in, as in
``create_requests(ModelPackageName=st.just(fresh_name()))``.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ..schemas import load
from ..schemas.edition import Edition
from ._maker import Json, Maker, Members
from ._pieces import (
    REGIONS,
    Region,
    accounts,
    descriptions,
    environment_names,
    environments,
    group_arns,
    image_digests,
    image_uris,
    kms_keys,
    labels,
    mime_types,
    model_cards,
    names,
    package_arns,
    regions,
    role_arns,
    s3_uris,
    sagemaker_arns,
    tokens,
)

__all__ = [
    "REGIONS",
    "Region",
    "accounts",
    "container_definitions",
    "create_requests",
    "descriptions",
    "environment_names",
    "environments",
    "group_arns",
    "image_digests",
    "image_uris",
    "inference_specifications",
    "instance_types",
    "kms_keys",
    "labels",
    "mime_types",
    "model_cards",
    "names",
    "package_arns",
    "package_names",
    "regions",
    "role_arns",
    "s3_uris",
    "sagemaker_arns",
    "tags",
    "tokens",
    "update_requests",
]


def create_requests(
    edition: str | Edition = "current", *, clean: bool = False, versioned: bool | None = None, **members: SearchStrategy[Any] | None
) -> SearchStrategy[Json]:
    """Draw valid CreateModelPackage requests.

    ``edition`` is the name of an edition or an `Edition`. ``versioned`` settles whether the package is a version in a group
    or a package of its own; `None` draws both, as far as the edition has groups. ``members`` are top-level members: a strategy
    makes the member always present and drawn from it, `None` leaves it out. Overriding members may break relations to other members.

    Raises `mpkit.schemas.UnknownEditionError`, and `ValueError` when the edition lacks the operation, groups, or a member.
    """
    return _requests("CreateModelPackage", edition, members, clean=clean, versioned=versioned)


def update_requests(
    edition: str | Edition = "current", *, clean: bool = False, **members: SearchStrategy[Any] | None
) -> SearchStrategy[Json]:
    """Draw valid UpdateModelPackage requests; the arguments are those of `create_requests`."""
    return _requests("UpdateModelPackage", edition, members, clean=clean, versioned=True)


def package_names() -> SearchStrategy[str]:
    """Draw the name of a model package, or of a group."""
    return names()


@lru_cache
def instance_types(kind: Literal["transform", "realtime"] = "realtime", edition: str | Edition = "current") -> SearchStrategy[str]:
    """Draw an instance type that the edition lists for transform jobs or for real-time endpoints."""
    shape = {"transform": "TransformInstanceType", "realtime": "ProductionVariantInstanceType"}[kind]
    operation = "CreateModelPackage"
    return st.sampled_from(_edition(operation, edition).shape(operation, shape)["enum"])


def container_definitions(edition: str | Edition = "current", *, clean: bool = False, versioned: bool = True) -> SearchStrategy[Json]:
    """Draw one container of an inference specification of CreateModelPackage."""
    return _part("ModelPackageContainerDefinition", edition, clean=clean, versioned=versioned)


def inference_specifications(edition: str | Edition = "current", *, clean: bool = False, versioned: bool = True) -> SearchStrategy[Json]:
    """Draw an inference specification of CreateModelPackage; without ``versioned`` it names instance types, as it must."""
    return _part("InferenceSpecification", edition, clean=clean, versioned=versioned)


@lru_cache
def tags(max_size: int = 50) -> SearchStrategy[list[dict[str, str]]]:
    """Draw tags with distinct keys."""
    tag = st.fixed_dictionaries({"Key": labels(128), "Value": labels(256, 0)})
    return st.lists(tag, max_size=max_size, unique_by=lambda each: each["Key"])


def _part(shape: str, edition: str | Edition, *, clean: bool, versioned: bool) -> SearchStrategy[Json]:
    found = _edition("CreateModelPackage", edition)
    return regions().flatmap(lambda region: _maker(found, "CreateModelPackage", region, clean, versioned).shape(shape))


def _requests(operation: str, edition: str | Edition, members: Members, *, clean: bool, versioned: bool | None) -> SearchStrategy[Json]:
    found = _edition(operation, edition)
    known = found.shape(operation, found.root(operation))["properties"]
    unknown = sorted(set(members) - set(known))
    if unknown:
        raise ValueError(f"{operation} of the edition {found.id} has no member {', '.join(unknown)}")
    grouped = "ModelPackageGroupName" in known or operation == "UpdateModelPackage"
    if versioned and not grouped:
        raise ValueError(f"the edition {found.id} has no model package groups")
    kinds = [versioned] if versioned is not None else [True, False] if grouped else [False]

    @lru_cache
    def made(setting: tuple[Region, bool]) -> SearchStrategy[Json]:
        region, in_group = setting
        return _maker(found, operation, region, clean, in_group).request(members)

    return st.tuples(regions(), st.sampled_from(kinds)).flatmap(made)


def _edition(operation: str, edition: str | Edition) -> Edition:
    found = _loaded(edition).get(operation) if isinstance(edition, str) else edition
    if found is None or operation not in found.operations:
        raise ValueError(f"the edition {edition if isinstance(edition, str) else edition.id} does not cover {operation}")
    return found


@lru_cache
def _loaded(name: str) -> Mapping[str, Edition]:
    return load(name).editions


@lru_cache(maxsize=256)
def _maker(edition: Edition, operation: str, region: Region, clean: bool, versioned: bool) -> Maker:  # noqa: FBT001 - a cache key
    return Maker(edition, operation, region, clean=clean, versioned=versioned)
