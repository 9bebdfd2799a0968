"""Words of shell scripts: quotes, escapes and expansions, each piece with its place in the text.

What POSIX says holds, with what bash, zsh and ksh add. What an expansion gives is not known here: it is a hole in its word.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

HOLE = "\ufdd0"
"""Stands for a text that is not known; Unicode reserves this character for use inside of programs."""

DEEPEST = 40
"""How deep expansions may be nested."""

# What other programs fill in before a shell sees the text, and placeholders of examples: "${{ github.sha }}", "{{ image }}", "<your-name>".
_EXPRESSIONS = r"\$\{\{.{0,400}?\}\}|\{\{[^{}\n]*\}\}"
_FILLED = re.compile(rf"{_EXPRESSIONS}|<[A-Za-z][\w-]*(?:[ .:/][A-Za-z][\w-]*)*>")
_FILLED_IN_SINGLE_QUOTES = re.compile(rf"{HOLE}|{_EXPRESSIONS}")
_PLAIN = re.compile(r"[^\s;&|<>()'\"\\$`{\ufdd0]+")
_PLAIN_IN_QUOTES = re.compile(r"[^\"\\$`{\ufdd0]+")
_PLAIN_IN_DOCUMENT = re.compile(r"[^\\$`{\ufdd0]+")
_PARAMETER = re.compile(r"[A-Za-z_]\w*|[0-9]|[@*#?$!-]")
_BRACED = re.compile(r"(?P<name>[A-Za-z_]\w*|[0-9]+)(?P<rest>:?[-=?].*)?", re.DOTALL)
_ARRAY = re.compile(r"([A-Za-z_]\w*)\[[@*]\]")
_NAME = re.compile(r"[A-Za-z_]\w*")
_ASSIGNED = re.compile(r"([A-Za-z_]\w*):?=")
_ANSI = re.compile(r"\\(?:([abeEfnrtv\\'\"?])|([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|c(.))", re.DOTALL)
_ANSI_LETTERS = dict(zip("abeEfnrtv\\'\"?", "\a\b\x1b\x1b\f\n\r\t\v\\'\"?", strict=True))
_LAST_CHARACTER = 0x10FFFF
_END_OF_LINE = re.compile(r"\r?\n")


class Expansion(NamedTuple):
    """Where a hole comes from.

    ``kind`` is ``variable`` (one value), ``all`` (positional parameters or the elements of an array), ``command`` or ``other``. ``name`` is
    that of the variable or array; ``filled`` says that something else is taken where it is empty. ``commands`` is the range of commands in
    the script that a command substitution runs.
    """

    kind: str
    name: str = ""
    filled: bool = False
    commands: range = range(0)


OTHER = Expansion("other")


class Piece(NamedTuple):
    """A part of a word: the text that it stands for, and its range in the script.

    Where the text is as long as the range it is what stands there; otherwise it is one character. ``expansion`` is set for a hole.
    """

    text: str
    start: int
    end: int
    quoted: bool = False
    expansion: Expansion | None = None


class Word(NamedTuple):
    """A word of a script, with its quotes from ``start`` to ``end``."""

    start: int
    end: int
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The text of the word, with holes."""
        return "".join([piece.text for piece in self.pieces])


class UnfinishedError(Exception):
    """A quote or an expansion has no end, or is nested too deeply; ``start`` is where it begins."""

    def __init__(self, start: int) -> None:
        super().__init__(start)
        self.start = start


