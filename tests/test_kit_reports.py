import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from report_support import HOSTILE, check, crash, exchange, failure, hostile, large, lost, mixed, result, run, state

from mpkit.conformance.check import ACCEPTED, Case, Deviation, Expectation, Run, Step
from mpkit.conformance.report import FORMATS, renderer
from mpkit.conformance.report.compare import compare
from mpkit.conformance.report.compare import render as render_comparison
from mpkit.conformance.report.recorded import Recorded, ReportError, load
from mpkit.linter.report.text import Look

LOOK = Look()


def rendered(name: str, made: Run, look: Look = LOOK) -> str:
    return "".join(renderer(name)(made, look))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_renders_a_hostile_run_as_utf_8(name: str) -> None:
    text = rendered(name, hostile())

    assert text.encode()
    assert text.endswith("\n")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_the_same_each_time(name: str) -> None:
    assert rendered(name, mixed()) == rendered(name, mixed())


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_renders_a_run_without_checks(name: str) -> None:
    assert rendered(name, run())


# Text


def test_the_first_lines_of_the_text_tell_outcome_counts_and_causes() -> None:
    lines = rendered("text", mixed()).splitlines()

    assert lines[0] == "a backend 1.0 does not conform to 2026-11: 2 of 4 checks failed, for 2 causes"
    assert lines[1].startswith(
        "2 failed (MUST 2), 1 reported (failed, and not binding: SHOULD 1), 1 errored (could not be made), 1 skipped, "
    )
    assert lines[1].endswith(", 1 passed; 1,234 requests in 5.5 s, seed 7")
    assert [" ".join(line.split()) for line in lines[2:7]] == [
        "",
        "1 MUST an update changes what it does not mention 1 check",
        "2 MUST accepts texts that break their pattern 2 checks",
        "",
        "1. an update changes what it does not mention (MUST)",
    ]
    assert len({len(line) for line in lines[3:5]}) == 1


def test_a_cause_is_told_with_clause_expectation_observation_and_how_to_see_it_again() -> None:
    lines = rendered("text", run(result(state(), lost()))).splitlines()
    start = lines.index("1. an update changes what it does not mention (MUST)")

    assert lines[start + 1 : start + 3] == [
        "   = check: update/keeps-unmentioned (DescribeModelPackage)",
        "   = demand: An update changes only what it mentions",
    ]
    assert lines[start + 3].startswith("   = clause: UMP-STATUS-ENUM: ")
    assert lines[start + 5].startswith('   = after: UpdateModelPackage {"ModelPackageArn":')
    assert lines[start + 8].startswith('   = sent: DescribeModelPackage {"ModelPackageName":')
    assert "   = expected: /ModelApprovalStatus is 'Approved'" in lines
    assert "   = observed: it is absent" in lines
    assert any(line.startswith("   = again: mpkit conform ") and line.endswith("--only update/keeps-unmentioned") for line in lines)
    assert "     call 'SageMaker.CreateModelPackageGroup' '{\"ModelPackageGroupName\": \"'\"$n\"'001-churn\"}'" in lines


def test_what_was_not_asked_is_told_with_its_reason_and_the_next_step_ends_the_text() -> None:
    lines = rendered("text", mixed(notes=("a note",), problems=("d.yaml:3: gone",))).splitlines()

    assert "skipped 1 check: the backend has no DeleteModelPackage (delete/gone)" in lines
    assert "errored 1 check: timeout: no answer within 30 s (list/pages)" in lines
    assert "note a note" in lines
    assert "deviations: d.yaml:3: gone" in lines
    assert lines[-2].startswith("next: mpkit conform --endpoint-url http://127.0.0.1:5000 ")
    assert lines[-2].endswith("--report html=report.html")


def test_a_text_of_a_run_that_conforms_is_short() -> None:
    assert rendered("text", run(result(check("a")), result(check("b")))).splitlines() == [
        "a backend 1.0 conforms to 2026-11: 2 checks passed",
        "2 passed; 1,234 requests in 5.5 s, seed 7",
    ]


