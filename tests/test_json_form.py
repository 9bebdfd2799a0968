import json
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mpkit.linter.form import NodeSpan, Span
from mpkit.linter.forms._json_reader import read
from mpkit.linter.forms.json_text import FORM
from mpkit.linter.path import Path
from mpkit.linter.request import OpenMap, Unknown
from mpkit.linter.source import Source

DEEPEST = 254

names = st.text('ab:\\"é😀\t', max_size=3)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
    | st.sampled_from(["a:b", "\\", '"', "\u2028", "😀", "12345678901234567890123", "{", "]"])
)
values = st.recursive(scalars, lambda below: st.lists(below, max_size=4) | st.dictionaries(names, below, max_size=4), max_leaves=12)
layouts = st.fixed_dictionaries({"indent": st.sampled_from([None, 0, 2, "\t"]), "ensure_ascii": st.booleans()})
fragments = st.sampled_from(
    [
        *(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            '"',
            "'",
            "a",
            '"a"',
            '"a":1,',
            '"\\u0061":2',
            "\\",
            "\\u003a",
            "\\ud800",
            "\\n",
            "1",
            "-",
            "0",
            ".",
        ),
        *("e5", "+", "9" * 20, "1e400", "NaN", "-Infinity", "true", "None", "//", "/*", "#", " ", "\n", "\r", "\t", "\0", "\ufeff", "\xa0"),
        *("é", "😀", "${x}", "{{", "“", "=", ";", "...", "<<<<<<<"),
    ]
)


def source(text: str) -> Source:
    return Source("request.json", text.encode())


def told(text: str) -> list[tuple[str, str, str]]:
    """The problems of a text: rule, range as line:column, message."""
    found = source(text)
    problems = []
    for problem in FORM.read(found).problems:
        place = found.lines.place(*problem.span)
        where = f"{place.start.line}:{place.start.column}-{place.end.line}:{place.end.column}"
        problems.append((problem.rule, where, problem.message))
    return problems


def value_of(text: str) -> Any:
    (candidate,) = FORM.read(source(text)).candidates
    return candidate.value


def spans(text: str, *paths: Path) -> dict[Path, NodeSpan]:
    found = source(text)
    (candidate,) = FORM.read(found).candidates
    return dict(FORM.locate(found, candidate, paths))


