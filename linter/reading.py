"""Read one source in all of its forms: which requests are in it, and what is wrong with its text."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from .form import Candidate, Document, Form, Problem, Span
from .operation import may_hold_request, operation_of, recognise
from .request import OpenList, OpenMap, Unknown
from .source import Source
from .suppress import NEVER

NO_REQUEST = "holds no model-package request"


class Held(NamedTuple):
    """A request: the candidate, the form that found it and its operation."""

    form: Form
    candidate: Candidate
    operation: str


class Reading(NamedTuple):
    """What a source holds.

    ``unread`` says, where there is nothing to report, why it is skipped, and ``blind`` that nobody could look into it.
    """

    requests: tuple[Held, ...]
    problems: tuple[tuple[Form, Problem], ...] = ()
    unread: str | None = None
    blind: bool = False


def read(source: Source, forms: Sequence[Form], *, operation: str | None, named: str | None, demanded: bool) -> Reading:
    """Read ``source`` in each of ``forms``; the arguments are those of `mpkit.linter.lint.Linter.lint`."""
    requests: list[Held] = []
    problems: list[tuple[Form, Problem]] = []
    candidates: list[Candidate] = []
    unread = None
    for form in forms:
        document = source.once(form.read)
        unread = unread or document.unread
        parts = {held.candidate.document for held in requests if held.candidate.part}
        candidates += document.candidates
        found = [
            Held(form, candidate, of)
            for candidate in document.candidates
            if (candidate.part or candidate.document not in parts)
            and (of := candidate.operation or operation or operation_of(candidate.value, named)) is not None
        ]
        if found or parts or (unread is None and _worth_telling(source, document, operation or named, demanded=demanded)):
            # Parts of others say nothing about the problems of a form that finds parts itself.
            whole = parts and not any(candidate.part for candidate in document.candidates)
            problems += [(form, problem) for problem in (_of_parts(source, requests, document) if whole else document.problems)]
        requests += found
    if requests or problems:
        return Reading(tuple(requests), tuple(problems))
    return Reading((), (), unread or _why_not(candidates, named), blind=unread is not None)


def known(value: Any) -> bool:
    """Tell whether nothing in ``value`` is unknown and nothing open."""
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Unknown | OpenMap | OpenList):
            return False
        waiting += node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return True


def _of_parts(source: Source, requests: Sequence[Held], document: Document) -> Iterator[Problem]:
    """Yield the problems of a text that matter where only parts of it are requests: what ends the reading, and what is in a part."""
    if not document.problems:
        return
    spans: dict[Span | None, Held] = {}
    for held in requests:
        if held.candidate.part and not held.candidate.variant:
            node = held.form.locate(source, held.candidate, {()}).get(())
            if node is not None and node.source is None:
                spans[node.value] = held
    around = _Around(span for span in spans if span)
    for problem in document.problems:
        # Charts and the like are templates that are YAML only now and then.
        if problem.placeholder:
            continue
        held_around = spans.get(around.smallest(problem.span.start))
        inside = held_around if held_around and problem.rule not in held_around.form.tolerates else None
        if inside and problem.path is not None:
            yield problem._replace(path=inside.form.request_path(inside.candidate, problem.path))
        elif inside or problem.rule in NEVER:
            yield problem


class _Around:
    """Finds which of many ranges an offset is in; two of them are apart, or one is inside of the other."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans, key=lambda span: (span.start, -span.end))
        self._outer: list[int] = []
        within = -1
        for index, span in enumerate(self._spans):
            while within >= 0 and self._spans[within].end <= span.start:
                within = self._outer[within]
            self._outer.append(within)
            within = index

    def smallest(self, offset: int) -> Span | None:
        """Return the smallest range around an offset."""
        index = bisect_right(self._spans, offset, key=lambda span: span.start) - 1
        while index >= 0 and self._spans[index].end <= offset:
            index = self._outer[index]
        return self._spans[index] if index >= 0 else None


def _why_not(candidates: Sequence[Candidate], named: str | None) -> str:
    if len(candidates) != 1:
        return NO_REQUEST
    return f"{NO_REQUEST}: {recognise(candidates[0].value, named).reason}"


def _worth_telling(source: Source, document: Document, operation: str | None, *, demanded: bool) -> bool:
    if not document.problems or document.candidates:
        return False
    return document.evident or demanded or operation is not None or may_hold_request(source.data)
