"""AWS JSON 1.1 around the model: bytes in, bytes out."""

import json
import threading
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from registry_support import SPECIFICATION, UNVERSIONED, arn

from mpkit.conformance.model import Answer, Model, State
from mpkit.conformance.outcome import Accepted, Refused, Reply, read
from mpkit.conformance.subject import Call, TransportError
from mpkit.conformance.wire import MalformedError, Registry, parsed, stages

WAY = stages(Model())


def call(registry: Registry, operation: str, body: bytes | dict[str, Any], target: str | None = None) -> Reply:
    return registry(Call(operation, body if isinstance(body, bytes) else json.dumps(body).encode(), target))


def body_of(reply: Reply) -> Any:
    return json.loads(reply.body)


def test_an_accepted_call_is_answered_with_json() -> None:
    reply = call(Registry(WAY), "CreateModelPackageGroup", {"ModelPackageGroupName": "churn"})

    assert (reply.status, reply.headers["content-type"]) == (200, "application/x-amz-json-1.1")
    assert len(reply.headers["x-amzn-requestid"]) == 36
    assert body_of(reply) == {"ModelPackageGroupArn": arn("churn", "model-package-group")}


def test_the_type_of_an_error_is_in_the_body_and_in_a_header() -> None:
    reply = call(Registry(WAY), "DescribeModelPackage", {"ModelPackageName": "churn"})

    assert (reply.status, reply.headers["x-amzn-errortype"]) == (400, "ValidationException")
    assert body_of(reply) == {"__type": "ValidationException", "message": f"ModelPackage {arn('churn')} does not exist."}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "no JSON"),
        (b"{", "no JSON"),
        (b'{"a": 1,}', "no JSON"),
        (b"{'a': 1}", "no JSON"),
        (b'{"a": 01}', "no JSON"),
        (b'{"a": "\n"}', "no JSON"),
        (b"{} {}", "no JSON"),
        (b"{}\x00", "no JSON"),
        (b"\xef\xbb\xbf{}", "no JSON"),
        (b'{"a": "\xff"}', "no UTF-8: invalid start byte at byte 7"),
        (b'{"a": "\xed\xa0\x80"}', "no UTF-8"),
        ('{"a": "é"}'.encode("utf-16"), "no UTF-8"),
        (b'{"a": 1, "b": 2, "a": 3}', "the key 'a' is given more than once"),
        (b'{"x": [{"a": 1, "\\u0061": 3}]}', "the key 'a' is given more than once"),
        (b'{"a": NaN}', "NaN is no JSON"),
        (b'{"a": -Infinity}', "-Infinity is no JSON"),
        (b'{"a": 1e999}', "64 bits"),
        (b'{"a": 18446744073709551616}', "64 bits"),
        (b'{"a": -9223372036854775809}', "64 bits"),
        (b'{"a": ' + b"9" * 100_000 + b"}", "64 bits"),
        (b'{"a": "\\ud83d"}', "half a character"),
        (b'{"\\udc00": 1}', "half a character"),
        (b"[" * 65 + b"]" * 65, "more than 64 levels"),
        (b'{"a":' * 500_000 + b"1" + b"}" * 500_000, "more than 64 levels"),
        (b"[" * 2_000_000, "more than 64 levels"),
    ],
    ids=lambda value: value[:24] if isinstance(value, bytes) else None,
)
def test_bytes_that_are_no_request_are_refused(body: bytes, words: str) -> None:
    with pytest.raises(MalformedError) as problem:
        parsed(body)
    assert words in str(problem.value)

    reply = call(Registry(WAY), "ListModelPackages", body)
    assert (reply.status, body_of(reply)["__type"]) == (400, "SerializationException")


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b' \t\n\r{"a": [1, -1.5e3, true, null]} ', {"a": [1, -1500.0, True, None]}),
        (b'{"a": 18446744073709551615, "b": -9223372036854775808}', {"a": 2**64 - 1, "b": -(2**63)}),
        (b'{"a": "\\ud83d\\ude00\\u0000"}', {"a": "\U0001f600\x00"}),
        (b"[" * 64 + b"]" * 64, None),
        (json.dumps([[]] * 100).encode(), [[]] * 100),
    ],
)
def test_what_is_json_is_read(body: bytes, value: Any) -> None:
    assert value is None or parsed(body) == value
    parsed(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda below: st.lists(below) | st.dictionaries(st.text(), below),
    max_leaves=20,
)


@given(JSON)
def test_reading_what_was_written_gives_the_same(value: Any) -> None:
    try:
        text = json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        text = json.dumps(value).encode()
        with pytest.raises(MalformedError):
            parsed(text)
        return
    assert parsed(text) == value


@settings(max_examples=200)
@given(st.binary(max_size=60) | st.text(alphabet='{}[]":,\\0123456789eE.-truefalsn \n', max_size=60).map(str.encode))
def test_nothing_that_is_sent_ends_in_a_crash(body: bytes) -> None:
    for operation in ("CreateModelPackage", "UpdateModelPackage", "ListModelPackages"):
        assert call(Registry(WAY), operation, body).status in (200, 400)


@pytest.mark.parametrize("body", [b"[]", b"7", b'"text"', b"true", b"null", b"[{}]"])
def test_a_body_that_is_no_object_is_refused(body: bytes) -> None:
    assert body_of(call(Registry(WAY), "ListModelPackages", body))["__type"] == "SerializationException"


@pytest.mark.parametrize(
    "target", ["", "ListModelPackages", "sagemaker.ListModelPackages", "SageMaker.listModelPackages", "SageMaker.", "SageMaker.Nope", "é"]
)
def test_another_target_is_unknown(target: str) -> None:
    reply = call(Registry(WAY), "ListModelPackages", {}, target)
    assert (reply.status, body_of(reply)["__type"]) == (400, "UnknownOperationException")
    assert reply.headers["x-amzn-errortype"] == "UnknownOperationException"


