"""Faults in how an update adds inference specifications."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..model import MOST_SPECIFICATIONS, Answer, State
from ..outcome import Accepted, Refused
from .fault import (
    ADDED,
    SPECIFICATIONS,
    UPDATE,
    Fault,
    Json,
    Perform,
    Wrap,
    documented,
    doing,
    forgiving,
    with_document,
    without,
)

if TYPE_CHECKING:
    from ...schemas import Spec

_ARN = "ModelPackageArn"


def faults(spec: "Spec") -> tuple[Fault, ...]:
    """Return the faults of this group."""
    return _FAULTS if spec.edition(UPDATE) else ()


def _stored(change: Callable[[list[Any], list[Any]], list[Any]]) -> Wrap:
    """Keep other specifications; ``change`` takes those before and those that are added."""

    def document(before: Mapping[str, Any], after: Json, request: Json) -> Json:
        if ADDED not in request:
            return after
        return {**after, SPECIFICATIONS: change(list(before.get(SPECIFICATIONS, ())), list(request[ADDED]))}

    return documented(UPDATE, document)


def _earlier(state: State, request: Mapping[str, Any]) -> list[Any]:
    package = state.packages.get(request[_ARN])
    return list(package.document.get(SPECIFICATIONS, ())) if package else []


def _with(state: State, request: Mapping[str, Any], specifications: list[Any]) -> State:
    package = state.packages[request[_ARN]]
    return with_document(state, package, {**package.document, SPECIFICATIONS: specifications})


def _capped(most: int) -> Wrap:
    """Have another cap on the total."""

    def updated(right: Perform, state: State, request: Any, now: float) -> Answer:
        earlier, added = _earlier(state, request), request.get(ADDED, [])
        total = len(earlier) + len(added)
        if added and request[_ARN] in state.packages and MOST_SPECIFICATIONS < total <= most and not _repeats(earlier, added):
            after, answer = right(state, UPDATE, without(request, ADDED), now)
            return _with(after, request, [*earlier, *added]), answer
        if added and total > most:
            return state, Refused(400, "ValidationException", "too many")
        return right(state, UPDATE, request, now)

    return doing(UPDATE, updated)


def _cut(right: Perform, state: State, request: Any, now: float) -> Answer:
    """Add as many as there is room for, and accept the update."""
    room = MOST_SPECIFICATIONS - len(_earlier(state, request))
    added = request.get(ADDED, [])
    if request[_ARN] not in state.packages or len(added) <= room:
        return right(state, UPDATE, request, now)
    return right(state, UPDATE, {**without(request, ADDED), **({ADDED: added[:room]} if room else {})}, now)


def _dropping_oldest(right: Perform, state: State, request: Json, now: float) -> Answer:
    """Make room for what is new."""
    earlier, added = _earlier(state, request), request.get(ADDED, [])
    over = len(earlier) + len(added) - MOST_SPECIFICATIONS
    if over <= 0 or request[_ARN] not in state.packages:
        return right(state, UPDATE, request, now)
    return right(_with(state, request, earlier[over:]), UPDATE, request, now)


def _repeats(earlier: list[Any], added: list[Any]) -> bool:
    names = [item["Name"] for item in (*earlier, *added)]
    return len(set(names)) < len(names)


def _anyhow(merge: Callable[[list[Any], list[Any]], list[Any]]) -> Wrap:
    """Take specifications whose names are taken; ``merge`` says what is kept then."""

    def taken(right: Perform, state: State, request: Json, now: float) -> Answer:
        earlier, added = _earlier(state, request), request.get(ADDED, [])
        if not _repeats(earlier, added):
            return right(state, UPDATE, request, now)
        after, answer = right(state, UPDATE, without(request, ADDED), now)
        if not isinstance(answer, Accepted):
            return state, answer
        return _with(after, request, merge(earlier, added)), answer

    return forgiving(UPDATE, taken)


def _first_of_each(earlier: list[Any], added: list[Any]) -> list[Any]:
    return list({item["Name"]: item for item in [*added[::-1], *earlier[::-1]]}.values())[::-1]


def _last_of_each(earlier: list[Any], added: list[Any]) -> list[Any]:
    return list({item["Name"]: item for item in [*earlier, *added]}.values())


def _folded(right: Perform, state: State, request: Any, now: float) -> Answer:
    """Take names that differ by case for the same."""
    names = [item["Name"].lower() for item in (*_earlier(state, request), *request.get(ADDED, ()))]
    if ADDED in request and len(set(names)) < len(names):
        return state, Refused(400, "ValidationException", "the name is taken")
    return right(state, UPDATE, request, now)


def _uncounted(right: Perform, state: State, request: Any, now: float) -> Answer:
    """Not count what the package was created with."""
    package = state.packages.get(request[_ARN])
    if package is None or ADDED not in request:
        return right(state, UPDATE, request, now)
    first = list(package.sent.get(SPECIFICATIONS, ()))
    earlier = _earlier(state, request)
    rest = [item for item in earlier if item not in first]
    after, answer = right(_with(state, request, rest), UPDATE, request, now)
    if not isinstance(answer, Accepted) or _repeats(first, request[ADDED]):
        return state, answer if not isinstance(answer, Accepted) else Refused(400, "ValidationException", "the name is taken")
    return _with(after, request, [*earlier, *request[ADDED]]), answer


def _names_lost(before: Mapping[str, Any], after: Json, request: Json) -> Json:
    return {**after, SPECIFICATIONS: [without(item, "Description") for item in after[SPECIFICATIONS]]} if SPECIFICATIONS in after else after


_APPENDS = ("update/appends-specifications",)
_ORDER = ("update/keeps-specification-order", *_APPENDS)
_CAP = ("update/cap-on-total", "update/cap-one-by-one")
_UNIQUE = ("update/unique-specification-names",)

_FAULTS = (
    Fault("specifications/replaced", "new specifications replace those before", _APPENDS, _stored(lambda _, added: added)),
    Fault(
        "specifications/first-only",
        "only the first new specification is added",
        _APPENDS,
        _stored(lambda before, added: [*before, *added[:1]]),
    ),
    Fault(
        "specifications/last-only",
        "only the last new specification is added",
        _APPENDS,
        _stored(lambda before, added: [*before, *added[-1:]]),
    ),
    Fault("specifications/lost", "new specifications are not added", _APPENDS, _stored(lambda before, _: before)),
    Fault("specifications/before", "new specifications stand before the others", _ORDER, _stored(lambda before, added: [*added, *before])),
    Fault(
        "specifications/reversed",
        "new specifications are added in the opposite order",
        _ORDER,
        _stored(lambda before, added: [*before, *added[::-1]]),
    ),
    Fault(
        "specifications/sorted",
        "specifications are kept by name",
        _ORDER,
        _stored(lambda before, added: sorted([*before, *added], key=lambda item: str(item["Name"]))),
    ),
    Fault("specifications/twice", "new specifications are added twice", _APPENDS, _stored(lambda before, added: [*before, *added, *added])),
    Fault("specifications/nested", "new specifications are added as one list", _APPENDS, _stored(lambda before, added: [*before, added])),
    Fault(
        "specifications/no-description",
        "descriptions of specifications are lost",
        ("property/update-round-trip", *_APPENDS),
        documented(UPDATE, _names_lost),
    ),
    Fault("specifications/cap-14", "a package takes 14 specifications", _CAP, _capped(MOST_SPECIFICATIONS - 1)),
    Fault("specifications/cap-16", "a package takes 16 specifications", _CAP, _capped(MOST_SPECIFICATIONS + 1)),
    Fault("specifications/cap-on-request", "a package takes 15 specifications with each update", _CAP, _capped(10**6)),
    Fault("specifications/cap-20", "a package takes 20 specifications", _CAP, _capped(20)),
    Fault(
        "specifications/cap-uncounted",
        "those that a package was created with do not count",
        _CAP,
        doing(UPDATE, _uncounted),
        needs=(f"create/{SPECIFICATIONS}",),
    ),
    Fault("specifications/cut", "what is too many is left out, and the update accepted", _CAP, doing(UPDATE, _cut)),
    Fault("specifications/oldest-dropped", "the oldest make room for the newest", _CAP, forgiving(UPDATE, _dropping_oldest)),
    Fault(
        "specifications/names-repeated",
        "several specifications have the same name",
        _UNIQUE,
        _anyhow(lambda before, added: [*before, *added]),
    ),
    Fault("specifications/name-overwrites", "a specification replaces one of the same name", _UNIQUE, _anyhow(_last_of_each)),
    Fault("specifications/name-ignored", "a specification whose name is taken is left out", _UNIQUE, _anyhow(_first_of_each)),
)
