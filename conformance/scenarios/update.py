"""What an update does: it sets what it mentions, exactly as it was sent, and nothing else."""

import json
from collections.abc import Iterator
from typing import Any

from ..check import Step
from ..names import group_arn, package_arn
from ._texts import EXACT, METADATA_PAIRS
from .operations import CREATE, CREATE_GROUP, DESCRIBE, EITHER, UPDATE, refusal
from .script import Scenario, scenario
from .stage import (
    ADDED,
    METADATA,
    REMOVED,
    STEM,
    STORED,
    Json,
    Made,
    MismatchError,
    NotAskedError,
    Package,
    Stage,
    Talk,
    accepted,
    answer,
    text,
    unchanged,
)

_NEEDS = (CREATE, UPDATE, DESCRIBE)
_OPTIONAL = ("UMP-STATUS-OPT", "UMP-APPRDESC-OPT", "UMP-META-OPT", "UMP-METAREM-OPT", "UMP-SPECS-OPT")
_STATUSES = ("Approved", "Rejected", "PendingManualApproval", "Approved")
_TOKEN = "token-for-one-update"  # noqa: S105 - no secret


def card(creator: str, status: str = "Draft") -> dict[str, str]:
    """Return a model card."""
    return {"ModelCardContent": json.dumps({"model_overview": {"model_creator": creator}}, ensure_ascii=False), "ModelCardStatus": status}


def life_cycle(stage: str) -> dict[str, str]:
    """Return a life cycle at a stage."""
    return {"Stage": stage, "StageStatus": "PendingReview", "StageDescription": f"Waits in {stage}"}


def _source(version: int) -> str:
    return package_arn("elsewhere", version)


@scenario(
    "update/answers-same-arn",
    "UpdateModelPackage answers with the ARN of the package that it updates and nothing else",
    topic="answer",
    clauses=("UMP-RESP-ARN-TYPE", "UMP-RESP-ARN-SEM"),
    needs=(CREATE, UPDATE),
    given=(UPDATE,),
)
def answers_same_arn(stage: Stage) -> Talk:
    first = yield from stage.package("a")
    second = yield from stage.package("b")
    for package in (second, first):
        document = answer((yield stage.update(package, {"ModelApprovalStatus": "Approved"})))
        if text(document, "ModelPackageArn") != stage.physical(package):
            raise MismatchError(f"the ARN of the package, {stage.physical(package)}", f"it is {document['ModelPackageArn']!r}")
        if list(document) != ["ModelPackageArn"]:
            raise MismatchError("an answer with the one member ModelPackageArn", f"it has {', '.join(document)}")


# What each update mentions, by the name of the case. Sources exclude inference specifications by some reports, so neither is here.
_CHANGES: tuple[tuple[str, Json, str], ...] = (
    ("status", {"ModelApprovalStatus": "Rejected"}, "ModelApprovalStatus"),
    ("description", {"ApprovalDescription": "Changed"}, "ApprovalDescription"),
    ("metadata", {METADATA: {"reviewer": "Bo", "ticket": "8"}}, METADATA),
    ("removed-metadata", {REMOVED: ["ticket"]}, METADATA),
    ("specifications", {ADDED: [{"Name": "second"}]}, STORED),
    ("registration", {"ModelPackageRegistrationType": "Logged"}, "ModelPackageRegistrationType"),
    ("card", {"ModelCard": card("Changed", "PendingReview")}, "ModelCard"),
    ("life-cycle", {"ModelLifeCycle": life_cycle("Changed")}, "ModelLifeCycle"),
    ("token", {"ClientToken": _TOKEN}, ""),
)


def full(stage: Stage, group: str = STEM) -> Made[Package]:
    """Create a package that has every member that an update can change, but for its source."""
    members: Json = {
        "ModelApprovalStatus": "Approved",
        "ApprovalDescription": "As it was",
        METADATA: {"reviewer": "Ana", "ticket": "7"},
        STORED: [stage.specification("first")],
        "ModelPackageRegistrationType": "Registered",
        "ModelCard": card("As it was"),
        "ModelLifeCycle": life_cycle("Development"),
    }
    known = {member: value for member, value in members.items() if stage.covers(f"{UPDATE}.{ADDED if member == STORED else member}")}
    return (yield from stage.package(members={"ModelPackageDescription": "As it was", **known}, group=group))


@scenario(
    "update/keeps-unmentioned",
    "An update leaves alone what it does not mention",
    topic="keep",
    clauses=(*_OPTIONAL, "UMP-SPECS-APPEND", "UMP-METAREM-SEM"),
    needs=_NEEDS,
    given=(UPDATE,),
    each=_CHANGES,
)
def keeps_unmentioned(stage: Stage, change: tuple[str, Json, str]) -> Talk:
    _, members, mentioned = change
    stage.demand(UPDATE, *members)
    package: Package = yield from full(stage)
    yield stage.describe(package, package.shown)
    if ADDED in members:
        members = {ADDED: [stage.specification(item["Name"]) for item in members[ADDED]]}
    yield stage.update(package, members)
    yield stage.describe(package, {member: value for member, value in package.shown.items() if member != mentioned})


