"""State machines of Step Functions: tasks that call the operations."""

import json
from typing import Any

import pytest
import yaml
from document_forms_support import GOOD, Style, agrees, dumped, is_json_value, places, takes_away
from forms_support import CREATE, UPDATE, Case, cases, linted, marked, told
from hypothesis import given, settings
from hypothesis import strategies as st

from mpkit.linter.forms.step_functions import FORM
from mpkit.linter.request import Unknown
from mpkit.linter.source import Source

ACTIONS = {CREATE: "createModelPackage", UPDATE: "updateModelPackage"}


def task(resource: str, arguments: str, member: str = "Parameters") -> str:
    return f'{{"Type": "Task", "Resource": {json.dumps(resource)}, "{member}": {arguments}, "End": true}}'


def machine(state: str, *nests: str) -> str:
    """A state machine with one state, nested in maps and parallels."""
    for nest in nests:
        inner = f'{{"StartAt": "S", "States": {{"S": {state}}}}}'
        state = {
            "parallel": f'{{"Type": "Parallel", "Branches": [{{"StartAt": "X", "States": {{}}}}, {inner}], "End": true}}',
            "iterator": f'{{"Type": "Map", "Iterator": {inner}, "End": true}}',
            "processor": f'{{"Type": "Map", "ItemProcessor": {inner}, "End": true}}',
        }[nest]
    return f'{{"Comment": "c", "StartAt": "S",\n "States": {{"S": {state}}}}}'


def resource(operation: str, partition: str = "aws", suffix: str = "") -> str:
    return f"arn:{partition}:states:::aws-sdk:sagemaker:{ACTIONS[operation]}{suffix}"


def with_paths(value: Any) -> Any:
    """Write unknown members as those that take their values from the input."""
    if isinstance(value, dict):
        return {(f"{key}.$" if isinstance(item, Unknown) else key): with_paths(item) for key, item in value.items()}
    return [with_paths(item) for item in value] if isinstance(value, list) else value


def write(case: Case, *nests: str, partition: str = "aws", suffix: str = "", member: str = "Parameters") -> str:
    value = with_paths(case.request) if member == "Parameters" else case.request
    unknown = "$.x" if member == "Parameters" else "{% $states.input.x %}"
    return machine(task(resource(case.operation, partition, suffix), dumped(value, unknown), member), *nests)


NESTS = st.lists(st.sampled_from(["parallel", "iterator", "processor"]), max_size=3)
PARTITIONS = st.sampled_from(["aws", "aws-cn", "aws-us-gov", "aws-iso-b"])
SUFFIXES = st.sampled_from(["", ".waitForTaskToken"])
MEMBERS = st.sampled_from(["Parameters", "Arguments"])
CASES = cases().filter(lambda case: bool(case.request))


@settings(max_examples=25)
@given(CASES, NESTS, PARTITIONS, SUFFIXES, MEMBERS)
def test_a_task_has_the_findings_of_its_json_twin(case: Case, nests: list[str], partition: str, suffix: str, member: str) -> None:
    style = Style("m.asl.json", lambda c: write(c, *nests, partition=partition, suffix=suffix, member=member), is_json_value)
    agrees(style, case)


@settings(max_examples=25)
@given(CASES)
def test_a_task_in_yaml_has_the_findings_of_its_json_twin(case: Case) -> None:
    def block(one: Case) -> str:
        # Only strings in quotes are strings to every reader.
        return yaml.dump(json.loads(write(one)), default_style='"', allow_unicode=True, width=10**6, Dumper=_Dumper)

    agrees(Style("m.asl.yaml", block, lambda text, value: yaml.safe_load(text) == value), case)


