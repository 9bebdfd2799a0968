"""One fault for each constraint that is not held, for each limit that is held one too strictly, and for each value that is not known.

They are made from the constraints of the schemas, so that each check of a constraint has its own.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..edits import ENTRY, ITEM, Constraint, Place, paths
from ..model import Problem
from ..requirements import ConstraintCheck, constraint_checks
from .fault import Fault, Wrap, looking

if TYPE_CHECKING:
    from ...linter.path import Path
    from ...schemas import Spec

# Keyword by what counts as its limit; what is refused when the limit itself is not accepted any more.
_SIZES = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minimum", "maximum")


def faults(spec: "Spec") -> tuple[Fault, ...]:
    """Return the faults of this group."""
    return tuple(fault for item in constraint_checks(spec) for fault in _faults(item))


def _faults(item: ConstraintCheck) -> Iterator[Fault]:
    check, constraint = item.check, item.constraint
    yield Fault(f"constraints/not-held/{check.id}", f"not held: {check.title}", (check.id,), _not_held(item.operation, constraint))
    if constraint.keyword in _SIZES and not _is_trivial(constraint):
        title = f"one off: refuses the last that is allowed, where it {check.title.partition(' ')[2]}"
        yield Fault(f"constraints/one-off/{check.id}", title, (check.id,), _refusing(item.operation, constraint, (constraint.limit,)))
    if constraint.keyword == "enum":
        title = f"out of date: does not know '{constraint.limit[-1]}', where it {check.title.partition(' ')[2]}"
        yield Fault(f"constraints/out-of-date/{check.id}", title, (check.id,), _refusing(item.operation, constraint, constraint.limit[-1:]))


def _is_trivial(constraint: Constraint) -> bool:
    """Tell whether every request is at the limit, or none can be: there is no minimum of nothing, and nothing is longer than a name."""
    return constraint.limit == 0


def _not_held(operation: str, constraint: Constraint) -> Wrap:
    """Let pass what breaks the constraint, and with it what else is wrong at the same place."""

    def look(what: str, request: Any, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        if what != operation or not problems:
            return problems
        passed = {problem.path for problem in problems if _is_about(problem, constraint)}
        return tuple(problem for problem in problems if problem.path not in passed)

    return looking(look)


def _is_about(problem: Problem, constraint: Constraint) -> bool:
    if problem.keyword != constraint.keyword:
        return False
    if constraint.keyword == "required":
        return problem.path[-1] == constraint.limit and is_at(problem.path[:-1], constraint.place)
    if constraint.keyword == "additionalProperties":
        return is_at(problem.path[:-1], constraint.place)
    return problem.key == constraint.key and is_at(problem.path, constraint.place)


def is_at(path: "Path", place: Place) -> bool:
    """Tell whether a place stands for a path."""
    return len(path) == len(place) and all(
        isinstance(step, int) if wanted == ITEM else wanted in (ENTRY, step) for step, wanted in zip(path, place, strict=True)
    )


def _refusing(operation: str, constraint: Constraint, values: tuple[Any, ...]) -> Wrap:
    """Refuse what is at the limit, or one of the values."""

    def look(what: str, request: Any, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        if what != operation or problems:
            return problems
        refused = [path for path in paths(constraint.place, request) if _measured(constraint, request, path) in values]
        return tuple(Problem(path, constraint.keyword, "Member must be something else", None, constraint.key) for path in refused)

    return looking(look)


def _measured(constraint: Constraint, request: Mapping[str, Any], path: "Path") -> Any:
    """Return what a constraint looks at: a size, a number, or the value itself."""
    value: Any = request
    for step in path:
        value = value[step]
    value = path[-1] if constraint.key else value
    return len(value) if constraint.keyword in _SIZES and isinstance(value, str | list | dict) else value
