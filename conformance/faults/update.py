"""Faults in what an update does to a package, its neighbours, and its answer."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..model import Answer, Package, State, refusal
from ..outcome import Accepted
from ..wire import Stages
from .fault import (
    ADDED,
    CREATE,
    GROUPED,
    IN_ONE_CALL,
    METADATA,
    REMOVED,
    SPECIFICATIONS,
    UPDATE,
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
    with_document,
    without,
)

if TYPE_CHECKING:
    from ...schemas import Spec

_ARN = "ModelPackageArn"
_CARD = "ModelCard"

# Members of an update by the one of the package that they change, where it has another name.
_CHANGES = {ADDED: SPECIFICATIONS, REMOVED: METADATA}
_CHECKS = {
    "ModelApprovalStatus": "update/sets-status",
    "ApprovalDescription": "update/sets-description",
    "SourceUri": "update/sets-source-uri",
    "InferenceSpecification": "update/replaces-inference-specification",
    _CARD: "update/sets-card",
    "ModelLifeCycle": "update/sets-life-cycle",
    "ModelPackageRegistrationType": "update/sets-registration-type",
    METADATA: "update/sets-metadata",
    REMOVED: "update/removes-metadata",
    ADDED: "update/appends-specifications",
}


def faults(spec: "Spec") -> tuple[Fault, ...]:
    """Return the faults of this group."""
    edition = spec.edition(UPDATE)
    if edition is None:
        return ()
    members = edition.shape(UPDATE, edition.root(UPDATE))["properties"]
    return (*_of_members([member for member in members if member not in (_ARN, "ClientToken")]), *_FAULTS)


def _of_members(members: list[str]) -> Iterator[Fault]:
    """Yield faults for each member of an update: not looked at, and reset by an update that does not mention it."""
    for member in members:
        checks = (_CHECKS[member],) if member in _CHECKS else ()
        yield Fault(
            f"update/ignores/{member}", f"an update does not look at {member}", (*checks, "property/update-round-trip"), _ignoring(member)
        )
        if member != REMOVED:
            changed = _CHANGES.get(member, member)
            title = f"an update that does not mention {member} resets {changed}"
            yield Fault(
                f"update/resets/{changed}", title, ("update/keeps-unmentioned", "stateful/any-sequence"), _resetting(member, changed)
            )
    for member in (
        "ModelPackageDescription",
        "Domain",
        "Task",
        "MetadataProperties",
        "ModelMetrics",
        "CreationTime",
        "InferenceSpecification",
    ):
        title = f"an update resets {member}, which it does not speak of"
        needs = IN_ONE_CALL if member == "CreationTime" else (f"create/{member}",)
        asked = ("update/keeps-unmentioned", "stateful/any-sequence")
        yield Fault(f"update/loses/{member}", title, asked, _losing(member), needs=needs)


def _ignoring(member: str) -> Wrap:
    return asking(UPDATE, lambda _, request: without(request, member))


def _resetting(member: str, changed: str) -> Wrap:
    def document(before: Mapping[str, Any], after: Json, request: Json) -> Json:
        if member in request or (member == METADATA and REMOVED in request):
            return after
        return without(after, changed)

    return documented(UPDATE, document)


def _losing(member: str) -> Wrap:
    return documented(UPDATE, lambda _, after, request: after if member in request else without(after, member))


def _answering(change: Callable[[str], str]) -> Wrap:
    return telling(UPDATE, lambda body, _: {_ARN: change(body[_ARN])})


def _half(members: tuple[str, ...]) -> Wrap:
    """Do some of an update that is refused because of what the package holds."""

    def undone(right: Perform, state: State, request: Json, now: float) -> Answer:
        refused = right(state, UPDATE, request, now)[1]
        half = {member: value for member, value in request.items() if member in (_ARN, *members)}
        after, answer = right(state, UPDATE, half, now)
        return (after if isinstance(answer, Accepted) else state), refused

    return forgiving(UPDATE, undone)


def _despite(way: Stages) -> Stages:
    """Do what is sound in an update that is then refused."""

    def problems(operation: str, request: Any) -> Any:
        return () if operation == UPDATE else way.problems(operation, request)

    def perform(state: State, operation: str, request: Any, now: float) -> Answer:
        found = way.problems(operation, request) if operation == UPDATE else ()
        if not found:
            return way.perform(state, operation, request, now)
        sound = {member: value for member, value in request.items() if not any(problem.path[:1] == (member,) for problem in found)}
        if way.problems(operation, sound):
            return state, refusal(found)
        return way.perform(state, operation, sound, now)[0], refusal(found)

    return replace(way, problems=problems, perform=perform)


def _as_new(right: Perform, state: State, request: Any, now: float) -> Answer:
    """Make a new package of an update, and leave the one that it is about."""
    after, answer = right(state, UPDATE, request, now)
    package = touched(state, after)
    if not isinstance(answer, Accepted) or package is None:
        return state, answer
    copied = right(state, CREATE, without(package.sent, "ClientToken", "ModelPackageName") | _named(package, state), now)
    made = touched(state, copied[0])
    return copied if made is None else (with_document(copied[0], made, {**package.document, _ARN: made.arn}), copied[1])


def _named(package: Package, state: State) -> Json:
    return {"ModelPackageName": f"{package.name[:50]}-{state.count}"} if package.name else {}


def _any_version(state: State, request: Json) -> Json:
    """Take an ARN whose version there is not for the first of the group."""
    arn, group = request[_ARN], request[_ARN].rpartition("/")[0]
    return {**request, _ARN: f"{group}/1"} if arn not in state.packages and f"{group}/1" in state.packages else request


def _without_archive(right: Perform, state: State, request: Any, now: float) -> Answer:
    """Change the content of a card that is archived."""
    package = state.packages.get(request[_ARN])
    card = package.document.get(_CARD, {}) if package else {}
    if package is None or card.get("ModelCardStatus") != "Archived":
        return right(state, UPDATE, request, now)
    thawed = with_document(state, package, {**package.document, _CARD: {**card, "ModelCardStatus": "Draft"}})
    after, answer = right(thawed, UPDATE, {**request, _CARD: {"ModelCardStatus": "Archived", **request.get(_CARD, {})}}, now)
    return (after, answer) if isinstance(answer, Accepted) else (state, answer)


def _card_silent(right: Perform, state: State, request: Any, now: float) -> Answer:
    """Accept an update of a card that is archived, and keep the content."""
    package = state.packages.get(request[_ARN])
    card = package.document.get(_CARD, {}) if package else {}
    asked = {**request, _CARD: without(request[_CARD], "ModelCardContent")} if _CARD in request else request
    return right(state, UPDATE, asked if card.get("ModelCardStatus") == "Archived" else request, now)


def _blind(right: Perform, state: State, request: Any, now: float) -> Answer:
    """Accept an update of what does not exist."""
    if request[_ARN] in state.packages:
        return right(state, UPDATE, request, now)
    return state, Accepted(200, {_ARN: request[_ARN]})


def _conflict(right: Perform, state: State, request: Json, now: float) -> Answer:
    """Fail inside where an update does not suit the package."""
    if request[_ARN] not in state.packages:
        return right(state, UPDATE, request, now)
    raise KeyError(request[_ARN])


_SAME_ARN = ("update/answers-same-arn",)
_ATOMIC = ("update/all-or-nothing",)
_TOKEN = ("update/token-idempotent",)


_FAULTS = (
    Fault("update/answers-nothing", "an update is answered without the ARN", _SAME_ARN, telling(UPDATE, lambda *_: {})),
    Fault(
        "update/answers-group",
        "an update is answered with the ARN of the group",
        _SAME_ARN,
        _answering(lambda arn: arn.replace(":model-package/", ":model-package-group/").rpartition("/")[0]),
    ),
    Fault("update/answers-next", "an update is answered with the ARN of a new version", _SAME_ARN, _answering(lambda arn: f"{arn}1")),
    Fault("update/answers-upper-case", "an update is answered with the ARN in upper case", _SAME_ARN, _answering(str.upper)),
    Fault("update/answers-name", "an update is answered with the name", _SAME_ARN, _answering(lambda arn: arn.rpartition(":")[2])),
    Fault("update/does-nothing", "an update is accepted and not done", ("update/sets-status",), keeping(UPDATE, lambda before, *_: before)),
    Fault(
        "update/makes-package",
        "an update makes a new package and leaves the old one",
        (*_SAME_ARN, "update/sets-status"),
        doing(UPDATE, _as_new),
    ),
    Fault(
        "update/half-status",
        "an update whose specifications are refused sets the status",
        _ATOMIC,
        _half(("ModelApprovalStatus", "ApprovalDescription")),
    ),
    Fault("update/half-metadata", "an update whose specifications are refused merges metadata", _ATOMIC, _half((METADATA,))),
    Fault("update/half-removal", "an update whose specifications are refused removes metadata", _ATOMIC, _half((REMOVED,))),
    Fault("update/half-source", "an update whose specifications are refused sets the source", _ATOMIC, _half(("SourceUri",))),
    Fault(
        "update/crash-conflict",
        "an update that does not suit the package fails inside",
        ("update/cap-on-total", "update/unique-specification-names"),
        forgiving(UPDATE, _conflict),
    ),
    Fault(
        "update/invalid-half",
        "an update that breaks a constraint is done as far as it is sound",
        ("update/refused-changes-nothing",),
        _despite,
    ),
    Fault("update/unknown-accepted", "an update of what does not exist is accepted", ("update/unknown-arn",), doing(UPDATE, _blind)),
    Fault(
        "update/unknown-version",
        "an update of a version that there is not changes the first",
        ("update/unknown-arn",),
        asking(UPDATE, _any_version),
        needs=GROUPED,
    ),
    Fault("update/archived-content", "the content of an archived card changes", ("update/archived-card",), doing(UPDATE, _without_archive)),
    Fault(
        "update/archived-silent",
        "an update of an archived card is accepted and not done",
        ("update/archived-card",),
        doing(UPDATE, _card_silent),
    ),
    Fault(
        "update/token-ignored",
        "an update that is repeated with its token is done again",
        _TOKEN,
        asking(UPDATE, lambda _, request: without(request, "ClientToken")),
    ),
)
