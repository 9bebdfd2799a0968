"""``mpkit lint``: find what the documents forbid."""

import argparse
import gc
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import cache, partial
from pathlib import Path
from typing import BinaryIO

from ..._version import __version__
from ...rules import catalogue
from ...schemas import UnknownEditionError
from .. import compose
from ..config import OPERATIONS, Config, ConfigError, describe, load, override
from ..discover import STDIN, Found, printable
from ..finding import Report, Severity
from ..request import quote
from ..run import spread
from ..session import FileResult, Session, gather
from .streams import CLEAN, FOUND, INTERNAL, USAGE, UsageError, count, ending_with_reader, look

_FEW = 5


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders; - is standard input (default: the current folder)")
    what = parser.add_argument_group("what is checked")
    what.add_argument("--operation", choices=("auto", "create", "update"), default="auto", help="what the requests are (default: auto)")
    what.add_argument("--spec", metavar="EDITION", help="the edition to hold them against, as in 'mpkit spec list' (default: current)")
    what.add_argument("--select", metavar="RULES", type=_names, help="only these rules: ids, names, prefixes such as MP2; commas between")
    what.add_argument("--ignore", metavar="RULES", type=_names, help="not these rules")
    what.add_argument("--severity", metavar="RULE=LEVEL", action="append", type=_level, help="give a rule another level; repeatable")
    what.add_argument("--form", metavar="FORMS", type=_names, help="only requests kept in these forms, such as python,json (default: all)")
    what.add_argument("--max-size", metavar="SIZE", help="read no larger files, as in '10 MB' (default: 10 MB)")
    what.add_argument("--stdin-filename", metavar="NAME", help="the name by which standard input is known")
    told = parser.add_argument_group("what is told, and how")
    told.add_argument("--output-format", choices=("text", "json"), default="text", help="how to print the report (default: text)")
    told.add_argument("--output-file", metavar="FILE", help="write the report there instead of standard output")
    told.add_argument(
        "--fail-on", choices=("error", "warning", "info", "never"), help="the level that makes the exit code 1 (default: error)"
    )
    told.add_argument("--allow-empty", action="store_true", help="no request is fine, and broken files that hint at none are skipped")
    told.add_argument("--list", action="store_true", help="list the requests and how much of each is known, and check nothing")
    told.add_argument("--statistics", action="store_true", help="count the findings by rule")
    told.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours in text (default: auto)")
    how = parser.add_argument_group("how it runs")
    how.add_argument("--jobs", metavar="N", type=_jobs, help="the number of processes (default: one; from 2,000 files on, one a processor)")
    how.add_argument("--config", metavar="FILE", type=Path, help="the configuration file; none is looked for")
    how.add_argument("--isolated", action="store_true", help="use no configuration file")
    how.add_argument("--show-config", action="store_true", help="print the settings in effect and where each comes from, and lint nothing")


def run(options: argparse.Namespace) -> int:
    """Lint, print the report, return the exit code. Raises `UsageError`."""
    try:
        config = _config(options)
        if options.show_config:
            sys.stdout.write(describe(config))
            return CLEAN
        if options.stdin_filename and STDIN not in options.paths:
            raise UsageError("--stdin-filename goes with '-', which stands for standard input\ntry: mpkit lint - --stdin-filename NAME")
        operation = OPERATIONS.get(options.operation)
        name = printable(options.stdin_filename or "<stdin>")
        make = partial(compose.session, config, operation=operation, lenient=options.allow_empty, listing=options.list, stdin_name=name)
        report = _report(make, options, config)
    except (ConfigError, UnknownEditionError) as problem:
        raise UsageError(str(problem)) from None
    with ending_with_reader():
        _print(report, options)
    return _exit_code(report, config.fail_on, allow_empty=options.allow_empty)


