import os
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mpkit.linter.config import Config, ConfigError, FileSettings, SuppressEntry, describe, load, override
from mpkit.linter.finding import Severity
from mpkit.linter.selection import Rulebook, selected, severities


@dataclass(frozen=True)
class Named:
    id: str
    name: str


RULES = (Named("MP101", "wrong-type"), Named("MP108", "too-long"), Named("MP209", "model-data-suffix"), Named("MP250", "image-region"))

FULL = """\
spec = "2022-07"
select = ["MP1", "model-data-suffix"]
ignore = ["MP108"]
exclude = ["vendor/", "*.gen.json"]
fail-on = "warning"
max-size = "512 KiB"
jobs = 3

[severity]
MP2 = "info"
too-long = "warning"

[per-file-ignores]
"tests/*.json" = ["MP101", "MP2"]

[operations]
"requests/**" = "create"
"approvals/*.json" = 'update'
"old/" = "skip"

[stored]
"arn:aws:sagemaker:us-east-1:111122223333:model-package/churn/7" = ["neo-arm"]

[[suppress]]
path = "legacy/*.json"
pointer = "/InferenceSpecification/Containers/*/ModelDataUrl"
rule = "model-data-suffix"
reason = "moved in March"
expires = 2027-03-31

[[suppress]]
path = "a.json"
rule = "MP101"
reason = " known "
expires = "2027-01-01"
"""

EXPECTED = Config(
    spec="2022-07",
    select=("MP1", "model-data-suffix"),
    ignore=("MP108",),
    severity={"MP2": Severity.info, "too-long": Severity.warning},
    per_file_ignores={"tests/*.json": ("MP101", "MP2")},
    operations={"requests/**": "CreateModelPackage", "approvals/*.json": "UpdateModelPackage", "old/": "skip"},
    exclude=("vendor/", "*.gen.json"),
    fail_on=Severity.warning,
    max_size=512 * 1024,
    suppress=(
        SuppressEntry(
            "legacy/*.json",
            "MP209",
            "moved in March",
            "/InferenceSpecification/Containers/*/ModelDataUrl",
            date(2027, 3, 31),
            line=24,
        ),
        SuppressEntry("a.json", "MP101", "known", None, date(2027, 1, 1), line=31),
    ),
    stored={"arn:aws:sagemaker:us-east-1:111122223333:model-package/churn/7": ("neo-arm",)},
    jobs=3,
)


SIZES = "expected a number of bytes from 1 to 2,147,483,647, or text such as '10 MB' or '512 KiB'"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def refused(folder: Path, text: str, name: str = "mpkit.toml") -> str:
    """The message of the refusal, with the file's path taken out."""
    file = write(folder / name, text)
    with pytest.raises(ConfigError) as caught:
        load(folder, None, RULES)
    return str(caught.value).replace(str(file), name)


def bare(config: Config) -> Config:
    return replace(config, origin=None, sources={})


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load(tmp_path, None, RULES) == Config()


def test_every_key_is_read(tmp_path: Path) -> None:
    file = write(tmp_path / "mpkit.toml", FULL)
    config = load(tmp_path, None, RULES)
    assert bare(config) == EXPECTED
    assert config.origin == file
    assert config.sources["max-size"] == f"{file}:6"
    assert config.sources["severity"] == f"{file}:9"


def test_a_table_of_pyproject_is_read(tmp_path: Path) -> None:
    file = write(
        tmp_path / "pyproject.toml", '[project]\nname = "x"\n\n[tool.mpkit]\nfail-on = "never"\n[tool.mpkit.severity]\nMP1 = "info"\n'
    )
    config = load(tmp_path, None, RULES)
    assert (config.fail_on, config.severity) == (None, {"MP1": Severity.info})
    assert config.sources == {"fail-on": f"{file}:5", "severity": f"{file}:6"}


