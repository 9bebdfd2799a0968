"""The rules about the request as a whole, beyond their examples: unknowns, wrong types, other editions, neighbours."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mpkit.linter.config import parse
from mpkit.linter.edits import apply_edit
from mpkit.linter.engine import Examiner
from mpkit.linter.finding import Edit, Finding, Severity
from mpkit.linter.path import Path as Steps
from mpkit.linter.path import value_at
from mpkit.linter.request import OpenList, OpenMap, Request, Unknown
from mpkit.linter.rule import Example
from mpkit.rules import _samples as samples
from mpkit.rules import load
from mpkit.schemas import load as load_spec
from mpkit.schemas.edition import Edition

RULES = {rule.name: rule for rule in load()}
OURS = {name for name, rule in RULES.items() if "MP200" <= rule.id <= "MP249" and rule.name != "model-data-suffix"}
EXAMPLES = [
    pytest.param(name, example, id=f"{name}-{number}")
    for name in sorted(OURS)
    for number, example in enumerate(RULES[name].examples)
    if isinstance(example, Example)
]
EDITIONS = {name: load_spec(name).editions for name in ("2020-10", "2022-07", "2026-11")}
EXAMINERS: dict[tuple[str, str], Examiner] = {
    (name, operation): Examiner(edition, operation, RULES.values())
    for name, editions in EDITIONS.items()
    for operation, edition in editions.items()
}
CREATE, UPDATE = "CreateModelPackage", "UpdateModelPackage"
NAME, GROUP = "ModelPackageName", "ModelPackageGroupName"
ARN = samples.PACKAGE_ARN


def found(
    value: Any,
    *,
    operation: str = CREATE,
    edition: str = "2026-11",
    certain: bool = True,
    stored: dict[str, tuple[str, ...]] | None = None,
    plain_ascii: bool = False,
) -> list[tuple[str, Finding]]:
    """Return what our rules find, by name."""
    request = Request(operation, value, EDITIONS[edition][operation], certain=certain, ascii=plain_ascii, stored=stored)
    result = EXAMINERS[edition, operation].examine(request)
    assert result.crashes == []
    return [(rule.name, finding) for rule, finding in result.findings if rule.name in OURS]


def options_of(example: Example) -> dict[str, Any]:
    """Return what `found` has to know of an example."""
    stored = parse(example.config, RULES.values(), Path("mpkit.toml")).stored
    return {"operation": example.operation, "edition": example.edition, "stored": dict(stored)}


def names(value: Any, **options: Any) -> list[str]:
    return sorted(name for name, _ in found(value, **options))


def one(value: Any, name: str, **options: Any) -> Finding:
    """Return the only finding, which is of the rule ``name``."""
    ((rule, finding),) = found(value, **options)
    assert rule == name
    return finding


def nodes(value: Any, path: Steps = ()) -> Iterator[Steps]:
    """Yield the paths of all nodes below the root."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in steps:
        yield (*path, step)
        yield from nodes(item, (*path, step))


def opened(value: Any) -> Any:
    """Copy a value with every container open."""
    if isinstance(value, dict):
        return OpenMap({key: opened(item) for key, item in value.items()})
    return OpenList(map(opened, value)) if isinstance(value, list) else value


def open_at(value: Any, path: Steps) -> Any:
    """Copy a value with the container at ``path`` open."""
    container = value_at(value, path)
    changed = OpenMap(container) if isinstance(container, dict) else OpenList(container)
    if not path:
        return changed
    # `deepcopy` of an edit keeps the types, so the open container arrives.
    return apply_edit(value, Edit("set", path, changed))


def bad(example: Example) -> Any:
    return apply_edit(example.good, example.edit)


# ---------------------------------------------------------------- unknowns

