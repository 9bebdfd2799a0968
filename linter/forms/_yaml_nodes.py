"""The careful reader's first half: documents as trees of nodes with their places."""

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeAlias

from yaml.error import YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)
from yaml.reader import ReaderError

from ..form import Problem, Span
from ..request import quote
from ._limits import MAX_DEPTH
from ._yaml_events import BLOCK_STYLES, events
from ._yaml_syntax import control_character, explain

MOST_REPEATED = 100_000
"""How many nodes of one text may come in through aliases; no request has so many."""

_PROPERTY = re.compile(r"([&!][^\s]*)(?:\s+(?:#[^\r\n\x85\u2028\u2029]*)?)*+")


@dataclass(slots=True, eq=False)
class Scalar:
    """A scalar: its text without quotes, and whether it stands unquoted. ``tag_span`` is set when the node has a tag."""

    start: int
    end: int
    text: str
    plain: bool
    tag: str | None = None
    tag_span: Span | None = None

    height = 0
    size = 1


@dataclass(slots=True, eq=False)
class Sequence:
    """An array. ``height`` counts the levels in it, ``size`` the nodes, both with aliases put in; 0 while it is open."""

    start: int
    end: int
    tag: str | None = None
    tag_span: Span | None = None
    items: "list[Node]" = field(default_factory=list)
    height: int = 0
    size: int = 0


@dataclass(slots=True, eq=False)
class Mapping:
    """An object, its keys as they are written; ``height`` and ``size`` as for `Sequence`."""

    start: int
    end: int
    tag: str | None = None
    tag_span: Span | None = None
    pairs: "list[tuple[Node, Node]]" = field(default_factory=list)
    height: int = 0
    size: int = 0


@dataclass(slots=True, eq=False)
class Alias:
    """A place at which ``target`` is used again."""

    start: int
    end: int
    target: Scalar | Sequence | Mapping


Node: TypeAlias = Scalar | Sequence | Mapping | Alias


@dataclass(frozen=True, slots=True)
class Stream:
    """The documents of a text, `None` for an empty one, up to the problem that ends the reading, if one does."""

    documents: tuple[Node | None, ...]
    problem: Problem | None = None


