"""The public strategies: what they draw, what their arguments settle, how they shrink."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from strategies_support import COVERED, edition_of, requests

from mpkit.conformance import oracle, strategies
from mpkit.conformance._maker import Maker
from mpkit.schemas import UnknownEditionError
from mpkit.schemas.edition import Edition

CREATE = "CreateModelPackage"
UPDATE = "UpdateModelPackage"
US_EAST = strategies.Region("us-east-1")

FEW = settings(max_examples=30)
PATIENT = settings(max_examples=2000, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow], deadline=None)
MANY = settings(max_examples=40, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])


def drawn(strategy: SearchStrategy[Any], setting: settings = FEW) -> list[Any]:
    """What a test with this strategy would be given."""
    found: list[Any] = []

    @settings(setting, derandomize=True, database=None)
    @given(strategy)
    def note(value: Any) -> None:
        found.append(value)

    note()
    return found


def is_shape(shape: str, value: Any) -> bool:
    """Tell whether the current edition takes a value for a shape."""
    schema = edition_of("2026-11", CREATE).schema(CREATE) | {"$ref": f"#/$defs/{shape}"}
    return oracle.is_valid(Edition("one", "1.44.5", "", [CREATE], lambda _: schema), CREATE, value)


@pytest.mark.parametrize(
    ("strategy", "shape"),
    [
        (strategies.package_names(), "EntityName"),
        (strategies.package_names(), "ArnOrName"),
        (strategies.group_arns(), "ArnOrName"),
        (strategies.sagemaker_arns("algorithm"), "ArnOrName"),
        (strategies.role_arns(), "RoleArn"),
        (strategies.kms_keys(), "KmsKeyId"),
        (strategies.s3_uris(".tar.gz"), "Url"),
        (strategies.s3_uris("/", unicode=True), "S3Uri"),
        (strategies.image_uris(), "ContainerImage"),
        (strategies.image_digests(), "ImageDigest"),
        (strategies.mime_types(), "ContentType"),
        (strategies.mime_types(), "ResponseMIMEType"),
        (strategies.descriptions(), "EntityDescription"),
        (strategies.environments(), "EnvironmentMap"),
        (strategies.environment_names(), "EnvironmentKey"),
        (strategies.tags(), "TagList"),
        (strategies.labels(128), "CustomerMetadataKey"),
        (strategies.tokens(), "ClientToken"),
        (strategies.instance_types("transform"), "TransformInstanceType"),
        (strategies.instance_types("realtime"), "ProductionVariantInstanceType"),
        (strategies.container_definitions(), "ModelPackageContainerDefinition"),
        (strategies.inference_specifications(), "InferenceSpecification"),
        (strategies.model_cards(), "ModelCardContent"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_building_block_draws_what_the_service_takes(strategy: SearchStrategy[Any], shape: str) -> None:
    assert [value for value in drawn(strategy) if not is_shape(shape, value)] == []


@pytest.mark.parametrize("versioned", [True, False])
def test_package_arns_are_versioned_or_not(*, versioned: bool) -> None:
    arns = drawn(strategies.package_arns(versioned=versioned))

    assert {arn.count("/") for arn in arns} == {2 if versioned else 1}


def test_what_belongs_together_is_in_one_region() -> None:
    for request in drawn(strategies.create_requests(versioned=True, ModelPackageGroupName=strategies.group_arns(US_EAST))):
        assert request["ModelPackageGroupName"].startswith("arn:aws:sagemaker:us-east-1:")

    for request in drawn(strategies.create_requests()):
        text = json.dumps(request)
        assert sum(f".{region.name}." in text or f":{region.name}:" in text for region in strategies.REGIONS) <= 1


def test_the_settled_kind_of_package_is_drawn() -> None:
    assert all("ModelPackageName" not in request for request in drawn(strategies.create_requests(versioned=True)))
    assert all("ModelPackageGroupName" not in request for request in drawn(strategies.create_requests(versioned=False)))
    assert {"ModelPackageName" in request for request in drawn(strategies.create_requests())} == {True, False}


def test_a_member_can_be_set_and_left_out() -> None:
    found = drawn(strategies.update_requests(ModelApprovalStatus=st.just("Rejected"), InferenceSpecification=None))

    assert {request["ModelApprovalStatus"] for request in found} == {"Rejected"}
    assert not any("InferenceSpecification" in request for request in found)


def test_an_edition_can_be_given_itself() -> None:
    assert drawn(strategies.update_requests(edition_of("2022-07", UPDATE))) == drawn(strategies.update_requests("2022-07"))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: strategies.create_requests(Bogus=st.none()), "CreateModelPackage of the edition 2026-11 has no member Bogus"),
        (lambda: strategies.update_requests("2020-10"), "the edition 2020-10 does not cover UpdateModelPackage"),
        (lambda: strategies.create_requests("2020-10", versioned=True), "the edition 2020-10 has no model package groups"),
    ],
    ids=["member", "operation", "groups"],
)
def test_what_an_edition_lacks_is_refused(make: Callable[[], Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


def test_an_unknown_edition_is_refused() -> None:
    with pytest.raises(UnknownEditionError):
        strategies.create_requests("1999-01")


@pytest.mark.parametrize(("spec", "operation"), COVERED)
def test_every_member_of_every_structure_is_drawn_now_and_then(spec: str, operation: str) -> None:
    edition = edition_of(spec, operation)
    maker = Maker(edition, operation, US_EAST, clean=False, versioned=True)
    for shape, definition in edition.schema(operation)["$defs"].items():
        if "properties" in definition:
            strategy = requests(spec, operation) if shape == edition.root(operation) else maker.shape(shape)
            seen = {member for value in drawn(strategy, MANY) for member in value}
            for member in definition["properties"]:
                # A rare member is looked for; `find` raises when there is none in many draws.
                assert member in seen or find(strategy, lambda value, member=member: member in value, settings=PATIENT), shape


def shrunk(strategy: SearchStrategy[Any], wanted: Callable[[Any], bool]) -> Any:
    """What a failure is shrunk to."""
    setting = settings(database=None, max_examples=2_000, phases=[Phase.generate, Phase.shrink])
    return find(strategy, wanted, settings=setting, random=Random(7))


def test_a_failure_shrinks_to_the_smallest_request() -> None:
    assert shrunk(strategies.create_requests(), lambda _: True) == {
        "ModelPackageGroupName": "0",
        "InferenceSpecification": {"Containers": [{"Image": "000000000000.dkr.ecr.us-east-1.amazonaws.com/0"}]},
    }


def test_a_failure_shrinks_to_the_member_that_causes_it() -> None:
    smallest = shrunk(strategies.create_requests(), lambda request: len(request.get("AdditionalInferenceSpecifications", ())) == 2)

    assert len(smallest) == 3, "there is more than the package, what it is made of, and what the failure needs"
    assert [set(specification) for specification in smallest["AdditionalInferenceSpecifications"]] == [{"Name", "Containers"}] * 2


def test_shapes_of_a_model_that_is_not_known_yet_are_drawn_too() -> None:
    schema = {
        "$ref": "#/$defs/UpdateModelPackageInput",
        "$defs": {
            "UpdateModelPackageInput": {
                "type": "object",
                "properties": {
                    "Plain": {"$ref": "#/$defs/Plain"},
                    "Stretched": {"$ref": "#/$defs/Stretched"},
                    "Odd": {"$ref": "#/$defs/Odd"},
                    "Map": {"$ref": "#/$defs/Map"},
                    "Ratio": {"$ref": "#/$defs/Ratio"},
                    "Flag": {"$ref": "#/$defs/Flag"},
                },
                "required": ["Plain", "Stretched", "Odd", "Map", "Ratio", "Flag"],
                "additionalProperties": False,
            },
            "Plain": {"type": "string", "minLength": 2, "maxLength": 5},
            "Stretched": {"type": "string", "minLength": 1, "maxLength": 9, "pattern": "^[a-z]+$"},
            "Odd": {"type": "string", "pattern": "^%[xyz]{2}#$"},
            "Map": {"type": "object", "propertyNames": {"$ref": "#/$defs/Plain"}, "additionalProperties": {"$ref": "#/$defs/Ratio"}},
            "Ratio": {"type": "integer", "minimum": 3, "maximum": 4},
            "Flag": {"type": "boolean"},
        },
    }
    edition = Edition("next", "9.0.0", "2030-01-01", [UPDATE], lambda _: schema)

    found = drawn(strategies.update_requests(edition))

    assert [request for request in found if not oracle.is_valid(edition, UPDATE, request)] == []
    assert len({request["Odd"] for request in found}) > 1
