"""The stateful phase: what requests do to what is stored, in scenarios that are written down and in sequences that are drawn."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from ..bench import Bench, CaseOutcome
from ..check import Check, Result
from ..scenarios import scenarios
from ..scenarios.script import NotAsked, Scenario, Script, play
from ..tally import Tally
from ._sequence_checks import sequences, sought

if TYPE_CHECKING:
    from ...schemas import Spec


class Stateful:
    """Plays the scenarios, several scripts at a time, then lets the state machines loose."""

    name = "stateful"

    def checks(self, spec: "Spec") -> tuple[Check, ...]:
        """Return a check for each scenario that makes sense in a spec, then one for each machine."""
        return (*(scenario.check_in(spec) for scenario in scenarios(spec)), *(asked.check for asked in sequences(spec)))

    def run(self, checks: Sequence[Check], bench: Bench) -> Iterator[Result]:
        """Run checks; the machines one after the other, since each call of theirs depends on the one before."""
        played_ones = {scenario.check.id: scenario for scenario in scenarios(bench.spec)}
        sought_ones = {asked.check.id: asked for asked in sequences(bench.spec)}
        for machines, group in groupby(checks, key=lambda check: check.id in sought_ones):
            if machines:
                yield from (sought(sought_ones[check.id], bench) for check in group)
            else:
                yield from played([(check, played_ones[check.id]) for check in group], bench)


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


PHASE = Stateful()
