"""The rules about containers, images, data sources and validation jobs, beyond their examples: branches, unknowns, editions."""

from collections.abc import Iterator
from typing import Any

import pytest

from mpkit.linter.edits import apply_edit, apply_edits
from mpkit.linter.engine import Examiner
from mpkit.linter.finding import Edit, Finding
from mpkit.linter.path import Path, value_at
from mpkit.linter.request import OpenList, OpenMap, Request, Unknown
from mpkit.linter.rule import Example
from mpkit.rules import _samples as samples
from mpkit.rules import load
from mpkit.rules._data_samples import CONTAINER, JOB, SOURCE, one_object, s3_source, sourced
from mpkit.schemas import load as load_spec

RULES = {rule.name: rule for rule in load()}
OURS = {name for name, rule in RULES.items() if "MP250" <= rule.id <= "MP299"}
EXAMPLES = [
    pytest.param(name, example, id=f"{name}-{number}")
    for name in sorted(OURS)
    for number, example in enumerate(RULES[name].examples)
    if isinstance(example, Example)
]
EDITIONS = {name: load_spec(name).editions for name in ("2020-10", "2022-07", "2026-11")}
EXAMINERS = {
    (name, operation): Examiner(edition, operation, RULES.values())
    for name, editions in EDITIONS.items()
    for operation, edition in editions.items()
}
CREATE, UPDATE = "CreateModelPackage", "UpdateModelPackage"
ECR = "111122223333.dkr.ecr.us-east-1.amazonaws.com"
ECR_FORM = "'<account>.dkr.ecr.<region>.amazonaws.com"
ZEROS = "sha256:" + 64 * "0"
URL, IMAGE = (*CONTAINER, "ModelDataUrl"), (*CONTAINER, "Image")
RESOURCES, INPUT, OUTPUT = (*JOB, "TransformResources"), (*JOB, "TransformInput"), (*JOB, "TransformOutput")
JOB_SOURCE = (*INPUT, "DataSource", "S3DataSource")
VERSIONED = samples.versioned()
VALIDATED = samples.unversioned(ValidationSpecification=samples.validation())
IN_GROUP = samples.versioned(ModelPackageGroupName=samples.GROUP_ARN)


def found(value: Any, *, operation: str = CREATE, edition: str = "2026-11", certain: bool = True) -> list[tuple[str, Finding]]:
    """Return what all rules find, by name."""
    result = EXAMINERS[edition, operation].examine(Request(operation, value, EDITIONS[edition][operation], certain=certain))
    assert result.crashes == []
    return [(rule.name, finding) for rule, finding in result.findings]


def ours(value: Any, **options: Any) -> list[str]:
    return sorted(name for name, _ in found(value, **options) if name in OURS)


def one(value: Any, name: str, **options: Any) -> Finding:
    """Return the only finding, which is of the rule ``name``."""
    ((rule, finding),) = found(value, **options)
    assert rule == name
    return finding


def put(value: Any, path: Path, new: Any) -> Any:
    return apply_edit(value, Edit("set", path, new))


def bad(example: Example) -> Any:
    return apply_edit(example.good, example.edit)


def nodes(value: Any, path: Path = ()) -> Iterator[Path]:
    yield path
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in steps:
        yield from nodes(item, (*path, step))


def opened(value: Any) -> Any:
    """Copy a value with every container open."""
    if isinstance(value, dict):
        return OpenMap({key: opened(item) for key, item in value.items()})
    return OpenList(map(opened, value)) if isinstance(value, list) else value


def open_at(value: Any, path: Path) -> Any:
    """Copy a value with the container at ``path`` open."""
    container = value_at(value, path)
    changed = OpenMap(container) if isinstance(container, dict) else OpenList(container)
    return put(value, path, changed) if path else changed


# ---------------------------------------------------------------- branches

