"""Notebooks: the same request in many styles has the findings of its JSON twin, in the cell and in the file where it stands."""

import ast
import json
import keyword
import textwrap
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from forms_support import CREATE, Case, agree, cases, keys, linted, marked, told, twin
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies_support import all_paths, examined

from mpkit.linter.cli import run
from mpkit.linter.compose import lint_text, session
from mpkit.linter.config import Config
from mpkit.linter.edits import apply_edit
from mpkit.linter.finding import Diagnostic, Edit
from mpkit.linter.path import from_pointer, pointer
from mpkit.linter.request import Unknown
from mpkit.linter.source import Source

# Drawing a request takes longer than linting it.
slow = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
CALLS = {CREATE: "create_model_package", "UpdateModelPackage": "update_model_package"}
UNKNOWN = ...
"""Stands in a value for what the notebook does not tell."""


# A request as Python, spread over cells.


class Style(NamedTuple):
    """How Python literals are written."""

    double: bool = False
    tall: bool = False


def literal(value: Any, style: Style, indent: str = "") -> str:
    if value is UNKNOWN:
        return "settings.value"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False) if style.double else repr(value)
    if not isinstance(value, dict | list):
        return repr(value)
    inner = f"{indent}    "
    if isinstance(value, dict):
        items = [f"{literal(key, style)}: {literal(item, style, inner)}" for key, item in value.items()]
    else:
        items = [literal(item, style, inner) for item in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    if not style.tall or not items:
        return opening + ", ".join(items) + closing
    return "".join([f"{opening}\n", *(f"{inner}{item},\n" for item in items), f"{indent}{closing}"])


def as_call(case: Case, style: Style) -> list[str]:
    call = CALLS[case.operation]
    if all(key.isidentifier() and not keyword.iskeyword(key) and key.isascii() for key in case.request):
        arguments = ", ".join(f"{key}={literal(value, style)}" for key, value in case.request.items())
        return [f"response = client.{call}({arguments})"]
    return [f"response = client.{call}(**{literal(case.request, style)})"]


def as_dict(case: Case, style: Style) -> list[str]:
    return [f"request = {literal(case.request, style)}", f"client.{CALLS[case.operation]}(**request)"]


def as_items(case: Case, style: Style) -> list[str]:
    items = [f"request[{literal(key, style)}] = {literal(value, style)}" for key, value in case.request.items()]
    return ["request = dict()", *items, f"client.{CALLS[case.operation]}(**request);"]


def as_variables(case: Case, style: Style) -> list[str]:
    variables = [f"value_{index} = {literal(value, style)}" for index, value in enumerate(case.request.values())]
    members = ", ".join(f"{literal(key, style)}: value_{index}" for index, key in enumerate(case.request))
    return [*variables, f"client.{CALLS[case.operation]}(**{{{members}}})"]


WAYS = (as_call, as_dict, as_items, as_variables)
# Lines that may stand between any two statements.
NOISE_LINES = (
    "%matplotlib inline",
    "!pip install -q {package} \\\n    boto3",
    "found = !ls -l '",
    "home = %env HOME",
    "response?",
    "??boto3.client",
    "# client.create_model_package(ModelPackageName='a b')",
    "print('''\n!no command\n%no magic\n''');",
    'if found:\n    %cd {found}\n    !!ls "',
    "remainder = (7\n% 4)",
    "%time len([1])",
)
# Cells that may stand between any two cells.
NOISE_CELLS = (
    ("markdown", "# client.create_model_package(ModelPackageName='a b')"),
    ("raw", "client.create_model_package(ModelPackageName='a b')"),
    ("code", ""),
    ("code", "print 'Python 2'"),
    ("code", "for broken in"),
    ("code", "%%html\n<b>don't</b>"),
    ("code", "%%javascript\nvar a = {};"),
    ("code", '%%bash\necho "it\'s"'),
    ("code", "%%script false --no-raise-error\nclient.create_model_package(ModelPackageName='a b')"),
)
MAGICS = ("", "", "", "%%time\n", "\n\n%%capture --no-stderr\n")
DECOY = "client.create_model_package(ModelPackageName='a b')\n"


@st.composite
def cells_of(draw: st.DrawFn, case: Case) -> list[tuple[str, str]]:
    """Draw the cells of a notebook with the request of ``case``, each as its type and its text."""
    style = Style(draw(st.booleans()), draw(st.booleans()))
    statements = ["import boto3", "client = boto3.client('sagemaker')", *draw(st.sampled_from(WAYS))(case, style)]
    cells = []
    lines: list[str] = []
    for statement in statements:
        lines += [draw(st.sampled_from(NOISE_LINES))] if draw(st.integers(0, 4)) == 0 else []
        lines.append(statement)
        if statement == statements[-1] or draw(st.integers(0, 2)) == 0:
            text = "\n".join(lines) + draw(st.sampled_from(("", "\n", "\n\n")))
            text = textwrap.indent(text, "  ") if "'''" not in text and draw(st.integers(0, 7)) == 0 else text
            cells.append(("code", draw(st.sampled_from(MAGICS)) + text))
            lines = []
        if not lines and draw(st.integers(0, 3)) == 0:
            cells.append(draw(st.sampled_from(NOISE_CELLS)))
    return cells


# Cells as JSON.


class Writing(NamedTuple):
    """How the file of a notebook is written."""

    version: int = 4
    pieces: int = 1
    ascii: bool = True
    indent: int | str | None = 1
    breaks: str = "\n"
    code_breaks: str = "\n"
    first: str = "cells"


writings = st.builds(
    Writing,
    version=st.sampled_from((3, 4)),
    pieces=st.sampled_from((0, 1, 1, 1, 7)),
    ascii=st.booleans(),
    indent=st.sampled_from((None, 1, 2, "\t")),
    breaks=st.sampled_from(("\n", "\n", "\r\n")),
    code_breaks=st.sampled_from(("\n", "\n", "\r\n")),
    first=st.sampled_from(("cells", "metadata")),
)


def in_pieces(text: str, pieces: int) -> str | list[str]:
    """A text as the file has it: whole, in its lines, or in pieces of some other length."""
    if pieces == 0:
        return text
    return text.splitlines(keepends=True) if pieces == 1 else [text[at : at + pieces] for at in range(0, len(text), pieces)]


def cell_json(kind: str, text: str, writing: Writing) -> dict[str, Any]:
    key = "input" if writing.version == 3 and kind == "code" else "source"
    cell: dict[str, Any] = {"cell_type": kind, "metadata": {"note": DECOY}}
    outputs = [{"output_type": "stream", "name": "stdout", "text": [DECOY]}] if kind == "code" else []
    return cell | {"outputs": outputs, "language": "python", key: in_pieces(text.replace("\n", writing.code_breaks), writing.pieces)}


def notebook(cells: list[tuple[str, str]], writing: Writing = Writing()) -> str:  # noqa: B008 - it is frozen
    found = [cell_json(kind, text, writing) for kind, text in cells]
    holder = {"cells": found} if writing.version == 4 else {"worksheets": [{"cells": found[:2]}, {"cells": found[2:]}]}
    metadata = {"metadata": {"kernelspec": {"name": "conda_python3", "language": "python"}, "language_info": {"name": "python"}}}
    document = (holder | metadata if writing.first == "cells" else metadata | holder) | {"nbformat": writing.version}
    return json.dumps(document, indent=writing.indent, ensure_ascii=writing.ascii).replace("\n", writing.breaks)


def code(*texts: str, **writing: Any) -> str:
    """A notebook of code cells."""
    return notebook([("code", text) for text in texts], Writing(**writing))


def unescaped(piece: str) -> str:
    """What a piece of JSON strings says."""
    return str(json.loads(f'"{piece}"'))


def is_python(piece: str, value: Any) -> bool:
    """Tell whether a piece of the file is the literal of a value, which may be cut into several strings of a list."""
    for between in ('",', '", '):
        piece = piece.replace(between, '",')
    joined = "".join(part for index, part in enumerate(_strings(piece)) if index % 2 == 0)
    return bool(ast.literal_eval(unescaped(joined)) == value)


def _strings(piece: str) -> list[str]:
    """Cut at quotes that are not escaped: what stands between strings is every second part."""
    parts, part, at = [], "", 0
    while at < len(piece):
        if piece[at] == "\\":
            part, at = part + piece[at : at + 2], at + 2
        elif piece[at] == '"':
            parts, part, at = [*parts, part], "", at + 1
        else:
            part, at = part + piece[at], at + 1
    return [*parts, part]


def in_cell(text: str, found: Diagnostic) -> str:
    """The text of a cell from the place on that a diagnostic gives, without line breaks."""
    document = json.loads(text)
    sheets = [document["cells"]] if "cells" in document else [sheet["cells"] for sheet in document["worksheets"]]
    assert found.cell is not None
    cell = [cell for cells in sheets for cell in cells][found.cell.cell - 1]
    source = cell.get("source", cell.get("input"))
    source = source if isinstance(source, str) else "".join(source)
    lines = Source("x", source.encode()).lines
    return source[lines.bounds(found.cell.line)[0] + found.cell.column - 1 :].replace("\r", "").replace("\n", "")


@slow
@given(data=st.data(), case=cases(), writing=writings)
def test_a_notebook_has_the_findings_of_its_twin_at_the_places_of_its_values(data: st.DataObject, case: Case, writing: Writing) -> None:
    text = notebook(data.draw(cells_of(case)), writing)

    agree("register.ipynb", text, case, is_python)

    for found in linted("register.ipynb", text).diagnostics:
        piece = "".join(part for index, part in enumerate(_strings(marked(text, found))) if index % 2 == 0)
        start = unescaped(piece).replace("\r", "").replace("\n", "")
        assert in_cell(text, found).startswith(start)
        assert found.form == "notebook"


@slow
@given(data=st.data(), case=cases(), style=st.builds(Style, st.booleans(), st.booleans()), way=st.sampled_from(WAYS))
def test_an_unknown_takes_away_findings_at_or_below_it_and_adds_none(data: st.DataObject, case: Case, style: Style, way: Any) -> None:
    path = data.draw(st.sampled_from([path for path in all_paths(case.request) if path] or [("ModelPackageName",)]))
    planted = Case(case.operation, apply_edit(case.request, Edit("set", path, UNKNOWN)))

    found = keys(linted("register.ipynb", code(*way(planted, style))).diagnostics)

    unknown = apply_edit(case.request, Edit("set", path, Unknown()))
    assert found == sorted(
        (rule.name, pointer(finding.path)) for rule, finding in examined("2026-11", case.operation, unknown, certain=False)
    )
    for gone in twin(case).diagnostics:
        # Relations between members are not told where one of them is unknown.
        below = from_pointer(gone.pointer or "")[: len(path)] == tuple(map(str, path))
        assert below or gone.rule.startswith("MP2") or (gone.name, gone.pointer or "") in found, gone


# Where things are.

START = "import boto3\nsm = boto3.client('sagemaker')\n"
UPDATE = "sm.update_model_package(ModelPackageArn=arn, ModelApprovalStatus=status)\n"


def places(text: str) -> list[str]:
    """What is found in a notebook, each as the cell, line and column, and what the file has there."""
    found = linted("register.ipynb", text).diagnostics
    return [f"{':'.join(map(str, one.cell or ()))} {one.name} {marked(text, one)}" for one in found]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("pieces", [0, 1])
def test_escapes_before_a_value_do_not_move_it(indent: int | None, pieces: int) -> None:
    text = code("x = 1", START + "note = '\\t\U0001f600 é'; status = \"Nope\"\n" + UPDATE, indent=indent, pieces=pieces)

    assert places(text) == ['2:3:26 enum-value \\"Nope\\"']


def test_cells_count_from_one_over_all_cells_and_worksheets() -> None:
    cells = [("markdown", "a"), ("code", START), ("raw", "b"), ("code", "status = 'Nope'\n" + UPDATE)]

    assert places(notebook(cells)) == places(notebook(cells, Writing(version=3))) == ["4:1:10 enum-value 'Nope'"]


def test_a_value_on_several_lines_is_marked_from_its_first_to_its_last() -> None:
    text = code(START + "sm.update_model_package(ModelPackageArn=arn, ModelApprovalStatus=('No'\n  'pe'))")

    assert places(text) == ["1:3:67 enum-value 'No'\\n\",\n    \"  'pe'"]


def test_the_report_for_people_gives_the_cell_and_the_line_of_the_file(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    file = tmp_path / "a.ipynb"
    file.write_text(code(START, "status = 'Nope'\n" + UPDATE), encoding="utf-8")

    assert run(["lint", "--isolated", str(file)]) == 1

    lines = capsysbinary.readouterr().out.decode().splitlines()
    assert lines[0].startswith(f"{file}:39:15: error MP114 enum-value: ModelApprovalStatus is 'Nope'")
    assert lines[0].endswith("(cell 2, line 1, column 10)")
    assert lines[2] == "39 |     \"status = 'Nope'\\n\","
    assert lines[3].endswith("|               ^^^^^^")


def test_the_report_for_machines_and_the_list_give_the_cell(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    file = tmp_path / "a.ipynb"
    file.write_text(code(START, "status = 'Nope'\n" + UPDATE), encoding="utf-8")

    run(["lint", "--isolated", "--output-format", "json", str(file)])
    (found,) = json.loads(capsysbinary.readouterr().out)["diagnostics"]
    run(["lint", "--isolated", "--output-format", "json", "--list", str(file)])
    (listed,) = json.loads(capsysbinary.readouterr().out)["requests"]
    run(["lint", "--isolated", "--list", str(file)])
    text = capsysbinary.readouterr().out.decode()

    assert found["cell"] == {"cell": 2, "line": 1, "column": 10}
    assert found["start"] == {"line": 39, "column": 15}
    assert (found["form"], found["pointer"]) == ("notebook", "/ModelApprovalStatus")
    assert (listed["form"], listed["cell"], listed["unknowns"]) == ("notebook", {"cell": 2, "line": 2, "column": 1}, ["/ModelPackageArn"])
    assert "a.ipynb:40:6: notebook UpdateModelPackage: 1 of 2 values known; unknown: /ModelPackageArn (cell 2, line 2, column 1)" in text


def test_requests_are_numbered_in_the_order_of_the_cells() -> None:
    text = code(f"%%writefile update-model-package.json\n{json.dumps(NOPE)}", START + "status = 'Nein'\n" + UPDATE)

    assert [(one.request, one.cell and one.cell.cell) for one in linted("a.ipynb", text).diagnostics] == [(0, 1), (1, 2)]


# What runs and what does not.


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["status = 'Nope'", UPDATE], ["2:1:10 enum-value 'Nope'"]),
        (["status = 'Nope'", "status = 'Approved'", UPDATE], []),
        (["status = 'Approved'", UPDATE, "status = 'Nope'"], []),
        (["status = 'Approved'", "status = 'Nope'", UPDATE], ["3:1:10 enum-value 'Nope'"]),
        (["status = 'Nope'", "status = !cat status", UPDATE], []),
        (["status = 'Nope'", "status = %env STATUS", UPDATE], []),
        (["status = 'Nope'", "%run settings.py", UPDATE], []),
        (["status = 'Nope'", "%store -r status", UPDATE], []),
        (["status = 'Nope'", "%load_ext autoreload", UPDATE], ["2:1:10 enum-value 'Nope'"]),
        (["status = 'Nope'", "%%bash\nstatus=Approved", UPDATE], ["2:1:10 enum-value 'Nope'"]),
        (["status = 'Nope'", "%%python\nstatus = 'Approved'", UPDATE], ["2:1:10 enum-value 'Nope'"]),
        (["status = 'Nope'", "%%timeit\nstatus = 'Approved'", UPDATE], ["2:1:10 enum-value 'Nope'"]),
        (["%%capture --no-stderr\nstatus = 'Nope'", UPDATE], ["2:2:10 enum-value 'Nope'"]),
        (["%%unheard of\nstatus = 'Nope'", UPDATE], ["2:2:10 enum-value 'Nope'"]),
        (["status = 'Nope'", "%%script false\n" + UPDATE], []),
        (["status = 'Nope'", "%time " + UPDATE], ["2:1:10 enum-value 'Nope'"]),
        (["status = 'Nope'", "%timeit -n 3 -r 1 " + UPDATE], ["2:1:10 enum-value 'Nope'"]),
        (["    status = 'Nope'\n    if status:\n        !echo {status}\n", UPDATE], ["2:1:14 enum-value 'Nope'"]),
        ([">>> status = 'Nope'\n>>> if status:\n...     pass\n", UPDATE], ["2:1:14 enum-value 'Nope'"]),
        (["In [3]: status = 'Nope'\n   ...: x = 1\n", UPDATE], ["2:1:18 enum-value 'Nope'"]),
        (["status = 'Nope'\nsm.update_model_package?", "status?\n", UPDATE], ["2:1:10 enum-value 'Nope'"]),
        (["status = ('Ne' +\n  'in%s'\n% '')\n!ls", UPDATE], []),
        (["note = '''\n!Nope\n%Nope'''\nstatus = 'Nope'\n!ls", UPDATE], ["2:4:10 enum-value 'Nope'"]),
    ],
)
def test_code_is_read_as_the_notebook_runs_it(cells: list[str], expected: list[str]) -> None:
    assert places(code(START, *cells)) == expected


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        ("print 'Python 2'", []),
        ("for x in", []),
        ("# sm.update_model_package(\nfor x in", []),
        ("sm.update_model_package(", ["2:1:24 syntax-error "]),
        ("!ls\nsm.update_model_package(", ["2:2:24 syntax-error "]),
        ("%%time\nsm.update_model_package(", ["2:2:24 syntax-error "]),
        ("%%html\nsm.update_model_package(", []),
        ("%sql\nSELECT sm.update_model_package(", []),
    ],
)
def test_a_cell_that_is_no_python_is_told_only_where_a_call_is_visible(broken: str, expected: list[str]) -> None:
    assert places(code(START, broken, "status = 'Nope'", UPDATE)) == [*expected, "3:1:10 enum-value 'Nope'"]
    assert places(code(START, broken)) == expected


