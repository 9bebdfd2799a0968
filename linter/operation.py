"""Which operation a request is of: from the name of its file, or from what it holds.

A value is taken for a request when it names a model package and holds something else of a request, or when it holds a specification that
only these requests have. Names count in any spelling (case, dashes, underscores) and with one slip, because a misspelt request is what a
linter is for. What answers of the service, requests of other operations, templates and pipelines hold speaks against it.
"""

import re
from typing import Any, NamedTuple

CREATE, UPDATE = "CreateModelPackage", "UpdateModelPackage"

# All editions together; a test holds them against the schemas.
CREATE_MEMBERS = frozenset(
    {
        "ModelPackageName", "ModelPackageGroupName", "ModelPackageDescription", "ModelPackageRegistrationType", "InferenceSpecification",
        "ValidationSpecification", "SourceAlgorithmSpecification", "CertifyForMarketplace", "Tags", "ModelApprovalStatus",
        "MetadataProperties", "ModelMetrics", "ClientToken", "Domain", "Task", "SamplePayloadUrl", "CustomerMetadataProperties",
        "DriftCheckBaselines", "AdditionalInferenceSpecifications", "SkipModelValidation", "SourceUri", "SecurityConfig", "ModelCard",
        "ModelLifeCycle", "ManagedStorageType",
    }
)  # fmt: skip
UPDATE_MEMBERS = frozenset(
    {
        "ModelPackageArn", "ModelApprovalStatus", "ModelPackageRegistrationType", "ApprovalDescription", "CustomerMetadataProperties",
        "CustomerMetadataPropertiesToRemove", "AdditionalInferenceSpecificationsToAdd", "InferenceSpecification", "SourceUri", "ModelCard",
        "ModelLifeCycle", "ClientToken",
    }
)  # fmt: skip

# Members by which a value is seen to be no request: no request has them, and the things that resemble requests do.
FOREIGN_MEMBERS = frozenset(
    {
        # Answers of Describe, List and BatchDescribe, and events.
        "ResponseMetadata", "CreationTime", "CreatedBy", "LastModifiedTime", "LastModifiedBy", "ModelPackageStatus",
        "ModelPackageStatusDetails", "ModelPackageVersion", "ModelPackageGroupArn", "ModelPackageGroupStatus", "ModelPackageSummaryList",
        "ModelPackageGroupSummaryList", "ModelPackageSummaries", "NextToken",
        # Requests for groups and for lists.
        "ModelPackageGroupDescription", "MaxResults", "SortBy", "SortOrder", "NameContains", "CreationTimeAfter", "CreationTimeBefore",
        "ModelPackageType", "CrossAccountFilterOption", "ModelPackageArnList", "ResourcePolicy",
        # Templates, pipelines, state machines, manifests, schemas.
        "AWSTemplateFormatVersion", "Resources", "PipelineName", "PipelineDefinition", "PipelineExperimentConfig", "Steps", "States",
        "StartAt", "apiVersion", "$defs", "openapi", "swagger", "properties",
    }
)  # fmt: skip

# Members of requests for models, jobs and endpoints. They speak against a value that only names a package; beside a specification they are
# a mistake in a request.
NEIGHBOURS_MEMBERS = frozenset(
    {
        "ModelName", "PrimaryContainer", "ExecutionRoleArn", "TrainingJobName", "TransformJobName", "ProcessingJobName", "EndpointName",
        "EndpointConfigName", "AlgorithmName",
    }
)  # fmt: skip

# A file that is named like a request but holds one of these is none all the same: a schema, a template, a recorded answer.
_SURELY_OTHER = frozenset(
    {"ResponseMetadata", "AWSTemplateFormatVersion", "Resources", "Steps", "States", "apiVersion", "$defs", "openapi"}
)

