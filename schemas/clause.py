"""Clauses: the normative statements that the documents make, and which of them speak of what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import orjson

HERE = Path(__file__).parent / "clauses"

Constraint: TypeAlias = Literal["type", "required", "closed", "length", "count", "range", "enum", "pattern"]
"""What a clause demands, where a schema can say it."""

CONSTRAINTS: Mapping[str, Constraint] = MappingProxyType(
    {
        "type": "type",
        "required": "required",
        "additionalProperties": "closed",
        "minLength": "length",
        "maxLength": "length",
        "minItems": "count",
        "maxItems": "count",
        "minProperties": "count",
        "maxProperties": "count",
        "minimum": "range",
        "maximum": "range",
        "enum": "enum",
        "pattern": "pattern",
    }
)
"""The kind of constraint that each JSON Schema keyword states."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One normative statement.

    ``document`` and ``lines`` say where it stands, ``operation`` (`None`: both) and ``path`` what it speaks of; ``text`` is the demand
    in our own words. ``level`` is how strong it is and ``evidence`` what it rests on. ``edition`` is the one that ``document`` belongs
    to (`None`: each). ``static`` tells whether a request document alone can break it, ``blackbox`` how a backend shows it.

    ``constraint`` is set where a schema can state the clause, at ``places``; ``lists`` are the members of a closed object or the
    values of an enum, as far as the document names them. ``at`` is set where ``places`` differ from ``path``.
    """

    id: str
    document: str
    lines: str | None
    operation: str | None
    path: str
    text: str
    kind: str
    level: Literal["MUST", "SHOULD", "MAY", "INFO"]
    evidence: Literal["document", "model", "observed", "inferred"]
    edition: str | None
    static: Literal["yes", "partial", "no"]
    blackbox: str
    constraint: Constraint | None = None
    at: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    note: str | None = None

    @property
    def places(self) -> tuple[str, ...]:
        """The paths of the schema nodes that the clause constrains."""
        return self.at or (self.path,)

    @property
    def is_static(self) -> bool:
        """Whether a linter can find at least some requests that break the clause."""
        return self.static != "no"


@cache
def load_clauses() -> Mapping[str, Clause]:
    """Return all clauses by id, in the order of the documents."""
    entries: list[dict[str, Any]] = orjson.loads((HERE / "clauses.json").read_bytes())
    return MappingProxyType({entry["id"]: _clause(entry) for entry in entries})


def _clause(entry: dict[str, Any]) -> Clause:
    fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
    return Clause(**fields)


@cache
def load_exceptions() -> Mapping[str, str]:
    """Return the static clauses that no rule decides, by id, with the reason of each."""
    found: dict[str, str] = orjson.loads((HERE / "exceptions.json").read_bytes())
    return MappingProxyType(found)


def general(constraint: Constraint) -> str:
    """Return the id of the clause that the service model as a whole makes about a kind of constraint."""
    return f"MOD-{constraint.upper()}"


def relevant(ids: Iterable[str], operation: str, edition: str) -> tuple[str, ...]:
    """Narrow clause ids to those that matter for a finding, in the given order.

    These are the clauses about the same operation in the same edition; failing these, those about the operation in any edition; failing
    these too, all. Clauses about every operation always stay.
    """
    clauses = load_clauses()
    known = [clauses[name] for name in dict.fromkeys(ids) if name in clauses]
    specific = [clause for clause in known if clause.operation is not None]
    same_operation = [clause for clause in specific if clause.operation == operation]
    same_edition = [clause for clause in same_operation if clause.edition == edition]
    kept = same_edition or same_operation or specific
    return tuple(clause.id for clause in known if clause.operation is None or clause in kept)
