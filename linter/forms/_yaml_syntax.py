"""Say in plain words why a text is no YAML, and where its author has to look.

Like the messages about JSON, these repeat no value of the text: it may be a secret.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from yaml.error import MarkedYAMLError, YAMLError

from ..form import Problem, Span
from ..request import quote

_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE = re.compile(r"[^\r\n]*")
_CONFLICT = re.compile(r"(?:^|(?<=[\r\n]))<{7} ")
_TEMPLATE = ("{{", "{%", "{#")
_QUOTE = "put quotes around it if it is a text"
_ALIGN = "write it in the same column as its siblings"


class _Error(NamedTuple):
    """What the parser says: the offset where it stopped, that of the construct it was in, and its words."""

    text: str
    at: int
    opened: int | None
    reason: str

    @property
    def char(self) -> str:
        return self.text[self.at : self.at + 1]

    def here(self, message: str, help_: str | None = None, width: int = 1) -> Problem:
        """Make a problem at the place where the parser stopped."""
        return _problem(message, self.at, help_, width)

    def around(self, message: str, help_: str | None = None, noun: str = "") -> Problem:
        """Make a problem here that also shows where the construct around it starts."""
        problem = self.here(message, help_)
        if self.opened is None or self.opened == self.at:
            return problem
        return Problem(
            problem.rule, message, problem.span, help_, related=((Span(self.opened, self.opened + 1), f"the {noun} starts here"),)
        )

    def at_opening(self, message: str, help_: str | None = None) -> Problem:
        """Make a problem at the start of the construct."""
        return _problem(message, self.at if self.opened is None else self.opened, help_)


def explain(error: YAMLError, text: str) -> tuple[Problem, bool]:
    """Return the problem that an error of the parser is, and whether it says that something stands behind a whole document."""
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return _problem("this is no YAML", 0), False
    reason = error.problem or ""
    opened = error.context_mark.index if error.context_mark else None
    found = _Error(text, error.problem_mark.index, opened, reason)
    behind = "<document start>" in reason
    known = _conflict(found) or _template(found)
    if known:
        return known, behind
    for pattern, describe in _DESCRIPTIONS:
        if re.search(pattern, reason):
            return _within(describe(found), len(text)), behind
    return _within(found.here(f"this is no YAML: {reason}"), len(text)), behind


def _within(problem: Problem, length: int) -> Problem:
    """Cut off what goes beyond the end of the text, where the parser sees one more character."""
    return problem._replace(span=Span(min(problem.span.start, length), min(problem.span.end, length)))


def control_character(text: str) -> Problem:
    """Make the problem of the first character that YAML allows nowhere in a text."""
    match = _FORBIDDEN.search(text)
    at, char = (match.start(), match[0]) if match else (0, "\0")
    help_ = f'remove it, or write it in double quotes as "\\u{ord(char):04x}"'
    return _problem(f"the control character U+{ord(char):04X} is not allowed in YAML", at, help_)


def _problem(message: str, at: int, help_: str | None = None, width: int = 1) -> Problem:
    return Problem("syntax-error", message, Span(at, at + width), help_)


def _lines(error: _Error) -> list[tuple[int, str]]:
    """Return start and text of the lines in which the parser stopped and in which the construct starts."""
    lines = []
    for at in {error.at, error.at if error.opened is None else error.opened}:
        start = max(error.text.rfind("\n", 0, at), error.text.rfind("\r", 0, at)) + 1
        lines.append((start, _LINE.match(error.text, start).group()))  # type: ignore[union-attr]
    return sorted(lines)


def _conflict(error: _Error) -> Problem | None:
    # The parser often stumbles only behind the first marker, which may pass for a text.
    marker = _CONFLICT.search(error.text)
    if marker is None:
        return None
    return _problem("a merge conflict is not resolved here", marker.start(), "keep one side and remove the markers", 7)


def _template(error: _Error) -> Problem | None:
    for start, line in _lines(error):
        found = [at for at in map(line.find, _TEMPLATE) if at >= 0]
        if found:
            return template(start + min(found))
    return None


def template(at: int) -> Problem:
    """Make the problem of a placeholder that a template engine was to fill in."""
    problem = _problem("a placeholder stands outside quotes; YAML takes its braces for an object", at, PLACEHOLDER_HELP, 2)
    return problem._replace(placeholder=True)


PLACEHOLDER_HELP = "fill the placeholder in first, or put quotes around it"


def _bad_start(error: _Error) -> Problem:
    if error.char == "\t":
        return _tab(error)
    return error.here(f"a text without quotes cannot start with '{error.char}'", "put quotes around it")


def _unclosed_quote(error: _Error) -> Problem:
    return error.at_opening(
        "the quote that opens here is not closed", "write the closing quote; inside single quotes, write '' for a quote"
    )


def _escape(error: _Error) -> Problem:
    found = error.text[error.at : error.at + 2]
    at = error.at
    if not found.startswith("\\"):
        # Some messages point behind the backslash.
        at = error.text.rfind("\\", 0, error.at + 1)
        found = error.text[at : at + 2]
    return _problem(f"{quote(found)} starts no valid escape in double quotes", at, r"write \\ for a backslash, or use single quotes", 2)


def _flow(error: _Error) -> Problem:
    closing = "]" if "',' or ']'" in error.reason else "}"
    noun = "array" if closing == "]" else "object"
    if not error.text[error.at :].strip() or error.opened is None:
        return error.at_opening(f"the {noun} that opens here is not closed", f"write the closing '{closing}'")
    if error.char in ("]", "}"):
        return error.around(f"this '{error.char}' closes an {noun} that opens otherwise", f"write '{closing}'", noun)
    return error.around(
        f"',' or '{closing}' is missing before this", f"write ',' between two entries, or '{closing}' behind the last", noun
    )


def _content(error: _Error) -> Problem:
    if error.char in ("]", "}"):
        return error.here(f"this '{error.char}' stands where a value must be", "write a value before it, or remove it")
    if error.char == ",":
        return error.here("a value is missing before this comma", "write a value, or remove the comma")
    if not error.text[error.at :].strip():
        return error.here("the text ends where a value must stand", "close the brackets that are open")
    return error.here("a value must stand here", _QUOTE)


def _key(error: _Error) -> Problem:
    return error.around("this is neither a key of the object above nor outside of it", _ALIGN, "object")


def _item(error: _Error) -> Problem:
    return error.around(
        "this is neither an item of the array above nor outside of it", "start each item with '- ' in the same column", "array"
    )


def _block_end(error: _Error) -> Problem:
    noun = "array" if error.text[error.opened or 0 : (error.opened or 0) + 1] == "-" else "object"
    return _item(error) if noun == "array" else _key(error)


def _second_colon(error: _Error) -> Problem:
    message = "a colon stands where no key can be: in the middle of a text, or behind a line that is indented differently"
    return error.here(message, "put quotes around a text that has ': ' in it, or mend the indentation")


def _no_colon(error: _Error) -> Problem:
    return error.at_opening(
        "a colon is missing behind this key", "write ': ' behind the key; a key stands on one line and has at most 1,024 characters"
    )


def _dash(error: _Error) -> Problem:
    return error.here("an array cannot start here", "start it on a line of its own")


def _behind(error: _Error) -> Problem:
    return error.here(
        "something stands behind the end of the document", "mend its indentation, remove it, or start another document with a line '---'"
    )


def _name(error: _Error) -> Problem:
    sign = error.text[error.opened : error.opened + 1] if error.opened is not None else ""
    return error.at_opening(f"a name must follow the '{sign}' that makes this {'an alias' if sign == '*' else 'an anchor'}", _QUOTE)


def _tag(error: _Error) -> Problem:
    return error.at_opening("the '!' makes this a tag, and it is no valid one", _QUOTE)


def _block_header(error: _Error) -> Problem:
    return error.at_opening(
        "only a digit from 1 to 9, '+' or '-' may stand on the line behind this sign", "start the text on the next line, indented"
    )


def _version(error: _Error) -> Problem:
    return error.here("the directive %YAML asks for a version that is not 1.1 or 1.2", "remove the directive")


def _tab(error: _Error) -> Problem:
    return error.here("a tab stands in the indentation, where YAML allows spaces only", "indent with spaces")


# The words of libyaml and of PyYAML's own parser, which differ.
_DESCRIPTIONS: tuple[tuple[str, Callable[[_Error], Problem]], ...] = (
    ("tag handle|URI|octet|whitespace or line break|expected '!'|expected '>'", _tag),
    ("tab character", _tab),
    ("cannot start any token", _bad_start),
    ("end of stream|document indicator|document separator", _unclosed_quote),
    ("escape|hexdecimal number", _escape),
    ("',' or '[]}]'", _flow),
    ("mapping values are not allowed", _second_colon),
    ("could not find expected ':'", _no_colon),
    ("expected key|mapping keys are not allowed", _key),
    ("expected '-' indicator", _item),
    ("expected <block end>", _block_end),
    ("sequence entries are not allowed", _dash),
    ("<document start>", _behind),
    ("node content", _content),
    ("alphabetic or numeric character", _name),
    ("incompatible YAML", _version),
    ("comment or (?:a )?line break|indentation indicator|indentation spaces", _block_header),
)
