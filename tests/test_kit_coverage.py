import json

import pytest

from mpkit import schemas
from mpkit.conformance import runner
from mpkit.conformance.coverage import checks_by_clause, exceptions, is_asked, table
from mpkit.schemas.clause import Clause, load_clauses

ASKED = [clause for clause in load_clauses().values() if is_asked(clause)]


def test_the_table_is_what_the_checks_make_of_it() -> None:
    assert {clause: tuple(checks) for clause, checks in json.loads(table()).items()} == dict(checks_by_clause())


@pytest.mark.parametrize("clause", ASKED, ids=lambda clause: clause.id)
def test_every_clause_that_shows_from_outside_has_a_check_or_a_reason(clause: Clause) -> None:
    assert (clause.id in checks_by_clause()) != (clause.id in exceptions())


def test_exceptions_are_clauses_that_show_from_outside_and_have_reasons() -> None:
    assert set(exceptions()) <= {clause.id for clause in ASKED}
    assert all(len(reason) > 20 for reason in exceptions().values())


@pytest.mark.parametrize("entry", schemas.index()["editions"], ids=lambda entry: str(entry["id"]))
def test_checks_rest_on_clauses_that_there_are(entry: dict[str, str]) -> None:
    checks = runner.all_checks(schemas.load(entry["id"]))
    assert len({check.id for check in checks}) == len(checks)
    unknown = {clause for check in checks for clause in check.clauses} - set(load_clauses())
    assert unknown == set()
    assert [check.id for check in checks if not check.title or not check.topic] == []
