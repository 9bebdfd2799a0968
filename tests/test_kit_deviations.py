from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from report_support import HOSTILE, check, crash, failure, lost, result, run, state

from mpkit.conformance.check import Deviation, Result, refused
from mpkit.conformance.deviations import DeviationError, apply, load, parse, write

TODAY = date(2026, 11, 26)
A, B, STAR = "create/A:pattern", "create/B:pattern", "create/A/*:pattern"
KNOWN = (A, B, STAR, "create/A/*/Name:pattern", "update/merges-metadata", "delete/gone")


def failed(id: str = A) -> Result:  # noqa: A002 - the field's name
    return result(check(id), failure())


def applied(text: str, *results: Result, spec: str = "2026-11") -> tuple[list[str | None], list[str]]:
    """What is recorded of each result, and what is wrong with the records."""
    found = apply(results, parse(text, "d.yaml"), KNOWN, spec, TODAY, "d.yaml")
    return [one.deviation.reason if one.deviation else None for one in found.results], list(found.problems)


def mistakes(text: str) -> list[str]:
    with pytest.raises(DeviationError) as problem:
        parse(text, "d.yaml")
    return str(problem.value).splitlines()


def test_an_entry_is_read_with_all_that_it_may_say() -> None:
    text = """
- id: update/merges-metadata
  reason: "  moto replaces  "
  issue: https://example.com/1
  expires: 2027-01-31
  grade: wrong-state
  spec: documents
- {id: ["a", 'b*'], reason: both}
"""

    assert parse(text, "d.yaml") == (
        Deviation("update/merges-metadata", "moto replaces", "https://example.com/1", date(2027, 1, 31), "wrong-state", "documents", 2),
        Deviation("a", "both", line=8),
        Deviation("b*", "both", line=8),
    )


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]"])
def test_a_file_without_entries_records_nothing(text: str) -> None:
    assert parse(text, "d.yaml") == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: b", ["d.yaml:1: a mapping; expected a list of entries with 'id' and 'reason'"]),
        ("text", ["d.yaml:1: 'text'; expected a list of entries with 'id' and 'reason'"]),
        ("- 5\n- [x]", [f"d.yaml:{n}: {what}; expected an entry with 'id' and 'reason'" for n, what in ((1, "'5'"), (2, "a list"))]),
        ("-\n  id: x", ["d.yaml:2: the entry lacks 'reason'"]),
        ("- reason: x", ["d.yaml:1: the entry lacks 'id'"]),
        ("- id: x\n  reasn: y\n  reason: z", ["d.yaml:2: unknown key 'reasn'; did you mean 'reason'?"]),
        ("- id: x\n  foo: y\n  reason: z", ["d.yaml:2: unknown key 'foo'; an entry has id, reason, issue, expires, grade, spec"]),
        ("- id: x\n  5: y\n  reason: z", ["d.yaml:2: unknown key '5'; an entry has id, reason, issue, expires, grade, spec"]),
        ("- id: x\n  id: y\n  reason: z", ["d.yaml:2: 'id' is given twice in one entry"]),
        ("- id: x\n  reason: 5", ["d.yaml:2: 'reason' is '5'; expected text; put it in quotes"]),
        ("- id: x\n  reason: ' '", ["d.yaml:2: 'reason' is empty; expected text"]),
        ("- id: x\n  reason:", ["d.yaml:2: 'reason' is empty; expected text"]),
        ("- id: x\n  reason: [y]", ["d.yaml:2: 'reason' is a list; expected text"]),
        ("- id: []\n  reason: y", ["d.yaml:1: 'id' is an empty list; expected the id of a check, a glob, or a list of them"]),
        ("- id:\n  - x\n  - {a: b}\n  reason: y", ["d.yaml:3: 'id' is a mapping; expected text"]),
        ("- id: x\n  reason: y\n  expires: soon", ["d.yaml:3: 'expires' is 'soon'; expected a day such as 2027-01-31"]),
        ("- id: x\n  reason: y\n  expires: [1]", ["d.yaml:3: 'expires' is a list; expected a day such as 2027-01-31"]),
        (
            "- id: x\n  reason: y\n  grade: bad",
            ["d.yaml:3: 'grade' is 'bad'; expected accepted, wrong-status, wrong-code, wrong-member, wrong-state"],
        ),
        ("- id: x\n  reason: y\n  issue: 12", ["d.yaml:3: 'issue' is '12'; expected text; put it in quotes"]),
        ("- [", ["d.yaml:2: invalid YAML: did not find expected node content"]),
        ("- id: x\n\treason: y", ["d.yaml:2: invalid YAML: found a tab character that violates indentation"]),
        ("- *x", ["d.yaml:1: invalid YAML: found undefined alias"]),
        ("- id: x\n---\n- id: y", ["d.yaml:2: invalid YAML: but found another document"]),
        (
            "- id: x\n  reason: 5\n- id: y\n  expires: never",
            [
                "d.yaml:2: 'reason' is '5'; expected text; put it in quotes",
                "d.yaml:3: the entry lacks 'reason'",
                "d.yaml:4: 'expires' is 'never'; expected a day such as 2027-01-31",
            ],
        ),
    ],
)
def test_every_mistake_is_told_with_its_line(text: str, found: list[str]) -> None:
    assert mistakes(text) == found


