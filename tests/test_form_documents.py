"""What holds for all forms for parts of documents: hostile and broken files, the table, secrets, the list of requests."""

import json
from typing import Any

import pytest
from document_forms_support import GOOD, IMAGE, SPECIFICATION, Style, agrees, dumped, escaped, is_json_value, renamed
from forms_support import CREATE, Case, cases, linted, marked, told
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from mpkit import lint_text
from mpkit.linter.compose import session
from mpkit.linter.config import Config
from mpkit.linter.forms import Forms
from mpkit.linter.forms._limits import MAX_DEPTH
from mpkit.linter.forms._members import camel, snake

WRONG = {**GOOD, "ModelApprovalStatus": "x"}
ARN = "arn:aws:states:::aws-sdk:sagemaker:createModelPackage"
API = "sagemaker.services.k8s.aws/v1alpha1"

# For each form the text around a request, and how members are spelt in it.
JSON_FORMS = {
    "pipeline": ('{"Steps": [{"Type": "RegisterModel", "Arguments": %s}]}', str),
    "step-functions": ('{"States": {"R": {"Type": "Task", "Resource": "' + ARN + '", "Parameters": %s}}}', str),
    "cloudformation": ('{"Resources": {"P": {"Type": "AWS::SageMaker::ModelPackage", "Properties": %s}}}', str),
    "ack": ('{"apiVersion": "' + API + '", "kind": "ModelPackage", "spec": %s}', camel),
    "terraform-json": ('{"resource": {"awscc_sagemaker_model_package": {"p": %s}}}', snake),
}
FILES = {name: "x.tf.json" if name == "terraform-json" else "x.json" for name in JSON_FORMS}
HCL = (
    'locals {\n  a = "x"\n}\nresource "awscc_sagemaker_model_package" "p" {\n  model_package_group_name = "${local.a}-${var.b}"\n'
    '  inference_specification = {\n    containers = [{ image = "a", environment = { A = <<-EOT\n      x\n    EOT\n    } }]\n  }\n}\n'
)
YAML = (
    "Resources:\n  P:\n    Type: AWS::SageMaker::ModelPackage\n    Properties: &p\n"
    "      ModelPackageName: !Sub 'a${B}'\n      Task: !If [C, a, b]\n"
    f"  Q:\n    Type: Task\n    Resource: {ARN}\n    Parameters:\n      <<: *p\n      A.$: $.b\n"
    f"---\napiVersion: {API}\nkind: ModelPackage\nspec: {{}}\n"
)


PIECES = [
    *(
        "",
        "{",
        "}",
        "[",
        "]",
        '"',
        ":",
        ",",
        "\n",
        "  ",
        "- ",
        "!Sub ",
        "!If [C, ",
        "&a ",
        "*a",
        "<<: ",
        "${",
        "%{",
        "${~",
        "<<E\n",
        "\nE\n",
    ),
    *(
        "null",
        "1e3",
        "é",
        "\ud800",
        "\0",
        "\t",
        "{% x %}",
        "{{ x }}",
        "#",
        "//",
        "/*",
        "*/",
        '"Fn::If": ',
        '"Get": ',
        ".$",
        "=",
        "(",
        ")",
        "?",
    ),
]
KEYS = st.sampled_from(
    [
        *(
            "Fn::If",
            "Fn::Sub",
            "Fn::Join",
            "Ref",
            "Fn::Transform",
            "Get",
            "Std:Join",
            "On",
            "Values",
            "Environment",
            "Tags",
            "Key",
            "Value",
        ),
        *(
            "ModelPackageName",
            "modelPackageName",
            "model_package_name",
            "ModelPackageName.$",
            "environmentRef",
            "Type",
            "${x}",
            "dynamic",
            "",
        ),
    ]
)


def document(form: str, request: str) -> str:
    return JSON_FORMS[form][0] % request


@pytest.mark.parametrize("form", JSON_FORMS)
def test_each_form_reads_its_own_documents_and_no_other_reads_them(form: str) -> None:
    found = linted(FILES[form], document(form, json.dumps(renamed(WRONG, JSON_FORMS[form][1]))))

    assert found.requests == 1
    assert [(one.form, one.name, one.pointer) for one in found.diagnostics] == [(form, "enum-value", "/ModelApprovalStatus")]


@pytest.mark.parametrize("form", JSON_FORMS)
@pytest.mark.parametrize("request_", ["[]", '"x"', "5", "null", "[{}]", "{}", '{"": {"": []}}', '[[[{"a.$": {}}]]]'])
def test_what_stands_in_the_place_of_a_request_is_never_a_crash(form: str, request_: str) -> None:
    # A resource of Terraform without a body is none.
    assert linted(FILES[form], document(form, request_)).requests == 1 or form == "terraform-json"


