"""What describing a package shows: what was created, by name and by ARN, at once."""

from ..check import refused
from ..names import package_arn
from .operations import CREATE, DESCRIBE, UPDATE
from .script import Scenario, scenario
from .stage import STEM, Json, MismatchError, Stage, Talk, answer, number, text

_NEEDS = (CREATE, DESCRIBE)
_ROUNDS = 8
_STATUSES = ("Pending", "InProgress", "Completed", "Failed", "Deleting")


def _demanded(document: Json) -> None:
    """Raise `MismatchError` unless an answer has what the service model demands of every one."""
    number(document, "CreationTime")
    status = text(document, "ModelPackageStatus")
    if status not in _STATUSES:
        raise MismatchError(f"ModelPackageStatus is one of {', '.join(_STATUSES)}", f"it is {status!r}")
    if not isinstance(document.get("ModelPackageStatusDetails"), dict):
        raise MismatchError("ModelPackageStatusDetails is an object", f"it is {document.get('ModelPackageStatusDetails')!r}"[:200])


@scenario(
    "describe/by-name",
    "A package of its own is described by its name",
    topic="describe",
    clauses=("CMP-NAME-SEM",),
    evidence="model",
    needs=_NEEDS,
)
def by_name(stage: Stage) -> Talk:
    packages = []
    # Each is part of another's name.
    for label in ("a", "ab", "ab-1", "b"):
        packages += yield from stage.several(label, members={"ModelPackageDescription": f"This is {label}"}, own=True)
    for package in packages:
        shown = yield stage.describe(package.name, package.shown)
        _demanded(answer(shown))


@scenario(
    "describe/by-arn",
    "A package is described by its ARN: a version, and one of its own",
    topic="describe",
    clauses=("CMP-RESP-ARN-SEM",),
    evidence="model",
    needs=_NEEDS,
    each=("version", "own"),
)
def by_arn(stage: Stage, kind: str) -> Talk:
    own = stage.is_own(kind)
    packages = []
    for label in ("a", "ab", "b"):
        packages += yield from stage.several(label, members={"ModelPackageDescription": f"This is {label}"}, own=own)
    for package in reversed(packages):
        shown = yield stage.describe(package, package.shown)
        _demanded(answer(shown))


@scenario(
    "describe/unknown",
    "Describing a package that does not exist is refused",
    topic="unknown",
    evidence="observed",
    needs=_NEEDS,
    each=("name", "arn", "version", "version-of-no-group", "longer-name"),
)
def unknown(stage: Stage, form: str) -> Talk:
    package = yield from stage.package()
    yield stage.describe(package)
    name, _, version = package.arn.partition("/")[2].partition("/")
    missing = {
        "name": f"{STEM}-missing",
        "arn": package_arn(f"{STEM}-missing"),
        "version": package_arn(name, int(version or 1) + 1),
        "version-of-no-group": package_arn(f"{STEM}-missing", 1),
        "longer-name": package_arn(f"{name}x", int(version) if version else None),
    }[form]
    yield stage.describe(missing, expect=refused())


@scenario(
    "describe/fresh",
    "A read shows the last write, every time",
    topic="fresh",
    evidence="inferred",
    needs=_NEEDS,
)
def fresh(stage: Stage) -> Talk:
    for turn in range(_ROUNDS):
        package = yield from stage.package(f"a{turn}", {"ModelPackageDescription": f"Round {turn}"})
        yield stage.describe(package, {"ModelPackageDescription": f"Round {turn}"})
        if stage.covers(UPDATE) and stage.has(UPDATE):
            for status in ("Approved", "Rejected"):
                yield stage.update(package, {"ModelApprovalStatus": status, "ApprovalDescription": f"{status} {turn}"})
                yield stage.describe(package, {"ModelApprovalStatus": status, "ApprovalDescription": f"{status} {turn}"})


SCENARIOS: tuple[Scenario, ...] = (by_name, by_arn, unknown, fresh)