def nodes(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    yield path, value
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in below:
        yield from nodes(item, (*path, step))


def gives_a_key_twice(text: str) -> bool:
    """The exact answer, from the standard library."""
    repeated = []

    def look(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        repeated.append(len(dict(pairs)) < len(pairs))
        return dict(pairs)

    json.loads(text, object_pairs_hook=look)
    return any(repeated)


# Valid files.


@given(values, layouts)
def test_a_valid_file_gives_its_value_and_no_problem(value: Any, layout: dict[str, Any]) -> None:
    text = json.dumps(value, **layout)
    document = FORM.read(source(text))

    assert document.problems == ()
    (candidate,) = document.candidates
    assert orjson.dumps(candidate.value) == orjson.dumps(orjson.loads(text))
    assert candidate.certain
    assert candidate.operation is None


@pytest.mark.parametrize("text", ["[]", "1", '"a"', "null", " [1] "])
def test_a_root_that_is_no_object_is_a_candidate_all_the_same(text: str) -> None:
    assert value_of(text) == json.loads(text)


def test_an_escaped_colon_is_no_reason_to_find_something() -> None:
    assert told('{"a": "\\u003a"}') == []
    assert value_of('{"a": "\\u003a"}') == {"a": ":"}


# Keys that are given twice.


def test_the_later_of_two_keys_is_told_with_the_first() -> None:
    text = '{\n  "Tags": [],\n  "Task": "OTHER",\n  "T\\u0061gs": [1]\n}'
    (problem,) = FORM.read(source(text)).problems

    assert told(text) == [("duplicate-key", "4:3-4:14", "the key 'Tags' is given more than once; the AWS client takes the last value")]
    assert problem.related == ((Span(4, 10), "first given here"),)
    assert problem.path == ("Tags",)
    assert problem.help == "keep one of them"
    assert value_of(text) == {"Tags": [1], "Task": "OTHER"}


def test_each_later_key_is_told() -> None:
    text = '[0, {"a": {"b": 1, "b": 2, "b": 3}, "a": 4}]'
    problems = FORM.read(source(text)).problems

    assert [(problem.span, problem.related[0][0], problem.path) for problem in problems] == [
        (Span(19, 22), Span(11, 14), (1, "a", "b")),
        (Span(27, 30), Span(11, 14), (1, "a", "b")),
        (Span(36, 39), Span(5, 8), (1, "a")),
    ]


@given(st.lists(st.tuples(names, st.sampled_from(["1", '":"', '"\\u003a"', "{}", '{"a":1,"a":1}', '["a:b"]'])), max_size=4), st.booleans())
def test_a_repeated_key_is_told_exactly_when_there_is_one(pairs: list[tuple[str, str]], ensure_ascii: bool) -> None:  # noqa: FBT001
    text = "{" + ",".join(f"{json.dumps(key, ensure_ascii=ensure_ascii)}:{value}" for key, value in pairs) + "}"
    document = FORM.read(source(text))

    assert {problem.rule for problem in document.problems} == ({"duplicate-key"} if gives_a_key_twice(text) else set())
    assert [candidate.value for candidate in document.candidates] == [json.loads(text)]


def test_of_very_many_problems_the_first_are_told() -> None:
    text = "[" + ", ".join(["NaN"] * 1000) + ', {"a": 1, "a": 2}]'
    problems = FORM.read(source(text)).problems

    assert len(problems) == 101
    assert problems[100].message == "this file has more than 100 problems of this and other kinds; the later ones are not told"
    assert problems[100].span == Span(501, 504)
    assert value_of(text)[1000] == {"a": 2}


# Numbers.


@pytest.mark.parametrize(
    "number", ["18446744073709551615", "-9223372036854775808", "1234567890123456789", "1e308", "-1E-400", "-0", "1e25"]
)
def test_a_number_of_64_bits_is_fine(number: str) -> None:
    assert told(f'{{"a": [{number}]}}') == []
    assert value_of(number) == json.loads(number)


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("18446744073709551616", "this integer does not fit into 64 bits"),
        ("-9223372036854775809", "this integer does not fit into 64 bits"),
        ("1" * 5000, "this integer does not fit into 64 bits"),
        ("1e400", "this number is beyond the range of a 64-bit float"),
        ("-2.5E+999", "this number is beyond the range of a 64-bit float"),
    ],
)
@pytest.mark.parametrize("before", ["", "x", "xx", "xxx", "xxxx", "xxxxx"])
def test_a_number_out_of_range_is_told_and_nothing_else_of_it_is_known(number: str, message: str, before: str) -> None:
    text = f'{{"{before}": {number}, "b": 1}}'
    start = len(before) + 6
    (candidate,) = FORM.read(source(text)).candidates

    assert told(text) == [("number-out-of-range", f"1:{start}-1:{start + len(number)}", message)]
    assert FORM.read(source(text)).problems[0].path == (before,)
    assert not candidate.certain
    assert isinstance(candidate.value.pop(before), Unknown)
    assert candidate.value == {"b": 1}


@given(st.integers(-(10**21), 10**21))
def test_an_integer_is_out_of_range_exactly_beyond_64_bits(number: int) -> None:
    rules = [rule for rule, _, _ in told(f'["{number}", {number}]')]

    assert rules == ([] if -(2**63) <= number < 2**64 else ["number-out-of-range"])


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_a_number_that_json_does_not_have_is_told_and_the_rest_is_read(number: str) -> None:
    text = f'{{"a": [1, {number}], "b": 2}}'
    (candidate,) = FORM.read(source(text)).candidates

    assert told(text) == [("non-json-number", f"1:11-1:{11 + len(number)}", f"{number} is not a number in JSON")]
    assert FORM.read(source(text)).problems[0].path == ("a", 1)
    assert not candidate.certain
    assert isinstance(candidate.value["a"][1], Unknown)
    assert candidate.value["b"] == 2


def test_a_file_of_nothing_but_such_a_number_has_no_candidate() -> None:
    assert FORM.read(source("NaN")).candidates == ()


# Half characters.


def test_half_a_surrogate_pair_is_told_and_the_text_is_unknown() -> None:
    text = '{"a": "\\ud83d\\ude00 \\ude00 \\\\ud800 \\uD800", "b": 1}'
    (candidate,) = FORM.read(source(text)).candidates

    assert told(text) == [
        ("invalid-encoding", "1:21-1:27", "the escape '\\ude00' is half of a surrogate pair, which stands for no character"),
        ("invalid-encoding", "1:36-1:42", "the escape '\\uD800' is half of a surrogate pair, which stands for no character"),
    ]
    assert isinstance(candidate.value["a"], Unknown)
    assert candidate.value["b"] == 1
    assert not candidate.certain


