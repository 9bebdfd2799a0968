"""Manifests for Kubernetes: ModelPackage resources of the SageMaker controller."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from document_forms_support import (
    GOOD,
    SPECIFICATION,
    Style,
    agrees,
    create_cases,
    dumped,
    escaped,
    is_json_value,
    member_names,
    nodes,
    renamed,
    takes_away,
)
from forms_support import Case, linted, marked, told, twin
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies_support import all_paths

from mpkit import lint_path
from mpkit.linter.forms._members import camel, members, snake
from mpkit.linter.forms.kubernetes_ack import FORM
from mpkit.linter.path import from_pointer
from mpkit.linter.request import OpenMap, Unknown
from mpkit.linter.source import Source

API = "sagemaker.services.k8s.aws/v1alpha1"
NAMES = {"ModelPackageName", "ModelPackageGroupName"}
DESCRIPTIONS = {"InferenceSpecification", "SourceAlgorithmSpecification"}


def manifest(spec: str, kind: str = "ModelPackage", version: str = API) -> str:
    return f'{{"apiVersion": "{version}", "kind": "{kind}", "metadata": {{"name": "churn"}},\n "spec": {spec}}}'


def suits(case: Case) -> bool:
    """Tell whether the request is no patch, has no null, which stands for nothing here, and no slip in the case of a name."""
    slips = [str(from_pointer(found.pointer or "")[-1]) for found in twin(case).diagnostics if found.name == "unknown-member"]
    names = {name.lower() for name in member_names()}
    whole = not NAMES.isdisjoint(case.request) or not DESCRIPTIONS.isdisjoint(case.request)
    fine = all(slip.lower() not in names and not slip.endswith(("Ref", "Refs")) for slip in slips)
    return whole and fine and None not in list(nodes(case.request)) and "ApprovalDescription" not in case.request


CASES = create_cases().filter(suits)


def in_json(case: Case) -> str:
    return manifest(dumped(renamed(case.request, camel), "?"))


def in_yaml(case: Case) -> str:
    return f"apiVersion: v1\nkind: ConfigMap\n---\n# a package\n{escaped(in_json(case))}\n---\n"


STYLES = [
    Style("package.json", in_json, is_json_value),
    Style("package.yaml", in_yaml, lambda text, value: yaml.safe_load(text) == value),
]


@settings(max_examples=25)
@given(CASES, st.sampled_from(STYLES))
def test_a_resource_has_the_findings_of_its_json_twin(case: Case, style: Style) -> None:
    agrees(style, case)


def with_references(value: Any) -> Any:
    """Write unknown members as references to other resources."""
    if isinstance(value, list):
        return [with_references(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        (f"{camel(name)}Ref" if isinstance(item, Unknown) else name): {"from": {"name": "other"}}
        if isinstance(item, Unknown)
        else with_references(item)
        for name, item in value.items()
    }


@settings(max_examples=25)
@given(st.data(), CASES)
def test_what_a_reference_gives_is_unknown(data: st.DataObject, case: Case) -> None:
    path = data.draw(
        st.sampled_from([path for path in all_paths(case.request) if path and path[-1] in members() and "Environment" not in path[:-1]])
    )
    style = Style("p.json", lambda one: manifest(json.dumps(renamed(with_references(one.request), camel))), is_json_value)

    takes_away(style, case, path)


def test_what_envsubst_fills_in_is_unknown_and_other_dollars_are_not() -> None:
    spec = {"modelPackageGroupName": "g", "task": "a$B-$C.d", "domain": "$", "modelPackageDescription": "5 $ $x"}
    (candidate,) = FORM.read(Source("p.json", manifest(json.dumps(spec)).encode())).candidates
    task = candidate.value["Task"]

    assert (task.prefix, task.suffix) == ("a", ".d")
    assert (candidate.value["Domain"], candidate.value["ModelPackageDescription"]) == ("$", "5 $ $x")


@pytest.mark.parametrize(
    ("member", "spelt"),
    [
        ("ModelDataUrl", "modelDataURL"),
        ("S3Uri", "s3URI"),
        ("KmsKeyId", "kmsKeyID"),
        ("VolumeKmsKeyId", "volumeKMSKeyID"),
        ("SupportedResponseMIMETypes", "supportedResponseMIMETypes"),
        ("MaxPayloadInMB", "maxPayloadInMB"),
        ("ProductId", "productID"),
        ("S3OutputPath", "s3OutputPath"),
        ("SamplePayloadUrl", "samplePayloadURL"),
        ("Image", "image"),
    ],
)
def test_members_are_spelt_as_the_controller_does(member: str, spelt: str) -> None:
    assert camel(member) == spelt
    assert FORM.spell(member, top=False) == spelt


def test_names_are_clear_in_each_spelling() -> None:
    assert len({camel(name).lower() for name in members()}) == len({snake(name) for name in members()}) == len(members())


def test_messages_use_the_spelling_of_the_manifest() -> None:
    spec = renamed({**GOOD, "InferenceSpecification": {**SPECIFICATION, "Containers": [{"Image": "x", "ModelDataUrl": "nowhere"}]}}, camel)
    spec["modelAprovalStatus"] = "Approved"
    text = manifest(json.dumps(spec))

    messages = {found.name: found.message for found in linted("p.json", text).diagnostics}

    assert messages["unknown-member"] == "modelAprovalStatus is no member of the request; the nearest is modelApprovalStatus"
    assert messages["url-form"].startswith("modelDataURL is 'nowhere'")


@pytest.mark.parametrize(
    "change",
    [
        {"approvalDescription": "fine"},
        {"modelPackageDescription": None},
        {"MODELAPPROVALSTATUS": "Approved"},
        {"tags": []},
        {"modelPackageRef": {"from": {"name": "x"}}},
        {"modelPackageGroupName": "$GROUP_NAME", "samplePayloadURL": "s3://$BUCKET/payload.tar.gz"},
    ],
)
def test_what_the_controller_takes_is_no_finding(change: dict[str, Any]) -> None:
    assert told("p.json", manifest(json.dumps({**renamed(GOOD, camel), **change}))) == []


def test_a_word_that_is_a_boolean_to_kubernetes_is_doubtful_and_of_no_wrong_type() -> None:
    spec = "{modelPackageName: a, certifyForMarketplace: yes, inferenceSpecification: {}}"
    text = f"apiVersion: {API}\nkind: ModelPackage\nspec: {spec}\n"

    assert [entry.split()[1] for entry in told("p.yaml", text) if "ertify" in entry] == ["ambiguous-scalar"]


def test_resources_are_found_in_lists_and_in_what_holds_manifests() -> None:
    item = manifest(json.dumps(renamed({**GOOD, "ModelApprovalStatus": "x"}, camel)))
    for text in (
        f'{{"apiVersion": "v1", "kind": "List", "items": [{item}, {item}]}}',
        f'{{"kind": "Composition", "spec": {{"resources": [{{"base": {item}}}, {{"base": {item}}}]}}}}',
    ):
        found = linted("all.json", text)
        assert found.requests == 2
        assert [(one.name, one.pointer, marked(text, one)) for one in found.diagnostics] == [
            ("enum-value", "/ModelApprovalStatus", '"x"')
        ] * 2


@pytest.mark.parametrize(
    "text",
    [
        manifest('{"modelPackageGroupName": "-"}', kind="ModelPackageGroup"),
        manifest('{"modelPackageGroupName": "-"}', version="example.com/v1"),
        '{"kind": "CustomResourceDefinition", "spec": {"group": "sagemaker.services.k8s.aws", "names": {"kind": "ModelPackage"}}}',
        manifest('{"modelPackageGroupName": "-"}').replace('"spec"', '"$patch": "delete", "spec"'),
    ],
)
def test_other_resources_are_no_requests(text: str) -> None:
    assert linted("p.json", text).requests == 0


def test_a_manifest_that_names_nothing_and_describes_nothing_is_a_patch() -> None:
    text = manifest('{"modelApprovalStatus": "Aproved", "modelCard": {}}')

    assert [entry.split(" ")[1] for entry in told("p.json", text)] == ["enum-value"]


def test_a_manifest_that_a_kustomization_lists_as_a_patch_may_lack_members(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    patch = tmp_path / "overlays" / "package.yaml"
    patch.parent.mkdir()
    patch.write_text(manifest(json.dumps(renamed({"InferenceSpecification": SPECIFICATION}, camel))))
    alone = [found.name for found in lint_path(patch).diagnostics]
    (tmp_path / "kustomization.yaml").write_text("patches:\n  - path: overlays/package.yaml\n")

    assert alone == ["missing-name-or-group"]
    assert lint_path(patch).diagnostics == []


@pytest.mark.parametrize(
    "value",
    ["{{ .Values.group }}", '"{{ .Values.group }}"', "{{- if .Values.x }}\n  task: x\n{{- end }}"],
)
def test_a_template_is_silent_unless_it_is_yaml(value: str, tmp_path: Path) -> None:
    chart = tmp_path / "package.yaml"
    chart.write_text(f"apiVersion: {API}\nkind: ModelPackage\nspec:\n  modelApprovalStatus: x\n  modelPackageGroupName: {value}\n")

    report = lint_path(tmp_path)

    if "if" not in value:
        assert [found.name for found in report.diagnostics] == ["unclear-model-source", "enum-value"]
    else:
        assert report.diagnostics == []
        assert [skipped.reason for skipped in report.skipped] == [
            "it is a template that something has to fill in first; give its output instead, such as that of 'helm template'"
        ]


def test_a_manifest_without_specification_is_open() -> None:
    (candidate,) = FORM.read(Source("p.json", b'{"apiVersion": "%s", "kind": "ModelPackage"}' % API.encode())).candidates

    assert isinstance(candidate.value, OpenMap)


def test_a_suppression_stands_in_the_manifest() -> None:
    text = (
        f"apiVersion: {API}\nkind: ModelPackage\nspec:\n  modelPackageGroupName: g\n  sourceURI: {GOOD['ModelPackageGroupName']}\n"
        "  # mpkit: ignore[enum-value] a status of our own\n  modelApprovalStatus: x\n"
    )

    assert [entry.split()[1] for entry in told("p.yaml", text)].count("enum-value") == 0
    assert linted("p.yaml", text).suppressed == 1
