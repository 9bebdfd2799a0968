import json
from dataclasses import replace
from typing import Any

import pytest
from kit_support import SPECS, Watched, answers, bench, changed, only, without_problems

from mpkit import schemas
from mpkit.conformance import oracle
from mpkit.conformance.check import Result
from mpkit.conformance.edits import breaks, filled, paths
from mpkit.conformance.model import Answer, Problem, State
from mpkit.conformance.neighbours import neighbour
from mpkit.conformance.outcome import Refused, Reply
from mpkit.conformance.phases.boundary import constraint_attempts
from mpkit.conformance.requirements import constraint_checks, rule_checks
from mpkit.conformance.subject import Call, TransportError
from mpkit.conformance.subjects.reference import Direct

NAME = "create/ModelPackageName"
STATUS = "update/ModelApprovalStatus"


def of(member: str, keyword: str) -> Any:
    """Overlook the problems with one constraint of a member of the request."""
    return lambda _, problem: (problem.path, problem.keyword) == ((member,), keyword)


def grades(result: Result) -> set[str]:
    return {failure.grade for failure in result.failures}


@pytest.mark.parametrize("spec", SPECS)
def test_the_reference_passes_both_sides_of_every_constraint_and_rule(spec: str) -> None:
    found = answers("boundary", bench(spec))
    assert [result.check.id for result in found if result.verdict != "passed"] == []
    assert len(found) == len(constraint_checks(schemas.load(spec))) + len(rule_checks(schemas.load(spec)))


@pytest.mark.parametrize("spec", SPECS)
def test_every_place_has_a_small_valid_neighbour(spec: str) -> None:
    loaded = schemas.load(spec)
    for item in constraint_checks(loaded):
        edition = loaded.edition(item.operation)
        assert edition is not None
        request = neighbour(edition, item.operation, item.constraint.place)
        assert request is not None, item.check.id
        assert oracle.is_settled(edition, item.operation, request), item.check.id
        assert next(paths(item.constraint.place, request), None) is not None, item.check.id
        assert len(json.dumps(request)) < len(json.dumps(filled(edition, item.operation)[0]))


@pytest.mark.parametrize("spec", SPECS)
def test_every_constraint_that_can_be_broken_is_broken_and_held_at_its_limit(spec: str) -> None:
    unlimited, unbroken = [], []
    loaded = schemas.load(spec)
    for item in constraint_checks(loaded):
        edition = loaded.edition(item.operation)
        assert edition is not None
        request = neighbour(edition, item.operation, item.constraint.place)
        assert request is not None
        attempts = list(constraint_attempts(edition, item.operation, item.constraint, request))
        if next(breaks(item.constraint, request), None) is not None and not any(one.expect.kind == "refused" for one in attempts):
            unbroken.append(item.check.id)
        limited = item.constraint.keyword.startswith(("max", "min")) and not item.check.id.startswith(
            ("update/ModelPackageArn", "create/ModelPackageGroupName")
        )
        at_limit = any(one.expect.kind == "accepted" for one in attempts)
        if limited and not at_limit and not _is_at_limit(item.constraint, request):
            unlimited.append(item.check.id)
    assert unbroken == []
    # Their patterns allow no text of that length: a digest has one length, and a role's ARN is longer.
    assert [check for check in unlimited if not check.endswith(("Digest:maxLength", "ValidationRole:minLength"))] == []


def _is_at_limit(constraint: Any, request: Any) -> bool:
    path = next(paths(constraint.place, request))
    value: Any = request
    for step in path:
        value = value[step]
    measured = path[-1] if constraint.key else value
    return (measured if isinstance(measured, int) else len(measured)) == constraint.limit


@pytest.mark.parametrize(
    ("overlooked", "check"),
    [
        (of("ModelPackageName", "maxLength"), f"{NAME}:maxLength"),
        (of("ModelPackageName", "pattern"), f"{NAME}:pattern"),
        (of("ModelApprovalStatus", "enum"), f"{STATUS}:enum"),
    ],
)
def test_a_constraint_that_is_not_enforced_is_found_by_its_check_and_no_other(overlooked: Any, check: str) -> None:
    subject = without_problems("current", overlooked)
    prefix = check.rpartition(":")[0]
    found = answers("boundary", bench(subject=subject), prefix)
    assert [result.check.id for result in found if result.verdict == "failed"] == [check]
    [result] = [result for result in found if result.check.id == check]
    assert grades(result) == {"accepted"}
    assert result.failures[0].case == f"{check}#first-invalid-1"


def test_a_constraint_that_is_too_strict_is_found_at_its_last_valid_value() -> None:
    def change(way: Any) -> Any:
        def problems(operation: str, request: Any) -> tuple[Problem, ...]:
            name = request.get("ModelPackageName") if isinstance(request, dict) else None
            found: tuple[Problem, ...] = way.problems(operation, request)
            if operation == "CreateModelPackage" and isinstance(name, str) and len(name) == 63:
                return (Problem(("ModelPackageName",), "maxLength", "too long", name), *found)
            return found

        return replace(way, problems=problems)

    result = only("boundary", bench(subject=changed("current", change)), f"{NAME}:maxLength")
    assert result.verdict == "failed"
    assert [(failure.case, failure.grade) for failure in result.failures] == [(f"{NAME}:maxLength#last-valid-1", "wrong-status")]


