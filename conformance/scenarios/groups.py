"""What groups do: they are described and listed, their names are taken, and they are deleted when they are empty."""

from ..check import Expectation, Step, refused
from ..names import group_arn
from .operations import CREATE, CREATE_GROUP, DELETE, DELETE_GROUP, DESCRIBE, DESCRIBE_GROUP, DONE, LIST_GROUPS, refusal
from .script import Scenario, scenario
from .stage import STEM, Json, Made, MismatchError, Stage, Talk, answer, number, text, unchanged

_GIVEN = ("CreateModelPackage.ModelPackageGroupName",)
_SUMMARIES = "ModelPackageGroupSummaryList"
_STATUSES = ("Pending", "InProgress", "Completed", "Failed", "Deleting", "DeleteFailed")


def _create(name: str, expect: Expectation | None = None, **members: str) -> Step:
    arn = group_arn(name)
    expect = expect or Expectation("accepted", body={"ModelPackageGroupArn": arn})
    return Step(CREATE_GROUP, {"ModelPackageGroupName": name, **members}, expect, creates=arn if expect.kind == "accepted" else None)


def _describe(name: str, shown: Json | None = None, *, expect: Expectation | None = None) -> Step:
    return Step(DESCRIBE_GROUP, {"ModelPackageGroupName": name}, expect or Expectation("accepted", body=shown))


def _delete(name: str, expect: Expectation = DONE) -> Step:
    return Step(DELETE_GROUP, {"ModelPackageGroupName": name}, expect)


def _listed(stage: Stage, **request: object) -> Made[list[str]]:
    """Return the physical names of the groups on a stage, as a list gives them."""
    found = yield from stage.listed({"NameContains": STEM, **request}, LIST_GROUPS, _SUMMARIES)
    return [text(summary, "ModelPackageGroupName") for summary in found]


@scenario(
    "group/describe",
    "A group is described by its name and by its ARN, as it was created",
    topic="describe",
    clauses=("CUR-CMP-GROUP-ARN-OR-NAME",),
    evidence="model",
    needs=(CREATE_GROUP, DESCRIBE_GROUP),
    given=_GIVEN,
)
def described(_: Stage) -> Talk:
    texts = {STEM: "  First \u00e9 e\u0301 \U0001f600 ", f"{STEM}-b": "Second"}
    for name, description in texts.items():
        yield _create(name, ModelPackageGroupDescription=description)
    for name, description in texts.items():
        shown = {"ModelPackageGroupName": name, "ModelPackageGroupArn": group_arn(name), "ModelPackageGroupDescription": description}
        for form in (name, group_arn(name)):
            document = answer((yield _describe(form, shown)))
            number(document, "CreationTime")
            status = text(document, "ModelPackageGroupStatus")
            if status not in _STATUSES:
                raise MismatchError(f"ModelPackageGroupStatus is one of {', '.join(_STATUSES)}", f"it is {status!r}")
    for form in (f"{STEM}-missing", group_arn(f"{STEM}-missing"), f"{STEM}x"):
        yield _describe(form, expect=refused())


@scenario(
    "group/duplicate",
    "A second group of the same name is refused, and the first stays as it is",
    topic="duplicate",
    evidence="observed",
    needs=(CREATE_GROUP, DESCRIBE_GROUP),
    given=_GIVEN,
)
def duplicate(_: Stage) -> Talk:
    yield _create(STEM, ModelPackageGroupDescription="The first")
    before = yield _describe(STEM)
    yield _create(STEM, refusal(CREATE_GROUP), ModelPackageGroupDescription="The second")
    unchanged(before, (yield _describe(STEM)), "the group")
    yield _create(f"{STEM}-b", ModelPackageGroupDescription="The second")


@scenario(
    "group/list",
    "A list of groups has each once, in the order that is asked for, in pages of any size",
    topic="list",
    evidence="model",
    needs=(CREATE_GROUP, LIST_GROUPS),
    given=_GIVEN,
)
def listed(stage: Stage) -> Talk:
    names = [f"{STEM}-{label}" for label in ("c", "a", "ab", "b")]
    for name in names:
        yield _create(name)
    wanted = sorted(stage.namespace.name(name) for name in names)
    for size in (1, 3, 4, 100):
        for order in ("Ascending", "Descending"):
            found = yield from _listed(stage, MaxResults=size, SortBy="Name", SortOrder=order)
            if found != (wanted if order == "Ascending" else wanted[::-1]):
                raise MismatchError(f"{order.lower()} by name in pages of {size}: {wanted}", f"the list has {found}")
    part = yield from stage.listed({"NameContains": f"{STEM}-a"}, LIST_GROUPS, _SUMMARIES)
    arns = sorted(text(summary, "ModelPackageGroupArn") for summary in part)
    if arns != sorted(stage.namespace.arn(group_arn(f"{STEM}-{label}")) for label in ("a", "ab")):
        raise MismatchError(f"the two groups with {stage.namespace.name(f'{STEM}-a')} in their names", f"the list has {arns}")


@scenario(
    "group/delete",
    "A deleted group is no longer described or listed, and others are",
    topic="delete",
    evidence="model",
    needs=(CREATE, CREATE_GROUP, DESCRIBE_GROUP, LIST_GROUPS, DELETE_GROUP),
    given=_GIVEN,
)
def deleted(stage: Stage) -> Talk:
    for name in (STEM, f"{STEM}-b"):
        yield _create(name)
    yield _delete(STEM)
    yield _describe(STEM, expect=refused())
    found = yield from _listed(stage)
    if found != [stage.namespace.name(f"{STEM}-b")]:
        raise MismatchError(f"a list with {stage.namespace.name(f'{STEM}-b')} alone", f"it has {found}")
    for name in (STEM, f"{STEM}-missing"):
        yield _delete(name, refusal(DELETE_GROUP))
    yield stage.create(stage.request(group=f"{STEM}-b"))
    yield stage.create(stage.request(), refusal(CREATE))
    yield _describe(f"{STEM}-b")


@scenario(
    "group/delete-not-empty",
    "A group with packages in it is not deleted, and an emptied one is",
    topic="delete",
    level="SHOULD",
    evidence="inferred",
    needs=(CREATE, CREATE_GROUP, DESCRIBE, DESCRIBE_GROUP, DELETE, DELETE_GROUP),
    given=_GIVEN,
)
def delete_not_empty(stage: Stage) -> Talk:
    package = yield from stage.package()
    yield _delete(STEM, refusal(DELETE_GROUP))
    yield _describe(STEM)
    yield stage.describe(package)
    yield stage.delete(package)
    yield _delete(STEM)
    yield _describe(STEM, expect=refused())


SCENARIOS: tuple[Scenario, ...] = (described, duplicate, listed, deleted, delete_not_empty)
