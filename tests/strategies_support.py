"""What the tests of generated requests share: the editions, and an examination with all rules."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from hypothesis.strategies import SearchStrategy

from mpkit.conformance.strategies import create_requests, update_requests
from mpkit.linter.engine import Examiner
from mpkit.linter.finding import Finding
from mpkit.linter.request import Request
from mpkit.linter.rule import Rule
from mpkit.rules import load as load_rules
from mpkit.schemas import index, load
from mpkit.schemas.edition import Edition

RULES = load_rules()
COVERED = [(entry["id"], operation) for entry in index()["editions"] for operation in entry["operations"]]
"""Every edition with every operation that it covers."""


@cache
def edition_of(spec: str, operation: str) -> Edition:
    edition = load(spec).edition(operation)
    assert edition is not None
    return edition


@cache
def _examiner(spec: str, operation: str) -> Examiner:
    return Examiner(edition_of(spec, operation), operation, RULES)


def examined(spec: str, operation: str, value: Any, *, certain: bool = True) -> list[tuple[Rule, Finding]]:
    """All findings of a value; no rule may crash on it."""
    result = _examiner(spec, operation).examine(Request(operation, value, edition_of(spec, operation), certain=certain))
    assert result.crashes == []
    return result.findings


def requests(spec: str, operation: str, *, clean: bool = False) -> SearchStrategy[dict[str, Any]]:
    return create_requests(spec, clean=clean) if operation == "CreateModelPackage" else update_requests(spec, clean=clean)


def all_paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from all_paths(item, (*path, key))
    elif isinstance(value, list):
        for index_, item in enumerate(value):
            yield from all_paths(item, (*path, index_))
