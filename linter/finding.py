"""What rules say (findings) and what a run reports (diagnostics).

The records are named tuples and no dataclasses, here and in the other modules that every run loads: making the class of a frozen
dataclass takes half a millisecond.
"""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Literal, NamedTuple, TypeAlias

from .path import Path


class Severity(IntEnum):
    """How much a finding weighs; greater is worse.

    ``error`` breaks a MUST of the edition, ``warning`` breaks a SHOULD or stands where the sources contradict each other,
    ``info`` is advice.
    """

    info = 1
    warning = 2
    error = 3

    def __str__(self) -> str:
        return self.name


On: TypeAlias = Literal["value", "key", "object"]
"""What of a node a finding is about: its value, its key, or the object itself, because of something that it lacks."""


class Edit(NamedTuple):
    """One change of a request.

    ``set`` puts ``value`` at ``path`` (a member or list item, new or not), ``remove`` takes the node away, ``insert`` puts ``value``
    into a list before the index that ends ``path``, ``rename`` gives the member at ``path`` the name ``value``.
    """

    op: Literal["set", "remove", "insert", "rename"]
    path: Path
    value: Any = None


class Related(NamedTuple):
    """A second place that a finding speaks of."""

    path: Path
    message: str
    on: On = "value"


class Finding(NamedTuple):
    """All that a rule says: which node, and in one sentence where, what was found and what is allowed.

    ``help`` is the mend in one sentence; ``suggestion`` the same as an edit, where there is exactly one. ``clauses`` are the ids that this
    finding rests on, where they are narrower than what its rule cites.
    """

    path: Path
    message: str
    help: str | None = None
    on: On = "value"
    related: tuple[Related, ...] = ()
    suggestion: Edit | None = None
    clauses: tuple[str, ...] = ()


class Position(NamedTuple):
    """A place in a text: line and column count from 1, columns in Unicode characters."""

    line: int
    column: int


class Place(NamedTuple):
    """A finding's or relation's range in its file; the end is exclusive."""

    start: Position
    end: Position


class Cell(NamedTuple):
    """A position inside a notebook: its cell, counted from 1 over all cells, and line and column in the source of that cell."""

    cell: int
    line: int
    column: int


class RelatedPlace(NamedTuple):
    """A `Related` with its range; ``pointer`` is `None` for a place in the text that no node of the request stands for."""

    pointer: str | None
    message: str
    place: Place


class Diagnostic(NamedTuple):
    """A finding with its place in a file: one entry of a report.

    ``frame`` is the source line to show, already cropped and without secrets; `None` where there is no text to show. ``request`` is
    the number of the request in its file, `None` for what is wrong with the text itself. ``form`` is the name of the form that it was
    read in. ``cell`` is where ``place`` starts inside a notebook.
    """

    path: str
    rule: str
    name: str
    severity: Severity
    message: str
    operation: str | None
    pointer: str | None
    place: Place
    clauses: tuple[str, ...] = ()
    help: str | None = None
    suggestion: Edit | None = None
    related: tuple[RelatedPlace, ...] = ()
    frame: "Frame | None" = None
    request: int | None = 0
    form: str | None = None
    cell: Cell | None = None

    @property
    def order(self) -> tuple[Any, ...]:
        """The total order of a report: path, position, rule."""
        return (self.path, self.place.start, self.place.end, self.rule, self.pointer or "", self.message)


class Frame(NamedTuple):
    """One line of source with a marked range: ``mark`` are the 0-based columns of ``text`` to underline, end exclusive."""

    text: str
    mark: tuple[int, int]
    cut_left: bool = False
    cut_right: bool = False


class Skipped(NamedTuple):
    """A file in which no request was found, and why. ``told`` says that it could not be looked into, so that people should hear of it."""

    path: str
    reason: str
    told: bool = False


class Listed(NamedTuple):
    """One request that was found, and how much of it is known.

    ``known`` and ``unknown`` count its values (objects and arrays by what is in them, empty ones as one); ``unknowns`` are the pointers
    of unknown values, ``opens`` those of objects and arrays that may hold more than is seen.
    """

    path: str
    form: str
    operation: str
    place: Place
    known: int
    unknown: int
    unknowns: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    cell: Cell | None = None


class InternalError(NamedTuple):
    """A defect of the linter itself: which rule failed on which file, with the traceback for a bug report."""

    path: str
    rule: str | None
    detail: str


@dataclass(slots=True)
class Report:
    """The outcome of a run over any number of files.

    ``unrelated`` counts the files that a walk met and that have none of the words which a request in their form has; they are not in
    ``skipped``. ``listed`` is filled instead of the diagnostics where requests are only listed.
    """

    spec: str
    diagnostics: list[Diagnostic] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    unreadable: list[Skipped] = field(default_factory=list)
    internal_errors: list[InternalError] = field(default_factory=list)
    files: int = 0
    requests: int = 0
    suppressed: int = 0
    unrelated: int = 0
    listed: list[Listed] = field(default_factory=list)

    def count(self, severity: Severity) -> int:
        """Return how many diagnostics have exactly this severity."""
        return sum(diagnostic.severity is severity for diagnostic in self.diagnostics)
