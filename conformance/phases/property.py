"""The property phase: valid requests are accepted and come back as they were sent; one edit that makes them invalid is refused."""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hypothesis import reject
from hypothesis import strategies as st

from .. import oracle
from .._text import SAMPLES
from ..bench import Bench, CaseOutcome, Settings
from ..check import Case, Check, Exchange, Expectation, Result, Step
from ..edits import constraints, paths
from ..hunt import hunt
from ..names import IDENTITIES, package_arn
from ..outcome import Accepted, Refused
from ..requirements import CREATE, UPDATE
from ..strategies import create_requests, update_requests
from ..trials import Grounds
from .boundary import constraint_attempts

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...schemas import Spec
    from ...schemas.edition import Edition

DESCRIBE = "DescribeModelPackage"

# What the service keeps to itself: tags are read by another operation, a token is for the call alone.
_NOT_TOLD = frozenset({"Tags", "ClientToken"})
_ARN = package_arn("churn", 7)
_SOURCES = frozenset({"Image", "ModelDataUrl"})
_DIGESTS = frozenset({"ImageDigest", "ModelDataETag"})


def _check(name: str, title: str, clauses: tuple[str, ...], *needs: str) -> Check:
    return Check(f"property/{name}", title, "property", "property", clauses, "MUST", "document", needs)


_CHECKS = (
    _check(
        "create-accepted",
        "CreateModelPackage accepts every valid request",
        ("CMP-RESP-200", "UMP-IMAGE-TAG", "UMP-IMAGE-DIGEST", "MOD-TYPE"),
        CREATE,
    ),
    _check("create-round-trip", "A package is described as it was created", ("CMP-RESP-ARN-SEM", "MOD-TYPE"), CREATE, DESCRIBE),
    _check("create-refused", "CreateModelPackage refuses a request that breaks one constraint", ("CMP-ERRORS-COMMON", "MOD-TYPE"), CREATE),
    _check("update-accepted", "UpdateModelPackage accepts every valid request", ("UMP-RESP-ARN-TYPE", "MOD-TYPE"), CREATE, UPDATE),
    _check(
        "update-round-trip", "What an update sets is described as it was sent", ("UMP-ARN-SEM", "UMP-STATUS-SEM"), CREATE, UPDATE, DESCRIBE
    ),
    _check(
        "update-refused", "UpdateModelPackage refuses a request that breaks one constraint", ("UMP-ARN-SEM", "MOD-TYPE"), CREATE, UPDATE
    ),
)


class Property:
    """Draws requests with the run's seed; each check draws its own."""

    name = "property"

    def checks(self, spec: "Spec") -> tuple[Check, ...]:
        """Return the checks of the operations that the spec has."""
        return tuple(check for check in _CHECKS if all(spec.edition(operation) for operation in {CREATE, UPDATE} & set(check.needs)))

    def run(self, checks: Sequence[Check], bench: Bench) -> Iterator[Result]:
        """Run checks, one after the other."""
        for check in checks:
            operation = UPDATE if UPDATE in check.needs else CREATE
            hunter = _Hunter(bench, check, operation)
            run, strategy = hunter.way()
            asked = bench.settings
            tally = hunt(check, strategy, run, examples=asked.examples, start=_seed(asked.seed, check.id), shrink=asked.shrink)
            yield tally.result()


PHASE = Property()


def _seed(seed: int, name: str) -> int:
    """Return the seed of one check: another for each, and the same whatever else runs."""
    return seed * 1_000_003 + sum(index * byte for index, byte in enumerate(name.encode(), 1))