def test_a_table_written_inline_is_read(tmp_path: Path) -> None:
    file = write(tmp_path / "pyproject.toml", "tool.mpkit = { jobs = 2 }\n")
    config = load(tmp_path, None, RULES)
    assert (config.jobs, config.sources) == (2, {"jobs": str(file)})


@pytest.mark.parametrize("text", ['[project]\nname = "x"\n', '[project]\nname = "mpkit-user"\n', "tool = 1  # mpkit\n", "this is [no TOML"])
def test_a_pyproject_without_the_table_is_passed_over(tmp_path: Path, text: str) -> None:
    write(tmp_path / "mpkit.toml", "jobs = 2")
    write(tmp_path / "sub" / "pyproject.toml", text)
    assert load(tmp_path / "sub", None, RULES).jobs == 2


def test_the_nearest_file_wins_and_files_are_not_merged(tmp_path: Path) -> None:
    write(tmp_path / "mpkit.toml", 'jobs = 2\nspec = "2020-10"')
    write(tmp_path / "sub" / "pyproject.toml", "[tool.mpkit]\njobs = 3")
    config = load(tmp_path / "sub" / "deeper", None, RULES)
    assert (config.jobs, config.spec) == (3, "current")


def test_of_two_files_in_one_folder_the_own_one_wins(tmp_path: Path) -> None:
    write(tmp_path / "mpkit.toml", "")
    write(tmp_path / "pyproject.toml", "[tool.mpkit]\njobs = 3")
    config = load(tmp_path, None, RULES)
    assert (config.origin, config.jobs) == (tmp_path / "mpkit.toml", None)


def test_a_folder_with_the_name_of_the_file_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "mpkit.toml").mkdir()
    assert load(tmp_path, None, RULES) == Config()


def test_a_named_file_is_taken_whatever_its_name(tmp_path: Path) -> None:
    write(tmp_path / "mpkit.toml", "jobs = 2")
    other = write(tmp_path / "ci" / "strict.toml", "jobs = 4")
    config = load(tmp_path, other, RULES)
    assert (config.jobs, config.folder) == (4, str(tmp_path / "ci"))