@pytest.mark.parametrize(
    ("made", "first"),
    [
        (run(result(verdict="skipped")), "a backend 1.0 may conform to 2026-11: no check passed"),
        (run(result(), result(verdict="errored")), "a backend 1.0 may conform to 2026-11: 1 check could not be made"),
        (run(result(), problems=("x",)), "a backend 1.0 does not conform to 2026-11: 1 recorded deviation off"),
        (run(result(check(level="MAY"), failure()), result()), "a backend 1.0 conforms to 2026-11: 1 check passed"),
        (
            run(result(check(level="MAY"), failure()), settings={"level": "all"}),
            "a backend 1.0 does not conform to 2026-11: 1 of 1 check failed, for 1 cause",
        ),
    ],
)
def test_the_outcome_is_honest(made: Run, first: str) -> None:
    assert rendered("text", made).splitlines()[0] == first


def test_no_line_of_the_contents_is_wider_than_the_terminal() -> None:
    long = result(check(), crash(message="a very long message " * 9, expect=Expectation("refused")))

    lines = rendered(
        "text", run(long, *(result(state(f"u/{n}", f"{n} word " * 30), lost()) for n in range(12))), Look(width=72)
    ).splitlines()

    contents = lines[3 : lines.index("", 3)]
    assert len(contents) == 13
    assert max(map(len, contents)) <= 72


def test_colours_change_nothing_but_the_colours() -> None:
    coloured = rendered("text", mixed(), Look(colour=True))

    assert "\x1b[1;31m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == rendered("text", mixed())


def test_a_backend_writes_nothing_to_the_terminal_by_itself() -> None:
    text = rendered("text", hostile())

    assert not [char for char in text.replace("\n", "") if not char.isprintable()]


def test_a_long_snippet_is_left_to_the_command() -> None:
    text = rendered("text", run(result(check(), failure(exchange({"ModelPackageDescription": "x y" * 500})))))

    assert "curl -sS" not in text
    assert "--only create/ModelPackageName:pattern" in text


def test_a_text_of_many_causes_counts_those_that_it_does_not_tell() -> None:
    many = run(*(result(state(f"update/{number}", f"Demand {number}"), lost()) for number in range(40)))

    lines = rendered("text", many).splitlines()

    assert "and 10 more" in lines
    assert "30. not so: Demand 29 (MUST)" in lines
    assert "31. not so: Demand 30 (MUST)" not in lines


def test_a_text_says_what_a_cause_is_made_of_and_which_check_is_its_example() -> None:
    first, second, third, fourth = (
        result(state(f"update/sets-{name}", topic="set"), failure(exchange({"a": "x" * length}), grade="wrong-state"))
        for name, length in (("status", 9), ("card", 8), ("life-cycle", 7), ("description", 1))
    )

    text = rendered("text", run(first, second, third, fourth))

    assert "   = of these: an update does not set the approval status; an update does not set the model card;" in text
    assert "   = checks: update/sets-status, update/sets-card, update/sets-life-cycle and 1 more" in text
    assert "   = as in: update/sets-description\n" in text


# JSON


def read(tmp_path: Path, made: Run, name: str = "report.json") -> Recorded:
    path = tmp_path / name
    path.write_text(rendered("json", made), encoding="utf-8")
    return load(path)


def test_json_has_the_keys_of_the_contract() -> None:
    report = json.loads(rendered("json", mixed()))

    assert set(report) >= {"version", "tool", "spec", "target", "seed", "summary", "causes", "checks"}
    assert report["version"] == 1
    assert report["tool"]["name"] == "mpkit"
    assert report["summary"] == {
        "passed": 1,
        "failed": 3,
        "skipped": 1,
        "errored": 1,
        "deviations": 0,
        "requests": 1234,
        "seconds": 5.5,
    }
    assert report["causes"][1]["cause"] == "accepts texts that break their pattern"
    assert report["causes"][1]["checks"] == ["create/ModelPackageName:pattern", "create/ModelPackageDescription:pattern"]
    failed = report["checks"][1]
    assert {key: failed[key] for key in ("id", "level", "evidence", "verdict", "reason", "cases", "clauses")} == {
        "id": "create/ModelPackageName:pattern",
        "level": "MUST",
        "evidence": "document",
        "verdict": "failed",
        "reason": None,
        "cases": 3,
        "clauses": ["CMP-NAME-PATTERN"],
    }
    [one] = failed["failures"]
    assert {key: one[key] for key in ("case", "expected", "observed", "grade", "request", "response", "status")} == {
        "case": "create/ModelPackageName:pattern#first-invalid-1",
        "expected": "HTTP 400 ValidationException",
        "observed": "accepted with HTTP 200",
        "grade": "accepted",
        "request": {"ModelPackageName": "k3f9x2001-bad_"},
        "response": {"ModelPackageArn": "arn:aws:sagemaker:us-east-1:111122223333:model-package/k3f9x2001-churn/276"},
        "status": 200,
    }
    assert one["reproduce"]["curl"].startswith("n=$(")
    assert "client.create_model_package" in one["reproduce"]["python"]


