"""The commands `spec`, `schema` and `clauses`."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from mpkit import schemas
from mpkit.linter.cli import run
from mpkit.schemas import diff
from mpkit.schemas.clause import load_clauses
from mpkit.schemas.edition import Edition

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def mpkit(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command line; return the exit code, standard output and standard error."""

    def command(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        return code, *capsys.readouterr()

    return command


def test_the_editions_are_listed(mpkit: Command) -> None:
    code, out, err = mpkit("spec", "list")

    assert (code, err) == (0, "")
    assert out == (
        "EDITION  BOTOCORE  DATE        OPERATIONS\n"
        "2020-10  1.19.4    2020-10-23  CreateModelPackage\n"
        "2022-07  1.27.30   2022-07-14  CreateModelPackage, UpdateModelPackage\n"
        "2026-11  1.44.5    2026-11-17  CreateModelPackage, UpdateModelPackage\n"
        "\n"
        "current = 2026-11\n"
        "documents = 2020-10 for CreateModelPackage, 2022-07 for UpdateModelPackage\n"
        "installed = made from the botocore that is installed here\n"
    )


def test_the_editions_are_listed_as_json(mpkit: Command) -> None:
    code, out, _ = mpkit("spec", "list", "--output-format", "json")

    assert code == 0
    assert json.loads(out) == schemas.index()


def test_the_changes_between_two_editions_are_told(mpkit: Command) -> None:
    code, out, err = mpkit("spec", "diff", "2022-07", "2026-11")
    lines = out.splitlines()

    assert (code, err) == (0, "")
    assert lines[0] == "CreateModelPackage"
    assert lines[lines.index("") + 1] == "UpdateModelPackage"
    for line in (
        "  + CreateModelPackageInput.SourceUri (ModelPackageSourceUri)",
        "  ~ EnvironmentMap: at most 100 entries (was 16)",
        "  ~ DataInputConfig: at most 16,384 characters (was 1,024)",
        "  - ModelPackageContainerDefinition: Image is no longer required",
        "  - ModelPackageValidationProfiles: no limit (was at least 1 item)",
        "  + S3DataType: 1 value: Converse",
        r"  ~ ModelPackageContainerDefinition.FrameworkVersion: pattern ^[0-9]\.[A-Za-z0-9.]+$ -> ^[0-9]\.[A-Za-z0-9.\-]+$",
    ):
        assert line in lines
    assert any(line.startswith("  + TransformInstanceType: 84 values: ml.m6i.large, ") for line in lines)


def test_the_changes_are_data_too(mpkit: Command) -> None:
    code, out, _ = mpkit("spec", "diff", "2020-10", "2022-07", "--output-format", "json")
    found = json.loads(out)

    assert code == 0
    assert (found["old"], found["new"]) == ("2020-10", "2022-07")
    assert found["changes"][-1] == {
        "operation": "UpdateModelPackage",
        "kind": "operation",
        "place": "UpdateModelPackage",
        "before": None,
        "after": "2022-07",
        "keyword": None,
    }


def test_an_edition_does_not_differ_from_itself(mpkit: Command) -> None:
    assert mpkit("spec", "diff", "current", "2026-11") == (0, "no changes\n", "")


@pytest.mark.parametrize(
    "arguments", [("spec", "diff", "2021-01", "current"), ("spec", "diff", "current", "2021-01"), ("schema", "create", "--spec", "2021-01")]
)
def test_an_unknown_edition_is_wrong_usage(mpkit: Command, arguments: tuple[str, ...]) -> None:
    expected = "mpkit: unknown edition '2021-01'; known: 2020-10, 2022-07, 2026-11, current, documents, installed\n"

    assert mpkit(*arguments) == (2, "", expected)


def edition_of(definitions: dict[str, Any], name: str) -> schemas.Spec:
    schema = {"$ref": "#/$defs/Root", "$defs": definitions}
    edition = Edition(name, "1.0.0", "2020-01-01", ["UpdateModelPackage"], lambda _: schema)
    return schemas.Spec(name, {"UpdateModelPackage": edition})


def test_every_kind_of_change_is_seen() -> None:
    old = edition_of(
        {
            "Root": {"type": "object", "properties": {"A": {"$ref": "#/$defs/Old"}, "B": {"$ref": "#/$defs/Same"}}, "required": ["B"]},
            "Old": {"type": "string", "maxLength": 5, "pattern": "^a$"},
            "New": {"type": "string"},
            "Same": {"type": "string", "enum": ["x"]},
            "List": {"type": "array", "items": {"$ref": "#/$defs/Old"}, "minItems": 2},
            "Map": {"type": "object", "propertyNames": {"$ref": "#/$defs/Same"}, "additionalProperties": {"$ref": "#/$defs/Same"}},
        },
        "old",
    )
    new = edition_of(
        {
            "Root": {"type": "object", "properties": {"A": {"$ref": "#/$defs/New"}, "C": {"$ref": "#/$defs/Same"}}, "required": ["C"]},
            "Old": {"type": "string", "maxLength": 5, "pattern": "^a$"},
            "New": {"type": "string", "maxLength": 6},
            "Same": {"type": "integer", "minimum": 1},
            "List": {"type": "array", "items": {"$ref": "#/$defs/New"}, "minItems": 1},
            "Map": {"type": "object", "propertyNames": {"$ref": "#/$defs/Same"}, "additionalProperties": {"$ref": "#/$defs/Old"}},
        },
        "new",
    )

    assert diff.text(diff.diff(old, new)) == (
        "UpdateModelPackage\n"
        "  ~ List: at least 1 item (was 2)\n"
        "  ~ List.member: at most 6 characters (was 5)\n"
        "  - List.member: pattern ^a$\n"
        "  - Map.value: 1 value: x\n"
        "  + Map.value: at most 5 characters\n"
        "  + Map.value: pattern ^a$\n"
        "  + New: at most 6 characters\n"
        "  - Root.B (Same)\n"
        "  + Root.C (Same)\n"
        "  - Root: B is no longer required\n"
        "  + Root: C is now required\n"
        "  ~ Root.A: at most 6 characters (was 5)\n"
        "  - Root.A: pattern ^a$\n"
        "  ~ Same: type string -> integer\n"
    )


@pytest.mark.parametrize(("operation", "name"), [("create", "CreateModelPackage"), ("update", "UpdateModelPackage")])
def test_the_schema_of_an_operation_is_printed(mpkit: Command, operation: str, name: str) -> None:
    code, out, err = mpkit("schema", operation)

    assert (code, err) == (0, "")
    assert json.loads(out) == schemas.load("2026-11").editions[name].schema(name)


def test_the_schema_of_another_edition_is_printed(mpkit: Command) -> None:
    assert json.loads(mpkit("schema", "update", "--spec", "documents")[1])["x-mpkit"]["edition"] == "2022-07"


def test_an_edition_without_the_operation_is_wrong_usage(mpkit: Command) -> None:
    assert mpkit("schema", "update", "--spec", "2020-10") == (2, "", "mpkit: edition '2020-10' has no UpdateModelPackage\n")


def test_all_clauses_are_listed_with_what_covers_them(mpkit: Command) -> None:
    code, out, err = mpkit("clauses")
    lines = out.splitlines()

    assert (code, err) == (0, "")
    assert [line.split()[0] for line in lines[1:-3]] == list(load_clauses())
    assert lines[0].split("  [")[0].split() == ["CLAUSE", "LEVEL", "STATIC", "COVERED", "BY"]
    assert lines[0].endswith("  [ASKED OF A BACKEND BY]")
    assert all(line.endswith("]") for line in lines[1:-3])
    assert "clauses that show in a backend's answers have checks" in lines[-2]
    assert "covered" in lines[-1]
    assert "excepted with reason" in lines[-1]


def test_the_table_of_clauses_is_markdown_too(mpkit: Command) -> None:
    code, out, _ = mpkit("clauses", "--output-format", "markdown")
    lines = out.splitlines()

    assert code == 0
    assert len(lines) == 2 + len(load_clauses()) + 4
    assert all(line.startswith("| ") and line.endswith(" |") for line in lines[2:-4])


def test_the_table_of_clauses_is_data_too(mpkit: Command) -> None:
    found = json.loads(mpkit("clauses", "--output-format", "json")[1])

    assert [entry["id"] for entry in found["clauses"]] == list(load_clauses())
    assert found["summary"].split()[-1] == "reason"


def test_one_clause_is_shown_in_full(mpkit: Command) -> None:
    code, out, err = mpkit("clauses", "ump-env-keylen")
    lines = out.splitlines()

    assert (code, err) == (0, "")
    assert lines[:7] == [
        "UMP-ENV-KEYLEN: Each key of a container's Environment has at most 1,024 characters",
        "  source: update-model-package page, 116",
        "  speaks of: UpdateModelPackage $.AdditionalInferenceSpecificationsToAdd[].Containers[].Environment{key}",
        "  edition: 2022-07",
        "  level: MUST, on the evidence of a document",
        "  a linter can decide it: yes",
        "  a backend shows it by: validator",
    ]
    assert "  stated by the schema: length of EnvironmentMap.key (2022-07, 2026-11)" in lines


def test_one_clause_is_shown_as_markdown(mpkit: Command) -> None:
    out = mpkit("clauses", "MOD-PATTERN", "--output-format", "markdown")[1]

    assert out.startswith(
        "# MOD-PATTERN\n\nEvery text as a whole matches the pattern that the service model gives its shape.\n\n- source: service model\n"
    )
    assert "- speaks of: both operations $\n- edition: each\n- level: MUST, on the evidence of model\n" in out


def test_one_clause_is_shown_as_data(mpkit: Command) -> None:
    found = json.loads(mpkit("clauses", "UMP-ARN-REQ", "--output-format", "json")[1])

    assert (found["id"], found["covered"], found["static"]) == ("UMP-ARN-REQ", True, "yes")
    assert found["schema"] == [
        {"place": "UpdateModelPackageInput.ModelPackageArn", "constraint": "required", "editions": ["2022-07", "2026-11"]}
    ]


def test_an_unknown_clause_is_answered_with_the_nearest(mpkit: Command) -> None:
    assert mpkit("clauses", "CMP-NAME-LENGTH") == (
        2,
        "",
        "mpkit: there is no clause 'CMP-NAME-LENGTH'; did you mean 'CMP-NAME-LEN'?\ntry: mpkit clauses, which lists them all\n",
    )
    assert mpkit("clauses", "9")[2] == "mpkit: there is no clause '9'\ntry: mpkit clauses, which lists them all\n"
