"""The rules, one file each; whatever stands in this folder is a rule and is found by that.

A lint run takes the rules from ``index.json``, which is generated from these files, and imports a rule's module when its check is first
called. A file that the index does not know yet is imported at once, so a new rule works before anything is generated.
"""

import os
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any

import orjson

from ..linter.finding import Severity
from ..linter.rule import Breach, Check, LateCheck, Reading, Rule, Visit

INDEX = Path(__file__).parent / "index.json"
_TRIGGERS = {"visit": Visit, "breach": Breach, "reading": Reading}


def load() -> tuple[Rule, ...]:
    """Import all rules, with pages and examples, and return them by id."""
    return tuple(sorted(map(_rule, _modules()), key=lambda rule: rule.id))


@cache
def catalogue() -> tuple[Rule, ...]:
    """Return all rules by id, as a lint run needs them: without page and examples, each check imported when it is first called."""
    entries = orjson.loads(INDEX.read_bytes()) if INDEX.exists() else {}
    rules = [_indexed(module, entries[module]) if module in entries else _rule(module) for module in _modules()]
    return tuple(sorted(rules, key=lambda rule: rule.id))


def index() -> bytes:
    """Return what ``index.json`` has to be."""
    entries = {module: _entry(_rule(module)) for module in _modules()}
    return orjson.dumps(entries, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _modules() -> list[str]:
    names = os.listdir(Path(__file__).parent)  # noqa: PTH208 - every start of the program comes through here
    return sorted(name[:-3] for name in names if name.endswith(".py") and not name.startswith("_"))


def _rule(module: str) -> Rule:
    rule: Rule = import_module(f".{module}", __package__).RULE
    return rule


def _check(module: str) -> Check:
    check = _rule(module).check
    assert check is not None
    return check


def _indexed(module: str, entry: dict[str, Any]) -> Rule:
    kind, *lists = entry["trigger"]
    return Rule(
        id=entry["id"],
        name=entry["name"],
        summary=entry["summary"],
        severity=Severity[entry["severity"]],
        cites=tuple(entry["cites"]),
        doc="",
        trigger=_TRIGGERS[kind](*(tuple(part) if isinstance(part, list) else part for part in lists)),
        examples=(),
        check=None if kind == "reading" else LateCheck(partial(_check, module)),
        operations=tuple(entry["operations"]),
        since=entry["since"],
        until=entry["until"],
    )


def _entry(rule: Rule) -> dict[str, Any]:
    trigger = rule.trigger
    if isinstance(trigger, Visit):
        described: list[Any] = ["visit", trigger.shapes, trigger.members]
    elif isinstance(trigger, Breach):
        described = ["breach", trigger.keywords, trigger.shapes, *([True] if trigger.beginnings else [])]
    else:
        described = ["reading"]
    return {
        "id": rule.id,
        "name": rule.name,
        "summary": rule.summary,
        "severity": str(rule.severity),
        "cites": rule.cites,
        "trigger": described,
        "operations": rule.operations,
        "since": rule.since,
        "until": rule.until,
    }