ADDED = "AdditionalInferenceSpecificationsToAdd"
JOB = ("ValidationSpecification", "ValidationProfiles", 0, "TransformJobDefinition")
CONTAINER = ("InferenceSpecification", "Containers", 0)
INVOLVED: dict[str, list[Steps]] = {
    "name-and-group": [(NAME,), (GROUP,)],
    "missing-name-or-group": [(NAME,), (GROUP,)],
    "missing-model-source": [("InferenceSpecification",), ("SourceAlgorithmSpecification",)],
    "unclear-model-source": [("InferenceSpecification",), ("SourceAlgorithmSpecification",), ("SourceUri",)],
    "two-model-sources": [("InferenceSpecification",), ("SourceAlgorithmSpecification",)],
    "unversioned-instance-types": [
        (NAME,),
        (GROUP,),
        ("InferenceSpecification",),
        ("InferenceSpecification", "SupportedTransformInstanceTypes"),
    ],
    "duplicate-specification-name": [
        ("AdditionalInferenceSpecifications",),
        ("AdditionalInferenceSpecifications", 0),
        ("AdditionalInferenceSpecifications", 0, "Name"),
        ("AdditionalInferenceSpecifications", 1, "Name"),
    ],
    "tags-with-group": [(NAME,), (GROUP,), ("Tags",)],
    "duplicate-tag-key": [("Tags",), ("Tags", 0), ("Tags", 0, "Key"), ("Tags", 1), ("Tags", 1, "Key")],
    "certify-versioned": [(NAME,), (GROUP,), ("CertifyForMarketplace",)],
    "approval-unversioned": [(NAME,), (GROUP,), ("ModelApprovalStatus",)],
    "metadata-unversioned": [(NAME,), (GROUP,), ("CustomerMetadataProperties",)],
    "approval-description-alone": [("ApprovalDescription",), ("ModelApprovalStatus",)],
    "metadata-set-and-removed": [
        ("CustomerMetadataProperties",),
        ("CustomerMetadataProperties", "stage"),
        ("CustomerMetadataPropertiesToRemove",),
        ("CustomerMetadataPropertiesToRemove", 0),
    ],
    "duplicate-removed-key": [
        ("CustomerMetadataPropertiesToRemove",),
        ("CustomerMetadataPropertiesToRemove", 0),
        ("CustomerMetadataPropertiesToRemove", 1),
    ],
    "unversioned-package-arn": [("ModelPackageArn",)],
    "source-uri-unversioned": [(NAME,), (GROUP,), ("SourceUri",)],
    "source-uri-with-specification": [(NAME,), ("SourceUri",), ("InferenceSpecification",)],
    "source-uri-form": [("SourceUri",)],
    "unknown-task": [("Task",)],
    "model-card-content": [("ModelCard",), ("ModelCard", "ModelCardContent")],
    "model-card-members": [("ModelCard",), ("ModelCard", "ModelCardContent")],
    "skip-validation-with-specification": [("SkipModelValidation",), ("ValidationSpecification",)],
    "constant-client-token": [("ClientToken",)],
    "group-arn-type": [(GROUP,)],
    "algorithm-arn-type": [("SourceAlgorithmSpecification", "SourceAlgorithms", 0, "AlgorithmName")],
    "empty-validation-profiles": [("ValidationSpecification", "ValidationProfiles")],
    "marketplace-secrets": [("CertifyForMarketplace",), (*JOB, "Environment"), (*JOB, "Environment", "HF_TOKEN")],
    "units-overflow": [("ModelPackageDescription",)],
    "unfilled-skeleton": [(*CONTAINER, "Environment"), (*CONTAINER, "Environment", "KeyName")],
    "empty-update": [("ModelPackageArn",), ("ModelApprovalStatus",)],
    "outdated-package-arn": [("ModelPackageArn",)],
}
# What these rules miss may stand in the open part of the container.
ABSENCE: dict[str, Steps] = {
    "missing-name-or-group": (),
    "missing-model-source": (),
    "unclear-model-source": (),
    "unversioned-instance-types": ("InferenceSpecification",),
    "approval-unversioned": (),
    "metadata-unversioned": (),
    "approval-description-alone": (),
    "source-uri-unversioned": (),
    "empty-validation-profiles": ("ValidationSpecification", "ValidationProfiles"),
    "empty-update": (),
    "certify-versioned": (),
    "tags-with-group": (),
    "source-uri-with-specification": (),
}
STORED_RULES = {"specification-total", "stored-specification-name"}


def first(name: str) -> Example:
    example = RULES[name].examples[0]
    assert isinstance(example, Example)
    return example


def test_every_rule_is_asked_about_unknowns() -> None:
    assert {*INVOLVED, *STORED_RULES} == OURS


@pytest.mark.parametrize(("name", "path"), [(name, path) for name, paths in INVOLVED.items() for path in paths])
def test_an_unknown_value_silences_the_rule_that_it_concerns(name: str, path: Steps) -> None:
    example = first(name)
    options = options_of(example)

    assert name in names(bad(example), **options)
    assert name not in names(apply_edit(bad(example), Edit("set", path, Unknown())), certain=False, **options)


@pytest.mark.parametrize(("name", "path"), ABSENCE.items())
def test_an_open_container_silences_rules_about_what_is_missing(name: str, path: Steps) -> None:
    example = first(name)

    assert name not in names(open_at(bad(example), path), certain=False, **options_of(example))


