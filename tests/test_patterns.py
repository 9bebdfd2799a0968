"""The portable patterns mean in every engine what the service's patterns mean in Java."""

import base64
import itertools
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import regex

from mpkit import schemas
from mpkit.schemas.patterns import UnportablePatternError, portable
from mpkit.schemas.probes import KNOWN_GOOD, refused_known_good

HERE = Path(__file__).parent

SHA = "sha256:" + "0f" * 32
ARN = "arn:aws:sagemaker:us-east-1:111122223333:model-package/churn/7"
KEY = "1234abcd-12ab-34cd-56ef-1234567890ab"
NAMES = (["a", "Z9", "churn-2026", "a--b", "a" * 63], ["", "-a", "a-", "a_b", "a.b", "a b", "é", "a\n", "-"])
ONE_LINE = (["", "text/csv", "a b", "\t", "é", "👩‍👩‍👧"], ["a\nb", "\r", "a\u0085", "\u2028", "\u2029"])
ANYTHING = (["", "a", "\n", "\u2028", "👩‍👩‍👧", "e\u0301"], [])
URLS = (
    ["s3://bucket/key", "https://host/a b", "s3://bucket", "s3://b/", "https://h/p?q=1", "s3://a\nb/c"],
    ["", "http://host/key", "S3://bucket/key", "s3:///key", "s3:/bucket", "bucket/key", "s3://b/k\n", " s3://b/k", "s3://b/a\u2028b"],
)
SHAS = (
    [SHA, SHA.upper(), "ShA256:" + "A" * 64],
    ["", SHA + "0", SHA[:-1], "sha512:" + "0" * 64, "d41d8cd98f00b204e9800998ecf8427e", SHA + "\n"],
)
TEXTS = (
    ["", "Predicts churn.", "Prognose für März", "価格 予測", "a\u00a0b", "a\u2028b", "e\u0301", "€ + 1 = 2"],
    ["a\nb", "\t", "\u0085", "👩‍👩‍👧", "a\u200bb", "\ufeff", "\ue000"],
)
TAGS = (
    ["team", "a b", "a:b/c=d+e-f@g.h_i", "é", "a\u2028b", "٣", "\u00a0"],
    ["a,b", "(a)", "a#b", "e\u0301", "a\n", "\t", "👩", "*"],
)
VARIABLES = (["A", "_", "MODEL_1", "a9"], ["", "1A", "A-B", "A B", "É", "A\n", "A.B", "٣"])
NEW_ARNS = (
    [
        ARN,
        "arn:aws-us-gov:sagemaker:us-gov-west-1:111122223333:model-package/a",
        "arn:aws:sagemaker:eu-west-1:111122223333:model-package/é",
    ],
    ["", "arn:arn" + ARN[3:], ARN.replace("us-east-1", ""), ARN.replace("111122223333", "1111"), ARN + " ", ARN + "\n", "x" + ARN],
)
OLD_ARNS = (
    [ARN, ARN.replace("us-east-1", ""), "arn:aws:sagemaker::111122223333:model-package/", ARN + " "],
    ["", "arn:arn" + ARN[3:], ARN.replace("111122223333", "1111"), ARN + "\n", "x" + ARN, ARN.replace("model-package", "model")],
)

