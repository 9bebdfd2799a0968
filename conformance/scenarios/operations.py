"""The operations on model packages and groups, and how each refuses what does not fit the registry's state."""

from collections.abc import Mapping
from types import MappingProxyType

from ..check import VALIDATION, Expectation

CREATE = "CreateModelPackage"
UPDATE = "UpdateModelPackage"
DESCRIBE = "DescribeModelPackage"
LIST = "ListModelPackages"
DELETE = "DeleteModelPackage"
CREATE_GROUP = "CreateModelPackageGroup"
DESCRIBE_GROUP = "DescribeModelPackageGroup"
LIST_GROUPS = "ListModelPackageGroups"
DELETE_GROUP = "DeleteModelPackageGroup"

VERBS: Mapping[str, str] = MappingProxyType({CREATE: "create", UPDATE: "update", LIST: "list"})
"""How operations are called in the names of cases."""

_CONFLICT, _LIMIT = "ConflictException", "ResourceLimitExceeded"

LISTED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        CREATE: (_CONFLICT, _LIMIT),
        UPDATE: (_CONFLICT,),
        DESCRIBE: (),
        LIST: (),
        DELETE: (_CONFLICT,),
        CREATE_GROUP: (_LIMIT,),
        DESCRIBE_GROUP: (),
        LIST_GROUPS: (),
        DELETE_GROUP: (_CONFLICT,),
    }
)
"""The errors that the service model (botocore 1.44.5) lists for each operation. It never lists ValidationException."""

EITHER = Expectation("either")
"""Accepted or refused, as long as the backend does not crash."""

DONE = Expectation("accepted", bare=True)
"""What answers an operation that has no output."""


def refusal(operation: str) -> Expectation:
    """Return the expectation of a refusal because of what the registry holds: ValidationException, or an error that is listed."""
    return Expectation("refused", (VALIDATION, *LISTED[operation]))
