"""``mpkit conform`` as a user meets it: exit codes, streams, reports, messages."""

import json
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from mpkit.conformance.outcome import Reply
from mpkit.conformance.server import serve, serving
from mpkit.conformance.subject import Call
from mpkit.conformance.subjects.reference import Direct
from mpkit.linter.cli import run

FEW = "create/ModelPackageName:maxLength,update/merges-metadata,update/appends-specifications,delete/gone,property/create-accepted"
QUICK = ("--only", FEW, "--max-examples", "5", "--workers", "2")


class Done(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def mpkit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str) -> Done:
        code = run(["conform", *arguments])
        out, err = capsys.readouterr()
        return Done(code, out, err)

    return call


@pytest.fixture
def lossy() -> Iterator[str]:
    """A backend that is right but for one thing: it takes names of any length."""
    right = Direct()

    def handler(call: Call) -> Reply:
        body = json.loads(call.body) if call.body.startswith(b"{") else {}
        if call.operation == "CreateModelPackage" and len(body.get("ModelPackageName", "")) > 63:
            return Reply(200, {}, b'{"ModelPackageArn": "arn:aws:sagemaker:us-east-1:111122223333:model-package/x"}')
        return right.send(call)

    with serving(handler) as url:
        yield url


def test_a_backend_that_conforms_ends_with_0(mpkit: Any) -> None:
    done = mpkit("--target", "reference", *QUICK)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("reference conforms to 2026-11: 5 checks passed\n")


def test_a_backend_that_does_not_ends_with_1_and_says_where(mpkit: Any, lossy: str) -> None:
    done = mpkit("--endpoint-url", lossy, *QUICK)
    assert done.code == 1
    assert "does not conform to 2026-11: 1 of 5 checks failed" in done.out
    assert "create/ModelPackageName:maxLength" in done.out


def test_every_report_is_written_and_json_goes_to_standard_output_alone(mpkit: Any, lossy: str) -> None:
    reports = ["json=r.json", "junit=r.xml", "markdown=r.md", "html=r.html", "text=r.txt"]
    done = mpkit("--endpoint-url", lossy, *QUICK, *(part for report in reports for part in ("--report", report)))
    assert done.code == 1
    report = json.loads(Path("r.json").read_text(encoding="utf-8"))
    assert report["version"] == 1
    assert report["summary"]["failed"] == 1
    assert report["summary"]["passed"] == 4
    assert report["target"]["endpoint"] == lossy
    assert Path("r.txt").read_text(encoding="utf-8") == done.out
    assert all(Path(file).stat().st_size > 500 for file in ("r.xml", "r.md", "r.html"))
    alone = mpkit("--endpoint-url", lossy, *QUICK, "--report", "json=-")
    assert json.loads(alone.out)["checks"][0]["id"] == report["checks"][0]["id"]


def test_the_same_seed_gives_the_same_report_apart_from_times_and_names(mpkit: Any) -> None:
    def report(seed: str) -> Any:
        mpkit(
            "--only",
            "update/*,property/update-*",
            "--skip",
            "update/*:*",
            "--max-examples",
            "10",
            "--seed",
            seed,
            "--report",
            "json=r.json",
        )
        found = json.loads(Path("r.json").read_text(encoding="utf-8"))
        prefix = found["settings"]["prefix"]
        text = json.dumps([{key: value for key, value in check.items() if key != "seconds"} for check in found["checks"]])
        return [prefix, text]

    (one, first), (other, second) = report("3"), report("3")
    assert one != other
    assert _nameless(first, one) == _nameless(second, other)


