"""The ledger: written before anything is created, and readable whatever happened to who wrote it."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from mpkit.conformance.ledger import Ledger, LedgerError, Origin, Thing
from mpkit.conformance.outcome import Reply
from mpkit.conformance.subject import Call, TransportError
from mpkit.conformance.subjects.wrappers import Ledgered

ORIGIN = Origin("k3x9", "aws", "eu-west-1", "111122223333", "https://registry.test")
ARN = "arn:aws:sagemaker:eu-west-1:111122223333:model-package/k3x9001-churn"


class Fake:
    """A subject that looks at the ledger's file when it is called."""

    name = "fake"
    region = "us-east-1"

    def __init__(self, path: Path, answer: Reply | TransportError) -> None:
        self.seen: list[str] = []
        self._path = path
        self._answer = answer

    def send(self, call: Call) -> Reply:
        del call
        self.seen += self._path.read_text().splitlines()[1:]
        if isinstance(self._answer, TransportError):
            raise self._answer
        return self._answer

    def close(self) -> None:
        """Nothing to end."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.jsonl"


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def reopened(path: Path) -> tuple[Thing, ...]:
    ledger = Ledger.open(path)
    ledger.close()
    return ledger.things


def test_the_file_says_whose_it_is_and_what_happened(path: Path) -> None:
    ledger = Ledger.create(path, ORIGIN)
    package = ledger.asked("package", ("k3x9001-churn",))
    group = ledger.asked("group", ("k3x9002-churn",))
    version = ledger.asked("version", ("k3x9002-churn",))
    ledger.created(package, ARN)
    ledger.refused(group)
    ledger.deleted(package)
    ledger.close()
    assert lines(path) == [
        {
            "ledger": 1,
            "prefix": "k3x9",
            "target": "aws",
            "region": "eu-west-1",
            "account": "111122223333",
            "endpoint": "https://registry.test",
        },
        {"asked": 1, "kind": "package", "names": ["k3x9001-churn"]},
        {"asked": 2, "kind": "group", "names": ["k3x9002-churn"]},
        {"asked": 3, "kind": "version", "names": ["k3x9002-churn"]},
        {"created": 1, "arn": ARN},
        {"refused": 2},
        {"deleted": 1},
    ]
    opened = Ledger.open(path)
    assert opened.origin == ORIGIN
    assert opened.things == ledger.things
    assert [(thing.number, thing.state, thing.may_exist) for thing in opened.things] == [
        (package, "deleted", False),
        (group, "refused", False),
        (version, "asked", True),
    ]
    assert opened.asked("group", ("k3x9003",)) == 4
    opened.close()


@pytest.mark.parametrize(
    ("tail", "state"),
    [(b'{"created": 1, "ar', "asked"), (b"\x00\xff\xfe", "asked"), (b'{"created": 1}', "created"), (b"", "asked"), (b"[1]", "asked")],
)
def test_a_torn_last_line_loses_nothing_that_was_before_it(path: Path, tail: bytes, state: str) -> None:
    ledger = Ledger.create(path, ORIGIN, durable=False)
    ledger.asked("package", ("k3x9001-churn",))
    ledger.close()
    path.write_bytes(path.read_bytes() + tail)
    again = Ledger.open(path)
    assert [thing.state for thing in again.things] == [state]
    again.deleted(again.asked("package", ("k3x9002-churn",)))
    again.close()
    assert [thing.state for thing in reopened(path)] == [state, "deleted"]


@pytest.mark.parametrize(
    "line",
    [
        '{"asked": "1", "kind": "package", "names": []}',
        '{"asked": 5, "kind": "bucket", "names": []}',
        '{"asked": 5, "kind": "package"}',
        '{"created": 99, "arn": "x"}',
        '{"deleted": 99}',
        '{"refused": 99}',
        "null",
    ],
)
def test_a_line_that_makes_no_sense_is_passed_over(path: Path, line: str) -> None:
    Ledger.create(path, ORIGIN).close()
    path.write_text(path.read_text() + line + "\n")
    assert reopened(path) == ()


def test_a_ledger_whose_header_never_got_to_the_disk_lists_nothing(path: Path) -> None:
    path.write_bytes(b"")
    assert reopened(path) == ()


@pytest.mark.parametrize("text", ["hello\n", '{"version": 1}\n', '{"ledger": 2, "prefix": "x"}\n'])
def test_another_file_is_no_ledger(path: Path, text: str) -> None:
    path.write_text(text)
    with pytest.raises(LedgerError, match=r"ledger.jsonl is no ledger of this version of mpkit"):
        Ledger.open(path)
    assert path.read_text() == text


def test_a_ledger_does_not_go_over_another_one(path: Path) -> None:
    Ledger.create(path, ORIGIN).close()
    with pytest.raises(LedgerError, match=r"ledger.jsonl exists\. Sweep what it lists with `mpkit conform sweep .*ledger.jsonl`"):
        Ledger.create(path, ORIGIN)


def test_files_that_cannot_be_used_get_a_sentence(path: Path) -> None:
    with pytest.raises(LedgerError, match=r"the ledger .* cannot be opened: no such file"):
        Ledger.open(path)
    with pytest.raises(LedgerError, match=r"the ledger .* cannot be written: no such file"):
        Ledger.create(path / "below", ORIGIN)
    with pytest.raises(LedgerError, match=r"the ledger .* cannot be opened: is a directory"):
        Ledger.open(path.parent)


def test_a_ledger_belongs_to_its_user_alone(path: Path) -> None:
    Ledger.create(path, ORIGIN).close()
    assert path.stat().st_mode & 0o077 == 0


def test_several_threads_write_whole_lines(path: Path) -> None:
    ledger = Ledger.create(path, ORIGIN, durable=False)
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda index: ledger.asked("package", (f"k3x9{index}",)), range(200)))
    ledger.close()
    assert sorted(numbers) == list(range(1, 201))
    assert len(lines(path)) == 201


def test_discarding_removes_the_file_and_closed_ledgers_take_nothing_more(path: Path) -> None:
    ledger = Ledger.create(path, ORIGIN)
    ledger.discard()
    ledger.discard()
    assert not path.exists()
    with pytest.raises(LedgerError, match="is closed"):
        ledger.asked("package", ("x",))


def test_what_bears_the_prefix_or_was_created_is_owned(path: Path) -> None:
    ledger = Ledger.create(path, ORIGIN, durable=False)
    ledger.created(ledger.asked("package", ("7",)), "arn:aws:sagemaker:eu-west-1:111122223333:model-package/7")
    ledger.refused(ledger.asked("package", ("8",)))
    assert [ledger.owns(name) for name in ("k3x9001", ARN, "7", "arn:aws:sagemaker:eu-west-1:111122223333:model-package/7")] == [True] * 4
    assert [ledger.owns(name) for name in ("8", "churn")] == [False] * 2
    ledger.close()


ACCEPTED = Reply(200, {}, json.dumps({"ModelPackageArn": ARN}).encode())


@pytest.mark.parametrize(
    ("answer", "state", "arn"),
    [
        (ACCEPTED, "created", ARN),
        (Reply(200, {}, b"nonsense"), "created", None),
        (Reply(200, {}, b'{"ModelPackageArn": 5}'), "created", None),
        (Reply(400, {}, b'{"__type": "ValidationException"}'), "refused", None),
        (Reply(500, {}, b""), "asked", None),
        (Reply(503, {}, b""), "asked", None),
        (TransportError("timeout", ""), "asked", None),
        (TransportError("reset", ""), "asked", None),
        (TransportError("budget", ""), "refused", None),
        (TransportError("stopped", ""), "refused", None),
    ],
)
def test_a_creation_is_written_down_before_it_is_sent_and_its_answer_afterwards(
    path: Path, answer: Reply | TransportError, state: str, arn: str | None
) -> None:
    ledger = Ledger.create(path, ORIGIN, durable=False)
    fake = Fake(path, answer)
    with suppress(TransportError):
        Ledgered(fake, ledger).send(Call("CreateModelPackage", b'{"ModelPackageName": "k3x9001-churn"}'))
    assert fake.seen == ['{"asked": 1, "kind": "package", "names": ["k3x9001-churn"]}']
    ledger.close()
    assert reopened(path) == (Thing(1, "package", ("k3x9001-churn",), arn, state),)


@pytest.mark.parametrize(
    ("operation", "body", "kind", "names"),
    [
        ("CreateModelPackageGroup", b'{"ModelPackageGroupName": "g"}', "group", ("g",)),
        ("CreateModelPackage", b'{"ModelPackageGroupName": "g"}', "version", ("g",)),
        ("CreateModelPackage", b'{"ModelPackageName": "a", "ModelPackageGroupName": "g"}', "package", ("a",)),
        ("CreateModelPackage", b'{"ModelPackageName": "a", "ModelPackageName": "b"}', "package", ("a", "b")),
        ("CreateModelPackage", b'{"ModelPackageName": "a"', "package", ("a",)),
        ("CreateModelPackage", b'{"Model\\u0050ackageName": "a"', "package", ("a",)),
        ("CreateModelPackage", b'{"ModelPackageName": "a\xff"}', "package", ("a\ufffd",)),
        ("CreateModelPackage", b'{"ModelPackageName": 5}', "package", ()),
        ("CreateModelPackage", b'{"Inner": {"ModelPackageName": "a"}}', "package", ()),
        ("CreateModelPackage", b"[" * 100_000, "package", ()),
        ("CreateModelPackage", b"", "package", ()),
        ("CreateModelPackage", b'{"ModelPackageName": "' + b"a" * 2049 + b'"}', "package", ()),
    ],
)
def test_all_names_that_a_backend_may_read_are_written_down(
    path: Path, operation: str, body: bytes, kind: str, names: tuple[str, ...]
) -> None:
    ledger = Ledger.create(path, ORIGIN, durable=False)
    Ledgered(Fake(path, Reply(500, {}, b"")), ledger).send(Call(operation, body))
    ledger.close()
    [thing] = ledger.things
    assert (thing.kind, thing.names) == (kind, names)


def test_only_creations_are_written_down_by_the_operation_that_the_backend_sees(path: Path) -> None:
    ledger = Ledger.create(path, ORIGIN, durable=False)
    subject = Ledgered(Fake(path, Reply(500, {}, b"")), ledger)
    subject.send(Call("UpdateModelPackage", b"{}"))
    subject.send(Call("CreateModelPackage", b"{}", "SageMaker.DeleteModelPackage"))
    assert ledger.things == ()
    subject.send(Call("UpdateModelPackage", b"{}", "SageMaker.CreateModelPackage"))
    assert len(ledger.things) == 1
    ledger.close()


def fill_disk(ledger: Ledger) -> int:
    """Let the ledger write to a disk that is full, and return what it wrote to before."""
    before = os.dup(ledger._file or -1)
    full = os.open("/dev/full", os.O_WRONLY)
    os.dup2(full, ledger._file or -1)
    os.close(full)
    return before


needs_full_disk = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")


@needs_full_disk
def test_what_cannot_be_written_down_is_not_sent(path: Path) -> None:
    ledger = Ledger.create(path, ORIGIN, durable=False)
    os.close(fill_disk(ledger))
    fake = Fake(path, ACCEPTED)
    with pytest.raises(TransportError, match="cannot be written: no space left on device") as raised:
        Ledgered(fake, ledger).send(Call("CreateModelPackage", b"{}"))
    assert (raised.value.broken.kind, fake.seen) == ("guarded", [])
    ledger.close()


@needs_full_disk
def test_an_answer_that_cannot_be_written_down_leaves_what_was_asked_for(path: Path) -> None:
    ledger = Ledger.create(path, ORIGIN, durable=False)
    fake = Fake(path, ACCEPTED)
    before = []

    class Filling(Fake):
        def send(self, call: Call) -> Reply:
            before.append(fill_disk(ledger))
            return fake.send(call)

    assert Ledgered(Filling(path, ACCEPTED), ledger).send(Call("CreateModelPackage", b'{"ModelPackageName": "a"}')) is ACCEPTED
    assert [thing.arn for thing in ledger.things] == [ARN]
    os.dup2(before[0], ledger._file or -1)
    os.close(before[0])
    ledger.asked("group", ("g",))
    ledger.close()
    assert [(thing.names, thing.state) for thing in reopened(path)] == [(("a",), "asked"), (("g",), "asked")]