def test_a_named_file_has_to_be_there_and_about_us(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"^missing\.toml: no such file$"):
        load(tmp_path, Path("missing.toml"), RULES)
    shared = write(tmp_path / "pyproject.toml", "[project]\nname = 'x'")
    with pytest.raises(ConfigError, match=r"pyproject\.toml: there is no table \[tool\.mpkit\] in this file$"):
        load(tmp_path, shared, RULES)


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "mpkit.toml", "")

    def refuse(*_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, None, RULES)
    assert str(caught.value) == f"{file}: cannot be read: Permission denied"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("selct = []", "mpkit.toml:1: 'selct' is an unknown key; did you mean 'select'?"),
        ("per_file_ignores = {}", "mpkit.toml:1: 'per_file_ignores' is an unknown key; did you mean 'per-file-ignores'?"),
        ("zzz = 1", "mpkit.toml:1: 'zzz' is an unknown key"),
        ('\nselect = "MP1"', "mpkit.toml:2: 'select' is \"MP1\"; expected an array of rules: ids, names, prefixes of ids, or 'ALL'"),
        ("select = [1]", "mpkit.toml:1: 'select' is an array; expected an array of rules: ids, names, prefixes of ids, or 'ALL'"),
        ('select = ["MP29"]', "mpkit.toml:1: 'select' names an unknown rule 'MP29'; did you mean 'MP209'?"),
        ('ignore = ["too_lng"]', "mpkit.toml:1: 'ignore' names an unknown rule 'too_lng'; did you mean 'too-long'?"),
        ('ignore = ["mp209"]', "mpkit.toml:1: 'ignore' names an unknown rule 'mp209'; did you mean 'MP209'?"),
        ('ignore = ["M"]', "mpkit.toml:1: 'ignore' names an unknown rule 'M'"),
        ("spec = 2022", "mpkit.toml:1: 'spec' is 2022; expected text"),
        ("spec = ''", "mpkit.toml:1: 'spec' is \"\"; expected text"),
        ("exclude = {}", "mpkit.toml:1: 'exclude' is a table; expected an array of globs"),
        ("fail-on = true", "mpkit.toml:1: 'fail-on' is true; expected 'error', 'warning', 'info' or 'never'"),
        ("fail-on = []", "mpkit.toml:1: 'fail-on' is an array; expected 'error', 'warning', 'info' or 'never'"),
        (
            "max-size = 0",
            f"mpkit.toml:1: 'max-size' is 0; {SIZES}",
        ),
        (
            "max-size = true",
            f"mpkit.toml:1: 'max-size' is true; {SIZES}",
        ),
        (
            "max-size = '9 XB'",
            f"mpkit.toml:1: 'max-size' is \"9 XB\"; {SIZES}",
        ),
        (
            "max-size = 1.5",
            f"mpkit.toml:1: 'max-size' is 1.5; {SIZES}",
        ),
        (
            f"max-size = '{'9' * 5000}'",
            f"mpkit.toml:1: 'max-size' is \"{'9' * 60}…\"; {SIZES}",
        ),
        (
            "max-size = '2 GiB'",
            f"mpkit.toml:1: 'max-size' is \"2 GiB\"; {SIZES}",
        ),
        (
            f"max-size = 0x{'f' * 5000}",
            f"mpkit.toml:1: 'max-size' is an integer beyond 2,147,483,647; {SIZES}",
        ),
        (f"spec = -{'9' * 4000}", "mpkit.toml:1: 'spec' is an integer below -2,147,483,647; expected text"),
        (f"max-size = {'9' * 5000}", "mpkit.toml: invalid TOML: an integer has too many digits"),
        ("jobs = 0", "mpkit.toml:1: 'jobs' is 0; expected a number of processes from 1"),
        ("jobs = true", "mpkit.toml:1: 'jobs' is true; expected a number of processes from 1"),
        ("jobs = false", "mpkit.toml:1: 'jobs' is false; expected a number of processes from 1"),
        ("severity = 1", "mpkit.toml:1: 'severity' is 1; expected a table: rule = level"),
        (
            "[severity]\nMP209 = 'off'",
            "mpkit.toml:2: 'severity.MP209' is \"off\"; expected 'error', 'warning' or 'info' (a rule is switched off by 'ignore')",
        ),
        ("[severity]\nMP9 = 'info'", "mpkit.toml:2: 'severity.MP9' names an unknown rule 'MP9'"),
        ("[per-file-ignores]\n\"*\" = ['nix']", "mpkit.toml:2: 'per-file-ignores.*' names an unknown rule 'nix'"),
        (
            "[per-file-ignores]\n\"!x\" = ['MP1']",
            "mpkit.toml:2: 'per-file-ignores.!x' is no glob that names files; an exclamation mark has a meaning only in 'exclude'",
        ),
        ("[operations]\n\"*\" = 'delete'", "mpkit.toml:2: 'operations.*' is \"delete\"; expected 'create', 'update' or 'skip'"),
        ("[operations]\n\"*\" = ['create']", "mpkit.toml:2: 'operations.*' is an array; expected 'create', 'update' or 'skip'"),
        (
            "[operations]\n\"/\" = 'create'",
            "mpkit.toml:2: 'operations./' is no glob that names files; an exclamation mark has a meaning only in 'exclude'",
        ),
        ("[stored]\na = 1", "mpkit.toml:2: 'stored.a' is 1; expected an array of names of additional inference specifications"),
        ("suppress = 1", "mpkit.toml:1: 'suppress' is 1; expected an array of tables with 'path', 'rule' and 'reason'"),
        ("suppress = [1]", "mpkit.toml:1: 'suppress.0' is 1; expected a table: 'path', 'rule', 'reason'"),
        ("tool.mpkit.jobs = 1", "mpkit.toml: the keys of an mpkit.toml stand at its top, without [tool.mpkit]"),
        ("jobs = ", "mpkit.toml: invalid TOML: Invalid value (at end of document)"),
    ],
)
def test_a_mistake_is_an_error_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    assert refused(tmp_path, text) == message


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("rule = 'MP101'\nreason = 'r'", "mpkit.toml:2: 'suppress.0' lacks 'path'"),
        ("path = 'a'\nreason = 'r'", "mpkit.toml:2: 'suppress.0' lacks 'rule'"),
        ("path = 'a'\nrule = 'MP101'", "mpkit.toml:2: 'suppress.0' lacks 'reason'"),
        ("path = 'a'\nrule = 'MP101'\nreason = ' '", "mpkit.toml:5: 'suppress.0.reason' is \" \"; expected text"),
        ("path = 1\nrule = 'MP101'\nreason = 'r'", "mpkit.toml:3: 'suppress.0.path' is 1; expected text"),
        (
            "path = '!a'\nrule = 'MP101'\nreason = 'r'",
            "mpkit.toml:3: 'suppress.0.path' is no glob that names files; an exclamation mark has a meaning only in 'exclude'",
        ),
        (
            "path = '/'\nrule = 'MP101'\nreason = 'r'",
            "mpkit.toml:3: 'suppress.0.path' is no glob that names files; an exclamation mark has a meaning only in 'exclude'",
        ),
        ("path = 'a'\nrule = 'MP1'\nreason = 'r'", "mpkit.toml:4: 'suppress.0.rule' names 'MP1', which stands for several rules"),
        (
            "path = 'a'\nrule = 'MP101'\nreason = 'r'\nexpire = 1",
            "mpkit.toml:6: 'suppress.0.expire' is an unknown key; did you mean 'expires'?",
        ),
        (
            "path = 'a'\nrule = 'MP101'\nreason = 'r'\npointer = 'a/b'",
            "mpkit.toml:6: 'suppress.0.pointer' is \"a/b\"; expected a JSON Pointer such as '/InferenceSpecification/Containers/*/Image'",
        ),
        (
            "path = 'a'\nrule = 'MP101'\nreason = 'r'\nexpires = 'soon'",
            "mpkit.toml:6: 'suppress.0.expires' is \"soon\"; expected a day such as 2027-01-31",
        ),
        (
            "path = 'a'\nrule = 'MP101'\nreason = 'r'\nexpires = 2027-01-01T00:00:00",
            "mpkit.toml:6: 'suppress.0.expires' is 2027-01-01 00:00:00; expected a day such as 2027-01-31",
        ),
    ],
)
def test_a_mistake_in_a_suppression_is_an_error_with_its_place(tmp_path: Path, entry: str, message: str) -> None:
    assert refused(tmp_path, f"\n[[suppress]]\n{entry}\n") == message


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = "[tool.other]\njobs = 0\n[tool.mpkit]\njobs = 0\n'spec' = 1\n\n[[tool.mpkit.suppress]]\npath = 'a'\n"
    assert refused(tmp_path, text, "pyproject.toml").splitlines() == [
        "pyproject.toml:4: 'jobs' is 0; expected a number of processes from 1",
        "pyproject.toml:5: 'spec' is 1; expected text",
        "pyproject.toml:7: 'suppress.0' lacks 'rule'",
    ]


