"""A real account: nothing happens in the wrong one, nothing costs money unasked, and nothing of others is touched."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kit_proxy import Proxy, proxied

from mpkit import schemas
from mpkit.conformance._text import SAMPLES
from mpkit.conformance.bench import Bench, Settings
from mpkit.conformance.outcome import Broken, Reply
from mpkit.conformance.runner import Selection, results, smoke
from mpkit.conformance.subject import Call, Subject, SubjectError, TransportError
from mpkit.conformance.subjects.account import Account, Guarded, open_account
from mpkit.conformance.subjects.reference import Direct
from mpkit.conformance.targets import Wish, opened

ACCOUNT = "111122223333"
IMAGE = "444455556666.dkr.ecr.eu-west-1.amazonaws.com/mine:1"
MODEL = "s3://mine/model.tar.gz"
CALLER = """<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::{account}:user/me</Arn><UserId>A</UserId><Account>{account}</Account></GetCallerIdentityResult>
<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>"""


class Fixed:
    """Answers the same to everything, and notes what it was asked."""

    name = "fixed"
    region = "us-east-1"

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        self.calls: list[Call] = []

    def send(self, call: Call) -> Reply:
        self.calls.append(call)
        return self.reply

    def close(self) -> None:
        """Nothing to end."""


def sts_of(account: str) -> Fixed:
    return Fixed(Reply(200, {"Content-Type": "text/xml"}, CALLER.format(account=account).encode()))


@pytest.fixture(autouse=True)
def _credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def sts() -> Iterator[Proxy]:
    with proxied(sts_of(ACCOUNT)) as proxy:
        yield proxy


@pytest.fixture
def registry() -> Iterator[Proxy]:
    with proxied(Direct()) as proxy:
        yield proxy


def wish(sts: Proxy, registry: Proxy, **more: Any) -> Wish:
    given = {"account": ACCOUNT, "image": IMAGE, "model_data_url": MODEL, "region": "us-east-1", "workers": 1} | more
    return Wish(target="aws", endpoint_url=registry.url, sts_url=sts.url, **given)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((None, None, None), "--target aws needs --account and --image and --model-data-url"),
        ((ACCOUNT, IMAGE, None), "--target aws needs --model-data-url"),
        (("", IMAGE, MODEL), "--target aws needs --account"),
        (("my-account", IMAGE, MODEL), "'my-account' is no account: --account takes its 12 digits"),
    ],
)
def test_what_is_not_given_is_asked_for_before_anything_is_sent(given: tuple[Any, Any, Any], words: str, sts: Proxy) -> None:
    with pytest.raises(SubjectError, match=words):
        open_account(*given, region="us-east-1", sts_url=sts.url)
    assert sts.calls == []


def test_another_account_than_the_one_that_was_named_gets_nothing(sts: Proxy, registry: Proxy) -> None:
    sts.inner = sts_of("999999999999")
    words = f"these credentials are of account 999999999999, not of {ACCOUNT}; nothing was sent"
    with pytest.raises(SubjectError, match=words), opened(wish(sts, registry), schemas.load("current")):
        pytest.fail("it was opened")
    assert registry.calls == []


@pytest.mark.parametrize("reply", [Reply(403, {}, b"<ErrorResponse/>"), Reply(200, {}, b"x"), Reply(200, {}, b"<a/>")])
def test_an_account_that_cannot_be_told_gets_nothing(reply: Reply, sts: Proxy, registry: Proxy) -> None:
    sts.inner = Fixed(reply)
    with pytest.raises(SubjectError, match="STS does not tell whose credentials these are"):
        open_account(ACCOUNT, IMAGE, MODEL, region="us-east-1", url=registry.url, sts_url=sts.url)
    assert registry.calls == []


def test_an_account_needs_credentials_and_a_region(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SubjectError, match="no region is known"):
        open_account(ACCOUNT, IMAGE, MODEL)
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    with pytest.raises(SubjectError, match="no AWS credentials were found"):
        open_account(ACCOUNT, IMAGE, MODEL, region="us-east-1")


def test_requests_speak_of_the_users_image_and_archive_and_answers_of_the_kits_own(sts: Proxy, registry: Proxy) -> None:
    subject = open_account(ACCOUNT, IMAGE, MODEL, region="us-east-1", url=registry.url, sts_url=sts.url)
    own = {"Containers": [{"Image": SAMPLES["Image"], "ModelDataUrl": SAMPLES["ModelDataUrl"]}]}
    point = {"Containers": [{"Image": "x" * 255, "ModelDataUrl": "https://elsewhere/model.tar.gz"}]}
    types = {"SupportedTransformInstanceTypes": ["ml.m5.large"], "SupportedRealtimeInferenceInstanceTypes": ["ml.m5.large"]}
    formats = {"SupportedContentTypes": ["text/csv"], "SupportedResponseMIMETypes": ["text/csv"]}
    for name, containers in (("own", own), ("point", point)):
        request = {"ModelPackageName": name, "InferenceSpecification": {**containers, **types, **formats}}
        assert subject.send(Call("CreateModelPackage", json.dumps(request).encode())).status == 200
    sent = [json.loads(call.body)["InferenceSpecification"]["Containers"] for call in registry.calls]
    assert sent == [[{"Image": IMAGE, "ModelDataUrl": MODEL}], point["Containers"]]
    for name, containers in (("own", own), ("point", point)):
        described = json.loads(subject.send(Call("DescribeModelPackage", json.dumps({"ModelPackageName": name}).encode())).body)
        assert described["InferenceSpecification"]["Containers"] == containers["Containers"]
    assert (subject.name, subject.account, subject.url) == (f"AWS account {ACCOUNT}", ACCOUNT, registry.url)
    subject.close()


def guarded(**allowed: bool) -> tuple[Guarded, Fixed]:
    inner = Fixed(Reply(200, {}, b"{}"))
    return Guarded(inner, lambda identity: "k3x9" in identity, **allowed), inner


def objection(subject: Subject, call: Call) -> str | None:
    try:
        subject.send(call)
    except TransportError as problem:
        return problem.broken.detail if problem.broken == Broken("guarded") else "of another kind"
    return None


JOB = "not sent to an account: it has a ValidationSpecification, which starts a paid job; --allow-validation-jobs allows it"
MARKET = "not sent to an account: it asks for a Marketplace certification; --allow-marketplace allows it"


@pytest.mark.parametrize(
    ("operation", "body", "detail"),
    [
        ("CreateModelPackage", b'{"ModelPackageName": "a"}', None),
        ("CreateModelPackage", b'{"ValidationSpecification": {}}', JOB),
        ("CreateModelPackage", b'{"ValidationSpecification": null}', None),
        ("CreateModelPackage", b'{"ValidationSpecification": null, "ValidationSpecification": {"a": 1}}', JOB),
        ("CreateModelPackage", b'{"Validation\\u0053pecification": {}}', JOB),
        ("CreateModelPackage", b'{"Validation\\u0053pecification": {}', JOB),
        ("CreateModelPackage", b'{"ValidationSpecification": {} trailing', JOB),
        ("CreateModelPackage", b'{"ValidationSpecification" : \xff}', JOB),
        ("CreateModelPackage", b'{"ModelPackageDescription": "ValidationSpecification"}', None),
        ("CreateModelPackage", b'{"CertifyForMarketplace": true}', MARKET),
        ("CreateModelPackage", b'{"CertifyForMarketplace": "true"}', MARKET),
        ("CreateModelPackage", b'{"CertifyForMarketplace": 1}', MARKET),
        ("CreateModelPackage", b'{"CertifyForMarketplace": false}', None),
        ("CreateModelPackage", b'{"CertifyForMarketplace": false, "CertifyForMarketplace": true}', MARKET),
        ("CreateModelPackage", b'{"CertifyForMarketplace": true', MARKET),
        ("CreateModelPackage", b'{"CertifyForMarketplace": false', None),
        ("UpdateModelPackage", b'{"ModelPackageArn": "a"}', None),
        ("DeleteModelPackage", b'{"ModelPackageName": "k3x9-1"}', None),
        ("DeleteModelPackage", b'{"ModelPackageName": "churn"}', "not sent to an account: 'churn' is nothing that this run created"),
        ("DeleteModelPackage", b'{"ModelPackageName": "churn"', "not sent to an account: 'churn' is nothing that this run created"),
        ("DeleteModelPackageGroup", b'{"ModelPackageGroupName": "a"}', "not sent to an account: 'a' is nothing that this run created"),
        ("CreateTrainingJob", b"{}", "not sent to an account: CreateTrainingJob is none of the operations that the kit is about"),
        ("CreateModelPackages", b"{}", None),
        ("", b"{}", None),
    ],
)  # fmt: skip
def test_the_gate_lets_through_what_costs_nothing_and_is_our_own(operation: str, body: bytes, detail: str | None) -> None:
    subject, inner = guarded()
    assert objection(subject, Call(operation, body)) == detail
    assert len(inner.calls) == (detail is None)


def test_the_gate_looks_at_the_operation_that_the_backend_sees() -> None:
    subject, _ = guarded()
    assert objection(subject, Call("ListModelPackages", b"{}", "SageMaker.CreateEndpoint")) is not None
    assert objection(subject, Call("ListModelPackages", b'{"ModelPackageName": "churn"}', "SageMaker.DeleteModelPackage")) is not None


def test_each_flag_allows_one_thing() -> None:
    both = b'{"ValidationSpecification": {}, "CertifyForMarketplace": true}'
    assert objection(guarded(validation=True)[0], Call("CreateModelPackage", both)) == MARKET
    assert objection(guarded(marketplace=True)[0], Call("CreateModelPackage", both)) == JOB
    assert objection(guarded(validation=True, marketplace=True)[0], Call("CreateModelPackage", both)) is None


def test_an_account_is_asked_and_left_as_it_was(sts: Proxy, registry: Proxy, tmp_path: Path) -> None:
    spec = schemas.load("current")
    with opened(wish(sts, registry), spec) as target, target.cleaning() as cleaned:
        bench = Bench(target.subject, spec, target.names, Settings(workers=1))
        assert [result.verdict for result in smoke(bench)] == ["passed"] * 3
        [ledger] = tmp_path.glob("mpkit-ledger-*.jsonl")
        assert json.loads(ledger.read_text().splitlines()[0])["account"] == ACCOUNT
        names = [call.body for call in registry.calls if call.operation.startswith("Create") and len(call.body) > 2]
        assert names
        assert all(target.names.prefix.encode() in name for name in names)
        assert objection(target.subject, Call("CreateModelPackage", b'{"ValidationSpecification": {}}')) == JOB
    assert cleaned.swept is not None
    assert (cleaned.swept.left, cleaned.swept.deleted > 0) == ((), True)
    assert list(tmp_path.glob("mpkit-ledger-*")) == []
    assert json.loads(registry.inner.send(Call("ListModelPackageGroups", b"{}")).body)["ModelPackageGroupSummaryList"] == []


class Picky(Direct):
    """A registry that looks images and archives up, as the service does."""

    def send(self, call: Call) -> Reply:
        for member, known in (("Image", IMAGE), ("ModelDataUrl", MODEL)):
            if any(value != known for value in re.findall(rf'"{member}": *"([^"]*)"', call.body.decode())):
                return Reply(400, {}, b'{"__type": "ValidationException", "message": "Requested image not found."}')
        return super().send(call)


@pytest.mark.parametrize(("known", "verdict"), [(True, "passed"), (False, "failed")])
def test_drawn_requests_speak_of_the_users_image_too(sts: Proxy, registry: Proxy, *, known: bool, verdict: str) -> None:
    spec = schemas.load("current")
    registry.inner = Picky()
    with opened(wish(sts, registry), spec) as target, target.cleaning():
        free = Settings(workers=1, examples=15, known_sources=known, validation=False, marketplace=False, shrink=False)
        bench = Bench(target.subject, spec, target.names, free)
        checks = Selection(("property",), ("property/create-round-trip",)).checks(spec)
        assert [result.verdict for result in results(bench, checks)] == [verdict]


def test_a_budget_and_a_pace_hold_for_all_that_is_sent(sts: Proxy, registry: Proxy) -> None:
    spec = schemas.load("current")
    with opened(wish(sts, registry, max_requests=2, rate=1000.0), spec) as target, target.cleaning():
        for _ in range(2):
            target.subject.send(Call("ListModelPackages", b"{}"))
        with pytest.raises(TransportError, match="the 2 calls that this run may make are used up"):
            target.subject.send(Call("ListModelPackages", b"{}"))
        assert (len(registry.calls), target.counter.sent) == (2, 2)


def test_it_is_a_subject(sts: Proxy, registry: Proxy) -> None:
    subject = open_account(ACCOUNT, IMAGE, MODEL, url=registry.url, sts_url=sts.url)
    assert isinstance(subject, Account)
    assert isinstance(subject, Subject)
    subject.close()
