"""Run the selected checks of the selected phases against a subject, and put what came out into one run."""

import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from importlib import import_module
from typing import TYPE_CHECKING, Any

from .check import PHASES, Check, PhaseName, Result, Run, Summary, Target

if TYPE_CHECKING:
    from ..schemas import Spec
    from .bench import Bench
    from .phases import Phase


class UnknownCheckError(LookupError):
    """A ``pattern`` that fits no check of the spec."""

    def __init__(self, pattern: str) -> None:
        super().__init__(pattern)
        self.pattern = pattern

    def __str__(self) -> str:
        return f"no check is called '{self.pattern}'"


class SmokeError(Exception):
    """The target does not pass the smoke phase, so that nothing else can be asked; ``results`` are those of that phase."""

    def __init__(self, results: tuple[Result, ...]) -> None:
        self.results = results
        failed = next(result for result in results if result.verdict != "passed")
        why = failed.reason or "; ".join(f"expected {failure.expected}, got {failure.observed}" for failure in failed.failures[:1])
        super().__init__(f"{failed.check.title}: not so: {why}")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which checks run: those of ``phases`` that match one of ``only`` (all, when empty) and none of ``skip``; globs over ids."""

    phases: tuple[PhaseName, ...] = PHASES
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()

    def takes(self, check: Check) -> bool:
        """Tell whether a check is selected."""
        return (not self.only or _matches(check.id, self.only)) and not _matches(check.id, self.skip)

    def checks(self, spec: "Spec") -> tuple[Check, ...]:
        """Return the selected checks of a spec in the order in which they run. Raises `UnknownCheckError`."""
        everything = all_checks(spec)
        for pattern in (*self.only, *self.skip):
            if not any(fnmatchcase(check.id, pattern) for check in everything):
                raise UnknownCheckError(pattern)
        return tuple(check for check in everything if check.phase in self.phases and self.takes(check))


@dataclass(slots=True)
class Progress:
    """What is told while a run goes on; each does nothing unless somebody listens."""

    phase: Callable[[PhaseName, int], None] = lambda name, checks: None  # noqa: ARG005 - nobody listens
    result: Callable[[Result], None] = lambda result: None  # noqa: ARG005 - nobody listens


def phase_of(name: PhaseName) -> "Phase":
    """Return a phase; its module is imported when it is first asked for."""
    found: Phase = import_module(f".phases.{name}", __package__).PHASE
    return found


def all_checks(spec: "Spec") -> tuple[Check, ...]:
    """Return every check of every phase, in the order in which they run."""
    return tuple(check for name in PHASES for check in phase_of(name).checks(spec))


def smoke(bench: "Bench") -> tuple[Result, ...]:
    """Ask the three questions without which no other says anything. Raises `SmokeError` when one has another answer."""
    phase = phase_of("smoke")
    results = tuple(phase.run(phase.checks(bench.spec), bench))
    if any(result.verdict != "passed" for result in results):
        raise SmokeError(results)
    return results


def results(bench: "Bench", checks: Sequence[Check], progress: Progress | None = None) -> Iterator[Result]:
    """Run checks, phase by phase, and yield one result for each in their order.

    A check whose operations the backend lacks is skipped. A phase that crashes leaves its remaining checks errored.
    """
    told = progress or Progress()
    for name in PHASES:
        asked = [check for check in checks if check.phase == name]
        if not asked:
            continue
        told.phase(name, len(asked))
        answers = _phase_results(phase_of(name), asked, bench)
        for check in asked:
            result = next(answers) if bench.has(check) else _lacking(check, bench.capabilities)
            told.result(result)
            yield result


def _phase_results(phase: "Phase", checks: Sequence[Check], bench: "Bench") -> Iterator[Result]:
    able = [check for check in checks if bench.has(check)]
    done = 0
    try:
        for result in phase.run(able, bench):
            done += 1
            yield result
    except Exception:  # noqa: BLE001 - a defect of the kit must not hide what was found before it
        reason = f"the kit failed: {traceback.format_exc(limit=-1).strip().splitlines()[-1]}"
        yield from (Result(check, "errored", reason=reason) for check in able[done:])


def _lacking(check: Check, capabilities: Mapping[str, bool]) -> Result:
    missing = [operation for operation in check.needs if not capabilities.get(operation, True)]
    return Result(check, "skipped", reason=f"the backend has no {' and no '.join(missing)}")


@dataclass(frozen=True, slots=True)
class Frame:
    """What a run is told about besides its results: see `mpkit.conformance.check.Run`."""

    target: Target
    settings: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def gather(bench: "Bench", found: Iterable[Result], frame: Frame, *, requests: int, started: float) -> Run:
    """Put results into one run; ``started`` is when it began on the clock of `time.perf_counter`."""
    listed = tuple(found)
    return Run(
        spec=bench.spec.name,
        target=frame.target,
        seed=bench.settings.seed,
        results=listed,
        summary=summarised(listed, requests=requests, seconds=round(time.perf_counter() - started, 3)),
        settings=frame.settings,
        notes=frame.notes,
        problems=frame.problems,
    )


def summarised(found: Sequence[Result], *, requests: int, seconds: float) -> Summary:
    """Count verdicts; a failure that was recorded before counts as a deviation alone."""
    new = [result for result in found if result.deviation is None]
    counted = {verdict: sum(result.verdict == verdict for result in new) for verdict in ("passed", "failed", "skipped", "errored")}
    return Summary(**counted, deviations=len(found) - len(new), requests=requests, seconds=seconds)


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
