"""The state machine: which calls may come next, drawn by Hypothesis. It asks the model only, never the backend.

So the same seed draws the same sequences whatever the backend does. Names are logical. What the documents leave open is not drawn: using
the name of something that was deleted, removing a key that the same update sets, a second group of the same name.
"""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from ..model import Package
from ..names import package_arn
from ..scenarios.operations import CREATE, CREATE_GROUP, DELETE, DELETE_GROUP, UPDATE
from ..scenarios.samples import card, life_cycle
from ..scenarios.stage import ADDED, METADATA, REMOVED, STEM, STORED, Stage
from ._sequences import SETTLED, Course

if TYPE_CHECKING:
    from collections.abc import Callable

_GROUPS = (STEM, f"{STEM}-b", f"{STEM}-bb")
_LABELS = ("a", "ab", "b", "c", "ba")
_STATUSES = ("Approved", "Rejected", "PendingManualApproval")
_TEXTS = ("First", "", "  Second ", "\u00e9 e\u0301 \U0001f600", "<b>&amp;</b> \\\" '", "x" * 1024)
_KEYS = ("a", "b", "A", "_.:/=+-@ ", "\u4f60\u597d")
_VALUES = ("1", "2", " x ", "\u00e9", "v" * 256)
_MANY = (1, 1, 2, 3, 6, 9)
_ORDERS: tuple[dict[str, str], ...] = ({}, {"SortBy": "Name"}, {"SortBy": "Name", "SortOrder": "Descending"})
_STAGES = ("Development", "Staging", "Production")

_which = st.integers(0, 5)
_sizes = st.sampled_from((1, 2, 3, 100))
_statuses = st.sampled_from(_STATUSES)
_texts = st.sampled_from(_TEXTS)
_metadata = st.dictionaries(st.sampled_from(_KEYS), st.sampled_from(_VALUES), min_size=1, max_size=4)


class Machine(RuleBasedStateMachine):
    """What all machines share.

    ``versioned`` says whether packages are versions in groups or of their own. ``finish`` is told the whole sequence when it is complete.
    ``settled`` are the members of packages that are looked at: what one machine looks at alone, no other defect hides from it.
    """

    settled: tuple[str, ...] = SETTLED

    def __init__(self, stage: Stage, course: Course, finish: "Callable[[Course], None]", *, versioned: bool) -> None:
        super().__init__()
        self.stage = stage
        self.course = course
        self.finish = finish
        self.versioned = versioned
        self.deleted: set[str] = set()
        self.numbers = 0
        if self.versioned:
            self.course.call(CREATE_GROUP, {"ModelPackageGroupName": STEM})
        for label in _LABELS[:2]:
            self.create(label, STEM, {METADATA: {"a": "1", "b": "2"}, STORED: [self.specification()]}, "Approved", "As it was")

    def create(self, label: str, group: str, extra: Mapping[str, Any], status: str, description: str) -> None:
        """Add a creation; ``extra`` and ``status`` are set as far as the spec has them for such packages."""
        if self.versioned:
            extra = {**extra, "ModelApprovalStatus": status}
        known = {member: value for member, value in extra.items() if self.versioned and self.stage.covers(f"{CREATE}.{member}")}
        request = self.stage.request(label, {"ModelPackageDescription": description, **known}, own=not self.versioned, group=group)
        self.course.call(CREATE, request)

    def specification(self) -> dict[str, Any]:
        """Return an additional inference specification with a name that no other has."""
        self.numbers += 1
        return self.stage.specification(f"spec-{self.numbers}")

    def packages(self) -> list[Package]:
        """Return what there is now."""
        return list(self.course.state.packages.values())

    def picked(self, which: int) -> Package:
        """Return one of the packages that there are."""
        return self.packages()[which % len(self.packages())]

    def update(self, which: int, **members: Any) -> None:
        """Add an update of one of the packages."""
        self.course.call(UPDATE, {"ModelPackageArn": self.picked(which).arn, **members})

    def teardown(self) -> None:
        """Hand the sequence over, unless Hypothesis gave it up."""
        if sys.exception() is None:
            self.finish(self.course)


_some = precondition(lambda self: bool(self.packages()))


