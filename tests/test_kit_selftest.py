"""The self-test of the kit: faults against the checks that ask for them, and right registries against all."""

import json
import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mpkit.conformance import runner, selftest
from mpkit.conformance.check import Check, Result
from mpkit.conformance.faults import faults
from mpkit.conformance.report.selftest import document, is_of, page, record, text
from mpkit.conformance.selftest import Alarm, Outcome, Trial, self_test
from mpkit.schemas import UnknownEditionError, load

# A spread over all groups that is quick to try: every fortieth that only the quick phases ask for.
QUICK = [
    fault.id
    for fault in faults(load())
    if all(name.startswith(("create/", "update/", "rules/", "smoke/", "list/", "malformed/")) for name in fault.check)
    and fault.id != "protocol/slow-patterns"
][::40]


def test_faults_of_all_kinds_are_killed_by_the_checks_that_ask_for_them() -> None:
    outcome = self_test(seeds=(), processes=1, examples=10, only=QUICK.__contains__)

    assert [trial.fault for trial in outcome.trials] == QUICK
    assert len(QUICK) > 35
    assert [trial.fault for trial in outcome.trials if trial.verdict != "killed" or trial.broken] == []
    assert outcome.score == 1.0
    assert outcome.is_sound


def test_two_processes_find_what_one_finds() -> None:
    def chosen(fault: str) -> bool:
        return fault.startswith("errors/status")

    told: list[tuple[int, int]] = []
    two = self_test("documents", seeds=(), only=chosen, progress=lambda done, total: told.append((done, total)))

    assert two == self_test("documents", seeds=(), only=chosen, processes=1)
    assert told[-1][0] == told[-1][1]


def test_the_right_reference_and_the_variants_raise_no_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "all_checks", quick_checks)
    selftest._workshop.cache_clear()
    try:
        outcome = self_test("2022-07", seeds=(7,), processes=1, examples=3)
    finally:
        selftest._workshop.cache_clear()
    assert outcome.alarms == ()
    assert outcome.clean == 1 + len(selftest.VARIANTS)


def quick_checks(spec: Any) -> tuple[Check, ...]:
    """Every fifteenth check of the boundary phase, and what is asked of errors, lists and updates."""
    chosen = ("smoke/", "list/pages", "describe/", "delete/", "update/cap", "malformed/broken")
    boundary = [check for check in runner.all_checks(spec) if check.phase == "boundary"][::15]
    return (*boundary, *(check for check in runner.all_checks(spec) if check.id.startswith(chosen)))


def test_a_kit_that_asks_nothing_kills_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "results", lambda _, checks: (Result(check, "passed") for check in checks))
    outcome = self_test(seeds=(), processes=1, only=lambda fault: fault.startswith("metadata/"))

    assert outcome.score == 0.0
    assert not outcome.is_sound
    assert {trial.verdict for trial in outcome.trials} == {"survived"}


def test_a_fault_that_only_others_notice_is_not_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(_: Any, checks: Any) -> Any:
        return (Result(check, "failed" if check.id == "smoke/answers" else "passed") for check in checks)

    monkeypatch.setattr(selftest, "results", found)
    outcome = self_test(seeds=(), processes=1, only=lambda fault: fault == "metadata/replaced")

    assert [(trial.verdict, trial.killers, trial.others) for trial in outcome.trials] == [("killed elsewhere", (), ("smoke/answers",))]
    assert outcome.score == 0.0


def test_a_false_alarm_and_an_idle_check_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(bench: Any, checks: Any) -> Any:
        failed = bench.settings.seed == 3 and "smoke/accepts-minimal"
        return (Result(check, "failed" if check.id == failed else "passed") for check in checks)

    monkeypatch.setattr(selftest, "results", found)
    monkeypatch.setattr(selftest, "faults", lambda spec: faults(spec)[:1])
    selftest._workshop.cache_clear()
    try:
        outcome = self_test(seeds=(3,), processes=1)
    finally:
        selftest._workshop.cache_clear()

    assert {(alarm.what, alarm.check) for alarm in outcome.alarms} == {
        ("the reference, seed 3", "smoke/accepts-minimal"),
        ("the reference, seed 3, not strict", "smoke/accepts-minimal"),
    }
    assert {"smoke/answers", "property/create-accepted"} <= set(outcome.idle)
    assert not outcome.is_sound


def test_a_failure_of_the_kit_is_no_kill(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "results", lambda _, checks: (Result(check, "errored", reason="the kit failed: X") for check in checks))
    outcome = self_test(seeds=(), processes=1, only=lambda fault: fault in ("metadata/replaced", "backends/stopped"))

    stopped, replaced = outcome.trials
    assert (stopped.verdict, replaced.verdict) == ("killed", "survived")
    assert replaced.broken[0] == "update/merges-metadata: the kit failed: X"


