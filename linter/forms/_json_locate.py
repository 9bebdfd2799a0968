"""Where the nodes of a JSON value stand in its text, found in one pass for any number of paths."""

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from json.decoder import JSONDecoder, scanstring  # type: ignore[attr-defined]
from json.scanner import make_scanner

from ..form import NodeSpan, Span
from ..path import Path

_KEY = re.compile(r'"([^"\\]*)"[ \t\n\r]*:[ \t\n\r]*')
_COLON = re.compile(r"[ \t\n\r]*:[ \t\n\r]*")
_NEXT = re.compile(r"[ \t\n\r]*([,\]}])[ \t\n\r]*")
_BLANK = re.compile(r"[ \t\n\r]*")
# Numbers stay text: only the end of a skipped value counts.
_scan = make_scanner(JSONDecoder(parse_int=str, parse_float=str, parse_constant=str))  # type: ignore[arg-type]


class _AllFound(Exception):  # noqa: N818 - ends the pass; nothing is wrong
    pass


class _Node:
    """One step of the wanted paths. ``path`` is set where a path ends; ``met`` when something at or below was found."""

    __slots__ = ("below", "met", "path")

    def __init__(self) -> None:
        self.path: Path | None = None
        self.below: dict[str | int, _Node] = {}
        self.met = False


def locate(text: str, span: Span, paths: Collection[Path], *, repeated: bool = False) -> Mapping[Path, NodeSpan]:
    """Find where the nodes at ``paths`` stand, in the JSON value that fills ``span`` of ``text`` but for white space.

    The value must be well formed. A path that leads nowhere is left out. ``repeated`` says that some object gives a key more than
    once: the last one counts, as it does for the value, so that the pass cannot stop early.
    """
    start = _BLANK.match(text, span.start).end()  # type: ignore[union-attr]
    end = span.start + len(text[span.start : span.end].rstrip(" \t\n\r"))
    found: dict[Path, NodeSpan] = {}
    if () in paths:
        found[()] = NodeSpan(None, Span(start, end))
    root = _trie(paths)
    if root.below:
        search = _Search(text, found, len(paths), repeated=repeated)
        with suppress(_AllFound):
            search.value(start, root)
    return found


class _Search:
    """One pass over a text."""

    __slots__ = ("_found", "_repeated", "_text", "_wanted")

    def __init__(self, text: str, found: dict[Path, NodeSpan], wanted: int, *, repeated: bool) -> None:
        self._text = text
        self._found = found
        self._wanted = wanted
        self._repeated = repeated

    def value(self, start: int, node: _Node) -> int:
        """Go through the value at ``start``, noting what is wanted in it, and return its end.

        One frame for each level: values are nested less deeply than Python allows for calls.
        """
        text = self._text
        opening = text[start]
        if opening not in "{[" or not node.below:
            skipped: int = _scan(text, start)[1]
            return skipped
        closing = "}" if opening == "{" else "]"
        at = _BLANK.match(text, start + 1).end()  # type: ignore[union-attr]
        if text[at] == closing:
            return at + 1
        below = node.below
        index = -1
        key: Span | None = None
        while True:
            if closing == "}":
                name, key, at = self._key(at)
                child = below.get(name)
            else:
                index += 1
                child = below.get(index)
            if child is None:
                end = _scan(text, at)[1]
            else:
                if child.met:
                    self._forget(child)
                before = len(self._found)
                end = self.value(at, child)
                self._note(child, NodeSpan(key, Span(at, end)), before)
            after = _NEXT.match(text, end)
            assert after is not None
            if after[1] == closing:
                return after.start(1) + 1
            at = after.end()

    def _key(self, at: int) -> tuple[str, Span, int]:
        """Return the key at ``at``, its span with the quotes, and where its value starts."""
        simple = _KEY.match(self._text, at)
        if simple:
            return simple[1], Span(at, simple.end(1) + 1), simple.end()
        name, end = scanstring(self._text, at + 1, True)
        return name, Span(at, end), _COLON.match(self._text, end).end()  # type: ignore[union-attr]

    def _note(self, node: _Node, span: NodeSpan, before: int) -> None:
        if node.path is not None:
            self._found[node.path] = span
        node.met = len(self._found) > before
        if len(self._found) == self._wanted and not self._repeated:
            raise _AllFound

    def _forget(self, node: _Node) -> None:
        """Drop what was found at and below a member that turns out to be given again."""
        if node.path is not None:
            self._found.pop(node.path, None)
        node.met = False
        for child in node.below.values():
            if child.met:
                self._forget(child)


def _trie(paths: Collection[Path]) -> _Node:
    root = _Node()
    for path in paths:
        node = root
        for step in path:
            node = node.below.setdefault(step, _Node())
        node.path = path
    return root
