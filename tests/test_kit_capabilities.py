"""What a backend can do is asked once, about things that exist, and never guessed."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from mpkit import schemas
from mpkit.conformance.bench import Bench, Settings
from mpkit.conformance.capabilities import Capabilities, probe
from mpkit.conformance.names import Names
from mpkit.conformance.outcome import Reply
from mpkit.conformance.subject import Call, Subject, TransportError
from mpkit.conformance.subjects.reference import Direct

OPERATIONS = (
    "CreateModelPackageGroup",
    "DescribeModelPackageGroup",
    "ListModelPackageGroups",
    "CreateModelPackage",
    "DescribeModelPackage",
    "ListModelPackages",
    "UpdateModelPackage",
    "DeleteModelPackage",
    "DeleteModelPackageGroup",
)
UNKNOWN = Reply(400, {}, b'{"__type": "com.amazon.coral.service#UnknownOperationException"}')
CRASH = Reply(500, {}, b"<html>")
ABSENT = Reply(404, {}, b"")
REFUSED = Reply(400, {}, b'{"__type": "ValidationException", "message": "no"}')


class Lacking:
    """The reference, which answers some operations in its own way."""

    name = "lacking"
    region = "us-east-1"

    def __init__(self, **answers: Reply | Callable[[Call], Reply]) -> None:
        self.inner = Direct()
        self.answers = answers

    def send(self, call: Call) -> Reply:
        answer = self.answers.get(call.operation, self.inner.send)
        return answer if isinstance(answer, Reply) else answer(call)

    def close(self) -> None:
        """Nothing to end."""


def probed(subject: Subject, spec: str = "current") -> Capabilities:
    return probe(Bench(subject, schemas.load(spec), Names("mpk", subject.region), Settings()))


def lacking(found: Capabilities) -> list[str]:
    return [operation for operation, there in found.has.items() if not there]


def content(subject: Subject) -> list[Any]:
    packages = subject.send(Call("ListModelPackages", b'{"ModelPackageType": "Both"}')).body
    groups = subject.send(Call("ListModelPackageGroups", b"{}")).body
    return [*json.loads(packages)["ModelPackageSummaryList"], *json.loads(groups)["ModelPackageGroupSummaryList"]]


@pytest.mark.parametrize("spec", ["2020-10", "2022-07", "2026-11", "documents"])
def test_the_reference_has_everything_and_keeps_nothing(spec: str) -> None:
    reference = Direct()
    assert probed(reference, spec) == Capabilities(dict.fromkeys(OPERATIONS, True), {})
    assert content(reference) == []


@pytest.mark.parametrize("operation", [operation for operation in OPERATIONS if not operation.startswith("Create")])
@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (UNKNOWN, "it answers HTTP 400 UnknownOperationException"),
        (Reply(501, {}, b""), "it answers HTTP 501"),
        (CRASH, "it answers a well-formed call with HTTP 500"),
        (ABSENT, "it answers a well-formed call with HTTP 404"),
    ],
    ids=["unknown operation", "not implemented", "crash", "not found"],
)
def test_an_operation_that_is_not_there_is_missing_alone(operation: str, answer: Reply, reason: str) -> None:
    found = probed(Lacking(**{operation: answer}))
    assert (lacking(found), dict(found.reasons)) == ([operation], {operation: reason})


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_refusal_is_an_answer_of_an_operation_that_is_there(operation: str) -> None:
    assert lacking(probed(Lacking(**{operation: REFUSED}))) == []


def test_without_groups_a_package_of_its_own_is_asked_about() -> None:
    subject = Lacking(**{operation: UNKNOWN for operation in OPERATIONS if "Group" in operation})
    found = probed(subject)
    assert lacking(found) == [operation for operation in OPERATIONS if "Group" in operation]
    assert json.loads(subject.send(Call("ListModelPackages", b"{}")).body)["ModelPackageSummaryList"] == []


def test_what_cannot_be_asked_about_something_that_exists_counts_as_missing_only_when_it_is_unknown() -> None:
    found = probed(Lacking(CreateModelPackage=REFUSED, DescribeModelPackage=ABSENT, UpdateModelPackage=UNKNOWN, DeleteModelPackage=CRASH))
    assert lacking(found) == ["UpdateModelPackage"]


def test_a_backend_that_stumbles_once_has_what_it_has() -> None:
    answers = iter([CRASH])
    subject = Lacking()
    subject.answers = {"DescribeModelPackage": lambda call: next(answers, None) or subject.inner.send(call)}
    assert lacking(probed(subject)) == []


def test_what_the_transport_keeps_from_being_asked_is_not_said_to_be_missing() -> None:
    def silent(_: Call) -> Reply:
        raise TransportError("timeout", "no answer within 30 s")

    found = probed(Lacking(ListModelPackages=silent))
    assert lacking(found) == []
    assert dict(found.reasons) == {"ListModelPackages": "it could not be asked: no answer within 30 s"}
