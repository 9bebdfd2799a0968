"""Makefiles: the commands of their recipes, each line a script of its own, and what variables and ``$(shell …)`` hold."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..source import Source
from ._patchwork import Patchwork
from ._scripts import COMMANDS, Script, ScriptsForm
from ._shell_words import HOLE
from .shell_script import ShellScript

_LINE = re.compile(r"[^\n]*\n?")
_CONTINUED = re.compile(r"(?<!\\)(?:\\\\)*\\\r?\n\Z")
_PREFIX = re.compile(r"[ \t]*(?:[@+-][ \t]*)*")
_SET_PREFIX = re.compile(r"\.RECIPEPREFIX\s*[:?]?=\s*(\S)")
_ONE_SHELL = re.compile(r"^\.ONESHELL\s*:", re.MULTILINE)
_ASSIGNMENT = re.compile(r"[ \t]*(?:(?:export|override|private)\s+)*[^\s:#=+?!]+\s*(?:[:?+!]|::|:::)?=[ \t]*")
_INLINE_RECIPE = re.compile(r"[^\t\n#=;][^\n#=;]*:[^\n#=;]*;[ \t]*(?:[@+-][ \t]*)*")
_COMMENT = re.compile(r"[ \t]*(#[^\r\n]*)")
_SHELL_FUNCTION = re.compile(r"\$[({]shell\s+")
_BRACKETS = {"(": ")", "{": "}"}


class _Logical(NamedTuple):
    """A logical line: the ranges of its physical lines, and whether it is one of a recipe."""

    lines: tuple[tuple[int, int], ...]
    recipe: bool


class Makefile(ScriptsForm):
    """Files of make."""

    name = "makefile"

    def scripts(self, source: Source) -> Iterator[Script]:
        """Find the commands; variables of make are unknown."""
        text = source.text
        one_shell = _ONE_SHELL.search(text) is not None
        recipe: Patchwork | None = None
        for logical in _logical_lines(text):
            if one_shell and logical.recipe:
                recipe = recipe or Patchwork(source)
                _add_recipe(recipe, text, logical)
                continue
            if recipe:
                yield Script(_RECIPE, recipe)
                recipe = None
            if any(word in text[logical.lines[0][0] : logical.lines[-1][1]] for word in COMMANDS):
                yield from _of_line(source, logical)
        if recipe:
            yield Script(_RECIPE, recipe)

    def comments(self, source: Source) -> Iterator[tuple[int, str]]:
        """Yield the comments of make and those in recipes."""
        for logical in _logical_lines(source.text):
            comment = _COMMENT.match(source.text, logical.lines[0][0])
            if comment:
                yield comment.start(1), comment[1]
        yield from super().comments(source)


def _logical_lines(text: str) -> Iterator[_Logical]:
    """Yield the logical lines of a text."""
    prefix = "\t"
    lines: list[tuple[int, int]] = []
    for found in _LINE.finditer(text):
        start, end = found.span()
        if start == end:
            break
        lines.append((start, end))
        if _CONTINUED.search(found[0]):
            continue
        if change := _SET_PREFIX.match(found[0]):
            prefix = change[1]
        yield _Logical(tuple(lines), text.startswith(prefix, lines[0][0]))
        lines = []
    if lines:
        yield _Logical(tuple(lines), text.startswith(prefix, lines[0][0]))


def _of_line(source: Source, logical: _Logical) -> Iterator[Script]:
    text = source.text
    start, end = logical.lines[0]
    if logical.recipe:
        patchwork = Patchwork(source)
        _add_recipe(patchwork, text, logical)
        yield Script(_RECIPE, patchwork)
    elif inline := _INLINE_RECIPE.match(text, start, end):
        yield Script(_RECIPE, _joined(source, logical, inline.end()))
    elif (assignment := _ASSIGNMENT.match(text, start, end)) and not _COMMENT.match(text, start, end):
        yield Script(_VARIABLE, _joined(source, logical, assignment.end()))
    for function in _SHELL_FUNCTION.finditer(text, start, logical.lines[-1][1]):
        patchwork = Patchwork(source)
        _add(patchwork, text, function.end(), _reference_end(text, function.start(), logical.lines[-1][1]) - 1)
        yield Script(_VARIABLE, patchwork)


def _add_recipe(patchwork: Patchwork, text: str, logical: _Logical) -> None:
    """Add a line of a recipe as the shell gets it: line breaks behind a backslash stay, and the prefix is taken away."""
    for number, (start, end) in enumerate(logical.lines):
        prefix = _PREFIX.match(text, start, end) if number == 0 else None
        _add(patchwork, text, prefix.end() if prefix else start + (text[start] == text[logical.lines[0][0]]), end)
    patchwork.add_own("\n", logical.lines[-1][1])


def _joined(source: Source, logical: _Logical, start: int) -> Patchwork:
    """Return a line that is none of a recipe, from ``start`` on: its line breaks are blanks."""
    patchwork = Patchwork(source)
    last = len(logical.lines) - 1
    for number, (begin, end) in enumerate(logical.lines):
        line = source.text[begin:end].rstrip("\r\n")
        behind = begin + len(line) - (number < last)
        at = start if number == 0 else begin + len(line) - len(line.lstrip(" \t"))
        _add(patchwork, source.text, at, max(at, behind))
        patchwork.add_own("\n" if number == last else " ", behind)
    return patchwork


def _add(patchwork: Patchwork, text: str, start: int, end: int) -> None:
    """Add a range with the references to variables as holes; two dollar signs are one."""
    at = start
    while (dollar := text.find("$", at, end)) != -1:
        patchwork.add(at, dollar)
        if text.startswith("$$", dollar) and dollar + 1 < end:
            patchwork.add_decoded("$", (dollar, dollar + 2))
            at = dollar + 2
        else:
            at = _reference_end(text, dollar, end)
            patchwork.add_decoded(HOLE, (dollar, at))
    patchwork.add(at, end)


def _reference_end(text: str, dollar: int, end: int) -> int:
    """Return the end of a reference to a variable or function."""
    opening = text[dollar + 1 : dollar + 2]
    closing = _BRACKETS.get(opening)
    if closing is None:
        return min(dollar + 2, end)
    depth = 0
    for found in re.compile(rf"[{re.escape(opening + closing)}]").finditer(text, dollar + 1, end):
        depth += 1 if found[0] == opening else -1
        if depth == 0:
            return found.end()
    return end


_RECIPE = ShellScript()
_VARIABLE = ShellScript(prose=True)
FORM = Makefile()