@pytest.mark.parametrize("name", sorted({*INVOLVED} - {*ABSENCE}))
def test_open_containers_do_not_hide_what_is_certain(name: str) -> None:
    example = first(name)

    assert name in names(opened(bad(example)), certain=False, **options_of(example))


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_nothing_is_found_because_of_an_unknown(name: str, example: Example) -> None:
    options = options_of(example)
    value = bad(example)
    known = {(rule, finding.path) for rule, finding in found(value, **options)}

    assert known == {(name, path) for path in example.expect}
    for path in nodes(value):
        changed = apply_edit(value, Edit("set", path, Unknown()))
        assert {(rule, finding.path) for rule, finding in found(changed, certain=False, **options)} <= known, path
    assert {(rule, finding.path) for rule, finding in found(opened(value), certain=False, **options)} <= known


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_no_wrong_type_crashes_a_rule(name: str, example: Example) -> None:
    value = bad(example)

    assert name in OURS
    for path in nodes(value):
        for wrong in (None, True, 7, "x", [], [None, 7, ["x"], {}], {}, {"x": [None]}):
            found(apply_edit(value, Edit("set", path, wrong)), **options_of(example))


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_a_suggestion_mends_what_was_found(name: str, example: Example) -> None:
    options = options_of(example)
    value = bad(example)

    for rule, finding in found(value, **options):
        if finding.suggestion is not None:
            assert rule not in names(apply_edit(value, finding.suggestion), **options)
        assert name == rule


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_what_a_finding_relates_to_is_there(name: str, example: Example) -> None:
    value = bad(example)
    related = [path.path for _, finding in found(value, **options_of(example)) for path in finding.related]

    assert name in OURS
    assert [path for path in related if value_at(value, path) is value_at({}, ("x",))] == []


# ---------------------------------------------------------------- names and kinds


def test_a_request_with_name_and_group_is_of_no_kind_and_has_one_finding() -> None:
    request = samples.versioned(
        ModelPackageName="churn-2026",
        InferenceSpecification={"Containers": [samples.container()]},
        Tags=[{"Key": "team", "Value": "growth"}],
        ModelApprovalStatus="Approved",
        CertifyForMarketplace=True,
        CustomerMetadataProperties={"stage": "test"},
    )

    finding = one(request, "name-and-group")

    assert finding.on == "key"
    assert [(related.path, related.on) for related in finding.related] == [((GROUP,), "key")]


def test_a_misspelt_group_is_not_also_a_missing_one() -> None:
    request = samples.versioned()
    request["ModelPackageGroupNam"] = request.pop(GROUP)

    assert names(request) == []


def test_a_misspelt_group_makes_no_unversioned_package() -> None:
    request = samples.unversioned(ModelPackageGroupNam="churn", ModelApprovalStatus="Approved")

    assert names(request) == []


@pytest.mark.parametrize("edition", ["2020-10", "2022-07"])
def test_the_schema_or_the_rule_asks_for_a_name(edition: str) -> None:
    request = samples.unversioned()
    del request[NAME]

    assert names(request, edition=edition) == {"2020-10": [], "2022-07": ["missing-name-or-group"]}[edition]


def test_before_groups_only_the_name_is_asked_for() -> None:
    def read(operation: str) -> dict[str, Any]:
        schema = copy.deepcopy(EDITIONS["2020-10"][operation].schema(operation))
        del schema["$defs"]["CreateModelPackageInput"]["required"]
        return schema

    edition = Edition("installed", "1.19.5", "2020-10-26", [CREATE], read)
    value = samples.unversioned()
    del value[NAME]

    ((rule, finding),) = Examiner(edition, CREATE, RULES.values()).examine(Request(CREATE, value, edition)).findings

    assert (rule.name, finding.path, finding.on) == ("missing-name-or-group", (), "object")
    assert finding.message == "ModelPackageName is not given; a package needs a name"


def test_an_unversioned_package_misses_both_lists() -> None:
    request = samples.unversioned(InferenceSpecification={"Containers": [samples.container()]})

    assert [(finding.path, finding.on, finding.clauses, finding.message) for _, finding in found(request)] == [
        (
            ("InferenceSpecification",),
            "object",
            (f"CUR-CMP-INF-{clause}-UNVERSIONED",),
            f"Supported{kind}InstanceTypes is not given; a package with a ModelPackageName needs it",
        )
        for kind, clause in (("Transform", "TRANSFORM"), ("RealtimeInference", "REALTIME"))
    ]


@pytest.mark.parametrize("specification", [{}, {"Foo": [], "Bar": []}])
def test_an_empty_specification_lacks_no_list_in_particular(specification: dict[str, Any]) -> None:
    assert names(samples.unversioned(InferenceSpecification=specification)) == []


