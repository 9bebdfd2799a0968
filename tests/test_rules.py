"""Every rule against every example: a good request is silent under all rules, a bad one gives exactly what its rule promises."""

from typing import Any

import pytest

from mpkit import rules
from mpkit.linter.cli._pages import texts
from mpkit.linter.compose import lint_example
from mpkit.linter.path import pointer
from mpkit.linter.rule import Example, Rule, TextExample

EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.name}-{number}")
    for rule in rules.load()
    for number, example in enumerate(rule.examples)
    if isinstance(example, Example) or not example.staged
]


def test_the_index_says_what_the_rules_say() -> None:
    assert rules.INDEX.read_bytes() == rules.index(), "the index of the rules, which every run reads, is not current: run make docs"


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_a_good_example_is_silent_under_all_rules(rule: Rule, example: Example | TextExample) -> None:
    good, _, name = texts(example)

    report = lint_example(good, name, example)

    assert report.internal_errors == []
    assert report.diagnostics == [], rule.id


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_a_bad_example_gives_exactly_what_its_rule_promises(rule: Rule, example: Example | TextExample) -> None:
    _, bad, name = texts(example)

    report = lint_example(bad, name, example)

    assert report.internal_errors == []
    found = report.diagnostics
    if isinstance(example, Example):
        places: list[Any] = [diagnostic.pointer for diagnostic in found]
        expected: list[Any] = [pointer(path) for path in example.expect]
    else:
        places = [(diagnostic.place.start.line, diagnostic.place.start.column) for diagnostic in found]
        expected = list(example.expect)
    assert [diagnostic.rule for diagnostic in found] == [rule.id] * len(example.expect)
    assert sorted(places) == sorted(expected)
    assert found[0].message == example.message
    assert [diagnostic.message for diagnostic in found if not diagnostic.message or diagnostic.message.endswith(".")] == []
