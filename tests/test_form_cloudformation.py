"""Templates of CloudFormation: resources of the type AWS::SageMaker::ModelPackage."""

import copy
import json
from typing import Any

import pytest
import yaml
from document_forms_support import (
    GOOD,
    OWN,
    Style,
    agrees,
    converts_nothing,
    create_cases,
    dumped,
    escaped,
    is_json_value,
    places,
    takes_away,
)
from forms_support import Case, linted, marked, told
from hypothesis import given, settings
from hypothesis import strategies as st

from mpkit import lint_text
from mpkit.linter.forms.cloudformation import FORM
from mpkit.linter.request import OpenList, OpenMap, Unknown
from mpkit.linter.source import Source

BESIDES = {"ApprovalDescription", "AdditionalInferenceSpecificationsToAdd", "Environment"}
LONG: list[Any] = [{"Ref": "P"}, {"Fn::GetAtt": ["A", "B"]}, {"Fn::If": ["C", {"Ref": "P"}, {"Ref": "Q"}]}, {"Fn::Sub": "${P}"}]
SHORT = ["!Ref P", "!GetAtt A.B", "!Sub '${P}'", "!Select [0, !Split [',', !Ref P]]", "!FindInMap [A, B, C]", "!If [C, !Ref P, !Ref Q]"]


def template(properties: str) -> str:
    return f'{{"AWSTemplateFormatVersion": "2010-09-09",\n "Resources": {{"P": {{"Type": "AWS::SageMaker::ModelPackage", "DependsOn": "X",\n  "Properties": {properties}}}}}}}'  # noqa: E501 - one line reads better


def suits(case: Case) -> bool:
    return converts_nothing(case) and BESIDES.isdisjoint(case.request)


CASES = create_cases().filter(suits)


def in_json(unknown: Any = LONG[0]) -> Style:
    return Style("template.json", lambda case: template(dumped(case.request, unknown)), is_json_value)


def in_yaml(unknown: str = SHORT[0]) -> Style:
    def write(case: Case) -> str:
        return template(escaped(dumped(case.request, "UNKNOWN")).replace('"UNKNOWN"', unknown))

    return Style("template.yaml", write, lambda text, value: yaml.safe_load(text) == value)


@settings(max_examples=25)
@given(CASES, st.sampled_from([in_json(), in_yaml()]))
def test_a_resource_has_the_findings_of_its_json_twin(case: Case, style: Style) -> None:
    agrees(style, case)


@settings(max_examples=30)
@given(st.data(), CASES, st.sampled_from([*map(in_json, LONG), *map(in_yaml, SHORT)]))
def test_what_a_function_gives_is_unknown(data: st.DataObject, case: Case, style: Style) -> None:
    takes_away(style, case, data.draw(places(case.request)))


def changed(**properties: Any) -> str:
    return template(json.dumps({**GOOD, **properties}))


def container(**members: Any) -> dict[str, Any]:
    specification = copy.deepcopy(GOOD["InferenceSpecification"])
    specification["Containers"][0] |= members
    return {"InferenceSpecification": specification}


def names(text: str, file: str = "template.json") -> list[str]:
    return [entry.split()[1] for entry in told(file, text)]


@pytest.mark.parametrize(
    ("properties", "path", "message"),
    [
        (
            {"InferenceSpecification": {"Containers": GOOD["InferenceSpecification"]["Containers"], "SupportedContentTypes": []}},
            "/InferenceSpecification",
            "InferenceSpecification has no SupportedResponseMIMETypes, which CloudFormation requires, although the API does not",
        ),
        (
            container(Image={"Ref": "AWS::NoValue"}),
            "/InferenceSpecification/Containers/0",
            "Containers[0] has no Image, which CloudFormation requires, although the API does not",
        ),
        (
            {"ModelCard": {"ModelCardStatus": "Draft"}},
            "/ModelCard",
            "ModelCard has no ModelCardContent, which CloudFormation requires, although the API does not",
        ),
    ],
)
def test_members_that_only_cloudformation_requires_are_missed_with_that_said(properties: dict[str, Any], path: str, message: str) -> None:
    (found,) = [found for found in linted("template.json", changed(**properties)).diagnostics if found.name == "missing-member"]

    assert (found.message, found.pointer, found.clauses) == (message, path, ())
    assert found.message.endswith(OWN)


