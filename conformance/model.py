"""The documents as a program: what a registry of model packages answers, and what it holds afterwards.

    >>> from mpkit.conformance.model import Model, State
    >>> model = Model()
    >>> state, answer = model.answer(State(), "CreateModelPackageGroup", {"ModelPackageGroupName": "churn"})
    >>> answer.body
    {'ModelPackageGroupArn': 'arn:aws:sagemaker:us-east-1:111122223333:model-package-group/churn'}
    >>> model.answer(state, "CreateModelPackageGroup", {"ModelPackageGroupName": "-"})[1].code
    'ValidationException'

It is pure: state and request in, state and answer out, with no clock and no chance of its own. A request is refused as a whole or
done as a whole. What is wrong with it by itself comes first (types, then the other constraints of the edition's schema, then what the
documents say in prose, as the linter's rules of severity ``error`` have it), then what the registry holds. Where the documents and
public evidence on the live service disagree, the documents hold. Where they say nothing, the model takes the plainest course:

- an update of ``ModelCard`` changes the members of the card that it mentions, one of any other structure replaces the structure;
- ``CustomerMetadataProperties`` may hold more than the 50 entries of one request after several;
- a repeated ``ClientToken`` counts only with the same request, and with another one is like a new token;
- names and ARNs are told apart by case.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from ..schemas import Spec, load
from . import _model_listing as listing
from ._model_inputs import OTHER_OPERATIONS, other_inputs
from ._model_problems import Judgement, Problem, refusal, refused, without_nulls
from ._model_state import Group, Home, Package, State
from ._text import ACCOUNT, REGION
from .check import VALIDATION
from .outcome import Accepted, Refused

__all__ = ["CONFLICT", "UNKNOWN_OPERATION", "Answer", "Group", "Home", "Model", "Package", "Problem", "State", "refusal"]

Answer: TypeAlias = tuple[State, Accepted | Refused]

CONFLICT = "ConflictException"
UNKNOWN_OPERATION = "UnknownOperationException"

MOST_SPECIFICATIONS = 15
"""The most additional inference specifications that a package has (UMP-SPECS-CAP)."""

_CREATE, _UPDATE = "CreateModelPackage", "UpdateModelPackage"
_GROUP_OPERATIONS = tuple(operation for operation in OTHER_OPERATIONS if "Group" in operation)
_STORED, _ADDED = "AdditionalInferenceSpecifications", "AdditionalInferenceSpecificationsToAdd"
_METADATA, _REMOVED = "CustomerMetadataProperties", "CustomerMetadataPropertiesToRemove"
_CARD = "ModelCard"

# What a create request says that describing the package does not give back as it is.
_NOT_SHOWN = frozenset({"ModelPackageName", "ModelPackageGroupName", "Tags", "ClientToken"})
_SUMMARY = (
    "ModelPackageName",
    "ModelPackageGroupName",
    "ModelPackageVersion",
    "ModelPackageArn",
    "ModelPackageDescription",
    "CreationTime",
    "ModelPackageStatus",
    "ModelApprovalStatus",
    "ModelLifeCycle",
    "ModelPackageRegistrationType",
)
_GROUP_SUMMARY = (
    "ModelPackageGroupName",
    "ModelPackageGroupArn",
    "ModelPackageGroupDescription",
    "CreationTime",
    "ModelPackageGroupStatus",
    "ManagedConfiguration",
)
# What an update sets as it is.
_SET = (
    "ModelApprovalStatus",
    "ModelPackageRegistrationType",
    "ApprovalDescription",
    "InferenceSpecification",
    "SourceUri",
    "ModelLifeCycle",
)
# What is left of a card's content for those who may not read it.
_CARD_METADATA = (
    ("model_overview", "model_id"),
    ("model_overview", "model_name"),
    ("intended_uses", "risk_rating"),
    ("model_package_details", "model_package_group_name"),
    ("model_package_details", "model_package_arn"),
)


class Model:
    """The documents of one spec, for a registry in one region and account.

    An operation that the spec does not cover is unknown; groups came together with updates.
    """

    def __init__(self, spec: Spec | str = "current", region: str = REGION, account: str = ACCOUNT) -> None:
        self.spec = load(spec) if isinstance(spec, str) else spec
        self.home = Home(region, account)
        editions = {operation: edition for operation, edition in self.spec.editions.items() if operation in (_CREATE, _UPDATE)}
        others = [operation for operation in OTHER_OPERATIONS if _UPDATE in editions or operation not in _GROUP_OPERATIONS]
        self._editions = {**editions, **dict.fromkeys(others, other_inputs())}
        self._judgements: dict[str, Judgement] = {}

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations that the model knows."""
        return tuple(self._editions)

    def answer(self, state: State, operation: str, request: Any, now: float = 0.0) -> Answer:
        """Answer a request: the state afterwards, which is ``state`` itself after a refusal, and the answer.

        ``now`` is the time in seconds since 1970. The request is kept in the state and must not be changed afterwards.
        """
        if operation not in self._editions:
            return state, refused(f"{operation} is no operation of this service", UNKNOWN_OPERATION)
        problems = self.problems(operation, request)
        return (state, refusal(problems)) if problems else self.perform(state, operation, request, now)

    def problems(self, operation: str, request: Any) -> tuple[Problem, ...]:
        """Return what is wrong with a request by itself. Raises `KeyError` for an unknown operation."""
        if operation not in self._judgements:
            self._judgements[operation] = Judgement(self._editions[operation], operation)
        return self._judgements[operation].problems(request)

    def perform(self, state: State, operation: str, request: Any, now: float = 0.0) -> Answer:
        """Do what a request without problems asks for, as far as the state allows it. Raises `KeyError` for an unknown operation."""
        return _ACTS[operation](self.home, state, request, round(now, 6))

    def without_nulls(self, operation: str, request: Any) -> Any:
        """Return a request without members that are null, which are as good as absent. Raises `KeyError` for an unknown operation."""
        return without_nulls(self._editions[operation], operation, request)


