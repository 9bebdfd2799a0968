"""The plugin in pytest runs of its own, as people start them."""

import subprocess
import sys
from pathlib import Path

import pytest

PYARGS = ("--pyargs", "mpkit.conformance")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-W", "error", "-rA", "--rootdir", str(folder), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


def test_there_is_an_item_for_each_check_and_the_reference_passes(tmp_path: Path) -> None:
    done = run(tmp_path, *PYARGS, "--mpkit-target", "reference", "-k", "update/merges or ModelApprovalStatus:enum or smoke")
    assert done.returncode == 0, done.stdout
    for check in ("smoke/answers", "update/merges-metadata", "create/ModelApprovalStatus:enum", "update/ModelApprovalStatus:enum"):
        assert f"test_backend[{check}]" in done.stdout


def test_moto_fails_by_what_binds_and_lacks_what_it_lacks_with_xdist(tmp_path: Path) -> None:
    arguments = ("-n", "2", "-k", "ModelPackageName:maxLength or update/merges-metadata or delete/gone or describe/by-arn")
    done = run(tmp_path, *PYARGS, *arguments)
    assert done.returncode == 1, done.stdout
    assert "FAILED" in done.stdout
    assert "create/ModelPackageName:maxLength#first-invalid-1 (accepted)" in done.stdout
    assert "XFAIL" in done.stdout
    assert "SKIPPED" in done.stdout
    assert "the backend has no DeleteModelPackage" in done.stdout
    assert "1 failed, 1 passed, 1 skipped, 1 xfailed" in done.stdout


def test_recorded_deviations_are_expected_and_fail_when_they_no_longer_happen(tmp_path: Path) -> None:
    (tmp_path / "known.yaml").write_text(
        """
- {id: create/ModelPackageName:maxLength, reason: known}
- {id: create/ModelPackageName:pattern, reason: known, expires: 2020-01-01}
- {id: create/ModelPackageName:minLength, reason: gone}
- {id: other, reason: elsewhere}
""",
        encoding="utf-8",
    )
    which = "ModelPackageName:maxLength or ModelPackageName:pattern or ModelPackageName:minLength"
    done = run(tmp_path, *PYARGS, "--mpkit-deviations", "known.yaml", "-k", which)
    assert "2 failed, " in done.stdout, done.stdout
    assert "1 xfailed" in done.stdout
    assert "XFAIL" in done.stdout
    assert "expired" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--mpkit-spec", "1999-01"), 2, "unknown edition '1999-01'"),
        (("--mpkit-target", "nothing"), 4, "'nothing' is no target"),
        (("--mpkit-endpoint-url", "http://127.0.0.1:9"), 3, "The target answers a call: not so"),
        (("--mpkit-deviations", "missing.yaml"), 4, "missing.yaml: cannot be read"),
    ],
)
def test_what_cannot_be_run_says_why(tmp_path: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = run(tmp_path, *PYARGS, *arguments, "-k", "smoke/answers")
    assert said in done.stdout + done.stderr
    assert done.returncode == code


def test_fixtures_and_strategies_serve_in_tests_of_other_people(tmp_path: Path) -> None:
    (tmp_path / "test_mine.py").write_text(
        """
import boto3
from hypothesis import given, settings, HealthCheck
from mpkit.conformance.strategies import create_requests
from mpkit.conformance.subject import Call, Subject

def test_the_fake_takes_a_group(mpkit_reference):
    client = boto3.client("sagemaker", endpoint_url=mpkit_reference.url, region_name=mpkit_reference.region,
                          aws_access_key_id="x", aws_secret_access_key="x")
    client.create_model_package_group(ModelPackageGroupName="churn")
    assert client.list_model_package_groups()["ModelPackageGroupSummaryList"][0]["ModelPackageGroupName"] == "churn"

def test_each_test_has_a_fresh_fake(mpkit_reference, mpkit_subject):
    assert isinstance(mpkit_subject, Subject)
    assert mpkit_subject.send(Call("ListModelPackages", b"{}")).status == 200

@given(create_requests(versioned=False))
@settings(max_examples=3, database=None, deadline=None)
def test_requests_are_drawn(request):
    assert "ModelPackageName" in request
""",
        encoding="utf-8",
    )
    done = run(tmp_path, "--mpkit-target", "reference", "-W", "default")
    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout


def test_the_plugin_loads_nothing_where_it_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "test_mine.py").write_text(
        "import sys\n\ndef test_it():\n    loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "    assert not loaded & {'boto3', 'botocore', 'jsonschema', 'moto', 'jsonschema_rs'}\n",
        encoding="utf-8",
    )
    done = run(tmp_path)
    assert done.returncode == 0, done.stdout
