import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from mpkit.linter.config import SuppressEntry
from mpkit.linter.finding import Diagnostic, Place, Position, Severity
from mpkit.linter.form import Problem
from mpkit.linter.selection import Rulebook
from mpkit.linter.source import Source
from mpkit.linter.suppress import NEVER, Applied, Comments, apply, entry_problems, expired, read_comments
from mpkit.rules import load


@dataclass(frozen=True)
class Named:
    id: str
    name: str


BOOK = Rulebook(
    (
        Named("MP001", "syntax-error"),
        Named("MP016", "unused-suppression"),
        Named("MP017", "expired-suppression"),
        Named("MP018", "invalid-suppression"),
        Named("MP108", "too-long"),
        Named("MP209", "model-data-suffix"),
    )
)
RAN = frozenset({"MP209", "MP108"})
TODAY = date(2026, 11, 23)


def comments_of(text: str) -> Iterator[tuple[int, str]]:
    return ((match.start(1), match[1]) for match in re.finditer(r"(?:^|(?<=\s))(#.*)", text, re.MULTILINE))


def read(text: str) -> Comments:
    return read_comments(Source("a.yaml", text.encode()), comments_of(text), BOOK)


def found(line: int, rule: str = "MP209", pointer: str | None = "/A") -> Diagnostic:
    name = BOOK.names[rule]
    return Diagnostic("a.yaml", rule, name, Severity.error, "m", None, pointer, Place(Position(line, 1), Position(line, 2)))


def applied(text: str, *diagnostics: Diagnostic, **arguments: Any) -> Applied:
    return apply(diagnostics, read(text), **({"ran": RAN} | arguments))


def places(text: str, problems: list[Problem] | tuple[Problem, ...]) -> list[tuple[str, str, str]]:
    return [(problem.rule, problem.message, text[problem.span.start : problem.span.end]) for problem in problems]


def test_a_comment_suppresses_what_starts_on_its_line() -> None:
    text = "a: 1\nb: 2  # mpkit: ignore[MP209] known\nc: 3\n"
    result = applied(text, found(1), found(2), found(3))
    assert ([diagnostic.place.start.line for diagnostic in result.kept], result.suppressed, result.problems) == ([1, 3], 1, [])


def test_a_comment_that_stands_alone_suppresses_on_the_next_line_of_content() -> None:
    text = "a:\n  # mpkit: ignore[model-data-suffix] known\n\n  # another comment\n  b:\n    c: 1\n"
    result = applied(text, found(2), found(5), found(6))
    assert [diagnostic.place.start.line for diagnostic in result.kept] == [2, 6]


def test_comments_in_a_block_all_cover_the_line_below() -> None:
    text = "# mpkit: ignore[MP209] known\n# mpkit: ignore[MP108] known\na: 1\n"
    result = applied(text, found(3), found(3, "MP108"))
    assert (result.kept, result.suppressed, result.problems) == ([], 2, [])


def test_a_comment_names_any_number_of_rules() -> None:
    text = "a: 1  # mpkit: ignore[ MP209 , too-long ] known"
    assert applied(text, found(1), found(1, "MP108")).suppressed == 2


@pytest.mark.parametrize(
    "comment",
    [
        "#mpkit:ignore[MP209]known",
        "## mpkit: ignore [MP209] known",
        "# noqa  # mpkit: ignore[MP209] known",
        "# mpkit:\tignore[MP209] a [b] c",
    ],
)
def test_a_comment_may_be_written_loosely(comment: str) -> None:
    assert applied(f"a: 1  {comment}", found(1)).suppressed == 1


def test_a_comment_suppresses_no_other_rule() -> None:
    text = "a: 1  # mpkit: ignore[MP209] known"
    result = applied(text, found(1, "MP108"))
    assert len(result.kept) == 1
    assert places(text, result.problems) == [
        ("unused-suppression", "MP209 finds nothing on line 1, so this comment suppresses nothing", "# mpkit: ignore[MP209] known")
    ]


@pytest.mark.parametrize("above", ["", "# licence\n\n", "\n%YAML 1.2\n---\n"])
def test_a_comment_at_the_top_suppresses_in_the_whole_file(above: str) -> None:
    result = applied(f"{above}# mpkit: ignore-file[MP209] known\na: 1\nb: 2\n", found(2), found(3), found(3, "MP108"))
    assert ([diagnostic.rule for diagnostic in result.kept], result.suppressed, result.problems) == (["MP108"], 2, [])