def test_a_deviation_is_told_in_json() -> None:
    from datetime import date  # noqa: PLC0415 - needed by this test alone

    known = replace(result(check(), failure()), deviation=Deviation("a*", "known", "https://example.com/1", date(2027, 1, 31)))

    [entry] = json.loads(rendered("json", run(known)))["checks"]

    assert entry["deviation"] == {"id": "a*", "reason": "known", "issue": "https://example.com/1", "expires": "2027-01-31"}


STEPS = (
    Step("CreateModelPackage", {"ModelPackageName": "churn"}, ACCEPTED, creates="arn:x"),
    Step("CreateModelPackage", {}, Expectation("answered"), raw=b"\xff\x00{", target=""),
    Step(
        "UpdateModelPackage",
        {"a": "\ud800", "b": 10**30, "c": [1.5, None, True]},
        Expectation("either", ("A", "B"), ("Tags", 0), None, (400, 409)),
    ),
    Step("DescribeModelPackage", {"ModelPackageName": "churn"}, Expectation("accepted", body={"Text": "\ud800", "deep": {"er": [1]}})),
)


def test_a_recorded_case_is_read_back_exactly(tmp_path: Path) -> None:
    failed = failure(*(replace(exchange(), step=step) for step in STEPS), case="a case")

    report = read(tmp_path, run(result(check("some/check"), failed)))

    assert report.case("a case") == Case("a case", STEPS)
    assert report.case("some/check") == Case("a case", STEPS)


def test_what_is_too_long_to_tell_is_cut_and_still_read_back_exactly(tmp_path: Path) -> None:
    long = replace(exchange({"a": "x" * 100_000}), response=["y" * 100_000])

    report = read(tmp_path, run(result(check("c"), failure(long))))

    [told] = report.checks["c"]["failures"]
    assert told["request"] == told["exchanges"][0]["request"] == '{"a": "' + "x" * 19_993 + "… and 80,009 more characters"
    assert told["response"] == '["' + "y" * 19_998 + "… and 80,004 more characters"
    assert report.case("c").steps == (long.step,)


