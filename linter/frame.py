"""The source line that a diagnostic shows: cropped, and without the values of environment variables."""

import re
from collections.abc import Iterator, Sequence

from .finding import Frame
from .form import Span
from .source import Source

_WIDTH = 180
_LEAD = 60
_MASK = "********"
_WORD = "Environment"
_COLON = re.compile(r"""["']?\s*:""")
_OPENING = re.compile(r"\s*\{")
_QUOTED_OR_CLOSING = re.compile(r'"(?:[^"\\]|\\.)*"|\}')
_PAIR = re.compile(r"""((?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z_][A-Za-z0-9_.-]*)\s*:\s*)("(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s,}{][^,}{]*)""")


def frame(source: Source, span: Span, secrets: Sequence[Span] = ()) -> Frame | None:
    """Return the first line of ``span`` with the part to underline; ``secrets`` are the ranges that must not be shown.

    There is no line to show of an empty text, nor of one in another encoding, where no secret could be told from the rest.
    """
    if not source.text or "\0" in source.text:
        return None
    start, end = line_bounds(source, span)
    mark = (min(span.start, end), max(min(span.end, end), min(span.start, end)))
    window = _window(start, end, mark)
    cut_left, cut_right = window.start > start, window.end < end
    hidden = sorted(secret for secret in secrets if secret.start < window.end and secret.end > window.start)
    text, marked = _mask(source.text, window, hidden, (max(mark[0], window.start), min(mark[1], window.end)))
    return Frame(text, marked, cut_left, cut_right)


def guessed_secrets(source: Source, span: Span) -> list[Span]:
    """Return what may be values of environment variables on the line of ``span``, in a text that could not be read; names stay."""
    start, end = line_bounds(source, span)
    return [
        Span(max(match.start(2), start), min(match.end(2), end))
        for region in environment_regions(source)
        if region.start < end and region.end > start
        for match in _PAIR.finditer(source.text, max(region.start, start), min(region.end, end))
    ]


def line_bounds(source: Source, span: Span) -> tuple[int, int]:
    """Return the offsets of the first line of ``span``."""
    lines = source.lines
    return lines.bounds(lines.position(span.start).line)


def environment_regions(source: Source) -> list[Span]:
    """Return where Environment maps seem to be, by the look of the text alone.

    Everything between the word ``Environment`` and the next closing brace, or the next line that is indented less, counts.
    """
    if "Environment" not in source.text:
        return []
    return list(_regions(source.text))


def _regions(text: str) -> Iterator[Span]:
    found = text.find(_WORD)
    while found != -1:
        after = _COLON.match(text, found + len(_WORD))
        if after:
            yield Span(after.end(), _region_end(text, found, after.end()))
        found = text.find(_WORD, found + len(_WORD))


def _region_end(text: str, word: int, start: int) -> int:
    opening = _OPENING.match(text, start)
    if opening:
        return _closing_brace(text, opening.end())
    indent = word - text.rfind("\n", 0, word) - 1
    dedent = re.compile(rf"\n {{0,{indent}}}[^\s#-]").search(text, start)
    return dedent.start() if dedent else len(text)


def _closing_brace(text: str, start: int) -> int:
    closing = text.find("}", start)
    if closing != -1 and "\\" not in text[start:closing] and text.count('"', start, closing) % 2 == 0:
        return closing
    for match in _QUOTED_OR_CLOSING.finditer(text, start):
        if match.group() == "}":
            return match.start()
    return len(text)


def _window(start: int, end: int, mark: tuple[int, int]) -> Span:
    if end - start <= _WIDTH:
        return Span(start, end)
    left = max(start, min(mark[0] - _LEAD, end - _WIDTH))
    return Span(left, min(end, left + _WIDTH))


def _mask(text: str, window: Span, hidden: Sequence[Span], mark: tuple[int, int]) -> tuple[str, tuple[int, int]]:
    parts: list[str] = []
    begin, finish = mark[0] - window.start, mark[1] - window.start
    at = window.start
    for secret in hidden:
        if secret.start < at:
            continue
        stop = min(secret.end, window.end)
        parts += [text[at : secret.start], _MASK]
        grown = len(_MASK) - (stop - secret.start)
        begin = _shifted(begin, secret.start - window.start, stop - window.start, grown, mark[0] - window.start)
        finish = _shifted(finish, secret.start - window.start, stop - window.start, grown, mark[1] - window.start)
        at = stop
    parts.append(text[at : window.end])
    return _printable("".join(parts)), (begin, max(finish, begin))


def _shifted(value: int, start: int, stop: int, grown: int, original: int) -> int:
    if original >= stop:
        return value + grown
    return value - (original - start) if start < original < stop else value


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else " " if char == "\t" else "\ufffd" for char in text)
