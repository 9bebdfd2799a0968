"""YAML files: values, what is wrong with them, and where everything stands."""

import json
import math
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mpkit.linter.form import Document, NodeSpan, Problem, Span
from mpkit.linter.forms import _yaml_events
from mpkit.linter.forms._yaml_scalars import TELLING, Odd, resolve
from mpkit.linter.forms.yaml_text import FORM, _read_carefully, _Trees
from mpkit.linter.path import Path, value_at
from mpkit.linter.request import OpenMap, Unknown
from mpkit.linter.source import Source


def read(text: str | bytes) -> Document:
    return FORM.read(Source("x.yaml", text.encode() if isinstance(text, str) else text))


def values(text: str | bytes) -> list[Any]:
    return [candidate.value for candidate in read(text).candidates]


def complaints(text: str | bytes) -> list[tuple[str, str, str]]:
    """Rule, message and marked text of each problem."""
    source = Source("x.yaml", text.encode() if isinstance(text, str) else text)
    return [(problem.rule, problem.message, source.text[slice(*problem.span)]) for problem in FORM.read(source).problems]


def spans(text: str, *paths: Path, document: int = 0) -> dict[Path, tuple[str | None, str]]:
    """The texts of key and value at each path."""
    source = Source("x.yaml", text.encode())
    candidate = FORM.read(source).candidates[document]
    found = FORM.locate(source, candidate, paths)
    text = source.text
    return {path: (span.key and text[slice(*span.key)], text[slice(*span.value)]) for path, span in found.items()}


def span(text: str, *path: str | int) -> tuple[str | None, str]:
    return spans(text, path)[path]


@pytest.fixture(params=["libyaml", "python"])
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "python":
        monkeypatch.setattr(_yaml_events, "CParser", None)


both_parsers = pytest.mark.usefixtures("_parser")


# Documents


@both_parsers
def test_each_document_is_a_candidate_and_empty_ones_are_none() -> None:
    text = "---\n---\na: 1\n---\n# nothing\n---\nb: 2\n...\n"
    document = read(text)
    assert [candidate.value for candidate in document.candidates] == [{"a": 1}, {"b": 2}]
    assert all(candidate.certain for candidate in document.candidates)
    assert document.problems == ()
    assert spans(text, ("b",), document=1) == {("b",): ("b", "2")}


@both_parsers
def test_an_empty_document_between_odd_ones_is_none() -> None:
    assert values("a: yes\n---\n---\nb: 1\n") == [{"a": "yes"}, {"b": 1}]


@both_parsers
def test_broken_syntax_does_not_hide_the_documents_before_it() -> None:
    text = "a: 1\n---\nb: 2\n---\nc: }\n"
    assert values(text) == [{"a": 1}, {"b": 2}]
    assert complaints(text) == [("syntax-error", "this '}' stands where a value must be", "}")]
    assert spans(text, ("b",), document=1) == {("b",): ("b", "2")}


@pytest.mark.parametrize(("text", "kept"), [("a: 1\n---\nb: é\x01\n---\nc: 1", [{"a": 1}]), ("a: \x01", []), ("a: [\nb\x01", [])])
@both_parsers
def test_a_control_character_does_not_hide_the_documents_before_it(text: str, kept: list[Any]) -> None:
    document = read(text)
    assert [candidate.value for candidate in document.candidates] == kept
    message = "the control character U+0001 is not allowed in YAML"
    at = text.index("\x01")
    help_ = r'remove it, or write it in double quotes as "\u0001"'
    assert document.problems == (Problem("syntax-error", message, Span(at, at + 1), help_),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        (" \n", "the file holds nothing but white space"),
        ("# only this\n", "the file holds nothing but comments"),
        ("---\n---\n", "the file has only empty documents in it"),
        ("--- &a\n---\n", "the file has only empty documents in it"),
    ],
)
def test_a_file_without_a_value_is_empty(text: str, message: str) -> None:
    document = read(text)
    assert document.candidates == ()
    assert [(problem.rule, problem.message) for problem in document.problems] == [("empty-file", message)]


