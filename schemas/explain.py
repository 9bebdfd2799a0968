"""Say which constraints of a schema a value breaks."""

from collections.abc import Iterator
from typing import Any

import jsonschema_rs

Path = tuple[str | int, ...]
Broken = tuple[Path, str, Any, bool]
"""Path, keyword, the keyword's value, and whether the name of the member at the path is meant and not its value."""


def compiled(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """Compile a schema for the linear-time engine: a hostile value must not make a pattern slow."""
    return jsonschema_rs.Draft202012Validator(schema, pattern_options=jsonschema_rs.RegexOptions(), offline=True)


def target(reference: dict[str, Any]) -> str:
    """Return the name of the shape that a node of the schema refers to."""
    name: str = reference["$ref"].rpartition("/")[2]
    return name


class Explainer:
    """Lists the broken constraints of one operation's schema.

    Names in maps are looked at here: the validator copies the whole map into the error of each name, which makes many bad names slow.
    """

    def __init__(self, schema: dict[str, Any]) -> None:
        definitions = schema["$defs"]
        plain = {
            name: {keyword: value for keyword, value in node.items() if keyword != "propertyNames"} for name, node in definitions.items()
        }
        self._values = compiled({**schema, "$defs": plain})
        self._root = target(schema)
        self._names = {
            name: (
                compiled({"propertyNames": node["propertyNames"], "$defs": definitions}),
                compiled({**node["propertyNames"], "$defs": definitions}),
            )
            for name, node in definitions.items()
            if "propertyNames" in node
        }
        self._below = _ways(definitions, set(self._names))

    def broken(self, value: Any) -> Iterator[Broken]:
        """Yield each broken constraint.

        An unknown member's path is its own; a missing member's path is that of the object, with the name as the keyword's value.
        """
        for error in self._values.iter_errors(value):
            kind = error.kind
            path = _path(value, error)
            if isinstance(kind, jsonschema_rs.ValidationErrorKind.AdditionalProperties):
                for name in kind.unexpected:
                    yield (*path, name), "additionalProperties", None, True
            else:
                yield path, str(error.schema_path[-1]), _limit(kind), False
        yield from self._broken_names(value)

    def _broken_names(self, value: Any) -> Iterator[Broken]:
        waiting: list[tuple[Path, Any, str]] = [((), value, self._root)]
        while waiting:
            path, node, shape = waiting.pop()
            if isinstance(node, list):
                waiting += [((*path, index), item, shape) for index, item in enumerate(node)]
            elif isinstance(node, dict):
                if shape in self._names:
                    all_names, one_name = self._names[shape]
                    if not all_names.is_valid(node):
                        yield from _broken_names_of(path, node, one_name)
                waiting += [((*path, member), node[member], below) for member, below in self._below.get(shape, ()) if member in node]


def _broken_names_of(path: Path, node: dict[str, Any], names: jsonschema_rs.Draft202012Validator) -> Iterator[Broken]:
    for name in node:
        for error in names.iter_errors(name):
            yield (*path, name), str(error.schema_path[-1]), _limit(error.kind), True


def _ways(definitions: dict[str, Any], wanted: set[str]) -> dict[str, list[tuple[str, str]]]:
    """Return, for each structure that leads to a wanted shape, the members to follow and the shape below; lists count as their items."""
    edges = [
        (owner, member, _through_list(definitions, target(reference)))
        for owner, node in definitions.items()
        for member, reference in node.get("properties", {}).items()
    ]
    useful = set(wanted)
    while more := {owner for owner, _, below in edges if below in useful} - useful:
        useful |= more
    ways: dict[str, list[tuple[str, str]]] = {}
    for owner, member, below in edges:
        if below in useful:
            ways.setdefault(owner, []).append((member, below))
    return ways


def _through_list(definitions: dict[str, Any], shape: str) -> str:
    node = definitions[shape]
    return target(node["items"]) if "items" in node else shape


def _path(value: Any, error: jsonschema_rs.ValidationError) -> Path:
    """Return the path of an error with the keys as they are: the validator gives keys of digits as numbers and leaves empty ones out."""
    path: list[str | int] = []
    for step in error.instance_path:
        name: str | int = step
        if isinstance(value, dict) and isinstance(step, int):
            name = str(step) if str(step) in value and value[str(step)] == error.instance else _spelt(value, step, error.instance)
        path.append(name)
        value = value[name]
    if isinstance(value, dict) and "" in value and error.instance != value:
        path.append("")
    return tuple(path)


def _spelt(value: dict[str, Any], number: int, instance: Any) -> str:
    spelt = [key for key in value if key.isascii() and key.isdecimal() and (key.lstrip("0") or "0") == str(number)]
    return next((key for key in spelt if value[key] == instance), spelt[0])


def _limit(kind: jsonschema_rs.ValidationErrorKind) -> Any:
    limit = next(iter(kind.as_dict().values()))
    return limit[0] if kind.name == "type" else limit
