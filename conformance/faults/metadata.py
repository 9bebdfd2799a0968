"""Faults in how an update merges and removes customer metadata."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from ..model import Answer, State
from ..outcome import Refused
from .fault import METADATA, REMOVED, UPDATE, Fault, Json, Perform, Wrap, documented, doing

if TYPE_CHECKING:
    from ...schemas import Spec

_Entries: TypeAlias = "dict[str, str]"


def faults(spec: "Spec") -> tuple[Fault, ...]:
    """Return the faults of this group."""
    edition = spec.edition(UPDATE)
    known = edition is not None and METADATA in edition.shape(UPDATE, edition.root(UPDATE))["properties"]
    return _FAULTS if known else ()


def _kept(change: Callable[[_Entries, _Entries, list[str]], _Entries]) -> Wrap:
    """Keep other metadata; ``change`` takes the entries before, those that are set, and the keys that are removed."""

    def document(before: Mapping[str, Any], after: Json, request: Json) -> Json:
        if METADATA not in request and REMOVED not in request:
            return after
        entries = change(dict(before.get(METADATA, {})), dict(request.get(METADATA, {})), list(request.get(REMOVED, ())))
        return {**after, METADATA: entries}

    return documented(UPDATE, document)


def _less(entries: _Entries, keys: list[str]) -> _Entries:
    return {key: value for key, value in entries.items() if key not in keys}


def _folded(before: _Entries, merged: _Entries, removed: list[str]) -> _Entries:
    lower = {key.lower() for key in merged}
    return _less({**{key: value for key, value in before.items() if key.lower() not in lower}, **merged}, removed)


def _less_folded(before: _Entries, merged: _Entries, removed: list[str]) -> _Entries:
    lower = {key.lower() for key in removed}
    return {key: value for key, value in {**before, **merged}.items() if key.lower() not in lower}


def _less_prefixed(before: _Entries, merged: _Entries, removed: list[str]) -> _Entries:
    return {key: value for key, value in {**before, **merged}.items() if not any(key.startswith(prefix) for prefix in removed)}


def _strict(right: Perform, state: State, request: Any, now: float) -> Answer:
    """Refuse to remove what is not there."""
    package = state.packages.get(request["ModelPackageArn"])
    known = {**package.document.get(METADATA, {}), **request.get(METADATA, {})} if package else {}
    if package is not None and any(key not in known for key in request.get(REMOVED, ())):
        return state, Refused(400, "ValidationException", "no such key")
    return right(state, UPDATE, request, now)


def _fragile(right: Perform, state: State, request: Any, now: float) -> Answer:
    """Fail inside where a package without metadata is to lose some."""
    package = state.packages.get(request["ModelPackageArn"])
    if REMOVED in request and package is not None and not package.document.get(METADATA):
        raise AttributeError(METADATA)
    return right(state, UPDATE, request, now)


_SEQUENCE = "stateful/any-sequence-metadata"
_MERGES = ("update/merges-metadata", _SEQUENCE)
_REMOVES = ("update/removes-metadata", _SEQUENCE)
_BOTH = ("update/merges-then-removes",)
_UNKNOWN = ("update/ignores-unknown-removed-key",)
_SETS = ("update/sets-metadata", *_MERGES)

_FAULTS = (
    Fault("metadata/replaced", "new metadata replace those before", _MERGES, _kept(lambda _, merged, removed: _less(merged, removed))),
    Fault(
        "metadata/new-only",
        "metadata that are there are not changed",
        _SETS,
        _kept(lambda before, merged, removed: _less({**merged, **before}, removed)),
    ),
    Fault(
        "metadata/known-only",
        "keys that are not there yet are not added",
        _SETS,
        _kept(lambda before, merged, removed: _less({key: merged.get(key, value) for key, value in before.items()}, removed)),
    ),
    Fault(
        "metadata/first-only",
        "only the first of new metadata is kept",
        _SETS,
        _kept(lambda before, merged, removed: _less({**before, **dict(list(merged.items())[:1])}, removed)),
    ),
    Fault(
        "metadata/keys-folded",
        "keys that differ by case are taken for the same",
        (*_SETS, "update/exact-text", "stateful/any-sequence"),
        _kept(_folded),
    ),
    Fault(
        "metadata/values-joined",
        "a new value is added to the one before",
        _SETS,
        _kept(
            lambda before, merged, removed: _less(
                {**before, **{key: f"{before[key]}, {value}" if key in before else value for key, value in merged.items()}}, removed
            )
        ),
    ),
    Fault("metadata/not-removed", "keys are not removed", _REMOVES, _kept(lambda before, merged, _: {**before, **merged})),
    Fault(
        "metadata/first-removed",
        "only the first key is removed",
        _REMOVES,
        _kept(lambda before, merged, removed: _less({**before, **merged}, removed[:1])),
    ),
    Fault(
        "metadata/all-removed",
        "removing a key removes all",
        _REMOVES,
        _kept(lambda before, merged, removed: {} if removed else {**before, **merged}),
    ),
    Fault(
        "metadata/others-removed",
        "removing keys leaves only these",
        _REMOVES,
        _kept(lambda before, merged, removed: {key: value for key, value in {**before, **merged}.items() if not removed or key in removed}),
    ),
    Fault(
        "metadata/emptied",
        "removed keys stay, with empty values",
        _REMOVES,
        _kept(lambda before, merged, removed: {key: "" if key in removed else value for key, value in {**before, **merged}.items()}),
    ),
    Fault("metadata/removed-folded", "keys are removed whatever their case", (*_REMOVES, "stateful/any-sequence"), _kept(_less_folded)),
    Fault(
        "metadata/removed-by-prefix",
        "keys that begin like a removed one go too",
        (*_REMOVES, "stateful/any-sequence"),
        _kept(_less_prefixed),
    ),
    Fault(
        "metadata/removed-first",
        "keys are removed before others are merged",
        _BOTH,
        _kept(lambda before, merged, removed: {**_less(before, removed), **merged}),
    ),
    Fault(
        "metadata/removal-alone",
        "an update that sets and removes only removes",
        (*_BOTH, *_SETS),
        _kept(lambda before, merged, removed: _less(before, removed) if removed else {**before, **merged}),
    ),
    Fault(
        "metadata/merge-alone",
        "an update that sets and removes only sets",
        _BOTH,
        _kept(lambda before, merged, removed: {**before, **merged} if merged else _less(before, removed)),
    ),
    Fault("metadata/unknown-refused", "removing a key that is not there is refused", _UNKNOWN, doing(UPDATE, _strict)),
    Fault("metadata/none-crash", "removing from a package without metadata fails inside", (*_UNKNOWN, *_REMOVES), doing(UPDATE, _fragile)),
)