@pytest.mark.parametrize("member", ["Containers", "Container", "SupportedContentTypes"])
def test_a_specification_of_anything_lacks_both_lists(member: str) -> None:
    request = samples.unversioned(InferenceSpecification={member: []})

    assert names(request) == ["unversioned-instance-types"] * 2


def test_a_misspelt_list_is_not_also_a_missing_one() -> None:
    request = samples.unversioned()
    request["InferenceSpecification"]["SupportedTransformInstanceType"] = request["InferenceSpecification"].pop(
        "SupportedTransformInstanceTypes"
    )

    assert names(request) == []


def test_a_version_needs_no_instance_types() -> None:
    assert names(samples.versioned(InferenceSpecification={"Containers": [samples.container()]})) == []


def test_an_update_needs_no_instance_types() -> None:
    request = samples.update(InferenceSpecification={"Containers": [samples.container()]})

    assert names(request, operation=UPDATE) == []


@pytest.mark.parametrize(
    "member", ["Tags", "ModelApprovalStatus", "CertifyForMarketplace", "CustomerMetadataProperties", "Task", "SourceUri", "ClientToken"]
)
def test_a_member_that_the_edition_does_not_know_is_not_judged(member: str) -> None:
    value = {"Tags": [{"Key": "a", "Value": ""}, {"Key": "a", "Value": ""}], "CertifyForMarketplace": True}.get(member, "x")

    assert names(samples.unversioned(**{member: value}), edition="2020-10") == ["constant-client-token"] * (member == "ClientToken")


# ---------------------------------------------------------------- sources of the model


def test_a_source_uri_is_a_source() -> None:
    assert names(samples.registered()) == []


def test_an_algorithm_is_a_source() -> None:
    request = {NAME: "churn-2026", "SourceAlgorithmSpecification": samples.algorithm()}

    assert names(request) == []
    assert names(request, edition="2020-10") == []


def test_a_misspelt_source_is_not_also_a_missing_one() -> None:
    request = samples.versioned()
    request["InferenceSpecificaton"] = request.pop("InferenceSpecification")

    assert names(request) == []
    assert names(request, edition="2022-07") == []


def test_an_unversioned_package_with_uri_and_specification_has_one_finding() -> None:
    assert names(samples.unversioned(SourceUri=ARN)) == ["source-uri-unversioned"]


@pytest.mark.parametrize("uri", [ARN, f"arn:aws-cn:sagemaker:cn-north-1:{samples.ACCOUNT}:model/churn"])
def test_arns_of_packages_and_models_are_sources(uri: str) -> None:
    assert names(samples.registered(SourceUri=uri)) == []


@pytest.mark.parametrize("uri", ["", "churn", samples.GROUP_ARN, "arn:aws:s3:::amzn-s3-demo-bucket/churn"])
def test_other_source_uris_get_advice(uri: str) -> None:
    finding = one(samples.registered(SourceUri=uri), "source-uri-form")

    assert finding.path == ("SourceUri",)
    assert RULES["source-uri-form"].severity is Severity.info


def test_an_update_may_name_any_source() -> None:
    assert names(samples.update(SourceUri="https://models.example/churn"), operation=UPDATE) == []


# ---------------------------------------------------------------- tags, approval, certification


def test_empty_tags_are_no_tags() -> None:
    assert names(samples.versioned(Tags=[])) == []


def test_tag_keys_that_differ_in_case_are_different() -> None:
    assert names(samples.unversioned(Tags=[{"Key": "team", "Value": "a"}, {"Key": "Team", "Value": "b"}])) == []


@pytest.mark.parametrize("member", ["Tags", "CertifyForMarketplace", "SourceUri"])
@pytest.mark.parametrize("name", ["ModelPackageNme", NAME])
def test_a_version_that_may_have_a_name_is_not_surely_a_version(member: str, name: str) -> None:
    value = {"Tags": [{"Key": "team", "Value": "growth"}], "CertifyForMarketplace": True, "SourceUri": ARN}[member]
    request = samples.versioned(**{member: value})

    assert names(request) != []
    unwanted = {"tags-with-group", "certify-versioned", "source-uri-with-specification"}
    assert unwanted.isdisjoint(names(OpenMap(request), certain=False))
    assert unwanted.isdisjoint(names(request | {name: "churn"}))


