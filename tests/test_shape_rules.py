from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
import regex

from mpkit import rules, schemas
from mpkit.linter.edits import apply_edit
from mpkit.linter.engine import Examination, Examiner
from mpkit.linter.finding import Edit
from mpkit.linter.path import Path, value_at
from mpkit.linter.request import OpenMap, Request, Unknown
from mpkit.rules import _samples as samples
from mpkit.schemas.edition import Edition

CREATE, UPDATE = "CreateModelPackage", "UpdateModelPackage"
SHAPE_RULES = tuple(rule for rule in rules.load() if rule.id.startswith("MP1"))
CONTAINER: Path = ("InferenceSpecification", "Containers", 0)
ENVIRONMENT: Path = (*CONTAINER, "Environment")
JOB: Path = ("ValidationSpecification", "ValidationProfiles", 0, "TransformJobDefinition")
TRANSFORM: Path = ("InferenceSpecification", "SupportedTransformInstanceTypes", 0)
REALTIME: Path = ("InferenceSpecification", "SupportedRealtimeInferenceInstanceTypes", 0)


@cache
def edition_of(name: str, operation: str) -> Edition:
    return schemas.load(name).editions[operation]


@cache
def examiner(edition: Edition, operation: str) -> Examiner:
    return Examiner(edition, operation, SHAPE_RULES)


def examine(value: Any, operation: str = CREATE, edition: str | Edition = "2026-11", *, certain: bool = True) -> Examination:
    used = edition_of(edition, operation) if isinstance(edition, str) else edition
    return examiner(used, operation).examine(Request(operation, value, used, certain=certain))


def said(value: Any, operation: str = CREATE, edition: str | Edition = "2026-11", *, certain: bool = True) -> list[tuple[str, Path, str]]:
    examination = examine(value, operation, edition, certain=certain)
    assert examination.crashes == []
    return [(rule.name, finding.path, finding.message) for rule, finding in examination.findings]


def mend(value: Any, operation: str = CREATE, edition: str | Edition = "2026-11") -> tuple[str | None, Edit | None]:
    ((_, finding),) = examine(value, operation, edition).findings
    return finding.help, finding.suggestion


def full_container(**members: Any) -> dict[str, Any]:
    return samples.versioned(InferenceSpecification=samples.specification(Containers=[samples.container(**members)]))


# Every constraint of every edition: one violating edit each, and exactly one rule that answers it.

TEXTS = (
    "a",
    "1.0.0",
    "text/csv",
    "s3://amzn-s3-demo-bucket/key",
    samples.PACKAGE_ARN,
    samples.ROLE_ARN,
    "sha256:" + "0f" * 32,
)
OF_TYPE: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
}
ANSWERS = {
    "type": {"MP101"},
    "required": {"MP102"},
    "additionalProperties": {"MP135"},
    "minLength": {"MP107"},
    "maxLength": {"MP108"},
    "minItems": {"MP109"},
    "maxItems": {"MP110"},
    "minProperties": {"MP111"},
    "maxProperties": {"MP112"},
    "minimum": {"MP113"},
    "enum": {"MP114", "MP115"},
    "pattern": {f"MP{number}" for number in range(117, 134)},
}


def target(reference: dict[str, Any]) -> str:
    name: str = reference["$ref"].rpartition("/")[2]
    return name


def fill(definitions: dict[str, Any], name: str) -> Any:
    shape = definitions[name]
    if "properties" in shape:
        return {member: fill(definitions, target(reference)) for member, reference in shape["properties"].items()}
    if "propertyNames" in shape:
        return {"A": fill(definitions, target(shape["additionalProperties"]))}
    if "items" in shape:
        return [fill(definitions, target(shape["items"]))]
    if shape["type"] == "string":
        fits = (text for text in TEXTS if shape.get("minLength", 0) <= len(text) <= shape.get("maxLength", 10**6))
        return next(iter(shape.get("enum", ())), None) or next(text for text in fits if regex.fullmatch(shape.get("pattern", ".*"), text))
    return shape.get("minimum", 1) if shape["type"] == "integer" else True


def violations(definitions: dict[str, Any], name: str, path: Path, value: Any) -> Iterator[tuple[str, Edit, Path]]:
    shape = definitions[name]
    for wrong in (None, True, 5, 1.5, "x", "true", "5", [], [5], ["x"], {}, {"a": 1}):
        if path and not OF_TYPE[shape["type"]](wrong):
            yield "type", Edit("set", path, wrong), path
    for keyword, wrong in breaking(shape, value):
        yield keyword, Edit("set", path, wrong), path
    for member in shape.get("required", ()):
        yield "required", Edit("remove", (*path, member)), path
    if "properties" in shape:
        yield "additionalProperties", Edit("set", (*path, "Zzz"), 1), (*path, "Zzz")
        for member, reference in shape["properties"].items():
            yield from violations(definitions, target(reference), (*path, member), value[member])
    elif "propertyNames" in shape:
        for keyword, wrong in breaking(definitions[target(shape["propertyNames"])], "A"):
            yield keyword, Edit("rename", (*path, "A"), wrong), (*path, wrong)
        yield from violations(definitions, target(shape["additionalProperties"]), (*path, "A"), value["A"])
    elif "items" in shape:
        yield from violations(definitions, target(shape["items"]), (*path, 0), value[0])