def test_a_byte_order_mark_is_told_and_shifts_no_place() -> None:
    text = "\ufeffa: yes\n"
    assert values(text) == [{"a": "yes"}]
    assert [(rule, marked) for rule, _, marked in complaints(text)] == [("byte-order-mark", ""), ("ambiguous-scalar", "yes")]
    assert spans(text, ("a",)) == {("a",): ("a", "yes")}


def test_a_second_byte_order_mark_ends_the_reading() -> None:
    assert values("\ufeff\ufeffa: 1") == []
    assert complaints("\ufeff\ufeffa: 1")[1] == ("syntax-error", "the file starts with a second byte-order mark", "\ufeff")


def test_bytes_that_are_no_utf_8_end_the_reading() -> None:
    assert values(b"a: \xe9") == []
    assert [rule for rule, _, _ in complaints(b"a: \xe9")] == ["invalid-encoding"]


@both_parsers
def test_json_with_tabs_is_yaml() -> None:
    assert values('{\n\t"a": [1, true, null],\n\t"b": "x\\/y"\n}\n') == [{"a": [1, True, None], "b": "x/y"}]


def test_json_escapes_of_surrogate_pairs_are_one_character() -> None:
    text = r'{"a": "\ud83d\uDE00!", "\ud83d\ude00": "\\ud83d"}'
    document = read(text)
    assert document.candidates[0].value == {"a": "😀!", "😀": r"\ud83d"}
    assert (document.candidates[0].certain, document.problems) == (True, ())
    assert spans(text, ("a",), ("😀",)) == {("a",): ('"a"', r'"\ud83d\uDE00!"'), ("😀",): (r'"\ud83d\ude00"', r'"\\ud83d"')}


def test_half_a_surrogate_pair_is_unknown() -> None:
    document = read(r'a: "\ud83d\ude00 \ud83d"')
    assert isinstance(document.candidates[0].value["a"], Unknown)
    assert not document.candidates[0].certain
    message = r"the escape '\ud83d' is half of a surrogate pair, which stands for no character"
    assert complaints(r'a: "\ud83d\ude00 \ud83d"') == [("invalid-encoding", message, r"\ud83d")]


def test_half_a_surrogate_pair_in_a_key_leaves_the_object_open() -> None:
    document = read(r'{"\ud83d": 1, "b": 2}')
    assert document.candidates[0].value == {"b": 2}
    assert isinstance(document.candidates[0].value, OpenMap)


# Keys


def test_a_key_that_is_given_twice_is_told_with_both_places() -> None:
    text = "a: 1\nb: {c: 1, 'c': 2}\n\"a\": 2\n"
    document = read(text)
    assert document.candidates[0].value == {"a": 2, "b": {"c": 2}}
    assert document.candidates[0].certain
    assert document.problems == (
        Problem(
            "duplicate-key",
            "the key 'c' is given more than once, which the AWS CLI refuses in YAML",
            Span(15, 18),
            "keep one of them",
            ((Span(9, 10), "first given here"),),
            ("b", "c"),
        ),
        Problem(
            "duplicate-key",
            "the key 'a' is given more than once, which the AWS CLI refuses in YAML",
            Span(23, 26),
            "keep one of them",
            ((Span(0, 1), "first given here"),),
            ("a",),
        ),
    )
    assert span(text, "a") == ('"a"', "2")


def test_keys_that_stand_for_the_same_value_are_the_same() -> None:
    assert [rule for rule, _, _ in complaints("0x10: a\n16: b\n1: c\n1.0: d\ntrue: e\n")].count("duplicate-key") == 1


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("1", "an integer"),
        ("012", "an integer"),
        ("1.5", "a number"),
        (".inf", "a number"),
        ("true", "a boolean"),
        ("~", "null"),
        ("", "null"),
    ],
)
def test_a_key_that_is_no_string_is_told_and_kept_under_its_text(key: str, kind: str) -> None:
    text = f"? {key}\n: x\n"
    document = read(text)
    assert [candidate.value for candidate in document.candidates] == [{key: "x"}]
    (problem,) = document.problems
    assert (problem.rule, problem.message, problem.path) == ("non-string-key", f"the key '{key}' is {kind}; keys are strings", (key,))
    assert spans(text, (key,)) == {(key,): (key, "x")}


