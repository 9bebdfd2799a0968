"""JSON and YAML on command lines: in a word with holes, or in a file that a word names."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

from ..form import NodeSpan, Problem, Span
from ..operation import operation_of, operation_of_name
from ..path import Path
from ..request import OpenList, OpenMap, Unknown
from ..source import Source
from ..templates import with_unknowns
from ._json_locate import locate
from ._json_reader import read
from ._shell_values import Argument
from ._shell_words import HOLE

MORE = "\ufdd1"
"""Stands for any number of members or items that are not known."""

_LEXEME = re.compile(r'[ \t\r\n]+|"(?:[^"\\]|\\.)*"?|[{}\[\]:,]|[^ \t\r\n"{}\[\]:,]+', re.DOTALL)
_NOT_BLANK = re.compile(r"[^ \t\r\n]")
_ELISION = re.compile(r"\.{3,}|…")

Find = Callable[[Collection[Path]], Mapping[Path, NodeSpan]]
"""Finds nodes of a value."""


class Located(NamedTuple):
    """A value, how to find where its parts stand, and what is wrong with its text."""

    value: Any
    find: Find
    problems: tuple[Problem, ...] = ()


def unknown(argument: Argument, *problems: Problem) -> Located:
    """Return the value of an argument that nothing is known of."""
    return Located(Unknown(), nowhere(argument), problems)


def nowhere(argument: Argument) -> Find:
    """Find nothing but the whole of an argument."""
    node = NodeSpan(None, argument.whole, argument.source)
    return lambda paths: {(): node} if () in paths else {}


def text_value(text: str) -> Any:
    """Return a text, unknown where it has holes."""
    first = text.find(HOLE)
    return text if first == -1 else Unknown(text[:first], text[text.rfind(HOLE) + 1 :])


def read_json(argument: Argument, site: Span) -> Located:
    """Read JSON. ``site`` is where the script names it, for problems with the contents of a file."""
    text, offsets = _patched(argument.text)
    reading = read(text, unit="text")
    problems = tuple(reading.problems)
    if HOLE in argument.text or offsets is not None:
        # What is filled in may well mend it.
        problems = tuple(problem for problem in problems if problem.rule != "syntax-error")
    place = Placer(argument, offsets)
    value, kept = _known(reading.value) if reading.found else (Unknown(), {})

    def find(paths: Collection[Path]) -> Mapping[Path, NodeSpan]:
        if not reading.found:
            return nowhere(argument)(paths)
        meant = {_written(path, kept): path for path in paths}
        found = locate(text, Span(0, len(text)), set(meant), repeated=reading.repeated)
        return {meant[path]: place.node(node) for path, node in found.items()}

    return Located(value, find, _placed(problems, place, site, value))


def read_yaml(argument: Argument, site: Span) -> Located:
    """Read one document of YAML; for ``site`` see `read_json`."""
    from .yaml_text import FORM  # noqa: PLC0415 - hardly any command has YAML

    source = Source.of_text("input.yaml", argument.text)
    document = FORM.read(source)
    place = Placer(argument, None)
    if not document.candidates:
        holes = HOLE in argument.text
        return unknown(argument, *(() if holes else _placed(document.problems, place, site, None)))
    candidate = document.candidates[0]

    def find(paths: Collection[Path]) -> Mapping[Path, NodeSpan]:
        return {path: place.node(node) for path, node in FORM.locate(source, candidate, paths).items()}

    value = _known(candidate.value)[0]
    return Located(value, find, _placed(document.problems, place, site, value))


class Placer:
    """Leads from places in the text that is parsed to those in the script or file; ``offsets`` are those of its characters."""

    def __init__(self, argument: Argument, offsets: list[int] | None) -> None:
        self.argument = argument
        self._offsets = offsets

    def span(self, span: Span) -> Span:
        """Return where a range stands."""
        start, end = span
        if self._offsets is not None:
            last = len(self._offsets) - 1
            start, end = self._offsets[min(start, last)], self._offsets[min(max(end - 1, 0), last)] + 1 if end > start else start
        return self.argument.span(start, end)

    def node(self, node: NodeSpan) -> NodeSpan:
        """Return where a node stands."""
        return NodeSpan(node.key and self.span(node.key), self.span(node.value), self.argument.source)


def _placed(problems: tuple[Problem, ...], place: Placer, site: Span, value: Any) -> tuple[Problem, ...]:
    """Return problems with their places in the script; those of a file stand where it is named, unless it is a request of its own."""
    source = place.argument.source
    if source is None:
        return tuple(
            problem._replace(span=place.span(problem.span), related=tuple((place.span(span), text) for span, text in problem.related))
            for problem in problems
        )
    if operation_of(value, operation_of_name(source.name)) is not None and source.name.lower().endswith((".json", ".yaml", ".yml")):
        return ()
    return tuple(_of_file(problem, source, site) for problem in problems)


def _of_file(problem: Problem, source: Source, site: Span) -> Problem:
    line, column = source.lines.position(problem.span.start)
    return problem._replace(message=f"{source.name}:{line}:{column}: {problem.message}", span=site, related=(), path=None)


def _known(value: Any) -> tuple[Any, Mapping[Path, list[int]]]:
    """Return a parsed value with unknowns for its holes, and for each array with an unknown number of items which ones are left."""
    kept: dict[Path, list[int]] = {}

    def made(node: Any, path: Path) -> Any:
        if isinstance(node, str):
            return text_value(node)
        if isinstance(node, dict):
            known = {key: made(item, (*path, key)) for key, item in node.items() if HOLE not in key and MORE not in key}
            return OpenMap(known) if len(known) < len(node) or isinstance(node, OpenMap) else known
        if isinstance(node, list):
            left = [index for index, item in enumerate(node) if item != MORE]
            items = [made(node[index], (*path, number)) for number, index in enumerate(left)]
            if len(left) == len(node):
                return items
            kept[path] = left
            return OpenList(items)
        return node

    return with_unknowns(made(value, ()))[0], kept


def _written(path: Path, kept: Mapping[Path, list[int]]) -> Path:
    """Return the path of a node in the text, which has more items in some arrays."""
    if not kept:
        return path
    steps: list[str | int] = []
    for depth, step in enumerate(path):
        left = kept.get(path[:depth])
        steps.append(left[step] if left and isinstance(step, int) and step < len(left) else step)
    return tuple(steps)


def _patched(text: str) -> tuple[str, list[int] | None]:
    """Return ``text`` as JSON with marks in the places of what is not known, and where its characters come from."""
    if HOLE not in text and not _ELISION.search(text):
        return text, None
    patch = _Patch(text)
    for lexeme in _LEXEME.finditer(text):
        patch.take(lexeme[0], lexeme.start())
    return ("".join(patch.parts), patch.offsets) if patch.marked else (text, None)


class _Patch:
    """Puts marks into a JSON text where something stands that is no JSON, as its place demands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.parts: list[str] = []
        self.offsets: list[int] = []
        self._closing: list[str] = []
        # What came last: "" at the start, an opening bracket, ",", ":", or "value".
        self._last = ""
        self._number = 0
        self.marked = False

    def take(self, lexeme: str, at: int) -> None:
        if lexeme.isspace():
            self._add(lexeme, range(at, at + len(lexeme)))
        elif lexeme in "{[" or lexeme in "}]" or lexeme in ":,":
            self._structure(lexeme, at)
        elif lexeme[0] != '"' and (HOLE in lexeme or _ELISION.search(lexeme)):
            self._hole(lexeme, at)
        else:
            self._add(lexeme, range(at, at + len(lexeme)))
            self._last = "value"

    def _structure(self, lexeme: str, at: int) -> None:
        if lexeme in "{[":
            self._closing.append("}" if lexeme == "{" else "]")
            self._last = lexeme
        elif lexeme in "}]":
            if self._closing:
                self._closing.pop()
            self._last = "value"
        else:
            self._last = lexeme
        self._add(lexeme, [at])

    def _hole(self, lexeme: str, at: int) -> None:
        inside = self._closing[-1] if self._closing else ""
        if not inside or self._last == ":":
            self._mark(f'"{HOLE}"', at)
            self._last = "value"
            return
        self._number += 1
        mark = f'"{MORE}{self._number}"' if inside == "}" else f'"{MORE}"'
        behind = _NOT_BLANK.search(self.text, at + len(lexeme))
        following = behind[0] if behind else ""
        if self._last == "value":
            self._mark(",", at)
        if inside == "}" and following != ":":
            mark = f"{mark}: 0"
        self._mark(mark, at)
        self._last = "value"
        if following not in ("", ",", "}", "]", ":"):
            self._mark(",", at)
            self._last = ","

    def _mark(self, text: str, at: int) -> None:
        self.marked = True
        self._add(text, [at] * len(text))

    def _add(self, text: str, offsets: Sequence[int]) -> None:
        self.parts.append(text)
        self.offsets.extend(offsets)
