"""What a fault is, and the pieces that faults are made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from .._text import ACCOUNT, REGION
from ..model import Answer, Package, Problem, State
from ..outcome import Accepted, Refused
from ..wire import Stages

if TYPE_CHECKING:
    from ...linter.path import Path

Wrap: TypeAlias = Callable[[Stages], Stages]
Json: TypeAlias = dict[str, Any]
Perform: TypeAlias = Callable[[State, str, Any, float], Answer]

CREATE = "CreateModelPackage"
UPDATE = "UpdateModelPackage"
DESCRIBE = "DescribeModelPackage"
LIST = "ListModelPackages"
DELETE = "DeleteModelPackage"
CREATE_GROUP = "CreateModelPackageGroup"
DESCRIBE_GROUP = "DescribeModelPackageGroup"
LIST_GROUPS = "ListModelPackageGroups"
DELETE_GROUP = "DeleteModelPackageGroup"

GROUPED = ("create/ModelPackageGroupName",)
"""What a spec has whose packages are versions in groups."""

UPDATED = ("update/ModelApprovalStatus",)
"""What a spec has that updates packages."""

IN_ONE_CALL = ("create/ModelApprovalStatus",)
"""What a spec has where one creation sets all that an update changes."""

SPECIFICATIONS = "AdditionalInferenceSpecifications"
ADDED = "AdditionalInferenceSpecificationsToAdd"
METADATA = "CustomerMetadataProperties"
REMOVED = "CustomerMetadataPropertiesToRemove"


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which a registry can be wrong.

    ``check`` are the ids of the checks that ask for what is broken: one of them must notice, and each that the spec does not have is
    passed over. ``verdict`` is what the check then says: ``errored`` where there is nothing that answers at all. ``needs`` are members
    without which the fault is none: it is left out where the spec does not have them.
    """

    id: str
    title: str
    check: tuple[str, ...]
    wrap: Wrap
    verdict: Literal["failed", "errored"] = "failed"
    needs: tuple[str, ...] = ()


def looking(change: Callable[[str, Any, tuple[Problem, ...]], tuple[Problem, ...]]) -> Wrap:
    """Change what is found wrong with a request: operation, request and problems in, problems out."""

    def wrap(way: Stages) -> Stages:
        return replace(way, problems=lambda operation, request: change(operation, request, way.problems(operation, request)))

    return wrap


def passing(passes: Callable[[str, Any, Problem], bool]) -> Wrap:
    """Accept a request in spite of something that is wrong with it, and of what else is wrong at the same place.

    Where the registry cannot do it, it is accepted all the same: nothing exists whose name breaks a constraint.
    """

    def wrap(way: Stages) -> Stages:
        def passed(operation: str, request: Any) -> "tuple[set[Path], tuple[Problem, ...]]":
            problems = way.problems(operation, request)
            return {problem.path for problem in problems if passes(operation, request, problem)}, problems

        def problems(operation: str, request: Any) -> tuple[Problem, ...]:
            paths, found = passed(operation, request)
            return tuple(problem for problem in found if problem.path not in paths)

        def perform(state: State, operation: str, request: Any, now: float) -> Answer:
            if not passed(operation, request)[0]:
                return way.perform(state, operation, request, now)
            try:
                after, answer = way.perform(state, operation, request, now)
            except (TypeError, ValueError, KeyError, AttributeError):
                return state, _TAKEN
            return (after, answer) if isinstance(answer, Accepted) else (state, _TAKEN)

        return replace(way, problems=problems, perform=perform)

    return wrap


_TAKEN = Accepted(200, {"ModelPackageArn": f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:model-package/taken"})


def doing(operation: str, change: Callable[[Perform, State, Any, float], Answer]) -> Wrap:
    """Do an operation in another way: what does it rightly, state, request and time in, state and answer out."""

    def wrap(way: Stages) -> Stages:
        def right(state: State, what: str, request: Any, now: float) -> Answer:
            return way.perform(state, what, request, now)

        def perform(state: State, what: str, request: Any, now: float) -> Answer:
            return change(right, state, request, now) if what == operation else way.perform(state, what, request, now)

        return replace(way, perform=perform)

    return wrap


def asking(operation: str, change: Callable[[State, Json], Json]) -> Wrap:
    """Do another request than the one that was made."""
    return doing(operation, lambda right, state, request, now: right(state, operation, change(state, request), now))


def telling(operation: str, change: Callable[[Json, Json], Json]) -> Wrap:
    """Answer an accepted request with something else; ``change`` takes the right answer and the request."""

    def told(right: Perform, state: State, request: Any, now: float) -> Answer:
        after, answer = right(state, operation, request, now)
        if isinstance(answer, Accepted):
            return after, Accepted(answer.status, change(dict(answer.body), request))
        return after, answer

    return doing(operation, told)


def keeping(operation: str, change: Callable[[State, State, Json], State]) -> Wrap:
    """Keep another state after an accepted request; ``change`` takes the states before and after, and the request."""

    def kept(right: Perform, state: State, request: Any, now: float) -> Answer:
        after, answer = right(state, operation, request, now)
        return (change(state, after, request) if isinstance(answer, Accepted) else after), answer

    return doing(operation, kept)


def forgiving(operation: str, change: Callable[[Perform, State, Json, float], Answer]) -> Wrap:
    """Do something else where an operation is refused because of what the registry holds."""

    def forgiven(right: Perform, state: State, request: Any, now: float) -> Answer:
        after, answer = right(state, operation, request, now)
        return change(right, state, request, now) if isinstance(answer, Refused) else (after, answer)

    return doing(operation, forgiven)


def documented(operation: str, change: Callable[[Mapping[str, Any], Json, Json], Json]) -> Wrap:
    """Keep another document of the package that a create or an update request is about.

    ``change`` takes the document before the request (empty for a new package), the right one after it, and the request.
    """

    def kept(before: State, after: State, request: Json) -> State:
        package = touched(before, after)
        if package is None:
            return after
        earlier = before.packages.get(package.arn)
        return with_document(after, package, change(earlier.document if earlier else {}, dict(package.document), request))

    return keeping(operation, kept)


def touched(before: State, after: State) -> Package | None:
    """Return the package that a change is about."""
    return next((package for arn, package in after.packages.items() if before.packages.get(arn) is not package), None)


def with_document(state: State, package: Package, document: Mapping[str, Any]) -> State:
    """Return the state with another document of a package."""
    return state.with_package(replace(package, document=document))


def without(document: Mapping[str, Any], *members: str) -> Json:
    """Return a document without some of its members."""
    return {member: value for member, value in document.items() if member not in members}


def everywhere(value: Any, change: Callable[[str], str]) -> Any:
    """Return a value with every text in it changed, but for names of members."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: everywhere(item, change) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [everywhere(item, change) for item in value]
    return value
