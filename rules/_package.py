"""What rules about whole requests share: names of members, since when they exist, kinds of packages, types of ARNs."""

import re
from collections.abc import Collection

from ..linter.request import Scope

NAME = "ModelPackageName"
GROUP = "ModelPackageGroupName"
INFERENCE = "InferenceSpecification"
SOURCE_ALGORITHM = "SourceAlgorithmSpecification"
SOURCE_URI = "SourceUri"
ADDITIONAL = "AdditionalInferenceSpecifications"
TO_ADD = "AdditionalInferenceSpecificationsToAdd"
METADATA = "CustomerMetadataProperties"
TO_REMOVE = "CustomerMetadataPropertiesToRemove"

# Service-model versions that introduced the members, Task among the additional ones.
GROUPS_SINCE = "1.19.27"
METADATA_SINCE = "1.22.5"
ADDITIONAL_SINCE = "1.23.18"
SOURCE_URI_SINCE = "1.34.53"

_ARN = re.compile(r"arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:([a-z\-]*)/.+", re.DOTALL)


def is_unversioned(scope: Scope) -> bool:
    """Tell whether a request certainly makes a package with a name of its own; one with name and group is of no kind."""
    return scope.text(NAME) is not None and scope.lacks(GROUP)


def resource_type(text: str) -> str | None:
    """Return the resource type in the ARN of a SageMaker resource, as in ``model-package``; `None` when ``text`` is no such ARN."""
    match = _ARN.fullmatch(text) if text.startswith("arn:") else None
    return match[1] if match else None


def new_names(scope: Scope, stored: Collection[str]) -> set[str]:
    """Return the names that an update certainly adds to the ``stored`` ones."""
    return {name for item in scope.items(TO_ADD) if (name := item.text("Name")) is not None and name not in stored}