def test_each_repetition_of_a_tag_key_points_to_the_first() -> None:
    tags = [{"Key": key, "Value": "x"} for key in ("a", "b", "a", "a")]

    assert [(finding.path, finding.related[0].path) for _, finding in found(samples.unversioned(Tags=tags))] == [
        (("Tags", 2, "Key"), ("Tags", 0, "Key")),
        (("Tags", 3, "Key"), ("Tags", 0, "Key")),
    ]


@pytest.mark.parametrize("certified", [False, "true", 1])
def test_only_true_certifies(certified: Any) -> None:
    assert names(samples.versioned(CertifyForMarketplace=certified)) == []


def test_an_unversioned_package_may_be_certified() -> None:
    assert names(samples.unversioned(CertifyForMarketplace=True)) == []


def test_a_version_may_be_approved_and_described() -> None:
    assert names(samples.versioned(ModelApprovalStatus="Approved", CustomerMetadataProperties={"stage": "test"})) == []


@pytest.mark.parametrize(
    "name",
    [
        "DB_PASSWORD", "db_password", "AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "HF_TOKEN", "API_KEY", "apikey", "KEY", "CREDENTIALS"
    ],
)  # fmt: skip
def test_names_of_secrets_are_seen(name: str) -> None:
    environment = {name: "hunter2"}
    request = samples.unversioned(CertifyForMarketplace=True, ValidationSpecification=samples.validation(Environment=environment))

    finding = one(request, "marketplace-secrets")

    assert finding.path == (*JOB, "Environment", name)
    assert finding.on == "key"
    assert "hunter2" not in f"{finding.message}{finding.help}"


@pytest.mark.parametrize("name", ["MAX_TOKENS", "TOKENIZERS_PARALLELISM", "KEYBOARD", "WORKERS", "MONKEY"])
def test_other_names_are_no_secrets(name: str) -> None:
    request = samples.unversioned(CertifyForMarketplace=True, ValidationSpecification=samples.validation(Environment={name: "1"}))

    assert names(request) == []


def test_a_secret_in_a_package_that_is_not_certified_is_not_shown_to_buyers() -> None:
    profile = samples.validation(Environment={"HF_TOKEN": "x"})

    assert names(samples.unversioned(CertifyForMarketplace=False, ValidationSpecification=profile)) == []
    assert names(samples.unversioned(ValidationSpecification=profile)) == []


def test_a_validation_that_is_not_skipped_may_be_specified() -> None:
    assert names(samples.versioned(ValidationSpecification=samples.validation(), SkipModelValidation="None")) == []
    assert names(samples.versioned(SkipModelValidation="All")) == []


@pytest.mark.parametrize("edition", ["2020-10", "2022-07"])
def test_where_the_schema_asks_for_a_profile_no_rule_repeats_it(edition: str) -> None:
    request = samples.unversioned(ValidationSpecification={"ValidationRole": samples.ROLE_ARN, "ValidationProfiles": []})

    assert names(request, edition=edition) == []


# ---------------------------------------------------------------- updates


def specifications(*given: str) -> list[dict[str, Any]]:
    return [samples.additional(name) for name in given]


def stored_update(stored: int, *given: str) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    return samples.update(**{ADDED: specifications(*given)}), {ARN: tuple(f"old-{number}" for number in range(stored))}


def test_stored_and_new_specifications_may_be_fifteen_together() -> None:
    request, stored = stored_update(14, "new")

    assert names(request, operation=UPDATE, stored=stored) == []


def test_stored_and_new_specifications_may_not_be_sixteen_together() -> None:
    request, stored = stored_update(14, "new-1", "new-2")

    finding = one(request, "specification-total", operation=UPDATE, stored=stored)

    assert (finding.path, finding.on) == ((ADDED,), "key")
    assert finding.message == "14 stored and 2 new specifications make 16; at most 15 are allowed"
    assert finding.help == "add at most 1"


def test_fifteen_new_specifications_need_an_empty_package() -> None:
    request, stored = stored_update(1, *(f"new-{number}" for number in range(15)))

    finding = one(request, "specification-total", operation=UPDATE, stored=stored)

    assert finding.message == "1 stored and 15 new specifications make 16; at most 15 are allowed"


def test_nothing_can_be_added_to_a_full_package() -> None:
    request, stored = stored_update(15, "new")

    assert one(request, "specification-total", operation=UPDATE, stored=stored).help == "register a new version of the package instead"


def test_a_stored_name_is_not_counted_as_a_new_one() -> None:
    request, stored = stored_update(15, "old-3", "old-3")

    assert [(name, finding.path, finding.message) for name, finding in found(request, operation=UPDATE, stored=stored)] == [
        (
            "duplicate-specification-name",
            (ADDED, 1, "Name"),
            f"the name 'old-3' is given to {ADDED}[0] already; names are unique in a package",
        ),
        (
            "stored-specification-name",
            (ADDED, 0, "Name"),
            "the name 'old-3' is stored in the package already; an update adds new names only",
        ),
    ]


