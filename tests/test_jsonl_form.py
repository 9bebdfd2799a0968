import codecs
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mpkit.linter.form import NodeSpan, Problem, Span
from mpkit.linter.forms.json_lines import FORM
from mpkit.linter.request import Unknown
from mpkit.linter.source import Source


def source(text: str | bytes) -> Source:
    return Source("requests.jsonl", text.encode() if isinstance(text, str) else text)


def told(text: str | bytes) -> list[tuple[str, int, int, str]]:
    """The problems of a text: rule, line, column, message."""
    found = source(text)
    problems = []
    for problem in FORM.read(found).problems:
        start = found.lines.position(problem.span.start)
        problems.append((problem.rule, start.line, start.column, problem.message))
    return problems


def values_of(text: str | bytes) -> list[Any]:
    return [candidate.value for candidate in FORM.read(source(text)).candidates]


def test_each_line_that_is_not_blank_is_a_candidate() -> None:
    text = '{"a": 1}\n\n  \r\n[2]\r\n"x"'

    assert values_of(text) == [{"a": 1}, [2], "x"]
    assert told(text) == []


def test_a_bad_line_does_not_hide_the_others() -> None:
    text = '{"é": 1}\n{"é": 1,}\n{"b": 2}\n{"c": \n'

    assert values_of(text) == [{"é": 1}, {"b": 2}]
    assert told(text) == [
        ("syntax-error", 2, 8, "a comma stands before the closing '}'; JSON has none after the last member"),
        ("syntax-error", 4, 6, "the line ends before '{' is closed"),
    ]


def test_places_related_to_a_problem_are_on_its_line() -> None:
    text = '{"a": 1}\n{"a": 1, "a": 2}\n'
    (problem,) = FORM.read(source(text)).problems

    assert problem == Problem(
        "duplicate-key",
        "the key 'a' is given more than once; the AWS client takes the last value",
        Span(18, 21),
        "keep one of them",
        ((Span(10, 13), "first given here"),),
        ("a",),
    )
    assert values_of(text) == [{"a": 1}, {"a": 2}]


def test_a_line_that_is_not_utf8_does_not_hide_the_others() -> None:
    text = codecs.BOM_UTF8 + '{"é": 1}\n'.encode() + b'{"a": "\xe9"}\n{"b": 1}\n'

    assert values_of(text) == [{"é": 1}, {"b": 1}]
    assert told(text) == [
        ("byte-order-mark", 1, 1, "the file starts with a byte-order mark (bytes EF BB BF), which the AWS CLI refuses in JSON"),
        ("invalid-encoding", 2, 8, "the byte E9 is not valid UTF-8 here; in Windows-1252 it is 'é'"),
    ]


@pytest.mark.parametrize(("data", "rule"), [(b"", "empty-file"), (b"\n \n", "empty-file"), ("{}\n".encode("utf-16"), "invalid-encoding")])
def test_a_file_that_cannot_be_read_at_all_has_one_problem(data: bytes, rule: str) -> None:
    assert [problem.rule for problem in FORM.read(source(data)).problems] == [rule]
    assert values_of(data) == []


@pytest.mark.parametrize("text", ['{\n  "a": 1\n}\n', '\n[{"a": 1},\n{"a": 2}]'])
def test_one_value_on_several_lines_is_told_once(text: str) -> None:
    message = "the file is one JSON value on several lines; a JSON Lines file has one value on each line"
    (problem,) = FORM.read(source(text)).problems

    assert (problem.rule, problem.message) == ("syntax-error", message)
    assert problem.help == "name the file .json, or write the value on one line"
    assert source(text).text[slice(*problem.span)] == text.strip().partition("\n")[0]
    assert values_of(text) == []


def test_a_single_line_with_a_repeated_key_is_no_value_on_several_lines() -> None:
    assert [rule for rule, _, _, _ in told('\n{"a": 1, "a": 2}\n')] == ["duplicate-key"]


def test_after_very_many_bad_lines_no_more_are_read() -> None:
    text = "{}\n" + "x\n" * 101 + "{}\n" + "x\n{}\n" * 100

    assert values_of(text) == [{}, {}]
    assert len(told(text)) == 102
    assert told(text)[-1] == ("syntax-error", 104, 1, "this file has more than 100 lines with problems; lines from here on are not read")


def test_an_odd_number_makes_its_line_uncertain() -> None:
    one, other = FORM.read(source('{"a": NaN}\n{"a": 1}')).candidates

    assert (one.certain, other.certain) == (False, True)
    assert isinstance(one.value["a"], Unknown)


def test_nodes_are_found_on_the_line_of_their_candidate() -> None:
    found = source('\ufeff{"é😀": 1}\n\n  {"a": 1, "a": [2]} \r\n{"a": 3}')
    first, second, third = FORM.read(found).candidates

    assert FORM.locate(found, first, [(), ("é😀",)]) == {(): NodeSpan(None, Span(0, 9)), ("é😀",): NodeSpan(Span(1, 5), Span(7, 8))}
    assert FORM.locate(found, second, [(), ("a",), ("a", 0), ("b",)]) == {
        (): NodeSpan(None, Span(13, 31)),
        ("a",): NodeSpan(Span(22, 25), Span(27, 30)),
        ("a", 0): NodeSpan(None, Span(28, 29)),
    }
    assert FORM.locate(found, third, [("a",)]) == {("a",): NodeSpan(Span(35, 38), Span(40, 41))}


@given(st.lists(st.dictionaries(st.text(max_size=2), st.text(max_size=3), max_size=2), max_size=5), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_every_line_is_found_where_it_stands(values: list[dict[str, str]], line_break: str) -> None:
    found = source("{}\n" + "".join(json.dumps(value, ensure_ascii=False) + line_break for value in values))
    candidates = FORM.read(found).candidates

    assert [candidate.value for candidate in candidates] == [{}, *values]
    for candidate in candidates:
        assert json.loads(found.text[slice(*FORM.locate(found, candidate, [()])[()].value)]) == candidate.value


@given(
    st.binary(max_size=30)
    | st.lists(st.sampled_from([b"{", b"}", b"\n", b"\xff", b'"a":1', b"NaN", b",", b"[1]"]), max_size=9).map(b"".join)
)
def test_no_bytes_make_the_reader_fail(data: bytes) -> None:
    document = FORM.read(source(data))

    assert document.candidates or document.problems
    for problem in document.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(source(data).text)


def test_json_lines_have_no_comments() -> None:
    assert list(FORM.comments(source('{"a": "# mpkit: ignore"}'))) == []
