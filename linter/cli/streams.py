"""What commands share: the usage error, output as JSON, pipes that close, colours and the width of the terminal."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson

from ..report.text import Look

CLEAN, FOUND, USAGE, INTERNAL, INTERRUPTED = 0, 1, 2, 3, 130
"""The exit codes: clean; findings; wrong usage, unreadable path or no request; internal error; ended by the user, as shells have it."""

_COUNT = re.compile(r"0*([1-9][0-9]{0,8})")


class UsageError(Exception):
    """Wrong usage or configuration; the message says what, where and what is allowed. Ends the command with exit code 2."""


@contextmanager
def ending_with_reader() -> Iterator[None]:
    """End the output, and not the command, when the reader of standard output goes away."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would flush again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def dumped(value: Any) -> str:
    """Return plain data as indented JSON with a line break at its end."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def count(text: str) -> int | None:
    """Return the number from 1 that ``text`` is in decimal digits, at most nine of them; else `None`."""
    match = _COUNT.fullmatch(text)
    return int(match[1]) if match else None


def look(colour: str, *, to_terminal: bool | None = None) -> Look:
    """Return how to draw text on standard output.

    ``colour`` is ``auto``, ``always`` or ``never``; ``auto`` follows NO_COLOR, FORCE_COLOR and the terminal, in this order.
    """
    terminal = sys.stdout.isatty() if to_terminal is None else to_terminal
    return Look(_coloured(colour, terminal=terminal), width(terminal=terminal))


def _coloured(colour: str, *, terminal: bool) -> bool:
    if colour != "auto":
        return colour == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"


def width(*, terminal: bool) -> int:
    """Return how many columns there are for text: what COLUMNS says, or the terminal, or 100."""
    columns = count(os.environ.get("COLUMNS", ""))
    if columns is not None:
        return columns
    if not terminal:
        return 100
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 100
    except OSError:
        return 100
