"""The reference over HTTP, in Python and as a command."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from registry_support import SPECIFICATION, arn

from mpkit.conformance import server
from mpkit.conformance.outcome import Reply
from mpkit.conformance.server import PortError, Served, serve, serving
from mpkit.conformance.store import StoreError
from mpkit.conformance.subject import Call
from mpkit.conformance.subjects.reference import Direct, Reference
from mpkit.conformance.wire import MOST_BYTES
from mpkit.schemas import UnknownEditionError


@pytest.fixture(scope="module")
def fake() -> Iterator[Served]:
    with serve() as served:
        yield served


def address(url: str) -> tuple[str, int]:
    host, _, port = url.removeprefix("http://").rpartition(":")
    return host, int(port)


@contextmanager
def connected(url: str) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection(*address(url), timeout=10)
    try:
        yield connection
    finally:
        connection.close()


def post(connection: http.client.HTTPConnection, operation: str, request: Any, **headers: str) -> tuple[int, Any]:
    body = request if isinstance(request, bytes) else json.dumps(request).encode()
    connection.request("POST", "/", body, {"X-Amz-Target": f"SageMaker.{operation}", **headers})
    response = connection.getresponse()
    data = response.read()
    return response.status, json.loads(data)


def client(url: str, **settings: Any) -> Any:
    return boto3.client(
        "sagemaker",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="any",
        aws_secret_access_key="any",
        config=Config(retries={"total_max_attempts": 1}, **settings),
    )


def test_a_client_of_aws_can_use_it(fake: Served) -> None:
    aws = client(fake.url)
    group = aws.create_model_package_group(ModelPackageGroupName="boto")["ModelPackageGroupArn"]
    package = aws.create_model_package(ModelPackageGroupName="boto", InferenceSpecification=SPECIFICATION)["ModelPackageArn"]
    aws.update_model_package(ModelPackageArn=package, ModelApprovalStatus="Approved")
    document = aws.describe_model_package(ModelPackageName=package)

    assert (group, package) == (arn("boto", "model-package-group"), arn("boto/1"))
    assert document["ModelApprovalStatus"] == "Approved"
    assert document["LastModifiedTime"] > document["CreationTime"]
    listed = aws.list_model_packages(ModelPackageGroupName="boto", CreationTimeAfter=document["CreationTime"].replace(year=2000))
    assert [item["ModelPackageArn"] for item in listed["ModelPackageSummaryList"]] == [package]
    with pytest.raises(aws.exceptions.ConflictException):
        aws.delete_model_package_group(ModelPackageGroupName="boto")
    aws.delete_model_package(ModelPackageName=package)
    aws.delete_model_package_group(ModelPackageGroupName="boto")


def test_a_client_of_aws_understands_its_refusals(fake: Served) -> None:
    with pytest.raises(ClientError) as refusal:
        client(fake.url, parameter_validation=False).create_model_package(ModelPackageName="-")
    assert refusal.value.response["Error"]["Code"] == "ValidationException"
    assert "'modelPackageName' failed to satisfy constraint" in refusal.value.response["Error"]["Message"]


def test_pages_are_followed_by_a_client_of_aws(fake: Served) -> None:
    aws = client(fake.url)
    for number in range(7):
        aws.create_model_package_group(ModelPackageGroupName=f"page-{number}")
    pages = aws.get_paginator("list_model_package_groups").paginate(NameContains="page-", PaginationConfig={"PageSize": 3})
    assert [len(page["ModelPackageGroupSummaryList"]) for page in pages] == [3, 3, 1]


def test_a_connection_serves_many_calls(fake: Served) -> None:
    with connected(fake.url) as connection:
        answers = [post(connection, "ListModelPackages", {})[0] for _ in range(3)]
        sockets = {connection.sock.getsockname()}
        answers += [post(connection, "ListModelPackages", b"{")[0], post(connection, "Nope", {})[0]]
        sockets.add(connection.sock.getsockname())
    assert answers == [200, 200, 200, 400, 400]
    assert len(sockets) == 1


def test_who_looks_with_a_browser_is_told_what_it_is(fake: Served) -> None:
    with connected(fake.url) as connection:
        connection.request("GET", "/")
        response = connection.getresponse()
        assert (response.status, json.loads(response.read())["name"]) == (200, "mpkit reference")
        assert response.headers["Server"].startswith("mpkit/")


def test_a_body_needs_a_length_within_the_limit(fake: Served) -> None:
    for headers, status, code in (
        ({}, 411, "MissingContentLength"),
        ({"Content-Length": "-1"}, 411, "MissingContentLength"),
        ({"Content-Length": "1x"}, 411, "MissingContentLength"),
    ):
        with connected(fake.url) as connection:
            connection.putrequest("POST", "/")
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            response = connection.getresponse()
            assert (response.status, json.loads(response.read())["__type"]) == (status, code)
            assert response.headers["Connection"] == "close"


def test_a_body_that_is_too_long_is_refused_and_not_read_into_memory(fake: Served) -> None:
    with connected(fake.url) as connection:
        status, answer = post(connection, "ListModelPackages", b" " * (MOST_BYTES + 1))
        assert (status, answer["__type"]) == (413, "RequestEntityTooLargeException")
        assert post(connection, "ListModelPackages", {})[0] == 200


def test_a_client_that_breaks_off_does_no_harm(fake: Served, capfd: pytest.CaptureFixture[str]) -> None:
    for sent in (b"", b"POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\n{", b"POST / HTTP/1.1\r\nContent-Le", b"\x00\xff\r\n\r\n"):
        with socket.create_connection(address(fake.url)) as connection:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            connection.recv(1 << 16)
    with connected(fake.url) as other:
        assert post(other, "ListModelPackages", {})[0] == 200
    assert capfd.readouterr().err == ""


def test_the_end_of_the_server_waits_for_answers_and_ends_connections() -> None:
    entered, leave = threading.Event(), threading.Event()

    def slow(_: Call) -> Reply:
        entered.set()
        leave.wait(10)
        return Reply(200, {}, b"{}")

    answers: list[int] = []
    with connected("http://127.0.0.1:1") as idle:
        with serving(slow) as url:
            busy = http.client.HTTPConnection(*address(url), timeout=10)
            thread = threading.Thread(target=lambda: answers.append(post(busy, "ListModelPackages", {})[0]))
            thread.start()
            entered.wait(10)
            idle.port = address(url)[1]
            idle.connect()
            threading.Timer(0.2, leave.set).start()
        thread.join(10)
        busy.close()
        assert answers == [200]
        assert idle.sock.recv(1) == b""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address(url))


def test_the_end_of_the_server_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_PATIENCE", 0.1)
    entered, leave = threading.Event(), threading.Event()

    def stuck(_: Call) -> Reply:
        entered.set()
        leave.wait(10)
        return Reply(200, {}, b"{}")

    with serving(stuck) as url:
        busy = http.client.HTTPConnection(*address(url), timeout=10)
        busy.request("POST", "/", b"{}", {"X-Amz-Target": "SageMaker.ListModelPackages"})
        entered.wait(10)
    with pytest.raises(http.client.RemoteDisconnected):
        busy.getresponse()
    busy.close()
    leave.set()


def test_an_address_that_is_taken_is_told(fake: Served) -> None:
    for host, port in (("127.0.0.1", address(fake.url)[1]), ("nowhere.invalid", 0), ("127.0.0.1", 70_000)):
        with pytest.raises(PortError, match=f"cannot listen at {host} port {port}: .*; give another"), serve(host=host, port=port):
            pass


def test_an_address_of_version_6_is_served() -> None:
    try:
        with serve(host="::1") as fake:
            assert re.fullmatch(r"http://\[::1\]:[0-9]+", fake.url)
            connection = http.client.HTTPConnection("::1", address(fake.url)[1], timeout=10)
            assert post(connection, "ListModelPackages", {})[0] == 200
            connection.close()
    except PortError:
        pytest.skip("this machine has no IPv6")


def test_what_was_created_is_there_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "registry.db"
    with serve(db=path) as fake, connected(fake.url) as connection:
        post(connection, "CreateModelPackageGroup", {"ModelPackageGroupName": "churn"})
        post(connection, "CreateModelPackageGroup", {"ModelPackageGroupName": "-"})
    with serve(db=path) as fake, connected(fake.url) as connection:
        assert post(connection, "DescribeModelPackageGroup", {"ModelPackageGroupName": "churn"})[0] == 200
        with pytest.raises(StoreError, match="another process"), serve(db=path):
            pass


def test_an_unknown_edition_is_not_served() -> None:
    with pytest.raises(UnknownEditionError), serve("1999-01"):
        pass


def test_the_reference_answers_the_same_with_and_without_a_wire() -> None:
    served, direct = Reference(), Direct()
    try:
        for call in (
            Call("CreateModelPackageGroup", b'{"ModelPackageGroupName": "churn"}'),
            Call("CreateModelPackageGroup", b'{"ModelPackageGroupName": "churn"}'),
            Call("CreateModelPackage", b"{"),
            Call("ListModelPackages", b"{}", ""),
        ):
            answers = served.send(call), direct.send(call)
            assert len({(answer.status, answer.body) for answer in answers}) == 1
            assert len({answer.headers.get("x-amzn-errortype") for answer in answers}) == 1
        assert served.name == direct.name == "reference"
    finally:
        served.close()
        direct.close()


COMMAND = [sys.executable, "-m", "mpkit", "serve"]


@contextmanager
def command(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the command until the block ends, and give the line that it prints."""
    with subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline()
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_serves_until_it_is_told_to_stop(number: signal.Signals) -> None:
    with command("--output-format", "json", "--spec", "documents", "--region", "eu-west-1", "--verbose") as (process, line):
        told = json.loads(line)
        assert (told["spec"], told["region"], told["account"], told["db"]) == ("documents", "eu-west-1", "111122223333", None)
        with connected(told["url"]) as connection:
            group = post(connection, "CreateModelPackageGroup", {"ModelPackageGroupName": "churn"})[1]["ModelPackageGroupArn"]
            assert group.split(":")[3] == "eu-west-1"
            process.send_signal(number)
            _, log = process.communicate(timeout=10)
        assert process.returncode == 0
        assert "CreateModelPackageGroup 200" in log


