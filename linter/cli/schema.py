"""``mpkit schema``: print the JSON Schema of an operation, for editors."""

import argparse
import json
import sys

from ... import schemas
from ..config import OPERATIONS
from .streams import UsageError


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("operation", choices=("create", "update"), help="which request the schema describes")
    parser.add_argument("--spec", default=schemas.CURRENT, metavar="EDITION", help="the edition of the spec (default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    """Print the schema. Raises `UsageError` for an edition that there is not, or that lacks the operation."""
    operation = OPERATIONS[options.operation]
    try:
        edition = schemas.load(options.spec).edition(operation)
    except schemas.UnknownEditionError as problem:
        raise UsageError(str(problem)) from problem
    if edition is None:
        raise UsageError(f"edition '{options.spec}' has no {operation}")
    sys.stdout.write(json.dumps(edition.schema(operation), ensure_ascii=False, indent=2) + "\n")
    return 0