def deep(opening: str, closing: str, levels: int) -> str:
    return opening * levels + "1" + closing * levels


@pytest.mark.parametrize("form", JSON_FORMS)
@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("[", "]"),
        ('{"Containers": ', "}"),
        ('{"Fn::If": ["C", 1, ', "]}"),
        ('{"Fn::Join": ["", [', "]]}"),
        ('{"Fn::Sub": ["${a}", {"a": ', "}]}"),
        ('{"Std:Join": {"On": "", "Values": [', "]}}"),
        ('{"Type": "AWS::SageMaker::ModelPackage", "Properties": ', "}"),
    ],
)
def test_the_deepest_documents_are_read(form: str, opening: str, closing: str) -> None:
    levels = (MAX_DEPTH - 8) // sum(opening.count(sign) for sign in "[{")
    text = document(form, '{"ModelPackageGroupName": ' + deep(opening, closing, levels) + "}")

    assert linted(FILES[form], text).requests >= 1
    linted(FILES[form].replace(".json", ".yaml"), text)


@pytest.mark.parametrize("form", JSON_FORMS)
def test_documents_that_are_too_deep_are_told(form: str) -> None:
    text = document(form, '{"ModelPackageGroupName": ' + deep("[", "]", 100_000) + "}")

    assert [entry.split()[1] for entry in told(FILES[form], text)] == ["nesting-too-deep"]


def test_aliases_are_followed_once() -> None:
    bomb = "".join(f"b{level}: &b{level} [{', '.join([f'*b{level - 1}'] * 9)}]\n" for level in range(1, 5))
    text = f"b0: &b0 {{Type: AWS::SageMaker::ModelPackage, Properties: {{ModelPackageName: '-'}}}}\n{bomb}"

    assert linted("x.yaml", text).requests == 1


@settings(max_examples=40)
@given(st.data(), st.sampled_from([*JSON_FORMS, "hcl", "yaml"]))
def test_broken_documents_never_crash(data: st.DataObject, form: str) -> None:
    name, text = {"hcl": ("x.tf", HCL), "yaml": ("x.yaml", YAML)}.get(form) or (
        FILES[form],
        document(form, json.dumps(renamed(WRONG, JSON_FORMS[form][1]))),
    )
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.integers(0, 8))
        text = text[:start] + data.draw(st.sampled_from(PIECES)) + text[end:]

    linted(name, text.encode(errors="surrogatepass"))


@settings(max_examples=40)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda node: st.lists(node) | st.dictionaries(KEYS, node)))
@example({"Fn::If": ["C", {"Fn::If": []}, {"Ref": "AWS::NoValue"}]})
@example({"Tags": [{"Fn::If": ["C"]}, {"Fn::If": [{}, 1, 2]}]})
def test_any_value_is_read_as_a_request(value: object) -> None:
    for form in JSON_FORMS:
        linted(FILES[form], document(form, json.dumps(value)))


@pytest.mark.parametrize("form", JSON_FORMS)
def test_values_of_environment_variables_are_not_shown(form: str) -> None:
    containers = [{"Image": IMAGE, "Environment": {"BAD-NAME": "s3cr3t"}}]
    request = renamed({**GOOD, "InferenceSpecification": {**SPECIFICATION, "Containers": containers}}, JSON_FORMS[form][1])

    found = linted(FILES[form], document(form, json.dumps(request))).diagnostics

    assert [one.name for one in found] == ["environment-variable-name"]
    assert "s3cr3t" not in repr(found)


def in_a_string(case: Case) -> str:
    definition = dumped({"StartAt": "R", "States": {"R": task(case)}}, "?")
    return json.dumps({"name": "churn", "definition": definition, "roleArn": "x"}, ensure_ascii=len(definition) % 2 == 0)


def in_a_block(case: Case) -> str:
    lines = escaped(json.dumps({"States": {"R": task(case)}}, indent=2)).replace("\n", "\n        ")
    return (
        f"Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: !Sub |\n        {lines}\n"
    )


def in_a_heredoc(case: Case) -> str:
    lines = json.dumps({"Comment": "${var.x} é", "States": {"R": task(case)}}, indent=2, ensure_ascii=False)
    return f'resource "aws_sfn_state_machine" "m" {{\n  definition = <<-EOT\n{lines}\n  EOT\n}}\n'


