"""What lists of packages hold: everything that the filters let through, once, in order, page by page."""

import json
from collections.abc import Iterable, Sequence

from ..check import Step
from ..names import group_arn
from .operations import CREATE, EITHER, LIST, UPDATE
from .script import Scenario, scenario
from .stage import STEM, Json, Made, MismatchError, NotAskedError, Package, Stage, Talk, accepted, answer, number, summaries, text

_NEEDS = (CREATE, LIST)
_GROUPS = "CreateModelPackage.ModelPackageGroupName"
_MINUTE = 60
_MANY = 7
_MOST_PAGES = 1000
_RECENT: Json = {"SortBy": "CreationTime", "SortOrder": "Descending"}


def _expect(stage: Stage, listed: Sequence[Json], packages: Iterable[Package], what: str) -> None:
    """Raise `MismatchError` unless a list holds these packages, each once, and no others."""
    found = [text(summary, "ModelPackageArn") for summary in listed]
    wanted = [stage.physical(package) for package in packages]
    missing = [arn for arn in wanted if arn not in found]
    twice = [arn for arn in wanted if found.count(arn) > 1]
    other = [arn for arn in found if arn not in wanted]
    if missing or twice or other:
        reasons = [f"{word} {arns[0]}" for word, arns in (("lacks", missing), ("repeats", twice), ("also has", other)) if arns]
        raise MismatchError(f"{what}: {len(wanted)} packages, each once", f"the list has {len(found)}; it {' and '.join(reasons)}")


def _several(stage: Stage, count: int) -> Made[tuple[list[Package], Json]]:
    """Create packages that one filter finds, and return them with the filter: the versions of a group, or all of one stem."""
    packages = yield from stage.several(*"bdacgfehi"[:count])
    return packages, ({"ModelPackageGroupName": STEM} if stage.grouped else {"NameContains": STEM})


@scenario(
    "list/all",
    "A list has every package of the type that is asked for, packages of their own unless it says otherwise",
    topic="list",
    evidence="model",
    needs=_NEEDS,
    each=("default", "Unversioned", "Versioned", "Both"),
)
def all_packages(stage: Stage, kind: str) -> Talk:
    if kind != "default" and not stage.grouped:
        raise NotAskedError("the spec has no versions")
    own = yield from stage.several("a", "b", members={"ModelPackageDescription": "Listed"}, own=True)
    versions = [(yield from stage.package())] if stage.grouped else []
    wanted = {"Versioned": versions, "Both": [*own, *versions]}.get(kind, own)
    unwanted = [package for package in (*own, *versions) if package not in wanted]
    # Newest first: what other cases created before is not read.
    request = _RECENT if kind == "default" else {**_RECENT, "ModelPackageType": kind}
    pages = yield from stage.pages(request, enough=lambda arns: all(stage.physical(package) in arns for package in wanted))
    found: dict[str, list[Json]] = {}
    for summary in (summary for page in pages for summary in page):
        found.setdefault(text(summary, "ModelPackageArn"), []).append(summary)
    for package in wanted:
        entries = found.get(stage.physical(package), [])
        if len(entries) != 1:
            raise MismatchError(f"{stage.physical(package)} once in the list", f"it is there {len(entries)} times")
        _summarised(stage, entries[0], package)
    for package in unwanted:
        if stage.physical(package) in found:
            raise MismatchError(f"a list of type {kind} without {stage.physical(package)}", "it is there")


def _summarised(stage: Stage, summary: Json, package: Package) -> None:
    """Raise `MismatchError` unless a summary says what the service model demands, and of the package what was sent."""
    number(summary, "CreationTime")
    text(summary, "ModelPackageStatus")
    for member in ("ModelPackageDescription", "ModelPackageName", "ModelPackageGroupName"):
        wanted = stage.namespace.answer({member: package.shown.get(member)})[member]
        if wanted is not None and summary.get(member) != wanted:
            raise MismatchError(f"{member} is {wanted!r}", f"it is {summary.get(member)!r}")
    version = stage.physical(package).rpartition("/")[2] if "ModelPackageGroupName" in package.request else None
    if version is not None and str(summary.get("ModelPackageVersion")) != version:
        raise MismatchError(f"ModelPackageVersion is {version}", f"it is {summary.get('ModelPackageVersion')!r}")


