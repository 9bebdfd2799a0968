"""Does the kit notice? Every single fault is tried against the checks that ask for what it breaks, and what is right against all.

    >>> from mpkit.conformance.selftest import self_test
    >>> outcome = self_test("current", seeds=range(2))
    >>> outcome.score
    1.0

A fault is *killed* when a check of the requirement that it breaks fails, *killed elsewhere* when only others do, and otherwise it
*survives*. The right reference has to pass everything, whatever is drawn, and so have the registries that are different and right. A check
that kills nothing asks for nothing.
"""

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from multiprocessing.connection import wait
from typing import Any, Literal, Self, TypeAlias

from ..schemas import Spec, load
from .bench import Bench, Settings
from .check import Check, Result
from .faults import Fault, faults
from .faults.variants import VARIANTS, Variant
from .model import Model
from .names import Names
from .runner import all_checks, results
from .subjects.reference import Direct
from .wire import Stages, stages

Verdict: TypeAlias = Literal["killed", "killed elsewhere", "survived"]
Progress: TypeAlias = Callable[[int, int], None]

EXAMPLES = 50
SEEDS = tuple(range(20))
PROCESSES = 2

# What a clean run with another seed draws anew. The other phases draw nothing.
_DRAWING = ("property", "stateful", "malformed")
_FEWER = 20
# Of the boundary phase, registries that are different and right are asked every tenth check: a difference shows in all of a kind.
_EVERY = 10
_PREFIX = "st"
_SMALL, _LARGE = 4, 60


@dataclass(frozen=True, slots=True)
class Trial:
    """One fault that was tried: ``killers`` are the checks that noticed it, of those that its requirement has and of others.

    ``broken`` are checks in which the kit itself failed.
    """

    fault: str
    title: str
    checks: tuple[str, ...]
    killers: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """What became of the fault."""
        return "killed" if self.killers else "killed elsewhere" if self.others else "survived"


@dataclass(frozen=True, slots=True)
class Alarm:
    """A check that did not pass although nothing was wrong: ``what`` was asked, and what the check said."""

    what: str
    check: str
    said: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a self-test. ``idle`` are the checks that killed nothing; ``clean`` says how many right registries were asked."""

    spec: str
    trials: tuple[Trial, ...]
    alarms: tuple[Alarm, ...]
    idle: tuple[str, ...]
    clean: int
    seconds: float = field(compare=False)

    def count(self, verdict: Verdict) -> int:
        """Return how many faults came to this."""
        return sum(trial.verdict == verdict for trial in self.trials)

    @property
    def score(self) -> float:
        """The mutation score: which part of the faults was killed by a check of the requirement that they break."""
        return self.count("killed") / len(self.trials) if self.trials else 1.0

    @property
    def is_sound(self) -> bool:
        """Whether all faults were killed, nothing right failed, every check kills something, and the kit did not fail itself."""
        broken = any(trial.broken for trial in self.trials)
        return self.count("killed") == len(self.trials) and not self.alarms and not self.idle and not broken


def self_test(
    spec: str = "current",
    *,
    seeds: Sequence[int] = SEEDS,
    processes: int = PROCESSES,
    examples: int = EXAMPLES,
    only: Callable[[str], bool] = lambda _: True,
    progress: Progress = lambda done, total: None,  # noqa: ARG005 - nobody listens
) -> Outcome:
    """Try all faults whose id ``only`` takes, and the right registries under ``seeds``.

    ``examples`` is how much each drawing check draws. ``progress`` is told how many tasks are done of how many. With one process
    nothing is started. Raises `mpkit.schemas.UnknownEditionError`.
    """
    start = time.perf_counter()
    shop = _workshop(spec)
    chosen = [index for index, fault in enumerate(shop.faults) if only(fault.id)]
    whole = len(chosen) == len(shop.faults)
    with _Pool(processes, progress) as pool:
        alarms = [pool.start(_clean, spec, seed, examples, seed == seeds[0]) for seed in seeds]
        alarms += [pool.start(_different, spec, index) for index in range(len(VARIANTS)) if whole]
        tried = [pool.start(_try, spec, part, examples) for part in _parts(shop, chosen)]
        trials = [trial for part in tried for trial in pool.result(part)]
        idle = _idle(shop, trials)
        again = [pool.start(_try_idle, spec, index, tuple(idle), examples) for index in chosen if set(idle) & set(shop.faults[index].check)]
        survivors = [index for index, trial in zip(chosen, trials, strict=True) if not trial.killers]
        elsewhere = {index: pool.start(_try_others, spec, index, examples) for index in survivors}
        late = {killer for part in again for killer in pool.result(part)}
        others = {shop.faults[index].id: pool.result(found) for index, found in elsewhere.items()}
        found = tuple(alarm for part in alarms for alarm in pool.result(part))
    trials = [_with_others(trial, others.get(trial.fault, ())) for trial in trials]
    idle = [name for name in _idle(shop, trials) if name not in late] if whole else []
    return Outcome(shop.spec.name, tuple(trials), found, tuple(idle), len(alarms), round(time.perf_counter() - start, 1))


def _with_others(trial: Trial, others: tuple[str, ...]) -> Trial:
    return Trial(trial.fault, trial.title, trial.checks, trial.killers, others, trial.broken)


@dataclass(frozen=True, slots=True)
class _Workshop:
    """What every task of one process needs."""

    spec: Spec
    way: Stages
    checks: dict[str, Check]
    faults: tuple[Fault, ...]

    def asked(self, fault: Fault) -> list[Check]:
        """Return the checks that a fault names and the spec has."""
        return [self.checks[name] for name in fault.check if name in self.checks]

    def bench(self, way: Stages, **settings: Any) -> Bench:
        """Return a bench with a registry that goes this way."""
        subject = Direct(self.spec, way=way)
        chosen = Settings(**{"workers": 1, "strict": True, "shrink": False, **settings})
        return Bench(subject, self.spec, Names(_PREFIX, subject.region, subject.account), chosen)


@lru_cache(maxsize=4)
def _workshop(spec: str) -> _Workshop:
    loaded = load(spec)
    checks = {check.id: check for check in all_checks(loaded)}
    known = tuple(fault for fault in faults(loaded) if any(name in checks for name in fault.check))
    return _Workshop(loaded, stages(Model(loaded)), checks, known)


def _parts(shop: _Workshop, chosen: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Cut the faults into tasks: those of the boundary phase are quick."""
    part: list[int] = []
    for index in chosen:
        part.append(index)
        quick = all(check.phase == "boundary" for check in shop.asked(shop.faults[index]))
        if len(part) >= (_LARGE if quick else _SMALL):
            yield tuple(part)
            part = []
    if part:
        yield tuple(part)


