"""The executable model of the documents: what it accepts, refuses, keeps and shows."""

import json
import pickle
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from registry_support import IMAGE, SPECIFICATION, UNVERSIONED, Talk, arn, named
from strategies_support import COVERED, edition_of, requests

from mpkit import schemas
from mpkit.conformance.check import refused
from mpkit.conformance.edits import breaks, constraints, filled
from mpkit.conformance.judge import judge
from mpkit.conformance.model import Model, State
from mpkit.conformance.outcome import Refused, Reply, read
from mpkit.conformance.wire import rendered
from mpkit.linter.edits import apply_edit

MODELS = {spec: Model(spec) for spec, _ in COVERED}
NOT_SHOWN = {"ModelPackageName", "ModelPackageGroupName", "Tags", "ClientToken"}


@pytest.mark.parametrize(("spec", "operation"), COVERED)
def test_everything_that_is_drawn_as_valid_is_accepted(spec: str, operation: str) -> None:
    @settings(max_examples=60)
    @given(requests(spec, operation))
    def accepted(request: dict[str, Any]) -> None:
        assert MODELS[spec].problems(operation, request) == ()

    accepted()


@pytest.mark.parametrize(("spec", "operation"), COVERED)
def test_every_edit_that_breaks_a_constraint_is_refused_and_the_member_named(spec: str, operation: str) -> None:
    edition = edition_of(spec, operation)
    for constraint in constraints(edition, operation):
        for request in filled(edition, operation):
            for broken in list(breaks(constraint, request))[:1]:
                _, answer = MODELS[spec].answer(State(), operation, apply_edit(request, broken.edit))
                codes = ("SerializationException",) if constraint.keyword == "type" else ("ValidationException",)
                assert judge(refused(*codes, member=broken.path), answer) is None, (str(constraint), answer)
                assert isinstance(answer, Refused)
                assert answer.members or not broken.path, str(constraint)


def test_a_refusal_is_worded_as_the_service_words_it() -> None:
    answer = Talk().refused(
        "CreateModelPackage",
        ModelPackageName="churn",
        InferenceSpecification={**UNVERSIONED, "Containers": [{"Image": "a b", "Environment": {"A": "é" * 1025}}, {"Image": IMAGE}]},
    )

    assert answer.message == (
        f"2 validation errors detected: Value '{'é' * 256}…' at 'inferenceSpecification.containers.1.member.environment.A.member' "
        "failed to satisfy constraint: Member must have length less than or equal to 1024; "
        "Value 'a b' at 'inferenceSpecification.containers.1.member.image' failed to satisfy constraint: "
        r"Member must satisfy regular expression pattern: ^[^\t\n\v\f\r ]+$"
    )


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ({"ModelPackageArn": None}, "Value null at 'modelPackageArn' failed to satisfy constraint: Member must be of type string"),
        ({}, "Value null at 'modelPackageArn' failed to satisfy constraint: Member must not be null"),
        (
            {"ModelPackageArn": arn("churn/7"), "ModelApprovalStatus": "approved"},
            (
                "Value 'approved' at 'modelApprovalStatus' failed to satisfy constraint: "
                "Member must satisfy enum value set: [Approved, Rejected, PendingManualApproval]"
            ),
        ),
        (
            {"ModelPackageArn": arn("churn/7"), "CustomerMetadataProperties": {"a!": "b"}},
            (
                """Value '{"a!": "b"}' at 'customerMetadataProperties' failed to satisfy constraint: Map keys must satisfy constraint: """
                r"[Member must satisfy regular expression pattern: ^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$]"
            ),
        ),
        (
            {"ModelPackageArn": arn("churn/7"), "Bogus": 1},
            "Value '1' at 'bogus' failed to satisfy constraint: Member must not be given: there is no such member",
        ),
    ],
    ids=["type", "required", "enum", "key", "unknown"],
)
def test_each_kind_of_refusal_has_its_words(request_: dict[str, Any], words: str) -> None:
    assert Talk().refused("UpdateModelPackage", **request_).message == f"1 validation error detected: {words}"


def test_what_a_refusal_names_is_read_back_from_its_message() -> None:
    answer = Talk().refused("UpdateModelPackage", ModelPackageArn="x", ModelApprovalStatus="y")

    assert answer.members == (("modelapprovalstatus",), ("modelpackagearn",))
    assert read(rendered(None, answer)) == answer
    assert read(Reply(400, {}, rendered(None, answer).body)) == answer