def test_an_object_with_half_a_character_in_a_key_is_open() -> None:
    text = '{"a": 1, "\\udc00": {"c": 1}, "\\udc00": 2, "b": {"a": NaN}}'
    (candidate,) = FORM.read(source(text)).candidates
    half, other, number = FORM.read(source(text)).problems

    assert (half.rule, half.span, half.path) == ("invalid-encoding", Span(10, 16), ())
    assert (other.rule, other.span, other.path) == ("invalid-encoding", Span(30, 36), ())
    assert (number.rule, number.path) == ("non-json-number", ("b", "a"))
    assert isinstance(candidate.value, OpenMap)
    assert set(candidate.value) == {"a", "b"}


# Nesting.


def test_the_deepest_nesting_is_read_and_located() -> None:
    text = '{"a":' * DEEPEST + "1" + "}" * DEEPEST
    path = ("a",) * DEEPEST

    assert told(text) == []
    assert spans(text, path) == {path: NodeSpan(Span(5 * DEEPEST - 4, 5 * DEEPEST - 1), Span(5 * DEEPEST, 5 * DEEPEST + 1))}


@pytest.mark.parametrize("levels", [DEEPEST + 1, 1024, 1025, 100_000])
@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_a_nesting_that_is_too_deep_is_told_where_it_gets_so(levels: int, opening: str) -> None:
    text = opening * levels + "1" + ("]" if opening == "[" else "}") * levels
    column = len(opening) * DEEPEST + 1
    message = "the objects and arrays are nested more than 254 levels deep, and deeper ones are not read"

    assert told(text) == [("nesting-too-deep", f"1:{column}-1:{column + 1}", message)]
    assert FORM.read(source(text)).candidates == ()


# Broken syntax.

