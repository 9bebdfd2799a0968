"""The malformed phase: bodies that no client sends, each followed by a proof that nothing came of it and that the backend lives."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..bench import Bench
from ..check import Check, Result
from ..scenarios import scenarios
from ..scenarios.script import played

if TYPE_CHECKING:
    from ...schemas import Spec


class Malformed:
    """Plays the scenarios of broken bodies and odd values, several scripts at a time."""

    name = "malformed"

    def checks(self, spec: "Spec") -> tuple[Check, ...]:
        """Return a check for each scenario that makes sense in a spec."""
        return tuple(scenario.check_in(spec) for scenario in scenarios(spec, "malformed"))

    def run(self, checks: Sequence[Check], bench: Bench) -> Iterator[Result]:
        """Run checks."""
        by_id = {scenario.check.id: scenario for scenario in scenarios(bench.spec, "malformed")}
        yield from played([(check, by_id[check.id]) for check in checks], bench)


PHASE = Malformed()