def test_a_comment_for_the_whole_file_may_be_unused() -> None:
    text = "# mpkit: ignore-file[MP209] known\n"
    assert places(text, applied(text).problems) == [
        ("unused-suppression", "MP209 finds nothing in this file, so this comment suppresses nothing", "# mpkit: ignore-file[MP209] known")
    ]


def test_each_unused_rule_of_a_comment_is_told() -> None:
    text = "a: 1  # mpkit: ignore[MP209,MP108] known"
    assert [problem.message for problem in applied(text, found(1)).problems] == [
        "MP108 finds nothing on line 1, so this comment suppresses nothing"
    ]


def test_a_rule_that_did_not_run_is_not_called_unused() -> None:
    assert applied("a: 1  # mpkit: ignore[MP209] known", ran=frozenset({"MP108"})).problems == []


def test_two_comments_for_one_finding_are_both_used() -> None:
    text = "# mpkit: ignore-file[MP209] known\na: 1  # mpkit: ignore[MP209] known"
    result = applied(text, found(2))
    assert (result.suppressed, result.problems) == (1, [])


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("# mpkit: ignore", "this suppression names no rule"),
        ("# mpkit: ignore MP209 because", "this suppression names no rule"),
        ("# mpkit: ignore[] known", "this suppression names no rule"),
        ("# mpkit: ignore[,] known", "this suppression names no rule"),
        ("# mpkit: ignore[MP209 known", "this suppression names no rule"),
        ("# mpkit: ignore[MP999] known", "this suppression names an unknown rule 'MP999'"),
        ("# mpkit: ignore[MP209,to-long] known", "this suppression names an unknown rule 'to-long'; did you mean 'too-long'?"),
        ("# mpkit: ignore[MP2] known", "this suppression names 'MP2', which stands for several rules"),
        ("# mpkit: ignore[ALL] known", "this suppression names 'ALL', which stands for several rules"),
        ("# mpkit: ignore[MP209]", "this suppression gives no reason"),
        ("# mpkit: ignore[MP018] known", "MP018 (invalid-suppression) cannot be suppressed"),
        ("# mpkit: ignore[syntax-error] known", "MP001 (syntax-error) cannot be suppressed"),
        ("# mpkit: ignore-file[MP209] known", "this suppression of a whole file stands below its first line of content"),
        ("# mpkit: ignores[MP209] known", "'ignores' is no word of mpkit; did you mean 'ignore'?"),
        ("# mpkit: disable=MP209", "'disable' is no word of mpkit"),
        ("# mpkit:", "'' is no word of mpkit"),
        ("# mpkit: [MP209]", "'[MP209]' is no word of mpkit"),
        ("# mpkit: operation=delete", "'delete' is no operation; 'create', 'update' and 'skip' are allowed"),
    ],
)
def test_an_invalid_comment_is_told_and_suppresses_nothing(comment: str, message: str) -> None:
    text = f"a: 1  {comment}  \nb: 2\n"
    result = applied(text, found(1))
    assert places(text, result.problems) == [("invalid-suppression", message, comment)]
    assert (len(result.kept), result.suppressed) == (1, 0)


def test_a_comment_below_content_does_not_cover_the_file_even_when_it_stands_alone() -> None:
    text = "a: 1\n# mpkit: ignore-file[MP209] known\n"
    assert [problem.rule for problem in read(text).problems] == ["invalid-suppression"]


def test_every_problem_has_a_mend() -> None:
    texts = ("ignore", "ignore[x] y", "ignore[MP209]", "ignore[MP018] y", "nix", "operation=x", "ignore[MP209] y")
    problems = [problem for text in texts for problem in applied(f"a: 1  # mpkit: {text}").problems]
    assert [problem.help for problem in problems] == [
        "write '# mpkit: ignore[RULE] reason'",
        "name rules by their ids or whole names",
        "say after the bracket why the finding is accepted",
        "remove it from the comment",
        "write '# mpkit: ignore[RULE] reason'",
        "write '# mpkit: operation=update'",
        "remove the rule from the comment",
    ]


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("# mpkit: operation=update\na: 1", "UpdateModelPackage"),
        ("#mpkit:operation = create", "CreateModelPackage"),
        ("a: 1  # mpkit: operation=skip", "skip"),
        ("# mpkit: operation=create\n# mpkit: operation=update", "CreateModelPackage"),
        ("# operation=update", None),
    ],
)
def test_a_comment_tells_the_operation(text: str, operation: str | None) -> None:
    assert read(text).operation == operation