@pytest.mark.parametrize(("key", "what"), [("[a]", "an array"), ("{a: 1}", "an object")])
def test_a_collection_as_a_key_leaves_the_object_open(key: str, what: str) -> None:
    document = read(f"? {key}\n: x\nb: 1\n")
    assert document.candidates[0].value == {"b": 1}
    assert isinstance(document.candidates[0].value, OpenMap)
    assert complaints(f"? {key}\n: x\nb: 1\n") == [("non-string-key", f"{what} stands as a key; keys are strings", key)]


def test_an_ambiguous_key_is_told() -> None:
    assert complaints("on: 1\n") == [("ambiguous-scalar", "unquoted, 'on' is a string in YAML 1.2 and the boolean true in YAML 1.1", "on")]


# Tags


@pytest.mark.parametrize("tag", ["!Ref", "!!binary", "!!set", "!!python/object/apply:os.system", "!Sub", "!!map"])
@both_parsers
def test_any_other_tag_makes_the_value_unknown(tag: str) -> None:
    document = read(f"a: {tag} x\nb: 1\n")
    value = document.candidates[0].value
    assert isinstance(value["a"], Unknown)
    assert (value["b"], document.candidates[0].certain) == (1, False)
    (problem,) = document.problems
    assert (problem.rule, problem.message) == ("unsupported-tag", f"the tag '{tag}' gives no JSON value here")
    assert (problem.span, problem.path) == ((3, 3 + len(tag)), ("a",))


@pytest.mark.parametrize("tag", ["!s3cr3t", "!!s3cr3t", "!<tag:s3cr3t>", "!Refs3cr3t", "!<s3cr3t>"])
@both_parsers
def test_a_tag_that_may_be_a_password_is_not_named(tag: str) -> None:
    assert complaints(f"PASSWORD: {tag}\n") == [("unsupported-tag", "this tag gives no JSON value here", tag)]


def test_a_handle_that_may_be_a_password_is_not_named() -> None:
    text = "%TAG !s3cr3t! tag:yaml.org,2002:\n---\na: !s3cr3t!int x\n"
    assert [message for _, message, _ in complaints(text)] == ["the text behind the tag '!!int' is none of its values"]


def test_a_document_with_a_tag_at_its_root_is_no_candidate() -> None:
    assert values("--- !Foo\na: 1\n--- \nb: 1\n") == [{"b": 1}]
    assert [marked for _, _, marked in complaints("--- !Foo\na: 1\n")] == ["!Foo"]


def test_a_tag_on_a_key_leaves_the_object_open() -> None:
    document = read("!Foo a: 1\nb: 2\n")
    assert document.candidates[0].value == {"b": 2}
    assert isinstance(document.candidates[0].value, OpenMap)
    assert [rule for rule, _, _ in complaints("!Foo a: 1\nb: 2\n")] == ["unsupported-tag"]


# Anchors, aliases, merge keys


@both_parsers
def test_aliases_stand_for_the_anchored_value() -> None:
    text = "a: &x\n  b: &y [1]\nc: *x\nd: *y\n? &k e\n: 1\nf: {g: *k}\n"
    document = read(text)
    assert document.candidates[0].value == {"a": {"b": [1]}, "c": {"b": [1]}, "d": [1], "e": 1, "f": {"g": "e"}}
    assert (document.candidates[0].certain, document.problems) == (True, ())
    assert spans(text, ("a",), ("c",), ("c", "b", 0), ("d",), ("e",), ("f", "g")) == {
        ("a",): ("a", "b: &y [1]"),
        ("c",): ("c", "*x"),
        ("c", "b", 0): (None, "1"),
        ("d",): ("d", "*y"),
        ("e",): ("e", "1"),
        ("f", "g"): ("g", "*k"),
    }


