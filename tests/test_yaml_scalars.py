"""What unquoted texts stand for in YAML: the core schema of 1.2, and where readers of 1.1 differ."""

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mpkit.linter.form import Problem
from mpkit.linter.forms._yaml_scalars import TELLING, Odd, resolve
from mpkit.linter.forms.yaml_text import FORM
from mpkit.linter.request import Unknown
from mpkit.linter.source import Source

HIDDEN = "unquoted, a hidden value is"


def read(text: str) -> tuple[Any, tuple[Problem, ...]]:
    """The value of the member `a`, and the problems."""
    document = FORM.read(Source("x.yaml", f"a: {text}\n".encode()))
    (candidate,) = document.candidates
    return candidate.value["a"], document.problems


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("NULL", None),
        ("true", True),
        ("True", True),
        ("TRUE", True),
        ("false", False),
        ("False", False),
        ("FALSE", False),
        ("0", 0),
        ("-0", 0),
        ("+12", 12),
        ("-9223372036854775808", -(2**63)),
        ("18446744073709551615", 2**64 - 1),
        ("0x1F", 31),
        ("1.5", 1.5),
        (".5", 0.5),
        ("-0.5", -0.5),
        ("5.", 5.0),
        ("1.0e+3", 1000.0),
        ("nULL", "nULL"),
        ("tRUE", "tRUE"),
        ("y", "y"),
        ("N", "N"),
        ("1.8.0", "1.8.0"),
        ("0x", "0x"),
        ("0o8", "0o8"),
        ("1e", "1e"),
        (".", "."),
        ("-.", "-."),
        ("111122223333.dkr.ecr.us-east-1.amazonaws.com/churn:1.4", "111122223333.dkr.ecr.us-east-1.amazonaws.com/churn:1.4"),
    ],
)
def test_an_unquoted_text_is_what_the_core_schema_says(text: str, value: object) -> None:
    found, problems = read(text)
    assert (found, type(found), problems) == (value, type(value), ())


@pytest.mark.parametrize(
    ("text", "value", "message", "help_"),
    [
        ("-.5", -0.5, "unquoted, '-.5' is the number -0.5 in YAML 1.2 and a string in YAML 1.1", "put quotes around it if it is a text"),
        ("yes", "yes", "unquoted, 'yes' is a string in YAML 1.2 and the boolean true in YAML 1.1", "put quotes around it if it is a text"),
        ("NO", "NO", "unquoted, 'NO' is a string in YAML 1.2 and the boolean false in YAML 1.1", "put quotes around it if it is a text"),
        ("On", "On", "unquoted, 'On' is a string in YAML 1.2 and the boolean true in YAML 1.1", "put quotes around it if it is a text"),
        ("off", "off", "unquoted, 'off' is a string in YAML 1.2 and the boolean false in YAML 1.1", "put quotes around it if it is a text"),
        (
            "012",
            12,
            "unquoted, '012' is the integer 12 in YAML 1.2 and the integer 10 in YAML 1.1",
            "put quotes around it if it is a text",
        ),
        ("089", 89, "unquoted, '089' is the integer 89 in YAML 1.2 and a string in YAML 1.1", "put quotes around it if it is a text"),
        ("0o14", 12, "unquoted, '0o14' is the integer 12 in YAML 1.2 and a string in YAML 1.1", "put quotes around it if it is a text"),
        ("0b11", "0b11", "unquoted, '0b11' is a string in YAML 1.2 and the integer 3 in YAML 1.1", "put quotes around it if it is a text"),
        (
            "1_000",
            "1_000",
            "unquoted, '1_000' is a string in YAML 1.2 and the integer 1000 in YAML 1.1",
            "put quotes around it if it is a text",
        ),
        ("1:30", "1:30", "unquoted, '1:30' is a string in YAML 1.2 and the integer 90 in YAML 1.1", "put quotes around it if it is a text"),
        (
            "1e3",
            1000.0,
            "unquoted, '1e3' is the number 1000.0 in YAML 1.2 and a string in YAML 1.1",
            "put quotes around it if it is a text",
        ),
        (
            "2020-01-01",
            "2020-01-01",
            "unquoted, '2020-01-01' is a string in YAML 1.2 and the date 2020-01-01 in YAML 1.1",
            "put quotes around it if it is a text",
        ),
        (
            "2020-13-01",
            "2020-13-01",
            "unquoted, '2020-13-01' is a string in YAML 1.2 and an error in YAML 1.1",
            "put quotes around it if it is a text",
        ),
        ("=", "=", "unquoted, '=' is a string in YAML 1.2 and an error in YAML 1.1", "put quotes around it if it is a text"),
    ],
)
def test_a_text_that_yaml_1_1_takes_differently_is_told(text: str, value: object, message: str, help_: str) -> None:
    found, problems = read(text)
    assert (found, type(found)) == (value, type(value))
    assert problems == (Problem("ambiguous-scalar", message, problems[0].span, help_, path=("a",)),)
    assert problems[0].span == (3, 3 + len(text))