def test_a_wrong_type_hides_all_else() -> None:
    answer = Talk().refused("CreateModelPackage", ModelPackageName=7, ModelPackageDescription="\n", Bogus="")

    assert answer.code == "SerializationException"
    assert answer.members == (("modelpackagename",),)


def test_many_problems_are_counted_and_not_all_told() -> None:
    answer = Talk().refused("UpdateModelPackage", ModelPackageArn=arn("churn/7"), **{f"Bogus{number}": 1 for number in range(60)})

    assert answer.message.startswith("60 validation errors detected: ")
    assert len(answer.members) == 50


def test_prose_is_held_as_a_constraint_is() -> None:
    talk = Talk()
    talk.group()
    container = {"Image": IMAGE, "ModelDataUrl": "s3://amzn-s3-demo-bucket/churn/model.zip"}
    answer = talk.refused("CreateModelPackage", ModelPackageGroupName="churn", InferenceSpecification={"Containers": [container]})

    assert answer.code == "ValidationException"
    assert answer.members == (("inferencespecification", "containers", "modeldataurl"),)
    assert talk.listed(ModelPackageGroupName="churn") == []


def test_what_the_documents_only_advise_against_is_accepted() -> None:
    talk = Talk()
    talk.group()
    talk.version(CertifyForMarketplace=True)
    talk.package("churn-2026", ModelApprovalStatus="Approved")
    talk.version(SourceUri=arn("churn/1"))


@pytest.mark.parametrize("spec", [*schemas.names()])
def test_every_spec_has_its_model(spec: str) -> None:
    model = Model(spec)
    talk = Talk(model)
    package = talk.package("churn-2026")

    assert talk.shown(package)["ModelPackageArn"] == package
    assert ("UpdateModelPackage" in model.operations) == (spec != "2020-10")
    assert ("CreateModelPackageGroup" in model.operations) == (spec != "2020-10")


def test_the_limits_are_those_of_the_spec() -> None:
    environment = {f"KEY_{number}": "value" for number in range(17)}
    for spec, most in (("2022-07", 16), ("2026-11", 100)):
        talk = Talk(Model(spec))
        talk.group()
        specification = {
            **UNVERSIONED,
            "Containers": [{"Image": IMAGE, "Environment": environment, "ModelDataUrl": "s3://amzn-s3-demo-bucket/m.tar.gz"}],
        }
        answer = talk.ask("CreateModelPackage", ModelPackageGroupName="churn", InferenceSpecification=specification)
        assert isinstance(answer, Refused) == (most < len(environment))


@pytest.mark.parametrize("operation", ["CreateModel", "", "UpdateModelPackage"])
def test_an_unknown_operation_is_refused(operation: str) -> None:
    assert Talk(Model("2020-10")).refused(operation).code == "UnknownOperationException"


@pytest.mark.parametrize(
    ("region", "partition"), [("us-east-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov"), ("eu-west-1", "aws")]
)
def test_arns_have_the_region_and_account_of_the_registry(region: str, partition: str) -> None:
    talk = Talk(Model(region=region, account="444455556666"))

    assert talk.group("Churn") == f"arn:{partition}:sagemaker:{region}:444455556666:model-package-group/Churn"
    assert talk.version("Churn") == f"arn:{partition}:sagemaker:{region}:444455556666:model-package/Churn/1"
    assert talk.package("Own-1") == f"arn:{partition}:sagemaker:{region}:444455556666:model-package/Own-1"


def test_versions_count_up_and_are_not_used_again() -> None:
    talk = Talk()
    talk.group()
    talk.group("other")

    assert [talk.version(), talk.version("other"), talk.version()] == [arn("churn/1"), arn("other/1"), arn("churn/2")]
    talk.do("DeleteModelPackage", ModelPackageName=arn("churn/2"))
    assert talk.version() == arn("churn/3")


def test_a_group_is_known_by_its_arn_too() -> None:
    talk = Talk()
    assert talk.version(talk.group()) == arn("churn/1")
    assert talk.shown(arn("churn/1"))["ModelPackageGroupName"] == "churn"


@pytest.mark.parametrize("group", ["other", "Churn", arn("churn", "model-package"), arn("other", "model-package-group")])
def test_an_unknown_group_is_refused(group: str) -> None:
    talk = Talk()
    talk.group()
    answer = talk.refused("CreateModelPackage", ModelPackageGroupName=group, InferenceSpecification=SPECIFICATION)

    assert answer.code == "ValidationException"
    assert answer.message.endswith("does not exist.")
    assert talk.version() == arn("churn/1")