def test_what_an_alias_repeats_is_told_once() -> None:
    assert complaints("a: &x {b: yes}\nc: *x\nd: {<<: *x}\n") == [
        ("ambiguous-scalar", "unquoted, 'yes' is a string in YAML 1.2 and the boolean true in YAML 1.1", "yes")
    ]


def test_a_later_anchor_of_the_same_name_counts() -> None:
    assert values("a: &x 1\nb: &x 2\nc: *x\n") == [{"a": 1, "b": 2, "c": 2}]


@both_parsers
def test_merge_keys_bring_in_members_and_explicit_ones_win() -> None:
    text = "a: &a {x: 1, y: 1}\nb: &b\n  y: 2\n  z: 2\nc:\n  z: 3\n  <<: [*a, *b]\nd:\n  <<: *b\ne: {'<<': 1}\n"
    assert values(text) == [
        {"a": {"x": 1, "y": 1}, "b": {"y": 2, "z": 2}, "c": {"x": 1, "y": 1, "z": 3}, "d": {"y": 2, "z": 2}, "e": {"<<": 1}},
    ]
    assert complaints(text) == []
    assert spans(text, ("c", "x"), ("c", "z"), ("d", "y"), ("d",)) == {
        ("c", "x"): ("x", "1"),
        ("c", "z"): ("z", "3"),
        ("d", "y"): ("y", "2"),
        ("d",): ("d", "<<: *b"),
    }


def test_the_sign_of_a_merge_is_a_text_as_a_value() -> None:
    assert (values("a: [<<]\n"), complaints("a: [<<]\n")) == ([{"a": ["<<"]}], [])


def test_a_merge_key_needs_objects() -> None:
    document = read("a: &a [1]\nb: {<<: *a, c: 1}\n")
    assert document.candidates[0].value == {"a": [1], "b": {"c": 1}}
    assert isinstance(document.candidates[0].value["b"], OpenMap)
    message = "the merge key '<<' takes an object or an array of objects, and this is something else"
    assert complaints("a: 1\nb: {<<: 5}\n") == [("syntax-error", message, "5")]


def test_a_merge_of_an_open_object_is_open() -> None:
    document = read("a: &a {[x]: 1}\nb: {<<: *a}\n")
    assert isinstance(document.candidates[0].value["b"], OpenMap)


def test_two_merge_keys_in_one_object_are_told() -> None:
    assert [rule for rule, _, _ in complaints("a: &a {x: 1}\nb: {<<: *a, <<: *a}\n")] == ["duplicate-key"]


def test_an_alias_without_an_anchor_is_broken_syntax() -> None:
    assert values("a: 1\n---\nb: *nobody\n") == [{"a": 1}]
    assert complaints("a: 1\n---\nb: *s3cr3t\n") == [("syntax-error", "this alias has no anchor of its name before it", "*s3cr3t")]


def test_an_anchor_counts_in_its_own_document_only() -> None:
    assert [rule for rule, _, _ in complaints("a: &x 1\n---\nb: *x\n")] == ["syntax-error"]


@pytest.mark.parametrize("text", ["a: &x [*x]", "a: &x {b: {c: *x}}", "&x a: 1\nb: &y\n  <<: *y\n"])
def test_an_alias_inside_its_own_anchor_is_told(text: str) -> None:
    assert values(text) == []
    alias = "*y" if "*y" in text else "*x"
    message = f"the alias '{alias}' stands inside the value of its own anchor, which has no end then"
    assert complaints(text) == [("alias-expansion", message, alias)]


@pytest.mark.parametrize("shape", ["[{}]", "{{<<: [{}]}}"])
def test_aliases_of_aliases_are_not_expanded_without_end(shape: str) -> None:
    lines = ["a0: &a0 {x: 1, y: 2}"]
    lines += [f"a{n}: &a{n} {shape.format(', '.join([f'*a{n - 1}'] * 10))}" for n in range(1, 20)]
    assert values("\n".join(lines)) == []
    ((rule, message, marked),) = complaints("\n".join(lines))
    assert (rule, marked) == ("alias-expansion", "*a4" if shape == "[{}]" else marked)
    assert message == f"the aliases up to '{marked}' put in more than 100,000 values, and more are not read"


