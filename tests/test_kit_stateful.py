from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from kit_support import SPECS, Watched, answers, bench, changed, only, without_problems

from mpkit.conformance.check import Result
from mpkit.conformance.model import Answer, State, refusal
from mpkit.conformance.outcome import Accepted, Refused, Reply
from mpkit.conformance.subject import Call, TransportError
from mpkit.conformance.subjects.moto import Moto
from mpkit.conformance.subjects.reference import Direct
from mpkit.conformance.wire import Stages

CREATE, UPDATE, DESCRIBE, LIST = "CreateModelPackage", "UpdateModelPackage", "DescribeModelPackage", "ListModelPackages"
METADATA, STORED = "CustomerMetadataProperties", "AdditionalInferenceSpecifications"
Perform = Callable[[State, str, Any, float], Answer]


def doing(change: Callable[[Perform, State, str, Any, float], Answer]) -> Direct:
    """The reference, which does something in another way."""

    def exchanged(way: Stages) -> Stages:
        return replace(way, perform=lambda state, operation, request, now: change(way.perform, state, operation, request, now))

    return changed("current", exchanged)


def keeping(change: Callable[[Mapping[str, Any], dict[str, Any], Any], Mapping[str, Any]]) -> Direct:
    """The reference, which keeps something else of an accepted update; ``change`` takes the documents before and after, and the request."""

    def perform(right: Perform, state: State, operation: str, request: Any, now: float) -> Answer:
        after, answer = right(state, operation, request, now)
        if operation != UPDATE or isinstance(answer, Refused):
            return after, answer
        package = after.packages[request["ModelPackageArn"]]
        document = change(state.packages[package.arn].document, dict(package.document), request)
        return after.with_package(replace(package, document=document)), answer

    return doing(perform)


def forgetting(member: str) -> Direct:
    return keeping(lambda _, after, request: after if member in request else {key: after[key] for key in after if key != member})


def without_cap(right: Perform, state: State, operation: str, request: Any, now: float) -> Answer:
    after, answer = right(state, operation, request, now)
    if operation != UPDATE or not isinstance(answer, Refused) or "at most 15" not in answer.message:
        return after, answer
    package = state.packages[request["ModelPackageArn"]]
    stored = [*package.document.get(STORED, ()), *request["AdditionalInferenceSpecificationsToAdd"]]
    made = state.with_package(replace(package, document={**package.document, STORED: stored}))
    return made, Accepted(200, {"ModelPackageArn": package.arn})


def overwriting(right: Perform, state: State, operation: str, request: Any, now: float) -> Answer:
    after, answer = right(state, operation, request, now)
    if operation == CREATE and isinstance(answer, Refused) and "already exists" in answer.message:
        return right(state.without_package(answer.message.split()[-1]), operation, request, now)
    return after, answer


def half_done(right: Perform, state: State, operation: str, request: Any, now: float) -> Answer:
    after, answer = right(state, operation, request, now)
    if operation == UPDATE and isinstance(answer, Refused):
        part = {key: request[key] for key in ("ModelPackageArn", "ModelApprovalStatus") if key in request}
        return right(state, operation, part, now)[0], answer
    return after, answer


def stale() -> Direct:
    """Every second description is that of the time before the last change."""
    turn, before = [0], [State()]

    def perform(right: Perform, state: State, operation: str, request: Any, now: float) -> Answer:
        if operation == DESCRIBE:
            turn[0] += 1
            seen = right(before[0], operation, request, now)[1]
            if turn[0] % 2 and isinstance(seen, Accepted):
                return state, seen
        after, answer = right(state, operation, request, now)
        if after is not state:
            before[0] = state
        return after, answer

    return doing(perform)


def listing(change: Callable[[list[Any]], list[Any]]) -> Direct:
    def perform(right: Perform, state: State, operation: str, request: Any, now: float) -> Answer:
        after, answer = right(state, operation, request, now)
        if operation == LIST and isinstance(answer, Accepted):
            body = {**answer.body, "ModelPackageSummaryList": change(answer.body["ModelPackageSummaryList"])}
            return after, Accepted(200, body)
        return after, answer

    return doing(perform)