class Creating(Machine):
    """Packages are created and listed."""

    def free(self) -> list[str]:
        """Return the labels whose names are not those of deleted packages."""
        return [label for label in _LABELS if f"{STEM}-{label}" not in self.deleted]

    # Nothing is drawn that a call does not use: sequences that differ for Hypothesis alone are the same to a backend.
    @precondition(lambda self: self.versioned)
    @rule(group=st.sampled_from(_GROUPS), status=_statuses, description=_texts, metadata=_metadata)
    def create_version(self, group: str, status: str, description: str, metadata: dict[str, str]) -> None:
        """Create a version, at times in a group that does not exist."""
        self.create("", group, {METADATA: metadata}, status, description)

    @precondition(lambda self: not self.versioned and self.free())
    @rule(label=_which, description=_texts)
    def create_own(self, label: int, description: str) -> None:
        """Create a package of its own, at times with a name that is taken."""
        self.create(self.free()[label % len(self.free())], "", {}, "", description)

    @precondition(lambda self: self.versioned and self.course.state.groups)
    @rule(size=_sizes, which=_which, status=st.none() | _statuses)
    def list_versions(self, size: int, which: int, status: str | None) -> None:
        """List the versions of a group in pages."""
        groups = list(self.course.state.groups)
        request = {"ModelPackageGroupName": groups[which % len(groups)]}
        self.course.list(size, request if status is None else {**request, "ModelApprovalStatus": status})

    @precondition(lambda self: not self.versioned)
    @rule(size=_sizes, part=st.sampled_from((STEM, f"{STEM}-a", f"{STEM}-b", f"{STEM}-z")), order=st.sampled_from(_ORDERS))
    def list_own(self, size: int, part: str, order: dict[str, str]) -> None:
        """List packages of their own by a part of their names, in pages."""
        self.course.list(size, {"NameContains": part, **order})


class Grouping(Creating):
    """Groups are created beside."""

    def unused(self) -> list[str]:
        """Return the names that no group ever had."""
        return [group for group in _GROUPS if group not in self.course.state.groups and group not in self.deleted]

    @precondition(lambda self: self.versioned and self.unused())
    @rule(which=_which, description=_texts)
    def create_group(self, which: int, description: str) -> None:
        """Create a group whose name was never used."""
        name = self.unused()[which % len(self.unused())]
        self.course.call(CREATE_GROUP, {"ModelPackageGroupName": name, "ModelPackageGroupDescription": description})


class Deleting(Creating):
    """Packages are deleted, and groups that are empty."""

    def empty(self) -> list[str]:
        """Return the names of the groups without versions, and one that is no group's."""
        used = {package.group for package in self.packages()}
        return [*(group for group in self.course.state.groups if group not in used), f"{STEM}-unknown"]

    @precondition(lambda self: self.packages() and self.stage.has(DELETE))
    @rule(which=_which)
    def delete_one(self, which: int) -> None:
        """Delete a package."""
        package = self.picked(which)
        if package.name is not None:
            self.deleted.add(package.name)
        self.course.call(DELETE, {"ModelPackageName": package.arn})

    @precondition(lambda self: self.versioned and self.stage.has(DELETE_GROUP))
    @rule(which=_which)
    def delete_group(self, which: int) -> None:
        """Delete a group that is empty or does not exist."""
        name = self.empty()[which % len(self.empty())]
        self.deleted.add(name)
        self.course.call(DELETE_GROUP, {"ModelPackageGroupName": name})


