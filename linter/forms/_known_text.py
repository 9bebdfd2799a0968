"""Texts of which some parts are known: joined out of pieces, and those of templates with ``${…}``."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from ..request import Unknown

# What is filled in, or an escape of it; what stands between the braces may hold texts with braces of their own.
_DOLLAR = re.compile(r"\$\$\{|%%\{|[$%]\{")


def joined(parts: Iterable[Any]) -> str | Unknown:
    """Return the text that pieces make together: texts, and unknowns with what is known of their ends."""
    first: list[str] = []
    last: list[str] | None = None
    for part in parts:
        if isinstance(part, str):
            (first if last is None else last).append(part)
            continue
        unknown = part if isinstance(part, Unknown) else Unknown()
        if last is None:
            first.append(unknown.prefix)
        last = [unknown.suffix]
    return "".join(first) if last is None else Unknown("".join(first), "".join(last))


def between(pieces: Iterable[Any], separator: str | Unknown) -> Iterator[Any]:
    """Yield pieces with a separator between them."""
    for index, piece in enumerate(pieces):
        if index:
            yield separator
        yield piece


def templated(text: str) -> str | Unknown:
    """Return the text of a template of Terraform: unknown where something is filled in, ``$${`` and ``%%{`` being escapes."""
    starts = [match for match in _DOLLAR.finditer(text) if len(match[0]) == 2]  # noqa: PLR2004 - an escape has three characters
    if not starts:
        return _unescaped(text)
    closing = text.rfind("}")
    suffix = text[closing + 1 :] if closing > starts[-1].start() else ""
    return Unknown(_unescaped(text[: starts[0].start()]), _unescaped(suffix))


def _unescaped(text: str) -> str:
    return text.replace("$${", "${").replace("%%{", "%{")
