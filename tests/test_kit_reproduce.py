"""Snippets are run for real: by a shell with curl, and by Python, against servers on this machine."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, TypeAlias

import pytest
from report_support import ARN, CREATE, DESCRIBE, HOSTILE, UPDATE, exchange, failure, lost, recorder, run, target

from mpkit.conformance.check import ACCEPTED, Exchange, Failure, Run
from mpkit.conformance.outcome import Accepted
from mpkit.conformance.reproduce import backend, command, curl, hint, python
from mpkit.conformance.server import serve
from mpkit.conformance.subjects.moto import Moto

Form: TypeAlias = Literal["curl", "python"]

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="NO CURL HERE: its snippets are not run")
FORMS = pytest.mark.parametrize("form", ["curl", "python"])


def at(url: str, **changes: Any) -> Run:
    return run(target=replace(target(endpoint=url), **changes))


def play(form: Form, failed: Failure, within: Run, folder: Path, **environment: str) -> str:
    """Run a snippet in an empty folder; gives what it prints."""
    snippet = curl(failed, within) if form == "curl" else python(failed, within)
    command = ["sh", "-euc" if form == "curl" else "-c", snippet] if form == "curl" else [sys.executable, "-c", snippet]
    env = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")} | environment
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, encoding="utf-8", errors="replace", timeout=60, check=False)
    assert done.returncode == 0, f"{snippet}\n{done.stdout}\n{done.stderr}"
    assert done.stderr == ""
    return done.stdout


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    subject = Moto()
    yield subject.url
    subject.close()


@FORMS
def test_a_call_that_was_accepted_is_accepted_again_by_moto(form: Form, moto: str, tmp_path: Path) -> None:
    printed = play(form, failure(), at(moto), tmp_path)

    assert "model-package/" in printed
    assert "200" in printed


@FORMS
def test_the_reference_refuses_the_same_call(form: Form, tmp_path: Path) -> None:
    with serve() as served:
        printed = play(form, failure(), at(served.url), tmp_path)

    assert "ValidationException" in printed
    assert "400" in printed


@FORMS
def test_a_case_of_several_calls_takes_its_arns_from_the_answers(form: Form, tmp_path: Path) -> None:
    container = {"Image": "111122223333.dkr.ecr.us-east-1.amazonaws.com/churn:1"}
    group, created, *rest = lost().exchanges
    made = {"ModelPackageGroupName": "k3f9x2001-churn", "InferenceSpecification": {"Containers": [container]}}
    failed = failure(group, replace(created, request=made), *rest)
    with serve() as served:
        for _ in range(2):  # again, where the names of the first time are taken
            printed = play(form, failed, at(served.url), tmp_path)

            [described] = [line for line in printed.splitlines() if "ModelPackageStatus" in line]
            assert re.search(r"ApprovalDescription[\"']: ?[\"']fine", described)
            assert re.search(r"model-package/[0-9a-z]{6}001-churn/1\b", described)


BODIES = {
    "plain": b'{"ModelPackageName": "churn"}',
    "empty": b"",
    "no JSON": b"{",
    "quotes": b"""{"a": "it's \\"quoted\\" `x` $HOME \\\\ %s %d"}""",
    "a file": b"@/etc/passwd",
    "an option": b"-d x",
    "an option of a text that does not print": b"-\x01",
    "NUL": b'{"a": "\x00"}',
    "no UTF-8": b'{"a": "\xff\xfe\xc3"}',
    "much that is no UTF-8": bytes(range(256)) * 8,
    "other letters": '{"a": "Grüße 日本 🙂"}'.encode(),
    "what does not print": '{"a": "\u202e\u00a0\u2028"}\n\r\t'.encode(),
    "percents that do not print": b"%s\x01%d\\n",
    "half a character": json.dumps({"a": "\ud800"}, ensure_ascii=False).encode("utf-8", "surrogatepass"),
    "a megabyte": b'{"a": "' + b"x" * 1_000_000 + b'"}',
    "deep": b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    "many quotes": b"'" * 5_000,
    "long without repetition": json.dumps({f"m{number}": number for number in range(4_000)}).encode(),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_every_body_arrives_byte_for_byte(body: bytes, tmp_path: Path) -> None:
    with recorder() as (url, seen):
        play("curl", failure(exchange({}, raw=body)), at(url), tmp_path)

    [call] = seen
    assert call.body == body
    assert call.headers["x-amz-target"] == "SageMaker.CreateModelPackage"
    assert call.headers["content-type"] == "application/x-amz-json-1.1"


@FORMS
def test_every_body_arrives_byte_for_byte_in_a_case_of_many_calls(form: Form, tmp_path: Path) -> None:
    with recorder() as (url, seen):
        play(form, failure(*(exchange({}, raw=body) for body in BODIES.values())), at(url), tmp_path)

    assert [call.body for call in seen] == list(BODIES.values())


def test_what_repeats_is_not_written_out() -> None:
    failed = failure(exchange({}, raw=BODIES["a megabyte"]), exchange({}, raw=BODIES["deep"]))

    assert len(curl(failed, run())) < 1_500
    assert len(python(failed, run())) < 2_000


REQUESTS: dict[str, Any] = {
    "texts": {"ModelPackageDescription": 'it\'s "quoted" $HOME \\ `x` %s Grüße \u202e \x7f 🙂 \n'},
    "an unknown member": {"Bogus": None},
    "a structure of another type": {"InferenceSpecification": "text"},
    "half a character": {"ModelPackageDescription": "\ud800"},
    "other numbers": {"Bogus": [1.5, 10**30, True, None, {}]},
    "a long text": {"ModelPackageDescription": "x" * 5_000 + "y"},
    "hostile names": {name: [name] for name in HOSTILE},
}


@FORMS
@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS)
def test_every_request_arrives_as_the_same_json(form: Form, request_: Any, tmp_path: Path) -> None:
    with recorder() as (url, seen):
        play(form, failure(exchange(request_)), at(url), tmp_path)

    sent = json.loads(seen[0].body.decode("utf-8", "surrogatepass"))
    sent.pop("ClientToken", None)  # boto3 adds one
    assert sent == request_
    assert list(tmp_path.iterdir()) == []


@FORMS
def test_nothing_that_a_backend_says_is_executed(form: Form, tmp_path: Path) -> None:
    texts = (*HOSTILE, "\nimport os; os.mkdir('owned')", "\rtouch owned")
    made = [exchange({"ModelPackageName": text}, Accepted(200, {"ModelPackageArn": text})) for text in texts]
    updated = [exchange({"ModelPackageArn": text}, operation=UPDATE) for text in texts]
    with recorder() as (url, _):
        play(form, failure(*made, *updated, expected=texts[-1], observed=texts[-2]), at(url), tmp_path)

    assert list(tmp_path.iterdir()) == []


@FORMS
def test_an_answer_is_not_executed_where_a_later_call_needs_it(form: Form, tmp_path: Path) -> None:
    answer = b'{"ModelPackageArn": "$(touch owned) `touch owned` \'; touch owned"}'
    with recorder(answer) as (url, seen):
        play(form, lost(), at(url), tmp_path)

    assert list(tmp_path.iterdir()) == []
    assert b"$(touch owned)" in seen[-1].body


@FORMS
def test_names_are_new_each_time_and_as_long_as_before(form: Form, tmp_path: Path) -> None:
    again = exchange({"ModelPackageGroupName": "k3f9x2001-churn", "ClientToken": "k3f9x2002", "ModelPackageDescription": "k3f9x2"})
    unknown = exchange({"ModelPackageName": ARN.replace("churn", "missing")}, operation=DESCRIBE)
    with recorder(b"{}") as (url, seen):
        play(form, failure(again, unknown), at(url), tmp_path)

    made, described = (json.loads(call.body) for call in seen)
    fresh = made["ModelPackageGroupName"].removesuffix("001-churn")
    assert fresh != "k3f9x2"
    assert len(fresh) == 6
    assert made["ClientToken"] == f"{fresh}002"
    assert made["ModelPackageDescription"] == "k3f9x2"
    assert described["ModelPackageName"] == ARN.replace("k3f9x2001-churn", f"{fresh}001-missing")


def test_names_of_a_run_without_a_prefix_stay_as_they_are() -> None:
    assert "k3f9x2001-bad_" in curl(failure(), run(settings={}))


@FORMS
def test_a_call_to_another_target_or_to_none_is_made_so(form: Form, tmp_path: Path) -> None:
    with recorder() as (url, seen):
        play(form, failure(exchange({}, target="SageMaker.Bogus")), at(url), tmp_path)
        play(form, failure(exchange({}, target="")), at(url), tmp_path)
        play(form, failure(exchange({}, target=""), exchange({})), at(url), tmp_path)

    targets = [call.headers.get("x-amz-target") for call in seen]
    assert targets == ["SageMaker.Bogus", None, None, "SageMaker.CreateModelPackage"]


@FORMS
def test_calls_to_this_machine_are_signed_with_made_up_credentials(form: Form, tmp_path: Path) -> None:
    with recorder() as (url, seen):
        play(form, failure(), at(url, region="eu-west-1"), tmp_path, AWS_ACCESS_KEY_ID="real", AWS_SECRET_ACCESS_KEY="real")

    assert re.search(r"Credential=mpkit/\d+/eu-west-1/sagemaker/aws4_request", seen[0].headers["authorization"])


@FORMS
@pytest.mark.parametrize("raw", [None, b"{"], ids=["json", "raw"])
@pytest.mark.parametrize("token", ["", "a token"])
def test_calls_to_an_account_are_signed_with_the_credentials_of_the_environment(
    form: Form, raw: bytes | None, token: str, tmp_path: Path
) -> None:
    credentials = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": token}
    with recorder() as (url, seen):
        play(form, failure(exchange(raw=raw)), at(url, kind="aws"), tmp_path, **credentials)

    [call] = seen
    assert "Credential=AKIDEXAMPLE/" in call.headers["authorization"]
    assert call.headers.get("x-amz-security-token", "") == token
    assert "secret" not in curl(failure(), at(url, kind="aws"))


def test_boto3_is_used_where_it_sends_the_request_as_it_is() -> None:
    assert "client.create_model_package," in python(failure(), run())
    assert "boto3" not in python(failure(exchange({"Bogus": 1})), run())
    assert "boto3" not in python(failure(exchange({}, raw=b"{")), run())


@FORMS
def test_numbers_that_json_lacks_are_sent_as_the_kit_sends_them(form: Form, tmp_path: Path) -> None:
    with recorder() as (url, seen):
        play(form, failure(exchange({"Bogus": [float("nan"), float("-inf")]})), at(url), tmp_path)

    assert seen[0].body == b'{"Bogus": [NaN, -Infinity]}'


def test_python_begins_with_what_was_expected_on_one_line() -> None:
    first = python(failure(observed="two\nlines"), run()).splitlines()[0]

    assert first == "# CreateModelPackage: expected HTTP 400 ValidationException; observed two\\nlines"


@pytest.mark.parametrize(
    ("changes", "url", "told"),
    [
        ({"kind": "moto", "endpoint": "http://127.0.0.1:41234"}, "http://127.0.0.1:5000", "moto_server -p 5000"),
        ({"kind": "reference", "endpoint": None}, "http://127.0.0.1:4566", "mpkit serve --port 4566"),
        ({"kind": "aws", "endpoint": None}, "https://api.sagemaker.us-east-1.amazonaws.com", "AWS_SESSION_TOKEN"),
        (
            {"kind": "aws", "endpoint": None, "region": "cn-north-1"},
            "https://api.sagemaker.cn-north-1.amazonaws.com.cn",
            "AWS_SESSION_TOKEN",
        ),
        ({"kind": "mine:Fake", "endpoint": None}, "http://127.0.0.1:5000", "put in the address"),
        ({"endpoint": "https://registry.example.com/x"}, "https://registry.example.com/x", "AWS_SESSION_TOKEN"),
        ({"endpoint": "http://[::1]:4566"}, "http://[::1]:4566", None),
    ],
)
def test_snippets_look_for_a_backend_where_it_is_found(changes: dict[str, Any], url: str, told: str | None) -> None:
    chosen = replace(target(), **changes)

    assert backend(chosen).url == url
    assert told in (hint(chosen) or "") if told else hint(chosen) is None


def test_the_command_line_runs_the_kit_in_the_same_way() -> None:
    assert command(run(), "--only", "create/A/*:type") == (
        "mpkit conform --endpoint-url http://127.0.0.1:5000 --region us-east-1 --spec 2026-11 --seed 7 --only 'create/A/*:type'"
    )
    assert command(run(target=target("moto", None))) == "mpkit conform --target moto --spec 2026-11 --seed 7"
    assert "--target aws --region us-east-1" in command(run(target=target("aws", None)))
    asked = {"level": "all", "strict": True, "max_examples": 9}
    assert command(run(settings=asked)).endswith("--seed 7 --level all --strict --max-examples 9")


def test_exchanges_of_a_case_are_all_made() -> None:
    made: Exchange = exchange(expect=ACCEPTED)

    assert curl(failure(made, made, made), run()).count(f"call 'SageMaker.{CREATE}'") == 3
