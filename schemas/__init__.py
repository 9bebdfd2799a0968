"""The spec as data: editions, clauses and history, and the one loader for them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from .edition import Edition

HERE = Path(__file__).parent
CURRENT = "current"
FILE_NAMES = {"CreateModelPackage": "create-model-package.json", "UpdateModelPackage": "update-model-package.json"}


class UnknownEditionError(LookupError):
    """The name of an edition that there is not; the message lists those there are."""


class Spec:
    """What a run holds requests against: an edition for each operation, under the name that the user gave."""

    def __init__(self, name: str, editions: Mapping[str, Edition]) -> None:
        self.name = name
        self.editions = editions

    def edition(self, operation: str) -> Edition | None:
        """Return the edition for an operation, `None` where the spec does not cover it."""
        return self.editions.get(operation)


def index() -> dict[str, Any]:
    """Return the committed list of editions (``editions``: oldest first) and of other names for them (``aliases``)."""
    found: dict[str, Any] = orjson.loads((HERE / "editions.json").read_bytes())
    return found


def load(name: str = CURRENT) -> Spec:
    """Load a spec by the name of an edition or an alias. Raises `UnknownEditionError`."""
    table = index()
    by_id = {entry["id"]: entry for entry in table["editions"]}
    wanted = table["aliases"].get(name, name)
    if isinstance(wanted, dict):
        return Spec(name, {operation: _edition(by_id[edition]) for operation, edition in wanted.items()})
    if wanted not in by_id:
        raise UnknownEditionError(f"unknown edition '{name}'; known: {', '.join([*by_id, *table['aliases']])}")
    edition = _edition(by_id[wanted])
    return Spec(edition.id, dict.fromkeys(edition.operations, edition))


def _edition(entry: Mapping[str, Any]) -> Edition:
    def read(operation: str) -> dict[str, Any]:
        schema: dict[str, Any] = orjson.loads((HERE / "editions" / entry["id"] / FILE_NAMES[operation]).read_bytes())
        return schema

    return Edition(entry["id"], entry["botocore"], entry["date"], entry["operations"], read)
