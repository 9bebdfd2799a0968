"""What a refused update leaves: everything as it was, whatever else the request said."""

from collections.abc import Iterator, Mapping

from ..check import refused
from ..names import package_arn
from .keeping import full
from .operations import CREATE, DESCRIBE, EITHER, UPDATE, refusal
from .script import Scenario, scenario
from .stage import ADDED, METADATA, REMOVED, STEM, Json, NotAskedError, Package, Stage, Talk, accepted, unchanged

_NEEDS = (CREATE, UPDATE, DESCRIBE)
_LONG = "a" * 1025
_FULL = 15


# Members of an update that break one demand.
_INVALID: Mapping[str, Json] = {
    "status": {"ModelApprovalStatus": "approved"},
    "description": {"ApprovalDescription": _LONG},
    "metadata-value": {METADATA: {"new": "1", "reviewer": _LONG}},
    "metadata-key": {METADATA: {"new": "1", "no!": "2"}},
    "removed-key": {REMOVED: ["reviewer", _LONG]},
    "type": {METADATA: ["new"]},
    "registration": {"ModelPackageRegistrationType": "registered"},
    "card": {"ModelCard": {"ModelCardContent": "no JSON"}},
    "life-cycle": {"ModelLifeCycle": {"Stage": "Staging"}},
    "source": {"SourceUri": _LONG},
}
# Additional specifications, by name and odd members, that break one demand, by themselves or with the stored one.
_INVALID_ADDED: Mapping[str, Mapping[str, Json] | tuple[str, ...]] = {
    "specification-name": ("new", "no name"),
    "specification-type": {"new": {}, "odd": {"SupportedTransformInstanceTypes": ["ml.unheard.of"]}},
    "repeated": ("new", "new"),
    "stored": ("new", "first"),
    "too-many": tuple(f"new-{number}" for number in range(_FULL)),
}
_NAMES = (*_INVALID, *_INVALID_ADDED)


def _spoiling(stage: Stage, name: str) -> Json:
    """Return the invalid members of an update, after valid ones where there are several."""
    if name in _INVALID:
        stage.demand(UPDATE, *_INVALID[name])
        return _INVALID[name]
    added = _INVALID_ADDED[name]
    odd = added if isinstance(added, Mapping) else {}
    return {ADDED: [stage.specification(each, **odd.get(each, {})) for each in added]}


@scenario(
    "update/refused-changes-nothing",
    "An update that is refused changes nothing",
    topic="atomic",
    clauses=("UMP-RESP-ARN-SEM",),
    evidence="model",
    needs=_NEEDS,
    given=(UPDATE,),
    each=_NAMES,
)
def refused_changes_nothing(stage: Stage, name: str) -> Talk:
    members = _spoiling(stage, name)
    package: Package = yield from full(stage)
    before = yield stage.describe(package)
    if accepted((yield stage.update(package, members, EITHER))):
        raise NotAskedError("the backend accepts the invalid requests of this check")
    unchanged(before, (yield stage.describe(package)))
    yield stage.update(package, {"ApprovalDescription": "Changed"})


def _valid(stage: Stage, members: Json) -> Json:
    """Return valid changes of everything that ``members`` leaves free."""
    changes: Json = {
        "ModelApprovalStatus": "Rejected",
        "ApprovalDescription": "Changed",
        METADATA: {"reviewer": "Bo", "changed": "yes"},
        REMOVED: ["ticket"],
        ADDED: [stage.specification("second")],
    }
    return {member: value for member, value in changes.items() if member not in members}


def _mixtures() -> Iterator[tuple[str, str]]:
    for name in _NAMES:
        yield f"{name}-last", name
        yield f"{name}-first", name


@scenario(
    "update/all-or-nothing",
    "An update of which one part is refused changes nothing by its other parts",
    topic="atomic",
    clauses=("UMP-RESP-ARN-SEM",),
    evidence="model",
    needs=_NEEDS,
    given=(UPDATE,),
    each=tuple(_mixtures()),
)
def all_or_nothing(stage: Stage, case: tuple[str, str]) -> Talk:
    wrong = _spoiling(stage, case[1])
    valid = _valid(stage, wrong)
    package: Package = yield from full(stage)
    before = yield stage.describe(package)
    mixed = {**wrong, **valid} if case[0].endswith("-first") else {**valid, **wrong}
    if accepted((yield stage.update(package, mixed, EITHER))):
        raise NotAskedError("the backend accepts the invalid requests of this check")
    unchanged(before, (yield stage.describe(package)))
    yield stage.update(package, valid)


@scenario(
    "update/unknown-arn",
    "An update of a package that does not exist is refused, and makes none",
    topic="unknown",
    clauses=("UMP-ARN-SEM",),
    needs=_NEEDS,
    given=(UPDATE,),
    each=("own", "version", "group"),
)
def unknown_arn(stage: Stage, kind: str) -> Talk:
    package = yield from stage.package()
    yield stage.update(package, {"ModelApprovalStatus": "Approved"})
    before = yield stage.describe(package)
    name, _, version = package.arn.partition("/")[2].partition("/")
    missing = {
        "own": package_arn(f"{STEM}-missing"),
        "version": package_arn(name, int(version or 1) + 1),
        "group": package_arn(f"{STEM}-missing", 1),
    }[kind]
    absent = Package(missing, package.request, {})
    yield stage.update(absent, {"ModelApprovalStatus": "Rejected", ADDED: [stage.specification("new")]}, refusal(UPDATE))
    yield stage.describe(missing, expect=refused())
    unchanged(before, (yield stage.describe(package)))


SCENARIOS: tuple[Scenario, ...] = (refused_changes_nothing, all_or_nothing, unknown_arn)