@pytest.mark.parametrize(
    ("metadata", "found"),
    [
        ({}, 1),
        ({"kernelspec": {"name": "mine"}}, 1),
        ({"kernelspec": {"name": "conda_python3", "language": "python"}}, 1),
        ({"kernelspec": {"name": "pysparkkernel", "language": "python"}, "language_info": {"name": "pyspark"}}, 1),
        ({"kernelspec": {"name": "ir", "language": "R"}, "language_info": {"name": "R"}}, 0),
        ({"language_info": {"name": "julia"}}, 0),
        ({"kernelspec": None, "language_info": {"name": 7}}, 1),
    ],
)
def test_only_notebooks_in_python_are_read(metadata: dict[str, Any], found: int) -> None:
    text = json.dumps(json.loads(code(START, "status = 'Nope'\n" + UPDATE)) | {"metadata": metadata})

    assert linted("a.ipynb", text).requests == found


def test_wrappers_of_the_user_count() -> None:
    text = code("register(ModelPackageGroupName='a b')")
    config = Config(python_wrappers={"register": CREATE})

    assert linted("a.ipynb", text).requests == 0
    assert "/ModelPackageGroupName" in [found.pointer for found in lint_text(text, filename="a.ipynb", config=config).diagnostics]


# What cells write.

NOPE = {"ModelPackageArn": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/7", "ModelApprovalStatus": "Nope"}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([f"%%writefile request.json\n{json.dumps(NOPE)}"], ['1:2:110 enum-value \\"Nope\\"']),
        ([f"%%writefile -a out/update-model-package.yaml\n{json.dumps(NOPE)}"], ['1:2:110 enum-value \\"Nope\\"']),
        (["%%writefile update-model-package.yaml\nModelApprovalStatus: [Nope\n"], ["1:2:22 syntax-error ["]),
        (["%%writefile notes.json\n{'ModelPackageAr"], []),
        ([f"%%file \"the job.py\"\n{START}status = 'Nope'\n{UPDATE}"], ["1:4:10 enum-value 'Nope'"]),
        (
            [f"%%writefile x.py\n{START}", "%%writefile -a x.py\nstatus = 'Nope'", f"%%writefile -a x.py\n{UPDATE}"],
            ["2:2:10 enum-value 'Nope'"],
        ),
        (
            [f"%%writefile x.py\n{START}", "%%writefile x.py\nstatus = 'Nope'", f"%%writefile -a x.py\n{UPDATE}"],
            ["2:2:10 enum-value 'Nope'"],
        ),
        (["status = 'Nope'", f"%%writefile x.py\n{UPDATE}"], []),
        (["%%writefile x.ipynb\n" + code(START + "status = 'Nope'\n" + UPDATE)], []),
        ([f"%%writefile\n{json.dumps(NOPE)}"], []),
        ([f"%%writefile {{folder}}\n{json.dumps(NOPE)}"], []),
    ],
)
def test_files_that_cells_write_are_read_in_their_own_forms(cells: list[str], expected: list[str]) -> None:
    assert places(code(*cells)) == expected