def _idle(shop: _Workshop, trials: Iterable[Trial]) -> list[str]:
    killers = {name for trial in trials for name in (*trial.killers, *trial.others)}
    return [name for name in shop.checks if name not in killers]


def _try(spec: str, part: tuple[int, ...], examples: int) -> list[Trial]:
    """Try some faults, each until the first of its checks notices."""
    return [_trial(_workshop(spec), index, examples) for index in part]


def _trial(shop: _Workshop, index: int, examples: int) -> Trial:
    fault = shop.faults[index]
    asked = shop.asked(fault)
    killers, broken = [], []
    for check in asked:
        result = _result(shop, fault, check, examples)
        if result.verdict == fault.verdict:
            killers.append(check.id)
            break
        if result.verdict == "errored":
            broken.append(f"{check.id}: {result.reason}")
    return Trial(fault.id, fault.title, tuple(check.id for check in asked), tuple(killers), broken=tuple(broken))


def _result(shop: _Workshop, fault: Fault, check: Check, examples: int) -> Result:
    (result,) = results(shop.bench(fault.wrap(shop.way), examples=examples), [check])
    return result


def _try_idle(spec: str, index: int, idle: tuple[str, ...], examples: int) -> list[str]:
    """Return those of the idle checks which notice a fault that another check of its requirement noticed first."""
    shop = _workshop(spec)
    fault = shop.faults[index]
    asked = [check for check in shop.asked(fault) if check.id in idle]
    return [check.id for check in asked if _result(shop, fault, check, examples).verdict == fault.verdict]


def _try_others(spec: str, index: int, examples: int) -> tuple[str, ...]:
    """Return the first check of other requirements that notices a fault."""
    shop = _workshop(spec)
    fault = shop.faults[index]
    rest = [check for check in shop.checks.values() if check.id not in fault.check]
    for result in results(shop.bench(fault.wrap(shop.way), examples=examples), rest):
        if result.verdict == "failed":
            return (result.check.id,)
    return ()


def _clean(spec: str, seed: int, examples: int, everything: bool) -> list[Alarm]:  # noqa: FBT001 - an argument of a task
    """Ask the right reference, with one seed."""
    shop = _workshop(spec)
    asked = [check for check in shop.checks.values() if everything or check.phase in _DRAWING]
    fewer = examples if everything else min(examples, _FEWER)
    alarms = _alarms(shop.bench(shop.way, seed=seed, examples=fewer), asked, f"the reference, seed {seed}")
    if everything:
        quick = [check for check in asked if check.phase not in _DRAWING]
        alarms += _alarms(shop.bench(shop.way, seed=seed, strict=False), quick, f"the reference, seed {seed}, not strict")
    return alarms


def _different(spec: str, index: int) -> list[Alarm]:
    """Ask a registry that is different and right."""
    shop = _workshop(spec)
    variant: Variant = VARIANTS[index]
    boundary = [check for check in shop.checks.values() if check.phase == "boundary"]
    asked = [*boundary[::_EVERY], *(check for check in shop.checks.values() if check.phase != "boundary")]
    return _alarms(shop.bench(variant.wrap(shop.way), examples=_FEWER), asked, f"a registry where {variant.title}")


def _alarms(bench: Bench, asked: Sequence[Check], what: str) -> list[Alarm]:
    return [Alarm(what, result.check.id, _said(result)) for result in results(bench, asked) if result.verdict != "passed"]


def _said(result: Result) -> str:
    if result.failures:
        failure = result.failures[0]
        return f"{result.verdict}: expected {failure.expected}, got {failure.observed}"
    return f"{result.verdict}: {result.reason}"


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, however that ended: nobody would give it work or take what it found."""
    parent = multiprocessing.parent_process()
    assert parent is not None, "a process of the pool has a parent"

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, name="mpkit-parent", daemon=True).start()


class _Pool:
    """Does tasks in several processes, or with one at once and here."""

    def __init__(self, processes: int, progress: Progress) -> None:
        # Started anew and not forked: the process that asks may have threads.
        context = multiprocessing.get_context("spawn")
        self._executor = ProcessPoolExecutor(processes, context, _end_with_parent) if processes > 1 else None
        self._progress = progress
        self._started = self._done = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=kind is not None)

    def start(self, task: Callable[..., Any], *arguments: Any) -> "Future[Any]":
        """Start a task."""
        self._started += 1
        if self._executor is not None:
            return self._executor.submit(task, *arguments)
        future: Future[Any] = Future()
        future.set_result(task(*arguments))
        return future

    def result(self, future: "Future[Any]") -> Any:
        """Wait for what a task returned."""
        found = future.result()
        self._done += 1
        self._progress(self._done, self._started)
        return found