def test_a_table_that_is_no_table_is_an_error(tmp_path: Path) -> None:
    assert refused(tmp_path, "tool.mpkit = 1", "pyproject.toml") == "pyproject.toml: [tool.mpkit] is 1; expected a table"


def test_a_file_that_is_no_utf8_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "mpkit.toml").write_bytes(b"spec = '\xff'")
    with pytest.raises(ConfigError, match=r"mpkit\.toml: not UTF-8: byte 8 cannot be decoded$"):
        load(tmp_path, None, RULES)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "mpkit.toml").write_bytes(b"\xef\xbb\xbfjobs = 2\r\n")
    assert load(tmp_path, None, RULES).jobs == 2


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("7", 7),
        ("'7'", 7),
        ("'7 b'", 7),
        ("'2kB'", 2000),
        ("' 3 mb '", 3_000_000),
        ("'1 GiB'", 2**30),
        ("1_000", 1000),
        ("2147483647", 2**31 - 1),
    ],
)
def test_a_size_may_have_a_unit(tmp_path: Path, text: str, size: int) -> None:
    write(tmp_path / "mpkit.toml", f"max-size = {text}")
    assert load(tmp_path, None, RULES).max_size == size


def test_the_command_line_wins() -> None:
    config = override(EXPECTED, RULES, spec="2026-11", jobs=8, max_size="1 MB", fail_on="info", exclude=None)
    assert (config.spec, config.jobs, config.max_size, config.fail_on, config.exclude) == (
        "2026-11",
        8,
        1_000_000,
        Severity.info,
        EXPECTED.exclude,
    )
    assert config.sources == {"spec": "--spec", "jobs": "--jobs", "max-size": "--max-size", "fail-on": "--fail-on"}