SYNTAX = [
    ('{"a": 1,}', "1:8-1:9", "a comma stands before the closing '}'; JSON has none after the last member"),
    ("[1,\n]", "1:3-1:4", "a comma stands before the closing ']'; JSON has none after the last item"),
    ('{"a": 1 // c\n}', "1:9-1:10", "a comment starts here; JSON has none"),
    ('{"a": /* c */ 1}', "1:7-1:8", "a comment starts here; JSON has none"),
    ('{"a": 1, # c\n"b": 2}', "1:10-1:11", "a comment starts here; JSON has none"),
    ("# c\n{}", "1:1-1:2", "a comment starts here; JSON has none"),
    ("{} // c", "1:4-1:5", "a comment starts here; JSON has none"),
    ('{"a" // c\n: 1}', "1:6-1:7", "a comment starts here; JSON has none"),
    ("{'a': 1}", "1:2-1:5", "a text stands in single quotes; JSON has double quotes only"),
    ("{\"a\": 'b'}", "1:7-1:10", "a text stands in single quotes; JSON has double quotes only"),
    ('{"a": \'b\n}', "1:7-1:9", "a text stands in single quotes; JSON has double quotes only"),
    ('{"a": True}', "1:7-1:11", "'True' is not a word of JSON"),
    ('{"a": None}', "1:7-1:11", "'None' is not a word of JSON"),
    ('{"a": undefined}', "1:7-1:16", "'undefined' is not a word of JSON"),
    ('{"a": nan}', "1:7-1:10", "'nan' is not a number in JSON"),
    ('{"a": +Inf}', "1:7-1:11", "'+Inf' is not a number in JSON"),
    ("{a: 1}", "1:2-1:3", "the key 'a' has no quotes"),
    ("{a\n : 1}", "1:2-1:3", "the key 'a' has no quotes"),
    ("{a, b}", "1:2-1:3", "a key must be a text in double quotes"),
    ("{a = 1}", "1:2-1:3", "a key must be a text in double quotes"),
    ("{a", "1:2-1:3", "a key must be a text in double quotes"),
    ("{1: 2}", "1:2-1:3", "a key must be a text in double quotes"),
    ("{[1]: 2}", "1:2-1:3", "a key must be a text in double quotes"),
    ('{"a": hunter2}', "1:7-1:14", "a text stands here without quotes"),
    ('{"a": 2026-01-01}', "1:7-1:17", "a text stands here without quotes"),
    ('{"a" 1}', "1:5-1:5", "a colon is missing after this key"),
    ('{"a" = 1}', "1:6-1:7", "an equals sign stands after this key; JSON has a colon there"),
    ('{"a"}', "1:5-1:6", "this key has no value"),
    ('{"a": }', "1:7-1:8", "the key 'a' has no value"),
    ('{"a": , "b": 1}', "1:7-1:8", "the key 'a' has no value"),
    ('{"a", "b": 1}', "1:5-1:6", "this key has no value"),
    ("[,1]", "1:2-1:3", "a value is missing before this comma"),
    ("[1,,2]", "1:4-1:5", "a value is missing before this comma"),
    ('{"a": 1,,"b": 2}', "1:9-1:10", "a member is missing before this comma"),
    ('{"a": 1\n "b": 2}', "1:8-1:8", "a comma is missing between two members"),
    ('{"a": "b" "c": 2}', "1:10-1:10", "a comma is missing between two members"),
    ('{"a": "b" + "c"}', "1:11-1:12", "JSON does not join texts with a plus sign"),
    ("[{} {}]", "1:4-1:4", "a comma is missing between two items"),
    ('{"a": 1; "b": 2}', "1:8-1:9", "a semicolon stands where JSON has a comma"),
    ('["a": 1]', "1:5-1:6", "a colon stands in an array; only the members of an object have keys"),
    ('{"a": 1: 2}', "1:8-1:9", "':' stands where ',' or '}' must be"),
    ('{"a": =}', "1:7-1:8", "'=' stands where a value must be"),
    ('{"a": "b"c"}', "1:10-1:11", "the text goes on behind its closing quote"),
    ('{"a": [1}', "1:9-1:10", "'}' stands where '[' must be closed by ']'"),
    ('{"a" ]', "1:6-1:7", "']' stands where '{' must be closed by '}'"),
    ("{]", "1:2-1:3", "']' stands where '{' must be closed by '}'"),
    ("}", "1:1-1:2", "this '}' closes nothing"),
    ("{}}", "1:3-1:4", "this '}' closes nothing"),
    ("{} {}", "1:4-1:5", "a second value follows the first; one file holds one"),
    ("{} x", "1:4-1:5", "the file goes on behind the end of its value"),
    ("ModelPackageName: x", "1:1-1:17", "a request in JSON starts with '{', and this file with something else"),
    ('{"a": [1, 2\n\n', "1:12-1:12", "the file ends before '[' is closed"),
    ('{"a":', "1:6-1:6", "the file ends before '{' is closed"),
    ('{"a": "b', "1:7-1:8", "the file ends before this text is closed"),
    ('{"a": "b\\', "1:9-1:10", "the file ends before this text is closed"),
    ('{"a": "b\n}', "1:7-1:9", "the line ends before this text is closed"),
    ('{"a": "b\r\n"}', "1:7-1:9", "the line ends before this text is closed"),
    ('{"a": "\\n\t"}', "1:10-1:11", "the control character U+0009 stands in a text; JSON has it only as an escape"),
    ('{"a": "C:\\Users"}', "1:10-1:12", "'\\U' is not an escape of JSON"),
    ('{"a": "it\\\'s"}', "1:10-1:12", "'\\'' is not an escape of JSON"),
    ('{"a": "\\u12"}', "1:8-1:10", "'\\u' is not followed by four hexadecimal digits"),
    ('{"a": 012}', "1:7-1:10", "this number starts with a zero, which JSON does not allow"),
    ('{"a": +1}', "1:7-1:9", "this number starts with a plus sign, which JSON does not allow"),
    ('{"a": .5}', "1:7-1:9", "this number has no digit before its point, which JSON does not allow"),
    ('{"a": 1.}', "1:7-1:9", "this number has no digit after its point, which JSON does not allow"),
    ('{"a": 0x1F}', "1:7-1:11", "this number is not decimal, which JSON does not allow"),
    ('{"a": 1_000}', "1:7-1:12", "this number has underscores in it, which JSON does not allow"),
    ('{"a": ${name}}', "1:7-1:8", "a placeholder stands outside quotes; JSON has values only"),
    ('{"a": {{ name }}}', "1:7-1:9", "a placeholder stands outside quotes; JSON has values only"),
    ('{\n<<<<<<< HEAD\n"a": 1}', "2:1-2:8", "a merge conflict is not resolved here"),
    ('{"a": 1\n=======\n}', "2:1-2:8", "a merge conflict is not resolved here"),
    ("{\u201ca\u201d: 1}", "1:2-1:3", "the typographic quote U+201C stands here; JSON has straight double quotes only"),
    ('{"a":\xa01}', "1:6-1:7", "the invisible character U+00A0 (no-break space) stands between values"),
    ('{"a":\x0c1}', "1:6-1:7", "the invisible character U+000C stands between values"),
    ("\0", "1:1-1:2", "the invisible character U+0000 stands between values"),
]


