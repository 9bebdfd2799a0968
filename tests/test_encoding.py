import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mpkit.linter.form import Problem, Span
from mpkit.linter.forms._encoding import inspect, inspect_start
from mpkit.linter.forms.json_text import FORM
from mpkit.linter.source import Source

REQUEST = '{"ModelApprovalStatus": "Approved"}'
MARK = Problem(
    "byte-order-mark",
    "the file starts with a byte-order mark (bytes EF BB BF), which the AWS CLI refuses in JSON",
    Span(0, 0),
    "save the file as UTF-8 without a byte-order mark",
)


def message_on(data: bytes) -> str:
    (problem,) = FORM.read(Source("x.json", data)).problems
    return problem.message


def test_plain_utf8_is_fine() -> None:
    assert inspect(REQUEST.encode()) == ((), True)
    assert inspect('{"a": "é😀"}'.encode()) == ((), True)


@pytest.mark.parametrize("data", [b"", b" \r\n\t", codecs.BOM_UTF8, codecs.BOM_UTF8 + b"\n"])
def test_an_empty_file_is_told_once(data: bytes) -> None:
    what = "holds nothing but white space" if data.removeprefix(codecs.BOM_UTF8) else "is empty"

    assert inspect(data) == (
        (Problem("empty-file", f"the file {what}", Span(0, 0), "write one request into it, or remove the file"),),
        False,
    )


def test_a_byte_order_mark_does_not_keep_the_rest_from_being_read() -> None:
    document = FORM.read(Source("x.json", codecs.BOM_UTF8 + REQUEST.encode()))

    assert document.problems == (MARK,)
    assert [candidate.value for candidate in document.candidates] == [{"ModelApprovalStatus": "Approved"}]


def test_places_behind_a_byte_order_mark_are_those_that_an_editor_shows() -> None:
    source = Source("x.json", codecs.BOM_UTF8 + b'{"a": 1,}')
    mark, comma = FORM.read(source).problems

    assert mark == MARK
    assert (comma.rule, comma.span) == ("syntax-error", Span(7, 8))


@pytest.mark.parametrize(
    ("codec", "message"),
    [
        ("utf-16", "the file is UTF-16, as its byte-order mark says; only UTF-8 is read"),
        ("utf-32", "the file is UTF-32, as its byte-order mark says; only UTF-8 is read"),
        ("utf-16-le", "the file is UTF-16, as its zero bytes show; only UTF-8 is read"),
        ("utf-16-be", "the file is UTF-16, as its zero bytes show; only UTF-8 is read"),
        ("utf-32-le", "the file is UTF-32, as its zero bytes show; only UTF-8 is read"),
        ("utf-32-be", "the file is UTF-32, as its zero bytes show; only UTF-8 is read"),
    ],
)
def test_another_unicode_encoding_is_named(codec: str, message: str) -> None:
    assert message_on(REQUEST.encode(codec)) == message


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_either_byte_order_of_utf16_is_seen_by_its_mark(mark: bytes) -> None:
    assert message_on(mark + b"\x01\x02") == "the file is UTF-16, as its byte-order mark says; only UTF-8 is read"


def test_one_character_of_utf16_is_enough() -> None:
    assert message_on(b"1\0") == "the file is UTF-16, as its zero bytes show; only UTF-8 is read"


def test_a_file_that_is_not_utf8_has_no_candidates() -> None:
    assert FORM.read(Source("x.json", REQUEST.encode("utf-16"))).candidates == ()


@pytest.mark.parametrize(
    ("data", "offset", "message"),
    [
        (b'{"a": "caf\xe9"}', 10, "the byte E9 is not valid UTF-8 here; in Windows-1252 it is 'é'"),
        ('{"é😀": "'.encode() + b'\xe9"}', 8, "the byte E9 is not valid UTF-8 here; in Windows-1252 it is 'é'"),
        (b'{"a": "\x81"}', 7, "the byte 81 is not valid UTF-8 here"),
        (b'{"a": "\xa0"}', 7, "the byte A0 is not valid UTF-8 here"),
        (b'{"a": "\xf0\x9f"}', 7, "the byte F0 is not valid UTF-8 here; in Windows-1252 it is 'ð'"),
        (b'{"a": "\xed\xa0\x80"}', 7, "the byte ED is not valid UTF-8 here; in Windows-1252 it is 'í'"),
    ],
)
def test_the_first_byte_that_is_no_utf8_is_told(data: bytes, offset: int, message: str) -> None:
    expected = Problem("invalid-encoding", message, Span(offset, offset + 1), "save the file as UTF-8")

    assert inspect(data) == ((expected,), False)
    assert FORM.read(Source("x.json", data)).problems == (expected,)


def test_a_mark_and_a_broken_byte_are_both_told() -> None:
    problems, readable = inspect(codecs.BOM_UTF8 + b"a\xff")

    assert problems[0] == MARK
    assert (problems[1].rule, problems[1].span) == ("invalid-encoding", Span(1, 2))
    assert not readable


def test_the_start_alone_says_nothing_of_single_bytes() -> None:
    assert inspect_start(b"a\xff") == ((), True)


def test_a_zero_byte_inside_ascii_is_no_other_encoding() -> None:
    assert inspect(b'{"a": "\0"}') == ((), True)


@given(st.binary(max_size=24))
def test_what_is_readable_decodes_and_what_is_told_has_a_place(data: bytes) -> None:
    problems, readable = inspect(data)

    if readable:
        data.decode()
    else:
        assert problems
    for problem in problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(Source("x", data).text)
