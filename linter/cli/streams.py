"""What commands share: the usage error, colours and the width of the terminal."""

import os
import sys

from ..report.text import Look

CLEAN, FOUND, USAGE, INTERNAL = 0, 1, 2, 3
"""The exit codes: clean; findings; wrong usage, unreadable path or no request; internal error."""


class UsageError(Exception):
    """Wrong usage or configuration; the message says what, where and what is allowed. Ends the command with exit code 2."""


def look(colour: str, *, to_terminal: bool | None = None) -> Look:
    """Return how to draw text on standard output.

    ``colour`` is ``auto``, ``always`` or ``never``; ``auto`` follows NO_COLOR, FORCE_COLOR and the terminal, in this order.
    """
    terminal = sys.stdout.isatty() if to_terminal is None else to_terminal
    return Look(_coloured(colour, terminal=terminal), _width(terminal=terminal))


def _coloured(colour: str, *, terminal: bool) -> bool:
    if colour != "auto":
        return colour == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"


def _width(*, terminal: bool) -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit() and int(columns) > 0:
        return int(columns)
    if not terminal:
        return 100
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 100
    except OSError:
        return 100
