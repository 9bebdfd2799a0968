"""Which clauses a diagnostic names: of all that speak of its kind of mistake, those that speak of its place."""

import re
from collections.abc import Sequence
from functools import cache

from ..schemas.clause import load_clauses, relevant
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
    clauses = _usable(edition)
    member = _member(finding.path)
    fitting = [name for name in rule.cites if name in clauses and clauses[name][-1:] == member]
    wanted = [*(name for name in finding.clauses if name in clauses and not name.startswith(_GENERAL)), *fitting]
    if not wanted:
        wanted = list(finding.clauses) or list(rule.cites)
    steps = [step for step in finding.path if isinstance(step, str)]
    shared = {name: _common_end(clauses.get(name, ()), steps) for name in wanted}
    most = max(shared.values(), default=0)
    return relevant([name for name in wanted if shared[name] == most], operation, edition)


@cache
def _usable(edition: str) -> dict[str, tuple[str, ...]]:
    """Return the clauses that may be named in an edition, each with the steps of its path."""
    return {
        name: tuple(_STEP.findall(clause.path.partition("{")[0]))
        for name, clause in load_clauses().items()
        if clause.edition == edition or clause.constraint not in _DATED
    }


def _common_end(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for left, right in zip(reversed(one), reversed(other), strict=False):
        if left != right:
            break
        count += 1
    return count


def _member(path: Path) -> tuple[str, ...]:
    return next(((step,) for step in reversed(path) if isinstance(step, str)), ())