class _Hunter:
    """Makes the cases of one check."""

    def __init__(self, bench: Bench, check: Check, operation: str) -> None:
        edition = bench.spec.edition(operation)
        assert edition is not None
        self._bench = bench
        self._check = check
        self._operation = operation
        self._edition: Edition = edition
        self._grounds = Grounds(bench)
        self._constraints = tuple(one for one in constraints(edition, operation) if one.place)

    def way(self) -> "tuple[Callable[[Any], CaseOutcome], SearchStrategy[Any]]":
        """Return how a drawn value becomes a case, and what to draw."""
        requests = _requests(self._edition, self._operation, self._bench.settings)
        if self._check.id.endswith("-refused"):
            # Drawn first, the number varies; what is drawn last is often the same.
            return self._refused, st.tuples(st.integers(0, len(self._constraints) - 1), requests)
        return (self._round_trip if self._check.id.endswith("-round-trip") else self._accepted), requests

    def _accepted(self, request: Mapping[str, Any]) -> CaseOutcome:
        return self._run(request, Step(self._operation, request, creates=self._created))

    def _round_trip(self, request: Mapping[str, Any]) -> CaseOutcome:
        told = {member: value for member, value in request.items() if member not in _NOT_TOLD}
        if self._operation == UPDATE:
            told.pop("CustomerMetadataPropertiesToRemove", None)
            added = told.pop("AdditionalInferenceSpecificationsToAdd", None)
            told |= {} if added is None else {"AdditionalInferenceSpecifications": added}
        elif "/" in told.get("ModelPackageGroupName", ""):
            del told["ModelPackageGroupName"]
        change = Step(self._operation, request, creates=self._created)
        return self._run(request, change, Step(DESCRIBE, {"ModelPackageName": _ARN}, Expectation("accepted", body=told)))

    def _refused(self, drawn: tuple[int, Mapping[str, Any]]) -> CaseOutcome:
        start, request = drawn
        bad = self._broken(request, start)
        if bad is None:
            reject()
        # The neighbour is made with names of its own; the refused one then meets nothing that is there already.
        neighbour = self._run(request, Step(self._operation, request, creates=self._created))
        return neighbour or self._run(request, Step(self._operation, bad.request, bad.expect), unchanged=True)

    def _broken(self, request: Mapping[str, Any], start: int) -> Any:
        """Return a certified attempt that has to be refused: the first that there is, looking from one of the request's places on."""
        held = [constraint for constraint in self._constraints if next(paths(constraint.place, request), None) is not None]
        # Few numbers are drawn and many requests: both settle the place.
        first = zlib.crc32(b"%d of %d" % (start, len(held))) % len(held)
        for constraint in (*held[first:], *held[:first]):
            for one in constraint_attempts(self._edition, self._operation, constraint, request):
                if one.expect.kind == "refused":
                    return one
        return None

    @property
    def _created(self) -> str | None:
        return _ARN if self._operation == CREATE else None

    def _run(self, request: Mapping[str, Any], *steps: Step, unchanged: bool = False) -> CaseOutcome:
        """Make calls on a fresh ground; with ``unchanged``, what is stored must be the same before and after."""
        if not oracle.is_settled(self._edition, self._operation, request):
            reject()
        ground = self._grounds.of(self._operation, request, self._check.id)
        if ground.problem is not None:
            return ground.problem
        before = ground.before
        if unchanged and self._bench.capabilities.get(DESCRIBE, True):
            seen = self._bench.exchange(self._look(request), ground.namespace)
            before = (*before, seen)
            steps = (*steps, self._look(request, seen))
        return self._bench.run(Case(self._check.id, steps), ground.namespace, before)

    def _look(self, request: Mapping[str, Any], seen: Exchange | None = None) -> Step:
        """Return a look at the package that a request is about, which has to show what was ``seen`` before."""
        name = _ARN if self._operation == UPDATE else request.get("ModelPackageName", "absent")
        expect = Expectation("answered")
        if seen is not None and isinstance(seen.outcome, Accepted) and isinstance(seen.outcome.body, dict):
            kept = {member: value for member, value in seen.outcome.body.items() if member not in IDENTITIES}
            expect = Expectation("accepted", body={**dict.fromkeys(_settable(request)), **kept})
        elif seen is not None and isinstance(seen.outcome, Refused):
            expect = Expectation("refused", (seen.outcome.code or "",), statuses=(seen.outcome.status,))
        return Step(DESCRIBE, {"ModelPackageName": name}, expect)


def _settable(request: Mapping[str, Any]) -> list[str]:
    """Return the members of a description that a request would set."""
    return [member.removesuffix("ToAdd") for member in request if member not in IDENTITIES | _NOT_TOLD and not member.endswith("ToRemove")]


def _requests(edition: "Edition", operation: str, settings: Settings) -> "SearchStrategy[dict[str, Any]]":
    """Draw requests that nothing at all is said about, for one group and one package: which ones makes no difference."""
    drawn = _drawn(edition, operation, settings)
    return drawn.map(_with_known_sources) if settings.known_sources else drawn


def _drawn(edition: "Edition", operation: str, settings: Settings) -> "SearchStrategy[dict[str, Any]]":
    if operation == UPDATE:
        return update_requests(edition, clean=True).map(lambda request: {**request, "ModelPackageArn": _ARN})
    allowed = {"ValidationSpecification": settings.validation, "CertifyForMarketplace": settings.marketplace}
    without = {member: None for member, is_allowed in allowed.items() if not is_allowed}
    return create_requests(edition, clean=True, **without).map(_in_place)


def _in_place(request: dict[str, Any]) -> dict[str, Any]:
    """Put a request into the one group, or give its package a name that has room for what makes it unique."""
    member = "ModelPackageGroupName" if "ModelPackageGroupName" in request else "ModelPackageName"
    return {**request, member: "churn"} if member == "ModelPackageGroupName" or len(request[member]) == 1 else request


def _with_known_sources(value: Any) -> Any:
    """Put the kit's own image and model archive into a request, without digests that would be of others."""
    if isinstance(value, list):
        return [_with_known_sources(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        member: SAMPLES[member] if member in _SOURCES else _with_known_sources(item)
        for member, item in value.items()
        if member not in _DIGESTS
    }