# Commands for the shell.

COMMAND = "aws sagemaker update-model-package --model-package-arn arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/7"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (f"!{COMMAND} --model-approval-status Nope", "1:1:144 enum-value Nope"),
        (f"x = !{COMMAND} \\\n  --model-approval-status Nope\nprint(x)", "1:2:27 enum-value Nope"),
        (f"if x:\n    !!{COMMAND} --model-approval-status Nope", "1:2:149 enum-value Nope"),
        (f"%sx {COMMAND} --model-approval-status Nope", "1:1:147 enum-value Nope"),
        (f"%%bash\n{COMMAND} --model-approval-status Nope", "1:2:143 enum-value Nope"),
        (f"%%script --no-raise-error /bin/sh\n{COMMAND} --model-approval-status Nope", "1:2:143 enum-value Nope"),
        (f"%%shell\n{COMMAND} --model-approval-status Nope", "1:2:143 enum-value Nope"),
        (f"%sh\n{COMMAND} --model-approval-status Nope", "1:2:143 enum-value Nope"),
        (f"%%script perl\n{COMMAND} --model-approval-status Nope", None),
        (f"!{COMMAND} --model-approval-status {{status}}", None),
        (f"!{COMMAND} --model-approval-status '{{settings[0].status}}'", None),
        (f"!{COMMAND} --model-approval-status 'Nope$status'", None),
        (f'!{COMMAND} --model-approval-status "{{status}}"', None),
        (f"!{COMMAND} --model-approval-sttus Approved", "1:1:120 unknown-member --model-approval-sttus"),
        (f"%%bash\n# mpkit: ignore[enum-value] why\n{COMMAND} --model-approval-status Nope", None),
    ],
)
def test_commands_for_the_shell_are_read_with_their_own_places(cell: str, expected: str | None) -> None:
    assert places(code(cell)) == ([expected] if expected else [])
    assert places(code(cell, pieces=0, indent=None)) == ([expected] if expected else [])


