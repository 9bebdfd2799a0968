"""Sample texts for the shapes of a request, and texts of a wanted length or with one wrong character."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import regex

ACCOUNT = "111122223333"
REGION = "us-east-1"
BUCKET = "s3://amzn-s3-demo-bucket"
DIGEST = "sha256:" + "0123456789abcdef" * 4
KMS_KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"

# By member; where a member means different things in two structures, by structure and member.
SAMPLES = {
    "Accept": "text/csv",
    "AlgorithmName": f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:algorithm/xgboost",
    "ApprovalDescription": "Better than version 6 on all slices",
    "ChannelName": "draft-model",
    "ClientToken": "6b1d4c1e-6f0a-4c59-9c53-0f4b5a2f8a11",
    "CommitId": "9fceb02d0ae598e95dc970b74767f19372d61af8",
    "ContainerHostname": "churn-server",
    "ContentDigest": DIGEST,
    "ContentType": "application/json",
    "DataInputConfig": '{"input": [1, 3, 224, 224]}',
    "Description": "Compiled for small devices",
    "Domain": "MACHINE_LEARNING",
    "ETag": "0123456789abcdef0123456789abcdef",
    "Framework": "XGBOOST",
    "FrameworkVersion": "1.7",
    "GeneratedBy": f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:training-job/churn",
    "HubContentArn": f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:hub-content/Models/Model/churn/1.0.0",
    "HubContentName": "churn",
    "HubContentVersion": "1.0.0",
    "Image": f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/churn:1.4",
    "ImageDigest": DIGEST,
    "InstanceType": "ml.p3.2xlarge",
    "Key": "team",
    "KmsKeyId": KMS_KEY,
    "ManifestEtag": "0123456789abcdef0123456789abcdef",
    "ManifestS3Uri": f"{BUCKET}/churn/manifest.csv",
    "ModelCardContent": '{"model_overview": {"model_creator": "Churn team"}}',
    "ModelDataETag": "0123456789abcdef0123456789abcdef",
    "ModelDataUrl": f"{BUCKET}/churn/model.tar.gz",
    "ModelPackageArn": f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:model-package/churn/7",
    "ModelPackageDescription": "Predicts who leaves",
    "ModelPackageGroupName": "churn",
    "ModelPackageName": "churn-2026",
    "Name": "neo-arm",
    "NearestModelName": "xgboost",
    "ProductId": "prod-0123456789abc",
    "ProfileName": "smoke",
    "ProjectId": "churn",
    "TransformS3DataSource.S3DataType": "S3Prefix",
    "S3ModelDataSource.S3DataType": "S3Prefix",
    "RecipeName": "fine-tuning",
    "Repository": "https://git.example.com/churn.git",
    "S3OutputPath": f"{BUCKET}/out/",
    "S3Uri": f"{BUCKET}/churn/in/",
    "FileSource.S3Uri": f"{BUCKET}/churn/config.json",
    "MetricsSource.S3Uri": f"{BUCKET}/churn/metrics.json",
    "SamplePayloadUrl": f"{BUCKET}/churn/payload.tar.gz",
    "SkipModelValidation": "None",
    "SourceUri": f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:model-package/churn/6",
    "SplitType": "Line",
    "Stage": "Development",
    "StageDescription": "Waits for the review",
    "StageStatus": "PendingReview",
    "Task": "CLASSIFICATION",
    "TransformAmiVersion": "al2-ami-sagemaker-batch-gpu-535",
    "ValidationRole": f"arn:aws:iam::{ACCOUNT}:role/Validation",
    "Value": "churn",
    "VolumeKmsKeyId": KMS_KEY,
    # Members of lists and maps, by the shape around them.
    "ContentTypes": "text/csv",
    "CustomerMetadataKeyList": "reviewed-by",
    "CustomerMetadataMap": "Ana",
    "CustomerMetadataMap.key": "reviewer",
    "EnvironmentMap": "info",
    "EnvironmentMap.key": "LOG_LEVEL",
    "RealtimeInferenceInstanceTypes": "ml.m5.xlarge",
    "ResponseMIMETypes": "text/csv",
    "TransformEnvironmentMap": "info",
    "TransformEnvironmentMap.key": "LOG_LEVEL",
    "TransformInstanceTypes": "ml.m5.xlarge",
}

# Head, character to repeat and tail of texts that can be made as long as wanted; the first that suits a pattern is taken.
_STRETCHED = (
    (f"{BUCKET}/", "a", "/model.tar.gz"),
    (f"arn:aws:iam::{ACCOUNT}:role/", "a", ""),
    (f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:model-package/", "a", ""),
    ("arn:aws:sagemaker:", "a", f":{ACCOUNT}:model-package-group/churn"),
    ("text/", "a", ""),
    ("1.", "7", ""),
    ("", "a", ""),
    ("", "1", ""),
    ("sha256:", "0", ""),
)

_WRONG_CHARACTERS = ("!", " ", "\u00e9", "\n", "\t", "/")


def sample(owner: str, member: str, definition: Mapping[str, Any]) -> str | None:
    """Return a text that suits ``member`` of the shape ``owner``; `None` when none is known that the definition allows."""
    enum: list[str] | None = definition.get("enum")
    known = SAMPLES.get(f"{owner}.{member}", SAMPLES.get(member))
    if enum is not None:
        return known if known in enum else enum[0]
    if known is not None and suits(known, definition):
        return known
    return of_length(definition, max(definition.get("minLength", 0), min(8, definition.get("maxLength", 8))))


def suits(text: str, definition: Mapping[str, Any]) -> bool:
    """Tell whether a text has an allowed length and matches the pattern."""
    return definition.get("minLength", 0) <= len(text) <= definition.get("maxLength", len(text)) and matches(text, definition)


def matches(text: str, definition: Mapping[str, Any]) -> bool:
    """Tell whether the whole text matches the pattern, if there is one."""
    pattern = definition.get("pattern")
    return pattern is None or _compiled(pattern).fullmatch(text) is not None


@cache
def _compiled(pattern: str) -> "regex.Pattern[str]":
    return regex.compile(pattern)


def of_length(definition: Mapping[str, Any], length: int) -> str | None:
    """Return a text of exactly ``length`` characters that matches the pattern, or `None`."""
    for head, filler, tail in _STRETCHED:
        text = head + filler * (length - len(head) - len(tail)) + tail
        if len(text) == length and matches(text, definition):
            return text
    return None


def stretched(text: str, definition: Mapping[str, Any], length: int) -> Iterator[str]:
    """Yield texts of exactly ``length`` characters that match the pattern, those that resemble ``text`` first.

    What is longer grows at its end, in its last path segment, before its last character, or inside a JSON text in it.
    """
    filler = "a" * (length - len(text))
    if len(text) >= length:
        candidates = [text[:length]]
    else:
        places = (len(text), text.rfind("/") + 1, len(text) - 1, max(len(text) - 4, 0))
        candidates = [text[:place] + filler + text[place:] for place in places]
    yield from (candidate for candidate in candidates if matches(candidate, definition))
    other = of_length(definition, length)
    if other is not None:
        yield other


def with_wrong_character(text: str, definition: Mapping[str, Any]) -> Iterator[str]:
    """Yield texts that differ from ``text`` in one character and no longer match the pattern, the least odd characters first."""
    # A line break where a blank is: text in a text, such as JSON, stays what it is.
    broken = text.replace(" ", "\n", 1)
    if broken != text and not matches(broken, definition):
        yield broken
    for wrong in _WRONG_CHARACTERS:
        for index in dict.fromkeys((len(text) // 2, len(text) - 1, 0)):
            changed = text[:index] + wrong + text[index + 1 :]
            if text and not matches(changed, definition):
                yield changed


def near_miss(text: str, enum: list[str]) -> str:
    """Return a text close to ``text`` that the enum does not list."""
    candidates = (text.swapcase(), text + "s", *(text + "s" * number for number in range(2, len(enum) + 2)))
    return next(candidate for candidate in candidates if candidate not in enum)


def near_misses(text: str, enum: list[str]) -> Iterator[str]:
    """Yield texts close to one of an enum's values that the enum does not list, the closest first."""
    candidates = (text.swapcase(), f"{text}s", f"{text} ", f" {text}", text[:-1])
    yield from (candidate for candidate in dict.fromkeys(candidates) if candidate not in enum)
