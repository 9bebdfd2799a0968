"""Register the churn model of a month, and approve the version that was reviewed."""

import boto3

REGION = "eu-west-1"
REGISTRY = f"111122223333.dkr.ecr.{REGION}.amazonaws.com"
INSTANCES = ["ml.m5.large", "ml.m5.xlarge"]


def container(month: str) -> dict[str, object]:
    """Describe what serves the model of a month."""
    return {
        "Image": f"{REGISTRY}/churn-serving:1.4",
        "ModelDataUrl": f"s3://amzn-s3-demo-bucket/churn/{month}/model.tar.gz",
        "Environment": {"SAGEMAKER_PROGRAM": "serve.py"},
    }


def register(month: str) -> str:
    """Create the version of a month and return its ARN."""
    request = {
        "ModelPackageGroupName": "churn",
        "ModelPackageDescription": "Gradient-boosted churn model of " + month,
        "ModelApprovalStatus": "PendingManualApproval",
    }
    request["InferenceSpecification"] = {
        "Containers": [container(month)],
        "SupportedTransformInstanceTypes": ["ml.m5.xlarge"],
        "SupportedRealtimeInferenceInstanceTypes": INSTANCES,
        "SupportedContentTypes": ["text/csv"],
        "SupportedResponseMIMETypes": ["text/csv"],
    }
    client = boto3.client("sagemaker", region_name=REGION)
    return client.create_model_package(**request)["ModelPackageArn"]


def approve(arn: str, reviewer: str) -> None:
    """Approve a version."""
    boto3.client("sagemaker", region_name=REGION).update_model_package(
        ModelPackageArn=arn,
        ModelApprovalStatus="Approved",
        CustomerMetadataProperties={"reviewed-by": reviewer},
    )
