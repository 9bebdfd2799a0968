from collections.abc import Iterator
from typing import Any

import pytest

from mpkit.linter.engine import Examination, Examiner
from mpkit.linter.finding import Finding, Severity
from mpkit.linter.request import OpenList, OpenMap, Request, Scope, Unknown
from mpkit.linter.rule import Breach, Check, Rule, Trigger, Violation, Visit
from mpkit.rules import load as load_rules
from mpkit.schemas import load

CREATE = "CreateModelPackage"
EDITION = load().editions[CREATE]
IMAGE = "111122223333.dkr.ecr.us-east-1.amazonaws.com/churn:1"
KEYWORDS = (
    *("type", "required", "additionalProperties", "enum", "pattern"),
    *("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minimum", "maximum"),
)


def rule(name: str, check: Check, trigger: Trigger, **more: Any) -> Rule:
    return Rule(
        id=more.pop("id", "MP999"),
        name=name,
        summary="",
        severity=Severity.error,
        cites=(),
        doc="",
        trigger=trigger,
        examples=(),
        check=check,
        **more,
    )


def word(violation: Violation) -> Iterator[Finding]:
    yield Finding(violation.path, f"{violation.keyword} {violation.limit!r} of {violation.shape} in {violation.owner}")


WORDED = rule("worded", word, Breach(KEYWORDS))


def examine(value: Any, *rules: Rule, certain: bool = True) -> Examination:
    return Examiner(EDITION, CREATE, rules or (WORDED,)).examine(Request(CREATE, value, EDITION, certain=certain))


def messages(value: Any, *rules: Rule, certain: bool = True) -> list[tuple[Any, str]]:
    result = examine(value, *rules, certain=certain)
    assert result.crashes == []
    return [(finding.path, finding.message) for _, finding in result.findings]


def versioned(**members: Any) -> dict[str, Any]:
    return {"ModelPackageGroupName": "churn", "InferenceSpecification": {"Containers": [{"Image": IMAGE}]}} | members


def test_a_valid_request_has_no_findings() -> None:
    assert messages(versioned()) == []


def test_a_violation_names_shape_and_owner() -> None:
    assert messages(versioned(Tags=[{"Key": "team"}])) == [(("Tags", 0), "required 'Value' of Tag in TagList")]


def test_an_unknown_member_is_reported_at_its_own_path() -> None:
    found = messages(versioned(Bogus=1))

    assert found == [(("Bogus",), "additionalProperties None of CreateModelPackageInput in CreateModelPackageInput")]


def test_a_wrong_type_has_no_other_finding_beside_it() -> None:
    assert messages(versioned(ModelApprovalStatus=5)) == [
        (("ModelApprovalStatus",), "type 'string' of ModelApprovalStatus in CreateModelPackageInput")
    ]


def test_a_text_of_wrong_length_is_not_also_held_against_its_pattern() -> None:
    found = messages(versioned(ModelPackageGroupName="_" * 200))

    assert found == [(("ModelPackageGroupName",), "maxLength 170 of ArnOrName in CreateModelPackageInput")]


def test_the_name_of_a_map_entry_is_a_violation_of_its_own() -> None:
    value = versioned()
    value["InferenceSpecification"]["Containers"][0]["Environment"] = {"A-B": "x"}

    [(path, message)] = messages(value)

    assert path == ("InferenceSpecification", "Containers", 0, "Environment", "A-B")
    assert message.endswith("of EnvironmentKey in EnvironmentMap")


def test_rules_visit_objects_of_their_shape_wherever_they_are() -> None:
    def check(scope: Scope) -> Iterator[Finding]:
        yield scope.finding("Image", message=scope.text("Image") or "")

    specification = {"Name": "neo", "Containers": [{"Image": "b"}]}
    value = versioned(AdditionalInferenceSpecifications=[specification])

    found = messages(value, rule("images", check, Visit(("ModelPackageContainerDefinition",), ("Image",))))

    assert sorted(found) == [
        (("AdditionalInferenceSpecifications", 0, "Containers", 0, "Image"), "b"),
        (("InferenceSpecification", "Containers", 0, "Image"), IMAGE),
    ]


def test_a_rule_is_called_once_for_an_object_with_several_of_its_members() -> None:
    def check(scope: Scope) -> Iterator[Finding]:
        yield scope.finding(message="seen")

    visit = Visit(("CreateModelPackageInput",), ("ModelPackageGroupName", "InferenceSpecification"))

    assert messages(versioned(), rule("once", check, visit)) == [((), "seen")]


def test_a_rule_is_not_called_where_none_of_its_members_is() -> None:
    def check(scope: Scope) -> Iterator[Finding]:
        raise AssertionError(scope.path)

    assert messages(versioned(), rule("never", check, Visit(("CreateModelPackageInput",), ("Tags",)))) == []


@pytest.mark.parametrize("key", ["2026", "007", "0", "", "a/b", "a~1b", "é"])
def test_the_path_of_a_map_entry_has_its_key_as_it_is(key: str) -> None:
    found = messages(versioned(CustomerMetadataProperties={"a": "b", key: 1}))

    assert (("CustomerMetadataProperties", key), "type 'string' of CustomerMetadataValue in CustomerMetadataMap") in found


