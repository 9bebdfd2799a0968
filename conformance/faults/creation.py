"""Faults in what creating a package does."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..model import Answer, State, refusal
from ..outcome import Accepted
from ..wire import Stages
from .fault import (
    CREATE,
    CREATE_GROUP,
    DELETE,
    GROUPED,
    Fault,
    Json,
    Perform,
    Wrap,
    asking,
    documented,
    doing,
    forgiving,
    keeping,
    telling,
    touched,
    without,
)

if TYPE_CHECKING:
    from ...schemas import Spec

_ROUND_TRIP = ("property/create-round-trip",)
_GROUP = "ModelPackageGroupName"
_NAME = "ModelPackageName"
# What describing a package gives back in another way, or not at all.
_NOT_TOLD = frozenset({_NAME, _GROUP, "Tags", "ClientToken"})


def faults(spec: "Spec") -> tuple[Fault, ...]:
    """Return the faults of this group."""
    return _FAULTS


def _arn(change: Callable[[str], str]) -> Wrap:
    """Give a new package another ARN, and know it by that."""

    def created(right: Perform, state: State, request: Any, now: float) -> Answer:
        after, answer = right(state, CREATE, request, now)
        package = touched(state, after)
        if package is None:
            return after, answer
        arn = change(package.arn)
        moved = replace(package, arn=arn, document={**package.document, "ModelPackageArn": arn})
        return after.without_package(package.arn).with_package(moved), Accepted(200, {"ModelPackageArn": arn})

    return doing(CREATE, created)


def _counting(change: Callable[[State, str, int], int]) -> Wrap:
    """Count the versions of a group in another way: state, group and number of versions so far in, the number to go on from out."""

    def asked(right: Perform, state: State, request: Any, now: float) -> Answer:
        group = state.groups.get(str(request.get(_GROUP)).rpartition("/")[2])
        if group is None:
            return right(state, CREATE, request, now)
        counted = replace(group, versions=change(state, group.name, group.versions))
        return right(state.with_group(counted), CREATE, request, now)

    return doing(CREATE, asked)


def _despite(way: Stages) -> Stages:
    """Create what is then refused."""

    def problems(operation: str, request: Any) -> Any:
        return () if operation == CREATE else way.problems(operation, request)

    def perform(state: State, operation: str, request: Any, now: float) -> Answer:
        found = way.problems(operation, request) if operation == CREATE else ()
        if any(problem.keyword in ("type", "required") for problem in found):
            return state, refusal(found)
        after, answer = way.perform(state, operation, request, now)
        return after, refusal(found) if found else answer

    return replace(way, problems=problems, perform=perform)


def _overwriting(right: Perform, state: State, request: Json, now: float) -> Answer:
    arn = f"arn:aws:sagemaker:us-east-1:111122223333:model-package/{request.get(_NAME)}"
    return right(state.without_package(arn), CREATE, request, now)


def _answering_old(right: Perform, state: State, request: Json, now: float) -> Answer:
    if _NAME not in request:
        return state, Accepted(200, {"ModelPackageArn": "arn:aws:sagemaker:us-east-1:111122223333:model-package/churn/1"})
    return state, Accepted(200, {"ModelPackageArn": f"arn:aws:sagemaker:us-east-1:111122223333:model-package/{request[_NAME]}"})


def _renaming(right: Perform, state: State, request: Json, now: float) -> Answer:
    name = f"{str(request.get(_NAME, 'churn'))[:55]}-{state.count}"
    return right(state, CREATE, {**without(request, _GROUP), _NAME: name}, now)


def _founding(right: Perform, state: State, request: Json, now: float) -> Answer:
    if _GROUP not in request:
        return right(state, CREATE, request, now)
    name = str(request[_GROUP]).rpartition("/")[2]
    founded, _ = right(state, CREATE_GROUP, {_GROUP: name}, now)
    return right(founded, CREATE, {**request, _GROUP: name}, now)


def _names_only(right: Perform, state: State, request: Any, now: float) -> Answer:
    wanted = str(request.get(_GROUP, ""))
    return right(state, CREATE, {**request, _GROUP: "none-of-this-name"} if wanted.startswith("arn:") else request, now)


def _group_as_given(before: Mapping[str, Any], document: Json, request: Json) -> Json:
    return {**document, _GROUP: request[_GROUP]} if _GROUP in request else document


def _reused(before: State, after: State, request: Json) -> State:
    gone = next((package for arn, package in before.packages.items() if arn not in after.packages), None)
    if gone is None or gone.group is None:
        return after
    return after.with_group(replace(after.groups[gone.group], versions=(gone.version or 1) - 1))


_FORM = ("create/arn-form", "create/answers-arn", "create/arn-keeps-case")
_VERSIONS = ("create/versions-count-up",)
_DUPLICATE = ("create/duplicate-name",)
_UNKNOWN = ("create/unknown-group",)

_FAULTS = (
    Fault("creation/arn-lower-case", "puts names into ARNs in lower case", ("create/arn-keeps-case",), _arn(str.lower)),
    Fault(
        "creation/arn-upper-case",
        "puts names into ARNs in upper case",
        ("create/arn-keeps-case", "create/arn-form"),
        _arn(lambda arn: arn[:30] + arn[30:].replace("churn", "CHURN")),
    ),
    Fault("creation/arn-other-region", "makes ARNs of another region", _FORM, _arn(lambda arn: arn.replace("us-east-1", "eu-west-1"))),
    Fault("creation/arn-no-region", "makes ARNs without a region", _FORM, _arn(lambda arn: arn.replace("us-east-1", ""))),
    Fault(
        "creation/arn-short-account",
        "makes ARNs with an account of eleven digits",
        _FORM,
        _arn(lambda arn: arn.replace("111122223333", "11112222333")),
    ),
    Fault(
        "creation/arn-of-group", "makes ARNs of groups", _FORM, _arn(lambda arn: arn.replace(":model-package/", ":model-package-group/"))
    ),
    Fault("creation/arn-of-model", "makes ARNs of models", _FORM, _arn(lambda arn: arn.replace(":model-package/", ":model/"))),
    Fault("creation/arn-of-other-service", "makes ARNs of another service", _FORM, _arn(lambda arn: arn.replace(":sagemaker:", ":ml:"))),
    Fault(
        "creation/arn-no-version",
        "leaves the version out of ARNs",
        (*_FORM, *_VERSIONS),
        _arn(lambda arn: arn.rpartition("/")[0] if arn.count("/") > 1 else arn),
        needs=GROUPED,
    ),
    Fault(
        "creation/arn-latest",
        "ends ARNs in a word instead of a version",
        (*_FORM, *_VERSIONS),
        _arn(lambda arn: arn.rpartition("/")[0] + "/latest" if arn.count("/") > 1 else arn),
        needs=GROUPED,
    ),
    Fault(
        "creation/answers-name",
        "answers with the name instead of the ARN",
        (*_FORM, "smoke/accepts-minimal"),
        telling(CREATE, lambda body, request: {"ModelPackageArn": body["ModelPackageArn"].rpartition("/")[2]}),
    ),
    Fault(
        "creation/answers-nothing", "answers without the ARN", (*_FORM, "smoke/accepts-minimal"), telling(CREATE, lambda body, request: {})
    ),
    Fault(
        "creation/answers-more",
        "answers with the whole request",
        ("create/answers-arn",),
        telling(CREATE, lambda body, request: {**request, **body}),
    ),
    Fault(
        "creation/answers-other-member",
        "answers with the ARN under another name",
        (*_FORM, "smoke/accepts-minimal"),
        telling(CREATE, lambda body, request: {"modelPackageArn": body["ModelPackageArn"]}),
    ),
    Fault(
        "creation/answers-list",
        "answers with a list of ARNs",
        (*_FORM, "smoke/accepts-minimal"),
        telling(CREATE, lambda body, request: {"ModelPackageArn": [body["ModelPackageArn"]]}),
    ),
    Fault(
        "creation/versions-from-0",
        "counts versions from 0",
        _VERSIONS,
        _counting(lambda state, group, versions: versions - 1 if versions == 0 else versions),
    ),
    Fault(
        "creation/versions-by-2",
        "counts versions by two",
        _VERSIONS,
        _counting(lambda state, group, versions: versions + 1 if versions else 0),
    ),
    Fault("creation/versions-always-1", "has one version in a group", _VERSIONS, _counting(lambda state, group, versions: 0)),
    Fault(
        "creation/versions-across-groups",
        "counts versions over all groups",
        (*_VERSIONS, "stateful/any-sequence"),
        _counting(lambda state, group, versions: sum(other.versions for other in state.groups.values())),
    ),
    Fault(
        "creation/versions-reused",
        "gives the number of a deleted version away again",
        ("create/versions-count-up", "stateful/any-sequence"),
        keeping(DELETE, _reused),
    ),
    Fault("creation/duplicate-overwrites", "lets a package replace one of the same name", _DUPLICATE, forgiving(CREATE, _overwriting)),
    Fault("creation/duplicate-ignored", "accepts a name that is taken, and does nothing", _DUPLICATE, forgiving(CREATE, _answering_old)),
    Fault("creation/duplicate-renamed", "gives another name to a package whose name is taken", _DUPLICATE, forgiving(CREATE, _renaming)),
    Fault("creation/group-founded", "makes the group that is not there", _UNKNOWN, forgiving(CREATE, _founding)),
    Fault("creation/group-ignored", "makes a package of its own where the group is not there", _UNKNOWN, forgiving(CREATE, _renaming)),
    Fault("creation/group-by-name-only", "does not know a group by its ARN", ("create/group-by-arn",), doing(CREATE, _names_only)),
    Fault("creation/group-as-given", "tells the ARN of a group as its name", ("create/group-by-arn",), documented(CREATE, _group_as_given)),
    Fault("creation/refused-is-made", "refuses a request and makes the package all the same", ("create/refused-leaves-nothing",), _despite),
    Fault(
        "creation/token-ignored",
        "makes another package where a token is repeated",
        ("create/token-idempotent",),
        asking(CREATE, lambda state, request: without(request, "ClientToken")),
    ),
)
