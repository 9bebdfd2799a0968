"""``mpkit clauses``: the clauses of the documents, and what covers each."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from ... import rules, schemas
from ...conformance.coverage import checks_by_clause, exceptions, is_asked
from ...rules._coverage import Coverage, Row, coverage
from ...schemas.clause import load_clauses, load_exceptions
from ..selection import did_you_mean
from .streams import UsageError, dumped


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("clause", nargs="?", metavar="ID", help="the clause to show in full, as in CMP-NAME-LEN; all when left out")
    parser.add_argument(
        "--output-format", choices=("text", "json", "markdown"), default="text", help="how to print it (default: %(default)s)"
    )


def run(options: argparse.Namespace) -> int:
    """Print all clauses, or one. Raises `UsageError` for a clause that there is not."""
    table = tabulate()
    if options.clause is None:
        sys.stdout.write({"text": _text, "json": _json, "markdown": markdown}[options.output_format](table))
        return 0
    row = _find(table, options.clause)
    if options.output_format == "json":
        sys.stdout.write(dumped(data(row)))
    else:
        sys.stdout.write("\n".join(_full(row, markdown=options.output_format == "markdown")) + "\n")
    return 0


def tabulate() -> Coverage:
    """Return what covers each clause, for the committed rules, clauses and editions."""
    editions = [edition for entry in schemas.index()["editions"] for edition in set(schemas.load(entry["id"]).editions.values())]
    return coverage(rules.load(), load_clauses(), editions, load_exceptions())


def data(row: Row) -> dict[str, Any]:
    """Return a clause and what covers it as plain data."""
    return asdict(row.clause) | {
        "cited_by": row.cited_by,
        "schema": [asdict(place) for place in row.places],
        "worded_by": row.worded_by,
        "exception": row.exception,
        "covered": row.is_covered,
        "checks": checks_by_clause().get(row.clause.id, ()),
        "check_exception": exceptions().get(row.clause.id),
    }


def markdown(table: Coverage) -> str:
    """Return all clauses as a table in Markdown; the last lines are the figures."""
    lines = ["| clause | level | static | what it demands | covered by | asked of a backend by |", "|---|---|---|---|---|---|"]
    for row in table.rows:
        clause = row.clause
        cells = (f"`{clause.id}`", clause.level, clause.static, clause.text, _covered_by(row), _checked_by(row))
        lines.append("| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |")
    return "\n".join([*lines, "", f"{_checks_summary(table)}.", "", table.summary()]) + "\n"


def _find(table: Coverage, wanted: str) -> Row:
    for row in table.rows:
        if row.clause.id == wanted.upper():
            return row
    hint = did_you_mean(wanted, (row.clause.id for row in table.rows))
    raise UsageError(f"there is no clause '{wanted}'{hint}\ntry: mpkit clauses, which lists them all")


def _covered_by(row: Row) -> str:
    """Say in a few words what covers a clause."""
    parts = [", ".join(row.cited_by)] if row.cited_by else []
    if row.places or (row.worded_by and not row.cited_by):
        kinds = dict.fromkeys(place.constraint for place in row.places)
        parts.append(f"schema ({', '.join(kinds)})" if kinds else f"schema, worded by {', '.join(row.worded_by)}")
    if row.exception:
        parts.append(f"excepted: {row.exception}")
    return "; ".join(parts) or ("nothing" if row.clause.is_static else "not static")


def _checked_by(row: Row) -> str:
    """Say in a few words which checks of a backend rest on a clause."""
    checks = checks_by_clause().get(row.clause.id, ())
    if checks:
        return checks[0] + (f" and {len(checks) - 1:,} more" if len(checks) > 1 else "")
    if row.clause.id in exceptions():
        return f"excepted: {exceptions()[row.clause.id]}"
    return "nothing" if is_asked(row.clause) else "shows in no answer"


def _checks_summary(table: Coverage) -> str:
    asked = [row.clause.id for row in table.rows if is_asked(row.clause)]
    checked = sum(name in checks_by_clause() for name in asked)
    excepted = sum(name in exceptions() for name in asked)
    return f"{checked} of {len(asked)} clauses that show in a backend's answers have checks, {excepted} excepted with reason"


def _text(table: Coverage) -> str:
    rows = [
        ("CLAUSE", "LEVEL", "STATIC", "COVERED BY", "ASKED OF A BACKEND BY"),
        *((row.clause.id, row.clause.level, row.clause.static, _covered_by(row), _checked_by(row)) for row in table.rows),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = ["  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]) + f"  [{row[4]}]" for row in rows]
    return "\n".join([*lines, "", _checks_summary(table), table.summary()]) + "\n"


def _json(table: Coverage) -> str:
    return dumped({"summary": table.summary(), "checks_summary": _checks_summary(table), "clauses": [data(row) for row in table.rows]})


def _full(row: Row, *, markdown: bool) -> Iterator[str]:
    clause = row.clause
    lead = "- " if markdown else "  "
    yield f"# {clause.id}\n\n{clause.text}.\n" if markdown else f"{clause.id}: {clause.text}"
    source = clause.document + (f", {clause.lines}" if clause.lines else "")
    facts = {
        "source": source,
        "speaks of": f"{clause.operation or 'both operations'} {clause.path}",
        "edition": clause.edition or "each",
        "level": f"{clause.level}, on the evidence of {'a document' if clause.evidence == 'document' else clause.evidence}",
        "a linter can decide it": clause.static,
        "a backend shows it by": clause.blackbox,
        "note": clause.note,
        "cited by": ", ".join(row.cited_by),
        "stated by the schema": "; ".join(f"{place.constraint} of {place.place} ({', '.join(place.editions)})" for place in row.places),
        "reported by": ", ".join(row.worded_by),
        "excepted": row.exception,
        "asked of a backend by": _checked_by(row),
    }
    yield from (f"{lead}{name}: {fact}" for name, fact in facts.items() if fact)
