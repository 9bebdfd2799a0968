"""Placeholders that something fills in before a file is sent: what stands there then is unknown now."""

import re
from typing import Any

from .request import Unknown

_PLACEHOLDER = r"\$\{[^{}]*\}|\{\{.*?\}\}|\$\([^()]*\)"


def may_have_placeholders(data: bytes) -> bool:
    """Tell whether a text may have placeholders, in a microsecond."""
    return b"$" in data or b"{{" in data


def with_unknowns(value: Any, placeholder: str = _PLACEHOLDER) -> tuple[Any, bool]:
    """Return ``value`` with an `Unknown` for each text that has ``${…}``, ``{{…}}`` or ``$(…)`` in it, and whether there is any.

    Forms with other placeholders give a pattern for them.
    """
    pattern = re.compile(placeholder, re.DOTALL)
    found = False

    def behind_last(text: str) -> str:
        ends = [match.end() for match in pattern.finditer(text)]
        return text[ends[-1] :] if ends else text

    def known(node: Any) -> Any:
        nonlocal found
        if isinstance(node, str):
            match = pattern.search(node)
            if match is None:
                return node
            found = True
            return Unknown(node[: match.start()], behind_last(node))
        if type(node) is Unknown:
            match = pattern.search(node.prefix)
            return Unknown(node.prefix[: match.start()] if match else node.prefix, behind_last(node.suffix))
        if isinstance(node, dict):
            return type(node)((key, known(item)) for key, item in node.items())
        if isinstance(node, list):
            return type(node)(known(item) for item in node)
        return node

    return known(value), found