MESSAGES: list[tuple[str, Any, Path, Any, str]] = [
    ("model-data-suffix", VERSIONED, URL, "s3://b/model", "ModelDataUrl is 's3://b/model', which does not end in '.tar.gz'"),
    (
        "model-data-suffix",
        {"ModelPackageName": "a", "SourceAlgorithmSpecification": samples.algorithm()},
        ("SourceAlgorithmSpecification", "SourceAlgorithms", 0, "ModelDataUrl"),
        "s3://b/model.tar",
        "ModelDataUrl is 's3://b/model.tar', which does not end in '.tar.gz'",
    ),
    (
        "not-an-s3-url",
        VALIDATED,
        (*OUTPUT, "S3OutputPath"),
        "https://S3.example.com:444/x",
        "S3OutputPath leads to the host 'S3.example.com:444', which is none of Amazon S3",
    ),
    (
        "not-an-s3-url",
        VALIDATED,
        (*JOB_SOURCE, "S3Uri"),
        "https://example.com",
        "S3Uri leads to the host 'example.com', which is none of Amazon S3",
    ),
    (
        "not-an-s3-url",
        sourced(),
        (*SOURCE, "ManifestS3Uri"),
        "https://s3.amazonaws.com.evil.example/m.csv",
        "ManifestS3Uri leads to the host 's3.amazonaws.com.evil.example', which is none of Amazon S3",
    ),
    (
        "data-region",
        IN_GROUP,
        URL,
        "s3://arn:aws:s3:eu-west-1:111122223333:accesspoint/models/model.tar.gz",
        "ModelDataUrl is in the region eu-west-1, but the model package is in us-east-1; both have to be in the same region",
    ),
    (
        "data-region",
        IN_GROUP,
        URL,
        "https://s3-eu-west-1.amazonaws.com/b/model.tar.gz",
        "ModelDataUrl is in the region eu-west-1, but the model package is in us-east-1; both have to be in the same region",
    ),
    ("image-form", VERSIONED, IMAGE, f"https://{ECR}/churn", "Image starts with 'https://'; an ECR path starts with its registry"),
    ("image-form", VERSIONED, IMAGE, "docker://churn", "Image starts with 'docker://'; an ECR path starts with its registry"),
    ("image-form", VERSIONED, IMAGE, f"'{ECR}/churn:1'", "Image has quotation marks in its text, around the path"),
    (
        "image-form",
        VERSIONED,
        IMAGE,
        "'xgboost'",
        f"Image is ''xgboost'', which names no registry; an ECR path is {ECR_FORM}/repository' with ':tag' or '@digest'",
    ),
    (
        "image-form",
        VERSIONED,
        IMAGE,
        "library/xgboost:1",
        f"Image is 'library/xgboost:1', which names no registry; an ECR path is {ECR_FORM}/repository' with ':tag' or '@digest'",
    ),
    (
        "image-form",
        VERSIONED,
        IMAGE,
        "public.ecr.aws/churn/churn:1",
        f"the registry of Image is 'public.ecr.aws'; an ECR registry is {ECR_FORM}'",
    ),
    (
        "image-form",
        VERSIONED,
        IMAGE,
        f"1{ECR}/churn:1",
        f"the registry of Image is '1{ECR}'; its account has 13 digits, and an account id has 12",
    ),
    (
        "image-form",
        VERSIONED,
        IMAGE,
        "1112222.dkr.ecr.nowhere/churn:1",
        f"the registry of Image is '1112222.dkr.ecr.nowhere'; an ECR registry is {ECR_FORM}'",
    ),
    ("image-form", VERSIONED, IMAGE, f"{ECR}/", "Image names no repository behind its registry"),
    (
        "image-form",
        VERSIONED,
        IMAGE,
        f"{ECR}/Churn/model:1",
        "the repository of Image is 'Churn/model'; its letters have to be lower case",
    ),
    (
        "image-form",
        VERSIONED,
        IMAGE,
        f"{ECR}/churn//model",
        "the repository of Image is 'churn//model'; it may have lower-case letters and digits, with '.', '_', '-' and '/' between them",
    ),
    (
        "image-form",
        VERSIONED,
        IMAGE,
        f"{ECR}/churn@sha256:12",
        "the digest of Image is 'sha256:12'; a digest is 'sha256:' and 64 hexadecimal digits",
    ),
    (
        "image-form",
        VERSIONED,
        IMAGE,
        f"{ECR}/churn:",
        "the tag of Image is ''; a tag is 1 to 128 letters, digits, '_', '.' or '-', not starting with '.' or '-'",
    ),
    (
        "image-form",
        VERSIONED,
        IMAGE,
        f"{ECR}/churn:1.4@{ZEROS}",
        "Image carries both the tag '1.4' and a digest; only one of them is supported",
    ),
    (
        "environment-entries",
        VERSIONED,
        (*CONTAINER, "Environment"),
        {f"V{number}": "x" for number in range(100)},
        "Environment has 100 entries; the documentation allows 16, the service model 100",
    ),
    (
        "s3-prefix-slash",
        sourced(),
        (*SOURCE, "S3Uri"),
        "s3://bucket",
        "S3Uri is 's3://bucket'; with S3DataType 'S3Prefix' it has to end in '/'",
    ),
    (
        "s3-object-slash",
        one_object("m.tar.gz", "Gzip"),
        (*SOURCE, "S3Uri"),
        "https://s3.us-east-1.amazonaws.com/bucket",
        "S3Uri 'https://s3.us-east-1.amazonaws.com/bucket' has no key; with S3DataType 'S3Object' it has to name one object",
    ),
    ("model-file-name", one_object("m"), (*SOURCE, "S3Uri"), "s3://bucket", "the file name that S3Uri ends in is empty"),
    ("model-file-name", one_object("m"), (*SOURCE, "S3Uri"), "s3://bucket/a/ ", "the file name that S3Uri ends in is blank"),
    (
        "model-file-name",
        one_object("m"),
        (*SOURCE, "S3Uri"),
        "https://bucket.s3.amazonaws.com/a/..?versionId=1",
        "the file name that S3Uri ends in is '..', which names a directory",
    ),
    ("model-file-name", one_object("m"), (*SOURCE, "S3Uri"), "s3://bucket/a\0b", "the file name that S3Uri ends in has a NUL character"),
    (
        "model-file-name",
        one_object("m"),
        (*SOURCE, "S3Uri"),
        "s3://arn:aws:s3:us-east-1:111122223333:accesspoint/models/.",
        "the file name that S3Uri ends in is '.', which names a directory",
    ),
    (
        "hub-content-arn",
        sourced(),
        (*SOURCE, "HubAccessConfig"),
        {"HubContentArn": "arn:aws:sagemaker:us-east-1:111122223333:hub/churn"},
        "HubContentArn is 'arn:aws:sagemaker:us-east-1:111122223333:hub/churn', which is not the ARN of hub content",
    ),
    ("etag-without-uri", sourced(), (*CONTAINER, "ModelDataETag"), "9b2c", "ModelDataETag is the ETag of ModelDataUrl, which is not given"),
    (
        "batch-strategy-without-split",
        put(VALIDATED, (*INPUT, "SplitType"), "None"),
        (*JOB, "BatchStrategy"),
        "SingleRecord",
        "BatchStrategy has no effect while SplitType of TransformInput is 'None'",
    ),
    (
        "mime-type",
        VALIDATED,
        (*INPUT, "ContentType"),
        ".json",
        "ContentType is '.json', which is not a MIME type of the form 'type/subtype'",
    ),
    (
        "mime-type",
        VALIDATED,
        (*OUTPUT, "Accept"),
        "text/csv,text/plain",
        "Accept is 'text/csv,text/plain', which is not a MIME type of the form 'type/subtype'",
    ),
    ("kms-key-form", VALIDATED, (*RESOURCES, "VolumeKmsKeyId"), "", "VolumeKmsKeyId is empty; it has to name a KMS key"),
    (
        "kms-key-form",
        VERSIONED,
        ("SecurityConfig",),
        {"KmsKeyId": "arn:aws:kms:us-east-1:111122223333:key/mine"},
        "KmsKeyId is 'arn:aws:kms:us-east-1:111122223333:key/mine', which is neither a key id, a key ARN, an alias nor an alias ARN",
    ),
    (
        "data-input-config",
        VERSIONED,
        (*CONTAINER, "ModelInput"),
        {"DataInputConfig": "input: [1, 3]"},
        "DataInputConfig is 'input: [1, 3]', which is not a JSON text",
    ),
]


