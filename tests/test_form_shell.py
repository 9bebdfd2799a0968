from command_writer import UNKNOWN, Style, cleaned, is_value, written
from forms_support import Case, agree, cases, keys, linted
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies_support import all_paths, examined

from mpkit.linter.edits import apply_edit
from mpkit.linter.finding import Edit
from mpkit.linter.path import pointer
from mpkit.linter.request import Unknown

SLOW = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@SLOW
@given(st.data(), cases())
def test_a_command_has_the_findings_of_its_json_twin(data: st.DataObject, case: Case) -> None:
    case = cleaned(case)
    text = written(Style(data.draw), case)

    agree("deploy.sh", text, case, is_value)


@SLOW
@given(st.data(), cases())
def test_an_unknown_takes_away_findings_at_or_below_it_and_adds_none(data: st.DataObject, case: Case) -> None:
    case = cleaned(case)
    assume(case.request)
    path = data.draw(st.sampled_from([path for path in all_paths(case.request) if path]))
    planted = Case(case.operation, apply_edit(case.request, Edit("set", path, UNKNOWN)))
    text = written(Style(data.draw), planted)

    unknown = apply_edit(case.request, Edit("set", path, Unknown()))
    expected = sorted((rule.name, pointer(finding.path)) for rule, finding in examined("2026-11", case.operation, unknown, certain=False))
    found = linted("deploy.sh", text)
    assert found.requests == 1
    assert keys(found.diagnostics) == expected
    whole = sorted((rule.name, pointer(finding.path)) for rule, finding in examined("2026-11", case.operation, case.request))
    assert not [key for key in expected if key not in whole]
