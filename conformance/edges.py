"""The last valid values: for each limit of the schema, edits of a valid request that go right up to it."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from ..linter.finding import Edit
from ..linter.path import Path
from ..schemas.probes import KNOWN_GOOD
from . import _text
from .edits import Constraint, another, paths

_ANYTHING = (r"^[\s\S]*$", r"^[\s\S]+$")

Edge: TypeAlias = tuple[Edit, ...]
"""Edits of which each goes up to the limit; the first after which the request is valid in every other way is the one to make."""


def edges(constraint: Constraint, request: Mapping[str, Any]) -> Iterator[Edge]:
    """Yield what makes a valid request one that is just still valid by this constraint.

    A length, a count or a number at its limit, each value of an enum (all at once where a list holds them), values that are known to have
    the pattern, a line break where that takes any text. Nothing where the constraint has no last valid value (types, members), or where
    the request is at the limit already.
    """
    path = next(paths(constraint.place, request), None)
    if path is None:
        return
    if constraint.key:
        name = str(path[-1])
        yield from _edge("rename", path, (text for text in _at_limit(constraint, name) if text != name))
        return
    value: Any = request
    for step in path:
        value = value[step]
    if constraint.keyword in ("minLength", "maxLength"):
        yield from _edge("set", path, (text for text in _at_limit(constraint, value) if text != value))
    elif constraint.keyword == "enum":
        yield from _listed(constraint, path, value, request)
    elif constraint.keyword == "pattern":
        # What may hold anything may hold a line break, which most other patterns forbid.
        texts = (*KNOWN_GOOD.get(constraint.shape, ()), *([f"{value}\n"] if constraint.limit in _ANYTHING else []))
        yield from ((Edit("set", path, text),) for text in texts if text != value)
    else:
        yield from _edge("set", path, (limit for limit in _counted(constraint, value) if limit != value))


def _listed(constraint: Constraint, path: Path, value: Any, request: Mapping[str, Any]) -> Iterator[Edge]:
    if isinstance(path[-1], int):
        yield from _edge("set", path[:-1], [list(constraint.limit)])
        return
    for item in constraint.limit:
        if item != value:
            yield Edit("set", path, item), *_beside(path, item, request)


def _beside(path: Path, item: Any, request: Mapping[str, Any]) -> Iterator[Edit]:
    """Yield edits that make a sibling suit another value: what is no prefix any more does not end in a slash."""
    siblings: Any = request
    for step in path[:-1]:
        siblings = siblings[step]
    for name, text in siblings.items():
        if isinstance(text, str) and text.endswith("/"):
            yield Edit("set", path[:-1], {**siblings, name: text.rstrip("/"), path[-1]: item})


def _edge(op: Any, path: Path, values: Any) -> Iterator[Edge]:
    made = tuple(Edit(op, path, value) for value in values)
    if made:
        yield made


def _counted(constraint: Constraint, value: Any) -> Iterator[Any]:
    limit = constraint.limit
    match constraint.keyword:
        case "minimum" | "maximum":
            yield limit
        case "minItems":
            yield value[:limit]
        case "minProperties":
            yield dict(list(value.items())[:limit])
        case "maxItems" if value:
            yield value + [another(value[-1], number) for number in range(len(value), limit)]
        case "maxProperties" if value:
            key, last = list(value.items())[-1]
            yield value | {f"{key}{number}": last for number in range(len(value), limit)}


def _at_limit(constraint: Constraint, text: str) -> Iterator[str]:
    if constraint.keyword in ("minLength", "maxLength"):
        yield from _text.stretched(text, constraint.definition, constraint.limit)
