"""The exact reader of JSON: slower than the parser that valid files go through, and able to say what is wrong and where."""

import re
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]
from math import isinf
from typing import Any, NamedTuple

from ..form import Problem, Span
from ..path import Path
from ..request import OpenMap, Unknown, quote
from . import _json_complaints as complaints
from ._json import MOST_TOLD
from ._limits import MAX_DEPTH, MAX_INTEGER, MIN_INTEGER

_BLANK = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?P<real>(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)")
_LITERALS = {"true": True, "false": False, "null": None}
_NOT_JSON = frozenset({"NaN", "Infinity", "-Infinity"})
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u([dD][89a-fA-F][0-9a-fA-F]{2})|\\.")
_LONGEST_INTEGER = len(str(MAX_INTEGER))


class Reading(NamedTuple):
    """What the text holds. ``found`` is false when it cannot be read; ``repeated`` says that an object gives a key more than once."""

    value: Any = None
    problems: tuple[Problem, ...] = ()
    found: bool = True
    certain: bool = True
    repeated: bool = False


def read(text: str, base: int = 0, *, unit: str = "file") -> Reading:
    """Read one JSON value with its problems, whose places are ``base`` further on. ``unit`` is what ends where the text ends.

    After a broken syntax, or a nesting that is too deep, there is no value. A number that JSON does not know or that does not fit
    becomes an `Unknown`, so does a text with half a character, and an object with such a key is open.
    """
    reader = _Reader(text, unit)
    try:
        value = reader.run()
    except complaints.BrokenSyntaxError as broken:
        return Reading(problems=_shifted([*reader.problems, broken.problem], base), found=False)
    # A root without a value says nothing about a request.
    found = not isinstance(value, Unknown)
    return Reading(value, _shifted(reader.problems, base), found, reader.certain, reader.repeated)


class _Level:
    """An object or array that is not closed yet."""

    __slots__ = ("closing", "container", "key", "keys", "opened")

    def __init__(self, opened: int, closing: str) -> None:
        self.opened = opened
        self.closing = closing
        self.container: Any = {} if closing == "}" else []
        self.key: str | None = None
        self.keys: dict[str, Span] = {}