class WordReader:
    """Reads words from ``at`` on, but nothing at or behind ``limit``.

    ``substitution`` reads the commands from `at` up to a closing parenthesis and returns which they are; ``backquoted`` those in a text
    that stands between backquotes. ``assigned`` takes names of variables that an expansion sets.
    """

    def __init__(self, text: str, substitution: Callable[[], range], backquoted: Callable[[int, int], range]) -> None:
        self.text = text
        self.at = 0
        self.limit = len(text)
        self.depth = 0
        self.assigned: set[str] = set()
        self._substitution = substitution
        self._backquoted = backquoted

    def word(self) -> Word:
        """Read one word; it is empty where none starts. Raises `UnfinishedError`."""
        start = self.at
        pieces: list[Piece] = []
        while self.at < self.limit and self._unquoted(pieces):
            pass
        return Word(start, self.at, tuple(pieces))

    def document(self, start: int, end: int) -> Word:
        """Read a here-document whose expansions count; what is unfinished in it is a hole up to its end."""
        before, self.at, self.limit = (self.at, self.limit), start, end
        pieces: list[Piece] = []
        try:
            while self.at < end:
                if not self._plain(_PLAIN_IN_DOCUMENT, pieces):
                    self._special(pieces, "\\$`")
        except UnfinishedError as problem:
            pieces = [piece for piece in pieces if piece.end <= problem.start]
            pieces.append(Piece(HOLE, min(problem.start, end), end, quoted=True, expansion=OTHER))
        self.at, self.limit = before
        return Word(start, end, tuple(pieces))

    def _unquoted(self, pieces: list[Piece]) -> bool:
        """Read a piece outside of quotes; false at the end of the word."""
        text, at = self.text, self.at
        if plain := _PLAIN.match(text, at, self.limit):
            pieces.append(Piece(plain[0], at, plain.end()))
            self.at = plain.end()
            return True
        char = text[at]
        if char == "'":
            self._single(pieces)
        elif char == '"':
            self._double(pieces, at)
        elif char == "\\":
            self._escape(pieces)
        elif char in "$`":
            self._expansion(pieces, quoted=False)
        elif char in "{<\ufdd0" and (end := self.filled()):
            pieces.append(Piece(HOLE, at, end, expansion=OTHER))
        elif char in "<>" and text.startswith("(", at + 1):
            self.at += 2
            self._add_substitution(pieces, at, quoted=False, kind="other")
        elif char == "{":
            pieces.append(Piece(char, at, at + 1))
            self.at += 1
        else:
            return False
        return True

    def filled(self) -> int:
        """Go behind something that is filled in before the shell runs, and return its end; 0 where there is nothing such."""
        if self.text[self.at] == HOLE:
            self.at += 1
            return self.at
        found = _FILLED.match(self.text, self.at, self.limit)
        if found:
            self.at = found.end()
        return found.end() if found else 0

    def _plain(self, pattern: re.Pattern[str], pieces: list[Piece]) -> bool:
        found = pattern.match(self.text, self.at, self.limit)
        if found:
            pieces.append(Piece(found[0], self.at, found.end(), quoted=True))
            self.at = found.end()
        return found is not None

    def _single(self, pieces: list[Piece]) -> None:
        start = self.at
        end = self.text.find("'", start + 1, self.limit)
        if end == -1:
            raise UnfinishedError(start)
        pieces += literal(self.text, start + 1, end)
        self.at = end + 1

    def _double(self, pieces: list[Piece], start: int) -> None:
        self.at += 1
        pieces.append(Piece("", self.at, self.at, quoted=True))
        while self.at < self.limit:
            if self.text[self.at] == '"':
                self.at += 1
                return
            if not self._plain(_PLAIN_IN_QUOTES, pieces):
                self._special(pieces, '\\$`"')
        raise UnfinishedError(start)

    def _special(self, pieces: list[Piece], escapable: str) -> None:
        """Read a piece inside of double quotes, or of a here-document, that is not plain."""
        at = self.at
        char = self.text[at]
        if char == "\\":
            self._escape(pieces, escapable)
        elif char in "$`":
            self._expansion(pieces, quoted=True)
        elif end := self.filled():
            pieces.append(Piece(HOLE, at, end, quoted=True, expansion=OTHER))
        else:
            pieces.append(Piece(char, at, at + 1, quoted=True))
            self.at += 1

    def _escape(self, pieces: list[Piece], escapable: str | None = None) -> None:
        """Read a backslash and what it escapes; where ``escapable`` is given, it is text before any other character."""
        at = self.at
        if line := _END_OF_LINE.match(self.text, at + 1, self.limit):
            self.at = line.end()
            return
        following = self.text[at + 1 : min(at + 2, self.limit)]
        if following and (escapable is None or following in escapable):
            pieces.append(Piece(following, at, at + 2, quoted=True))
            self.at += 2
        else:
            pieces.append(Piece("\\", at, at + 1, quoted=True))
            self.at += 1

    def _expansion(self, pieces: list[Piece], *, quoted: bool) -> None:
        """Read what starts with a dollar sign or a backquote."""
        start = self.at
        text = self.text
        if text[start] == "`":
            self._backquotes(pieces, quoted=quoted)
            return
        following = text[start + 1 : min(start + 2, self.limit)]
        if text.startswith("${{", start) and (end := self.filled()):
            pieces.append(Piece(HOLE, start, end, quoted, OTHER))
        elif following == "(":
            self._parenthesis(pieces, quoted=quoted)
        elif following == "{":
            self._braced(pieces, quoted=quoted)
        elif following == "'" and not quoted:
            self._ansi(pieces)
        elif following == '"' and not quoted:
            self.at += 1
            self._double(pieces, start)
        elif found := _PARAMETER.match(text, start + 1, self.limit):
            self.at = found.end()
            kind = "all" if found[0] in ("@", "*") else "variable"
            pieces.append(Piece(HOLE, start, self.at, quoted, Expansion(kind, found[0])))
        else:
            pieces.append(Piece("$", start, start + 1, quoted))
            self.at += 1

    def _parenthesis(self, pieces: list[Piece], *, quoted: bool) -> None:
        start = self.at
        if self.text.startswith("$((", start) and (end := arithmetic_end(self.text, start + 3, self.limit)):
            pieces.append(Piece(HOLE, start, end, quoted, OTHER))
            self.assigned.update(arithmetic_names(self.text[start:end]))
            self.at = end
            return
        self.at += 2
        self._add_substitution(pieces, start, quoted=quoted, kind="command")

    def _add_substitution(self, pieces: list[Piece], start: int, *, quoted: bool, kind: str) -> None:
        if self.depth >= DEEPEST:
            raise UnfinishedError(start)
        self.depth += 1
        commands = self._substitution()
        self.depth -= 1
        if not self.text.startswith(")", self.at) or self.at >= self.limit:
            raise UnfinishedError(start)
        self.at += 1
        pieces.append(Piece(HOLE, start, self.at, quoted, Expansion(kind, commands=commands)))

    def _braced(self, pieces: list[Piece], *, quoted: bool) -> None:
        start = self.at
        self.at += 2
        inner: list[Piece] = []
        while self.at < self.limit and self.text[self.at] != "}":
            self._in_braces(inner, start)
        if self.at >= self.limit:
            raise UnfinishedError(start)
        content = self.text[start + 2 : self.at]
        self.at += 1
        self.assigned.update(_ASSIGNED.findall(content))
        if array := _ARRAY.fullmatch(content):
            expansion = Expansion("all", array[1])
        elif content in ("@", "*"):
            expansion = Expansion("all", content)
        elif name := _BRACED.fullmatch(content):
            expansion = Expansion("variable", name["name"], filled=name["rest"] is not None)
        else:
            expansion = OTHER
        pieces.append(Piece(HOLE, start, self.at, quoted, expansion))

    def _in_braces(self, inner: list[Piece], start: int) -> None:
        if self.depth >= DEEPEST:
            raise UnfinishedError(start)
        self.depth += 1
        char = self.text[self.at]
        if char == "'":
            # Inside of double quotes it means nothing, and mostly it has no second one then.
            end = self.text.find("'", self.at + 1, self.limit)
            brace = self.text.find("}", self.at + 1, self.limit)
            self.at = self.at + 1 if end == -1 or -1 < brace < end else end + 1
        elif char == '"':
            self._double(inner, self.at)
        elif char == "\\":
            self.at = min(self.at + 2, self.limit)
        elif char in "$`":
            self._expansion(inner, quoted=True)
        else:
            self.at += 1
        self.depth -= 1

    def _backquotes(self, pieces: list[Piece], *, quoted: bool) -> None:
        start = self.at
        end = start + 1
        while end < self.limit and self.text[end] != "`":
            end += 2 if self.text[end] == "\\" else 1
        if end >= self.limit or self.depth >= DEEPEST:
            raise UnfinishedError(start)
        self.depth += 1
        commands = self._backquoted(start + 1, end)
        self.depth -= 1
        self.at = end + 1
        pieces.append(Piece(HOLE, start, self.at, quoted, Expansion("command", commands=commands)))

    def _ansi(self, pieces: list[Piece]) -> None:
        """Read ``$'…'``, in which escapes are those of C."""
        start = self.at
        self.at += 2
        pieces.append(Piece("", self.at, self.at, quoted=True))
        while self.at < self.limit and self.text[self.at] != "'":
            at = self.at
            escape = _ANSI.match(self.text, at, self.limit) if self.text[at] == "\\" else None
            self.at = escape.end() if escape else at + 1
            pieces.append(Piece(_ansi_character(escape) if escape else self.text[at], at, self.at, quoted=True))
        if self.at >= self.limit:
            raise UnfinishedError(start)
        self.at += 1


