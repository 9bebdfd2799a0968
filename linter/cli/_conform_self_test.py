"""``mpkit conform --self-test``: the kit against its own faulty backends."""

import argparse
import sys
from fnmatch import fnmatchcase
from pathlib import Path

from ... import schemas
from ...conformance.report.selftest import document, text
from ...conformance.selftest import SEEDS, Outcome, self_test
from .streams import CLEAN, FOUND, UsageError, dumped, ending_with_reader


def _json(outcome: Outcome) -> str:
    return dumped(document(outcome))


_WRITTEN = {"text": text, "json": _json}


def run(options: argparse.Namespace) -> int:
    """Run the self-test; 1 where a fault survives, a check kills nothing, or what is right fails. Raises `UsageError`."""
    for name, _ in options.report:
        if name not in _WRITTEN:
            raise UsageError(f"a self-test is written as {' or '.join(_WRITTEN)}, not as {name}")
    # Who asks about some faults is not kept waiting for the runs against what is right.
    seeds = () if options.only or options.skip else [options.seed + seed for seed in SEEDS]
    line = _Line()
    try:
        outcome = self_test(
            options.spec,
            seeds=seeds,
            examples=options.max_examples,
            only=lambda fault: _takes(fault, options.only, options.skip),
            progress=line.draw,
        )
    except schemas.UnknownEditionError as problem:
        raise UsageError(str(problem)) from None
    finally:
        line.close()
    if not outcome.trials:
        raise UsageError("no fault is left by --only and --skip, which here mean ids of faults such as 'update/*'")
    for name, file in options.report:
        _write(_WRITTEN[name](outcome), file)
    if not any(file == "-" for _, file in options.report):
        with ending_with_reader():
            sys.stdout.write(text(outcome))
    return CLEAN if outcome.is_sound else FOUND


def _takes(fault: str, only: tuple[str, ...], skip: tuple[str, ...]) -> bool:
    wanted = not only or any(fnmatchcase(fault, pattern) for pattern in only)
    return wanted and not any(fnmatchcase(fault, pattern) for pattern in skip)


def _write(written: str, file: str) -> None:
    if file == "-":
        with ending_with_reader():
            sys.stdout.write(written)
        return
    try:
        Path(file).write_text(written, encoding="utf-8", newline="\n")
    except OSError as problem:
        raise UsageError(f"cannot write {file}: {problem.strerror}") from None


class _Line:
    """How far the self-test is, on one line of a terminal."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def draw(self, done: int, total: int) -> None:
        """Draw the line anew."""
        if self._shown:
            sys.stderr.write(f"\r\x1b[Kself-test: {done:,} of {total:,} tasks")
            sys.stderr.flush()

    def close(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