def breaking(shape: dict[str, Any], value: Any) -> Iterator[tuple[str, Any]]:
    if "enum" in shape:
        yield "enum", "zzz"
    if "minLength" in shape:
        yield "minLength", "a" * (shape["minLength"] - 1)
    if "maxLength" in shape:
        yield "maxLength", "a" * (shape["maxLength"] + 1)
    if "pattern" in shape:
        tries = (char * max(1, shape.get("minLength", 1)) for char in ("!", "=", "\n"))
        yield from (("pattern", text) for text in tries if not regex.fullmatch(shape["pattern"], text))
    if "minItems" in shape:
        yield "minItems", value[: shape["minItems"] - 1]
    if "maxItems" in shape:
        yield "maxItems", value * (shape["maxItems"] + 1)
    if "minProperties" in shape:
        yield "minProperties", {}
    if "maxProperties" in shape:
        yield "maxProperties", {f"k{number}": value["A"] for number in range(shape["maxProperties"] + 1)}
    if "minimum" in shape:
        yield "minimum", shape["minimum"] - 1


EDITIONS = [(entry["id"], operation) for entry in schemas.index()["editions"] for operation in entry["operations"]]


@pytest.mark.parametrize(("name", "operation"), EDITIONS)
def test_each_constraint_of_each_edition_is_answered_by_one_rule_at_its_place(name: str, operation: str) -> None:
    edition = edition_of(name, operation)
    definitions = edition.schema(operation)["$defs"]
    root = edition.root(operation)
    good = fill(definitions, root)
    assert said(good, operation, name) == []
    keywords = set()
    for keyword, edit, place in violations(definitions, root, (), good):
        examination = examine(apply_edit(good, edit), operation, name)
        assert examination.crashes == [], edit
        answers = [(rule.id, finding.path) for rule, finding in examination.findings]
        assert [answer[1] for answer in answers] == [place], edit
        assert answers[0][0] in ANSWERS[keyword], edit
        keywords.add(keyword)
    assert {"type", "required", "additionalProperties", "minLength", "maxLength", "maxItems", "enum", "pattern"} <= keywords


@pytest.mark.parametrize(("name", "operation"), EDITIONS)
def test_no_message_shows_a_raw_pattern(name: str, operation: str) -> None:
    edition = edition_of(name, operation)
    definitions = edition.schema(operation)["$defs"]
    good = fill(definitions, edition.root(operation))
    patterns = [edit for keyword, edit, _ in violations(definitions, edition.root(operation), (), good) if keyword == "pattern"]
    messages = [finding.message for edit in patterns for _, finding in examine(apply_edit(good, edit), operation, name).findings]
    assert len(messages) == len(patterns)
    assert [message for message in messages if "[a-z" in message or "\\p{" in message or message.endswith(".")] == []


# Wrong types.


@pytest.mark.parametrize(
    ("edit", "message", "help_text", "suggested"),
    [
        (
            ("ModelPackageDescription", None),
            "ModelPackageDescription is null, where a string is wanted",
            "leave the member out instead",
            None,
        ),
        (
            (*REALTIME, None),
            "SupportedRealtimeInferenceInstanceTypes[0] is null, where a string is wanted",
            "leave the item out instead",
            None,
        ),
        (
            (*ENVIRONMENT, "A", None),
            "the value of 'A' in Environment is null, where a string is wanted",
            "leave the entry out instead",
            None,
        ),
        ((*ENVIRONMENT, "A", 5), "the value of 'A' in Environment is a number, where a string is wanted", "quote it", "5"),
        ((*ENVIRONMENT, "A", True), "the value of 'A' in Environment is a boolean, where a string is wanted", "quote it", None),
        ((*ENVIRONMENT, "A=secret"), "Environment is a string, where an object is wanted", "write an object in braces", None),
        (
            (*ENVIRONMENT, [{"Name": "A", "Value": "1"}]),
            "Environment is an array, where an object is wanted",
            "write one object of names and values instead of an array",
            None,
        ),
        ((*CONTAINER, "Image", {}), "Image is an object, where a string is wanted", "give a text instead of an object", None),
        ((*CONTAINER, "Image", ["churn"]), "Image is an array, where a string is wanted", "take it out of the brackets", "churn"),
        ((*CONTAINER, "Image", ["a", "b"]), "Image is an array, where a string is wanted", "give one value instead of an array", None),
        (
            ("CertifyForMarketplace", "True"),
            "CertifyForMarketplace is the string 'True', where true or false is wanted",
            "write true without quotes",
            True,
        ),
        (
            ("CertifyForMarketplace", "yes"),
            "CertifyForMarketplace is the string 'yes', where true or false is wanted",
            "write true or false, without quotes",
            None,
        ),
        ((*JOB, "MaxPayloadInMB", "6"), "MaxPayloadInMB is the string '6', where a whole number is wanted", "write 6 without quotes", 6),
        (
            (*JOB, "MaxPayloadInMB", "six"),
            "MaxPayloadInMB is the string 'six', where a whole number is wanted",
            "write a whole number, without quotes",
            None,
        ),
        (
            (*JOB, "MaxPayloadInMB", 6.5),
            "MaxPayloadInMB is the number 6.5, where a whole number is wanted",
            "round it to a whole number",
            None,
        ),
        (
            (*JOB, "MaxPayloadInMB", True),
            "MaxPayloadInMB is true, where a whole number is wanted",
            "write a whole number, without quotes",
            None,
        ),
        (
            ("InferenceSpecification", "Containers", {"Image": "churn"}),
            "Containers is an object, where an array is wanted",
            "put it in brackets",
            None,
        ),
        (
            ("InferenceSpecification", "Containers", "churn"),
            "Containers is a string, where an array is wanted",
            "write an array, each item an object",
            None,
        ),
        (
            ("Tags", {"team": "churn"}),
            "Tags is an object, where an array is wanted",
            "write a list of objects that have a Key and a Value",
            None,
        ),
        (
            ("Tags", {"Key": "team", "Value": "churn"}),
            "Tags is an object, where an array is wanted",
            "put it in brackets",
            None,
        ),
        (
            (*CONTAINER, '{"Image": "churn"}'),
            "Containers[0] is a string, where an object is wanted",
            "write the object itself instead of a text that holds it",
            None,
        ),
        (
            (*CONTAINER, [{"Image": "a"}]),
            "Containers[0] is an array, where an object is wanted",
            "take it out of the brackets",
            None,
        ),
        ((*CONTAINER, []), "Containers[0] is an array, where an object is wanted", "write an object in braces", None),
        (
            ("ModelCard", {"ModelCardContent": {"model_overview": {}}}),
            "ModelCardContent is an object, where a string with JSON text is wanted",
            "write the object as JSON text in one string",
            None,
        ),
    ],
)
def test_a_wrong_type_is_told_with_its_mend(edit: tuple[Any, ...], message: str, help_text: str, suggested: Any) -> None:
    good = full_container(Environment={"A": "1"}) | {"ValidationSpecification": samples.validation()}
    bad = apply_edit(good, Edit("set", edit[:-1], edit[-1]))
    ((_, path, told),) = said(bad)
    assert told == message
    found_help, suggestion = mend(bad)
    assert found_help == help_text
    assert suggestion == (None if suggested is None else Edit("set", path, suggested))