@pytest.mark.parametrize(("name", "good", "path", "value", "message"), MESSAGES)
def test_each_defect_has_its_own_message(name: str, good: Any, path: Path, value: Any, message: str) -> None:
    assert found(good) == []
    assert one(put(good, path, value), name).message == message


HELP: list[tuple[Any, Path, str, str, str | None]] = [
    (VERSIONED, URL, "s3://b/model.tar.gz/", "remove the slash at the end", "s3://b/model.tar.gz"),
    (VERSIONED, URL, "s3://b/model.tar.gz ", "remove the white space at the end", "s3://b/model.tar.gz"),
    (VERSIONED, URL, "s3://b/model.tar.gz?versionId=1", "leave out the query string; the URL itself has to end in '.tar.gz'", None),
    (VERSIONED, URL, "s3://b/model.TAR.GZ", "rename the object so that its suffix is in lower case, '.tar.gz'", None),
    (VERSIONED, URL, "s3://b/model.TGZ", "rename the object; '.tgz' does not do instead of '.tar.gz'", None),
    (VERSIONED, URL, "s3://b/model/", "give the URL of one archive, whose key ends in '.tar.gz', and not a prefix", None),
    (VERSIONED, URL, "s3://b/model.zip", "point it to one gzip-compressed tar archive whose key ends in '.tar.gz'", None),
    (VERSIONED, IMAGE, f"https://{ECR}/churn", "leave out 'https://'", f"{ECR}/churn"),
    (VERSIONED, IMAGE, "https://churn", "leave out 'https://'", None),
    (VERSIONED, IMAGE, f'"{ECR}/churn"', "remove the inner quotation marks", f"{ECR}/churn"),
    (VALIDATED, (*INPUT, "ContentType"), "JSON", "write 'application/json'", "application/json"),
    (VALIDATED, (*INPUT, "ContentType"), "a/b,c/d", "give one MIME type", None),
    (VALIDATED, (*INPUT, "ContentType"), "", "give a MIME type, as 'text/csv'", None),
    (VERSIONED, ("InferenceSpecification", "SupportedContentTypes", 0), "a/b, c/d", "give each MIME type as an item of its own", None),
    (VALIDATED, (*OUTPUT, "KmsKeyId"), "mine", "write the alias with 'alias/' in front", None),
    (VALIDATED, (*OUTPUT, "KmsKeyId"), "key/mine", "give the ARN that KMS shows for the key", None),
    (
        put(VERSIONED, (*CONTAINER, "ModelInput"), {}),
        (*CONTAINER, "ModelInput", "DataInputConfig"),
        "{'a': [1]}",
        "write its names in double quotes",
        None,
    ),
]