def _create(home: Home, state: State, request: Mapping[str, Any], now: float) -> Answer:
    earlier = state.packages.get(state.tokens.get(request.get("ClientToken", ""), ""))
    if earlier is not None and earlier.sent == request:
        return state, Accepted(200, {"ModelPackageArn": earlier.arn})
    wanted = request.get("ModelPackageGroupName")
    group = None
    if wanted is not None:
        group = _group(home, state, wanted)
        if group is None:
            return state, _unknown_group(home, wanted)
        group = replace(group, versions=group.versions + 1)
    package = _package(home, state, request, group, now)
    if package.arn in state.packages:
        return state, refused(f"ModelPackage already exists: {package.arn}")
    made = state.with_package(package)
    if group is not None:
        made = made.with_group(group)
    if "ClientToken" in request:
        made = made.with_token(request["ClientToken"], package.arn)
    return made, Accepted(200, {"ModelPackageArn": package.arn})


def _package(home: Home, state: State, request: Mapping[str, Any], group: Group | None, now: float) -> Package:
    identity: dict[str, Any]
    if group is None:
        identity = {"ModelPackageName": request["ModelPackageName"]}
        arn = home.arn("model-package", request["ModelPackageName"])
        settled: dict[str, Any] = {"CertifyForMarketplace": False}
    else:
        identity = {"ModelPackageGroupName": group.name, "ModelPackageVersion": group.versions}
        arn = home.arn("model-package", f"{group.name}/{group.versions}")
        settled = {"ModelApprovalStatus": "PendingManualApproval"}
    document = {
        **identity,
        "ModelPackageArn": arn,
        "CreationTime": now,
        "ModelPackageStatus": "Completed",
        "ModelPackageStatusDetails": {"ValidationStatuses": [], "ImageScanStatuses": []},
        **settled,
        **{member: value for member, value in request.items() if member not in _NOT_SHOWN},
    }
    name, version = identity.get("ModelPackageName"), identity.get("ModelPackageVersion")
    return Package(arn, name, None if group is None else group.name, version, state.count + 1, now, document, request)