def test_a_name_is_taken_until_its_package_is_deleted() -> None:
    talk = Talk()
    package = talk.package("own")
    answer = talk.refused("CreateModelPackage", ModelPackageName="own", InferenceSpecification=UNVERSIONED)

    assert (answer.code, answer.message) == ("ValidationException", f"ModelPackage already exists: {package}")
    assert talk.package("Own") != package
    talk.do("DeleteModelPackage", ModelPackageName="own")
    assert talk.package("own") == package


def test_a_repeated_token_creates_nothing() -> None:
    talk = Talk()
    talk.group()

    assert talk.version(ClientToken="t1") == talk.version(ClientToken="t1") == arn("churn/1")
    assert talk.version(ClientToken="t1", Domain="OTHER") == arn("churn/2")
    assert talk.version(ClientToken="t1", Domain="OTHER") == arn("churn/2")
    assert talk.version(ClientToken="t2") == arn("churn/3")


def test_a_token_is_forgotten_with_its_package() -> None:
    talk = Talk()
    talk.package("own", ClientToken="t1")
    talk.do("DeleteModelPackage", ModelPackageName="own")

    assert talk.state.tokens == {}
    talk.package("own", ClientToken="t1")
    assert talk.shown("own")["ModelPackageName"] == "own"


@pytest.mark.parametrize("spec", sorted(MODELS))
def test_a_package_is_shown_as_it_was_created(spec: str) -> None:
    for request in filled(edition_of(spec, "CreateModelPackage"), "CreateModelPackage"):
        talk = Talk(MODELS[spec])
        if "ModelPackageGroupName" in request:
            talk.group(request["ModelPackageGroupName"])
        document = talk.shown(talk.do("CreateModelPackage", **request)["ModelPackageArn"])
        sent = {member: value for member, value in request.items() if member not in NOT_SHOWN}

        assert {member: document[member] for member in sent} == sent
        assert not {"Tags", "ClientToken"} & set(document)


def test_what_the_registry_adds_is_shown() -> None:
    talk = Talk()
    talk.group()
    added = {
        "CreationTime": 2.0,
        "ModelPackageStatus": "Completed",
        "ModelPackageStatusDetails": {"ValidationStatuses": [], "ImageScanStatuses": []},
        "InferenceSpecification": SPECIFICATION,
    }
    assert talk.shown(talk.version()) == {
        "ModelPackageGroupName": "churn",
        "ModelPackageVersion": 1,
        "ModelPackageArn": arn("churn/1"),
        "ModelApprovalStatus": "PendingManualApproval",
        **added,
    }
    assert talk.shown(talk.package("own")) == {
        "ModelPackageName": "own",
        "ModelPackageArn": arn("own"),
        "CertifyForMarketplace": False,
        **added,
        "CreationTime": 4.0,
        "InferenceSpecification": UNVERSIONED,
    }


def test_an_update_changes_only_what_it_mentions() -> None:
    edition = edition_of("2026-11", "CreateModelPackage")
    request = next(one for one in filled(edition, "CreateModelPackage") if "ModelPackageGroupName" in one)
    talk = Talk()
    talk.group()
    package = talk.do("CreateModelPackage", **request)["ModelPackageArn"]
    before = talk.shown(package)
    changes: dict[str, Any] = {
        "ModelApprovalStatus": "Rejected",
        "ApprovalDescription": " é ",
        "SourceUri": arn("other/1"),
        "ModelLifeCycle": {"Stage": "Production", "StageStatus": "Approved"},
        "ModelPackageRegistrationType": "Registered",
        "InferenceSpecification": {"Containers": [{"Image": IMAGE}]},
    }
    for member, value in changes.items():
        assert talk.update(package, **{member: value}) == {"ModelPackageArn": package}
        after = talk.shown(package)
        assert after == {**before, member: value, "LastModifiedTime": after["LastModifiedTime"]}
        assert after["LastModifiedTime"] > after["CreationTime"]
        before = after


def test_an_update_that_mentions_nothing_is_accepted() -> None:
    talk = Talk()
    package = talk.package("own")
    assert talk.update(package) == {"ModelPackageArn": package}


