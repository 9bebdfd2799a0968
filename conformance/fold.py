"""Fold failures by their cause: hundreds of failed checks become the few things that are wrong with a backend.

A cause is what failed checks share: how they failed, on what kind of demand, and where it matters the operation or what the backend
said. Behaviours are a cause each. Where a backend enforces next to none of the constraints, that is one cause and not a dozen.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from ..linter.path import ABSENT, pointer, value_at
from ..linter.request import show
from ._causes import ACCEPTED, BROKEN, CONSTRAINTS, SHARED
from ._words import clean
from .check import Failure, Grade, Result
from .outcome import Refused

Kind: TypeAlias = Literal["state", "refusal", "acceptance", "crash", "status", "code", "member"]
"""How a backend fails, most serious first: state is lost or wrong, what is valid is refused, what is not is accepted, a crash, a refusal
with another status, another code, or because of another member."""

KINDS: tuple[Kind, ...] = ("state", "refusal", "acceptance", "crash", "status", "code", "member")

_OF_GRADES: Mapping[Grade, Kind] = {"wrong-state": "state", "accepted": "acceptance", "wrong-code": "code", "wrong-member": "member"}
_CRASH, _USUAL = 500, 400
_OPERATIONS = {"create": "CreateModelPackage", "update": "UpdateModelPackage"}
_NEARLY_ALL = 0.8
_ENOUGH = 20
_SHOWN_TOPICS = 4
_SAID = 160


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that is wrong with a backend, and the failed checks that show it, in the order of the run.

    ``sentence`` says what the backend does. ``example`` is the failure that says it with the shortest request, ``shown_by`` its result.
    ``detail`` is what a cause of many kinds of demands is made of.
    """

    sentence: str
    kind: Kind
    results: tuple[Result, ...]
    shown_by: Result
    example: Failure
    detail: str | None = None

    @property
    def is_binding(self) -> bool:
        """Whether any of the checks binds by default."""
        return any(result.check.is_binding for result in self.results)

    @property
    def level(self) -> str:
        """The strongest level among the checks."""
        return min((result.check.level for result in self.results), key=("MUST", "SHOULD", "MAY", "INFO").index)

    @property
    def checks(self) -> tuple[str, ...]:
        """The ids of the checks."""
        return tuple(result.check.id for result in self.results)

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations whose answers were not as they have to be."""
        found = Counter(operation for result in self.results if (operation := operation_of(worst(result))))
        return tuple(sorted(found))


class _Key(NamedTuple):
    """What the checks of one cause share: the kind of failure, and the sentence that says it of all of them.

    ``alone`` says it of the one check where there is no other.
    """

    kind: Kind
    sentence: str
    alone: str | None = None


def fold(results: Iterable[Result]) -> tuple[Cause, ...]:
    """Return the causes of all failed checks but recorded deviations, most serious first; each failed check is in one of them."""
    results = tuple(results)
    failed = [result for result in results if result.verdict == "failed" and result.failures and result.deviation is None]
    careless = _careless(results)
    groups: dict[tuple[Kind, str], list[tuple[Result, _Key]]] = {}
    for result in failed:
        key = _key(result, careless)
        groups.setdefault((key.kind, key.sentence), []).append((result, key))
    places = {result.check.id: index for index, result in enumerate(results)}
    return tuple(sorted(map(_cause, groups.values()), key=lambda cause: _rank(cause, places)))


def worst(result: Result) -> Failure:
    """Return the most serious failure of a failed check; of equally serious ones the first."""
    return min(result.failures, key=lambda failure: KINDS.index(kind_of(failure)))


def kind_of(failure: Failure) -> Kind:
    """Tell how a backend failed in one case."""
    if failure.grade != "wrong-status":
        return _OF_GRADES[failure.grade]
    outcome = failure.exchanges[-1].outcome if failure.exchanges else None
    if not isinstance(outcome, Refused):
        return "status"
    if failure.exchanges[-1].step.expect.kind == "accepted":
        return "refusal"
    return "crash" if outcome.status >= _CRASH else "status"


def operation_of(failure: Failure) -> str | None:
    """Return the operation whose answer was judged."""
    return failure.exchanges[-1].step.operation if failure.exchanges else None


def sent(failure: Failure) -> str | None:
    """Say in a few words what was sent at the place that the failure is about; `None` where it is about none."""
    if not failure.exchanges:
        return None
    exchange = failure.exchanges[-1]
    place = exchange.step.expect.member
    if place is None or exchange.step.raw is not None:
        return None
    where = pointer(place) or "the request"
    value = value_at(exchange.request, place)
    return f"without {where}" if value is ABSENT else f"{where} = {show(value, place)}"


def _careless(results: Sequence[Result]) -> Mapping[str, tuple[int, int]]:
    """Return the operations that accept nearly everything, each with how many constraints it ignores and how many were tried."""
    tried: Counter[str] = Counter()
    ignored: Counter[str] = Counter()
    for result in results:
        operation = _constrained(result)
        if operation is not None and result.verdict in ("passed", "failed"):
            tried[operation] += 1
            ignored[operation] += _is_ignored(result)
    return {
        operation: (ignored[operation], number)
        for operation, number in tried.items()
        if number >= _ENOUGH and ignored[operation] >= _NEARLY_ALL * number
    }


def _constrained(result: Result) -> str | None:
    """Return the operation whose schema the check is about, `None` where it is about something else."""
    return _OPERATIONS.get(result.check.id.partition("/")[0]) if result.check.topic in CONSTRAINTS else None


def _is_ignored(result: Result) -> bool:
    return result.verdict == "failed" and any(failure.grade == "accepted" for failure in result.failures)


def _key(result: Result, careless: Mapping[str, tuple[int, int]]) -> _Key:
    check, failure = result.check, worst(result)
    kind = kind_of(failure)
    if kind == "acceptance" and _constrained(result) in careless and _is_ignored(result):
        return _Key(kind, _checks_nothing(careless))
    if kind == "acceptance" and check.topic in ACCEPTED:
        return _Key(kind, f"accepts {ACCEPTED[check.topic]}")
    if kind in ("acceptance", "state"):
        alone = BROKEN.get(check.id) or f"not so: {check.title}"
        return _Key(kind, SHARED.get((check.id.partition("/")[0], check.topic), alone), alone)
    return _Key(kind, _answers(kind, failure))


def _checks_nothing(careless: Mapping[str, tuple[int, int]]) -> str:
    ignored = sum(number for number, _ in careless.values())
    tried = sum(number for _, number in careless.values())
    only = f" of {next(iter(careless))}" if len(careless) < len(_OPERATIONS) else ""
    return f"checks {'no' if ignored == tried else 'hardly any'} input{only}: {ignored:,} of {tried:,} constraints are not enforced"


def _answers(kind: Kind, failure: Failure) -> str:
    """Say how the backend answers, in a sentence that all failures of the same cause have in common."""
    operation = operation_of(failure) or "call"
    outcome = failure.exchanges[-1].outcome if failure.exchanges else None
    if not isinstance(outcome, Refused):
        return f"answers {operation} with a status of success other than 200"
    # The status says nothing where it is the usual one of a refusal.
    status = f"HTTP {outcome.status}" if outcome.status != _USUAL or not outcome.code else ""
    how = f"{status} {outcome.code or ''}".strip() + _common(outcome.message)
    match kind:
        case "refusal":
            return f"crashes on valid {operation} requests with {how}" if outcome.status >= _CRASH else f"refuses valid requests with {how}"
        case "crash":
            return f"crashes where it has to refuse, with {how}"
        case "status":
            return f"refuses with HTTP {outcome.status} instead of {_statuses(failure)}"
        case "code":
            return f"refuses {_with(outcome.code)} instead of {' or '.join(failure.exchanges[-1].step.expect.codes)}"
    return "refuses because of another member than the one that is wrong"


def _with(code: str | None) -> str:
    return f"with {code}" if code else "without an error type"


def _statuses(failure: Failure) -> str:
    return " or ".join(map(str, failure.exchanges[-1].step.expect.statuses))


def _common(message: str) -> str:
    """Return what messages about different values have in common, as the end of a sentence; empty for no message."""
    title = re.search(r"<title>[\s\d]*(.*?)</title>", message, re.DOTALL | re.IGNORECASE) if message.lstrip().startswith("<") else None
    text = re.sub(r"'[^']*'|\"[^\"]*\"", "…", " ".join((title[1] if title else message).split()))
    text = re.sub(r"…[\s,…]+…", "…", re.sub(r"\S*\d\S*", "…", text))
    return f": {clean(text, _SAID)}" if text else ""


def _cause(group: Sequence[tuple[Result, _Key]]) -> Cause:
    results = tuple(result for result, _ in group)
    key = group[0][1]
    shown_by, example = min(
        ((result, failure) for result in results for failure in result.failures if kind_of(failure) == key.kind),
        key=lambda pair: (not pair[0].check.is_binding, _length(pair[1])),
    )
    sentence = key.alone if key.alone is not None and len(group) == 1 else key.sentence
    return Cause(sentence, key.kind, results, shown_by, example, _detail(group))


def _detail(group: Sequence[tuple[Result, _Key]]) -> str | None:
    """Say what a cause of many kinds is made of: topics of constraints, or single behaviours."""
    alone = [key.alone for _, key in group if key.alone is not None]
    if alone:
        return "; ".join(alone) if len(alone) > 1 else None
    topics = Counter(result.check.topic for result, key in group if key.kind == "acceptance")
    return _topics(topics) if len(topics) > 1 else None


def _length(failure: Failure) -> int:
    """Return how long it takes to tell a case: its calls, then the text of its requests."""
    return sum(1_000_000 + len(str(exchange.request if exchange.step.raw is None else exchange.step.raw)) for exchange in failure.exchanges)


def _topics(counts: Counter[str]) -> str:
    """List what is accepted, the most frequent first: ``texts that break their pattern (187), …``."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    named = [f"{ACCEPTED.get(topic, topic)} ({count:,})" for topic, count in ordered[:_SHOWN_TOPICS]]
    rest = sum(count for _, count in ordered[_SHOWN_TOPICS:])
    return ", ".join([*named, *([f"and {rest:,} more"] if rest else [])])


def _rank(cause: Cause, places: Mapping[str, int]) -> tuple[bool, bool, int, int, int]:
    """Order causes: those that bind, what names one behaviour before what sums up many, the most serious, the wider, the earlier."""
    sums_up = all(result.check.phase == "property" or result.check.id.startswith("stateful/") for result in cause.results)
    first = places[cause.results[0].check.id]
    return (not cause.is_binding, sums_up, KINDS.index(cause.kind), -len(cause.results), first)


def by_reason(results: Iterable[Result], verdict: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield why checks were skipped, or errored, with the ids of the checks, the most frequent reason first."""
    groups: dict[str, list[str]] = {}
    for result in results:
        if result.verdict == verdict:
            groups.setdefault(result.reason or "no reason is known", []).append(result.check.id)
    for reason, ids in sorted(groups.items(), key=lambda item: -len(item[1])):
        yield reason, tuple(ids)
