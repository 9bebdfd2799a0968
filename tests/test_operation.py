from typing import Any

import pytest

from mpkit.linter.operation import (
    CREATE_MEMBERS,
    FOREIGN_MEMBERS,
    NEIGHBOURS_MEMBERS,
    UPDATE_MEMBERS,
    may_hold_request,
    operation_of,
    operation_of_name,
    recognise,
)
from mpkit.linter.request import OpenMap, Unknown
from mpkit.rules._samples import PACKAGE_ARN, additional, specification, unversioned, update, versioned
from mpkit.schemas import index, load

CREATE, UPDATE = "CreateModelPackage", "UpdateModelPackage"
CONTAINERS = {"Containers": [{"Image": "i"}]}

REQUESTS: list[tuple[str, Any]] = [
    (CREATE, versioned()),
    (CREATE, unversioned()),
    (CREATE, {"ModelPackageGroupName": "g", "SourceUri": "s3://b/m"}),
    (CREATE, {"ModelPackageName": "n", "ModelPackageDescription": "d"}),
    (CREATE, {"ModelPackageName": "n", "ModelPackageGroupName": "g"}),
    (CREATE, {"ModelPackageName": "n", "InferenceSpecification": "text by mistake"}),
    (CREATE, {"ModelPackageName": "n", "InferenceSpecification": Unknown()}),
    (CREATE, OpenMap(versioned())),
    # Spelt otherwise: by SDKs of other languages, by hand, with a slip.
    (CREATE, {"modelPackageGroupName": "g", "inferenceSpecification": {"containers": []}}),
    (CREATE, {"model_package_group_name": "g", "inference_specification": {}}),
    (CREATE, {"model-package-name": "n", "source-uri": "u"}),
    (CREATE, {"ModelPackageGroupName": "g", "InferenceSpecificaton": specification()}),
    (CREATE, {"ModelPackageGroupName": "g", "InferenceSpecifcaton": specification()}),
    (CREATE, {"ModelPackageGroupName": "g", "InferenceSpec": CONTAINERS}),
    (CREATE, {"ModelPackageGroupNam": "g", "InferenceSpecification": specification()}),
    (CREATE, {"ModelPackgeGroupName": "g", "SourceUrl": "s3://b/m"}),
    (CREATE, {"InferenceSpecification": CONTAINERS}),
    (CREATE, {"SourceAlgorithmSpecification": {"SourceAlgorithms": []}}),
    (CREATE, {"InferenceSpecification": {}, "Tags": []}),
    # With members that do not belong there.
    (CREATE, versioned(**{f"Member{number}": 1 for number in range(1000)})),
    (CREATE, versioned(Name="x", Foo=1, Bar=2, Baz=3)),
    (CREATE, versioned(ExecutionRoleArn="arn:aws:iam::111122223333:role/r")),
    (CREATE, versioned(ModelPackageName="n", ModelPackageArn=PACKAGE_ARN)),
    (UPDATE, update()),
    (UPDATE, {"ModelPackageArn": PACKAGE_ARN, "CustomerMetadataPropertiesToRemove": ["a"]}),
    (UPDATE, {"ModelPackageArn": PACKAGE_ARN, "InferenceSpecification": specification()}),
    (UPDATE, {"modelPackageArn": PACKAGE_ARN, "modelApprovalStatus": "Approved"}),
    (UPDATE, {"ModelPackageArn": PACKAGE_ARN, "ModelAprovalStatus": "Approved"}),
    (UPDATE, {"ModelPackageAr": PACKAGE_ARN, "ModelApprovalStatus": "Approved"}),
    (UPDATE, {"ModelPackageArn": Unknown(), "ModelApprovalStatus": Unknown()}),
    (UPDATE, {"ModelPackageArn": PACKAGE_ARN, "ModelPackageGroupName": "g", "ModelApprovalStatus": "Approved"}),
    (UPDATE, {"AdditionalInferenceSpecificationsToAdd": [additional()]}),
]

