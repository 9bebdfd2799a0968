"""Sequences of calls that the reference model has foretold: what each has to answer, and all that has to be visible afterwards."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..check import Exchange, Expectation, Step, refused
from ..model import Model, Package, State
from ..outcome import Accepted
from ..scenarios.operations import CREATE, DELETE, DESCRIBE_GROUP, DONE, LIST, LIST_GROUPS, refusal
from ..scenarios.script import Script
from ..scenarios.stage import METADATA, STEM, STORED, MismatchError, Stage, Talk, answer, text

_GROUP_SUMMARIES = "ModelPackageGroupSummaryList"
SETTLED = (
    "ModelPackageName",
    "ModelPackageGroupName",
    "ModelPackageDescription",
    "InferenceSpecification",
    "ModelApprovalStatus",
    "ApprovalDescription",
    "ModelPackageRegistrationType",
    "ModelCard",
    "ModelLifeCycle",
    METADATA,
    STORED,
)
"""What a sequence settles of a package; of the rest, the service may give back what it likes."""

# What is not there unless somebody sets it.
_UNSET = ("ModelPackageDescription", "ApprovalDescription", "ModelCard", "ModelLifeCycle", METADATA, STORED)
_EMPTY: tuple[Any, ...] = (None, "", {}, [])


@dataclass(frozen=True, slots=True)
class Act:
    """One call, and what the registry holds before and after it."""

    step: Step
    before: State
    after: State
    settled: tuple[str, ...] = SETTLED

    @property
    def key(self) -> str:
        """What makes the act what it is, as text."""
        return f"{self.step.operation} {json.dumps(self.step.request, sort_keys=True)}"

    def talk(self, stage: Stage) -> Talk:
        """Make the call, then look at everything that it may have changed."""
        yield self.step
        for package in self.after.packages.values():
            yield from _described(stage, package, self.settled)
        for arn in self.before.packages:
            if arn not in self.after.packages:
                yield stage.describe(arn, expect=refused())
        operation = self.step.operation
        if operation.endswith("Group"):
            yield from _groups(stage, self.after, [name for name in self.before.groups if name not in self.after.groups])
        elif (operation in (CREATE, DELETE) or "ModelApprovalStatus" in self.step.request) and stage.has(LIST):
            yield from _lists(stage, self.after, statuses="ModelApprovalStatus" in self.settled)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, page by page: the request, and the logical ARNs that it has to have; in this order where ``ordered``."""

    request: Mapping[str, Any]
    arns: tuple[str, ...]
    ordered: bool

    @property
    def key(self) -> str:
        """What makes the list what it is, as text."""
        return f"{LIST} {json.dumps(self.request, sort_keys=True)}"

    def talk(self, stage: Stage) -> Talk:
        """List all pages."""
        if stage.has(LIST):
            found = [text(summary, "ModelPackageArn") for summary in (yield from stage.listed(self.request))]
            wanted = [stage.namespace.arn(arn) for arn in self.arns]
            if (found if self.ordered else sorted(found)) != (wanted if self.ordered else sorted(wanted)):
                raise MismatchError(f"a list of {len(wanted)}: {', '.join(wanted)}", f"it has {len(found)}: {', '.join(found)}")


