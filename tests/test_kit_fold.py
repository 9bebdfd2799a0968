from dataclasses import replace

import pytest
from report_support import CREATE, UPDATE, check, crash, exchange, failure, lost, refusal, result, run, state

from mpkit import schemas
from mpkit.conformance import check as contract
from mpkit.conformance._causes import ACCEPTED, BROKEN, SHARED
from mpkit.conformance.check import Deviation, Result, refused
from mpkit.conformance.fold import by_reason, fold, kind_of, sent, worst
from mpkit.conformance.outcome import Accepted, Refused
from mpkit.conformance.runner import all_checks


def constraint(number: int, topic: str = "pattern", operation: str = "create", *, accepted: bool = True) -> Result:
    one = check(f"{operation}/Member{number}:{topic}", topic=topic)
    return result(one, failure(exchange(operation=CREATE if operation == "create" else UPDATE))) if accepted else result(one)


def sentences(*results: Result) -> list[str]:
    return [cause.sentence for cause in fold(results)]


def test_checks_of_one_topic_that_accept_what_they_must_not_are_one_cause() -> None:
    [cause] = fold([constraint(1), constraint(2, operation="update"), constraint(3, accepted=False)])

    assert cause.sentence == "accepts texts that break their pattern"
    assert cause.checks == ("create/Member1:pattern", "update/Member2:pattern")
    assert cause.operations == (CREATE, UPDATE)
    assert cause.kind == "acceptance"


def test_topics_are_causes_of_their_own_while_some_constraints_are_enforced() -> None:
    results = [constraint(number, topic, accepted=number % 2 == 0) for topic in ("pattern", "maxLength") for number in range(20)]

    assert sentences(*results) == ["accepts texts that break their pattern", "accepts texts that are too long"]


def test_a_backend_that_enforces_next_to_nothing_has_one_cause_for_it() -> None:
    results = [constraint(number, topic, accepted=number != 0) for topic in ("pattern", "maxLength", "type") for number in range(10)]

    [cause] = fold(results)

    assert cause.sentence == "checks hardly any input of CreateModelPackage: 27 of 30 constraints are not enforced"
    assert cause.detail == "texts that are too long (9), texts that break their pattern (9), values of the wrong JSON type (9)"


def test_a_backend_that_enforces_nothing_at_all_checks_no_input() -> None:
    both = [constraint(number, operation=operation) for operation in ("create", "update") for number in range(25)]

    assert sentences(*both) == ["checks no input: 50 of 50 constraints are not enforced"]


def test_the_operation_that_is_careful_does_not_hide_that_the_other_is_careless() -> None:
    careless = [constraint(number, operation="update") for number in range(25)]
    careful = [constraint(number, accepted=number == 0) for number in range(25)]

    assert sentences(*careful, *careless) == [
        "checks no input of UpdateModelPackage: 25 of 25 constraints are not enforced",
        "accepts texts that break their pattern",
    ]


def test_few_checks_are_too_few_to_say_that_nothing_is_checked() -> None:
    assert sentences(*(constraint(number) for number in range(19))) == ["accepts texts that break their pattern"]


def test_behaviours_are_causes_of_their_own_in_words_that_say_what_goes_wrong() -> None:
    other = state("update/merges-metadata", "Metadata is merged", topic="merge")

    assert sentences(result(state(), lost()), result(other, lost())) == [
        "an update changes what it does not mention",
        "an update does not merge metadata into what is there",
    ]


def test_behaviours_of_one_kind_are_one_cause_that_names_them() -> None:
    set_status, set_card = (result(state(f"update/{name}", "Set", topic="set"), lost()) for name in ("sets-status", "sets-card"))

    [cause] = fold([set_status, set_card])

    assert cause.sentence == "an update does not set everything that it mentions"
    assert cause.detail == "an update does not set the approval status; an update does not set the model card"
    assert sentences(set_card) == ["an update does not set the model card"]


