"""The committed editions: made by the generator, complete, usable by other validators, and consistent with the history."""

import copy
import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mpkit import schemas
from mpkit.schemas import generate, installed
from mpkit.schemas.build import build
from mpkit.schemas.edition import Edition, version
from mpkit.schemas.history import chronicle, load_history
from mpkit.schemas.model import ServiceModel, download, from_wheel, wheels

NODE = Path(__file__).parent / "node"
ENTRIES = schemas.index()["editions"]
EACH = [(entry["id"], operation) for entry in ENTRIES for operation in entry["operations"]]
ARN = "arn:aws:sagemaker:us-east-1:111122223333:model-package/churn/7"
GOOD = {
    "CreateModelPackage": {
        "ModelPackageName": "churn-2026",
        "InferenceSpecification": {
            "Containers": [{"Image": "111122223333.dkr.ecr.us-east-1.amazonaws.com/churn:1.4"}],
            "SupportedTransformInstanceTypes": ["ml.m5.xlarge"],
            "SupportedRealtimeInferenceInstanceTypes": ["ml.m5.xlarge"],
            "SupportedContentTypes": ["text/csv"],
            "SupportedResponseMIMETypes": ["text/csv"],
        },
    },
    "UpdateModelPackage": {"ModelPackageArn": ARN, "ModelApprovalStatus": "Approved"},
}
BAD = {
    "CreateModelPackage": [{"ModelPackageName": "-churn"}, {"Nonsense": 1}, {"CertifyForMarketplace": "true"}, []],
    "UpdateModelPackage": [{}, {"ModelPackageArn": ARN, "ModelApprovalStatus": "APPROVED"}, {"ModelPackageArn": "churn"}],
}


def kept_folder(name: str, config: pytest.Config, temporary: pytest.TempPathFactory) -> Path:
    """A folder that outlives the run, where pytest has a cache."""
    cache: pytest.Cache | None = getattr(config, "cache", None)
    return cache.mkdir(name) if cache else temporary.mktemp(name)


@pytest.fixture(scope="module")
def wheel(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Where the wheel of a botocore version is; downloaded once into pytest's cache, or taken from the folder MPKIT_WHEELS."""
    folder = Path(os.environ.get("MPKIT_WHEELS") or kept_folder("wheels", pytestconfig, tmp_path_factory))

    def get(release: str) -> Path:
        try:
            return download(release, folder)
        except subprocess.CalledProcessError as problem:
            pytest.skip(f"botocore {release} is not in {folder} and cannot be downloaded: {problem.stderr.strip()[-300:]}")

    return get


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])
def test_a_committed_edition_is_what_the_generator_makes(entry: dict[str, Any], wheel: Callable[[str], Path]) -> None:
    path = wheel(entry["botocore"])

    assert generate.main(["edition", "--id", entry["id"], "--botocore", entry["botocore"], "--wheel", str(path), "--check"]) == 0