@scenario(
    "update/sets-status",
    "An update sets the approval status",
    topic="set",
    clauses=("UMP-STATUS-SEM", "UMP-STATUS-ENUM"),
    needs=_NEEDS,
    given=(UPDATE,),
)
def sets_status(stage: Stage) -> Talk:
    package = yield from stage.package()
    for status in _STATUSES:
        yield stage.update(package, {"ModelApprovalStatus": status})
        yield stage.describe(package, {"ModelApprovalStatus": status})


@scenario(
    "update/sets-description",
    "An update sets the description of the approval, with a status and without one",
    topic="set",
    clauses=("UMP-APPRDESC-SEM", "UMP-APPRDESC-TYPE"),
    needs=_NEEDS,
    given=(UPDATE,),
)
def sets_description(stage: Stage) -> Talk:
    package = yield from stage.package()
    for members in ({"ModelApprovalStatus": "Approved"}, {}, {"ModelApprovalStatus": "Rejected"}):
        description = f"Set {len(members)} {members.get('ModelApprovalStatus')}"
        yield stage.update(package, {"ApprovalDescription": description, **members})
        yield stage.describe(package, {"ApprovalDescription": description})


def _sets(name: str, title: str, member: str, values: tuple[Any, ...]) -> Scenario:
    """Return a scenario in which updates set a member to one value after the other; the first is set on creation."""

    @scenario(
        f"update/{name}",
        title,
        topic="set",
        evidence="model",
        needs=_NEEDS,
        given=(f"{UPDATE}.{member}", f"{CREATE}.{member}"),
    )
    def sets(stage: Stage) -> Talk:
        package = yield from stage.package(members={member: values[0]})
        yield stage.describe(package, {member: values[0]})
        for value in values[1:]:
            yield stage.update(package, {member: value})
            yield stage.describe(package, {member: value})
        bare = yield from stage.package()
        yield stage.update(bare, {member: values[0]})
        yield stage.describe(bare, {member: values[0]})

    return sets


@scenario(
    "update/sets-source-uri",
    "An update sets the source of the package",
    topic="set",
    clauses=("CUR-UMP-SOURCEURI",),
    evidence="model",
    needs=_NEEDS,
    given=(f"{UPDATE}.SourceUri",),
)
def sets_source_uri(stage: Stage) -> Talk:
    # A package with a source and no inference specification: some reports have it that the two exclude each other.
    yield from stage.group()
    request = {"ModelPackageGroupName": STEM, "SourceUri": _source(1)}
    arn = stage.next_arn(request)
    yield stage.create(request, arn=arn)
    package = Package(arn, request, request)
    for version in (2, 3):
        yield stage.update(package, {"SourceUri": _source(version)})
        yield stage.describe(package, {"SourceUri": _source(version)})


sets_card = _sets(
    "sets-card",
    "An update sets the model card",
    "ModelCard",
    (card("Ana"), card("Bo", "PendingReview"), card("Bo", "Approved")),
)
sets_life_cycle = _sets(
    "sets-life-cycle",
    "An update sets the life cycle",
    "ModelLifeCycle",
    (life_cycle("Development"), life_cycle("Staging"), {"Stage": "Production", "StageStatus": "Approved"}),
)
sets_registration = _sets(
    "sets-registration-type",
    "An update sets the registration type",
    "ModelPackageRegistrationType",
    ("Logged", "Registered", "Logged"),
)


@scenario(
    "update/replaces-inference-specification",
    "An update with an inference specification is refused, or sets it as a whole",
    topic="set",
    clauses=("CUR-UMP-INF-REPLACE",),
    level="INFO",
    evidence="inferred",
    needs=_NEEDS,
    given=(f"{UPDATE}.InferenceSpecification",),
)
def replaces_inference_specification(stage: Stage) -> Talk:
    package = yield from stage.package()
    before = yield stage.describe(package)
    replacement = stage.specification(SupportedContentTypes=["application/json"], SupportedResponseMIMETypes=["application/json"])
    if accepted((yield stage.update(package, {"InferenceSpecification": replacement}, EITHER))):
        yield stage.describe(package, {"InferenceSpecification": replacement})
    else:
        unchanged(before, (yield stage.describe(package)))


@scenario(
    "update/archived-card",
    "The content of an archived model card is no longer changed",
    topic="archived",
    clauses=("CUR-CMP-CARD-ARCHIVED",),
    needs=_NEEDS,
    given=(f"{UPDATE}.ModelCard",),
)
def archived_card(stage: Stage) -> Talk:
    package = yield from stage.package(members={"ModelCard": card("Ana")})
    if "ModelCard" not in answer((yield stage.describe(package))):
        raise NotAskedError("the backend does not keep ModelCard")
    yield stage.update(package, {"ModelCard": card("Bo")})
    yield stage.update(package, {"ModelCard": card("Bo", "Archived")})
    before = yield stage.describe(package, {"ModelCard": card("Bo", "Archived")})
    yield stage.update(package, {"ModelCard": card("Cy", "Archived")}, refusal(UPDATE))
    unchanged(before, (yield stage.describe(package)))
    yield stage.update(package, {"ModelApprovalStatus": "Approved"})
    yield stage.describe(package, {"ModelApprovalStatus": "Approved", "ModelCard": card("Bo", "Archived")})


