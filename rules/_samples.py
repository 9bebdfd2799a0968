"""Good requests that the rules' examples start from: the smallest that every rule is silent on."""

from typing import Any

ACCOUNT = "111122223333"
IMAGE = f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/churn:1.4"
MODEL_DATA = "s3://amzn-s3-demo-bucket/churn/model.tar.gz"
PACKAGE_ARN = f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:model-package/churn/7"
GROUP_ARN = f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:model-package-group/churn"
ROLE_ARN = f"arn:aws:iam::{ACCOUNT}:role/Validation"


def container(**members: Any) -> dict[str, Any]:
    """A container with an image and an archive, and ``members`` besides."""
    return {"Image": IMAGE, "ModelDataUrl": MODEL_DATA} | members


def specification(**members: Any) -> dict[str, Any]:
    """An inference specification that suits versioned and unversioned packages in every edition."""
    return {
        "Containers": [container()],
        "SupportedTransformInstanceTypes": ["ml.m5.xlarge"],
        "SupportedRealtimeInferenceInstanceTypes": ["ml.m5.xlarge"],
        "SupportedContentTypes": ["text/csv"],
        "SupportedResponseMIMETypes": ["text/csv"],
    } | members


def versioned(**members: Any) -> dict[str, Any]:
    """A CreateModelPackage request for a new version in a group."""
    return {"ModelPackageGroupName": "churn", "InferenceSpecification": specification()} | members


def unversioned(**members: Any) -> dict[str, Any]:
    """A CreateModelPackage request for a package of its own."""
    return {"ModelPackageName": "churn-2026", "InferenceSpecification": specification()} | members


def update(**members: Any) -> dict[str, Any]:
    """An UpdateModelPackage request."""
    return {"ModelPackageArn": PACKAGE_ARN, "ModelApprovalStatus": "Approved"} | members


def additional(name: str = "neo-arm", **members: Any) -> dict[str, Any]:
    """An additional inference specification."""
    return {"Name": name, "Containers": [container()]} | members


def validation(**job: Any) -> dict[str, Any]:
    """A validation specification whose one transform job has the members ``job`` besides the required ones."""
    definition = {
        "TransformInput": {"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://amzn-s3-demo-bucket/in/"}}},
        "TransformOutput": {"S3OutputPath": "s3://amzn-s3-demo-bucket/out/"},
        "TransformResources": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1},
    }
    return {"ValidationRole": ROLE_ARN, "ValidationProfiles": [{"ProfileName": "smoke", "TransformJobDefinition": definition | job}]}


def algorithm(name: str = "churn-forest", **members: Any) -> dict[str, Any]:
    """A source algorithm specification."""
    return {"SourceAlgorithms": [{"AlgorithmName": name} | members]}


def registered(**members: Any) -> dict[str, Any]:
    """A CreateModelPackage request for a new version in a group that is taken over from another package."""
    return {"ModelPackageGroupName": "churn", "SourceUri": PACKAGE_ARN} | members


def stored(*names: str) -> str:
    """The text of a configuration that says which additional inference specifications the package of `update` has already."""
    listed = ", ".join(f'"{name}"' for name in names)
    return f'[stored]\n"{PACKAGE_ARN}" = [{listed}]\n'