_IDENTITIES = frozenset({"ModelPackageName", "ModelPackageGroupName"})
# Tags stand in every create request of every service, so they tell nothing.
_CREATE_BODY = CREATE_MEMBERS - _IDENTITIES - {"Tags"}
_UPDATE_BODY = UPDATE_MEMBERS - {"ModelPackageArn"}
# Members whose object or array nothing else is likely to have.
_STRONG = frozenset(
    {
        "InferenceSpecification", "SourceAlgorithmSpecification", "ValidationSpecification", "AdditionalInferenceSpecifications",
        "AdditionalInferenceSpecificationsToAdd", "ModelMetrics", "DriftCheckBaselines", "CustomerMetadataProperties",
    }
)  # fmt: skip
_SPECIFICATIONS = {"InferenceSpecification": "containers", "SourceAlgorithmSpecification": "sourcealgorithms"}

# The two operations have some 35 members together; a value with far more is a table or a catalogue.
_MOST_MEMBERS = 100
# The members that a request is known by are long and start with one of these letters: "ModelPackageArn" with two letters missing is the
# shortest. Most files of other kinds have no such key and are done with.
_SHORTEST_ANCHOR = 13
_INITIALS = frozenset("mMiIsSaA")
_SHORTEST_SLIP = 8
_SLIP = 2

_SEPARATORS = str.maketrans("", "", "-_ ")
_FILE_NAME = re.compile(r"(create|update)[-_ ]?model[-_ ]?package(?![-_ .]?(?:group|response|output|result|answer|schema))", re.IGNORECASE)

_WORDS = (b"package", b"specification")
# A text, as hardly any run compiles it.
_ANCHOR = (
    rb"model[-_]?package[-_]?(?:group[-_]?)?(?:name|arn|description)|inference[-_]?specification|source[-_]?algorithm[-_]?specification"
)


class Recognition(NamedTuple):
    """The operation that a value is a request of, `None` for none, and the reason in words that end a sentence."""

    operation: str | None
    reason: str


def operation_of_name(path: str) -> str | None:
    """Return the operation that the name of a file tells: ``*create-model-package*``, ``*update-model-package*`` in any spelling.

    Names of requests for groups (``create-model-package-group``) and of answers and schemas tell nothing.
    """
    match = _FILE_NAME.search(path, max(path.rfind("/"), path.rfind("\\")) + 1)
    if match is None:
        return None
    return CREATE if match[1].lower() == "create" else UPDATE


def operation_of(value: Any, named: str | None = None) -> str | None:
    """Return the operation that ``value`` is a request of, by what it holds; `None` for none.

    ``named`` is the operation that the file's name tells: it decides, unless the value is surely something else.
    """
    return recognise(value, named).operation if named is not None else _plainly(value) or recognise(value).operation


def recognise(value: Any, named: str | None = None) -> Recognition:
    """Return what `operation_of` returns, with the reason."""
    if named is not None:
        other = _SURELY_OTHER.intersection(value) if isinstance(value, dict) else ()
        return Recognition(None, _foreign(min(other))) if other else Recognition(named, "the name of the file says so")
    if not isinstance(value, dict):
        return Recognition(None, "it is no object")
    if (operation := _plainly(value)) is not None:
        return Recognition(operation, f"it has the members of {operation}")
    if len(value) > _MOST_MEMBERS or not any(len(key) >= _SHORTEST_ANCHOR and key[0] in _INITIALS for key in value if isinstance(key, str)):
        return Recognition(None, "it names no model package and has no inference specification")
    members = _Members(value)
    if members.foreign is not None:
        return Recognition(None, _foreign(members.foreign))
    return members.update() or members.create() or Recognition(None, "it names no model package together with other members of a request")


def _foreign(member: str) -> str:
    return f"it has '{member}', which no request has"


def _plainly(value: Any) -> str | None:
    """Return the operation of a request that is spelt well, as most are: a few look-ups in sets tell it."""
    if type(value) is dict and FOREIGN_MEMBERS.isdisjoint(value):
        if "ModelPackageArn" in value:
            if value.keys() <= UPDATE_MEMBERS and not _UPDATE_BODY.isdisjoint(value):
                return UPDATE
        elif type(value.get("InferenceSpecification")) is dict and not _IDENTITIES.isdisjoint(value):
            return CREATE
    return None


