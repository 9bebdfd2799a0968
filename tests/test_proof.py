"""The proof by generation: valid requests are silent, every broken constraint is found where it is, and both validators agree.

Broken constraints are enumerated, not drawn: each constraint of each edition is broken once by every kind of edit that fits it.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from strategies_support import COVERED, RULES, all_paths, edition_of, examined, requests

from mpkit.conformance import oracle
from mpkit.conformance._text import sample
from mpkit.conformance.edits import Break, Constraint, breaks, constraints, filled
from mpkit.linter.compose import session
from mpkit.linter.config import Config
from mpkit.linter.edits import apply_edit
from mpkit.linter.finding import Diagnostic, Edit, Finding, Severity
from mpkit.linter.path import Path, pointer, value_at
from mpkit.linter.request import OpenList, OpenMap, Unknown
from mpkit.linter.rule import Example, Rule, Visit
from mpkit.linter.session import Session

each_edition = pytest.mark.parametrize(("spec", "operation"), COVERED)

# Which rule words a broken constraint: by keyword and shape, or else by keyword.
WORDED_BY = {
    ("type", None): "wrong-type",
    ("required", None): "missing-member",
    ("additionalProperties", None): "unknown-member",
    ("minLength", None): "too-short",
    ("maxLength", None): "too-long",
    ("minItems", None): "too-few-items",
    ("maxItems", None): "too-many-items",
    ("minProperties", None): "too-few-entries",
    ("maxProperties", None): "too-many-entries",
    ("minimum", None): "outside-bounds",
    ("enum", None): "enum-value",
    ("enum", "TransformInstanceType"): "instance-type",
    ("enum", "ProductionVariantInstanceType"): "instance-type",
    # What is not named forbids nothing but line breaks.
    ("pattern", None): "line-break",
    ("pattern", "AdditionalModelChannelName"): "other-pattern",
    ("pattern", "ArnOrName"): "group-or-algorithm-name",
    ("pattern", "ClientToken"): "other-pattern",
    ("pattern", "ContainerHostname"): "name-characters",
    ("pattern", "ContainerImage"): "image-white-space",
    ("pattern", "ContentDigest"): "image-digest",
    ("pattern", "CustomerMetadataKey"): "metadata-characters",
    ("pattern", "CustomerMetadataValue"): "metadata-characters",
    ("pattern", "EntityDescription"): "description-characters",
    ("pattern", "EntityName"): "name-characters",
    ("pattern", "EnvironmentKey"): "environment-variable-name",
    ("pattern", "FrameworkVersion"): "framework-version",
    ("pattern", "HubContentName"): "name-characters",
    ("pattern", "HubContentVersion"): "other-pattern",
    ("pattern", "ImageDigest"): "image-digest",
    ("pattern", "KmsKeyId"): "kms-key-characters",
    ("pattern", "ModelPackageArn"): "model-package-arn",
    ("pattern", "ModelPackageFrameworkVersion"): "framework-version",
    ("pattern", "ModelPackageSourceUri"): "source-uri-characters",
    ("pattern", "ProductId"): "name-characters",
    ("pattern", "ResponseMIMEType"): "response-mime-type",
    ("pattern", "RoleArn"): "role-arn",
    ("pattern", "S3ModelUri"): "url-form",
    ("pattern", "S3Uri"): "url-form",
    ("pattern", "TagKey"): "metadata-characters",
    ("pattern", "TagValue"): "metadata-characters",
    ("pattern", "TransformAmiVersion"): "other-pattern",
    ("pattern", "TransformEnvironmentKey"): "environment-variable-name",
    ("pattern", "Url"): "url-form",
}
# The pattern of texts in which all but line breaks is allowed; some shapes have a narrower one in later editions.
ANY_LINE = r"^[^\n\r\u0085\u2028\u2029]*$"
# Rules that object to a member's being there at all, and so to every request in which all members are.
MEMBER_AT_ALL = {"constant-client-token", "additional-s3-source-refused"}
# Patterns that no text of an allowed length breaks: nothing is forbidden, or only the empty text, which is too short as well.
UNBREAKABLE = {"DataInputConfig", "EnvironmentValue", "TransformEnvironmentValue"}


@cache
def broken(spec: str, operation: str) -> list[tuple[Constraint, Break, Any]]:
    """Every constraint of an edition with every edit that breaks it, and the edited request."""
    edition = edition_of(spec, operation)
    found = []
    for constraint in constraints(edition, operation):
        # The root's own type is decided before there is a request to examine.
        for request in filled(edition, operation) if (constraint.place, constraint.keyword) != ((), "type") else ():
            ways = list(breaks(constraint, request))
            found += [(constraint, way, apply_edit(request, way.edit)) for way in ways]
            if ways:
                break
    return found


@cache
def linted_by(spec: str, operation: str) -> Session:
    return session(Config(spec=spec), operation=operation)


def diagnostics(text: str, suffix: str, spec: str, operation: str) -> list[Diagnostic]:
    result = linted_by(spec, operation).lint_data(f"request.{suffix}", text.encode())
    assert not result.internal_errors
    return list(result.diagnostics)


@each_edition
def test_nothing_is_said_about_a_filled_request_but_that_a_member_is_there(spec: str, operation: str) -> None:
    found = [
        (rule.name, pointer(finding.path))
        for request in filled(edition_of(spec, operation), operation)
        for rule, finding in examined(spec, operation, request)
        if rule.name not in MEMBER_AT_ALL
    ]

    assert found == []


@each_edition
def test_filled_requests_have_every_place_of_the_edition(spec: str, operation: str) -> None:
    edition = edition_of(spec, operation)
    reached = {"/: type", *(str(constraint) for constraint, _, _ in broken(spec, operation))}
    missed = [constraint for constraint in constraints(edition, operation) if str(constraint) not in reached]

    assert [str(constraint) for constraint in missed if constraint.keyword != "pattern" or constraint.shape not in UNBREAKABLE] == []


@each_edition
def test_a_valid_request_has_no_error(spec: str, operation: str) -> None:
    @settings(max_examples=60)
    @given(requests(spec, operation))
    def run(request: dict[str, Any]) -> None:
        errors = [(rule.name, finding) for rule, finding in examined(spec, operation, request) if rule.severity is Severity.error]
        assert errors == []

    run()


@pytest.mark.parametrize("text", ["[]", "7", "null", '"text"', "[{}]"])
@each_edition
def test_a_request_that_is_no_object_is_one_finding_at_the_root(spec: str, operation: str, text: str) -> None:
    for suffix in ("json", "yaml"):
        assert [(found.name, found.pointer) for found in diagnostics(text, suffix, spec, operation)] == [("not-an-object", "")]


@each_edition
def test_nothing_is_said_about_a_clean_request(spec: str, operation: str) -> None:
    @settings(max_examples=60)
    @given(requests(spec, operation, clean=True))
    def run(request: dict[str, Any]) -> None:
        assert [(rule.name, finding) for rule, finding in examined(spec, operation, request)] == []

    run()


@each_edition
def test_one_broken_constraint_is_one_finding_at_its_place(spec: str, operation: str) -> None:
    surprises = []
    for constraint, way, request in broken(spec, operation):
        shape = None if constraint.limit == ANY_LINE else constraint.shape
        rule = WORDED_BY.get((constraint.keyword, shape)) or WORDED_BY[constraint.keyword, None]
        told = [
            (found.name, pointer(finding.path), finding.on)
            for found, finding in examined(spec, operation, request)
            if found.name not in MEMBER_AT_ALL
        ]
        if told != [(rule, pointer(way.path), way.on)]:
            surprises.append(f"{constraint}, broken by {way.edit}: {told}")

    assert surprises == [], f"{len(surprises)} of {len(broken(spec, operation))} broken constraints are not found as they should be"


@each_edition
def test_both_validators_say_the_same_of_every_broken_constraint(spec: str, operation: str) -> None:
    edition = edition_of(spec, operation)
    differences = []
    seen: set[tuple[str, str, str]] = set()
    for constraint, way, request in broken(spec, operation):
        # The slow one is asked about each kind of wrong value once for each shape.
        kind = (constraint.shape, "type" if constraint.keyword == "type" else str(constraint), repr(way.edit.value))
        if kind in seen:
            continue
        seen.add(kind)
        expected = {(way.path, constraint.keyword), *((way.path, keyword) for keyword in way.also)}
        second = set(oracle.errors(edition, operation, request))
        first = {(path, keyword) for path, keyword, _, _ in edition.violations(operation, request)}
        if not first == second == expected or edition.validator(operation).is_valid(request):
            differences.append((str(constraint), way.edit, first, second, expected))

    assert differences == []


@each_edition
def test_both_validators_say_the_same_of_generated_requests(spec: str, operation: str) -> None:
    edition = edition_of(spec, operation)

    @settings(max_examples=40)
    @given(requests(spec, operation), st.data())
    def run(request: dict[str, Any], data: st.DataObject) -> None:
        assert oracle.errors(edition, operation, request) == []
        assert edition.validator(operation).is_valid(request)
        path = data.draw(st.sampled_from([path for path in all_paths(request) if path]))
        strange = data.draw(st.sampled_from([None, True, 0, 1.5, "", "é\n", [], {}, {"Bogus": 1}, "a" * 2049]))
        changed = put(request, path, strange)
        assert set(oracle.errors(edition, operation, changed)) == {
            (path, keyword) for path, keyword, _, _ in edition.violations(operation, changed)
        }

    run()


def put(value: Any, path: Path, new: Any) -> Any:
    """Copy a value with another node at ``path``; unlike an edit it copies no more than it must and takes any object."""
    if not path:
        return new
    if isinstance(value, dict):
        return {key: put(item, path[1:], new) if key == path[0] else item for key, item in value.items()}
    return [put(item, path[1:], new) if index == path[0] else item for index, item in enumerate(value)]


def sampled(spec: str, operation: str, every: int) -> list[tuple[Constraint, Break, Any]]:
    return broken(spec, operation)[::every]


class Quoting(yaml.SafeDumper):
    """Quotes every text that some reader of YAML may take for something else; PyYAML does so by the rules of YAML 1.1 only."""


def _text_node(dumper: Quoting, text: str) -> yaml.ScalarNode:
    plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9_./-]{3,}", text) is not None and text.lower() not in ("true", "false", "null")
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


Quoting.add_representer(str, _text_node)


def twins(request: Any) -> Iterator[tuple[str, str]]:
    """The same request in many dresses: suffix and text."""
    yield "json", json.dumps(request, separators=(",", ":"))
    yield "json", json.dumps(request, indent=2, ensure_ascii=False)
    yield "json", json.dumps(request, indent=4).replace("\n", "\r\n")
    yield "yaml", yaml.dump(request, Dumper=Quoting, sort_keys=False, allow_unicode=True)
    yield "yaml", yaml.dump(request, Dumper=Quoting, sort_keys=False, default_flow_style=True, width=10_000)


@each_edition
def test_a_request_gives_the_same_findings_in_json_and_yaml(spec: str, operation: str) -> None:
    for constraint, way, request in sampled(spec, operation, 23):
        told = [
            sorted((found.rule, found.pointer, found.message) for found in diagnostics(text, suffix, spec, operation))
            for suffix, text in twins(request)
        ]
        assert told == [told[0]] * len(told), f"{constraint} by {way.edit}"
        assert told[0] != []


@each_edition
def test_a_drawn_request_gives_the_same_findings_in_json_and_yaml(spec: str, operation: str) -> None:
    @settings(max_examples=10, phases=[Phase.generate])
    @given(requests(spec, operation))
    def run(request: dict[str, Any]) -> None:
        told = [
            sorted((found.rule, found.pointer, found.message) for found in diagnostics(text, suffix, spec, operation))
            for suffix, text in twins(request)
        ]
        assert told == [told[0]] * len(told)

    run()


@each_edition
def test_the_marked_range_is_what_the_finding_speaks_of(spec: str, operation: str) -> None:
    for _, _, request in sampled(spec, operation, 17):
        expected = {(rule.id, pointer(finding.path)): finding for rule, finding in examined(spec, operation, request)}
        for suffix, text in twins(request):
            for found in diagnostics(text, suffix, spec, operation):
                finding = expected[found.rule, found.pointer or ""]
                marked = between(text, found)
                if suffix == "json":
                    assert marked == wanted(request, finding, marked)
                elif finding.on == "key" or isinstance(value_at(request, finding.path), str):
                    assert yaml.safe_load(marked) == (finding.path[-1] if finding.on == "key" else value_at(request, finding.path))


def between(text: str, found: Diagnostic) -> str:
    lines = text.splitlines(keepends=True)
    place = found.place
    if place.start.line == place.end.line:
        return lines[place.start.line - 1][place.start.column - 1 : place.end.column - 1]
    middle = lines[place.start.line : place.end.line - 1]
    return "".join([lines[place.start.line - 1][place.start.column - 1 :], *middle, lines[place.end.line - 1][: place.end.column - 1]])


def wanted(request: Any, finding: Finding, marked: str) -> str:
    """What has to be marked in JSON; the value is compared as a value, since it may be written in several ways."""
    if finding.on == "value":
        return marked if json.loads(marked) == value_at(request, finding.path) else json.dumps(value_at(request, finding.path))
    if finding.path and isinstance(finding.path[-1], str):
        return marked if json.loads(marked) == finding.path[-1] else json.dumps(finding.path[-1])
    return "{"


@each_edition
def test_findings_about_what_is_partly_unknown_are_those_that_hold_in_any_case(spec: str, operation: str) -> None:
    assert [wrong for _, _, request in sampled(spec, operation, 37) for wrong in upset_by_unknowns(spec, operation, request, every=9)] == []


@pytest.mark.parametrize("rule", [rule for rule in RULES if isinstance(rule.trigger, Visit)], ids=lambda rule: rule.name)
def test_a_rule_says_of_a_partly_unknown_example_what_holds_in_any_case(rule: Rule) -> None:
    for example in rule.examples:
        assert isinstance(example, Example)
        for request in (example.good, apply_edit(example.good, example.edit)):
            assert upset_by_unknowns(example.edition, example.operation, request) == []


def upset_by_unknowns(spec: str, operation: str, request: Any, *, every: int = 1) -> list[Any]:
    """What is wrong with the findings when a value is not known, or an object or array may hold more than is seen.

    A finding stays when it holds whatever is behind the unknown, and goes when there is something behind which it would not hold; and
    none comes that is not there when all is known.
    """
    before = said(spec, operation, request)
    upset = []
    for path in list(all_paths(request))[::every]:
        old = value_at(request, path)
        for new, truths, doubt in hidden(spec, operation, path, old):
            after = said(spec, operation, put(request, path, new), certain=False)
            here = pointer(path)
            possible = [before, *(said(spec, operation, apply_edit(request, truth)) for truth in truths)]
            doubtful = [said(spec, operation, apply_edit(request, edit)) for edit in doubt]
            # A truth that is a fault itself may hide what holds otherwise, so it proves nothing about what is said.
            unsure = after - set.intersection(*(findings for findings in possible if findings <= before))
            lost = {found for found in set.intersection(*possible, *doubtful) - after if not (found[1] + "/").startswith(here + "/")}
            if after - before or unsure or lost:
                upset.append((here, new, after - before, unsure, lost))
    return upset


def said(spec: str, operation: str, request: Any, *, certain: bool = True) -> set[tuple[str, str]]:
    return {(rule.name, pointer(finding.path)) for rule, finding in examined(spec, operation, request, certain=certain)}


def hidden(spec: str, operation: str, path: Path, old: Any) -> Iterator[tuple[Any, list[Edit], list[Edit]]]:
    """Put an unknown in the place of a value, with some of what may be behind it, and with what a rule is free to reckon with or not."""
    edition = edition_of(spec, operation)
    definition = edition.nodes_at(operation, path)[-1]
    if path:
        values = [*definition.get("enum", ())[:3], *([not old] if isinstance(old, bool) else [])]
        values += [sample(edition.shape_at(operation, path)[1], str(path[-1]), definition)] if isinstance(old, str) else []
        values += [another(old)] if isinstance(old, dict) else []
        truths = [Edit("set", path, value) for value in values]
        absent = [Edit("remove", path)] if isinstance(path[-1], str) else []
        # A member of a structure may come to nothing; what has a key in a map is as good as there.
        in_structure = path[-1] in edition.nodes_at(operation, path[:-1])[-1].get("properties", ())
        yield Unknown(), [*truths, *(absent if in_structure else [])], [] if in_structure else absent
    if isinstance(old, dict):
        members = [member for member in definition.get("properties", ()) if member not in old]
        more = [Edit("set", (*path, member), value) for member in members for value in samples(spec, operation, definition, member)]
        yield OpenMap(old), more, []
    if isinstance(old, list) and old:
        yield OpenList(old), [Edit("set", (*path, len(old)), another(old[-1]))], []


def another(item: Any) -> Any:
    return (
        {key: f"{value}2" if key in ("Name", "Key", "ChannelName") else value for key, value in item.items()}
        if isinstance(item, dict)
        else item
    )


def samples(spec: str, operation: str, definition: dict[str, Any], member: str) -> Iterator[Any]:
    """A value for a member of a structure, as some filled request has it."""
    shape = definition["x-mpkit"]["shape"]
    edition = edition_of(spec, operation)
    for request in filled(edition, operation):
        for path in all_paths(request):
            if path and path[-1] == member and edition.shape_at(operation, path)[1] == shape:
                yield value_at(request, path)
                return
