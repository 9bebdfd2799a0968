"""Say in words why a text does not match a pattern."""

import re
import unicodedata
from dataclasses import dataclass

from ..linter.finding import Edit, Finding
from ..linter.request import quote
from ..linter.rule import Violation
from ._words import hidden, shown_text, subject

LINE_BREAKS = "\n\r\u0085\u2028\u2029"
ANY_BUT_LINE_BREAKS = r"^[^\n\r\u0085\u2028\u2029]*$"
"""The portable form of the pattern that forbids nothing but line breaks."""

_SPOKEN = {" ": "a blank", "'": "an apostrophe"}
_CONTROLS = {
    "\x00": "NUL",
    "\t": "TAB",
    "\n": "LINE FEED",
    "\v": "LINE TABULATION",
    "\f": "FORM FEED",
    "\r": "CARRIAGE RETURN",
    "\x1b": "ESCAPE",
    "\x7f": "DELETE",
    "\u0085": "NEXT LINE",
}
_PARTITION = re.compile(r"aws[a-z-]*")
_ACCOUNT = re.compile(r"[0-9]{12}")


@dataclass(frozen=True, slots=True)
class Offence:
    """The first character of a text after which no continuation can match; ``position`` counts from 1 in Unicode characters."""

    position: int
    char: str

    def __str__(self) -> str:
        return f"character {self.position:,} is {character(self.char)}"


def offence(pattern: str, text: str) -> Offence | None:
    """Find the first offending character; `None` where the whole text is a viable beginning and something is missing at its end."""
    import regex  # noqa: PLC0415 - needed only when a pattern has failed

    compiled = regex.compile(pattern)
    if compiled.fullmatch(text, partial=True):
        return None
    viable, broken = 0, len(text)
    while broken - viable > 1:
        middle = (viable + broken) // 2
        if compiled.fullmatch(text[:middle], partial=True):
            viable = middle
        else:
            broken = middle
    return Offence(broken, text[broken - 1])


def matches(pattern: str, text: str) -> bool:
    """Tell whether a whole text matches a portable pattern."""
    import regex  # noqa: PLC0415 - needed only when a pattern has failed

    return regex.fullmatch(pattern, text) is not None


def character(char: str) -> str:
    """Name a character: itself when it is printable ASCII, and code point and Unicode name otherwise."""
    if char in _SPOKEN:
        return _SPOKEN[char]
    if char.isascii() and char.isprintable():
        return f"'{char}'"
    name = _CONTROLS.get(char) or unicodedata.name(char, "(no name)")
    shown = f"'{char}' " if char.isprintable() and not unicodedata.combining(char) else ""
    return f"{shown}U+{ord(char):04X} {name}"


def explained(violation: Violation, allowed: str, *, missing: str, help: str) -> Finding:  # noqa: A002 - the word that reports use
    """Make the finding of a text whose pattern says which characters may stand where.

    ``allowed`` completes a sentence after the first offending character, ``missing`` one about a text that ends too early. A value that
    may be secret is described by the position alone.
    """
    if not violation.value:
        return empty(violation, help, allowed)
    found = offence(violation.limit, violation.value)
    if found is None:
        fault = missing
    elif hidden(violation.path) and not violation.key:
        fault = f"its character {found.position:,} is not allowed; {allowed}"
    else:
        fault = f"its {found}; {allowed}"
    return told(violation, fault, help)


def told(violation: Violation, fault: str, help: str, suggestion: str | None = None) -> Finding:  # noqa: A002 - as above
    """Make the finding of a text with a fault; ``suggestion`` is the text that it should be."""
    edit = None
    if suggestion is not None:
        edit = Edit("rename" if violation.key else "set", violation.path, suggestion)
    joint = ": " if violation.key else ", but "
    return Finding(
        violation.path,
        f"{shown_text(violation)}{joint}{fault}",
        help,
        on="key" if violation.key else "value",
        suggestion=edit,
    )


def empty(violation: Violation, help: str, needed: str | None = None) -> Finding:  # noqa: A002 - as above
    """Make the finding of an empty text; ``needed`` completes the sentence."""
    wanted = f"; {needed}" if needed else ""
    return Finding(violation.path, f"{subject(violation)} is empty{wanted}", help, on="key" if violation.key else "value")


@dataclass(frozen=True, slots=True)
class ArnForm:
    """What an ARN of one kind looks like; ``region`` is a pattern, ``kind`` what its resource part starts with (empty for any)."""

    service: str
    region: str
    region_words: str
    kind: str


def arn_fault(text: str, form: ArnForm) -> str | None:
    """Say which part of an ARN is wrong, the first one from the left; `None` where each part by itself is right."""
    parts = text.split(":", 5)
    if parts[0] != "arn":
        return "it does not start with 'arn:'"
    if len(parts) < 6:  # noqa: PLR2004 - an ARN has six parts
        return f"it has {len(parts)} of the six parts of an ARN"
    _, partition, service, region, account, resource = parts
    faults = (
        (_PARTITION.fullmatch(partition), f"its partition is {quote(partition)}, not 'aws', 'aws-cn' or the like"),
        (service == form.service, f"its service is {quote(service)}, not {quote(form.service)}"),
        (re.fullmatch(form.region, region), f"its region {quote(region)} {form.region_words}"),
        (_ACCOUNT.fullmatch(account), f"its account {quote(account)} is not twelve digits"),
        (resource.startswith(form.kind), f"its resource {quote(resource)} does not start with {quote(form.kind)}"),
    )
    return next((fault for fine, fault in faults if not fine), None)
