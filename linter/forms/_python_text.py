"""Texts that a Python program puts together: what is known of the result, its beginning and its end if nothing more."""

import ast
import re
from collections.abc import Iterable, Sequence

from ._python_values import UNCLEAR, Known, Unclear, Value, ends

LONGEST = 100_000
"""No text is put together that is longer: repetition could fill the memory."""

# What '%' formatting fills in, and what str.format does; doubled signs stand for themselves.
_PERCENT = re.compile(r"%(?:\([^()]*\))?[#0\- +]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[hlL]?[A-Za-z%]")
_BRACES = re.compile(r"\{\{|\}\}|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
# Methods of texts whose result is known where text and arguments are.
_METHODS = frozenset(
    {
        "lower",
        "upper",
        "strip",
        "lstrip",
        "rstrip",
        "removeprefix",
        "removesuffix",
        "replace",
        "title",
        "capitalize",
        "swapcase",
        "casefold",
    }
)


def concatenated(parts: Sequence[Value], node: ast.AST) -> Value:
    """Return the texts of ``parts`` one behind the other; a part that is no text counts as an unknown one."""
    known = [part.value for part in parts if isinstance(part, Known) and isinstance(part.value, str)]
    if len(known) == len(parts):
        whole = "".join(known)
        return Known(whole, node) if len(whole) <= LONGEST else Unclear(node=node)
    return Unclear(_start(parts), _end(parts), node)


def formatted(value: Value, conversion: int, spec: ast.expr | None) -> Value:
    """Return a field of an f-string as text."""
    if conversion not in (-1, ord("s")) or spec is not None:
        return UNCLEAR
    return as_text(value)


def as_text(value: Value) -> Value:
    """Return what ``str`` makes of a value."""
    if isinstance(value, Known) and not isinstance(value.value, str):
        return Known(str(value.value), value.node)
    return value if isinstance(value, Known | Unclear) else UNCLEAR


def percent(template: Value, node: ast.AST) -> Value:
    """Return what ``template % …`` is known to begin and end with."""
    return _around(template, _PERCENT, node, doubled=("%%",))


def braces(template: Value, node: ast.AST) -> Value:
    """Return what ``template.format(…)`` is known to begin and end with."""
    return _around(template, _BRACES, node, doubled=("{{", "}}"))


def method(text: Value, name: str, arguments: Sequence[Value], node: ast.AST) -> Value:
    """Return what a method of a text gives; unclear where it is not known."""
    if name == "format":
        return braces(text, node)
    exact = [argument.value for argument in arguments if isinstance(argument, Known) and isinstance(argument.value, str)]
    if name in _METHODS and isinstance(text, Known) and isinstance(text.value, str) and len(exact) == len(arguments):
        try:
            result = getattr(text.value, name)(*exact)
        except TypeError:
            return UNCLEAR
        return Known(result, node) if len(result) <= LONGEST else Unclear(node=node)
    return UNCLEAR


def separated(separator: Value, items: Iterable[Value], node: ast.AST, *, more: bool) -> Value:
    """Return what ``separator.join(items)`` gives; ``more`` says that items may follow."""
    parts: list[Value] = []
    for item in items:
        parts += [separator, item] if parts else [item]
    return concatenated([*parts, UNCLEAR] if more else parts, node)


def path_joined(parts: Sequence[Value], node: ast.AST) -> Value:
    """Return what ``os.path.join`` gives: whatever stands before, it ends in its last part."""
    last = ends(parts[-1]) if parts else None
    return Unclear("", last[1] if last else "", node)


def _around(template: Value, fields: re.Pattern[str], node: ast.AST, doubled: tuple[str, ...]) -> Value:
    if not isinstance(template, Known) or not isinstance(template.value, str) or len(template.value) > LONGEST:
        return Unclear(node=node)
    text = template.value
    found = list(fields.finditer(text))
    if not found:
        return Unclear(node=node) if any(sign in text for sign in "%{}") else Unclear(text, text, node)
    start, end = text[: found[0].start()], text[found[-1].end() :]
    if any(match[0] in doubled for match in (found[0], found[-1])) or any(sign[0] in start + end for sign in doubled):
        return Unclear(node=node)
    return Unclear(start, end, node)


def _start(parts: Sequence[Value]) -> str:
    start = ""
    for part in parts:
        known = ends(part)
        if known is None:
            break
        start += known[0]
        if not isinstance(part, Known) or len(start) > LONGEST:
            break
    return start


def _end(parts: Sequence[Value]) -> str:
    end = ""
    for part in reversed(parts):
        known = ends(part)
        if known is None:
            break
        end = known[1] + end
        if not isinstance(part, Known) or len(end) > LONGEST:
            break
    return end
