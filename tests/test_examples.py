"""The examples: a small repository with a request in every form, once as it should be and once with slips."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mpkit.linter.compose import session
from mpkit.linter.config import Config
from mpkit.linter.finding import Report
from mpkit.linter.forms import NAMES
from mpkit.linter.session import gather

EXAMPLES = Path(__file__).parent.parent / "examples"
GOOD = sorted(str(path.relative_to(EXAMPLES / "good")) for path in (EXAMPLES / "good").rglob("*") if path.is_file())


@cache
def report(folder: str, *, listing: bool = False) -> Report:
    work = session(Config(), listing=listing)
    return gather(work, work.lint_files(work.discover([str(EXAMPLES / folder)])))


def test_the_good_examples_have_no_findings() -> None:
    assert [(found.path, found.message) for found in report("good").diagnostics] == []
    assert report("good").unrelated == 0


@pytest.mark.parametrize("form", NAMES)
def test_every_form_has_a_good_and_a_broken_example(form: str) -> None:
    assert form in {found.form for found in report("good", listing=True).listed}
    assert form in {found.form for found in report("broken").diagnostics}


@pytest.mark.parametrize("file", GOOD)
def test_each_broken_example_is_a_good_one_with_slips(file: str) -> None:
    assert [found.rule for found in report("broken").diagnostics if found.path == str(EXAMPLES / "broken" / file)]


def test_the_notebooks_are_written_as_jupyter_writes_them() -> None:
    for file in sorted(EXAMPLES.rglob("*.ipynb")):
        text = file.read_text(encoding="utf-8")
        document: dict[str, Any] = json.loads(text)
        assert text == json.dumps(document, indent=1, ensure_ascii=False) + "\n"
        assert document["nbformat"] == 4
