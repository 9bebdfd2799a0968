"""JSON Lines: one JSON value on each line; blank lines are skipped."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..form import Candidate, Document, Form, NodeSpan, Problem, Span
from ..path import Path
from ..source import Source
from ._encoding import BOM, broken_utf8, inspect_start
from ._json import MOST_TOLD, parse


class _Spans:
    """Where the lines of a source stand in its text; computed when the first is asked for."""

    def __init__(self, source: Source) -> None:
        self._source = source

    @cached_property
    def _all(self) -> list[Span]:
        spans = []
        start = 0
        for line in self._source.text.split("\n"):
            spans.append(Span(start, start + len(line)))
            start += len(line) + 1
        return spans

    def __getitem__(self, index: int) -> Span:
        return self._all[index]


@dataclass(frozen=True, slots=True)
class _Line:
    """The handle of a candidate: its line, and whether an object on it gives a key more than once."""

    spans: _Spans
    index: int
    repeated: bool = False


class JsonLines(Form):
    """Files that hold a JSON value on each line."""

    name = "jsonl"
    literal = True

    def read(self, source: Source) -> Document:
        """Find the value of each line; a line that cannot be read does not keep the others from being read."""
        start = inspect_start(source.data)
        if not start.readable:
            return Document(problems=start.problems)
        body = source.data.removeprefix(BOM)
        candidates: list[Candidate] = []
        problems = list(start.problems)
        spans = _Spans(source)
        whole_tried = False
        for index, data in enumerate(body.split(b"\n")):
            if not data or data.isspace():
                continue
            value, fine = parse(data)
            if fine:
                candidates.append(Candidate(value, _Line(spans, index), document=index))
                continue
            if not whole_tried and not candidates and parse(body)[1]:
                return Document(problems=(*start.problems, _several_lines(spans[index])))
            whole_tried = True
            if len(problems) > MOST_TOLD:
                problems.append(_more(spans[index]))
                break
            candidate, found = _examine(source.text, data, spans, index)
            candidates += [candidate] if candidate else []
            problems += found
        return Document(tuple(candidates), tuple(problems))

    def locate(self, source: Source, candidate: Candidate, paths: Collection[Path]) -> Mapping[Path, NodeSpan]:
        """Find where nodes of the value on the candidate's line stand."""
        from ._json_locate import locate  # noqa: PLC0415 - only where something is reported

        line: _Line = candidate.handle
        return locate(source.text, line.spans[line.index], paths, repeated=line.repeated)


def _examine(text: str, data: bytes, spans: _Spans, index: int) -> tuple[Candidate | None, tuple[Problem, ...]]:
    """Read a line that the fast parser does not settle."""
    from ._json_reader import read, shift  # noqa: PLC0415 - only where something is wrong

    span = spans[index]
    broken = broken_utf8(data)
    if broken:
        return None, (shift(broken, span.start),)
    found = read(text[span.start : span.end], span.start, unit="line")
    if not found.found:
        return None, found.problems
    return Candidate(found.value, _Line(spans, index, found.repeated), certain=found.certain, document=index), found.problems


def _more(line: Span) -> Problem:
    message = f"this file has more than {MOST_TOLD} lines with problems; lines from here on are not read"
    return Problem("syntax-error", message, line, "mend those that are told first")


def _several_lines(first: Span) -> Problem:
    message = "the file is one JSON value on several lines; a JSON Lines file has one value on each line"
    return Problem("syntax-error", message, first, "name the file .json, or write the value on one line")


FORM = JsonLines()