def test_a_difference_to_the_generator_is_found(
    wheel: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = wheel("1.27.30")
    copied = tmp_path / "schemas"
    shutil.copytree(schemas.HERE, copied)
    monkeypatch.setattr(generate, "HERE", copied)
    committed = copied / "editions" / "2022-07" / "update-model-package.json"
    command = ["edition", "--id", "2022-07", "--botocore", "1.27.30", "--wheel", str(path)]
    committed.write_text(committed.read_text(encoding="utf-8").replace('"maxItems": 15', '"maxItems": 16'), encoding="utf-8")

    assert generate.main([*command, "--check"]) == 1
    assert capsys.readouterr().out == "differs: editions/2022-07/update-model-package.json\n"
    assert generate.main(command) == 0
    assert generate.main([*command, "--check"]) == 0


def test_all_editions_are_checked_at_once(wheel: Callable[[str], Path]) -> None:
    folder = wheel("1.19.4").parent

    assert generate.main(["check-all", "--wheels", str(folder)]) == 0


def test_a_new_edition_takes_one_command(wheel: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = wheel("1.27.30")
    copied = tmp_path / "schemas"
    shutil.copytree(schemas.HERE, copied)
    monkeypatch.setattr(generate, "HERE", copied)

    assert generate.main(["edition", "--id", "2022-08", "--botocore", "1.27.30", "--wheel", str(path), "--current"]) == 0
    table = json.loads((copied / "editions.json").read_text(encoding="utf-8"))
    assert [entry["id"] for entry in table["editions"]] == ["2020-10", "2022-07", "2022-08", "2026-11"]
    assert table["aliases"]["current"] == "2022-08"
    assert (copied / "editions" / "2022-08" / "create-model-package.json").is_file()


def test_a_wheel_of_another_version_is_refused(wheel: Callable[[str], Path], capsys: pytest.CaptureFixture[str]) -> None:
    path = wheel("1.19.4")

    assert generate.main(["edition", "--id", "2020-10", "--botocore", "1.27.30", "--wheel", str(path)]) == 1
    assert capsys.readouterr().err == "the wheel is of botocore 1.19.4, not 1.27.30\n"


@pytest.mark.parametrize("shape", [{"type": "string", "pattern": "arn:arn:.*"}, {"type": "string", "pattern": "(?!x).*"}])
def test_an_edition_with_an_unusable_pattern_is_not_made(shape: dict[str, Any]) -> None:
    with pytest.raises(generate.GenerationError, match="ModelPackageArn"):
        generate.edition_files(ServiceModel("1.40.72", "2025-11-12", small_model(ModelPackageArn=shape)), "2025-11")


@pytest.mark.parametrize(("edition", "operation"), EACH)
def test_every_member_has_a_description(edition: str, operation: str) -> None:
    definitions = schemas.load(edition).editions[operation].schema(operation)["$defs"]
    missing = [
        f"{shape}.{member}"
        for shape, definition in definitions.items()
        for member, reference in definition.get("properties", {}).items()
        if not reference.get("description")
    ]

    assert missing == []


def test_a_description_is_one_sentence_about_something_that_there_is() -> None:
    descriptions = json.loads((schemas.HERE / "descriptions.json").read_text(encoding="utf-8"))
    schema_of = [schemas.load(edition).editions[operation].schema(operation) for edition, operation in EACH]
    places = {*generate.OPERATIONS} | {
        f"{shape}.{part}"
        for schema in schema_of
        for shape, definition in schema["$defs"].items()
        for part in (*definition.get("properties", {}), "member", "key", "value")
    }

    assert [place for place in descriptions if place not in places] == []
    assert [text for text in descriptions.values() if not text.endswith(".") or ". " in text] == []


@pytest.mark.parametrize(("edition", "operation"), EACH)
def test_a_schema_says_where_it_is_from(edition: str, operation: str) -> None:
    found = schemas.load(edition).editions[operation]
    schema = found.schema(operation)

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["x-mpkit"] == {"operation": operation, "edition": edition, "source": {"botocore": found.botocore, "date": found.date}}
    assert schema["title"] == f"{operation} request ({edition})"
    assert found.botocore in schema["$comment"]


def test_what_a_model_says_becomes_a_schema() -> None:
    model = small_model(
        EntityName={"type": "string", "min": 0, "max": 3, "pattern": "[a-z]{0,3}"},
        Count={"type": "integer", "min": 0},
        Size={"type": "long", "min": -1, "max": 0},
        When={"type": "timestamp"},
        S3KmsKeyUri={"type": "string", "enum": ["x"]},
    )
    schema = build(
        model,
        "UpdateModelPackage",
        edition="e",
        source={"botocore": "1.0.0", "date": "2020-01-01"},
        descriptions={"UpdateModelPackageInput.EntityName": "A name."},
        clauses={"UpdateModelPackageInput.EntityName": {"pattern": ["B"], "length": ["A"]}, "EntityName": {"type": ["C"]}},
    )

    assert schema["$defs"]["EntityName"] == {
        "title": "Entity name",
        "type": "string",
        "x-mpkit": {"shape": "EntityName", "clauses": {"type": ["C"]}, "pattern": "[a-z]{0,3}"},
        "maxLength": 3,
        "pattern": "^[a-z]*$",
    }
    assert schema["$defs"]["Count"]["minimum"] == 0
    assert (schema["$defs"]["Size"]["minimum"], schema["$defs"]["Size"]["maximum"]) == (-1, 0)
    assert schema["$defs"]["When"]["type"] == ["number", "string"]
    assert schema["$defs"]["S3KmsKeyUri"] == {
        "title": "S3 KMS key URI",
        "type": "string",
        "x-mpkit": {"shape": "S3KmsKeyUri"},
        "enum": ["x"],
    }
    root = schema["$defs"]["UpdateModelPackageInput"]
    assert root["additionalProperties"] is False
    assert root["required"] == ["EntityName"]
    assert root["properties"]["EntityName"] == {
        "$ref": "#/$defs/EntityName",
        "description": "A name.",
        "x-mpkit": {"clauses": {"length": ["A"], "pattern": ["B"]}},
    }


def test_negative_numbers_are_refused_where_the_model_starts_at_zero() -> None:
    edition = schemas.load("2026-11").editions["CreateModelPackage"]

    assert edition.shape("CreateModelPackage", "MaxPayloadInMB")["minimum"] == 0


@pytest.mark.parametrize(("edition", "operation"), EACH)
def test_the_schema_tells_good_from_bad(edition: str, operation: str) -> None:
    validator = schemas.load(edition).editions[operation].validator(operation)

    assert validator.is_valid(GOOD[operation])
    assert [value for value in BAD[operation] if validator.is_valid(value)] == []


@pytest.mark.parametrize(("edition", "operation"), EACH)
def test_a_schema_is_valid_by_its_own_meta_schema(edition: str, operation: str) -> None:
    # Without formats: the checker of "regex" is Python's re, which does not know \p{L}.
    without_formats = jsonschema.FormatChecker(())

    jsonschema.Draft202012Validator.check_schema(schemas.load(edition).editions[operation].schema(operation), without_formats)


def test_ajv_compiles_the_schemas_and_agrees(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = ajv(kept_folder("ajv", pytestconfig, tmp_path_factory))
    cases = [
        {"schema": schemas.load(edition).editions[operation].schema(operation), "values": [GOOD[operation], *BAD[operation]]}
        for edition, operation in EACH
    ]
    answer = subprocess.run(
        ["node", "validate.mjs"], cwd=folder, input=json.dumps(cases), capture_output=True, check=False, encoding="utf-8"
    )

    assert answer.stderr == ""
    assert json.loads(answer.stdout) == [[True, *[False] * len(BAD[operation])] for _, operation in EACH]


def ajv(folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("npm and node are not on PATH: the schemas are not tried in ajv")
    for name in ("package.json", "validate.mjs"):
        shutil.copy(NODE / name, folder)
    if not (folder / "node_modules" / "ajv").is_dir():
        made = subprocess.run(
            [npm, "install", "--prefix", str(folder), "--no-package-lock", "--no-audit", "--no-fund"],
            capture_output=True,
            check=False,
            text=True,
        )
        if made.returncode:
            pytest.skip(f"ajv cannot be installed: {made.stderr.strip()[-300:]}")
    return folder


# The history.


def test_the_history_says_since_when() -> None:
    history = load_history()

    assert history.first("CreateModelPackage") == ("1.12.55", "2018-11-28")
    assert history.first("UpdateModelPackage") == ("1.19.27", "2020-12-01")
    assert history.member_since("CreateModelPackageInput", "SourceUri") == ("1.34.53", "2024-02-29")
    assert history.member_since("CreateModelPackageInput", "ModelPackageName") is None
    assert history.member_since("CreateModelPackageInput", "Nonsense") is None
    assert history.member_until("CreateModelPackageInput", "ModelPackageName") is None
    assert history.enum_since("TransformInstanceType", "ml.g4dn.xlarge") == ("1.20.97", "2021-06-17")
    assert history.enum_since("TransformInstanceType", "ml.m4.xlarge") is None
    assert history.enum_until("TransformInstanceType", "ml.m4.xlarge") is None
    (change,) = history.limits("EnvironmentMap")
    assert (change.version, change.date, change.changes) == ("1.34.53", "2024-02-29", {"max": (16, 100)})
    assert history.limits("Nonsense") == ()


def test_the_history_is_small() -> None:
    assert (schemas.HERE / "history.json").stat().st_size < 300_000


@pytest.mark.parametrize(("edition", "operation"), EACH)
def test_the_history_agrees_with_an_edition_about_members_and_values(edition: str, operation: str) -> None:
    history = load_history()
    then = schemas.load(edition).editions[operation]
    now = schemas.load("2026-11").editions[operation]
    for shape, definition in then.schema(operation)["$defs"].items():
        newest = now.schema(operation)["$defs"].get(shape, definition)
        for part, since in (("properties", history.member_since), ("enum", history.enum_since)):
            expected = [entry for entry in newest.get(part, ()) if not (when := since(shape, entry)) or then.within(when[0], None)]
            assert sorted(definition.get(part, ())) == sorted(expected), shape


@pytest.mark.parametrize(("edition", "operation"), EACH)
def test_the_history_agrees_with_an_edition_about_limits(edition: str, operation: str) -> None:
    then = schemas.load(edition).editions[operation]
    newest = schemas.load("2026-11").editions[operation].schema(operation)["$defs"]
    for shape, definition in then.schema(operation)["$defs"].items():
        if shape in newest:
            assert limits(definition) == as_of(then, shape, limits(newest[shape])), shape


def limits(definition: dict[str, Any]) -> dict[str, Any]:
    keywords = {"min": ("minLength", "minItems", "minProperties", "minimum"), "max": ("maxLength", "maxItems", "maxProperties", "maximum")}
    found = {trait: definition[keyword] for trait, names in keywords.items() for keyword in names if definition.get(keyword)}
    return found | {keyword: definition[keyword] for keyword in ("required", "pattern") if keyword in definition}


def as_of(edition: Edition, shape: str, newest: dict[str, Any]) -> dict[str, Any]:
    """Undo all changes that came after an edition."""
    found = dict(newest)
    for change in reversed(load_history().limits(shape)):
        if not edition.within(change.version, None):
            for trait, (before, after) in change.changes.items():
                if not trait.startswith("member "):
                    assert found.get(trait) == after
                    found[trait] = before
    return {trait: limit for trait, limit in found.items() if limit is not None}


def test_the_history_is_what_the_generator_makes() -> None:
    folder = Path(os.environ.get("MPKIT_WHEELS", "no-such-folder"))
    committed = json.loads((schemas.HERE / "history.json").read_text(encoding="utf-8"))
    if not committed["models"].keys() <= wheels(folder).keys():
        pytest.skip("MPKIT_WHEELS does not have the wheels of all releases in the history")

    assert generate.main(["history", "--check", "--wheels", str(folder)]) == 0


def test_what_comes_and_goes_is_dated() -> None:
    first = small_model(EntityName={"type": "string", "enum": ["a", "b"], "max": 5, "pattern": "^a$"})
    second = small_model(EntityName={"type": "string", "enum": ["b", "c"], "max": 6, "min": 0, "pattern": "a"}, Other={"type": "string"})
    third = copy.deepcopy(first)
    third["shapes"]["EntityName"]["pattern"] = "(?!a)"
    models = [ServiceModel(f"1.0.{number}", f"2020-01-0{number}", model) for number, model in enumerate((first, second, third), 1)]

    found = chronicle(models)
    assert found["members"] == {
        "since": {"UpdateModelPackageInput": {"1.0.2": ["Other"]}},
        "until": {"UpdateModelPackageInput": {"1.0.3": ["Other"]}},
    }
    assert found["enums"]["since"] == {"EntityName": {"1.0.2": ["c"], "1.0.3": ["a"]}}
    assert found["enums"]["until"] == {"EntityName": {"1.0.2": ["a"], "1.0.3": ["c"]}}
    # Anchors and a minimum of zero say nothing, so they are no change.
    assert found["limits"] == {"EntityName": {"1.0.2": {"max": [5, 6]}, "1.0.3": {"max": [6, 5], "pattern": ["^a$", "(?!a)"]}}}
    assert found["operations"] == {"UpdateModelPackage": "1.0.1"}


# The user's own botocore.


def small_model(**shapes: dict[str, Any]) -> dict[str, Any]:
    """A service model whose update has one member of each of the given shapes, the first of them required."""
    root = {"type": "structure", "required": list(shapes)[:1], "members": {name: {"shape": name} for name in shapes}}
    return {
        "operations": {"UpdateModelPackage": {"input": {"shape": "UpdateModelPackageInput"}}},
        "shapes": {"UpdateModelPackageInput": root, **copy.deepcopy(shapes)},
    }


@pytest.fixture
def botocore(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Path]]:
    """Install a botocore with the given version and service model, and give each test a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(sys, "platform", "linux")

    def install(release: str, model: Any) -> Path:
        data = tmp_path / "botocore" / "data" / "sagemaker" / "2017-07-24"
        data.mkdir(parents=True, exist_ok=True)
        (tmp_path / "botocore" / "__init__.py").write_text(f"__version__ = '{release}'\n", encoding="utf-8")
        (data / "service-2.json.gz").write_bytes(gzip.compress(json.dumps(model).encode()))
        spec = ModuleSpec("botocore", None, is_package=True)
        spec.submodule_search_locations = [str(tmp_path / "botocore")]
        monkeypatch.setattr(installed, "find_spec", lambda _: spec)
        return data / "service-2.json.gz"

    return install


def test_the_installed_edition_is_made_from_botocore(botocore: Callable[..., Path], tmp_path: Path) -> None:
    botocore("1.43.1", small_model(ModelPackageArn={"type": "string", "max": 2048}, EntityName={"type": "string", "max": 5}))
    spec = schemas.load("installed")
    edition = spec.edition("UpdateModelPackage")

    assert edition is not None
    assert (spec.name, edition.id, edition.botocore, edition.date) == ("installed", "installed", "1.43.1", "")
    assert spec.edition("CreateModelPackage") is None
    assert edition.schema("UpdateModelPackage")["$comment"].endswith("botocore 1.43.1; do not edit.")
    assert list(edition.violations("UpdateModelPackage", {"ModelPackageArn": ARN, "EntityName": "toolong"})) == [
        (("EntityName",), "maxLength", 5, False)
    ]
    assert edition.clauses_at("UpdateModelPackage", ("ModelPackageArn",), "required") == ("UMP-ARN-REQ",)
    assert [path.name.rpartition("-")[0] for path in (tmp_path / "cache" / "mpkit" / "editions").iterdir()] == ["1.43.1-0.1.0"]


def test_the_installed_edition_is_made_once(botocore: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    model = botocore("1.43.1", small_model(EntityName={"type": "string"}))
    first = schemas.load("installed").editions["UpdateModelPackage"].schema("UpdateModelPackage")
    monkeypatch.setattr("mpkit.schemas.build.build", None)

    assert schemas.load("installed").editions["UpdateModelPackage"].schema("UpdateModelPackage") == first
    os.utime(model, (1, 1))
    with pytest.raises(schemas.UnknownEditionError):
        schemas.load("installed")


@pytest.mark.parametrize("garbage", [b"", b"{", b"[]", b"{}", b'{"UpdateModelPackage": {}}', b"\xff"])
def test_a_corrupt_cache_is_made_anew(botocore: Callable[..., Path], tmp_path: Path, garbage: bytes) -> None:
    botocore("1.43.1", small_model(EntityName={"type": "string"}))
    schemas.load("installed")
    (cached,) = (tmp_path / "cache" / "mpkit" / "editions").iterdir()
    cached.write_bytes(garbage)

    assert schemas.load("installed").editions.keys() == {"UpdateModelPackage"}
    assert json.loads(cached.read_bytes()).keys() == {"UpdateModelPackage"}


def test_a_cache_that_cannot_be_written_is_done_without(botocore: Callable[..., Path], tmp_path: Path) -> None:
    botocore("1.43.1", small_model(EntityName={"type": "string"}))
    (tmp_path / "cache").write_text("in the way", encoding="utf-8")

    assert schemas.load("installed").editions.keys() == {"UpdateModelPackage"}


@pytest.mark.parametrize(("release", "stand_in"), [("1.40.72", "2022-07"), ("1.44.5", "2026-11"), ("1.20.0", "2022-07")])
def test_a_pattern_that_refuses_valid_arns_is_replaced_by_that_of_the_nearest_edition(
    botocore: Callable[..., Path], release: str, stand_in: str
) -> None:
    wrong = r"arn:arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]{9,16}:[0-9]{12}:model-package/[\S]{1,2048}"
    botocore(release, small_model(ModelPackageArn={"type": "string", "min": 1, "max": 2048, "pattern": wrong}))
    shape = schemas.load("installed").editions["UpdateModelPackage"].shape("UpdateModelPackage", "ModelPackageArn")

    expected = schemas.load(stand_in).editions["UpdateModelPackage"].shape("UpdateModelPackage", "ModelPackageArn")
    assert shape["pattern"] == expected["pattern"]
    assert shape["x-mpkit"]["pattern"] == wrong
    assert shape["x-mpkit"]["note"] == f"the service model's pattern rejects '{ARN}', which is valid; that of edition {stand_in} stands in"


def test_a_pattern_that_no_engine_agrees_on_is_left_out(botocore: Callable[..., Path]) -> None:
    botocore("1.43.1", small_model(EntityName={"type": "string", "pattern": "(?!a)b"}, Novel={"type": "string", "pattern": "(?!a)b"}))
    edition = schemas.load("installed").editions["UpdateModelPackage"]

    # The first is known to a committed edition of the other operation only.
    for shape in ("EntityName", "Novel"):
        note = edition.shape("UpdateModelPackage", shape)["x-mpkit"]["note"]
        assert note.startswith("the service model's pattern has no portable form (lookaround or inline flag in '(?!a)b'); ")
    assert "pattern" not in edition.shape("UpdateModelPackage", "Novel")
    assert edition.validator("UpdateModelPackage").is_valid({"EntityName": "b", "Novel": "anything"})


def test_a_pattern_that_is_too_big_is_left_out(botocore: Callable[..., Path]) -> None:
    botocore("1.43.1", small_model(Novel={"type": "string", "pattern": "([a-z]{1000}){1000}"}))
    shape = schemas.load("installed").editions["UpdateModelPackage"].shape("UpdateModelPackage", "Novel")

    assert "pattern" not in shape
    assert shape["x-mpkit"]["note"] == "the service model's pattern does not compile; it is not checked"


def test_without_botocore_there_is_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "find_spec", lambda _: None)

    with pytest.raises(schemas.UnknownEditionError) as caught:
        schemas.load("installed")
    assert str(caught.value) == "the spec 'installed' needs botocore, which is not installed here; try: pip install 'mpkit[installed]'"


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ({"operations": {}, "shapes": {}}, "botocore 1.11.0 is older than model packages; try: pip install --upgrade botocore"),
        ({"shapes": {}}, "the service model in "),
        ({"operations": {"UpdateModelPackage": {"input": {"shape": "Gone"}}}, "shapes": {}}, "the service model in "),
        ([], "the service model in "),
    ],
)
def test_an_unusable_model_is_told(botocore: Callable[..., Path], model: Any, expected: str) -> None:
    botocore("1.11.0", model)

    with pytest.raises(schemas.UnknownEditionError) as caught:
        schemas.load("installed")
    assert str(caught.value).startswith(expected)


def test_a_botocore_without_the_service_is_told(botocore: Callable[..., Path]) -> None:
    botocore("1.43.1", {}).unlink()

    with pytest.raises(schemas.UnknownEditionError, match="has no service model of SageMaker"):
        schemas.load("installed")


@pytest.mark.parametrize(
    ("platform", "variable", "expected"),
    [
        ("linux", "XDG_CACHE_HOME", "base/mpkit/editions"),
        ("win32", "LOCALAPPDATA", "base/mpkit/editions"),
        ("linux", None, "home/.cache/mpkit/editions"),
        ("win32", None, "home/AppData/Local/mpkit/editions"),
        ("darwin", None, "home/Library/Caches/mpkit/editions"),
    ],
)
def test_the_cache_is_where_the_platform_wants_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str, variable: str | None, expected: str
) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    if variable:
        monkeypatch.setenv(variable, str(tmp_path / "base"))
    monkeypatch.setattr("os.path.expanduser", lambda _: str(tmp_path / "home"))
    monkeypatch.setattr(sys, "platform", platform)

    assert installed.cache_folder() == tmp_path / expected


def test_the_real_botocore_makes_an_edition_without_being_imported(tmp_path: Path) -> None:
    code = """
import sys
from mpkit import schemas
spec = schemas.load("installed")
print("botocore" in sys.modules, *spec.editions)
print(*[n for e in spec.editions.values() for o in e.operations for n, d in e.schema(o)["$defs"].items() if "note" in d["x-mpkit"]])
"""
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True, env=environment)
    if "pip install 'mpkit[installed]'" in answer.stderr:
        pytest.skip("botocore is not installed")

    assert answer.stdout == "False CreateModelPackage UpdateModelPackage\n\n"


# The rest of the package.


def test_an_unknown_edition_is_answered_with_the_known_ones() -> None:
    with pytest.raises(schemas.UnknownEditionError) as caught:
        schemas.load("2021-01")
    assert str(caught.value) == "unknown edition '2021-01'; known: 2020-10, 2022-07, 2026-11, current, documents, installed"


def test_wheels_are_told_from_other_files(tmp_path: Path) -> None:
    for name in (
        "botocore-1.44.5-py3-none-any.whl",
        "botocore-1.12.55-py2.py3-none-any.whl",
        "botocore-stubs.whl",
        "boto3-1.44.5-py3-none-any.whl",
    ):
        (tmp_path / name).touch()

    assert sorted(wheels(tmp_path), key=version) == ["1.12.55", "1.44.5"]
    with pytest.raises(ValueError, match="is no wheel of botocore"):
        from_wheel(tmp_path / "boto3-1.44.5-py3-none-any.whl")


def test_a_cache_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    installed._keep(tmp_path / "x.json", {"a": {}})

    assert list(tmp_path.iterdir()) == []
