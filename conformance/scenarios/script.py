"""Scripts: cases whose later steps depend on earlier answers, and the scenarios that they belong to.

A script is a generator: it yields a `Step`, gets back the `Exchange` that came of it once that was judged, and yields the next. What no
expectation of a step can say, it says by raising `MismatchError`; where the backend did not let it come to its question, `NotAskedError`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

from ...schemas.clause import load_clauses
from ..bench import Bench, CaseOutcome
from ..check import Check, Evidence, Exchange, Failure, Level, PhaseName, Result
from ..outcome import Broken
from ..tally import Tally
from .stage import STEM, MismatchError, NotAskedError, Stage, Talk, covers

if TYPE_CHECKING:
    from ...schemas import Spec

Script: TypeAlias = Callable[[Stage], Talk]

_STARTS = 3


@dataclass(frozen=True, slots=True)
class NotAsked:
    """A case that did not come to its question, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """A check and the scripts that answer it, by the name of the case.

    ``given`` is what a spec has to have for the question to make sense, in the form of `mpkit.conformance.scenarios.stage.covers`.
    """

    check: Check
    scripts: tuple[tuple[str, Script], ...]
    given: tuple[str, ...] = ()

    def suits(self, spec: "Spec") -> bool:
        """Tell whether the question makes sense in a spec."""
        return all(covers(spec, what) for what in self.given)

    def check_in(self, spec: "Spec") -> Check:
        """Return the check as it stands in a spec: without the clauses of later editions."""
        newest = max(edition.date[:7] for edition in spec.editions.values())
        clauses = load_clauses()
        kept = tuple(name for name in self.check.clauses if (clauses[name].edition or newest) <= newest)
        # What only a later document says, an earlier service model has to show.
        evidence = "model" if not kept and self.check.evidence == "document" else self.check.evidence
        return replace(self.check, clauses=kept, evidence=evidence)


def scenario(
    id: str,  # noqa: A002 - the name that a check gives it
    title: str,
    *,
    topic: str,
    clauses: tuple[str, ...] = (),
    level: Level = "MUST",
    evidence: Evidence = "document",
    needs: tuple[str, ...] = (),
    given: tuple[str, ...] = (),
    each: tuple[Any, ...] | None = None,
    phase: PhaseName = "stateful",
) -> Callable[[Callable[..., Talk]], Scenario]:
    """Make a scenario of a function that takes a stage and talks.

    ``each`` holds what the function takes besides, a script for each: a text is the name of its case, of a tuple the first item is.
    """

    def made(talk: Callable[..., Talk]) -> Scenario:
        check = Check(id, title, phase, topic, clauses, level, evidence, needs)
        if each is None:
            return Scenario(check, ((id, talk),), given)
        return Scenario(check, tuple((f"{id}#{_name(item)}", _with(talk, item)) for item in each), given)

    return made


def _name(item: Any) -> str:
    return str(item[0] if isinstance(item, tuple) else item)


def _with(talk: Callable[..., Talk], item: Any) -> Script:
    def script(stage: Stage) -> Talk:
        return talk(stage, item)

    return script


def play(bench: Bench, case: str, script: Script) -> "CaseOutcome | NotAsked":
    """Run a script in a namespace of its own, and return what came of it: `None` when all is as it has to be.

    Where the backend stumbles, so that nobody knows what is there, the script starts anew.
    """
    for _ in range(_STARTS):
        outcome = _play(bench, case, script)
        if not (isinstance(outcome, Broken) and outcome.kind == "unavailable"):
            break
    return outcome


def _play(bench: Bench, case: str, script: Script) -> "CaseOutcome | NotAsked":
    namespace = bench.names.namespace(STEM)
    done: list[Exchange] = []
    talk = script(Stage(bench, namespace))
    try:
        step = next(talk)
        while True:
            done.append(bench.exchange(step, namespace, counts=True))
            verdict = bench.verdict(case, tuple(done), namespace)
            if verdict is not None:
                return verdict
            step = talk.send(done[-1])
    except StopIteration:
        return None
    except MismatchError as mismatch:
        return Failure(case, mismatch.expected, mismatch.observed, mismatch.grade, tuple(done))
    except NotAskedError as problem:
        return NotAsked(str(problem))


def played(asked: Sequence[tuple[Check, Scenario]], bench: Bench) -> Iterator[Result]:
    """Play the scripts of scenarios, several at a time, and yield the result of each check."""
    jobs = [(check, case, script) for check, scenario in asked for case, script in scenario.scripts]

    def work(job: tuple[Check, str, Script]) -> "tuple[Check, CaseOutcome | NotAsked]":
        check, case, script = job
        return check, play(bench, case, script)

    for _, made in groupby(bench.wide(work, jobs), key=lambda pair: pair[0].id):
        outcomes = list(made)
        yield _result(outcomes[0][0], [outcome for _, outcome in outcomes])


def _result(check: Check, outcomes: "Sequence[CaseOutcome | NotAsked]") -> Result:
    tally = Tally(check)
    reasons = []
    for outcome in outcomes:
        if isinstance(outcome, NotAsked):
            reasons.append(outcome.reason)
        else:
            tally.note(outcome)
    if tally.cases == 0:
        return Result(check, "skipped", reason=reasons[0] if reasons else None)
    return tally.result()