# Missing and unknown members.


@pytest.mark.parametrize(
    ("edition", "path", "message"),
    [
        (
            "2020-10",
            ("ModelPackageName",),
            "the request has no ModelPackageName, which edition 2020-10 requires; it is optional since service model 1.19.5 (2020-10-26)",
        ),
        (
            "2020-10",
            TRANSFORM[:-1],
            (
                "InferenceSpecification has no SupportedTransformInstanceTypes, which edition 2020-10 requires; "
                "it is optional since service model 1.19.27 (2020-12-01)"
            ),
        ),
        (
            "2022-07",
            ("InferenceSpecification", "SupportedContentTypes"),
            (
                "InferenceSpecification has no SupportedContentTypes, which edition 2022-07 requires; "
                "it is optional since service model 1.32.0 (2023-11-14)"
            ),
        ),
        ("2022-07", ("InferenceSpecification", "Containers"), "InferenceSpecification has no Containers, which is required"),
    ],
)
def test_a_missing_member_is_told_with_the_end_of_its_duty(edition: str, path: Path, message: str) -> None:
    bad = apply_edit(samples.unversioned(), Edit("remove", path))
    assert said(bad, edition=edition) == [("missing-member", path[:-1], message)]


def test_image_may_be_missing_in_the_newest_edition() -> None:
    assert said(apply_edit(samples.unversioned(), Edit("remove", (*CONTAINER, "Image")))) == []


def test_a_tag_without_value_hears_that_it_may_be_empty() -> None:
    assert mend(samples.unversioned(Tags=[{"Key": "team"}])) == ("add a Value; the empty string is allowed", None)
    assert said(samples.unversioned(Tags=[{"Key": "team", "Value": ""}])) == []


@pytest.mark.parametrize("name", ["ModelPackageArm", "modelPackageArn", "model_package_arn", "model-package-arn", "--model-package-arn"])
def test_a_misspelt_member_is_not_also_missing(name: str) -> None:
    bad = apply_edit(samples.update(), Edit("rename", ("ModelPackageArn",), name))
    ((rule, path, _),) = said(bad, UPDATE)
    assert (rule, path) == ("command-line-option" if "-" in name else "unknown-member", (name,))
    assert mend(bad, UPDATE) == ("write ModelPackageArn", Edit("rename", (name,), "ModelPackageArn"))


def test_applying_the_suggestion_for_a_misspelt_member_mends_it() -> None:
    bad = apply_edit(samples.update(), Edit("rename", ("ModelPackageArn",), "ModelPackageARN"))
    suggestion = mend(bad, UPDATE)[1]
    assert suggestion is not None
    assert said(apply_edit(bad, suggestion), UPDATE) == []


def test_a_misspelt_member_beside_the_right_one_is_no_rename() -> None:
    bad = samples.versioned(tags=[])
    bad["Tags"] = []
    assert said(bad) == [("unknown-member", ("tags",), "tags is no member of the request, and Tags is there besides")]
    assert mend(bad) == ("leave one of the two out", None)


