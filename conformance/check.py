"""Checks, cases and verdicts: what is asked of a backend, and what came out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeAlias

from ..linter.path import Path
from .outcome import Outcome

Level: TypeAlias = Literal["MUST", "SHOULD", "MAY", "INFO"]
Evidence: TypeAlias = Literal["document", "model", "observed", "inferred"]
Verdict: TypeAlias = Literal["passed", "failed", "skipped", "errored"]
Grade: TypeAlias = Literal["accepted", "wrong-status", "wrong-code", "wrong-member", "wrong-state"]
PhaseName: TypeAlias = Literal["smoke", "boundary", "property", "stateful", "malformed"]

PHASES: tuple[PhaseName, ...] = ("smoke", "boundary", "property", "stateful", "malformed")
VALIDATION = "ValidationException"


@dataclass(frozen=True, slots=True)
class Check:
    """One conformance question.

    ``id`` is stable and readable (``create/ModelPackageName:pattern``, ``update/appends-specifications``); ``title`` is the demand in
    one sentence. ``clauses`` are ids of the clauses it rests on; ``level`` and ``evidence`` are the strongest of theirs. ``needs``
    are the operations that the backend must have for the question to make sense. ``conflict`` is set where the documents and
    public evidence on the live service disagree: what they say; both answers then pass, unless the run is strict. ``topic`` is the
    kind of demand, by which failures are folded (``pattern``, ``maxLength``, ``rule``, ``append``, ``atomic``, …).
    """

    id: str
    title: str
    phase: PhaseName
    topic: str
    clauses: tuple[str, ...] = ()
    level: Level = "MUST"
    evidence: Evidence = "document"
    needs: tuple[str, ...] = ()
    conflict: str | None = None

    @property
    def is_binding(self) -> bool:
        """Whether a failure fails a run by default: a MUST that a document or the service model makes."""
        return self.level == "MUST" and self.evidence in ("document", "model")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the answer to a step has to be.

    ``accepted``: success, with ``body`` in the answer (see `mpkit.conformance.judge.differences` for what that means).
    ``refused``: one of ``statuses`` with one of ``codes``; a message that names members names ``member``. ``either``: one or the other.
    ``answered``: any answer that is no crash of the backend (a status below 500). ``bare`` says that success needs no body: the
    operation has no output.
    """

    kind: Literal["accepted", "refused", "either", "answered"]
    codes: tuple[str, ...] = ()
    member: Path | None = None
    body: Mapping[str, Any] | None = None
    statuses: tuple[int, ...] = (400,)
    bare: bool = False


ACCEPTED = Expectation("accepted")


def refused(*codes: str, member: Path | None = None) -> Expectation:
    """Return the expectation of a refusal; without codes, of a ValidationException."""
    return Expectation("refused", codes or (VALIDATION,), member)


@dataclass(frozen=True, slots=True)
class Step:
    """One call of a case, with logical names, and what has to come of it.

    ``request`` is JSON in which names and ARNs are logical: they are mapped to fresh physical ones where the case runs. ``raw`` is the
    body instead, where it cannot be written as JSON. ``creates`` is the logical ARN of what an accepted call creates.
    """

    operation: str
    request: Mapping[str, Any]
    expect: Expectation = ACCEPTED
    creates: str | None = None
    raw: bytes | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """Calls that are made in this order, each judged; ``id`` is stable for a seed. The first that is not as it has to be ends the case."""

    id: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call that was made: the step, the physical request, and what came of it. ``seconds`` is how long the answer took."""

    step: Step
    request: Any
    outcome: Outcome
    response: Any = None
    status: int | None = None
    seconds: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class Failure:
    """One case in which a backend did something else than it has to.

    ``case`` is the id of the case, stable for a seed. ``exchanges`` are all calls of the case in their order; the last is the one that
    was judged.
    """

    case: str
    expected: str
    observed: str
    grade: Grade
    exchanges: tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class Deviation:
    """A failure that is known and was recorded: failed checks whose id ``id`` names, exactly or as a glob, count as deviations.

    ``reason`` says why it is so and ``issue`` where it is followed up. The entry holds up to and including the day ``expires``, for
    failures of this ``grade`` and in this ``spec``, as far as they are given. ``line`` is where it starts in its file.
    """

    id: str
    reason: str
    issue: str | None = None
    expires: date | None = None
    grade: Grade | None = None
    spec: str | None = None
    line: int = 1


@dataclass(frozen=True, slots=True)
class Result:
    """The verdict on one check. ``reason`` says why it was skipped or errored, or which side of a conflict the backend takes.

    ``deviation`` is set where the check failed and that was recorded before.
    """

    check: Check
    verdict: Verdict
    cases: int = 0
    failures: tuple[Failure, ...] = ()
    reason: str | None = None
    deviation: Deviation | None = None


Capability: TypeAlias = Literal["yes", "no"]


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of a run; ``deviations`` are failed checks that were recorded before, and not among ``failed``."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    errored: int = 0
    deviations: int = 0
    requests: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Target:
    """What was tested, for the report: ``kind`` as given on the command line, ``name``, endpoint, region and capabilities."""

    kind: str
    name: str
    region: str
    endpoint: str | None = None
    capabilities: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that came out of one run, for the renderers. ``spec`` is the edition, ``notes`` are sentences for the summary.

    ``problems`` are what is wrong with recorded deviations, a sentence each; a run with any does not conform.
    """

    spec: str
    target: Target
    seed: int
    results: tuple[Result, ...]
    summary: Summary
    settings: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def prefix(self) -> str:
        """What the physical names of the run begin with, as in `mpkit.conformance.names.Names`; empty where the settings do not tell."""
        return str(self.settings.get("prefix", ""))

    def fails(self, result: Result) -> bool:
        """Tell whether a result fails the run: a failed check that binds at the level of the settings and is no recorded deviation."""
        if result.verdict != "failed" or result.deviation is not None:
            return False
        match self.settings.get("level", "must"):
            case "all":
                return True
            case "should":
                return result.check.level in ("MUST", "SHOULD")
        return result.check.is_binding

    @property
    def conforms(self) -> bool:
        """Whether no result fails the run and all recorded deviations are as recorded; whether anything passed is another question."""
        return not self.problems and not any(self.fails(result) for result in self.results)