# Known good and known bad values by shape, or by shape and edition where these differ.
TABLE: dict[str, tuple[list[str], list[str]]] = {
    "Accept": ONE_LINE,
    "AdditionalModelChannelName": (["draft", "a.b-c_d", "-"], ["", "a b", "a/b", "é", "a\n"]),
    "ApprovalDescription": ONE_LINE,
    "ArnOrName": (
        ["churn", "a", "a" * 63, "arn:aws:sagemaker:us-east-1:111122223333:model-package-group/churn", "a--b"],
        ["", "-a", "a-", "a_b", "a" * 64, "arn:aws:sagemaker:us-east-1:1111:model-package-group/churn", "churn\n", "a/b", ARN],
    ),
    "ClientToken": (["a", "-", KEY], ["", "a_b", "a b", "é", "a\n"]),
    "ContainerHostname": NAMES,
    "ContainerImage": (
        ["111122223333.dkr.ecr.us-east-1.amazonaws.com/churn:1.4", "a", "\u00a0", "\u0085", "\u2028", "é"],
        ["", "a b", " a", "a\n", "a\tb", "\x0b", "\x0c", "\r"],
    ),
    "ContentDigest": SHAS,
    "ContentType": ONE_LINE,
    "CustomerMetadataKey": TAGS,
    "CustomerMetadataValue": TAGS,
    "DataInputConfig": (["{}", '{"input": [1, 3, 224, 224]}', "\n", "\u2028"], [""]),
    "EntityDescription": TEXTS,
    "EntityName": NAMES,
    "EnvironmentKey": VARIABLES,
    "EnvironmentValue": ANYTHING,
    "FrameworkVersion": (["2.1", "1.x", "2.1.0", "1.."], ["", "2", "2.", "12.1", "2.1-gpu", "v2.1", "2.1\n", "٣.1"]),
    "HubContentArn": ONE_LINE,
    "HubContentName": NAMES,
    "HubContentVersion": (["1.0.0", "1234.5.67", "1a2b3"], ["", "1.0", "1.0.0.0", "٣.0.0", "1\n0.0", "v1.0.0", "1.0.0\n", "12345.0.0"]),
    "ImageDigest": SHAS,
    "KmsKeyId": (["", KEY, f"arn:aws:kms:us-east-1:111122223333:key/{KEY}", "alias/models_1"], ["a b", "a.b", "é", "a\n", "a+b"]),
    "KmsKeyId 2020-10": ONE_LINE,
    "KmsKeyId 2022-07": ONE_LINE,
    "MetadataPropertyValue": ONE_LINE,
    "ModelCardContent": ONE_LINE,
    "ModelPackageArn": NEW_ARNS,
    "ModelPackageArn 2022-07": OLD_ARNS,
    "ModelPackageFrameworkVersion": (["2.1", "2.1-gpu", "1.-"], ["", "2", "2.", "12.1", "2.1_gpu", "2.1\n", "٣.1"]),
    "ModelPackageSourceUri": (
        ["", ARN, "https://host/path", "e\u0301", "٣", "a\u2028b"],
        ["https://h/p?a=b", "a+b", "a~b", "a|b", "$", "a\n", "👩", "a\tb"],
    ),
    "ProductId": (["prod-abc123", "a", "a--b"], ["", "-a", "a-", "a_b", "a\n"]),
    "ResponseMIMEType": (
        ["text/csv", "application/vnd.a+json", "a/ ", "-/b", "_/é"],
        ["", "text", "/csv", "text/", "é/csv", "a b/c", "text/csv\n", "text/a\u2028b", "a.b/c", "٣/a"],
    ),
    "RoleArn": (
        [
            "arn:aws:iam::111122223333:role/Validation",
            "arn:aws-cn:iam::111122223333:role/service-role/A+=,.@-_",
            "arn:aws:iam::111122223333:roleA",
            "arn:aws:iam::111122223333:role/",
        ],
        [
            "",
            "arn:aws:iam::1111:role/A",
            "arn:aws:iam::111122223333:user/A",
            "arn:aws:iam::٣٣٣٣٣٣٣٣٣٣٣٣:role/A",
            "arn:aws:iam::111122223333:role",
            "arn:aws:iam::111122223333:role/A B",
        ],
    ),
    "S3ModelUri": URLS,
    "S3Uri": URLS,
    "StageDescription": ONE_LINE,
    "TagKey": TAGS,
    "TagValue": TAGS,
    "TransformAmiVersion": (["al2-ami-sagemaker-batch-gpu-470", "a"], ["", "-a", "a-", "a--b", "a_b", "a\n"]),
    "TransformEnvironmentKey": VARIABLES,
    "TransformEnvironmentValue": ANYTHING,
    "Url": URLS,
}