def test_a_member_that_is_null_is_as_good_as_absent() -> None:
    registry = Registry(WAY)
    call(registry, "CreateModelPackageGroup", {"ModelPackageGroupName": "churn", "Tags": None})
    specification = {"Containers": [{**SPECIFICATION["Containers"][0], "ModelDataUrl": None}], "SupportedContentTypes": None, "Bogus": None}
    request = {"ModelPackageGroupName": "churn", "ModelPackageName": None, "InferenceSpecification": specification}
    package = body_of(call(registry, "CreateModelPackage", request))["ModelPackageArn"]
    document = body_of(call(registry, "DescribeModelPackage", {"ModelPackageName": package, "IncludedData": None}))

    assert document["InferenceSpecification"] == SPECIFICATION
    assert not [member for member in document if document[member] is None]


@pytest.mark.parametrize(
    "request_",
    [
        {"CustomerMetadataProperties": {"a": None}},
        {"CustomerMetadataPropertiesToRemove": [None]},
        {"CustomerMetadataPropertiesToRemove": ["a", None]},
        {"AdditionalInferenceSpecificationsToAdd": [None]},
    ],
)
def test_a_null_in_a_list_or_map_is_of_the_wrong_type(request_: dict[str, Any]) -> None:
    reply = call(Registry(WAY), "UpdateModelPackage", {"ModelPackageArn": arn("churn/1"), **request_})
    assert body_of(reply)["__type"] == "SerializationException"


def test_a_required_member_that_is_null_is_missing() -> None:
    reply = call(Registry(WAY), "UpdateModelPackage", {"ModelPackageArn": None})
    assert body_of(reply)["message"].endswith("'modelPackageArn' failed to satisfy constraint: Member must not be null")


def test_text_goes_through_unchanged() -> None:
    registry = Registry(WAY)
    text = ' "\\ é e\u0301 \u00a0\u2028 \U0001f600 </script> \\u0041 '
    call(
        registry,
        "CreateModelPackage",
        {"ModelPackageName": "churn", "InferenceSpecification": UNVERSIONED, "ModelPackageDescription": text},
    )
    document = body_of(call(registry, "DescribeModelPackage", {"ModelPackageName": "churn"}))
    assert document["ModelPackageDescription"] == text


def test_no_two_changes_have_the_same_time() -> None:
    registry = Registry(WAY, clock=lambda: 100.0)
    for name in ("c", "b", "a"):
        call(registry, "CreateModelPackageGroup", {"ModelPackageGroupName": name})
    groups = body_of(call(registry, "ListModelPackageGroups", {}))["ModelPackageGroupSummaryList"]

    assert [group["ModelPackageGroupName"] for group in groups] == ["c", "b", "a"]
    assert [group["CreationTime"] for group in groups] == pytest.approx([100.0, 100.000001, 100.000002])
    assert len({group["CreationTime"] for group in groups}) == 3


def test_a_defect_inside_is_an_internal_failure_and_changes_nothing() -> None:
    def broken(state: State, operation: str, request: Any, now: float) -> Answer:
        after, answer = WAY.perform(state, operation, request, now)
        if operation == "CreateModelPackageGroup":
            raise KeyError("inside")
        return after, answer

    registry = Registry(replace(WAY, perform=broken))
    reply = call(registry, "CreateModelPackageGroup", {"ModelPackageGroupName": "churn"})

    assert (reply.status, reply.headers["x-amzn-errortype"]) == (500, "InternalFailure")
    assert body_of(call(registry, "ListModelPackageGroups", {})) == {"ModelPackageGroupSummaryList": []}


def test_a_change_that_cannot_be_kept_is_none() -> None:
    def full(*_: State) -> None:
        raise OSError("disk full")

    registry = Registry(WAY, keep=full)
    assert call(registry, "CreateModelPackageGroup", {"ModelPackageGroupName": "churn"}).status == 500
    assert registry.state == State()


def test_what_keeps_the_state_is_told_of_changes_only() -> None:
    told: list[tuple[State, State]] = []
    registry = Registry(WAY, keep=lambda before, after: told.append((before, after)))
    for name in ("churn", "churn", "-"):
        call(registry, "CreateModelPackageGroup", {"ModelPackageGroupName": name})
    call(registry, "ListModelPackageGroups", {})

    assert [(list(before.groups), list(after.groups)) for before, after in told] == [([], ["churn"])]


def test_a_way_without_an_answer_gives_none() -> None:
    def gone(call: Call) -> str:
        raise TransportError("unreachable", call.operation)

    with pytest.raises(TransportError):
        call(Registry(replace(WAY, route=gone)), "ListModelPackages", {})


def test_calls_from_many_threads_do_not_lose_each_other() -> None:
    registry = Registry(WAY)
    call(registry, "CreateModelPackageGroup", {"ModelPackageGroupName": "churn"})
    arns: list[str] = []

    def work() -> None:
        for _ in range(25):
            reply = call(registry, "CreateModelPackage", {"ModelPackageGroupName": "churn", "InferenceSpecification": SPECIFICATION})
            arns.append(body_of(reply)["ModelPackageArn"])

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(arns) == sorted(arn(f"churn/{number}") for number in range(1, 201))
    assert len(registry.state.packages) == 200


def test_answers_are_read_as_what_they_were() -> None:
    registry = Registry(WAY)
    assert read(call(registry, "ListModelPackages", {})) == Accepted(200, {"ModelPackageSummaryList": []})
    answer = read(call(registry, "ListModelPackages", {"MaxResults": 0}))
    assert isinstance(answer, Refused)
    assert answer.members == (("maxresults",),)