@pytest.mark.parametrize(
    ("path", "message", "help_text"),
    [
        (("Containers",), "Containers is no member of the request; it belongs under InferenceSpecification", "move it there"),
        (
            ("InferenceSpecification", "image_digest"),
            "image_digest is no member of InferenceSpecification; ImageDigest belongs under InferenceSpecification.Containers[]",
            "move it there",
        ),
        (
            (*CONTAINER, "S3DataSource"),
            "S3DataSource is no member of Containers[0]; it belongs under InferenceSpecification.Containers[].ModelDataSource",
            "move it there, or write AdditionalS3DataSource",
        ),
        ((*CONTAINER, "Tags"), "Tags is no member of Containers[0]; it belongs at the top of the request", "move it there"),
        ((*CONTAINER, "ImageUri"), "ImageUri is no member of Containers[0]; the nearest is Image", "write Image if that is meant"),
        (("odd name!",), "'odd name!' is no member of the request", "leave it out"),
        (("",), "'' is no member of the request", "leave it out"),
        (
            ("ModelLifeCycle", "Colour"),
            "Colour is no member of ModelLifeCycle",
            "leave it out; the members are Stage, StageStatus, StageDescription",
        ),
    ],
)
def test_an_unknown_member_is_told_where_it_belongs(path: Path, message: str, help_text: str) -> None:
    good = samples.versioned(ModelLifeCycle={"Stage": "a", "StageStatus": "b"})
    bad = apply_edit(good, Edit("set", path, {}))
    assert said(bad) == [("unknown-member", path, message)]
    assert mend(bad)[0] == help_text


def test_a_misplaced_member_is_not_also_missing_where_it_belongs() -> None:
    bad = samples.versioned(Containers=[samples.container()])
    del bad["InferenceSpecification"]["Containers"]
    assert [(rule, path) for rule, path, _ in said(bad)] == [("unknown-member", ("Containers",))]


def test_a_misplaced_member_belongs_to_the_nearest_place_that_has_it() -> None:
    bad = samples.versioned(AdditionalInferenceSpecifications=[samples.additional(ContainerHostname="first")])
    path = ("AdditionalInferenceSpecifications", 0, "ContainerHostname")
    message = (
        "ContainerHostname is no member of AdditionalInferenceSpecifications[0]; "
        "it belongs under AdditionalInferenceSpecifications[].Containers[]"
    )
    assert said(bad) == [("unknown-member", path, message)]


@pytest.mark.parametrize(
    ("path", "name", "required"),
    [(("Tags", 0, "Value"), "Va", "Value"), ((*JOB, "TransformInput", "DataSource", "S3DataSource", "S3Uri"), "S3", "S3Uri")],
)
def test_an_odd_name_stands_for_the_only_required_member_that_is_missing(path: Path, name: str, required: str) -> None:
    good = samples.unversioned(Tags=[{"Key": "team", "Value": "churn"}], ValidationSpecification=samples.validation())
    bad = apply_edit(good, Edit("rename", path, name))
    owner = "Tags[0]" if required == "Value" else "S3DataSource"

    assert said(bad) == [("unknown-member", (*path[:-1], name), f"{name} is no member of {owner}; {required} is required and missing")]
    assert mend(bad) == (f"write {required} if that is meant", None)


@pytest.mark.parametrize(
    ("tag", "missing"),
    [
        ({"Q": "team", "W": "churn"}, ["Key", "Value"]),
        ({"Q": "team"}, ["Key", "Value"]),
        ({"Key": "team", "Q": "churn", "W": "churn"}, ["Value"]),
        ({"Key": "team", "Valeu": "churn", "W": "churn"}, []),
        ({"Kye": "team", "W": "churn"}, []),
    ],
)
def test_an_odd_name_stands_for_nothing_where_it_is_not_clear_for_what(tag: dict[str, str], missing: list[str]) -> None:
    messages = [message for rule, _, message in said(samples.unversioned(Tags=[tag])) if rule == "missing-member"]

    assert messages == [f"Tags[0] has no {name}, which is required" for name in missing]


def test_an_odd_name_in_an_open_object_stands_for_nothing() -> None:
    bad = samples.unversioned(Tags=[OpenMap({"Key": "team", "Q": "churn"})])

    assert said(bad, certain=False) == [("unknown-member", ("Tags", 0, "Q"), "Q is no member of Tags[0]")]


SECRET = "hunter2"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("InferenceSpecification",), f'{{"Environment": "{SECRET}"}}'),
        (("InferenceSpecification", "Containers"), f'[{{"Environment": "{SECRET}"}}]'),
        (("InferenceSpecification", "Containers"), {"Image": "churn", "Environment": {"PASSWORD": SECRET}}),
        (("InferenceSpecification", "Containers"), {"Environment": [SECRET]}),
        (CONTAINER, [{"Image": "churn", "Environment": {"PASSWORD": SECRET}}]),
        (CONTAINER, SECRET),
        (ENVIRONMENT, SECRET),
        (ENVIRONMENT, [{"PASSWORD": SECRET}]),
        (("InferenceSpecification", "SupportedContentTypes"), SECRET),
        (("Tags",), {"Key": "team", "Value": SECRET}),
    ],
)
def test_a_wrong_type_shows_nothing_of_what_may_hold_secrets(path: Path, value: Any) -> None:
    findings = [finding for _, finding in examine(apply_edit(full_container(), Edit("set", path, value))).findings]

    assert findings
    assert [finding for finding in findings if SECRET in repr((finding.message, finding.help, finding.suggestion))] == []


