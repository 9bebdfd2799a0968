"""The kit against moto as a whole: what it finds is what is recorded, so that a change of moto shows, and a change of the kit too."""

import os
import subprocess
import sys
from pathlib import Path

RECORDED = Path(__file__).parent.parent / "examples" / "moto-deviations.yaml"


def test_moto_does_otherwise_than_the_documents_say_in_what_is_recorded_and_in_nothing_else() -> None:
    command = [sys.executable, "-m", "mpkit", "conform", "--deviations", str(RECORDED), "--color", "never"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env=os.environ | {"COLUMNS": "140"})
    assert done.returncode == 0, done.stdout[:5000] + done.stderr
    assert "deviations (failed as recorded)" in done.stdout