def test_messages_spell_members_as_the_text_does() -> None:
    text = code(f"!{COMMAND} --model-approval-status Nope", f"{START}status = 'Nope'\n{UPDATE}")

    assert [found.message.split(" is ")[0] for found in linted("a.ipynb", text).diagnostics] == [
        "--model-approval-status",
        "ModelApprovalStatus",
    ]


def test_a_command_finds_the_files_that_cells_write() -> None:
    command = "!aws sagemaker create-model-package --model-package-group-name a --inference-specification file://out/spec.json"
    written = '%%writefile ./out/spec.json\n{"Containers": [{"Image": "x y"}]}'

    assert places(code(written, command)) == ['1:2:27 image-white-space \\"x y\\"']
    assert places(code(written, written, command)) == []
    assert places(code(command)) == []


# Comments.


def suppressed(*texts: str) -> tuple[int, list[str]]:
    result = linted("a.ipynb", code(*texts))
    return result.suppressed, [f"{one.cell and one.cell.line} {one.name}" for one in result.diagnostics]


def test_comments_in_cells_suppress_findings_on_their_lines() -> None:
    inline = f"{START}status = 'Nope'  # mpkit: ignore[enum-value] why\n{UPDATE}"
    above = f"{START}# mpkit: ignore[enum-value] why\n\nstatus = 'Nope'\n{UPDATE}"

    assert suppressed(inline) == suppressed("x = 1", "!ls\n" + inline) == suppressed(above) == (1, [])
    assert suppressed("# mpkit: ignore-file[enum-value] why\n", f"{START}status = 'Nope'\n{UPDATE}") == (1, [])
    assert suppressed(f"{START}# mpkit: ignore-file[enum-value] why\nstatus = 'Nope'\n{UPDATE}") == (
        0,
        ["3 invalid-suppression", "4 enum-value"],
    )


