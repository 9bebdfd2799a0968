"""Accepted neighbours: the smallest valid requests that hold a place, one edit away from those that break a constraint there."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from . import oracle
from .edits import ITEM, Place, filled, paths

if TYPE_CHECKING:
    from ..linter.path import Path
    from ..schemas.edition import Edition

# Optional by the schema, and part of every natural request: who is meant, of what it is made, and what prose demands beside it.
_KEPT = {
    "CreateModelPackageInput": ("ModelPackageName", "ModelPackageGroupName", "InferenceSpecification", "SourceAlgorithmSpecification"),
    "UpdateModelPackageInput": ("ModelPackageArn",),
    "InferenceSpecification": ("SupportedTransformInstanceTypes", "SupportedRealtimeInferenceInstanceTypes"),
    "ModelPackageContainerDefinition": ("Image",),
    "ModelDataSource": ("S3DataSource",),
}


@lru_cache(maxsize=4096)
def neighbour(edition: "Edition", operation: str, place: Place) -> Mapping[str, Any] | None:
    """Return a small valid request that holds ``place``; `None` when there is none that breaks no MUST.

    Packages of their own come before versions in a group, as they need nothing else. A request that nothing at all is said about comes
    before one that the documents advise against. Raises `KeyError` when the edition does not have the operation.
    """
    doubtful = []
    for candidate in _candidates(edition, operation, place):
        if oracle.is_settled(edition, operation, candidate, oracle.ADVICE):
            return candidate
        doubtful.append(candidate)
    return next((candidate for candidate in doubtful if oracle.is_settled(edition, operation, candidate)), None)


@lru_cache(maxsize=16)
def _variants(edition: "Edition", operation: str) -> tuple[Mapping[str, Any], ...]:
    return tuple(sorted(filled(edition, operation), key=lambda request: "ModelPackageName" not in request))


def _candidates(edition: "Edition", operation: str, place: Place) -> Iterator[Mapping[str, Any]]:
    holding = [request for request in _variants(edition, operation) if next(paths(place, request), None) is not None]
    for request in holding:
        for path in paths(place, request):
            yield _pruned(edition, operation, edition.root(operation), request, path)
    for request in holding:
        top = place[0] if place else ""
        kept = _KEPT.get(edition.root(operation), ())
        yield {member: value for member, value in request.items() if member in (*kept, top)}
    yield from holding


def _pruned(edition: "Edition", operation: str, shape: str, value: Any, path: "Path | None") -> Any:
    """Return a value without what is optional and not on the way along ``path``; `None` is off the way."""
    definition = edition.shape(operation, shape)
    step = path[0] if path else None
    below = path[1:] if path else None
    if isinstance(value, list):
        item = definition["items"]["$ref"].rpartition("/")[2]
        chosen = value[step] if isinstance(step, int) else value[0] if value else None
        return [] if chosen is None else [_pruned(edition, operation, item, chosen, below if step is not None else None)]
    if not isinstance(value, dict) or "properties" not in definition:
        return value
    wanted = {step, *definition.get("required", ()), *_KEPT.get(shape, ())}
    return {
        member: _pruned(edition, operation, reference["$ref"].rpartition("/")[2], value[member], below if member == step else None)
        for member, reference in definition["properties"].items()
        if member in value and member in wanted
    }


def described(place: Place) -> str:
    """Return a place as it stands in the ids of checks: ``InferenceSpecification/Containers/*/Image``."""
    return "/".join("*" if step in (ITEM, "{}") else step for step in place)
