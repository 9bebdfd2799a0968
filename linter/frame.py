"""The source line that a diagnostic shows: cropped, and with what must not be shown masked."""

from collections.abc import Callable, Sequence

from .finding import Frame
from .form import Span
from .source import Source

_WIDTH = 180
_LEAD = 60
_MASK = "********"

Hidden = Callable[[int, int], Sequence[Span]]
"""Returns the ranges between two offsets that must not be shown, in order and not overlapping."""


def nothing_hidden(start: int, end: int) -> Sequence[Span]:  # noqa: ARG001 - the shape of `Hidden`
    """Hide nothing."""
    return ()


def frame(source: Source, span: Span, hidden: Hidden = nothing_hidden) -> Frame | None:
    """Return the first line of ``span`` with the part to underline.

    There is no line to show of an empty text, nor of one in another encoding, where no secret could be told from the rest.
    """
    if not source.text or "\0" in source.text:
        return None
    lines = source.lines
    start, end = lines.bounds(lines.position(span.start).line)
    mark = Span(min(span.start, end), max(min(span.end, end), min(span.start, end)))
    window = _window(start, end, mark)
    mark = Span(max(mark.start, window.start), min(mark.end, window.end))
    text, marked = _mask(source.text, window, hidden(*window), mark)
    return Frame(text, marked, window.start > start, window.end < end)


def _window(start: int, end: int, mark: Span) -> Span:
    if end - start <= _WIDTH:
        return Span(start, end)
    left = max(start, min(mark.start - _LEAD, end - _WIDTH))
    return Span(left, min(end, left + _WIDTH))


def _mask(text: str, window: Span, hidden: Sequence[Span], mark: Span) -> tuple[str, tuple[int, int]]:
    parts: list[str] = []
    length = 0
    begin = finish = None
    for start, end, secret in _pieces(window, hidden):
        shown = _MASK if secret else _printable(text[start:end])
        if begin is None and mark.start < end:
            begin = length + (0 if secret else mark.start - start)
        if finish is None and mark.end <= end:
            finish = length + (len(shown) if secret else mark.end - start)
        parts.append(shown)
        length += len(shown)
    begin = length if begin is None else begin
    return "".join(parts), (begin, max(begin, length if finish is None else finish))


def _pieces(window: Span, hidden: Sequence[Span]) -> list[tuple[int, int, bool]]:
    """Cut the window into pieces that are shown and pieces that are not."""
    pieces: list[tuple[int, int, bool]] = []
    at = window.start
    for secret in hidden:
        start, end = max(secret.start, at), min(secret.end, window.end)
        if start >= end:
            continue
        if start > at:
            pieces.append((at, start, False))
        pieces.append((start, end, True))
        at = end
    if at < window.end:
        pieces.append((at, window.end, False))
    return pieces


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else " " if char == "\t" else "\ufffd" for char in text)