def test_comments_elsewhere_suppress_nothing() -> None:
    cells = [("markdown", "# mpkit: ignore-file[enum-value] why"), ("code", f"{START}status = 'Nope'\n{UPDATE}")]

    assert [found.name for found in linted("a.ipynb", notebook(cells)).diagnostics] == ["enum-value"]


def test_a_comment_that_suppresses_nothing_is_told_where_it_stands() -> None:
    text = code(START, f"status = 'Approved'\n{UPDATE}# mpkit: ignore[enum-value] why\n")

    (found,) = linted("a.ipynb", text).diagnostics

    assert (found.name, marked(text, found)) == ("unused-suppression", "# mpkit: ignore[enum-value] why")
    assert found.message == "MP114 finds nothing on its line, so this comment suppresses nothing"


def test_a_comment_in_a_cell_says_to_skip_the_notebook() -> None:
    result = linted("a.ipynb", code("# mpkit: operation=skip\n", f"{START}status = 'Nope'\n{UPDATE}"))

    assert (result.requests, result.skipped and result.skipped.reason) == (0, "the configuration or a comment says to skip it")


# Files that are broken or odd.


def test_broken_json_is_told_only_where_a_call_is_visible() -> None:
    text = code(START + "status = 'Nope'\n" + UPDATE)
    merged = text.replace(' "nbformat"', '<<<<<<< HEAD\n "nbformat"')
    line = merged[: merged.index("<")].count("\n") + 1

    assert told("a.ipynb", merged) == [f"{line}:1 syntax-error None"]
    assert [found.clauses for found in linted("a.ipynb", merged).diagnostics] == [()]
    assert [found.name for found in linted("a.ipynb", text[:-40]).diagnostics] == ["syntax-error"]
    assert [found.name for found in linted("a.ipynb", text.encode().replace(b"Nope", b"\xff")).diagnostics] == ["invalid-encoding"]
    assert [found.name for found in linted("a.ipynb", text[:-1] + ', "x": ' + "[" * 100_000).diagnostics] == ["nesting-too-deep"]

    # How deep Python reads depends on its version.
    deep = f'{text[:-1]}, "x": {"[" * 1010}{"]" * 1010}}}'
    assert {found.name for found in linted("a.ipynb", deep).diagnostics} <= {"nesting-too-deep", "enum-value"}
    assert told("a.ipynb", deep)

    group = merged.replace("_model_package(", "_model_package_group(").replace("ModelPackage", "Group")
    groups = session(Config(), lenient=True).lint_data("a.ipynb", group.encode())
    assert (groups.diagnostics, groups.skipped and groups.skipped.reason) == ((), "holds no model-package request")


