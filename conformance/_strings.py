"""What the texts of a request are drawn from, member by member."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from . import _pieces
from ._pieces import Region, s3_uris

_TASKS = (
    "IMAGE_CLASSIFICATION",
    "OBJECT_DETECTION",
    "TEXT_GENERATION",
    "IMAGE_SEGMENTATION",
    "FILL_MASK",
    "CLASSIFICATION",
    "REGRESSION",
    "OTHER",
)
_IMAGES = ("al2-ami-sagemaker-batch-gpu-470", "al2-ami-sagemaker-batch-gpu-535")


class Spot(NamedTuple):
    """What the strategy of a text depends on besides its member: the region, the greatest length, and whether to be clean."""

    region: Region
    high: int
    clean: bool


Text: TypeAlias = Callable[[Spot], SearchStrategy[str]]


def _or(usual: SearchStrategy[str] | Text, loose: Text) -> Text:
    """Draw what is usual, and where something may be said about a request, also whatever else is valid."""

    def text(spot: Spot) -> SearchStrategy[str]:
        natural = usual(spot) if callable(usual) else usual
        return natural if spot.clean else st.one_of(natural, loose(spot))

    return text


def _uri(suffix: str) -> Text:
    return _or(s3_uris(suffix), lambda spot: st.one_of(s3_uris(suffix, unicode=True), _pieces.https_urls(spot.region, suffix)))


def _line(spot: Spot) -> SearchStrategy[str]:
    return _pieces.descriptions(spot.high) if spot.clean else _pieces.single_lines(spot.high)


def _label(spot: Spot) -> SearchStrategy[str]:
    return _pieces.labels(spot.high)


def _kms(spot: Spot) -> SearchStrategy[str]:
    keys = _pieces.kms_keys(spot.region)
    return keys if spot.clean else st.one_of(keys, _pieces.words(spot.high, ":/_-", 0))


def _source(spot: Spot) -> SearchStrategy[str]:
    return st.one_of(_pieces.package_arns(spot.region), _pieces.sagemaker_arns("model", spot.region))


def _name(spot: Spot) -> SearchStrategy[str]:
    return _pieces.names(min(spot.high, 63))


def _environment_name(spot: Spot) -> SearchStrategy[str]:
    return _pieces.environment_names(spot.high)


def _environment_value(spot: Spot) -> SearchStrategy[str]:
    return _pieces.texts(spot.high)


def _description(spot: Spot) -> SearchStrategy[str]:
    return _pieces.descriptions(spot.high)


def _hub_content(spot: Spot) -> SearchStrategy[str]:
    name = _pieces.names(30)
    arn = f"arn:{spot.region.partition}:sagemaker:{spot.region.name}:aws:hub-content/{{}}/Model/{{}}/{{}}"
    return st.builds(arn.format, name, name, _pieces.content_versions())


# By member; by structure and member where needed; by list or map for what it holds.
TEXTS: dict[str, SearchStrategy[str] | Text] = {
    "Accept": _or(_pieces.mime_types(), _line),
    "AlgorithmName": lambda spot: st.one_of(_pieces.names(), _pieces.sagemaker_arns("algorithm", spot.region)),
    "ApprovalDescription": _line,
    "ChannelName": _name,
    "ClientToken": _pieces.tokens(),
    "CommitId": _line,
    "ContainerHostname": _name,
    "ContentDigest": _pieces.image_digests(),
    "ContentType": _or(_pieces.mime_types(), _line),
    "ContentTypes": _or(_pieces.mime_types(), _line),
    "CustomerMetadataKeyList": _label,
    "CustomerMetadataMap.key": _label,
    "CustomerMetadataMap.value": _label,
    "DataInputConfig": _or(_pieces.data_input_configs(), lambda spot: _pieces.texts(spot.high, 1)),
    "Description": _description,
    "ETag": _pieces.etags(),
    "EnvironmentMap.key": _environment_name,
    "EnvironmentMap.value": _environment_value,
    "FrameworkVersion": _pieces.framework_versions(),
    "GeneratedBy": _line,
    "HubContentArn": _or(_hub_content, _line),
    "HubContentName": _name,
    "HubContentVersion": _pieces.content_versions(),
    "Image": _or(lambda spot: _pieces.image_uris(spot.region), lambda spot: _pieces.without_white_space(spot.high)),
    "ImageDigest": _pieces.image_digests(),
    "Key": _label,
    "KmsKeyId": _kms,
    "ManifestEtag": _pieces.etags(),
    "ManifestS3Uri": s3_uris(".csv"),
    "ModelCardContent": _pieces.model_cards(),
    "ModelDataETag": _pieces.etags(),
    "ModelDataUrl": _uri(".tar.gz"),
    "ModelPackageArn": lambda spot: _pieces.package_arns(spot.region, versioned=True if spot.clean else None),
    "ModelPackageDescription": _description,
    "ModelPackageGroupName": lambda spot: st.one_of(_pieces.names(), _pieces.group_arns(spot.region)),
    "ModelPackageName": _name,
    "Name": _name,
    "ProductId": _name,
    "ProfileName": _name,
    "ProjectId": _line,
    "Repository": _line,
    "ResponseMIMETypes": _pieces.mime_types(),
    "S3OutputPath": _uri("/"),
    "S3Uri": _uri(".json"),
    "SamplePayloadUrl": _uri(".tar.gz"),
    "SourceUri": _or(_source, lambda spot: _pieces.source_uris(spot.high)),
    "Stage": _name,
    "StageDescription": _line,
    "StageStatus": _name,
    "Tag.Value": lambda spot: _pieces.labels(spot.high, 0),
    "Task": _or(st.sampled_from(_TASKS), lambda spot: _pieces.texts(spot.high)),
    "TransformAmiVersion": _or(st.sampled_from(_IMAGES), lambda spot: _pieces.words(spot.high, "")),
    "TransformEnvironmentMap.key": _environment_name,
    "TransformEnvironmentMap.value": _environment_value,
    "ValidationRole": lambda spot: _pieces.role_arns(spot.region),
    "VolumeKmsKeyId": _kms,
}
