from typing import Any

import pytest
import regex

from mpkit import rules, schemas
from mpkit.linter.edits import apply_edit
from mpkit.linter.engine import Examiner
from mpkit.linter.finding import Edit, Finding
from mpkit.linter.path import Path
from mpkit.linter.request import Request
from mpkit.linter.rule import Violation
from mpkit.rules import _samples as samples
from mpkit.rules._package_arns import documented
from mpkit.rules._patterns import ANY_BUT_LINE_BREAKS, Offence, character, offence

CREATE, UPDATE = "CreateModelPackage", "UpdateModelPackage"
SHAPE_RULES = tuple(rule for rule in rules.load() if rule.id.startswith("MP1"))
CONTAINER: Path = ("InferenceSpecification", "Containers", 0)
JOB: Path = ("ValidationSpecification", "ValidationProfiles", 0, "TransformJobDefinition")
ROLE: Path = ("ValidationSpecification", "ValidationRole")
URL: Path = (*CONTAINER, "ModelDataUrl")
ARN = "arn:aws:sagemaker:us-east-1:111122223333"
DIGEST = "'sha256:' and 64 hexadecimal digits"


def found(path: Path, value: Any, operation: str = CREATE, edition: str = "2026-11") -> tuple[str, Finding]:
    good = samples.update() if operation == UPDATE else samples.versioned(ValidationSpecification=samples.validation())
    used = schemas.load(edition).editions[operation]
    examination = Examiner(used, operation, SHAPE_RULES).examine(Request(operation, apply_edit(good, Edit("set", path, value)), used))
    assert examination.crashes == []
    ((rule, finding),) = examination.findings
    assert finding.help is not None
    return rule.name, finding


# The first offending character.


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("^[a-z]+$", "ab_c", Offence(3, "_")),
        ("^[a-z]+$", "_", Offence(1, "_")),
        ("^[a-z]+$", "abc\n", Offence(4, "\n")),
        ("^[a-z]+$", "", None),
        ("^[a-z](-*[a-z])*$", "a-", None),
        ("^(https|s3)://([^/]+)/?([^\n]*)$", "s3:/bucket", Offence(5, "b")),
        ("^(https|s3)://([^/]+)/?([^\n]*)$", "s4://bucket", Offence(2, "4")),
        (ANY_BUT_LINE_BREAKS, "\U0001f468a\n", Offence(3, "\n")),
        ("^[0-9]{4}$", "123", None),
        ("^[0-9]{4}$", "12345", Offence(5, "5")),
    ],
)
def test_the_first_character_behind_which_nothing_can_match_is_found(pattern: str, text: str, expected: Offence | None) -> None:
    assert offence(pattern, text) == expected


@pytest.mark.parametrize("pattern", ["^[a-zA-Z0-9](-*[a-zA-Z0-9])*$", "^[0-9]\\.[A-Za-z0-9.]+$", "^(https|s3)://([^/]+)/?([^\n]*)$"])
def test_the_binary_search_finds_what_a_linear_one_finds(pattern: str) -> None:
    for text in ("a--b_c", "-", "1.0_", "s3://b/\nx", "s3:/x", "a" * 500 + "!" + "b" * 500, "1..2"):
        linear = next((end for end in range(1, len(text) + 1) if not regex.fullmatch(pattern, text[:end], partial=True)), None)
        answer = offence(pattern, text)
        assert (answer.position if answer else None) == linear


@pytest.mark.parametrize(
    ("char", "expected"),
    [
        ("_", "'_'"),
        (" ", "a blank"),
        ("\t", "U+0009 TAB"),
        ("\n", "U+000A LINE FEED"),
        ("\r", "U+000D CARRIAGE RETURN"),
        ("\x00", "U+0000 NUL"),
        ("\u2028", "U+2028 LINE SEPARATOR"),
        ("\u200d", "U+200D ZERO WIDTH JOINER"),
        ("\u00e9", "'\u00e9' U+00E9 LATIN SMALL LETTER E WITH ACUTE"),
        ("\u0301", "U+0301 COMBINING ACUTE ACCENT"),
        ("\U0001f600", "'\U0001f600' U+1F600 GRINNING FACE"),
        ("\ue000", "U+E000 (no name)"),
    ],
)
def test_a_character_is_named_so_that_it_can_be_found(char: str, expected: str) -> None:
    assert character(char) == expected


