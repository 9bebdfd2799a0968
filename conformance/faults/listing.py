"""Faults in lists: what is in them, in which order, and how they are cut into pages."""

import base64
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..model import Answer, State
from ..outcome import Accepted, Refused
from .fault import GROUPED, LIST, LIST_GROUPS, UPDATED, Fault, Json, Perform, Wrap, asking, doing, forgiving, telling, without

if TYPE_CHECKING:
    from ...schemas import Spec

_LIST = "ModelPackageSummaryList"
_GROUP_LIST = "ModelPackageGroupSummaryList"
_MOST = 100
_TOKEN = "NextToken"  # noqa: S105 - the name of a member


def faults(spec: "Spec") -> tuple[Fault, ...]:
    """Return the faults of this group."""
    grouped = spec.edition("UpdateModelPackage") is not None
    return tuple(fault for fault in _FAULTS if grouped or "group" not in fault.id)


def _ignoring(*members: str, operation: str = LIST) -> Wrap:
    return asking(operation, lambda _, request: without(request, *members))


def _listed(change: Callable[[list[Any]], list[Any]], operation: str = LIST) -> Wrap:
    """Tell other items than those of the page."""
    member = _LIST if operation == LIST else _GROUP_LIST
    return telling(operation, lambda body, _: {**body, member: change(body[member])})


def _sized(change: Callable[[int], int]) -> Wrap:
    return asking(
        LIST,
        lambda _, request: (
            {**request, "MaxResults": max(1, min(_MOST, change(request["MaxResults"])))} if "MaxResults" in request else request
        ),
    )


def _filtered(change: Callable[[State, Json], Callable[[Json], bool]], *members: str) -> Wrap:
    """Filter in another way than a member of the request asks for: by ``change`` instead of the members."""

    def listed(right: Perform, state: State, request: Any, now: float) -> Answer:
        if not any(member in request for member in members):
            return right(state, LIST, request, now)
        chosen = change(state, request)
        arns = {package.arn for package in state.packages.values() if chosen(dict(package.document))}
        seen = State(state.groups, {arn: package for arn, package in state.packages.items() if arn in arns}, state.tokens, state.count)
        return state, right(seen, LIST, without(request, *members), now)[1]

    return doing(LIST, listed)


def _all_again(right: Perform, state: State, request: Any, now: float) -> Answer:
    """Lose the filters with the second page."""
    if _TOKEN in request:
        return right(
            state,
            LIST,
            without(request, "ModelPackageGroupName", "ModelApprovalStatus", "NameContains") | {"ModelPackageType": "Both"},
            now,
        )
    return right(state, LIST, request, now)


def _skipping(right: Perform, state: State, request: Any, now: float) -> Answer:
    """Lose the first item of every page but the first."""
    after, answer = right(state, LIST, request, now)
    if _TOKEN in request and isinstance(answer, Accepted):
        return after, Accepted(200, {**answer.body, _LIST: answer.body[_LIST][1:]})
    return after, answer


def _overlapping(right: Perform, state: State, request: Any, now: float) -> Answer:
    """End every page with the first item of the next one."""
    after, answer = right(state, LIST, request, now)
    if not isinstance(answer, Accepted) or _TOKEN not in answer.body:
        return after, answer
    more = right(state, LIST, {**request, _TOKEN: answer.body[_TOKEN]}, now)[1]
    extra = more.body[_LIST][:1] if isinstance(more, Accepted) else []
    return after, Accepted(200, {**answer.body, _LIST: [*answer.body[_LIST], *extra]})


def _endless(right: Perform, state: State, request: Any, now: float) -> Answer:
    """Begin again at the end."""
    after, answer = right(state, LIST, request, now)
    if not isinstance(answer, Accepted) or _TOKEN in answer.body or _TOKEN not in request:
        return after, answer
    first = right(state, LIST, without(request, _TOKEN), now)[1]
    return after, Accepted(200, {**answer.body, _TOKEN: first.body.get(_TOKEN, request[_TOKEN])}) if isinstance(first, Accepted) else first


def _stuck(right: Perform, state: State, request: Any, now: float) -> Answer:
    """Give the first page whatever the token."""
    return right(state, LIST, without(request, _TOKEN), now)


def _from_start(right: Perform, state: State, request: Json, now: float) -> Answer:
    """Take a token that nobody gave out for none."""
    return right(state, LIST, without(request, _TOKEN), now)


def _at_end(right: Perform, state: State, request: Json, now: float) -> Answer:
    """Take a token that nobody gave out for the end of the list."""
    return state, Accepted(200, {_LIST: []})


def _crash(right: Perform, state: State, request: Json, now: float) -> Answer:
    raise ValueError(base64.b64encode(str(request.get(_TOKEN)).encode()))


