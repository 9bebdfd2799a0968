"""One fault for each constraint that is not held, for each limit that is held one too strictly, and for each value that is not known.

They are made from the constraints of the schemas, so that each check of a constraint has its own.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...linter.path import value_at
from ..edits import ENTRY, ITEM, Constraint, Place, paths
from ..model import Problem
from ..requirements import ConstraintCheck, constraint_checks
from .fault import Fault, Wrap, looking, passing

if TYPE_CHECKING:
    from ...linter.path import Path
    from ...schemas import Spec

_SIZES = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minimum", "maximum")
_LENGTHS = ("minLength", "maxLength")

# Limits that no value comes to, so that nobody can tell whether they are held one too strictly: a digest has as many characters as its
# pattern says, the shortest ARN of a role is longer than the minimum.
_NEVER_REACHED = {("ImageDigest", "maxLength"), ("ContentDigest", "maxLength"), ("RoleArn", "minLength")}
# What names a package or group that has to exist: none exists whose name or ARN is at a limit of the text.
_NAMES_ANOTHER = (("ModelPackageArn",), ("ModelPackageGroupName",))
# Listed by the schema and forbidden by a rule.
_FORBIDDEN_IN_PROSE = ("AugmentedManifestFile",)
_ANYTHING = (r"^[\s\S]*$", r"^[\s\S]+$")


def faults(spec: "Spec") -> tuple[Fault, ...]:
    """Return the faults of this group."""
    return tuple(fault for item in constraint_checks(spec) for fault in _faults(item))


def _faults(item: ConstraintCheck) -> Iterator[Fault]:
    check, constraint = item.check, item.constraint
    demand = check.title.partition(" ")[2]
    if constraint.keyword == "pattern" and constraint.limit in _ANYTHING:
        title = f"takes no line break, where it {demand}"
        yield Fault(
            f"constraints/narrower/{check.id}", title, (check.id,), _refusing(item.operation, constraint, lambda text: "\n" in text)
        )
        return
    yield Fault(f"constraints/not-held/{check.id}", f"not held: {check.title}", (check.id,), _not_held(item.operation, constraint))
    if constraint.keyword in _SIZES and _is_reached(constraint):
        title = f"refuses what is at the limit, where it {demand}"
        yield Fault(f"constraints/one-off/{check.id}", title, (check.id,), _refusing(item.operation, constraint, _is_at_limit(constraint)))
    if constraint.keyword == "enum":
        last = next(value for value in reversed(constraint.limit) if value not in _FORBIDDEN_IN_PROSE)
        title = f"does not know '{last}', where it {demand}"
        yield Fault(
            f"constraints/out-of-date/{check.id}", title, (check.id,), _refusing(item.operation, constraint, lambda value: value == last)
        )


def _is_reached(constraint: Constraint) -> bool:
    if constraint.limit == 0 or (constraint.keyword in _LENGTHS and constraint.place in _NAMES_ANOTHER):
        return False
    return (constraint.shape, constraint.keyword) not in _NEVER_REACHED


def _not_held(operation: str, constraint: Constraint) -> Wrap:
    return passing(lambda what, request, problem: what == operation and _is_about(problem, constraint))


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


def _refusing(operation: str, constraint: Constraint, refuses: Callable[[Any], bool]) -> Wrap:
    """Refuse some of the values that the constraint allows."""

    def look(what: str, request: Any, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        if what != operation or problems:
            return problems
        refused = [path for path in paths(constraint.place, request) if refuses(_looked_at(constraint, request, path))]
        return tuple(Problem(path, constraint.keyword, "Member must be something else", None, constraint.key) for path in refused)

    return looking(look)


def _looked_at(constraint: Constraint, request: Mapping[str, Any], path: "Path") -> Any:
    return path[-1] if constraint.key else value_at(request, path)


def _is_at_limit(constraint: Constraint) -> Callable[[Any], bool]:
    return lambda value: (len(value) if isinstance(value, str | list | dict) else value) == constraint.limit
