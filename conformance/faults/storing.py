"""Faults in what is kept of a new package."""

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .fault import CREATE, METADATA, Fault, Json, Wrap, documented, everywhere, without

if TYPE_CHECKING:
    from ...schemas import Spec

_ROUND_TRIP = ("property/create-round-trip",)
# Variables of containers came together with packages of several containers.
_ENVIRONMENT = ("create/InferenceSpecification/Containers/*/Environment",)
# What describing a package gives back in another way, or not at all.
_NOT_TOLD = frozenset({"ModelPackageName", "ModelPackageGroupName", "Tags", "ClientToken"})


def faults(spec: "Spec") -> tuple[Fault, ...]:
    """Return the faults of this group."""
    return (*_losses(spec), *_FAULTS)


def _losses(spec: "Spec") -> Iterator[Fault]:
    """Yield a fault for each member that is not kept."""
    edition = spec.edition(CREATE)
    assert edition is not None, "every spec creates packages"
    for member in edition.shape(CREATE, edition.root(CREATE))["properties"]:
        if member not in _NOT_TOLD:
            yield Fault(f"storing/loses/{member}", f"does not keep {member} of a new package", _ROUND_TRIP, _losing(member))


def _losing(member: str) -> Wrap:
    return documented(CREATE, lambda before, document, request: without(document, member))


def _kept(change: Callable[[Any], Any]) -> Wrap:
    """Keep something else than what was sent; ``change`` gets a copy of each of its structures, lists and maps, the outer ones last."""

    def walk(value: Any) -> Any:
        if isinstance(value, Mapping):
            return change({key: walk(item) for key, item in value.items()})
        return change([walk(item) for item in value]) if isinstance(value, list) else value

    def document(before: Mapping[str, Any], after: Json, request: Json) -> Json:
        sent = {member: value for member, value in request.items() if member not in _NOT_TOLD}
        return {**after, **walk(copy.deepcopy(sent))}

    return documented(CREATE, document)


def _member(name: str, change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Change one member wherever it stands."""

    def changed(value: Any) -> Any:
        return {**value, name: change(value[name])} if isinstance(value, dict) and name in value else value

    return changed


def _each(kind: type, change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Change each value of one type in structures and lists."""

    def one(value: Any) -> Any:
        return change(value) if type(value) is kind else value

    return lambda value: {key: one(item) for key, item in value.items()} if isinstance(value, dict) else [one(item) for item in value]


def _lists(change: Callable[[list[Any]], list[Any]]) -> Callable[[Any], Any]:
    return lambda value: change(value) if isinstance(value, list) else value


def _status(value: str | None) -> Wrap:
    """Give versions another approval status where the request does not."""

    def document(before: Mapping[str, Any], after: Json, request: Json) -> Json:
        return after if "ModelApprovalStatus" in request or "ModelApprovalStatus" not in after else {**after, "ModelApprovalStatus": value}

    return documented(CREATE, document)


_FAULTS = (
    Fault("storing/approved", "versions are approved unless told otherwise", ("create/status-pending",), _status("Approved")),
    Fault("storing/no-status", "versions have no approval status unless told", ("create/status-pending",), _status(None)),
    Fault(
        "storing/first-container",
        "keeps the first container only",
        _ROUND_TRIP,
        _kept(_member("Containers", lambda items: items[:1])),
        needs=_ENVIRONMENT,
    ),
    Fault(
        "storing/last-container",
        "keeps the last container only",
        _ROUND_TRIP,
        _kept(_member("Containers", lambda items: items[-1:])),
        needs=_ENVIRONMENT,
    ),
    Fault(
        "storing/containers-reversed",
        "turns the order of containers",
        _ROUND_TRIP,
        _kept(_member("Containers", lambda items: items[::-1])),
        needs=_ENVIRONMENT,
    ),
    Fault("storing/lists-reversed", "turns the order of lists", _ROUND_TRIP, _kept(_lists(lambda items: items[::-1]))),
    Fault("storing/lists-sorted", "sorts lists", _ROUND_TRIP, _kept(_lists(lambda items: sorted(items, key=str)))),
    Fault("storing/lists-cut", "keeps two items of a list", _ROUND_TRIP, _kept(_lists(lambda items: items[:2]))),
    Fault(
        "storing/environment-lost",
        "does not keep environments",
        _ROUND_TRIP,
        _kept(_member("Environment", lambda entries: {})),
        needs=_ENVIRONMENT,
    ),
    Fault(
        "storing/environment-upper-case",
        "writes names of variables in upper case",
        _ROUND_TRIP,
        _kept(_member("Environment", lambda entries: {key.upper(): value for key, value in entries.items()})),
        needs=_ENVIRONMENT,
    ),
    Fault(
        "storing/environment-more",
        "adds a variable of its own",
        _ROUND_TRIP,
        _kept(_member("Environment", lambda entries: {**entries, "SAGEMAKER_REGION": "us-east-1"})),
    ),
    Fault(
        "storing/metadata-more",
        "adds metadata of its own",
        _ROUND_TRIP,
        _kept(_member("CustomerMetadataProperties", lambda entries: {**entries, "created-by": "registry"})),
        needs=(f"create/{METADATA}",),
    ),
    Fault("storing/numbers-as-text", "keeps numbers as texts", _ROUND_TRIP, _kept(_each(int, str))),
    Fault("storing/truth-as-text", "keeps true and false as texts", _ROUND_TRIP, _kept(_each(bool, lambda value: str(value).lower()))),
    Fault("storing/truth-as-number", "keeps true and false as 1 and 0", _ROUND_TRIP, _kept(_each(bool, int))),
    Fault(
        "storing/false-lost",
        "does not keep false",
        _ROUND_TRIP,
        _kept(lambda value: {key: item for key, item in value.items() if item is not False} if isinstance(value, dict) else value),
        needs=("create/InferenceSpecification/Containers/*/IsCheckpoint",),
    ),
    Fault(
        "storing/texts-stripped",
        "strips texts",
        (*_ROUND_TRIP, "stateful/any-sequence", "stateful/any-sequence-unversioned"),
        _kept(lambda value: everywhere(value, str.strip)),
    ),
    Fault("storing/texts-lower-case", "keeps texts in lower case", _ROUND_TRIP, _kept(lambda value: everywhere(value, str.lower))),
    Fault(
        "storing/members-lower-case",
        "tells members in lower case",
        _ROUND_TRIP,
        _kept(
            lambda value: (
                {key[:1].lower() + key[1:]: item for key, item in value.items()} if isinstance(value, dict) and "Image" in value else value
            )
        ),
    ),
)