@pytest.mark.parametrize(("good", "path", "value", "mend", "suggested"), HELP)
def test_the_mend_suits_the_defect(good: Any, path: Path, value: str, mend: str, suggested: str | None) -> None:
    ((_, finding),) = found(put(good, path, value))

    assert finding.help == mend
    assert finding.suggestion == (None if suggested is None else Edit("set", path, suggested))


GZIPPED = one_object("m.tar.gz", "Gzip")
SILENT: list[tuple[Any, Path, Any]] = [
    *(
        (VERSIONED, URL, f"https://{host}/model.tar.gz")
        for host in (
            "s3.amazonaws.com/bucket",
            "bucket.s3.amazonaws.com",
            "my.dotted.bucket.S3.us-east-1.amazonaws.com",
            "bucket.s3-us-west-2.amazonaws.com",
            "bucket.s3.dualstack.eu-west-1.amazonaws.com",
            "bucket.s3-fips.us-gov-west-1.amazonaws.com",
            "bucket.s3-fips.dualstack.us-east-1.amazonaws.com",
            "s3-fips-us-gov-west-1.amazonaws.com/bucket",
            "bucket.s3-accelerate.amazonaws.com",
            "bucket.s3-accelerate.dualstack.amazonaws.com",
            "bucket.s3-website-us-east-1.amazonaws.com",
            "bucket.s3-website.eu-central-1.amazonaws.com",
            "s3-external-1.amazonaws.com/bucket",
            "s3.cn-north-1.amazonaws.com.cn:443/bucket",
            "bucket.s3.eusc-de-east-1.amazonaws.eu",
            "bucket.s3.us-iso-east-1.c2s.ic.gov",
            "models-111122223333.s3-accesspoint.us-east-1.amazonaws.com",
            "models-111122223333.s3-object-lambda.us-east-1.amazonaws.com",
            "mfzwi23gnjvgw.accesspoint.s3-global.amazonaws.com",
            "bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com/bucket",
            "bucket--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com",
        )
    ),
    *(
        (VERSIONED, IMAGE, image)
        for image in (
            f"{ECR}/churn",
            f"{ECR}/team/churn_v2.x-gpu:2.0-cpu_py3.11",
            f"{ECR}/churn@{ZEROS}",
            "111122223333.dkr.ecr-fips.us-gov-west-1.amazonaws.com/churn",
            "111122223333.dkr.ecr.cn-northwest-1.amazonaws.com.cn/churn",
            "111122223333.dkr-ecr.us-east-1.on.aws/churn",
        )
    ),
    *(
        (VALIDATED, (*OUTPUT, "KmsKeyId"), key)
        for key in (
            "1234abcd-12ab-34cd-56ef-1234567890ab",
            "mrk-" + 32 * "0",
            "arn:aws-cn:kms:cn-north-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            "alias/aws/s3",
            "arn:aws:kms:us-west-2:111122223333:alias/Example_1",
        )
    ),
    *((VALIDATED, (*INPUT, "ContentType"), kind) for kind in ("text/csv; charset=utf-8", "application/x.y+json", "*/*")),
    (IN_GROUP, URL, "https://bucket.s3.us-east-1.amazonaws.com/model.tar.gz"),
    (IN_GROUP, URL, "https://bucket.s3.amazonaws.com/model.tar.gz"),
    (IN_GROUP, URL, "s3://arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap/model.tar.gz"),
    (VERSIONED, URL, "https://bucket.s3.eu-west-1.amazonaws.com/model.tar.gz"),
    (VERSIONED, ("ModelPackageGroupName",), "arn:aws:sagemaker::111122223333:model-package-group/churn"),
    (VERSIONED, (*CONTAINER, "Environment"), {}),
    (samples.unversioned(), (*CONTAINER, "Environment"), {}),
    (VERSIONED, (*CONTAINER, "AdditionalModelDataSources"), []),
    (VERSIONED, (*CONTAINER, "ModelDataETag"), "9b2c"),
    (VERSIONED, (*CONTAINER, "ImageDigest"), ZEROS),
    (sourced(), (*SOURCE, "ETag"), "9b2c"),
    (GZIPPED, (*SOURCE, "S3Uri"), "s3://bucket/model.tgz"),
    (GZIPPED, (*SOURCE, "S3Uri"), "s3://arn:aws:s3-outposts:us-east-1:111122223333:outpost/op-1/accesspoint/a/"),
    (GZIPPED, (*SOURCE, "S3Uri"), "https://bucket.vpce-1a2b3c4d.s3.us-east-1.vpce.amazonaws.com/models/"),
    (one_object("m"), (*SOURCE, "S3Uri"), "s3://bucket/a//./x" + "é" * 127),
    (VALIDATED, (*RESOURCES, "InstanceCount"), 100),
    (VALIDATED, (*JOB, "MaxPayloadInMB"), 100),
    (VALIDATED, (*JOB, "MaxConcurrentTransforms"), 1000),
    (put(VALIDATED, (*JOB, "MaxPayloadInMB"), 10), (*JOB, "MaxConcurrentTransforms"), 10),
    (VERSIONED, (*CONTAINER, "ModelInput"), {"DataInputConfig": "[[1, 3, 224, 224]]"}),
    (put(VALIDATED, (*INPUT, "SplitType"), "Line"), (*JOB, "BatchStrategy"), "MultiRecord"),
    (
        put(VALIDATED, (*RESOURCES, "InstanceType"), "ml.g4dn.xlarge"),
        (*RESOURCES, "TransformAmiVersion"),
        "al2-ami-sagemaker-batch-gpu-470",
    ),
    (VERSIONED, ("InferenceSpecification", "SupportedContentTypes"), ["image/jpeg", "text/csv"]),
]


