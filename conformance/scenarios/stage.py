"""The stage of one script: the packages and groups that exist on it, and the steps that can be made with them.

All names on a stage begin with `STEM`, so that one filter finds everything on it and nothing else.
"""

from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from ...linter.path import pointer
from ..bench import Bench
from ..check import ACCEPTED, Exchange, Expectation, Grade, Step
from ..judge import differences
from ..names import Namespace, group_arn, package_arn
from ..outcome import Accepted
from .operations import CREATE, CREATE_GROUP, DELETE, DESCRIBE, DONE, LIST, UPDATE

if TYPE_CHECKING:
    from ...schemas import Spec

STEM = "churn"
ADDED, STORED = "AdditionalInferenceSpecificationsToAdd", "AdditionalInferenceSpecifications"
METADATA, REMOVED = "CustomerMetadataProperties", "CustomerMetadataPropertiesToRemove"
SUMMARIES = "ModelPackageSummaryList"

_MOST_ITEMS = 100
_MOST_PAGES = 500
_IMAGE = "111122223333.dkr.ecr.us-east-1.amazonaws.com/churn:1.4"
_MODEL = "s3://amzn-s3-demo-bucket/churn/model.tar.gz"
# What every backend keeps of what it was sent.
_MADE_OF = frozenset({"InferenceSpecification", "SourceUri", "ModelPackageDescription"})
# What describing a package does not give back as it was sent.
_NOT_TOLD = frozenset({"Tags", "ClientToken"})

_Thing = TypeVar("_Thing")
Made: TypeAlias = Generator[Step, Exchange, _Thing]
"""Part of a talk that comes to something."""

Talk: TypeAlias = Made[None]
Json: TypeAlias = dict[str, Any]


class MismatchError(Exception):
    """An answer that is not as it has to be, in a way that no expectation of a step can say."""

    def __init__(self, expected: str, observed: str, grade: Grade = "wrong-state") -> None:
        super().__init__(f"expected {expected}; {observed}")
        self.expected = expected
        self.observed = observed
        self.grade: Grade = grade