@pytest.mark.parametrize(("since", "until", "speaks"), [("1.44.5", None, True), ("1.44.6", None, False), (None, "1.44.5", False)])
def test_a_rule_speaks_only_in_its_editions(since: str | None, until: str | None, speaks: bool) -> None:  # noqa: FBT001 - a table's column
    def check(scope: Scope) -> Iterator[Finding]:
        yield scope.finding(message="spoken")

    found = messages(versioned(), rule("bound", check, Visit(("CreateModelPackageInput",)), since=since, until=until))

    assert bool(found) == speaks


def test_a_crashing_rule_is_told_and_hides_nothing() -> None:
    def broken(scope: Scope) -> Iterator[Finding]:
        raise ZeroDivisionError(scope.path)

    def sound(scope: Scope) -> Iterator[Finding]:
        yield scope.finding(message="sound")

    visit = Visit(("CreateModelPackageInput",))
    result = examine(versioned(), rule("broken", broken, visit), rule("sound", sound, visit))

    assert [finding.message for _, finding in result.findings] == ["sound"]
    [(culprit, detail)] = result.crashes
    assert culprit is not None
    assert culprit.name == "broken"
    assert "ZeroDivisionError" in detail


def test_a_violation_that_no_rule_words_is_a_defect_of_the_linter_and_not_silence() -> None:
    result = examine(versioned(Bogus=1), rule("other", word, Breach(("type",))))

    assert result.findings == []
    assert [culprit for culprit, _ in result.crashes] == [None]


def test_a_rule_that_crashes_over_a_violation_leaves_the_clauses_of_others_alone() -> None:
    def broken(violation: Violation) -> Iterator[Finding]:
        raise ZeroDivisionError(violation)

    rules = (rule("broken", broken, Breach(("enum",), ("ModelApprovalStatus",))), WORDED)
    result = examine(versioned(Bogus=1, ModelApprovalStatus="Maybe"), *rules)

    assert [(finding.path, finding.clauses) for _, finding in result.findings] == [(("Bogus",), ("MOD-CLOSED",))]
    assert [culprit and culprit.name for culprit, _ in result.crashes] == ["broken"]


def test_a_muted_rule_answers_for_its_violations_and_says_nothing() -> None:
    request = Request(CREATE, versioned(ModelApprovalStatus="Maybe"), EDITION)

    assert Examiner(EDITION, CREATE, (WORDED,), {WORDED.id}).examine(request) == Examination()


def test_the_rule_that_names_the_shape_is_asked_before_the_one_that_names_none() -> None:
    def special(violation: Violation) -> Iterator[Finding]:
        yield Finding(violation.path, "special")

    rules = (WORDED, rule("special", special, Breach(("enum",), ("ModelApprovalStatus",))))

    assert messages(versioned(ModelApprovalStatus="Maybe"), *rules) == [(("ModelApprovalStatus",), "special")]


def test_a_rule_that_passes_leaves_the_violation_to_the_next() -> None:
    def passing(violation: Violation) -> Iterator[Finding]:
        if violation.key:
            yield Finding(violation.path, "passed")

    rules = (rule("passing", passing, Breach(("enum",)), id="MP001"), WORDED)

    assert len(messages(versioned(ModelApprovalStatus="Maybe"), *rules)) == 1


def test_a_relation_is_not_judged_on_a_value_that_the_schema_refuses() -> None:
    def check(scope: Scope) -> Iterator[Finding]:
        yield scope.finding("ModelApprovalStatus", message="judged")

    rules = (WORDED, rule("relation", check, Visit(("CreateModelPackageInput",), ("ModelApprovalStatus",))))

    assert [message for _, message in messages(versioned(ModelApprovalStatus="Maybe"), *rules)] != ["judged"]
    assert messages(versioned(ModelApprovalStatus="Approved"), *rules) == [(("ModelApprovalStatus",), "judged")]


@pytest.mark.parametrize(
    "value",
    [
        versioned(ModelApprovalStatus=Unknown()),
        versioned(InferenceSpecification=Unknown()),
        versioned(InferenceSpecification=OpenMap(SupportedContentTypes=["text/csv"])),
        versioned(InferenceSpecification={"Containers": OpenList()}),
        versioned(Tags=[{"Key": Unknown(), "Value": Unknown("a", "b")}]),
    ],
)
def test_what_is_unknown_is_no_finding(value: dict[str, Any]) -> None:
    assert messages(value, certain=False) == []


def test_what_is_known_beside_an_unknown_is_still_judged() -> None:
    value = versioned(ModelApprovalStatus=Unknown(), Bogus=1, Tags=OpenList([{"Key": "team"}]))

    assert {path for path, _ in messages(value, certain=False)} == {("Bogus",), ("Tags", 0)}


def test_a_name_is_known_even_if_its_value_is_not() -> None:
    value = versioned(Bogus=Unknown(), CustomerMetadataProperties={"a!": Unknown()})

    assert {path for path, _ in messages(value, certain=False)} == {("Bogus",), ("CustomerMetadataProperties", "a!")}


def test_an_open_list_that_is_too_long_already_is_a_finding() -> None:
    value = versioned(Tags=OpenList({"Key": f"k{number}", "Value": ""} for number in range(51)))

    assert messages(value, certain=False) == [(("Tags",), "maxItems 50 of TagList in CreateModelPackageInput")]


def test_a_misspelt_member_is_not_reported_as_missing_too() -> None:
    value = versioned(InferenceSpecification={"Containerz": [{"Image": IMAGE}]})

    found = examine(value, *load_rules())

    assert found.crashes == []
    assert [(item.name, finding.path) for item, finding in found.findings] == [("unknown-member", ("InferenceSpecification", "Containerz"))]