@dataclass(slots=True)
class Course:
    """A sequence of calls that grows; the model foretells each."""

    model: Model
    settled: tuple[str, ...] = SETTLED
    state: State = field(default_factory=State)
    acts: list[Act | Listing] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, ...]:
        """What makes the sequence what it is."""
        return tuple(act.key for act in self.acts)

    def call(self, operation: str, request: Mapping[str, Any]) -> None:
        """Add a call."""
        before = self.state
        # A second goes by between two calls, so that creation times differ.
        self.state, told = self.model.answer(before, operation, request, float(len(self.acts)))
        if not isinstance(told, Accepted):
            step = Step(operation, request, refusal(operation))
        elif operation.startswith("Delete"):
            step = Step(operation, request, DONE)
        else:
            arn = told.body.get("ModelPackageArn", told.body.get("ModelPackageGroupArn"))
            body = {member: value for member, value in told.body.items() if member in ("ModelPackageArn", "ModelPackageGroupArn")}
            step = Step(operation, request, Expectation("accepted", body=body), creates=arn if operation.startswith("Create") else None)
        self.acts.append(Act(step, before, self.state, self.settled))

    def list(self, size: int, request: Mapping[str, Any]) -> None:
        """Add a list in pages of ``size``."""
        _, told = self.model.answer(self.state, LIST, {**request, "MaxResults": 100})
        assert isinstance(told, Accepted), "the machine lists what there is"
        arns = tuple(summary["ModelPackageArn"] for summary in told.body["ModelPackageSummaryList"])
        self.acts.append(Listing({**request, "MaxResults": size}, arns, request.get("SortBy") == "Name"))

    def up_to(self, exchanges: Sequence[Exchange]) -> "Course":
        """Return the sequence without the calls that come after those of ``exchanges``."""
        steps = {id(exchange.step) for exchange in exchanges}
        last = max((index for index, act in enumerate(self.acts) if isinstance(act, Act) and id(act.step) in steps), default=0)
        rest = next((index for index, act in enumerate(self.acts) if index > last and isinstance(act, Act)), len(self.acts))
        return Course(self.model, self.settled, self.state, self.acts[:rest])

    def script(self) -> Script:
        """Return the script that makes all calls of the sequence up to here."""
        acts = tuple(self.acts)

        def script(stage: Stage) -> Talk:
            for act in acts:
                yield from act.talk(stage)

        return script


def _described(stage: Stage, package: Package, settled: tuple[str, ...]) -> Talk:
    document = package.document
    shown = {member: document[member] for member in settled if member in document}
    found = answer((yield stage.describe(package.arn, expect=Expectation("accepted", body={"ModelPackageArn": package.arn, **shown}))))
    for member in _UNSET:
        if member in settled and member not in document and found.get(member) not in _EMPTY:
            raise MismatchError(f"{member} is absent from {stage.namespace.arn(package.arn)}", f"it is {found[member]!r}"[:200])


def _lists(stage: Stage, state: State, *, statuses: bool) -> Talk:
    for scope, packages in _scopes(state):
        found = {text(summary, "ModelPackageArn"): summary for summary in (yield from stage.listed(scope))}
        wanted = {stage.namespace.arn(package.arn): package for package in packages}
        if found.keys() != wanted.keys():
            raise MismatchError(f"a list of {len(wanted)}: {', '.join(wanted)}", f"it has {len(found)}: {', '.join(found)}")
        for arn, package in wanted.items():
            status = package.document.get("ModelApprovalStatus")
            if statuses and status is not None and found[arn].get("ModelApprovalStatus") != status:
                raise MismatchError(f"{arn} is listed as {status}", f"it is listed as {found[arn].get('ModelApprovalStatus')!r}")


def _scopes(state: State) -> Iterator[tuple[dict[str, str], list[Package]]]:
    """Yield the lists that between them have everything, with what each has to hold."""
    yield {"NameContains": STEM}, [package for package in state.packages.values() if package.group is None]
    for name in state.groups:
        yield {"ModelPackageGroupName": name}, [package for package in state.packages.values() if package.group == name]


def _groups(stage: Stage, state: State, gone: list[str]) -> Talk:
    if stage.has(DESCRIBE_GROUP):
        for name, group in state.groups.items():
            body = {"ModelPackageGroupName": name, "ModelPackageGroupArn": group.arn}
            body |= {member: value for member, value in group.document.items() if member == "ModelPackageGroupDescription"}
            yield Step(DESCRIBE_GROUP, {"ModelPackageGroupName": name}, Expectation("accepted", body=body))
        for name in gone:
            yield Step(DESCRIBE_GROUP, {"ModelPackageGroupName": name}, refused())
    if stage.has(LIST_GROUPS):
        found = [
            text(each, "ModelPackageGroupName") for each in (yield from stage.listed({"NameContains": STEM}, LIST_GROUPS, _GROUP_SUMMARIES))
        ]
        wanted = [stage.namespace.name(name) for name in state.groups]
        if sorted(found) != sorted(wanted):
            raise MismatchError(f"a list of the groups {', '.join(sorted(wanted))}", f"it has {', '.join(sorted(found))}")
