"""The wheel and the sdist, as a user gets them: built, installed in a clean environment, run."""

import json
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SUB_PACKAGES = {"linter", "rules", "schemas", "conformance"}
REQUEST = {
    "ModelPackageGroupName": "churn",
    "InferenceSpecification": {"Containers": [{"Image": "111122223333.dkr.ecr.us-east-1.amazonaws.com/churn:1"}]},
}


def run(*command: str | Path, cwd: Path, expected: int = 0) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == expected, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    [found] = built.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder, with_pip=True)
    run(folder / "bin/python", "-m", "pip", "install", "--quiet", "--constraint", ROOT / "constraints.txt", wheel, cwd=folder)
    return folder


def test_nothing_but_mpkit_arrives(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert {name.split("/")[0].split("-")[0] for name in names} == {"mpkit"}
    assert {name.split("/")[1] for name in names if name.startswith("mpkit/") and name.count("/") > 1} == SUB_PACKAGES
    assert "mpkit/py.typed" in names


def test_every_module_and_data_file_is_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    here = {
        f"mpkit/{path.relative_to(ROOT)}"
        for folder in SUB_PACKAGES
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".json", ".html", ".css", ".js") and "__pycache__" not in path.parts
    }

    assert here - names == set()


def test_the_wheel_can_be_built_from_the_sdist(built: Path, tmp_path: Path) -> None:
    [archive] = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        opened.extractall(tmp_path, filter="data")
    [folder] = tmp_path.iterdir()

    run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path / "again", folder, cwd=tmp_path)

    [wheel] = built.glob("*.whl")
    [again] = (tmp_path / "again").glob("*.whl")
    assert sorted(zipfile.ZipFile(again).namelist()) == sorted(zipfile.ZipFile(wheel).namelist())


def test_the_installed_command_lints(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "create-model-package.json").write_text(json.dumps(REQUEST))
    (tmp_path / "update-model-package.yaml").write_text("ModelPackageArn: nonsense\nModelApprovalStatus: Approved\n")

    run(installed / "bin/mpkit", "lint", "create-model-package.json", cwd=tmp_path)
    report = json.loads(run(installed / "bin/mpkit", "lint", "--output-format", "json", ".", cwd=tmp_path, expected=1))

    assert report["summary"]["requests"] == 2
    assert [diagnostic["name"] for diagnostic in report["diagnostics"]] == ["model-package-arn"]


def test_the_default_install_brings_neither_kit_nor_client(installed: Path) -> None:
    names = {line.split("==")[0].lower() for line in run(installed / "bin/python", "-m", "pip", "freeze", cwd=installed).splitlines()}

    assert names - {"mpkit @ file"} >= {"jsonschema-rs", "orjson", "pyyaml", "regex"} or "jsonschema_rs" in names
    assert names.isdisjoint({"boto3", "botocore", "hypothesis", "jsonschema", "pytest"})


def test_the_package_declares_its_types(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "use.py").write_text('import mpkit\n\nreveal_type(mpkit.lint_text("{}", filename="x.json").requests)\n')

    output = run(sys.executable, "-m", "mypy", "--strict", "--python-executable", installed / "bin/python", "use.py", cwd=tmp_path)

    assert 'Revealed type is "int"' in output.replace("builtins.", "")
