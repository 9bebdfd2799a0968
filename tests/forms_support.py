"""What the tests of forms share: requests with slips, the findings of a text, and the comparison with the JSON twin."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from hypothesis import strategies as st
from strategies_support import all_paths, edition_of, requests

from mpkit.conformance.edits import breaks, constraints
from mpkit.linter.compose import session
from mpkit.linter.config import Config
from mpkit.linter.edits import EditError, apply_edit
from mpkit.linter.finding import Diagnostic
from mpkit.linter.path import Path, from_pointer
from mpkit.linter.session import FileResult, Session
from mpkit.linter.source import Source

CREATE, UPDATE = "CreateModelPackage", "UpdateModelPackage"
SPEC = "2026-11"


class Case(NamedTuple):
    """An operation and a request of it, right or broken."""

    operation: str
    request: dict[str, Any]


@st.composite
def cases(draw: st.DrawFn, operations: tuple[str, ...] = (CREATE, UPDATE), slips: int = 3) -> Case:
    """Draw a valid request and break some of its constraints; the request stays an object."""
    operation = draw(st.sampled_from(operations))
    request = draw(requests(SPEC, operation))
    for _ in range(draw(st.integers(0, slips))):
        constraint = draw(st.sampled_from(_constraints(operation)))
        ways = list(breaks(constraint, request))
        if not ways:
            continue
        try:
            broken = apply_edit(request, draw(st.sampled_from(ways)).edit)
        except EditError:
            continue
        request = broken if isinstance(broken, dict) else request
    return Case(operation, request)


@cache
def _constraints(operation: str) -> list[Any]:
    return [constraint for constraint in constraints(edition_of(SPEC, operation), operation) if constraint.place]


@cache
def _session(operation: str | None) -> Session:
    return session(Config(spec=SPEC), operation=operation)


def linted(name: str, text: str | bytes, operation: str | None = None) -> FileResult:
    """Lint a text under a file name; no rule may crash."""
    result = _session(operation).lint_data(name, text.encode() if isinstance(text, str) else text)
    assert not result.internal_errors, result.internal_errors[0].detail
    return result


def told(name: str, text: str | bytes) -> list[str]:
    """What is found in a text, each as ``line:column rule pointer``."""
    return [f"{found.place.start.line}:{found.place.start.column} {found.name} {found.pointer}" for found in linted(name, text).diagnostics]


def keys(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    """Rules and pointers, in order."""
    return sorted((diagnostic.name, diagnostic.pointer or "") for diagnostic in diagnostics)


def twin(case: Case) -> FileResult:
    """Lint the case as JSON."""
    return linted("request.json", json.dumps(case.request), case.operation)


def marked(text: str, diagnostic: Diagnostic) -> str:
    """The part of a text that a diagnostic marks."""
    lines = Source("x", text.encode()).lines
    start, end = (lines.bounds(position.line)[0] + position.column - 1 for position in (diagnostic.place.start, diagnostic.place.end))
    return text[start:end]


def agree(name: str, text: str, case: Case, is_value: Callable[[str, Any], bool] | None = None) -> None:
    """Assert that a text has the findings of the case's JSON twin, and that the marked text of a finding about a scalar is its value.

    ``is_value`` tells whether a piece of the text stands for a value of the request.
    """
    there, here = twin(case), linted(name, text)
    assert here.requests == 1, here.skipped
    assert keys(here.diagnostics) == keys(there.diagnostics)
    about_values = {(found.name, found.pointer): json.dumps(value) for found in there.diagnostics for value in [_scalar(case, found)]}
    for found in here.diagnostics:
        value = about_values[found.name, found.pointer]
        if is_value is not None and value != "null" and _on_value(json.dumps(case.request), there, found):
            assert is_value(marked(text, found), json.loads(value)), (marked(text, found), value, found)


def _on_value(text: str, there: FileResult, found: Diagnostic) -> bool:
    """Tell whether the twin of a finding marks a value and not a key or an object."""
    pair = [other for other in there.diagnostics if (other.name, other.pointer) == (found.name, found.pointer)]
    return any(marked(text, other) == json.dumps(_at(json.loads(text), other.pointer or "")) for other in pair)


def _scalar(case: Case, found: Diagnostic) -> Any:
    value = _at(case.request, found.pointer or "")
    return None if isinstance(value, dict | list) else value


def _at(value: Any, pointer: str) -> Any:
    for step in from_pointer(pointer):
        value = value[int(step)] if isinstance(value, list) else value.get(step)
    return value


def without(request: Any, path: Path) -> list[Path]:
    """The paths of a request that are neither at ``path`` nor below it."""
    return [other for other in all_paths(request) if other[: len(path)] != path]
