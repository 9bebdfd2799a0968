"""Which clauses a diagnostic names: of all that speak of its kind of mistake, those that speak of its place."""

import re
from collections.abc import Iterable

from ..schemas.clause import Clause, load_clauses, relevant
from .finding import Finding
from .path import Path
from .rule import Rule

_STEP = re.compile(r"[^.\[\]{}$]+")
_GENERAL = "MOD-"
# What these clauses list differs from edition to edition, so they are named in their own only.
_DATED = ("enum", "closed")


def cited(rule: Rule, finding: Finding, operation: str, edition: str) -> tuple[str, ...]:
    """Return clause ids for a finding, the most fitting only.

    The clauses that the schema attaches to the place come first, then those that the rule cites for a member of this name. Where no clause
    names the member, the rule's stay as they are; the general clauses of the service model fill in where there is no other.
    """
    if not finding.clauses and len(rule.cites) == 1:
        return rule.cites
    clauses = {name: clause for name, clause in load_clauses().items() if clause.edition == edition or clause.constraint not in _DATED}
    member = _member(finding.path)
    fitting = [name for name in rule.cites if name in clauses and _member_of(clauses[name]) == member]
    wanted = [*(name for name in finding.clauses if name in clauses and not name.startswith(_GENERAL)), *fitting]
    if not wanted:
        wanted = list(finding.clauses) or list(rule.cites)
    return relevant(_nearest(wanted, clauses.values(), finding.path), operation, edition)


def _nearest(ids: list[str], clauses: Iterable[Clause], path: Path) -> list[str]:
    """Keep the clauses whose path shares the most steps with the end of ``path``."""
    by_id = {clause.id: clause for clause in clauses}
    steps = [step for step in path if isinstance(step, str)]
    shared = {name: _common_end(_STEP.findall(by_id[name].path), steps) if name in by_id else 0 for name in ids}
    most = max(shared.values(), default=0)
    return [name for name in ids if shared[name] == most]


def _common_end(one: list[str], other: list[str]) -> int:
    count = 0
    for left, right in zip(reversed(one), reversed(other), strict=False):
        if left != right:
            break
        count += 1
    return count


def _member(path: Path) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _member_of(clause: Clause) -> str:
    steps = _STEP.findall(clause.path.partition("{")[0])
    return steps[-1] if steps else ""