def test_a_member_that_the_edition_requires_too_is_missed_once() -> None:
    specification = {name: value for name, value in GOOD["InferenceSpecification"].items() if name != "SupportedContentTypes"}
    text = changed(InferenceSpecification=specification, ModelPackageName="x")

    found = [
        one for one in lint_text(text, filename="template.json", spec="2020-10").diagnostics if one.help == "add SupportedContentTypes"
    ]

    assert [one.message.partition(";")[0] for one in found] == [
        "InferenceSpecification has no SupportedContentTypes, which edition 2020-10 requires"
    ]


def test_a_misspelt_member_is_not_missed_besides() -> None:
    specification = dict(GOOD["InferenceSpecification"])
    specification["SupportedContentType"] = specification.pop("SupportedContentTypes")

    assert names(changed(InferenceSpecification=specification)) == ["unknown-member"]


@pytest.mark.parametrize(
    "properties",
    [
        {"ApprovalDescription": "fine", "ModelPackageVersion": 1, "LastModifiedTime": "now", "ModelPackageStatusDetails": {}},
        {"AdditionalInferenceSpecificationsToAdd": [{"Name": "x"}]},
        {"CertifyForMarketplace": "false"},
        {"SkipModelValidation": {"Fn::If": ["C", "All", "None"]}},
        {"ModelApprovalStatus": {"Ref": "AWS::NoValue"}},
        {"Task": {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "x"}}}},
        {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "x"}}},
        {"InferenceSpecification": {"Fn::Transform": {"Name": "Formats"}, "Containers": GOOD["InferenceSpecification"]["Containers"]}},
        container(Environment={"WORKERS": 4, "DEBUG": True}, FrameworkVersion=2.1),
        container(ModelDataUrl={"Fn::Sub": "s3://${Bucket}/model.tar.gz"}),
        container(ModelDataUrl={"Fn::Sub": ["s3://${B}/model.tar.gz", {"B": {"Ref": "Bucket"}}]}),
        container(Image={"Fn::Join": [".", ["123456789012.dkr.ecr", {"Ref": "AWS::Region"}, "amazonaws.com/a"]]}),
        container(Image={"Fn::Join": [".", {"Ref": "Parts"}]}),
    ],
)
def test_what_cloudformation_takes_is_no_finding(properties: dict[str, Any]) -> None:
    assert names(changed(**properties)) == []


@pytest.mark.parametrize(
    ("properties", "rule", "text"),
    [
        (container(ModelDataUrl={"Fn::Sub": "s3://b/model.zip"}), "model-data-suffix", '"s3://b/model.zip"'),
        (container(ModelDataUrl={"Fn::Sub": ["s3://${B}/model.zip", {"B": "b"}]}), "model-data-suffix", '"s3://${B}/model.zip"'),
        (
            container(ModelDataUrl={"Fn::Join": ["/", ["s3:/", "b", "model.zip"]]}),
            "model-data-suffix",
            '{"Fn::Join": ["/", ["s3:/", "b", "model.zip"]]}',
        ),
        ({"CertifyForMarketplace": "maybe"}, "wrong-type", '"maybe"'),
        ({"ModelPackageDescription": {"Fn::Sub": "a$\t"}}, "description-characters", '"a$\\t"'),
        ({"ModelPackageGroupName": 5.5, "ModelApprovalStatus": True}, "enum-value", "true"),
        ({"ModelPackageArn": "x"}, "member-of-other-operation", '"ModelPackageArn"'),
    ],
)
def test_what_is_known_of_functions_and_converted_values_is_judged(properties: dict[str, Any], rule: str, text: str) -> None:
    source = changed(**properties)
    found = linted("template.json", source).diagnostics

    assert [(one.name, marked(source, one)) for one in found] == [(rule, text)]


def validated(count: Any) -> dict[str, Any]:
    job = {
        "TransformInput": {"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://models/in/"}}},
        "TransformOutput": {"S3OutputPath": "s3://models/out/"},
        "TransformResources": {"InstanceCount": count, "InstanceType": "ml.m5.large"},
    }
    profiles = [{"ProfileName": "check", "TransformJobDefinition": job}]
    return {"ValidationSpecification": {"ValidationRole": "arn:aws:iam::123456789012:role/check", "ValidationProfiles": profiles}}


