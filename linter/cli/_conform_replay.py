"""``mpkit conform replay``: one recorded case again, against any target."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ... import schemas
from ...conformance import runner
from ...conformance.bench import Bench, Settings
from ...conformance.check import Failure
from ...conformance.outcome import Broken
from ...conformance.report.recorded import Recorded, ReportError, load
from ...conformance.subject import SubjectError
from ...conformance.targets import opened
from ._conform_run import say, wish
from .streams import CLEAN, FOUND, INTERNAL, UsageError

if TYPE_CHECKING:
    from ...conformance.bench import CaseOutcome


def run(options: argparse.Namespace) -> int:
    """Make the case again and return the exit code: 1 where it still fails. Raises `UsageError`."""
    try:
        recorded = load(Path(options.file))
        case = recorded.case(options.case)
        spec = schemas.load(options.spec if options.spec != schemas.CURRENT else recorded.spec)
        with opened(wish(options), spec, say) as target, target.cleaning():
            bench = Bench(target.subject, spec, target.names, _settings(recorded))
            outcome = bench.run(case) or _asked_again(bench, case.id)
    except (ReportError, SubjectError, schemas.UnknownEditionError) as problem:
        raise UsageError(str(problem)) from None
    return _told(case.id, outcome)


def _settings(recorded: Recorded) -> Settings:
    """Return the settings that the run was made with, as far as cases depend on them."""
    told = recorded.document.get("settings")
    told = told if isinstance(told, dict) else {}
    seed, examples = recorded.document.get("seed"), told.get("max_examples")
    return Settings(
        seed=seed if isinstance(seed, int) else 0,
        examples=examples if isinstance(examples, int) and examples > 0 else Settings().examples,
        workers=1,
        strict=told.get("strict") is True,
    )


def _asked_again(bench: Bench, case: str) -> "CaseOutcome":
    """Ask the whole check again: some cases are judged by more than one answer at a time."""
    name = case.partition("#")[0]
    for check in runner.all_checks(bench.spec):
        if check.id == name:
            [result] = runner.results(bench, [check])
            return next((failure for failure in result.failures if failure.case == case), None)
    return None


def _told(case: str, outcome: "CaseOutcome") -> int:
    if isinstance(outcome, Broken):
        sys.stdout.write(f"{case}: no answer ({outcome.kind}: {outcome.detail})\n")
        return INTERNAL
    if isinstance(outcome, Failure):
        sys.stdout.write(f"{case}: still fails ({outcome.grade})\n  expected: {outcome.expected}\n  observed: {outcome.observed}\n")
        return FOUND
    sys.stdout.write(f"{case}: passes now\n")
    return CLEAN
