"""A file as it was read, and the arithmetic of its lines."""

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from functools import cached_property
from itertools import accumulate
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from .finding import Place, Position

_LINE_BREAK = r"\r\n|\r|\n"
_T = TypeVar("_T")


class Surroundings(NamedTuple):
    """What is known of a source besides its bytes.

    ``wrappers`` maps names of functions that pass a request on to the operation that they are for. ``beside`` returns the source that a
    path in this one means, or in words why there is none; nothing is read before it is called, and nothing outside of the tree.
    """

    wrappers: Mapping[str, str] = MappingProxyType({})
    beside: "Callable[[str, str], Source | str]" = lambda _name, _path: "there are no files here"


class Source:
    """The bytes of one file, its name as the user gave it, and what can be derived from them when it is needed."""

    def __init__(self, name: str, data: bytes, surroundings: Surroundings = Surroundings()) -> None:  # noqa: B008 - it is frozen
        self.name = name
        self.data = data
        self.surroundings = surroundings
        self._made: dict[Any, Any] = {}

    @classmethod
    def of_text(cls, name: str, text: str, surroundings: Surroundings = Surroundings()) -> "Source":  # noqa: B008 - it is frozen
        """Return the source of a text that stands in another one: `text` is exactly that, whatever is in it."""
        source = cls(name, text.encode(errors="replace"), surroundings)
        source.__dict__["text"] = text
        return source

    def once(self, make: "Callable[[Source], _T]") -> _T:
        """Return what ``make`` makes of this source; made at the first call, so that forms can share a parse."""
        if make not in self._made:
            self._made[make] = make(self)
        made: _T = self._made[make]
        return made

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
