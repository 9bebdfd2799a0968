"""The code cells of a notebook: their texts as one, and the way between that text, the cells, and the JSON file that they stand in."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from json import loads
from typing import Any, NamedTuple

import orjson

from ..finding import Cell
from ..form import Span
from ..path import Path
from ..source import Source
from ._json_locate import locate
from ._patchwork import Patchwork

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")


class CodeCell(NamedTuple):
    """A code cell: its number, counted from 1 over all cells of the notebook, and its range in the text of all code."""

    number: int
    start: int
    end: int


class _Raw(NamedTuple):
    """A code cell as the file has it: its number, the path of its source in the JSON document, and the text that this is."""

    number: int
    path: Path
    text: str


class Code:
    """The text of all code cells, one below the other. ``source`` is that text, with the name of the notebook."""

    def __init__(self, notebook: Source, raw: list[_Raw]) -> None:
        self._patchwork = Patchwork(notebook)
        self._length = 0
        # Where pieces of the code start, in the file and in the text of all code, and how long they are.
        self._outer: list[int] = []
        self._inner: list[tuple[int, int]] = []
        self.cells = tuple(self._located(notebook, raw))
        self.source = self._patchwork.source()
        self._starts = [cell.start for cell in self.cells]

    def span(self, span: Span) -> Span:
        """Return where the file has a range of the code."""
        return self._patchwork.span(span)

    def cell(self, offset: int) -> Cell:
        """Return the place in a cell of an offset of the file; for one outside of code, where the code before it ends."""
        piece = max(bisect_right(self._outer, offset) - 1, 0)
        start, length = self._inner[piece] if self._inner else (0, 0)
        inner = start + min(max(offset - self._outer[piece], 0), length) if self._inner else 0
        cell = self.cells[max(bisect_right(self._starts, inner) - 1, 0)]
        lines = self.source.lines
        position = lines.position(min(inner, cell.end))
        return Cell(cell.number, position.line - lines.position(cell.start).line + 1, position.column)

    def row(self, place: Cell) -> int:
        """Return the line in the text of all code of a place in a cell."""
        start = next((cell.start for cell in self.cells if cell.number == place.cell), 0)
        return self.source.lines.position(start).line + place.line - 1

    def _located(self, notebook: Source, raw: list[_Raw]) -> Iterator[CodeCell]:
        text = notebook.text
        spans = locate(text, Span(0, len(text)), {cell.path for cell in raw}, repeated=True)
        for cell in raw:
            start, value = self._length, spans[cell.path].value
            for string in _STRING.finditer(text, value.start, value.end):
                self._add_string(text, *string.span(1))
            end = self._length
            # The next cell starts on a line of its own.
            self._patchwork.add_own("\n", value.end)
            self._length += 1
            yield CodeCell(cell.number, start, end)

    def _add_string(self, text: str, start: int, end: int) -> None:
        at = start
        for escape in _ESCAPE.finditer(text, start, end):
            self._add(at, escape.start(), None)
            self._add(escape.start(), escape.end(), loads(f'"{escape[0]}"'))
            at = escape.end()
        self._add(at, end, None)

    def _add(self, start: int, end: int, char: str | None) -> None:
        if start == end:
            return
        length = end - start if char is None else 1
        if char is None:
            self._patchwork.add(start, end)
        else:
            self._patchwork.add_decoded(char, (start, end))
        self._outer.append(start)
        self._inner.append((self._length, length))
        self._length += length


class Notebook(NamedTuple):
    """A notebook that was read: its code cells, none where its language is not Python."""

    raw: list[_Raw]

    @property
    def text(self) -> str:
        """The code, for a look at the words in it."""
        return "\n".join(cell.text for cell in self.raw)

    def code(self, source: Source) -> Code:
        """Return the code with its places in ``source``."""
        return Code(source, self.raw)


def notebook_of(source: Source) -> Notebook | None:
    """Read a notebook of format 3 or 4; `None` where the file is broken."""
    try:
        value = orjson.loads(source.data)
    except orjson.JSONDecodeError:
        try:
            # Outputs may have NaN and halves of characters in them, which Jupyter's own writer lets through.
            value = loads(source.data.decode().removeprefix("\ufeff"))
        except (ValueError, RecursionError):
            return None
    return Notebook(list(_raw(value)) if isinstance(value, dict) and _in_python(value.get("metadata")) else [])


def _raw(document: dict[str, Any]) -> Iterator[_Raw]:
    number = 0
    for path, cells in _lists(document):
        for index, cell in enumerate(cells):
            number += 1
            if not isinstance(cell, dict) or cell.get("cell_type") != "code" or not _is_python(cell.get("language", "python")):
                continue
            key = "source" if "source" in cell else "input"
            text = cell.get(key)
            if isinstance(text, list) and all(isinstance(line, str) for line in text):
                text = "".join(text)
            if isinstance(text, str):
                yield _Raw(number, (*path, index, key), text)


def _lists(document: dict[str, Any]) -> Iterator[tuple[Path, list[Any]]]:
    """Yield the lists of cells with their paths: one in format 4, one for each worksheet in format 3."""
    cells, worksheets = document.get("cells"), document.get("worksheets")
    if isinstance(cells, list):
        yield ("cells",), cells
    elif isinstance(worksheets, list):
        for index, sheet in enumerate(worksheets):
            if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list):
                yield ("worksheets", index, "cells"), sheet["cells"]


def _in_python(metadata: Any) -> bool:
    """Tell whether the kernel speaks Python, as one does that does not say; PySpark is Python too."""
    if not isinstance(metadata, dict):
        return True
    declared = ((metadata.get("language_info"), "name"), (metadata.get("kernelspec"), "language"))
    languages = [found for holder, key in declared if isinstance(holder, dict) and isinstance(found := holder.get(key), str) and found]
    return not languages or any(_is_python(language) for language in languages)


def _is_python(language: Any) -> bool:
    return not isinstance(language, str) or re.search(r"python|^py", language, re.IGNORECASE) is not None
