"""Markdown for a comment on a pull request or a job summary: outcome, counts, causes, and an example of each to open.

What comes from a backend stands in code spans and blocks, so that it links, mentions and formats nothing. The whole stays below what a
comment holds; what does not fit is counted.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from ...linter.report.text import Look
from .._words import clean, counted
from ..check import Run
from ..fold import Cause, by_reason, fold
from ..reproduce import command, curl, hint
from ._parts import clauses, effort, headline, tallies, what_was_done_before, what_was_sent

_MOST = 60_000
_MOST_CAUSES = 50
_FEW_IDS = 3
_LONGEST_SNIPPET = 3_000
_SIGNS = {"conforms": "✅", "fails": "❌", "undecided": "⚠️"}


def render(run: Run, look: Look) -> Iterator[str]:
    """Yield the document."""
    del look
    causes = fold(run.results)
    said = headline(run)
    head = _lines([f"## {_SIGNS[said.standing]} {escaped(said.text)}", "", *_counts(run), "", *_problems(run), *_table(causes)])
    tail = _lines([*_unasked(run), *_next(run, causes)])
    yield head
    room = _MOST - len(head) - len(tail)
    for number, cause in enumerate(causes[:_MOST_CAUSES], 1):
        example = _lines(_example(number, cause, run))
        room -= len(example)
        if room < 0:
            yield f"{len(causes) - number + 1:,} more examples do not fit here.\n\n"
            break
        yield example
    yield tail


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _counts(run: Run) -> Iterator[str]:
    counted_verdicts = [(word, number, said) for word, number, said in tallies(run) if number]
    yield "| " + " | ".join(word for word, _, _ in counted_verdicts) + " |"
    yield "|" + "---:|" * len(counted_verdicts)
    yield "| " + " | ".join(f"{number:,}" for _, number, _ in counted_verdicts) + " |"
    yield ""
    yield f"{effort(run)}, against edition {code(run.spec)}"


def _problems(run: Run) -> Iterator[str]:
    for problem in run.problems:
        yield f"- **Deviations:** {escaped(clean(problem))}"
    for note in run.notes:
        yield f"- {escaped(clean(note))}"
    if run.problems or run.notes:
        yield ""


def _table(causes: Sequence[Cause]) -> Iterator[str]:
    if not causes:
        return
    yield "| # | level | what the backend does | checks |"
    yield "|---:|---|---|---:|"
    for number, cause in enumerate(causes[:_MOST_CAUSES], 1):
        yield f"| {number} | {cause.level} | {escaped(clean(cause.sentence))} | {len(cause.results):,} |"
    if len(causes) > _MOST_CAUSES:
        yield f"| | | and {len(causes) - _MOST_CAUSES:,} more | |"
    yield ""


def _example(number: int, cause: Cause, run: Run) -> Iterator[str]:
    check, failure = cause.shown_by.check, cause.example
    yield "<details>"
    yield f"<summary>{number}. {_html(clean(cause.sentence))}</summary>"
    yield ""
    if cause.detail:
        yield f"- of these: {escaped(cause.detail)}"
    yield f"- checks: {', '.join(map(_id, cause.checks[:_FEW_IDS]))}{_more(cause.checks)}"
    yield f"- demand of {_id(check.id)}: {escaped(clean(check.title))}"
    yield from (f"- {code(clause)}: {escaped(sentence)}" for clause, sentence in clauses(check))
    before = what_was_done_before(failure)
    if before is not None:
        yield f"- after: {code(before)}"
    yield f"- sent: {code(what_was_sent(failure))}"
    yield f"- expected: {code(clean(failure.expected))}"
    yield f"- observed: {code(clean(failure.observed))}"
    yield ""
    snippet = curl(failure, run)
    yield from block("sh", snippet if len(snippet) <= _LONGEST_SNIPPET else command(run, "--only", check.id))
    yield "</details>"
    yield ""


def _unasked(run: Run) -> Iterator[str]:
    for verdict in ("errored", "skipped"):
        for reason, ids in by_reason(run.results, verdict):
            yield f"- {verdict}, {counted(len(ids), 'check')}: {escaped(clean(reason))} ({', '.join(map(_id, ids[:_FEW_IDS]))}{_more(ids)})"


def _next(run: Run, causes: Sequence[Cause]) -> Iterator[str]:
    if not causes:
        return
    told = hint(run.target)
    if told:
        yield f"\n{escaped(told)}"
    yield "\nEvery failure with its request and answer:\n"
    yield from block("sh", command(run, "--report", "html=report.html"))


def _more(ids: Sequence[str]) -> str:
    return f" and {len(ids) - _FEW_IDS:,} more" if len(ids) > _FEW_IDS else ""


def _id(check: str) -> str:
    return code(clean(check))


def code(text: str) -> str:
    """Return a text of one line as a code span, also inside a table."""
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    # A table is cut at bars before code spans are looked for.
    return f"{fence}{space}{text}{space}{fence}".replace("|", "\\|")


def block(language: str, text: str) -> Iterator[str]:
    """Yield the lines of a code block."""
    fence = "`" * max(3, max(map(len, re.findall("`+", text)), default=0) + 1)
    yield f"{fence}{language}"
    yield text.rstrip("\n")
    yield fence


def escaped(text: str) -> str:
    """Return a text in which no character formats, links or mentions."""
    return re.sub(r"([\\`*_\[\]|~])", r"\\\1", _html(text))


def _html(text: str) -> str:
    """Return a text for HTML, in which ``@name`` and ``#1`` mention nobody and nothing: a space without width stands in them."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"(?<!&)([@#])(?=\w)", r"\1&#8203;", text)
