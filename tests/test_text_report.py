from mpkit.linter.finding import Diagnostic, Frame, InternalError, Place, Position, RelatedPlace, Report, Severity, Skipped
from mpkit.linter.report.text import Look, render

SENTENCES = {"CMP-X": "A name has at most 63 characters."}


def diagnostic(**changes: object) -> Diagnostic:
    fields = {
        "path": "a.json",
        "rule": "MP108",
        "name": "too-long",
        "severity": Severity.error,
        "message": "it is too long",
        "operation": "CreateModelPackage",
        "pointer": "/A",
        "place": Place(Position(12, 8), Position(12, 13)),
        "clauses": ("CMP-X",),
        "help": "shorten it",
        "frame": Frame('  "A": "xyz",', (7, 12)),
    }
    return Diagnostic(**(fields | changes))  # type: ignore[arg-type]


def rendered(report: Report, look: Look | None = None, *, statistics: bool = False) -> list[str]:
    return list(render(report, look or Look(), SENTENCES, statistics=statistics))


def test_a_block_has_place_rule_message_line_carets_clause_and_help() -> None:
    report = Report("2026-11", [diagnostic()], files=2, requests=1)

    assert rendered(report) == [
        "a.json:12:8: error MP108 too-long: it is too long",
        "   |",
        '12 |   "A": "xyz",',
        "   |        ^^^^^",
        "   = clause: CMP-X: A name has at most 63 characters.",
        "   = help: shorten it",
        "",
        "1 error in 1 request (2 files)",
    ]


def test_related_places_are_named() -> None:
    related = (RelatedPlace("/B", "first given here", Place(Position(3, 2), Position(3, 4))),)

    assert "   = a.json:3:2: first given here" in rendered(Report("2026-11", [diagnostic(related=related)]))


def test_a_long_note_is_wrapped_to_the_width() -> None:
    lines = rendered(Report("2026-11", [diagnostic(help="word " * 40)]), Look(width=60))

    assert max(map(len, lines[5:-2])) <= 60
    assert lines[6].startswith("           word")


def test_a_line_wider_than_the_terminal_is_cut_on_both_sides() -> None:
    frame = Frame("x" * 80 + "HERE" + "y" * 80, (80, 84))

    lines = rendered(Report("2026-11", [diagnostic(frame=frame)]), Look(width=40))

    assert max(map(len, lines[1:4])) <= 40
    assert lines[2].index("HERE") == lines[3].index("^^^^")
    assert lines[2].count("…") == 2


def test_carets_stand_under_wide_and_combining_characters() -> None:
    lines = rendered(Report("2026-11", [diagnostic(frame=Frame("日本e\u0301: 語", (6, 7)))]))

    assert lines[3] == "   |        ^^"


def test_colours_are_escape_sequences_and_nothing_else_changes() -> None:
    import re  # noqa: PLC0415 - needed by this test alone

    report = Report("2026-11", [diagnostic()], files=1, requests=1)
    coloured = rendered(report, Look(colour=True))

    assert any("\x1b[1;31m" in line for line in coloured)
    assert [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in coloured] == rendered(report)


def test_statistics_count_by_rule_most_frequent_first() -> None:
    report = Report("2026-11", [diagnostic(), diagnostic(rule="MP101", name="wrong-type"), diagnostic()])

    assert rendered(report, statistics=True)[-4:-2] == ["2  MP108 too-long (error)", "1  MP101 wrong-type (error)"]


def test_the_summary_tells_what_was_suppressed_skipped_and_unreadable() -> None:
    report = Report("2026-11", files=3, requests=1, suppressed=2)
    report.skipped.append(Skipped("b.json", "holds no model-package request"))
    report.unreadable.append(Skipped("c.json", "no such file"))

    assert rendered(report) == [
        "cannot read c.json: no such file",
        "nothing found in 1 request (3 files); 1 path cannot be read; 2 suppressed; 1 file without a request skipped",
    ]


def test_an_internal_error_is_told_in_one_line() -> None:
    report = Report("2026-11", internal_errors=[InternalError("a.json", "MP108", "Traceback …\nZeroDivisionError: x\n")])

    assert rendered(report)[0] == "internal error a.json: MP108: ZeroDivisionError: x"