def crosstalk(right: Perform, state: State, operation: str, request: Any, now: float) -> Answer:
    after, answer = right(state, operation, request, now)
    if operation == UPDATE and isinstance(answer, Accepted) and "ModelApprovalStatus" in request:
        for package in [package for package in after.packages.values() if package.version == 1]:
            document = {**package.document, "ModelApprovalStatus": request["ModelApprovalStatus"]}
            after = after.with_package(replace(package, document=document))
    return after, answer


def given(request: Any, *members: str) -> dict[str, Any]:
    return {member: request[member] for member in members if member in request}


def replaced(_: Mapping[str, Any], after: dict[str, Any], request: Any) -> dict[str, Any]:
    return {**after, **given(request, METADATA)}


def stripped(_: Mapping[str, Any], after: dict[str, Any], request: Any) -> dict[str, Any]:
    return {**after, **{member: text.strip() for member, text in given(request, "ApprovalDescription").items()}}


def put_first(before: Mapping[str, Any], after: dict[str, Any], _: Any) -> dict[str, Any]:
    stored = list(before.get(STORED, ()))
    return {**after, STORED: after[STORED][len(stored) :] + stored} if STORED in after else after


BROKEN: dict[str, tuple[Callable[[], Direct], str, str]] = {
    "metadata is replaced": (lambda: keeping(replaced), "update/merges-metadata", "wrong-state"),
    "an update without a status loses it": (lambda: forgetting("ModelApprovalStatus"), "update/keeps-unmentioned", "wrong-state"),
    "an update loses the task": (lambda: forgetting("Task"), "update/keeps-unmentioned", "wrong-state"),
    "sixteen specifications are taken": (lambda: doing(without_cap), "update/cap-on-total", "accepted"),
    "the sixteenth of sixteen is taken": (lambda: doing(without_cap), "update/cap-one-by-one", "accepted"),
    "added specifications come first": (lambda: keeping(put_first), "update/keeps-specification-order", "wrong-state"),
    "a second package takes the name of the first": (lambda: doing(overwriting), "create/duplicate-name", "accepted"),
    "a refused update sets the status": (lambda: doing(half_done), "update/all-or-nothing", "wrong-state"),
    "descriptions are stale": (stale, "describe/fresh", "wrong-state"),
    "texts are stripped": (lambda: keeping(stripped), "update/exact-text", "wrong-state"),
    "a list has its first item twice": (lambda: listing(lambda found: found[:1] + found), "list/by-group", "wrong-state"),
    "a page lacks its last item": (lambda: listing(lambda found: found[:-1] if found[1:] else found), "list/pages", "wrong-state"),
    "a list is the other way round": (lambda: listing(lambda found: found[::-1]), "list/sorted", "wrong-state"),
    "an update reaches other packages": (lambda: doing(crosstalk), "update/leaves-others", "wrong-state"),
}


@pytest.mark.parametrize("spec", SPECS)
def test_the_reference_passes_every_check(spec: str) -> None:
    found = answers("stateful", bench(spec, examples=10, workers=2))
    assert [(result.check.id, result.reason, result.failures) for result in found if result.verdict != "passed"] == []
    assert all(result.cases for result in found)


@pytest.mark.parametrize(("broken", "check", "grade"), BROKEN.values(), ids=BROKEN)
def test_a_backend_that_is_wrong_in_one_way_fails_the_check_of_it(broken: Callable[[], Direct], check: str, grade: str) -> None:
    assert only("stateful", bench(), check).verdict == "passed"
    result = only("stateful", bench(subject=broken()), check)
    assert result.verdict == "failed"
    assert {failure.grade for failure in result.failures} == {grade}
    assert all(failure.exchanges and failure.case.startswith(check) for failure in result.failures)


def by_id(results: list[Result]) -> dict[str, Result]:
    return {result.check.id: result for result in results}


