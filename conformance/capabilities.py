"""Which operations a backend has: each is asked once, well-formed, about something that exists. It is never guessed from failures."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from .check import Step
from .names import package_arn
from .neighbours import neighbour
from .outcome import Broken, Outcome, Refused
from .requirements import CREATE, UPDATE
from .sweep import is_absent
from .trials import GROUP, group_step, package_step

if TYPE_CHECKING:
    from ..schemas import Spec
    from .bench import Bench
    from .names import Namespace

_PACKAGE = "package"
_CRASH = 500
_NOT_FOUND = 404


class Capabilities(NamedTuple):
    """What a backend can do: ``has`` tells it by operation, ``reasons`` why an operation counts as missing, or why it is not known."""

    has: Mapping[str, bool]
    reasons: Mapping[str, str]


def probe(bench: "Bench") -> Capabilities:
    """Ask for each operation once; what is created for it is deleted as far as the backend can.

    An operation is missing when a well-formed call about something that exists is answered with HTTP 404, 501, an unknown operation, or
    three times with 5xx. What cannot be asked because of the transport counts as there, for its checks then tell the same.
    """
    asked = _Probe(bench, bench.names.namespace())
    package = package_step(bench.spec, _PACKAGE)
    group = package.request.get("ModelPackageGroupName", "group")
    asked.ask(group_step(group))
    asked.ask(Step("DescribeModelPackageGroup", {"ModelPackageGroupName": group}), about=GROUP)
    asked.ask(Step("ListModelPackageGroups", {"MaxResults": 1}))
    asked.ask(package if asked.has[GROUP] else Step(CREATE, _ungrouped(bench.spec) or package.request, creates=_PACKAGE))
    arn = _PACKAGE if asked.namespace.has_learnt(_PACKAGE) else package_arn("absent")
    asked.ask(Step("DescribeModelPackage", {"ModelPackageName": arn}), about=CREATE)
    asked.ask(Step("ListModelPackages", {"MaxResults": 1}))
    asked.ask(Step(UPDATE, {"ModelPackageArn": arn, "ModelApprovalStatus": "Approved"}), about=CREATE)
    asked.ask(Step("DeleteModelPackage", {"ModelPackageName": arn}), about=CREATE)
    asked.ask(Step("DeleteModelPackageGroup", {"ModelPackageGroupName": group}), about=GROUP)
    return Capabilities(asked.has, asked.reasons)


class _Probe:
    def __init__(self, bench: "Bench", namespace: "Namespace") -> None:
        self.namespace = namespace
        self.has: dict[str, bool] = {}
        self.reasons: dict[str, str] = {}
        self._bench = bench
        self._made: set[str] = set()

    def ask(self, step: Step, about: str | None = None) -> None:
        """Make a call and note what it says about the operation; ``about`` is the operation that made what it is about."""
        outcome = self._bench.exchange(step, self.namespace).outcome
        if not isinstance(outcome, Broken | Refused):
            self._made.add(step.operation)
        missing = _missing(outcome, exists=about is None or about in self._made)
        self.has[step.operation] = missing is None
        if missing is not None:
            self.reasons[step.operation] = missing
        elif isinstance(outcome, Broken):
            self.reasons[step.operation] = f"it could not be asked: {outcome.detail or outcome.kind}"


def _missing(outcome: Outcome, *, exists: bool) -> str | None:
    """Say why an answer means that there is no such operation, `None` when it does not."""
    if not isinstance(outcome, Refused):
        return None
    said = f"HTTP {outcome.status} {outcome.code or ''}".strip()
    if is_absent(outcome):
        return f"it answers {said}"
    if exists and (outcome.status == _NOT_FOUND or outcome.status >= _CRASH):
        return f"it answers a well-formed call with {said}"
    return None


def _ungrouped(spec: "Spec") -> Mapping[str, Any] | None:
    """Return the smallest request for a package of its own."""
    edition = spec.edition(CREATE)
    return None if edition is None else neighbour(edition, CREATE, ("ModelPackageName",))