def _update(home: Home, state: State, request: Mapping[str, Any], now: float) -> Answer:
    del home
    arn, token = request["ModelPackageArn"], request.get("ClientToken")
    package = state.packages.get(arn)
    if package is None:
        return state, _unknown_package(arn)
    accepted = Accepted(200, {"ModelPackageArn": arn})
    if token is not None and package.updates.get(token) == request:
        return state, accepted
    problem = _unfit(package.document, request)
    if problem is not None:
        return state, problem
    updates = package.updates if token is None else {**package.updates, token: request}
    document = {**_updated(package.document, request), "LastModifiedTime": now}
    return state.with_package(replace(package, document=document, updates=updates)), accepted


def _unfit(document: Mapping[str, Any], request: Mapping[str, Any]) -> Refused | None:
    """Return why a package does not take an update."""
    names = [specification["Name"] for specification in (*document.get(_STORED, ()), *request.get(_ADDED, ()))]
    if len(names) > MOST_SPECIFICATIONS and _ADDED in request:
        return refused(f"a model package has at most {MOST_SPECIFICATIONS} additional inference specifications; this makes {len(names)}")
    repeated = next((name for index, name in enumerate(names) if name in names[:index]), None)
    if repeated is not None and _ADDED in request:
        return refused(f"the additional inference specification '{repeated}' already exists")
    if document.get(_CARD, {}).get("ModelCardStatus") == "Archived" and "ModelCardContent" in request.get(_CARD, {}):
        return refused("Model Card is in Archived state")
    return None


def _updated(document: Mapping[str, Any], request: Mapping[str, Any]) -> dict[str, Any]:
    made = {**document, **{member: request[member] for member in _SET if member in request}}
    if _CARD in request:
        made[_CARD] = {**made.get(_CARD, {}), **request[_CARD]}
    if _ADDED in request:
        made[_STORED] = [*made.get(_STORED, ()), *request[_ADDED]]
    if _METADATA in request or _REMOVED in request:
        metadata = {**made.get(_METADATA, {}), **request.get(_METADATA, {})}
        made[_METADATA] = {key: value for key, value in metadata.items() if key not in request.get(_REMOVED, ())}
        if not made[_METADATA]:
            del made[_METADATA]
    return made


def _describe(home: Home, state: State, request: Mapping[str, Any], now: float) -> Answer:
    del now
    arn = _package_arn(home, request["ModelPackageName"])
    package = state.packages.get(arn)
    if package is None:
        return state, _unknown_package(arn)
    document = dict(package.document)
    if request.get("IncludedData") == "MetadataOnly" and "ModelCardContent" in document.get(_CARD, {}):
        document[_CARD] = {**document[_CARD], "ModelCardContent": _sanitized(document[_CARD]["ModelCardContent"])}
    return state, Accepted(200, document)


def _sanitized(content: str) -> str:
    card, kept = json.loads(content), dict[str, dict[str, Any]]()
    for section, member in _CARD_METADATA:
        if isinstance(card.get(section), dict) and member in card[section]:
            kept.setdefault(section, {})[member] = card[section][member]
    return json.dumps(kept, ensure_ascii=False)


def _list(home: Home, state: State, request: Mapping[str, Any], now: float) -> Answer:
    del now
    group = None
    if "ModelPackageGroupName" in request:
        group = _group(home, state, request["ModelPackageGroupName"])
        if group is None:
            return state, _unknown_group(home, request["ModelPackageGroupName"])
    found = listing.packages(state.packages.values(), request, None if group is None else group.name)
    try:
        shown, token = listing.page("packages", found, request)
    except listing.WrongTokenError:
        return state, _wrong_token()
    summaries = [_summary(package.document, _SUMMARY) for package in shown]
    return state, Accepted(200, _list_answer("ModelPackageSummaryList", summaries, token))


def _delete(home: Home, state: State, request: Mapping[str, Any], now: float) -> Answer:
    del now
    arn = _package_arn(home, request["ModelPackageName"])
    if arn not in state.packages:
        return state, _unknown_package(arn)
    return state.without_package(arn), Accepted(200, {})


