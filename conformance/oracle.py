"""The second opinion on a request: the same schema, held by an independent implementation, and what the rules say.

The linter asks jsonschema-rs. This module asks pure-Python ``jsonschema``, with patterns held by ``regex`` against the whole text, as the
service does. Where the two differ, one of them is wrong. It is a hundred times slower and meant for tests and for certifying cases.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import regex
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from ..linter.engine import Examiner
from ..linter.finding import Severity
from ..linter.request import Request
from ..rules import catalogue

if TYPE_CHECKING:
    from ..linter.finding import Finding
    from ..linter.path import Path
    from ..linter.rule import Rule
    from ..schemas.edition import Edition

Error: TypeAlias = "tuple[Path, str]"
"""A path and the JSON Schema keyword that is broken there."""

ADVICE, DOUBT, REFUSAL = Severity.info, Severity.warning, Severity.error
"""What is said about a request: advice, what a SHOULD or contradicting sources say, and what a MUST forbids."""


def errors(edition: "Edition", operation: str, value: Any) -> list[Error]:
    """Return path and keyword of every broken constraint, sorted by path.

    Paths are those of `Edition.violations`: an unknown member's own, that of the object for a missing member (once for each that is
    missing), that of the entry for the name of a map's entry. Raises `KeyError` when the edition does not have the operation.
    """
    found = (error for raw in _validator(edition, operation).iter_errors(value) for error in _errors(raw))
    return sorted(found, key=lambda error: ([str(step) for step in error[0]], error[1]))


def errors_around(edition: "Edition", operation: str, value: Any, path: "Path") -> list[Error]:
    """Return what `errors` does, as far as it can come of a change at ``path``: of what stands around that place, and below it.

    The rest of ``value`` has to be known to break nothing. Raises `KeyError` as `errors` does.
    """
    around = path[:-1]
    for step in around:
        value = value[step]
    shape, _ = edition.shape_at(operation, around)
    raw = _validator(edition, operation, shape).iter_errors(value)
    return sorted(
        (((*around, *where), keyword) for error in raw for where, keyword in _errors(error)),
        key=lambda error: ([str(step) for step in error[0]], error[1]),
    )


def is_valid(edition: "Edition", operation: str, value: Any) -> bool:
    """Tell whether a request breaks no constraint. Raises `KeyError` when the edition does not have the operation."""
    return bool(_validator(edition, operation).is_valid(value))


def findings(edition: "Edition", operation: str, value: Any) -> "list[tuple[Rule, Finding]]":
    """Return what all rules say about a request, an object. Raises `KeyError` when the edition does not have the operation."""
    return list(_examiner(edition, operation).examine(Request(operation, value, edition)).findings)


def is_settled(edition: "Edition", operation: str, value: Any, tolerated: Severity = DOUBT) -> bool:
    """Tell whether a request breaks no constraint and no rule says worse than ``tolerated`` about it."""
    # The rules are asked first: they are quicker.
    return all(rule.severity <= tolerated for rule, _ in findings(edition, operation, value)) and is_valid(edition, operation, value)


@lru_cache(maxsize=16)
def _examiner(edition: "Edition", operation: str) -> Examiner:
    return Examiner(edition, operation, catalogue())


def _errors(error: ValidationError) -> "Iterator[Error]":
    path = tuple(error.absolute_path)
    keyword = str(error.validator)
    if "propertyNames" in error.absolute_schema_path:
        yield (*path, str(error.instance)), keyword
    elif keyword == "additionalProperties":
        assert isinstance(error.schema, Mapping)
        assert isinstance(error.instance, Mapping)
        yield from (((*path, name), keyword) for name in error.instance if name not in error.schema["properties"])
    else:
        yield path, keyword


def _pattern(validator: Any, pattern: str, instance: Any, schema: Mapping[str, Any]) -> Iterator[ValidationError]:
    del schema
    if validator.is_type(instance, "string") and regex.fullmatch(pattern, instance) is None:
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


_Validator: Any = extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]


def is_settled_around(edition: "Edition", operation: str, value: Any, path: "Path", tolerated: Severity = DOUBT) -> bool:
    """Tell what `is_settled` tells, where the rest of ``value`` but what stands around ``path`` is known to break nothing."""
    said = findings(edition, operation, value)
    return all(rule.severity <= tolerated for rule, _ in said) and not errors_around(edition, operation, value, path)


@lru_cache(maxsize=512)
def _validator(edition: "Edition", operation: str, shape: str | None = None) -> Any:
    schema = edition.schema(operation)
    return _Validator(schema if shape is None else {"$ref": f"#/$defs/{shape}", "$defs": schema["$defs"]})
