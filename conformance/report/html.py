"""One page that needs nothing else: outcome, causes, and every check with its failures, to filter and to copy from.

The page asks for nothing over the network, and its content security policy lets it run its own script and style only. Whatever a
backend said is text in it. Outcome, causes, and what was expected and observed are there without scripts too.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from ..._version import __version__
from ...linter.report.text import Look
from .._words import clean, counted, listed
from ..check import PHASES, Exchange, Failure, Result, Run
from ..fold import Cause, by_reason, fold
from ..outcome import Broken
from ..reproduce import curl, hint, python
from ._parts import LEVELS, body_text, clauses, headline, plain, shown, tallies, what_was_done_before, what_was_sent

_HERE = Path(__file__).parent
_SIGNS = {"conforms": "✓", "fails": "✕", "undecided": "?"}
_MOST_SHOWN = 20_000
_FEW_IDS = 3
_MOST_SAID = 1_000


def render(run: Run, look: Look) -> Iterator[str]:
    """Yield the page."""
    del look
    causes = fold(run.results)
    said = headline(run)
    yield page(
        "page",
        title=escape(said.text),
        standing=said.standing,
        sign=_SIGNS[said.standing],
        headline=escape(said.claim),
        lead=escape(said.why),
        facts=_facts(run),
        summary=_summary(run),
        causes=_causes(causes, run),
        filters=_filters(run, causes),
        rows="\n".join(_rows(run, causes)),
        footer=escape(f"Written by mpkit {__version__}. {hint(run.target) or ''}".strip()),
        data=_data([[_recorded(failure, run) for failure in result.failures] for result in run.results]),
    )


def page(name: str, **parts: str) -> str:
    """Return a page made of its template and the parts, with the style of all pages and the script of this one."""
    style, script = _read("page.css"), _read(f"{name}.js")
    template = Template(_read(f"{name}.html"))
    return template.substitute(
        parts, version=escape(__version__), style=style, script=script, style_hash=_hash(style), script_hash=_hash(script)
    )


def pairs(items: Iterable[tuple[str, str]]) -> str:
    """Return terms with what is said of them, which is HTML already."""
    return "".join(f"<div><dt>{escape(term)}</dt><dd>{said}</dd></div>" for term, said in items)


def _said(text: str, most: int = _MOST_SAID) -> str:
    """Return a text as HTML on one line."""
    return escape(clean(text, most))


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _data(value: Any) -> str:
    """Return JSON that can stand in a script element."""
    return json.dumps(plain(value), ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")


def _facts(run: Run) -> str:
    target, summary = run.target, run.summary
    facts = [
        ("Target", target.name),
        *([("Endpoint", target.endpoint)] if target.endpoint else []),
        ("Region", target.region),
        ("Edition", run.spec),
        ("Seed", str(run.seed)),
        ("Requests", f"{summary.requests:,} in {summary.seconds:,.1f} s"),
    ]
    return pairs((term, _said(value)) for term, value in facts)


def _summary(run: Run) -> str:
    found = [(_CLASSES[word], word, number, said) for word, number, said in tallies(run)]
    tiles = "".join(
        f'<li class="{kind}"><b>{number:,}</b>{word}<small>{escape(said)}</small></li>'
        for kind, word, number, said in found
        if number or word in ("failed", "passed")
    )
    notices = _notice("Recorded deviations are off:", run.problems, "notice warning") + _notice("Good to know:", run.notes)
    unasked = "".join(_unasked(run, verdict) for verdict in ("errored", "skipped"))
    return f'{_bar([(kind, number) for kind, _, number, _ in found])}<ul class="tallies">{tiles}</ul>{notices}{unasked}'


_CLASSES = {word: word for word in ("failed", "reported", "errored", "skipped", "passed")} | {"deviations": "deviation"}


def _bar(parts: Sequence[tuple[str, int]]) -> str:
    """Return the proportions of the verdicts as a picture; what it says stands in words beside it."""
    total = sum(number for _, number in parts) or 1
    start, rects = 0.0, []
    for kind, number in parts:
        width = 1000 * number / total
        rects.append(f'<rect class="{kind}" x="{start:.2f}" width="{width:.2f}" height="10"/>')
        start += width
    return f'<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">{"".join(rects)}</svg>'


def _notice(head: str, sentences: Sequence[str], kind: str = "notice") -> str:
    items = "".join(f"<li>{_said(sentence)}</li>" for sentence in sentences)
    return f'<div class="{kind}">{head}<ul>{items}</ul></div>' if items else ""


def _unasked(run: Run, verdict: str) -> str:
    reasons = [
        f"<li>{_said(reason)}: {counted(len(ids), 'check')} ({_said(listed(ids, _FEW_IDS))})</li>"
        for reason, ids in by_reason(run.results, verdict)
    ]
    return f'<div class="notice">Checks that were {verdict}:<ul>{"".join(reasons)}</ul></div>' if reasons else ""


def _causes(causes: Sequence[Cause], run: Run) -> str:
    if not causes:
        return ""
    items = "\n".join(_cause(number, cause, run) for number, cause in enumerate(causes, 1))
    return (
        '<section aria-labelledby="causes">\n<h2 id="causes">Causes</h2>\n'
        f'<p class="soft">What is wrong with the backend, most serious first, each with its shortest example.</p>\n'
        f'<ol class="rows">\n{items}\n</ol>\n</section>'
    )


def _cause(number: int, cause: Cause, run: Run) -> str:
    check, failure = cause.shown_by.check, cause.example
    kind = "failed" if any(map(run.fails, cause.results)) else "reported"
    count = counted(len(cause.results), "check")
    detail = f"<p>Of these: {_said(cause.detail)}.</p>" if cause.detail else ""
    return (
        f'<li><details><summary><span class="number">{number}</span><span class="what">{_said(cause.sentence)}</span>'
        f'<span class="badge {kind}">{cause.level}</span><span class="count">{count}</span></summary>'
        f'<div class="body">{detail}<dl class="pairs">{_story(failure, check.id, dict(clauses(check)))}</dl>'
        f"{_code(curl(failure, run))}"
        f'<button type="button" data-shows="{number}">Show {"these " if len(cause.results) > 1 else "this "}{count}</button>'
        "</div></details></li>"
    )


def _story(failure: Failure, check: str | None, said: Mapping[str, str]) -> str:
    """Return what a failure shows as terms: the check where it has to be named, the clauses, sent, expected, observed."""
    named = f'<dt>Check</dt><dd><a class="id" href="#{_anchor(check)}">{_said(check)}</a></dd>' if check else ""
    before = what_was_done_before(failure)
    terms = [
        *([("After", f"<code>{_said(before)}</code>")] if before is not None else []),
        ("Sent", f"<code>{_said(what_was_sent(failure))}</code>"),
        ("Expected", f'<span class="expected">{_said(failure.expected)}</span>'),
        ("Observed", f'<span class="observed">{_said(failure.observed)}</span>'),
    ]
    return named + _clauses(said) + "".join(f"<dt>{term}</dt><dd>{text}</dd>" for term, text in terms)


def _clauses(said: Mapping[str, str]) -> str:
    found = [f'<dd><span class="id">{escape(name)}</span> {escape(sentence)}</dd>' for name, sentence in said.items()]
    return f"<dt>Clause{'s' * (len(found) > 1)}</dt>{''.join(found)}" if found else ""


def _code(text: str) -> str:
    head = '<div><span>For a shell</span><button type="button" data-copy>Copy</button></div>'
    return f'<div class="code">{head}<pre tabindex="0">{escape(_cut(text))}</pre></div>'


def _cut(text: str) -> str:
    more = len(text) - _MOST_SHOWN
    return text if more <= 0 else f"{text[:_MOST_SHOWN]}\n… and {more:,} more characters"


def _filters(run: Run, causes: Sequence[Cause]) -> str:
    counts = [(_CLASSES[word], word, number) for word, number, _ in tallies(run) if number]
    # Where something failed, what passed is not what people came for.
    busy = any(kind != "passed" for kind, _, _ in counts)
    verdicts = [(kind, f"{word} {number:,}", not (busy and kind == "passed")) for kind, word, number in counts]
    levels = [level for level in LEVELS if any(result.check.level == level for result in run.results)]
    phases = [phase for phase in PHASES if any(result.check.phase == phase for result in run.results)]
    options = "".join(f'<option value="{number}">{number}. {_said(cause.sentence, 100)}</option>' for number, cause in enumerate(causes, 1))
    cause = f'<label class="field"><span>Cause</span><select name="cause"><option value="">all</option>{options}</select></label>'
    return (
        '<form class="filters" id="filters" role="search" aria-label="Filter the checks" hidden>'
        '<label class="field"><span>Search</span><input type="search" name="text" autocomplete="off" spellcheck="false"></label>'
        f"{cause if causes else ''}{_boxes('verdict', verdicts)}"
        f"{_boxes('level', [(level, level, True) for level in levels])}{_boxes('phase', [(phase, phase, True) for phase in phases])}"
        '<div class="foot"><p id="status" role="status"></p><button type="button" data-clear>Show all</button></div></form>'
    )


def _boxes(name: str, choices: Sequence[tuple[str, str, bool]]) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" name="{name}" value="{value}"{" checked" if on else ""}>{escape(label)}</label>'
        for value, label, on in choices
    )
    return f"<fieldset><legend>{name.capitalize()}</legend>{boxes}</fieldset>"


def _rows(run: Run, causes: Sequence[Cause]) -> Iterator[str]:
    numbers = {check: number for number, cause in enumerate(causes, 1) for check in cause.checks}
    for index, result in enumerate(run.results):
        yield _row(index, result, run, numbers.get(result.check.id))


def _row(index: int, result: Result, run: Run, cause: int | None) -> str:
    check, kind = result.check, _kind(result, run)
    rests = f"{check.evidence}, {check.phase} phase, {counted(result.cases, 'case')}"
    failures = "".join(
        f'<div class="failure"><h3 class="id">{_said(failure.case)}</h3><dl class="pairs">{_story(failure, None, {})}</dl></div>'
        for failure in result.failures
    )
    return (
        f'<li id="{_anchor(check.id)}" data-index="{index}" data-verdict="{kind}" data-level="{check.level}" '
        f'data-phase="{check.phase}" data-cause="{cause or ""}"><details><summary><span class="badge verdict {kind}">{kind}</span>'
        f'<span class="id">{_said(check.id)}</span><span class="badge">{check.level}</span></summary>'
        f'<div class="body"><p>{_said(check.title)}</p>{_remarks(result)}'
        f'<dl class="pairs">{_clauses(dict(clauses(check)))}<dt>Rests on</dt><dd>{escape(rests)}</dd></dl>'
        f"{failures}</div></details></li>"
    )


def _remarks(result: Result) -> str:
    remarks = [result.reason] if result.reason else []
    if result.check.conflict:
        remarks.append(f"Sources differ: {result.check.conflict}")
    if result.deviation:
        until = f", until {result.deviation.expires.isoformat()}" if result.deviation.expires else ""
        issue = f" ({result.deviation.issue})" if result.deviation.issue else ""
        remarks.append(f"Recorded deviation{until}: {result.deviation.reason}{issue}")
    return "".join(f"<p>{_said(remark)}</p>" for remark in remarks)


def _kind(result: Result, run: Run) -> str:
    if result.verdict != "failed":
        return result.verdict
    if result.deviation is not None:
        return "deviation"
    return "failed" if run.fails(result) else "reported"


def _anchor(check: str) -> str:
    return _said(f"check-{check}").replace(" ", "-")


def _recorded(failure: Failure, run: Run) -> dict[str, Any]:
    return {
        "calls": [_call(exchange) for exchange in failure.exchanges],
        "curl": curl(failure, run),
        "python": python(failure, run),
    }


def _call(exchange: Exchange) -> tuple[str, str, str, str]:
    """Return operation, request, a line on the answer, and the answer."""
    request = _cut(body_text(exchange))
    if isinstance(exchange.outcome, Broken):
        return exchange.step.operation, request, exchange.outcome.kind, exchange.outcome.detail
    return exchange.step.operation, request, f"HTTP {exchange.status}", _cut(shown(exchange.response))