def may_hold_request(data: bytes) -> bool:
    """Tell whether a file that cannot be read looks as if it held a request, so that its broken syntax is worth a report."""
    if b"\0" in data[:4]:
        # UTF-16 and UTF-32: ASCII letters with zeros between them.
        data = data.replace(b"\0", b"")
    lowered = data.lower()
    return any(word in lowered for word in _WORDS) and re.search(_ANCHOR, lowered) is not None


class _Members:
    """The members of a value under the names that they are meant to have."""

    __slots__ = ("foreign", "meant", "neighbours", "unfamiliar")

    def __init__(self, value: dict[Any, Any]) -> None:
        self.meant: dict[str, Any] = {}
        self.unfamiliar = 0
        self.foreign: str | None = None
        self.neighbours = not NEIGHBOURS_MEMBERS.isdisjoint(value)
        for key, item in value.items():
            name = _meant(key, item) if isinstance(key, str) else None
            if name is None:
                self.unfamiliar += 1
            elif name in FOREIGN_MEMBERS:
                self.foreign = key
            else:
                self.meant[name] = item

    def update(self) -> Recognition | None:
        """Recognise an update: it names a package by its ARN and has something to change."""
        meant = self.meant.keys()
        if "ModelPackageArn" in meant and not _UPDATE_BODY.isdisjoint(meant):
            # With a name besides, it is a stray ARN in a create request if the other members speak for that.
            stray = not _IDENTITIES.isdisjoint(meant) and len(CREATE_MEMBERS & meant) > len(UPDATE_MEMBERS & meant)
            if not stray and self._trusted:
                return Recognition(UPDATE, "it has ModelPackageArn and members of an update")
        if isinstance(self.meant.get("AdditionalInferenceSpecificationsToAdd"), list):
            return Recognition(UPDATE, "it has AdditionalInferenceSpecificationsToAdd")
        return None

    def create(self) -> Recognition | None:
        """Recognise a creation: it names a package or group and has something to create, or a specification of how to infer."""
        meant = self.meant.keys()
        named = len(_IDENTITIES & meant)
        if (named > 1 or (named and not _CREATE_BODY.isdisjoint(meant))) and self._trusted:
            return Recognition(CREATE, "it names a model package or its group and has other members of a creation")
        for name, inside in _SPECIFICATIONS.items():
            item = self.meant.get(name)
            if isinstance(item, dict) and (len(CREATE_MEMBERS & meant) > 1 or any(_spelling(key) == inside for key in item)):
                return Recognition(CREATE, f"it has {name}")
        return None

    @property
    def _trusted(self) -> bool:
        """Tell whether the members are more than a chance: one that holds structure, or most of them familiar.

        The parameters of a pipeline or the event of a function name a package and a status too, among other things.
        """
        structured = any(name in _STRONG and not isinstance(item, str | int | float | None) for name, item in self.meant.items())
        return structured or (self.unfamiliar < len(self.meant) and not self.neighbours)


def _spelling(key: Any) -> str:
    return key.translate(_SEPARATORS).lower() if isinstance(key, str) else ""


_NAMES = {_spelling(name): name for name in CREATE_MEMBERS | UPDATE_MEMBERS | FOREIGN_MEMBERS} | {"inferencespec": "InferenceSpecification"}
_LONG_NAMES = tuple((known, name) for known, name in sorted(_NAMES.items()) if len(known) >= _SHORTEST_SLIP and name not in FOREIGN_MEMBERS)


def _meant(key: str, item: Any) -> str | None:
    """Return the member that ``key`` is a spelling or a slip of; `None` for none."""
    spelling = _spelling(key)
    if spelling in _NAMES:
        return _NAMES[spelling]
    if isinstance(item, dict) and "Containers" in item and any(isinstance(name, str) and name.startswith("Supported") for name in item):
        return "InferenceSpecification"
    if len(spelling) < _SHORTEST_SLIP:
        return None
    return next((name for known, name in _LONG_NAMES if known[0] == spelling[0] and _is_slip(spelling, known)), None)


def _is_slip(one: str, other: str) -> bool:
    """Tell whether one word is the other with at most two neighbouring characters changed, left out or added."""
    shorter, longer = sorted((len(one), len(other)))
    if longer - shorter > _SLIP:
        return False
    start = 0
    while start < shorter and one[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return longer - start - end <= _SLIP
