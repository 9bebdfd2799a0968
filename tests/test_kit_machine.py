import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from kit_support import SPECS, Watched, answers, bench, changed, only

from mpkit.conformance.bench import Bench
from mpkit.conformance.check import Failure, Result
from mpkit.conformance.model import Answer, State
from mpkit.conformance.outcome import Accepted, Reply
from mpkit.conformance.subject import Call, Subject, TransportError
from mpkit.conformance.subjects.reference import Direct
from mpkit.conformance.wire import Stages

VERSIONS, OWN, METADATA = "stateful/any-sequence", "stateful/any-sequence-unversioned", "stateful/any-sequence-metadata"
CREATE, UPDATE = "CreateModelPackage", "UpdateModelPackage"
STORED = "AdditionalInferenceSpecifications"


def wrong(change: Callable[[State, State, str, Any], State]) -> Direct:
    """The reference, which is in another state after an accepted request; ``change`` takes the states before and after, and the request."""

    def exchanged(way: Stages) -> Stages:
        def perform(state: State, operation: str, request: Any, now: float) -> Answer:
            after, answer = way.perform(state, operation, request, now)
            return (change(state, after, operation, request) if isinstance(answer, Accepted) else after), answer

        return replace(way, perform=perform)

    return changed("current", exchanged)


def with_member(state: State, arn: str, member: str, value: Any) -> State:
    package = state.packages[arn]
    return state.with_package(replace(package, document={**package.document, member: value}))


def loses_status(_: State, after: State, operation: str, request: Any) -> State:
    if operation != UPDATE or "ModelApprovalStatus" in request:
        return after
    return with_member(after, request["ModelPackageArn"], "ModelApprovalStatus", "PendingManualApproval")


def replaces_specifications(_: State, after: State, operation: str, request: Any) -> State:
    added = request.get("AdditionalInferenceSpecificationsToAdd") if operation == UPDATE else None
    return with_member(after, request["ModelPackageArn"], STORED, added) if added else after


def both(before: State, after: State, operation: str, request: Any) -> State:
    return replaces_specifications(before, loses_status(before, after, operation, request), operation, request)


def calls(subject: Direct, **settings: Any) -> list[tuple[str, bytes]]:
    """What is sent in a run of the machines; tokens of lists are the backend's own."""
    watched = Watched(subject)
    answers("stateful", bench(subject=watched, **settings), "stateful/")
    return [(call.operation, call.body) for call in watched.calls if b"NextToken" not in call.body]


def asked(failure: Failure) -> list[str]:
    """The calls of a failure that change something."""
    return [exchange.step.operation for exchange in failure.exchanges if not exchange.step.operation.startswith(("Describe", "List"))]


@pytest.mark.parametrize("spec", SPECS)
@pytest.mark.parametrize("seed", [0, 1])
def test_the_reference_is_right_after_any_sequence(spec: str, seed: int) -> None:
    found = answers("stateful", bench(spec, examples=20, seed=seed), "stateful/")
    assert [(result.check.id, result.reason, result.failures) for result in found if result.verdict != "passed"] == []
    assert all(result.cases >= 5 for result in found)


def test_a_seed_draws_the_same_sequences_and_another_seed_others() -> None:
    assert calls(Direct(), seed=3, examples=8) == calls(Direct(), seed=3, examples=8)
    assert calls(Direct(), seed=3, examples=8) != calls(Direct(), seed=4, examples=8)


def test_what_is_drawn_does_not_depend_on_what_was_drawn_before() -> None:
    def sent(*checks: str) -> list[Any]:
        watched = Watched(Direct())
        answers("stateful", bench(subject=watched, examples=8), *checks)
        return [(call.operation, sorted(json.loads(call.body))) for call in watched.calls]

    alone, after_others = sent(METADATA), sent(OWN, METADATA)
    assert after_others[-len(alone) :] == alone


def test_every_kind_of_call_is_drawn() -> None:
    watched = Watched(Direct())
    answers("stateful", bench(subject=watched, examples=50), "stateful/")
    sent = [(call.operation, json.loads(call.body)) for call in watched.calls]
    assert {operation for operation, _ in sent} == {
        f"{verb}ModelPackage{kind}" for verb in ("Create", "Describe", "Delete") for kind in ("", "Group")
    } | {"ListModelPackages", "ListModelPackageGroups", UPDATE}
    members = {member for operation, request in sent if operation == UPDATE for member in request}
    assert members == {
        "ModelPackageArn",
        "ModelApprovalStatus",
        "ApprovalDescription",
        "ModelPackageRegistrationType",
        "ModelCard",
        "ModelLifeCycle",
        "CustomerMetadataProperties",
        "CustomerMetadataPropertiesToRemove",
        "AdditionalInferenceSpecificationsToAdd",
    }
    filters = {member for operation, request in sent if operation == "ListModelPackages" for member in request}
    assert filters >= {"ModelPackageGroupName", "NameContains", "ModelApprovalStatus", "MaxResults", "NextToken", "SortBy", "SortOrder"}


