from mpkit.linter.form import Span
from mpkit.linter.frame import frame
from mpkit.linter.source import Source


def span_of(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start, start + len(part))


def shown(text: str, part: str, *secrets: str) -> tuple[str, str]:
    hidden = [span_of(text, secret) for secret in secrets]
    found = frame(
        Source("x.json", text.encode()), span_of(text, part), lambda start, end: [span for span in hidden if span.end > start < end]
    )
    assert found is not None
    return found.text, found.text[slice(*found.mark)]


def test_the_line_is_shown_and_the_part_marked() -> None:
    assert shown('{\n  "a": 1,\n  "b": 2\n}', "2") == ('  "b": 2', "2")


def test_a_part_of_several_lines_is_marked_to_the_end_of_the_first() -> None:
    assert shown('{\n  "a": [\n    1\n  ]\n}', "[\n    1\n  ]") == ('  "a": [', "[")


def test_an_empty_text_has_no_frame() -> None:
    assert frame(Source("x.json", b""), Span(0, 0)) is None


def test_a_text_in_another_encoding_shows_nothing() -> None:
    assert frame(Source("x.json", '{"Environment": {"TOKEN": "hush"}}'.encode("utf-16")), Span(0, 0)) is None


def test_a_secret_is_masked_and_the_mark_stays_where_it_was() -> None:
    text = '{"Environment": {"TOKEN": "hush", "B-D": "x"}}'

    assert shown(text, '"B-D"', '"hush"') == ('{"Environment": {"TOKEN": ********, "B-D": "x"}}', '"B-D"')


def test_a_marked_secret_is_masked_and_stays_marked() -> None:
    assert shown('{"TOKEN": "a long secret", "z": 1}', '"a long secret"', '"a long secret"') == ('{"TOKEN": ********, "z": 1}', "********")


def test_a_mark_inside_a_secret_shows_nothing_of_it() -> None:
    text = '{"TOKEN": "a long secret", "z": 1}'

    shown_text, marked = shown(text, "long", '"a long secret"')

    assert "long" not in shown_text
    assert marked.strip("*") == ""


def test_a_secret_that_starts_left_of_the_window_is_masked_to_its_end() -> None:
    text = '{"TOKEN": "' + "a" * 400 + 'hunter2", "Zzz": 1, ' + "x" * 400

    shown_text, marked = shown(text, '"Zzz"', '"' + "a" * 400 + 'hunter2"')

    assert (shown_text.split(",")[0], marked) == ("********", '"Zzz"')


def test_a_secret_of_several_lines_is_masked_on_the_line_shown() -> None:
    assert shown("KEY: first\n  second\nz: 1", "KEY", "first\n  second") == ("KEY: ********", "KEY")


def test_a_long_line_is_cropped_around_the_mark() -> None:
    text = "x" * 5000 + "HERE" + "y" * 5000

    found = frame(Source("x.json", text.encode()), span_of(text, "HERE"))

    assert found is not None
    assert (found.cut_left, found.cut_right) == (True, True)
    assert found.text[slice(*found.mark)] == "HERE"
    assert len(found.text) < 200


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert shown("a: \x1b[31m\tb", "b")[0] == "a: \ufffd[31m b"