# What each rule says of a text.


@pytest.mark.parametrize(
    ("path", "value", "rule", "fault"),
    [
        (
            ("ModelLifeCycle",),
            {"Stage": "pre prod", "StageStatus": "a"},
            "name-characters",
            "its character 4 is a blank; only letters, digits and hyphens are allowed",
        ),
        ((*CONTAINER, "ProductId"), "_", "name-characters", "its character 1 is '_'; only letters, digits and hyphens are allowed"),
        (
            (*CONTAINER, "ContainerHostname"),
            "a.b",
            "name-characters",
            "its character 2 is '.'; only letters, digits and hyphens are allowed",
        ),
        (
            (*CONTAINER, "BaseModel"),
            {"HubContentName": "-a"},
            "name-characters",
            "it begins with a hyphen; only letters and digits can stand at the ends of a name",
        ),
        (
            (*CONTAINER, "ContainerHostname"),
            "\u00e4rger",
            "name-characters",
            "its character 1 is '\u00e4' U+00E4 LATIN SMALL LETTER A WITH DIAERESIS; only letters, digits and hyphens are allowed",
        ),
        (ROLE, "arn:aws:iam::1111:role/ab", "role-arn", "its account '1111' is not twelve digits"),
        (ROLE, "arn:aws:iam:us-east-1:111122223333:role/a", "role-arn", "its region 'us-east-1' is not empty, as it is for IAM"),
        (ROLE, "arn:azure:iam::111122223333:role/a", "role-arn", "its partition is 'azure', not 'aws', 'aws-cn' or the like"),
        (ROLE, "arn:aws:sts::111122223333:role/a", "role-arn", "its service is 'sts', not 'iam'"),
        (ROLE, "arn:aws:iam::111122223333:role", "role-arn", "it ends before the role's name"),
        (ROLE, "arn:aws:iam::111122223333", "role-arn", "it has 5 of the six parts of an ARN"),
        (
            ("ModelPackageGroupName",),
            "-churn",
            "group-or-algorithm-name",
            "it begins with a hyphen; a name has a letter or digit at both ends",
        ),
        (
            ("ModelPackageGroupName",),
            f"{ARN}:model-package/churn/7",
            "group-or-algorithm-name",
            "it has a second slash, as the ARN of a version does",
        ),
        (("ModelPackageGroupName",), f"{ARN}:model-package-group/", "group-or-algorithm-name", "it ends before the name"),
        (
            ("ModelPackageGroupName",),
            f"{ARN}:churn_1",
            "group-or-algorithm-name",
            "its resource 'churn_1' lacks the slash and the name",
        ),
        (
            ("ModelPackageGroupName",),
            f"{ARN}:model-package-group/churn_1",
            "group-or-algorithm-name",
            "its character 67 is '_'; a name has only letters, digits and hyphens",
        ),
        (
            ("ModelPackageGroupName",),
            f"{ARN}:Group/churn",
            "group-or-algorithm-name",
            "its kind of resource 'Group' has characters other than a-z and hyphens",
        ),
        (
            ("ModelPackageGroupName",),
            f"{ARN}:model-package-group/-churn",
            "group-or-algorithm-name",
            "its name begins with a hyphen; a name has a letter or digit at both ends",
        ),
        (
            ("ModelPackageGroupName",),
            "a" * 62 + "-",
            "group-or-algorithm-name",
            "it ends in a hyphen; a name has a letter or digit at both ends",
        ),
        (
            ("ModelPackageGroupName",),
            "arn:aws:sagemaker:US-EAST-1:111122223333:model-package-group/a",
            "group-or-algorithm-name",
            "its region 'US-EAST-1' has characters other than a-z, 0-9 and hyphens",
        ),
        (
            ("SecurityConfig",),
            {"KmsKeyId": "'a'"},
            "kms-key-characters",
            "its character 1 is an apostrophe; a key is given with letters, digits and : / _ - only",
        ),
        (URL, " s3://bucket/key", "url-form", "it has white space around it"),
        (URL, "s3://bucket/key\n", "url-form", "it has white space around it"),
        (URL, "s3://bucket/a\nb", "url-form", "its character 14 is U+000A LINE FEED; a URL has no line break"),
        (URL, "arn:aws:s3:::bucket/key", "url-form", "it is an ARN and no URL"),
        (URL, "/opt/model.tar.gz", "url-form", "it is a local path"),
        (URL, "~/model.tar.gz", "url-form", "it is a local path"),
        (URL, "C:\\model.tar.gz", "url-form", "it is a local path"),
        (URL, "file:///opt/model.tar.gz", "url-form", "it is a local path"),
        (URL, "bucket/model.tar.gz", "url-form", "it starts with neither 's3://' nor 'https://'"),
        (URL, "s3://", "url-form", "the bucket is missing after 's3://'"),
        (URL, "https:///model.tar.gz", "url-form", "the host is missing after 'https://'"),
        (URL, "s3:bucket/key", "url-form", "two slashes must follow 's3:'"),
        (URL, "S3://bucket/key", "url-form", "its scheme 'S3' is not in lower case"),
        (URL, "s3n://bucket/key", "url-form", "its scheme 's3n' is known to Hadoop only"),
        (URL, "http://host/key", "url-form", "its scheme is 'http', not 'https'"),
        (URL, "gs://bucket/key", "url-form", "its scheme 'gs' is neither 's3' nor 'https'"),
        (
            (*CONTAINER, "ImageDigest"),
            "0f" * 16,
            "image-digest",
            f"it is an MD5 hash, as the prose has it; the service takes SHA-256 only, and a digest is {DIGEST}",
        ),
        ((*CONTAINER, "ImageDigest"), "0f" * 32, "image-digest", "it lacks the prefix 'sha256:'"),
        ((*CONTAINER, "ImageDigest"), "0f", "image-digest", f"it is 2 hexadecimal digits without a prefix; a digest is {DIGEST}"),
        ((*CONTAINER, "ImageDigest"), "churn@sha256:0f", "image-digest", f"it has a repository before the digest; a digest is {DIGEST}"),
        ((*CONTAINER, "ImageDigest"), "sha512:0f", "image-digest", f"it names the algorithm 'sha512'; a digest is {DIGEST}"),
        ((*CONTAINER, "ImageDigest"), "latest", "image-digest", f"it does not start with 'sha256:'; a digest is {DIGEST}"),
        ((*CONTAINER, "ImageDigest"), "sha256:0f", "image-digest", f"it has 2 digits after 'sha256:'; a digest is {DIGEST}"),
        ((*CONTAINER, "Image"), " ", "image-white-space", "it names no image"),
        ((*CONTAINER, "Image"), "churn 1\n", "image-white-space", "its character 6 is a blank; an image's path has no white space"),
        (
            ("ModelPackageDescription",),
            "a\nb",
            "description-characters",
            "its character 2 is U+000A LINE FEED; control and format characters are not allowed",
        ),
        (
            ("ModelPackageDescription",),
            "\ufeffa",
            "description-characters",
            "its character 1 is U+FEFF ZERO WIDTH NO-BREAK SPACE; control and format characters are not allowed",
        ),
        (
            ("SourceUri",),
            "a+b",
            "source-uri-characters",
            "its character 2 is '+'; symbols such as = + ~ | $ < > and control characters are not allowed",
        ),
        (("InferenceSpecification", "SupportedResponseMIMETypes", 0), "/csv", "response-mime-type", "nothing stands before the slash"),
        (
            (*CONTAINER, "FrameworkVersion"),
            "1.0 ",
            "framework-version",
            "its character 4 is a blank; only letters, digits, dots and hyphens are allowed",
        ),
        (
            (*CONTAINER, "FrameworkVersion"),
            "2024.1",
            "framework-version",
            "it begins with 4 digits; a version begins with one digit and a dot",
        ),
        (
            (*CONTAINER, "FrameworkVersion"),
            "V1.0",
            "framework-version",
            "it begins with a letter; a version begins with one digit and a dot",
        ),
        (
            (*CONTAINER, "BaseModel"),
            {"HubContentVersion": "1.0.x"},
            "other-pattern",
            "its character 5 is 'x'; a version is three numbers of one to four digits with one character between them, as in 1.0.0",
        ),
        (
            (*CONTAINER, "BaseModel"),
            {"HubContentVersion": "1.0.0.0"},
            "other-pattern",
            "it has 4 numbers; a version is three numbers of one to four digits with one character between them, as in 1.0.0",
        ),
        (
            (*CONTAINER, "ImageDigest"),
            f"sha256:{'0' * 65}",
            "image-digest",
            f"it has 65 digits after 'sha256:'; a digest is {DIGEST}",
        ),
        (
            ("ModelCard",),
            {"ModelCardContent": "{\n}"},
            "line-break",
            "its character 2 is U+000A LINE FEED; the pattern takes no line breaks, though the service may",
        ),
    ],
)
def test_a_pattern_failure_is_explained(path: Path, value: Any, rule: str, fault: str) -> None:
    name, finding = found(path, value)
    assert name == rule
    assert finding.message.partition(", but ")[2] == fault


