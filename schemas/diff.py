"""What changed between two editions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from . import Spec
    from .edition import Edition

Kind: TypeAlias = Literal["operation", "member", "required", "value", "limit", "pattern", "type"]


@dataclass(frozen=True, slots=True)
class Change:
    """One change from an older to a newer edition.

    ``place`` is the operation, shape or ``Shape.Member`` that changed. What came has no ``before``, what went has no ``after``: for a
    ``member`` these are the shape of its values, for ``required`` and ``value`` the name or value itself, for ``limit`` the number under
    its JSON ``keyword``, for ``pattern`` the portable pattern.
    """

    operation: str
    kind: Kind
    place: str
    before: Any = None
    after: Any = None
    keyword: str | None = None


def diff(old: "Spec", new: "Spec") -> tuple[Change, ...]:
    """Return all changes between two specs, by operation and place."""
    changes: list[Change] = []
    for operation in sorted({*old.editions, *new.editions}):
        before, after = old.edition(operation), new.edition(operation)
        if before and after:
            changes += _operation(operation, before, after)
        else:
            changes.append(Change(operation, "operation", operation, before and before.id, after and after.id))
    return tuple(changes)


def _operation(operation: str, old: "Edition", new: "Edition") -> Iterator[Change]:
    before, after = (edition.schema(operation)["$defs"] for edition in (old, new))
    for name in sorted({*before} & {*after}):
        yield from _shape(operation, name, before[name], after[name])
        for place, was, now in _references(name, before[name], after[name]):
            if was != now:
                # Another shape, but for a user it is the same member with other limits.
                yield from _shape(operation, place, before[was], after[now])


def _references(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    was, now = old.get("properties", {}), new.get("properties", {})
    for member in was:
        if member in now:
            yield f"{name}.{member}", _target(was[member]), _target(now[member])
    for keyword, part in (("items", "member"), ("propertyNames", "key"), ("additionalProperties", "value")):
        if isinstance(old.get(keyword), dict) and isinstance(new.get(keyword), dict):
            yield f"{name}.{part}", _target(old[keyword]), _target(new[keyword])


def _target(reference: Mapping[str, Any]) -> str:
    target: str = reference["$ref"].rpartition("/")[2]
    return target


def _shape(operation: str, place: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    if old["type"] != new["type"]:
        yield Change(operation, "type", place, old["type"], new["type"])
        return
    was, now = old.get("properties", {}), new.get("properties", {})
    yield from (Change(operation, "member", f"{place}.{member}", before=_target(was[member])) for member in was if member not in now)
    yield from (Change(operation, "member", f"{place}.{member}", after=_target(now[member])) for member in now if member not in was)
    for kind, keyword in (("required", "required"), ("value", "enum")):
        yield from _lists(operation, kind, place, old.get(keyword, []), new.get(keyword, []))  # type: ignore[arg-type]
    for keyword in ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minimum", "maximum"):
        if old.get(keyword) != new.get(keyword):
            yield Change(operation, "limit", place, old.get(keyword), new.get(keyword), keyword)
    if old.get("pattern") != new.get("pattern"):
        yield Change(operation, "pattern", place, old.get("pattern"), new.get("pattern"))


def _lists(operation: str, kind: Kind, place: str, old: list[str], new: list[str]) -> Iterator[Change]:
    yield from (Change(operation, kind, place, before=entry) for entry in old if entry not in new)
    yield from (Change(operation, kind, place, after=entry) for entry in new if entry not in old)


_LIMITS = {
    "minLength": ("at least", "character"),
    "maxLength": ("at most", "character"),
    "minItems": ("at least", "item"),
    "maxItems": ("at most", "item"),
    "minProperties": ("at least", "entry"),
    "maxProperties": ("at most", "entry"),
    "minimum": ("at least", ""),
    "maximum": ("at most", ""),
}


def sentence(change: Change) -> str:
    """Say a change in words, with ``+`` for what came, ``-`` for what went and ``~`` for what is different."""
    sign = "+" if change.before is None else "-" if change.after is None else "~"
    shown = change.after if change.before is None else change.before
    details = {
        "member": f" ({shown})",
        "required": f": {shown} is {'now' if sign == '+' else 'no longer'} required",
        "value": f": '{shown}'",
        "limit": f": {_limit(change)}" if change.kind == "limit" else "",
        "pattern": f": pattern {_arrow(change)}",
        "type": f": type {_arrow(change)}",
    }
    return f"{sign} {change.place}{details.get(change.kind, '')}"


def _limit(change: Change) -> str:
    bound, noun = _LIMITS[str(change.keyword)]

    def words(limit: int) -> str:
        plural = "" if limit == 1 or not noun else "s"
        return f"{bound} {limit:,} {noun}{plural}".rstrip().replace("entrys", "entries")

    if change.after is None:
        return f"no limit (was {words(change.before)})"
    return words(change.after) + ("" if change.before is None else f" (was {change.before:,})")


def _arrow(change: Change) -> str:
    if change.before is None or change.after is None:
        return str(change.after if change.before is None else change.before)
    return f"{change.before} -> {change.after}"


def text(changes: tuple[Change, ...]) -> str:
    """Render changes as lines, a heading for each operation; the values of an enum that came or went together share a line."""
    lines: list[str] = []
    operation = ""
    values: dict[tuple[str, bool], list[str]] = {}
    for change in changes:
        if change.kind == "value":
            values.setdefault((f"{change.operation} {change.place}", change.before is None), []).append(change.before or change.after)
    for change in changes:
        if change.operation != operation:
            operation = change.operation
            lines += [*([""] if lines else []), operation]
        if change.kind != "value":
            lines.append(f"  {sentence(change)}")
        elif together := values.pop((f"{change.operation} {change.place}", change.before is None), None):
            noun = "value" if len(together) == 1 else "values"
            sign = "+" if change.before is None else "-"
            lines.append(f"  {sign} {change.place}: {len(together):,} {noun}: {', '.join(together)}")
    return "".join(f"{line}\n" for line in lines)