@scenario(
    "list/by-group",
    "A list for a group has the versions of that group, whether it is named or given by its ARN",
    topic="filter",
    evidence="model",
    needs=_NEEDS,
    given=(_GROUPS,),
    each=("name", "arn", "empty"),
)
def by_group(stage: Stage, form: str) -> Talk:
    first, second = STEM, f"{STEM}-b"
    packages: dict[str, list[Package]] = {first: [], second: []}
    for group in (first, second, first, first):
        packages[group].append((yield from stage.package(group=group)))
    yield from stage.package(own=True)
    if form == "empty":
        yield from stage.group(f"{STEM}-c")
        _expect(stage, (yield from stage.listed({"ModelPackageGroupName": f"{STEM}-c"})), (), "a group without versions")
        return
    for group, wanted in packages.items():
        listed = yield from stage.listed({"ModelPackageGroupName": group if form == "name" else group_arn(group)})
        _expect(stage, listed, wanted, f"the versions of group {stage.namespace.name(group)}")


@scenario(
    "list/by-status",
    "A list for an approval status has the packages with that status",
    topic="filter",
    evidence="model",
    needs=_NEEDS,
    given=(f"{CREATE}.ModelApprovalStatus", _GROUPS),
)
def by_status(stage: Stage) -> Talk:
    packages: dict[str, list[Package]] = {"Approved": [], "Rejected": [], "PendingManualApproval": []}
    for status in ("Approved", "Rejected", "PendingManualApproval", "Approved"):
        packages[status].append((yield from stage.package(members={"ModelApprovalStatus": status})))
    yield from _listed_by_status(stage, packages)
    if stage.covers(UPDATE) and stage.has(UPDATE):
        moved = packages["Rejected"].pop()
        yield stage.update(moved, {"ModelApprovalStatus": "PendingManualApproval"})
        packages["PendingManualApproval"].append(moved)
        yield from _listed_by_status(stage, packages)


def _listed_by_status(stage: Stage, packages: dict[str, list[Package]]) -> Talk:
    for status, wanted in packages.items():
        listed = yield from stage.listed({"ModelPackageGroupName": STEM, "ModelApprovalStatus": status})
        _expect(stage, listed, wanted, f"the packages that are {status}")


@scenario(
    "list/by-name",
    "A list for a part of a name has the packages whose name contains it",
    topic="filter",
    evidence="model",
    needs=_NEEDS,
)
def by_name(stage: Stage) -> Talk:
    packages = yield from stage.several("a", "ab", "b", own=True)
    for part, count in ((STEM, 3), (f"{STEM}-a", 2), (f"{STEM}-ab", 1), (f"{STEM}-b", 1), (f"{STEM}-abc", 0)):
        wanted = [package for package in packages if part in package.name]
        assert len(wanted) == count
        listed = yield from stage.listed({"NameContains": part})
        _expect(stage, listed, wanted, f"the packages with {stage.namespace.name(part)} in their names")
    # Parts that no name begins with, of the physical names: no logical one stands for them.
    for part, wanted in ((stage.namespace.name(STEM)[1:], packages), (f"{stage.namespace.name(STEM)[1:]}-ab", packages[1:2])):
        _expect(stage, (yield from _named(part)), wanted, f"the packages with {part} in their names")


def _named(part: str) -> Made[list[Json]]:
    """Return the summaries of all pages of a list for a part of physical names."""
    found: list[Json] = []
    request: Json = {"NameContains": part, "MaxResults": 100}
    for _ in range(_MOST_PAGES):
        exchange = yield Step(LIST, {}, raw=json.dumps(request).encode())
        found += summaries(exchange)
        token = answer(exchange).get("NextToken")
        if not token:
            break
        request["NextToken"] = token
    return found


