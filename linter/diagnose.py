"""Turn findings and problems into diagnostics: positions, frames, severities, clauses."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from .finding import Cell, Diagnostic, Edit, Finding, On, Related, RelatedPlace, Severity
from .form import Candidate, Form, NodeSpan, Problem, Span
from .forms._limits import MAX_INTEGER, MIN_INTEGER
from .frame import frame
from .path import Path, pointer
from .reading import Held
from .rule import Rule
from .secrets import CandidateSecrets, Secrets, secretive
from .source import Source
from .spelling import spelt

Cite = Callable[[Rule, Finding, str], tuple[str, ...]]
"""Picks the clauses for a finding on a request of an operation."""

Members = Callable[[str], tuple[frozenset[str], frozenset[str]]]
"""Returns the names of an operation's members, and those of the objects in its requests."""


class Diagnoser:
    """Makes diagnostics for one run: knows the severities that the user set and how clauses are picked.

    ``some_muted`` says that some rules are muted, so that what is unknown in a request may not be among the findings. ``members`` returns
    the names of the members of an operation's request, and of those of the objects in it.
    """

    def __init__(self, severity: Mapping[str, Severity], cite: Cite, members: Members, *, some_muted: bool) -> None:
        self._severity = severity
        self._some_muted = some_muted
        self._cite = cite
        self._members = members

    def problem(self, secrets: Secrets, rule: Rule, problem: Problem, form: Form | None = None) -> Diagnostic:
        """Make the diagnostic of something that is wrong with the text itself; ``form`` is the one that read it."""
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
            clauses=rule.cites if problem.clauses is None else problem.clauses,
            help=problem.help,
            related=tuple(RelatedPlace(None, message, lines.place(*span)) for span, message in problem.related),
            frame=frame(source, problem.span, secrets.within),
            request=None,
            form=form.name if form else None,
            cell=_cell(form, source, problem.span.start) if form else None,
        )

    def findings(self, secrets: Secrets, held: Held, number: int, found: Sequence[tuple[Rule, Finding]]) -> list[Diagnostic]:
        """Make the diagnostics of one request's findings; the text is gone through once, whatever their number."""
        form, candidate, operation = held
        wanted = {finding.path for _, finding in found} | {related.path for _, finding in found for related in finding.related}
        nodes = _nodes(secrets.source, form, candidate, wanted)
        keys = [finding.path[-1] for _, finding in found if finding.on == "key" and finding.path]
        hidden = CandidateSecrets(secrets, form, candidate, None if self._some_muted else [str(key) for key in keys])
        speller = self._speller(form.speaking(candidate), operation)
        diagnostics = []
        for rule, finding in found:
            spell = speller(finding)
            span, elsewhere = _span(finding.path, finding.on, nodes)
            source = elsewhere or secrets.source
            diagnostics.append(
                Diagnostic(
                    path=source.name,
                    rule=rule.id,
                    name=rule.name,
                    severity=self._level(rule),
                    message=spell(finding.message, finding.on == "key"),
                    operation=operation,
                    pointer=pointer(finding.path),
                    place=source.lines.place(*span),
                    clauses=self._cite(rule, finding, operation),
                    help=spell(finding.help, finding.on == "key") if finding.help else finding.help,
                    suggestion=finding.suggestion if _tellable(finding.suggestion) else None,
                    related=tuple(_related(related, nodes, source, secrets.source, spell) for related in finding.related),
                    frame=frame(source, span, partial(hidden.within, source=elsewhere)),
                    request=number,
                    form=form.name,
                    cell=None if elsewhere else _cell(form, source, span.start),
                )
            )
        return diagnostics

    def _speller(self, form: Form, operation: str) -> Callable[[Finding], Callable[[str, bool], str]]:
        """Return what puts the members in the messages of a finding into the form's own spelling."""
        if type(form).spell is Form.spell:
            return lambda _finding: _unchanged
        top, below = self._members(operation)
        return lambda finding: partial(spelt, form=form, top=top | _own_names(finding), below=below)

    def _level(self, rule: Rule) -> Severity:
        return self._severity.get(rule.id, rule.severity)


def _unchanged(text: str, key: bool) -> str:  # noqa: ARG001, FBT001 - the shape of `spelt`
    return text


def _own_names(finding: Finding) -> frozenset[str]:
    """Return the member of the request that a finding is about: it may be one that there is not."""
    return frozenset({str(finding.path[0])}) if finding.on == "key" and len(finding.path) == 1 else frozenset()


def _nodes(source: Source, form: Form, candidate: Candidate, wanted: set[Path]) -> Mapping[Path, NodeSpan]:
    """Locate paths, and where one leads nowhere the nodes above it."""
    nodes = form.locate(source, candidate, wanted)
    missing = [path for path in wanted if path not in nodes]
    if not missing:
        return nodes
    return {**nodes, **form.locate(source, candidate, {path[:depth] for path in missing for depth in range(len(path))})}


def _cell(form: Form, source: Source, offset: int) -> Cell | None:
    inner = form.inner(source)
    return inner.cell(offset) if inner else None


def _related(
    related: Related, nodes: Mapping[Path, NodeSpan], source: Source, own: Source, spell: Callable[[str, bool], str]
) -> RelatedPlace:
    """Make the second place of a finding; where it is in another file than the finding, the message says which."""
    span, elsewhere = _span(related.path, related.on, nodes)
    there = elsewhere or own
    message = spell(related.message, False)
    return RelatedPlace(pointer(related.path), message if there is source else f"{message} (in {there.name})", there.lines.place(*span))


def _tellable(edit: Edit | None) -> bool:
    """Tell whether an edit can stand in a report: its value is plain, and none of an environment variable."""
    if edit is None or edit.op not in ("set", "insert"):
        return True
    if isinstance(edit.value, int) and not MIN_INTEGER <= edit.value <= MAX_INTEGER:
        return False
    return isinstance(edit.value, str | int | float | None) and not any(isinstance(step, str) and secretive(step) for step in edit.path)


def _span(path: Path, on: On, nodes: Mapping[Path, NodeSpan]) -> tuple[Span, Source | None]:
    """Return the place of a node, and the source that it is in where that is another one."""
    while path and path not in nodes:
        path, on = path[:-1], "object"
    node = nodes.get(path)
    if node is None:
        return Span(0, 0), None
    if on == "value":
        return node.value, node.source
    if node.key is not None:
        return node.key, node.source
    # An object without a key of its own is marked by its first character, as the whole of it would drown the text.
    return Span(node.value.start, min(node.value.start + 1, node.value.end)), node.source
