"""boto3 as the client: a backend gets what the call says, and the kit gets what the backend says."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kit_proxy import Fault, Proxy, in_turn, proxied

from mpkit import schemas
from mpkit.conformance.bench import Bench, Settings
from mpkit.conformance.names import Names
from mpkit.conformance.outcome import Reply
from mpkit.conformance.runner import phase_of, smoke
from mpkit.conformance.subject import Call, SubjectError, TransportError
from mpkit.conformance.subjects.boto import Boto
from mpkit.conformance.subjects.reference import Direct
from mpkit.conformance.subjects.wire import Timeouts

AWS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE")
PLAIN = {"ModelPackageName": "churn", "ModelPackageDescription": "é \u2603", "CustomerMetadataProperties": {"a": ""}}


class Echo:
    """Answers with what it got."""

    name = "echo"
    region = "us-east-1"

    def send(self, call: Call) -> Reply:
        return Reply(200, {"X-Thing": "y"}, call.body)

    def close(self) -> None:
        """Nothing to end."""


@pytest.fixture(autouse=True)
def _no_aws_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in AWS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.fixture(scope="module")
def open_once() -> Iterator[tuple[Boto, Proxy]]:
    """A client takes its time to be made: one for all, with a backend that can be exchanged."""
    with pytest.MonkeyPatch.context() as patch, proxied(Echo()) as proxy:
        for name in AWS:
            patch.delenv(name, raising=False)
        subject = Boto(proxy.url, timeouts=Timeouts(2, 1.5, 3))
        yield subject, proxy
        subject.close()


@pytest.fixture
def opened(open_once: tuple[Boto, Proxy]) -> Iterator[tuple[Boto, Proxy]]:
    subject, proxy = open_once
    proxy.inner, proxy.plan = Echo(), lambda _: None
    proxy.calls.clear()
    proxy.headers.clear()
    return subject, proxy


def body(value: Any) -> bytes:
    return json.dumps(value).encode()


def through_boto(headers: dict[str, str]) -> bool:
    return "Boto3/" in headers["User-Agent"]


@pytest.mark.parametrize(
    ("call", "by_boto"),
    [
        (Call("CreateModelPackage", body(PLAIN)), True),
        (Call("CreateModelPackage", body({})), True),
        (Call("CreateModelPackage", body({"ModelPackageName": "x" * 100})), True),
        (Call("CreateModelPackage", body({"InferenceSpecification": {"Containers": []}})), True),
        (Call("UpdateModelPackage", body({"ModelPackageArn": "no arn"})), True),
        (Call("ListModelPackages", body({"CreationTimeAfter": 1700000000})), True),
        (Call("CreateModelPackage", body({"ModelPackageName": "a", "Nope": 1})), False),
        (Call("CreateModelPackage", body({"InferenceSpecification": "a text"})), False),
        (Call("CreateModelPackage", body({"InferenceSpecification": {"Containers": {}}})), False),
        (Call("CreateModelPackage", body([])), False),
        (Call("CreateModelPackage", b'{"ModelPackageName": "a", "ModelPackageName": "a"}'), False),
        (Call("CreateModelPackage", b'{"ModelPackageName": "a\xff"}'), False),
        (Call("CreateModelPackage", b"{"), False),
        (Call("CreateModelPackage", b""), False),
        (Call("CreateModelPackage", body(PLAIN), "SageMaker.Nope"), False),
        (Call("CreateModelPackage", body(PLAIN), content_type="text/plain"), False),
        (Call("Nope", body(PLAIN)), False),
    ],
)  # fmt: skip
def test_a_backend_gets_exactly_what_the_call_says(opened: tuple[Boto, Proxy], call: Call, *, by_boto: bool) -> None:
    subject, proxy = opened
    reply = subject.send(call)
    assert through_boto(proxy.headers[0]) == by_boto
    if by_boto:
        assert json.loads(reply.body) == json.loads(call.body)
    else:
        assert reply.body == call.body
    assert (proxy.calls[0].target, reply.headers["x-thing"]) == (call.header_target, "y")
    assert len(proxy.calls) == 1


@pytest.mark.parametrize(
    "reply",
    [
        Reply(400, {}, b'{"__type": "ValidationException", "message": "m"}'),
        Reply(400, {"x-amzn-errortype": "ConflictException"}, b""),
        Reply(500, {}, b"<html>"),
        Reply(200, {}, b"no JSON"),
        Reply(200, {}, b"[1]"),
        Reply(200, {}, b'{"CreationTime": "nonsense"}'),
        Reply(503, {}, b""),
    ],
    ids=lambda reply: f"{reply.status} {reply.body!r}",
)
def test_an_answer_comes_back_as_it_was_whatever_boto3_makes_of_it(opened: tuple[Boto, Proxy], reply: Reply) -> None:
    subject, proxy = opened

    class Fixed(Echo):
        def send(self, call: Call) -> Reply:
            del call
            return reply

    proxy.inner = Fixed()
    found = subject.send(Call("DescribeModelPackage", b'{"ModelPackageName": "churn"}'))
    assert (found.status, found.body) == (reply.status, reply.body)
    assert found.headers.items() >= reply.headers.items()
    assert len(proxy.calls) == 1, "nothing is sent again"


@pytest.mark.parametrize(
    ("fault", "kind"), [("reset-before", "reset"), ("silent-before", "timeout"), ("truncated", "truncated"), ("garbage", "reset")]
)
def test_a_call_without_an_answer_says_what_happened(opened: tuple[Boto, Proxy], fault: Fault, kind: str) -> None:
    subject, proxy = opened
    proxy.plan = in_turn(fault)
    with pytest.raises(TransportError) as raised:
        subject.send(Call("CreateModelPackage", body(PLAIN)))
    assert raised.value.broken.kind == kind, raised.value.broken
    assert len(proxy.calls) == 1
    assert subject.send(Call("CreateModelPackage", body(PLAIN))).status == 200


def test_nobody_at_the_address_is_told_as_such() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        subject = Boto(f"http://127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(TransportError) as raised:
            subject.send(Call("CreateModelPackage", b"{}"))
    subject.close()
    assert raised.value.broken.kind == "unreachable"


def test_no_credentials_are_needed_here_and_some_elsewhere(opened: tuple[Boto, Proxy]) -> None:
    assert opened[0].region == "us-east-1"
    with pytest.raises(SubjectError, match="no AWS credentials were found"):
        Boto(region="eu-west-1")
    with pytest.raises(SubjectError, match="no region is known"):
        Boto()
    with pytest.raises(SubjectError, match="is no URL"):
        Boto("nonsense")


def test_without_a_url_it_is_the_service_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    subject = Boto(region="eu-west-1")
    subject.close()
    assert (subject.url, subject.region) == ("https://api.sagemaker.eu-west-1.amazonaws.com", "eu-west-1")


def test_a_region_that_cannot_be_one_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    with pytest.raises(SubjectError, match="boto3 cannot make a client: Provided region_name 'not a region'"):
        Boto(region="not a region")


def test_the_reference_passes_through_boto3_as_without_it(opened: tuple[Boto, Proxy]) -> None:
    subject, proxy = opened
    proxy.inner = Direct()
    bench = Bench(subject, schemas.load("current"), Names("mpk", subject.region), Settings(workers=2))
    assert [result.verdict for result in smoke(bench)] == ["passed"] * 3
    boundary = phase_of("boundary")
    checks = [check for check in boundary.checks(bench.spec) if "/InferenceSpecification/Containers/*/Image:" in check.id]
    checks += [check for check in boundary.checks(bench.spec) if check.id.endswith("TransformOutput:additionalProperties")]
    assert {result.verdict for result in boundary.run(checks, bench)} == {"passed"}
    assert {through_boto(headers) for headers in proxy.headers} == {True, False}