def test_the_name_of_a_case_the_expectation_and_all_calls_are_told() -> None:
    [failure] = only("stateful", bench(subject=doing(without_cap)), "update/cap-one-by-one").failures
    assert failure.case == "update/cap-one-by-one"
    assert failure.expected == "HTTP 400 ValidationException or ConflictException"
    assert failure.observed == "accepted with HTTP 200"
    operations = [exchange.step.operation for exchange in failure.exchanges]
    assert operations == ["CreateModelPackageGroup", CREATE, *[UPDATE] * 15, DESCRIBE, UPDATE]
    assert failure.exchanges[-1].step.request["ModelPackageArn"].endswith("model-package/churn/1"), "steps have logical names"
    assert "mpk" in failure.exchanges[-1].request["ModelPackageArn"], "requests have physical names"


def test_atomicity_is_not_asked_of_a_backend_that_accepts_what_is_invalid() -> None:
    careless = without_problems("current", lambda _, problem: problem.keyword != "type")
    found = by_id(answers("stateful", bench(subject=careless), "create/refused", "update/all-or"))
    assert found["create/refused-leaves-nothing"].verdict == "skipped"
    assert found["create/refused-leaves-nothing"].reason == "the backend accepts the invalid requests of this check"
    # What does not fit the state is still refused, so that there is something to ask.
    assert found["update/all-or-nothing"].verdict == "passed"
    assert found["update/all-or-nothing"].cases < only("stateful", bench(), "update/all-or-nothing").cases


def test_an_invalid_request_that_is_refused_and_kept_all_the_same_is_found() -> None:
    def exchanged(way: Stages) -> Stages:
        def perform(state: State, operation: str, request: Any, now: float) -> Answer:
            problems = way.problems(operation, request)
            after, answer = way.perform(state, operation, request, now)
            return (after, refusal(problems)) if problems else (after, answer)

        return replace(way, problems=lambda *_: (), perform=perform)

    result = only("stateful", bench(subject=changed("current", exchanged)), "create/refused-leaves-nothing")
    assert result.verdict == "failed"
    assert {failure.grade for failure in result.failures} == {"accepted"}, "the refused package is described"


def test_a_deletion_may_answer_nothing_at_all() -> None:
    class Silent(Direct):
        def send(self, call: Call) -> Reply:
            reply = super().send(call)
            return Reply(reply.status, reply.headers, b"") if call.operation.startswith("Delete") and reply.status == 200 else reply

    found = answers("stateful", bench(subject=Silent(), examples=5), "delete/", "group/")
    assert {result.verdict for result in found} == {"passed"}


def test_a_name_that_differs_by_case_may_be_taken_for_the_same() -> None:
    def folding(right: Perform, state: State, operation: str, request: Any, now: float) -> Answer:
        name = request.get("ModelPackageGroupName" if operation == "CreateModelPackageGroup" else "ModelPackageName")
        if operation.startswith("Create") and name is not None and "Inference" not in operation:
            taken = {group.lower() for group in state.groups} if operation.endswith("Group") else set()
            if name.lower() in taken:
                return state, Refused(400, "ValidationException", "already exists")
        return right(state, operation, request, now)

    assert only("stateful", bench(subject=doing(folding)), "update/leaves-others").verdict == "passed"


def test_checks_come_in_their_order_whatever_is_selected_and_however_many_work() -> None:
    chosen = ("update/sets-status", "stateful/any-sequence-unversioned", "create/arn-form")
    one, many = (answers("stateful", bench(workers=workers, examples=4), *chosen) for workers in (1, 4))
    assert [result.check.id for result in one] == ["create/arn-form", "update/sets-status", "stateful/any-sequence-unversioned"]
    assert one == many


def test_the_same_run_gives_the_same_result_and_sends_the_same_calls() -> None:
    def run() -> tuple[list[Result], list[tuple[str, bytes]]]:
        watched = Watched(keeping(replaced))
        found = answers("stateful", bench(subject=watched, examples=4), "update/", "create/", "stateful/any-sequence-metadata")
        return found, [(call.operation, call.body) for call in watched.calls]

    (first, sent), (second, again) = run(), run()
    assert [without_times(result) for result in first] == [without_times(result) for result in second]
    assert sent == again


def without_times(result: Result) -> Any:
    failures = [(failure.case, failure.expected, failure.observed, failure.grade, len(failure.exchanges)) for failure in result.failures]
    return result.check, result.verdict, result.cases, result.reason, failures