class _Reader:
    """One pass over one text, without recursion."""

    def __init__(self, text: str, unit: str) -> None:
        self.text = text
        self.unit = unit
        self.at = 0
        self.levels: list[_Level] = []
        self.problems: list[Problem] = []
        self.certain = True
        self.repeated = False

    def run(self) -> Any:
        """Return the value; raises `BrokenSyntaxError` where the text is no JSON."""
        self._blank()
        while True:
            value, complete = self._value()
            while complete:
                if not self.levels:
                    self._blank()
                    if self.at < len(self.text):
                        raise complaints.after_end(self._context())
                    return value
                self._attach(value)
                value, complete = self._after_item()

    def _blank(self) -> None:
        self.at = _BLANK.match(self.text, self.at).end()  # type: ignore[union-attr]

    def _value(self) -> tuple[Any, bool]:
        """Read a scalar or an empty container, or enter a container and stop before its first value."""
        opening = self.text[self.at : self.at + 1]
        if opening == '"':
            return self._string()[0], True
        if opening not in ("{", "["):
            return self._scalar(), True
        if len(self.levels) == MAX_DEPTH:
            message = f"the objects and arrays are nested more than {MAX_DEPTH} levels deep, and deeper ones are not read"
            raise complaints.BrokenSyntaxError(Problem("nesting-too-deep", message, Span(self.at, self.at + 1), "flatten the value"))
        level = _Level(self.at, "}" if opening == "{" else "]")
        self.levels.append(level)
        self.at += 1
        self._blank()
        if self.text[self.at : self.at + 1] == level.closing:
            return self._close(), True
        if opening == "{":
            self._key(level)
        return None, False

    def _close(self) -> Any:
        self.at += 1
        return self.levels.pop().container

    def _after_item(self) -> tuple[Any, bool]:
        """Go on behind an item: to the next one, or out of its container, which is then complete."""
        level = self.levels[-1]
        end = self.at
        self._blank()
        char = self.text[self.at : self.at + 1]
        if char == level.closing:
            return self._close(), True
        if char != ",":
            raise complaints.after_item(self._context(), end)
        comma = self.at
        self.at += 1
        self._blank()
        if self.text[self.at : self.at + 1] == level.closing:
            raise complaints.trailing_comma(comma, level.closing)
        if level.closing == "}":
            self._key(level)
        return None, False

    def _attach(self, value: Any) -> None:
        level = self.levels[-1]
        if level.closing == "]":
            level.container.append(value)
        elif level.key is not None:
            level.container[level.key] = value
        elif not isinstance(level.container, OpenMap):
            level.container = OpenMap(level.container)

    def _key(self, level: _Level) -> None:
        start = self.at
        if self.text[start : start + 1] != '"':
            raise complaints.instead_of_key(self._context())
        level.key = None
        key, whole = self._string()
        span = Span(start, self.at)
        level.key = key if whole else None
        if whole:
            first = level.keys.setdefault(key, span)
            if first is not span:
                self._repeat(key, first, span)
        self._blank()
        if self.text[self.at : self.at + 1] != ":":
            raise complaints.instead_of_colon(self._context(), span.end)
        self.at += 1
        self._blank()

    def _repeat(self, key: str, first: Span, span: Span) -> None:
        self.repeated = True
        if len(self.problems) > MOST_TOLD:
            return
        message = f"the key {quote(key)} is given more than once; the AWS client takes the last value"
        self._tell("duplicate-key", message, span, "keep one of them", related=((first, "first given here"),))

    def _string(self) -> tuple[Any, bool]:
        """Read a text; when it has half a character in it, the answer is an `Unknown`, and false."""
        start = self.at
        try:
            value, self.at = scanstring(self.text, start + 1, True)
        except JSONDecodeError:
            raise complaints.bad_string(self._context()) from None
        if value.isascii() or "\\" not in self.text[start : self.at] or not _has_surrogate(value):
            return value, True
        for match in _ESCAPE.finditer(self.text, start, self.at):
            if match[1]:
                message = f"the escape '{match[0]}' is half of a surrogate pair, which stands for no character"
                help_ = "write the character itself, or both halves"
                self._tell("invalid-encoding", message, Span(*match.span()), help_)
        self.certain = False
        return Unknown(), False

    def _scalar(self) -> Any:
        token = complaints.word_at(self.text, self.at)
        if token in _LITERALS:
            self.at += len(token)
            return _LITERALS[token]
        number = _NUMBER.fullmatch(token)
        if not number and token not in _NOT_JSON:
            raise complaints.instead_of_value(self._context(), token)
        span = Span(self.at, self.at + len(token))
        self.at = span.end
        if not number:
            return self._unknown("non-json-number", f"{token} is not a number in JSON", span, "write a number, or leave the member out")
        if number["real"]:
            real = float(token)
            if not isinf(real):
                return real
            help_ = "write a number between -1.8e308 and 1.8e308"
            return self._unknown("number-out-of-range", "this number is beyond the range of a 64-bit float", span, help_)
        # The length first: Python refuses to convert very long integers.
        if len(token) <= _LONGEST_INTEGER and MIN_INTEGER <= (value := int(token)) <= MAX_INTEGER:
            return value
        help_ = "write it in quotes if it is a name and no number"
        return self._unknown("number-out-of-range", "this integer does not fit into 64 bits", span, help_)

    def _unknown(self, rule: str, message: str, span: Span, help_: str) -> Unknown:
        self.certain = False
        self._tell(rule, message, span, help_)
        return Unknown()

    def _tell(self, rule: str, message: str, span: Span, help_: str, related: tuple[tuple[Span, str], ...] = ()) -> None:
        if len(self.problems) < MOST_TOLD:
            self.problems.append(Problem(rule, message, span, help_, related, self._path()))
        elif len(self.problems) == MOST_TOLD:
            message = f"this {self.unit} has more than {MOST_TOLD} problems of this and other kinds; the later ones are not told"
            self.problems.append(Problem(rule, message, span, "mend those that are told first"))

    def _path(self) -> Path:
        steps = [level.key if level.closing == "}" else len(level.container) for level in self.levels]
        return tuple(step for step in steps if step is not None)

    def _context(self) -> complaints.Context:
        level = self.levels[-1] if self.levels else None
        return complaints.Context(
            self.text, self.at, self.unit, level.opened if level else None, level.closing if level else "", level.key if level else None
        )


def _has_surrogate(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _shifted(problems: list[Problem], base: int) -> tuple[Problem, ...]:
    return tuple(shift(problem, base) for problem in problems) if base else tuple(problems)


def shift(problem: Problem, base: int) -> Problem:
    """Return the problem with its places ``base`` characters further on."""
    related = tuple((_moved(span, base), text) for span, text in problem.related)
    return problem._replace(span=_moved(problem.span, base), related=related)


def _moved(span: Span, base: int) -> Span:
    return Span(span.start + base, span.end + base)