OUTCOME = Outcome(
    "2026-11",
    (
        Trial("a/one", "breaks one thing", ("x/1",), ("x/1",)),
        Trial("a/two", "breaks another", ("x/2", "x/3"), (), ("y/1",)),
        Trial("b/three", "breaks a third", ("x/4",), broken=("x/4: the kit failed: X",)),
    ),
    tuple(Alarm(f"the reference, seed {seed}", "x/1", "failed: expected a, got b") for seed in range(22)),
    ("x/5",),
    20,
    61.4,
)


def test_the_text_tells_the_score_and_what_is_not_as_it_has_to_be() -> None:
    assert text(OUTCOME) == (
        """\
1 of the faults survived:
  b/three: breaks a third
    not noticed by x/4

1 of the faults killed, but by no check of what they break:
  a/two: breaks another
    not noticed by x/2, x/3; noticed by y/1

1 of the checks kill nothing:
  x/5

22 false alarms:
"""
        + "".join(f"  the reference, seed {seed}: x/1: failed: expected a, got b\n" for seed in range(20))
        + """\
  and 2 more

the kit failed over b/three: x/4: the kit failed: X
  a      1 of     2 killed
  b      0 of     1 killed

mutation score 33.3%: 1 of 3 faults killed by a check of what they break; 22 false alarms in 20 runs against what is right; """
        "edition 2026-11, 61 s\n"
    )


def test_the_data_have_the_same(tmp_path: Path) -> None:
    found = document(OUTCOME)

    assert found["summary"] == {
        "faults": 3,
        "killed": 1,
        "elsewhere": 1,
        "survived": 1,
        "alarms": 22,
        "idle": 1,
        "clean": 20,
        "seconds": 61.4,
    }
    assert found["trials"][1] == {
        "fault": "a/two",
        "title": "breaks another",
        "checks": ["x/2", "x/3"],
        "verdict": "killed elsewhere",
        "killers": ["y/1"],
        "broken": [],
    }
    (tmp_path / "found.json").write_text(json.dumps(found))


def test_the_page_lists_every_fault_that_is_written_by_hand() -> None:
    told = page(load(), record(OUTCOME))

    assert (
        "**Mutation score 33.3%**: 1 of 3 faults are noticed by a check of what they break (edition 2026-11). 22 false alarms in 20 runs"
        in told
    )
    assert "Checks that notice nothing: `x/5`." in told
    assert "Not noticed: `a/two`, `b/three`." in told
    listed = {line.split("`")[1] for line in told.splitlines() if line.startswith("| `")}
    assert listed == {fault.id for fault in faults(load()) if not fault.id.startswith("constraints/")}
    assert "| one-off | maxLength |" in told


def test_a_record_is_of_the_faults_that_it_was_made_of() -> None:
    trials = tuple(Trial(fault.id, fault.title, fault.check) for fault in faults(load()))
    assert is_of(load(), record(replace(OUTCOME, trials=trials)))
    assert not is_of(load(), record(replace(OUTCOME, trials=trials[1:])))


def test_an_unknown_edition_is_refused() -> None:
    with pytest.raises(UnknownEditionError):
        self_test("1999-01", processes=1)


def is_running(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes as Linux shows them")
def test_processes_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(
        """
import multiprocessing, os, signal
from mpkit.conformance.selftest import self_test

def kill(done, total):
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    self_test("2020-10", seeds=(), only=lambda fault: fault.startswith("backends"), progress=kill)
"""
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    children = [int(number) for number in done.stdout.split()]
    until = time.monotonic() + 20
    while any(map(is_running, children)) and time.monotonic() < until:
        time.sleep(0.05)

    assert len(children) == 2
    assert [number for number in children if is_running(number)] == []


COMMAND = [sys.executable, "-m", "mpkit", "conform", "--self-test"]


def test_the_command_prints_the_score_and_writes_it(tmp_path: Path) -> None:
    file = tmp_path / "selftest.json"
    arguments = ["--only", "backends/always-*", "--spec", "2020-10", "--max-examples", "2", "--report", f"json={file}"]
    done = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"mutation score 100.0%: 7 of 7 faults killed by a check of what they break; edition 2020-10, \d+ s\n", done.stdout)
    assert json.loads(file.read_text())["score"] == 1.0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--only", "nothing/*"], "no fault is left by --only and --skip"),
        (["--report", "html=page.html"], "a self-test is written as text or json, not as html"),
        (["--spec", "1999-01"], "unknown edition '1999-01'"),
    ],
)
def test_what_cannot_be_tested_is_told(arguments: list[str], words: str) -> None:
    done = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
