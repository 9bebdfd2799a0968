"""What IPython understands and Python does not: magics, shell commands and requests for help between the lines of a cell."""

import ast
import re
import warnings
from collections.abc import Iterator
from typing import NamedTuple

from ..form import Span

NEUTRAL = "get_ipython()"
"""What stands for a magic or a command: a call that nobody knows the outcome of."""
_NAMES_FROM_ELSEWHERE = "from get_ipython import *"

_BREAK = r"(?:\r\n|\r|\n)"
_TOKEN = re.compile(
    rf"""(?P<comment>\#[^\r\n]*)|(?P<triple>\"""|''')|(?P<quote>["'])|(?P<open>[(\[{{])|(?P<close>[)\]}}])"""
    rf"""|(?P<joined>\\{_BREAK})|(?P<newline>{_BREAK})|(?P<assign>=[ \t]*(?=[!%]))|(?P<help>\?)"""
)
_ENDS = {
    '"': re.compile(r'(?:[^"\\\r\n]|\\(?:\r\n|.))*+"?', re.DOTALL),
    "'": re.compile(r"(?:[^'\\\r\n]|\\(?:\r\n|.))*+'?", re.DOTALL),
    '"""': re.compile(r'(?:[^"\\]|\\.|"(?!""))*+(?:""")?', re.DOTALL),
    "'''": re.compile(r"(?:[^'\\]|\\.|'(?!''))*+(?:''')?", re.DOTALL),
}
# No line of Python starts with one of these.
_ESCAPED = re.compile(r"[ \t]*([%!?,;/])")
_CONTINUED = re.compile(rf"(?:[^\r\n]*\\{_BREAK})*[^\r\n]*")
_BLANK = re.compile(r"[ \t]*")
_LINE = re.compile(r"[^\r\n]*")
_COMMAND = re.compile(r"!!?|%(?:sx|system|shell)\b[ \t]*")
_TIMED = re.compile(r"%(?:time|timeit|prun|memit)[ \t]+(?:-\w+[ \t]+(?:\d+[ \t]+)?)*")
# Names that these bring into the notebook are not seen in it.
_BRINGS_NAMES = re.compile(r"%(?:run|store[ \t]+-r|pylab)\b")
# What IPython takes from the start of all lines, by the first of them: an indentation, or the prompts of a session.
_INDENTED = re.compile(rf"(?:[ \t]*+{_BREAK})*+([ \t]++)(?![\r\n]|\Z)")
_PROMPTED = re.compile(r"\s*+(?:>>> |In \[\d+\]: )")
_PROMPT = r"(?:>>>|\.\.\.|In \[\d+\]:|[ \t]*\.\.\.+:)(?: |(?=[\r\n]|\Z))"


class Swap(NamedTuple):
    """A range of a cell that Python does not understand, and what to read instead; ``command`` is what the shell gets of it."""

    start: int
    end: int
    text: str
    command: Span | None = None


def swaps(text: str) -> list[Swap]:
    """Return what to swap in the text of a cell, in order and not overlapping; nothing in a cell that is Python as it stands."""
    if parses(text):
        return []
    found: list[Swap] = []
    for swap in sorted([*_leads(text), *_magics(text)], key=lambda swap: swap[:2]):
        if not found or swap.start >= found[-1].end:
            found.append(swap)
    return found


def swapped(text: str, swaps: list[Swap]) -> str:
    """Return the text of a cell after swapping."""
    parts = []
    at = 0
    for swap in swaps:
        parts += [text[at : swap.start], swap.text]
        at = swap.end
    return "".join([*parts, text[at:]])


def parses(text: str) -> bool:
    """Tell whether a text is Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _leads(text: str) -> Iterator[Swap]:
    """Yield what IPython takes from the starts of the lines."""
    indented = _INDENTED.match(text)
    lead = re.escape(indented[1]) if indented else _PROMPT if _PROMPTED.match(text) else None
    if lead is not None:
        for line in re.finditer(rf"(?:^|(?<=\n)|(?<=\r)(?!\n)){lead}", text):
            yield Swap(line.start(), line.end(), "")


def _magics(text: str) -> Iterator[Swap]:
    """Yield the magics and commands, each where a statement starts or something is assigned, and never in brackets or texts."""
    at = start = depth = 0
    while True:
        if at == start and depth == 0 and (escaped := _ESCAPED.match(text, at)):
            swap = _line(text, escaped.start(1))
            yield swap
            # What is timed is code, whose end is the line's.
            at = start = swap.end
        token = _TOKEN.search(text, at)
        if token is None:
            return
        at = token.end()
        if token["triple"] or token["quote"]:
            at = _end(_ENDS[token[0]], text, at)
        elif token["open"]:
            depth += 1
        elif token["close"]:
            depth = max(depth - 1, 0)
        elif token["newline"]:
            start = at if depth == 0 else start
        elif token["help"] and depth == 0:
            at = _end(_LINE, text, at)
            yield Swap(_end(_BLANK, text, start), at, NEUTRAL)
        elif token["assign"] and depth == 0:
            swap = _whole(text, at)
            yield swap
            at = swap.end


def _line(text: str, start: int) -> Swap:
    timed = _TIMED.match(text, start)
    if timed and parses(text[timed.end() : _end(_LINE, text, timed.end())]):
        return Swap(start, timed.end(), "")
    return _whole(text, start)


def _whole(text: str, start: int) -> Swap:
    """Swap everything from a sign to the end of its line, or of the last line that continues it."""
    end = _end(_CONTINUED, text, start)
    command = _COMMAND.match(text, start)
    neutral = _NAMES_FROM_ELSEWHERE if _BRINGS_NAMES.match(text, start) else NEUTRAL
    return Swap(start, end, neutral, Span(command.end(), end) if command else None)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Return where the match of a pattern that may match nothing ends."""
    match = pattern.match(text, at)
    return match.end() if match else at
