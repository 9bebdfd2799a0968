"""Paths to the nodes of a request, and their JSON Pointer form (RFC 6901)."""

from collections.abc import Iterable
from typing import Any, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Member names and list indexes from the request's root; ``()`` is the root itself."""

ABSENT: Any = object()
"""What `value_at` answers where there is nothing; an identity, so that ``None`` stays a value."""


def pointer(path: Iterable[str | int]) -> str:
    """Render ``path`` as a JSON Pointer; the root is the empty string."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def from_pointer(text: str) -> tuple[str, ...]:
    """Split a JSON Pointer into its unescaped steps; list indexes stay text. Raises `ValueError` when it does not start with ``/``."""
    if not text:
        return ()
    if not text.startswith("/"):
        raise ValueError(f"a JSON Pointer is empty or starts with '/', not {text!r}")
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in text[1:].split("/"))


def value_at(value: Any, path: Path) -> Any:
    """Return the node of ``value`` at ``path``, or `ABSENT`."""
    for step in path:
        if isinstance(step, str):
            value = value.get(step, ABSENT) if isinstance(value, dict) else ABSENT
        else:
            value = value[step] if isinstance(value, list) and 0 <= step < len(value) else ABSENT
        if value is ABSENT:
            return ABSENT
    return value