def test_metadata_are_merged_then_removed() -> None:
    talk = Talk()
    talk.group()
    package = talk.version(CustomerMetadataProperties={"a": "1", "b": "2"})

    talk.update(package, CustomerMetadataProperties={"b": "3", "c": "4", "d": "5"}, CustomerMetadataPropertiesToRemove=["a", "d", "x"])
    assert talk.shown(package)["CustomerMetadataProperties"] == {"b": "3", "c": "4"}
    talk.update(package, CustomerMetadataPropertiesToRemove=["b", "c"])
    assert "CustomerMetadataProperties" not in talk.shown(package)
    talk.update(package, CustomerMetadataPropertiesToRemove=["b"])


def test_specifications_are_appended_up_to_15_in_total() -> None:
    talk = Talk()
    package = talk.package("own", AdditionalInferenceSpecifications=named("z", "a"))
    names = [f"n{number}" for number in range(14)]

    talk.update(package, AdditionalInferenceSpecificationsToAdd=named("m"))
    answer = talk.refused(
        "UpdateModelPackage",
        ModelPackageArn=package,
        AdditionalInferenceSpecificationsToAdd=named(*names[:13]),
        ApprovalDescription="not to be kept",
    )
    assert answer.code == "ValidationException"
    assert "15" in answer.message
    assert "ApprovalDescription" not in talk.shown(package)
    talk.update(package, AdditionalInferenceSpecificationsToAdd=named(*names[:12]))
    kept = [item["Name"] for item in talk.shown(package)["AdditionalInferenceSpecifications"]]
    assert kept == ["z", "a", "m", *names[:12]]
    talk.refused("UpdateModelPackage", ModelPackageArn=package, AdditionalInferenceSpecificationsToAdd=named("last"))
    talk.update(package, ApprovalDescription="full")


def test_names_of_specifications_are_unique_in_the_package() -> None:
    talk = Talk()
    package = talk.package("own", AdditionalInferenceSpecifications=named("a"))

    for names in (("a",), ("b", "a"), ("b", "b")):
        talk.refused("UpdateModelPackage", ModelPackageArn=package, AdditionalInferenceSpecificationsToAdd=named(*names))
    talk.update(package, AdditionalInferenceSpecificationsToAdd=named("A"))
    assert [item["Name"] for item in talk.shown(package)["AdditionalInferenceSpecifications"]] == ["a", "A"]


def test_a_card_changes_by_its_members_until_it_is_archived() -> None:
    talk = Talk()
    talk.group()
    content = json.dumps({"model_overview": {"model_creator": "Churn team"}})
    package = talk.version(ModelCard={"ModelCardContent": content, "ModelCardStatus": "Draft"})

    talk.update(package, ModelCard={"ModelCardStatus": "Archived"})
    assert talk.shown(package)["ModelCard"] == {"ModelCardContent": content, "ModelCardStatus": "Archived"}
    answer = talk.refused("UpdateModelPackage", ModelPackageArn=package, ModelCard={"ModelCardContent": "{}"})
    assert answer.message == "Model Card is in Archived state"
    talk.update(package, ModelCard={"ModelCardStatus": "Approved"})
    talk.update(package, ModelCard={"ModelCardContent": "{}"})
    assert talk.shown(package)["ModelCard"] == {"ModelCardContent": "{}", "ModelCardStatus": "Approved"}


@pytest.mark.parametrize("package", [arn("churn/2"), arn("other"), arn("CHURN/1"), arn("churn/1").replace("us-east-1", "eu-west-1")])
def test_an_unknown_arn_is_refused(package: str) -> None:
    talk = Talk()
    talk.group()
    talk.version()
    answer = talk.refused("UpdateModelPackage", ModelPackageArn=package, ModelApprovalStatus="Approved")

    assert answer.code == "ValidationException"
    assert answer.message == f"ModelPackage {package} does not exist."


def test_others_are_left_alone() -> None:
    talk = Talk()
    talk.group()
    first, second, own = talk.version(), talk.version(), talk.package("own")
    before = talk.shown(first), talk.shown(own)
    talk.update(second, ModelApprovalStatus="Approved", CustomerMetadataProperties={"a": "1"})
    assert (talk.shown(first), talk.shown(own)) == before


def test_a_repeated_token_changes_nothing() -> None:
    talk = Talk()
    package = talk.package("own")
    once = {"AdditionalInferenceSpecificationsToAdd": named("a"), "ClientToken": "t1"}
    talk.update(package, **once)
    talk.update(package, **once)
    assert len(talk.shown(package)["AdditionalInferenceSpecifications"]) == 1
    talk.refused("UpdateModelPackage", ModelPackageArn=package, **{**once, "ClientToken": "t2"})


