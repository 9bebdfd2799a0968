"""List the requests of a source, each with how much of it is known."""

from collections.abc import Iterator
from typing import Any

from .finding import Cell, Listed
from .form import Span
from .path import Path, pointer
from .reading import Held
from .request import OpenList, OpenMap, Unknown
from .source import Source
from .templates import may_have_placeholders, with_unknowns


def listed(source: Source, held: Held) -> Listed:
    """Say where a request stands and what of it is known."""
    value = with_unknowns(held.candidate.value)[0] if may_have_placeholders(source.data) else held.candidate.value
    leaves = list(_leaves(value))
    unknowns = [pointer(path) for path, leaf in leaves if isinstance(leaf, Unknown)]
    node = held.form.locate(source, held.candidate, {()}).get(())
    span = held.candidate.seen or (node.value if node else Span(0, 0))
    inner = held.form.inner(source)
    cell: Cell | None = inner.cell(span.start) if inner else None
    return Listed(
        path=source.name,
        form=held.form.name,
        operation=held.operation,
        place=source.lines.place(*span),
        known=len(leaves) - len(unknowns),
        unknown=len(unknowns),
        unknowns=tuple(unknowns),
        opens=tuple(pointer(path) for path, node in _nodes(value) if isinstance(node, OpenMap | OpenList)),
        cell=cell,
    )


def _leaves(value: Any) -> Iterator[tuple[Path, Any]]:
    """Yield what holds nothing else: texts, numbers, unknown values, containers that are known to be empty."""
    return (
        (path, node)
        for path, node in _nodes(value)
        if not isinstance(node, OpenMap | OpenList) and not (isinstance(node, dict | list) and node)
    )


def _nodes(value: Any) -> Iterator[tuple[Path, Any]]:
    """Yield all nodes with their paths, in the order of the text; without recursion, as values may be nested deeply."""
    waiting: list[tuple[Path, Any]] = [((), value)]
    while waiting:
        path, node = waiting.pop()
        yield path, node
        if isinstance(node, dict):
            waiting += [((*path, key), item) for key, item in reversed(node.items())]
        elif isinstance(node, list):
            waiting += [((*path, index), item) for index, item in reversed(list(enumerate(node)))]
