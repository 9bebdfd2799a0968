"""What creating a package does: ARNs, versions, names, tokens, and what a refused creation leaves."""

import re

from ..check import refused
from ..names import group_arn
from .operations import CREATE, CREATE_GROUP, DELETE, DESCRIBE, EITHER, LIST, refusal
from .script import Scenario, scenario
from .stage import STEM, Json, Made, MismatchError, NotAskedError, Stage, Talk, accepted, answer, number, text, unchanged

_GROUPS = "CreateModelPackage.ModelPackageGroupName"
_ARN = re.compile(r"arn:(?P<partition>aws[a-z-]*):sagemaker:(?P<region>[^:]*):(?P<account>[^:]*):model-package/(?P<rest>.*)", re.DOTALL)
_ACCOUNT = re.compile(r"[0-9]{12}")
_MOST = 2048
_VERSIONS = 3
_KINDS = ("version", "own")
# What breaks a limit that every edition has.
_LONG = "a" * 1025


@scenario(
    "create/answers-arn",
    "CreateModelPackage answers with the ARN of the new package and nothing else",
    topic="answer",
    clauses=("CMP-RESP-200", "CMP-RESP-JSON", "CMP-RESP-SYNTAX", "CMP-RESP-ARN-TYPE", "CMP-RESP-ARN-SEM"),
    needs=(CREATE,),
    each=_KINDS,
)
def answers_arn(stage: Stage, kind: str) -> Talk:
    request = stage.request(own=stage.is_own(kind))
    if "ModelPackageGroupName" in request:
        yield from stage.group()
    document = answer((yield stage.create(request, arn=stage.next_arn(request))))
    text(document, "ModelPackageArn")
    if list(document) != ["ModelPackageArn"]:
        raise MismatchError("an answer with the one member ModelPackageArn", f"it has {', '.join(document)}")


@scenario(
    "create/arn-form",
    "The ARN of a package has the documented form and leads to region, account, name and version",
    topic="arn",
    clauses=("CMP-RESP-ARN-PATTERN", "CMP-RESP-ARN-LEN", "CMP-RESP-ARN-SEM"),
    needs=(CREATE,),
    each=_KINDS,
)
def arn_form(stage: Stage, kind: str) -> Talk:
    request = stage.request("Form-1", own=stage.is_own(kind), group=f"{STEM}-Form-1")
    arn, rest = yield from _arn(stage, request)
    match = _ARN.fullmatch(arn)
    if match is None or len(arn) > _MOST:
        raise MismatchError("an ARN like arn:aws:sagemaker:REGION:ACCOUNT:model-package/NAME", f"it is {arn!r}")
    if match["region"] != stage.bench.subject.region:
        raise MismatchError(f"an ARN in the region {stage.bench.subject.region}", f"it is {arn!r}")
    if not _ACCOUNT.fullmatch(match["account"]):
        raise MismatchError("an ARN with an account of 12 digits", f"it is {arn!r}")
    if match["rest"].lower() != rest.lower():
        raise MismatchError(f"an ARN that ends in model-package/{rest}", f"it is {arn!r}")


@scenario(
    "create/arn-keeps-case",
    "The ARN of a package has its name in the case that it was given",
    topic="arn",
    clauses=("CMP-RESP-ARN-SEM",),
    level="SHOULD",
    evidence="inferred",
    needs=(CREATE,),
    each=_KINDS,
)
def arn_keeps_case(stage: Stage, kind: str) -> Talk:
    request = stage.request("Case-A", own=stage.is_own(kind), group=f"{STEM}-Case-A")
    arn, rest = yield from _arn(stage, request)
    if not arn.endswith(f"/{rest}"):
        raise MismatchError(f"an ARN that ends in /{rest}", f"it is {arn!r}")


def _arn(stage: Stage, request: Json) -> Made[tuple[str, str]]:
    """Create a package and return its ARN, and what has to stand after ``model-package/`` in it."""
    group = request.get("ModelPackageGroupName")
    if group is not None:
        yield from stage.group(group)
    exchange = yield stage.create(request, arn=stage.next_arn(request))
    name = exchange.request["ModelPackageName"] if group is None else f"{exchange.request['ModelPackageGroupName']}/1"
    return text(answer(exchange), "ModelPackageArn"), name


