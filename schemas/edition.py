"""An edition: one dated state of the spec, with a compiled schema for each operation."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

import jsonschema_rs

from .explain import Broken, Explainer, Path, compiled, target


class Edition:
    """The schemas of one service model.

    ``id`` is the edition's name (``2026-11``), ``botocore`` the version of the service model, ``date`` its release date (ISO),
    ``operations`` what it covers. ``read`` returns the JSON Schema of an operation; it is called once for each that is used.
    """

    def __init__(self, id: str, botocore: str, date: str, operations: Sequence[str], read: Callable[[str], dict[str, Any]]) -> None:  # noqa: A002
        self.id = id
        self.botocore = botocore
        self.date = date
        self.operations = tuple(operations)
        self._read = read
        self._schemas: dict[str, dict[str, Any]] = {}
        self._validators: dict[str, jsonschema_rs.Draft202012Validator] = {}
        self._explainers: dict[str, Explainer] = {}

    def schema(self, operation: str) -> dict[str, Any]:
        """Return the JSON Schema of an operation. Raises `KeyError` when the edition does not have it."""
        if operation not in self.operations:
            raise KeyError(operation)
        if operation not in self._schemas:
            self._schemas[operation] = self._read(operation)
        return self._schemas[operation]

    @cached_property
    def _version(self) -> tuple[int, ...]:
        return version(self.botocore)

    def within(self, since: str | None, until: str | None) -> bool:
        """Tell whether the service model is at or after ``since`` and before ``until``."""
        return (since is None or version(since) <= self._version) and (until is None or self._version < version(until))

    def validator(self, operation: str) -> jsonschema_rs.Draft202012Validator:
        """Return the compiled schema of an operation; compiled at the first call."""
        if operation not in self._validators:
            self._validators[operation] = compiled(self.schema(operation))
        return self._validators[operation]

    def root(self, operation: str) -> str:
        """Return the name of the shape of the whole request."""
        return target(self.schema(operation))

    def shape(self, operation: str, name: str) -> dict[str, Any]:
        """Return the schema of a shape. Raises `KeyError` when the operation does not reach it."""
        definition: dict[str, Any] = self.schema(operation)["$defs"][name]
        return definition

    def members(self, operation: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return the names of the members of the request, and of those of the objects in it."""
        root = self.root(operation)
        shapes = self.schema(operation)["$defs"]
        below = {member for name, shape in shapes.items() if name != root for member in shape.get("properties", ())}
        return frozenset(shapes[root]["properties"]), frozenset(below)

    def violations(self, operation: str, value: Any) -> Iterator[Broken]:
        """Yield each constraint that ``value`` breaks, as `mpkit.schemas.explain.Explainer.broken` does."""
        if operation not in self._explainers:
            self._explainers[operation] = Explainer(self.schema(operation))
        return self._explainers[operation].broken(value)

    def shape_at(self, operation: str, path: Path, *, key: bool = False) -> tuple[str, str]:
        """Return the names of the shape at ``path`` and of the structure, map or list around it.

        With ``key``, the shape of the member's name in a map, or the structure itself for a member that it does not have. Unknown
        places belong to the nearest known shape.
        """
        name = owner = self.root(operation)
        for index, step in enumerate(path):
            definition = self.shape(operation, name)
            below = _below(definition, step, key=key and index == len(path) - 1)
            if below is None:
                return name, name
            name, owner = target(below), name
        return name, owner

    def nodes_at(self, operation: str, path: Path, *, key: bool = False) -> list[dict[str, Any]]:
        """Return the schema nodes that speak of ``path``: the reference from the structure around it, then the shape."""
        name = self.root(operation)
        nodes = [self.schema(operation), self.shape(operation, name)]
        for index, step in enumerate(path):
            below = _below(nodes[-1], step, key=key and index == len(path) - 1)
            if below is None:
                return nodes
            nodes = [below, self.shape(operation, target(below))]
        return nodes

    def clauses_at(self, operation: str, path: Path, keyword: str, *, key: bool = False) -> tuple[str, ...]:
        """Return the ids of the clauses behind a broken constraint; for ``required``, ``path`` is that of the missing member.

        Where no document speaks of this constraint, it is what the service model says as a whole (``MOD-…``).
        """
        from .clause import CONSTRAINTS, general  # noqa: PLC0415 - only for findings

        constraint = CONSTRAINTS[keyword]
        nodes = self.nodes_at(operation, path, key=key)
        found = [clause for node in nodes for clause in node.get("x-mpkit", {}).get("clauses", {}).get(constraint, ())]
        return tuple(dict.fromkeys(found)) or (general(constraint),)

    def routes(self, operation: str, shapes: frozenset[str]) -> list[tuple[str, str, str, bool]]:
        """Return how to get from the root to all objects of the given shapes: owner, member, shape below, and whether by a list's items."""
        edges = list(self._edges(operation))
        useful = set(shapes)
        while True:
            more = {owner for owner, _, below, _ in edges if below in useful} - useful
            if not more:
                return [edge for edge in edges if edge[2] in useful]
            useful |= more

    def _edges(self, operation: str) -> Iterator[tuple[str, str, str, bool]]:
        for owner, definition in self.schema(operation)["$defs"].items():
            for member, reference in definition.get("properties", {}).items():
                below = target(reference)
                definition_below = self.shape(operation, below)
                if "items" in definition_below:
                    yield owner, member, target(definition_below["items"]), True
                elif "properties" in definition_below:
                    yield owner, member, below, False


def version(text: str) -> tuple[int, ...]:
    """Turn ``1.34.53`` into a tuple that compares."""
    return tuple(int(part) for part in text.split("."))


def _below(definition: dict[str, Any], step: str | int, *, key: bool) -> dict[str, Any] | None:
    below: Any = None
    if isinstance(step, int):
        below = definition.get("items")
    elif "properties" in definition:
        below = definition["properties"].get(step)
    elif key:
        below = definition.get("propertyNames")
    else:
        below = definition.get("additionalProperties")
    return below if isinstance(below, dict) else None
