"""What deleting a package does: it is gone, and nothing else is."""

from ..check import refused
from ..names import package_arn
from .operations import CREATE, DELETE, DESCRIBE, LIST, UPDATE, refusal
from .script import Scenario, scenario
from .stage import STEM, MismatchError, Package, Stage, Talk, text, unchanged

_NEEDS = (CREATE, DESCRIBE, DELETE)
_KINDS = ("version", "own")


@scenario(
    "delete/gone",
    "A deleted package is no longer described, listed or updated",
    topic="delete",
    evidence="model",
    needs=_NEEDS,
    each=("version", "own", "own-by-name"),
)
def gone(stage: Stage, kind: str) -> Talk:
    own = stage.is_own(kind.removesuffix("-by-name"))
    kept = yield from stage.package("b", own=own)
    package = yield from stage.package("a", own=own)
    yield stage.describe(package)
    updates = stage.covers(UPDATE) and stage.has(UPDATE)
    if updates:
        yield stage.update(package, {"ModelApprovalStatus": "Rejected"})
    yield stage.delete(package.name if kind == "own-by-name" else package)
    yield stage.describe(package, expect=refused())
    if stage.has(LIST):
        listed = yield from stage.listed({"NameContains": STEM} if own else {"ModelPackageGroupName": STEM})
        arns = [text(summary, "ModelPackageArn") for summary in listed]
        if arns != [stage.physical(kept)]:
            raise MismatchError(f"a list with {stage.physical(kept)} alone", f"it has {arns}")
    if updates:
        yield stage.update(package, {"ModelApprovalStatus": "Approved"}, refusal(UPDATE))
        yield stage.describe(package, expect=refused())


@scenario(
    "delete/unknown",
    "Deleting a package that does not exist, or no longer, is refused",
    topic="unknown",
    evidence="observed",
    needs=_NEEDS,
    each=("never", "twice", "version"),
)
def unknown(stage: Stage, kind: str) -> Talk:
    package = yield from stage.package()
    if kind == "never":
        yield stage.delete(f"{STEM}-missing", refusal(DELETE))
    elif kind == "version":
        name, _, version = package.arn.partition("/")[2].partition("/")
        yield stage.delete(package_arn(name, int(version or 1) + 1), refusal(DELETE))
    yield stage.describe(package)
    yield stage.delete(package)
    if kind == "twice":
        yield stage.delete(package, refusal(DELETE))


@scenario(
    "delete/leaves-others",
    "Deleting one package leaves all others alone",
    topic="others",
    evidence="model",
    needs=_NEEDS,
    each=_KINDS,
)
def leaves_others(stage: Stage, kind: str) -> Talk:
    own = stage.is_own(kind)
    packages: list[Package] = yield from stage.several("a", "ab", "b", own=own)
    if stage.grouped:
        packages.append((yield from stage.package(group=f"{STEM}-b")))
        packages.append((yield from stage.package("c", own=True)))
    before = yield from stage.described(packages[1:])
    yield stage.delete(packages[0])
    for package, was in zip(packages[1:], before, strict=True):
        unchanged(was, (yield stage.describe(package)), f"another package, {stage.physical(package)},")


@scenario(
    "delete/name-free-again",
    "The name of a deleted package can be used again, for a package that has nothing of the old one",
    topic="delete",
    level="SHOULD",
    evidence="inferred",
    needs=_NEEDS,
)
def name_free_again(stage: Stage) -> Talk:
    first = yield from stage.package(members={"ModelPackageDescription": "The first"}, own=True)
    yield stage.delete(first)
    yield stage.describe(first, expect=refused())
    again = yield from stage.package(own=True)
    yield stage.describe(again, {"ModelPackageDescription": None})


SCENARIOS: tuple[Scenario, ...] = (gone, unknown, leaves_others, name_free_again)
