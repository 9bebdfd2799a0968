"""Which checks ask for what a clause demands, and why others are asked by none.

The table stands in ``coverage.json``, generated from the checks, so that reading it needs nothing that checks need. The exceptions are
written by hand: clauses that a backend could show in principle, and why no check asks for them.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ..schemas.clause import Clause

TABLE = Path(__file__).parent / "coverage.json"
_EXCEPTIONS = Path(__file__).parent / "exceptions.json"

_ASKED = frozenset({"validator", "service-stateful", "cli"})


def is_asked(clause: Clause) -> bool:
    """Tell whether a clause is one that a check has to ask for, unless it is excepted: what it demands shows from outside."""
    return clause.blackbox in _ASKED


@cache
def checks_by_clause() -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the checks that rest on each clause."""
    return {clause: tuple(checks) for clause, checks in json.loads(TABLE.read_bytes()).items()}


@cache
def exceptions() -> Mapping[str, str]:
    """Return the clauses that no check asks for, with the reason of each."""
    found: dict[str, str] = json.loads(_EXCEPTIONS.read_bytes())
    return found


def table() -> str:
    """Return what ``coverage.json`` has to be. Needs what the checks need."""
    from .. import schemas  # noqa: PLC0415 - reading the table needs none of this
    from ..schemas.clause import load_clauses  # noqa: PLC0415 - as above
    from .runner import all_checks  # noqa: PLC0415 - as above

    found: dict[str, dict[str, None]] = {clause: {} for clause in load_clauses()}
    for entry in schemas.index()["editions"]:
        for check in all_checks(schemas.load(entry["id"])):
            for clause in check.clauses:
                found[clause][check.id] = None
    return json.dumps({clause: list(checks) for clause, checks in found.items() if checks}, indent=1) + "\n"
