"""The inputs of the operations beside CreateModelPackage and UpdateModelPackage, as an edition of their own.

What stands here is taken from the service model of botocore 1.44.5, by shape; the pages that the editions cover do not speak of these
operations. Shapes that the two operations share with them are those of the current edition.
"""

from functools import cache
from typing import Any, TypeAlias

from ..schemas import load
from ..schemas.edition import Edition

_Inputs: TypeAlias = "dict[str, dict[str, str]]"

_BOTOCORE = "1.44.5"
_DATE = "2026-11-17"
_CREATE = "CreateModelPackage"

# The members of each input, and the shape of each; a mark says which are required.
_INPUTS: _Inputs = {
    "DescribeModelPackage": {"ModelPackageName": "VersionedArnOrName!", "IncludedData": "IncludedData"},
    "ListModelPackages": {
        "CreationTimeAfter": "Timestamp",
        "CreationTimeBefore": "Timestamp",
        "MaxResults": "MaxResults",
        "NameContains": "NameContains",
        "ModelApprovalStatus": "ModelApprovalStatus",
        "ModelPackageGroupName": "ArnOrName",
        "ModelPackageType": "ModelPackageType",
        "NextToken": "NextToken",
        "SortBy": "ModelPackageSortBy",
        "SortOrder": "SortOrder",
    },
    "DeleteModelPackage": {"ModelPackageName": "VersionedArnOrName!"},
    "CreateModelPackageGroup": {
        "ModelPackageGroupName": "EntityName!",
        "ModelPackageGroupDescription": "EntityDescription",
        "Tags": "TagList",
        "ManagedConfiguration": "ManagedConfiguration",
    },
    "DescribeModelPackageGroup": {"ModelPackageGroupName": "ArnOrName!"},
    "ListModelPackageGroups": {
        "CreationTimeAfter": "Timestamp",
        "CreationTimeBefore": "Timestamp",
        "MaxResults": "MaxResults",
        "NameContains": "NameContains",
        "NextToken": "NextToken",
        "SortBy": "ModelPackageSortBy",
        "SortOrder": "SortOrder",
        "CrossAccountFilterOption": "CrossAccountFilterOption",
    },
    "DeleteModelPackageGroup": {"ModelPackageGroupName": "ArnOrName!"},
}

OTHER_OPERATIONS = tuple(_INPUTS)
"""The operations that set up, show and remove what the two operations make."""

_SHAPES: dict[str, dict[str, Any]] = {
    "CrossAccountFilterOption": {"type": "string", "enum": ["SameAccount", "CrossAccount"]},
    "IncludedData": {"type": "string", "enum": ["AllData", "MetadataOnly"]},
    "ManagedConfiguration": {
        "type": "object",
        "properties": {"ManagedStorageType": {"$ref": "#/$defs/ManagedStorageType"}},
        "additionalProperties": False,
    },
    "MaxResults": {"type": "integer", "minimum": 1, "maximum": 100},
    "ModelPackageSortBy": {"type": "string", "enum": ["Name", "CreationTime"]},
    "ModelPackageType": {"type": "string", "enum": ["Versioned", "Unversioned", "Both"]},
    "NameContains": {"type": "string", "maxLength": 63, "pattern": r"^[a-zA-Z0-9\-]+$"},
    "NextToken": {"type": "string", "maxLength": 8192, "pattern": r"^[^\n\r\u0085\u2028\u2029]*$"},
    "SortOrder": {"type": "string", "enum": ["Ascending", "Descending"]},
    # The protocol sends timestamps as seconds since 1970.
    "Timestamp": {"type": "number"},
    "VersionedArnOrName": {
        "type": "string",
        "minLength": 1,
        "maxLength": 176,
        # The service model forbids a last hyphen with a lookbehind, and that of the group name stands before a version.
        "pattern": (
            r"^(arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:[a-z\-]*/)?"
            r"[a-zA-Z0-9]([a-zA-Z0-9\-]{0,61}[a-zA-Z0-9])?(/[0-9]{1,9})?$"
        ),
    },
}
_SHARED = (
    "ArnOrName",
    "EntityDescription",
    "EntityName",
    "ManagedStorageType",
    "ModelApprovalStatus",
    "Tag",
    "TagKey",
    "TagList",
    "TagValue",
)


@cache
def other_inputs() -> Edition:
    """Return the edition of the other operations."""
    current = load().editions[_CREATE]
    shapes = _SHAPES | {name: current.shape(_CREATE, name) for name in _SHARED}

    def schema(operation: str) -> dict[str, Any]:
        root = f"{operation}Input"
        members = {member: shape.rstrip("!") for member, shape in _INPUTS[operation].items()}
        definition = {
            "type": "object",
            "properties": {member: {"$ref": f"#/$defs/{shape}"} for member, shape in members.items()},
            "required": [member for member, shape in _INPUTS[operation].items() if shape.endswith("!")],
            "additionalProperties": False,
        }
        return {"$ref": f"#/$defs/{root}", "$defs": {root: definition, **shapes}}

    return Edition("other operations", _BOTOCORE, _DATE, OTHER_OPERATIONS, schema)
