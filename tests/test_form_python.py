"""Requests in Python: as the JSON twin says, where the program says it, and nothing of what it does not say."""

import json
from collections.abc import Mapping
from typing import Any

from forms_support import Case, cases, keys, linted, marked, twin
from hypothesis import given, settings
from hypothesis import strategies as st
from python_flows import PRELUDE, admits, flows, outcomes
from python_writer import Hole, programs
from strategies_support import all_paths, examined

from mpkit.linter.forms.python_source import FORM
from mpkit.linter.path import Path, pointer
from mpkit.linter.request import Unknown
from mpkit.linter.source import Source


class Client:
    """Takes what a program passes on."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []

    def create_model_package(self, **request: Any) -> None:
        self.taken.append(request)

    update_model_package = create_model_package


def plain(value: Any) -> Any:
    """A value as JSON has it: with lists in place of tuples."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value


def run(text: str) -> tuple[list[dict[str, Any]], Mapping[str, Any]]:
    """Run a program with a client that takes the requests."""
    client = Client()
    names: dict[str, Any] = {"sm": client, "__name__": "__main__", "open": lambda _path: __import__("contextlib").nullcontext()}
    exec(compile(text, "program", "exec"), names)
    for call in ("main", "Registry"):
        if call in names:
            made = names[call](client) if call == "main" else names[call]().register()
            del made
    return [plain(request) for request in client.taken], names


@st.composite
def written(draw: st.DrawFn) -> tuple[Case, str]:
    case = draw(cases())
    return case, draw(programs(case.operation, case.request)).text


@settings(max_examples=300)
@given(written())
def test_a_program_says_what_its_json_twin_says_where_the_value_is_given(pair: tuple[Case, str]) -> None:
    case, text = pair
    taken, names = run(text)
    assert taken == [case.request]

    assert_twins(text, names, case)


def assert_twins(text: str, names: Mapping[str, Any], case: Case) -> None:
    """Assert that a program has the findings of its JSON twin, each at the text that gives the same value or name."""
    here, there = linted("train.py", text), twin(case)
    assert here.requests == 1
    assert keys(here.diagnostics) == keys(there.diagnostics)
    source = json.dumps(case.request)
    pieces = {(found.name, found.pointer, found.message): marked(source, found) for found in there.diagnostics}
    for found in here.diagnostics:
        piece = marked(text, found)
        wanted = pieces[found.name, found.pointer, found.message]
        if wanted[0] in "{[" or found.pointer == "":
            # Objects that are put together, and calls, stand in several places.
            assert piece
        elif piece != wanted.strip('"'):
            assert plain(eval(f"({piece})", dict(names))) == json.loads(wanted), (piece, wanted, found)  # type: ignore[arg-type]


@st.composite
def with_hole(draw: st.DrawFn) -> tuple[Case, str, Hole]:
    case = draw(cases())
    hole = Hole(draw(st.sampled_from([path for path in all_paths(case.request) if path] or [()])))
    return case, draw(programs(case.operation, case.request, hole)).text, hole


@settings(max_examples=300)
@given(with_hole())
def test_an_unknown_value_takes_away_what_rests_on_it_and_nothing_else(planted: tuple[Case, str, Hole]) -> None:
    case, text, hole = planted
    if not hole.path:
        return

    here = linted("train.py", text)

    wanted = examined("2026-11", case.operation, planted_in(case.request, hole.path), certain=False)
    assert keys(here.diagnostics) == sorted((rule.name, pointer(finding.path)) for rule, finding in wanted)


def planted_in(value: Any, path: Path) -> Any:
    """A copy of a value with an unknown one at a path."""
    if not path:
        return Unknown()
    if isinstance(value, dict):
        return {key: planted_in(item, path[1:]) if key == path[0] else item for key, item in value.items()}
    return [planted_in(item, path[1:]) if index == path[0] else item for index, item in enumerate(value)]


@settings(max_examples=600)
@given(flows())
def test_what_is_known_holds_in_every_run(text: str) -> None:
    program = PRELUDE + text
    source = Source("train.py", program.encode())
    document = FORM.read(source)
    assert not document.problems, program
    found = {}
    for candidate in document.candidates:
        node = FORM.locate(source, candidate, {()})[()]
        found[source.lines.position(node.value.start).line] = candidate.value
    for line, real in outcomes(program, 12):
        if line in found:
            assert admits(found[line], real), f"line {line}: {found[line]} is said of {real}\n{program}"