def test_too_many_in_one_request_are_the_schemas_business() -> None:
    request, stored = stored_update(1, *(f"new-{number}" for number in range(16)))

    assert names(request, operation=UPDATE, stored=stored) == []


def test_what_another_package_stores_does_not_count() -> None:
    request, stored = stored_update(15, "old-1")

    assert names(request, operation=UPDATE, stored={f"{ARN}1": stored[ARN]}) == []
    assert names(request, operation=UPDATE) == []


@pytest.mark.parametrize("path", [("ModelPackageArn",), (ADDED,), (ADDED, 0), (ADDED, 0, "Name")])
@pytest.mark.parametrize("name", ["new", "old-1"])
def test_an_unknown_silences_the_rules_about_what_is_stored(path: Steps, name: str) -> None:
    request, stored = stored_update(15, name)

    assert names(request, operation=UPDATE, stored=stored) != []
    assert names(apply_edit(request, Edit("set", path, Unknown())), operation=UPDATE, stored=stored, certain=False) == []


@pytest.mark.parametrize("wrong", [None, 7, "x", {}, [None, 7, {}, {"Name": 7}]])
def test_the_rules_about_what_is_stored_survive_wrong_types(wrong: Any) -> None:
    request, stored = stored_update(15, "new")

    assert names(apply_edit(request, Edit("set", (ADDED,), wrong)), operation=UPDATE, stored=stored) == []


def test_a_key_removed_twice_and_set_is_said_once_each() -> None:
    request = samples.update(CustomerMetadataProperties={"a": "1"}, CustomerMetadataPropertiesToRemove=["a", "a"])

    assert [(name, finding.path[-1]) for name, finding in found(request, operation=UPDATE)] == [
        ("metadata-set-and-removed", 0),
        ("duplicate-removed-key", 1),
    ]


@pytest.mark.parametrize("resource", ["churn", "7", "churn/", "churn/v7", "churn/7/8", "churn/1234567890"])
@pytest.mark.parametrize("edition", ["2022-07", "2026-11"])
def test_an_arn_without_a_version_is_doubtful(resource: str, edition: str) -> None:
    request = samples.update(ModelPackageArn=f"arn:aws:sagemaker:us-east-1:{samples.ACCOUNT}:model-package/{resource}")

    assert one(request, "unversioned-package-arn", operation=UPDATE, edition=edition).path == ("ModelPackageArn",)


@pytest.mark.parametrize("resource", ["churn/7", "a/123456789"])
def test_an_arn_with_a_version_is_fine(resource: str) -> None:
    request = samples.update(ModelPackageArn=f"arn:aws-us-gov:sagemaker:us-gov-west-1:{samples.ACCOUNT}:model-package/{resource}")

    assert names(request, operation=UPDATE) == []


@pytest.mark.parametrize("arn", ["", "churn/7", samples.GROUP_ARN])
def test_what_is_no_package_arn_is_the_schemas_business(arn: str) -> None:
    assert names(samples.update(ModelPackageArn=arn), operation=UPDATE) == []
    assert names(samples.update(ModelPackageArn=arn), operation=UPDATE, edition="2022-07") == []


@pytest.mark.parametrize(
    ("tail", "message"),
    [
        (
            "us-east-1:111122223333:model-package/",
            "ModelPackageArn has the resource 'model-package/'; since service model 1.31.76 it has a name without blanks",
        ),
        (
            "us-east-1:111122223333:model-package/churn 7",
            "ModelPackageArn has the resource 'model-package/churn 7'; since service model 1.31.76 it has a name without blanks",
        ),
        (
            "us-east-1-us-east-1:111122223333:model-package/churn/7",
            "ModelPackageArn has the region 'us-east-1-us-east-1'; since service model 1.31.76 it has 9 to 16 characters",
        ),
        (":111122223333:model-package/churn/7", "ModelPackageArn has the region ''; since service model 1.31.76 it has 9 to 16 characters"),
    ],
)
def test_an_arn_of_the_early_pattern_is_outdated(tail: str, message: str) -> None:
    request = samples.update(ModelPackageArn=f"arn:aws:sagemaker:{tail}")

    assert one(request, "outdated-package-arn", operation=UPDATE, edition="2022-07").message == message
    assert names(request, operation=UPDATE) == []


def test_an_empty_token_is_the_schemas_business() -> None:
    assert names(samples.versioned(ClientToken="")) == []


