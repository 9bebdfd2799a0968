"""Which clause is covered by what: rules that cite it, a constraint of a schema, or a reason why nothing can decide it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..linter.rule import Breach, Rule
from ..schemas.clause import CONSTRAINTS, Clause, general

if TYPE_CHECKING:
    from ..schemas.edition import Edition


@dataclass(frozen=True, slots=True)
class SchemaPlace:
    """A schema node that states a clause: its place (``Shape`` or ``Shape.Member``), the kind of constraint, and in which editions."""

    place: str
    constraint: str
    editions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What covers one clause.

    ``cited_by`` are ids of the rules that cite it, ``places`` the schema nodes that state it and ``worded_by`` the ids of the rules that
    report a breach of these. ``exception`` is the reason why nothing decides it.
    """

    clause: Clause
    cited_by: tuple[str, ...]
    places: tuple[SchemaPlace, ...]
    worded_by: tuple[str, ...]
    exception: str | None

    @property
    def is_covered(self) -> bool:
        """Whether some finding can rest on the clause, or the schemas grant what it allows."""
        return bool(self.cited_by or self.worded_by or (self.places and self.clause.level == "MAY"))


@dataclass(frozen=True, slots=True)
class Coverage:
    """What covers each clause, in the order of the documents."""

    rows: tuple[Row, ...]

    @property
    def static(self) -> tuple[Row, ...]:
        """The rows of clauses that a request document alone can break."""
        return tuple(row for row in self.rows if row.clause.is_static)

    @property
    def uncovered(self) -> tuple[Row, ...]:
        """The rows of static clauses that nothing covers and no reason excepts."""
        return tuple(row for row in self.static if not row.is_covered and row.exception is None)

    def summary(self) -> str:
        """Say the figure in one line."""
        excepted = sum(row.exception is not None for row in self.static)
        return f"{sum(row.is_covered for row in self.static)} of {len(self.static)} static clauses covered, {excepted} excepted with reason"


def coverage(
    rules: Iterable[Rule], clauses: Mapping[str, Clause], editions: Iterable["Edition"], exceptions: Mapping[str, str]
) -> Coverage:
    """Hold clauses against rules and the schemas of editions."""
    rules = sorted(rules, key=lambda rule: rule.id)
    stated = list(_statements(editions))
    return Coverage(tuple(_row(clause, rules, [at for at in stated if at.clause == clause.id], exceptions) for clause in clauses.values()))


@dataclass(frozen=True, slots=True)
class _Statement:
    clause: str
    edition: str
    place: str
    constraint: str
    keywords: frozenset[str]
    shape: str


def _row(clause: Clause, rules: list[Rule], stated: list[_Statement], exceptions: Mapping[str, str]) -> Row:
    editions: dict[tuple[str, str], dict[str, None]] = {}
    for at in stated:
        editions.setdefault((at.place, at.constraint), {})[at.edition] = None
    whole = frozenset(keyword for keyword, constraint in CONSTRAINTS.items() if general(constraint) == clause.id)
    return Row(
        clause,
        tuple(rule.id for rule in rules if clause.id in rule.cites),
        tuple(SchemaPlace(place, constraint, tuple(seen)) for (place, constraint), seen in editions.items()),
        tuple(rule.id for rule in rules if _words(rule, whole) or any(_words(rule, at.keywords, at.shape) for at in stated)),
        exceptions.get(clause.id),
    )


def _words(rule: Rule, keywords: frozenset[str], shape: str | None = None) -> bool:
    trigger = rule.trigger
    if not isinstance(trigger, Breach) or keywords.isdisjoint(trigger.keywords):
        return False
    return not trigger.shapes or shape in trigger.shapes


def _statements(editions: Iterable["Edition"]) -> Iterator[_Statement]:
    for edition in editions:
        for operation in edition.operations:
            definitions = edition.schema(operation)["$defs"]
            for name, definition in definitions.items():
                for place, node in _nodes(name, definition):
                    shape = node["$ref"].rpartition("/")[2] if "$ref" in node else name
                    for constraint, ids in node.get("x-mpkit", {}).get("clauses", {}).items():
                        keywords = _keywords(constraint, definition, definitions[shape], place.rpartition(".")[2])
                        yield from (_Statement(clause, edition.id, place, constraint, keywords, shape) for clause in ids)


def _keywords(constraint: str, owner: Mapping[str, Any], target: Mapping[str, Any], member: str) -> frozenset[str]:
    """Return the keywords by which a schema states a constraint; none for a member that it leaves free."""
    if constraint == "required":
        return frozenset({"required"} if member in owner.get("required", ()) else ())
    return frozenset(keyword for keyword, kind in CONSTRAINTS.items() if kind == constraint and keyword in target)


def _nodes(name: str, definition: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield name, definition
    for member, reference in definition.get("properties", {}).items():
        yield f"{name}.{member}", reference
    for keyword, part in (("items", "member"), ("propertyNames", "key"), ("additionalProperties", "value")):
        if isinstance(definition.get(keyword), dict):
            yield f"{name}.{part}", definition[keyword]