@pytest.mark.parametrize(
    ("value", "message", "help_text"),
    [
        ("a" * 64, "ModelPackageGroupName has 64 characters; a name has at most 63", "shorten it by 1"),
        ("a" * 70 + "_", "ModelPackageGroupName has 71 characters; a name has at most 63", "shorten it by 8"),
        (
            f"{ARN}:model-package-group/{'a' * 65}",
            "the name in ModelPackageGroupName has 65 characters; a name has at most 63",
            "shorten the name by 2",
        ),
    ],
)
def test_a_name_with_too_many_characters_is_not_said_to_have_a_wrong_one(value: str, message: str, help_text: str) -> None:
    name, finding = found(("ModelPackageGroupName",), value)

    assert (name, finding.message, finding.help) == ("group-or-algorithm-name", message, help_text)


@pytest.mark.parametrize(
    ("path", "rule", "message"),
    [
        ((*CONTAINER, "Image"), "image-white-space", "Image is empty"),
        ((*CONTAINER, "ProductId"), "name-characters", "ProductId is empty; a name has at least one letter or digit"),
        (URL, "url-form", "ModelDataUrl is empty; a URL starts with 's3://' or 'https://'"),
        ((*CONTAINER, "ImageDigest"), "image-digest", f"ImageDigest is empty; a digest is {DIGEST}"),
        (
            ("InferenceSpecification", "SupportedResponseMIMETypes", 0),
            "response-mime-type",
            "SupportedResponseMIMETypes[0] is empty; a MIME type is needed",
        ),
    ],
)
def test_an_empty_text_is_called_empty(path: Path, rule: str, message: str) -> None:
    name, finding = found(path, "")

    assert (name, finding.path, finding.message, finding.suggestion) == (rule, path, message, None)


