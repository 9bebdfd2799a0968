"""Faults in what describing a package tells."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..model import Answer, State
from ..outcome import Accepted, Refused
from ..wire import Stages
from .fault import (
    CREATE,
    DELETE,
    DESCRIBE,
    GROUPED,
    LIST,
    UPDATE,
    UPDATED,
    Fault,
    Json,
    Perform,
    Wrap,
    doing,
    forgiving,
    telling,
    with_document,
    without,
)

if TYPE_CHECKING:
    from ...schemas import Spec

_NAME = "ModelPackageName"
# As many slashes as there are in the ARN of a version.
_STEPS_OF_A_VERSION = 2
_CHANGES = (CREATE, UPDATE, DELETE)


def faults(spec: "Spec") -> tuple[Fault, ...]:
    """Return the faults of this group."""
    return tuple(fault for fault in _FAULTS if spec.edition(UPDATE) or "update" not in fault.title)


def _stale(reads: str, *changes: str) -> Wrap:
    """Read as it was before the last of some changes."""

    def wrap(way: Stages) -> Stages:
        earlier = [State()]

        def perform(state: State, operation: str, request: Any, now: float) -> Answer:
            if operation != reads:
                after, answer = way.perform(state, operation, request, now)
                if after is not state:
                    # What another operation changes is seen at once.
                    earlier[0] = state if operation in changes else after
                return after, answer
            return state, way.perform(earlier[0], operation, request, now)[1]

        return replace(way, perform=perform)

    return wrap


def _first_read(way: Stages) -> Stages:
    """Tell of each package for ever what was read first."""
    seen: dict[str, Accepted] = {}

    def perform(state: State, operation: str, request: Any, now: float) -> Answer:
        after, answer = way.perform(state, operation, request, now)
        if operation != DESCRIBE or not isinstance(answer, Accepted):
            return after, answer
        return after, seen.setdefault(answer.body["ModelPackageArn"], answer)

    return replace(way, perform=perform)


def _another(choose: Callable[[State, str], str]) -> Wrap:
    """Describe another package."""

    def described(right: Perform, state: State, request: Any, now: float) -> Answer:
        after, answer = right(state, DESCRIBE, request, now)
        if not isinstance(answer, Accepted):
            return after, answer
        return right(state, DESCRIBE, {_NAME: choose(state, answer.body["ModelPackageArn"])}, now)

    return doing(DESCRIBE, described)


def _latest(state: State, arn: str) -> str:
    group = state.packages[arn].group
    return max((package for package in state.packages.values() if package.group == group), key=lambda package: package.number).arn


def _first(state: State, arn: str) -> str:
    group = state.packages[arn].group
    return min((package for package in state.packages.values() if package.group == group), key=lambda package: package.number).arn


def _unless(known: Callable[[str], bool]) -> Wrap:
    """Not know packages by what they are asked by."""

    def described(right: Perform, state: State, request: Any, now: float) -> Answer:
        if known(request[_NAME]):
            return right(state, DESCRIBE, request, now)
        return state, Refused(400, "ValidationException", "ModelPackage does not exist.")

    return doing(DESCRIBE, described)


def _blank(right: Perform, state: State, request: Json, now: float) -> Answer:
    return state, Accepted(200, {})


def _imagined(right: Perform, state: State, request: Json, now: float) -> Answer:
    return state, Accepted(200, {"ModelPackageArn": request[_NAME], "CreationTime": now, "ModelPackageStatus": "Completed"})


def _lost(right: Perform, state: State, request: Json, now: float) -> Answer:
    raise KeyError(request[_NAME])


def _refused(status: int, code: str) -> Wrap:
    return forgiving(DESCRIBE, lambda right, state, request, now: (state, Refused(status, code, "does not exist.")))


def _approving(right: Perform, state: State, request: Any, now: float) -> Answer:
    """Change what is read."""
    after, answer = right(state, DESCRIBE, request, now)
    if not isinstance(answer, Accepted):
        return after, answer
    package = state.packages[answer.body["ModelPackageArn"]]
    if "ModelApprovalStatus" not in package.document:
        return with_document(state, package, without(package.document, "ApprovalDescription")), answer
    return with_document(state, package, {**package.document, "ModelApprovalStatus": "PendingManualApproval"}), answer


def _silent_about(member: str) -> Wrap:
    return telling(DESCRIBE, lambda body, _: without(body, member))


_FRESH = ("describe/fresh", "stateful/any-sequence", "stateful/any-sequence-unversioned")
_UNKNOWN = ("describe/unknown",)

_FAULTS = (
    Fault("reading/stale-update", "describing shows a package as it was before the last update", _FRESH, _stale(DESCRIBE, UPDATE)),
    Fault(
        "reading/stale-creation",
        "describing does not know the package that was created last",
        (*_FRESH, "property/create-round-trip", "describe/by-name"),
        _stale(DESCRIBE, CREATE),
    ),
    Fault(
        "reading/stale-removal",
        "describing still shows the package that was deleted last",
        ("delete/gone", *_FRESH),
        _stale(DESCRIBE, DELETE),
    ),
    Fault("reading/stale-list", "a list is one change behind", ("list/all", "list/by-group", *_FRESH), _stale(LIST, *_CHANGES)),
    Fault("reading/first-read", "describing shows for ever what was read first, whatever an update did since", _FRESH, _first_read),
    Fault(
        "reading/latest",
        "describing shows the latest package of the group",
        ("describe/by-arn", "update/leaves-others", *_FRESH),
        _another(_latest),
    ),
    Fault(
        "reading/first",
        "describing shows the first package of the group",
        ("describe/by-arn", "create/versions-count-up", *_FRESH),
        _another(_first),
    ),
    Fault(
        "reading/no-names",
        "describing does not know packages by name",
        ("describe/by-name",),
        _unless(lambda text: text.startswith("arn:")),
    ),
    Fault(
        "reading/no-arns",
        "describing does not know packages by ARN",
        ("describe/by-arn",),
        _unless(lambda text: not text.startswith("arn:")),
    ),
    Fault(
        "reading/no-versions",
        "describing does not know versions",
        ("describe/by-arn",),
        _unless(lambda text: text.count("/") < _STEPS_OF_A_VERSION),
        needs=GROUPED,
    ),
    Fault("reading/unknown-empty", "describing what does not exist answers nothing", _UNKNOWN, forgiving(DESCRIBE, _blank)),
    Fault("reading/unknown-imagined", "describing what does not exist makes something up", _UNKNOWN, forgiving(DESCRIBE, _imagined)),
    Fault("reading/unknown-crash", "describing what does not exist fails inside", _UNKNOWN, forgiving(DESCRIBE, _lost)),
    Fault("reading/unknown-code", "describing what does not exist answers InternalError", _UNKNOWN, _refused(400, "InternalError")),
    Fault("reading/unknown-status", "describing what does not exist answers 500", _UNKNOWN, _refused(500, "ValidationException")),
    Fault("reading/changes", "describing changes the package", _FRESH, doing(DESCRIBE, _approving), needs=UPDATED),
    Fault("reading/no-arn", "describing does not tell the ARN", ("describe/by-arn", "describe/by-name"), _silent_about("ModelPackageArn")),
    Fault(
        "reading/no-version",
        "describing does not tell the version",
        ("describe/by-arn", "create/versions-count-up"),
        _silent_about("ModelPackageVersion"),
        needs=GROUPED,
    ),
    Fault(
        "reading/no-group",
        "describing does not tell the group",
        ("describe/by-arn", "create/versions-count-up", "create/group-by-arn"),
        _silent_about("ModelPackageGroupName"),
        needs=GROUPED,
    ),
    Fault("reading/no-name", "describing does not tell the name", ("describe/by-name", "describe/by-arn"), _silent_about(_NAME)),
    Fault(
        "reading/no-status",
        "describing does not tell the status",
        ("describe/by-arn", "describe/by-name"),
        _silent_about("ModelPackageStatus"),
    ),
    Fault(
        "reading/no-creation-time",
        "describing does not tell when the package was created",
        ("describe/by-arn", "describe/by-name"),
        _silent_about("CreationTime"),
    ),
)
