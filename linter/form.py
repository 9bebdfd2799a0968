"""What a form is: one way of keeping requests in files (JSON, YAML, JSON Lines, Python, …)."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from .finding import Cell
from .path import Path
from .source import Source


class Span(NamedTuple):
    """A range of offsets into the text of a source, end exclusive."""

    start: int
    end: int


class NodeSpan(NamedTuple):
    """Where a node stands: its key, when a key names it, and its value.

    ``source`` is set where that is in another file, as with ``file://`` on a command line.
    """

    key: Span | None
    value: Span
    source: Source | None = None


class Problem(NamedTuple):
    """Something wrong with the text itself; ``rule`` is the name of the rule that it belongs to.

    ``clauses`` are those that it rests on, `None` for all that the rule cites. ``placeholder`` says that all that is wrong is what a
    template engine has to fill in.
    """

    rule: str
    message: str
    span: Span
    help: str | None = None
    related: tuple[tuple[Span, str], ...] = ()
    path: Path | None = None
    clauses: tuple[str, ...] | None = None
    placeholder: bool = False


class Candidate(NamedTuple):
    """A value that may be a request. ``handle`` is the form's own note of where it stands; ``operation`` is set where the form knows it.

    ``certain`` is false when an unknown value or an open container is inside. ``part`` says that it is a part of a document which as a
    whole is no request; ``document`` counts the documents of the source, from 0. ``variant`` says that it is another state of the candidate
    before it, as a condition in a template makes one: it counts as no request of its own, and what both have is told once. ``seen`` is
    where the source names it, for one that is kept in another file.
    """

    value: Any
    handle: Any = None
    operation: str | None = None
    certain: bool = True
    document: int = 0
    part: bool = False
    variant: bool = False
    seen: Span | None = None


class Document(NamedTuple):
    """What a form made of a source: candidates in the order of the text, and problems. A source that cannot be read has no candidates.

    ``evident`` says that the problems are worth a report even without a candidate, because a request is seen where they are.
    ``unread`` is why the form cannot look into any such file here, as without an extra; it continues "skipped: …".
    """

    candidates: tuple[Candidate, ...] = ()
    problems: tuple[Problem, ...] = ()
    evident: bool = False
    unread: str | None = None


class Inner(NamedTuple):
    """The text of a source in which lines count, where it is not the source's own: the code of a notebook.

    ``span`` leads from places in it back to the outer source, ``cell`` from an offset of the outer source to its place in a cell, and
    ``row`` from that to the line of the inner text.
    """

    source: Source
    span: Callable[[Span], Span]
    cell: Callable[[int], Cell]
    row: Callable[[Cell], int]


class Form(Protocol):
    """One file in ``linter/forms``, with a module-level ``FORM``; the table in ``linter/forms/__init__.py`` says for which files it is.

    Forms derive from this class and write `read` and `locate`; the other methods have answers that suit most.
    """

    name: str
    literal: bool = False
    """Whether a value stands in the text as one piece, under its name, as in JSON and YAML."""
    tolerates: frozenset[str] = frozenset()
    """Names of rules about the text of JSON and YAML that do not hold in this form, such as ``unsupported-tag``."""

    def read(self, source: Source) -> Document:
        """Find the candidates. Never raises on bad input, executes nothing, and computes no positions that it does not report."""
        ...

    def locate(self, source: Source, candidate: Candidate, paths: Collection[Path]) -> Mapping[Path, NodeSpan]:
        """Find where nodes stand, in one pass whatever their number. A path that leads nowhere is left out of the answer."""
        ...

    def comments(self, source: Source) -> Iterable[tuple[int, str]]:  # noqa: ARG002 - for those that have none
        """Yield the comments, each as the offset of its first character and its text; nothing in a form that has none.

        Offsets count in the text of `inner`, where there is one.
        """
        return ()

    def spell(self, member: str, *, top: bool) -> str:  # noqa: ARG002 - for those that spell as the API does
        """Return a member as this form spells it; ``top`` says that it is one of the request itself and not of an object in it."""
        return member

    def blocks(self, source: Source) -> Iterable[Span]:  # noqa: ARG002 - for those in which a comment can stand at every line
        """Yield the ranges that a comment alone above them is for as a whole: no comment can stand in them.

        Such are commands that go on over several lines, and code in Markdown.
        """
        return ()

    def speaking(self, candidate: Candidate) -> "Form":  # noqa: ARG002 - for those whose candidates are all spelt alike
        """Return the form in whose spelling is told of a candidate; another one where a file holds texts in several forms."""
        return self

    def request_path(self, candidate: Candidate, path: Path) -> Path:  # noqa: ARG002 - for those whose documents are requests
        """Return the path in a request of a path in the document that it is a part of."""
        return path

    def inner(self, source: Source) -> Inner | None:  # noqa: ARG002 - for those whose lines are the file's
        """Return the text in which lines count, `None` where it is the source's own."""
        return None