def test_what_aliases_put_in_counts_over_all_documents() -> None:
    document = "a0: &a0 {x: 1, y: 2}\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 4))
    lines = "---\n".join([document] * 25)
    assert len(values(document)) == 1
    assert 0 < len(values(lines)) < 25
    assert [rule for rule, _, _ in complaints(lines)] == ["alias-expansion"]


# Depth


@pytest.mark.parametrize("unit", ["[", "{a: ", "- ", "? ", "[\n", "{? "])
def test_deep_nesting_is_told_quickly(unit: str) -> None:
    assert values(unit * 100_000) == []
    assert [(rule, message) for rule, message, _ in complaints(unit * 100_000)] == [
        ("nesting-too-deep", "the objects and arrays are nested more than 254 levels deep, and deeper ones are not read")
    ]


def test_the_deepest_level_that_is_read() -> None:
    assert len(values("[" * 254 + "]" * 254)) == 1
    assert [rule for rule, _, _ in complaints("[" * 255 + "]" * 255)] == ["nesting-too-deep"]
    assert [rule for rule, _, _ in complaints("&a [" + "[" * 254 + "]" * 255)] == ["nesting-too-deep"]


def test_depth_through_aliases_counts() -> None:
    half = "[" * 130 + "]" * 130
    text = f"a: &a {half}\nb: {half.replace('[]', '[*a]', 1)}\n"
    assert [(rule, marked) for rule, _, marked in complaints(text)] == [("nesting-too-deep", "*a")]


# Broken syntax

TAB = "a tab stands in the indentation, where YAML allows spaces only"
UNCLOSED = "the quote that opens here is not closed"
COLON = "a colon stands where no key can be: in the middle of a text, or behind a line that is indented differently"
PLACEHOLDER = "a placeholder stands outside quotes; YAML takes its braces for an object"
NO_KEY = "this is neither a key of the object above nor outside of it"
NO_ITEM = "this is neither an item of the array above nor outside of it"
BEHIND = "something stands behind the end of the document"
NO_TAG = "the '!' makes this a tag, and it is no valid one"
HEADER = "only a digit from 1 to 9, '+' or '-' may stand on the line behind this sign"


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("a:\n\tb: 1\n", TAB, (2, 1)),
        ("a: 'x\nb: 1\n", UNCLOSED, (1, 4)),
        ('a: "x\n---\n', UNCLOSED, (1, 4)),
        ("a: b: c\n", COLON, (1, 5)),
        ("a: 1\n b: 2\n", COLON, (2, 3)),
        ("key\nb: 1\n", COLON, (2, 2)),
        ("a: @x\n", "a text without quotes cannot start with '@'", (1, 4)),
        ("a: `x\n", "a text without quotes cannot start with '`'", (1, 4)),
        ("a: 1\nb: {% if x %}\n", PLACEHOLDER, (2, 4)),
        ("a: {{ x }}y\n", PLACEHOLDER, (1, 4)),
        ("- a\nb: c\n", NO_ITEM, (2, 1)),
        ("a:\n  - b\n c: 1\n", NO_KEY, (3, 2)),
        ("a: [1, 2\n", "the array that opens here is not closed", (1, 4)),
        ("a: {b: 1\n", "the object that opens here is not closed", (1, 4)),
        ("a: [1}\n", "this '}' closes an array that opens otherwise", (1, 6)),
        ("a: {b: 1]\n", "this ']' closes an object that opens otherwise", (1, 9)),
        ("a: [1 {\n", "',' or ']' is missing before this", (1, 7)),
        ("a: [,]\n", "a value is missing before this comma", (1, 5)),
        ("a: [", "the text ends where a value must stand", (1, 5)),
        ("[1, ? 2: }", "this '}' stands where a value must be", (1, 10)),
        ("a: ]\n", "this ']' stands where a value must be", (1, 4)),
        ("a: *\n", "a name must follow the '*' that makes this an alias", (1, 4)),
        ("a: & x\n", "a name must follow the '&' that makes this an anchor", (1, 4)),
        ("a: !foo!bar x\n", NO_TAG, (1, 4)),
        ("a: !<> x\n", NO_TAG, (1, 4)),
        ('a: "\\q"\n', "'\\q' starts no valid escape in double quotes", (1, 5)),
        ('a: "\\xZZ"\n', "'\\x' starts no valid escape in double quotes", (1, 5)),
        ("{a: 1}}\n", BEHIND, (1, 7)),
        ("  a: 1\n b: 2\n", BEHIND, (2, 2)),
        ("a: |x\n", HEADER, (1, 4)),
        ("a: 1\nb\nc: 2\n", "a colon is missing behind this key", (2, 1)),
        ("a: - b\n", "an array cannot start here", (1, 4)),
        ("<<<<<<< ours\na: 1\n=======\na: 2\n>>>>>>> theirs\n", "a merge conflict is not resolved here", (1, 1)),
        ("%YAML 2.0\n---\na: 1\n", "the directive %YAML asks for a version that is not 1.1 or 1.2", (1, 1)),
    ],
)
@both_parsers
def test_broken_syntax_is_told_in_plain_words(text: str, message: str, place: tuple[int, int]) -> None:
    source = Source("x.yaml", text.encode())
    document = FORM.read(source)
    assert document.candidates == ()
    (problem,) = document.problems
    start = source.lines.position(problem.span.start)
    assert (problem.rule, problem.message, (start.line, start.column)) == ("syntax-error", message, place)
    assert problem.span.end <= len(source.text)


