"""The options of the commands that send requests, and the types of their values, as the AWS CLI makes them of the service model."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal, NamedTuple, TypeAlias

from ...schemas import load
from ..operation import CREATE, UPDATE

OPERATIONS = {"create-model-package": CREATE, "update-model-package": UPDATE}
"""The commands, with the operations that they are for."""

GLOBAL_OPTIONS = {
    "--debug": False,
    "--endpoint-url": True,
    "--no-verify-ssl": False,
    "--no-paginate": False,
    "--output": True,
    "--query": True,
    "--profile": True,
    "--region": True,
    "--version": False,
    "--color": True,
    "--no-sign-request": False,
    "--ca-bundle": True,
    "--cli-read-timeout": True,
    "--cli-connect-timeout": True,
    "--cli-binary-format": True,
    "--no-cli-pager": False,
    "--cli-auto-prompt": False,
    "--no-cli-auto-prompt": False,
    "--cli-error-format": True,
    "--v2-debug": False,
}
"""The options of all commands, of both versions of the AWS CLI; true for those that take a value."""

INPUT_OPTIONS = ("--cli-input-json", "--cli-input-yaml")
SKELETON_OPTION = "--generate-cli-skeleton"

Kind: TypeAlias = Literal["structure", "map", "list", "integer", "number", "boolean", "string"]

_CASES = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_KINDS: Mapping[str, Kind] = {"array": "list", "integer": "integer", "number": "number", "boolean": "boolean"}


class Shape(NamedTuple):
    """A type of the service model: its kind and what is in it. ``members`` are those of a structure, ``below`` is that of a map or list."""

    kind: Kind
    members: Mapping[str, str]
    below: str | None


class Option(NamedTuple):
    """An option that stands for a member of the request; ``flag`` is the value that it gives without one of its own."""

    member: str
    shape: Shape
    flag: bool | None = None


class Command(NamedTuple):
    """A command: its options by name, and the shapes of the service model."""

    operation: str
    options: Mapping[str, Option]
    shapes: Mapping[str, Shape]

    def below(self, shape: Shape | None, step: str | int) -> Shape | None:
        """Return the shape of a member or an item; `None` where there is none."""
        if shape is None:
            return None
        name = shape.members.get(str(step)) if shape.kind == "structure" else shape.below
        return self.shapes.get(name) if name else None


@lru_cache(2)
def command(operation: str) -> Command:
    """Return the command of an operation, by the current edition."""
    edition = load().edition(operation)
    assert edition is not None
    shapes = {name: _shape(definition) for name, definition in edition.schema(operation)["$defs"].items()}
    options: dict[str, Option] = {}
    for member, name in shapes[edition.root(operation)].members.items():
        shape = shapes[name]
        options[option_of(member)] = Option(member, shape, flag=True if shape.kind == "boolean" else None)
        if shape.kind == "boolean":
            options[option_of(member).replace("--", "--no-", 1)] = Option(member, shape, flag=False)
    return Command(operation, options, shapes)


def option_of(member: str) -> str:
    """Return the option that a member has: ``--model-package-name``."""
    return f"--{_CASES.sub('-', member).lower()}"


def member_of(option: str) -> str:
    """Return the member that an option would stand for: ``ModelPackageName``."""
    return "".join(part[:1].upper() + part[1:] for part in option.lstrip("-").split("-"))


def _shape(definition: Mapping[str, Any]) -> Shape:
    if "properties" in definition:
        return Shape("structure", {name: _target(reference) for name, reference in definition["properties"].items()}, None)
    if definition.get("type") == "object":
        below = definition.get("additionalProperties")
        return Shape("map", {}, _target(below) if isinstance(below, dict) else None)
    if "items" in definition:
        return Shape("list", {}, _target(definition["items"]))
    return Shape(_KINDS.get(str(definition.get("type")), "string"), {}, None)


def _target(reference: Mapping[str, Any]) -> str:
    return str(reference["$ref"]).rpartition("/")[2]