def test_a_rule_that_the_command_line_selects_runs_though_the_configuration_ignores_it() -> None:
    config = override(EXPECTED, RULES, select=["too-long"])
    assert selected(RULES, config.select, config.ignore) == (RULES[1],)
    assert override(EXPECTED, RULES, select=["MP1"], ignore=["MP101"]).ignore == ("MP101",)


def test_what_the_command_line_ignores_comes_to_what_the_configuration_ignores() -> None:
    assert override(EXPECTED, RULES, ignore=["MP2"]).ignore == ("MP108", "MP2")


def test_levels_of_the_command_line_come_to_those_of_the_configuration() -> None:
    config = override(EXPECTED, RULES, severity={"too-long": "error"})
    assert config.severity == {"MP2": Severity.info, "too-long": Severity.error}


def test_options_that_are_not_given_change_nothing() -> None:
    assert override(EXPECTED, RULES, select=None, jobs=None) is EXPECTED


def test_a_mistake_on_the_command_line_names_the_option() -> None:
    with pytest.raises(ConfigError) as caught:
        override(Config(), RULES, select=["MP3"], severity={"MP209": "warn"}, fail_on="never")
    assert str(caught.value).splitlines() == [
        "--select names an unknown rule 'MP3'",
        "--severity MP209 is \"warn\"; expected 'error', 'warning' or 'info' (a rule is switched off by 'ignore')",
    ]


@pytest.mark.parametrize("config", [Config(), EXPECTED, Config(fail_on=None)], ids=["defaults", "full", "never"])
def test_the_description_is_a_configuration_that_says_the_same(tmp_path: Path, config: Config) -> None:
    write(tmp_path / "mpkit.toml", describe(config))
    again = load(tmp_path, None, RULES)
    lines = tuple(entry._replace(line=1) for entry in again.suppress)
    assert bare(replace(again, suppress=lines)) == replace(config, suppress=tuple(entry._replace(line=1) for entry in config.suppress))


def test_the_description_says_where_settings_come_from(tmp_path: Path) -> None:
    file = write(tmp_path / "mpkit.toml", "\njobs = 2\n")
    text = describe(override(load(tmp_path, None, RULES), RULES, fail_on="never"))
    assert text.splitlines()[:7] == [
        f"# Globs are relative to {tmp_path}.",
        'spec = "current"  # default',
        'select = ["ALL"]  # default',
        "ignore = []  # default",
        "exclude = []  # default",
        'fail-on = "never"  # --fail-on',
        "max-size = 10000000  # default",
    ]
    assert f"jobs = 2  # {file}:2" in text