def test_a_backend_that_stumbles_once_is_asked_anew() -> None:
    stumbles = [0]

    class Stumbling(Direct):
        def send(self, call: Call) -> Reply:
            reply = super().send(call)
            if call.operation == CREATE and stumbles[0] == 0:
                # It has done what it was asked, and does not say so.
                stumbles[0] += 1
                return Reply(500, {}, b"")
            return reply

    for check in ("create/versions-count-up", "list/by-group", "update/sets-status"):
        stumbles[0] = 0
        assert only("stateful", bench(subject=Stumbling()), check).verdict == "passed"
        assert stumbles[0] == 1


def test_a_backend_that_breaks_off_is_not_judged() -> None:
    class Breaking(Direct):
        def send(self, call: Call) -> Reply:
            if call.operation == UPDATE:
                raise TransportError("reset", "the connection broke")
            return super().send(call)

    found = by_id(answers("stateful", bench(subject=Breaking(), examples=5)))
    assert {found[name].verdict for name in found if name.startswith("update/")} == {"errored"}
    assert found["update/sets-status"].reason == "reset: the connection broke"
    assert found["stateful/any-sequence-unversioned"].verdict == "passed"


@pytest.fixture(scope="module")
def moto() -> Iterator[dict[str, Result]]:
    """What comes of moto: of what is known of it, and of what it does right."""
    subject = Moto()
    chosen = ("create/", "update/", "list/by-group", "list/pages", "group/d")
    # What moto does not have is not asked.
    without = dict.fromkeys(("DeleteModelPackage", "DeleteModelPackageGroup"), False)
    yield by_id(answers("stateful", replace(bench(subject=subject, workers=4), capabilities=without), *chosen))
    subject.close()


@pytest.mark.parametrize(
    ("check", "expected", "observed"),
    [
        ("create/duplicate-name", "HTTP 400 ValidationException or Conflict", "accepted with HTTP 200"),
        ("create/arn-keeps-case", "an ARN that ends in /mpk", "it is 'arn:aws:sagemaker:us-east-1:111122223333:model-package/mpk"),
        ("update/merges-metadata", "/CustomerMetadataProperties/a is '1'", "it is absent"),
        ("update/keeps-unmentioned", "the package is as before: /", "it is absent"),
        ("update/cap-on-total", "HTTP 400 ValidationException or ConflictException", "accepted with HTTP 200"),
        ("update/cap-one-by-one", "HTTP 400 ValidationException or ConflictException", "accepted with HTTP 200"),
        ("update/unique-specification-names", "HTTP 400 ValidationException or ConflictException", "accepted with HTTP 200"),
        ("update/ignores-unknown-removed-key", "HTTP 200", "HTTP 500"),
        ("update/removes-metadata", "HTTP 200", "HTTP 500"),
        ("update/sets-source-uri", "/SourceUri is ", "it is absent"),
        ("update/all-or-nothing", "the package is as before: /ModelApprovalStatus is 'Approved'", "it is 'Rejected'"),
        ("group/duplicate", "HTTP 400 ValidationException", "accepted with HTTP 200"),
    ],
)
def test_what_moto_is_known_to_do_otherwise_is_found(moto: dict[str, Result], check: str, expected: str, observed: str) -> None:
    assert moto[check].verdict == "failed"
    told = [(failure.expected, failure.observed) for failure in moto[check].failures]
    assert [pair for pair in told if pair[0].startswith(expected) and pair[1].startswith(observed)], told


@pytest.mark.parametrize(
    "check",
    [
        "create/answers-arn",
        "create/arn-form",
        "create/versions-count-up",
        "update/sets-status",
        "update/sets-description",
        "update/sets-metadata",
        "update/appends-specifications",
        "update/keeps-specification-order",
        "update/unknown-arn",
        "list/by-group",
        "list/pages",
    ],
)
def test_what_moto_does_right_is_not_held_against_it(moto: dict[str, Result], check: str) -> None:
    assert moto[check].verdict == "passed", moto[check].failures