@pytest.mark.parametrize(("text", "where", "message"), SYNTAX)
def test_broken_syntax_is_told_in_plain_words(text: str, where: str, message: str) -> None:
    assert told(text) == [("syntax-error", where, message)]
    assert FORM.read(source(text)).candidates == ()


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ('{"a": 1,}', "remove it"),
        ('{"a": 1 // c\n}', "remove it, or keep the request in YAML, which has comments"),
        ("{'a': 1}", 'write " on both sides'),
        ('{"a": None}', "write null"),
        ('{"a": FALSE}', "write false"),
        ("{a: 1}", "put double quotes around it"),
        ("{[]: 1}", None),
        ('{"a": 1 "b": 2}', "write ',' between them"),
        ('{"a": [1', "write ']', or restore what was cut off"),
        ('{"a": 012345678901}', "drop the zero, or put quotes around it if it is a name such as an account id"),
        ('{"a": "\t"}', "write \\t"),
        ('{"a": "\x01"}', "write \\u0001"),
        ('{"a": "\\d"}', "write '\\\\' for a backslash"),
        ('{"a": "it\\\'s"}', "write the quote without a backslash"),
        ('{"a": "b"c"}', 'write \\" for a quote inside a text'),
        ("{} {}", "keep one request in a file, or one on each line of a .jsonl file"),
        ("Task: OTHER", "put the request into braces, or name a YAML file .yaml"),
    ],
)
def test_broken_syntax_is_told_with_its_mend(text: str, mend: str | None) -> None:
    assert [problem.help for problem in FORM.read(source(text)).problems] == [mend]


@pytest.mark.parametrize("text", ['{"a": [1, 2}', '{"a": [1, 2', '{"a": [1, 2,'])
def test_the_bracket_that_is_not_closed_is_shown(text: str) -> None:
    (problem,) = FORM.read(source(text)).problems

    assert problem.related == ((Span(6, 7), "opened here"),)


def test_a_value_is_never_repeated_in_a_message() -> None:
    texts = [
        '{"Environment": {"TOKEN": hunter2}}',
        '{"Environment": {"TOKEN": "hunter2}}',
        '{"Environment": {"TOKEN": "a" hunter2}}',
        '{"Environment": {"TOKEN": "a", "hunter2"}}',
        '{"Environment": {"TOKEN": "a", "hunter2" "b": "c"}}',
        '{"Environment": {"TOKEN": "a", "hunter2" = "c"}}',
        '{"Environment": {"TOKEN": "a", hunter2}}',
        '{"Environment": {"TOKEN": "a", hunter2, "b": "c"}}',
    ]

    assert [problem.message for text in texts for problem in FORM.read(source(text)).problems if "hunter" in problem.message] == []


def test_a_text_without_a_value_is_broken_too() -> None:
    reading = read(" \n", 5, unit="line")

    assert [(problem.message, problem.span) for problem in reading.problems] == [("the line holds no value", Span(5, 5))]
    assert not reading.found


def test_what_was_found_before_broken_syntax_is_told_too() -> None:
    assert [rule for rule, _, _ in told('{"a": NaN, "a": 1,}')] == ["non-json-number", "duplicate-key", "syntax-error"]


def test_a_key_with_half_a_character_can_lack_its_value_too() -> None:
    assert [message for _, _, message in told('{"\\ud800"}')][1:] == ["this key has no value"]


# Any bytes at all.


def assert_survived(data: bytes) -> None:
    """What must hold for whatever was read."""
    found = Source("request.json", data)
    document = FORM.read(found)
    assert document.candidates or document.problems
    for problem in document.problems:
        for span in (problem.span, *(related for related, _ in problem.related)):
            assert 0 <= span.start <= span.end <= len(found.text)
    for candidate in document.candidates:
        FORM.locate(found, candidate, [path for path, _ in nodes(candidate.value)])
    try:
        orjson.loads(data)
    except orjson.JSONDecodeError:
        assert document.problems
    else:
        assert {problem.rule for problem in document.problems} <= {"duplicate-key", "number-out-of-range"}


@given(st.binary(max_size=30))
def test_no_bytes_make_the_reader_fail(data: bytes) -> None:
    assert_survived(data)