def _config(options: argparse.Namespace) -> Config:
    rules = catalogue()
    if options.isolated and options.config:
        raise UsageError("--isolated and --config exclude each other")
    config = Config() if options.isolated else load(Path(), options.config, rules)
    return override(
        config,
        rules,
        spec=options.spec,
        forms=options.form,
        select=options.select,
        ignore=options.ignore,
        severity=dict(options.severity) if options.severity else None,
        max_size=options.max_size,
        fail_on=options.fail_on,
        jobs=options.jobs,
    )


def _report(make: "partial[Session]", options: argparse.Namespace, config: Config) -> Report:
    session = make()
    # What is there now stays to the end, and need not be looked at again and again.
    gc.freeze()
    gc.enable()
    # Only this process has the standard input of the command.
    jobs = 1 if STDIN in options.paths else config.jobs
    return gather(session, spread(session.discover(options.paths), jobs, session.lint_files, partial(_elsewhere, make)))


def _elsewhere(make: "partial[Session]") -> Callable[[list[Found]], list[FileResult]]:
    import pickle  # noqa: PLC0415 - only with several processes

    return partial(_lint_files, pickle.dumps(make))


def _lint_files(recipe: bytes, found: list[Found]) -> list[FileResult]:
    return _session(recipe).lint_files(found)


@cache
def _session(recipe: bytes) -> Session:
    """Make the session of a process that helps, once for all the files that it gets."""
    import pickle  # noqa: PLC0415 - only with several processes

    session: Session = pickle.loads(recipe)()  # noqa: S301 - made by this very run
    return session


def _print(report: Report, options: argparse.Namespace) -> None:
    with _target(options.output_file) as target:
        if options.list:
            from ..report import listing  # noqa: PLC0415 - one report a run

            drawn = look(options.color, to_terminal=False if options.output_file else None)
            target.write(listing.as_json(report, __version__) if options.output_format == "json" else listing.as_text(report, drawn))
            return
        if options.output_format == "json":
            from ..report.json import render as render_json  # noqa: PLC0415 - one format a run

            target.write(render_json(report, __version__, statistics=options.statistics))
            return
        from ..report.text import render as render_text  # noqa: PLC0415 - one format a run

        drawn = look(options.color, to_terminal=False if options.output_file else None)
        lines = render_text(report, drawn, _sentences(report), statistics=options.statistics)
        target.writelines(f"{line}\n".encode(errors="backslashreplace") for line in lines)


def _target(output_file: str | None) -> AbstractContextManager[BinaryIO]:
    if output_file is None:
        sys.stdout.flush()
        return nullcontext(sys.stdout.buffer)
    try:
        return Path(output_file).open("wb")
    except OSError as problem:
        raise UsageError(f"cannot write {output_file}: {problem.strerror}") from None


def _sentences(report: Report) -> dict[str, str]:
    if not any(diagnostic.clauses for diagnostic in report.diagnostics):
        return {}
    from ...schemas.clause import load_clauses  # noqa: PLC0415 - only where there is something to report

    return {clause.id: clause.text for clause in load_clauses().values()}


def _exit_code(report: Report, fail_on: Severity | None, *, allow_empty: bool) -> int:
    if report.internal_errors:
        return INTERNAL
    if report.unreadable:
        return USAGE
    if fail_on is not None and any(diagnostic.severity >= fail_on for diagnostic in report.diagnostics):
        return FOUND
    if not report.requests and not report.diagnostics and not allow_empty:
        sys.stderr.write("mpkit: no request found; give --operation, or allow it with --allow-empty\n")
        for skipped in report.skipped[:_FEW]:
            sys.stderr.write(f"  skipped {skipped.path}: {skipped.reason}\n")
        return USAGE
    return CLEAN


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _level(text: str) -> tuple[str, str]:
    rule, equals, level = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"'{text}' is not RULE=LEVEL")
    return rule.strip(), level.strip()


def _jobs(text: str) -> int:
    jobs = count(text)
    if jobs is None:
        raise argparse.ArgumentTypeError(f"{quote(text)} is no number of processes from 1")
    return jobs
