"""Hunt for a failing case with Hypothesis, deterministically, and keep the smallest that it finds."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.errors import Flaky, Unsatisfiable

from .bench import CaseOutcome
from .check import Check, Failure
from .outcome import Broken
from .steady import steady
from .tally import Tally

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_Drawn = TypeVar("_Drawn")

# Shrinking costs requests: after so many attempts the smallest case so far is good enough.
_MOST_ATTEMPTS = 150


class _FoundError(Exception):
    """A drawn case failed; Hypothesis looks for a smaller one that fails too."""


class _BrokenError(BaseException):
    """The transport broke: nothing that is drawn next would say anything."""


def hunt(
    check: Check,
    strategy: "SearchStrategy[_Drawn]",
    run: Callable[[_Drawn], CaseOutcome],
    *,
    examples: int,
    start: int,
    shrink: bool = True,
) -> Tally:
    """Draw ``examples`` values, run each as a case, and return the count with the smallest failure; the first one without ``shrink``.

    ``start`` is the seed: the same seed draws the same values. What ``run`` returns decides; it may leave a value by
    `hypothesis.reject`. A failure that does not come again when the same case is made anew is noted as the first time it was seen.
    """
    tally = Tally(check)
    smallest: list[Failure] = []
    shrinking = 0

    @seed(start)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
        report_multiple_bugs=False,
        print_blob=False,
    )
    @given(strategy)
    def attempt(drawn: _Drawn) -> None:
        nonlocal shrinking
        shrinking += bool(smallest)
        if shrinking > _MOST_ATTEMPTS:
            return
        outcome = run(drawn)
        tally.cases += 1
        if isinstance(outcome, Broken):
            tally.broken = outcome
            raise _BrokenError
        if outcome is not None:
            smallest[:] = [outcome]
            raise _FoundError

    try:
        with steady():
            attempt()
    except (_FoundError, Flaky, _BrokenError):
        pass
    except Unsatisfiable:
        tally.cases = 0
    tally.failures += smallest
    return tally
