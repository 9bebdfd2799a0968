"""Turn findings and problems into diagnostics: positions, frames, severities, clauses."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from .finding import Diagnostic, Finding, On, RelatedPlace, Severity
from .form import Candidate, Form, NodeSpan, Problem, Span
from .frame import frame, guessed_secrets
from .path import Path, pointer
from .rule import Rule
from .source import Source

Cite = Callable[[Rule, Finding, str], tuple[str, ...]]
"""Picks the clauses for a finding on a request of an operation."""


class Diagnoser:
    """Makes diagnostics for one run: knows the severities that the user set and how clauses are picked."""

    def __init__(self, severity: Mapping[str, Severity], cite: Cite) -> None:
        self._severity = severity
        self._cite = cite

    def problem(self, source: Source, rule: Rule, problem: Problem) -> Diagnostic:
        """Make the diagnostic of something that is wrong with the text itself."""
        lines = source.lines
        return Diagnostic(
            path=source.name,
            rule=rule.id,
            name=rule.name,
            severity=self._level(rule),
            message=problem.message,
            operation=None,
            pointer=None if problem.path is None else pointer(problem.path),
            place=lines.place(*problem.span),
            clauses=rule.cites,
            help=problem.help,
            related=tuple(RelatedPlace(None, message, lines.place(*span)) for span, message in problem.related),
            frame=frame(source, problem.span, guessed_secrets(source, problem.span)),
        )

    def findings(
        self, source: Source, form: Form, candidate: Candidate, operation: str, number: int, found: Sequence[tuple[Rule, Finding]]
    ) -> list[Diagnostic]:
        """Make the diagnostics of one candidate's findings; the text is gone through once, whatever their number."""
        wanted = {finding.path for _, finding in found} | {related.path for _, finding in found for related in finding.related}
        environments = list(_environments(candidate.value, ()))
        spans = form.locate(source, candidate, {ancestor for path in wanted for ancestor in (path, path[:-1])} | set(environments) | {()})
        secrets = _Secrets(source, form, candidate, [(path, spans[path].value) for path in environments if path in spans])
        lines = source.lines
        diagnostics = []
        for rule, finding in found:
            span = _span(finding.path, finding.on, spans)
            diagnostics.append(
                Diagnostic(
                    path=source.name,
                    rule=rule.id,
                    name=rule.name,
                    severity=self._level(rule),
                    message=finding.message,
                    operation=operation,
                    pointer=pointer(finding.path),
                    place=lines.place(*span),
                    clauses=self._cite(rule, finding, operation),
                    help=finding.help,
                    suggestion=finding.suggestion,
                    related=tuple(
                        RelatedPlace(pointer(related.path), related.message, lines.place(*_span(related.path, related.on, spans)))
                        for related in finding.related
                    ),
                    frame=frame(source, span, secrets.on_line_of(span)),
                    request=number,
                )
            )
        return diagnostics

    def _level(self, rule: Rule) -> Severity:
        return self._severity.get(rule.id, rule.severity)


class _Secrets:
    """The values of Environment maps, located only where a shown line touches such a map."""

    def __init__(self, source: Source, form: Form, candidate: Candidate, environments: Sequence[tuple[Path, Span]]) -> None:
        self._source = source
        self._form = form
        self._candidate = candidate
        self._environments = environments

    def on_line_of(self, span: Span) -> list[Span]:
        """Return the ranges to hide on the first line of ``span``."""
        lines = self._source.lines
        start, end = lines.bounds(lines.position(span.start).line)
        touched = [path for path, place in self._environments if place.start < end and place.end > start]
        if not touched:
            return []
        values = {(*path, name) for path in touched for name in _at(self._candidate.value, path)}
        located = self._form.locate(self._source, self._candidate, values)
        return [*(node.value for node in located.values()), *guessed_secrets(self._source, span)]


def _environments(value: Any, path: Path) -> Iterable[Path]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "Environment" and isinstance(item, dict):
                yield (*path, key)
            elif isinstance(item, dict | list):
                yield from _environments(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, dict | list):
                yield from _environments(item, (*path, index))


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def _span(path: Path, on: On, spans: Mapping[Path, NodeSpan]) -> Span:
    while path and path not in spans:
        path, on = path[:-1], "object"
    node = spans.get(path)
    if node is None:
        return Span(0, 0)
    if on == "value":
        return node.value
    if node.key is not None:
        return node.key
    # An object without a key of its own is marked by its first character, as the whole of it would drown the text.
    return Span(node.value.start, min(node.value.start + 1, node.value.end))