@pytest.mark.parametrize("text", ["\x00", "[" * 100_000, "- {id: !!python/object:os.system x, reason: y}", "&a [*a, *a]", "- !!set {id}"])
def test_nonsense_is_a_mistake_and_nothing_else(text: str) -> None:
    assert mistakes(text)[0].startswith("d.yaml")


def test_a_file_is_read_as_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    path.write_bytes(b"\xef\xbb\xbf- {id: x, reason: \xc3\xa4}\n")
    assert load(path) == (Deviation("x", "ä"),)

    path.write_bytes(b"- {id: x, reason: \xff}\n")
    with pytest.raises(DeviationError, match="not UTF-8: byte 18 cannot be decoded"):
        load(path)
    with pytest.raises(DeviationError, match="cannot be read: No such file"):
        load(tmp_path / "none.yaml")


def test_a_failure_that_is_recorded_does_not_fail_the_run() -> None:
    found = apply([failed(A), failed(B)], parse(f"- {{id: '{A}', reason: known}}", "d.yaml"), KNOWN, "2026-11", TODAY, "d.yaml")

    assert [one.deviation is not None for one in found.results] == [True, False]
    assert found.problems == ()
    assert not run(found.results[0]).fails(found.results[0])
    assert run(found.results[0]).conforms
    assert not run(*found.results).conforms


def test_a_glob_records_all_that_it_names() -> None:
    assert applied("- {id: 'create/[AB]:*', reason: known}", failed(A), failed(B)) == (["known", "known"], [])
    assert applied("- {id: 'create/*', reason: known}", failed(A), result(check(B))) == (["known", None], [])


def test_an_id_that_looks_like_a_glob_is_about_its_check_alone() -> None:
    assert applied(f"- {{id: '{STAR}', reason: known}}", failed(STAR), failed("create/A/*/Name:pattern")) == (["known", None], [])


@pytest.mark.parametrize(
    ("text", "results", "problem"),
    [
        (f"- {{id: '{A}', reason: x}}", [result(check(A))], f"'{A}' no longer happens: the check passes; take it out"),
        (
            "- {id: 'create/*', reason: x}",
            [result(check(A)), result(check(B))],
            "'create/*' no longer happens: none of 2 checks of that name failed; take it out",
        ),
        (
            "- {id: update/merge-metadata, reason: x}",
            [],
            "no check is called 'update/merge-metadata'; did you mean 'update/merges-metadata'?",
        ),
        ("- {id: 'nonsense/*', reason: x}", [], "no check is called 'nonsense/*'"),
        (
            f"- {{id: '{A}', reason: x, expires: 2026-11-25}}",
            [failed(A)],
            f"'{A}' has expired on 2026-11-25; look at it again, and give it another day or take it out",
        ),
        (
            f"- {{id: '{A}', reason: x, grade: wrong-code}}",
            [failed(A)],
            f"'{A}' no longer happens as recorded: it was wrong-code, and now is accepted",
        ),
        (
            "- {id: delete/gone, reason: x}",
            [result(check("delete/gone"), verdict="skipped", reason="the backend has no DeleteModelPackage")],
            "'delete/gone' records nothing: skipped, because the backend has no DeleteModelPackage; take it out",
        ),
    ],
)
def test_an_entry_that_records_nothing_is_a_problem(text: str, results: Sequence[Result], problem: str) -> None:
    assert applied(text, *results) == ([None] * len(results), [f"d.yaml:1: {problem}"])