def task(case: Case) -> dict[str, Any]:
    action = "create" if case.operation == CREATE else "update"
    return {"Type": "Task", "Resource": ARN.replace("create", action), "Parameters": case.request}


EMBEDDED = [
    Style("create-state-machine.json", in_a_string, lambda text, value: json.loads(json.loads(f'"{text}"')) == value),
    Style("template.yaml", in_a_block, is_json_value),
    Style("main.tf", in_a_heredoc, is_json_value, lambda case: "${" not in str(case) and "%{" not in str(case)),
]


@settings(max_examples=25)
@given(cases().filter(lambda case: bool(case.request)), st.sampled_from(EMBEDDED))
def test_a_definition_in_a_text_has_the_findings_of_its_json_twin(case: Case, style: Style) -> None:
    assume(style.suits(case))

    agrees(style, case)


@pytest.mark.parametrize(
    "text",
    [
        '{"definition": "see RegisterModel"}',
        '{"definition": "{\\"Type\\": \\"RegisterModel\\""}',
        'a: \'{"it\'\'s": {"Type": "RegisterModel", "Arguments": {}}}\'\n',
        'a: "{\\x20 \\"Type\\": \\"RegisterModel\\", \\"Arguments\\": {}}"\n',
        "a: |\n  {'Type': RegisterModel}\n",
        "a: !x |\n  {\n",
    ],
)
def test_a_text_that_is_no_definition_or_is_written_oddly_is_passed_over(text: str) -> None:
    name = "x.json" if text.startswith("{") else "x.yaml"

    assert linted(name, text).requests == 0


@pytest.mark.parametrize(
    "text",
    [
        """a: '{"Type": "RegisterModel", "Arguments": {}}'\n""",
        'a: "{\\"Type\\": \\"RegisterModel\\", \\"Arguments\\": {}}"\n',
        'a: >-\n  {"Type": "RegisterModel",\n\n   "Arguments": {}}\n',
        'a: !Sub\n  - |\n    {"Type": "RegisterModel", "Arguments": {}}\n  - {x: y}\n',
        'a: !Sub |-\n  {"Type": "RegisterModel", "Arguments": {}}\n',
    ],
)
def test_a_pipeline_stands_in_any_text(text: str) -> None:
    found = linted("x.yaml", text)

    assert found.requests == 1
    assert {marked(text, one).replace("\\", "") for one in found.diagnostics} == {'"Arguments"'}


def test_only_files_with_the_words_are_read() -> None:
    forms = Forms()

    def names(name: str, data: bytes) -> list[str]:
        return [form.name for form in forms.of(name, data) or ()]

    assert names("a.json", b'"RegisterModel" "AWS::SageMaker::ModelPackage"') == ["pipeline", "cloudformation", "json"]
    assert names("a.yaml", b"aws-sdk:sagemaker:updateModelPackage sagemaker.services.k8s.aws") == ["step-functions", "ack", "yaml"]
    assert names("a.tf", b"awscc_sagemaker_model_package RegisterModel") == ["pipeline", "terraform"]
    assert names("a.tf.json", b"awscc_sagemaker_model_package") == ["terraform-json", "json"]
    assert names("a.asl", b"sagemaker:createModelPackage") == ["step-functions"]
    assert names("a.template", b"AWS::SageMaker::ModelPackage") == ["cloudformation"]
    assert names("a.tf", b"") == []


def test_requests_are_listed_once_with_what_is_known_of_them() -> None:
    text = (
        "Resources:\n  P:\n    Type: AWS::SageMaker::ModelPackage\n    Properties:\n      ModelPackageGroupName: !Ref G\n"
        "      Task: !If [C, a, b]\n      Tags: [!If [C, {Key: a, Value: b}, !Ref AWS::NoValue]]\n"
    )
    (found,) = session(Config(), listing=True).lint_data("t.yaml", text.encode()).listed

    assert (found.form, found.place.start.line, found.known, found.unknown) == ("cloudformation", 5, 0, 2)
    assert (found.unknowns, found.opens) == (("/ModelPackageGroupName", "/Task"), ("/Tags",))


def test_other_editions_judge_the_same_documents() -> None:
    text = document("cloudformation", json.dumps({"ModelPackageName": "a", "InferenceSpecification": {"Containers": [{"Image": IMAGE}]}}))

    messages = [
        found.message for found in lint_text(text, filename="t.json", spec="documents").diagnostics if found.name == "missing-member"
    ]

    assert len(messages) == len({message.partition(",")[0] for message in messages})
