"""The command line: the only place that knows rules, configuration, files and exit codes."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from ..._version import __version__
from .streams import CLEAN, INTERNAL, INTERRUPTED, USAGE, UsageError, ending_with_reader, width

# Name and one-line help of each command; its module is imported only when the command runs.
COMMANDS = {
    "lint": "find what the documents forbid in model-package requests",
    "rule": "explain one rule, or list all",
    "clauses": "the clauses of the documents, and what covers each",
    "schema": "print the JSON Schema of an operation, for editors",
    "spec": "the editions of the spec, and what changed between two",
    "conform": "check whether a backend behaves as the documents say",
    "serve": "a fake model registry that behaves as the documents say",
}

_EPILOG = """\
exit codes: 0 clean; 1 findings; 2 wrong usage or configuration, unreadable path, or no request found; 3 internal error;
            130 interrupted

examples:
  mpkit lint .                          every request below this folder
  mpkit lint create-model-package.json  one file
  mpkit rule MP250                      what a rule checks, why, and how to mend it
  mpkit conform --endpoint-url URL      whether the backend there behaves as the documents say
"""


class _Parser(argparse.ArgumentParser):
    """A parser whose errors end the command with the next step in them."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}\ntry: {self.prog} --help")


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the terminal; argparse itself would load half of the standard library to find that out, at every start."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=width(terminal=sys.stdout.isatty()) - 2)


def run(arguments: Sequence[str]) -> int:
    """Run the command line on ``arguments`` and return the exit code."""
    code: int = CLEAN
    try:
        options = _parser(arguments).parse_args(arguments)
        with ending_with_reader():
            code = import_module(f".{options.command}", __package__).run(options)
    except UsageError as problem:
        sys.stderr.write(f"mpkit: {problem}\n")
        return USAGE
    except KeyboardInterrupt:
        sys.stderr.write("mpkit: interrupted\n")
        return INTERRUPTED
    except OSError as problem:
        # What is read is guarded where it is read; what is left is the output: a full disk, a closed stream.
        sys.stderr.write(f"mpkit: cannot write the output: {problem.strerror or problem}\n")
        return USAGE
    except Exception as defect:
        if os.environ.get("MPKIT_DEBUG"):
            raise
        sys.stderr.write(f"mpkit: internal error: {type(defect).__name__}: {defect}\nset MPKIT_DEBUG=1 for the traceback, and report it\n")
        return INTERNAL
    return code


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="mpkit",
        description="Lint SageMaker model-package requests before anything is sent; check whether backends behave as the documents say.",
        epilog=_EPILOG,
        formatter_class=_Help,
        allow_abbrev=False,
    )
    parser.add_argument("-V", "--version", action="version", version=f"mpkit {__version__}")
    # Told its name, argparse needs no formatter, and with it no terminal, to find it out.
    commands = parser.add_subparsers(prog=parser.prog, dest="command", metavar="COMMAND", required=True, parser_class=_Parser)
    for name, text in COMMANDS.items():
        described = f"{text[0].upper()}{text[1:]}."
        command = commands.add_parser(name, help=text, description=described, formatter_class=_Help, allow_abbrev=False)
        if name in arguments:
            import_module(f".{name}", __package__).configure(command)
    return parser
