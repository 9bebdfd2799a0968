"""Sweeping: what a run created is gone, whatever happened in between; what others created is still there."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from kit_proxy import FAULTS, Fault, Plan, at_random, in_turn, proxied

from mpkit.conformance.cleanup import cleanup, signals
from mpkit.conformance.ledger import Ledger, LedgerError, Origin
from mpkit.conformance.outcome import Reply
from mpkit.conformance.subject import Call, Subject, TransportError
from mpkit.conformance.subjects.reference import Direct
from mpkit.conformance.subjects.wire import Timeouts, Wire
from mpkit.conformance.subjects.wrappers import Ledgered, Patient, Stop, Stoppable
from mpkit.conformance.sweep import Left, Swept, sweep, sweep_file

CHILD = Path(__file__).parent / "kit_child.py"
ARN = "arn:aws:sagemaker:us-east-1:111122223333:model-package/"
QUICK = Timeouts(connect=2, read=0.1, total=0.3)
REFUSED = Reply(400, {}, b'{"__type": "ValidationException", "message": "no"}')


def call(subject: Subject, operation: str, **request: Any) -> Any:
    return json.loads(subject.send(Call(operation, json.dumps(request).encode())).body)


def content(subject: Subject) -> list[str]:
    """The ARNs of all packages and groups that a backend holds."""
    packages = call(subject, "ListModelPackages", ModelPackageType="Both", MaxResults=100)["ModelPackageSummaryList"]
    groups = call(subject, "ListModelPackageGroups", MaxResults=100)["ModelPackageGroupSummaryList"]
    return sorted([each["ModelPackageArn"] for each in packages] + [each["ModelPackageGroupArn"] for each in groups])


def fill(subject: Subject, prefix: str = "k3x9", packages: int = 3) -> None:
    call(subject, "CreateModelPackageGroup", ModelPackageGroupName=f"{prefix}-group")
    for index in range(packages):
        call(subject, "CreateModelPackage", ModelPackageGroupName=f"{prefix}-group")
        call(subject, "CreateModelPackage", ModelPackageName=f"{prefix}-{index}")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = Ledger.create(tmp_path / "ledger.jsonl", Origin("k3x9", region="us-east-1"), durable=False)
    yield made
    made.close()


def swept(ledger: Ledger, subject: Subject, **options: Any) -> Swept:
    return sweep(ledger, subject, sleep=lambda _: None, **options)


class Without:
    """A subject that answers some operations in its own way."""

    name = "without"
    region = "us-east-1"

    def __init__(self, inner: Subject, **answers: Reply | Callable[[Call], Reply]) -> None:
        self.inner = inner
        self.answers = answers
        self.calls: list[str] = []

    def send(self, call: Call) -> Reply:
        self.calls.append(call.operation)
        answer = self.answers.get(call.operation, self.inner.send)
        return answer if isinstance(answer, Reply) else answer(call)

    def close(self) -> None:
        """Nothing to end."""


def test_packages_go_before_the_groups_they_are_in(ledger: Ledger) -> None:
    reference = Direct()
    fill(Ledgered(reference, ledger))
    assert len(content(reference)) == 7
    subject = Without(reference)
    assert swept(ledger, subject) == Swept(7)
    assert [operation for operation in subject.calls if operation.startswith("Delete")] == [
        *["DeleteModelPackage"] * 6,
        "DeleteModelPackageGroup",
    ]
    assert content(reference) == []
    assert [thing.state for thing in ledger.things] == ["deleted"] * 7


def test_a_second_sweep_does_no_harm(ledger: Ledger) -> None:
    reference = Direct()
    fill(Ledgered(reference, ledger))
    assert [swept(ledger, reference) for _ in range(2)] == [Swept(7), Swept(0)]


def test_what_others_have_is_left_alone(ledger: Ledger) -> None:
    reference = Direct()
    fill(reference, "others")
    before = content(reference)
    fill(Ledgered(reference, ledger))
    # Refused, since somebody else has it.
    call(Ledgered(reference, ledger), "CreateModelPackage", ModelPackageName="others-1")
    # Never answered, and not a name that only this run has.
    ledger.asked("package", ("others-2",))
    ledger.asked("group", ("others-group",))
    found = swept(ledger, reference)
    assert content(reference) == before
    assert found.deleted == 7
    reason = "its creation was not answered, and its name is not one that only this run has"
    assert found.left == (Left("package", "others-2", reason), Left("group", "others-group", reason))


def test_a_short_name_that_was_created_goes_by_its_arn(ledger: Ledger) -> None:
    reference = Direct()
    call(Ledgered(reference, ledger), "CreateModelPackage", ModelPackageName="7")
    assert swept(ledger, reference) == Swept(1)
    assert content(reference) == []


def test_a_backend_that_answers_with_the_arn_of_something_else_does_not_get_it_deleted(ledger: Ledger) -> None:
    reference = Direct()
    call(reference, "CreateModelPackage", ModelPackageName="theirs")
    ledger.created(ledger.asked("package", ("k3x9-1",)), f"{ARN}theirs")
    assert swept(ledger, reference) == Swept(0)
    assert content(reference) == [f"{ARN}theirs"]


def test_what_was_created_and_never_answered_is_found_in_lists(ledger: Ledger) -> None:
    reference = Direct()
    fill(Without(Ledgered(reference, ledger)))
    # As if no answer had come: what was asked for is known, and nothing else.
    for thing in ledger.things:
        ledger.refused(thing.number)
    for thing in ledger.things:
        ledger.asked(thing.kind, thing.names)
    assert swept(ledger, reference) == Swept(7)
    assert content(reference) == []
    assert not any(thing.may_exist for thing in ledger.things)


def test_what_is_not_in_the_ledger_at_all_is_found_by_its_prefix_on_every_page(ledger: Ledger) -> None:
    reference = Direct()
    fill(reference, packages=120)
    subject = Without(reference)
    assert swept(ledger, subject) == Swept(241)
    assert content(reference) == []
    # One page of groups, three of all packages, two of those in the group; then all goes at once.
    assert subject.calls[:6] == ["ListModelPackageGroups", *["ListModelPackages"] * 5]
    assert set(subject.calls[6:247]) == {"DeleteModelPackage", "DeleteModelPackageGroup"}


def test_a_name_that_is_none_is_not_waited_for_when_its_answer_was_lost(ledger: Ledger) -> None:
    reference = Direct()
    ledger.asked("package", ("k3x9-" + "a" * 100,))
    ledger.asked("package", ("k3x9_!",))
    assert swept(ledger, reference) == Swept(0)
    assert not any(thing.may_exist for thing in ledger.things)


def test_what_a_backend_says_is_printed_on_one_line(ledger: Ledger) -> None:
    reference = Direct()
    call(Ledgered(reference, ledger), "CreateModelPackage", ModelPackageName="k3x9-1")
    said = Reply(400, {}, json.dumps({"__type": "X", "message": "a\n\x1b[2J" + "b" * 500}).encode())
    text = swept(ledger, Without(reference, DeleteModelPackage=said)).text()
    assert text.splitlines()[1].startswith(f"  package {ARN}k3x9-1: HTTP 400 X a\\n\\x1b[2Jbbb")
    assert len(text.splitlines()) == 2
    assert len(text) < 400


def test_a_prefix_too_short_to_be_unique_finds_nothing_in_lists(tmp_path: Path) -> None:
    reference = Direct()
    fill(reference, "k3x")
    ledger = Ledger.create(tmp_path / "ledger", Origin("k3x"))
    assert swept(ledger, reference) == Swept(0)
    ledger.close()
    assert len(content(reference)) == 7


def test_nothing_stops_at_an_error_and_what_is_left_is_told(ledger: Ledger) -> None:
    reference = Direct()

    def stubborn(call: Call) -> Reply:
        return REFUSED if b"k3x9-1" in call.body else reference.send(call)

    subject = Without(reference, DeleteModelPackage=stubborn)
    fill(Ledgered(reference, ledger))
    found = swept(ledger, subject)
    assert found == Swept(6, (Left("package", f"{ARN}k3x9-1", "HTTP 400 ValidationException no"),))
    assert content(reference) == [f"{ARN}k3x9-1"]
    assert found.text() == f"cleaned up: 6 deleted, 1 left\n  package {ARN}k3x9-1: HTTP 400 ValidationException no"
    assert swept(ledger, reference) == Swept(1), "another time it goes"


def test_a_deletion_that_is_accepted_and_not_done_is_noticed(ledger: Ledger) -> None:
    reference = Direct()
    fill(Ledgered(reference, ledger), packages=0)
    found = swept(ledger, Without(reference, DeleteModelPackageGroup=Reply(200, {}, b"")))
    assert found == Swept(0, (Left("group", "k3x9-group", "it is still listed, although its deletion was accepted"),))


@pytest.mark.parametrize(
    "answer",
    [Reply(500, {}, b""), Reply(501, {}, b""), Reply(400, {}, b'{"__type": "UnknownOperationException"}')],
    ids=["crash", "not implemented", "unknown operation"],
)
def test_a_backend_that_cannot_delete_is_told_as_such_and_not_asked_for_ever(ledger: Ledger, answer: Reply) -> None:
    reference = Direct()
    subject = Without(reference, DeleteModelPackage=answer, DeleteModelPackageGroup=answer)
    fill(Ledgered(reference, ledger), packages=20)
    found = swept(ledger, subject)
    assert (found.deleted, len(found.left), found.can_delete) == (0, 41, False)
    assert found.text().splitlines()[:2] == [
        "cleaned up: 0 deleted, 41 left",
        "  40: the backend has no working DeleteModelPackage; they stay until it is restarted or reset",
    ]
    assert len(found.text().splitlines()) == 3, "one line for the group"
    assert subject.calls.count("DeleteModelPackage") < 10


def test_a_backend_that_is_known_not_to_delete_is_not_asked_to(ledger: Ledger) -> None:
    reference = Direct()
    subject = Without(reference)
    fill(Ledgered(reference, ledger))
    found = swept(ledger, subject, capabilities={"DeleteModelPackage": False, "DeleteModelPackageGroup": False})
    assert (found.deleted, len(found.left), found.can_delete) == (0, 7, False)
    assert not {"DeleteModelPackage", "DeleteModelPackageGroup"} & set(subject.calls)


def test_a_backend_without_lists_loses_what_the_ledger_knows(ledger: Ledger) -> None:
    reference = Direct()
    unknown = Reply(400, {}, b'{"__type": "UnknownOperationException"}')
    fill(Ledgered(reference, ledger))
    assert swept(ledger, Without(reference, ListModelPackages=unknown, ListModelPackageGroups=unknown)) == Swept(7)
    assert content(reference) == []


def test_a_list_without_an_end_has_one(ledger: Ledger) -> None:
    reference = Direct()
    page = Reply(200, {}, b'{"ModelPackageSummaryList": [null, {"ModelPackageArn": 5}], "NextToken": "again"}')
    subject = Without(reference, ListModelPackages=page)
    fill(Ledgered(reference, ledger))
    assert swept(ledger, subject).deleted == 7


@pytest.mark.parametrize("body", [b"null", b"[]", b'{"ModelPackageSummaryList": {}}', b"nonsense"])
def test_a_list_that_is_none_does_not_stop_the_sweep(ledger: Ledger, body: bytes) -> None:
    reference = Direct()
    fill(Ledgered(reference, ledger))
    found = swept(ledger, Without(reference, ListModelPackages=Reply(200, {}, body)))
    assert found.deleted == 7
    assert content(reference) == []


def test_a_backend_that_is_gone_leaves_everything_and_does_not_keep_us(ledger: Ledger) -> None:
    reference = Direct()
    fill(Ledgered(reference, ledger), packages=50)
    calls: list[Call] = []

    def gone(call: Call) -> Reply:
        calls.append(call)
        raise TransportError("unreachable", "nobody there")

    found = swept(ledger, Without(reference, **dict.fromkeys(_ALL, gone)))
    assert (found.deleted, found.can_delete) == (0, True)
    assert len([left for left in found.left if left.reason != "what there is cannot be listed: nobody there"]) == 101
    assert {left.reason for left in found.left} >= {"nobody there", "the backend does not answer any more"}
    assert found.text().endswith("more")
    assert len(calls) < 60


_ALL = ("ListModelPackages", "ListModelPackageGroups", "DeleteModelPackage", "DeleteModelPackageGroup")


def test_the_ledger_of_another_account_or_region_is_not_swept_here(tmp_path: Path) -> None:
    for name, origin, words in (
        ("a", Origin("k3x9", account="444455556666"), r"is of account 444455556666, and the target is of 111122223333\. Give --account"),
        ("b", Origin("k3x9", region="eu-west-1"), r"is of region eu-west-1, and the target is of us-east-1\. Give --region eu-west-1"),
    ):
        Ledger.create(tmp_path / name, origin).close()
        with pytest.raises(LedgerError, match=words):
            sweep_file(tmp_path / name, Direct())
        assert (tmp_path / name).exists()


def test_a_file_is_removed_once_nothing_is_left(ledger: Ledger) -> None:
    reference = Direct()
    fill(Ledgered(reference, ledger))
    ledger.close()
    gone = Reply(500, {}, b"")
    assert len(sweep_file(ledger.path, Without(reference, DeleteModelPackage=gone)).left) == 7
    assert ledger.path.exists()
    assert sweep_file(ledger.path, reference) == Swept(7)
    assert not ledger.path.exists()


# Faults on the way.


def hustle(subject: Subject, rounds: int = 12) -> list[str]:
    """Create and change for a while, whatever comes back, and return what was broken."""
    broken: list[str] = []
    for number in range(rounds):
        for operation, request in (
            ("CreateModelPackageGroup", {"ModelPackageGroupName": f"k3x9-g{number}"}),
            ("CreateModelPackage", {"ModelPackageName": f"k3x9-{number}"}),
            ("CreateModelPackage", {"ModelPackageGroupName": f"k3x9-g{number}"}),
            ("UpdateModelPackage", {"ModelPackageArn": f"{ARN}k3x9-{number}", "ApprovalDescription": "fine"}),
        ):
            try:
                subject.send(Call(operation, json.dumps(request).encode()))
            except TransportError as problem:
                broken.append(problem.broken.kind)
    return broken


def survive(plan: Plan, ledger: Ledger, *, while_sweeping: Plan | None = None) -> tuple[list[str], Swept, list[str]]:
    """Hustle through faults, then sweep. Returns what was broken, what the sweep said, and what the backend holds afterwards."""
    reference = Direct()
    with proxied(reference, plan) as proxy:
        wire = Wire(proxy.url, timeouts=QUICK)
        broken = hustle(Ledgered(Patient(wire, attempts=3, sleep=lambda _: None), ledger))
        wire.close()
        proxy.plan = while_sweeping or (lambda _: None)
        wire = Wire(proxy.url)
        found = sweep(ledger, wire, sleep=lambda _: None)
        wire.close()
    return broken, found, content(reference)


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_is_left_behind_when_a_fault_hits_every_third_call(fault: Fault, ledger: Ledger) -> None:
    broken, found, left = survive(at_random(1, 0.3, (fault,)), ledger)
    assert (left, found.left) == ([], ())
    if fault.endswith(("-before", "-after", "truncated")) and "error" not in fault:
        assert broken


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_left_behind_when_faults_go_on_during_the_sweep(seed: int, ledger: Ledger) -> None:
    noise = tuple(fault for fault in FAULTS if not fault.startswith("silent"))
    _, found, left = survive(at_random(seed, 0.5), ledger, while_sweeping=at_random(seed, 0.2, noise))
    assert left == []
    assert found.left == ()


# How a run ends.


def test_a_run_that_ends_well_leaves_nothing_and_no_ledger(ledger: Ledger) -> None:
    reference = Direct()
    with cleanup(ledger, reference, Stop(), lambda _: None) as done:
        fill(Ledgered(reference, ledger))
        assert done.swept is None
    assert done.swept == Swept(7)
    assert content(reference) == []
    assert not ledger.path.exists()


@pytest.mark.parametrize("problem", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_run_that_ends_badly_leaves_nothing_either(ledger: Ledger, problem: type[BaseException]) -> None:
    reference = Direct()

    def run() -> None:
        with cleanup(ledger, reference, Stop(), lambda _: None):
            fill(Ledgered(reference, ledger))
            raise problem

    with pytest.raises(problem):
        run()
    assert content(reference) == []


def test_a_ledger_stays_where_something_is_left(ledger: Ledger) -> None:
    reference = Direct()
    with cleanup(ledger, Without(reference, DeleteModelPackage=REFUSED), Stop(), lambda _: None) as done:
        fill(Ledgered(reference, ledger))
    assert done.swept is not None
    assert len(done.swept.left) == 7
    assert sweep_file(ledger.path, reference) == Swept(7)


@pytest.mark.parametrize("is_known", [True, False])
def test_a_ledger_goes_where_the_backend_is_known_never_to_delete(ledger: Ledger, *, is_known: bool) -> None:
    reference = Direct()
    crash = Reply(500, {}, b"")
    subject = Without(reference, DeleteModelPackage=crash, DeleteModelPackageGroup=crash)
    with cleanup(ledger, subject, Stop(), lambda _: None) as done:
        fill(Ledgered(reference, ledger))
        if is_known:
            done.capabilities = {"DeleteModelPackage": False, "DeleteModelPackageGroup": False}
    assert done.swept is not None
    assert len(done.swept.left) == 7
    assert ledger.path.exists() != is_known


def test_handlers_of_signals_are_put_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with signals(Stop(), lambda _: None):
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before


def test_the_first_signal_lets_the_run_end_by_itself() -> None:
    stop, said = Stop(), []
    with signals(stop, said.append, "mpkit conform sweep x"):
        os.kill(os.getpid(), signal.SIGTERM)
        assert stop.signal == signal.SIGTERM
    assert said == ["stopping, and deleting what was created; once more to stop at once"]


@contextmanager
def child(url: str, path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A run in a process of its own that has created something and goes on."""
    process = subprocess.Popen([sys.executable, CHILD, url, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_gets_a_signal_cleans_up_and_ends(number: signal.Signals, tmp_path: Path) -> None:
    reference = Direct()
    with proxied(reference) as proxy, child(proxy.url, tmp_path / "ledger") as process:
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert out.startswith("stopping, and deleting what was created; once more to stop at once\nstopped\ncleaned up: ")
    assert out.endswith(" deleted, 0 left\n")
    assert (err, process.returncode) == ("", 0)
    assert content(reference) == []
    assert not (tmp_path / "ledger").exists()


def test_a_run_that_is_killed_leaves_a_ledger_by_which_everything_goes(tmp_path: Path) -> None:
    reference = Direct()
    with proxied(reference) as proxy:
        with child(proxy.url, tmp_path / "ledger") as process:
            process.kill()
            process.wait(timeout=30)
        assert len(content(reference)) > 10
        wire = Wire(proxy.url)
        found = sweep_file(tmp_path / "ledger", wire)
        wire.close()
    assert (found.left, found.deleted > 10) == ((), True)
    assert content(reference) == []
    assert not (tmp_path / "ledger").exists()


def test_a_second_signal_ends_the_run_at_once_and_says_how_to_sweep_later(tmp_path: Path) -> None:
    reference = Direct()
    # The first deletion is never answered, so that the second signal meets the sweep at work.
    deletes = in_turn("silent-before")
    plan: Plan = lambda call: deletes(call) if call.operation.startswith("Delete") else None  # noqa: E731 - a plan is a function
    with proxied(reference, plan) as proxy, child(proxy.url, tmp_path / "ledger") as process:
        process.send_signal(signal.SIGINT)
        while not any(call.operation.startswith("Delete") for call in list(proxy.calls)):
            proxy.over.wait(0.01)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
        assert process.returncode == -signal.SIGINT
        command = f"mpkit conform sweep {tmp_path / 'ledger'}"
        assert err == f"\nmpkit: stopped at once. What the run created is still there; delete it with: {command}\n"
        assert content(reference) != []
        proxy.plan = lambda _: None
        wire = Wire(proxy.url)
        assert sweep_file(tmp_path / "ledger", wire).left == ()
        wire.close()
    assert content(reference) == []


def test_a_thread_that_hears_no_signals_cleans_up_all_the_same(ledger: Ledger) -> None:
    reference = Direct()

    def run() -> None:
        with cleanup(ledger, reference, Stop(), lambda _: None):
            fill(Stoppable(Ledgered(reference, ledger), Stop()))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert content(reference) == []
    assert not ledger.path.exists()
