"""Definitions that stand as a JSON text in another document: a state machine in a template, a pipeline in the request that makes it."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ..form import Candidate, Document, Form, NodeSpan, Span
from ..path import Path
from ..source import Source
from . import form_named
from ._objects import Wrapped
from ._patchwork import Patchwork, locate_inner, read_inner
from ._tree import Tree, TreeForm, trees

# A run of characters that stand for themselves, or one escape; a pair of surrogates is one character.
_QUOTED = re.compile(
    r'([^"\\\n]+)|\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\(["\\/bfnrt])',
)
_CONTROLS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class EmbeddedForm(TreeForm):
    """A form whose documents may also stand as texts in other ones; ``words`` are those of which such a text has one."""

    words: tuple[str, ...]

    def trees(self, source: Source) -> Iterator[Tree]:
        """Yield the documents of a source, each followed by those in its texts."""
        for tree in trees(source):
            yield tree
            yield from self._inside(tree)

    def _inside(self, tree: Tree) -> Iterator[Tree]:
        found = [path for path, text in _texts(tree.value) if text.lstrip()[:1] == "{" and any(word in text for word in self.words)]
        nodes = tree.locate(found) if found else {}
        for path in found:
            patchwork = _patchwork(tree.source, nodes[path].value) if path in nodes else None
            for candidate in read_inner(form_named("json"), patchwork).candidates if patchwork else ():
                yield Tree(tree.source, _INNER, candidate._replace(document=tree.candidate.document))


class _Inner(Form):
    """The JSON in a text of a document."""

    name = "json"

    def read(self, source: Source) -> Document:
        raise NotImplementedError

    def locate(self, source: Source, candidate: Candidate, paths: Collection[Path]) -> Mapping[Path, NodeSpan]:  # noqa: ARG002 - it is in the candidate
        return locate_inner(candidate, paths)


_INNER = _Inner()


def _texts(value: Any) -> Iterator[tuple[Path, str]]:
    """Yield the texts of a document with their paths."""
    seen: dict[int, Any] = {}
    waiting: list[tuple[Path, Any]] = [((), value)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, Wrapped):
            node = node.inside
        if isinstance(node, str):
            yield path, node
        elif isinstance(node, dict | list) and id(node) not in seen:
            seen[id(node)] = node
            entries = list(node.items() if isinstance(node, dict) else enumerate(node))
            waiting += [((*path, step), item) for step, item in reversed(entries)]


def _patchwork(source: Source, span: Span) -> Patchwork | None:
    """Return the text that a range of a source stands for; `None` where it is written in a way that JSON rarely is."""
    raw = source.text[span.start : span.end]
    patchwork = Patchwork(source)
    if raw.startswith('"'):
        decoded = _decoded(source.text, span.start + 1, span.end - 1)
        if decoded is None:
            return None
        patchwork.add_decoded(*decoded)
    elif raw.startswith("'"):
        if "''" in raw[1:-1]:
            return None
        patchwork.add(span.start + 1, span.end - 1)
    elif raw.startswith(("|", ">", "<<")):
        # The indentation of a block is white space to JSON.
        first = raw.find("\n")
        last = raw.rfind("\n") if raw.startswith("<<") else len(raw)
        if not 0 <= first < last:
            return None
        patchwork.add(span.start + first, span.start + last)
    else:
        return None
    return patchwork


def _decoded(text: str, start: int, end: int) -> tuple[str, list[int]] | None:
    """Return what a text in double quotes stands for, and where its characters start; `None` for escapes that JSON does not have."""
    pieces: list[str] = []
    offsets: list[int] = []
    at = start
    while at < end:
        match = _QUOTED.match(text, at, end)
        if match is None:
            return None
        run, high, low, code, sign = match.groups()
        if run:
            pieces.append(run)
            offsets += range(at, match.end())
        else:
            pair = chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00) if high else None
            pieces.append(pair or (chr(int(code, 16)) if code else _CONTROLS.get(sign, sign)))
            offsets.append(at)
        at = match.end()
    return "".join(pieces), [*offsets, end]
