"""What the schemas of an edition and the rules demand of a backend, as checks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from .. import rules
from ..linter.edits import apply_edit
from ..linter.finding import Severity
from ..linter.rule import Example, Rule
from ..schemas.clause import load_clauses
from . import oracle
from .check import Check, Evidence, Level
from .edits import ITEM, Constraint, constraints
from .neighbours import described

if TYPE_CHECKING:
    from ..linter.path import Path
    from ..schemas import Spec
    from ..schemas.edition import Edition

CREATE, UPDATE = "CreateModelPackage", "UpdateModelPackage"
PREFIXES = {CREATE: "create", UPDATE: "update"}

# The pattern of texts in which all but a line break is allowed. The service's public model leaves exactly these unanchored, so that the
# live service may well take line breaks (X24 of the analysis): no MUST rests on them.
_ANY_LINE = r"^[^\n\r\u0085\u2028\u2029]*$"

# What the documents allow, and what public reports say the live service refuses.
_SEEN_REFUSED = frozenset(
    {
        "additional-s3-source-refused",
        "data-source-unversioned",
        "environment-unversioned",
        "source-uri-unversioned",
        "source-uri-with-specification",
    }
)

_EVIDENCE: tuple[Evidence, ...] = ("document", "model", "observed", "inferred")
_LEVELS: tuple[Level, ...] = ("MUST", "SHOULD", "MAY", "INFO")


@dataclass(frozen=True, slots=True)
class ConstraintCheck:
    """A check of one constraint: both sides of it are tried."""

    check: Check
    operation: str
    constraint: Constraint


@dataclass(frozen=True, slots=True)
class RuleCheck:
    """A check of what a rule forbids in prose, by the bad examples of the rule that hold in the edition.

    ``side`` says what the documents make of the examples: they refuse them, or they allow what the live service is seen to refuse.
    """

    check: Check
    rule: Rule
    examples: tuple[Example, ...]
    side: Literal["refused", "accepted"] = "refused"


@lru_cache(maxsize=8)
def constraint_checks(spec: "Spec") -> tuple[ConstraintCheck, ...]:
    """Return a check for every constraint of every path of a spec, in the order of the schemas."""
    return tuple(
        _constraint_check(edition, operation, constraint)
        for operation, edition in spec.editions.items()
        for constraint in constraints(edition, operation)
        # A root of another type is no request at all: the malformed phase asks that.
        if constraint.place or constraint.keyword != "type"
    )


def phase_checks(spec: "Spec") -> tuple[ConstraintCheck | RuleCheck, ...]:
    """Return all checks of the boundary phase: of constraints, then of rules."""
    return (*constraint_checks(spec), *rule_checks(spec))


@lru_cache(maxsize=8)
def rule_checks(spec: "Spec") -> tuple[RuleCheck, ...]:
    """Return a check for every rule that forbids something in a spec, and for what only the live service is said to refuse."""
    found = (_rule_check(spec, rule) for rule in rules.load())
    return tuple(check for check in found if check is not None)


def strongest(ids: Iterable[str]) -> tuple[Level, Evidence]:
    """Return the strongest level of clauses, and the best evidence for it."""
    clauses = [load_clauses()[name] for name in ids]
    level: Level = min((clause.level for clause in clauses), key=_LEVELS.index, default="INFO")
    evidence: Evidence = min((clause.evidence for clause in clauses if clause.level == level), key=_EVIDENCE.index, default="inferred")
    return level, evidence


def _constraint_check(edition: "Edition", operation: str, constraint: Constraint) -> ConstraintCheck:
    key = "@key" if constraint.key else ""
    limit = f"={constraint.limit}" if constraint.keyword == "required" else ""
    path = tuple(0 if step == ITEM else step for step in constraint.place)
    if constraint.keyword == "required":
        path = (*path, constraint.limit)
    ids = edition.clauses_at(operation, path, constraint.keyword, key=constraint.key)
    if constraint.keyword == "type":
        ids = (*ids, *_of_presence(edition, operation, path), *(["MOD-NUMBER"] if constraint.limit == "integer" else []))
    level, evidence = strongest(ids)
    conflict = None
    if constraint.keyword == "pattern" and constraint.limit == _ANY_LINE:
        level, evidence = "SHOULD", "inferred"
        conflict = "the pattern forbids line breaks, and the service's public model does not hold the whole text against it"
    elif level != "MUST":
        level, evidence = "MUST", "model"
    return ConstraintCheck(
        Check(
            id=f"{PREFIXES[operation]}/{described(constraint.place)}:{constraint.keyword}{limit}{key}",
            title=f"{operation} {_demand(constraint)}",
            phase="boundary",
            topic=constraint.keyword,
            clauses=ids,
            level=level,
            evidence=evidence,
            needs=(operation,),
            conflict=conflict,
        ),
        operation,
        constraint,
    )


def _of_presence(edition: "Edition", operation: str, path: "Path") -> tuple[str, ...]:
    """Return the clauses that say a member may be left out: the valid requests of its check have it, and those of the others do not."""
    ids = edition.clauses_at(operation, path, "required")
    return tuple(name for name in ids if load_clauses()[name].level == "MAY")


_DEMANDS = {
    "type": "takes only {limit} values for {place}",
    "required": "demands {limit} in {place}",
    "additionalProperties": "takes only documented members in {place}",
    "enum": "takes only listed values for {place}",
    "pattern": "holds {what} against its pattern",
    "minLength": "takes no text of fewer than {limit:,} characters for {what}",
    "maxLength": "takes no text of more than {limit:,} characters for {what}",
    "minItems": "takes no list of fewer than {limit:,} items for {place}",
    "maxItems": "takes no list of more than {limit:,} items for {place}",
    "minProperties": "takes no map of fewer than {limit:,} entries for {place}",
    "maxProperties": "takes no map of more than {limit:,} entries for {place}",
    "minimum": "takes nothing below {limit:,} for {place}",
    "maximum": "takes nothing above {limit:,} for {place}",
}


def _demand(constraint: Constraint) -> str:
    """Say in words what the constraint demands: the rest of a sentence that begins with the operation."""
    place = described(constraint.place) or "the request"
    what = f"a name in {place}" if constraint.key else place
    return _DEMANDS[constraint.keyword].format(limit=constraint.limit, place=place, what=what)


def _rule_check(spec: "Spec", rule: Rule) -> RuleCheck | None:
    if rule.severity is not Severity.error and rule.name not in _SEEN_REFUSED:
        return None
    examples = tuple(_fitting(spec, rule))
    if not examples:
        return None
    operations = tuple(dict.fromkeys(example.operation for example in examples))
    if rule.severity is Severity.error:
        level, evidence = strongest(rule.cites)
        evidence = evidence if level == "MUST" else "model"
        title = f"{' and '.join(operations)}: refused where {rule.summary}"
        return RuleCheck(Check(f"rules/{rule.name}", title, "boundary", "rule", rule.cites, "MUST", evidence, operations), rule, examples)
    conflict = f"the documents allow it, and it was reported of the live service that it refuses where {rule.summary}"
    title = f"{' and '.join(operations)}: accepted where {rule.summary}"
    check = Check(f"conflicts/{rule.name}", title, "boundary", "conflict", rule.cites, "MUST", "document", operations, conflict)
    return RuleCheck(check, rule, examples, "accepted")


def _fitting(spec: "Spec", rule: Rule) -> Iterator[Example]:
    """Yield the examples that say the same in this spec: the good request is valid, and the bad one is what this rule is about."""
    for example in rule.examples:
        # A member that is null is as good as absent on the wire, whatever a file means by it.
        if not isinstance(example, Example) or example.config or (example.edit.value is None and example.edit.op == "set"):
            continue
        edition = spec.edition(example.operation)
        if edition is None or not oracle.is_settled(edition, example.operation, example.good):
            continue
        bad = apply_edit(example.good, example.edit)
        said = oracle.findings(edition, example.operation, bad) if isinstance(bad, dict) else []
        if {found.name for found, _ in said if found.severity >= Severity.warning} == {rule.name}:
            yield example
