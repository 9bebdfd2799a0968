"""Find the schema nodes that clauses speak of."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .clause import Clause

_STEP = re.compile(r"\.(?P<member>\w+)|(?P<item>\[\])|\{(?P<part>key|value)\}")
_LIMITED = {"length": ("string",), "count": ("list", "map"), "range": ("integer",)}


@dataclass(frozen=True, slots=True)
class Place:
    """A node of a service model: ``key`` is its place in the schema (``Shape`` or ``Shape.Member``), ``shape`` what is there.

    ``required`` tells whether the structure around it requires it; `None` where there is no structure.
    """

    key: str
    shape: Mapping[str, Any]
    required: bool | None = None


def attach(model: Mapping[str, Any], clauses: Iterable[Clause]) -> dict[str, dict[str, list[str]]]:
    """Return, for each place in a service model, the ids of the clauses about it by kind of constraint.

    A clause is attached where its path leads somewhere in this model and the model makes the constraint there; one that lists members
    or values only where the model has the same, since elsewhere it would be quoted for what it does not say. Structures that
    several paths share have their places once, so a clause about one path is found on the others too.
    """
    attached: dict[str, dict[str, list[str]]] = {}
    for clause in clauses:
        for path in clause.places if clause.constraint and clause.operation else ():
            place = resolve(model, str(clause.operation), path)
            if place and _constrained(place, clause):
                ids = attached.setdefault(place.key, {}).setdefault(str(clause.constraint), [])
                if clause.id not in ids:
                    ids.append(clause.id)
    return attached


def resolve(model: Mapping[str, Any], operation: str, path: str) -> Place | None:
    """Return the place that a path such as ``$.Tags[].Key`` leads to, `None` where this model has no such place."""
    if operation not in model["operations"]:
        return None
    name: str = model["operations"][operation]["input"]["shape"]
    place = Place(name, model["shapes"][name])
    for step in _STEP.finditer(path):
        found = _down(model, name, step)
        if found is None:
            return None
        place, name = found
    return place


def _down(model: Mapping[str, Any], owner: str, step: re.Match[str]) -> tuple[Place, str] | None:
    shape = model["shapes"][owner]
    if step["member"]:
        part, reference = step["member"], shape.get("members", {}).get(step["member"])
        required = part in shape.get("required", ())
    else:
        part = step["part"] or "member"
        reference, required = shape.get(part), None
    if reference is None:
        return None
    name: str = reference["shape"]
    return Place(f"{owner}.{part}", model["shapes"][name], required), name


def _constrained(place: Place, clause: Clause) -> bool:
    shape = place.shape
    match clause.constraint:
        case "required":
            # A clause that leaves a member free is met only where the model does not require it.
            return place.required is (clause.level != "MAY")
        case "closed":
            return shape["type"] == "structure" and set(shape["members"]) == set(clause.lists)
        case "enum":
            return set(shape.get("enum", ())) == set(clause.lists)
        case "length" | "count" | "range" as kind:
            return shape["type"] in _LIMITED[kind] and ("max" in shape or shape.get("min", 0) > 0)
        case "pattern":
            return "pattern" in shape
        case _:
            return True