def literal(text: str, start: int, end: int) -> list[Piece]:
    """Return the pieces of a text in which the shell expands nothing."""
    pieces = []
    at = start
    for filled in _FILLED_IN_SINGLE_QUOTES.finditer(text, start, end):
        pieces.append(Piece(text[at : filled.start()], at, filled.start(), quoted=True))
        pieces.append(Piece(HOLE, *filled.span(), quoted=True, expansion=OTHER))
        at = filled.end()
    pieces.append(Piece(text[at:end], at, end, quoted=True))
    return pieces


def arithmetic_end(text: str, start: int, limit: int) -> int:
    """Return the end of an arithmetic expression, behind both parentheses that close it; 0 where it is none."""
    depth = 0
    for found in re.compile(r"[()]").finditer(text, start, limit):
        if found[0] == "(":
            depth += 1
        elif depth:
            depth -= 1
        else:
            return found.end() + 1 if text.startswith(")", found.end()) and found.end() < limit else 0
    return 0


def arithmetic_names(expression: str) -> list[str]:
    """Return the variables that an arithmetic expression may set."""
    return _NAME.findall(expression) if "=" in expression or "++" in expression or "--" in expression else []


def _ansi_character(escape: re.Match[str]) -> str:
    letter, octal, *hexadecimal, control = escape.groups()
    if letter:
        return _ANSI_LETTERS[letter]
    if control:
        return chr(ord(control[0]) & 0x1F)
    number = int(octal, 8) & 0xFF if octal else int(next(digits for digits in hexadecimal if digits), 16)
    # Bytes beyond ASCII are parts of characters; what they add up to is not worth knowing.
    byte = octal or hexadecimal[0]
    return HOLE if number > _LAST_CHARACTER or 0xD800 <= number <= 0xDFFF or (byte and number > 0x7F) or not number else chr(number)  # noqa: PLR2004 - ranges of Unicode