def test_other_comments_mean_nothing() -> None:
    assert read("a: 1  # about mpkit\n# see mpkit: no\n# noqa") == Comments()


def test_what_tells_that_nothing_was_checked_stays() -> None:
    stubborn = [found(1, rule) for rule in ("MP001", "MP016", "MP017", "MP018")]
    entries = [(index, SuppressEntry("*", diagnostic.rule, "r")) for index, diagnostic in enumerate(stubborn)]
    result = apply(stubborn, Comments(), entries)
    assert (result.kept, result.suppressed, result.used) == (stubborn, 0, set())


def test_the_rules_that_cannot_be_suppressed_are_there() -> None:
    assert {rule.name for rule in load()} >= NEVER


@pytest.mark.parametrize(
    ("pointer", "matches"),
    [
        (None, True),
        ("/InferenceSpecification/Containers/0/ModelDataUrl", True),
        ("/InferenceSpecification/Containers/*/ModelDataUrl", True),
        ("/*/*/*/*", True),
        ("/InferenceSpecification/Containers/1/ModelDataUrl", False),
        ("/InferenceSpecification", False),
        ("/InferenceSpecification/Containers/*", False),
        ("/InferenceSpecification/Containers/0/ModelDataUrl/*", False),
        ("", False),
    ],
)
def test_an_entry_means_one_place(pointer: str | None, *, matches: bool) -> None:
    entry = SuppressEntry("*", "MP209", "r", pointer)
    result = apply([found(1, "MP209", "/InferenceSpecification/Containers/0/ModelDataUrl")], Comments(), [(4, entry)], ran=RAN)
    assert (result.suppressed, result.used, result.judged, result.matched) == (int(matches), {4} if matches else set(), {4}, {4})


def test_the_empty_pointer_means_the_request_itself() -> None:
    entry = SuppressEntry("*", "MP209", "r", "")
    assert apply([found(1, pointer=""), found(1, pointer="/A"), found(1, pointer=None)], Comments(), [(0, entry)]).suppressed == 1


def test_an_entry_means_one_rule() -> None:
    assert apply([found(1, "MP108")], Comments(), [(0, SuppressEntry("*", "MP209", "r"))]).suppressed == 0


def test_an_entry_holds_through_its_last_day() -> None:
    entry = SuppressEntry("*", "MP209", "r", None, TODAY)
    assert apply([found(1)], Comments(), [(0, entry)], today=TODAY).suppressed == 1
    assert apply([found(1)], Comments(), [(0, entry)], today=date(2026, 11, 24)).suppressed == 0
    assert not expired(entry, None)


def test_problems_with_entries_are_told_once_for_the_run() -> None:
    entries = [
        SuppressEntry("a.json", "MP209", "used", line=3),
        SuppressEntry("b.json", "MP209", "unused", line=8),
        SuppressEntry("c.json", "MP108", "not run", line=13),
        SuppressEntry("d.json", "MP209", "expired", None, date(2026, 11, 22), line=18),
        SuppressEntry("e.json", "MP209", "expired, not there", None, date(2026, 11, 22), line=23),
    ]
    problems = entry_problems(entries, matched={0, 1, 2, 3}, judged={0, 1, 3}, used={0}, today=TODAY)
    assert [(problem.rule, problem.message, problem.help, problem.line) for problem in problems] == [
        (
            "unused-suppression",
            "the suppression of MP209 in 'b.json' suppresses nothing",
            "remove the entry or mend its path and pointer",
            8,
        ),
        (
            "expired-suppression",
            "the suppression of MP209 in 'd.json' expired on 2026-11-22 and suppresses nothing any more",
            "mend what it suppressed and remove the entry, or give it a later day",
            18,
        ),
    ]


def test_a_file_full_of_comments_is_read_in_one_go() -> None:
    text = "# mpkit: ignore[MP209] known\n" * 3000 + "a: 1\n"
    assert {suppression.line for suppression in read(text).suppressions} == {3001}
