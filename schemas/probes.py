"""Values that the service is known to accept, to test patterns with before they are believed."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import jsonschema_rs

_SHA = "sha256:" + "0123456789abcdef" * 4
_URLS = ("s3://amzn-s3-demo-bucket/churn/model.tar.gz", "https://amzn-s3-demo-bucket.s3.us-east-1.amazonaws.com/churn/model.tar.gz")
_KEY = "1234abcd-12ab-34cd-56ef-1234567890ab"

KNOWN_GOOD: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ArnOrName": ("churn", "arn:aws:sagemaker:us-east-1:111122223333:model-package-group/churn"),
        "ClientToken": ("8c6a7d1e-5a0f-4f3c-9f57-0d2d3f0f2a11",),
        "ContainerHostname": ("inference",),
        "ContainerImage": ("111122223333.dkr.ecr.us-east-1.amazonaws.com/churn:1.4",),
        "ContentDigest": (_SHA,),
        "ContentType": ("text/csv",),
        "CustomerMetadataKey": ("team",),
        "CustomerMetadataValue": ("risk scoring",),
        "EntityDescription": ("Predicts churn.", "Sagt die Abwanderung voraus, wöchentlich."),
        "EntityName": ("churn", "churn-2026"),
        "EnvironmentKey": ("MODEL_SERVER_WORKERS",),
        "EnvironmentValue": ("4",),
        "FrameworkVersion": ("2.1",),
        "HubContentArn": ("arn:aws:sagemaker:us-east-1:aws:hub-content/SageMakerPublicHub/Model/llama/1.0.0",),
        "Image": ("111122223333.dkr.ecr.us-east-1.amazonaws.com/churn:1.4",),
        "ImageDigest": (_SHA,),
        "KmsKeyId": (_KEY, f"arn:aws:kms:us-east-1:111122223333:key/{_KEY}", "alias/models"),
        "ModelPackageArn": (
            "arn:aws:sagemaker:us-east-1:111122223333:model-package/churn/7",
            "arn:aws-us-gov:sagemaker:us-gov-west-1:111122223333:model-package/churn-2026",
            "arn:aws-cn:sagemaker:cn-north-1:111122223333:model-package/churn/12",
        ),
        "ModelPackageFrameworkVersion": ("2.1",),
        "ModelPackageSourceUri": ("arn:aws:sagemaker:us-east-1:111122223333:model-package/churn/7",),
        "ResponseMIMEType": ("text/csv", "application/json"),
        "RoleArn": ("arn:aws:iam::111122223333:role/Validation", "arn:aws-cn:iam::111122223333:role/service-role/Validation"),
        "S3ModelUri": _URLS,
        "S3Uri": _URLS,
        "TagKey": ("team",),
        "TagValue": ("risk", ""),
        "TransformAmiVersion": ("al2-ami-sagemaker-batch-gpu-470",),
        "Url": _URLS,
    }
)
"""By the service model's shape."""


def refused_known_good(shape: str, definition: Mapping[str, Any]) -> str | None:
    """Return a known-good value that the pattern of a shape's schema rejects.

    A service model can be wrong: that of botocore 1.40.72 wants ARNs that begin with ``arn:arn:aws``. Raises `ValueError` when the
    pattern does not compile.
    """
    if "pattern" not in definition:
        return None
    validator = jsonschema_rs.Draft202012Validator({"pattern": definition["pattern"]}, pattern_options=jsonschema_rs.RegexOptions())
    return next((value for value in KNOWN_GOOD.get(shape, ()) if not validator.is_valid(value)), None)
