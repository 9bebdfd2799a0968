"""``mpkit conform sweep``: delete what a broken-off run left."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from ... import schemas
from ...conformance.ledger import Ledger
from ...conformance.subject import SubjectError
from ...conformance.sweep import sweep_file
from ...conformance.targets import MOTO, client_of
from ._conform_run import wish
from .streams import CLEAN, FOUND, UsageError


def run(options: argparse.Namespace) -> int:
    """Sweep and return the exit code: 1 where something is left. Raises `UsageError`."""
    path = Path(options.file)
    try:
        ledger = Ledger.open(path)
        ledger.close()
        wanted = wish(options)
        if wanted.target is None and wanted.endpoint_url is None:
            # The ledger knows where the run was.
            wanted = replace(
                wanted, target=_target(ledger), endpoint_url=ledger.origin.endpoint, region=wanted.region or ledger.origin.region
            )
        subject = client_of(wanted, schemas.load(options.spec))
        try:
            swept = sweep_file(path, subject)
        finally:
            subject.close()
    except (SubjectError, schemas.UnknownEditionError) as problem:
        raise UsageError(str(problem)) from None
    sys.stdout.write(swept.text() + "\n")
    return FOUND if swept.left else CLEAN


def _target(ledger: Ledger) -> str | None:
    target = ledger.origin.target
    if target == MOTO:
        raise UsageError("that run was against moto inside its own process, which ended with it: nothing is left")
    return None if target == "endpoint" else target
