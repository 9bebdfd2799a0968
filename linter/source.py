"""A file as it was read, and the arithmetic of its lines."""

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from .finding import Place, Position

_LINE_BREAK = r"\r\n|\r|\n"


class Source:
    """The bytes of one file, its name as the user gave it, and what can be derived from them when it is needed."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.data = data

    @cached_property
    def text(self) -> str:
        """The decoded text without a byte-order mark; bytes that are no UTF-8 become U+FFFD."""
        return self.data.decode("utf-8", errors="replace").removeprefix("\ufeff")

    @cached_property
    def lines(self) -> "Lines":
        """The line table of `text`."""
        return Lines(self.text)


class Lines:
    """Turns offsets of a text into lines and columns; a line ends at LF, CR or CRLF, as in editors."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = _line_starts(text)

    def position(self, offset: int) -> Position:
        """Return the 1-based line and column of a 0-based offset."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def place(self, start: int, end: int) -> Place:
        """Return the range between two offsets."""
        return Place(self.position(start), self.position(end))

    def bounds(self, line: int) -> tuple[int, int]:
        """Return the offsets at which a 1-based line starts and ends, without its break."""
        start = self._starts[line - 1]
        end = self._starts[line] if line < len(self._starts) else len(self._text)
        while end > start and self._text[end - 1] in "\r\n":
            end -= 1
        return start, end


def _line_starts(text: str) -> list[int]:
    if "\r" in text:
        return [0, *(match.end() for match in re.finditer(_LINE_BREAK, text))]
    # The common case, in a tenth of the time.
    return list(accumulate(map((1).__add__, map(len, text.split("\n"))), initial=0))[:-1]
