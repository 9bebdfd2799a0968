"""The table of forms, what the linter does with several forms of one file, and the parts that forms are built from."""

from pathlib import Path

import pytest

from mpkit.linter.form import Form
from mpkit.linter.forms import NAMES, TABLE, Entry, Forms, form_named

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