@pytest.mark.parametrize("text", ["a: 1\n\tb: 1\n", "a: >\n\tx\n"])
def test_a_tab_after_a_value_is_told(text: str) -> None:
    assert complaints(text) == [("syntax-error", TAB, "\t")]


def test_properties_end_at_any_line_break() -> None:
    assert span("a: &x # c\u0085 !!str b\n", "a") == ("a", "b")


def test_an_error_without_words_of_ours_is_told_in_those_of_the_parser() -> None:
    assert complaints("%YAML 1.2\n%YAML 1.2\n---\na: 1\n") == [("syntax-error", "this is no YAML: found duplicate %YAML directive", "%")]


def test_the_place_where_a_broken_collection_starts_is_told() -> None:
    (problem,) = read("x:\n- a\nb: [1 {\n").problems
    assert problem.related == ((Span(10, 11), "the array starts here"),)


def test_a_placeholder_that_yaml_takes_for_objects_is_unknown() -> None:
    document = read("a: {{ x }}\nb: '{{ x }}'\nc: {{a: 1}: 2}\n")
    value = document.candidates[0].value
    assert (isinstance(value["a"], Unknown), value["b"]) == (True, "{{ x }}")
    assert complaints("a: {{ x }}\n") == [("syntax-error", PLACEHOLDER, "{{")]


@pytest.mark.parametrize("break_", ["\r\n", "\r", "\u0085", "\u2028"])
def test_places_count_characters_whatever_breaks_the_lines(break_: str) -> None:
    text = f"é: 😀 # x{break_}b: 'q'{break_}c: yes{break_}"
    assert complaints(text)[0][2] == "yes"
    assert span(text, "b") == ("b", "'q'")


# Places


@both_parsers
def test_scalars_stand_where_their_text_is() -> None:
    text = (
        "a: plain text # c\n"
        "b: 'it''s'\n"
        'c: "x\n  y"\n'
        "d: |\n  one\n\n  two\n\n\n"
        "e: !!str &x # c\n  >-\n  one\n  two\n# c\n"
        "f: &y word\n"
        "g:\n"
        "h: &z\n"
        "i: two\n  lines\n\n"
    )
    assert spans(text, *((key,) for key in "abcdefghi")) == {
        ("a",): ("a", "plain text"),
        ("b",): ("b", "'it''s'"),
        ("c",): ("c", '"x\n  y"'),
        ("d",): ("d", "|\n  one\n\n  two"),
        ("e",): ("e", ">-\n  one\n  two"),
        ("f",): ("f", "word"),
        ("g",): ("g", ""),
        ("h",): ("h", "&z"),
        ("i",): ("i", "two\n  lines"),
    }


