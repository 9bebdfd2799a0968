"""The summary for people: whether the backend conforms, why not in a line a cause, then each cause with an example to try."""

import textwrap
from collections.abc import Iterator, Sequence

from ...linter.report.text import Look
from .._words import clean, counted, listed
from ..check import Result, Run
from ..fold import Cause, by_reason, fold
from ..reproduce import command, curl, hint
from ._parts import clauses, effort, headline, tallies, what_was_done_before, what_was_sent

_MOST_CAUSES = 30
_FEW_IDS = 3
_ALL = 2_000
_SHORT_SNIPPET = 900
_LEVELS = {"MUST": "error", "SHOULD": "warning", "MAY": "info", "INFO": "info"}
_STANDINGS = {"conforms": "help", "fails": "error", "undecided": "warning"}


def render(run: Run, look: Look) -> Iterator[str]:
    """Yield the lines of the summary, each with its line break."""
    yield from (f"{line}\n" for line in _lines(run, look))


def _lines(run: Run, look: Look) -> Iterator[str]:
    causes = fold(run.results)
    said = headline(run)
    why = f", for {counted(len(causes), 'cause')}" if causes and said.standing == "fails" else ""
    yield look.paint(said.text + why, _STANDINGS[said.standing])
    counts = [f"{number:,} {word}" + (f" ({said})" if said and word != "skipped" else "") for word, number, said in tallies(run) if number]
    yield look.paint("; ".join([", ".join(counts) or "no checks", effort(run)]), "dim")
    for problem in run.problems:
        yield f"{look.paint('deviations', 'error')}: {clean(problem)}"
    if causes:
        yield ""
        yield from _contents(causes, look)
        for number, cause in enumerate(causes[:_MOST_CAUSES], 1):
            yield ""
            yield from _cause(number, cause, run, look)
    remarks = [*_reasons(run.results, "errored", look), *_reasons(run.results, "skipped", look)]
    remarks += [f"{look.paint('note', 'dim')} {clean(note)}" for note in run.notes]
    if remarks:
        yield ""
        yield from remarks
    if causes:
        yield ""
        yield from _next(run)


def _contents(causes: Sequence[Cause], look: Look) -> Iterator[str]:
    """Yield a line for each cause, cut to the width; the level of what does not bind stands in brackets."""
    width = len(str(len(causes)))
    tails = [counted(len(cause.results), "check") for cause in causes[:_MOST_CAUSES]]
    most = max(map(len, tails))
    levels = [cause.level if cause.is_binding else f"({cause.level})" for cause in causes[:_MOST_CAUSES]]
    column = max(map(len, levels))
    room = max(look.width - width - column - most - 3, 30)
    for number, (cause, level, tail) in enumerate(zip(causes, levels, tails, strict=False), 1):
        sentence = clean(cause.sentence)
        sentence = sentence if len(sentence) < room else f"{sentence[: room - 2].rstrip()}…"
        painted = look.paint(f"{level:<{column}}", _LEVELS[cause.level])
        yield f"{number:>{width}} {painted}  {sentence:<{room}}{look.paint(f'{tail:>{most}}', 'dim')}"
    if len(causes) > _MOST_CAUSES:
        yield f"and {len(causes) - _MOST_CAUSES:,} more"


def _cause(number: int, cause: Cause, run: Run, look: Look) -> Iterator[str]:
    check, failure = cause.shown_by.check, cause.example
    level = cause.level if cause.is_binding else f"{cause.level}, not binding"
    yield from _wrapped(f"{number}. ", f"{clean(cause.sentence)} ({level})", look, style="bold")
    if cause.detail:
        yield from _note("of these", cause.detail, look)
    operations = f" ({' and '.join(cause.operations)})" if cause.operations else ""
    yield from _note("checks" if len(cause.checks) > 1 else "check", clean(listed(cause.checks, _FEW_IDS), _ALL) + operations, look)
    if check.id not in cause.checks[:_FEW_IDS]:
        yield from _note("as in", clean(check.id), look)
    yield from _note("demand", clean(check.title), look)
    for clause, sentence in list(clauses(check))[:_FEW_IDS]:
        yield from _note("clause", f"{clause}: {sentence}", look)
    before = what_was_done_before(failure)
    if before is not None:
        yield from _note("after", before, look)
    yield from _note("sent", what_was_sent(failure), look)
    yield from _note("expected", clean(failure.expected), look)
    yield from _note("observed", clean(failure.observed), look)
    yield from _note("again", command(run, "--only", check.id), look, wrap=False)
    snippet = curl(failure, run)
    if len(snippet) <= _SHORT_SNIPPET:
        yield from (f"     {line}" for line in snippet.splitlines())


def _reasons(results: Sequence[Result], verdict: str, look: Look) -> Iterator[str]:
    for reason, ids in by_reason(results, verdict):
        label = look.paint(verdict, "warning" if verdict == "errored" else "dim")
        yield f"{label} {counted(len(ids), 'check')}: {clean(reason)} ({clean(listed(ids, _FEW_IDS), _ALL)})"


def _next(run: Run) -> Iterator[str]:
    told = hint(run.target)
    if told:
        yield told
    yield f"next: {command(run, '--report', 'html=report.html')}"
    yield "      for every failure with its request, its answer, and snippets in curl and Python"


def _note(label: str, text: str, look: Look, *, wrap: bool = True) -> Iterator[str]:
    head = f"   {look.paint('=', 'dim')} {look.paint(label, 'dim')}: "
    plain = len(f"   = {label}: ")
    lines = _split(text, look.width - plain) if wrap else [text]
    yield head + lines[0]
    yield from (" " * plain + line for line in lines[1:])


def _wrapped(head: str, text: str, look: Look, style: str) -> Iterator[str]:
    for index, line in enumerate(_split(text, look.width - len(head))):
        yield (head if index == 0 else " " * len(head)) + look.paint(line, style)


def _split(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, max(width, 40), break_long_words=False, break_on_hyphens=False) or [""]
