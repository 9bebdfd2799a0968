"""The strings and comments of Groovy."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(r"//[^\r\n]*|/\*.*?(?:\*/|\Z)|\$/.*?(?:/\$|\Z)|'''|\"\"\"|['\"/]", re.DOTALL)
# Where a slash divides nothing.
_SLASHY_BEFORE = re.compile(r"(?:[=(,:\[!&|?{};~\n]|\breturn)[ \t]*\Z")
_SLASHY = re.compile(r"/(?:\\/|[^/\n])+/")
_IN_STRING = {
    "'": re.compile(r"\\.|'|\n", re.DOTALL),
    '"': re.compile(r"\\.|\"|\n|\$\{", re.DOTALL),
    "'''": re.compile(r"\\.|'''", re.DOTALL),
    '"""': re.compile(r'\\.|"""|\$\{', re.DOTALL),
}
_IN_EXPRESSION = re.compile(r"'''|\"\"\"|['\"{}]")
_DEEPEST = 20
_SEEN_BEFORE = 40


class Comment(NamedTuple):
    """A comment."""

    start: int
    text: str


class String(NamedTuple):
    """A string: its range with and without quotes, and the ranges of ``${…}`` in it.

    ``interpolates`` says that ``$name`` and ``${…}`` in it are expressions.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    interpolates: bool
    expressions: tuple[tuple[int, int], ...]


def tokens(text: str) -> Iterator[Comment | String]:
    """Yield the comments and strings of a text, in order; strings inside of expressions in strings are left out."""
    at = 0
    while found := _TOKEN.search(text, at):
        mark = found[0]
        at = found.end()
        if mark.startswith(("//", "/*")):
            yield Comment(found.start(), mark)
        elif mark == "/":
            slashy = _SLASHY.match(text, found.start())
            if slashy and _SLASHY_BEFORE.search(text, max(found.start() - _SEEN_BEFORE, 0), found.start()):
                at = slashy.end()
        elif mark in _IN_STRING and (string := _string(text, found.start(), mark, 0)):
            yield string
            at = string.end


def _string(text: str, start: int, quote: str, depth: int) -> String | None:
    """Return the string that starts at a quote; `None` where it has no end."""
    at = start + len(quote)
    expressions: list[tuple[int, int]] = []
    while found := _IN_STRING[quote].search(text, at):
        at = found.end()
        if found[0] == quote:
            return String(start, at, start + len(quote), found.start(), quote.startswith('"'), tuple(expressions))
        if found[0] == "\n":
            return None
        if found[0] == "${":
            end = _expression_end(text, at, depth)
            if not end:
                return None
            expressions.append((found.start(), end))
            at = end
    return None


def _expression_end(text: str, at: int, depth: int) -> int:
    """Return the end of an expression, behind its closing brace; 0 where it has none."""
    if depth >= _DEEPEST:
        return 0
    open_ = 1
    while found := _IN_EXPRESSION.search(text, at):
        at = found.end()
        if found[0] in _IN_STRING:
            string = _string(text, found.start(), found[0], depth + 1)
            if string is None:
                return 0
            at = string.end
        else:
            open_ += 1 if found[0] == "{" else -1
            if not open_:
                return at
    return 0