@scenario(
    "create/versions-count-up",
    "The packages of a group are its versions 1, 2, 3",
    topic="version",
    clauses=("CUR-CMP-GROUP-REQ-VERSIONED",),
    evidence="observed",
    needs=(CREATE, CREATE_GROUP, DESCRIBE),
    given=(_GROUPS,),
)
def versions_count_up(stage: Stage) -> Talk:
    for version in range(1, _VERSIONS + 1):
        package = yield from stage.package()
        yield stage.describe(package, {"ModelPackageGroupName": STEM, "ModelPackageVersion": version})
        if not stage.physical(package).endswith(f"/{version}"):
            raise MismatchError(f"the ARN of version {version} ends in /{version}", f"it is {stage.physical(package)!r}")
    other = yield from stage.package(group=f"{STEM}-other")
    yield stage.describe(other, {"ModelPackageGroupName": f"{STEM}-other", "ModelPackageVersion": 1})
    if stage.has(DELETE):
        # A number that was used is not used again.
        yield stage.delete(package)
        yield stage.describe((yield from stage.package()), {"ModelPackageVersion": _VERSIONS + 1})


@scenario(
    "create/status-pending",
    "A version waits for its approval unless the request says otherwise",
    topic="version",
    clauses=("CUR-CMP-APPROVAL-DEPLOY",),
    level="SHOULD",
    evidence="observed",
    needs=(CREATE, CREATE_GROUP, DESCRIBE),
    given=(_GROUPS,),
)
def status_pending(stage: Stage) -> Talk:
    yield stage.describe((yield from stage.package()), {"ModelApprovalStatus": "PendingManualApproval"})
    for status in ("Approved", "Rejected"):
        yield stage.describe((yield from stage.package(members={"ModelApprovalStatus": status})), {"ModelApprovalStatus": status})


@scenario(
    "create/duplicate-name",
    "A second package of the same name is refused, and the first stays as it is",
    topic="duplicate",
    clauses=("CMP-RESP-ARN-SEM", "CMP-NAME-SEM"),
    needs=(CREATE, DESCRIBE),
)
def duplicate_name(stage: Stage) -> Talk:
    first = yield from stage.package(members={"ModelPackageDescription": "The first"}, own=True)
    before = yield stage.describe(first)
    yield stage.create({**first.request, "ModelPackageDescription": "The second"}, refusal(CREATE))
    unchanged(before, (yield stage.describe(first)))
    yield from stage.package("b", {"ModelPackageDescription": "The second"}, own=True)


@scenario(
    "create/unknown-group",
    "A version in a group that does not exist is refused, and makes no group",
    topic="unknown",
    clauses=("CUR-CMP-GROUP-ARN-OR-NAME",),
    needs=(CREATE, CREATE_GROUP),
    given=(_GROUPS,),
    each=("name", "arn"),
)
def unknown_group(stage: Stage, form: str) -> Talk:
    yield from stage.package()
    missing = f"{STEM}-missing"
    request = stage.request(group=missing if form == "name" else group_arn(missing))
    for _ in range(2):
        # Again, since a refused request must not have made the group.
        yield stage.create(request, refusal(CREATE))
    yield from stage.package(group=missing)


_INVALID: tuple[tuple[str, str, Json], ...] = (
    ("version-description", "version", {"ModelPackageDescription": _LONG}),
    ("version-containers", "version", {"InferenceSpecification": {"Containers": []}}),
    ("version-instance-type", "version", {"InferenceSpecification": {"SupportedTransformInstanceTypes": ["ml.unheard.of"]}}),
    ("version-metadata", "version", {"CustomerMetadataProperties": {"reviewer": _LONG}}),
    ("own-description", "own", {"ModelPackageDescription": _LONG}),
    ("own-containers", "own", {"InferenceSpecification": {"Containers": []}}),
    ("own-instance-type", "own", {"InferenceSpecification": {"SupportedTransformInstanceTypes": ["ml.unheard.of"]}}),
    ("own-in-a-group", "own", {"ModelPackageGroupName": STEM}),
    ("own-tag", "own", {"Tags": [{"Key": _LONG, "Value": "a"}]}),
)


