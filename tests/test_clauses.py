"""The clauses: well formed, attached to the schemas, and each static one covered or excepted."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from mpkit import schemas
from mpkit.linter.cli.clauses import tabulate
from mpkit.linter.finding import Severity
from mpkit.linter.rule import Breach, Reading, Rule, Trigger
from mpkit.rules import load as load_rules
from mpkit.rules._coverage import SchemaPlace, coverage
from mpkit.schemas.attach import attach, resolve
from mpkit.schemas.clause import CONSTRAINTS, Clause, general, load_clauses, load_exceptions, relevant
from mpkit.schemas.edition import Edition

CLAUSES = load_clauses()
EDITION_OF = {"UMP": "2022-07", "CMP": "2020-10", "CUR": "2026-11", "EVD": "2026-11", "MOD": None}


def clause(id: str, **fields: Any) -> Clause:  # noqa: A002 - the name of the field
    plain = {
        "document": "a page",
        "lines": "1",
        "operation": "UpdateModelPackage",
        "path": "$",
        "text": "A demand",
        "kind": "type",
        "level": "MUST",
        "evidence": "document",
        "edition": "2022-07",
        "static": "yes",
        "blackbox": "validator",
    }
    return Clause(id, **(plain | fields))


def rule(id: str, trigger: Trigger, *cites: str) -> Rule:  # noqa: A002 - the name of the field
    return Rule(id, id.lower(), "a summary", Severity.error, cites, "", trigger, ())


# What covers them.


def test_every_static_clause_is_covered_or_excepted() -> None:
    assert [row.clause.id for row in tabulate().uncovered] == []


def test_no_covered_clause_is_excepted() -> None:
    assert [row.clause.id for row in tabulate().rows if row.exception is not None and row.is_covered] == []


def test_an_exception_has_a_reason_and_a_static_clause() -> None:
    exceptions = load_exceptions()

    assert [name for name in exceptions if name not in CLAUSES or not CLAUSES[name].is_static] == []
    assert [name for name, reason in exceptions.items() if len(reason.split()) < 5 or reason.endswith(".")] == []


def test_rules_cite_clauses_that_there_are() -> None:
    assert [(found.id, cited) for found in load_rules() for cited in found.cites if cited not in CLAUSES] == []


def test_coverage_comes_from_citations_and_from_schemas() -> None:
    schema = {
        "$ref": "#/$defs/Root",
        "$defs": {
            "Root": {
                "x-mpkit": {"clauses": {"closed": ["CLOSED"]}},
                "additionalProperties": False,
                "required": ["Name"],
                "properties": {
                    "Name": {"$ref": "#/$defs/Name", "x-mpkit": {"clauses": {"length": ["LONG"], "required": ["REQ"]}}},
                    "Tags": {"$ref": "#/$defs/Map", "x-mpkit": {"clauses": {"count": ["MANY"], "required": ["FREE"]}}},
                },
            },
            "Name": {"maxLength": 5},
            "Map": {
                "maxProperties": 5,
                "propertyNames": {"$ref": "#/$defs/Name", "x-mpkit": {"clauses": {"length": ["KEY"]}}},
                "additionalProperties": {"$ref": "#/$defs/Name"},
            },
        },
    }
    edition = Edition("2022-07", "1.27.30", "2022-07-14", ["UpdateModelPackage"], lambda _: schema)
    names = ("CLOSED", "LONG", "REQ", "MANY", "FREE", "KEY", "PROSE", "LEFT")
    clauses = {name: clause(name, level="MAY" if name == "FREE" else "MUST") for name in names}
    clauses |= {"MOD-LENGTH": clause("MOD-LENGTH", operation=None, edition=None), "DYNAMIC": clause("DYNAMIC", static="no")}
    rules = [
        rule("MP3", Breach(("maxLength", "minLength"))),
        rule("MP2", Breach(("maxLength",), ("Name",))),
        rule("MP1", Breach(("maxLength",), ("Other",))),
        rule("MP4", Breach(("maxItems", "required"))),
        rule("MP5", Reading(), "PROSE"),
    ]

    table = coverage(rules, clauses, [edition], {"LEFT": "nobody can tell this from a file"})
    covered = {row.clause.id: (row.cited_by, row.worded_by, row.is_covered) for row in table.rows}
    assert covered == {
        "CLOSED": ((), (), False),
        "LONG": ((), ("MP2", "MP3"), True),
        "REQ": ((), ("MP4",), True),
        "MANY": ((), (), False),
        "FREE": ((), (), True),
        "KEY": ((), ("MP2", "MP3"), True),
        "PROSE": (("MP5",), (), True),
        "LEFT": ((), (), False),
        "MOD-LENGTH": ((), ("MP3",), True),
        "DYNAMIC": ((), (), False),
    }
    assert table.rows[5].places == (SchemaPlace("Map.key", "length", ("2022-07",)),)
    assert [row.clause.id for row in table.uncovered] == ["CLOSED", "MANY"]
    assert table.summary() == "6 of 9 static clauses covered, 1 excepted with reason"


# What they are.


def test_all_clauses_of_the_documents_are_there() -> None:
    assert {prefix: sum(name.startswith(prefix) for name in CLAUSES) for prefix in EDITION_OF} == {
        "UMP": 103,
        "CMP": 110,
        "CUR": 87,
        "EVD": 7,
        "MOD": 9,
    }


@pytest.mark.parametrize("found", CLAUSES.values(), ids=lambda found: found.id)
def test_a_clause_is_well_formed(found: Clause) -> None:
    assert found.edition == EDITION_OF[found.id[:3]]
    assert found.operation in ("CreateModelPackage", "UpdateModelPackage", None)
    assert found.level in ("MUST", "SHOULD", "MAY", "INFO")
    assert found.evidence in ("document", "model", "observed", "inferred")
    assert found.static in ("yes", "partial", "no")
    for sentence in (found.text, found.note):
        assert sentence is None or re.fullmatch(r"(?!.*\. [A-Z]).*[^.]", sentence)
        assert "document 0" not in (sentence or "")
    assert found.constraint is None or found.constraint in CONSTRAINTS.values()
    assert bool(found.lists) == (found.constraint in ("closed", "enum"))


@pytest.mark.parametrize(
    "found", [found for found in CLAUSES.values() if found.operation and found.path.startswith("$")], ids=lambda found: found.id
)
def test_a_clause_speaks_of_something_that_its_edition_has(found: Clause) -> None:
    assert found.edition is not None
    definitions = schemas.load(found.edition).editions[str(found.operation)].schema(str(found.operation))
    for path in (found.path, *found.places):
        node = definitions
        for member, item, part in re.findall(r"\.(\w+)|(\[\])|\{(key|value)\}", path):
            shape = definitions["$defs"][node["$ref"].rpartition("/")[2]]
            keyword = {"key": "propertyNames", "value": "additionalProperties"}.get(part, "items")
            assert member or item or part
            node = shape["properties"][member] if member else shape[keyword]


def test_a_clause_that_a_schema_can_state_is_stated_in_its_own_edition() -> None:
    stated = {row.clause.id: {edition for place in row.places for edition in place.editions} for row in tabulate().rows}
    missing = [found.id for found in CLAUSES.values() if found.constraint and found.edition not in stated[found.id]]

    assert missing == []


# Which of them matter.


@pytest.mark.parametrize(
    ("ids", "operation", "edition", "expected"),
    [
        (("CMP-NAME-LEN", "UMP-ENV-COUNT"), "CreateModelPackage", "2020-10", ("CMP-NAME-LEN",)),
        (("UMP-ENV-COUNT", "CMP-NAME-LEN"), "CreateModelPackage", "2026-11", ("CMP-NAME-LEN",)),
        (("UMP-ENV-COUNT", "CUR-CMP-ENV-COUNT"), "CreateModelPackage", "2026-11", ("CUR-CMP-ENV-COUNT",)),
        (("UMP-ENV-COUNT", "CUR-CMP-ENV-COUNT"), "UpdateModelPackage", "2022-07", ("UMP-ENV-COUNT",)),
        (("CUR-CMP-NAME-CHARS", "CMP-NAME-LEN"), "CreateModelPackage", "2022-07", ("CUR-CMP-NAME-CHARS", "CMP-NAME-LEN")),
        (("UMP-ENV-COUNT",), "CreateModelPackage", "2026-11", ("UMP-ENV-COUNT",)),
        (("MOD-COUNT", "UMP-ENV-COUNT"), "CreateModelPackage", "installed", ("MOD-COUNT", "UMP-ENV-COUNT")),
        (("MOD-COUNT", "CMP-NAME-LEN", "UMP-ENV-COUNT"), "UpdateModelPackage", "2022-07", ("MOD-COUNT", "UMP-ENV-COUNT")),
        (("CMP-NAME-LEN", "CMP-NAME-LEN", "NO-SUCH"), "CreateModelPackage", "2020-10", ("CMP-NAME-LEN",)),
        ((), "CreateModelPackage", "2020-10", ()),
    ],
)
def test_only_relevant_clauses_are_kept_in_their_order(
    ids: tuple[str, ...], operation: str, edition: str, expected: tuple[str, ...]
) -> None:
    assert relevant(ids, operation, edition) == expected


CONTAINER = ("InferenceSpecification", "Containers", 0)


@pytest.mark.parametrize(
    ("edition", "path", "keyword", "key", "expected"),
    [
        ("2020-10", ("ModelPackageName",), "maxLength", False, ("CMP-NAME-LEN-PROSE", "CMP-NAME-LEN")),
        ("2020-10", ("ModelPackageName",), "required", False, ("CMP-NAME-REQ",)),
        ("2020-10", ("CertifyForMarketplace",), "type", False, ("CMP-SYN-CERTIFYFORMARKETPLACE", "CMP-CERTIFY-TYPE")),
        ("2020-10", ("Tags",), "additionalProperties", True, ("CMP-SYN-ROOT-MEMBERS",)),
        ("2020-10", (), "type", False, ("CMP-SYN-ROOT", "CMP-FORMAT-JSON")),
        ("2026-11", ("Nonsense",), "additionalProperties", True, ("MOD-CLOSED",)),
        ("2026-11", (*CONTAINER, "Environment"), "maxProperties", False, ("UMP-ENV-COUNT", "CUR-CMP-ENV-COUNT")),
        ("2026-11", (*CONTAINER, "Environment", "A"), "maxLength", False, ("UMP-ENV-VALLEN", "CUR-CMP-ENV-LEN")),
        ("2026-11", (*CONTAINER, "Environment", "A"), "maxLength", True, ("UMP-ENV-KEYLEN", "CUR-CMP-ENV-LEN")),
        ("2026-11", (*CONTAINER, "Environment", "A B"), "pattern", True, ("MOD-PATTERN",)),
        ("2022-07", (*CONTAINER, "Tags"), "additionalProperties", True, ("UMP-CONT-CLOSED",)),
        ("2026-11", (*CONTAINER, "Tags"), "additionalProperties", True, ("MOD-CLOSED",)),
        ("2026-11", ("InferenceSpecification", "Containers"), "required", False, ("MOD-REQUIRED",)),
        ("2026-11", ("ModelLifeCycle", "Stage"), "minLength", False, ("MOD-LENGTH",)),
    ],
)
def test_a_broken_constraint_leads_to_its_clauses(
    edition: str, path: tuple[str | int, ...], keyword: str, *, key: bool, expected: tuple[str, ...]
) -> None:
    found = schemas.load(edition).editions["CreateModelPackage"]

    assert found.clauses_at("CreateModelPackage", path, keyword, key=key) == expected


def test_every_kind_of_constraint_has_a_clause_of_its_own() -> None:
    assert [kind for kind in CONSTRAINTS.values() if general(kind) not in CLAUSES] == []


# Where they are attached.

MODEL: Mapping[str, Any] = {
    "operations": {"UpdateModelPackage": {"input": {"shape": "Root"}}},
    "shapes": {
        "Root": {"type": "structure", "required": ["Name"], "members": {name: {"shape": name} for name in ("Name", "Items", "Map")}},
        "Name": {"type": "string", "min": 0, "enum": ["a", "b"]},
        "Items": {"type": "list", "member": {"shape": "Inner"}, "max": 3},
        "Inner": {"type": "structure", "members": {"Count": {"shape": "Count"}}},
        "Count": {"type": "integer", "min": 0, "max": 5},
        "Map": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
        "Text": {"type": "string", "max": 5, "pattern": ".*"},
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"constraint": "type"}, "Root"),
        ({"constraint": "type", "path": "$.Items[].Count"}, "Inner.Count"),
        ({"constraint": "type", "path": "$.Gone"}, None),
        ({"constraint": "type", "path": "$.Name.Gone"}, None),
        ({"constraint": "type", "path": "$.Name[]"}, None),
        ({"constraint": "type", "operation": "CreateModelPackage"}, None),
        ({"constraint": "type", "operation": None}, None),
        ({"constraint": None}, None),
        ({"constraint": "required", "path": "$.Name"}, "Root.Name"),
        ({"constraint": "required", "path": "$.Items"}, None),
        ({"constraint": "required", "path": "$.Items", "level": "MAY"}, "Root.Items"),
        ({"constraint": "required", "path": "$.Name", "level": "MAY"}, None),
        ({"constraint": "closed", "lists": ("Items", "Map", "Name")}, "Root"),
        ({"constraint": "closed", "lists": ("Items", "Map")}, None),
        ({"constraint": "closed", "path": "$.Name"}, None),
        ({"constraint": "enum", "path": "$.Name", "lists": ("b", "a")}, "Root.Name"),
        ({"constraint": "enum", "path": "$.Name", "lists": ("a",)}, None),
        ({"constraint": "length", "path": "$.Name"}, None),
        ({"constraint": "length", "path": "$.Map{key}"}, "Map.key"),
        ({"constraint": "length", "path": "$.Items"}, None),
        ({"constraint": "count", "path": "$.Items"}, "Root.Items"),
        ({"constraint": "count", "path": "$.Map"}, None),
        ({"constraint": "range", "path": "$.Items[].Count"}, "Inner.Count"),
        ({"constraint": "pattern", "path": "$.Map{value}"}, "Map.value"),
        ({"constraint": "pattern", "path": "$.Name"}, None),
    ],
)
def test_a_clause_is_attached_where_the_model_says_the_same(fields: dict[str, Any], expected: str | None) -> None:
    found = clause("X", **fields)

    assert attach(MODEL, [found, found]) == ({expected: {found.constraint: ["X"]}} if expected else {})


def test_a_path_leads_to_a_place() -> None:
    place = resolve(MODEL, "UpdateModelPackage", "$.Items[]")

    assert place is not None
    assert (place.key, place.shape, place.required) == ("Items.member", MODEL["shapes"]["Inner"], None)