def test_an_entry_for_what_an_earlier_one_records_is_a_problem() -> None:
    text = f"- {{id: 'create/*', reason: one}}\n- {{id: '{A}', reason: two}}"

    assert applied(text, failed(A)) == (["one"], [f"d.yaml:2: '{A}' records nothing that line 1 does not record already; take it out"])


@pytest.mark.parametrize(
    ("text", "results"),
    [
        (f"- {{id: '{A}', reason: x, expires: 2026-11-26}}", [failed(A)]),
        (f"- {{id: '{A}', reason: x, grade: accepted}}", [failed(A)]),
        (f"- {{id: '{A}', reason: x, spec: 2026-11}}", [failed(A)]),
    ],
)
def test_an_entry_that_holds_today_in_this_way_and_spec_records(text: str, results: Sequence[Result]) -> None:
    assert applied(text.replace("2026-11}", "'2026-11'}"), *results) == (["x"], [])


@pytest.mark.parametrize(
    ("text", "results"),
    [
        (f"- {{id: '{A}', reason: x}}", [failed(B)]),
        (f"- {{id: '{A}', reason: x}}", [result(check(A), verdict="errored", reason="timeout")]),
        (f"- {{id: '{A}', reason: x, spec: documents}}", [result(check(A))]),
        ("- {id: unknown, reason: x, spec: documents}", [result(check(A))]),
    ],
)
def test_an_entry_is_not_judged_where_its_check_did_not_run_or_the_spec_is_another(text: str, results: Sequence[Result]) -> None:
    assert applied(text, *results) == ([None], [])


def test_a_failure_in_a_new_way_is_seen_beside_the_recorded_one() -> None:
    both = result(check(A), failure(), crash(expect=refused()))

    records, problems = applied(f"- {{id: '{A}', reason: x, grade: accepted}}", both)

    assert records == [None]
    assert problems == [f"d.yaml:1: '{A}' no longer happens as recorded: it was accepted, and now is wrong-status"]


def everything() -> list[Result]:
    return [
        failed(A),
        failed(B),
        result(check(STAR), failure(), crash(expect=refused())),
        result(state("update/merges-metadata"), lost()),
        result(check("create/A/*/Name:pattern", level="SHOULD"), failure()),
        result(check("delete/gone"), verdict="skipped", reason="no"),
    ]


def test_written_entries_are_folded_sorted_and_make_the_run_conform() -> None:
    text = write(run(*everything()))

    assert text == (
        "# What a backend 1.0 does otherwise than 2026-11 says: mpkit conform --deviations FILE\n"
        "# An entry may also have 'issue', a link, and 'expires', the last day on which it holds, as in 2027-01-31.\n"
        "- id: update/merges-metadata\n"
        "  reason: an update does not merge metadata into what is there\n"
        "  grade: wrong-state\n"
        "- id:\n"
        f"  - {A}\n"
        f"  - {B}\n"
        "  reason: accepts texts that break their pattern\n"
        "  grade: accepted\n"
        f"- id: {STAR}\n"
        "  reason: accepts texts that break their pattern\n"
    )
    found = apply(everything(), parse(text, "d.yaml"), KNOWN, "2026-11", TODAY, "d.yaml")
    assert found.problems == ()
    assert run(*found.results).conforms


def test_what_is_recorded_already_is_not_written_again() -> None:
    known = replace(failed(A), deviation=Deviation(A, "known"))

    assert write(run(known)).endswith("\n[]\n")
    assert A not in write(run(known, failed(B)))


def test_written_entries_are_read_back_whatever_the_backend_says() -> None:
    results = [result(check(A, title=text), crash(message=text)) for text in HOSTILE]
    results += [result(state(f"update/{number}", text), lost()) for number, text in enumerate(HOSTILE)]

    assert len(parse(write(run(*results)), "d.yaml")) == len(results)