def test_the_command_keeps_what_was_created_when_it_is_killed(tmp_path: Path) -> None:
    path = str(tmp_path / "registry.db")
    for status in (200, 400):
        with command("--db", path) as (process, line):
            url = line.split()[0]
            with connected(url) as connection:
                assert post(connection, "CreateModelPackageGroup", {"ModelPackageGroupName": "churn"})[0] == status
            os.kill(process.pid, signal.SIGKILL)
            process.wait(10)
        assert re.fullmatch(rf"{url}  edition 2026-11, us-east-1, account 111122223333, kept in {re.escape(path)}; Ctrl-C stops\n", line)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--port", "70000"], "'70000' is no port; give a number from 0 to 65535"),
        (["--port", "x"], "'x' is no port"),
        (["--region", "Mars"], "'Mars' is no region; give one like us-east-1"),
        (["--account", "12"], "'12' is no account; give 12 digits"),
        (["--spec", "1999-01"], "unknown edition '1999-01'; known: 2020-10"),
        (["--host", "nowhere.invalid"], "cannot listen at nowhere.invalid port 0"),
        (["--db", "none/registry.db"], "none/registry.db cannot be used: it cannot be opened; its folder must exist and be writable"),
    ],
)
def test_what_cannot_be_served_is_told(arguments: list[str], words: str, tmp_path: Path) -> None:
    done = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=False, cwd=tmp_path, timeout=30)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr
