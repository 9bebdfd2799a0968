"""Makefiles, Jenkinsfiles, CI YAML and Markdown: the same command, written into each."""

import re
from collections.abc import Callable
from contextlib import suppress

import pytest
import yaml
from command_writer import UNKNOWN, Style, cleaned, is_value, written
from forms_support import Case, agree, cases, keys, linted
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies_support import all_paths, examined

from mpkit.linter.edits import apply_edit
from mpkit.linter.finding import Edit
from mpkit.linter.forms.markdown import _PLACEHOLDER
from mpkit.linter.path import pointer
from mpkit.linter.request import Unknown

SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def makefile(draw: st.DrawFn, case: Case) -> str:
    command = written(Style(draw, flat=True, script=False), case).replace("$", "$$").replace("\n", "\n\t").removesuffix("\t")
    return (
        f"ARN := x\n\nregister: build  # a comment\n\t@echo going\n\t{draw(st.sampled_from(['', '@', '-@']))}{command}\nclean:\n\trm -f x\n"
    )


def jenkinsfile(draw: st.DrawFn, case: Case) -> str:
    script = written(Style(draw), case).replace("\\", "\\\\")
    quote = draw(st.sampled_from(["'''", '"""', "'", '"']))
    if len(quote) == 1:
        script = script.replace("\n", "\\n")
    script = script.replace(quote[0], f"\\{quote[0]}")
    if quote[0] == '"':
        script = script.replace("$", "\\$")
    step = draw(st.sampled_from(["sh {}", "sh({})", "def out = sh(script: {}, returnStdout: true).trim()", "sh label: 'it', script: {}"]))
    return f"pipeline {{\n  // don't\n  steps {{\n    {step.format(quote + script + quote)}\n  }}\n}}\n"


def ci_yaml(draw: st.DrawFn, case: Case) -> str:
    script = written(Style(draw), case)
    style = draw(st.sampled_from([None, "|", ">", '"', "'"]))
    options = {"default_style": style, "width": draw(st.sampled_from([20, 80, 4000])), "allow_unicode": draw(st.booleans())}
    if yaml.safe_load(yaml.dump(script, **options)) != script:
        # The writer does not fold all texts as the reader unfolds them.
        options = {"default_style": '"'}
    scalar = yaml.dump(script, **options).removesuffix("...\n").replace("\n", "\n        ")
    key = draw(st.sampled_from(["run", "script", "command"]))
    return f"on: push\njobs:\n  a:\n    steps:\n    - name: register\n      {key}: {scalar}\n    - run: echo\n"


def markdown(draw: st.DrawFn, case: Case) -> str:
    script = written(Style(draw), case)
    first, prefix = draw(st.sampled_from([("", ""), ("1. ", "   "), ("> ", "> "), ("- > ", "  > "), ("   ", "   ")]))
    fence = draw(st.sampled_from(["`" * 12, "~" * 9]))
    language = draw(st.sampled_from(["sh", "bash", "shell", "console", "Bash title='x'", "{.bash}"]))
    if draw(st.booleans()) and script.startswith(("aws", "/usr", "sudo")):
        script = f"$ {script}"
    lines = [f"{fence}{language}", *script.removesuffix("\n").split("\n"), fence]
    return "# Title\n\ntext\n\n" + "\n".join((first if number == 0 else prefix) + line for number, line in enumerate(lines)) + "\n\nmore\n"


NESTS: list[tuple[str, Callable[[st.DrawFn, Case], str]]] = [
    ("Makefile", makefile),
    ("Jenkinsfile.prod", jenkinsfile),
    (".gitlab-ci.yml", ci_yaml),
    ("README.md", markdown),
]
every_nest = pytest.mark.parametrize(("name", "nest"), NESTS, ids=lambda value: value if isinstance(value, str) else "")


def fitting(name: str, case: Case) -> Case:
    """A case without what YAML and the lines of a text take for a line break, and without placeholders of documents."""
    case = cleaned(case, r"[^\n -~\xa1-\u06ff\U00010000-\U0002ffff]|[\x84-\xa0\xad]")
    return cleaned(case, _PLACEHOLDER) if name.endswith(".md") else case


@every_nest
@SLOW
@given(data=st.data(), case=cases())
def test_a_nested_command_has_the_findings_of_its_json_twin(
    data: st.DataObject, case: Case, name: str, nest: Callable[[st.DrawFn, Case], str]
) -> None:
    case = fitting(name, case)

    agree(name, nest(data.draw, case), case, lambda text, value: any(is_value(one, value) for one in unnested(text)))


@every_nest
@SLOW
@given(data=st.data(), case=cases())
def test_an_unknown_in_a_nested_command_takes_away_findings_at_or_below_it(
    data: st.DataObject, case: Case, name: str, nest: Callable[[st.DrawFn, Case], str]
) -> None:
    case = fitting(name, case)
    assume(case.request)
    path = data.draw(st.sampled_from([path for path in all_paths(case.request) if path]))
    text = nest(data.draw, Case(case.operation, apply_edit(case.request, Edit("set", path, UNKNOWN))))

    unknown = apply_edit(case.request, Edit("set", path, Unknown()))
    expected = sorted((rule.name, pointer(finding.path)) for rule, finding in examined("2026-11", case.operation, unknown, certain=False))
    assert keys(linted(name, text).diagnostics) == expected


def unnested(text: str) -> list[str]:
    """What a piece of an outer text may be once the quotes and escapes of that are gone."""
    found = [text, text.replace("$$", "$"), text.replace("''", "'"), re.sub(r"\\(.)", r"\1", text)]
    with suppress(yaml.YAMLError):
        found.append(yaml.safe_load(f'"{text}"'))
    return found
