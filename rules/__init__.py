"""The rules, one file each; whatever stands in this folder is a rule and is found by that."""

from importlib import import_module
from pathlib import Path

from ..linter.rule import Rule


def load() -> tuple[Rule, ...]:
    """Import every module of this folder whose name has no leading underscore, and return their rules by id."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))
    rules: list[Rule] = [import_module(f".{name}", __package__).RULE for name in names]
    return tuple(sorted(rules, key=lambda rule: rule.id))