@pytest.mark.parametrize(
    ("path", "value", "suggested"),
    [
        (("ModelPackageDescription",), 2**63 - 1, str(2**63 - 1)),
        (("ModelPackageDescription",), 2**63, None),
        (("ModelPackageDescription",), -(10**400), None),
        ((*JOB, "MaxPayloadInMB"), [6], 6),
        ((*JOB, "MaxPayloadInMB"), [2**63], None),
        (("ModelPackageDescription",), [Unknown()], None),
        (("InferenceSpecification", "Containers"), {"Image": Unknown()}, None),
    ],
)
def test_a_suggestion_is_plain(path: Path, value: Any, suggested: Any) -> None:
    good = samples.versioned(ValidationSpecification=samples.validation())
    bad = apply_edit(good, Edit("set", path, value))
    (suggestion,) = {finding.suggestion for rule, finding in examine(bad, certain=False).findings if rule.name == "wrong-type"}

    assert suggestion == (None if suggested is None else Edit("set", path, suggested))


def test_a_similar_name_is_not_also_missing() -> None:
    bad = apply_edit(samples.unversioned(), Edit("rename", (*CONTAINER, "Image"), "ImageUri"))
    assert [rule for rule, _, _ in said(bad, edition="2022-07")] == ["unknown-member"]


def test_an_unknown_member_of_an_item_that_is_no_object_is_no_matter() -> None:
    bad = samples.versioned(ContainerHostname="first")
    bad["InferenceSpecification"]["Containers"] = [5]
    assert [(rule, path) for rule, path, _ in said(bad)] == [("unknown-member", ("ContainerHostname",)), ("wrong-type", CONTAINER)]


@pytest.mark.parametrize(
    ("operation", "edition", "name", "message"),
    [
        (CREATE, "2020-10", "Tags", "Tags is unknown to edition 2020-10; it exists since service model 1.19.27 (2020-12-01)"),
        (UPDATE, "2022-07", "ModelCard", "ModelCard is unknown to edition 2022-07; it exists since service model 1.34.116 (2024-05-30)"),
        (
            UPDATE,
            "2022-07",
            "InferenceSpecification",
            "InferenceSpecification is unknown to edition 2022-07; it exists since service model 1.34.53 (2024-02-29)",
        ),
    ],
)
def test_a_newer_member_is_told_with_its_first_service_model(operation: str, edition: str, name: str, message: str) -> None:
    good = samples.update() if operation == UPDATE else samples.unversioned()
    assert said(good | {name: {}}, operation, edition) == [("newer-member", (name,), message)]


@pytest.mark.parametrize(
    ("operation", "name", "help_text", "suggestion"),
    [
        (
            UPDATE,
            "AdditionalInferenceSpecifications",
            "write AdditionalInferenceSpecificationsToAdd",
            Edit("rename", ("AdditionalInferenceSpecifications",), "AdditionalInferenceSpecificationsToAdd"),
        ),
        (
            CREATE,
            "AdditionalInferenceSpecificationsToAdd",
            "write AdditionalInferenceSpecifications",
            Edit("rename", ("AdditionalInferenceSpecificationsToAdd",), "AdditionalInferenceSpecifications"),
        ),
        (UPDATE, "ModelPackageName", "name the package by its ModelPackageArn", None),
        (UPDATE, "ModelMetrics", "leave it out", None),
        (CREATE, "ModelPackageArn", "leave it out; the service makes the ARN of a new package", None),
    ],
)
def test_a_member_of_the_other_operation_is_told_with_its_mend(operation: str, name: str, help_text: str, suggestion: Edit | None) -> None:
    good = samples.update() if operation == UPDATE else samples.versioned()
    bad = good | {name: []}
    assert [(rule, path) for rule, path, _ in said(bad, operation)] == [("member-of-other-operation", (name,))]
    assert mend(bad, operation) == (help_text, suggestion)


def test_a_twin_of_the_other_operation_is_no_rename_when_both_are_there() -> None:
    bad = samples.update(AdditionalInferenceSpecifications=[], AdditionalInferenceSpecificationsToAdd=[samples.additional()])
    assert mend(bad, UPDATE)[1] is None


def test_an_edition_without_update_knows_no_member_of_it() -> None:
    bad = samples.unversioned(ModelPackageArn=samples.PACKAGE_ARN)
    assert [rule for rule, _, _ in said(bad, edition="2020-10")] == ["unknown-member"]


def test_protocol_parameters_are_such_at_the_top_only() -> None:
    assert [rule for rule, _, _ in said(samples.versioned(Version="2017-07-24"))] == ["common-parameter"]
    assert [rule for rule, _, _ in said(full_container(Version="2017-07-24"))] == ["unknown-member"]


def test_options_of_the_command_line_are_such_at_the_top_only() -> None:
    assert [rule for rule, _, _ in said(samples.versioned(**{"generate-cli-skeleton": "input"}))] == ["command-line-option"]
    assert [rule for rule, _, _ in said(full_container(CliInputJson="x"))] == ["unknown-member"]


# Lengths and counts.