def _backwards(right: Perform, state: State, request: Any, now: float) -> Answer:
    turned = {"Ascending": "Descending", "Descending": "Ascending"}[request.get("SortOrder", "Ascending")]
    return right(state, LIST, {**request, "SortOrder": turned}, now)


def _by_first_status(right: Perform, state: State, request: Any, now: float) -> Answer:
    """Filter by the approval status at creation."""
    status = request.get("ModelApprovalStatus")
    kept = {
        arn: package
        for arn, package in state.packages.items()
        if status is None or package.sent.get("ModelApprovalStatus", "PendingManualApproval") == status
    }
    seen = State(state.groups, kept, state.tokens, state.count)
    return state, right(seen, LIST, without(request, "ModelApprovalStatus"), now)[1]


def _swapped(_: State, request: Json) -> Json:
    after, before = request.get("CreationTimeAfter"), request.get("CreationTimeBefore")
    swapped = {"CreationTimeAfter": before, "CreationTimeBefore": after}
    return {**without(request, *swapped), **{member: value for member, value in swapped.items() if value is not None}}


_ALL = ("list/all", "stateful/any-sequence", "stateful/any-sequence-unversioned")
_PAGES = ("list/pages",)
_GROUP = ("list/by-group",)
_STATUS = ("list/by-status",)
_BY_NAME = ("list/by-name",)
_TIME = ("list/by-time",)
_SORTED = ("list/sorted",)