def _create_group(home: Home, state: State, request: Mapping[str, Any], now: float) -> Answer:
    name = request["ModelPackageGroupName"]
    arn = home.arn("model-package-group", name)
    if name in state.groups:
        return state, refused(f"Model Package Group already exists: {arn}")
    keys = [tag["Key"] for tag in request.get("Tags", ())]
    if len(set(keys)) < len(keys):
        return state, refused("the keys of tags are unique per resource")
    shown = {member: value for member, value in request.items() if member != "Tags"}
    document = {**shown, "ModelPackageGroupArn": arn, "CreationTime": now, "CreatedBy": {}, "ModelPackageGroupStatus": "Completed"}
    group = Group(name, arn, state.count + 1, now, document)
    return state.with_group(group), Accepted(200, {"ModelPackageGroupArn": arn})


def _describe_group(home: Home, state: State, request: Mapping[str, Any], now: float) -> Answer:
    del now
    wanted = request["ModelPackageGroupName"]
    group = _group(home, state, wanted)
    return state, _unknown_group(home, wanted) if group is None else Accepted(200, dict(group.document))


def _list_groups(home: Home, state: State, request: Mapping[str, Any], now: float) -> Answer:
    del home, now
    try:
        shown, token = listing.page("groups", listing.groups(state.groups.values(), request), request)
    except listing.WrongTokenError:
        return state, _wrong_token()
    summaries = [_summary(group.document, _GROUP_SUMMARY) for group in shown]
    return state, Accepted(200, _list_answer("ModelPackageGroupSummaryList", summaries, token))


def _delete_group(home: Home, state: State, request: Mapping[str, Any], now: float) -> Answer:
    del now
    wanted = request["ModelPackageGroupName"]
    group = _group(home, state, wanted)
    if group is None:
        return state, _unknown_group(home, wanted)
    if any(package.group == group.name for package in state.packages.values()):
        return state, refused(f"Model Package Group {group.arn} cannot be deleted: it has model packages", CONFLICT)
    return state.without_group(group.name), Accepted(200, {})


def _package_arn(home: Home, name_or_arn: str) -> str:
    return name_or_arn if name_or_arn.startswith("arn:") else home.arn("model-package", name_or_arn)


def _group_arn(home: Home, name_or_arn: str) -> str:
    return name_or_arn if name_or_arn.startswith("arn:") else home.arn("model-package-group", name_or_arn)


def _group(home: Home, state: State, name_or_arn: str) -> Group | None:
    group = state.groups.get(name_or_arn.rpartition("/")[2])
    return group if group is not None and group.arn == _group_arn(home, name_or_arn) else None


def _unknown_package(arn: str) -> Refused:
    return refused(f"ModelPackage {arn} does not exist.")


def _unknown_group(home: Home, name_or_arn: str) -> Refused:
    return refused(f"ModelPackageGroup {_group_arn(home, name_or_arn)} does not exist.")


def _wrong_token() -> Refused:
    return refused("NextToken is none that this list gave out", VALIDATION)


def _summary(document: Mapping[str, Any], members: tuple[str, ...]) -> dict[str, Any]:
    return {member: document[member] for member in members if member in document}


def _list_answer(member: str, summaries: list[dict[str, Any]], token: str | None) -> dict[str, Any]:
    return {member: summaries} if token is None else {member: summaries, "NextToken": token}


_Act: TypeAlias = Callable[[Home, State, Mapping[str, Any], float], Answer]

_ACTS: Mapping[str, _Act] = {
    _CREATE: _create,
    _UPDATE: _update,
    "DescribeModelPackage": _describe,
    "ListModelPackages": _list,
    "DeleteModelPackage": _delete,
    "CreateModelPackageGroup": _create_group,
    "DescribeModelPackageGroup": _describe_group,
    "ListModelPackageGroups": _list_groups,
    "DeleteModelPackageGroup": _delete_group,
}
