"""What a body says, also one that is no JSON: a backend may be more lenient than a parser, and what it might read has to be known."""

import json
import re
from collections.abc import Iterator
from typing import Any

_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


class Pairs(list[tuple[str, Any]]):
    """The members of an object, those of the same name too."""


def top_level(body: bytes) -> Pairs | None:
    """Return the members of the object that a body is; `None` when it is no JSON, or no object."""
    try:
        found = json.loads(body.decode("utf-8", "replace"), object_pairs_hook=Pairs, strict=False)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, Pairs) else None


def values(body: bytes, member: str) -> list[Any]:
    """Return all values that a body gives to a top-level member; of a body that is no JSON, all texts that look like one."""
    pairs = top_level(body)
    if pairs is not None:
        return [value for key, value in pairs if key == member]
    return list(_looks_like(body, member))


def text_members(body: bytes, member: str) -> tuple[str, ...]:
    """Return the distinct texts among the values of a top-level member."""
    return tuple(dict.fromkeys(value for value in values(body, member) if isinstance(value, str)))


def _looks_like(body: bytes, member: str) -> Iterator[str]:
    text = _unescaped(body.decode("utf-8", "replace"))
    for match in re.finditer(rf'"{re.escape(member)}"\s*:\s*("(?:[^"\\]|\\.)*"|[^\s,}}\]]*)', text):
        yield match[1].strip('"')


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