def test_a_report_is_read_back_with_target_spec_and_checks(tmp_path: Path) -> None:
    report = read(tmp_path, mixed())

    assert (report.target, report.spec) == ("a backend 1.0", "2026-11")
    assert {name: entry["verdict"] for name, entry in report.checks.items()}["delete/gone"] == "skipped"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("smoke/answers", "the check 'smoke/answers' has no failure that could be made again"),
        (
            "update/keeps-unmentoned",
            "no failed case and no check is called 'update/keeps-unmentoned'; did you mean 'update/keeps-unmentioned'?",
        ),
        ("nonsense", "no failed case and no check is called 'nonsense'"),
    ],
)
def test_a_case_that_there_is_not_is_refused_with_the_nearest(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(ReportError) as problem:
        read(tmp_path, mixed()).case(name)

    assert str(problem.value) == f"{tmp_path / 'report.json'}: {message}"


def broken(change: str) -> Any:
    """A report of one failed check with one thing wrong."""
    document = json.loads(rendered("json", run(result(check("a"), failure(case="c")))))
    exec(change, {"it": document, "step": document["checks"][0]["failures"][0]["steps"][0]})
    return document


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("it.pop('checks')", "no report; expected what 'mpkit conform --report json=FILE' writes"),
        ("it['version'] = 2", "a report of version 2; this mpkit reads version 1. Upgrade mpkit"),
        ("it['version'] = True", "'version' is True; expected 1"),
        ("it['version'] = '1'", "'version' is '1'; expected 1"),
        ("it['target'] = None", "no report: 'target' has no name, or 'spec' is no text"),
        ("it['spec'] = 5", "no report: 'target' has no name, or 'spec' is no text"),
        ("it['checks'].append(5)", "'checks/1' has no id"),
        ("it['checks'][0]['verdict'] = 'good'", "the verdict on 'a' is 'good'; expected passed, failed, skipped, errored"),
        ("it['checks'][0]['failures'] = 5", "the failures of 'a' are no list"),
    ],
)
def test_a_file_that_is_no_report_is_refused_with_what_is_wrong(tmp_path: Path, change: str, message: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(broken(change)))

    with pytest.raises(ReportError) as problem:
        load(path)

    assert str(problem.value) == f"{path}: {message}"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("it['checks'][0]['failures'][0].pop('steps')", "the case 'c' of 'a' was recorded without its steps"),
        ("step.pop('operation')", "step 1 of 'c' cannot be read: KeyError: 'operation'"),
        ("step['operation'] = 5", "step 1 of 'c': no operation, or a request that is no object"),
        ("step['request'] = 5", "step 1 of 'c': no operation, or a request that is no object"),
        ("step['raw'] = '%'", "step 1 of 'c' cannot be read: Error: Only base64 data is allowed"),
        ("step['expect'] = []", "step 1 of 'c' cannot be read: TypeError: list indices must be integers or slices, not str"),
        (
            "step['expect']['kind'] = 'x'",
            "step 1 of 'c' cannot be read: ValueError: expect/kind is 'x'; expected accepted, refused, either, answered",
        ),
    ],
)
def test_a_step_that_cannot_be_made_again_is_refused_with_what_is_wrong(tmp_path: Path, change: str, message: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(broken(change)))

    with pytest.raises(ReportError) as problem:
        load(path).case("c")

    assert str(problem.value).startswith(f"{path}: {message}")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not JSON: "),
        (b"{", "not JSON: "),
        (b"\xff", "not JSON: "),
        (b"[]", "no report; expected"),
        (b'{"version": 1, "diagnostics": []}', "a report of 'mpkit lint'; expected"),
    ],
)
def test_a_file_of_something_else_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(data)

    with pytest.raises(ReportError, match=re.escape(f"{path}: {message}")):
        load(path)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="cannot be read: No such file"):
        load(tmp_path / "none.json")
    with pytest.raises(ReportError, match="cannot be read: Is a directory"):
        load(tmp_path)


def test_json_holds_what_json_can_hold_whatever_a_backend_says(tmp_path: Path) -> None:
    deep: Any = "end"
    for _ in range(3_000):
        deep = [deep]
    answered = replace(exchange(), response={"a": float("nan"), "b": 10**30, "c": deep, "\ud800": "\ud800"})

    [entry] = read(tmp_path, run(result(check(), failure(answered)))).checks.values()

    response = entry["failures"][0]["response"]
    assert response["a"] == "nan"
    assert response["b"] == str(10**30)
    assert response["\\ud800"] == "\\ud800"


# JUnit: what the common schema allows, as attributes and children of each element, in their order.

JUNIT = {
    "testsuites": ({"name"}, {"time", "tests", "failures", "errors", "disabled"}, ("testsuite",)),
    "testsuite": (
        {"name", "tests", "failures", "errors", "skipped"},
        {"time", "timestamp", "hostname", "id", "package", "disabled"},
        ("properties", "testcase", "system-out", "system-err"),
    ),
    "properties": (set(), set(), ("property",)),
    "property": ({"name", "value"}, set(), ()),
    "testcase": ({"name", "classname"}, {"time", "status", "assertions"}, ("skipped", "error", "failure", "system-out", "system-err")),
    "skipped": (set(), {"type", "message"}, ()),
    "error": (set(), {"type", "message"}, ()),
    "failure": (set(), {"type", "message"}, ()),
}


