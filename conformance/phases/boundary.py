"""The boundary phase: both sides of every constraint of every path, and of every rule. Deterministic, and without order."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...linter.edits import apply_edit
from ...linter.finding import Edit
from .. import oracle
from .._text import near_misses
from ..bench import Bench
from ..check import ACCEPTED, VALIDATION, Check, Expectation, Failure, Result, refused
from ..edges import edges
from ..edits import Break, Constraint, breaks, paths
from ..neighbours import neighbour
from ..requirements import CREATE, ConstraintCheck, RuleCheck, phase_checks
from ..tally import Tally
from ..trials import Ground, Grounds, attempt, numbered, wants_own_package

if TYPE_CHECKING:
    from ...schemas import Spec
    from ...schemas.edition import Edition
    from ..outcome import Broken

SERIALIZATION = "SerializationException"

# Small enums get several near misses a value; a list of hundreds of instance types one each.
_SMALL_ENUM = 12
_NEAR = 3
_TRIES = 5
# Whose last valid value names a package or group that does not exist.
_NAMES_ANOTHER = (("ModelPackageArn",), ("ModelPackageGroupName",))


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request of a check: the name of the case, the request, and what has to come of it."""

    name: str
    request: Any
    expect: Expectation


class Boundary:
    """Tries the last valid and the first invalid value of every constraint, and the bad examples of the rules."""

    name = "boundary"

    def checks(self, spec: "Spec") -> tuple[Check, ...]:
        """Return a check for each constraint, then one for each rule."""
        return tuple(item.check for item in phase_checks(spec))

    def run(self, checks: Sequence[Check], bench: Bench) -> Iterator[Result]:
        """Run checks, several at a time."""
        by_id = {item.check.id: item for item in phase_checks(bench.spec)}
        tries = _Tries(bench, Grounds(bench))
        yield from bench.wide(tries.result, [by_id[check.id] for check in checks])


PHASE = Boundary()


@dataclass(slots=True)
class _Tries:
    bench: Bench
    grounds: Grounds
    _neighbours: "dict[str, Future[Failure | Broken | None]]" = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def result(self, item: ConstraintCheck | RuleCheck) -> Result:
        """Return the result of one check."""
        return self._constraint(item) if isinstance(item, ConstraintCheck) else self._rule(item)

    def _constraint(self, item: ConstraintCheck) -> Result:
        edition = self.bench.spec.edition(item.operation)
        assert edition is not None
        request = neighbour(edition, item.operation, item.constraint.place)
        if request is None:
            return Result(item.check, "skipped", reason="no request that holds this place obeys the documents otherwise")
        lenient = item.check.conflict is not None and not self.bench.settings.strict
        attempts = constraint_attempts(edition, item.operation, item.constraint, request)
        return self._judged(item.check, item.operation, request, attempts, lenient=lenient)

    def _judged(self, check: Check, operation: str, request: Any, attempts: Iterator[Attempt], *, lenient: bool) -> Result:
        tally = Tally(check)
        case = f"{check.id}#neighbour"
        ground = None
        if operation == CREATE:
            tally.note(self._accepted(request, case))
        else:
            ground = self.grounds.of(operation, request, case)
            tally.note(attempt(self.bench, ground, operation, request, ACCEPTED, case))
        # What is refused counts only beside the same request, one edit away, that was accepted.
        if not tally.is_clean:
            return tally.result()
        for number, one in enumerate(attempts, 1):
            if tally.has_enough:
                break
            expect = Expectation("either") if lenient and one.expect.kind == "refused" else one.expect
            case = f"{check.id}#{one.name}"
            tally.note(self._attempt(operation, request, numbered(one.request, number), expect, case, ground))
        return tally.result()

    def _attempt(
        self, operation: str, base: Any, request: Any, expect: Expectation, case: str, shared: Ground | None
    ) -> "Failure | Broken | None":
        """Make a request one edit away from ``base``: on the shared ground, or on one of its own where what it does would be in the way."""
        own = shared is None or wants_own_package(request)
        outcome = None
        # A name of one character may be taken: there are not many.
        for _ in range(_TRIES if own else 1):
            ground = self.grounds.of(operation, base, case) if shared is None or own else shared
            outcome = attempt(self.bench, ground, operation, request, expect, case)
            if expect.kind != "accepted" or not isinstance(outcome, Failure) or len(str(request.get("ModelPackageName", "long"))) != 1:
                break
        return outcome

    def _accepted(self, request: Mapping[str, Any], case: str) -> "Failure | Broken | None":
        """Make a create request that many checks share as their neighbour, once."""
        key = repr(request)
        with self._lock:
            mine = key not in self._neighbours
            if mine:
                self._neighbours[key] = Future()
            future = self._neighbours[key]
        if mine:
            future.set_result(attempt(self.bench, self.grounds.of(CREATE, request, case), CREATE, request, ACCEPTED, case))
        return future.result()

    def _rule(self, item: RuleCheck) -> Result:
        strict = self.bench.settings.strict
        kind = item.side if strict or item.check.conflict is None else "either"
        tally = Tally(item.check)
        for number, example in enumerate(item.examples, 1):
            if tally.has_enough:
                break
            bad = apply_edit(example.good, example.edit)
            expect = Expectation(kind, (VALIDATION, SERIALIZATION) if kind == "refused" else (), example.expect[0])
            case = f"{item.check.id}#{number}"
            ground = self.grounds.of(example.operation, example.good, case)
            good = attempt(self.bench, ground, example.operation, example.good, ACCEPTED, f"{case}-good")
            tally.note(good)
            if good is None:
                again = self.grounds.of(example.operation, example.good, case)
                tally.note(attempt(self.bench, again, example.operation, bad, expect, case))
        return tally.result()


