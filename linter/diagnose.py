"""Turn findings and problems into diagnostics: positions, frames, severities, clauses."""

from collections.abc import Callable, Mapping, Sequence

from .finding import Diagnostic, Edit, Finding, On, RelatedPlace, Severity
from .form import Candidate, Form, NodeSpan, Problem, Span
from .forms._limits import MAX_INTEGER, MIN_INTEGER
from .frame import frame
from .path import Path, pointer
from .rule import Rule
from .secrets import CandidateSecrets, Secrets, secretive
from .source import Source

Cite = Callable[[Rule, Finding, str], tuple[str, ...]]
"""Picks the clauses for a finding on a request of an operation."""


class Diagnoser:
    """Makes diagnostics for one run: knows the severities that the user set and how clauses are picked.

    ``partial`` says that some rules are muted, so that what is unknown in a request may not be among the findings.
    """

    def __init__(self, severity: Mapping[str, Severity], cite: Cite, *, partial: bool) -> None:
        self._severity = severity
        self._partial = partial
        self._cite = cite

    def problem(self, secrets: Secrets, rule: Rule, problem: Problem) -> Diagnostic:
        """Make the diagnostic of something that is wrong with the text itself."""
        source = secrets.source
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
            frame=frame(source, problem.span, secrets.within),
            request=None,
        )

    def findings(
        self, secrets: Secrets, form: Form, candidate: Candidate, operation: str, number: int, found: Sequence[tuple[Rule, Finding]]
    ) -> list[Diagnostic]:
        """Make the diagnostics of one candidate's findings; the text is gone through once, whatever their number."""
        source = secrets.source
        wanted = {finding.path for _, finding in found} | {related.path for _, finding in found for related in finding.related}
        spans = _spans(source, form, candidate, wanted)
        keys = [finding.path[-1] for _, finding in found if finding.on == "key" and finding.path]
        hidden = CandidateSecrets(secrets, form, candidate, None if self._partial else [str(key) for key in keys]).within
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
                    suggestion=finding.suggestion if _tellable(finding.suggestion) else None,
                    related=tuple(
                        RelatedPlace(pointer(related.path), related.message, lines.place(*_span(related.path, related.on, spans)))
                        for related in finding.related
                    ),
                    frame=frame(source, span, hidden),
                    request=number,
                )
            )
        return diagnostics

    def _level(self, rule: Rule) -> Severity:
        return self._severity.get(rule.id, rule.severity)


def _spans(source: Source, form: Form, candidate: Candidate, wanted: set[Path]) -> Mapping[Path, NodeSpan]:
    """Locate paths, and where one leads nowhere the nodes above it."""
    spans = form.locate(source, candidate, wanted)
    missing = [path for path in wanted if path not in spans]
    if not missing:
        return spans
    return {**spans, **form.locate(source, candidate, {path[:depth] for path in missing for depth in range(len(path))})}


def _tellable(edit: Edit | None) -> bool:
    """Tell whether an edit can stand in a report: its value is plain, and none of an environment variable."""
    if edit is None or edit.op not in ("set", "insert"):
        return True
    if isinstance(edit.value, int) and not MIN_INTEGER <= edit.value <= MAX_INTEGER:
        return False
    return isinstance(edit.value, str | int | float | None) and not any(isinstance(step, str) and secretive(step) for step in edit.path)


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
