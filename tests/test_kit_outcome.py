import json
from typing import Any

import pytest

from mpkit.conformance.outcome import Accepted, Broken, Refused, Reply, read


def reply(status: int, body: Any, **headers: str) -> Reply:
    return Reply(status, {key.replace("_", "-"): value for key, value in headers.items()}, json.dumps(body).encode())


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (reply(400, {"__type": "ValidationException", "message": "no"}), "ValidationException"),
        (reply(400, {"__type": "com.amazon.coral.validate#ValidationException", "message": "no"}), "ValidationException"),
        (reply(400, {"message": "no"}, x_amzn_errortype="ValidationException:http://internal.example/"), "ValidationException"),
        (reply(400, {"Message": "no", "code": "ConflictException"}), "ConflictException"),
        (reply(400, {"__type": "Other", "message": "no"}, x_amzn_errortype="ValidationException"), "ValidationException"),
        (reply(400, {"message": "no"}), None),
        (reply(400, {"__type": 7, "message": "no"}), None),
    ],
)
def test_both_forms_of_the_error_type_are_understood(answer: Reply, code: str | None) -> None:
    outcome = read(answer)
    assert isinstance(outcome, Refused)
    assert (outcome.status, outcome.code, outcome.message) == (400, code, "no")


def test_success_has_the_parsed_body_and_none_where_it_is_no_json() -> None:
    assert read(reply(200, {"ModelPackageArn": "arn"})) == Accepted(200, {"ModelPackageArn": "arn"})
    assert read(Reply(200, {}, b"<html>")) == Accepted(200, None)
    assert read(Reply(200, {}, b"\xff")) == Accepted(200, None)
    assert read(Reply(200, {}, b"[" * 100_000)) == Accepted(200, None)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (reply(400, {"__type": "ThrottlingException", "message": "slower"}), "throttled"),
        (reply(429, {}), "throttled"),
        (reply(503, {"message": "later"}), "unavailable"),
        (reply(502, {}), "unavailable"),
    ],
)
def test_what_says_nothing_about_the_request_is_a_broken_transport(answer: Reply, kind: str) -> None:
    outcome = read(answer)
    assert isinstance(outcome, Broken)
    assert outcome.kind == kind


def test_the_members_that_a_message_names_are_read_without_positions() -> None:
    message = (
        "2 validation errors detected: Value '' at 'inferenceSpecification.containers.1.member.image' failed to satisfy constraint: Member "
        "must have length; Value 'x' at 'modelPackageName' failed to satisfy constraint: Member must satisfy regular expression pattern"
    )
    outcome = read(reply(400, {"__type": "ValidationException", "message": message}))
    assert isinstance(outcome, Refused)
    assert outcome.members == (("inferencespecification", "containers", "image"), ("modelpackagename",))


def test_a_refusal_without_json_says_what_it_said() -> None:
    outcome = read(Reply(404, {}, b"not here"))
    assert outcome == Refused(404, None, "not here")
