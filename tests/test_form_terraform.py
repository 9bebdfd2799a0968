"""Terraform's configurations, in HCL and JSON: resources awscc_sagemaker_model_package."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from document_forms_support import (
    GOOD,
    IMAGE,
    OWN,
    SPECIFICATION,
    Style,
    agrees,
    converts_nothing,
    create_cases,
    is_normal,
    member_names,
    places,
    renamed,
    takes_away,
)
from forms_support import Case, linted, marked, told, twin
from hypothesis import given, settings
from hypothesis import strategies as st

from mpkit import lint_path, lint_text
from mpkit.linter.forms import _hcl
from mpkit.linter.forms._hcl import HCL
from mpkit.linter.forms._members import snake
from mpkit.linter.forms.terraform import FORM
from mpkit.linter.forms.terraform_json import FORM as JSON_FORM
from mpkit.linter.path import from_pointer
from mpkit.linter.request import OpenMap, Unknown
from mpkit.linter.source import Source

BESIDES = {"ApprovalDescription", "AdditionalInferenceSpecificationsToAdd"}
UNKNOWNS = ["var.x", "local.nowhere", '"${var.a}"', "[for s in var.l : s]", 'var.c ? "a" : "b"', "f(1)", "aws_x.y[0].z", "merge(var.a, {})"]


def hcl(value: Any, unknown: str = UNKNOWNS[0], indent: str = "  ") -> str:
    """Write a value as an expression."""
    deeper = indent + "  "
    if isinstance(value, Unknown):
        return unknown
    if isinstance(value, dict):
        return "{\n" + "".join(f"{deeper}{key(name)} = {hcl(item, unknown, deeper)}\n" for name, item in value.items()) + indent + "}"
    if isinstance(value, list):
        return "[" + ", ".join(hcl(item, unknown, indent) for item in value) + "]"
    if isinstance(value, str):
        text = json.dumps(value, ensure_ascii=False).replace("\\b", "\\u0008").replace("\\f", "\\u000c")
        return text.replace("${", "$${").replace("%{", "%%{")
    return json.dumps(value)


def key(name: str) -> str:
    return name if name.isascii() and name.isidentifier() else hcl(name)


def resource(body: str, before: str = "") -> str:
    return f'{before}# The churn model\nresource "awscc_sagemaker_model_package" "churn" {body}\n'


def suits(case: Case) -> bool:
    slips = [str(from_pointer(found.pointer or "")[-1]) for found in twin(case).diagnostics if found.name == "unknown-member"]
    names = {snake(name) for name in member_names()}
    texts = json.dumps(case.request, ensure_ascii=False)
    # In JSON a backslash before a letter may stand for something else in HCL, which the writer knows of.
    fine = BESIDES.isdisjoint(case.request) and names.isdisjoint(slips) and "\\\\" not in texts
    return fine and converts_nothing(case) and is_normal(case)


CASES = create_cases().filter(suits)


def in_hcl(unknown: str = UNKNOWNS[0]) -> Style:
    def write(case: Case) -> str:
        return resource(hcl(renamed(case.request, snake), unknown, ""), before="locals {\n  é = 1\n}\n")

    return Style("main.tf", write, lambda text, value: text == hcl(value))


def in_json(unknown: str = "${var.x}") -> Style:
    def write(case: Case) -> str:
        text = json.dumps(renamed(case.request, snake), default=lambda _: "UNKNOWN", ensure_ascii=False)
        text = text.replace("${", "$${").replace("%{", "%%{").replace('"UNKNOWN"', json.dumps(unknown))
        return f'{{"//": "c", "resource": {{"awscc_sagemaker_model_package": {{"churn": {text}}}}}}}'

    return Style("main.tf.json", write, lambda text, value: json.loads(text.replace("$${", "${").replace("%%{", "%{")) == value)


@settings(max_examples=25)
@given(CASES, st.sampled_from([in_hcl(), in_json()]))
def test_a_resource_has_the_findings_of_its_json_twin(case: Case, style: Style) -> None:
    agrees(style, case)


@settings(max_examples=25)
@given(st.data(), CASES, st.sampled_from([*map(in_hcl, UNKNOWNS), in_json(), in_json("%{ if var.a }x%{ endif }")]))
def test_what_is_computed_is_unknown(data: st.DataObject, case: Case, style: Style) -> None:
    takes_away(style, case, data.draw(places(case.request)))


def attributes(**members: Any) -> dict[str, Any]:
    found: dict[str, Any] = renamed({**GOOD, **members}, snake)
    return found


def names(text: str, file: str = "main.tf") -> list[str]:
    return [entry.split()[1] for entry in told(file, text)]


def values(text: str) -> dict[str, Any]:
    """The members of the one request in a file."""
    (candidate,) = FORM.read(Source("main.tf", text.encode())).candidates
    found: dict[str, Any] = candidate.value
    return found


def described(expression: str, before: str = "") -> Any:
    """The value that an expression has as a description."""
    return values(resource(f"{{\n  model_package_description = {expression}\n}}", before))["ModelPackageDescription"]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ('"a b"', "a b"),
        ('"é\\u00e9\\U0001f600\\t\\"\\\\"', 'éé😀\t"\\'),
        ('"e\\u0301"', "é"),
        ('"$${a} %%{b} $ % $"', "${a} %{b} $ % $"),
        ('"a${"b"}c${"d${"e"}"}"', "abcde"),
        ('("a")', "a"),
        ('var.x ? "same" : "same"', "same"),
        ("<<EOT\n  a $${b} \\n\nEOT", "  a ${b} \\n\n"),
        ("<<-EOT\n      a\n        b\n    EOT", "a\n  b\n"),
        ("<<EOT\nEOT", ""),
        ("5", "5"),
        ("-5", "-5"),
        ("true", "true"),
        ('sensitive("a")', "a"),
        ('jsonencode({ b = [1, null], a = "<" })', '{"a":"\\u003c","b":[1,null]}'),
        ("local.greeting", "hello you"),
        ('"${local.nested.deep.text}!"', "deep!"),
    ],
)
def test_literal_expressions_are_known(expression: str, value: str) -> None:
    before = 'locals {\n  who = "you"\n  greeting = "hello ${local.who}"\n  nested = { deep = { text = "deep" } }\n}\n'

    assert described(expression, before) == value


@pytest.mark.parametrize(
    ("expression", "prefix", "suffix"),
    [
        ('"s3://${var.b}/${var.k}/model.tar.gz"', "s3://", "/model.tar.gz"),
        ('"$${a}${var.x}%%{b}"', "${a}", "%{b}"),
        ('"a${"b${var.x}c"}d"', "ab", "cd"),
        ('"a %{ if var.x }b%{ else }c%{ endif } d"', "a ", " d"),
        ("<<EOT\na ${var.x} b\nEOT", "a ", " b\n"),
        ('"a ${~ var.x ~} b"', "", ""),
        ("<<-EOT\n  a ${var.x}\n  EOT", "", ""),
        ("<<-EOT\n  a\n\n  b\n  EOT", "", ""),
        ("jsonencode({ a = var.x })", "", ""),
        ("1.5", "", ""),
        ("1e3", "", ""),
        ("local.cycle", "", ""),
        ("local.twice", "", ""),
        ("local.map.absent", "", ""),
        ("local.list[0]", "", ""),
        ("var.default", "", ""),
        ("provider::aws::f(1)", "", ""),
        ('var.x == 1 ? "a" : var.y', "", ""),
        ("1 + 2", "", ""),
    ],
)
def test_what_is_known_of_other_expressions_are_their_ends(expression: str, prefix: str, suffix: str) -> None:
    before = (
        'variable "default" {\n  default = "x"\n}\nlocals {\n  cycle = "a${local.cycle}"\n  twice = "a"\n  map = {}\n  list = ["a"]\n}\n'
        'locals {\n  twice = "b"\n}\n'
    )
    value = described(expression, before)

    assert isinstance(value, Unknown)
    assert (value.prefix, value.suffix) == (prefix, suffix)


def test_what_a_local_value_holds_is_told_where_it_is_written() -> None:
    text = resource(
        '{\n  model_package_group_name = "g"\n  inference_specification = {\n    containers = [local.container]\n'
        "    supported_content_types = []\n    supported_response_mime_types = []\n  }\n}",
        before=f'locals {{\n  container = {{\n    image = "{IMAGE}"\n    "model_data_url" : "s3://models/model.zip"\n  }}\n}}\n',
    )

    found = [one for one in linted("main.tf", text).diagnostics if one.name == "model-data-suffix"]

    assert [(marked(text, one), one.place.start.line) for one in found] == [('"s3://models/model.zip"', 4)]
    assert found[0].message.startswith("model_data_url is ")


def test_members_that_only_the_provider_requires_are_missed_with_that_said() -> None:
    text = resource(hcl(attributes(InferenceSpecification={"Containers": [{"Image": IMAGE}], "SupportedContentTypes": []})))

    (found,) = linted("main.tf", text).diagnostics

    assert found.message == (
        "inference_specification has no supported_response_mime_types, which the awscc provider requires, although the API does not"
    )
    assert (found.name, found.pointer, found.help) == ("missing-member", "/InferenceSpecification", "add supported_response_mime_types")
    assert found.message.endswith(OWN)
    assert marked(text, found) == "inference_specification"


@pytest.mark.parametrize(
    "extra",
    [
        {"approval_description": "fine", "model_package_version": 1, "last_modified_time": "now"},
        {"depends_on": ["x"], "count": 1, "for_each": [], "provider": "awscc.eu"},
        {"certify_for_marketplace": "false", "model_package_name": None},
        {"customer_metadata_properties": {"A": 1, "modelPackage_Name": True}},
    ],
)
def test_what_terraform_takes_is_no_finding(extra: dict[str, Any]) -> None:
    assert names(resource(hcl({**attributes(), **extra}))) == []
    assert names(json.dumps({"resource": [{"awscc_sagemaker_model_package": {"a": [{**attributes(), **extra}]}}]}), "m.tf.json") == []


def test_blocks_and_dynamic_blocks_leave_the_resource_open() -> None:
    text = resource(
        '{\n  lifecycle {\n    ignore_changes = [tags]\n  }\n  dynamic "tags" {\n    for_each = var.x\n'
        '    content {\n      key = "a"\n    }\n  }\n'
        "  inference_specification {\n    containers = 5\n  }\n  inference_specification {\n  }\n}"
    )
    value = values(text)

    assert isinstance(value, OpenMap)
    assert list(value) == ["InferenceSpecification"]
    assert isinstance(value["InferenceSpecification"], Unknown)
    assert names(text) == []


@pytest.mark.parametrize("body", ["{}", "{\n}", "{ # nothing\n}"])
def test_an_empty_resource_lacks_everything(body: str) -> None:
    assert told("main.tf", resource(body)) == ["2:42 missing-name-or-group ", "2:42 unclear-model-source "]


def test_keys_that_are_computed_leave_an_object_open() -> None:
    text = resource('{\n  model_metrics = {\n    (var.x) = 1\n    "${var.y}" = 2\n    ("bias") = {}\n    "model_quality" = {}\n  }\n}')
    metrics = values(text)["ModelMetrics"]

    assert isinstance(metrics, OpenMap)
    assert metrics == {"Bias": {}, "ModelQuality": {}}


@pytest.mark.parametrize("name", ["override.tf", "a/staging_override.tofu", "x_override.tf.json"])
def test_what_an_override_file_lacks_stands_elsewhere(name: str) -> None:
    body = {"model_approval_status": "Aproved"}
    text = resource(hcl(body)) if not name.endswith(".json") else json.dumps({"resource": {"awscc_sagemaker_model_package": {"a": body}}})

    assert names(text, name) == ["enum-value"]


@pytest.mark.parametrize(
    "text",
    [
        'data "awscc_sagemaker_model_package" "x" {\n  id = "x"\n}\n',
        'resource "awscc_sagemaker_model_package_group" "x" {\n  model_package_group_name = "-"\n}\n',
        'resource "other" "awscc_sagemaker_model_package" {\n  model_package_name = "-"\n}\n',
        "# awscc_sagemaker_model_package\n",
        'import {\n  to = awscc_sagemaker_model_package.this\n  id = "x"\n}\n',
    ],
)
def test_what_only_mentions_the_resource_is_no_request(text: str) -> None:
    assert linted("main.tf", text).requests == 0
    assert told("main.tf", text) == []


def test_broken_syntax_is_told_where_it_keeps_a_resource_from_being_read() -> None:
    fine = resource(hcl(attributes(ModelApprovalStatus="x")))
    broken = 'resource "awscc_sagemaker_model_package" "b" {\n  task = = 5\n}\n'

    assert [entry.split()[1] for entry in told("main.tf", fine + broken)] == ["enum-value", "syntax-error"]
    assert told("main.tf", 'output "a" {\n  value = = 1\n}\n' + fine) == ["2:11 syntax-error None"]
    assert told("main.tf", fine + 'output "a" {\n  value = = 1\n}\n') == ["12:29 enum-value /ModelApprovalStatus"]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (
            'locals {\n  a = f("x)\n}\nresource "awscc_sagemaker_model_package" "b" {\n}\n',
            (2, 9),
            "the quote that opens here is not closed",
        ),
        ('resource "awscc_sagemaker_model_package" "b" {\n  a = [1, 2\n}\n', (3, 1), "']' is missing before this"),
        ('resource "awscc_sagemaker_model_package" "b" {\n  a = ?\n}\n', (2, 7), "this is no HCL"),
        ('resource "awscc_sagemaker_model_package" "b" {\n  a = 1\n', (3, 1), "'}' is missing before this"),
    ],
)
def test_broken_syntax_is_told_in_plain_words(text: str, place: tuple[int, int], message: str) -> None:
    (found,) = linted("main.tf", text).diagnostics

    assert (found.place.start, found.message) == (place, f"{message}, so that the resource is not read")


def test_numbers_with_exponents_break_nothing() -> None:
    assert names('locals {\n  a = 1e3\n  b = "1e5"\n}\n' + resource(hcl(attributes(ModelApprovalStatus="x")))) == ["enum-value"]


def test_comments_suppress_findings() -> None:
    text = resource(
        hcl(attributes(ModelApprovalStatus="x", SkipModelValidation="y"))
        .replace('= "x"', '= "x" # mpkit: ignore[enum-value] ours')
        .replace("  skip", "  /* no mpkit: ignore */\n  // mpkit: ignore[MP114] ours\n  skip")
    )

    assert names(text) == []
    assert linted("main.tf", text).suppressed == 2


def test_definitions_of_pipelines_and_state_machines_are_read_out_of_jsonencode() -> None:
    step = {"Type": "RegisterModel", "Arguments": {**GOOD, "ModelApprovalStatus": "x", "ModelPackageGroupName": {"Get": "a"}}}
    state = {
        "Type": "Task",
        "Resource": "arn:aws:states:::aws-sdk:sagemaker:createModelPackage",
        "Parameters": {**GOOD, "ModelApprovalStatus": "y"},
    }
    text = (
        f'resource "aws_sagemaker_pipeline" "p" {{\n  pipeline_definition = jsonencode(local.definition)\n}}\n'
        f"locals {{\n  definition = {hcl({'Steps': [step]})}\n}}\n"
        f'resource "aws_sfn_state_machine" "m" {{\n  definition = jsonencode({hcl({"States": {"R": state}})})\n}}\n'
    )

    found = linted("main.tf", text)

    assert found.requests == 2
    assert [(one.form, one.name, marked(text, one)) for one in found.diagnostics] == [
        ("pipeline", "enum-value", '"x"'),
        ("step-functions", "enum-value", '"y"'),
    ]


def test_without_the_extra_a_file_is_skipped_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(resource(hcl(attributes(ModelApprovalStatus="x"))) + "# mpkit: ignore[MP114] x\n")
    monkeypatch.setitem(sys.modules, "tree_sitter_hcl", None)
    _hcl._parser.cache_clear()
    try:
        report = lint_path(tmp_path)
    finally:
        _hcl._parser.cache_clear()

    assert [skipped.reason for skipped in report.skipped] == ["reading HCL takes a parser; get it with: pip install 'mpkit[terraform]'"]
    assert (report.requests, report.diagnostics) == (0, [])


@pytest.mark.parametrize(
    "text",
    [
        resource("{\n  task = " + "[" * 5000 + "]" * 5000 + "\n}"),
        resource("{\n  task = " + "(" * 5000 + "1" + ")" * 5000 + "\n}"),
        resource('{\n  task = "' + '${"' * 2000 + '"}' * 2000 + '"\n}'),
        resource("{\n  task = " + "!" * 5000 + "true\n}"),
        resource("{\n" + "a {\n" * 3000 + "}\n" * 3000 + "}"),
        resource("{\n  task = " + "jsonencode(" * 500 + "1" + ")" * 500 + "\n}"),
        resource("{\n  task = " + "a ? b : " * 5000 + "c\n}"),
        resource("{"),
        resource("{\n" + "a = 1\n" * 20000 + "}"),
        "awscc_sagemaker_model_package" * 5000,
        'resource "awscc_sagemaker_model_package" {\n}\n',
        'resource awscc_sagemaker_model_package x {\n}\nresource {\n  a = "awscc_sagemaker_model_package"\n}\n',
        'resource "awscc_sagemaker_model_package" "${var.x}" {\n}\n',
    ],
    ids=lambda text: text[60:110],
)
def test_hostile_files_do_no_harm(text: str) -> None:
    linted("main.tf", text)


def test_local_values_of_local_values_are_not_expanded_without_end() -> None:
    lists = "".join(f"  l{level} = [{', '.join([f'local.l{level - 1}'] * 9)}]\n" for level in range(1, 30))
    texts = "".join(f'  t{level} = "{"${local.t" + str(level - 1) + "}" + "${local.t" + str(level - 1) + "}"}"\n' for level in range(1, 40))
    text = resource(
        "{\n  model_package_description = local.t39\n  model_metrics = local.l29\n}",
        before=f'locals {{\n  l0 = [1]\n  t0 = "ab"\n{lists}{texts}}}\n',
    )

    value = values(text)

    assert isinstance(value["ModelPackageDescription"], Unknown)
    assert HCL.read(Source("main.tf", text.encode())).candidates


def test_a_file_that_is_no_utf_8_is_told() -> None:
    found = lint_text(resource('{\n  task = "é"\n}').encode("latin-1"), filename="main.tf")

    assert [(one.name, one.place.start) for one in found.diagnostics] == [("invalid-encoding", (3, 11))]
    assert found.requests == 0


def test_a_byte_order_mark_moves_no_place() -> None:
    text = resource(hcl(attributes(ModelApprovalStatus="é")))

    assert told("main.tf", "\ufeff" + text) == told("main.tf", text)


@pytest.mark.parametrize(
    ("text", "prefix", "suffix"),
    [("s3://${var.b}/model.tar.gz", "s3://", "/model.tar.gz"), ("$${a}${b", "${a}", ""), ("%{ if a }x%{ endif }", "", "")],
)
def test_the_known_ends_of_a_template_in_json_are_known(text: str, prefix: str, suffix: str) -> None:
    body = {"model_package_description": text, "task": "$${a}", "inference_specification": {"${var.k}": 1}, "dynamic": {}}
    data = json.dumps({"resource": {"awscc_sagemaker_model_package": {"a": body}}}).encode()
    (candidate,) = JSON_FORM.read(Source("m.tf.json", data)).candidates
    description = candidate.value["ModelPackageDescription"]

    assert (description.prefix, description.suffix) == (prefix, suffix)
    assert candidate.value["Task"] == "${a}"
    assert isinstance(candidate.value["InferenceSpecification"], OpenMap)
    assert isinstance(candidate.value, OpenMap)


def test_values_of_environment_variables_are_not_shown() -> None:
    containers = [{"Image": IMAGE, "Environment": {"BAD-NAME": "s3cr3t", "OTHER": "s3cr3t"}}]
    text = resource(hcl(attributes(InferenceSpecification={**SPECIFICATION, "Containers": containers})))

    found = linted("main.tf", text).diagnostics

    assert [one.name for one in found] == ["environment-variable-name"]
    assert "s3cr3t" not in repr(found)
