"""Since which service model each member, enum value and limit exists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import orjson

from .build import OPERATIONS, reachable
from .model import ServiceModel
from .patterns import UnportablePatternError, portable

HERE = Path(__file__).parent

Since: TypeAlias = tuple[str, str]
"""A botocore version and its release date (ISO)."""


@dataclass(frozen=True, slots=True)
class LimitChange:
    """What one service model changed about a shape.

    ``changes`` maps ``min``, ``max``, ``pattern`` (in its portable form), ``required`` or ``member NAME`` (the shape of a member, item, key
    or value) to what it was before and after; `None` stands for no such limit.
    """

    version: str
    date: str
    changes: Mapping[str, tuple[Any, Any]]


class History:
    """Answers since when; made from ``history.json``."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def first(self, operation: str) -> Since:
        """Return the first service model that has an operation. Raises `KeyError` for one that there never was."""
        return self._when(self._data["operations"][operation])

    def member_since(self, shape: str, member: str) -> Since | None:
        """Return since when a shape has a member, `None` when the first model has it (or none ever had)."""
        return self._find("members", "since", shape, member)

    def member_until(self, shape: str, member: str) -> Since | None:
        """Return the first model that no longer has a member, `None` when the newest has it (or none ever had)."""
        return self._find("members", "until", shape, member)

    def enum_since(self, shape: str, value: str) -> Since | None:
        """Return since when a value belongs to the enum of a shape, `None` when the first model has it (or none ever had)."""
        return self._find("enums", "since", shape, value)

    def enum_until(self, shape: str, value: str) -> Since | None:
        """Return the first model whose enum no longer has a value, `None` when the newest has it (or none ever had)."""
        return self._find("enums", "until", shape, value)

    def limits(self, shape: str) -> tuple[LimitChange, ...]:
        """Return all changes of a shape's limits, oldest first. What the shape began with is no change."""
        changes: Mapping[str, Mapping[str, Sequence[Any]]] = self._data["limits"].get(shape, {})
        return tuple(
            LimitChange(*self._when(version), {trait: (before, after) for trait, (before, after) in traits.items()})
            for version, traits in changes.items()
        )

    def _when(self, version: str) -> Since:
        return version, self._data["models"][version]

    def _find(self, part: str, end: str, shape: str, name: str) -> Since | None:
        by_version: Mapping[str, Sequence[str]] = self._data[part][end].get(shape, {})
        return next((self._when(version) for version, names in by_version.items() if name in names), None)


@cache
def load_history() -> History:
    """Return the committed history."""
    return History(orjson.loads((HERE / "history.json").read_bytes()))


def chronicle(models: Iterable[ServiceModel]) -> dict[str, Any]:
    """Make the history out of service models, which come oldest first. Only what our operations reach counts."""
    found: dict[str, Any] = {
        "models": {},
        "operations": {},
        "members": {"since": {}, "until": {}},
        "enums": {"since": {}, "until": {}},
        "limits": {},
    }
    before: dict[str, Mapping[str, Any]] | None = None
    for model in models:
        found["models"][model.version] = model.date
        for operation in OPERATIONS:
            if operation in model.document["operations"]:
                found["operations"].setdefault(operation, model.version)
        now = _shapes(model)
        if before is not None:
            for name in sorted({*before, *now}):
                _compare(found, model.version, name, before.get(name, {}), now.get(name, {}))
        before = now
    return found


def _shapes(model: ServiceModel) -> dict[str, Mapping[str, Any]]:
    wanted = (model.document["operations"][operation] for operation in OPERATIONS if operation in model.document["operations"])
    names = {name for operation in wanted for name in reachable(model.document, operation["input"]["shape"])}
    return {name: model.document["shapes"][name] for name in names}


def _compare(found: dict[str, Any], version: str, name: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    for part, trait in (("members", "members"), ("enums", "enum")):
        old, new = list(before.get(trait, ())), list(now.get(trait, ()))
        _enter(found[part]["since"], name, version, [entry for entry in new if entry not in old])
        _enter(found[part]["until"], name, version, [entry for entry in old if entry not in new])
    if before and now:
        old_limits, new_limits = _limits(before), _limits(now)
        changes = {
            trait: [old_limits.get(trait), new_limits.get(trait)]
            for trait in sorted({*old_limits, *new_limits})
            if old_limits.get(trait) != new_limits.get(trait)
            and not (trait.startswith("member ") and (trait not in old_limits or trait not in new_limits))
        }
        if changes:
            found["limits"].setdefault(name, {})[version] = changes


def _enter(table: dict[str, dict[str, list[str]]], name: str, version: str, entries: list[str]) -> None:
    if entries:
        table.setdefault(name, {})[version] = entries


def _limits(shape: Mapping[str, Any]) -> dict[str, Any]:
    limits = {trait: shape[trait] for trait in ("min", "max", "required") if shape.get(trait)}
    if "pattern" in shape:
        try:
            limits["pattern"] = portable(shape["pattern"], shape.get("max"))
        except UnportablePatternError:
            limits["pattern"] = shape["pattern"]
    parts = dict(shape.get("members", {})) | {part: shape[part] for part in ("member", "key", "value") if part in shape}
    return limits | {f"member {part}": reference["shape"] for part, reference in parts.items()}
