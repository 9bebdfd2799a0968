"""What the README shows and says is what happens."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import yaml

from mpkit.linter.cli import COMMANDS
from mpkit.linter.config import parse
from mpkit.rules import load

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def run(*arguments: str) -> str:
    return subprocess.run([sys.executable, "-m", "mpkit", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=False).stdout


def test_the_example_prints_what_the_readme_shows() -> None:
    [(command, output)] = re.findall(r"```console\n\$ mpkit (.*)\n(.*?)```", README, re.DOTALL)

    assert run(*command.split()) == output


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


def test_the_python_example_runs() -> None:
    [code] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)

    exec(compile(code, "README.md", "exec"), {})


def test_the_hook_runs_a_command_that_there_is() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))

    assert [hook["id"] for hook in hooks] == ["mpkit-lint"]
    for hook in hooks:
        program, *arguments = hook["entry"].split()
        assert program == "mpkit"
        assert run(*arguments, "examples/good/create-model-package.json") == "no problems in 1 request (1 file)\n"
        assert (hook["types_or"], hook["require_serial"]) == (["json", "yaml"], True)