def _nameless(text: str, prefix: str) -> Any:
    """The checks of a report without physical names, times and addresses."""
    text = re.sub(rf"{prefix}[0-9a-z]{{3}}", "NAME", text)
    text = re.sub(r"127\.0\.0\.1:\d+", "HOST", text)
    checks = json.loads(text)
    for check in checks:
        for failure in check["failures"]:
            for key in ("response", "exchanges", "seconds", "reproduce", "observed"):
                failure.pop(key, None)
    return checks


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--spec", "1999-01"), "unknown edition '1999-01'"),
        (("--only", "update/merges-metadat"), "no check is called 'update/merges-metadat'"),
        (("--only", "update/merges-metadata", "--phase", "malformed"), "no check is left"),
        (("--phase", "smok"), "'smok' is no phase"),
        (("--report", "yaml=x"), "'yaml=x' is not FORMAT=FILE"),
        (("--max-examples", "0"), "'0' is no whole number from 1"),
        (("--rate", "-1"), "'-1' is no number of calls above 0"),
        (("--seed", "x"), "'x' is no whole number"),
        (("--target", "nothing"), "'nothing' is no target"),
        (("--target", "aws"), "--target aws needs --account and --image and --model-data-url"),
        (("--target", "moto", "--endpoint-url", "http://127.0.0.1:1"), "exclude each other"),
        (("--endpoint-url", "ftp://host"), "is no URL of a backend"),
        (("--deviations", "missing.yaml"), "missing.yaml: cannot be read"),
        (("replay", "missing.json", "x"), "missing.json: cannot be read"),
        (("compare", "missing.json"), "missing.json: cannot be read"),
        (("sweep", "missing.jsonl"), "missing.jsonl cannot be opened"),
        (("--self-test", "--plan"), "not allowed with"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(mpkit: Any, arguments: tuple[str, ...], said: str) -> None:
    done = mpkit(*arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "Traceback" not in done.err


def test_a_report_that_cannot_be_written_is_wrong_usage(mpkit: Any) -> None:
    done = mpkit("--target", "reference", "--only", "update/merges-metadata", "--report", "json=no/such/folder.json")
    assert done.code == 2
    assert "cannot write no/such/folder.json" in done.err


def test_a_target_that_is_not_there_ends_with_3_and_says_why(mpkit: Any) -> None:
    done = mpkit("--endpoint-url", "http://127.0.0.1:9")
    assert (done.code, done.out) == (3, "")
    assert "Connection refused" in done.err
    assert "nothing else was asked" in done.err


def test_a_target_that_takes_everything_ends_with_3(mpkit: Any) -> None:
    with serving(lambda _: Reply(200, {}, b"{}")) as url:
        done = mpkit("--endpoint-url", url)
    assert done.code == 3
    assert "without it" in done.err


def test_a_target_that_goes_away_in_between_is_errored_and_ends_with_3(mpkit: Any) -> None:
    right = Direct()
    calls = 0

    def handler(call: Call) -> Reply:
        nonlocal calls
        calls += 1
        return right.send(call) if calls < 30 else Reply(503, {"retry-after": "0"}, b"")

    with serving(handler) as url:
        done = mpkit("--endpoint-url", url, "--only", "update/*", "--skip", "update/*:*", "--workers", "1")
    assert done.code == 3
    assert "errored" in done.out
    assert "does not conform" not in done.out


def test_checks_are_listed(mpkit: Any) -> None:
    done = mpkit("--list", "--only", "update/merges-metadata,create/ModelPackageName:*")
    assert done.code == 0
    ids = [line for line in done.out.splitlines() if not line.startswith(" ")]
    assert ids == [
        *(f"create/ModelPackageName:{keyword}" for keyword in ("type", "minLength", "maxLength", "pattern")),
        "update/merges-metadata",
    ]


def test_a_plan_prints_all_that_would_be_sent_and_sends_nothing(mpkit: Any) -> None:
    done = mpkit("--plan", "--endpoint-url", "http://127.0.0.1:9", *QUICK)
    assert done.code == 0
    calls = [json.loads(line) for line in done.out.splitlines()]
    assert {"CreateModelPackage", "UpdateModelPackage", "DeleteModelPackage"} <= {call["operation"] for call in calls}
    assert f"{len(calls):,} calls would be sent" in done.err


def test_a_plan_for_an_account_leaves_out_what_is_not_allowed(mpkit: Any) -> None:
    account = ("--target", "aws", "--account", "111122223333", "--image", "i", "--model-data-url", "s3://b/m.tar.gz")
    only = ("--plan", "--only", "create/ValidationSpecification:type,create/CertifyForMarketplace:type,create/Domain:type")
    guarded = mpkit(*only, *account)
    allowed = mpkit(*only, *account, "--allow-validation-jobs", "--allow-marketplace")
    assert guarded.code == allowed.code == 0
    assert "ValidationSpecification" not in guarded.out
    assert "CertifyForMarketplace" not in guarded.out
    assert "ValidationSpecification" in allowed.out
    assert "CertifyForMarketplace" in allowed.out


def test_deviations_are_written_taken_and_noticed_when_they_are_gone(mpkit: Any, lossy: str) -> None:
    written = mpkit("--endpoint-url", lossy, *QUICK, "--write-deviations")
    assert written.code == 1
    Path("known.yaml").write_text(written.out, encoding="utf-8")
    taken = mpkit("--endpoint-url", lossy, *QUICK, "--deviations", "known.yaml")
    assert taken.code == 0, taken.out
    gone = mpkit("--target", "reference", *QUICK, "--deviations", "known.yaml")
    assert gone.code == 1
    assert "known.yaml:" in gone.out


def test_a_recorded_case_is_made_again_against_any_target(mpkit: Any, lossy: str) -> None:
    mpkit("--endpoint-url", lossy, *QUICK, "--report", "json=r.json")
    case = "create/ModelPackageName:maxLength#first-invalid-1"
    again = mpkit("replay", "r.json", case, "--endpoint-url", lossy)
    assert again.code == 1
    assert again.out.startswith(f"{case}: still fails (accepted)")
    right = mpkit("replay", "r.json", "create/ModelPackageName:maxLength", "--target", "reference")
    assert (right.code, right.out) == (0, f"{case}: passes now\n")
    nobody = mpkit("replay", "r.json", case, "--endpoint-url", "http://127.0.0.1:9")
    assert nobody.code == 3
    unknown = mpkit("replay", "r.json", "create/ModelPackageNam:maxLength")
    assert unknown.code == 2
    assert "did you mean" in unknown.err


def test_a_scenario_that_is_judged_by_several_answers_is_made_again_too(mpkit: Any) -> None:
    mpkit("--only", "create/arn-keeps-case", "--report", "json=r.json")
    [check] = json.loads(Path("r.json").read_text(encoding="utf-8"))["checks"]
    assert check["verdict"] == "failed"
    assert mpkit("replay", "r.json", check["failures"][0]["case"], "--target", "moto").code == 1
    assert mpkit("replay", "r.json", check["failures"][0]["case"], "--target", "reference").code == 0


def test_reports_are_compared(mpkit: Any, lossy: str) -> None:
    mpkit("--endpoint-url", lossy, *QUICK, "--report", "json=one.json")
    mpkit("--target", "reference", *QUICK, "--report", "json=other.json")
    text = mpkit("compare", "one.json", "other.json")
    assert text.code == 0
    assert "create/ModelPackageName:maxLength" in text.out
    page = mpkit("compare", "one.json", "other.json", "--output-format", "html", "--output-file", "table.html")
    assert (page.code, page.out) == (0, "")
    assert "<table" in Path("table.html").read_text(encoding="utf-8")
    assert mpkit("compare", "one.json", "--output-file", "no/folder/x").code == 2


def test_an_endpoint_is_left_as_it_was_found(mpkit: Any) -> None:
    with serve() as fake:
        assert mpkit("--endpoint-url", fake.url, *QUICK).code == 0
        listed = mpkit("--endpoint-url", fake.url, "--only", "list/all")
        assert listed.code == 0
        call = urllib.request.Request(fake.url, b"{}", {"X-Amz-Target": "SageMaker.ListModelPackageGroups"})
        with urllib.request.urlopen(call) as answer:
            assert json.loads(answer.read())["ModelPackageGroupSummaryList"] == []
    assert list(Path().glob("mpkit-ledger-*")) == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_run_in_order_and_leaves_nothing(tmp_path: Path, number: signal.Signals, code: int) -> None:
    with serve() as fake:
        command = [sys.executable, "-m", "mpkit", "conform", "--endpoint-url", fake.url, "--phase", "boundary", "--ledger", "run.jsonl"]
        process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        ledger = tmp_path / "run.jsonl"
        limit = time.monotonic() + 60
        while not (ledger.exists() and len(ledger.read_bytes().splitlines()) > 40) and time.monotonic() < limit:
            time.sleep(0.05)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        assert process.returncode == code, err
        assert "stopping, and deleting what was created" in err
        assert not ledger.exists()
        assert "Traceback" not in out + err
