"""The members of the current edition, for forms that spell them in another way than the API: snake_case, camelCase."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from ...schemas import load


class Members(NamedTuple):
    """The members of one structure: for each its name in the API and the key of the structure in it, through arrays; `None` for others."""

    below: Mapping[str, str | None]

    @property
    def squeezed(self) -> Mapping[str, str]:
        """The members by their names without case and underscores."""
        return {squeeze(name): name for name in self.below}


@lru_cache(2)
def structures(operation: str) -> tuple[str, Mapping[str, Members]]:
    """Return the structures that a request of an operation is made of, by their shapes, and the shape of the request."""
    edition = load().edition(operation)
    assert edition is not None
    definitions = edition.schema(operation)["$defs"]

    def structure(reference: str) -> str | None:
        shape = definitions[reference.rpartition("/")[2]]
        if "items" in shape:
            return structure(shape["items"]["$ref"])
        return reference.rpartition("/")[2] if "properties" in shape else None

    found = {
        name: Members({member: structure(part["$ref"]) for member, part in shape["properties"].items()})
        for name, shape in definitions.items()
        if "properties" in shape
    }
    return edition.root(operation), found


def squeeze(name: str) -> str:
    """Return a name without case, underscores and hyphens, by which its spellings are equal."""
    return name.replace("_", "").replace("-", "").lower()