def test_a_behaviour_without_words_of_its_own_is_told_by_its_title() -> None:
    assert sentences(result(state("update/new", "An update is new"), lost())) == ["not so: An update is new"]


def test_crashes_that_say_the_same_about_different_values_are_one_cause() -> None:
    expect = refused()
    one = crash(message="'k3f9x2001-a' has no attribute 12", expect=expect)
    other = crash(message="'k3f9x2002-b' has no attribute 13", expect=expect, operation=UPDATE)
    third = crash(message="list index out of range", expect=expect)

    assert sentences(result(check("a"), one), result(check("b"), other), result(check("c"), third)) == [
        "crashes where it has to refuse, with HTTP 500 InternalError: … has no attribute …",
        "crashes where it has to refuse, with HTTP 500 InternalError: list index out of range",
    ]


def test_a_page_of_html_is_told_by_its_title() -> None:
    page = "<!doctype html>\n<html lang=en>\n<title>500 Internal Server Error</title>\n<h1>Internal Server Error</h1>"

    [sentence] = sentences(result(check(), crash(message=page, expect=refused())))

    assert sentence == "crashes where it has to refuse, with HTTP 500 InternalError: Internal Server Error"


def test_refusals_of_what_is_valid_are_folded_by_what_they_say() -> None:
    one, other = (refusal(message=f"Value '{text}' is not one of ['a{text}', 'b']") for text in ("x", "y"))

    [cause] = fold([result(check("a"), one), result(check("b"), other)])

    assert cause.sentence == "refuses valid requests with ValidationException: Value … is not one of […]"
    assert cause.kind == "refusal"


def test_a_crash_on_a_valid_request_counts_as_a_refusal_and_names_the_operation() -> None:
    [cause] = fold([result(check(), crash(UPDATE, contract.ACCEPTED))])

    assert (cause.kind, cause.sentence) == ("refusal", "crashes on valid UpdateModelPackage requests with HTTP 500 InternalError: boom")


@pytest.mark.parametrize(
    ("outcome", "grade", "sentence"),
    [
        (Refused(404, "ValidationException", ""), "wrong-status", "refuses with HTTP 404 instead of 400"),
        (Refused(400, "ResourceInUse", ""), "wrong-code", "refuses with ResourceInUse instead of ValidationException"),
        (Refused(400, None, ""), "wrong-code", "refuses without an error type instead of ValidationException"),
        (Refused(400, "ValidationException", ""), "wrong-member", "refuses because of another member than the one that is wrong"),
        (Accepted(201, {}), "wrong-status", "answers CreateModelPackage with a status of success other than 200"),
    ],
)
def test_refusals_that_are_wrong_are_folded_by_how(outcome: Accepted | Refused, grade: str, sentence: str) -> None:
    failed = failure(exchange(outcome=outcome), grade=grade)  # type: ignore[arg-type]

    assert sentences(result(check("a"), failed), result(check("b"), failed)) == [sentence]


def test_the_most_serious_causes_come_first_and_what_binds_before_what_does_not() -> None:
    optional = result(state("list/all", "A list holds all", level="SHOULD"), lost())
    member = result(check("m"), failure(exchange(outcome=Refused(400, "ValidationException", "")), grade="wrong-member"))
    causes = fold(
        [
            member,
            optional,
            result(check("c"), crash(expect=refused())),
            constraint(1),
            result(check("r"), refusal()),
            result(state(), lost()),
        ]
    )

    assert [cause.kind for cause in causes] == ["state", "refusal", "acceptance", "crash", "member", "state"]
    assert [cause.is_binding for cause in causes] == [True] * 5 + [False]


def test_what_sums_up_many_calls_comes_after_single_behaviours() -> None:
    drawn = check("property/update-round-trip", phase="property", topic="round-trip")

    assert sentences(result(drawn, lost()), result(state(), lost()))[0] == "an update changes what it does not mention"


