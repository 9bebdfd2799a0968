"""Where the characters of a YAML scalar come from: quotes, escapes, block scalars and folded lines."""

import re
from itertools import pairwise

from ..form import Span

_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*(?:#[^\n]*)?(?:\n|\Z)")
_LINE = re.compile(r"[^\n]*(?:\n|\Z)")
_BREAK = re.compile(r"[ \t]*\r?\n[ \t\r\n]*")
_ESCAPE = re.compile(
    r"\\(?:x[0-9a-fA-F]{2}|u[dD][89abAB][0-9a-fA-F]{2}\\u[0-9a-fA-F]{4}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|(\r?\n[ \t]*)|.)", re.DOTALL
)
# A break of the text: it becomes a blank, a break, or nothing.
_FOLDED = "\0"


def places_of(text: str, start: int, end: int, value: str) -> list[Span]:
    """Return where each character of a scalar's value stands.

    ``start`` and ``end`` are where the scalar stands in ``text``, with its quotes. Where its text cannot be followed, all characters are
    said to be its first.
    """
    style = text[start : start + 1]
    if style in ("|", ">"):
        units = _block(text, start, end, value, folded=style == ">")
    elif style in ("'", '"'):
        units = _flow(text, start + 1, end - 1, style)
    else:
        units = _flow(text, start, end, "")
    return _matched(units, value, end) or [Span(start, start + 1)] * len(value)


_Unit = tuple[str, int, int]
"""What a piece of the text stands for, with its range; the text of an escape is not looked at and empty."""


def _block(text: str, start: int, end: int, value: str, *, folded: bool) -> list[_Unit]:
    header = _HEADER.match(text, start)
    at = header.end() if header else end
    lines = [found.span() for found in _LINE.finditer(text, at, end) if found.start() < found.end()]
    first = next((text[begin:behind] for begin, behind in lines if text[begin:behind].strip()), "")
    # An indicator may say that some of the blanks in front belong to the text.
    indent = len(first) - len(first.lstrip(" ")) - _leading_blanks(value)
    units: list[_Unit] = []
    for begin, behind in lines:
        line = text[begin:behind]
        content = begin + min(indent, len(line) - len(line.lstrip(" ")))
        stop = begin + len(line.rstrip("\r\n"))
        units += [(text[at], at, at + 1) for at in range(content, stop)]
        units.append((_FOLDED if folded else "\n", max(stop, content), behind))
    return units


def _leading_blanks(value: str) -> int:
    line = next((line for line in value.split("\n") if line.strip()), "")
    return len(line) - len(line.lstrip(" "))


def _flow(text: str, start: int, end: int, quote: str) -> list[_Unit]:
    units: list[_Unit] = []
    at = start
    while at < end:
        behind = at + 1
        stands_for = text[at]
        if quote == "'" and text.startswith("''", at):
            behind = at + 2
        elif quote == '"' and (escape := _ESCAPE.match(text, at, end)):
            behind = escape.end()
            stands_for = ""
            if escape[1] is not None:
                at = behind
                continue
        elif line := _BREAK.match(text, at, end):
            breaks = [found.end() for found in re.finditer("\n", line[0])]
            units += [(_FOLDED, at + begin, at + stop) for begin, stop in pairwise([0, *breaks[:-1], len(line[0])])]
            at = line.end()
            continue
        units.append((stands_for, at, behind))
        at = behind
    return units


def _matched(units: list[_Unit], value: str, end: int) -> list[Span] | None:
    """Go through value and text side by side; `None` where they part."""
    places: list[Span] = []
    at = 0
    for index, char in enumerate(value):
        if at < len(units) and units[at][0] == _FOLDED and (not places or units[at - 1][0] != _FOLDED):
            at += _dropped(units, at, value, index)
        if at >= len(units):
            if not char.isspace():
                return None
            places.append(Span(end, end))
            continue
        stands_for, begin, behind = units[at]
        if stands_for not in (char, "", _FOLDED):
            return None
        places.append(Span(begin, behind))
        at += 1
    return places


def _dropped(units: list[_Unit], at: int, value: str, index: int) -> int:
    """Return how many of the breaks that stand here are not in the value."""
    breaks = at
    while breaks < len(units) and units[breaks][0] == _FOLDED:
        breaks += 1
    if value[index] == " ":
        return breaks - at - 1
    kept = index
    while kept < len(value) and value[kept] == "\n":
        kept += 1
    return max(breaks - at - (kept - index), 0)