@both_parsers
def test_collections_end_where_their_last_child_ends() -> None:
    text = (
        "a:\n  b: 1\n  c: 2\n\n# c\nd:\n- x\n- y: 1\n  z:\n\n\ne: [ 1, {k: v} , p: q ] # c\n"
        "f: &f\n  # c\n  - 1\n\ng: !!map # c\n  &k h: 1\ni: !!seq [ ]\nj: []\n\n"
    )
    expected = {
        (): (None, text.rstrip()),
        ("a",): ("a", "b: 1\n  c: 2"),
        ("d",): ("d", "- x\n- y: 1\n  z:"),
        ("d", 1): (None, "y: 1\n  z:"),
        ("d", 1, "z"): ("z", ""),
        ("e",): ("e", "[ 1, {k: v} , p: q ]"),
        ("e", 1): (None, "{k: v}"),
        ("e", 2): (None, "p: q"),
        ("f",): ("f", "- 1"),
        ("g",): ("g", "&k h: 1"),
        ("i",): ("i", "[ ]"),
        ("j",): ("j", "[]"),
    }
    assert spans(text, *expected) == expected


def test_an_empty_value_stands_at_its_key_or_colon() -> None:
    text = "? a\n\n\n? b\n:\nc: {x , y: , z}\nd:\n  -\n\n"
    source = Source("x.yaml", text.encode())
    found = FORM.locate(source, FORM.read(source).candidates[0], [("a",), ("b",), ("c", "x"), ("d", 0)])
    assert {path: span.value.start for path, span in found.items()} == {
        ("a",): text.index("a") + 1,
        ("b",): text.index("b") + 3,
        ("c", "x"): text.index("x") + 1,
        ("d", 0): text.index("-") + 1,
    }


def test_a_path_that_leads_nowhere_is_left_out() -> None:
    assert spans("a: [1]\n", ("b",), ("a", 1), ("a", 0, "x"), ("a", "x"), ("a", -1), ("a", 0)) == {("a", 0): (None, "1")}


# Comments


@both_parsers
def test_comments_are_found_outside_of_texts_only() -> None:
    text = (
        "# mpkit: operation=update\n"
        "a: 'x # no' # one\n"
        'b: "# no\n  # no" #two\n'
        "c: x#no\n"
        "d: | # three\n  # no\n\n  # no\n"
        "e: [1, # four\n  '#no']\n"
        "f: >-\n  # no\n"
        "# five"
    )
    source = Source("x.yaml", text.encode())
    found = list(FORM.comments(source))
    assert [comment for _, comment in found] == ["# mpkit: operation=update", "# one", "#two", "# three", "# four", "# five"]
    assert all(text.startswith(comment, at) for at, comment in found)


def test_a_source_that_does_not_speak_to_mpkit_has_no_comments_to_tell() -> None:
    assert list(FORM.comments(Source("x.yaml", b"# nothing\na: 1\n"))) == []


@pytest.mark.parametrize("broken", ["b: }", "b: @", "b: " + "[" * 300])
def test_comments_before_broken_syntax_are_found(broken: str) -> None:
    source = Source("x.yaml", f"# mpkit: operation=update\na: 1\n{broken}\n# mpkit: no\n".encode())
    assert [comment for _, comment in FORM.comments(source)] == ["# mpkit: operation=update"]


# Anything