def test_a_package_is_known_by_name_and_arn() -> None:
    talk = Talk()
    talk.group()
    own, version = talk.package("own"), talk.version()

    assert talk.shown("own") == talk.shown(own)
    assert talk.shown("churn/1") == talk.shown(version)


@pytest.mark.parametrize("name", ["churn", "own-2", arn("churn"), arn("own", "model-package-group"), "churn/2", "Own"])
def test_what_does_not_exist_is_refused(name: str) -> None:
    talk = Talk()
    talk.group()
    talk.package("own")
    talk.version()
    assert talk.refused("DescribeModelPackage", ModelPackageName=name).message.endswith("does not exist.")


@pytest.mark.parametrize("name", ["", "-", "a-", "own/x", "own/1/1", "a" * 64, "own/1234567890", 7])
def test_a_malformed_name_is_refused(name: Any) -> None:
    answer = Talk().refused("DescribeModelPackage", ModelPackageName=name)
    assert set(answer.members) == {("modelpackagename",)}


def test_without_its_data_a_card_keeps_only_the_risk() -> None:
    talk = Talk()
    talk.group()
    content = {"model_overview": {"model_creator": "Churn team"}, "intended_uses": {"risk_rating": "Low", "purpose_of_model": "x"}}
    package = talk.version(ModelCard={"ModelCardContent": json.dumps(content), "ModelCardStatus": "Draft"})

    card = talk.shown(package, IncludedData="MetadataOnly")["ModelCard"]
    assert card == {"ModelCardContent": '{"intended_uses": {"risk_rating": "Low"}}', "ModelCardStatus": "Draft"}
    assert json.loads(talk.shown(package, IncludedData="AllData")["ModelCard"]["ModelCardContent"]) == content
    assert talk.refused("DescribeModelPackage", ModelPackageName=package, IncludedData="None").members == (("includeddata",),)


def stocked() -> Talk:
    """A registry with packages whose order by name is not that of their creation; the times are 3 to 8."""
    talk = Talk()
    talk.group("b")
    talk.group("a")
    talk.version("b", ModelApprovalStatus="Approved")
    talk.version("a")
    talk.version("b")
    for name in ("x2", "x1", "y"):
        talk.package(name)
    return talk


OWN = [arn("x2"), arn("x1"), arn("y")]
VERSIONS = [arn("b/1"), arn("a/1"), arn("b/2")]


@pytest.mark.parametrize(
    ("request_", "found"),
    [
        ({}, OWN),
        ({"ModelPackageType": "Versioned"}, VERSIONS),
        ({"ModelPackageType": "Both"}, [*VERSIONS, *OWN]),
        ({"ModelPackageGroupName": "b"}, [arn("b/1"), arn("b/2")]),
        ({"ModelPackageGroupName": arn("b", "model-package-group"), "SortOrder": "Descending"}, [arn("b/2"), arn("b/1")]),
        ({"ModelPackageGroupName": "b", "ModelPackageType": "Unversioned"}, []),
        ({"ModelPackageGroupName": "b", "ModelApprovalStatus": "Approved"}, [arn("b/1")]),
        ({"ModelPackageType": "Both", "ModelApprovalStatus": "PendingManualApproval"}, [arn("a/1"), arn("b/2")]),
        ({"NameContains": "x"}, [arn("x2"), arn("x1")]),
        ({"NameContains": "X"}, []),
        ({"NameContains": "a", "ModelPackageType": "Versioned"}, [arn("a/1")]),
        ({"CreationTimeAfter": 6.0}, [arn("x1"), arn("y")]),
        ({"CreationTimeBefore": 7, "ModelPackageType": "Both"}, [*VERSIONS, arn("x2")]),
        ({"SortBy": "Name"}, [arn("x1"), arn("x2"), arn("y")]),
        ({"SortBy": "Name", "SortOrder": "Descending"}, [arn("y"), arn("x2"), arn("x1")]),
        ({"SortBy": "Name", "ModelPackageType": "Versioned"}, [arn("a/1"), arn("b/1"), arn("b/2")]),
        ({"SortBy": "CreationTime", "SortOrder": "Descending", "MaxResults": 2}, [arn("y"), arn("x1")]),
    ],
)
def test_a_list_holds_what_was_asked_for_in_its_order(request_: dict[str, Any], found: list[str]) -> None:
    assert stocked().listed(**request_) == found


