import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from kit_support import Watched, bench, ids

from mpkit import schemas
from mpkit.conformance import runner
from mpkit.conformance.bench import Bench
from mpkit.conformance.check import Check, Result, Target
from mpkit.conformance.outcome import Reply
from mpkit.conformance.phases import smoke as smoke_phase
from mpkit.conformance.runner import Frame, Progress, Selection, SmokeError, UnknownCheckError
from mpkit.conformance.subject import Call, TransportError
from mpkit.conformance.subjects.reference import Direct

SPEC = schemas.load("current")


class Null:
    """A backend that answers everything in one way."""

    region = "us-east-1"
    name = "null"

    def __init__(self, status: int, body: bytes) -> None:
        self.reply = Reply(status, {}, body)

    def send(self, _: Call) -> Reply:
        return self.reply

    def close(self) -> None:
        pass


class Echo(Null):
    def __init__(self) -> None:
        super().__init__(200, b"")

    def send(self, call: Call) -> Reply:
        return Reply(200, {}, call.body)


class Down(Null):
    def __init__(self) -> None:
        super().__init__(200, b"")

    def send(self, _: Call) -> Reply:
        raise TransportError("unreachable", "connection refused")


VALIDATION = json.dumps({"__type": "ValidationException", "message": "no"}).encode()


@pytest.mark.parametrize(
    ("subject", "why"),
    [
        (Null(200, b"{}"), "without"),
        (Null(200, b"<html>"), "JSON object"),
        (Null(400, VALIDATION), "HTTP 400 ValidationException"),
        (Null(500, b""), "HTTP 500"),
        (Null(404, b"not found"), "HTTP 404"),
        (Echo(), "without"),
        (Down(), "unreachable: connection refused"),
    ],
)
def test_what_is_no_backend_does_not_pass_the_smoke_phase(subject: Any, why: str) -> None:
    with pytest.raises(SmokeError, match=why):
        runner.smoke(bench(subject=subject))


@pytest.mark.parametrize("spec", ["2020-10", "2022-07", "2026-11", "documents"])
def test_the_reference_passes_the_smoke_phase(spec: str) -> None:
    results = runner.smoke(bench(spec))
    assert ids(result.check for result in results) == ids(smoke_phase.PHASE.checks(SPEC))


def test_checks_are_selected_by_phase_id_and_glob() -> None:
    everything = runner.all_checks(SPEC)
    assert Selection().checks(SPEC) == everything
    assert ids(Selection(only=("update/merges-metadata",)).checks(SPEC)) == ["update/merges-metadata"]
    globbed = Selection(only=("update/*",), skip=("update/*:*",)).checks(SPEC)
    assert all(check.id.startswith("update/") and ":" not in check.id for check in globbed)
    assert {check.phase for check in Selection(phases=("property", "malformed")).checks(SPEC)} == {"property", "malformed"}
    with pytest.raises(UnknownCheckError, match="'upate/\\*'"):
        Selection(only=("upate/*",)).checks(SPEC)


def test_an_id_is_a_pattern_of_itself() -> None:
    for check in runner.all_checks(SPEC):
        assert Selection(only=(check.id,)).takes(check)


def test_what_the_backend_lacks_is_skipped_with_the_reason_and_not_sent() -> None:
    watched = Watched(Direct())
    against = bench(subject=watched)
    without = Bench(against.subject, against.spec, against.names, against.settings, {"DeleteModelPackage": False})
    checks = Selection(only=("delete/*",)).checks(SPEC)
    results = list(runner.results(without, checks))
    assert ids(result.check for result in results) == ids(checks)
    assert {(result.verdict, result.reason) for result in results} == {("skipped", "the backend has no DeleteModelPackage")}
    assert watched.calls == []


def test_progress_is_told_of_phases_and_results() -> None:
    told: list[Any] = []
    progress = Progress(lambda name, count: told.append((name, count)), lambda result: told.append(result.check.id))
    checks = Selection(only=("property/create-accepted", "update/merges-metadata")).checks(SPEC)
    list(runner.results(bench(examples=1), checks, progress))
    assert told == [("property", 1), "property/create-accepted", ("stateful", 1), "update/merges-metadata"]


def test_a_phase_that_crashes_leaves_the_rest_errored_and_keeps_what_it_found(monkeypatch: pytest.MonkeyPatch) -> None:
    class Crashing:
        name = "property"

        def checks(self, spec: Any) -> tuple[Check, ...]:
            raise NotImplementedError

        def run(self, checks: Sequence[Check], _: Bench) -> Iterator[Result]:
            yield Result(checks[0], "passed", 1)
            raise RuntimeError("a defect")

    checks = Selection(phases=("property",)).checks(SPEC)
    monkeypatch.setattr(runner, "phase_of", lambda _: Crashing())
    results = list(runner.results(bench(), checks))
    assert [result.verdict for result in results] == ["passed", *["errored"] * (len(checks) - 1)]
    assert results[1].reason == "the kit failed: RuntimeError: a defect"


def test_a_run_counts_verdicts_and_requests() -> None:
    check = Check("a/b", "A demand", "boundary", "rule")
    results = [
        Result(check, "passed"),
        Result(check, "failed"),
        Result(check, "skipped"),
        Result(check, "errored"),
        Result(check, "passed"),
    ]
    run = runner.gather(bench(seed=7), results, Frame(Target("moto", "moto 5", "us-east-1")), requests=12, started=0.0)
    assert (run.seed, run.spec, run.summary.requests) == (7, "2026-11", 12)
    summary = run.summary
    assert (summary.passed, summary.failed, summary.skipped, summary.errored, summary.deviations) == (2, 1, 1, 1, 0)
