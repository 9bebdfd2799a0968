"""Turn findings and problems into diagnostics: positions, frames, severities, clauses."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from .finding import Diagnostic, Edit, Finding, On, RelatedPlace, Severity
from .form import Candidate, Form, NodeSpan, Problem, Span
from .frame import environment_regions, frame, guessed_secrets, line_bounds
from .path import Path, pointer, value_at
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
        spans = _spans(source, form, candidate, wanted)
        secrets = _Secrets(source, form, candidate)
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
                    suggestion=None if finding.suggestion and _tells_secrets(finding.suggestion) else finding.suggestion,
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
    """The values of Environment maps, located only where a shown line seems to touch such a map."""

    def __init__(self, source: Source, form: Form, candidate: Candidate) -> None:
        self._source = source
        self._form = form
        self._candidate = candidate
        # Escapes and anchors can put a map where the look of the text does not show it.
        self._plain = "\\" not in source.text and "&" not in source.text

    def on_line_of(self, span: Span) -> list[Span]:
        """Return the ranges to hide on the first line of ``span``."""
        start, end = line_bounds(self._source, span)
        if self._plain and not any(region.start < end and region.end > start for region in self._regions):
            return []
        touched = [node.value for node in self._values.values() if node.value.start < end and node.value.end > start]
        return [*touched, *guessed_secrets(self._source, span)]

    @cached_property
    def _regions(self) -> list[Span]:
        return environment_regions(self._source)

    @cached_property
    def _values(self) -> Mapping[Path, NodeSpan]:
        value = self._candidate.value
        values = {(*path, name) for path in _environments(value, ()) for name in value_at(value, path)}
        return self._form.locate(self._source, self._candidate, values)


def _spans(source: Source, form: Form, candidate: Candidate, wanted: set[Path]) -> Mapping[Path, NodeSpan]:
    """Locate paths, and where one leads nowhere the nodes above it."""
    spans = form.locate(source, candidate, wanted)
    missing = [path for path in wanted if path not in spans]
    if not missing:
        return spans
    return {**spans, **form.locate(source, candidate, {path[:depth] for path in missing for depth in range(len(path))})}


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


def _tells_secrets(edit: Edit) -> bool:
    """Tell whether an edit carries values of environment variables."""
    if edit.op not in ("set", "insert"):
        return False
    return "Environment" in edit.path or any(True for _ in _environments(edit.value, ()))


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
