"""Which folder may import which; read from the source, not from what happens to be loaded."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("mpkit", "linter", "rules", "schemas", "conformance")
MODULES = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
MOST_LINES = 400

# The linter modules that rules may use: its types and nothing that reads, runs or renders.
CORE = {"finding", "path", "request", "rule", "edits"}
# Where rules, spec, configuration and files are put together.
COMPOSITION = {("linter", "compose.py"), ("linter", "cli")}


def imports(path: Path) -> list[tuple[str, ...]]:
    """The absolute module paths, without `mpkit`, that a module imports from this project."""
    folder = path.relative_to(ROOT).parent.parts
    return imported(path.read_text(encoding="utf-8"), () if folder == ("mpkit",) else folder)


def imported(text: str, package: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The same for the text of a module of ``package``."""
    found: list[tuple[str, ...]] = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - (node.level - 1)]
            module = tuple(node.module.split(".")) if node.module else ()
            found += [(*base, *module, alias.name) if not module else (*base, *module) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "mpkit":
            found += [(alias.name,) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "mpkit":
            found.append(tuple(node.module.split(".")[1:]))
        elif isinstance(node, ast.Import):
            found += [tuple(alias.name.split(".")[1:]) for alias in node.names if alias.name.split(".")[0] == "mpkit"]
    return found


def is_composition(path: Path) -> bool:
    return path.relative_to(ROOT).parts[:2] in COMPOSITION


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("from .a import b", [("rules", "a")]),
        ("from . import a", [("rules", "a")]),
        ("from ..linter.path import b", [("linter", "path")]),
        ("from .. import linter", [("linter",)]),
        ("from mpkit.linter.path import b", [("linter", "path")]),
        ("from mpkit import linter", [("linter",)]),
        ("import os, mpkit.linter.path as b", [("linter", "path")]),
        ("import mpkit", [()]),
        ("import mpkitten\nfrom os import path", []),
    ],
)
def test_every_way_to_import_is_seen(text: str, targets: list[tuple[str, ...]]) -> None:
    assert imported(text, ("rules",)) == targets


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    folder = path.relative_to(ROOT).parts[0]
    for target in imports(path):
        top = target[0] if target else ""
        if folder == "schemas":
            assert top in ("schemas", "_version"), f"schemas is data, and imports {target}"
        if folder == "linter" and not is_composition(path):
            assert top in ("linter", "schemas", "_version"), f"the linter's core imports {target}"
            assert target[:2] not in (("linter", "cli"), ("linter", "compose")), f"only the command line composes, not {path.name}"
        if folder == "rules":
            assert top in ("linter", "rules", "schemas"), f"a rule imports {target}"
            if top == "linter":
                assert target[1] in CORE, f"a rule imports {target}"
            if top == "rules":
                assert target[1].startswith("_") or path.name == "__init__.py", f"a rule imports another rule: {target}"
        if folder == "conformance":
            assert target[:2] != ("linter", "cli"), f"the kit imports {target}"


@pytest.mark.parametrize("path", sorted((ROOT / "linter" / "report").glob("*.py")), ids=lambda path: path.name)
def test_reporters_import_types_only(path: Path) -> None:
    assert {target[1] for target in imports(path)} <= {"finding", "path", "report"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_no_blob(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_an_import_inside_a_function_says_why(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    for function in ast.walk(ast.parse("\n".join(lines))):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    assert "PLC0415 - " in lines[node.lineno - 1], f"line {node.lineno}"