def test_the_order_is_that_of_the_run_where_nothing_else_decides() -> None:
    results = [result(state(f"update/b{number}", f"Demand {number}"), lost()) for number in (3, 1, 2)]

    assert sentences(*results) == ["not so: Demand 3", "not so: Demand 1", "not so: Demand 2"]


def test_a_check_that_fails_in_several_ways_counts_where_it_is_worst() -> None:
    failed = result(check(), crash(expect=refused()), failure())

    assert worst(failed).grade == "accepted"
    assert sentences(failed) == ["accepts texts that break their pattern"]


def test_the_example_is_the_failure_with_the_fewest_calls_and_the_shortest_request() -> None:
    long = failure(exchange({"ModelPackageName": "x" * 500}))
    twice = failure(exchange({"ModelPackageName": "b"}), exchange({"ModelPackageName": "b"}))
    short = failure(exchange({"ModelPackageName": "short_"}))

    [cause] = fold([result(check("a"), long), result(check("b"), twice), result(check("c"), short)])

    assert cause.example is short
    assert cause.shown_by.check.id == "c"
    assert cause.checks == ("a", "b", "c")


def test_an_example_that_binds_comes_before_a_shorter_one_that_does_not() -> None:
    binding = failure(exchange({"ModelPackageName": "x" * 500}))

    [cause] = fold([result(check("a", level="SHOULD"), failure()), result(check("b"), binding)])

    assert cause.example is binding
    assert (cause.level, cause.is_binding) == ("MUST", True)


def test_recorded_deviations_and_other_verdicts_have_no_cause() -> None:
    known = replace(result(check(), failure()), deviation=Deviation("x", "known"))

    assert fold([known, result(check("a")), result(check("b"), verdict="skipped"), result(check("c"), verdict="errored")]) == ()


def test_recorded_deviations_still_count_among_what_is_not_enforced() -> None:
    known = [replace(constraint(number), deviation=Deviation("x", "known")) for number in range(24)]

    assert sentences(*known, constraint(30)) == ["checks no input of CreateModelPackage: 25 of 25 constraints are not enforced"]


def test_what_was_sent_is_told_by_the_place_that_the_case_is_about() -> None:
    assert sent(failure()) == "/ModelPackageName = 'k3f9x2001-bad_'"
    assert sent(failure(exchange({}))) == "without /ModelPackageName"
    assert sent(failure(exchange(raw=b"{"))) is None
    assert sent(lost()) is None


def test_values_of_environments_are_hidden_where_they_are_told() -> None:
    place = refused(member=("Environment", "KEY"))

    assert sent(failure(exchange({"Environment": {"KEY": "secret"}}, expect=place))) == "/Environment/KEY = a hidden value"


def test_a_failure_without_calls_is_folded_too() -> None:
    bare = replace(failure(grade="wrong-status"), exchanges=())

    assert kind_of(bare) == "status"
    assert sentences(result(check(), bare)) == ["answers call with a status of success other than 200"]


def test_reasons_are_told_with_the_most_frequent_first() -> None:
    results = run(
        result(check("a"), verdict="skipped", reason="one"),
        result(check("b"), verdict="skipped", reason="two"),
        result(check("c"), verdict="skipped", reason="two"),
        result(check("d"), verdict="errored"),
    ).results

    assert list(by_reason(results, "skipped")) == [("two", ("b", "c")), ("one", ("a",))]
    assert list(by_reason(results, "errored")) == [("no reason is known", ("d",))]


def test_every_check_of_behaviour_has_words_for_its_failure_and_no_words_are_left_over() -> None:
    checks = {one.id: one for spec in ("current", "documents") for one in all_checks(schemas.load(spec))}
    behaviours = {one.id for one in checks.values() if one.phase != "boundary"}

    assert behaviours == set(BROKEN)
    assert {key for key in SHARED if not any(one.id.startswith(f"{key[0]}/") and one.topic == key[1] for one in checks.values())} == set()
    assert {one.topic for one in checks.values() if one.phase == "boundary"} - {"conflict"} <= set(ACCEPTED)