def test_a_failing_sequence_is_made_small_and_told_with_all_its_calls() -> None:
    result = only("stateful", bench(subject=wrong(replaces_specifications), examples=50), VERSIONS)
    assert result.verdict == "failed"
    failure = next(failure for failure in result.failures if failure.case == f"{VERSIONS}#specifications")
    # One version and one update would do; every machine begins with two.
    assert asked(failure) == ["CreateModelPackageGroup", CREATE, CREATE, UPDATE]
    assert failure.grade == "wrong-state"
    assert failure.expected.startswith("/AdditionalInferenceSpecifications is a list of ")
    assert all("mpk" not in json.dumps(exchange.step.request) for exchange in failure.exchanges)


def test_one_defect_does_not_hide_another() -> None:
    result = only("stateful", bench(subject=wrong(both), examples=50), VERSIONS)
    told = {failure.case.partition("#")[2]: failure.expected for failure in result.failures}
    assert told["updates"].startswith("/ModelApprovalStatus is ")
    assert told["specifications"].startswith("/AdditionalInferenceSpecifications is a list of ")
    assert "registry" not in told, "what comes and goes is as it should be"


def test_the_first_failure_is_enough_where_nothing_is_made_small() -> None:
    def cases(*, shrink: bool) -> int:
        return only("stateful", bench(subject=wrong(both), examples=20, shrink=shrink), VERSIONS).cases

    assert cases(shrink=False) < cases(shrink=True)
    assert only("stateful", bench(subject=wrong(both), examples=20, shrink=False), VERSIONS).verdict == "failed"


class Fickle(Direct):
    """The reference, which gives one odd answer to a description and never again."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.left = after

    def send(self, call: Call) -> Reply:
        reply = super().send(call)
        if call.operation == "DescribeModelPackage" and reply.status == 200:
            self.left -= 1
            if self.left == 0:
                return Reply(200, reply.headers, reply.body.replace(b'"Approved"', b'"Rejected"'))
        return reply


def test_a_failure_that_does_not_come_again_is_told_as_such() -> None:
    result = only("stateful", bench(subject=Fickle(after=1), examples=10), VERSIONS)
    assert result.verdict == "errored"
    assert result.reason is not None
    assert "failed once and not when it was repeated" in result.reason
    assert "/ModelApprovalStatus is 'Approved'" in result.reason


class Breaking(Direct):
    """The reference, which is gone after some calls."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.left = after
        self.refused = 0

    def send(self, call: Call) -> Reply:
        self.left -= 1
        if self.left < 0:
            self.refused += 1
            raise TransportError("reset", "gone")
        return super().send(call)


def test_a_transport_that_breaks_ends_the_hunt_and_is_no_failure() -> None:
    subject = Breaking(after=40)
    result = only("stateful", bench(subject=subject, examples=50), VERSIONS)
    assert (result.verdict, result.reason) == ("errored", "reset: gone")
    assert subject.refused == 1


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    assert only("stateful", bench(subject=wrong(both), examples=10), VERSIONS).verdict == "failed"
    assert capfd.readouterr() == ("", "")


def limited(subject: Subject, *missing: str) -> Bench:
    return replace(bench(subject=subject, examples=20), capabilities=dict.fromkeys(missing, False))


def test_what_the_backend_does_not_have_is_not_drawn() -> None:
    watched = Watched(Direct())
    against = limited(watched, "DeleteModelPackage", "DeleteModelPackageGroup", "ListModelPackages", "ListModelPackageGroups")
    found: list[Result] = answers("stateful", against, "stateful/")
    assert {result.verdict for result in found} == {"passed"}
    assert {call.operation[:6] for call in watched.calls} == {"Create", "Descri", "Update"}


def test_an_own_package_is_updated_where_there_are_no_versions_alone() -> None:
    def updated(spec: str) -> bool:
        watched = Watched(Direct(spec))
        answers("stateful", bench(spec, subject=watched, examples=20), OWN)
        return any(call.operation == UPDATE for call in watched.calls)

    assert updated("documents")
    assert not updated("current")
