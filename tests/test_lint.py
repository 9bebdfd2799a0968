"""From a text to its diagnostics, through the Python API."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

import mpkit
from mpkit import lint_path, lint_text
from mpkit.linter.config import Config, ConfigError
from mpkit.linter.finding import Position
from mpkit.linter.report.json import render as render_json
from mpkit.linter.report.text import Look, render
from mpkit.schemas import UnknownEditionError

IMAGE = "111122223333.dkr.ecr.us-east-1.amazonaws.com/churn:1"
GOOD = {"ModelPackageGroupName": "churn", "InferenceSpecification": {"Containers": [{"Image": IMAGE}]}}
SECRET = "hunter2-do-not-print"


def rules(text: str | bytes, **options: Any) -> list[str]:
    report = lint_text(text, **options)
    assert report.internal_errors == []
    return [diagnostic.name for diagnostic in report.diagnostics]


def with_environment(**variables: Any) -> dict[str, Any]:
    return {"ModelPackageGroupName": "churn", "InferenceSpecification": {"Containers": [{"Image": IMAGE, "Environment": variables}]}}


def test_a_clean_text_has_a_clean_report() -> None:
    report = lint_text(json.dumps(GOOD))

    assert (report.files, report.requests, report.diagnostics, report.spec) == (1, 1, [], "2026-11")


def test_a_path_is_a_file_or_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(GOOD))
    (tmp_path / "b.yaml").write_text("ModelPackageArn: x\nModelApprovalStatus: Approved\n")

    assert lint_path(tmp_path / "a.json").requests == 1
    report = lint_path(tmp_path)
    assert (report.files, report.requests) == (2, 2)
    assert [diagnostic.name for diagnostic in report.diagnostics] == ["model-package-arn"]


def test_the_operation_is_given_by_either_name() -> None:
    for name in ("update", "UpdateModelPackage"):
        assert rules("{}", operation=name) == ["missing-member"]
    with pytest.raises(ValueError, match="'delete' is no operation"):
        lint_text("{}", operation="delete")


def test_wrong_settings_are_raised(tmp_path: Path) -> None:
    (tmp_path / "mpkit.toml").write_text("jobs = 0\n")

    with pytest.raises(UnknownEditionError, match="known: 2020-10"):
        lint_text("{}", spec="1999-01")
    with pytest.raises(ConfigError, match="expected a number of processes"):
        lint_text("{}", config=tmp_path / "mpkit.toml")
    with pytest.raises(AttributeError, match="no attribute 'lint_everything'"):
        mpkit.lint_everything  # type: ignore[attr-defined]  # noqa: B018 - the look is the test


def test_a_configuration_file_holds(tmp_path: Path) -> None:
    (tmp_path / "mpkit.toml").write_text('ignore = ["enum-value"]\n')

    assert rules(json.dumps(GOOD | {"ModelApprovalStatus": "x"}), config=tmp_path / "mpkit.toml") == []
    assert rules(json.dumps(GOOD | {"ModelApprovalStatus": "x"}), config=Config(ignore=("MP1",))) == []


def test_a_file_without_a_known_suffix_is_told_by_its_first_character() -> None:
    assert lint_text(json.dumps(GOOD), filename="request").requests == 1
    assert lint_text(b"\xef\xbb\xbf" + json.dumps(GOOD).encode(), filename="request").requests == 1
    assert lint_text("ModelPackageGroupName: churn\nModelApprovalStatus: Approved\n", filename="request").requests == 1


def test_a_request_that_is_no_object_is_a_finding_where_somebody_says_it_is_one() -> None:
    assert rules("[]", operation="create") == ["not-an-object"]
    assert rules("[]", filename="create-model-package.json") == ["not-an-object"]
    assert rules("[]") == []


def test_every_document_of_a_stream_is_judged_on_its_own() -> None:
    stream = (
        "ModelPackageGroupName: churn\nModelApprovalStatus: x\n"
        "---\nkind: Deployment\napiVersion: v1\n"
        "---\nModelPackageArn: y\nModelApprovalStatus: Approved\n"
    )

    report = lint_text(stream, filename="a.yaml", config=Config(ignore=("MP204",)))

    assert [(found.name, found.place.start.line, found.request) for found in report.diagnostics] == [
        ("enum-value", 2, 0),
        ("model-package-arn", 7, 1),
    ]


def test_a_broken_document_does_not_hide_the_ones_before() -> None:
    stream = "ModelPackageGroupName: churn\nModelApprovalStatus: x\n---\na: [\n"

    assert rules(stream, filename="a.yaml", config=Config(ignore=("MP204",))) == ["enum-value", "syntax-error"]


def test_a_line_of_json_lines_is_a_request() -> None:
    lines = [json.dumps(GOOD), "{", json.dumps(GOOD | {"ModelApprovalStatus": "x"})]

    report = lint_text("\n".join(lines), filename="a.jsonl")

    assert [(found.name, found.place.start.line) for found in report.diagnostics] == [("syntax-error", 2), ("enum-value", 3)]
    assert report.requests == 2


def test_a_doubtful_scalar_is_not_reported_beside_a_wrong_type() -> None:
    text = "ModelPackageGroupName: churn\nInferenceSpecification:\n  Containers:\n  - Image: x/y:1\n    Environment:\n      A: {}\n"
    settings = {"filename": "a.yaml", "config": Config(ignore=("image-form",))}

    assert rules(text.format("012"), **settings) == ["wrong-type"]
    assert rules(text.format("yes"), **settings) == ["ambiguous-scalar"]
    assert rules(text.format("'yes'"), **settings) == []


def test_a_comment_says_what_a_file_holds() -> None:
    text = "# mpkit: operation={}\nModelPackageArn: x\n"

    assert rules(text.format("update"), filename="a.yaml") == ["empty-update", "model-package-arn"]
    assert lint_text(text.format("skip"), filename="a.yaml").skipped[0].reason == "the configuration or a comment says to skip it"


def test_a_folder_that_cannot_be_read_is_a_finding_when_the_walk_meets_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.json").write_text(json.dumps(GOOD))

    def refuse(path: str, flags: int) -> int:
        raise PermissionError(13, f"Permission denied: {path} ({flags})")

    monkeypatch.setattr(os, "open", refuse)

    report = lint_path(tmp_path)

    assert [(found.name, found.message) for found in report.diagnostics] == [("unreadable-file", "this cannot be read: permission denied")]
    assert [skipped.reason for skipped in lint_path(tmp_path / "a.json").unreadable] == ["permission denied"]


@pytest.mark.parametrize(
    "variables",
    [
        {"TOKEN": SECRET, "B-D": "x"},
        {"B-D": SECRET},
        {"TOKEN": [SECRET]},
        {"TOKEN": SECRET + "x" * 1100},
        {"TOKEN": SECRET + "\u00e9" * 600},
        {SECRET.upper(): SECRET, **{f"V{number}": SECRET for number in range(120)}},
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("flow", [True, False])
def test_values_of_environment_variables_are_never_printed(variables: dict[str, Any], indent: int | None, flow: bool) -> None:  # noqa: FBT001 - a table's column
    yaml = pytest.importorskip("yaml")
    request = with_environment(**variables)
    texts = {"a.json": json.dumps(request, indent=indent), "a.yaml": yaml.safe_dump(request, default_flow_style=flow)}
    for name, text in texts.items():
        report = lint_text(text, filename=name)
        assert report.diagnostics
        printed = "\n".join(render(report, Look(), {}, statistics=True)) + render_json(report, "0").decode()
        assert SECRET not in printed


@pytest.mark.parametrize(
    "text",
    [
        '{"ModelPackageGroupName": "a", "InferenceSpecification": {"Containers": [{"Environment": {"A": "%s", "A": "%s"}}]}}',
        '{"ModelPackageGroupName": "a", "InferenceSpecification": {"Containers": [{"Environment": {"A": "%s" "B": "%s"}}]}}',
        '{"ModelPackageGroupName": "a", "InferenceSpecification": {"Containers": [{"Environment": {"A": "%s", "B": %s}}]}}',
        "ModelPackageGroupName: a\nInferenceSpecification:\n  Containers:\n  - Environment: {A: %s, B: %s\n",
        "ModelPackageGroupName: a\nInferenceSpecification:\n  Containers:\n  - Environment:\n      A: %s\n      A: %s\n",
        'ModelPackageGroupName: a\nInferenceSpecification:\n  Containers:\n  - Environment: &e {A-B: %s, C: "%s"}\n',
        'base: &e {A-B: %s, C: "%s"}\nModelPackageGroupName: a\nInferenceSpecification:\n  Containers:\n  - Environment: *e\n',
    ],
)
def test_values_of_environment_variables_are_not_printed_from_broken_texts_either(text: str) -> None:
    name = "create-model-package." + ("json" if text.startswith("{") else "yaml")

    report = lint_text(text.replace("%s", SECRET), filename=name)

    assert report.diagnostics
    assert SECRET not in "\n".join(render(report, Look(), {})) + render_json(report, "0").decode()


def test_places_count_characters_and_lines_as_editors_do() -> None:
    text = '{\r\n\t"ModelPackageDescription": "日本\U0001f600",\r\n\t"ModelPackageGroupName": "churn", "ModelApprovalStatus": "x"\r\n}'

    [found] = [found for found in lint_text(text).diagnostics if found.name == "enum-value"]

    column = text.splitlines()[2].index('"x"') + 1
    assert (found.place.start, found.place.end) == (Position(3, column), Position(3, column + 3))


def test_the_report_is_the_same_whatever_the_order_of_the_findings() -> None:
    text = json.dumps(GOOD | {"Z": 1, "A": 2, "ModelApprovalStatus": "x", "ModelPackageName": "!"}, indent=1)
    report = lint_text(text)

    places = [found.place.start for found in report.diagnostics]

    assert places == sorted(places)
    assert report == lint_text(text)


def test_ten_thousand_findings_come_back_in_order() -> None:
    properties = {f"key {number}": "x" * 300 for number in range(10_000)}
    report = lint_text(json.dumps(GOOD | {"CustomerMetadataProperties": properties}))

    assert len(report.diagnostics) == 10_001
    assert re.search(r"10,000", report.diagnostics[0].message)


@pytest.mark.parametrize("ignore", [(), ("unknown-member",)])
def test_a_rare_slip_in_the_name_of_the_map_hides_its_values_too(ignore: tuple[str, ...]) -> None:
    request = with_environment()
    container = request["InferenceSpecification"]["Containers"][0]
    del container["Environment"]
    container |= {"Evnironment": {"TOKEN": SECRET}, "ContainerHostname": "-"}

    report = lint_text(json.dumps(request), config=Config(ignore=ignore))

    assert report.diagnostics
    assert SECRET not in "\n".join(render(report, Look(), {})) + render_json(report, "0").decode()


def test_a_crash_over_one_request_is_told_and_the_next_one_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*arguments: object) -> None:
        raise ZeroDivisionError(arguments)

    monkeypatch.setattr("mpkit.linter.engine.Examiner._visit", fails)
    lines = [json.dumps(GOOD), json.dumps(GOOD)]

    report = lint_text("\n".join(lines), filename="a.jsonl")

    assert report.requests == 2
    assert ["ZeroDivisionError" in error.detail for error in report.internal_errors] == [True, True]
