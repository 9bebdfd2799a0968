"""What the cells of a notebook hold: one Python program over all of them, commands for the shell, and files that cells write."""

import os
import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from ..source import Source
from ._notebook_cells import Code
from ._notebook_magics import Swap, parses, swapped, swaps
from ._patchwork import Patchwork

_MAGIC = re.compile(r"\s*%%([\w!.]+)[ \t]*([^\r\n]*)(?:\r\n|\r|\n|\Z)")
# Databricks has whole cells in other languages with one sign only; elsewhere these are lines among others.
_DATABRICKS = re.compile(r"\s*%(sh|sql|md|md-sandbox|scala|r|fs)\b[^\r\n]*(?:\r\n|\r|\n|\Z)")
_PROGRAM, _COMMANDS = "cell.py", "cell.sh"
_WRITES = frozenset({"writefile", "file"})
_SHELLS = frozenset({"bash", "sh", "shell", "system", "sx", "!"})
_SHELL_PROGRAMS = frozenset({"bash", "sh", "zsh", "ksh", "dash"})
# What they bind is not seen by other cells.
_OTHER_PYTHONS = frozenset({"python", "python2", "python3", "pypy", "timeit"})
# Magics whose cells run in the notebook like others. Of the rest it is not known: their cells count where they happen to be Python.
_RUNS_HERE = frozenset({"time", "capture", "prun", "memit", "mprun", "debug"})
# What IPython fills into a command before the shell sees it.
_FILLED = re.compile(r"""'|"|\\.|\$?\{[A-Za-z_][\w.]*(?:[(\[][^{}]*)?\}|\$[A-Za-z_]\w*""")


class Script(NamedTuple):
    """A text that is read as a file of its own; ``name`` tells in which forms. ``patchwork`` leads back to the text of all code."""

    name: str
    patchwork: Patchwork
    source: Source


def scripts(code: Code) -> list[Script]:
    """Return what the cells hold, the program first and everything else in the order of the cells.

    A cell that is no Python is a script of its own, so that it says what is wrong with it and the others are read all the same.
    """
    cells = _Cells(code)
    for cell in code.cells:
        _Cell(cells, cell.start, cell.end).read()
    beside = code.source.surroundings.beside
    files: dict[str, Source | str] = {}
    surroundings = code.source.surroundings._replace(beside=_beside(files, beside))
    found = []
    for name, path, patchwork in [(_PROGRAM, None, cells.program), *cells.others]:
        source = Source.of_text(_standing(code.source.name, path), patchwork.source().text, surroundings)
        found.append(Script(name, patchwork, source))
        if path is not None:
            files[path] = "the notebook writes it more than once" if path in files else source
    return found


def _standing(notebook: str, path: str | None) -> str:
    """Return the name of a script: that of the notebook, or of a file as if it stood beside it, as nothing may lead out of the tree."""
    return notebook if path is None else os.path.join(os.path.dirname(notebook), _name(path))  # noqa: PTH118, PTH120 - names are text


def _beside(files: Mapping[str, Source | str], others: Callable[[str, str], Source | str]) -> Callable[[str, str], Source | str]:
    """Return what finds the files that a script names: first among those that cells write."""

    def find(name: str, path: str) -> Source | str:
        return files.get(posixpath.normpath(path)) or others(name, path)

    return find


def _name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


class _Cells:
    """What the cells hold, as far as they are read: names that tell the form, paths of files, and their texts."""

    def __init__(self, code: Code) -> None:
        self.source = code.source
        self.program = Patchwork(code.source)
        self.others: list[tuple[str, str | None, Patchwork]] = []

    def add(self, name: str, patchwork: Patchwork) -> None:
        """Add a script."""
        self.others.append((name, None, patchwork))

    def written(self, path: str, *, more: bool) -> Patchwork:
        """Return the text of a file to write on: a new one, or with ``more`` what it has already."""
        before = next((patchwork for _, other, patchwork in reversed(self.others) if other == path), None) if more else None
        if before is not None:
            return before
        patchwork = Patchwork(self.source)
        self.others.append((_name(path), path, patchwork))
        return patchwork