def test_an_update_with_a_token_only_changes_nothing() -> None:
    request = {"ModelPackageArn": ARN, "ClientToken": "0f9e8d7c"}

    assert names(request, operation=UPDATE) == ["constant-client-token", "empty-update"]


@pytest.mark.parametrize("value", [{}, {"ModelApprovalStatus": "Approved"}, {"ModelPackageArn": ARN, "ModelCard": {}}])
def test_other_updates_are_not_empty(value: dict[str, Any]) -> None:
    assert names(value, operation=UPDATE) == []


# ---------------------------------------------------------------- model cards


def card(text: str, **more: Any) -> dict[str, Any]:
    return samples.versioned(ModelCard={"ModelCardContent": text} | more)


@pytest.mark.parametrize(
    ("text", "found_"),
    [
        ("", "is empty"),
        ("  ", "is empty"),
        ("{", "cannot be read as JSON from character 2 on"),
        ('{"a":NaN}', "cannot be read as JSON from character 6 on"),
        ("null", "is JSON text of null"),
        ("true", "is JSON text of true or false"),
        ("1", "is JSON text of a number"),
        ("1.5", "is JSON text of a number"),
        ('"a"', "is JSON text of a string"),
        ("[{}]", "is JSON text of an array"),
        ("[" * 5000, "cannot be read as JSON from character 1,026 on"),
    ],
)
def test_what_is_no_json_object_is_no_card(text: str, found_: str) -> None:
    finding = one(card(text), "model-card-content")

    assert finding.message == f"ModelCardContent {found_}; the text of one JSON object is allowed"


@pytest.mark.parametrize("text", ["{}", '{"model_overview":{}}', '{"model_overview":[]}', '{"intended_uses":{"risk_rating":"Low"}}'])
def test_a_plain_card_is_fine(text: str) -> None:
    assert names(card(text)) == []


def test_a_card_beyond_the_limit_is_not_read() -> None:
    assert names(card("[" * 100_001)) == []
    assert names(card('{"model_package_details":0}'.ljust(100_001))) == []


def test_a_card_of_the_greatest_length_is_read() -> None:
    assert names(card("[" * 100_000)) == ["model-card-content"]
    assert names(card('{"model_package_details":0}'.ljust(100_000))) == ["model-card-members"]


def test_all_that_a_card_may_not_have_is_named() -> None:
    content = {"model_package_details": None, "model_overview": {"model_creator": "x"} | {f"m{number}": 1 for number in range(5)}}

    assert [(name, finding.path, finding.message) for name, finding in found(card(json.dumps(content)))] == [
        (
            "model-card-members",
            ("ModelCard", "ModelCardContent"),
            "the model card has model_package_details; the card of a package is without it",
        ),
        (
            "model-card-members",
            ("ModelCard", "ModelCardContent"),
            "model_overview of the model card has 'm0', 'm1', 'm2' and 2 more; only model_creator and model_artifact are allowed",
        ),
    ]


def test_three_members_are_named_without_a_remainder() -> None:
    content = {"model_overview": {"a": 1, "b": 2, "c": 3}}

    assert one(card(json.dumps(content)), "model-card-members").message == (
        "model_overview of the model card has 'a', 'b', 'c'; only model_creator and model_artifact are allowed"
    )


def test_an_escaped_member_of_a_card_is_seen() -> None:
    assert names(card('{"model_package\\u005fdetails":{}}')) == ["model-card-members"]


def test_a_card_on_several_lines_is_read_all_the_same() -> None:
    assert names(card(json.dumps({"model_package_details": {}}, indent=2))) == ["model-card-members"]
    assert names(card("{\n'model_overview': {}\n}")) == ["model-card-content"]


def test_a_card_that_is_no_object_has_no_members() -> None:
    assert names(card('["model_overview"]')) == ["model-card-content"]
    assert names(card("model_overview")) == ["model-card-content"]


# ---------------------------------------------------------------- tasks, ARNs


@pytest.mark.parametrize(
    ("task", "help_", "suggested"),
    [
        ("Image Classification", "write 'IMAGE_CLASSIFICATION'", "IMAGE_CLASSIFICATION"),
        ("text-generation", "write 'TEXT_GENERATION'", "TEXT_GENERATION"),
        ("FILL_MASKS", "write 'FILL_MASK'", "FILL_MASK"),
        ("BINARY_CLASSIFICATION", "write 'CLASSIFICATION'", None),
        ("CLUSTERING", "write 'OTHER' where none of them fits", None),
        ("", "write 'OTHER' where none of them fits", None),
    ],
)
def test_the_task_that_was_meant_is_told(task: str, help_: str, suggested: str | None) -> None:
    finding = one(samples.versioned(Task=task), "unknown-task")

    assert finding.help == help_
    assert (finding.suggestion.value if finding.suggestion else None) == suggested


