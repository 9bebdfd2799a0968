"""``mpkit conform``: run the checks against a target, and tell what came out."""

import argparse
import base64
import gc
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis.configuration import set_hypothesis_home_dir

from ... import schemas
from ...conformance import capabilities, deviations, runner
from ...conformance.bench import Bench, Settings
from ...conformance.check import Check, Result, Run
from ...conformance.names import Names
from ...conformance.outcome import Reply
from ...conformance.progress import Progress
from ...conformance.report import renderer
from ...conformance.subject import Call, SubjectError
from ...conformance.subjects.reference import Direct
from ...conformance.subjects.wrappers import Stop
from ...conformance.targets import AWS, Opened, Wish, arranged, opened
from ...schemas.installed import cache_folder
from ..selection import did_you_mean
from .streams import CLEAN, FOUND, INTERNAL, INTERRUPTED, UsageError, ending_with_reader, look

_SIGNALLED = 128


def run(options: argparse.Namespace) -> int:
    """Run what the options ask for and return the exit code. Raises `UsageError`."""
    # A run makes and drops much; the collector was off for the start.
    gc.enable()
    # Hypothesis would keep its tables in the user's current folder.
    set_hypothesis_home_dir(str(cache_folder() / "hypothesis"))
    if options.self_test:
        from ._conform_self_test import run as self_test  # noqa: PLC0415 - loads all faulty backends

        return self_test(options)
    try:
        spec = schemas.load(options.spec)
        checks = selected(options, spec)
        if options.list_checks:
            return _list(checks)
        return _plan(options, spec, checks) if options.plan else _run(options, spec, checks)
    except (schemas.UnknownEditionError, SubjectError, deviations.DeviationError) as problem:
        raise UsageError(str(problem)) from None


def wish(options: argparse.Namespace) -> Wish:
    """Return the target that the options name. Raises `UsageError`."""
    # What runs in this process gains nothing from more, and an account is not to be pressed.
    workers = options.workers or (4 if options.endpoint_url and not options.rate else 1)
    return Wish(
        target=options.target,
        endpoint_url=options.endpoint_url,
        region=options.region,
        profile=options.profile,
        client=options.client,
        timeout=options.timeout,
        workers=workers,
        rate=options.rate,
        max_requests=options.max_requests,
        account=options.account,
        image=options.image,
        model_data_url=options.model_data_url,
        ledger=Path(options.ledger) if options.ledger else None,
        allow_validation_jobs=options.allow_validation_jobs,
        allow_marketplace=options.allow_marketplace,
    )


def selected(options: argparse.Namespace, spec: "schemas.Spec") -> tuple[Check, ...]:
    """Return the checks that the options select. Raises `UsageError` where there is none."""
    selection = runner.Selection(options.phase, options.only, options.skip)
    try:
        checks = selection.checks(spec)
    except runner.UnknownCheckError as problem:
        hint = did_you_mean(problem.pattern, (check.id for check in runner.all_checks(spec)))
        raise UsageError(f"{problem}{hint}\ntry: mpkit conform --list") from None
    if not checks:
        raise UsageError("no check is left by --phase, --only and --skip\ntry: mpkit conform --list")
    return checks


def _asked(options: argparse.Namespace) -> Settings:
    wanted = wish(options)
    return Settings(
        seed=options.seed,
        examples=options.max_examples,
        workers=wanted.workers,
        strict=options.strict,
        validation=wanted.target != AWS or wanted.allow_validation_jobs,
        marketplace=wanted.target != AWS or wanted.allow_marketplace,
        known_sources=wanted.target == AWS,
    )


def unreachable(problem: runner.SmokeError) -> int:
    """Say why a target does not pass the smoke phase, and return the exit code."""
    sys.stderr.write(f"mpkit: {problem}\nnothing else was asked: without this no other check says anything\n")
    return INTERNAL


def _run(options: argparse.Namespace, spec: "schemas.Spec", checks: Sequence[Check]) -> int:
    recorded = deviations.load(Path(options.deviations)) if options.deviations else ()
    with opened(wish(options), spec, say) as target:
        bench = Bench(target.subject, spec, target.names, _asked(options))
        started = time.perf_counter()
        with target.cleaning() as cleaned:
            try:
                smoke = runner.smoke(bench)
            except runner.SmokeError as problem:
                return _interrupted(target) if target.stop.is_set() else unreachable(problem)
            found = capabilities.probe(bench)
            cleaned.capabilities = found.has
            results = _told(replace(bench, capabilities=found.has), checks, smoke, target)
        if cleaned.swept is not None and cleaned.swept.left:
            say(cleaned.swept.text())
    known = [check.id for check in runner.all_checks(spec)]
    applied = deviations.apply(results, recorded, known, spec.name, date.today(), str(options.deviations))  # noqa: DTZ011 - a user's calendar
    frame = runner.Frame(replace(target.target, capabilities=found.has), _settings(options, bench), _notes(found, target), applied.problems)
    finished = runner.gather(bench, applied.results, frame, requests=target.counter.sent, started=started)
    with ending_with_reader():
        _tell(finished, options)
    return _code(finished, target)


