"""``mpkit conform``: does a backend behave as the documents say?"""

import argparse
from importlib import import_module
from typing import TYPE_CHECKING

from ..request import quote
from .streams import UsageError, count

if TYPE_CHECKING:
    from collections.abc import Callable

PHASES = ("smoke", "boundary", "property", "stateful", "malformed")
FORMATS = ("text", "json", "junit", "markdown", "html")
_EXTRA = "the conformance kit needs packages of its own: pip install 'mpkit[conformance]', or 'mpkit[moto]' with the default target"

_EPILOG = """\
exit codes: 0 conforms; 1 does not, or a recorded deviation no longer happens; 2 wrong usage or configuration;
            3 the target cannot be reached or is none, or the kit itself failed; 130 interrupted

examples:
  mpkit conform                                         moto, started inside the process
  mpkit conform --endpoint-url http://127.0.0.1:4566    a backend on this machine
  mpkit conform --only 'update/*' --report html=page.html
  mpkit conform --self-test                             the kit against its own faulty backends
  mpkit conform replay report.json 'update/merges-metadata#1'
"""

# The modules of the commands below this one; each is imported only when it runs.
_ACTIONS = {
    None: "_conform_run",
    "replay": "_conform_replay",
    "compare": "_conform_compare",
    "sweep": "_conform_sweep",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments, and the commands below it."""
    parser.epilog = _EPILOG
    add_target(parser)
    what = parser.add_argument_group("what is asked")
    what.add_argument("--level", choices=("must", "should", "all"), default="must", help="what fails the run (default: must)")
    what.add_argument("--phase", metavar="PHASES", type=_phases, default=PHASES, help=f"only these: {','.join(PHASES)}")
    what.add_argument("--only", metavar="CHECKS", type=_patterns, default=(), help="only these checks: ids or globs, commas between")
    what.add_argument("--skip", metavar="CHECKS", type=_patterns, default=(), help="not these checks")
    what.add_argument("--strict", action="store_true", help="the documents alone count where the live service is seen to differ")
    what.add_argument("--seed", metavar="N", type=_number, default=0, help="draw other cases; the same seed draws the same (default: 0)")
    what.add_argument("--max-examples", metavar="N", type=_positive, default=50, help="cases that each drawn check gets (default: 50)")
    told = parser.add_argument_group("what is told, and how")
    told.add_argument(
        "--report", metavar="FORMAT=FILE", action="append", type=_report, default=[], help=f"also write {', '.join(FORMATS)}; repeatable"
    )
    told.add_argument("--deviations", metavar="FILE", help="known deviations, which do not fail the run; a YAML file")
    told.add_argument("--write-deviations", action="store_true", help="print ready entries for such a file instead of the summary")
    told.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours in text (default: auto)")
    other = parser.add_argument_group("instead of a run").add_mutually_exclusive_group()
    other.add_argument("--self-test", action="store_true", help="run the kit against its own faulty backends and print the mutation score")
    other.add_argument("--plan", action="store_true", help="print all that would be sent, and send nothing")
    other.add_argument("--list", action="store_true", dest="list_checks", help="list the checks that would run")
    _configure_actions(parser)


def _configure_actions(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(
        dest="action", metavar="replay | compare | sweep", title="more", prog="mpkit conform", parser_class=type(parser)
    )

    def command(name: str, text: str) -> argparse.ArgumentParser:
        described = f"{text[0].upper()}{text[1:]}."
        return actions.add_parser(name, help=text, description=described, formatter_class=parser.formatter_class, allow_abbrev=False)

    replay = command("replay", "run one recorded case again")
    replay.add_argument("file", metavar="REPORT", help="a JSON report")
    replay.add_argument("case", metavar="CASE", help="the id of a case or check in it")
    add_target(replay)
    compare = command("compare", "several backends in one table")
    compare.add_argument("files", metavar="REPORT", nargs="+", help="JSON reports")
    compare.add_argument("--output-format", choices=("text", "markdown", "html"), default="text", help="how to print it (default: text)")
    compare.add_argument("--output-file", metavar="FILE", help="write it there instead of standard output")
    compare.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours in text (default: auto)")
    sweep = command("sweep", "delete what a broken-off run left")
    sweep.add_argument("file", metavar="LEDGER", help="the ledger that the run wrote")
    add_target(sweep)


def add_target(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say what is tested, and how it is talked to."""
    target = parser.add_argument_group("the target")
    target.add_argument("--target", metavar="TARGET", help="moto (default), reference, aws, or module:factory for an adapter of your own")
    target.add_argument("--endpoint-url", metavar="URL", help="a backend that speaks AWS JSON 1.1 there")
    target.add_argument("--region", metavar="REGION", help="its region (default: that of the profile; us-east-1 on this machine)")
    target.add_argument("--profile", metavar="NAME", help="the AWS profile with the credentials; not needed on this machine")
    target.add_argument("--spec", metavar="EDITION", default="current", help="the edition to hold it against (default: current)")
    target.add_argument("--client", choices=("http", "boto3"), default="http", help="send signed HTTP, or use boto3 (default: http)")
    target.add_argument(
        "--workers", metavar="N", type=_positive, help="calls at the same time (default: 4 to an endpoint without --rate, else 1)"
    )
    target.add_argument("--timeout", metavar="SECONDS", type=_positive, help="how long an answer may take (default: 30)")
    target.add_argument("--rate", metavar="N", type=_rate, help="at most so many calls a second")
    target.add_argument("--max-requests", metavar="N", type=_positive, help="at most so many calls in all")
    account = parser.add_argument_group("a real account (--target aws)")
    account.add_argument("--account", metavar="ID", help="its number: the run starts only where this is the account of the credentials")
    account.add_argument("--image", metavar="URI", help="the image that packages are made with")
    account.add_argument("--model-data-url", metavar="URL", help="the model archive that packages are made with")
    account.add_argument("--ledger", metavar="FILE", help="where each created thing is written down (default: mpkit-ledger-….jsonl)")
    account.add_argument("--allow-validation-jobs", action="store_true", help="allow requests that start transform jobs, which cost money")
    account.add_argument("--allow-marketplace", action="store_true", help="allow requests that certify for the Marketplace")


def run(options: argparse.Namespace) -> int:
    """Run the command, or the one below it that was asked for. Raises `UsageError`."""
    action: Callable[[argparse.Namespace], int]
    try:
        action = import_module(f".{_ACTIONS[options.action]}", __package__).run
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] == "mpkit":
            raise
        raise UsageError(f"{_EXTRA} (missing: {missing.name})") from None
    return action(options)


def _phases(text: str) -> tuple[str, ...]:
    names = _patterns(text)
    for name in names:
        if name not in PHASES:
            raise argparse.ArgumentTypeError(f"{quote(name)} is no phase; they are {', '.join(PHASES)}")
    return names


def _patterns(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _report(text: str) -> tuple[str, str]:
    name, equals, file = text.partition("=")
    if not equals or name not in FORMATS or not file:
        raise argparse.ArgumentTypeError(f"{quote(text)} is not FORMAT=FILE with {', '.join(FORMATS)} as format")
    return name, file


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{quote(text)} is no whole number") from None


def _positive(text: str) -> int:
    number = count(text)
    if number is None:
        raise argparse.ArgumentTypeError(f"{quote(text)} is no whole number from 1")
    return number


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = 0.0
    if not 0 < rate < float("inf"):
        raise argparse.ArgumentTypeError(f"{quote(text)} is no number of calls above 0")
    return rate
