"""The source line that a diagnostic shows: cropped, and without the values of environment variables."""

import re
from collections.abc import Iterable, Sequence

from .finding import Frame
from .form import Span
from .source import Source

_WIDTH = 180
_LEAD = 60
_MASK = "********"
_ENVIRONMENT = re.compile(r"""(["']?)\bEnvironment\b\1\s*:""")
_PAIR = re.compile(r"""((?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z_][A-Za-z0-9_.-]*)\s*:\s*)("(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s,}{][^,}{]*)""")


def frame(source: Source, span: Span, secrets: Sequence[Span] = ()) -> Frame | None:
    """Return the first line of ``span`` with the part to underline; ``secrets`` are the ranges that must not be shown.

    There is no line to show of an empty text, nor of one in another encoding, where no secret could be told from the rest.
    """
    if not source.text or "\0" in source.text:
        return None
    lines = source.lines
    start, end = lines.bounds(lines.position(span.start).line)
    mark = (min(span.start, end), max(min(span.end, end), min(span.start, end)))
    window = _window(start, end, mark)
    cut_left, cut_right = window.start > start, window.end < end
    hidden = sorted(secret for secret in secrets if secret.start < window.end and secret.end > window.start)
    text, marked = _mask(source.text, window, hidden, (max(mark[0], window.start), min(mark[1], window.end)))
    return Frame(text, marked, cut_left, cut_right)


def guessed_secrets(source: Source, span: Span) -> list[Span]:
    """Return what may be values of environment variables on the line of ``span``, in a text that could not be read.

    Everything between the word ``Environment`` and the next closing brace, or the next line that is indented less, counts; names stay.
    """
    if "Environment" not in source.text:
        return []
    start, end = source.lines.bounds(source.lines.position(span.start).line)
    return [
        Span(max(match.start(2), start), min(match.end(2), end))
        for region in _regions(source.text, start, end)
        for match in _PAIR.finditer(source.text, max(region.start, start), min(region.end, end))
    ]


def _regions(text: str, start: int, end: int) -> Iterable[Span]:
    for match in _ENVIRONMENT.finditer(text, 0, end):
        after = match.end()
        opening = re.compile(r"\s*\{").match(text, after)
        if opening:
            closing = _closing_brace(text, opening.end())
        else:
            line = text.rfind("\n", 0, match.start()) + 1
            indent = match.start() - line
            dedent = re.compile(rf"\n {{0,{indent}}}[^\s#-]").search(text, after)
            closing = dedent.start() if dedent else len(text)
        if closing > start:
            yield Span(after, closing)


def _closing_brace(text: str, start: int) -> int:
    for match in re.compile(r'"(?:[^"\\]|\\.)*"|\}').finditer(text, start):
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
