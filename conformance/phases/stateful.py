"""The stateful phase: what requests do to what is stored, in scenarios that are written down and in sequences that are drawn."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from ..bench import Bench
from ..check import Check, Result
from ..scenarios import scenarios
from ..scenarios.script import played
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


PHASE = Stateful()
