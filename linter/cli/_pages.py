"""The page of a rule: its prose, its examples with what the linter really prints on them, its clauses."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from ..compose import lint_example
from ..edits import apply_edit
from ..report.text import Look, block
from ..rule import Example, Rule, TextExample

_FILE_NAMES = {"CreateModelPackage": "create-model-package", "UpdateModelPackage": "update-model-package"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One example: the change that makes a good text bad, as a diff, and what the linter prints."""

    diff: str
    output: str


def shown(rule: Rule, sentences: Mapping[str, str]) -> Iterator[Shown]:
    """Yield the examples of a rule with the linter's own output, in plain text of 100 columns."""
    for example in rule.examples:
        good, bad, name = texts(example)
        report = lint_example(bad, name, example)
        lines = [line for diagnostic in report.diagnostics for line in block(diagnostic, Look(), sentences)]
        yield Shown(_diff(good, bad), "\n".join(lines) or f"{name}:1:1: {rule.severity} {rule.id} {rule.name}: {example.message}")


def markdown(rule: Rule, sentences: Mapping[str, str]) -> str:
    """Return the page in Markdown."""
    title, _, prose = rule.doc.strip().partition("\n")
    parts = [f"# {rule.name} ({rule.id})", facts(rule), title, prose.strip()]
    for number, example in enumerate(shown(rule, sentences)):
        parts += ["## Example" if number == 0 else "### Another", f"```diff\n{example.diff}\n```", f"```text\n{example.output}\n```"]
    if rule.cites:
        parts += ["## Clauses", "\n".join(f"- `{clause}`: {sentences.get(clause, '')}" for clause in rule.cites)]
    return "\n\n".join(part for part in parts if part) + "\n"


def text(rule: Rule, sentences: Mapping[str, str], look: Look) -> str:
    """Return the page for a terminal."""
    title, _, prose = rule.doc.strip().partition("\n")
    parts = [look.paint(f"{rule.id} {rule.name}", "bold") + f" ({facts(rule)})", title.replace("``", "'"), _plain(prose, look)]
    for example in shown(rule, sentences):
        parts += [look.paint("Example", "bold") + "\n\n" + _indented(example.diff), _indented(example.output)]
    if rule.cites:
        parts += [look.paint("Clauses", "bold") + "\n\n" + "\n".join(f"  {clause}: {sentences.get(clause, '')}" for clause in rule.cites)]
    return "\n\n".join(part for part in parts if part) + "\n"


def data(rule: Rule, sentences: Mapping[str, str]) -> dict[str, Any]:
    """Return the page as plain data."""
    return {
        "id": rule.id,
        "name": rule.name,
        "summary": rule.summary,
        "severity": str(rule.severity),
        "operations": rule.operations,
        "since": rule.since,
        "until": rule.until,
        "explanation": rule.doc.strip(),
        "clauses": [{"id": clause, "text": sentences.get(clause, "")} for clause in rule.cites],
        "examples": [{"diff": example.diff, "output": example.output} for example in shown(rule, sentences)],
    }


def facts(rule: Rule) -> str:
    """Say severity, operations and editions in one line."""
    speaks = " and ".join(rule.operations)
    bounds = [f"from service model {rule.since}" if rule.since else "", f"before service model {rule.until}" if rule.until else ""]
    return ", ".join(part for part in (str(rule.severity), speaks, *bounds) if part)


def texts(example: Example | TextExample) -> tuple[bytes, bytes, str]:
    """Return the good and the bad text of an example, and the name of the file that they would stand in."""
    stem = _FILE_NAMES[example.operation]
    if isinstance(example, TextExample):
        good, bad = (side.encode() if isinstance(side, str) else side for side in (example.good, example.bad))
        return good, bad, f"{stem}.{example.form}"
    good, bad = (orjson.dumps(side, option=orjson.OPT_INDENT_2) for side in (example.good, apply_edit(example.good, example.edit)))
    return good, bad, f"{stem}.json"


def _diff(good: bytes, bad: bytes) -> str:
    before, after = (side.decode("utf-8", errors="replace").splitlines() for side in (good, bad))
    lines = list(difflib.unified_diff(before, after, n=2, lineterm=""))[2:]
    cropped = [line if len(line) <= 120 else f"{line[:117]}…" for line in lines if not line.startswith("@@")]  # noqa: PLR2004 - a page's width
    return "\n".join("".join(char if char.isprintable() else "\ufffd" for char in line) for line in cropped)


def _plain(prose: str, look: Look) -> str:
    lines = (look.paint(line[3:], "bold") if line.startswith("## ") else line for line in prose.strip().splitlines())
    return "\n".join(lines).replace("``", "'")


def _indented(block_text: str) -> str:
    return "\n".join(f"  {line}".rstrip() for line in block_text.splitlines())
