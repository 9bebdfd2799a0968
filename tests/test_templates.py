from typing import Any

import pytest

from mpkit import lint_text
from mpkit.linter.request import Unknown
from mpkit.linter.templates import may_have_placeholders, with_unknowns


@pytest.mark.parametrize(
    ("text", "prefix", "suffix"),
    [("${A}", "", ""), ("s3://${B}/m.zip", "s3://", "/m.zip"), ("{{ a }}-{{b}}x", "", "x"), ("$(p.x)", "", "")],
)
def test_a_text_with_a_placeholder_is_unknown_but_for_its_ends(text: str, prefix: str, suffix: str) -> None:
    value, found = with_unknowns({"a": [text, "b"], "c": 1})

    unknown: Any = value["a"][0]
    assert found
    assert isinstance(unknown, Unknown)
    assert (unknown.prefix, unknown.suffix) == (prefix, suffix)
    assert (value["a"][1], value["c"]) == ("b", 1)


@pytest.mark.parametrize("text", ["plain", "$", "{a}", "$HOME", "100 %"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert with_unknowns([text]) == ([text], False)


@pytest.mark.parametrize(("text", "may"), [("${A}", True), ("{{ a }}", True), ("$(p)", True), ('{"a": {"b": 1}}', False)])
def test_most_texts_need_no_second_look(text: str, may: bool) -> None:  # noqa: FBT001 - a table's column
    assert may_have_placeholders(text.encode()) == may


def test_a_placeholder_is_no_finding_and_its_neighbours_are_judged() -> None:
    specification = '"InferenceSpecification": {"Containers": [{"Image": "{{ image }}"}]}'
    text = f'{{"ModelPackageGroupName": "${{GROUP}}", {specification}, "ModelApprovalStatus": "x"}}'

    assert [found.name for found in lint_text(text).diagnostics] == ["enum-value"]