@pytest.mark.parametrize(
    ("select", "ignore", "ids"),
    [
        (["ALL"], [], ["MP101", "MP108", "MP209", "MP250"]),
        (["ALL"], ["MP1"], ["MP209", "MP250"]),
        (["MP209"], ["MP2"], ["MP209"]),
        (["MP2"], ["MP20"], ["MP250"]),
        (["MP209"], ["MP209"], []),
        (["model-data-suffix"], ["MP209"], []),
        (["MP"], ["ALL"], ["MP101", "MP108", "MP209", "MP250"]),
        (["MP1", "image-region"], ["too-long"], ["MP101", "MP250"]),
        ([], [], []),
    ],
)
def test_the_more_exact_selector_wins(select: list[str], ignore: list[str], ids: list[str]) -> None:
    assert [rule.id for rule in selected(RULES, select, ignore)] == ids


def test_the_more_exact_level_wins_whatever_the_order() -> None:
    levels = {"MP209": Severity.error, "ALL": Severity.info, "MP2": Severity.warning}
    assert severities(RULES, levels) == {"MP101": 1, "MP108": 1, "MP209": 3, "MP250": 2}


def test_a_rule_is_known_by_id_and_name() -> None:
    book = Rulebook(RULES)
    assert (book.id_of("MP209"), book.id_of("too-long"), book.id_of("MP2")) == ("MP209", "MP108", None)


def settings(tmp_path: Path, here: str = ".") -> FileSettings:
    write(tmp_path / "mpkit.toml", FULL)
    return FileSettings(load(tmp_path, None, RULES), RULES, str((tmp_path / here).resolve()))


def test_globs_say_what_holds_for_a_file(tmp_path: Path) -> None:
    files = settings(tmp_path)
    assert files.operation("requests/eu/a.json") == "CreateModelPackage"
    assert files.operation("./approvals/a.json") == "UpdateModelPackage"
    assert files.operation("x/old/a.json") == "skip"
    assert files.operation("a.json") is None
    assert files.ignored("tests/a.json") == {"MP101", "MP209", "MP250"}
    assert files.ignored("a.json") == set()
    assert files.entries("legacy/b.json") == (0,)
    assert files.entries("x/a.json") == (1,)
    assert files.exclude is not None
    assert files.exclude.covers("vendor/a.json")


def test_globs_are_relative_to_the_folder_of_the_configuration(tmp_path: Path) -> None:
    files = settings(tmp_path, "tests")
    assert files.ignored("a.json") == {"MP101", "MP209", "MP250"}
    assert files.operation("../requests/a.json") == "CreateModelPackage"


def test_no_glob_speaks_of_a_file_outside(tmp_path: Path) -> None:
    files = settings(tmp_path)
    assert (files.operation("../requests/a.json"), files.ignored("../tests/a.json"), files.entries("/a.json")) == (None, frozenset(), ())


def test_the_last_glob_for_an_operation_decides() -> None:
    files = FileSettings(Config(operations={"*": "CreateModelPackage", "u-*": "UpdateModelPackage"}), RULES)
    assert (files.operation("u-1.json"), files.operation("c-1.json")) == ("UpdateModelPackage", "CreateModelPackage")


def test_without_globs_nothing_is_special() -> None:
    files = FileSettings(Config(), RULES)
    assert (files.exclude, files.operation("a"), files.ignored("a"), files.entries("a")) == (None, None, frozenset(), ())


def test_no_parser_is_loaded_where_there_is_nothing_to_parse(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom mpkit.linter.config import load\n"
        f"load(Path({str(tmp_path)!r}), None, ())\n"
        "print(sorted({'tomllib', 'difflib', 'mpkit.linter.settings'} & sys.modules.keys()))"
    )
    write(tmp_path / "pyproject.toml", "[project]\nname = 'x'")
    # Measuring coverage would load more.
    env = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