def _told(bench: Bench, checks: Sequence[Check], smoke: Sequence[Result], target: Opened) -> list[Result]:
    """Run the checks, with a line of progress on a terminal."""
    line = Progress(sys.stderr, lambda: target.counter.sent)
    try:
        return list(_results(bench, checks, smoke, runner.Progress(line.phase, line.result)))
    finally:
        line.close()


def say(text: str) -> None:
    """Tell the user something while a run goes on."""
    sys.stderr.write(f"mpkit: {text}\n")


def _results(bench: Bench, checks: Sequence[Check], smoke: Sequence[Result], progress: runner.Progress) -> Iterator[Result]:
    """Yield one result for each check; the smoke phase has been run already."""
    wanted = {check.id for check in checks}
    yield from (result for result in smoke if result.check.id in wanted)
    yield from runner.results(bench, [check for check in checks if check.phase != "smoke"], progress)


def _settings(options: argparse.Namespace, bench: Bench) -> dict[str, Any]:
    return {
        "level": options.level,
        "strict": options.strict,
        "max_examples": bench.settings.examples,
        "workers": bench.settings.workers,
        "prefix": bench.names.prefix,
        "phases": list(options.phase),
        "only": list(options.only),
        "skip": list(options.skip),
    }


def _notes(found: capabilities.Capabilities, target: Opened) -> tuple[str, ...]:
    lacking = [f"{operation}: {reason}" for operation, reason in found.reasons.items()]
    stopped = ["the run was stopped before its end"] if target.stop.is_set() else []
    return (*lacking, *stopped)


def _tell(run: Run, options: argparse.Namespace) -> None:
    for name, file in options.report:
        _write(run, name, file)
    if options.write_deviations:
        sys.stdout.write(deviations.write(run))
    elif not any(file == "-" for _, file in options.report):
        sys.stdout.writelines(renderer("text")(run, look(options.color)))


def _write(run: Run, name: str, file: str) -> None:
    pieces = renderer(name)(run, look("never" if file != "-" else "auto", to_terminal=False if file != "-" else None))
    if file == "-":
        sys.stdout.writelines(pieces)
        return
    try:
        with Path(file).open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            stream.writelines(pieces)
    except OSError as problem:
        raise UsageError(f"cannot write {file}: {problem.strerror}") from None


def _code(run: Run, target: Opened) -> int:
    if target.stop.is_set():
        return _interrupted(target)
    if not run.conforms:
        return FOUND
    return INTERNAL if any(result.verdict == "errored" for result in run.results) else CLEAN


def _interrupted(target: Opened) -> int:
    number = target.stop.signal
    return INTERRUPTED if number is None else _SIGNALLED + number


def _list(checks: Sequence[Check]) -> int:
    with ending_with_reader():
        for check in checks:
            sys.stdout.write(f"{check.id}\n    {check.level} ({check.evidence}), {check.phase}: {check.title}\n")
    return CLEAN


class _Planned:
    """The reference, which notes what it is sent: a backend that behaves as it has to is sent the same."""

    def __init__(self, spec: "schemas.Spec", region: str | None) -> None:
        self._reference = Direct(spec, region)
        self.name, self.region = self._reference.name, self._reference.region
        self.calls: list[Call] = []

    def send(self, call: Call) -> Reply:
        """Note a call and answer it."""
        self.calls.append(call)
        return self._reference.send(call)

    def close(self) -> None:
        """Do nothing: nothing was started."""


def _plan(options: argparse.Namespace, spec: "schemas.Spec", checks: Sequence[Check]) -> int:
    planned = _Planned(spec, options.region)
    subject = arranged(planned, wish(options), None, Stop())
    settings = replace(_asked(options), workers=1)
    bench = Bench(subject, spec, Names("plan00", planned.region), settings)
    smoke = runner.smoke(bench)
    for _ in _results(bench, checks, smoke, runner.Progress()):
        pass
    with ending_with_reader():
        for call in planned.calls:
            sys.stdout.write(json.dumps(_entry(call)) + "\n")
    counted = Counter(call.operation for call in planned.calls)
    sys.stderr.write(f"mpkit: {len(planned.calls):,} calls would be sent to a backend that conforms, and nothing was sent\n")
    sys.stderr.writelines(f"  {count:>7,}  {operation}\n" for operation, count in counted.most_common())
    return CLEAN


def _entry(call: Call) -> dict[str, Any]:
    entry: dict[str, Any] = {"operation": call.operation} | ({} if call.target is None else {"target": call.target})
    try:
        return entry | {"request": json.loads(call.body)}
    except (ValueError, RecursionError):
        return entry | {"raw": base64.b64encode(call.body).decode()}
