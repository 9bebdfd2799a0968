import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import strategies as st
from kit_support import SPECS, Watched, answers, bench, changed, only, without_problems

from mpkit.conformance.check import Check, Failure
from mpkit.conformance.hunt import hunt
from mpkit.conformance.model import refusal
from mpkit.conformance.outcome import Accepted, Broken, Reply
from mpkit.conformance.subject import Call, TransportError
from mpkit.conformance.subjects.reference import Direct

CHECK = Check("property/trial", "A trial", "property", "property")


@pytest.mark.parametrize("spec", SPECS)
def test_the_reference_takes_what_is_valid_gives_it_back_and_refuses_the_rest(spec: str) -> None:
    found = answers("property", bench(spec, examples=15))
    assert [(result.check.id, result.failures) for result in found if result.verdict != "passed"] == []
    assert all(result.cases >= 15 for result in found)


@pytest.mark.parametrize("seed", range(3))
def test_a_seed_sends_the_same_logical_cases(seed: int) -> None:
    def sent(number: int) -> list[str]:
        watched = Watched(Direct())
        answers("property", bench(subject=watched, seed=number, examples=5), "property/create-accepted")
        return [call.body.decode() for call in watched.calls]

    assert sent(seed) == sent(seed)
    assert sent(seed) != sent(seed + 10)


def test_a_lost_member_is_found_and_shown_by_the_smallest_request() -> None:
    def change(way: Any) -> Any:
        def perform(state: Any, operation: str, request: Any, now: float) -> Any:
            kept = {key: value for key, value in request.items() if key != "Domain"} if operation == "CreateModelPackage" else request
            return way.perform(state, operation, kept, now)

        return replace(way, perform=perform)

    result = only("property", bench(subject=changed("current", change), examples=60), "property/create-round-trip")
    [failure] = result.failures
    assert failure.grade == "wrong-state"
    assert failure.expected.startswith("/Domain is ")
    created = failure.exchanges[-2].step.request
    assert len(created) == 3
    assert "Domain" in created


def test_a_constraint_that_is_not_enforced_anywhere_is_found() -> None:
    subject = without_problems("current", lambda _, problem: problem.keyword == "maxLength")
    result = only("property", bench(subject=subject, examples=100), "property/create-refused")
    assert [failure.grade for failure in result.failures] == ["accepted"]


def test_a_refused_update_that_changes_something_all_the_same_is_found() -> None:
    def change(way: Any) -> Any:
        def problems(operation: str, request: Any) -> Any:
            return way.problems(operation, request) if operation != "UpdateModelPackage" else ()

        def perform(state: Any, operation: str, request: Any, now: float) -> Any:
            found = way.problems(operation, request) if operation == "UpdateModelPackage" else ()
            if not found:
                return way.perform(state, operation, request, now)
            half = {"ModelPackageArn": request.get("ModelPackageArn"), "ApprovalDescription": "half applied"}
            state, _ = way.perform(state, operation, half, now)
            return state, refusal(found)

        return replace(way, problems=problems, perform=perform)

    result = only("property", bench(subject=changed("current", change), examples=30), "property/update-refused")
    assert [failure.grade for failure in result.failures] == ["wrong-state"]


def test_a_broken_transport_ends_the_hunt_without_a_failure() -> None:
    class Down(Direct):
        def send(self, _: Call) -> Reply:
            raise TransportError("timeout", "too slow")

    result = only("property", bench(subject=Down()), "property/create-accepted")
    assert (result.verdict, result.cases, result.reason) == ("errored", 1, "timeout: too slow")


def fail(size: int) -> Failure:
    return Failure("case", "less", str(size), "accepted", ())


def test_a_hunt_keeps_the_smallest_failure() -> None:
    tally = hunt(CHECK, st.integers(0, 1000), lambda number: fail(number) if number >= 17 else None, examples=100, start=1)
    assert [failure.observed for failure in tally.failures] == ["17"]


def test_a_hunt_that_meets_a_failure_only_once_still_tells_it() -> None:
    seen: list[int] = []

    def run(number: int) -> Failure | None:
        seen.append(number)
        return fail(number) if len(seen) == 5 else None

    tally = hunt(CHECK, st.integers(0, 1000), run, examples=50, start=1)
    assert len(tally.failures) == 1


def test_a_hunt_stops_shrinking_when_it_costs_too_much() -> None:
    calls = 0

    def run(text: str) -> Failure | None:
        nonlocal calls
        calls += 1
        return fail(len(text)) if len(text) >= 3 else None

    hunt(CHECK, st.text(min_size=0, max_size=2000), run, examples=300, start=1)
    assert calls <= 500


def test_what_nothing_satisfies_is_no_case() -> None:
    tally = hunt(CHECK, st.integers().filter(lambda _: False), lambda _: None, examples=10, start=1)
    assert (tally.cases, tally.failures, tally.broken) == (0, [], None)
    assert hunt(CHECK, st.integers(), lambda _: Broken("reset"), examples=10, start=1).result().verdict == "errored"


def test_server_added_members_are_allowed_and_lost_entries_of_maps_are_not() -> None:
    def change(way: Any) -> Any:
        def render(operation: str | None, answer: Any) -> Any:
            if operation == "DescribeModelPackage" and isinstance(answer, Accepted):
                return way.render(operation, Accepted(200, {**answer.body, "AddedByTheService": [1]}))
            return way.render(operation, answer)

        return replace(way, render=render)

    assert only("property", bench(subject=changed("current", change)), "property/create-round-trip").verdict == "passed"
    body = json.dumps({"ModelPackageGroupName": "churn"}).encode()
    assert Direct().send(Call("CreateModelPackageGroup", body)).status == 200