@scenario(
    "update/token-idempotent",
    "An update that is repeated with its ClientToken is accepted and changes nothing more",
    topic="token",
    clauses=("CUR-UMP-CLIENTTOKEN",),
    level="SHOULD",
    needs=_NEEDS,
    given=(f"{UPDATE}.ClientToken",),
)
def token_idempotent(stage: Stage) -> Talk:
    package = yield from stage.package()
    added = [stage.specification("first")]
    for _ in range(2):
        exchange = yield stage.update(package, {"ClientToken": _TOKEN, ADDED: added})
        if text(answer(exchange), "ModelPackageArn") != stage.physical(package):
            raise MismatchError(f"the ARN of the package, {stage.physical(package)}", f"it is {answer(exchange)['ModelPackageArn']!r}")
        yield stage.describe(package, {STORED: added})


def _exact() -> Iterator[tuple[str, str, Any]]:
    for name, value in EXACT:
        yield f"approval-{name}", "ApprovalDescription", value
    for name, value in EXACT:
        yield f"package-{name}", "ModelPackageDescription", value
    yield "metadata", METADATA, METADATA_PAIRS
    yield "stage-description", "ModelLifeCycle", {**life_cycle("Staging"), "StageDescription": '  <b>"\u00e9\\"</b> '}
    yield "card", "ModelCard", card('  \u00e9 e\u0301 \U0001f600 <b>&amp;</b> \\ " ')


@scenario(
    "update/exact-text",
    "Text comes back exactly as it was sent: any script, empty, at its longest, with blanks, quotes, backslashes and markup",
    topic="text",
    clauses=("UMP-APPRDESC-TYPE", "UMP-META-KEY-TYPE", "UMP-META-VAL-TYPE", "MOD-LENGTH"),
    needs=_NEEDS,
    given=(UPDATE,),
    each=tuple(_exact()),
)
def exact_text(stage: Stage, case: tuple[str, str, Any]) -> Talk:
    _, member, value = case
    if not any(stage.covers(f"{operation}.{member}") for operation in (CREATE, UPDATE)):
        raise NotAskedError("the spec does not have the member")
    package = yield from stage.package(members={} if member == "ApprovalDescription" else {member: value})
    if stage.covers(f"{UPDATE}.{member}"):
        yield stage.update(package, {member: value})
    shown = answer((yield stage.describe(package)))
    if isinstance(value, dict) and member not in shown:
        raise NotAskedError(f"the backend does not keep {member}")
    yield stage.describe(package, {member: value})


@scenario(
    "update/leaves-others",
    "Updating one package leaves all others alone: of its group, of another group, of none, of a similar name",
    topic="others",
    clauses=("UMP-ARN-SEM",),
    needs=_NEEDS,
    given=(UPDATE,),
)
def leaves_others(stage: Stage) -> Talk:
    target: Package = yield from full(stage, group=f"{STEM}-g")
    others = yield from _others(stage)
    before = yield from stage.described(others)
    yield stage.update(
        target,
        {
            "ModelApprovalStatus": "Rejected",
            "ApprovalDescription": "Changed",
            METADATA: {"changed": "yes"},
            REMOVED: ["ticket"],
            ADDED: [stage.specification("second")],
        },
    )
    for other, was in zip(others, before, strict=True):
        unchanged(was, (yield stage.describe(other)), f"another package, {stage.physical(other)},")


def _others(stage: Stage) -> Made[list[Package]]:
    """Create packages that a careless backend takes for the one of group ``churn-g``, or where there are no groups for ``churn-a``."""
    others: list[Package] = yield from stage.several("g", "ab", "aa-1", own=True)
    for label in ("g", "g-1", "h") if stage.grouped else ():
        others += yield from stage.several("", group=f"{STEM}-{label}")
    # A registry may take names that differ in case for the same; those that it takes for different ones are different packages.
    if stage.grouped:
        if not accepted((yield Step(CREATE_GROUP, {"ModelPackageGroupName": f"{STEM}-G"}, EITHER, creates=group_arn(f"{STEM}-G")))):
            return others
        twin = stage.request(group=f"{STEM}-G")
    else:
        twin = stage.request("A", own=True)
    arn = stage.next_arn(twin)
    if accepted((yield stage.create(twin, EITHER, arn=arn))):
        others.append(Package(arn, twin, twin))
    return others


SCENARIOS: tuple[Scenario, ...] = (
    answers_same_arn,
    keeps_unmentioned,
    sets_status,
    sets_description,
    sets_source_uri,
    sets_card,
    sets_life_cycle,
    sets_registration,
    replaces_inference_specification,
    archived_card,
    token_idempotent,
    exact_text,
    leaves_others,
)
