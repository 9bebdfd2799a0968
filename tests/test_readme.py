"""What the README shows and says is what happens."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from mpkit.linter.cli import COMMANDS
from mpkit.linter.config import parse
from mpkit.linter.forms import NAMES
from mpkit.rules import load

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def run(*arguments: str) -> str:
    # Without the size of a terminal, which libraries put into the environment behind Python's back.
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    command = [sys.executable, "-m", "mpkit", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False).stdout


def test_the_examples_print_what_the_readme_shows() -> None:
    shown = re.findall(r"```console\n\$ mpkit (.*?)\n(.*?)```", README, re.DOTALL)

    assert len(shown) == 2
    for command, output in shown:
        assert run(*command.split()) == output


def test_every_form_is_named() -> None:
    assert [name for name in NAMES if f"`{name}`" not in README] == []


def test_the_coverage_of_clauses_is_the_one_that_the_command_prints() -> None:
    last = run("clauses").splitlines()[-1]

    assert last.split(",")[0].removesuffix(" covered") in " ".join(README.split())


def test_every_command_is_named() -> None:
    assert [name for name in COMMANDS if f"    mpkit {name} " not in README] == []


def test_the_configuration_is_a_valid_one() -> None:
    [text] = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    table = text.replace("[tool.mpkit.", "[").replace("[[tool.mpkit.", "[[").replace("[tool.mpkit]\n", "")

    config = parse(table, load(), ROOT / "mpkit.toml")

    assert set(tomllib.loads(text)["tool"]["mpkit"]) == set(config.sources)


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_the_python_examples_run(code: str) -> None:
    exec(compile(code, "README.md", "exec"), {})


def test_the_hook_runs_a_command_that_there_is() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))

    assert [hook["id"] for hook in hooks] == ["mpkit-lint", "mpkit-lint-python", "mpkit-lint-all"]
    for hook in hooks:
        program, *arguments = hook["entry"].split()
        assert program == "mpkit"
        assert run(*arguments, "examples/good/create-model-package.json") == "no problems in 1 request (1 file)\n"
        assert hook["require_serial"]