class _Cell:
    """One code cell: a range of the text of all code."""

    def __init__(self, cells: _Cells, start: int, end: int) -> None:
        self._cells = cells
        self._text = cells.source.text[start:end]
        self._start = start

    def read(self) -> None:
        """Add what the cell holds."""
        magic = _MAGIC.match(self._text)
        if magic is None:
            other = _DATABRICKS.match(self._text)
            if other and other[1] == "sh":
                self._cells.add(_COMMANDS, self._verbatim(other.end()))
            else:
                self._python(0, told=not other)
            return
        word, arguments, body = magic[1], magic[2], magic.end()
        program = _first(arguments) if word == "script" else ""
        if word in _WRITES:
            self._file(arguments, body)
        elif word in _SHELLS or program in _SHELL_PROGRAMS:
            self._cells.add(_COMMANDS, self._verbatim(body))
        elif word in _OTHER_PYTHONS or program in _OTHER_PYTHONS:
            self._cells.add(_PROGRAM, self._verbatim(body))
        elif word != "script":
            self._python(body, told=word in _RUNS_HERE)

    def _python(self, body: int, *, told: bool) -> None:
        """Add code to the program; ``told`` says that it is Python beyond doubt, so that mistakes in it are worth a word."""
        text = self._text[body:]
        swapping = swaps(text)
        if parses(swapped(text, swapping)):
            self._add_swapped(self._cells.program, body, swapping)
        elif told:
            alone = Patchwork(self._cells.source)
            self._add_swapped(alone, body, swapping)
            self._cells.add(_PROGRAM, alone)
        for swap in swapping:
            if swap.command is not None:
                self._cells.add(_COMMANDS, self._command(body + swap.command.start, body + swap.command.end))

    def _add_swapped(self, patchwork: Patchwork, body: int, swapping: Sequence[Swap]) -> None:
        at = body
        for swap in swapping:
            patchwork.add(self._start + at, self._start + body + swap.start)
            patchwork.add_own(swap.text, self._start + body + swap.start)
            at = body + swap.end
        self._add(patchwork, at)

    def _file(self, arguments: str, body: int) -> None:
        words = arguments.split(None, 1)
        more = words[:1] in (["-a"], ["--append"])
        path = ("".join(words[1:]) if more else arguments).strip().strip("\"'")
        if path and not path.lower().endswith(".ipynb"):
            self._add(self._cells.written(posixpath.normpath(path), more=more), body)

    def _verbatim(self, body: int) -> Patchwork:
        patchwork = Patchwork(self._cells.source)
        self._add(patchwork, body)
        return patchwork

    def _add(self, patchwork: Patchwork, body: int) -> None:
        """Add the rest of the cell and end its last line."""
        end = self._start + len(self._text)
        patchwork.add(self._start + body, end)
        patchwork.add_own("\n", end)

    def _command(self, start: int, end: int) -> Patchwork:
        """Return a command with what IPython fills in as variables of the shell, which nobody knows either."""
        patchwork = Patchwork(self._cells.source)
        at = start
        quote = ""
        for sign in _FILLED.finditer(self._text, start, end):
            if sign[0] in ("'", '"'):
                quote = sign[0] if not quote else "" if quote == sign[0] else quote
            elif sign[0][0] != "\\":
                # Within single quotes the shell would take a variable for text.
                opening, closing = ("'\"", "\"'") if quote == "'" else ("", "")
                patchwork.add(self._start + at, self._start + sign.start())
                patchwork.add_own(opening + "$" * (sign[0][0] == "{"), self._start + sign.start())
                patchwork.add(self._start + sign.start(), self._start + sign.end())
                patchwork.add_own(closing, self._start + sign.end())
                at = sign.end()
        patchwork.add(self._start + at, self._start + end)
        patchwork.add_own("\n", self._start + end)
        return patchwork


def _first(arguments: str) -> str:
    """Return the program that a cell is given to."""
    return next((word.rpartition("/")[2] for word in arguments.split() if not word.startswith("-")), "")
