"""Blocks of code in Markdown: fenced and indented ones, in lists and quotes too, line by line with their places."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")
_QUOTES = re.compile(r"(?:[ ]{0,3}>[ ]?)*")
_QUOTE = re.compile(r"[ ]{0,3}>[ ]?")
_FENCE = re.compile(r"(?P<before>(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t])))*[ \t]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^\r\n]*)")
_LANGUAGE = re.compile(r"[\w+#-]+")
_DIRECTIVES = frozenset({"code-block", "code-cell", "code", "sourcecode", "highlight"})
_INDENT = 4
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


class Block(NamedTuple):
    """A block of code: its language in lower case, and the ranges of its lines without what belongs to lists and quotes.

    ``first`` and ``last`` are its physical lines, fences included, counted from 1. ``fenced`` tells it from an indented one, for which the
    language is empty.
    """

    language: str
    lines: tuple[tuple[int, int], ...]
    first: int
    last: int
    fenced: bool


class _Open(NamedTuple):
    """A fence that is not closed yet: its mark, the columns of blanks and list marks before each quote and before itself, and its line."""

    fence: str
    gaps: tuple[int, ...]
    language: str
    line: int


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a text, in order. Never raises."""
    reader = _Reader(text)
    for number, found in enumerate(_LINE.finditer(text), 1):
        yield from reader.line(number, *found.span())
    yield from reader.end()


class _Reader:
    """One pass over the lines of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._opened: _Open | None = None
        self._lines: list[tuple[int, int]] = []
        self._indented: list[tuple[int, int]] = []
        self._blank = True
        self._number = 0

    def line(self, number: int, start: int, end: int) -> Iterator[Block]:
        """Take a line; yield the block that it ends."""
        self._number = number
        if self._opened is not None:
            content = _content(self._text, start, end, self._opened)
            if content is not None and not _closes(self._text[content:end], self._opened.fence):
                self._lines.append((content, end))
                return
            yield self._closed(self._opened)
            if content is not None:
                return
        yield from self._outside(start, end)

    def end(self) -> Iterator[Block]:
        """Yield the block that the end of the text ends."""
        if self._opened is not None:
            yield self._closed(self._opened)
        self._number += 1
        yield from self._end_of_indented()

    def _outside(self, start: int, end: int) -> Iterator[Block]:
        """Take a line outside of fences."""
        text = self._text
        quotes = _QUOTES.match(text, start, end)
        inner = quotes.end() if quotes else start
        if not text[inner:end].strip():
            self._blank = True
            if self._indented:
                self._indented.append((min(inner + _INDENT, end), end))
            return
        fence = _FENCE.match(text, start, end)
        if fence is None or not _is_info(fence):
            if _width(text[inner:end]) >= _INDENT and (self._blank or self._indented):
                self._indented.append((_skip(text, inner, end, _INDENT), end))
                return
            fence = None
        yield from self._end_of_indented()
        self._blank = False
        if fence:
            # A blank behind the sign of a quote belongs to it.
            first, *others = fence["before"].split(">")
            gaps = (_width(first, marks=True), *(_width(gap.removeprefix(" "), marks=True) for gap in others))
            self._opened = _Open(fence["fence"], gaps, language(fence["info"]), self._number)

    def _closed(self, opened: _Open) -> Block:
        block = Block(opened.language, tuple(self._lines), opened.line, self._number, fenced=True)
        self._opened, self._lines, self._blank = None, [], False
        return block

    def _end_of_indented(self) -> Iterator[Block]:
        lines, self._indented = self._indented, []
        if lines:
            yield Block("", tuple(lines), self._number - len(lines), self._number - 1, fenced=False)


def language(info: str) -> str:
    """Return the language that the text behind a fence tells, an empty one for none."""
    braced = info.startswith("{")
    words = _LANGUAGE.findall(info)
    if braced and words and words[0].lower() in _DIRECTIVES:
        words = words[1:]
    return words[0].lower() if words else ""


def comments(text: str) -> Iterator[tuple[int, str]]:
    """Yield the comments of HTML that stand outside of fenced blocks."""
    inside = [(block.lines[0][0], block.lines[-1][1]) for block in blocks(text) if block.fenced and block.lines]
    at = 0
    for found in _COMMENT.finditer(text):
        while at < len(inside) and inside[at][1] <= found.start():
            at += 1
        if at == len(inside) or found.start() < inside[at][0]:
            yield found.start(), found[0]


def _is_info(fence: re.Match[str]) -> bool:
    """Tell a fence from inline code that starts a line with three backquotes."""
    return fence["fence"][0] == "~" or "`" not in fence["info"]


def _content(text: str, start: int, end: int, opened: _Open) -> int | None:
    """Return where the code of a line in a fence starts; `None` where the quote that the fence is in has ended."""
    at = start
    for gap in opened.gaps[:-1]:
        quote = _QUOTE.match(text, _skip(text, at, end, gap), end)
        if quote is None:
            return None
        at = quote.end()
    return _skip(text, at, end, opened.gaps[-1])


def _closes(content: str, fence: str) -> bool:
    mark = content.strip()
    return len(mark) >= len(fence) and not mark.strip(fence[0])


def _skip(text: str, at: int, end: int, columns: int) -> int:
    """Go over at most so many columns of blanks."""
    column = 0
    while column < columns and at < end and text[at] in " \t":
        column += 1 if text[at] == " " else _INDENT - column % _INDENT
        at += 1
    return at


def _width(text: str, *, marks: bool = False) -> int:
    """Return how many columns of blanks a text starts with; with ``marks``, all of its characters count."""
    column = 0
    for char in text:
        if char == "\t":
            column += _INDENT - column % _INDENT
        elif char == " " or marks:
            column += 1
        else:
            break
    return column
