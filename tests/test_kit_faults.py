"""Single faults: what they are, that each is one, and that each is noticed."""

import json
from collections import Counter
from itertools import zip_longest
from typing import Any

import pytest
from conversation_support import RIGHT, heard
from kit_support import SPECS
from registry_support import SPECIFICATION, UNVERSIONED, arn

from mpkit import schemas
from mpkit.conformance.edits import filled
from mpkit.conformance.faults import GROUPS, Fault, faults, of_group, protocol, purpose
from mpkit.conformance.faults.variants import VARIANTS
from mpkit.conformance.model import Model
from mpkit.conformance.requirements import constraint_checks, rule_checks
from mpkit.conformance.runner import all_checks
from mpkit.conformance.subject import Call, TransportError
from mpkit.conformance.wire import Registry, stages

SPEC = schemas.load()
WAY = stages(Model(SPEC))


def named(name: str) -> Fault:
    return next(fault for fault in faults(SPEC) if fault.id == name)


def faulty(name: str) -> Registry:
    return Registry(named(name).wrap(WAY))


def say(registry: Registry, operation: str, **request: Any) -> Any:
    """The body of an answer, with its status where it is an error."""
    reply = registry(Call(operation, json.dumps(request).encode()))
    body = json.loads(reply.body) if reply.body else None
    return body if reply.status == 200 else (reply.status, body)


def test_there_are_far_more_than_a_hundred_of_every_kind() -> None:
    groups = Counter(fault.id.partition("/")[0] for fault in faults(SPEC))
    one_by_one = sum(count for group, count in groups.items() if group not in ("constraints", "rules"))

    assert one_by_one >= 300
    assert groups["constraints"] > 1000
    assert len(GROUPS) == len(set(GROUPS))
    assert [group for group in GROUPS if not purpose(group).endswith(".")] == []


@pytest.mark.parametrize("spec", SPECS)
def test_each_fault_has_a_name_of_its_own_and_says_what_is_wrong(spec: str) -> None:
    found = faults(schemas.load(spec))
    assert [name for name, count in Counter(fault.id for fault in found).items() if count > 1] == []
    for fault in found:
        assert fault.id.partition("/")[0] in {*GROUPS, "groups"}, fault.id
        assert len(fault.title) > 10, fault.id
        assert isinstance(fault.check, tuple), fault.id


def test_each_fault_names_checks_that_there_are() -> None:
    known = {check.id for spec in SPECS for check in all_checks(schemas.load(spec))}
    unknown = {(fault.id, name) for fault in faults(SPEC) for name in fault.check if name not in known}
    assert unknown == set()


@pytest.mark.parametrize("spec", SPECS)
def test_each_constraint_and_rule_of_a_spec_has_a_fault_that_breaks_it(spec: str) -> None:
    loaded = schemas.load(spec)
    broken = {name for fault in faults(loaded) for name in fault.check}
    asked = {item.check.id for item in (*constraint_checks(loaded), *rule_checks(loaded))}
    assert asked - broken == set()


def test_each_check_of_the_kit_has_a_fault() -> None:
    broken = {name for fault in faults(SPEC) for name in fault.check}
    assert [check.id for check in all_checks(SPEC) if check.id not in broken] == []


def test_the_right_registry_says_the_same_again_and_never_fails_inside() -> None:
    said = list(heard(RIGHT))

    assert said == list(heard(RIGHT))
    assert [one for one in said if " 500 " in one] == []


@pytest.mark.parametrize("group", [group for group in GROUPS if group not in ("constraints", "rules")])
def test_each_fault_that_is_written_by_hand_shows_in_a_conversation(group: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol.time, "sleep", lambda _: (_ for _ in ()).throw(RuntimeError("slow")))
    right = list(heard(RIGHT))
    hidden = [
        fault.id for fault in of_group(group, SPEC) if all(one == other for one, other in zip_longest(right, heard(fault.wrap(RIGHT))))
    ]
    assert hidden == []


def test_a_fault_leaves_the_right_registry_as_it_is() -> None:
    right, wrong = Registry(WAY), faulty("update/does-nothing")
    for registry in (right, wrong):
        say(registry, "CreateModelPackage", ModelPackageName="own", InferenceSpecification=UNVERSIONED)
        say(registry, "UpdateModelPackage", ModelPackageArn=arn("own"), ApprovalDescription="é")
    described = [say(registry, "DescribeModelPackage", ModelPackageName="own") for registry in (right, wrong)]
    assert [body.get("ApprovalDescription") for body in described] == ["é", None]


