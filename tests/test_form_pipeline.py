"""Definitions of SageMaker Pipelines: the steps that register a model."""

import json
from typing import Any

import pytest
from document_forms_support import GOOD, IMAGE, SPECIFICATION, Style, agrees, create_cases, dumped, is_json_value, places, takes_away
from forms_support import Case, linted, marked, told
from hypothesis import given, settings
from hypothesis import strategies as st

from mpkit.linter.forms.pipeline_definition import FORM
from mpkit.linter.request import Unknown
from mpkit.linter.source import Source


def pipeline(arguments: str, depth: int = 0) -> str:
    """A definition with a step that registers a model, nested in conditions."""
    step = f'{{"Name": "Register", "Type": "RegisterModel", "Arguments": {arguments}}}'
    for _ in range(depth):
        step = f'{{"Name": "If", "Type": "Condition", "Arguments": {{"Conditions": [], "IfSteps": [], "ElseSteps": [{step}]}}}}'
    return f'{{"Version": "2020-12-01", "Parameters": [{{"Name": "p", "Type": "String"}}],\n "Steps": [{{"Type": "Training"}}, {step}]}}'


UNKNOWNS: list[Any] = [
    {"Get": "Parameters.Status"},
    {"Std:Join": {"On": "/", "Values": [{"Get": "Steps.Train.X"}, {"Get": "Parameters.Y"}]}},
    {"Std:JsonGet": {"PropertyFile": {"Get": "Steps.E.PropertyFiles.r"}, "Path": "a.b"}},
]


def style(depth: int = 1, unknown: Any = UNKNOWNS[0]) -> Style:
    return Style("definition.json", lambda case: pipeline(dumped(case.request, unknown), depth), is_json_value)


@settings(max_examples=25)
@given(create_cases(), st.integers(0, 3))
def test_a_step_has_the_findings_of_its_json_twin(case: Case, depth: int) -> None:
    agrees(style(depth), case)


@settings(max_examples=25)
@given(st.data(), create_cases(), st.sampled_from(UNKNOWNS))
def test_what_other_steps_give_is_unknown(data: st.DataObject, case: Case, unknown: Any) -> None:
    takes_away(style(1, unknown), case, data.draw(places(case.request)))


def test_steps_are_found_in_both_arms_of_conditions_with_their_places() -> None:
    wrong = json.dumps({**GOOD, "ModelApprovalStatus": "Aproved"})
    text = pipeline(wrong, 2).replace('"IfSteps": []', f'"IfSteps": [{{"Type": "RegisterModel", "Arguments": {wrong}}}]', 1)

    found = linted("definition.json", text)

    assert found.requests == 2
    assert [marked(text, diagnostic) for diagnostic in found.diagnostics] == ['"Aproved"', '"Aproved"']
    assert {diagnostic.pointer for diagnostic in found.diagnostics} == {"/ModelApprovalStatus"}


@pytest.mark.parametrize(
    ("on", "values", "rules"),
    [
        ("", ["s3://bucket/", "model.zip"], ["model-data-suffix"]),
        ("/", ["s3:/", "bucket", "model.tar.gz"], []),
        ("/", ["no-url", "model"], ["url-form"]),
        ({"Get": "Parameters.Slash"}, ["s3://bucket", "model.zip"], ["model-data-suffix"]),
        ("/", [{"Std:Join": {"On": "", "Values": ["s3", "://bucket"]}}, "model.zip"], ["model-data-suffix"]),
    ],
)
def test_a_text_that_is_joined_out_of_known_parts_is_known(on: Any, values: list[Any], rules: list[str]) -> None:
    container = {"Image": IMAGE, "ModelDataUrl": {"Std:Join": {"On": on, "Values": values}}}
    text = pipeline(json.dumps({**GOOD, "InferenceSpecification": {**SPECIFICATION, "Containers": [container]}}))

    found = linted("definition.json", text)

    assert [diagnostic.name for diagnostic in found.diagnostics] == rules
    assert [marked(text, diagnostic) for diagnostic in found.diagnostics] == [json.dumps(container["ModelDataUrl"])] * len(rules)


@pytest.mark.parametrize(
    ("values", "prefix", "suffix"),
    [
        (["s3:/", {"Get": "Parameters.Bucket"}, "model.zip"], "s3://", "/model.zip"),
        ([{"Get": "a"}, "b", {"Std:Join": {"On": "-", "Values": [{"Get": "c"}, "d"]}}], "", "-d"),
        (["a", ["b"]], "a/", ""),
    ],
)
def test_the_known_ends_of_a_joined_text_are_known(values: list[Any], prefix: str, suffix: str) -> None:
    text = pipeline(json.dumps({"Task": {"Std:Join": {"On": "/", "Values": values}}}))
    (candidate,) = FORM.read(Source("p.json", text.encode())).candidates

    task = candidate.value["Task"]

    assert isinstance(task, Unknown)
    assert (task.prefix, task.suffix) == (prefix, suffix)


@pytest.mark.parametrize(
    "text",
    [
        '{"Steps": [{"Type": "RegisterModel"}]}',
        '{"Steps": [{"Type": "RegisterModels", "Arguments": {"ModelPackageGroupName": "-"}}], "RegisterModel": 1}',
        '{"eventName": "RegisterModel", "Arguments": {"ModelPackageName": "-"}}',
        '["RegisterModel"]',
        '{"Type": ["RegisterModel"], "Arguments": []}',
    ],
)
def test_what_only_mentions_the_step_is_no_request(text: str) -> None:
    assert linted("definition.json", text).requests == 0
    assert told("definition.json", text) == []


def test_an_empty_and_a_computed_step_are_requests() -> None:
    assert told("p.json", pipeline('{"Get": "Parameters.All"}')) == []
    assert [entry.partition(" ")[2] for entry in told("p.json", pipeline("{}"))] == [
        "missing-name-or-group ",
        "unclear-model-source ",
    ]


def test_a_definition_in_yaml_is_read_too() -> None:
    arguments = json.dumps({**GOOD, "ModelPackageGroupName": {"Get": "Parameters.Group"}, "ModelApprovalStatus": "Aproved"})
    text = f"Steps:\n  - Type: RegisterModel\n    Arguments: {arguments}\n"

    (found,) = linted("pipeline.yaml", text).diagnostics

    assert (found.name, found.pointer, found.form, marked(text, found)) == ("enum-value", "/ModelApprovalStatus", "pipeline", '"Aproved"')


@pytest.mark.parametrize("name", ["definition.json.tpl", "definition.json.tftpl"])
def test_a_template_of_a_definition_is_read_where_it_is_json(name: str) -> None:
    text = pipeline(json.dumps({**GOOD, "ModelPackageGroupName": "${group}", "ModelApprovalStatus": "Aproved"}))

    assert [entry.split(" ")[1:] for entry in told(name, text)] == [["enum-value", "/ModelApprovalStatus"]]
    assert told(name, text.replace('"churn"', "${group}").replace('"Aproved"', "${status}")) == []