@scenario(
    "list/by-time",
    "A list for a time has the packages that were created after it, or before it",
    topic="filter",
    evidence="model",
    needs=_NEEDS,
)
def by_time(stage: Stage) -> Talk:
    packages, scope = yield from _several(stage, 2)
    listed = yield from stage.listed(scope)
    _expect(stage, listed, packages, "the packages of the case")
    times = [number(summary, "CreationTime") for summary in listed]
    early, late = min(times) - _MINUTE, max(times) + _MINUTE
    for bounds, wanted in (
        ({"CreationTimeAfter": early}, packages),
        ({"CreationTimeAfter": late}, []),
        ({"CreationTimeBefore": late}, packages),
        ({"CreationTimeBefore": early}, []),
        ({"CreationTimeAfter": early, "CreationTimeBefore": late}, packages),
    ):
        _expect(stage, (yield from stage.listed({**scope, **bounds})), wanted, f"the packages with {' and '.join(bounds)}")


@scenario(
    "list/sorted",
    "A list is in the order that is asked for: by name or creation time, ascending or descending; ascending by time unless it says so",
    topic="sort",
    evidence="model",
    needs=_NEEDS,
    each=("Name", "CreationTime", "default"),
)
def in_order(stage: Stage, by: str) -> Talk:
    packages = yield from stage.several(*"caebd", own=True)
    request = {"NameContains": STEM} if by == "default" else {"NameContains": STEM, "SortBy": by}
    for order in ("default", "Ascending", "Descending"):
        listed = yield from stage.listed({**request, **({} if order == "default" else {"SortOrder": order})})
        _expect(stage, listed, packages, "the packages of the case")
        # Names have but one order. Times may be equal: then no order of theirs is wrong.
        keys = [text(each, "ModelPackageName") if by == "Name" else number(each, "CreationTime") for each in listed]
        if keys != sorted(keys, reverse=order == "Descending"):
            raise MismatchError(f"{order.lower()} order by {'CreationTime' if by == 'default' else by}", f"the list has {keys}")


@scenario(
    "list/pages",
    "Pages of any size have all packages between them, each once, in the order of the whole list",
    topic="pages",
    evidence="model",
    needs=_NEEDS,
    each=(("size-1", 1), ("size-2", 2), ("size-3", 3), ("size-6", 6), ("size-7", 7), ("size-8", 8), ("size-100", 100)),
)
def in_pages(stage: Stage, case: tuple[str, int]) -> Talk:
    size = case[1]
    packages, scope = yield from _several(stage, _MANY)
    for order in ({}, {"SortOrder": "Descending"}, {"SortBy": "Name"}):
        request = {**scope, **order}
        whole = yield from stage.listed(request)
        _expect(stage, whole, packages, "the packages of the case")
        pages = yield from stage.pages({"MaxResults": size, **request})
        longest = max(len(page) for page in pages)
        if longest > size:
            raise MismatchError(f"pages of {size} at most", f"one has {longest}")
        _expect(stage, [summary for page in pages for summary in page], packages, f"all pages of {size}")
        in_pages, in_one = ([text(each, "ModelPackageArn") for each in found] for found in ([s for p in pages for s in p], whole))
        if in_pages != in_one:
            raise MismatchError(f"the order of the whole list, {in_one}", f"the pages of {size} have {in_pages}")


@scenario(
    "list/wrong-token",
    "A NextToken that no list gave out is refused",
    topic="pages",
    level="SHOULD",
    evidence="inferred",
    needs=_NEEDS,
    each=(("word", "no-token"), ("number", "7"), ("base64", "bm8gdG9rZW4="), ("long", "A" * 8192), ("unicode", "\u4f60\U0001f600")),
)
def wrong_token(stage: Stage, case: tuple[str, str]) -> Talk:
    packages, scope = yield from _several(stage, 2)
    _expect(stage, (yield from stage.listed(scope)), packages, "the packages of the case")
    # Which error it is, nobody says.
    if accepted((yield stage.list({**scope, "NextToken": case[1]}, EITHER))):
        raise MismatchError("a refusal", "a list was answered", "accepted")


SCENARIOS: tuple[Scenario, ...] = (all_packages, by_group, by_status, by_name, by_time, in_order, in_pages, wrong_token)
