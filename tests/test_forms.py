"""The table of forms, what the linter does with several forms of one file, and the parts that forms are built from."""

import json
from pathlib import Path

import pytest
from forms_support import linted

from mpkit.linter.compose import session
from mpkit.linter.config import Config, ConfigError, override
from mpkit.linter.finding import Report, Skipped
from mpkit.linter.form import Form
from mpkit.linter.forms import NAMES, TABLE, Entry, Forms, form_named
from mpkit.linter.report.listing import as_text
from mpkit.linter.report.text import Look, render
from mpkit.linter.session import gather
from mpkit.rules import catalogue

ROOT = Path(__file__).parent.parent
# Modules that are no forms of their own begin with an underscore.
MODULES = sorted(path.stem for path in (ROOT / "linter" / "forms").glob("*.py") if not path.stem.startswith("_"))


def test_every_form_stands_in_the_table_once() -> None:
    assert sorted(entry.module for entry in TABLE) == MODULES
    assert len(set(NAMES)) == len(TABLE)


@pytest.mark.parametrize("entry", TABLE, ids=lambda entry: entry.name)
def test_the_table_says_what_the_forms_say(entry: Entry) -> None:
    form = form_named(entry.name)

    assert form.name == entry.name
    assert Form in type(form).__mro__
    assert all(ending == ending.lower() for ending in entry.endings)


def names(name: str, data: bytes = b"", **options: object) -> list[str] | None:
    forms = Forms(**options).of(name, data)  # type: ignore[arg-type]
    return None if forms is None else [form.name for form in forms]


def test_names_tell_the_form_whatever_their_case() -> None:
    assert names("a/Request.JSON") == ["json"]
    assert names("a.b/request.yml") == ["yaml"]
    assert names("a/request.txt") is None
    assert names("json") is None


def test_only_chosen_forms_read() -> None:
    assert names("request.json", chosen=("yaml",)) == []
    assert Forms(("yaml",)).endings == (".yaml", ".yml")


def test_all_is_a_word_for_every_form() -> None:
    rules = catalogue()

    assert override(Config(), rules, forms=["all"]).forms == NAMES
    with pytest.raises(ConfigError, match="names an unknown form 'al'"):
        override(Config(), rules, forms=["al"])


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.ipynb", '"client.create_model_package("', True),
        ("a.ipynb", '"client.list_models("', False),
        # Any JSON may be a request, so that size alone says nothing.
        ("a.json", '{"ModelPackageName": 1}', False),
    ],
)
def test_a_file_that_is_too_large_is_told_where_words_hint_at_a_request(name: str, text: str, told: bool) -> None:  # noqa: FBT001 - a column
    result = session(Config(max_size=50), lenient=True).lint_data(name, f"{text}{' ' * 100}".encode())

    assert result.skipped == Skipped(name, "the file has more than 50 bytes", told)


def test_a_file_that_nobody_can_look_into_is_told_to_people() -> None:
    report = Report("2026-11", skipped=[Skipped("a.json", "holds no request"), Skipped("b.tf", "get it", told=True)], files=2)

    assert list(render(report, Look(), {})) == [
        "skipped b.tf: get it",
        "no problems in 0 requests (2 files); 2 files without a request skipped",
    ]
    assert as_text(report, Look()).decode().splitlines()[0] == "skipped b.tf: get it"


@pytest.mark.parametrize(
    ("block", "found"),
    [
        ("with pytest.raises(ClientError):", []),
        ("with self.assertRaisesRegex(ClientError, 'status') as caught:", []),
        ("with stubber, pytest.raises(ClientError):", []),
        ("with stubber:", ["enum-value"]),
        ("if stubber:", ["enum-value"]),
    ],
)
def test_requests_that_a_test_expects_to_fail_are_wrong_on_purpose(block: str, found: list[str]) -> None:
    call = "client.update_model_package(ModelPackageArn=arn, ModelApprovalStatus='Nope')"

    assert [one.name for one in linted("test_it.py", f"{block}\n    {call}\n").diagnostics] == found
    assert [one.name for one in linted("test_it.py", f"{block}\n    {call}\n{call}\n").diagnostics] == [*found, "enum-value"]


def test_a_file_that_a_script_names_is_told_of_once_and_as_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    request = {"ModelPackageArn": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/7", "ModelApprovalStatus": "Nope"}
    Path("update.json").write_text(json.dumps(request), encoding="utf-8")
    # The place in the other file must not be taken for one in this: "on" is no text in a request.
    command = "aws sagemaker update-model-package --cli-input-json file://update.json"
    Path("ci.yml").write_text(f"on: push\njobs:\n  a:\n    steps:\n      - run: {command}\n", encoding="utf-8")
    work = session(Config())

    together = gather(work, work.lint_files(work.discover(["."])))
    alone = gather(work, work.lint_files(work.discover(["ci.yml"])))

    assert [(found.path, found.name, found.form) for found in together.diagnostics] == [("./update.json", "enum-value", "json")]
    assert [(found.path, found.name, found.form) for found in alone.diagnostics] == [("update.json", "enum-value", "ci")]


@pytest.mark.parametrize(
    ("start", "name"),
    [
        (b"#!/usr/bin/env python3\n", "python"),
        (b"#!/usr/bin/python3.12 -u\n", "python"),
        (b"#!/bin/sh\n", "shell"),
        (b"#!/usr/bin/perl\n", "yaml"),
        (b' {"a": 1}', "json"),
        (b"a: 1", "yaml"),
    ],
)
def test_texts_without_a_telling_name_are_known_by_their_beginning(start: bytes, name: str) -> None:
    assert [form.name for form in Forms().sniffed(start)] == [name]
