r"""Rewrite the patterns of a service model into one portable form.

The service matches a pattern against the whole string, with the meaning that Java gives to ``.``, ``\S``, ``\d`` and ``\w``.
No other engine agrees on all of them, and the text of some patterns does not even compile elsewhere. The portable form is
anchored, uses explicit classes only, has no lookaround and no counted repeat that the length limit of the shape already says.
It means the same in ECMAScript (``u`` flag), in Rust's ``regex`` and in Python's ``regex`` under ``fullmatch``.
"""

import re

_LINE_BREAKS = r"\n\r\u0085\u2028\u2029"
_SPACES = r"\t\n\v\f\r "
_CLASSES = {"d": "0-9", "w": "A-Za-z0-9_"}

# A group that may hold hyphens but must not end in one: said with a lookbehind in the model, with an explicit last character here.
_REWRITES = {
    r"([a-zA-Z0-9]([a-zA-Z0-9-]){0,62})(?<!-)": r"[a-zA-Z0-9]([a-zA-Z0-9\-]{0,61}[a-zA-Z0-9])?",
}

_TOKEN = re.compile(
    r"""
    (?P<class>\[(?:[^\]\\]|\\.)*\])
  | (?P<property>\\[pP]\{[^}]*\})
  | (?P<escape>\\.)
  | (?P<counted>\{\d+(?:,\d*)?\})
  | (?P<char>.)
    """,
    re.VERBOSE | re.DOTALL,
)


class UnportablePatternError(ValueError):
    """A pattern uses a construct that has no portable form yet; the message names it."""


def portable(pattern: str, max_length: int | None = None) -> str:
    """Return the portable, anchored form of a service pattern.

    ``max_length`` is the limit of the same shape in characters: a counted repeat that cannot be exceeded within it becomes an
    open one, which every engine compiles. Raises `UnportablePatternError` for a construct that is not known to be portable.
    """
    body = pattern
    for raw, rewritten in _REWRITES.items():
        body = body.replace(raw, rewritten)
    body = re.sub(r"\$\{\d+,\d+\}$", "", body)
    body = body.removeprefix("^")
    if body.endswith("$") and not body.endswith(r"\$"):
        body = body[:-1]
    if "(?" in body:
        raise UnportablePatternError(f"lookaround or inline flag in {pattern!r}")
    room = max_length and max_length - _starts_with_character(body)
    tokens = [_token(match, room) for match in _TOKEN.finditer(body)]
    joined = "".join(tokens)
    if "|" in _outside_groups(joined):
        joined = f"(?:{joined})"
    return f"^{joined}$"


def _starts_with_character(body: str) -> bool:
    """Tell whether each match spends one character before anything that is repeated by count: ``[a-z]…``, but not ``[a-z]*…``."""
    first, second = (*_TOKEN.finditer(body), None, None)[:2]
    return first is not None and first.lastgroup == "class" and (second is None or second.group()[0] not in "{*?") and "|" not in body


def _token(match: re.Match[str], room: int | None) -> str:
    text = match.group()
    kind = match.lastgroup
    if kind == "class":
        return _character_class(text)
    if kind == "escape":
        return _escape(text)
    if kind == "counted":
        return _counted(text, room)
    if text == ".":
        return f"[^{_LINE_BREAKS}]"
    if text in "^$" and kind == "char":
        raise UnportablePatternError(f"anchor inside a pattern: {match.string!r}")
    return text


def _escape(text: str) -> str:
    letter = text[1]
    if letter in _CLASSES:
        return f"[{_CLASSES[letter]}]"
    if letter == "S":
        return f"[^{_SPACES}]"
    if letter == "/":
        return "/"
    if letter.isalnum():
        raise UnportablePatternError(f"escape {text}")
    return text


def _character_class(text: str) -> str:
    if text in (r"[\S\s]", r"[\s\S]"):
        return r"[\s\S]"
    if text == r"[\S]":
        return f"[^{_SPACES}]"
    if r"\S" in text or r"\s" in text:
        raise UnportablePatternError(f"white-space class {text}")
    negated, inner = (text[1] == "^"), text[1:-1].removeprefix("^")
    parts = re.findall(r"\\[pP]\{[^}]*\}|\\.|.-(?:\\.|[^\\])|.", inner, re.DOTALL)
    return "[" + ("^" if negated else "") + "".join(map(_class_member, parts)) + "]"


def _class_member(part: str) -> str:
    if part.startswith((r"\p", r"\P")):
        return part
    if part.startswith("\\"):
        letter = part[1]
        if letter in _CLASSES:
            return _CLASSES[letter]
        return letter if letter.isalnum() is False and letter not in r"\]^-[" else part
    if len(part) > 1:
        return part
    # These need an escape inside a class of one engine or another (ECMAScript's v flag, Rust's nested classes).
    return "\\" + part if part in "-[" else part


def _counted(text: str, room: int | None) -> str:
    low, _, high = text[1:-1].partition(",")
    # The repeated part takes at least one character each time, so the length limit stops it before the count does.
    if high and room is not None and int(high) >= room and int(low) <= 1:
        return "+" if low == "1" else "*"
    return text


def _outside_groups(text: str) -> str:
    depth, kept = 0, []
    for match in _TOKEN.finditer(text):
        text_part = match.group()
        if text_part == "(":
            depth += 1
        elif text_part == ")":
            depth -= 1
        elif depth == 0 and match.lastgroup == "char":
            kept.append(text_part)
    return "".join(kept)
