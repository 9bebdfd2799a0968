"""Whole runs through faults: nothing is left behind, nothing crashes, and the transport is never taken for the backend."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from kit_proxy import FAULTS, Fault, Plan, Proxy, at_random, every, proxied

from mpkit import schemas
from mpkit.conformance import capabilities, runner
from mpkit.conformance.bench import Bench, Settings
from mpkit.conformance.check import Check, Result, Step
from mpkit.conformance.names import Names
from mpkit.conformance.outcome import Accepted, Broken, Refused, Reply
from mpkit.conformance.subject import Call, Subject
from mpkit.conformance.subjects.reference import Direct
from mpkit.conformance.targets import Wish, opened

SPEC = schemas.load("current")
SILENT: tuple[Fault, ...] = ("silent-before", "silent-after")
# Each how-many-th call is hit: what costs time less often.
RATES: dict[Fault, int] = {"throttled": 60, "busy": 60, "silent-before": 60, "silent-after": 60}
# What nothing was done about is asked again, so that a little of it does not matter.
BORNE: tuple[Fault, ...] = ("throttled", "busy", "slow")
# Some checks of each phase: with and without groups, with state, with bodies that are no JSON.
CHECKS = (
    "boundary:create/ModelPackageName:*",
    "boundary:update/ApprovalDescription:*",
    "property:property/update-accepted",
    "stateful:create/duplicate-name",
    "stateful:create/versions-count-up",
    "stateful:update/merges-metadata",
    "stateful:list/by-status",
    "stateful:delete/name-free-again",
    "stateful:group/*",
    "malformed:malformed/broken-json",
)


def some_checks() -> list[Check]:
    patterns = dict.fromkeys(runner.PHASES, ())
    for pattern in CHECKS:
        phase, _, glob = pattern.partition(":")
        patterns[phase] = (*patterns[phase], glob)  # type: ignore[index]
    found = [runner.Selection((phase,), only).checks(SPEC) for phase, only in patterns.items() if only]
    return [check for checks in found for check in checks]


def content(subject: Subject) -> list[str]:
    packages = json.loads(subject.send(Call("ListModelPackages", b'{"ModelPackageType": "Both", "MaxResults": 100}')).body)
    groups = json.loads(subject.send(Call("ListModelPackageGroups", b'{"MaxResults": 100}')).body)
    return [each["ModelPackageArn"] for each in packages["ModelPackageSummaryList"]] + [
        each["ModelPackageGroupArn"] for each in groups["ModelPackageGroupSummaryList"]
    ]


def run(plan: Plan, path: Path, while_sweeping: Plan = lambda _: None, timeout: float = 30) -> tuple[list[Result], list[str]]:
    """Run some checks against the reference behind faults; what came out, and what is left."""
    reference = Direct()
    with proxied(reference) as proxy:
        wish = Wish(endpoint_url=proxy.url, timeout=timeout, workers=1, ledger=path)
        with opened(wish, SPEC) as target, target.cleaning() as cleaned:
            bench = Bench(target.subject, SPEC, target.names, Settings(workers=1, examples=3))
            found = capabilities.probe(bench)
            cleaned.capabilities = found.has
            proxy.plan = plan
            results = list(runner.results(replace(bench, capabilities=found.has), some_checks()))
            proxy.plan = while_sweeping
    assert cleaned.swept is not None
    assert cleaned.swept.left == ()
    assert not path.exists()
    return results, content(reference)


def verdicts(results: list[Result]) -> Counter[str]:
    return Counter(result.verdict for result in results)


def test_without_faults_all_pass(tmp_path: Path) -> None:
    results, left = run(lambda _: None, tmp_path / "ledger")
    assert (set(verdicts(results)), left) == ({"passed"}, [])
    assert len(results) > 15


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_transport_is_no_failure_and_leaves_nothing(fault: Fault, tmp_path: Path) -> None:
    results, left = run(every(RATES.get(fault, 9), fault), tmp_path / "ledger", timeout=0.25 if fault in SILENT else 30)
    found = verdicts(results)
    assert left == []
    assert set(found) <= {"passed", "errored"}, [each for each in results if each.verdict == "failed"]
    # A crash that does not come again matters only to calls that cannot be made twice.
    if not fault.startswith("error"):
        assert ("errored" in found) == (fault not in BORNE)
    reasons = [result.reason or "" for result in results if result.verdict == "errored"]
    assert not any("the kit failed" in reason for reason in reasons)


@pytest.mark.parametrize("seed", [1, 2])
def test_all_faults_at_once_during_the_sweep_too_leave_nothing(seed: int, tmp_path: Path) -> None:
    noise = tuple(fault for fault in FAULTS if fault not in SILENT)
    results, left = run(at_random(seed, 0.08), tmp_path / "ledger", at_random(seed, 0.15, noise), 0.25)
    assert left == []
    assert {"passed", "errored"} >= set(verdicts(results))


class Stumbling(Direct):
    """Acts on calls of one operation, and answers the first ``times`` of them with HTTP 500 all the same."""

    def __init__(self, operation: str, times: int) -> None:
        super().__init__()
        self.operation, self.times = operation, times

    def send(self, call: Call) -> Reply:
        reply = super().send(call)
        if call.operation != self.operation or self.times == 0:
            return reply
        self.times -= 1
        return Reply(500, {}, b"")


GROUP = Step("CreateModelPackageGroup", {"ModelPackageGroupName": "churn"})
PACKAGE = Step("CreateModelPackage", {"ModelPackageName": "churn", "SourceUri": "s3://churn"}, creates="package")
VERSION = Step("CreateModelPackage", {"ModelPackageGroupName": "churn", "SourceUri": "s3://churn"}, creates="package")
UPDATE = Step("UpdateModelPackage", {"ModelPackageArn": "package", "ModelApprovalStatus": "Approved"})
DELETE = Step("DeleteModelPackage", {"ModelPackageName": "package"})
TWICE = Broken("unavailable")


@pytest.mark.parametrize(
    ("steps", "times", "counts", "outcome"),
    [
        ((PACKAGE,), 1, True, Accepted),  # under another name
        ((GROUP,), 1, False, TWICE),  # it is there already
        ((GROUP, VERSION), 1, False, Accepted),
        ((GROUP, VERSION), 1, True, TWICE),  # two versions are there
        ((GROUP, VERSION, UPDATE), 2, True, Accepted),  # twice is as good as once
        ((PACKAGE, DELETE), 1, False, TWICE),  # it is gone already
        ((PACKAGE, Step("DescribeModelPackage", {"ModelPackageName": "package"})), 2, True, Accepted),
        ((GROUP,), 3, False, Refused),
        ((GROUP, VERSION, UPDATE), 3, True, Refused),
    ],
    ids=str,
)
def test_a_crash_that_does_not_come_again_is_judged_only_where_twice_is_as_good_as_once(
    steps: tuple[Step, ...], times: int, outcome: type | Broken, *, counts: bool
) -> None:
    bench = Bench(Stumbling(steps[-1].operation, times), SPEC, Names("mpk"), Settings())
    namespace = bench.names.namespace()
    found = [bench.exchange(step, namespace, counts=counts).outcome for step in steps]
    assert found[-1] == outcome if isinstance(outcome, Broken) else isinstance(found[-1], outcome), found


def test_a_used_up_budget_is_no_failure(tmp_path: Path) -> None:
    reference = Direct()
    with proxied(reference) as proxy:
        wish = Wish(endpoint_url=proxy.url, max_requests=60, workers=2, ledger=tmp_path / "ledger")
        with opened(wish, SPEC) as target, target.cleaning():
            bench = Bench(target.subject, SPEC, target.names, Settings(workers=2, examples=4))
            results = list(runner.results(bench, some_checks()))
            assert target.counter.sent == 60
    assert set(verdicts(results)) == {"passed", "errored"}
    assert {result.reason for result in results if result.verdict == "errored"} == {
        "budget: the 60 calls that this run may make are used up"
    }
    assert content(reference) == []


@contextmanager
def command(proxy: Proxy, ledger: Path) -> Iterator["subprocess.Popen[str]"]:
    """``mpkit conform`` in a process of its own, once it has created something."""
    line = [sys.executable, "-m", "mpkit", "conform", "--endpoint-url", proxy.url, "--ledger", str(ledger), "--phase", "boundary"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        while len(proxy.calls) < 200 and process.poll() is None:
            proxy.over.wait(0.01)
        yield process
        process.kill()


def test_a_run_that_is_killed_is_swept_by_its_ledger(tmp_path: Path) -> None:
    reference, ledger = Direct(), tmp_path / "ledger"
    with proxied(reference) as proxy:
        with command(proxy, ledger) as process:
            process.kill()
            process.communicate(timeout=60)
        assert content(reference) != []
        line = [sys.executable, "-m", "mpkit", "conform", "sweep", str(ledger)]
        swept = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
    assert (swept.returncode, swept.stderr) == (0, "")
    assert swept.stdout.endswith(" deleted, 0 left\n")
    assert content(reference) == []
    assert not ledger.exists()
