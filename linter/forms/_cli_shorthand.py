"""The shorthand syntax of the AWS CLI: ``Key=a,Value=b``, with lists, nested objects and quotes, and the places of its parts.

The grammar is that of the AWS CLI's user guide, to the letter of what its versions 1.46 and 2 accept.
"""

import re
import string
from typing import Any, NamedTuple, NoReturn

from ..request import quote
from ._limits import MAX_DEPTH
from ._shell_words import HOLE

_KEY = re.compile(rf"[a-zA-Z0-9\-_.#/:{HOLE}]*")
_BLANK = re.compile(rf"[{re.escape(string.whitespace)}]*")
_START = r"!#-&(-+\--<>-Z\\-z\u007c-\uffff"
_FIRST = re.compile(rf"(?:\\,|[{_START}])(?:\\,|[\s!#-&(-+\--\\^-|~-\uffff])*")
_SECOND = re.compile(rf"(?:\\,|[{_START}])(?:\\,|[\s!#-&(-+\--<>-\uffff])*")
_PAIRS = re.compile(rf"\s*{HOLE}+\s*(?=,|\Z)")
_MEMBERS = re.compile(rf"{HOLE}+\s*(?=[,}}])")
_BARE_HOLES = re.compile(rf"{HOLE}+")
_QUOTED = {"'": re.compile(r"'((?:\\'|[^'])*)'"), '"': re.compile(r'"((?:\\"|[^"])*)"')}


class Node(NamedTuple):
    """A value with its range in the text, and for a member that of its key.

    ``value`` is a text, a list of nodes, or a dict of nodes. ``quoted`` says that a text stands in quotes, ``file`` that it may name a file
    (``key@=file://…``), ``open`` that an object or list may hold more.
    """

    value: Any
    start: int
    end: int
    key: tuple[int, int] | None = None
    quoted: bool = False
    file: bool = False
    open: bool = False