SHAPES = {
    (entry["id"], name): definition
    for entry in schemas.index()["editions"]
    for operation in entry["operations"]
    for name, definition in schemas.load(entry["id"]).editions[operation].schema(operation)["$defs"].items()
    if "pattern" in definition
}
# One pattern stands for many shapes; what counts are its text and the length limit with it.
PATTERNS = {(shape["x-mpkit"]["pattern"], shape.get("maxLength")): shape["pattern"] for shape in SHAPES.values()}

EDGES = [
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\v",
    "\f",
    " ",
    "\u00a0",
    "\u0085",
    "\u2028",
    "\u2029",
    "\u3000",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\u00ad",
    "\x1c",
]
SIGNS = list("-_.:/=+@,~|$<>*?#()[]{}^&!%;\"'`\\")
LETTERS = ["a", "Z", "0", "é", "e\u0301", "ß", "ж", "語", "٣", "Ⅷ", "²", "👩", "👩‍👩‍👧", "\U0001d4b3", "€", "©", "\ue000", "\x00", "\x7f"]
PROBES = sorted(
    {probe for row in TABLE.values() for values in row for probe in values}
    | {probe for values in KNOWN_GOOD.values() for probe in values}
    | {form for mark in (*EDGES, *SIGNS, *LETTERS) for form in (mark, f"a{mark}", f"{mark}a", f"a{mark}b")}
    | {"-" * n + "a" for n in range(3)}
    | {"a" + "-" * n for n in range(3)}
    | {"a" * n for n in (62, 63, 64, 255, 256, 257)}
    | {f"a{'-' * 61}a", f"a{'-' * 62}a", "ab" * 40 + "-"}
)


def row(edition: str, shape: str) -> tuple[list[str], list[str]]:
    return TABLE.get(f"{shape} {edition}", TABLE.get("ContainerImage" if shape == "Image" else shape, ([], [])))


def finds(pattern: str, probes: list[str]) -> list[bool]:
    validator = jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=jsonschema_rs.RegexOptions())
    return [validator.is_valid(probe) for probe in probes]


@pytest.mark.parametrize(("edition", "shape"), sorted(SHAPES))
def test_a_pattern_takes_what_is_known_good_and_refuses_what_is_known_bad(edition: str, shape: str) -> None:
    good, bad = row(edition, shape)
    pattern = SHAPES[edition, shape]["pattern"]

    assert good, f"give known values of {shape}"
    assert finds(pattern, good) == [True] * len(good)
    assert finds(pattern, bad) == [False] * len(bad)


def test_there_are_more_than_a_hundred_probes_for_every_engine() -> None:
    assert len(PROBES) > 300


@pytest.mark.parametrize("pattern", sorted(set(PATTERNS.values())))
def test_python_and_rust_agree(pattern: str) -> None:
    compiled = regex.compile(pattern)

    assert [compiled.fullmatch(probe) is not None for probe in PROBES] == finds(pattern, PROBES)


def test_node_agrees() -> None:
    if shutil.which("node") is None:
        pytest.skip("node is not on PATH: the patterns are not tried in ECMAScript")
    patterns = sorted(set(PATTERNS.values()))
    answer = subprocess.run(
        ["node", str(HERE / "node" / "match.mjs")],
        input=json.dumps({"patterns": patterns, "probes": PROBES}),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )

    assert json.loads(answer.stdout) == [finds(pattern, PROBES) for pattern in patterns]


