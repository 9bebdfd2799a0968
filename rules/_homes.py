"""Find the structures of an operation that have a member, and where they stand in a request."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from ..linter.path import Path

if TYPE_CHECKING:
    from ..schemas.edition import Edition

Home: TypeAlias = tuple[str, ...]
"""Where a kind of structure stands: member names from the root, ``[]`` for any item of a list."""


def homes(edition: "Edition", operation: str, member: str) -> list[Home]:
    """Return all places whose structure has the member, the ones nearest to the root first."""
    found = []
    waiting: list[tuple[Home, str]] = [((), edition.root(operation))]
    while waiting:
        place, name = waiting.pop(0)
        definition = edition.shape(operation, name)
        if "items" in definition:
            waiting.append(((*place, "[]"), _target(definition["items"])))
        properties = definition.get("properties", {})
        if member in properties:
            found.append(place)
        waiting += [((*place, step), _target(reference)) for step, reference in properties.items()]
    return found


def rendered(home: Home) -> str:
    """Render a place as ``InferenceSpecification.Containers[]``."""
    return ".".join(home).replace(".[]", "[]")


def shared(home: Home, path: Path) -> int:
    """Count the steps that a place and a path have in common from the root on."""
    steps = ["[]" if isinstance(step, int) else step for step in path]
    same = 0
    while same < min(len(home), len(steps)) and home[same] == steps[same]:
        same += 1
    return same


def objects(value: Any, home: Home, path: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield paths and values of the objects of a request that stand in a place."""
    if not home:
        if isinstance(value, dict):
            yield path, value
    elif home[0] == "[]":
        for index, item in enumerate(value if isinstance(value, list) else ()):
            yield from objects(item, home[1:], (*path, index))
    elif isinstance(value, dict) and home[0] in value:
        yield from objects(value[home[0]], home[1:], (*path, home[0]))


def _target(reference: dict[str, Any]) -> str:
    name: str = reference["$ref"].rpartition("/")[2]
    return name