@pytest.mark.parametrize(("good", "path", "value"), SILENT)
def test_what_is_allowed_is_silent(good: Any, path: Path, value: Any) -> None:
    assert found(put(good, path, value)) == []


@pytest.mark.parametrize("instance_type", ["ml.g4dn.xlarge", "ml.g5.xlarge", "ml.g6e.xlarge", "ml.trn1.32xlarge"])
def test_families_with_local_storage_take_no_volume_key(instance_type: str) -> None:
    value = apply_edits(
        VALIDATED, Edit("set", (*RESOURCES, "InstanceType"), instance_type), Edit("set", (*RESOURCES, "VolumeKmsKeyId"), "alias/a")
    )

    assert ours(value) == ["volume-key-local-storage"]


@pytest.mark.parametrize("instance_type", ["ml.m5.xlarge", "ml.p3.2xlarge", "ml.inf2.xlarge", "ml.r6i.large", "ml.c5d.xlarge", "nonsense"])
def test_other_families_take_a_volume_key(instance_type: str) -> None:
    value = apply_edits(
        VALIDATED, Edit("set", (*RESOURCES, "InstanceType"), instance_type), Edit("set", (*RESOURCES, "VolumeKmsKeyId"), "alias/a")
    )

    assert ours(value) == []


# ---------------------------------------------------------------- places


