"""``mpkit conform compare``: several backends in one table."""

import argparse
import sys
from pathlib import Path

from ...conformance.report.compare import render
from ...conformance.report.recorded import ReportError, load
from .streams import CLEAN, UsageError, ending_with_reader, look


def run(options: argparse.Namespace) -> int:
    """Print the comparison. Raises `UsageError`."""
    try:
        reports = [load(Path(file)) for file in options.files]
    except ReportError as problem:
        raise UsageError(str(problem)) from None
    pieces = render(reports, options.output_format, look(options.color, to_terminal=False if options.output_file else None))
    if options.output_file is None:
        with ending_with_reader():
            sys.stdout.writelines(pieces)
        return CLEAN
    try:
        with Path(options.output_file).open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(pieces)
    except OSError as problem:
        raise UsageError(f"cannot write {options.output_file}: {problem.strerror}") from None
    return CLEAN