@pytest.mark.parametrize(
    ("count", "rules"), [("1", []), (2.0, []), ("0", ["outside-bounds"]), ("two", ["wrong-type"]), (1.5, ["wrong-type"])]
)
def test_a_number_may_be_a_text_and_is_judged_as_a_number(count: Any, rules: list[str]) -> None:
    assert [name for name in names(changed(**validated(count))) if name in ("outside-bounds", "wrong-type")] == rules


def test_the_key_of_a_value_that_a_function_gives_is_that_of_the_member() -> None:
    text = changed(ModelPackageName={"Fn::Sub": "churn"}, ModelApprovalStatus={"Fn::If": ["C", {"Fn::Sub": "x"}, "Approved"]})
    found = {one.name: marked(text, one) for one in linted("template.json", text).diagnostics}

    assert found["name-and-group"] == '"ModelPackageName"'
    assert found["enum-value"] == '"x"'


BRANCHES = """\
Conditions:
  Prod: !Equals [!Ref Stage, prod]
Resources:
  Package:
    Type: AWS::SageMaker::ModelPackage
    Condition: Prod
    Properties:
      ModelPackageGroupName: !If [Grouped, churn, !Ref AWS::NoValue]
      ModelPackageName: !If [Grouped, !Ref AWS::NoValue, churn model]
      ModelApprovalStatus: !If [Prod, Aproved, !If [Other, Rejectd, Rejected]]
      InferenceSpecification:
        Containers:
          - !If
            - Prod
            - Image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/churn:1
              ModelDataUrl: s3://models/model.zip
              Foo: bar
            - !Ref AWS::NoValue
          - Image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/churn 2
        SupportedContentTypes: [text/csv]
        SupportedTransformInstanceTypes: [ml.m5.large]
        SupportedRealtimeInferenceInstanceTypes: [ml.m5.large]
        SupportedResponseMIMETypes: !If [Prod, [text/csv, nonsense], [text/csv]]
"""


def test_both_branches_of_a_condition_are_judged_where_they_stand_and_once() -> None:
    assert told("template.yaml", BRANCHES) == [
        "9:58 name-characters /ModelPackageName",
        "10:39 enum-value /ModelApprovalStatus",
        "10:60 enum-value /ModelApprovalStatus",
        "16:29 model-data-suffix /InferenceSpecification/Containers/0/ModelDataUrl",
        "17:15 unknown-member /InferenceSpecification/Containers/0/Foo",
        "19:20 image-white-space /InferenceSpecification/Containers/0/Image",
        "23:59 response-mime-type /InferenceSpecification/SupportedResponseMIMETypes/1",
    ]
    assert linted("template.yaml", BRANCHES).requests == 1


def test_branches_of_one_condition_belong_together_and_those_of_others_do_not() -> None:
    contradictory = '{"Fn::If": ["Grouped", "churn", {"Ref": "AWS::NoValue"}]}'
    text = changed(ModelPackageGroupName=None, ModelPackageName=None)
    one = text.replace('"ModelPackageGroupName": null', f'"ModelPackageGroupName": {contradictory}')

    assert names(one.replace('"ModelPackageName": null', f'"ModelPackageName": {contradictory}')) == [
        "missing-name-or-group",
        "name-and-group",
    ]
    assert names(one.replace('"ModelPackageName": null', f'"ModelPackageName": {contradictory.replace("Grouped", "Named")}')) == []


def test_a_list_from_which_items_may_be_left_out_is_open() -> None:
    text = changed(Tags=[{"Fn::If": ["C", {"Key": "a", "Value": "b"}, {"Ref": "AWS::NoValue"}]}, {"Key": "c", "Value": {"Ref": "P"}}])
    first, *variants = FORM.read(Source("t.json", text.encode())).candidates

    assert isinstance(first.value["Tags"], OpenList)
    assert [tag["Key"] for tag in first.value["Tags"]] == ["c"]
    assert [[tag["Key"] for tag in variant.value["Tags"]] for variant in variants] == [["a", "c"], ["c"]]
    assert [candidate.variant for candidate in (first, *variants)] == [False, True, True]


