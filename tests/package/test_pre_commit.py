"""The hook as users run it: the real pre-commit, on a repository of its own, with this checkout as the hook's source."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from mpkit.linter.forms import TABLE

ROOT = Path(__file__).parents[2]
GOOD = {
    "ModelPackageGroupName": "churn",
    "InferenceSpecification": {"Containers": [{"Image": "111122223333.dkr.ecr.us-east-1.amazonaws.com/churn:1"}]},
}

pytestmark = pytest.mark.skipif(
    not (ROOT / ".git").exists() or shutil.which("git") is None, reason="pre-commit takes hooks from a git repository, and this is none"
)


def git(*arguments: str, cwd: Path) -> None:
    subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.com", *arguments], cwd=cwd, check=True, capture_output=True)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pre-commit-home")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git("init", "--quiet", cwd=tmp_path)
    return tmp_path


def try_hook(home: Path, repository: Path, hook: str = "mpkit-lint") -> tuple[int, str]:
    return pre_commit("try-repo", str(ROOT), hook, "--all-files", home=home, repository=repository)


def in_every_form(repository: Path) -> None:
    """Write a broken request in several forms."""
    bad = json.dumps(GOOD | {"ModelApprovalStatus": "Aproved"})
    python = f"sm.create_model_package(**{bad})\n"
    cell = {"cell_type": "code", "source": [python], "metadata": {}, "outputs": [], "execution_count": None}
    files = {
        "registry.json": bad,
        "registry.yaml": bad,
        "train.py": python,
        "script": f"#!/usr/bin/env python3\n{python}",
        "train.ipynb": json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}),
        "deploy.sh": f"aws sagemaker create-model-package --cli-input-json '{bad}'\n",
        "Makefile": f"deploy:\n\taws sagemaker create-model-package --cli-input-json '{bad}'\n",
        "README.md": f"```python\n{python}```\n",
        "main.tf": 'resource "awscc_sagemaker_model_package" "p" {\n  model_approval_status = "Aproved"\n}\n',
        "other.py": "print('hello')\n",
    }
    for name, text in files.items():
        (repository / name).write_text(text)
    (repository / "script").chmod(0o755)


def complained_of(output: str) -> list[str]:
    return sorted(set(re.findall(r"^([\w.]+):\d+:\d+: error MP114", output, re.MULTILINE)))


def pre_commit(*arguments: str, home: Path, repository: Path) -> tuple[int, str]:
    git("add", "--all", cwd=repository)
    environment = os.environ | {"PRE_COMMIT_HOME": str(home), "NO_COLOR": "1", "PIP_CONSTRAINT": str(ROOT / "constraints.txt")}
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        cwd=repository,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_hook_passes_on_good_requests_and_skips_what_is_none(home: Path, repository: Path) -> None:
    (repository / "create-model-package.json").write_text(json.dumps(GOOD))
    (repository / "package.json").write_text('{"name": "x", "name": "y"}')
    (repository / "template.yaml").write_text("a: {{ .Values.image }}\nb: [\n")
    (repository / "README.md").write_text("# Nothing\n")

    code, output = try_hook(home, repository)

    assert code == 0, output
    assert "Passed" in output


def test_the_hook_fails_on_a_broken_request_and_says_where(home: Path, repository: Path) -> None:
    (repository / "registry.json").write_text(json.dumps(GOOD | {"ModelApprovalStatus": "Aproved"}, indent=2))
    (repository / "package.json").write_text('{"name": "x"}')

    code, output = try_hook(home, repository)

    assert code == 1, output
    assert "registry.json:10:26: error MP114 enum-value" in output


def test_the_hook_passes_where_there_is_no_request_at_all(home: Path, repository: Path) -> None:
    (repository / "package.json").write_text('{"name": "x"}')

    code, output = try_hook(home, repository)

    assert code == 0, output


def test_json_lines_come_to_the_hook_as_the_readme_says(home: Path, repository: Path) -> None:
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, check=True, capture_output=True, encoding="utf-8").stdout.strip()
    [config] = [
        text for text in re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL) if "jsonl" in text
    ]
    config = config.replace("<where you keep this repository>", ROOT.as_posix()).replace("<a tag>", head)
    (repository / ".pre-commit-config.yaml").write_text(config)
    for suffix in ("json", "jsonl", "ndjson", "yaml", "yml", "txt"):
        (repository / f"registry.{suffix}").write_text(json.dumps(GOOD | {"ModelApprovalStatus": "Aproved"}) + "\n")

    code, output = pre_commit("run", "--all-files", home=home, repository=repository)

    assert code == 1, output
    assert sorted(re.findall(r"^registry\.(\w+):1:\d+: error MP114", output, re.MULTILINE)) == ["json", "jsonl", "ndjson", "yaml", "yml"]


def test_the_hook_for_python_sees_source_and_notebooks(home: Path, repository: Path) -> None:
    in_every_form(repository)

    code, output = try_hook(home, repository, "mpkit-lint-python")

    assert code == 1, output
    assert complained_of(output) == ["script", "train.ipynb", "train.py"]


def test_the_hook_for_all_forms_sees_every_file_that_a_form_claims(home: Path, repository: Path) -> None:
    in_every_form(repository)

    code, output = try_hook(home, repository, "mpkit-lint-all")

    assert code == 1, output
    wanted = ["Makefile", "README.md", "deploy.sh", "main.tf", "registry.json", "registry.yaml", "train.ipynb", "train.py"]
    assert complained_of(output) == wanted


@pytest.mark.parametrize("hook", ["mpkit-lint-python", "mpkit-lint-all"])
def test_the_other_hooks_pass_where_there_is_no_request(home: Path, repository: Path, hook: str) -> None:
    (repository / "train.py").write_text("print('hello')\n")
    (repository / "README.md").write_text("# Nothing\n")

    code, output = try_hook(home, repository, hook)

    assert code == 0, output
    assert "Passed" in output


def test_the_files_of_the_hook_for_all_forms_are_those_that_forms_claim() -> None:
    [hook] = [hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text()) if hook["id"] == "mpkit-lint-all"]
    names = [
        f"a/b{ending}" if ending.startswith(".") else f"a/{ending}" for entry in TABLE for ending in (*entry.endings, *entry.beginnings)
    ]

    assert [name for name in [*names, "Makefile", "Jenkinsfile.deploy", "A.JSON"] if not re.search(hook["files"], name)] == []
    assert [name for name in ("a.txt", "a.json.bak", "Dockerfile", "a.c", "makefile.py.txt") if re.search(hook["files"], name)] == []
