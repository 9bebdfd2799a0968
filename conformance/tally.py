"""Counts what came of the cases of one check, and makes the verdict of it."""

from dataclasses import dataclass, field

from .check import Check, Exchange, Failure, Grade, Result
from .outcome import Broken

# A check that failed so often has made its point; the rest of its cases would say the same.
MOST_FAILURES = 3


@dataclass(slots=True)
class Tally:
    """Gathers what came of the cases of one check."""

    check: Check
    cases: int = 0
    failures: list[Failure] = field(default_factory=list)
    broken: Broken | None = None

    def note(self, outcome: "Failure | Broken | None") -> None:
        """Note the outcome of one case."""
        self.cases += 1
        if isinstance(outcome, Failure):
            self.failures.append(outcome)
        elif isinstance(outcome, Broken):
            self.broken = outcome

    def fail(self, expected: str, observed: str, grade: Grade, *exchanges: Exchange) -> None:
        """Note that the last case failed in a way that no expectation of a step can say."""
        self.failures.append(Failure(self.check.id, expected, observed, grade, exchanges))

    @property
    def is_clean(self) -> bool:
        """Whether nothing failed or broke so far."""
        return not self.failures and self.broken is None

    @property
    def has_enough(self) -> bool:
        """Whether more cases would say nothing new: the check failed often enough, or the transport is broken."""
        return self.broken is not None or len(self.failures) >= MOST_FAILURES

    def result(self) -> Result:
        """Return the result.

        Failed where anything failed, skipped where a call must not be sent, errored where the transport broke before all cases were made.
        """
        if self.failures:
            return Result(self.check, "failed", self.cases, tuple(self.failures))
        if self.broken is not None and self.broken.kind == "guarded":
            return Result(self.check, "skipped", self.cases, reason=self.broken.detail)
        if self.broken is not None:
            return Result(self.check, "errored", self.cases, reason=f"{self.broken.kind}: {self.broken.detail}")
        return Result(self.check, "passed", self.cases)
