"""What a form is: one way of keeping requests in files (JSON, YAML, JSON Lines, …)."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from .path import Path
from .source import Source


class Span(NamedTuple):
    """A range of offsets into the text of a source, end exclusive."""

    start: int
    end: int


class NodeSpan(NamedTuple):
    """Where a node stands: its key, when a key names it, and its value."""

    key: Span | None
    value: Span


class Problem(NamedTuple):
    """Something wrong with the text itself; ``rule`` is the name of the rule that it belongs to."""

    rule: str
    message: str
    span: Span
    help: str | None = None
    related: tuple[tuple[Span, str], ...] = ()
    path: Path | None = None


class Candidate(NamedTuple):
    """A value that may be a request. ``handle`` is the form's own note of where it stands; ``operation`` is set where the form knows it.

    ``certain`` is false when an unknown value or an open container is inside.
    """

    value: Any
    handle: Any = None
    operation: str | None = None
    certain: bool = True


class Document(NamedTuple):
    """What a form made of a source: candidates in the order of the text, and problems. A source that cannot be read has no candidates."""

    candidates: tuple[Candidate, ...] = ()
    problems: tuple[Problem, ...] = ()


class Form(Protocol):
    """One file in ``linter/forms``; found there by its module-level ``FORM``."""

    name: str
    suffixes: tuple[str, ...]

    def read(self, source: Source) -> Document:
        """Find the candidates. Never raises on bad input, executes nothing, and computes no positions that it does not report."""
        ...

    def locate(self, source: Source, candidate: Candidate, paths: Collection[Path]) -> Mapping[Path, NodeSpan]:
        """Find where nodes stand, in one pass whatever their number. A path that leads nowhere is left out of the answer."""
        ...

    def comments(self, source: Source) -> Iterable[tuple[int, str]]:
        """Yield the comments, each as the offset of its first character and its text; nothing in a form that has none."""
        ...
