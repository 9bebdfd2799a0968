"""Words for messages about shapes: what a node is called, what was found, how much of it."""

from collections.abc import Sequence
from typing import Any

from ..linter.path import Path
from ..linter.request import quote, show
from ..linter.rule import Violation

TYPES = {
    "object": "an object",
    "array": "an array",
    "string": "a string",
    "integer": "a whole number",
    "boolean": "true or false",
}


def label(path: Path) -> str:
    """Name a node: its member with the indexes behind it, as in ``Containers[0]``; the root is ``the request``."""
    indexes = ""
    for step in reversed(path):
        if isinstance(step, str):
            return short(step) + indexes
        indexes = f"[{step}]{indexes}"
    return "the request" + indexes


def short(name: str) -> str:
    """Return a name as it is when it is a plain word, quoted otherwise."""
    return name if name.isascii() and name.isidentifier() and len(name) < 60 else quote(name)  # noqa: PLR2004 - a line's worth


def in_map(violation: Violation) -> bool:
    """Tell whether the broken node is an entry of a map, whose names the user chooses."""
    definition = violation.request.edition.shape(violation.request.operation, violation.owner)
    return "propertyNames" in definition


def subject(violation: Violation) -> str:
    """Say what is broken: a member, a list's item, a map's value or a name in a map."""
    name = violation.path[-1] if violation.path else None
    if isinstance(name, str) and violation.key:
        return f"the name {quote(name)} in {label(violation.path[:-1])}"
    if isinstance(name, str) and in_map(violation):
        return f"the value of {quote(name)} in {label(violation.path[:-1])}"
    return label(violation.path)


def hidden(path: Path) -> bool:
    """Tell whether the value at ``path`` may hold secrets: an Environment map, or anything in one."""
    return "Environment" in path


def described(value: Any, path: Path) -> str:
    """Render a value for a message, with the kind where the value alone does not tell it."""
    kind = _kind(value)
    if hidden(path):
        return kind
    if isinstance(value, bool) or value is None:
        return show(value, path)
    if isinstance(value, dict | list):
        return kind
    return f"the {kind.partition(' ')[2]} {show(value, path)}"


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    names = {bool: "a boolean", int: "a number", float: "a number", str: "a string", list: "an array"}
    return next((name for kind, name in names.items() if isinstance(value, kind)), "an object")


def quoted(violation: Violation) -> str:
    """Render the broken text, or keep it hidden."""
    return quote(violation.value) if violation.key else show(violation.value, violation.path)


def shown_text(violation: Violation) -> str:
    """Say what is broken and what it holds: ``ModelPackageName is 'a_b'``, or the bare subject where the name says it all."""
    return subject(violation) if violation.key else f"{subject(violation)} is {quoted(violation)}"


def count(number: int, noun: str) -> str:
    """Render a number and its noun: ``1 item``, ``1,024 characters``."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun[:-1] + 'ies' if noun.endswith('y') else noun + 's'}"


MOST_LISTED = 8
"""An enumeration of at most so many values is told whole."""


def choices(allowed: Sequence[str]) -> str:
    """Say which values a short enumeration has: ``allowed are 'All' and 'None'``."""
    return f"the only value is '{allowed[0]}'" if len(allowed) == 1 else f"allowed are {listing(allowed, 'and')}"


def listing(values: Sequence[str], word: str = "or") -> str:
    """Render values as ``'a', 'b' or 'c'``."""
    texts = [quote(value) for value in values]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} {word} {texts[-1]}"
