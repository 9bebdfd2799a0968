"""What must hold for the rules as a whole."""

import re
from pathlib import Path

import pytest

from mpkit import rules as rules_package
from mpkit.linter.finding import Severity
from mpkit.linter.rule import Breach, Example, Reading, Rule, TextExample, Visit
from mpkit.rules import load
from mpkit.schemas import index
from mpkit.schemas import load as load_spec
from mpkit.schemas.clause import load_clauses

RULES = load()
HEADINGS = ["## What it checks", "## Why the service refuses it", "## How to fix"]
# The first service model whose documentation states what the rule rests on; the schema has no place for some of them before.
DOCUMENTED_SINCE = {
    "name-and-group": "1.19.27",
    "unversioned-instance-types": "1.19.27",
    "duplicate-tag-key": "1.20.97",
    "model-card-content": "1.34.116",
    "model-card-members": "1.34.116",
    "empty-model-data-source": "1.34.53",
    "s3-prefix-slash": "1.34.53",
    "model-file-name": "1.34.53",
    "instance-count": "1.29.1",
    "augmented-manifest": "1.12.236",
}
# Where the documents are later than the rule, somebody reported that the service refuses it: an EVD clause.
REPORTED_SINCE = {"tags-with-group": "1.19.27"}
SEVERITIES = {"MUST": Severity.error, "SHOULD": Severity.warning, "MAY": Severity.info, "INFO": Severity.info}
REASONS = {Severity.warning: "warning", Severity.info: "advice"}
# Types of resources in ARNs, a parameter of the command line and a key of the configuration.
OTHER_WORDS = {"model-package", "model-package-group", "model-package-name", "max-size"}
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


def test_ids_and_names_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


def test_every_file_of_the_folder_is_a_rule_of_that_name() -> None:
    stems = {path.stem for path in Path(rules_package.__file__).parent.glob("[!_]*.py")}

    assert {rule.name.replace("-", "_") for rule in RULES} == stems


@each_rule
def test_a_rule_is_complete(rule: Rule) -> None:
    assert re.fullmatch(r"MP\d{3}", rule.id)
    assert rule.summary
    assert not rule.summary.endswith(".")
    assert rule.examples
    assert (rule.check is None) == isinstance(rule.trigger, Reading)
    kind = TextExample if isinstance(rule.trigger, Reading) else Example
    assert all(isinstance(example, kind | TextExample) for example in rule.examples)


@each_rule
def test_a_rules_page_has_the_three_headings_in_order(rule: Rule) -> None:
    title = rule.doc.strip().splitlines()[0]

    assert title.endswith(".")
    assert re.findall(r"^## .*$", rule.doc, re.MULTILINE) == HEADINGS


@each_rule
def test_a_rule_cites_clauses_that_there_are(rule: Rule) -> None:
    assert [clause for clause in rule.cites if clause not in load_clauses()] == []


@each_rule
def test_a_rule_names_shapes_members_and_operations_that_some_edition_has(rule: Rule) -> None:
    editions = [load_spec(entry["id"]) for entry in index()["editions"]]
    schemas = [edition.schema(operation) for spec in editions for operation, edition in spec.editions.items()]
    shapes = {name: definition for schema in schemas for name, definition in schema["$defs"].items()}
    members = {member for schema in schemas for definition in schema["$defs"].values() for member in definition.get("properties", ())}
    trigger = rule.trigger

    if isinstance(trigger, Visit):
        assert [shape for shape in trigger.shapes if "properties" not in shapes[shape]] == []
        assert [member for member in trigger.members if member not in members] == []
    elif isinstance(trigger, Breach):
        assert [shape for shape in trigger.shapes if shape not in shapes] == []


@each_rule
def test_a_message_is_one_sentence_without_a_full_stop(rule: Rule) -> None:
    for example in rule.examples:
        assert example.message
        assert not example.message.endswith(".")
        assert "\n" not in example.message


def test_an_error_speaks_only_where_documents_or_reports_say_so() -> None:
    current = [
        rule
        for rule in RULES
        if isinstance(rule.trigger, Visit)
        and rule.severity is Severity.error
        and all(clause[:4] in ("CUR-", "EVD-") for clause in rule.cites)
    ]

    assert {rule.name: rule.since for rule in current} == DOCUMENTED_SINCE | REPORTED_SINCE
    reported = [rule for rule in current if rule.name in REPORTED_SINCE]
    assert [rule.name for rule in reported if not any(clause.startswith("EVD-") for clause in rule.cites)] == []


@each_rule
def test_a_severity_is_that_of_its_clauses_or_the_page_says_why_not(rule: Rule) -> None:
    if not isinstance(rule.trigger, Visit):
        return
    levels = {load_clauses()[clause].level for clause in rule.cites}
    due = max((SEVERITIES[level] for level in levels), default=None)

    if rule.severity is not due:
        assert rule.severity is not Severity.error
        assert REASONS[rule.severity] in rule.doc


@each_rule
def test_a_page_names_only_rules_that_there_are(rule: Rule) -> None:
    words = set(re.findall(r"``([a-z]+(?:-[a-z]+)+)``", rule.doc))

    assert words - {rule.name for rule in RULES} - OTHER_WORDS == set()
