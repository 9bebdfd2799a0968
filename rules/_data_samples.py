"""Good requests with a ModelDataSource, and the paths that examples edit."""

from typing import Any

from ._samples import IMAGE, specification, versioned

CONTAINER = ("InferenceSpecification", "Containers", 0)
SOURCE = (*CONTAINER, "ModelDataSource", "S3DataSource")
JOB = ("ValidationSpecification", "ValidationProfiles", 0, "TransformJobDefinition")


def s3_source(**members: Any) -> dict[str, Any]:
    """The data source of uncompressed artifacts under a prefix, with ``members`` put over it."""
    return {"S3Uri": "s3://amzn-s3-demo-bucket/churn/", "S3DataType": "S3Prefix", "CompressionType": "None"} | members


def sourced(**members: Any) -> dict[str, Any]:
    """A versioned request whose container takes its model from a data source with ``members``."""
    source = {"S3DataSource": s3_source(**members)}
    return versioned(InferenceSpecification=specification(Containers=[{"Image": IMAGE, "ModelDataSource": source}]))


def one_object(key: str, compression: str = "None", **members: Any) -> dict[str, Any]:
    """The same with a single object."""
    return sourced(S3Uri=f"s3://amzn-s3-demo-bucket/{key}", S3DataType="S3Object", CompressionType=compression, **members)
