"""moto inside the process: the default target."""

import json
import os
import sys
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.handlers import BUILTIN_HANDLERS

from mpkit import schemas
from mpkit.conformance.bench import Bench, Settings
from mpkit.conformance.capabilities import probe
from mpkit.conformance.names import Names
from mpkit.conformance.runner import smoke
from mpkit.conformance.subject import Call, Subject, SubjectError
from mpkit.conformance.subjects.moto import Moto


@pytest.fixture
def moto() -> Iterator[Moto]:
    subject = Moto()
    yield subject
    subject.close()


def call(subject: Subject, operation: str, **request: Any) -> tuple[int, Any]:
    reply = subject.send(Call(operation, json.dumps(request).encode()))
    return reply.status, json.loads(reply.body)


def test_it_answers_as_an_account_of_its_own(moto: Moto) -> None:
    arn = "arn:aws:sagemaker:us-east-1:111122223333:model-package/churn"
    assert call(moto, "CreateModelPackage", ModelPackageName="churn") == (200, {"ModelPackageArn": arn})
    assert call(moto, "DescribeModelPackage", ModelPackageName="churn")[1]["ModelPackageArn"] == arn
    assert moto.name.startswith("moto 5.")
    assert moto.url.startswith("http://127.0.0.1:")


def test_a_region_may_be_chosen() -> None:
    subject = Moto("eu-west-1")
    status, body = call(subject, "CreateModelPackageGroup", ModelPackageGroupName="churn")
    subject.close()
    assert (status, subject.region) == (200, "eu-west-1")
    assert body["ModelPackageGroupArn"].startswith("arn:aws:sagemaker:eu-west-1:111122223333:")


def test_each_starts_empty_and_leaves_nothing() -> None:
    for _ in range(2):
        subject = Moto()
        assert call(subject, "ListModelPackages") == (200, {"ModelPackageSummaryList": []})
        call(subject, "CreateModelPackage", ModelPackageName="churn")
        subject.close()


def test_an_operation_that_it_does_not_have_is_a_crash_and_prints_nothing(moto: Moto, capfd: pytest.CaptureFixture[str]) -> None:
    reply = moto.send(Call("DeleteModelPackage", b'{"ModelPackageName": "churn"}'))
    assert reply.status == 500
    assert moto.send(Call("CreateModelPackage", b"{")).status >= 400
    assert moto.send(Call("", b"", "")).status >= 400
    assert capfd.readouterr() == ("", "")


def test_the_smoke_phase_passes_as_far_as_moto_refuses_anything(moto: Moto) -> None:
    bench = Bench(moto, schemas.load("current"), Names("mpk", moto.region, moto.account), Settings())
    assert [result.verdict for result in smoke(bench)] == ["passed"] * 3
    found = probe(bench)
    assert [operation for operation, there in found.has.items() if not there] == ["DeleteModelPackage", "DeleteModelPackageGroup"]


def test_the_process_stays_as_it_was(moto: Moto, monkeypatch: pytest.MonkeyPatch) -> None:
    environment, handlers = dict(os.environ), list(BUILTIN_HANDLERS)
    with_moto = Moto()
    call(with_moto, "CreateModelPackage", ModelPackageName="churn")
    assert (dict(os.environ), list(BUILTIN_HANDLERS)) == (environment, handlers)
    # Clients of this process still talk to whom they talk to: nobody, here.
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    client = boto3.client("sagemaker", region_name="us-east-1", endpoint_url=moto.url)
    assert [each["ModelPackageName"] for each in client.list_model_packages()["ModelPackageSummaryList"]] == ["churn"]
    client.close()
    with_moto.close()
    assert call(moto, "ListModelPackages") == (200, {"ModelPackageSummaryList": []}), "both are one account of one moto"


def test_without_moto_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "moto", None)
    with pytest.raises(SubjectError, match=r"moto cannot be started: .* Install it with: pip install 'mpkit\[moto\]'"):
        Moto()