def test_a_constraint_that_is_not_held_lets_pass_what_breaks_it_and_nothing_else() -> None:
    registry = faulty("constraints/not-held/create/ModelPackageName:maxLength")

    assert say(registry, "CreateModelPackage", ModelPackageName="a" * 64, InferenceSpecification=UNVERSIONED)["ModelPackageArn"]
    for wrong in ({"ModelPackageName": "a-"}, {"ModelPackageName": ""}, {"ModelPackageName": "a" * 64, "ModelPackageDescription": "\n"}):
        assert say(registry, "CreateModelPackage", InferenceSpecification=UNVERSIONED, **wrong)[0] == 400


def test_a_limit_that_is_one_off_refuses_the_last_valid_value() -> None:
    registry = faulty("constraints/one-off/create/ModelPackageName:maxLength")

    assert say(registry, "CreateModelPackage", ModelPackageName="a" * 62, InferenceSpecification=UNVERSIONED)["ModelPackageArn"]
    assert say(registry, "CreateModelPackage", ModelPackageName="a" * 63, InferenceSpecification=UNVERSIONED)[0] == 400


def test_a_rule_that_is_not_held_lets_pass_what_breaks_it() -> None:
    registry = faulty("rules/not-held/model-data-suffix")
    container = {**SPECIFICATION["Containers"][0], "ModelDataUrl": "s3://amzn-s3-demo-bucket/model.zip"}
    request = {"ModelPackageName": "own", "InferenceSpecification": {**UNVERSIONED, "Containers": [container]}}

    assert say(Registry(WAY), "CreateModelPackage", **request)[0] == 400
    assert say(registry, "CreateModelPackage", **request)["ModelPackageArn"] == arn("own")
    assert say(registry, "CreateModelPackage", **{**request, "ModelPackageGroupName": "churn"})[0] == 400


def test_what_is_stale_is_seen_one_change_later() -> None:
    registry = faulty("reading/stale-update")
    say(registry, "CreateModelPackage", ModelPackageName="own", InferenceSpecification=UNVERSIONED)
    seen = []
    for text in ("one", "two"):
        say(registry, "UpdateModelPackage", ModelPackageArn=arn("own"), ApprovalDescription=text)
        seen.append(say(registry, "DescribeModelPackage", ModelPackageName="own").get("ApprovalDescription"))
    assert seen == [None, "one"]


def test_pages_slip_as_said() -> None:
    for name, found in (("listing/item-lost", ["a", "c"]), ("listing/item-twice", ["a", "b", "b", "c", "c"])):
        registry = faulty(name)
        for package in ("a", "b", "c"):
            say(registry, "CreateModelPackage", ModelPackageName=package, InferenceSpecification=UNVERSIONED)
        seen, token = [], None
        for _ in range(2):
            body = say(
                registry, "ListModelPackages", MaxResults=2 if name.endswith("lost") else 1, **({"NextToken": token} if token else {})
            )
            seen += [item["ModelPackageName"] for item in body["ModelPackageSummaryList"]]
            token = body.get("NextToken")
        assert seen == (["a", "b"] if name.endswith("lost") else found[:4])


def test_nothing_listens_where_a_backend_is_stopped() -> None:
    with pytest.raises(TransportError):
        faulty("backends/stopped")(Call("ListModelPackages", b"{}"))


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.id)
def test_a_variant_creates_and_shows_packages(variant: Any) -> None:
    registry = Registry(variant.wrap(WAY))
    say(registry, "CreateModelPackageGroup", ModelPackageGroupName="churn")
    request = next(one for one in filled(SPEC.editions["CreateModelPackage"], "CreateModelPackage") if "ModelPackageGroupName" in one)
    package = say(registry, "CreateModelPackage", **request)["ModelPackageArn"]

    assert package == arn("churn/1")
    assert say(registry, "DescribeModelPackage", ModelPackageName=package)["Domain"] == request["Domain"]
    assert len(say(registry, "ListModelPackages", ModelPackageGroupName="churn")["ModelPackageSummaryList"]) == 1
    assert say(registry, "DeleteModelPackage", ModelPackageName=package) in ({}, None)
    assert say(registry, "DescribeModelPackage", ModelPackageName=package)[0] == 400
