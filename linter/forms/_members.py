"""What the members of requests hold, and their names in snake_case and in the camelCase of Kubernetes.

A name means the same wherever it stands, so one flat table serves all objects of both operations; a test holds it to that.
"""

import re
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple, TypeAlias

from ...schemas import load
from ..operation import CREATE, UPDATE
from ..request import Unknown

Leaf: TypeAlias = Literal["string", "integer", "boolean"]

# How the Go code of controllers writes words that are short for something.
_INITIALISMS = {word.capitalize(): word for word in ("URL", "URI", "ID", "KMS", "ARN")}
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FORMER_BOOLEANS = frozenset({"yes", "no", "on", "off", "y", "n", "0", "1"})


class Member(NamedTuple):
    """A member: its name in the API, whether it is a map, whose names the user chooses, and the type of the values in it.

    ``leaf`` speaks of the value itself, of the items of an array and of the values of a map; it is `None` for objects.
    """

    name: str
    is_map: bool
    leaf: Leaf | None


@cache
def members() -> dict[str, Member]:
    """Return the members of all objects in requests by their names in the API."""
    spec = load()
    found: dict[str, Member] = {}
    for operation in (CREATE, UPDATE):
        edition = spec.edition(operation)
        shapes = edition.schema(operation)["$defs"] if edition else {}
        for shape in shapes.values():
            found |= {name: _member(name, reference, shapes) for name, reference in shape.get("properties", {}).items()}
    return found


@cache
def by_snake() -> dict[str, str]:
    """Return the names of the API by those in snake_case."""
    return {snake(name): name for name in members()}


@cache
def by_camel() -> dict[str, str]:
    """Return the names of the API by those in the camelCase of Kubernetes, in lower case."""
    return {camel(name).lower(): name for name in members()}


@lru_cache(512)
def snake(name: str) -> str:
    """Return a name of the API in snake_case: ``supported_response_mime_types``."""
    return "_".join(_words(name)).lower()


@lru_cache(512)
def camel(name: str) -> str:
    """Return a name of the API as the Kubernetes controllers of AWS spell it: ``modelDataURL``, ``s3URI``, ``kmsKeyID``."""
    first, *rest = _words(name)
    return first.lower() + "".join(_INITIALISMS.get(word, word) for word in rest)


def coerced(value: Any, leaf: Leaf | None) -> Any:
    """Return what a reader that converts numbers, booleans and texts into one another makes of a value.

    A number with a fraction has many texts, and words like ``yes`` are a boolean for some readers: these are unknown.
    """
    if leaf == "string" and isinstance(value, bool):
        return "true" if value else "false"
    if leaf == "string" and isinstance(value, int | float):
        return str(value) if isinstance(value, int) else Unknown()
    if leaf == "integer" and isinstance(value, float) and value.is_integer():
        return int(value)
    if leaf == "integer" and isinstance(value, str) and _INTEGER.fullmatch(value):
        return int(value)
    if leaf == "boolean" and isinstance(value, str):
        return told_boolean(value)
    return value


def told_boolean(text: str) -> Any:
    """Return the boolean that a text spells out; unknown for the words that only some readers take for one."""
    lowered = text.lower()
    if lowered in ("true", "false"):
        return lowered == "true"
    return Unknown() if lowered in _FORMER_BOOLEANS else text


def _member(name: str, reference: dict[str, Any], shapes: dict[str, Any]) -> Member:
    shape = _target(reference, shapes)
    while "items" in shape:
        shape = _target(shape["items"], shapes)
    is_map = "propertyNames" in shape
    values = shape.get("additionalProperties")
    inside = _target(values, shapes) if is_map and isinstance(values, dict) else shape
    leaf = inside.get("type")
    return Member(name, is_map, leaf if leaf in ("string", "integer", "boolean") else None)


def _target(reference: dict[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    shape: dict[str, Any] = shapes[reference["$ref"].rpartition("/")[2]] if "$ref" in reference else reference
    return shape


def _words(name: str) -> list[str]:
    return _WORD.split(name)
