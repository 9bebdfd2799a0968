"""What an update does: it sets what it mentions, exactly as it was sent, and nothing else."""

from collections.abc import Iterator
from typing import Any

from .keeping import source, sourced
from .operations import CREATE, DESCRIBE, EITHER, UPDATE, refusal
from .samples import EXACT, METADATA_PAIRS, card, life_cycle
from .script import Scenario, scenario
from .stage import (
    ADDED,
    METADATA,
    STORED,
    MismatchError,
    NotAskedError,
    Stage,
    Talk,
    accepted,
    answer,
    text,
    unchanged,
)

_NEEDS = (CREATE, UPDATE, DESCRIBE)
_STATUSES = ("Approved", "Rejected", "PendingManualApproval", "Approved")
_TOKEN = "token-for-one-update"  # noqa: S105 - no secret


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
    package = yield from sourced(stage)
    for version in (2, 3):
        yield stage.update(package, {"SourceUri": source(version)})
        yield stage.describe(package, {"SourceUri": source(version)})


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


SCENARIOS: tuple[Scenario, ...] = (
    answers_same_arn,
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
)