def _spoilt(request: Json, edit: Json) -> Json:
    """Return a request with members replaced, those of the inference specification one by one."""
    merged = {**request["InferenceSpecification"], **edit.get("InferenceSpecification", {})}
    return {**request, **edit, "InferenceSpecification": merged}


@scenario(
    "create/refused-leaves-nothing",
    "A creation that is refused leaves nothing: no package, no version, no name that is taken",
    topic="atomic",
    clauses=("CMP-RESP-ARN-SEM",),
    evidence="model",
    needs=(CREATE, DESCRIBE),
    each=_INVALID,
)
def refused_leaves_nothing(stage: Stage, case: tuple[str, str, Json]) -> Talk:
    _, kind, edit = case
    own = stage.is_own(kind)
    stage.demand(CREATE, *edit)
    request = stage.request("new", own=own)
    if stage.grouped:
        yield from stage.group()
    arn = stage.next_arn(request)
    exchange = yield stage.create(_spoilt(request, edit), EITHER)
    if accepted(exchange):
        raise NotAskedError("the backend accepts the invalid requests of this check")
    yield stage.describe(arn, expect=refused())
    if stage.has(LIST):
        listed = yield from stage.listed(_scope(own=own))
        if listed:
            raise MismatchError("a list without what was refused", f"it has {len(listed)} of it")
    yield stage.create(request, arn=arn)
    shown = yield stage.describe(arn)
    if not own and number(answer(shown), "ModelPackageVersion") != 1:
        raise MismatchError("the first package that is accepted is version 1", f"it is version {answer(shown)['ModelPackageVersion']}")


def _scope(*, own: bool) -> dict[str, str]:
    """Return the filter that finds the packages of a stage."""
    return {"NameContains": STEM} if own else {"ModelPackageGroupName": STEM}


@scenario(
    "create/token-idempotent",
    "A creation that is repeated with its ClientToken answers the same ARN and makes no second package",
    topic="token",
    clauses=("CUR-CMP-CLIENTTOKEN",),
    level="SHOULD",
    needs=(CREATE, LIST),
    given=("CreateModelPackage.ClientToken",),
    each=_KINDS,
)
def token_idempotent(stage: Stage, kind: str) -> Talk:
    own = stage.is_own(kind)
    first = yield from stage.package(members={"ClientToken": "token-for-one-package"}, own=own)
    again = yield stage.create(first.request)
    if text(answer(again), "ModelPackageArn") != stage.physical(first):
        raise MismatchError(f"the ARN of the first call, {stage.physical(first)}", f"it is {answer(again)['ModelPackageArn']!r}")
    listed = yield from stage.listed(_scope(own=own))
    if len(listed) != 1:
        raise MismatchError("one package after a repeated call", f"there are {len(listed)}")
    if not own:
        second = yield stage.create({**first.request, "ClientToken": "token-for-another-package"})
        if text(answer(second), "ModelPackageArn") == stage.physical(first):
            raise MismatchError("a new package for a new token", "the ARN is that of the first")


@scenario(
    "create/group-by-arn",
    "ModelPackageGroupName is the name of a group or its ARN",
    topic="group",
    clauses=("CUR-CMP-GROUP-ARN-OR-NAME",),
    needs=(CREATE, CREATE_GROUP, DESCRIBE),
    given=(_GROUPS,),
)
def group_by_arn(stage: Stage) -> Talk:
    yield from stage.package()
    request = stage.request(group=group_arn(STEM))
    arn = stage.next_arn(request)
    yield stage.create(request, arn=arn)
    yield stage.describe(arn, {"ModelPackageGroupName": STEM})


SCENARIOS: tuple[Scenario, ...] = (
    answers_arn,
    arn_form,
    arn_keeps_case,
    versions_count_up,
    status_pending,
    duplicate_name,
    unknown_group,
    refused_leaves_nothing,
    token_idempotent,
    group_by_arn,
)