def constraint_attempts(edition: "Edition", operation: str, constraint: Constraint, request: Mapping[str, Any]) -> Iterator[Attempt]:
    """Yield the requests one edit away from ``request``: valid ones at the limit, then invalid ones. Each is certified by the oracle."""
    if constraint.place not in _NAMES_ANOTHER:
        for number, edge in enumerate(edges(constraint, request), 1):
            made = ((edit.path, apply_edit(request, edit)) for edit in edge)
            valid = next((one for path, one in made if oracle.is_settled_around(edition, operation, one, path)), None)
            if valid is not None:
                yield Attempt(f"last-valid-{number}", valid, ACCEPTED)
    codes = (VALIDATION, SERIALIZATION) if constraint.keyword in ("type", "additionalProperties") else (VALIDATION,)
    for number, broken in enumerate(_broken(constraint, request), 1):
        bad = apply_edit(request, broken.edit)
        if _breaks_only(edition, operation, bad, broken, constraint):
            member = (*broken.path, constraint.limit) if constraint.keyword == "required" else broken.path
            yield Attempt(f"first-invalid-{number}", bad, refused(*codes, member=member))


def _broken(constraint: Constraint, request: Mapping[str, Any]) -> Iterator[Break]:
    if constraint.keyword != "enum":
        # A number with a fraction is a type of its own for a whole number.
        yield from list(breaks(constraint, request))[: 2 if constraint.limit == "integer" else 1]
        return
    path = next(paths(constraint.place, request), None)
    if path is None:
        return
    values: list[str] = constraint.limit
    for value in values:
        for text in list(near_misses(value, values))[: _NEAR if len(values) <= _SMALL_ENUM else 1]:
            yield Break(Edit("set", path, text), path, "value")


def _breaks_only(edition: "Edition", operation: str, value: Any, broken: Break, constraint: Constraint) -> bool:
    """Let the oracle certify that a request breaks this constraint and, but for what the edit cannot spare, no other."""
    errors = set(oracle.errors_around(edition, operation, value, broken.edit.path))
    spared = {(broken.path, keyword) for keyword in broken.also}
    return (broken.path, constraint.keyword) in errors and errors <= {(broken.path, constraint.keyword), *spared}
