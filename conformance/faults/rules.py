"""One fault for each rule about what no schema can say: the registry does not know it, or refuses what only rumour forbids."""

from typing import TYPE_CHECKING, Any

from .. import oracle
from ..model import Problem
from ..requirements import RuleCheck, rule_checks
from .fault import Fault, Wrap, looking, passing

if TYPE_CHECKING:
    from ...linter.path import Path
    from ...schemas import Spec


def faults(spec: "Spec") -> tuple[Fault, ...]:
    """Return the faults of this group."""
    return tuple(
        Fault(f"rules/not-held/{item.rule.name}", f"takes a request where {item.rule.summary}", (item.check.id,), _not_held(spec, item))
        if item.side == "refused"
        else Fault(f"rules/beyond/{item.rule.name}", f"refuses a request where {item.rule.summary}", (item.check.id,), _beyond(spec, item))
        for item in rule_checks(spec)
    )


def _not_held(spec: "Spec", item: RuleCheck) -> Wrap:
    """Let pass what breaks the rule, and with it what else is wrong at the same place."""

    def passes(operation: str, request: Any, problem: Problem) -> bool:
        if operation not in item.rule.operations:
            return False
        said = _said(spec, item, operation, request)
        return problem.path in said or problem.path[:-1] in said

    return passing(passes)


def _beyond(spec: "Spec", item: RuleCheck) -> Wrap:
    def look(operation: str, request: Any, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        if problems or operation not in item.rule.operations:
            return problems
        return tuple(Problem(path, item.check.id, item.rule.summary) for path in _said(spec, item, operation, request))

    return looking(look)


def _said(spec: "Spec", item: RuleCheck, operation: str, request: Any) -> "list[Path]":
    """Return the places at which the linter's rule finds something."""
    edition = spec.edition(operation)
    if edition is None or not isinstance(request, dict):
        return []
    return [finding.path for rule, finding in oracle.findings(edition, operation, request) if rule.name == item.rule.name]
