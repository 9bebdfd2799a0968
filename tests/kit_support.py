"""What tests of the conformance kit share: benches, and backends that are wrong on purpose."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from mpkit import schemas
from mpkit.conformance.bench import Bench, Settings
from mpkit.conformance.check import Check, Result
from mpkit.conformance.model import Model, Problem
from mpkit.conformance.names import Names
from mpkit.conformance.outcome import Reply
from mpkit.conformance.runner import phase_of
from mpkit.conformance.subject import Call, Subject
from mpkit.conformance.subjects.reference import Direct
from mpkit.conformance.wire import Stages, stages

SPECS = ("2020-10", "2022-07", "2026-11", "documents")


def bench(spec: str = "current", subject: Subject | None = None, **settings: Any) -> Bench:
    loaded = schemas.load(spec)
    chosen = {"workers": 1, "examples": 20, "strict": True} | settings
    return Bench(subject or Direct(loaded), loaded, Names("mpk"), Settings(**chosen))


def answers(name: Any, against: Bench, *patterns: str) -> list[Result]:
    """The results of the checks of a phase whose ids start with one of the patterns; of all without patterns."""
    phase = phase_of(name)
    chosen = [check for check in phase.checks(against.spec) if not patterns or check.id.startswith(patterns)]
    return list(phase.run(chosen, against))


def only(name: Any, against: Bench, check: str) -> Result:
    """The result of one check."""
    phase = phase_of(name)
    [found] = phase.run([one for one in phase.checks(against.spec) if one.id == check], against)
    return found


def without_problems(spec: str, is_overlooked: Callable[[str, Problem], bool]) -> Direct:
    """The reference, which overlooks some of the problems that requests have."""
    loaded = schemas.load(spec)
    way = stages(Model(loaded))

    def problems(operation: str, request: Any) -> tuple[Problem, ...]:
        return tuple(problem for problem in way.problems(operation, request) if not is_overlooked(operation, problem))

    return Direct(loaded, way=replace(way, problems=problems))


def changed(spec: str, change: Callable[[Stages], Stages]) -> Direct:
    """The reference with some of its stages exchanged."""
    loaded = schemas.load(spec)
    return Direct(loaded, way=change(stages(Model(loaded))))


@dataclass
class Watched:
    """A subject that notes what it is sent."""

    inner: Subject
    calls: list[Call] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.name, self.region = self.inner.name, self.inner.region

    def send(self, call: Call) -> Reply:
        self.calls.append(call)
        return self.inner.send(call)

    def close(self) -> None:
        self.inner.close()


def ids(checks: Iterable[Check]) -> list[str]:
    return [check.id for check in checks]
