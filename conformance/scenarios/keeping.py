"""What an update leaves alone: the rest of its package, and all other packages."""

from ..check import Step
from ..names import group_arn, package_arn
from .operations import CREATE, CREATE_GROUP, DESCRIBE, EITHER, UPDATE
from .samples import card, life_cycle
from .script import Scenario, scenario
from .stage import ADDED, METADATA, REMOVED, STEM, STORED, Json, Made, Package, Stage, Talk, accepted, unchanged

_NEEDS = (CREATE, UPDATE, DESCRIBE)
_BUCKET = "s3://amzn-s3-demo-bucket/churn"
_METRICS = {"Statistics": {"ContentType": "application/json", "S3Uri": f"{_BUCKET}/metrics.json"}}
# What an update says by itself of a package.
_OF_THE_UPDATE = ("LastModifiedTime", "LastModifiedBy")


def source(version: int) -> str:
    """Return the ARN of a package that another is made from."""
    return package_arn("elsewhere", version)


def full(stage: Stage, group: str = STEM) -> Made[Package]:
    """Create a package that has every member that a creation and an update share, but for its source, and others that no update has."""
    members: Json = {
        "ModelPackageDescription": "As it was",
        "Domain": "MACHINE_LEARNING",
        "Task": "CLASSIFICATION",
        "SamplePayloadUrl": f"{_BUCKET}/payload.tar.gz",
        "MetadataProperties": {"CommitId": "9fceb02d0ae598e95dc970b74767f19372d61af8", "ProjectId": "churn"},
        "ModelMetrics": {"ModelQuality": _METRICS},
        "DriftCheckBaselines": {"ModelQuality": _METRICS},
        "SkipModelValidation": "None",
        "ModelApprovalStatus": "Approved",
        METADATA: {"reviewer": "Ana", "ticket": "7"},
        STORED: [stage.specification("first")],
        "ModelPackageRegistrationType": "Registered",
        "ModelCard": card("As it was"),
        "ModelLifeCycle": life_cycle("Development"),
    }
    known = {member: value for member, value in members.items() if stage.covers(f"{CREATE}.{member}") or _is_updated(stage, member)}
    return (yield from stage.package(members=known, group=group))


def _is_updated(stage: Stage, member: str) -> bool:
    return stage.covers(f"{UPDATE}.{ADDED if member == STORED else member}")


def sourced(stage: Stage) -> Made[Package]:
    """Create a version that has a source and no inference specification: some reports have it that the two exclude each other."""
    yield from stage.group()
    request = {"ModelPackageGroupName": STEM, "SourceUri": source(1)}
    arn = stage.next_arn(request)
    yield stage.create(request, arn=arn)
    return Package(arn, request, request)


def _changes(stage: Stage) -> Json:
    """Return a change of every member of an update, as far as the spec has it."""
    changes: Json = {
        "ModelApprovalStatus": "Rejected",
        "ApprovalDescription": "Changed",
        METADATA: {"reviewer": "Bo", "changed": "yes"},
        REMOVED: ["ticket"],
        ADDED: [stage.specification("second")],
        "ModelPackageRegistrationType": "Logged",
        "ModelCard": card("Changed", "PendingReview"),
        "ModelLifeCycle": life_cycle("Changed"),
        "ClientToken": "token-for-one-update",
    }
    return {member: value for member, value in changes.items() if stage.covers(f"{UPDATE}.{member}")}


@scenario(
    "update/keeps-unmentioned",
    "An update leaves alone what it does not mention",
    topic="keep",
    clauses=(
        "UMP-STATUS-OPT",
        "UMP-APPRDESC-OPT",
        "UMP-META-OPT",
        "UMP-METAREM-OPT",
        "UMP-SPECS-OPT",
        "UMP-SPECS-APPEND",
        "UMP-METAREM-SEM",
    ),
    needs=_NEEDS,
    given=(UPDATE,),
    each=(
        ("status", "ModelApprovalStatus", "ModelApprovalStatus"),
        ("description", "ApprovalDescription", "ApprovalDescription"),
        ("metadata", METADATA, METADATA),
        ("removed-metadata", REMOVED, METADATA),
        ("specifications", ADDED, STORED),
        ("registration", "ModelPackageRegistrationType", "ModelPackageRegistrationType"),
        ("card", "ModelCard", "ModelCard"),
        ("life-cycle", "ModelLifeCycle", "ModelLifeCycle"),
        ("token", "ClientToken", ""),
        ("source", "ModelApprovalStatus", "ModelApprovalStatus"),
    ),
)
def keeps_unmentioned(stage: Stage, case: tuple[str, str, str]) -> Talk:
    name, member, shown = case
    stage.demand(UPDATE, member, *(("SourceUri",) if name == "source" else ()))
    package = yield from (sourced if name == "source" else full)(stage)
    [created] = yield from stage.described([package])
    # No creation sets it; already this update must not touch the rest.
    yield stage.update(package, {"ApprovalDescription": "As it was"})
    before = yield stage.describe(package)
    unchanged(created, before, but=("ApprovalDescription", *_OF_THE_UPDATE))
    yield stage.update(package, {member: _changes(stage)[member]})
    unchanged(before, (yield stage.describe(package)), but=(shown, *_OF_THE_UPDATE))


@scenario(
    "update/leaves-others",
    "Updating one package leaves all others alone: of its group, of another group, of none, of a similar name",
    topic="others",
    clauses=("UMP-ARN-SEM",),
    needs=_NEEDS,
    given=(UPDATE,),
)
def leaves_others(stage: Stage) -> Talk:
    # The target is neither the first of its group nor the last.
    others = yield from _others(stage)
    target = yield from full(stage, group=f"{STEM}-g")
    if stage.grouped:
        others.append((yield from full(stage, group=f"{STEM}-g")))
    before = yield from stage.described(others)
    for changes in (_changes(stage), {"ModelApprovalStatus": "Approved"}):
        yield stage.update(target, changes)
        for other, was in zip(others, before, strict=True):
            unchanged(was, (yield stage.describe(other)), f"another package, {stage.physical(other)},")


def _others(stage: Stage) -> Made[list[Package]]:
    """Create packages that a careless backend takes for one of group ``churn-g``, or where there are no groups for ``churn-a``."""
    others: list[Package] = yield from stage.several("g", "ab", "aa-1", own=True)
    for label in ("g", "g-1", "h") if stage.grouped else ():
        others += yield from stage.several("", group=f"{STEM}-{label}")
    # A registry may take names that differ in case for the same; those that it takes for different ones are different packages.
    if stage.grouped:
        if not accepted((yield Step(CREATE_GROUP, {"ModelPackageGroupName": f"{STEM}-G"}, EITHER, creates=group_arn(f"{STEM}-G")))):
            return others
        twins = [stage.request(group=f"{STEM}-G"), stage.request(group=f"{STEM}-G")]
    else:
        twins = [stage.request("A", own=True)]
    for twin in twins:
        arn = stage.next_arn(twin)
        if accepted((yield stage.create(twin, EITHER, arn=arn))):
            others.append(Package(arn, twin, twin))
    return others


SCENARIOS: tuple[Scenario, ...] = (keeps_unmentioned, leaves_others)