def test_each_pattern_that_refuses_the_empty_text_calls_it_empty() -> None:
    for index in schemas.index()["editions"]:
        for operation, edition in schemas.load(index["id"]).editions.items():
            examiner = Examiner(edition, operation, SHAPE_RULES)
            for shape, definition in edition.schema(operation)["$defs"].items():
                pattern = definition.get("pattern")
                if pattern is None or definition.get("minLength") or regex.fullmatch(pattern, ""):
                    continue
                request = Request(operation, {}, edition)
                violation = Violation(request, ("Text",), "pattern", pattern, "", shape, edition.root(operation))
                answers = (list(rule.check(violation)) for rule in examiner._candidates(violation) if rule.check)
                ((finding,), *_) = filter(None, answers)
                assert finding.message.startswith("Text is empty"), shape
                assert "it" not in finding.message.split(), shape


@pytest.mark.parametrize(
    ("value", "edition", "rule", "fault"),
    [
        ("churn", "2026-11", "model-package-arn", "it does not start with 'arn:'"),
        (f"{ARN}:model/churn", "2022-07", "model-package-arn", "its resource 'model/churn' does not start with 'model-package/'"),
        (
            "arn:aws:sagemaker:US:111122223333:model-package/a",
            "2022-07",
            "model-package-arn",
            "its region 'US' has characters other than a-z, 0-9 and hyphens",
        ),
        (
            f"{ARN}:model-package/a\nb",
            "2026-11",
            "model-package-arn",
            "its character 57 is U+000A LINE FEED; a model package's ARN has no line break",
        ),
        (
            "arn:aws:sagemaker::111122223333:model-package/a",
            "2026-11",
            "narrowed-model-package-arn",
            "its region is missing",
        ),
        (
            "arn:aws:sagemaker:local:111122223333:model-package/a",
            "2026-11",
            "narrowed-model-package-arn",
            "its region 'local' has 5 characters, not 9 to 16",
        ),
        (f"{ARN}:model-package/", "2026-11", "narrowed-model-package-arn", "no name follows 'model-package/'"),
        (f"{ARN}:model-package/a\tb", "2026-11", "narrowed-model-package-arn", "its character 57 is U+0009 TAB; an ARN has no white space"),
    ],
)
def test_the_arn_of_a_package_is_explained(value: str, edition: str, rule: str, fault: str) -> None:
    name, finding = found(("ModelPackageArn",), value, UPDATE, edition)
    assert name == rule
    assert finding.message.partition(", but ")[2] == fault