OTHERS: list[tuple[str, Any]] = [
    ("an empty object", {}),
    ("no object", [versioned()]),
    ("a text", "CreateModelPackage"),
    ("nothing", None),
    ("keys that are no text", {1: "ModelPackageGroupName", None: "InferenceSpecification"}),
    (
        "package.json",
        {
            "name": "x",
            "version": "1.0.0",
            "scripts": {},
            "devDependencies": {},
            "optionalDependencies": {},
            "peerDependencies": {},
            "main": "i.js",
        },
    ),
    ("tsconfig.json", {"compilerOptions": {"allowSyntheticDefaultImports": True}, "include": ["src"]}),
    ("a Describe request", {"ModelPackageName": PACKAGE_ARN}),
    ("a Delete request", {"ModelPackageName": "n"}),
    ("a Create answer", {"ModelPackageArn": PACKAGE_ARN}),
    ("a Create answer of the SDK", {"ModelPackageArn": PACKAGE_ARN, "ResponseMetadata": {"HTTPStatusCode": 200}}),
    (
        "a Describe answer",
        {**versioned(), "ModelPackageArn": PACKAGE_ARN, "ModelPackageVersion": 1, "CreationTime": 1.0, "ModelPackageStatus": "Completed"},
    ),
    (
        "a Describe answer in Java's spelling",
        {"modelPackageGroupName": "g", "inferenceSpecification": {}, "creationTime": 1, "modelPackageStatus": "x"},
    ),
    ("a group", {"ModelPackageGroupName": "g", "ModelPackageGroupDescription": "d", "Tags": []}),
    ("a group with tags only", {"ModelPackageGroupName": "g", "Tags": [{"Key": "a", "Value": "b"}]}),
    ("a list of groups", {"ModelPackageGroupSummaryList": [], "NextToken": "t"}),
    ("a List request", {"ModelPackageGroupName": "g", "ModelApprovalStatus": "Approved", "SortBy": "CreationTime", "MaxResults": 1}),
    ("a BatchDescribe request", {"ModelPackageArnList": [PACKAGE_ARN]}),
    ("a policy of a group", {"ModelPackageGroupName": "g", "ResourcePolicy": "{}"}),
    ("a CreateModel request", {"ModelName": "m", "ExecutionRoleArn": "r", "PrimaryContainer": {"ModelPackageName": PACKAGE_ARN}}),
    ("a container of a model", {"ModelPackageName": PACKAGE_ARN, "Environment": {}, "ContainerHostname": "h"}),
    ("a job from a package", {"ModelPackageName": "n", "TransformJobName": "j", "Tags": []}),
    ("a model from a package", {"ModelName": "m", "ModelPackageName": PACKAGE_ARN, "Task": "OTHER"}),
    (
        "an event",
        {
            "version": "0",
            "detail-type": "SageMaker Model Package State Change",
            "detail": {"ModelPackageGroupName": "g", "ModelApprovalStatus": "Approved"},
        },
    ),
    (
        "the detail of an event",
        {"ModelPackageGroupName": "g", "ModelPackageVersion": 3, "ModelPackageArn": PACKAGE_ARN, "ModelApprovalStatus": "Approved"},
    ),
    (
        "the parameters of a pipeline",
        {
            "ModelPackageGroupName": "g",
            "ModelApprovalStatus": "PendingManualApproval",
            "ProcessingInstanceType": "ml.m5.xlarge",
            "TrainingInstanceType": "ml.m5.xlarge",
            "InputDataUrl": "s3://b/i",
            "AccuracyMseThreshold": 6.0,
        },
    ),
    (
        "a deployment's event",
        {"ModelPackageArn": PACKAGE_ARN, "ModelApprovalStatus": "Approved", "Endpoint": "e", "InstanceType": "i", "Stage": "prod"},
    ),
    (
        "a pipeline",
        {"Version": "2020-12-01", "Parameters": [], "Steps": [{"Name": "Register", "Type": "RegisterModel", "Arguments": versioned()}]},
    ),
    ("a state machine", {"StartAt": "Register", "States": {"Register": {"Type": "Task", "Parameters": versioned()}}}),
    (
        "a template",
        {"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"P": {"Type": "AWS::SageMaker::ModelPackage", "Properties": versioned()}}},
    ),
    ("a template's parameters", {"Parameters": {"ModelPackageGroupName": "g", "SageMakerProjectName": "p"}}),
    (
        "a manifest",
        {"apiVersion": "sagemaker.services.k8s.aws/v1alpha1", "kind": "ModelPackage", "metadata": {}, "spec": {"modelPackageName": "n"}},
    ),
    ("a deployment of Kubernetes", {"spec": {"containers": [], "Containers": []}, "kind": "Pod", "apiVersion": "v1"}),
    ("a JSON Schema", {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": {}, "properties": {"ModelPackageName": {}}}),
    ("a specification alone", specification()),
    ("a container alone", {"Image": "i", "ModelDataUrl": "s3://b/m.tar.gz", "SupportedContentTypes": []}),
    ("a model card", {"model_overview": {"model_name": "m"}, "intended_uses": {}, "additional_information": {}}),
    ("a catalogue", {f"ModelPackageName{number}": "n" for number in range(200)} | {"ModelPackageName": "n", "SourceUri": {}}),
    ("as much of other things", {"ModelPackageGroupName": "g", "ModelApprovalStatus": "Approved", "Region": "r", "Stage": "s"}),
]


@pytest.mark.parametrize(("operation", "value"), REQUESTS, ids=range(len(REQUESTS)))
def test_a_request_is_recognised(operation: str, value: Any) -> None:
    assert operation_of(value) == operation
    assert recognise(value).operation == operation


@pytest.mark.parametrize(("value"), [value for _, value in OTHERS], ids=[name for name, _ in OTHERS])
def test_what_is_no_request_is_not_taken_for_one(value: Any) -> None:
    assert operation_of(value) is None


@pytest.mark.parametrize(
    ("value", "named", "reason"),
    [
        ({}, None, "it names no model package and has no inference specification"),
        ([], None, "it is no object"),
        ({"ModelPackageGroupName": "g", "CreationTime": 1}, None, "it has 'CreationTime', which no request has"),
        ({"modelPackageGroupName": "g", "next_token": 1}, None, "it has 'next_token', which no request has"),
        ({"ModelPackageGroupName": "g"}, None, "it names no model package together with other members of a request"),
        ({"$defs": {}}, CREATE, "it has '$defs', which no request has"),
        ({}, CREATE, "the name of the file says so"),
        (versioned(), None, "it has the members of CreateModelPackage"),
        (update(), None, "it has the members of UpdateModelPackage"),
        (
            {"ModelPackageName": "n", "SourceUri": "u"},
            None,
            "it names a model package or its group and has other members of a creation",
        ),
        ({"InferenceSpecification": CONTAINERS}, None, "it has InferenceSpecification"),
        (update(Foo=1), None, "it has ModelPackageArn and members of an update"),
        ({"AdditionalInferenceSpecificationsToAdd": []}, None, "it has AdditionalInferenceSpecificationsToAdd"),
    ],
)
def test_the_reason_is_told(value: Any, named: str | None, reason: str) -> None:
    assert recognise(value, named).reason == reason


def test_the_name_of_the_file_decides_over_the_content() -> None:
    assert operation_of(update(), CREATE) == CREATE
    assert operation_of([], UPDATE) == UPDATE
    assert operation_of({"CreationTime": 1}, CREATE) == CREATE


@pytest.mark.parametrize("member", ["$defs", "Resources", "ResponseMetadata", "Steps", "apiVersion"])
def test_what_is_surely_something_else_is_none_whatever_its_name(member: str) -> None:
    assert operation_of({**versioned(), member: {}}, CREATE) is None


@pytest.mark.parametrize(
    ("path", "operation"),
    [
        ("create-model-package.json", CREATE),
        ("prod/eu/churn.create-model-package.yaml", CREATE),
        ("create_model_package-7.json", CREATE),
        ("CreateModelPackageRequest.json", CREATE),
        ("recreate-model-packages.json", CREATE),
        ("create model package.yml", CREATE),
        ("x\\update-model-package.json", UPDATE),
        ("UPDATE_MODEL_PACKAGE.JSON", UPDATE),
        ("update-model-package/request.json", None),
        ("create-model-package-group.json", None),
        ("createModelPackageGroup.json", None),
        ("create-model-package-response.json", None),
        ("create-model-package.schema.json", None),
        ("create-model-package-schema.json", None),
        ("delete-model-package.json", None),
        ("model-package.json", None),
        ("", None),
    ],
)
def test_the_name_of_a_file_tells_the_operation(path: str, operation: str | None) -> None:
    assert operation_of_name(path) == operation


def test_the_members_are_those_of_all_editions() -> None:
    members: dict[str, set[str]] = {CREATE: set(), UPDATE: set()}
    for entry in index()["editions"]:
        for operation in entry["operations"]:
            edition = load(entry["id"]).editions[operation]
            members[operation] |= edition.shape(operation, edition.root(operation))["properties"].keys()
    assert members == {CREATE: CREATE_MEMBERS, UPDATE: UPDATE_MEMBERS}


def test_no_member_of_a_request_speaks_against_it() -> None:
    assert not {name.lower() for name in CREATE_MEMBERS | UPDATE_MEMBERS} & {name.lower() for name in FOREIGN_MEMBERS | NEIGHBOURS_MEMBERS}


@pytest.mark.parametrize(
    "text",
    [
        '{"ModelPackageGroupName": "g",,',
        "modelPackageArn: [",
        "model-package-name: {{ name }}",
        "model_package_group_name = {",
        '{"InferenceSpecification": {',
        "source-algorithm-specification: }",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32-be"])
def test_a_broken_text_may_hold_a_request(text: str, encoding: str) -> None:
    assert may_hold_request(text.encode(encoding))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "kind: ConfigMap",
        "Type: AWS::SageMaker::ModelPackageGroup",
        "# how to create a model package",
        "from sagemaker import ModelPackage",
        "\x00\x00",
    ],
)
def test_other_broken_texts_do_not(text: str) -> None:
    assert not may_hold_request(text.encode())
