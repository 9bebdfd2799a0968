"""What an unquoted text stands for: the core schema of YAML 1.2, and where readers of YAML 1.1 take it differently."""

import re
from datetime import date
from functools import lru_cache
from math import isfinite
from typing import Any, NamedTuple

from yaml import ScalarNode
from yaml.constructor import SafeConstructor
from yaml.error import YAMLError
from yaml.resolver import Resolver

from ..path import Path
from ..request import Unknown, show
from ._limits import MAX_INTEGER, MIN_INTEGER

_LONGEST_INTEGER = 70

TELLING = frozenset(["", *"0123456789+-.~=<nNtTfFyYoO"])
"""First characters of every unquoted text that may be something else than a string; the empty one is that of the empty text."""

CORE_TAGS = {f"tag:yaml.org,2002:{name}": name for name in ("str", "int", "float", "bool", "null", "map", "seq")}

_INTEGER = re.compile(r"(?P<decimal>[-+]?[0-9]+)|0o(?P<octal>[0-7]+)|0x(?P<hexadecimal>[0-9a-fA-F]+)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NO_NUMBER = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_CONSTANTS = {"": None, "~": None} | {
    form: value for word, value in (("null", None), ("true", True), ("false", False)) for form in (word, word.capitalize(), word.upper())
}
# The last YAML 1.1 readers that are around leave single letters alone, whatever its specification says, and so do we: y and n are strings.
_FORMER_BOOLEANS = {
    form: value
    for word, value in (("yes", True), ("no", False), ("on", True), ("off", False))
    for form in (word, word.capitalize(), word.upper())
}


class Odd(NamedTuple):
    """An unquoted text that there is something to say about.

    ``value`` is what YAML 1.2 takes it for, an `Unknown` where no JSON value is the same; ``rule`` names the rule that reports it,
    `None` for the merge key; ``former`` is what YAML 1.1 takes it for.
    """

    value: Any
    rule: str | None
    former: Any = None


class _Refused:
    """What a YAML 1.1 reader makes of a text that it does not take."""


@lru_cache(4096)
def resolve(text: str) -> Any:
    """Return the value of an unquoted text that starts with one of `TELLING`; an `Odd` where that is not all."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text in _FORMER_BOOLEANS:
        return Odd(text, "ambiguous-scalar", _FORMER_BOOLEANS[text])
    if text == "<<":
        return Odd(text, None)
    return text if text[0].isalpha() else _resolve_number(text)


def _resolve_number(text: str) -> Any:
    value = number(text)
    if isinstance(value, Odd):
        return value
    if value is None:
        value = text
    former = _former(text)
    return value if former == value else Odd(value, "ambiguous-scalar", former)


def number(text: str) -> Any:
    """Return the number that a text is in YAML 1.2, an `Odd` when JSON has no such number, `None` when it is none."""
    if match := _INTEGER.fullmatch(text):
        base = {"decimal": 10, "octal": 8, "hexadecimal": 16}[match.lastgroup or "decimal"]
        digits = match[match.lastgroup or "decimal"]
        # The length first: Python refuses to convert very long decimal numbers.
        if len(digits.lstrip("+-0")) <= _LONGEST_INTEGER and MIN_INTEGER <= (integer := _integer(digits, base)) <= MAX_INTEGER:
            return integer
        return Odd(Unknown(), "number-out-of-range")
    if _FLOAT.fullmatch(text):
        real = float(text)
        return real if isfinite(real) else Odd(Unknown(), "number-out-of-range")
    return Odd(Unknown(), "non-json-number") if _NO_NUMBER.fullmatch(text) else None


def tagged(kind: str, text: str) -> Any:
    """Return the value of a text under a core tag; `None` under ``null`` too. Raises `ValueError` when the text does not suit the tag."""
    if kind == "str":
        return text
    if kind == "null" and text in _CONSTANTS and _CONSTANTS[text] is None:
        return None
    if kind == "bool" and isinstance(_CONSTANTS.get(text), bool):
        return _CONSTANTS[text]
    if kind in ("int", "float"):
        value = number(text)
        if isinstance(value, int) and kind == "float":
            return float(value)
        if isinstance(value, Odd) or type(value).__name__ == kind:
            return value
    raise ValueError(text)


def explain(odd: Odd, text: str, path: Path) -> tuple[str, str]:
    """Return message and help for an `Odd` text; values below an Environment stay hidden."""
    if odd.rule == "non-json-number":
        return f"{text} is not a number in JSON", "write a number, or leave the member out"
    if odd.rule == "number-out-of-range":
        if _INTEGER.fullmatch(text):
            return "this integer does not fit into 64 bits", "write it in quotes if it is a name and no number"
        return "this number is beyond the range of a 64-bit float", "write a number between -1.8e308 and 1.8e308"
    hidden = show(text, path) != show(text)
    now = _reading(odd.value, hidden=hidden)
    former = _reading(odd.former, hidden=hidden)
    if now == former:
        former = "another one"
    message = f"unquoted, {show(text, path)} is {now} in YAML 1.2 and {former} in YAML 1.1"
    return message, "put quotes around it if it is a text"


def _integer(digits: str, base: int) -> int:
    return int(digits, base)


class _Former(SafeConstructor, Resolver):
    """Reads one unquoted text as PyYAML does, the YAML 1.1 reader that most are."""

    def __init__(self) -> None:
        SafeConstructor.__init__(self)
        Resolver.__init__(self)


def _former(text: str) -> Any:
    reader = _Former()
    tag = reader.resolve(ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    try:
        return reader.construct_object(ScalarNode(tag, text))
    except (YAMLError, ValueError, OverflowError):
        return _Refused()


def _reading(value: Any, *, hidden: bool) -> str:
    article, noun = _kind(value)
    return f"{article} {noun}" if hidden or isinstance(value, str | _Refused) else f"the {noun} {_shown(value)}"


def _kind(value: Any) -> tuple[str, str]:
    match value:
        case bool():
            return "a", "boolean"
        case int():
            return "an", "integer"
        case float():
            return "a", "number"
        case date():
            return "a", "date"
        case str():
            return "a", "string"
        case _:
            return "an", "error"


def _shown(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else show(value)
