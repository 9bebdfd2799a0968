"""Edits, the enumeration of constraints, and the second opinion."""

from typing import Any

import pytest

from mpkit.conformance import oracle
from mpkit.conformance.edits import ENTRY, ITEM, Break, Constraint, breaks, constraints, filled, paths
from mpkit.linter.edits import EditError, apply_edit, apply_edits
from mpkit.linter.finding import Edit
from mpkit.schemas import load
from mpkit.schemas.edition import Edition

CREATE = "CreateModelPackage"
UPDATE = "UpdateModelPackage"
VALUE = {"Name": "a", "Items": [1, 2], "Map": {"x": 1, "y": 2}}


def edition(name: str, operation: str) -> Edition:
    found = load(name).edition(operation)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (Edit("set", ("Name",), "b"), VALUE | {"Name": "b"}),
        (Edit("set", ("New",), 1), VALUE | {"New": 1}),
        (Edit("set", ("Items", 0), 9), VALUE | {"Items": [9, 2]}),
        (Edit("set", ("Items", 2), 9), VALUE | {"Items": [1, 2, 9]}),
        (Edit("set", (), [1]), [1]),
        (Edit("remove", ("Map", "x")), VALUE | {"Map": {"y": 2}}),
        (Edit("remove", ("Items", 1)), VALUE | {"Items": [1]}),
        (Edit("insert", ("Items", 0), 9), VALUE | {"Items": [9, 1, 2]}),
        (Edit("insert", ("Items", 2), 9), VALUE | {"Items": [1, 2, 9]}),
    ],
    ids=str,
)
def test_an_edit_changes_one_place(edit: Edit, expected: Any) -> None:
    assert apply_edit(VALUE, edit) == expected


def test_a_renamed_member_keeps_its_place() -> None:
    renamed = apply_edit(VALUE, Edit("rename", ("Map", "x"), "z"))

    assert list(renamed["Map"].items()) == [("z", 1), ("y", 2)]


def test_an_edit_leaves_what_it_was_given_alone() -> None:
    value: dict[str, Any] = {"a": {"b": 1}}
    new: list[int] = []

    edited = apply_edit(value, Edit("set", ("a", "c"), new))
    edited["a"]["c"].append(1)

    assert value == {"a": {"b": 1}}
    assert new == []


def test_edits_follow_each_other() -> None:
    assert apply_edits({}, Edit("set", ("a",), {}), Edit("set", ("a", "b"), 1)) == {"a": {"b": 1}}


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (Edit("set", ("None", "x"), 1), "cannot set '/None/x': there is nothing at '/None'"),
        (Edit("set", ("Items", 3), 1), "cannot set '/Items/3': the array has 2 items"),
        (Edit("remove", ("Items", 2)), "cannot remove '/Items/2': the array has 2 items"),
        (Edit("insert", ("Items", -1), 1), "cannot insert '/Items/-1': the array has 2 items"),
        (Edit("rename", ("Items", 0), "x"), "cannot rename '/Items/0': a list item has no name"),
        (Edit("remove", ("None",)), "cannot remove '/None': there is no such member"),
        (Edit("rename", ("None",), "x"), "cannot rename '/None': there is no such member"),
        (Edit("rename", ("Map", "x"), "y"), "cannot rename '/Map/x': there is a member 'y' already"),
        (Edit("rename", ("Map", "x"), 1), "cannot rename '/Map/x': the new name is no string"),
        (Edit("insert", ("Name",), 1), "cannot insert '/Name': only a list takes an insertion"),
        (Edit("set", ("Name", "x"), 1), "cannot set '/Name/x': a scalar has no member 'x'"),
        (Edit("set", ("Map", 0), 1), "cannot set '/Map/0': an object has no item 0"),
        (Edit("set", ("Items", "x"), 1), "cannot set '/Items/x': an array has no member 'x'"),
        (Edit("remove", ()), "cannot remove the root of a request"),
    ],
    ids=str,
)
def test_an_edit_that_does_not_fit_says_why(edit: Edit, message: str) -> None:
    with pytest.raises(EditError) as caught:
        apply_edit(VALUE, edit)

    assert str(caught.value) == message