@pytest.mark.parametrize("extra", ['"NaN": NaN', '"half": "\\ud800"', '"cells": [], "cells": []', '"deep": ' + "[" * 300 + "]" * 300])
def test_what_jupyter_reads_is_read(extra: str) -> None:
    text = code(START + "status = 'Nope'\n" + UPDATE)

    assert places("{" + extra + "," + text[1:]) == ["1:3:10 enum-value 'Nope'"]
    assert told("a.ipynb", "\ufeff" + text) == told("a.ipynb", text)


@pytest.mark.parametrize("odd", ["\x00", "'\ud800'", "(" * 500, "\x0c\x1c\x85\u2028", "x = '" + "a" * 100_000])
def test_odd_cells_do_not_keep_the_others_from_being_read(odd: str) -> None:
    assert places(code(odd, START, "status = 'Nope'\n" + UPDATE)) == ["3:1:10 enum-value 'Nope'"]


@pytest.mark.parametrize(
    "document",
    [
        [],
        {"cells": {}},
        {"cells": [None, 1, {"cell_type": "code"}, {"cell_type": "code", "source": [UPDATE, 1]}, {"cell_type": "code", "source": {}}]},
        {"worksheets": [None, {"cells": 1}, {}]},
        {"cells": [{"cell_type": "code", "source": []}], "metadata": [UPDATE]},
    ],
)
def test_json_that_is_no_notebook_holds_no_request(document: Any) -> None:
    result = linted("a.ipynb", json.dumps(document))

    assert (result.diagnostics, result.requests) == ((), 0)