@pytest.mark.parametrize(
    ("value", "operation", "message", "help_text"),
    [
        (
            samples.versioned(ClientToken=""),
            CREATE,
            "ClientToken is empty; at least 1 character is needed",
            "fill it in or leave it out",
        ),
        (samples.update(ModelPackageArn=""), UPDATE, "ModelPackageArn is empty; at least 1 character is needed", "give the whole ARN"),
        (
            samples.versioned(ValidationSpecification=samples.validation() | {"ValidationRole": "admin"}),
            CREATE,
            "ValidationRole has 5 characters; at least 20 characters are needed",
            "give the whole ARN",
        ),
        (
            samples.versioned(ModelLifeCycle={"Stage": "", "StageStatus": "b"}),
            CREATE,
            "Stage is empty; at least 1 character is needed",
            "fill it in",
        ),
        (
            full_container(Framework="PYTORCH", FrameworkVersion="2"),
            CREATE,
            "FrameworkVersion has 1 character; at least 3 characters are needed",
            "write it in full, as in '2.0'",
        ),
        (
            full_container(BaseModel={"HubContentVersion": "1.0"}),
            CREATE,
            "HubContentVersion has 3 characters; at least 5 characters are needed",
            "write it in full",
        ),
        (
            full_container(Framework="PYTORCH", FrameworkVersion=""),
            CREATE,
            "FrameworkVersion is empty; at least 3 characters are needed",
            "fill it in or leave it out",
        ),
        (full_container(Image="x" * 256), CREATE, "Image has 256 characters; at most 255 are allowed", "shorten it by 1"),
        (
            full_container(Environment={f"V{number}": "1" for number in range(102)}),
            CREATE,
            "Environment of a container has 102 entries; at most 100 are allowed",
            "take 2 entries out",
        ),
        (
            samples.unversioned(Tags=[{"Key": "a", "Value": "b"}] * 51),
            CREATE,
            "Tags has 51 items; at most 50 are allowed",
            "take 1 item out",
        ),
        (
            samples.update(CustomerMetadataProperties={}),
            UPDATE,
            "CustomerMetadataProperties is empty; at least 1 entry is needed",
            "add an entry or leave it out",
        ),
        (
            full_container(Framework="X") | {"AdditionalInferenceSpecifications": []},
            CREATE,
            "AdditionalInferenceSpecifications is an empty list; at least 1 item is needed",
            "add an item or leave it out",
        ),
    ],
)
def test_lengths_and_counts_are_told_with_their_limits(value: Any, operation: str, message: str, help_text: str) -> None:
    assert [told for _, _, told in said(value, operation)] == [message]
    assert mend(value, operation)[0] == help_text


def test_a_limit_that_was_raised_later_is_told_so() -> None:
    bad = full_container(ModelInput={"DataInputConfig": "x" * 1025})
    assert [told for _, _, told in said(bad, edition="2022-07")] == [
        "DataInputConfig has 1,025 characters; at most 1,024 are allowed, and 16,384 since service model 1.34.2 (2023-12-15)"
    ]
    assert said(bad) == []


# Enumerations and instance types.


@pytest.mark.parametrize(
    ("value", "suggestion"),
    [
        ("approved", "Approved"),
        ("Aproved", "Approved"),
        ("PENDING_MANUAL_APPROVAL", "PendingManualApproval"),
        ("Pending manual approval", "PendingManualApproval"),
        ("Maybe", None),
        ("", None),
        ("Pending", None),
        ("Unapproved", None),
    ],
)
def test_an_enumerated_value_is_suggested_where_one_is_clearly_nearest(value: str, suggestion: str | None) -> None:
    edit = mend(samples.update(ModelApprovalStatus=value), UPDATE)[1]
    assert edit == (None if suggestion is None else Edit("set", ("ModelApprovalStatus",), suggestion))


@pytest.mark.parametrize(
    ("value", "help_text"),
    [
        ("Pending", "write 'PendingManualApproval' if that is meant"),
        ("PendingApproval", "write 'PendingManualApproval' if that is meant"),
        ("Unapproved", None),
        ("NotApproved", None),
        ("Maybe", None),
        ("", "choose one, or leave the member out"),
    ],
)
def test_an_enumerated_value_that_is_only_similar_is_offered_as_a_guess(value: str, help_text: str | None) -> None:
    assert mend(samples.update(ModelApprovalStatus=value), UPDATE) == (help_text, None)


def test_an_empty_value_that_is_required_can_only_be_chosen() -> None:
    source = {"S3DataSource": {"S3Uri": "s3://b/k/", "S3DataType": "", "CompressionType": "None"}}
    bad = full_container(ModelDataSource=source)
    del bad["InferenceSpecification"]["Containers"][0]["ModelDataUrl"]
    assert [told for _, _, told in said(bad)] == ["S3DataType is empty; allowed are 'S3Prefix' and 'S3Object'"]
    assert mend(bad)[0] == "choose one"


@pytest.mark.parametrize(
    ("member", "value", "message"),
    [
        ("SkipModelValidation", True, "SkipModelValidation is true, where a string is wanted; allowed are 'All' and 'None'"),
        ("SkipModelValidation", 0, "SkipModelValidation is the number 0, where a string is wanted; allowed are 'All' and 'None'"),
        ("ManagedStorageType", False, "ManagedStorageType is false, where a string is wanted; the only value is 'Restricted'"),
    ],
)
def test_a_boolean_or_number_is_not_to_be_quoted_where_few_values_are_allowed(member: str, value: object, message: str) -> None:
    bad = samples.versioned(**{member: value})
    assert [told for _, _, told in said(bad)] == [message]
    assert mend(bad) == ("write one of the allowed values", None)


