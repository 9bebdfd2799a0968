"""Notebooks: the same request in many styles has the findings of its JSON twin, in the cell and in the file where it stands."""

import ast
import json
import keyword
import textwrap
from typing import Any, NamedTuple

import pytest
from forms_support import CREATE, Case, agree, cases, keys, linted, marked, told, twin
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies_support import all_paths, examined

from mpkit.linter.config import Config
from mpkit.linter.edits import apply_edit
from mpkit.linter.finding import Diagnostic, Edit
from mpkit.linter.path import from_pointer, pointer
from mpkit.linter.request import Unknown
from mpkit.linter.source import Source

# Drawing a request takes longer than linting it.
slow = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
CALLS = {CREATE: "create_model_package", "UpdateModelPackage": "update_model_package"}
UNKNOWN = object()
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
    "if found:\n    %cd {found}\n    !!ls \"",
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
    ("code", "%%bash\necho \"it's\""),
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
    pieces: int = 0
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