class ShorthandError(Exception):
    """The text is no shorthand; ``at`` is where that shows. ``repeated`` says that it gives a key twice."""

    def __init__(self, message: str, at: int, help_: str | None = None, *, repeated: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.help = help_
        self.repeated = repeated


def parse(text: str) -> Node:
    """Read a text, in which `HOLE` stands for what is not known. Raises `ShorthandError`."""
    return _Parser(text).parameter()


class _Parser:
    """One pass over one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0
        self.file = False

    def parameter(self) -> Node:
        """Read ``key=value`` pairs with commas between them, up to the end."""
        members: dict[str, Node] = {}
        is_open = False
        while True:
            start = self.at
            if self._is_hole():
                is_open = True
            else:
                name, node = self._pair()
                if name in members:
                    message = f"the key {quote(name)} is given more than once, which the AWS CLI refuses in shorthand"
                    raise ShorthandError(message, start, "put a blank and no comma between the items of a list", repeated=True)
                if HOLE in name:
                    is_open = True
                else:
                    members[name] = node
            if self.at >= len(self.text):
                return Node(members, 0, len(self.text), open=is_open)
            self._expect(",")

    def _is_hole(self) -> bool:
        """Go behind a hole that stands for any number of pairs."""
        at = self.at
        found = _PAIRS.match(self.text, at)
        if found:
            self.at = found.end()
        return found is not None

    def _pair(self) -> tuple[str, Node]:
        start, end, name = self._key()
        value = self._csv() if self._char() not in ("[", "{") else self._nested()
        return name, value._replace(key=(start, end))

    def _key(self) -> tuple[int, int, str]:
        """Read a key and the equals sign behind it."""
        start = self.at
        found = _KEY.match(self.text, start)
        assert found is not None
        self.at = end = found.end()
        self._blank()
        self.file = self._char() == "@"
        if self.file:
            self.at += 1
        self._expect("=")
        return start, end, found[0]

    def _csv(self) -> Node:
        """Read one value, or several with commas between them, as long as no next key is seen."""
        first = self._value(_FIRST, required=False)
        self._blank()
        if self._char() != ",":
            return first
        items = [first]
        while True:
            comma = self.at
            self._expect(",")
            try:
                item = self._value(_SECOND, required=True)
                self._blank()
                if self.at < len(self.text) and self._char() != ",":
                    self._fail("','")
            except ShorthandError:
                if self.at >= len(self.text):
                    raise
                self.at = self.text.rfind(",", 0, self.at + 1)
                break
            if _BARE_HOLES.fullmatch(self.text, item.start, item.end):
                # It may be more items as well as more pairs.
                self.at = comma
                items[-1] = items[-1]._replace(open=True)
                break
            items.append(item)
            if self.at >= len(self.text):
                break
        first = items[0]
        return (
            first
            if len(items) == 1
            else Node(items, first.start, items[-1].end, open=any(item.open or _is_bare_hole(item) for item in items))
        )

    def _nested(self) -> Node:
        """Read a list in brackets or an object in braces."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ShorthandError(f"it is nested more than {MAX_DEPTH} levels deep", self.at, "flatten the value")
        node = self._list() if self._char() == "[" else self._object()
        self.depth -= 1
        return node

    def _item(self) -> Node:
        return self._nested() if self._char() in ("[", "{") else self._value(_FIRST, required=False)

    def _list(self) -> Node:
        start = self.at
        self._expect("[")
        items: list[Node] = []
        is_open = False
        while self._char() != "]":
            item = self._item()
            if _is_bare_hole(item):
                is_open = True
            items.append(item)
            self._comma("]")
        self.at += 1
        return Node(items, start, self.at, open=is_open)

    def _object(self) -> Node:
        start = self.at
        self._expect("{")
        members: dict[str, Node] = {}
        is_open = False
        while self._char() != "}":
            if hole := _MEMBERS.match(self.text, self.at):
                self.at = hole.end()
                is_open = True
            else:
                key_start, key_end, name = self._key()
                node = self._item()._replace(key=(key_start, key_end))
                members[name] = node
                if HOLE in name:
                    del members[name]
                    is_open = True
            self._comma("}")
        self.at += 1
        return Node(members, start, self.at, open=is_open)

    def _comma(self, closing: str) -> None:
        """Go behind the comma that stands before the next item; there is none before the end."""
        self._blank()
        if self._char() != closing:
            if self._char() != ",":
                self._fail(f"',' or '{closing}'")
            self.at += 1
            self._blank()

    def _value(self, pattern: re.Pattern[str], *, required: bool) -> Node:
        start, char = self.at, self._char()
        if char in _QUOTED:
            found = _QUOTED[char].match(self.text, start)
            if found is None:
                raise ShorthandError("the quote that opens here is never closed", start, "close it, or escape it with a backslash")
            self.at = found.end()
            text = found[1].replace(f"\\{char}", char).replace("\\\\", "\\")
            return Node(text, start, self.at, quoted=True, file=self.file)
        found = pattern.match(self.text, start)
        if found is None:
            if required:
                self._fail("a value")
            return Node("", start, start, file=self.file)
        self.at = found.end()
        text = found[0].replace("\\,", ",").rstrip()
        return Node(text, start, start + len(found[0].rstrip()), file=self.file)

    def _blank(self) -> None:
        self.at = _BLANK.match(self.text, self.at).end()  # type: ignore[union-attr]

    def _char(self) -> str:
        return self.text[self.at : self.at + 1]

    def _expect(self, char: str) -> None:
        self._blank()
        if self._char() != char:
            self._fail(f"'{char}'")
        self.at += 1
        self._blank()

    def _fail(self, wanted: str) -> NoReturn:
        what = "it ends" if self.at >= len(self.text) else "something else stands"
        raise ShorthandError(f"{what} where {wanted} should come", self.at, "write Key=value pairs with commas between them, or JSON")


def _is_bare_hole(node: Node) -> bool:
    return isinstance(node.value, str) and not node.quoted and HOLE in node.value