@given(st.lists(fragments, max_size=14))
def test_no_mixture_of_fragments_makes_the_reader_fail(parts: list[str]) -> None:
    assert_survived("".join(parts).encode())


@given(values, layouts, st.integers(0, 200), st.integers(0, 3), fragments)
def test_no_slip_in_a_valid_file_makes_the_reader_fail(value: Any, layout: dict[str, Any], at: int, lost: int, slip: str) -> None:
    text = json.dumps(value, **layout)
    at %= len(text) + 1
    assert_survived((text[:at] + slip + text[at + lost :]).encode())


# Places.


def test_the_root_has_no_key_and_no_white_space() -> None:
    assert spans(' \n{"a": 1}\r\n', ()) == {(): NodeSpan(None, Span(2, 10))}


def test_a_member_has_its_key_with_the_quotes_and_an_item_has_none() -> None:
    assert spans('{"a\\n": [1, "x"]}', ("a\n",), ("a\n", 1)) == {
        ("a\n",): NodeSpan(Span(1, 6), Span(8, 16)),
        ("a\n", 1): NodeSpan(None, Span(12, 15)),
    }


def test_paths_that_lead_nowhere_are_left_out() -> None:
    text = '{"a": [1], "b": {}, "c": [], "d": "x"}'

    assert spans(text, ("x",), ("a", 1), ("a", "0"), ("b", "x"), ("c", 0), ("d", 0), ("d", "x")) == {}


def test_the_last_of_equal_keys_counts() -> None:
    text = '{"a": {"b": 1, "c": [2]}, "x": 0, "a": {"b": 3}, "a": {"b": 4, "d": 5}}'

    assert spans(text, ("a",), ("a", "b"), ("a", "c"), ("a", "c", 0), ("a", "d"), ("x",)) == {
        ("a",): NodeSpan(Span(49, 52), Span(54, 70)),
        ("a", "b"): NodeSpan(Span(55, 58), Span(60, 61)),
        ("a", "d"): NodeSpan(Span(63, 66), Span(68, 69)),
        ("x",): NodeSpan(Span(26, 29), Span(31, 32)),
    }


def test_only_what_is_wanted_below_the_last_of_equal_keys_is_found() -> None:
    text = '{"a": {"b": 1, "c": 2}, "a": {"b": 3}}'

    assert spans(text, ("a", "b"), ("a", "c")) == {("a", "b"): NodeSpan(Span(30, 33), Span(35, 36))}


def test_a_file_with_a_mark_and_odd_numbers_can_be_located() -> None:
    found = Source("request.json", b'\xef\xbb\xbf{"a": NaN, "b": 1e400, "c": "\\ud800", "d": 1}')
    (candidate,) = FORM.read(found).candidates

    assert FORM.locate(found, candidate, [("d",)]) == {("d",): NodeSpan(Span(38, 41), Span(43, 44))}


@given(values, layouts, st.sampled_from(["\n", "\r\n", "\r", "\n\t "]), st.booleans())
def test_every_node_is_found_where_it_stands(value: Any, layout: dict[str, Any], line_break: str, one_by_one: bool) -> None:  # noqa: FBT001
    text = json.dumps(value, **layout).replace("\n", line_break)
    wanted = dict(nodes(value))
    found = {}
    for paths in [[path] for path in wanted] if one_by_one else [list(wanted)]:
        found |= spans(text, *paths)

    assert set(found) == set(wanted)
    for path, (key, span, _) in found.items():
        assert json.loads(text[slice(*span)]) == wanted[path]
        assert text[span.start : span.end].strip() == text[span.start : span.end]
        if path and isinstance(path[-1], str):
            assert key is not None
            assert json.loads(text[slice(*key)]) == path[-1]
        else:
            assert key is None


@given(st.lists(st.tuples(st.sampled_from("ab"), values), min_size=2, max_size=4))
def test_every_node_of_a_file_with_repeated_keys_is_found_where_its_value_stands(pairs: list[tuple[str, Any]]) -> None:
    text = "[{" + ", ".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in pairs) + "}]"
    wanted = dict(nodes(json.loads(text)))
    found = spans(text, *wanted)

    assert set(found) == set(wanted)
    assert [path for path, (_, span, _) in found.items() if path[1:] and json.loads(text[slice(*span)]) != wanted[path]] == []


def test_json_has_no_comments() -> None:
    assert list(FORM.comments(source('{"a": "# mpkit: ignore"}'))) == []
