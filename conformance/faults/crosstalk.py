"""Faults by which an update reaches more than the package that it is about, or another."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..model import Answer, Package, State
from ..outcome import Accepted
from .fault import IN_ONE_CALL, METADATA, UPDATE, Fault, Json, Perform, Wrap, doing, keeping, touched, with_document

if TYPE_CHECKING:
    from ...schemas import Spec

_ARN = "ModelPackageArn"


def faults(spec: "Spec") -> tuple[Fault, ...]:
    """Return the faults of this group."""
    return _FAULTS if spec.edition(UPDATE) else ()


def _elsewhere(choose: Callable[[State, Package], Package | None]) -> Wrap:
    """Update another package than the one that was asked for."""

    def changed(state: State, request: Json) -> Json:
        package = state.packages.get(request[_ARN])
        other = package and choose(state, package)
        return {**request, _ARN: other.arn} if other else request

    def updated(right: Perform, state: State, request: Any, now: float) -> Answer:
        after, answer = right(state, UPDATE, changed(state, request), now)
        return after, Accepted(200, {_ARN: request[_ARN]}) if isinstance(answer, Accepted) else answer

    return doing(UPDATE, updated)


def _spilling(choose: Callable[[State, Package], list[Package]], member: str) -> Wrap:
    """Set a member of other packages too."""

    def kept(before: State, after: State, request: Json) -> State:
        package = touched(before, after)
        if package is None or member not in package.document or member not in request:
            return after
        for other in choose(after, package):
            after = with_document(after, other, {**other.document, member: package.document[member]})
        return after

    return keeping(UPDATE, kept)


def _siblings(state: State, package: Package) -> list[Package]:
    return [other for other in state.packages.values() if other is not package and other.group == package.group]


def _others(state: State, package: Package) -> list[Package]:
    return [other for other in state.packages.values() if other is not package]


def _latest(state: State, package: Package) -> Package | None:
    return max((other for other in state.packages.values() if other.group == package.group), key=lambda other: other.number, default=None)


def _oldest(state: State, package: Package) -> Package | None:
    return min((other for other in state.packages.values() if other.group == package.group), key=lambda other: other.number, default=None)


def _rejected(before: State, after: State, request: Json) -> State:
    package = touched(before, after)
    if package is None or request.get("ModelApprovalStatus") != "Approved":
        return after
    for other in _siblings(after, package):
        after = with_document(after, other, {**other.document, "ModelApprovalStatus": "Rejected"})
    return after


def _touching_time(before: State, after: State, request: Json) -> State:
    package = touched(before, after)
    return after if package is None else with_document(after, package, {**package.document, "CreationTime": package.created + 1})


_OTHERS = ("update/leaves-others", "stateful/any-sequence", "stateful/any-sequence-unversioned")

_FAULTS = (
    Fault("crosstalk/latest", "an update changes the latest package of the group", _OTHERS, _elsewhere(_latest)),
    Fault("crosstalk/oldest", "an update changes the first package of the group", _OTHERS, _elsewhere(_oldest)),
    Fault("crosstalk/status", "an update sets the status of the whole group", _OTHERS, _spilling(_siblings, "ModelApprovalStatus")),
    Fault(
        "crosstalk/description", "an update sets the description of the whole group", _OTHERS, _spilling(_siblings, "ApprovalDescription")
    ),
    Fault("crosstalk/metadata", "an update sets the metadata of every package", _OTHERS, _spilling(_others, METADATA)),
    Fault(
        "crosstalk/card", "an update sets the card of every package", _OTHERS, _spilling(_others, "ModelCard"), needs=("update/ModelCard",)
    ),
    Fault("crosstalk/rejects", "an approval rejects the other versions", _OTHERS, keeping(UPDATE, _rejected)),
    Fault(
        "crosstalk/creation-time",
        "an update changes when the package was created",
        ("update/keeps-unmentioned",),
        keeping(UPDATE, _touching_time),
        needs=IN_ONE_CALL,
    ),
)
