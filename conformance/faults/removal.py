"""Faults in how packages are deleted, and in groups."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..model import Answer, Package, State
from ..outcome import Accepted, Refused
from .fault import (
    CREATE,
    CREATE_GROUP,
    DELETE,
    DELETE_GROUP,
    DESCRIBE_GROUP,
    GROUPED,
    LIST,
    Fault,
    Json,
    Perform,
    Wrap,
    doing,
    forgiving,
    keeping,
    telling,
    touched,
    with_document,
    without,
)

if TYPE_CHECKING:
    from ...schemas import Spec

_GROUP = "ModelPackageGroupName"
_GROUP_ARN = "ModelPackageGroupArn"


def faults(spec: "Spec") -> tuple[Fault, ...]:
    """Return the faults of this group."""
    return tuple(fault for fault in _FAULTS if spec.edition("UpdateModelPackage") or fault.id.startswith("removal/"))


def _deleting(choose: Callable[[State, Package], list[Package]]) -> Wrap:
    """Delete other packages too."""

    def kept(before: State, after: State, request: Json) -> State:
        gone = [package for arn, package in before.packages.items() if arn not in after.packages]
        for package in gone:
            for other in choose(after, package):
                after = after.without_package(other.arn)
        return after

    return keeping(DELETE, kept)


def _siblings(state: State, package: Package) -> list[Package]:
    return [other for other in state.packages.values() if other.group is not None and other.group == package.group]


def _next(state: State, package: Package) -> list[Package]:
    return [other for other in state.packages.values() if other.number > package.number and other.group == package.group][:1]


def _alike(state: State, package: Package) -> list[Package]:
    return [other for other in state.packages.values() if other.arn.startswith(package.arn)]


def _accepting(right: Perform, state: State, request: Json, now: float) -> Answer:
    return state, Accepted(200, {})


def _marking(before: State, after: State, request: Json) -> State:
    """Mark a package as deleted, and keep it."""
    gone = [package for arn, package in before.packages.items() if arn not in after.packages]
    for package in gone:
        marked = {**package.document, "ModelPackageStatus": "Deleting"}
        after = after.with_package(Package(**{**{name: getattr(package, name) for name in package.__slots__}, "document": marked}))
    return after


def _remembering(way: Any) -> Any:
    """Never give a name away again."""
    used: set[str] = set()
    return doing(CREATE, lambda right, state, request, now: _unless_used(used, right, state, request, now))(way)


def _unless_used(used: set[str], right: Perform, state: State, request: Any, now: float) -> Answer:
    name = request.get("ModelPackageName")
    if name in used:
        return state, Refused(400, "ValidationException", "ModelPackage already exists")
    after, answer = right(state, CREATE, request, now)
    if name is not None and isinstance(answer, Accepted):
        used.add(name)
    return after, answer


def _reviving(way: Any) -> Any:
    """Give a new package what the deleted one of its name had besides."""
    gone: dict[str, Package] = {}

    def deleted(right: Perform, state: State, request: Any, now: float) -> Answer:
        after, answer = right(state, DELETE, request, now)
        gone.update({arn: package for arn, package in state.packages.items() if arn not in after.packages})
        return after, answer

    def created(right: Perform, state: State, request: Any, now: float) -> Answer:
        after, answer = right(state, CREATE, request, now)
        package = touched(state, after)
        if package is None or package.arn not in gone:
            return after, answer
        return with_document(after, package, {**gone[package.arn].document, **package.document}), answer

    return doing(CREATE, created)(doing(DELETE, deleted)(way))


def _shadows(way: Any) -> Any:
    """List what is deleted still."""
    shadows: dict[str, Package] = {}

    def deleted(right: Perform, state: State, request: Any, now: float) -> Answer:
        after, answer = right(state, DELETE, request, now)
        shadows.update({arn: package for arn, package in state.packages.items() if arn not in after.packages})
        return after, answer

    def listed(right: Perform, state: State, request: Any, now: float) -> Answer:
        seen = State(state.groups, {**shadows, **state.packages}, state.tokens, state.count)
        return state, right(seen, LIST, request, now)[1]

    return doing(LIST, listed)(doing(DELETE, deleted)(way))


def _emptying(right: Perform, state: State, request: Json, now: float) -> Answer:
    """Delete a group with all that is in it."""
    for package in list(state.packages.values()):
        if package.group == request[_GROUP].rpartition("/")[2]:
            state = state.without_package(package.arn)
    return right(state, DELETE_GROUP, request, now)


def _orphaning(right: Perform, state: State, request: Json, now: float) -> Answer:
    """Delete a group and leave what is in it."""
    return state.without_group(request[_GROUP].rpartition("/")[2]), Accepted(200, {})


def _again(right: Perform, state: State, request: Json, now: float) -> Answer:
    """Make a group anew whose name is taken."""
    return right(state.without_group(request[_GROUP]), CREATE_GROUP, request, now)


def _same(right: Perform, state: State, request: Json, now: float) -> Answer:
    """Answer with the group whose name is taken."""
    group = state.groups.get(request[_GROUP])
    return state, Accepted(200, {_GROUP_ARN: group.arn if group else ""})


def _imagined(right: Perform, state: State, request: Json, now: float) -> Answer:
    return state, Accepted(200, {_GROUP: request[_GROUP], "ModelPackageGroupStatus": "Completed"})


def _in_use(right: Perform, state: State, request: Any, now: float) -> Answer:
    """Not delete a group that ever had packages."""
    group = state.groups.get(request[_GROUP].rpartition("/")[2])
    return (state, Refused(400, "ConflictException", "in use")) if group and group.versions else right(state, DELETE_GROUP, request, now)


_GONE = ("delete/gone",)
_LEAVES = ("delete/leaves-others", "stateful/any-sequence", "stateful/any-sequence-unversioned")
_FREE = ("delete/name-free-again",)
_UNVERSIONED = "stateful/any-sequence-unversioned"
_NOT_EMPTY = ("group/delete-not-empty",)
_DESCRIBED = ("group/describe",)

_FAULTS = (
    Fault("removal/nothing", "deleting is accepted and not done", _GONE, keeping(DELETE, lambda before, *_: before)),
    Fault("removal/marked", "a deleted package is still there, with another status", _GONE, keeping(DELETE, _marking)),
    Fault(
        "removal/listed",
        "a deleted package is still listed",
        (*_GONE, "stateful/any-sequence", "stateful/any-sequence-unversioned"),
        _shadows,
    ),
    Fault("removal/unknown", "deleting what does not exist is accepted", ("delete/unknown",), forgiving(DELETE, _accepting)),
    Fault("removal/siblings", "deleting a version deletes all of its group", _LEAVES, _deleting(_siblings), needs=GROUPED),
    Fault("removal/next", "deleting a package deletes the next one too", _LEAVES, _deleting(_next)),
    Fault("removal/alike", "deleting a package deletes those whose ARN begins alike", _LEAVES, _deleting(_alike)),
    Fault("removal/revived", "a package has what the deleted one of its name had", (*_FREE, _UNVERSIONED), _reviving),
    Fault("removal/name-taken", "the name of a deleted package stays taken", _FREE, _remembering),
    Fault("groups/duplicate", "a group replaces one of the same name", ("group/duplicate",), forgiving(CREATE_GROUP, _again)),
    Fault(
        "groups/duplicate-same",
        "creating a group whose name is taken answers with that",
        ("group/duplicate",),
        forgiving(CREATE_GROUP, _same),
    ),
    Fault("groups/no-arn", "creating a group does not answer with its ARN", _DESCRIBED, telling(CREATE_GROUP, lambda *_: {})),
    Fault(
        "groups/arn-of-package",
        "the ARN of a group is that of a package",
        _DESCRIBED,
        telling(CREATE_GROUP, lambda body, _: {_GROUP_ARN: body[_GROUP_ARN].replace("model-package-group", "model-package")}),
    ),
    Fault(
        "groups/description-lost",
        "describing a group does not tell its description",
        _DESCRIBED,
        telling(DESCRIBE_GROUP, lambda body, _: without(body, "ModelPackageGroupDescription")),
    ),
    Fault(
        "groups/name-lost",
        "describing a group does not tell its name",
        _DESCRIBED,
        telling(DESCRIBE_GROUP, lambda body, _: without(body, _GROUP)),
    ),
    Fault(
        "groups/told-no-arn",
        "describing a group does not tell its ARN",
        _DESCRIBED,
        telling(DESCRIBE_GROUP, lambda body, _: without(body, _GROUP_ARN)),
    ),
    Fault(
        "groups/unknown",
        "describing a group that does not exist makes one up",
        _DESCRIBED,
        forgiving(DESCRIBE_GROUP, _imagined),
    ),
    Fault(
        "groups/delete-nothing",
        "deleting a group is accepted and not done",
        ("group/delete",),
        keeping(DELETE_GROUP, lambda before, *_: before),
    ),
    Fault(
        "groups/delete-unknown",
        "deleting a group that does not exist is accepted",
        ("group/delete",),
        doing(
            DELETE_GROUP,
            lambda right, state, request, now: (
                (state, Accepted(200, {}))
                if request[_GROUP].rpartition("/")[2] not in state.groups
                else right(state, DELETE_GROUP, request, now)
            ),
        ),
    ),
    Fault("groups/delete-full", "deleting a group deletes its packages", _NOT_EMPTY, forgiving(DELETE_GROUP, _emptying)),
    Fault("groups/delete-orphans", "deleting a group leaves its packages without one", _NOT_EMPTY, forgiving(DELETE_GROUP, _orphaning)),
    Fault(
        "groups/delete-never",
        "a group that had packages is never deleted",
        ("group/delete", "stateful/any-sequence"),
        doing(DELETE_GROUP, _in_use),
    ),
)
