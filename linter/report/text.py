"""The report for people: one block a diagnostic, with the line, the clause and the mend, and a summary."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from ..finding import Cell, Diagnostic, Frame, Report, Severity

_STYLES = {"error": "1;31", "warning": "1;33", "info": "1;36", "bold": "1", "dim": "2", "help": "32"}


class Look(NamedTuple):
    """How the report is drawn: with colours or not, and how many columns there are."""

    colour: bool = False
    width: int = 100

    def paint(self, text: str, style: str) -> str:
        """Return ``text`` in a style of this module, or as it is."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.colour and text else text


def render(report: Report, look: Look, sentences: Mapping[str, str], *, statistics: bool = False) -> Iterator[str]:
    """Yield the report's lines; ``sentences`` maps clause ids to what they say."""
    for diagnostic in report.diagnostics:
        yield from block(diagnostic, look, sentences)
        yield ""
    if statistics and report.diagnostics:
        yield from _statistics(report, look)
        yield ""
    yield from passed_over(report, look)
    for skipped in report.unreadable:
        yield f"{look.paint('cannot read', 'error')} {skipped.path}: {skipped.reason}"
    for error in report.internal_errors:
        yield f"{look.paint('internal error', 'error')} {error.path}: {error.rule or 'engine'}: {error.detail.strip().splitlines()[-1]}"
    yield _summary(report, look)


def passed_over(report: Report, look: Look) -> Iterator[str]:
    """Yield a line for each file that may hold a request and could not be looked into."""
    for skipped in report.skipped:
        if skipped.told:
            yield f"{look.paint('skipped', 'warning')} {skipped.path}: {skipped.reason}"


def block(diagnostic: Diagnostic, look: Look, sentences: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of one diagnostic."""
    start = diagnostic.place.start
    level = str(diagnostic.severity)
    yield (
        f"{look.paint(f'{diagnostic.path}:{start.line}:{start.column}', 'bold')}: {look.paint(level, level)} "
        f"{look.paint(f'{diagnostic.rule} {diagnostic.name}', 'bold')}: {diagnostic.message}{in_cell(diagnostic.cell)}"
    )
    gutter = len(str(start.line))
    if diagnostic.frame is not None:
        yield from _frame(diagnostic.frame, start.line, gutter, look, level)
    for related in diagnostic.related:
        place = related.place.start
        yield f"{' ' * gutter} {look.paint('=', 'dim')} {diagnostic.path}:{place.line}:{place.column}: {related.message}"
    for clause in diagnostic.clauses:
        yield from _note(gutter, look, look.paint("clause", "dim"), f"{clause}: {sentences.get(clause, '')}".removesuffix(": "))
    if diagnostic.help:
        yield from _note(gutter, look, look.paint("help", "help"), diagnostic.help)


def in_cell(cell: Cell | None) -> str:
    """Return the end of a line that says where in a notebook something is; empty elsewhere."""
    return "" if cell is None else f" (cell {cell.cell}, line {cell.line}, column {cell.column})"


def _note(gutter: int, look: Look, label: str, text: str) -> Iterator[str]:
    head = f"{' ' * gutter} {look.paint('=', 'dim')} {label}: "
    plain = len(f"{' ' * gutter} = help: ")
    lines = _wrapped(text, max(look.width - plain, 40))
    yield head + lines[0]
    for line in lines[1:]:
        yield " " * plain + line


@lru_cache(512)
def _wrapped(text: str, width: int) -> list[str]:
    import textwrap  # noqa: PLC0415 - a clean run wraps nothing

    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]


def _frame(frame: Frame, line: int, gutter: int, look: Look, level: str) -> Iterator[str]:
    text, (begin, end), left, right = _fit(frame, max(look.width - gutter - 4, 20))
    bar = look.paint("|", "dim")
    shown = ("…" if left else "") + text + ("…" if right else "")
    shift = 1 if left else 0
    yield f"{' ' * gutter} {bar}"
    yield f"{look.paint(str(line), 'dim')} {bar} {shown}".rstrip()
    carets = "^" * max(_columns(text[begin:end]), 1)
    yield f"{' ' * gutter} {bar} {' ' * (_columns(text[:begin]) + shift)}{look.paint(carets, level)}"


def _fit(frame: Frame, width: int) -> tuple[str, tuple[int, int], bool, bool]:
    text, (begin, end), left, right = frame.text, frame.mark, frame.cut_left, frame.cut_right
    room = width - 2
    if _columns(text) <= width:
        return text, (begin, end), left, right
    start = max(0, min(begin - room // 4, len(text) - room))
    stop = min(len(text), start + room)
    return text[start:stop], (begin - start, min(end, stop) - start), left or start > 0, right or stop < len(text)


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width  # noqa: PLC0415 - only a line with other letters needs the tables

    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def _statistics(report: Report, look: Look) -> Iterator[str]:
    counts = Counter((diagnostic.rule, diagnostic.name, str(diagnostic.severity)) for diagnostic in report.diagnostics)
    width = len(str(max(counts.values())))
    for (rule, name, level), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"{count:>{width}}  {rule} {name} ({look.paint(level, level)})"


def _summary(report: Report, look: Look) -> str:
    counts = [(report.count(severity), str(severity)) for severity in sorted(Severity, reverse=True)]
    found = ", ".join(look.paint(counted(count, level), level) for count, level in counts if count)
    looked_at = f"{counted(report.requests, 'request')} ({counted(report.files, 'file')})"
    skipped = len(report.skipped) + report.unrelated
    extras = [
        f"{counted(len(report.unreadable), 'path')} cannot be read" if report.unreadable else "",
        f"{report.suppressed:,} suppressed" if report.suppressed else "",
        f"{counted(skipped, 'file')} without a request skipped" if skipped else "",
    ]
    tail = "".join(f"; {extra}" for extra in extras if extra)
    return f"{found or ('nothing found' if report.unreadable else 'no problems')} in {looked_at}{tail}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where it has to be."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