@pytest.mark.parametrize(
    ("render", "grade"),
    [
        (lambda answer: replace(answer, code="ConflictException"), "wrong-code"),
        (lambda answer: replace(answer, status=403), "wrong-status"),
        (lambda answer: replace(answer, message=answer.message.replace("'modelPackageName'", "'tags'")), "wrong-member"),
    ],
)
def test_a_refusal_of_another_kind_has_its_grade(render: Any, grade: str) -> None:
    def change(way: Any) -> Any:
        return replace(way, render=lambda op, answer: way.render(op, render(answer) if isinstance(answer, Refused) else answer))

    result = only("boundary", bench(subject=changed("current", change)), f"{NAME}:maxLength")
    assert grades(result) == {grade}


def test_a_refusal_does_not_count_without_an_accepted_neighbour() -> None:
    def change(way: Any) -> Any:
        def perform(state: State, operation: str, request: Any, now: float) -> Answer:
            if operation == "CreateModelPackage":
                return state, Refused(400, "ValidationException", "never")
            answer: Answer = way.perform(state, operation, request, now)
            return answer

        return replace(way, perform=perform)

    watched = Watched(changed("current", change))
    result = only("boundary", bench(subject=watched), f"{NAME}:maxLength")
    assert [failure.case for failure in result.failures] == [f"{NAME}:maxLength#neighbour"]
    assert len(watched.calls) == 1


def test_a_check_that_failed_three_times_sends_no_more() -> None:
    watched = Watched(without_problems("current", lambda _, problem: problem.keyword == "enum"))
    check = "create/InferenceSpecification/SupportedRealtimeInferenceInstanceTypes/*:enum"
    result = only("boundary", bench(subject=watched), check)
    assert len(result.failures) == 3
    assert len(watched.calls) < 8


@pytest.mark.parametrize("kind", ["timeout", "reset", "throttled"])
def test_a_broken_transport_is_errored_and_never_failed(kind: Any) -> None:
    class Down(Direct):
        def send(self, _: Call) -> Reply:
            raise TransportError(kind, "nobody there")

    result = only("boundary", bench(subject=Down()), f"{NAME}:maxLength")
    assert (result.verdict, result.failures) == ("errored", ())
    assert result.reason == f"{kind}: nobody there"


def test_a_backend_that_stumbles_once_is_not_blamed_and_one_that_always_does_is() -> None:
    class Stumbling(Direct):
        count = 0

        def send(self, call: Call) -> Reply:
            self.count += 1
            return Reply(500, {}, b"") if self.count % 2 else super().send(call)

    class Crashing(Direct):
        def send(self, _: Call) -> Reply:
            return Reply(500, {}, b"")

    assert only("boundary", bench(subject=Stumbling()), f"{STATUS}:enum").verdict == "passed"
    assert grades(only("boundary", bench(subject=Crashing()), f"{STATUS}:enum")) == {"wrong-status"}


def test_where_documents_and_live_service_differ_both_pass_unless_the_run_is_strict() -> None:
    def overlooks(_: str, problem: Problem) -> bool:
        return problem.keyword == "pattern"

    check = "update/ApprovalDescription:pattern"
    subject = without_problems("current", overlooks)
    assert only("boundary", bench(subject=subject, strict=False), check).verdict == "passed"
    assert only("boundary", bench(subject=subject, strict=True), check).verdict == "failed"

    def refuses(way: Any) -> Any:
        def problems(operation: str, request: Any) -> tuple[Problem, ...]:
            found: tuple[Problem, ...] = way.problems(operation, request)
            return found or ((Problem((), "rules/x", "never"),) if b"AdditionalS3DataSource" in json.dumps(request).encode() else ())

        return replace(way, problems=problems)

    check = "conflicts/additional-s3-source-refused"
    assert only("boundary", bench(subject=changed("current", refuses), strict=False), check).verdict == "passed"
    assert only("boundary", bench(subject=changed("current", refuses), strict=True), check).verdict == "failed"


def test_checks_have_unique_ids_titles_clauses_and_levels() -> None:
    for spec in SPECS:
        checks = [item.check for item in (*constraint_checks(schemas.load(spec)), *rule_checks(schemas.load(spec)))]
        assert len({check.id for check in checks}) == len(checks)
        assert all(check.title and check.topic and (check.clauses or check.conflict) for check in checks)
        assert all(check.is_binding for check in checks if check.conflict is None)


def test_workers_change_neither_results_nor_their_order() -> None:
    one = answers("boundary", bench("2020-10", workers=1))
    four = answers("boundary", bench("2020-10", workers=4))
    assert [(result.check.id, result.verdict, result.cases) for result in one] == [
        (result.check.id, result.verdict, result.cases) for result in four
    ]
