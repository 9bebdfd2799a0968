"""The checks that let the state machines loose, and how a sequence that fails is found and made small."""

import zlib
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import run_state_machine_as_test

from ..bench import Bench, CaseOutcome
from ..check import Check, Failure, Result
from ..model import Model
from ..outcome import Broken
from ..scenarios.operations import CREATE, CREATE_GROUP, DESCRIBE, UPDATE
from ..scenarios.script import NotAsked, play
from ..scenarios.stage import STEM, Stage, covers
from ..steady import steady
from ..tally import Tally
from ._machine import Everything, Machine, Merges, Registry, Removals, Specifications, Updates
from ._sequences import Course

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...schemas import Spec

_STEPS = 8
# Making a failing sequence small costs calls: after so many tries the smallest so far is good enough.
_MOST_TRIES = 20
_CLAUSES = ("CMP-RESP-ARN-SEM", "UMP-ARN-SEM", "UMP-SPECS-APPEND", "UMP-SPECS-CAP", "UMP-SPEC-NAME-UNIQ", "UMP-METAREM-SEM")


@dataclass(frozen=True, slots=True)
class Sequences:
    """A check of any sequence of calls. Each machine has its own share of the examples, so that no defect hides what another finds."""

    check: Check
    machines: tuple[type[Machine], ...]
    versioned: bool


def sequences(spec: "Spec") -> tuple[Sequences, ...]:
    """Return the checks of sequences that make sense in a spec, always in the same order."""
    return tuple(_sequences(spec))


def _sequences(spec: "Spec") -> "Iterator[Sequences]":
    grouped, updates = covers(spec, f"{CREATE}.ModelPackageGroupName"), covers(spec, UPDATE)
    changing: tuple[type[Machine], ...] = (Registry, Updates, Specifications, Removals, Everything) if updates else (Registry,)
    needs = (CREATE, DESCRIBE, *((UPDATE,) if updates else ()))
    if grouped:
        title = "After any sequence of calls on versions, everything visible is as the documents have it"
        check = Check("stateful/any-sequence", title, "stateful", "sequence", _CLAUSES, needs=(CREATE_GROUP, *needs))
        yield Sequences(check, changing, versioned=True)
    title = "After any sequence of calls on packages of their own, everything visible is as the documents have it"
    check = Check("stateful/any-sequence-unversioned", title, "stateful", "sequence", _CLAUSES[: None if updates else 1], needs=needs)
    # Where there are versions, they are what an update is for.
    yield Sequences(check, (Registry,) if grouped else changing, versioned=False)
    if updates:
        title = "After any sequence of updates of metadata, it is as if each entry was set and removed by itself"
        check = Check("stateful/any-sequence-metadata", title, "stateful", "merge", ("UMP-META-SEM", "UMP-METAREM-SEM"), "MUST", "inferred")
        yield Sequences(replace(check, needs=(*((CREATE_GROUP,) if grouped else ()), *needs)), (Merges,), versioned=grouped)


def sought(asked: Sequences, bench: Bench) -> Result:
    """Let the machines of a check loose and return its result."""
    tally = Tally(asked.check)
    reasons: list[str] = []
    for machine in asked.machines:
        hunt = _Hunt(bench, f"{asked.check.id}#{machine.__name__.lower()}", Model(bench.spec))
        hunt.run(machine, versioned=asked.versioned, examples=_share(bench, asked))
        outcome = hunt.outcome()
        tally.cases += hunt.sequences
        if isinstance(outcome, Failure):
            tally.failures.append(outcome)
        elif isinstance(outcome, Broken):
            tally.broken = outcome
            break
        elif isinstance(outcome, NotAsked):
            reasons.append(outcome.reason)
    result = tally.result()
    return Result(asked.check, "errored", tally.cases, reason=reasons[0]) if reasons and result.verdict == "passed" else result


def _share(bench: Bench, asked: Sequences) -> int:
    """Return how many sequences each machine draws: a machine alone gets half of the examples, for a sequence is many calls."""
    return max(1, bench.settings.examples // max(2, len(asked.machines)))


class _FoundError(Exception):
    """A sequence failed; Hypothesis looks for a smaller one that fails too."""


class _EnoughError(BaseException):
    """Nothing that is drawn next would say more: the transport broke, or the sequence is small enough."""


@dataclass(slots=True)
class _Hunt:
    """Looks for a sequence that fails.

    What came of a sequence is kept: Hypothesis comes back to the same ones, and always gets the same answer.
    """

    bench: Bench
    case: str
    model: Model
    sequences: int = 0
    _known: dict[tuple[str, ...], CaseOutcome] = field(default_factory=dict)
    _smallest: Course | None = None
    _failure: Failure | None = None
    _broken: Broken | None = None
    _tries: int = 0

    def run(self, machine: type[Machine], *, versioned: bool, examples: int) -> None:
        """Draw sequences and try them until one fails, then smaller ones."""
        stage = Stage(self.bench, self.bench.names.namespace(STEM))

        # The same for each seed and machine, and different between any two.
        @seed(zlib.crc32(f"{self.bench.settings.seed} {self.case}".encode()))
        def made() -> Machine:
            return machine(stage, Course(self.model, machine.settled), self._finish, versioned=versioned)

        with suppress(_FoundError, _EnoughError, Flaky), steady():
            run_state_machine_as_test(made, settings=_settings(examples, shrink=self.bench.settings.shrink))  # type: ignore[arg-type] # any factory serves

    def outcome(self) -> "CaseOutcome | NotAsked":
        """Make the smallest sequence that failed once more, and return what came of it now."""
        if self._broken is not None or self._smallest is None or self._failure is None:
            return self._broken
        again = play(self.bench, self.case, self._smallest.script())
        if again is not None:
            return again
        seen = self._failure
        return NotAsked(
            f"a sequence of {len(self._smallest.acts)} calls failed once and not when it was repeated: "
            f"expected {seen.expected}, but {seen.observed}"
        )

    def _finish(self, course: Course) -> None:
        outcome = self._outcome_of(course)
        if isinstance(outcome, Broken):
            self._broken = outcome
        if self._broken is not None or self._tries > _MOST_TRIES:
            raise _EnoughError
        if outcome is not None:
            raise _FoundError

    def _outcome_of(self, course: Course) -> CaseOutcome:
        if course.key in self._known:
            return self._known[course.key]
        if self._smallest is not None:
            self._tries += 1
        outcome = play(self.bench, self.case, course.script())
        assert not isinstance(outcome, NotAsked), "a sequence asks its question at once"
        self.sequences += 1
        self._known[course.key] = outcome
        if isinstance(outcome, Failure):
            short = course.up_to(outcome.exchanges)
            if self._smallest is None or len(short.acts) <= len(self._smallest.acts):
                self._smallest, self._failure = short, outcome
        return outcome


def _settings(examples: int, *, shrink: bool) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=_STEPS,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
        report_multiple_bugs=False,
        print_blob=False,
    )