# Control characters that JSON writes as they are, and YAML does not allow.
UNPRINTABLE = "".join(map(chr, range(0x7F, 0xA0))) + "\ufffe\uffff"
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=UNPRINTABLE), max_size=12).filter(
    lambda text: text[:1] not in TELLING or resolve(text) == text
)
# A number that JSON writes like 1e-05 is a string for YAML 1.1, and told.
FLOATS = st.floats(allow_nan=False, allow_infinity=False).filter(lambda real: not isinstance(resolve(json.dumps(real)), Odd))
SCALARS = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | FLOATS | TEXTS
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=12)
BOUNDED = settings(max_examples=150, deadline=None)


def walk(value: Any, path: Path = ()) -> Iterator[Path]:
    yield path
    for step, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from walk(item, (*path, step))


def same(one: Any, other: Any) -> bool:
    """Equal, types included; a float may come back as the integer that it is written like."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def holds(text: str, value: Any) -> None:
    """Check that ``text`` gives ``value`` on both ways of reading, and that each node stands where it can be read again."""
    source = Source("x.yaml", text.encode())
    document = FORM.read(source)
    careful = _read_carefully(_Trees(source.text), ())
    assert [problem.rule for problem in document.problems] == [problem.rule for problem in careful.problems] == []
    for found in (document, careful):
        assert len(found.candidates) == 1
        assert same(found.candidates[0].value, value)
    paths = list(walk(value))
    located = FORM.locate(source, document.candidates[0], paths)
    assert set(located) == set(paths)
    for path, span in located.items():
        assert (span.key is not None) == (path != () and isinstance(path[-1], str))
        node = value_at(value, path)
        assert same(again(source, span.value), node)
        if span.key:
            assert again(source, span.key) == path[-1]


def again(source: Source, span: Span) -> Any:
    """Read one node by itself, in its column."""
    column = source.lines.position(span.start).column
    return values(" " * (column - 1) + source.text[slice(*span)])[0]


@BOUNDED
@given(JSON, st.booleans(), st.sampled_from([True, False, None]), st.sampled_from([80, math.inf]))
def test_what_pyyaml_writes_is_read_and_located(value: Any, unicode: bool, flow: bool | None, width: float) -> None:  # noqa: FBT001 - drawn
    assume(value is not None)
    text = yaml.safe_dump(value, allow_unicode=unicode, default_flow_style=flow, width=width, sort_keys=False)
    assume("&" not in text and "? " not in text)
    holds(text.removesuffix("...\n"), value)


@BOUNDED
@given(JSON, st.sampled_from([None, 2, "\t"]), st.booleans())
def test_what_json_writes_is_read_and_located(value: Any, indent: int | str | None, ascii_only: bool) -> None:  # noqa: FBT001 - drawn
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    holds(text, value)


@BOUNDED
@given(st.binary(max_size=60) | st.text("ab:-?[]{}&*!|>'\"%#,<~ \n\t\r\\\x00\u2028\ufeff012", max_size=60).map(str.encode))
def test_no_bytes_make_the_form_raise(data: bytes) -> None:
    survives(data)


@BOUNDED
@given(JSON, st.data())
def test_no_damage_makes_the_form_raise(value: Any, data: st.DataObject) -> None:
    text = yaml.safe_dump(value, default_flow_style=data.draw(st.booleans()))
    at = data.draw(st.integers(0, len(text)))
    width = data.draw(st.integers(0, 3))
    insert = data.draw(
        st.sampled_from(["", "{", "]", "'", '"', "*a", "&a ", "!x ", "<<: ", "\t", "\n", ": ", "- ", "---\n", "\\ud83d", "\x00", "%"])
    )
    survives((text[:at] + insert + text[at + width :]).encode())


def survives(data: bytes) -> None:
    source = Source("x.yaml", data)
    document = FORM.read(source)
    assert document.candidates or document.problems
    for problem in document.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(source.text)
        assert json.dumps(problem.message).isascii()
    for candidate in document.candidates:
        paths = list(walk(candidate.value))
        located = FORM.locate(source, candidate, paths)
        assert set(located) == set(paths)
        for span in located.values():
            assert isinstance(span, NodeSpan)
            assert 0 <= span.value.start <= span.value.end <= len(source.text)
    list(FORM.comments(Source("x.yaml", data + b"\n# mpkit: x")))
