"""Trials: what has to be there before a request of the boundary and property phases can be made, and the request itself as a case."""

import threading
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .bench import Bench
from .check import Case, Exchange, Expectation, Failure, Step
from .names import Namespace, group_arn
from .neighbours import neighbour
from .requirements import CREATE, UPDATE

if TYPE_CHECKING:
    from ..schemas import Spec
    from .edits import Place
    from .outcome import Broken

GROUP = "CreateModelPackageGroup"
_GROUP_MEMBER = "ModelPackageGroupName"
_ADDED = "AdditionalInferenceSpecificationsToAdd"
_LONGEST_NAME = 63


@dataclass(frozen=True, slots=True)
class Ground:
    """What a request stands on: the namespace in which its group or package exists, and the calls that made them."""

    namespace: Namespace
    before: tuple[Exchange, ...] = ()
    problem: "Failure | Broken | None" = None


@dataclass(slots=True)
class Grounds:
    """Makes grounds for one run of a phase. Groups are made once for each name, and shared."""

    bench: Bench
    _groups: "dict[str, Future[Ground]]" = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, operation: str, request: Any, case: str) -> Ground:
        """Return a fresh ground for a request: its group exists, or the package that it updates. ``case`` names what fails here."""
        if operation == UPDATE:
            return self._package(request, case)
        name = request.get(_GROUP_MEMBER) if isinstance(request, Mapping) else None
        return self._in_group(name, case) if isinstance(name, str) else Ground(self.bench.names.namespace())

    def _package(self, request: Any, case: str) -> Ground:
        arn = request.get("ModelPackageArn") if isinstance(request, Mapping) else None
        step = package_step(self.bench.spec, arn if isinstance(arn, str) else None)
        ground = self.of(CREATE, step.request, case)
        return ground if ground.problem else _after(self.bench, ground, step, case)

    def _in_group(self, name: str, case: str) -> Ground:
        with self._lock:
            mine = name not in self._groups
            if mine:
                self._groups[name] = Future()
            future = self._groups[name]
        if mine:
            future.set_result(_after(self.bench, Ground(self.bench.names.namespace()), group_step(name), case))
        shared = future.result()
        return Ground(shared.namespace.child(), shared.before, shared.problem)


def _after(bench: Bench, ground: Ground, step: Step, case: str) -> Ground:
    exchange = bench.exchange(step, ground.namespace)
    before = (*ground.before, exchange)
    return Ground(ground.namespace, before, bench.verdict(case, before, ground.namespace))


def group_step(name: str) -> Step:
    """Return the step that creates a group, given its logical name or ARN."""
    plain = name.rpartition("/")[2]
    return Step(GROUP, {_GROUP_MEMBER: plain}, creates=group_arn(plain))


def package_step(spec: "Spec", arn: str | None) -> Step:
    """Return the step that creates the smallest package there is, a version in a group where the spec has groups, as ``arn``."""
    edition = spec.edition(CREATE)
    assert edition is not None, "every spec creates packages"
    grouped = _GROUP_MEMBER in edition.shape(CREATE, edition.root(CREATE))["properties"]
    place: Place = (_GROUP_MEMBER,) if grouped else ()
    request = neighbour(edition, CREATE, place)
    assert request is not None, "the smallest package is valid"
    return Step(CREATE, request, creates=arn)


def attempt(bench: Bench, ground: Ground, operation: str, request: Any, expect: Expectation, case: str) -> "Failure | Broken | None":
    """Make one request on a ground and judge the answer."""
    if ground.problem is not None:
        return ground.problem
    return bench.run(Case(case, (Step(operation, request, expect),)), ground.namespace, ground.before)


def numbered(request: Any, number: int) -> Any:
    """Return an update whose additional specifications have names of their own, so that they do not meet those added before."""
    added = request.get(_ADDED) if isinstance(request, Mapping) else None
    if not isinstance(added, list) or number == 0:
        return request
    return {**request, _ADDED: [_renamed(item, f"-{number}") for item in added]}


def _renamed(item: Any, tail: str) -> Any:
    name = item.get("Name") if isinstance(item, Mapping) else None
    # A name at either limit stays what it is: its length is what is tried.
    return {**item, "Name": name + tail} if isinstance(name, str) and 1 < len(name) <= _LONGEST_NAME - len(tail) else item


def wants_own_package(request: Any) -> bool:
    """Tell whether an update changes a package so much that the next one would be refused: many specifications, an archived card."""
    if not isinstance(request, Mapping):
        return False
    added, card = request.get(_ADDED), request.get("ModelCard")
    many = isinstance(added, list) and len(added) > 1
    return many or (isinstance(card, Mapping) and card.get("ModelCardStatus") == "Archived")
