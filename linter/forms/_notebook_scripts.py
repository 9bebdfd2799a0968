"""What the cells of a notebook hold: one Python program over all of them, commands for the shell, and files that cells write."""

import os
import re
from collections.abc import Iterable, Iterator
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
_SHELLS = frozenset({"bash", "sh", "system", "sx", "!"})
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
    program = Patchwork(code.source)
    others: list[tuple[str, Patchwork]] = []
    written: dict[str, Patchwork] = {}
    for cell in code.cells:
        for name, patchwork in _Cell(code, cell.start, cell.end).parts(program, written):
            others.append((name, patchwork))
    return [_script(name, patchwork) for name, patchwork in [(_PROGRAM, program), *others]]


def _script(name: str, patchwork: Patchwork) -> Script:
    source = patchwork.source()
    if name not in (_PROGRAM, _COMMANDS):
        # As if it stood beside the notebook, wherever the cell writes it: a notebook must not lead out of its tree.
        source = Source.of_text(os.path.join(os.path.dirname(source.name), name), source.text, source.surroundings)  # noqa: PTH118, PTH120 - names are text
    return Script(name, patchwork, source)


class _Cell:
    """One code cell: a range of the text of all code."""

    def __init__(self, code: Code, start: int, end: int) -> None:
        self._outer = code.source
        self._text = code.source.text[start:end]
        self._start = start

    def parts(self, program: Patchwork, written: dict[str, Patchwork]) -> Iterator[tuple[str, Patchwork]]:
        """Add what the cell holds to ``program`` and to the files that cells have ``written``; yield what is new."""
        magic = _MAGIC.match(self._text)
        if magic is None:
            other = _DATABRICKS.match(self._text)
            if other and other[1] == "sh":
                yield _COMMANDS, self._verbatim(other.end())
            else:
                yield from self._python(program, 0, told=not other)
            return
        word, arguments, body = magic[1], magic[2], magic.end()
        if word in _WRITES:
            yield from self._file(written, arguments, body)
        elif word in _SHELLS or (word == "script" and _first(arguments) in _SHELL_PROGRAMS):
            yield _COMMANDS, self._verbatim(body)
        elif word in _OTHER_PYTHONS or (word == "script" and _first(arguments) in _OTHER_PYTHONS):
            yield _PROGRAM, self._verbatim(body)
        elif word != "script":
            yield from self._python(program, body, told=word in _RUNS_HERE)

    def _python(self, program: Patchwork, body: int, *, told: bool) -> Iterator[tuple[str, Patchwork]]:
        """Add code to the program; ``told`` says that it is Python beyond doubt, so that mistakes in it are worth a word."""
        text = self._text[body:]
        swapping = swaps(text)
        if parses(swapped(text, swapping)):
            self._add_swapped(program, body, swapping)
        elif told:
            alone = Patchwork(self._outer)
            self._add_swapped(alone, body, swapping)
            yield _PROGRAM, alone
        for swap in swapping:
            if swap.command is not None:
                yield _COMMANDS, self._command(body + swap.command.start, body + swap.command.end)

    def _add_swapped(self, patchwork: Patchwork, body: int, swapping: Iterable[Swap]) -> None:
        at = body
        for swap in swapping:
            patchwork.add(self._start + at, self._start + body + swap.start)
            patchwork.add_own(swap.text, self._start + body + swap.start)
            at = body + swap.end
        patchwork.add(self._start + at, self._start + len(self._text))
        patchwork.add_own("\n", self._start + len(self._text))

    def _file(self, written: dict[str, Patchwork], arguments: str, body: int) -> Iterator[tuple[str, Patchwork]]:
        words = arguments.split(None, 1)
        more = bool(words) and words[0] in ("-a", "--append")
        path = (words[1] if len(words) > 1 else "") if more else arguments
        name = path.strip().strip("\"'").replace("\\", "/").rpartition("/")[2]
        if more and path in written:
            self._add(written[path], body)
        elif name and not name.lower().endswith(".ipynb"):
            written[path] = self._verbatim(body)
            yield name, written[path]

    def _verbatim(self, body: int) -> Patchwork:
        patchwork = Patchwork(self._outer)
        self._add(patchwork, body)
        return patchwork

    def _add(self, patchwork: Patchwork, body: int) -> None:
        end = self._start + len(self._text)
        patchwork.add(self._start + body, end)
        patchwork.add_own("\n", end)

    def _command(self, start: int, end: int) -> Patchwork:
        """Return a command with what IPython fills in as variables of the shell, which nobody knows either."""
        patchwork = Patchwork(self._outer)
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
    words = arguments.split()
    return words[0].rpartition("/")[2] if words else ""
