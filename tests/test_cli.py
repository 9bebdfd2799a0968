"""The command line as a user meets it: exit codes, streams, messages."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from mpkit.linter.cli import run

NO_NAME = "holds no model-package request: it names no model package and has no inference specification"
IMAGE = "111122223333.dkr.ecr.us-east-1.amazonaws.com/churn:1"
GOOD = {"ModelPackageGroupName": "churn", "InferenceSpecification": {"Containers": [{"Image": IMAGE}]}}
BAD = GOOD | {"ModelApprovalStatus": "Aproved"}
ADVICE = GOOD | {"ClientToken": "abc"}
WARNED = {"ModelPackageGroupName": "churn", "ModelPackageDescription": "no model"}


class Done(NamedTuple):
    code: int
    out: str
    err: str


Mpkit = Callable[..., Done]


@pytest.fixture
def mpkit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Mpkit:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = run(arguments)
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Done(code, out.decode(), err.decode())

    return call


def write(name: str, content: Any) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content, indent=2))
    return name


def test_a_clean_request_ends_with_0(mpkit: Mpkit) -> None:
    assert mpkit("lint", write("a.json", GOOD)) == Done(0, "no problems in 1 request (1 file)\n", "")


def test_an_error_ends_with_1_and_is_shown_with_its_line(mpkit: Mpkit) -> None:
    done = mpkit("lint", write("a.json", BAD))

    assert done.code == 1
    assert done.err == ""
    assert done.out.startswith("a.json:10:26: error MP114 enum-value: ModelApprovalStatus is 'Aproved'")
    assert '10 |   "ModelApprovalStatus": "Aproved"\n   |                          ^^^^^^^^^\n' in done.out
    assert done.out.endswith("1 error in 1 request (1 file)\n")


@pytest.mark.parametrize(
    ("content", "fail_on", "code"),
    [
        (BAD, "error", 1),
        (BAD, "never", 0),
        (WARNED, "error", 0),
        (WARNED, "warning", 1),
        (ADVICE, "warning", 0),
        (ADVICE, "info", 1),
    ],
)
@pytest.mark.parametrize("output_format", ["text", "json"])
def test_the_exit_code_follows_fail_on_and_never_the_format(
    mpkit: Mpkit, content: dict[str, Any], fail_on: str, code: int, output_format: str
) -> None:
    assert mpkit("lint", write("a.json", content), "--fail-on", fail_on, "--output-format", output_format).code == code


def test_the_json_report_has_the_keys_of_version_1(mpkit: Mpkit) -> None:
    done = mpkit("lint", write("a.json", BAD), write("package.json", {}), "--output-format", "json")

    report = json.loads(done.out)
    assert {key: report[key] for key in ("version", "spec")} == {"version": 1, "spec": "2026-11"}
    assert report["tool"]["name"] == "mpkit"
    assert report["summary"] == {
        "files": 2,
        "requests": 1,
        "errors": 1,
        "warnings": 0,
        "infos": 0,
        "suppressed": 0,
        "skipped": [{"path": "package.json", "reason": NO_NAME}],
        "unreadable": [],
        "internal_errors": [],
        "unrelated": 0,
    }
    [diagnostic] = report["diagnostics"]
    assert diagnostic == {
        "path": "a.json",
        "rule": "MP114",
        "name": "enum-value",
        "severity": "error",
        "message": diagnostic["message"],
        "operation": "CreateModelPackage",
        "pointer": "/ModelApprovalStatus",
        "start": {"line": 10, "column": 26},
        "end": {"line": 10, "column": 35},
        "clauses": diagnostic["clauses"],
        "help": "write 'Approved'",
        "suggestion": {"op": "set", "pointer": "/ModelApprovalStatus", "value": "Approved"},
        "url": "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModelPackage.html",
        "related": [],
        "request": 0,
        "form": "json",
        "cell": None,
    }


def test_no_request_ends_with_2_unless_that_is_allowed(mpkit: Mpkit) -> None:
    name = write("package.json", {"name": "x"})

    refused = mpkit("lint", name)

    assert refused.code == 2
    assert "no request found" in refused.err
    assert mpkit("lint", name, "--allow-empty").code == 0


def test_an_empty_folder_holds_no_request(mpkit: Mpkit) -> None:
    assert mpkit("lint").code == 2
    assert mpkit("lint", "--allow-empty").code == 0


def test_a_missing_path_ends_with_2_and_the_others_are_linted_all_the_same(mpkit: Mpkit) -> None:
    done = mpkit("lint", "gone.json", write("a.json", BAD))

    assert done.code == 2
    assert "cannot read gone.json: no such file or folder" in done.out
    assert "MP114" in done.out


def test_broken_syntax_is_a_finding_and_hides_no_other(mpkit: Mpkit) -> None:
    done = mpkit("lint", write("a.json", '{"ModelPackageName": '), write("b.json", BAD))

    assert done.code == 1
    assert "a.json:1:" in done.out
    assert "MP001 syntax-error" in done.out
    assert "b.json:10:26: error MP114" in done.out


def test_a_broken_file_without_a_hint_of_a_request_is_passed_over_below_a_folder(mpkit: Mpkit) -> None:
    write("chart/template.yaml", "a: {{ .Values.image }}\nb: [")
    write("a.json", GOOD)

    assert mpkit("lint", ".").code == 0
    assert mpkit("lint", "chart/template.yaml").code == 1
    assert mpkit("lint", "chart/template.yaml", "--allow-empty").code == 0


def test_paths_in_reports_are_as_given(mpkit: Mpkit) -> None:
    write("sub/a.json", BAD)

    assert mpkit("lint", "sub").out.startswith("sub/a.json:")
    assert mpkit("lint", "./sub/a.json").out.startswith("./sub/a.json:")


def test_standard_input_goes_by_its_given_name(mpkit: Mpkit) -> None:
    yaml = b"ModelPackageGroupName: churn\nModelApprovalStatus: Aproved\n"

    named = mpkit("lint", "-", "--stdin-filename", "x/create-model-package.yaml", "--select", "MP1", stdin=yaml)

    assert named.out.startswith("x/create-model-package.yaml:2:22: error MP114")
    assert mpkit("lint", "-", stdin=json.dumps(BAD).encode()).out.startswith("<stdin>:1:")


def test_the_operation_can_be_forced(mpkit: Mpkit) -> None:
    name = write("a.json", {"ModelPackageName": "churn", "InferenceSpecification": {}})

    assert "UpdateModelPackage" in mpkit("lint", name, "--operation", "update", "--output-format", "json").out


def test_the_edition_decides(mpkit: Mpkit) -> None:
    name = write("a.json", GOOD)

    assert mpkit("lint", name, "--spec", "2026-11").code == 0
    assert "since" in mpkit("lint", name, "--spec", "2020-10").out


def test_an_operation_outside_of_the_edition_is_a_finding(mpkit: Mpkit) -> None:
    name = write("update-model-package.json", {"ModelPackageArn": "x", "ModelApprovalStatus": "Approved"})

    assert "MP019 operation-not-in-edition" in mpkit("lint", name, "--spec", "2020-10").out


def test_rules_can_be_selected_ignored_and_weighed(mpkit: Mpkit) -> None:
    name = write("a.json", BAD)

    assert mpkit("lint", name, "--ignore", "enum-value").code == 0
    assert mpkit("lint", name, "--select", "MP2").code == 0
    assert mpkit("lint", name, "--severity", "MP114=warning").code == 0
    assert "warning MP114" in mpkit("lint", name, "--severity", "enum-value=warning").out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["lint", "--nonsense"], "unrecognized arguments: --nonsense"),
        (["lint", "--spec", "1999-01"], "unknown edition '1999-01'; known: 2020-10, 2022-07, 2026-11"),
        (["lint", "--select", "MP9999"], "unknown rule 'MP9999'"),
        (["lint", "--severity", "MP114"], "'MP114' is not RULE=LEVEL"),
        (["lint", "--severity", "MP114=loud"], "expected 'error', 'warning' or 'info'"),
        (["lint", "--jobs", "0"], "'0' is no number of processes from 1"),
        (["lint", "--jobs", "1²"], "'1²' is no number of processes from 1"),
        (["lint", "--jobs", "٣"], "'٣' is no number of processes from 1"),
        (["lint", "--jobs", "9" * 5000], f"'{'9' * 40}…{'9' * 19}' is no number of processes from 1"),
        (["lint", "--max-size", "much"], "expected a number of bytes"),
        (["lint", "-", "--max-size", "9" * 20], "expected a number of bytes from 1 to 2,147,483,647"),
        (["lint", "--max-size", "9" * 5000], "expected a number of bytes from 1 to 2,147,483,647"),
        (["lint", "--output-format", "xml"], "invalid choice: 'xml'"),
        (["lint", "--isolated", "--config", "x.toml"], "exclude each other"),
        (["lint", "--config", "gone.toml"], "gone.toml: no such file"),
        (["lint", "--select", ""], "names no rule"),
        (["lint", "--stdin-filename", "a.json"], "goes with '-'"),
        (["rule", "model-data-sufix"], "there is no rule 'model-data-sufix'; did you mean 'model-data-suffix'?\ntry: mpkit rule"),
        (["rule", "mp2500"], "there is no rule 'mp2500'; did you mean 'MP250'?\ntry: mpkit rule"),
        (["rule", "nothing-like-it"], "there is no rule 'nothing-like-it'\ntry: mpkit rule"),
        (["schema", "skip"], "invalid choice: 'skip'"),
        (["nothing"], "invalid choice: 'nothing'"),
        ([], "the following arguments are required: COMMAND"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_is_allowed(mpkit: Mpkit, arguments: list[str], message: str) -> None:
    done = mpkit(*arguments)

    assert done.code == 2
    assert done.out == ""
    assert message in done.err
    assert "Traceback" not in done.err


def test_wrong_configuration_ends_with_2(mpkit: Mpkit) -> None:
    write("mpkit.toml", 'specc = "2026-11"\n')

    done = mpkit("lint", write("a.json", GOOD))

    assert done.code == 2
    assert "mpkit.toml:1: 'specc' is an unknown key; did you mean 'spec'?" in done.err


def test_the_configuration_is_used_and_shown(mpkit: Mpkit) -> None:
    write("pyproject.toml", '[tool.mpkit]\nignore = ["enum-value"]\n')
    name = write("a.json", BAD)

    assert mpkit("lint", name).code == 0
    assert mpkit("lint", name, "--isolated").code == 1
    shown = mpkit("lint", "--show-config")
    assert shown.code == 0
    assert 'ignore = ["enum-value"]  # ' in shown.out


def test_suppressions_count_and_stale_ones_are_told(mpkit: Mpkit) -> None:
    text = "ModelPackageGroupName: churn\nModelApprovalStatus: Aproved  # mpkit: ignore[enum-value] the service maps it\n"

    done = mpkit("lint", write("create-model-package.yaml", text), "--ignore", "MP204")
    assert (done.code, done.out) == (0, "no problems in 1 request (1 file); 1 suppressed\n")

    stale = mpkit("lint", write("create-model-package.yaml", text.replace("Aproved", "Approved")), "--ignore", "MP204")
    assert "MP016 unused-suppression" in stale.out


def test_entries_of_the_configuration_suppress_by_pointer(mpkit: Mpkit) -> None:
    entry = '[[suppress]]\npath = "*.json"\npointer = "/ModelApprovalStatus"\nrule = "MP114"\nreason = "known"\n'
    write("mpkit.toml", entry)

    assert mpkit("lint", write("a.json", BAD)).code == 0
    assert "unused-suppression" in mpkit("lint", write("a.json", GOOD)).out
    write("mpkit.toml", entry + "expires = 2020-01-01\n")
    assert "expired-suppression" in mpkit("lint", write("a.json", BAD)).out


def test_the_report_can_go_to_a_file(mpkit: Mpkit) -> None:
    done = mpkit("lint", write("a.json", BAD), "--output-format", "json", "--output-file", "report.json")

    assert (done.code, done.out) == (1, "")
    assert json.loads(Path("report.json").read_text())["summary"]["errors"] == 1
    assert mpkit("lint", "a.json", "--output-file", "gone/report.json").code == 2


def test_statistics_count_by_rule(mpkit: Mpkit) -> None:
    name = write("a.json", BAD)

    assert "1  MP114 enum-value (error)\n" in mpkit("lint", name, "--statistics").out
    counted = json.loads(mpkit("lint", name, "--statistics", "--output-format", "json").out)["summary"]["statistics"]
    assert counted == [{"rule": "MP114", "name": "enum-value", "severity": "error", "count": 1}]


@pytest.mark.parametrize("columns", ["²", "٣", "0", "-1", "9" * 5000, "wide"])
def test_a_width_that_is_no_number_is_passed_over(mpkit: Mpkit, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    name = write("a.json", BAD)
    usual = mpkit("lint", name)

    monkeypatch.setenv("COLUMNS", columns)
    assert mpkit("lint", name) == usual

    monkeypatch.setenv("COLUMNS", "60")
    assert mpkit("lint", name).out != usual.out


def test_a_hostile_name_gives_no_line_and_no_colour_of_its_own(mpkit: Mpkit) -> None:
    name = "\x1b[2J\nb.json:1:1: error.json"
    shown = r"\x1b[2J\nb.json:1:1: error.json"

    assert mpkit("lint", write(name, BAD)).out.startswith(f"{shown}:10:26: error MP114")
    assert mpkit("lint", f"gone{name}").out.startswith(f"cannot read gone{shown}: no such file")
    assert mpkit("lint", "-", "--stdin-filename", name, stdin=json.dumps(BAD).encode()).out.startswith(f"{shown}:1:")


@pytest.mark.parametrize(
    ("environment", "coloured"), [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)]
)
def test_colours_follow_the_environment(
    mpkit: Mpkit,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    coloured: bool,  # noqa: FBT001 - a table's column
) -> None:
    name = write("a.json", BAD)
    for key, value in environment.items():
        monkeypatch.setenv(key, value)

    assert ("\x1b[" in mpkit("lint", name).out) == coloured
    assert "\x1b[" not in mpkit("lint", name, "--color", "never").out
    assert "\x1b[" in mpkit("lint", name, "--color", "always").out


def test_many_files_give_the_same_report_in_any_number_of_processes(mpkit: Mpkit) -> None:
    for number in range(450):
        write(f"many/{number:03}.json", BAD if number % 7 == 0 else GOOD)

    alone = mpkit("lint", "many", "--jobs", "1")

    assert alone.code == 1
    assert alone.out.endswith("65 errors in 450 requests (450 files)\n")
    assert mpkit("lint", "many", "--jobs", "2") == alone


def test_a_file_that_is_too_large_is_told_when_it_is_named(mpkit: Mpkit) -> None:
    name = write("data/a.json", BAD)

    assert "MP009 file-too-large" in mpkit("lint", name, "--max-size", "50").out
    assert mpkit("lint", "data", "--max-size", "50", "--allow-empty").code == 0


@pytest.mark.parametrize("command", ["lint", "rule", "clauses", "schema", "spec"])
def test_every_command_has_help(mpkit: Mpkit, command: str) -> None:
    with pytest.raises(SystemExit) as ended:
        mpkit(command, "--help")

    assert ended.value.code == 0


def test_rules_are_listed_and_explained(mpkit: Mpkit) -> None:
    listing = mpkit("rule")
    page = mpkit("rule", "MP250")
    data = json.loads(mpkit("rule", "model-data-suffix", "--output-format", "json").out)

    assert "MP250  model-data-suffix" in listing.out
    assert "error MP250 model-data-suffix: " in page.out
    assert data["id"] == "MP250"
    assert "MP250" in data["examples"][0]["output"]
    assert mpkit("rule", "mp250", "--output-format", "markdown").out.startswith("# model-data-suffix (MP250)\n")
    assert len(json.loads(mpkit("rule", "--output-format", "json").out)) == len(listing.out.splitlines())


def test_the_version_is_told_without_loading_anything() -> None:
    code = "import sys; from mpkit.__main__ import main; code = main(); sys.exit(code or ('mpkit.linter' in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code, "--version"], capture_output=True, encoding="utf-8", check=True)

    assert done.stdout.startswith("mpkit 0.")


def test_a_clean_run_loads_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(GOOD))
    code = "import sys; from mpkit.linter.cli import run; run(['lint', 'a.json']); print(*sys.modules)"
    # Measuring coverage would load more.
    env = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, encoding="utf-8", check=True)

    loaded = set(done.stdout.split())
    unneeded = {
        "yaml",
        "regex",
        "botocore",
        "boto3",
        "hypothesis",
        "jsonschema",
        "tomllib",
        "pathspec",
        "multiprocessing",
        "mpkit.linter.citing",
    }
    assert "mpkit.linter.engine" in loaded
    assert loaded & unneeded == set()


def test_a_closed_pipe_is_no_traceback(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.json").write_text(json.dumps(BAD))
    command = f"{sys.executable} -m mpkit lint . --jobs 1 | head -1"
    done = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True, env=os.environ | {"PYTHONUNBUFFERED": ""}
    )

    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["lint", "good.json"], 0), (["lint", "bad.json"], 1), (["lint", "gone.json"], 2), (["rule"], 0), (["clauses"], 0)],
)
def test_the_exit_code_does_not_depend_on_a_reader_that_goes_away(tmp_path: Path, arguments: list[str], code: int) -> None:
    (tmp_path / "good.json").write_text(json.dumps(GOOD))
    (tmp_path / "bad.json").write_text(json.dumps(BAD))
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "wb") as pipe:  # noqa: PTH123 - a descriptor
        done = subprocess.run(
            [sys.executable, "-m", "mpkit", *arguments], cwd=tmp_path, stdout=pipe, stderr=subprocess.PIPE, encoding="utf-8", check=False
        )

    assert (done.returncode, done.stderr) == (code, "")


def test_a_run_that_the_user_ends_has_the_code_of_shells_for_that(mpkit: Mpkit, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mpkit.linter.compose.session", interrupted)

    assert mpkit("lint", write("a.json", GOOD)) == Done(130, "", "mpkit: interrupted\n")


def test_a_defect_of_the_linter_is_told_without_a_traceback(mpkit: Mpkit, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object, **more: object) -> None:
        raise ZeroDivisionError(arguments, more)

    monkeypatch.setattr("mpkit.linter.compose.session", broken)

    done = mpkit("lint", write("a.json", GOOD))

    assert done.code == 3
    assert "internal error: ZeroDivisionError" in done.err
    assert "Traceback" not in done.err


def test_a_file_that_no_rule_may_speak_of_does_not_pass_for_clean(mpkit: Mpkit) -> None:
    done = mpkit("lint", write("a.json", GOOD), write("create-model-package.json", "{"), "--select", "MP2")

    assert done.code == 2
    assert "cannot read create-model-package.json: " in done.out


def test_why_named_files_were_skipped_is_told_where_no_request_is_found(mpkit: Mpkit) -> None:
    assert "  skipped a.json: holds no model-package request: it is no object\n" in mpkit("lint", write("a.json", [1])).err


def test_an_output_that_cannot_be_written_is_no_internal_error(mpkit: Mpkit) -> None:
    done = mpkit("lint", write("a.json", GOOD), "--output-file", "/dev/full")

    assert (done.code, done.err) == (2, "mpkit: cannot write the output: No space left on device\n")