def test_values_of_environment_variables_are_not_shown() -> None:
    containers = [{"Image": "x y", "Environment": {"A B": "hunter2", "C": "hunter2", "D": 7}}]
    specification = f"InferenceSpecification={{'Containers': {containers}}}"

    found = linted("a.ipynb", code(f"{START}sm.create_model_package(ModelPackageGroupName='a', {specification})", pieces=0)).diagnostics

    assert {"environment-variable-name", "wrong-type"} <= {one.name for one in found}
    assert all("hunter2" not in str(one) for one in found)


# Nonsense.

SCRAPS = (
    "\\",
    '"',
    "'",
    "\\u00e9",
    "\\ud83d",
    "\\n",
    "%",
    "%%bash\\n",
    "!",
    "?",
    "(",
    "]",
    "{",
    "NaN",
    "\n",
    "\r",
    '"",',
    '"source": [',
    "#",
)


@settings(max_examples=150)
@given(data=st.data(), style=st.integers(0, 3))
def test_nonsense_never_crashes(data: st.DataObject, style: int) -> None:
    cell = f"{START}%time x = 1\nstatus = 'Nope'  # mpkit: ignore[enum-value] why\n{UPDATE}!aws sagemaker create-model-package --x {{y}}\n"
    text = code(
        cell, f"%%writefile a.json\n{json.dumps(NOPE)}", "%%bash\naws sagemaker create-model-package", pieces=style % 2, indent=style
    )
    for _ in range(data.draw(st.integers(1, 4))):
        at, length = data.draw(st.integers(0, len(text))), data.draw(st.sampled_from((0, 0, 1, 5, 50)))
        text = text[:at] + data.draw(st.sampled_from(SCRAPS)) + text[at + length :]

    for found in linted("a.ipynb", text).diagnostics:
        assert found.cell is None or (found.cell.line >= 1 and found.cell.column >= 1)
        assert found.place.start <= found.place.end


@pytest.mark.parametrize(
    "text",
    [
        "  !ls\n" * 20_000,
        "x?\n" * 20_000,
        "!a {b" + "()" * 20_000,
        "%time " * 20_000,
        "'" * 60_001,
        "x = !" + "\\\n" * 20_000,
        " \n" * 40_000 + "!",
        ">>> " * 20_000,
    ],
    ids=range(8),
)
def test_repetition_does_not_hang(text: str) -> None:
    assert places(code(text, START, "status = 'Nope'\n" + UPDATE)) == ["3:1:10 enum-value 'Nope'"]
