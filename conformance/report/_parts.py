"""What all renderers say alike: the headline, the counts, clauses, requests."""

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

from ...schemas.clause import load_clauses
from .._words import clean, counted
from ..check import Check, Exchange, Failure, Level, Run
from ..fold import operation_of, sent

Standing: TypeAlias = Literal["conforms", "fails", "undecided"]

LEVELS: tuple[Level, ...] = ("MUST", "SHOULD", "MAY", "INFO")

_READING = ("Describe", "List")
_SENT = 200
_LONGEST_CLAUSE = 1_000
_DEEPEST = 100
_LARGEST = 2**63


class Headline(NamedTuple):
    """The outcome of a run: in one word, as a claim, and why."""

    standing: Standing
    claim: str
    why: str

    @property
    def text(self) -> str:
        """Claim and reason in one line."""
        return f"{self.claim}: {self.why}"


def headline(run: Run) -> Headline:
    """Say whether the target conforms. Where nothing was found but checks could not be made, or none was, that is undecided."""
    name, summary = clean(run.target.name), run.summary
    if not run.conforms:
        made = summary.passed + summary.failed + summary.deviations
        failing = sum(map(run.fails, run.results))
        why = f"{failing:,} of {counted(made, 'check')} failed" if failing else f"{counted(len(run.problems), 'recorded deviation')} off"
        return Headline("fails", f"{name} does not conform to {run.spec}", why)
    if summary.errored:
        return Headline("undecided", f"{name} may conform to {run.spec}", f"{counted(summary.errored, 'check')} could not be made")
    if not summary.passed:
        return Headline("undecided", f"{name} may conform to {run.spec}", "no check passed")
    return Headline("conforms", f"{name} conforms to {run.spec}", f"{counted(summary.passed, 'check')} passed")


def tallies(run: Run) -> Iterator[tuple[str, int, str]]:
    """Yield what there is of each verdict: its word, the number of checks, and what has to be said with it."""
    failing = Counter(result.check.level for result in run.results if run.fails(result))
    reported = Counter(
        result.check.level for result in run.results if result.verdict == "failed" and not result.deviation and not run.fails(result)
    )
    yield "failed", sum(failing.values()), levels(failing)
    yield "reported", sum(reported.values()), "failed, and not binding" + (f": {levels(reported)}" if reported else "")
    yield "deviations", run.summary.deviations, "failed as recorded"
    yield "errored", run.summary.errored, "could not be made"
    yield "skipped", run.summary.skipped, "not asked"
    yield "passed", run.summary.passed, ""


def levels(counts: Mapping[Level, int]) -> str:
    """Return counts by level as words: ``MUST 12, SHOULD 3``."""
    return ", ".join(f"{level} {counts[level]:,}" for level in LEVELS if counts.get(level))


def effort(run: Run) -> str:
    """Say how many requests were made, in what time, and from which seed."""
    return f"{counted(run.summary.requests, 'request')} in {run.summary.seconds:,.1f} s, seed {run.seed}"


def clauses(check: Check) -> Iterator[tuple[str, str]]:
    """Yield the ids of the clauses that a check rests on, each with what the clause demands, on one line."""
    known = load_clauses()
    for name in check.clauses:
        yield clean(name), clean(known[name].text, _LONGEST_CLAUSE) if name in known else ""


def what_was_sent(failure: Failure) -> str:
    """Say on one line which call was judged: its operation, and the place it is about or else the request."""
    operation = operation_of(failure) or "nothing"
    place = sent(failure)
    if place is not None:
        return f"{operation} {place}" if place.startswith("without") else f"{operation} with {clean(place)}"
    return f"{operation} {clean(body_text(failure.exchanges[-1], indent=None), _SENT)}" if failure.exchanges else operation


def what_was_done_before(failure: Failure) -> str | None:
    """Say on one line which call made what the judged one reads; `None` where the judged call reads nothing."""
    if not (operation_of(failure) or "").startswith(_READING):
        return None
    changes = [exchange for exchange in failure.exchanges[:-1] if not exchange.step.operation.startswith(_READING)]
    return f"{changes[-1].step.operation} {clean(body_text(changes[-1], indent=None), _SENT)}" if changes else None


def body_text(exchange: Exchange, indent: int | None = 2) -> str:
    """Return the body of a request as text: JSON, or else the bytes as far as they are text."""
    if exchange.step.raw is not None:
        return exchange.step.raw.decode(errors="backslashreplace")
    return shown(exchange.request, indent)


def shown(value: Any, indent: int | None = 2) -> str:
    """Return what came or went over the wire as text: a text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(plain(value), indent=indent, ensure_ascii=False)


def plain(value: Any, depth: int = 0) -> Any:
    """Copy a JSON value so that every JSON encoder and reader takes it.

    Half characters become escapes, NaN and whole numbers beyond 64 bits become texts, and what is nested too deeply is left out.
    """
    if isinstance(value, str):
        return value.encode(errors="backslashreplace").decode()
    if value is None or isinstance(value, bool | int | float):
        return value if _is_usual(value) else str(value)
    if depth == _DEEPEST:
        return "…"
    if isinstance(value, Mapping):
        return {plain(str(key)): plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, depth + 1) for item in value]
    return plain(str(value))


def _is_usual(value: float | None) -> bool:
    """Tell whether every JSON reader takes a value: no NaN, no infinity, no whole number beyond 64 bits."""
    return value is None or (abs(value) < _LARGEST if isinstance(value, int) else math.isfinite(value))
