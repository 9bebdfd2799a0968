"""``mpkit spec``: the editions of the spec, and what changed between two."""

import argparse
import sys
from dataclasses import asdict

from ... import schemas
from .streams import UsageError, dumped


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    commands = parser.add_subparsers(dest="spec_command", metavar="COMMAND", required=True, parser_class=type(parser))
    listing = commands.add_parser("list", help="list the editions", description="List the editions.")
    comparison = commands.add_parser(
        "diff", help="what changed between two editions", description="Tell what changed between two editions."
    )
    comparison.add_argument("old", metavar="A", help="the older edition")
    comparison.add_argument("new", metavar="B", help="the newer edition")
    for command in (listing, comparison):
        command.add_argument("--output-format", choices=("text", "json"), default="text", help="how to print it (default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    """Print the list or the comparison. Raises `UsageError` for an edition that there is not."""
    sys.stdout.write(_list(options.output_format) if options.spec_command == "list" else _diff(options))
    return 0


def _list(output_format: str) -> str:
    table = schemas.index()
    if output_format == "json":
        return dumped(table)
    rows = [("EDITION", "BOTOCORE", "DATE", "OPERATIONS")]
    rows += [(entry["id"], entry["botocore"], entry["date"], ", ".join(entry["operations"])) for entry in table["editions"]]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines += ["", *(f"{alias} = {_meaning(meant)}" for alias, meant in table["aliases"].items())]
    lines.append("installed = made from the botocore that is installed here")
    return "\n".join(lines) + "\n"


def _meaning(meant: str | dict[str, str]) -> str:
    return meant if isinstance(meant, str) else ", ".join(f"{edition} for {operation}" for operation, edition in meant.items())


def _diff(options: argparse.Namespace) -> str:
    from ...schemas.diff import diff, text  # noqa: PLC0415 - only for this command

    try:
        old, new = schemas.load(options.old), schemas.load(options.new)
    except schemas.UnknownEditionError as problem:
        raise UsageError(str(problem)) from problem
    changes = diff(old, new)
    if options.output_format == "json":
        return dumped({"old": options.old, "new": options.new, "changes": [asdict(change) for change in changes]})
    return text(changes) or "no changes\n"