def test_java_says_the_same_of_the_services_own_pattern() -> None:
    if shutil.which("java") is None:
        pytest.skip("java is not on PATH: the service's own patterns are not tried as the service does")
    # Beyond the length limit the portable form may take more; the limit itself refuses these.
    asked = [
        (raw, probe, verdict)
        for (raw, limit), pattern in PATTERNS.items()
        for probe, verdict in zip(PROBES, finds(pattern, PROBES), strict=True)
        if limit is None or len(probe) <= limit
    ]
    lines = "".join(f"{encoded(raw)} {encoded(probe)}\n" for raw, probe, _ in asked)
    answer = subprocess.run(["java", str(HERE / "java" / "Matches.java")], input=lines, capture_output=True, check=True, text=True)

    differing = [(raw, probe) for (raw, probe, verdict), found in zip(asked, answer.stdout, strict=True) if verdict != (found == "1")]
    assert differing == []


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def test_the_two_name_patterns_mean_the_same_within_the_length_limit() -> None:
    old, new = (SHAPES[edition, "EntityName"]["x-mpkit"]["pattern"] for edition in ("2020-10", "2026-11"))
    assert (old, new) == ("^[a-zA-Z0-9](-*[a-zA-Z0-9])*$", "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")
    short = ["".join(letters) for length in range(1, 13) for letters in itertools.product("a-", repeat=length)]
    long = [
        f"{'-' * lead}a{'-' * gap}{'b' * rest}{'-' * tail}" for lead in (0, 1) for gap in range(62) for rest in range(62) for tail in (0, 1)
    ]
    names = [name for name in [*short, *long, "a_b", "é", "a\n"] if 1 <= len(name) <= 63]

    verdicts = [re.fullmatch(new, name) is not None for name in names]
    assert len(names) > 10_000
    assert [re.fullmatch(old, name) is not None for name in names] == verdicts
    assert finds(SHAPES["2020-10", "EntityName"]["pattern"], names) == verdicts
    assert finds(SHAPES["2026-11", "EntityName"]["pattern"], names) == verdicts
    assert re.fullmatch(old, "a" * 64)
    assert not re.fullmatch(new, "a" * 64)


@pytest.mark.parametrize(
    ("raw", "limit", "expected"),
    [
        (".*", None, r"^[^\n\r\u0085\u2028\u2029]*$"),
        ("^a$", None, "^a$"),
        (r"a\$", None, r"^a\$$"),
        ("a|b", None, "^(?:a|b)$"),
        ("(a|b)", None, "^(a|b)$"),
        ("([a]*)${1,128}", 128, "^([a]*)$"),
        ("[a-z]{0,64}", 64, "^[a-z]*$"),
        ("[a-z]{0,63}", 64, "^[a-z]{0,63}$"),
        ("[a-z][a-z]{0,63}", 64, "^[a-z][a-z]*$"),
        ("[a-z]*[0-9]{0,63}", 64, "^[a-z]*[0-9]{0,63}$"),
        ("[a-z]{1,64}", 64, "^[a-z]+$"),
        ("[a-z]{2,64}", 64, "^[a-z]{2,64}$"),
        (r"[\w-]\d", None, r"^[A-Za-z0-9_\-][0-9]$"),
        (r"[\s\S]+", None, r"^[\s\S]+$"),
        (r"[^\]\\]", None, r"^[^\]\\]$"),
    ],
)  # fmt: skip
def test_a_pattern_is_rewritten(raw: str, limit: int | None, expected: str) -> None:
    assert portable(raw, limit) == expected


@pytest.mark.parametrize("raw", ["(?!a)b", "(?<=a)b", r"a\b", r"[\s]", "a^b", "(?i)a"])
def test_what_has_no_portable_form_is_refused(raw: str) -> None:
    with pytest.raises(UnportablePatternError):
        portable(raw)


def test_a_pattern_that_refuses_valid_arns_is_found_out() -> None:
    # botocore 1.40.72 has this one.
    wrong: dict[str, Any] = {
        "pattern": portable(r"arn:arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]{9,16}:[0-9]{12}:model-package/[\S]{1,2048}", 2048)
    }

    assert refused_known_good("ModelPackageArn", wrong) == ARN
    assert refused_known_good("ModelPackageArn", SHAPES["2026-11", "ModelPackageArn"]) is None
    assert refused_known_good("Unheard", wrong) is None
    with pytest.raises(ValueError, match="regex"):
        refused_known_good("Unheard", {"pattern": "^([a-z]{1000}){1000}$"})


def test_every_committed_pattern_takes_the_values_known_to_be_good() -> None:
    assert [(at, refused) for at, shape in SHAPES.items() if (refused := refused_known_good(at[1], shape)) is not None] == []