@pytest.mark.parametrize("size", [1, 2, 3, 100])
@pytest.mark.parametrize("order", ["Ascending", "Descending"])
@pytest.mark.parametrize("by", ["Name", "CreationTime"])
def test_pages_are_the_list(size: int, order: str, by: str) -> None:
    talk = stocked()
    asked = {"ModelPackageType": "Both", "SortBy": by, "SortOrder": order}
    pages = talk.pages(**asked, MaxResults=size)

    assert [item for page in pages for item in page] == talk.listed(**asked)
    assert [len(page) for page in pages] == [size] * (6 // size) + [6 % size] * (6 % size > 0)


def test_a_page_has_ten_items_unless_more_are_asked_for() -> None:
    talk = Talk()
    for number in range(12):
        talk.package(f"p{number}")
    assert [len(page) for page in talk.pages()] == [10, 2]


def test_pages_go_on_though_things_come_and_go() -> None:
    talk = stocked()
    first = talk.do("ListModelPackages", MaxResults=1)
    talk.do("DeleteModelPackage", ModelPackageName="x2")
    talk.package("z")
    assert talk.listed(MaxResults=100, NextToken=first["NextToken"]) == [arn("x1"), arn("y"), arn("z")]


def test_a_token_is_good_for_the_order_in_which_it_was_given_out() -> None:
    talk = stocked()
    token = talk.do("ListModelPackages", MaxResults=1)["NextToken"]
    others = (token[:-4], token[4:], "bogus", "é", "", "A" * 12, token.swapcase())
    wrong = [*({"NextToken": other} for other in others), {"NextToken": token, "SortBy": "Name"}]
    for request in wrong:
        assert talk.refused("ListModelPackages", **request).code == "ValidationException"
    assert talk.refused("ListModelPackageGroups", NextToken=token).code == "ValidationException"


@pytest.mark.parametrize(
    "request_",
    [
        {"MaxResults": 0},
        {"MaxResults": 101},
        {"MaxResults": "5"},
        {"NameContains": "a_b"},
        {"NameContains": ""},
        {"SortBy": "name"},
        {"SortOrder": "Up"},
        {"ModelPackageType": "All"},
        {"ModelApprovalStatus": "approved"},
        {"CreationTimeAfter": "2026"},
        {"NextToken": "a\nb"},
        {"Bogus": 1},
    ],
    ids=str,
)
def test_a_wrong_request_is_refused_and_the_member_named(request_: dict[str, Any]) -> None:
    answer = Talk().refused("ListModelPackages", **request_)
    assert set(answer.members) == {(next(iter(request_)).lower(),)}


def test_a_list_of_an_unknown_group_is_refused() -> None:
    assert Talk().refused("ListModelPackages", ModelPackageGroupName="b").message.endswith("does not exist.")


def test_a_summary_says_what_a_package_is() -> None:
    talk = Talk()
    talk.group()
    talk.version(ModelPackageDescription="Predicts who leaves", Domain="OTHER")
    talk.package("own")
    [version, own] = talk.do("ListModelPackages", ModelPackageType="Both")["ModelPackageSummaryList"]

    assert version == {
        "ModelPackageGroupName": "churn",
        "ModelPackageVersion": 1,
        "ModelPackageArn": arn("churn/1"),
        "ModelPackageDescription": "Predicts who leaves",
        "CreationTime": 2.0,
        "ModelPackageStatus": "Completed",
        "ModelApprovalStatus": "PendingManualApproval",
    }
    assert own == {"ModelPackageName": "own", "ModelPackageArn": arn("own"), "CreationTime": 3.0, "ModelPackageStatus": "Completed"}


def test_a_deleted_package_is_gone_and_the_others_are_not() -> None:
    talk = stocked()
    assert talk.do("DeleteModelPackage", ModelPackageName="x1") == {}
    assert talk.listed(ModelPackageType="Both") == [*VERSIONS, arn("x2"), arn("y")]
    for operation in ("DeleteModelPackage", "DescribeModelPackage"):
        assert talk.refused(operation, ModelPackageName="x1").message.endswith("does not exist.")


def test_a_group_is_shown_and_listed() -> None:
    talk = Talk()
    tags = [{"Key": "team", "Value": ""}]
    made = talk.do("CreateModelPackageGroup", ModelPackageGroupName="churn", ModelPackageGroupDescription="é", Tags=tags)
    shown = {
        "ModelPackageGroupName": "churn",
        "ModelPackageGroupDescription": "é",
        "ModelPackageGroupArn": arn("churn", "model-package-group"),
        "CreationTime": 1.0,
        "CreatedBy": {},
        "ModelPackageGroupStatus": "Completed",
    }
    assert made == {"ModelPackageGroupArn": shown["ModelPackageGroupArn"]}
    for name in ("churn", shown["ModelPackageGroupArn"]):
        assert talk.do("DescribeModelPackageGroup", ModelPackageGroupName=name) == shown
    del shown["CreatedBy"]
    assert talk.do("ListModelPackageGroups") == {"ModelPackageGroupSummaryList": [shown]}
    assert talk.do("ListModelPackageGroups", CrossAccountFilterOption="CrossAccount") == {"ModelPackageGroupSummaryList": []}


def test_lists_of_groups_are_filtered_and_cut() -> None:
    talk = Talk()
    for name in ("b1", "a1", "b2"):
        talk.group(name)

    def listed(**request: Any) -> list[str]:
        body = talk.do("ListModelPackageGroups", **request)
        names = [item["ModelPackageGroupName"] for item in body["ModelPackageGroupSummaryList"]]
        return names + (listed(**request | {"NextToken": body["NextToken"]}) if "NextToken" in body else [])

    assert listed(MaxResults=1) == ["b1", "a1", "b2"]
    assert listed(SortBy="Name", MaxResults=2) == ["a1", "b1", "b2"]
    assert listed(NameContains="b", SortOrder="Descending") == ["b2", "b1"]
    assert listed(CreationTimeAfter=1.0, CreationTimeBefore=3.0) == ["a1"]


def test_a_group_is_deleted_only_when_it_is_empty() -> None:
    talk = Talk()
    group = talk.group()
    talk.version()
    assert talk.refused("DeleteModelPackageGroup", ModelPackageGroupName=group).code == "ConflictException"
    talk.do("DeleteModelPackage", ModelPackageName="churn/1")
    assert talk.do("DeleteModelPackageGroup", ModelPackageGroupName="churn") == {}
    for operation in ("DeleteModelPackageGroup", "DescribeModelPackageGroup"):
        assert talk.refused(operation, ModelPackageGroupName="churn").message.endswith("does not exist.")
    assert talk.group() == group


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ({"ModelPackageGroupName": "churn"}, "Model Package Group already exists"),
        ({"ModelPackageGroupName": arn("x", "model-package-group")}, "regular expression"),
        ({"ModelPackageGroupName": "x", "Tags": [{"Key": "a", "Value": "1"}] * 2}, "unique"),
        ({"ModelPackageGroupName": "x", "Tags": [{"Key": "a"}]}, "must not be null"),
        ({"ModelPackageGroupName": "x", "ManagedConfiguration": {"ManagedStorageType": "Open"}}, "[Restricted]"),
        ({}, "must not be null"),
    ],
)
def test_a_wrong_group_is_refused(request_: dict[str, Any], words: str) -> None:
    talk = Talk()
    talk.group()
    assert words in talk.refused("CreateModelPackageGroup", **request_).message


def test_the_state_is_a_value() -> None:
    talk = Talk()
    talk.group()
    before = talk.state
    copy = pickle.loads(pickle.dumps(before))
    package = talk.version()
    talk.update(package, ModelApprovalStatus="Approved")
    talk.do("DeleteModelPackage", ModelPackageName=package)

    assert before == copy
    assert replace(before, count=before.count) == before
    _, first = talk.model.answer(before, "ListModelPackages", {"ModelPackageGroupName": "churn"})
    assert first == talk.model.answer(before, "ListModelPackages", {"ModelPackageGroupName": "churn"})[1]


@settings(max_examples=30)
@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=12))
def test_the_same_requests_give_the_same_state(names: list[str]) -> None:
    talks = Talk(MODELS["2026-11"]), Talk(MODELS["2026-11"])
    for talk in talks:
        for name in names:
            talk.ask("CreateModelPackage", ModelPackageName=name, InferenceSpecification=UNVERSIONED)
    assert talks[0].state == talks[1].state
    assert talks[0].listed() == [arn(name) for name in dict.fromkeys(names)]