@pytest.mark.parametrize("text", ["'yes'", '"012"', "!!str yes", "! 012", "|\n  yes", ">-\n  2020-01-01"])
def test_a_text_in_quotes_is_never_ambiguous(text: str) -> None:
    found, problems = read(text)
    assert (type(found), problems) == (str, ())


@pytest.mark.parametrize(
    ("text", "readings"), [("yes", "a string in YAML 1.2 and a boolean"), ("012", "an integer in YAML 1.2 and another one")]
)
def test_an_ambiguous_value_of_an_environment_stays_hidden(text: str, readings: str) -> None:
    document = FORM.read(Source("x.yaml", f"Environment: {{A: {text}}}".encode()))
    assert [(problem.message, problem.help) for problem in document.problems] == [
        (f"{HIDDEN} {readings} in YAML 1.1", "put quotes around it if it is a text")
    ]


@pytest.mark.parametrize(
    ("text", "rule", "message"),
    [
        (".inf", "non-json-number", ".inf is not a number in JSON"),
        ("-.Inf", "non-json-number", "-.Inf is not a number in JSON"),
        (".NAN", "non-json-number", ".NAN is not a number in JSON"),
        ("18446744073709551616", "number-out-of-range", "this integer does not fit into 64 bits"),
        ("-9223372036854775809", "number-out-of-range", "this integer does not fit into 64 bits"),
        ("9" * 10_000, "number-out-of-range", "this integer does not fit into 64 bits"),
        ("1.0e+999", "number-out-of-range", "this number is beyond the range of a 64-bit float"),
        ("!!float .inf", "non-json-number", ".inf is not a number in JSON"),
    ],
)
def test_a_number_that_json_does_not_have_is_unknown(text: str, rule: str, message: str) -> None:
    found, problems = read(text)
    assert isinstance(found, Unknown)
    assert [(problem.rule, problem.message, problem.path) for problem in problems] == [(rule, message, ("a",))]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("!!str 12", "12"),
        ("!!str", ""),
        ("!!int '12'", 12),
        ("!!int 0x10", 16),
        ("!!float 3", 3.0),
        ("!!float '1.5'", 1.5),
        ("!!bool 'true'", True),
        ("!!null ''", None),
        ("!!null null", None),
        ("!<tag:yaml.org,2002:str> 12", "12"),
        ("! 12", "12"),
        ("!!map {}", {}),
        ("!!seq []", []),
    ],
)
def test_core_tags_are_honoured(text: str, value: object) -> None:
    found, problems = read(text)
    assert (found, type(found), problems) == (value, type(value), ())


@pytest.mark.parametrize("text", ["!!int x", "!!int 1.5", "!!float x", "!!bool yes", "!!null x"])
def test_a_text_that_does_not_suit_its_tag_is_unknown(text: str) -> None:
    found, problems = read(text)
    assert isinstance(found, Unknown)
    message = f"the text behind the tag '{text.split(maxsplit=1)[0]}' is none of its values"
    assert [(problem.rule, problem.message) for problem in problems] == [("unsupported-tag", message)]


@settings(max_examples=300, deadline=None)
@given(st.text("0123456789_:.-+eExXobBTZ nulNULtrueTRUEfasyYonf=~<", max_size=12).map(str.strip))
def test_no_warning_means_that_yaml_1_1_agrees(text: str) -> None:
    value = resolve(text) if text[:1] in TELLING else text
    try:
        former: Any = yaml.safe_load(f"- !!str\n- {text}") if not isinstance(value, Odd) else None
    except (yaml.YAMLError, ValueError):
        return
    if isinstance(former, list) and len(former) == 2 and not isinstance(former[1], dict | list):
        assert (value, type(value)) == (former[1], type(former[1]))