def test_the_constraints_of_a_structure_come_before_those_of_its_members() -> None:
    found = [str(constraint) for constraint in constraints(edition("2022-07", UPDATE), UPDATE)]

    assert found[:8] == [
        "/: type",
        "/: required ModelPackageArn",
        "/: additionalProperties",
        "/ModelPackageArn: type",
        "/ModelPackageArn: minLength",
        "/ModelPackageArn: maxLength",
        "/ModelPackageArn: pattern",
        "/ModelApprovalStatus: type",
    ]
    assert "/CustomerMetadataProperties/{}: maxLength of the key" in found
    assert "/AdditionalInferenceSpecificationsToAdd/[]/Containers/[]/Environment: maxProperties" in found
    assert len(found) == len(set(found))


def test_a_place_stands_for_all_paths_of_a_request() -> None:
    request = {"a": [{"m": {"x": 1, "y": 2}}, {}, {"m": {"z": 3}}]}

    assert list(paths(("a", ITEM, "m", ENTRY), request)) == [("a", 0, "m", "x"), ("a", 0, "m", "y"), ("a", 2, "m", "z")]
    assert list(paths(("b", ITEM), request)) == []
    assert list(paths(("a", "b"), request)) == []


def test_a_request_without_the_place_cannot_be_broken_there() -> None:
    request = {"ModelPackageArn": "arn:aws:sagemaker:us-east-1:111122223333:model-package/churn/7"}

    assert list(breaks(Constraint(("ModelCard",), "type", "object", "ModelPackageModelCard"), request)) == []
    assert list(breaks(Constraint((), "required", "ModelApprovalStatus", "UpdateModelPackageInput"), request)) == []


def test_a_maximum_is_exceeded_by_one() -> None:
    constraint = Constraint(("Count",), "maximum", 100, "Count")

    assert list(breaks(constraint, {"Count": 1})) == [Break(Edit("set", ("Count",), 101), ("Count",), "value")]


@pytest.mark.parametrize(
    ("spec", "operation", "count"), [("2020-10", CREATE, 2), ("2022-07", CREATE, 4), ("2026-11", CREATE, 4), ("2026-11", UPDATE, 2)]
)
def test_there_are_as_few_filled_requests_as_exclusions_allow(spec: str, operation: str, count: int) -> None:
    assert len(filled(edition(spec, operation), operation)) == count


def test_the_second_opinion_sorts_and_names_places_as_an_edition_does() -> None:
    request = {
        "ModelPackageArn": "no ARN",
        "Bogus": 1,
        "More": 2,
        "ModelLifeCycle": {"Stage": "Development"},
        "CustomerMetadataProperties": {"": "x", "a;b": ""},
    }
    current = edition("2026-11", UPDATE)

    found = oracle.errors(current, UPDATE, request)

    assert found == [
        (("Bogus",), "additionalProperties"),
        (("CustomerMetadataProperties", ""), "minLength"),
        (("CustomerMetadataProperties", "a;b"), "minLength"),
        (("CustomerMetadataProperties", "a;b"), "pattern"),
        (("ModelLifeCycle",), "required"),
        (("ModelPackageArn",), "pattern"),
        (("More",), "additionalProperties"),
    ]
    assert set(found) == {(path, keyword) for path, keyword, _, _ in current.violations(UPDATE, request)}
    assert not oracle.is_valid(current, UPDATE, request)


def test_a_trailing_line_break_is_part_of_a_text() -> None:
    arn = "arn:aws:sagemaker:us-east-1:111122223333:model-package/churn/7"
    current = edition("2026-11", UPDATE)

    assert oracle.is_valid(current, UPDATE, {"ModelPackageArn": arn})
    assert oracle.errors(current, UPDATE, {"ModelPackageArn": arn + "\n"}) == [(("ModelPackageArn",), "pattern")]
