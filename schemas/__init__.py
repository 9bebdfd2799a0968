"""The spec as data: editions, clauses and history, and the one loader for them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from .edition import Edition

HERE = Path(__file__).parent
CURRENT = "current"
INSTALLED = "installed"
FILE_NAMES = {"CreateModelPackage": "create-model-package.json", "UpdateModelPackage": "update-model-package.json"}


class UnknownEditionError(LookupError):
    """The name of an edition that there is not, or that cannot be made here; the message says what there is or what to do."""


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


def names() -> tuple[str, ...]:
    """Return every name that `load` takes."""
    table = index()
    return (*(entry["id"] for entry in table["editions"]), *table["aliases"], INSTALLED)


def load(name: str = CURRENT) -> Spec:
    """Load a spec by the name of an edition or an alias; ``installed`` is made from the user's botocore. Raises `UnknownEditionError`."""
    table = index()
    by_id = {entry["id"]: entry for entry in table["editions"]}
    if name == INSTALLED:
        edition = _installed(by_id)
        return Spec(name, dict.fromkeys(edition.operations, edition))
    wanted = table["aliases"].get(name, name)
    if isinstance(wanted, dict):
        return Spec(name, {operation: _edition(by_id[edition]) for operation, edition in wanted.items()})
    if wanted not in by_id:
        raise UnknownEditionError(f"unknown edition '{name}'; known: {', '.join(names())}")
    edition = _edition(by_id[wanted])
    return Spec(edition.id, dict.fromkeys(edition.operations, edition))


def _installed(by_id: Mapping[str, Mapping[str, Any]]) -> Edition:
    from .installed import InstalledEditionError, installed_edition  # noqa: PLC0415 - only for those who ask for it

    try:
        return installed_edition({name: _edition(entry) for name, entry in by_id.items()})
    except InstalledEditionError as problem:
        raise UnknownEditionError(str(problem)) from problem


def _edition(entry: Mapping[str, Any]) -> Edition:
    def read(operation: str) -> dict[str, Any]:
        schema: dict[str, Any] = orjson.loads((HERE / "editions" / entry["id"] / FILE_NAMES[operation]).read_bytes())
        return schema

    return Edition(entry["id"], entry["botocore"], entry["date"], entry["operations"], read)
