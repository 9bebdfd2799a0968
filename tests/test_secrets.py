import pytest

from mpkit.linter.secrets import Secrets, secret_paths, secretive
from mpkit.linter.source import Source


def hidden(text: str, part: str) -> list[str]:
    start = text.index(part)
    return [text[slice(*span)] for span in Secrets(Source("x", text.encode())).within(start, start + len(part))]


@pytest.mark.parametrize(
    "name", ["Environment", "environment", "ENVIRONMENT", "Enviroment", "Environmnt", "env", "EnvVars", "Evnironment", "environment-map"]
)
def test_every_spelling_of_environment_is_secretive(name: str) -> None:
    assert secretive(name)


@pytest.mark.parametrize("name", ["Image", "ModelDataUrl", "Containers", "Event", "", "E", "Requirement"])
def test_other_names_are_not(name: str) -> None:
    assert not secretive(name)


def test_what_stands_in_the_place_of_the_map_is_hidden_as_a_whole() -> None:
    value = {"a": [{"Environment": {"A": 1, "B": {"C": 2}}}, {"Environment": "x"}, {"Environmnt": ["y"]}], "b": 1}

    assert list(secret_paths(value)) == [
        ("a", 0, "Environment", "A"),
        ("a", 0, "Environment", "B"),
        ("a", 1, "Environment"),
        ("a", 2, "Environmnt"),
    ]


def test_a_region_goes_from_the_key_to_the_closing_brace() -> None:
    text = '{"Environment": {"TOKEN": "hu}sh", "B" 5}, "Image": "x"}'

    assert hidden(text, '"B"') == [' {"TOKEN": "hu}sh", "B" 5']
    assert hidden(text, '"Image"') == []


def test_a_region_in_yaml_ends_where_the_indentation_does() -> None:
    text = "a:\n  Environment:\n    TOKEN: hush\n    OTHER: [\n  Image: x\n"

    assert hidden(text, "TOKEN") == ["\n    TOKEN: hush\n    OTHER: ["]
    assert hidden(text, "Image") == []


def test_regions_do_not_overlap() -> None:
    regions = Secrets(Source("x", b'"Environment":[]' * 1000)).regions

    assert len(regions) == 1


def test_a_text_without_the_word_has_no_region() -> None:
    assert hidden("a: 1", "1") == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{"InferenceSpecification": "{\\"Environment\\": {\\"A\\": \\"hush\\"}}"}', "hush"),
        ('{"Environment": {"A": "a}hush}}', "hush"),
        ('{\n "Environment":\n {\n  "A": "hush"\n }\n}', "hush"),
        ("Environment:\n  {a: b}: hush\n  c: d\n", "hush"),
        ("Environment: |\n  hush\n", "hush"),
        ('{"Environment ": {"A": "hush"}}', "hush"),
        ('{"\\u0045nvironment": {"A": "hush" "x"}}', "hush"),
        ("x: &s hush\nb: 1\nEnvironment:\n  A: *s\n", "hush"),
        ("x: &s\n  - hush\nb: 1\nEnvironment: {A: *s}\n", "hush"),
        ("- Environment: first\n    hush\n- Image: x\n", "hush"),
    ],
)
def test_odd_texts_hide_their_values_too(text: str, shown: str) -> None:
    assert hidden(text, shown) != []