def test_an_update_tells_the_region_of_all_its_containers() -> None:
    away = samples.container(
        Image="111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn", ModelDataUrl="https://b.s3.eu-west-1.amazonaws.com/m.tar.gz"
    )
    value = samples.update(
        InferenceSpecification=samples.specification(Containers=[away]),
        AdditionalInferenceSpecificationsToAdd=[samples.additional(Containers=[samples.container(), away])],
    )
    places = sorted((name, finding.path) for name, finding in found(value, operation=UPDATE))
    second = ("AdditionalInferenceSpecificationsToAdd", 0, "Containers", 1)

    assert places == [
        ("data-region", (*second, "ModelDataUrl")),
        ("data-region", (*CONTAINER, "ModelDataUrl")),
        ("image-region", (*second, "Image")),
        ("image-region", (*CONTAINER, "Image")),
    ]


def test_a_region_finding_leads_to_what_tells_the_region() -> None:
    finding = one(put(IN_GROUP, IMAGE, "111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn"), "image-region")

    assert [(related.path, related.message) for related in finding.related] == [
        (("ModelPackageGroupName",), "the model package is in us-east-1")
    ]


def test_data_sources_of_additional_channels_are_looked_at() -> None:
    channel = {"ChannelName": "adapter", "S3DataSource": s3_source(S3Uri="s3://bucket/adapter")}
    value = put(sourced(), (*CONTAINER, "AdditionalModelDataSources"), [channel])

    assert one(value, "s3-prefix-slash").path == (*CONTAINER, "AdditionalModelDataSources", 0, "S3DataSource", "S3Uri")


def test_a_source_algorithm_is_given_once() -> None:
    algorithm = samples.algorithm(ModelDataUrl=samples.MODEL_DATA, ModelDataSource={"S3DataSource": s3_source()})

    assert ours({"ModelPackageGroupName": "churn", "SourceAlgorithmSpecification": algorithm}) == ["url-and-data-source"]


def test_an_additional_specification_may_have_an_additional_s3_source() -> None:
    source = {"S3DataType": "S3Object", "S3Uri": "s3://bucket/extra.bin"}
    extra = samples.additional(Containers=[samples.container(AdditionalS3DataSource=source)])

    assert found(samples.versioned(AdditionalInferenceSpecifications=[extra])) == []


def test_a_slash_at_the_end_of_an_object_is_told_once() -> None:
    for compression, name in (("None", "model-file-name"), ("Gzip", "s3-object-slash")):
        assert ours(one_object("churn/", compression)) == [name]


def test_digests_in_different_case_agree() -> None:
    value = put(put(VERSIONED, IMAGE, f"{ECR}/churn@sha256:{'a' * 64}"), (*CONTAINER, "ImageDigest"), "SHA256:" + "A" * 64)

    assert found(value) == []


def test_a_broken_digest_in_the_image_is_no_contradiction_as_well() -> None:
    value = put(put(VERSIONED, IMAGE, f"{ECR}/churn@sha256:12"), (*CONTAINER, "ImageDigest"), ZEROS)

    assert ours(value) == ["image-form"]


def test_a_misspelt_member_is_not_also_missed() -> None:
    value = put(VERSIONED, (*CONTAINER, "Framework"), "XGBOOST")

    assert "framework-version-alone" not in ours(put(value, (*CONTAINER, "FrameworkVersions"), "1.7-1"))


def test_a_package_with_name_and_group_is_not_called_unversioned() -> None:
    value = put(samples.unversioned(ModelPackageGroupName="churn"), (*CONTAINER, "Environment"), {"A": "b"})

    assert "environment-unversioned" not in ours(value)


def test_values_of_the_wrong_type_belong_to_the_schema() -> None:
    for path in (URL, IMAGE, (*CONTAINER, "Environment"), (*CONTAINER, "ModelDataSource")):
        for value in (5, None, [], True, {}):
            assert ours(put(VERSIONED, path, value)) in ([], ["empty-model-data-source"])
    for path in ((*JOB, "MaxPayloadInMB"), (*RESOURCES, "InstanceCount"), (*INPUT, "ContentType"), (*OUTPUT, "KmsKeyId")):
        for value in ("500/a" if path[-1] == "ContentType" else {}, None, [], True):
            assert ours(put(VALIDATED, path, value)) == []
    assert ours(put(put(VALIDATED, (*JOB, "MaxPayloadInMB"), 90), (*JOB, "MaxConcurrentTransforms"), 1.5)) == []


def test_a_url_of_another_scheme_belongs_to_the_schema() -> None:
    assert ours(put(IN_GROUP, URL, "http://bucket.s3.eu-west-1.amazonaws.com/model.zip")) == []
    assert ours(put(one_object("m"), (*SOURCE, "S3Uri"), "http://bucket.s3.amazonaws.com/a/..")) == []