class NotAskedError(Exception):
    """The backend did not let a case come to its question; the message says why."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package on a stage: its logical ARN, the request that created it, and what describing it has to show."""

    arn: str
    request: Mapping[str, Any]
    shown: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The name of a package of its own, that of the group of a version."""
        found: str = self.request.get("ModelPackageName") or self.request["ModelPackageGroupName"]
        return found


def covers(spec: "Spec", what: str) -> bool:
    """Tell whether a spec has an operation (``UpdateModelPackage``), or a top-level member of it (``UpdateModelPackage.SourceUri``)."""
    operation, _, member = what.partition(".")
    edition = spec.edition(operation)
    return edition is not None and (not member or member in edition.shape(operation, edition.root(operation))["properties"])


@dataclass(slots=True)
class Stage:
    """What one script plays on. ``namespace`` holds the physical names of it."""

    bench: Bench
    namespace: Namespace
    _groups: dict[str, int] = field(default_factory=dict)

    @property
    def grouped(self) -> bool:
        """Whether the spec has groups: a package is then a version in one, unless it is said to be of its own."""
        return self.covers("CreateModelPackage.ModelPackageGroupName")

    def is_own(self, kind: str) -> bool:
        """Tell ``own`` from ``version``. Raises `NotAskedError` for a version in a spec without groups."""
        if kind == "version" and not self.grouped:
            raise NotAskedError("the spec has no groups")
        return kind == "own"

    def demand(self, operation: str, *members: str) -> None:
        """Raise `NotAskedError` unless the spec has these members of an operation."""
        missing = [member for member in members if not self.covers(f"{operation}.{member}")]
        if missing:
            raise NotAskedError(f"{operation} has no {missing[0]} in this spec")

    def covers(self, what: str) -> bool:
        """Tell whether the spec has an operation or a member, as `covers` does."""
        return covers(self.bench.spec, what)

    def has(self, operation: str) -> bool:
        """Tell whether the backend has an operation, as far as that is known."""
        return self.bench.capabilities.get(operation, True)

    def specification(self, name: str | None = None, **members: Any) -> Json:
        """Return an inference specification; with a name, an additional one."""
        made: Json = {} if name is None else {"Name": name, "Description": f"For {name}"}
        made["Containers"] = [{"Image": _IMAGE, "ModelDataUrl": _MODEL}]
        made["SupportedTransformInstanceTypes"] = ["ml.m5.xlarge"]
        made["SupportedRealtimeInferenceInstanceTypes"] = ["ml.m5.xlarge"]
        made["SupportedContentTypes"] = ["text/csv"]
        made["SupportedResponseMIMETypes"] = ["text/csv"]
        return {**made, **members}

    def request(self, label: str = "a", members: Mapping[str, Any] | None = None, *, own: bool = False, group: str = STEM) -> Json:
        """Return a request that creates a small package: a version in ``group``, or one of its own whose name ends in ``label``."""
        versioned = self.grouped and not own
        identity = {"ModelPackageGroupName": group} if versioned else {"ModelPackageName": f"{STEM}-{label}"}
        return {**identity, "InferenceSpecification": self.specification(), **(members or {})}

    def group(self, name: str = STEM) -> Talk:
        """Create a group unless it exists."""
        if name not in self._groups:
            self._groups[name] = 0
            yield Step(CREATE_GROUP, {"ModelPackageGroupName": name}, creates=group_arn(name))

    def create(self, request: Mapping[str, Any], expect: Expectation = ACCEPTED, *, arn: str | None = None) -> Step:
        """Return the step that creates a package; ``arn`` is the logical ARN that it gets."""
        return Step(CREATE, request, expect, creates=arn)

    def next_arn(self, request: Mapping[str, Any]) -> str:
        """Return the logical ARN of what a request creates; a group is counted on."""
        group = request.get("ModelPackageGroupName")
        if group is None:
            return package_arn(request["ModelPackageName"])
        name = group.rpartition("/")[2]
        self._groups[name] = self._groups.get(name, 0) + 1
        return package_arn(name, self._groups[name])

    def package(self, label: str = "a", members: Mapping[str, Any] | None = None, *, own: bool = False, group: str = STEM) -> Made[Package]:
        """Create a package with ``members``. What the spec cannot say on creation is set by an update."""
        wanted = members or {}
        known = {member: value for member, value in wanted.items() if self.covers(f"{CREATE}.{member}")}
        request = self.request(label, known, own=own, group=group)
        if "ModelPackageGroupName" in request:
            yield from self.group(group)
        arn = self.next_arn(request)
        yield self.create(request, arn=arn)
        shown = {member: value for member, value in {**request, **wanted}.items() if member not in _NOT_TOLD}
        package = Package(arn, request, {**shown, "ModelPackageArn": arn})
        later = {ADDED if member == STORED else member: value for member, value in wanted.items() if member not in known}
        if later:
            yield self.update(package, later)
        return package

    def several(self, *labels: str, members: Mapping[str, Any] | None = None, own: bool = False, group: str = STEM) -> Made[list[Package]]:
        """Create a package for each label."""
        made: list[Package] = []
        for label in labels:
            made.append((yield from self.package(label, members, own=own, group=group)))  # noqa: PERF401 - a comprehension cannot yield
        return made

    def update(self, package: Package, members: Mapping[str, Any], expect: Expectation = ACCEPTED) -> Step:
        """Return the step that updates a package."""
        return Step(UPDATE, {"ModelPackageArn": package.arn, **members}, expect)

    def describe(self, package: Package | str, shown: Mapping[str, Any] | None = None, expect: Expectation = ACCEPTED) -> Step:
        """Return the step that describes a package (or a name or ARN): with its ARN, where that is known, and ``shown`` at least."""
        known = {} if isinstance(package, str) else {"ModelPackageArn": package.arn}
        if expect is ACCEPTED:
            expect = Expectation("accepted", body={**known, **(shown or {})})
        return Step(DESCRIBE, {"ModelPackageName": package if isinstance(package, str) else package.arn}, expect)

    def described(self, packages: Sequence[Package]) -> Made[list[Exchange]]:
        """Describe packages, each as one that was made of what it was sent."""
        found: list[Exchange] = []
        for package in packages:
            made_of = {member: value for member, value in package.request.items() if member in _MADE_OF}
            found.append((yield self.describe(package, made_of)))
        return found

    def delete(self, package: Package | str, expect: Expectation = DONE) -> Step:
        """Return the step that deletes a package (or what a name or ARN stands for)."""
        return Step(DELETE, {"ModelPackageName": package if isinstance(package, str) else package.arn}, expect)

    def list(self, request: Mapping[str, Any], expect: Expectation = ACCEPTED) -> Step:
        """Return the step that lists one page of packages."""
        return Step(LIST, request, expect)

    def listed(self, request: Mapping[str, Any], operation: str = LIST, member: str = SUMMARIES) -> Made[Sequence[Json]]:
        """List everything that a request asks for, page by page, and return the summaries."""
        return [summary for page in (yield from self.pages(request, operation, member)) for summary in page]

    def pages(
        self,
        request: Mapping[str, Any],
        operation: str = LIST,
        member: str = SUMMARIES,
        enough: Callable[[Collection[str]], bool] | None = None,
    ) -> Made[Sequence[Sequence[Json]]]:
        """List what a request asks for and return the pages: all, or until the ARNs in them are ``enough``."""
        request = {"MaxResults": _MOST_ITEMS, **request}
        pages: Sequence[Sequence[Json]] = ()
        tokens: set[str] = set()
        arns: set[str] = set()
        while True:
            exchange = yield Step(operation, request)
            pages = (*pages, summaries(exchange, member))
            arns.update(str(summary.get("ModelPackageArn")) for summary in pages[-1])
            token = answer(exchange).get("NextToken")
            if token in (None, "") or (enough is not None and enough(arns)):
                return pages
            if not isinstance(token, str):
                raise MismatchError("NextToken is a text", f"it is {token!r}"[:200])
            if token in tokens or len(pages) > _MOST_PAGES:
                raise MismatchError("a list that ends", f"its pages go on after {len(pages)}, with the token of an earlier one")
            tokens.add(token)
            request = {**request, "NextToken": token}

    def physical(self, package: Package) -> str:
        """Return the ARN that the backend has given a package."""
        return self.namespace.arn(package.arn)


def answer(exchange: Exchange) -> Json:
    """Return the body of an accepted call; of any other, an empty one."""
    outcome = exchange.outcome
    return outcome.body if isinstance(outcome, Accepted) and isinstance(outcome.body, dict) else {}


def accepted(exchange: Exchange) -> bool:
    """Tell whether a call was accepted."""
    return isinstance(exchange.outcome, Accepted)


def summaries(exchange: Exchange, member: str = SUMMARIES) -> list[Json]:
    """Return the summaries of a list. Raises `MismatchError` when they are none."""
    found = answer(exchange).get(member)
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise MismatchError(f"{member} is a list of objects", "it is absent" if found is None else f"it is {found!r}"[:200])
    return found


def number(document: Mapping[str, Any], member: str) -> float:
    """Return a number of an answer, such as a time. Raises `MismatchError` when it is none."""
    found = document.get(member)
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise MismatchError(f"{member} is a number", "it is absent" if found is None else f"it is {found!r}"[:200])
    return found


def text(document: Mapping[str, Any], member: str) -> str:
    """Return a text of an answer, such as an ARN. Raises `MismatchError` when it is none."""
    found = document.get(member)
    if not isinstance(found, str):
        raise MismatchError(f"{member} is a text", "it is absent" if found is None else f"it is {found!r}"[:200])
    return found


def unchanged(before: Exchange, after: Exchange, what: str = "the package", but: Collection[str] = ()) -> None:
    """Raise `MismatchError` unless both answers are the same, except for the members in ``but``."""
    documents = [{member: value for member, value in answer(each).items() if member not in but} for each in (before, after)]
    for path, was, now in _changes(*documents):
        raise MismatchError(f"{what} is as before: {pointer(path) or 'the answer'} is {was}", f"it is {now}")


def _changes(before: Json, after: Json) -> "Iterator[tuple[tuple[str | int, ...], str, str]]":
    yield from differences(before, after)
    yield from ((path, was, now) for path, now, was in differences(after, before))