def test_the_values_of_a_long_enumeration_are_not_told_for_another_type() -> None:
    bad = apply_edit(samples.versioned(), Edit("set", TRANSFORM, 5))
    assert [told for _, _, told in said(bad)] == ["SupportedTransformInstanceTypes[0] is the number 5, where a string is wanted"]
    assert mend(bad) == ("write one of the allowed values", None)


def test_an_instance_type_of_the_wrong_list_is_to_be_chosen_again() -> None:
    bad = apply_edit(samples.versioned(), Edit("set", TRANSFORM, "ml.t2.medium"))
    assert mend(bad) == ("choose a type of the transform list", None)


def test_a_long_enumeration_is_told_by_its_nearest_values() -> None:
    changed = altered(CREATE, "ModelApprovalStatus", enum=[f"Status{letter}" for letter in "ABCDEFGHIJ"])
    assert said(samples.versioned(ModelApprovalStatus="StatusEE"), edition=changed) == [
        (
            "enum-value",
            ("ModelApprovalStatus",),
            "ModelApprovalStatus is 'StatusEE'; the nearest of 10 allowed values are 'StatusE', 'StatusA' and 'StatusB'",
        )
    ]


@pytest.mark.parametrize(
    ("edition", "path", "value", "rule", "ending"),
    [
        ("2026-11", REALTIME, "m5.xlarge", "instance-type", "which lacks the prefix 'ml.'"),
        ("2026-11", REALTIME, " M5.XLarge", "instance-type", "which is not spelt as in the list"),
        ("2026-11", TRANSFORM, "ml.t2.medium", "instance-type", "which is a type for real-time endpoints only and not for transform jobs"),
        (
            "2026-11",
            TRANSFORM,
            "ml.t2.micro",
            "instance-type",
            "a type of a family that is not for transform jobs",
        ),
        ("2026-11", TRANSFORM, "ml.inf1.xlarge", "instance-type", "; the nearest of its kind is 'ml.inf2.xlarge'"),
        (
            "2026-11",
            TRANSFORM,
            "ml.m5d.large",
            "instance-type",
            "; the nearest of its kind are 'ml.m5.large', 'ml.m6i.large' and 'ml.m7i.large'",
        ),
        (
            "2026-11",
            REALTIME,
            "ml.g5.3xlarge",
            "instance-type",
            "'ml.g5.4xlarge', 'ml.g5.8xlarge', 'ml.g5.12xlarge', 'ml.g5.16xlarge', 'ml.g5.24xlarge' and 'ml.g5.48xlarge'",
        ),
        (
            "2026-11",
            REALTIME,
            "ml.m6i.3xlarge",
            "instance-type",
            "the nearest of its family are 'ml.m6i.xlarge', 'ml.m6i.2xlarge' and 'ml.m6i.4xlarge'",
        ),
        ("2026-11", REALTIME, "ml.m5.xlrge", "instance-type", "the nearest are 'ml.m5.xlarge', 'ml.m4.xlarge' and 'ml.m5.large'"),
        (
            "2026-11",
            REALTIME,
            "ml.z9.xlarge",
            "unlisted-instance-type",
            "whose family edition 2026-11 does not list for real-time endpoints",
        ),
        ("2026-11", REALTIME, "ml.z9.5large", "instance-type", "the nearest are 'ml.m5.large', 'ml.c5.large' and 'ml.r5.large'"),
        (
            "2022-07",
            TRANSFORM,
            "ml.g5.xlarge",
            "unlisted-instance-type",
            "which edition 2022-07 does not list for transform jobs; it exists since service model 1.34.98 (2024-05-03)",
        ),
    ],
)
def test_an_instance_type_is_told_by_what_is_wrong_with_it(edition: str, path: Path, value: str, rule: str, ending: str) -> None:
    ((name, place, message),) = said(apply_edit(samples.versioned(), Edit("set", path, value)), edition=edition)
    assert (name, place) == (rule, path)
    assert message.startswith(f"{path[1]}[0] is '{value}', ")
    assert message.endswith(ending)


@pytest.mark.parametrize(
    ("value", "meant"), [("m5.xlarge", "ml.m5.xlarge"), ("ml.m5.xlrge", "ml.m5.xlarge"), ("ml.m5.XLARGE", "ml.m5.xlarge")]
)
def test_an_instance_type_is_suggested_where_it_is_clear(value: str, meant: str) -> None:
    bad = apply_edit(samples.versioned(), Edit("set", REALTIME, value))
    assert mend(bad) == (f"write '{meant}'", Edit("set", REALTIME, meant))


def test_each_listed_instance_type_is_known() -> None:
    for path, shape in ((TRANSFORM, "TransformInstanceType"), (REALTIME, "ProductionVariantInstanceType")):
        for value in edition_of("2026-11", CREATE).shape(CREATE, shape)["enum"]:
            assert said(apply_edit(samples.versioned(), Edit("set", path, value))) == []


# Numbers.