class Settling(Machine):
    """Updates set what there is one of."""

    @_some
    @rule(which=_which, status=_statuses, description=st.none() | _texts)
    def set_status(self, which: int, status: str, description: str | None) -> None:
        """Set the approval status, alone or with its description."""
        self.update(which, ModelApprovalStatus=status, **({} if description is None else {"ApprovalDescription": description}))

    @_some
    @rule(which=_which, description=_texts)
    def set_description(self, which: int, description: str) -> None:
        """Set the description of the approval."""
        self.update(which, ApprovalDescription=description)

    @precondition(lambda self: self.packages() and self.stage.covers(f"{UPDATE}.ModelCard"))
    @rule(which=_which, content=_texts)
    def set_card(self, which: int, content: str) -> None:
        """Set the model card."""
        self.update(which, ModelCard=card(content))

    @precondition(lambda self: self.packages() and self.stage.covers(f"{UPDATE}.ModelLifeCycle"))
    @rule(which=_which, stage=st.sampled_from(_STAGES))
    def set_life_cycle(self, which: int, stage: str) -> None:
        """Set the life cycle."""
        self.update(which, ModelLifeCycle=life_cycle(stage))

    @precondition(lambda self: self.packages() and self.stage.covers(f"{UPDATE}.ModelPackageRegistrationType"))
    @rule(which=_which, kind=st.sampled_from(("Logged", "Registered")))
    def set_registration(self, which: int, kind: str) -> None:
        """Set the registration type."""
        self.update(which, ModelPackageRegistrationType=kind)

    @rule(status=_statuses)
    def update_unknown(self, status: str) -> None:
        """Update a package that does not exist."""
        arn = package_arn(STEM, 9_999) if self.versioned else package_arn(f"{STEM}-unknown")
        self.course.call(UPDATE, {"ModelPackageArn": arn, "ModelApprovalStatus": status})


class Appending(Machine):
    """Updates add inference specifications, and at times too many or one that is there already."""

    @_some
    @rule(which=_which, count=st.sampled_from(_MANY), repeat=st.sampled_from((False, False, False, True)), status=st.none() | _statuses)
    def add(self, which: int, count: int, status: str | None, *, repeat: bool) -> None:
        """Add specifications, alone or with a status."""
        stored = self.picked(which).document.get(STORED, ())
        added = [self.specification() for _ in range(count)]
        if repeat and stored:
            added[-1] = {**added[-1], "Name": stored[0]["Name"]}
        self.update(which, **{ADDED: added}, **({} if status is None else {"ModelApprovalStatus": status}))


class Removing(Machine):
    """Updates name all metadata that is stored, or remove some: no merging is asked for."""

    @_some
    @rule(which=_which, metadata=_metadata)
    def set_all(self, which: int, metadata: dict[str, str]) -> None:
        """Set metadata, all stored keys included."""
        self.update(which, **{METADATA: {**self.picked(which).document.get(METADATA, {}), **metadata}})

    def holding(self) -> list[Package]:
        """Return the packages that have metadata."""
        return [package for package in self.packages() if package.document.get(METADATA)]

    @precondition(lambda self: self.holding())
    @rule(which=_which, first=_which, count=st.integers(1, 3))
    def remove(self, which: int, first: int, count: int) -> None:
        """Remove some of the stored keys."""
        package = self.holding()[which % len(self.holding())]
        keys = list(package.document[METADATA])
        self.course.call(UPDATE, {"ModelPackageArn": package.arn, REMOVED: keys[first % len(keys) :][:count]})


class Merging(Removing):
    """Updates name any metadata."""

    @_some
    @rule(which=_which, metadata=_metadata)
    def merge(self, which: int, metadata: dict[str, str]) -> None:
        """Set some metadata."""
        self.update(which, **{METADATA: metadata})

    @_some
    @rule(which=_which, metadata=_metadata, first=_which)
    def merge_and_remove(self, which: int, metadata: dict[str, str], first: int) -> None:
        """Set some metadata and remove a stored key that is not set, if there is one."""
        stored = [key for key in self.picked(which).document.get(METADATA, ()) if key not in metadata]
        self.update(which, **{METADATA: metadata}, **({REMOVED: [stored[first % len(stored)]]} if stored else {}))


class Registry(Grouping, Deleting):
    """Everything that comes and goes."""


class Updates(Creating, Settling):
    """Everything that is set."""


class Specifications(Creating, Appending):
    """Everything that is appended."""

    settled = (STORED,)


class Removals(Creating, Removing):
    """Metadata that is set as a whole and removed."""

    settled = (METADATA,)


class Merges(Creating, Merging):
    """Metadata that is merged."""

    settled = (METADATA,)


class Everything(Grouping, Deleting, Settling, Appending, Removing):
    """All of it, but for merging."""