class _Dumper(yaml.SafeDumper):
    """Writes numbers and constants without quotes, and no aliases."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - for all data
        return True

    def represent_scalar(self, tag: str, value: str, style: str | None = None) -> yaml.ScalarNode:  # noqa: ARG002 - the tag decides
        plain = not tag.endswith(":str")
        return super().represent_scalar(tag, value, "" if plain else '"')


@settings(max_examples=25)
@given(st.data(), CASES, MEMBERS)
def test_what_comes_from_the_input_is_unknown(data: st.DataObject, case: Case, member: str) -> None:
    path = data.draw(places(case.request).filter(lambda path: member == "Arguments" or isinstance(path[-1], str)))

    takes_away(Style("m.asl.json", lambda one: write(one, member=member), is_json_value), case, path)


def test_a_member_from_the_input_is_known_by_its_name() -> None:
    text = machine(task(resource(CREATE), '{"ModelPackageGroupName.$": "$.g", "ModelPackageGrupName.$": "$.g", "Task.$": "$.t"}'))

    found = [found for found in linted("m.asl.json", text).diagnostics if found.name == "unknown-member"]

    assert [(one.pointer, marked(text, one)) for one in found] == [("/ModelPackageGrupName", '"ModelPackageGrupName.$"')]


def test_only_the_names_in_quotes_of_an_sdk_integration_are_tasks() -> None:
    arguments = json.dumps({**GOOD, "ModelApprovalStatus": "x"})
    others = [
        "arn:aws:states:::aws-sdk:sagemaker:describeModelPackage",
        "arn:aws:states:::aws-sdk:sagemaker:createModelPackageGroup",
        "arn:aws:states:::sagemaker:createTrainingJob.sync",
        "arn:aws:states:::aws-sdk:sagemaker:createModelPackage-x",
        "see aws-sdk:sagemaker:createModelPackage",
    ]
    for other in others:
        assert linted("m.asl.json", machine(task(other, arguments))).requests == 0, other
    assert linted("m.asl.json", machine(task(resource(CREATE), arguments))).requests == 1


@pytest.mark.parametrize(
    "state", ['{"Type": "Task", "Resource": RESOURCE}', '{"Type": "Task", "Resource": RESOURCE, "Arguments": "{% $x %}"}']
)
def test_a_task_whose_arguments_are_the_input_is_a_request_of_which_nothing_is_known(state: str) -> None:
    text = machine(state.replace("RESOURCE", json.dumps(resource(UPDATE))))

    assert linted("m.asl.json", text).requests == 1
    assert told("m.asl.json", text) == []


TEMPLATE = """\
Resources:
  Machine:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      Definition:
        StartAt: Register
        States:
          Register:
            Type: Task
            Resource: !Sub arn:${AWS::Partition}:states:::aws-sdk:sagemaker:createModelPackage
            Parameters:
              ModelPackageGroupName: !Ref Group
              ModelApprovalStatus: Aproved
              SourceAlgorithmSpecification:
                SourceAlgorithms:
                  - AlgorithmName: {"Fn::GetAtt": [A, B]}
                    ModelDataUrl: !Sub s3://models/model.zip
"""


def test_a_state_machine_in_a_template_may_use_its_functions() -> None:
    assert told("template.yaml", TEMPLATE) == [
        "13:36 enum-value /ModelApprovalStatus",
        "17:40 model-data-suffix /SourceAlgorithmSpecification/SourceAlgorithms/0/ModelDataUrl",
    ]
    assert {found.form for found in linted("template.yaml", TEMPLATE).diagnostics} == {"step-functions"}


def test_a_map_in_a_state_machine_alone_may_have_the_names_of_functions() -> None:
    properties = {"Ref": "main"}
    text = machine(task(resource(CREATE), json.dumps({**GOOD, "CustomerMetadataProperties": properties})))
    (candidate,) = FORM.read(Source("m.json", text.encode())).candidates

    assert candidate.value["CustomerMetadataProperties"] == properties
    assert candidate.certain


def test_a_suppression_in_yaml_works() -> None:
    suppressed = TEMPLATE.replace("Aproved", "Aproved # mpkit: ignore[enum-value] set on purpose")

    assert [entry.split()[1] for entry in told("template.yaml", suppressed)] == ["model-data-suffix"]


def test_an_asl_file_is_json_or_yaml() -> None:
    text = machine(task(resource(CREATE), json.dumps({**GOOD, "ModelApprovalStatus": "x"})))

    assert told("m.asl", text) == told("m.asl.json", text)
    assert told("m.asl", TEMPLATE) == told("m.yaml", TEMPLATE)
