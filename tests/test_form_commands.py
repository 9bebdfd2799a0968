"""Commands of the AWS CLI where people keep them: places, rules and words, case by case."""

from pathlib import Path
from typing import Any

import pytest

import mpkit
from mpkit.linter.cli import run

IMAGE = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:1"
VERSION = f"aws sagemaker create-model-package --model-package-group-name churn --inference-specification Containers=[{{Image={IMAGE}}}]"


def told(folder: Path, name: str, text: str) -> list[tuple[int, str, str]]:
    """Line, text at the place, and rule of each finding."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    report = mpkit.lint_path(path)
    assert report.internal_errors == []
    lines = text.split("\n")
    return [
        (
            found.place.start.line,
            lines[found.place.start.line - 1][found.place.start.column - 1 : found.place.end.column - 1]
            if found.place.start.line == found.place.end.line
            else "…",
            found.name,
        )
        for found in report.diagnostics
    ]


def messages(folder: Path, name: str, text: str) -> list[str]:
    told(folder, name, text)
    return [found.message for found in mpkit.lint_path(folder / name).diagnostics]


@pytest.mark.parametrize(
    ("command", "value", "rule"),
    [
        (f"{VERSION} --model-approval-status Aproved", "Aproved", "enum-value"),
        (f"{VERSION} --model-approval-status=Aproved", "Aproved", "enum-value"),
        (f"{VERSION} --model-approval-status 'Aproved'", "'Aproved'", "enum-value"),
        (f'{VERSION} --model-approval-status "Apro""ved"', '"Apro""ved"', "enum-value"),
        (f"{VERSION} --tags Key=team,Value=x", "--tags", "tags-with-group"),
        (f"{VERSION} --model-packge-description hi", "--model-packge-description", "unknown-member"),
        (
            VERSION.replace(IMAGE, f"{IMAGE},ModelDataUrl=s3://b/model.zip"),
            "s3://b/model.zip",
            "model-data-suffix",
        ),
        (f'{VERSION} --customer-metadata-properties \'{{"a!": "1"}}\'', '"a!"', "metadata-characters"),
        (f"sudo env AWS_PROFILE=x aws --region eu-west-1 --debug {VERSION[4:]} --model-approval-status No", "No", "enum-value"),
        (f"if ! {VERSION} --model-approval-status No; then exit 1; fi", "No", "enum-value"),
        (f"arn=$({VERSION} --model-approval-status No --output text)", "No", "enum-value"),
    ],
)
def test_a_command_is_read_as_the_shell_and_the_aws_cli_read_it(tmp_path: Path, command: str, value: str, rule: str) -> None:
    assert [(shown, name) for _, shown, name in told(tmp_path, "deploy.sh", f"set -e\n{command}\n")] == [(value, rule)]


@pytest.mark.parametrize(
    "command",
    [
        VERSION,
        f'{VERSION} --model-approval-status "$STATUS"',
        f"{VERSION} --model-approval-status ${{STATUS:-Approved}}",
        f'{VERSION} --customer-metadata-properties "$(cat metadata.json)"',
        f"{VERSION} --no-certify-for-marketplace --no-cli-pager",
        f"{VERSION} --customer-metadata-properties a=1,b=2",
        "aws sagemaker create-model-package --generate-cli-skeleton",
        'aws sagemaker create-model-package "$@"',
        'aws sagemaker create-model-package --cli-input-json "$REQUEST"',
        "# aws sagemaker create-model-package --model-approval-status No",
        "echo 'aws sagemaker create-model-package --model-approval-status No'",
        "aws sagemaker create-model-package-group --model-package-group-name bad_name",
        "aws sagemaker describe-model-package --model-package-name bad_name",
    ],
)
def test_what_is_right_or_not_known_is_no_finding(tmp_path: Path, command: str) -> None:
    assert told(tmp_path, "deploy.sh", f"{command}\n") == []


def test_options_win_over_the_json_and_findings_stand_in_the_file_that_has_the_value(tmp_path: Path) -> None:
    (tmp_path / "req.json").write_text(
        '{"ModelPackageGroupName": "churn", "ModelApprovalStatus": "No", "ModelPackageDescription": "a\\tb", '
        f'"InferenceSpecification": {{"Containers": [{{"Image": "{IMAGE}"}}]}}}}',
        encoding="utf-8",
    )
    script = tmp_path / "deploy.sh"
    script.write_text("aws sagemaker create-model-package --cli-input-json file://req.json --model-approval-status Rejected\n")
    found = mpkit.lint_path(tmp_path).diagnostics
    assert {(Path(one.path).name, one.name) for one in found} == {("req.json", "enum-value"), ("req.json", "description-characters")}


def test_files_outside_of_the_tree_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "outside.json").write_text('{"ModelPackageGroupName": "bad_name", "ModelApprovalStatus": "No"}', encoding="utf-8")
    inside = tmp_path / "inside"
    inside.mkdir()
    assert told(inside, "deploy.sh", "aws sagemaker create-model-package --cli-input-json file://../outside.json\n") == []
    assert told(inside, "other.sh", "aws sagemaker create-model-package --cli-input-json file:///etc/passwd\n") == []


def test_messages_speak_of_options(tmp_path: Path) -> None:
    [message] = messages(tmp_path, "a.sh", f"{VERSION} --model-packge-description hi\n")
    assert message == "--model-packge-description is no member of the request; the nearest is --model-package-description"
    [message] = messages(tmp_path, "b.sh", f"{VERSION} --model-approval-status Aproved\n")
    assert message.startswith("--model-approval-status is 'Aproved'; allowed are")


@pytest.mark.parametrize(
    ("name", "text", "line", "value"),
    [
        ("Makefile", f"go:\n\t@{VERSION} \\\n\t  --model-approval-status No\n", 3, "No"),
        ("rules.mk", f"go:\n\t{VERSION} --model-approval-status No\n", 2, "No"),
        ("Jenkinsfile", f"node {{\n  sh '''\n    {VERSION} --model-approval-status No\n  '''\n}}\n", 3, "No"),
        ("Jenkinsfile", f'node {{\n  sh(script: "{VERSION} --model-approval-status No")\n}}\n', 2, "No"),
        (".github/workflows/a.yml", f"jobs:\n  a:\n    steps:\n      - run: |\n          {VERSION} --model-approval-status No\n", 5, "No"),
        (".gitlab-ci.yml", f"a:\n  script:\n    - {VERSION} --model-approval-status No\n", 3, "No"),
        ("README.md", f"# a\n\n```bash\n{VERSION} --model-approval-status No\n```\n", 4, "No"),
        ("README.md", f"> ```console\n> $ {VERSION} --model-approval-status No\n> ```\n", 2, "No"),
        ("README.md", '```python\nsm.update_model_package(ModelPackageArn=arn, ModelApprovalStatus="No")\n```\n', 2, '"No"'),
    ],
)
def test_commands_are_found_wherever_they_stand(tmp_path: Path, name: str, text: str, line: int, value: str) -> None:
    assert told(tmp_path, name, text) == [(line, value, "enum-value")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.sh", "# mpkit: ignore[enum-value] on purpose\n{}\n"),
        ("Makefile", "go:\n\t# mpkit: ignore[enum-value] on purpose\n\t{}\n"),
        ("Jenkinsfile", "// mpkit: ignore[enum-value] on purpose\nsh '{}'\n"),
        ("README.md", "<!-- mpkit: ignore[enum-value] on purpose -->\n```sh\n{}\n```\n"),
    ],
)
def test_findings_are_suppressed_by_comments_of_the_form(tmp_path: Path, name: str, text: str) -> None:
    assert told(tmp_path, name, text.format(f"{VERSION} --model-approval-status No")) == []


def test_requests_in_commands_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.sh").write_text(f'{VERSION} --model-approval-status "$STATUS"\n', encoding="utf-8")
    assert run(["lint", "--isolated", "--list", "a.sh"]) == 0
    assert capsys.readouterr().out.startswith("a.sh:1:1: shell CreateModelPackage: 2 of 3 values known; unknown: /ModelApprovalStatus")