def test_the_eight_tasks_are_known() -> None:
    tasks = "IMAGE_CLASSIFICATION OBJECT_DETECTION TEXT_GENERATION IMAGE_SEGMENTATION FILL_MASK CLASSIFICATION REGRESSION OTHER"

    assert [names(samples.versioned(Task=task)) for task in tasks.split()] == [[]] * 8


@pytest.mark.parametrize("group", ["churn", samples.GROUP_ARN, "arn-churn"])
def test_names_and_arns_of_groups_name_a_group(group: str) -> None:
    assert names(samples.versioned(ModelPackageGroupName=group)) == []


@pytest.mark.parametrize("algorithm", ["churn-forest", "arn:aws:sagemaker:us-east-1:111122223333:algorithm/churn-forest"])
def test_names_and_arns_of_algorithms_name_an_algorithm(algorithm: str) -> None:
    assert names({NAME: "churn-2026", "SourceAlgorithmSpecification": samples.algorithm(algorithm)}) == []


# ---------------------------------------------------------------- units of length

ROCKET = "\U0001f680"
LETTER = "\U00020000"  # a letter outside the Basic Multilingual Plane


def test_a_request_that_is_ascii_is_not_searched() -> None:
    assert names(samples.versioned(ModelPackageDescription=ROCKET * 513), plain_ascii=True) == []


@pytest.mark.parametrize(("count", "expected"), [(512, []), (513, ["units-overflow"]), (1024, ["units-overflow"]), (1025, [])])
def test_units_count_from_the_limit_on_and_characters_beyond_it(count: int, expected: list[str]) -> None:
    assert names(samples.versioned(ModelPackageDescription=ROCKET * count)) == expected


@pytest.mark.parametrize(("count", "expected"), [(512, []), (513, ["units-overflow"])])
def test_bytes_count_from_the_limit_on(count: int, expected: list[str]) -> None:
    container = samples.container(Environment={"GREETING": "\u00e9" * count})

    assert names(samples.versioned(InferenceSpecification=samples.specification(Containers=[container]))) == expected


def test_the_name_of_a_metadata_property_is_a_text_too() -> None:
    finding = one(samples.versioned(CustomerMetadataProperties={LETTER * 65: "x"}), "units-overflow")

    assert finding.path == ("CustomerMetadataProperties", LETTER * 65)
    assert finding.on == "key"
    assert finding.message == "this name has 65 characters but 130 UTF-16 code units; the limit of 128 may be counted in these"
    assert finding.help == "shorten it by 2 UTF-16 code units"


def test_a_name_that_its_pattern_refuses_has_one_finding() -> None:
    assert names(samples.versioned(CustomerMetadataProperties={ROCKET * 65: "x"})) == []


def test_bytes_count_in_environments_only() -> None:
    text = "\u00e9" * 600

    assert names(samples.versioned(ModelPackageDescription=text)) == []
    assert names(samples.versioned(CustomerMetadataProperties={"Environment": "\u00e9" * 200})) == []
    request = samples.versioned(ValidationSpecification=samples.validation(Environment={"GREETING": "\u00e9" * 5121}))
    assert one(request, "units-overflow").message == (
        "this value has 5,121 characters but 10,242 UTF-8 bytes; the limit of 10,240 may be counted in these"
    )


def test_an_overflow_rests_on_the_clauses_of_its_own_limit() -> None:
    finding = one(samples.versioned(ModelPackageDescription=ROCKET * 513), "units-overflow")

    assert finding.clauses == ("CMP-DESC-MAX",)


def test_texts_without_a_limit_and_unknown_members_are_passed_over() -> None:
    assert names(samples.versioned(Domain=ROCKET * 5000, Unheard={"of": [ROCKET * 5000]})) == []


@pytest.mark.parametrize("odd", [2**70, OpenMap({"x": Unknown()})])
def test_values_that_no_json_text_has_do_not_hide_a_text(odd: Any) -> None:
    request = samples.versioned(ModelPackageDescription=ROCKET * 513, Unheard=odd)

    assert names(request, certain=False) == ["units-overflow"]


def test_lists_are_searched_in_order() -> None:
    request = samples.versioned(
        InferenceSpecification=samples.specification(SupportedContentTypes=["text/csv", ROCKET * 129, 7, ROCKET * 130]),
    )

    assert [finding.path[-1] for name, finding in found(request) if name == "units-overflow"] == [1, 3]