def against_schema(element: ET.Element) -> Iterator[str]:
    required, optional, children = JUNIT[element.tag]
    given = set(element.keys())
    if not required <= given <= required | optional:
        yield f"{element.tag} has {given}"
    tags = [child.tag for child in element]
    if [tag for name in children for tag in tags if tag == name] != tags:
        yield f"{element.tag} holds {tags}"
    for child in element:
        yield from against_schema(child)


@pytest.mark.parametrize(
    "made", [mixed(problems=("d.yaml:1: gone",)), hostile(), run(), large(3)], ids=["mixed", "hostile", "empty", "large"]
)
def test_junit_is_as_the_common_schema_has_it(made: Run) -> None:
    root = ET.fromstring(rendered("junit", made))

    assert list(against_schema(root)) == []
    for suite in root:
        assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("errors", "")) == len(suite.findall("testcase/error"))
        assert int(suite.get("skipped", "")) == len(suite.findall("testcase/skipped"))


def test_junit_maps_verdicts_so_that_failures_are_what_fails_the_run() -> None:
    known = replace(result(check("known"), failure()), deviation=Deviation("known", "since ever"))
    root = ET.fromstring(rendered("junit", mixed(results=(*mixed().results, known), problems=("d.yaml:1: gone",))))

    found = {case.get("name"): [(child.tag, child.get("type"), child.get("message")) for child in case] for case in root.iter("testcase")}
    observed = "expected HTTP 400 ValidationException; observed accepted with HTTP 200"
    assert found == {
        "smoke/answers": [],
        "create/ModelPackageName:pattern": [("failure", "accepted", observed)],
        "create/ModelPackageDescription:pattern": [("skipped", "reported", f"not binding (SHOULD): {observed}")],
        "known": [("skipped", "deviation", f"recorded: since ever: {observed}")],
        "update/keeps-unmentioned": [("failure", "wrong-state", "expected /ModelApprovalStatus is 'Approved'; observed it is absent")],
        "delete/gone": [("skipped", "skipped", "the backend has no DeleteModelPackage")],
        "list/pages": [("error", "errored", "timeout: no answer within 30 s")],
        "deviation 1": [("failure", "deviation", "d.yaml:1: gone")],
    }
    assert root.get("failures") == "3"


def test_a_junit_failure_tells_clause_and_snippet() -> None:
    root = ET.fromstring(rendered("junit", mixed()))

    text = root.findtext("testsuite/testcase/failure") or ""
    assert "CMP-NAME-PATTERN: ModelPackageName" in text
    assert "curl -sS http://127.0.0.1:5000" in text


# Markdown


def test_markdown_tells_outcome_counts_causes_and_examples() -> None:
    text = rendered("markdown", mixed(notes=("a note",), problems=("d.yaml:1: gone",)))

    assert text.startswith("## ❌ a backend 1.0 does not conform to 2026-11: 2 of 4 checks failed\n")
    assert "| failed | reported | errored | skipped | passed |\n|---:|---:|---:|---:|---:|\n| 2 | 1 | 1 | 1 | 1 |\n" in text
    assert "| 1 | MUST | an update changes what it does not mention | 1 |\n" in text
    assert "\n<details>\n<summary>1. an update changes what it does not mention</summary>\n\n" in text
    assert "- expected: `/ModelApprovalStatus is 'Approved'`\n" in text
    assert "- **Deviations:** d.yaml:1: gone\n" in text
    assert "- a note\n" in text
    assert "- skipped, 1 check: the backend has no DeleteModelPackage (`delete/gone`)\n" in text


def test_markdown_of_a_run_that_conforms_is_short() -> None:
    assert rendered("markdown", run(result())) == (
        "## ✅ a backend 1.0 conforms to 2026-11: 1 check passed\n\n| passed |\n|---:|\n| 1 |\n\n"
        "1,234 requests in 5.5 s, seed 7, against edition `2026-11`\n\n"
    )