class _StopError(Exception):
    """Ends the reading of a text; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def compose(text: str) -> Stream:
    """Read all documents of ``text``. Never raises; a document that is not whole is left out."""
    documents: list[Node | None] = []
    repeated = 0
    try:
        next_event = events(text)
        while (event := next_event()).__class__ is not StreamEndEvent:
            if event.__class__ is DocumentStartEvent:
                document = _Document(text, repeated)
                root = document.read(next_event)
                repeated = document.repeated
                # Only the event behind it tells that the document is whole.
                next_event()
                documents.append(root)
    except _StopError as stop:
        return Stream(tuple(documents), stop.problem)
    except ReaderError:
        return _before_control_character(text)
    except YAMLError as error:
        problem, behind = explain(error, text)
        return Stream(tuple(documents[:-1] if behind else documents), problem)
    return Stream(tuple(documents))


def _before_control_character(text: str) -> Stream:
    """Read what stands before a character that YAML does not allow: the parser looks far ahead and stops before it gives anything."""
    problem = control_character(text)
    before = compose(text[: problem.span.start])
    # The last document is cut off, unless the text is broken before.
    return Stream(before.documents if before.problem else before.documents[:-1], problem)


class _Document:
    """The composing of one document, without recursion; ``repeated`` counts what came in through aliases, in documents before it too."""

    def __init__(self, text: str, repeated: int) -> None:
        self.text = text
        self.anchors: dict[str, Scalar | Sequence | Mapping] = {}
        self.open: list[Sequence | Mapping] = []
        self.keys: list[Node | None] = []
        self.repeated = repeated

    def read(self, next_event: Any) -> Node | None:
        """Return the root, `None` when the document is empty; raises `_StopError` and `yaml.YAMLError`."""
        while True:
            event = next_event()
            kind = event.__class__
            if kind is MappingEndEvent or kind is SequenceEndEvent:
                node: Node = self._close(event.start_mark.index, event.end_mark.index)
            elif kind is AliasEvent:
                node = self._alias(event)
            else:
                node = self._node(event, kind)
                if event.anchor is not None:
                    self.anchors[event.anchor] = node
                if kind is not ScalarEvent:
                    self._enter(node)
                    continue
            if not self.open:
                return None if isinstance(node, Scalar) and node.plain and not node.text and node.tag is None else node
            self._attach(node)

    def _node(self, event: Any, kind: Any) -> Scalar | Sequence | Mapping:
        start = event.start_mark.index
        end = event.end_mark.index
        tag_span = None
        if event.tag is not None or event.anchor is not None:
            behind, tag_span = self._behind_properties(start, end, (event.tag is not None) + (event.anchor is not None))
            # An empty scalar has no place but that of its properties.
            start = behind if behind < end or (behind == end and kind is not ScalarEvent) else start
        if kind is ScalarEvent:
            if event.style in BLOCK_STYLES:
                end = start + len(self.text[start:end].rstrip())
            elif start == end and self.open:
                start = end = self._empty_place(end)
            return Scalar(start, end, event.value, not event.style, event.tag, tag_span)
        return (Mapping if kind is MappingStartEvent else Sequence)(start, end, event.tag, tag_span)

    def _behind_properties(self, at: int, end: int, count: int) -> tuple[int, Span | None]:
        """Return where a node starts behind its anchor and tag, and where the tag stands."""
        tag_span = None
        for match in islice(_PROPERTY.finditer(self.text, at, end), count):
            if match[1][0] == "!":
                tag_span = Span(*match.span(1))
            at = match.end()
        return at, tag_span

    def _empty_place(self, at: int) -> int:
        """Return where an empty value stands: right behind its colon or dash, or its key where neither is written."""
        key = self.keys[-1]
        if key is not None and ":" not in self.text[key.end : at]:
            return key.end
        return at

    def _alias(self, event: Any) -> Alias:
        start = event.start_mark.index
        end = event.end_mark.index
        target = self.anchors.get(event.anchor)
        if target is None:
            # Its name is not told: it may be a value without quotes, such as a password, that happens to start with '*'.
            message = "this alias has no anchor of its name before it"
            help_ = "put quotes around it, or write the anchor at the value to use again"
            raise _StopError(Problem("syntax-error", message, Span(start, end), help_))
        name = quote("*" + event.anchor)
        if target.size == 0:
            message = f"the alias {name} stands inside the value of its own anchor, which has no end then"
            raise _StopError(Problem("alias-expansion", message, Span(start, end), "write the value out, without the alias"))
        self._check_depth(len(self.open) + target.height, start, end)
        self.repeated += target.size
        if self.repeated > MOST_REPEATED:
            message = f"the aliases up to {name} put in more than {MOST_REPEATED:,} values, and more are not read"
            raise _StopError(Problem("alias-expansion", message, Span(start, end), "write the values out, without aliases of aliases"))
        return Alias(start, end, target)

    def _check_depth(self, depth: int, start: int, end: int) -> None:
        if depth > MAX_DEPTH:
            message = f"the objects and arrays are nested more than {MAX_DEPTH} levels deep, and deeper ones are not read"
            raise _StopError(Problem("nesting-too-deep", message, Span(start, max(end, start + 1)), "flatten the value"))

    def _enter(self, node: Any) -> None:
        self._check_depth(len(self.open) + 1, node.start, node.end)
        self.open.append(node)
        self.keys.append(None)

    def _close(self, start: int, end: int) -> Sequence | Mapping:
        node = self.open.pop()
        self.keys.pop()
        below = node.items if isinstance(node, Sequence) else [part for pair in node.pairs for part in pair]
        last = below[-1].end if below else start
        # Only the end of what stands in brackets is where its end event is; of anything else that is somewhere behind.
        node.end = end if end > start and self.text[node.start : node.start + 1] in ("[", "{") else last
        held = [part.target if isinstance(part, Alias) else part for part in below]
        node.height = 1 + max((part.height for part in held), default=0)
        node.size = 1 + sum(part.size for part in held)
        return node

    def _attach(self, node: Node) -> None:
        parent = self.open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif self.keys[-1] is None:
            self.keys[-1] = node
        else:
            parent.pairs.append((self.keys[-1], node))
            self.keys[-1] = None