def test_an_arn_that_only_the_newer_pattern_refuses_is_right_in_the_older_edition() -> None:
    used = schemas.load("2022-07").editions[UPDATE]
    value = samples.update(ModelPackageArn="arn:aws:sagemaker::111122223333:model-package/")
    assert Examiner(used, UPDATE, SHAPE_RULES).examine(Request(UPDATE, value, used)).findings == []


@pytest.mark.parametrize(
    ("path", "value", "suggested"),
    [
        (URL, "S3://bucket/key", "s3://bucket/key"),
        (URL, "s3:/bucket/key", "s3://bucket/key"),
        (URL, "s3a://bucket/key", "s3://bucket/key"),
        (URL, "arn:aws:s3:::bucket/key", "s3://bucket/key"),
        (URL, "arn:aws:s3:::", None),
        (URL, " s3://bucket/key\n", "s3://bucket/key"),
        (URL, " bucket/key", None),
        (URL, "gs://bucket/key", None),
        ((*CONTAINER, "ImageDigest"), "0f" * 32, "sha256:" + "0f" * 32),
        ((*CONTAINER, "ImageDigest"), "0f" * 16, None),
        ((*CONTAINER, "ImageDigest"), "churn@sha256:0f", None),
        ((*CONTAINER, "Image"), "churn:1\n", "churn:1"),
        ((*CONTAINER, "FrameworkVersion"), "v1.13", "1.13"),
        ((*CONTAINER, "FrameworkVersion"), "vers.1", None),
        (("ModelPackageDescription",), "a\tb", None),
    ],
)
def test_a_text_is_suggested_where_it_is_clear_what_was_meant(path: Path, value: str, suggested: str | None) -> None:
    assert found(path, value)[1].suggestion == (None if suggested is None else Edit("set", path, suggested))


def test_decomposed_text_is_told_to_be_composed() -> None:
    _, in_value = found(("CustomerMetadataProperties",), {"team": "cafe\u0301"}, UPDATE)
    assert in_value.suggestion == Edit("set", ("CustomerMetadataProperties", "team"), "caf\u00e9")
    _, in_name = found(("CustomerMetadataProperties",), {"cafe\u0301": "a"}, UPDATE)
    assert in_name.suggestion == Edit("rename", ("CustomerMetadataProperties", "cafe\u0301"), "caf\u00e9")
    _, beside = found(("CustomerMetadataProperties",), {"cafe\u0301": "a", "caf\u00e9": "b"}, UPDATE)
    assert beside.suggestion is None
    _, other = found(("CustomerMetadataPropertiesToRemove",), ["cafe\u0301!"], UPDATE)
    assert other.help == "take the character away"


def test_a_key_that_is_too_strange_for_a_pattern_of_2020_is_a_line_break() -> None:
    value = samples.validation()["ValidationProfiles"][0]["TransformJobDefinition"]["TransformOutput"] | {"KmsKeyId": "a\nb"}
    assert found((*JOB, "TransformOutput"), value, CREATE, "2022-07")[0] == "line-break"


def test_long_texts_are_shortened_in_messages() -> None:
    _, finding = found(("ModelPackageDescription",), "x" * 500 + "\t" + "y" * 500)
    shortened = f"{'x' * 40}\u2026{'y' * 19}"
    fault = "its character 501 is U+0009 TAB; control and format characters are not allowed"
    assert finding.message == f"ModelPackageDescription is '{shortened}', but {fault}"


def test_the_documented_pattern_of_package_arns_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    real = schemas.load

    def counted(name: str) -> schemas.Spec:
        loaded.append(name)
        return real(name)

    documented("churn")
    monkeypatch.setattr(schemas, "load", counted)

    assert [documented(text) for text in ("churn/7", samples.PACKAGE_ARN)] == [False, True]
    assert loaded == []