def test_a_fragment_of_an_arn_tells_no_region() -> None:
    assert ours(put(put(VERSIONED, ("ModelPackageGroupName",), "arn:aws"), URL, "https://b.s3.eu-west-1.amazonaws.com/m.tar.gz")) == []


# ---------------------------------------------------------------- editions


def test_more_than_16_variables_are_a_matter_of_the_schema_in_earlier_editions() -> None:
    value = put(VERSIONED, (*CONTAINER, "Environment"), {f"V{number}": "x" for number in range(17)})

    assert ours(value, edition="2022-07") == []
    assert [finding.path for _, finding in found(value, edition="2022-07")] == [(*CONTAINER, "Environment")]


def test_more_than_100_variables_are_a_matter_of_the_schema() -> None:
    assert ours(put(VERSIONED, (*CONTAINER, "Environment"), {f"V{number}": "x" for number in range(101)})) == []


@pytest.mark.parametrize("name", ["2020-10", "2022-07"])
def test_members_that_an_edition_does_not_have_are_unknown_and_nothing_else(name: str) -> None:
    value = samples.unversioned(ValidationSpecification=samples.validation())
    for path, new in (
        ((*CONTAINER, "ModelDataSource"), {}),
        ((*CONTAINER, "AdditionalS3DataSource"), {"S3DataType": "S3Prefix"}),
        ((*CONTAINER, "ModelDataETag"), "9b2c"),
        ((*CONTAINER, "AdditionalModelDataSources"), [{"ChannelName": "a"}, {"ChannelName": "a"}]),
        ((*RESOURCES, "TransformAmiVersion"), "al2023"),
    ):
        assert [finding.path for _, finding in found(put(value, path, new), edition=name)] == [path]


def test_prose_of_later_editions_binds_no_earlier_one() -> None:
    many = put(VALIDATED, (*RESOURCES, "InstanceCount"), 101)
    keyed = put(put(VALIDATED, (*RESOURCES, "InstanceType"), "ml.g4dn.xlarge"), (*RESOURCES, "VolumeKmsKeyId"), "alias/a")

    assert (ours(many, edition="2022-07"), ours(many)) == ([], ["instance-count"])
    assert (ours(keyed, edition="2020-10"), ours(keyed, edition="2022-07")) == ([], ["volume-key-local-storage"])


# ---------------------------------------------------------------- unknowns

CHANNELS = (*CONTAINER, "AdditionalModelDataSources")
INVOLVED: dict[str, list[Path]] = {
    "model-data-suffix": [URL],
    "not-an-s3-url": [URL],
    "data-region": [URL, ("ModelPackageGroupName",), CONTAINER[:2], CONTAINER],
    "image-form": [IMAGE],
    "image-region": [IMAGE, ("ModelPackageGroupName",), CONTAINER[:1]],
    "image-digest-contradiction": [IMAGE, (*CONTAINER, "ImageDigest")],
    "environment-entries": [(*CONTAINER, "Environment")],
    "empty-model-data-source": [SOURCE[:-1], SOURCE],
    "url-and-data-source": [URL, SOURCE[:-1]],
    "s3-prefix-slash": [(*SOURCE, "S3Uri"), (*SOURCE, "S3DataType")],
    "s3-object-slash": [(*SOURCE, "S3Uri"), (*SOURCE, "S3DataType"), (*SOURCE, "CompressionType")],
    "gzip-object-suffix": [(*SOURCE, "S3Uri"), (*SOURCE, "S3DataType"), (*SOURCE, "CompressionType")],
    "gzip-prefix": [(*SOURCE, "S3DataType"), (*SOURCE, "CompressionType")],
    "model-file-name": [(*SOURCE, "S3Uri"), (*SOURCE, "S3DataType"), (*SOURCE, "CompressionType")],
    "eula-not-accepted": [(*SOURCE, "ModelAccessConfig"), (*SOURCE, "ModelAccessConfig", "AcceptEula")],
    "hub-content-arn": [(*SOURCE, "HubAccessConfig", "HubContentArn")],
    "etag-without-uri": [(*SOURCE, "ManifestEtag"), (*SOURCE, "ManifestS3Uri")],
    "additional-sources-alone": [CHANNELS, SOURCE[:-1]],
    "duplicate-channel-name": [CHANNELS, (*CHANNELS, 0), (*CHANNELS, 0, "ChannelName"), (*CHANNELS, 1, "ChannelName")],
    "data-source-unversioned": [("ModelPackageName",), ("ModelPackageGroupName",), SOURCE[:-1]],
    "additional-s3-source-refused": [(*CONTAINER, "AdditionalS3DataSource")],
    "environment-unversioned": [("ModelPackageName",), ("ModelPackageGroupName",), (*CONTAINER, "Environment")],
    "instance-count": [(*RESOURCES, "InstanceCount")],
    "transform-payload": [(*JOB, "MaxPayloadInMB")],
    "augmented-manifest": [(*JOB_SOURCE, "S3DataType")],
    "converse-data": [(*JOB_SOURCE, "S3DataType")],
    "manifest-uri": [(*JOB_SOURCE, "S3DataType"), (*JOB_SOURCE, "S3Uri")],
    "batch-strategy-without-split": [(*JOB, "BatchStrategy"), INPUT, (*INPUT, "SplitType")],
    "mime-type": [("InferenceSpecification", "SupportedContentTypes"), ("InferenceSpecification", "SupportedContentTypes", 0)],
    "kms-key-form": [(*OUTPUT, "KmsKeyId")],
    "volume-key-local-storage": [(*RESOURCES, "InstanceType"), (*RESOURCES, "VolumeKmsKeyId")],
    "unknown-ami": [(*RESOURCES, "TransformAmiVersion")],
    "gpu-ami": [(*RESOURCES, "InstanceType"), (*RESOURCES, "TransformAmiVersion")],
    "framework-version-alone": [(*CONTAINER, "Framework"), (*CONTAINER, "FrameworkVersion")],
    "data-input-config": [(*CONTAINER, "ModelInput"), (*CONTAINER, "ModelInput", "DataInputConfig")],
    "empty-realtime-list": [("InferenceSpecification", "SupportedRealtimeInferenceInstanceTypes")],
}
# What these rules miss may stand in the open part of the container.
ABSENCE: dict[str, Path] = {
    "empty-model-data-source": SOURCE[:-1],
    "etag-without-uri": SOURCE,
    "additional-sources-alone": CONTAINER,
    "data-source-unversioned": (),
    "environment-unversioned": (),
    "batch-strategy-without-split": INPUT,
    "framework-version-alone": CONTAINER,
    "empty-realtime-list": ("InferenceSpecification", "SupportedRealtimeInferenceInstanceTypes"),
}


