"""Several backends in one table, from their JSON reports: where they differ comes first."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal, TypeAlias

from ...linter.report.text import Look
from .._words import clean, counted
from .html import page
from .markdown import code, escaped
from .recorded import Recorded

Group: TypeAlias = Literal["differs", "fails", "same"]

_GROUPS: tuple[Group, ...] = ("differs", "fails", "same")
_VERDICTS = ("passed", "failed", "reported", "deviation", "errored", "skipped", "not asked")
_STYLES = {"passed": "help", "failed": "error", "reported": "warning", "deviation": "info", "errored": "warning"}
_MOST_MARKDOWN = 400


@dataclass(frozen=True, slots=True)
class Row:
    """One check and the verdict on each backend: those of the kit, or ``not asked``; what failed without binding was ``reported``."""

    check: str
    title: str
    level: str
    verdicts: tuple[str, ...]

    @property
    def group(self) -> Group:
        """Whether the backends differ, or all fail, or are the same otherwise."""
        if len(set(self.verdicts)) > 1:
            return "differs"
        return "fails" if self.verdicts[0] in ("failed", "reported", "deviation") else "same"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The table: a name for each backend, and the checks in their order, differences first. ``notes`` say what to keep in mind."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]

    def of(self, group: Group) -> tuple[Row, ...]:
        """Return the rows of a group."""
        return tuple(row for row in self.rows if row.group == group)

    def totals(self, column: int) -> Mapping[str, int]:
        """Return how often a backend got each verdict."""
        return Counter(row.verdicts[column] for row in self.rows)

    @property
    def claim(self) -> str:
        """The outcome in one line."""
        number = len(self.of("differs"))
        backends = counted(len(self.names), "report")
        return f"{backends} differ in {number:,} of {counted(len(self.rows), 'check')}" if number else f"{backends} show no difference"


def compare(reports: Sequence[Recorded]) -> Comparison:
    """Put reports side by side, in their order. A check that a report does not know was not asked there."""
    entries: dict[str, Mapping[str, Any]] = {}
    for report in reports:
        for check, entry in report.checks.items():
            entries.setdefault(check, entry)
    rows = [
        Row(
            check, str(entry.get("title", "")), str(entry.get("level", "")), tuple(_verdict(report.checks.get(check)) for report in reports)
        )
        for check, entry in entries.items()
    ]
    return Comparison(_names(reports), tuple(sorted(rows, key=lambda row: _GROUPS.index(row.group))), tuple(_notes(reports)))


def render(reports: Sequence[Recorded], form: Literal["text", "markdown", "html"], look: Look) -> Iterator[str]:
    """Yield the comparison in pieces that are written one after the other."""
    table = compare(reports)
    if form == "html":
        yield _html(table)
    else:
        lines = _text(table, look) if form == "text" else _markdown(table)
        yield from (f"{line}\n" for line in lines)


def _verdict(entry: Mapping[str, Any] | None) -> str:
    if entry is None:
        return "not asked"
    if entry["verdict"] != "failed":
        return str(entry["verdict"])
    if entry.get("deviation"):
        return "deviation"
    return "failed" if entry.get("binding", True) else "reported"


def _names(reports: Sequence[Recorded]) -> tuple[str, ...]:
    """Return what the backends are called; where several have one name, the file says which is meant."""
    often = Counter(report.target for report in reports)
    return tuple(clean(report.target if often[report.target] == 1 else f"{report.target} ({report.path})", 60) for report in reports)


def _notes(reports: Sequence[Recorded]) -> Iterator[str]:
    editions = dict.fromkeys(report.spec for report in reports)
    if len(editions) > 1:
        yield f"The reports are of different editions: {', '.join(map(clean, editions))}."
    seeds = {repr(report.document.get("seed")) for report in reports}
    if len(seeds) > 1:
        yield "The reports were made with different seeds, so that drawn cases differ."


def _text(table: Comparison, look: Look) -> Iterator[str]:
    yield look.paint(table.claim, "bold")
    yield from (f"note: {note}" for note in table.notes)
    yield ""
    widths = [max(map(len, (name, *_VERDICTS))) for name in table.names]
    shown = [*table.of("differs"), *table.of("fails")]
    yield "  ".join([*(f"{name:<{width}}" for name, width in zip(table.names, widths, strict=True)), "check"])
    for row in shown:
        cells = (_cell(verdict, width, look) for verdict, width in zip(row.verdicts, widths, strict=True))
        yield "  ".join([*cells, clean(row.check)])
    same = Counter(row.verdicts[0] for row in table.of("same"))
    if same:
        yield f"the same for all: {', '.join(f'{verdict} {same[verdict]:,}' for verdict in _VERDICTS if same[verdict])}"
    yield ""
    for column, name in enumerate(table.names):
        yield f"{name}: {_totals(table, column)}"


def _cell(verdict: str, width: int, look: Look) -> str:
    return (look.paint(verdict, _STYLES[verdict]) if verdict in _STYLES else verdict) + " " * (width - len(verdict))


def _totals(table: Comparison, column: int) -> str:
    totals = table.totals(column)
    return ", ".join(f"{totals[verdict]:,} {verdict}" for verdict in _VERDICTS if totals.get(verdict))


def _markdown(table: Comparison) -> Iterator[str]:
    yield f"## {escaped(table.claim)}"
    yield ""
    yield from (f"- {escaped(note)}" for note in table.notes)
    yield from (f"- {escaped(name)}: {_totals(table, column)}" for column, name in enumerate(table.names))
    yield ""
    yield f"| check | {' | '.join(map(escaped, table.names))} |"
    yield "|---" * (len(table.names) + 1) + "|"
    shown = [*table.of("differs"), *table.of("fails")]
    for row in shown[:_MOST_MARKDOWN]:
        yield f"| {code(clean(row.check))} | {' | '.join(_marked(verdict) for verdict in row.verdicts)} |"
    yield ""
    if len(shown) > _MOST_MARKDOWN:
        yield f"{counted(len(shown) - _MOST_MARKDOWN, 'check')} more failed."
    yield f"{counted(len(table.of('same')), 'check')} had the same verdict everywhere and did not fail."


def _marked(verdict: str) -> str:
    return {"passed": "✅ passed", "failed": "❌ failed"}.get(verdict, verdict)


def _html(table: Comparison) -> str:
    differs, fails, same = (len(table.of(group)) for group in _GROUPS)
    verdicts = [verdict for verdict in _VERDICTS if any(table.totals(column).get(verdict) for column in range(len(table.names)))]
    return page(
        "compare",
        title=escape(table.claim),
        headline=escape(table.claim),
        lead=escape(", ".join(table.names)),
        totals_head="".join(f'<th scope="col">{verdict}</th>' for verdict in verdicts),
        totals="".join(_totals_row(table, column, verdicts) for column in range(len(table.names))),
        notes="".join(f'<p class="notice">{escape(note)}</p>' for note in table.notes),
        head="".join(f'<th scope="col">{escape(name)}</th>' for name in table.names),
        rows="\n".join(map(_html_row, table.rows)),
        differs=f"{differs:,}",
        fails=f"{fails:,}",
        same=f"{same:,}",
        fails_checked="" if differs else " checked",
        same_checked="" if differs or fails else " checked",
    )


def _totals_row(table: Comparison, column: int, verdicts: Sequence[str]) -> str:
    totals = table.totals(column)
    cells = "".join(f"<td>{totals.get(verdict, 0):,}</td>" for verdict in verdicts)
    return f'<tr><th scope="row">{escape(table.names[column])}</th>{cells}</tr>'


def _html_row(row: Row) -> str:
    cells = "".join(f'<td><span class="badge {verdict.replace(" ", "-")}">{verdict}</span></td>' for verdict in row.verdicts)
    return (
        f'<tr data-group="{row.group}"><th scope="row"><span class="id">{escape(clean(row.check))}</span>'
        f"<small>{escape(clean(row.title))}</small></th>{cells}</tr>"
    )