_FAULTS = (
    Fault("listing/empty", "lists are empty", _ALL, _listed(lambda items: [])),
    Fault("listing/first-lost", "the first item is missing", _ALL, _listed(lambda items: items[1:])),
    Fault("listing/last-lost", "the last item is missing", _ALL, _listed(lambda items: items[:-1])),
    Fault("listing/twice", "every item stands there twice", _ALL, _listed(lambda items: [item for item in items for _ in range(2)])),
    Fault("listing/names-only", "items are ARNs and no objects", _ALL, _listed(lambda items: [item["ModelPackageArn"] for item in items])),
    Fault("listing/no-arns", "items have no ARN", _ALL, _listed(lambda items: [without(item, "ModelPackageArn") for item in items])),
    Fault(
        "listing/no-status",
        "items have no approval status",
        (*_STATUS, *_ALL),
        _listed(lambda items: [without(item, "ModelApprovalStatus") for item in items]),
        needs=UPDATED,
    ),
    Fault(
        "listing/no-version",
        "items have no version",
        (*_GROUP, *_ALL),
        _listed(lambda items: [without(item, "ModelPackageVersion") for item in items]),
        needs=GROUPED,
    ),
    Fault(
        "listing/no-name",
        "items have no name",
        (*_BY_NAME, *_ALL),
        _listed(lambda items: [without(item, "ModelPackageName") for item in items]),
    ),
    Fault(
        "listing/no-description",
        "items have no description",
        _ALL,
        _listed(lambda items: [without(item, "ModelPackageDescription") for item in items]),
    ),
    Fault("listing/no-list", "the list is missing", _ALL, telling(LIST, lambda body, _: without(body, _LIST))),
    Fault(
        "listing/type-ignored",
        "versions stand among packages of their own",
        _ALL,
        asking(LIST, lambda _, request: {"ModelPackageType": "Both", **request} if "ModelPackageGroupName" not in request else request),
        needs=GROUPED,
    ),
    Fault(
        "listing/type-both",
        "the type of packages is not looked at",
        _ALL,
        asking(LIST, lambda _, request: {**request, "ModelPackageType": "Both"}),
        needs=GROUPED,
    ),
    Fault(
        "listing/group-ignored",
        "the group is not looked at",
        _GROUP,
        asking(
            LIST,
            lambda _, request: (
                {**without(request, "ModelPackageGroupName"), "ModelPackageType": "Versioned"}
                if "ModelPackageGroupName" in request
                else request
            ),
        ),
    ),
    Fault(
        "listing/group-by-prefix",
        "versions of groups whose name begins alike are listed too",
        _GROUP,
        _filtered(
            lambda _, request: (
                lambda item: str(item.get("ModelPackageGroupName", "")).startswith(request["ModelPackageGroupName"].rpartition("/")[2])
            ),
            "ModelPackageGroupName",
        ),
    ),
    Fault(
        "listing/group-latest",
        "only the latest version of a group is listed",
        _GROUP,
        telling(LIST, lambda body, request: {**body, _LIST: body[_LIST][-1:]} if "ModelPackageGroupName" in request else body),
    ),
    Fault("listing/status-ignored", "the approval status is not looked at", _STATUS, _ignoring("ModelApprovalStatus")),
    Fault("listing/status-first", "the approval status at creation counts", _STATUS, doing(LIST, _by_first_status)),
    Fault(
        "listing/status-not",
        "packages of the other statuses are listed",
        _STATUS,
        _filtered(lambda _, request: lambda item: item.get("ModelApprovalStatus") != request["ModelApprovalStatus"], "ModelApprovalStatus"),
    ),
    Fault("listing/name-ignored", "the part of a name is not looked at", _BY_NAME, _ignoring("NameContains")),
    Fault(
        "listing/name-prefix",
        "names must begin with the part",
        _BY_NAME,
        _filtered(
            lambda _, request: (
                lambda item: str(item.get("ModelPackageName", item.get("ModelPackageGroupName"))).startswith(request["NameContains"])
            ),
            "NameContains",
        ),
    ),
    Fault(
        "listing/name-whole",
        "the part must be the whole name",
        _BY_NAME,
        _filtered(
            lambda _, request: lambda item: item.get("ModelPackageName", item.get("ModelPackageGroupName")) == request["NameContains"],
            "NameContains",
        ),
    ),
    Fault("listing/after-ignored", "CreationTimeAfter is not looked at", _TIME, _ignoring("CreationTimeAfter")),
    Fault("listing/before-ignored", "CreationTimeBefore is not looked at", _TIME, _ignoring("CreationTimeBefore")),
    Fault("listing/time-swapped", "after and before are taken for each other", _TIME, asking(LIST, _swapped)),
    Fault(
        "listing/time-in-ms",
        "times are taken for milliseconds",
        _TIME,
        asking(LIST, lambda _, request: {key: value / 1000 if key.startswith("CreationTime") else value for key, value in request.items()}),
    ),
    Fault("listing/order-ignored", "lists are always ascending", _SORTED, _ignoring("SortOrder")),
    Fault("listing/order-turned", "ascending and descending are taken for each other", _SORTED, doing(LIST, _backwards)),
    Fault("listing/by-ignored", "lists are always sorted by time", _SORTED, _ignoring("SortBy")),
    Fault(
        "listing/by-name-always",
        "lists are always sorted by name",
        (*_SORTED, *_ALL),
        asking(LIST, lambda _, request: {**request, "SortBy": "Name"}),
    ),
    Fault("listing/page-order", "each page is sorted, and the list is not", (*_SORTED, *_PAGES), _listed(lambda items: items[::-1])),
    Fault("listing/most-ignored", "pages are as long as they like", _PAGES, _ignoring("MaxResults")),
    Fault("listing/most-one-more", "pages have one more than asked for", _PAGES, _sized(lambda most: most + 1)),
    Fault(
        "listing/most-refused",
        "100 results are refused",
        _PAGES,
        doing(
            LIST,
            lambda right, state, request, now: (
                (state, Refused(400, "ValidationException", "too many"))
                if request.get("MaxResults", 0) >= _MOST
                else right(state, LIST, request, now)
            ),
        ),
    ),
    Fault("listing/no-token", "there is no next page", _PAGES, telling(LIST, lambda body, _: without(body, _TOKEN))),
    Fault("listing/same-token", "the next page is the same again", _PAGES, doing(LIST, _stuck)),
    Fault("listing/endless", "after the last page comes the first", _PAGES, doing(LIST, _endless)),
    Fault("listing/item-lost", "an item is lost between two pages", _PAGES, doing(LIST, _skipping)),
    Fault("listing/item-twice", "an item stands on two pages", _PAGES, doing(LIST, _overlapping)),
    Fault("listing/filter-lost", "the second page forgets what was asked for", (*_PAGES, *_GROUP), doing(LIST, _all_again)),
    Fault(
        "listing/token-ignored", "a token that nobody gave out gives the first page", ("list/wrong-token",), forgiving(LIST, _from_start)
    ),
    Fault("listing/token-end", "a token that nobody gave out gives an empty page", ("list/wrong-token",), forgiving(LIST, _at_end)),
    Fault("listing/token-crash", "a token that nobody gave out fails inside", ("list/wrong-token",), forgiving(LIST, _crash)),
    Fault("listing/groups-empty", "lists of groups are empty", ("group/list",), _listed(lambda items: [], LIST_GROUPS)),
    Fault("listing/groups-lost", "the last group is missing", ("group/list",), _listed(lambda items: items[:-1], LIST_GROUPS)),
    Fault(
        "listing/groups-name-ignored",
        "the part of a group's name is not looked at",
        ("group/list",),
        _ignoring("NameContains", operation=LIST_GROUPS),
    ),
    Fault(
        "listing/groups-order-ignored",
        "lists of groups are always ascending",
        ("group/list",),
        _ignoring("SortOrder", operation=LIST_GROUPS),
    ),
    Fault(
        "listing/groups-no-arn",
        "groups have no ARN",
        ("group/list",),
        _listed(lambda items: [without(item, "ModelPackageGroupArn") for item in items], LIST_GROUPS),
    ),
)