def first(name: str) -> Example:
    example = RULES[name].examples[0]
    assert isinstance(example, Example)
    return example


def test_every_rule_is_asked_about_unknowns() -> None:
    assert set(INVOLVED) == OURS


@pytest.mark.parametrize(("name", "path"), [(name, path) for name, paths in INVOLVED.items() for path in paths])
def test_an_unknown_value_silences_the_rule_that_it_concerns(name: str, path: Path) -> None:
    value = bad(first(name))

    assert ours(value) == [name]
    assert name not in ours(put(value, path, Unknown()), certain=False)


@pytest.mark.parametrize(("name", "path"), ABSENCE.items())
def test_an_open_container_silences_rules_about_what_is_missing(name: str, path: Path) -> None:
    assert ours(open_at(bad(first(name)), path), certain=False) == []


@pytest.mark.parametrize("name", sorted({*INVOLVED} - {*ABSENCE}))
def test_open_containers_do_not_hide_what_is_certain(name: str) -> None:
    assert ours(opened(bad(first(name))), certain=False) == [name]


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_nothing_is_found_because_of_an_unknown(name: str, example: Example) -> None:
    value = bad(example)
    known = {(rule, finding.path) for rule, finding in found(value)}

    assert known == {(name, path) for path in example.expect}
    for path in list(nodes(value))[1:]:
        changed = put(value, path, Unknown())
        assert {(rule, finding.path) for rule, finding in found(changed, certain=False) if rule in OURS} <= known, path


def test_a_known_end_of_an_unknown_url_decides_where_it_can() -> None:
    for unknown in (Unknown(prefix="s3://bucket/"), Unknown(suffix=".tar.gz"), Unknown(suffix="gz"), Unknown()):
        assert ours(put(VERSIONED, URL, unknown), certain=False) == []
    assert ours(put(VERSIONED, URL, Unknown(suffix="/model.zip")), certain=False) == ["model-data-suffix"]


@pytest.mark.parametrize("url", ["x", "https://models.example.com/model.tar.gz"])
@pytest.mark.parametrize(("path", "member"), [((), "ModelDataUrl"), (CONTAINER, "SamplePayloadUrl")])
def test_the_url_of_an_archive_in_the_wrong_place_is_one_finding(url: str, path: Path, member: str) -> None:
    assert one(put(VERSIONED, (*path, member), url), "unknown-member").path == (*path, member)