def test_a_number_is_told_with_its_bound() -> None:
    bounded = altered(CREATE, "MaxPayloadInMB", maximum=100)
    bad = samples.versioned(ValidationSpecification=samples.validation(MaxPayloadInMB=1000))
    assert said(bad, edition=bounded) == [("outside-bounds", (*JOB, "MaxPayloadInMB"), "MaxPayloadInMB is 1000; at most 100 is allowed")]
    assert mend(bad, edition=bounded)[0] == "give 100 or less"


@pytest.mark.parametrize(
    ("number", "help_text", "suggested"),
    [
        (2.0**53, "write 9007199254740992", 2**53),
        (2.0**53 + 2, "write it without decimal point and exponent", None),
        (1e300, "write it without decimal point and exponent", None),
    ],
)
def test_only_a_whole_number_that_a_float_holds_exactly_is_suggested(number: float, help_text: str, suggested: int | None) -> None:
    resources = {"InstanceType": "ml.m5.xlarge", "InstanceCount": number}
    path = (*JOB, "TransformResources", "InstanceCount")
    edit = None if suggested is None else Edit("set", path, suggested)

    assert mend(samples.versioned(ValidationSpecification=samples.validation(TransformResources=resources))) == (help_text, edit)


def test_an_integral_float_is_no_wrong_type_and_told_once() -> None:
    resources = {"InstanceType": "ml.m5.xlarge", "InstanceCount": 0.0}
    assert [rule for rule, _, _ in said(samples.versioned(ValidationSpecification=samples.validation(TransformResources=resources)))] == [
        "outside-bounds"
    ]
    bad = samples.versioned(ValidationSpecification=samples.validation(MaxPayloadInMB=6.0, MaxConcurrentTransforms=2))
    assert [(rule, path) for rule, path, _ in said(bad)] == [("integral-float", (*JOB, "MaxPayloadInMB"))]
    assert mend(bad) == ("write 6", Edit("set", (*JOB, "MaxPayloadInMB"), 6))


# What is unknown stays unsaid.


def test_unknown_values_and_open_objects_are_quiet() -> None:
    value = samples.versioned(ModelApprovalStatus=Unknown(), InferenceSpecification=OpenMap(Containers=Unknown()))
    assert said(value, certain=False) == []
    assert said(OpenMap(ModelApprovalStatus="Approved"), UPDATE, certain=False) == []


def test_an_unknown_member_of_an_open_object_is_told() -> None:
    assert [rule for rule, _, _ in said(OpenMap(ModelAprovalStatus="Approved", ModelPackageArn=Unknown()), UPDATE, certain=False)] == [
        "unknown-member"
    ]


# Service models that are not committed.


def altered(operation: str, shape: str, **constraints: Any) -> Edition:
    """Make the newest edition with other constraints on one shape."""
    schema = deepcopy(edition_of("2026-11", operation).schema(operation))
    schema["$defs"][shape] |= constraints
    return Edition("installed", "9.9.9", "2030-01-01", [operation], lambda _: schema)


def test_a_pattern_that_no_rule_knows_is_told_all_the_same() -> None:
    changed = altered(CREATE, "RecipeName", pattern="^[a-z]+!$")
    recipe = (*CONTAINER, "BaseModel", "RecipeName")
    wrong, short = full_container(BaseModel={"RecipeName": "abc1"}), full_container(BaseModel={"RecipeName": "abc"})
    assert said(wrong, edition=changed) == [
        ("other-pattern", recipe, "RecipeName is 'abc1', but its character 4 is '1'; the service model does not take it in this place")
    ]
    assert said(short, edition=changed) == [("other-pattern", recipe, "RecipeName is 'abc', but it ends too early for the service model")]


def test_a_value_that_may_be_secret_is_never_shown() -> None:
    changed = altered(CREATE, "EnvironmentValue", pattern="^[a-z]*$")
    bad = full_container(Environment={"TOKEN": "hunter2"})
    assert said(bad, edition=changed) == [
        (
            "other-pattern",
            (*ENVIRONMENT, "TOKEN"),
            (
                "the value of 'TOKEN' in Environment is a hidden value, but its character 7 is not allowed; "
                "the service model does not take it in this place"
            ),
        )
    ]
    listed = altered(CREATE, "EnvironmentValue", enum=["one", "two"])
    assert [message for _, _, message in said(bad, edition=listed)] == [
        "the value of 'TOKEN' in Environment is a hidden value; allowed are 'one' and 'two'"
    ]


def test_no_finding_shows_a_value_of_an_environment() -> None:
    for wrong in ("hunter2", ["hunter2"], {"TOKEN": ["hunter2"]}, {"TOKEN": {"hunter2": "hunter2"}}, {"TOKEN": "hunter2" * 200}):
        ((rule, finding),) = examine(full_container(Environment=wrong)).findings
        assert rule.id in ("MP101", "MP108")
        assert "hunter2" not in f"{finding.message} {finding.help}"


def test_a_finding_stands_on_the_key_where_a_name_is_wrong() -> None:
    bad = full_container(Environment={"1A": "1"})
    ((_, finding),) = examine(bad).findings
    assert (finding.on, finding.path) == ("key", (*ENVIRONMENT, "1A"))
    assert value_at(bad, finding.path) == "1"