@pytest.mark.parametrize(
    ("value", "prefix", "suffix"),
    [
        ({"Fn::Sub": "s3://${B}/${K}/model.tar.gz"}, "s3://", "/model.tar.gz"),
        ({"Fn::Sub": ["${A}-${B}-z", {"A": "a", "B": {"Fn::Join": ["", [{"Ref": "X"}, "y"]]}}]}, "a-", "y-z"),
        ({"Fn::Join": ["/", ["s3:/", {"Ref": "B"}, 5]]}, "s3://", "/5"),
        ({"Fn::Sub": "${!a}${B}${!}"}, "${a}", "${}"),
        ({"Fn::ImportValue": {"Fn::Sub": "${Stack}-x"}}, "", ""),
    ],
)
def test_the_known_ends_of_a_text_are_known(value: Any, prefix: str, suffix: str) -> None:
    (candidate,) = FORM.read(Source("t.json", changed(Task=value).encode())).candidates
    task = candidate.value["Task"]

    assert isinstance(task, Unknown)
    assert (task.prefix, task.suffix) == (prefix, suffix)


def test_properties_that_are_a_function_as_a_whole_are_open() -> None:
    (candidate,) = FORM.read(Source("t.json", template('{"Fn::Transform": {"Name": "M"}}').encode())).candidates

    assert isinstance(candidate.value, OpenMap)
    assert names(template('{"Fn::If": ["C", {"ModelPackageName": "-"}, {"Ref": "AWS::NoValue"}]}')) == [
        "unclear-model-source",
        "name-characters",
    ]


def test_a_resource_without_properties_lacks_everything() -> None:
    text = "Resources:\n  P:\n    Type: AWS::SageMaker::ModelPackage\n"

    assert told("t.yaml", text) == ["2:3 missing-name-or-group ", "2:3 unclear-model-source "]


def test_short_tags_in_a_template_are_no_problem_and_elsewhere_they_are() -> None:
    text = "Resources:\n  P:\n    Type: AWS::SageMaker::ModelPackage\n    Properties: {ModelPackageName: !Sub x, SourceUri: !Ref U}\n"

    assert told("t.yaml", text) == []
    assert "unsupported-tag" in names("ModelPackageName: !Sub x\nInferenceSpecification: {Containers: []}\n", "t.yaml")


def test_a_doubtful_text_and_a_key_given_twice_are_told_at_their_place_in_the_request() -> None:
    text = (
        "Resources:\n  P:\n    Type: AWS::SageMaker::ModelPackage\n    Properties:\n      ModelPackageName: a\n      SourceUri: !Ref U\n"
        "      CertifyForMarketplace: yes\n      Tags:\n        - {Key: a, Value: !Ref A, Value: b}\nOutputs: {A: 1, A: 2}\n"
    )

    assert told("t.yaml", text) == ["7:30 ambiguous-scalar /CertifyForMarketplace", "9:35 duplicate-key /Tags/0/Value"]


@pytest.mark.parametrize(
    "text",
    [
        '{"Resources": {"P": {"Type": "AWS::SageMaker::ModelPackageGroup", "Properties": {"ModelPackageGroupName": "-"}}}}',
        '{"ResourceTypes": ["AWS::SageMaker::ModelPackage"]}',
        '{"typeName": "AWS::SageMaker::ModelPackage", "properties": {"ModelPackageName": {"type": "string"}}}',
    ],
)
def test_what_only_names_the_type_is_no_request(text: str) -> None:
    assert linted("template.json", text).requests == 0
    assert names(text) == []


def test_suppressions_work_in_templates() -> None:
    text = BRANCHES.replace("churn model]", "churn model]  # mpkit: ignore[name-characters] renamed on deployment")

    assert [entry.split()[1] for entry in told("template.yaml", text)].count("name-characters") == 0
    assert linted("template.yaml", text).suppressed == 1


def test_each_package_of_a_template_is_a_request_beside_a_state_machine() -> None:
    text = (
        "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        States:\n          R:\n"
        "            Type: Task\n            Resource: arn:aws:states:::aws-sdk:sagemaker:createModelPackage\n            Parameters:\n"
        "              ModelPackageGroupName: g\n              SourceUri: !Ref U\n"
        "  P:\n    Type: AWS::SageMaker::ModelPackage\n    Properties: {ModelPackageGroupName: g, ModelCard: {}, SourceUri: !Ref U}\n"
    )
    found = linted("t.yaml", text)

    assert found.requests == 2
    assert [(one.form, one.message.endswith(OWN)) for one in found.diagnostics] == [("cloudformation", True)] * 2