def test_markdown_lets_a_backend_format_mention_and_link_nothing() -> None:
    text = rendered("markdown", hostile())
    outside = re.sub(r"(?ms)^(`{3,})\w*\n.*?^\1$", "", text)
    outside = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", outside)

    assert "<script" not in outside
    assert "<img" not in outside
    assert "@someone" not in outside
    # A line that begins with a tag is HTML to its end, and nothing in it formats.
    assert not re.search(r"(?m)^(?!<summary>).*(?<!\\)\[x", outside)


def test_code_in_markdown_ends_where_it_should() -> None:
    text = rendered("markdown", run(result(check(), failure(exchange(raw=b"`` ` ```` |"), observed="a `b` | c"))))

    assert "- observed: ``a `b` \\| c``\n" in text
    assert "\n`````sh\n" in text


def test_markdown_fits_in_a_comment_whatever_there_is_to_tell() -> None:
    many = run(*(result(state(f"update/{number}", f"Demand {number} " + "word " * 80), lost()) for number in range(80)))

    text = rendered("markdown", many)

    assert len(text) < 65_536
    assert "| | | and 30 more | |\n" in text
    assert re.search(r"\d+ more examples do not fit here\.", text)
    assert text.endswith("--report html=report.html\n```\n")


# Comparison


def pair(tmp_path: Path) -> list[Recorded]:
    first = run(result(check("a"), failure()), result(check("b"), failure()), result(check("c")), result(check("d"), verdict="skipped"))
    second = run(result(check("a")), result(check("b"), failure()), result(check("c")), result(check("e", level="MAY"), failure()))
    return [read(tmp_path, first, "1.json"), read(tmp_path, replace(second, target=replace(second.target, name="another")), "2.json")]


def test_a_comparison_puts_differences_first(tmp_path: Path) -> None:
    table = compare(pair(tmp_path))

    assert table.names == ("a backend 1.0", "another")
    assert [(row.check, row.verdicts) for row in table.rows] == [
        ("a", ("failed", "passed")),
        ("d", ("skipped", "not asked")),
        ("e", ("not asked", "reported")),
        ("b", ("failed", "failed")),
        ("c", ("passed", "passed")),
    ]
    assert table.claim == "2 reports differ in 3 of 5 checks"


def test_a_comparison_as_text(tmp_path: Path) -> None:
    assert "".join(render_comparison(pair(tmp_path), "text", LOOK)).splitlines() == [
        "2 reports differ in 3 of 5 checks",
        "",
        "a backend 1.0  another    check",
        "failed         passed     a",
        "skipped        not asked  d",
        "not asked      reported   e",
        "failed         failed     b",
        "the same for all: passed 1",
        "",
        "a backend 1.0: 1 passed, 2 failed, 1 skipped, 1 not asked",
        "another: 2 passed, 1 failed, 1 reported, 1 not asked",
    ]


def test_a_comparison_as_markdown(tmp_path: Path) -> None:
    text = "".join(render_comparison(pair(tmp_path), "markdown", LOOK))

    assert "| check | a backend 1.0 | another |\n|---|---|---|\n| `a` | ❌ failed | ✅ passed |\n" in text
    assert text.endswith("1 check had the same verdict everywhere and did not fail.\n")


def test_a_comparison_says_where_reports_are_not_alike(tmp_path: Path) -> None:
    one, other = pair(tmp_path)
    another = replace(one, path="3.json", spec="2020-10", document={**one.document, "seed": 8})

    table = compare([one, other, another])

    assert table.names[1:] == ("another", "a backend 1.0 (3.json)")
    assert table.names[0].startswith("a backend 1.0 (/")
    assert table.notes == (
        "The reports are of different editions: 2026-11, 2020-10.",
        "The reports were made with different seeds, so that drawn cases differ.",
    )


def test_reports_that_agree_show_no_difference(tmp_path: Path) -> None:
    one, _ = pair(tmp_path)

    assert "".join(render_comparison([one, one], "text", LOOK)).startswith("2 reports show no difference\n")


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_a_comparison_of_hostile_reports_is_safe(tmp_path: Path, form: Any) -> None:
    text = "".join(render_comparison([read(tmp_path, hostile()), read(tmp_path, hostile())], form, LOOK))

    assert HOSTILE[0] not in text
    assert "<img" not in text
    assert text.encode()
