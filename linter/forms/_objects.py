"""Go through a document in search of requests, wherever they are nested."""

from collections.abc import Callable, Iterator
from typing import Any

from ..path import Path
from ..request import Unknown


class Wrapped(Unknown):
    """A value that is unknown, or not JSON, to most, and yet has a value inside; steps of paths through it are those of what is inside."""

    __slots__ = ()

    tag = ""
    """The YAML tag that it is behind, such as ``!Sub``."""

    @property
    def inside(self) -> Any:
        """The value inside."""
        raise NotImplementedError


def objects(value: Any, wanted: Callable[[dict[str, Any]], bool]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the wanted objects of a document with their paths, in its order.

    None is looked for inside of another one, and what YAML uses again through aliases is given once.
    """
    seen: dict[int, Any] = {}
    waiting: list[tuple[Path, Any]] = [((), value)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, Wrapped):
            node = node.inside
        if not isinstance(node, dict | list) or id(node) in seen:
            continue
        seen[id(node)] = node
        if isinstance(node, dict) and wanted(node):
            yield path, node
            continue
        entries = list(node.items() if isinstance(node, dict) else enumerate(node))
        waiting += [((*path, step), item) for step, item in reversed(entries)]
