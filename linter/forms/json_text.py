"""JSON: one request in a file, as the AWS CLI takes it for ``--cli-input-json``."""

from collections.abc import Collection, Mapping

from ..form import Candidate, Document, Form, NodeSpan, Span
from ..path import Path
from ..source import Source
from ._encoding import inspect
from ._json import parse

_UNIQUE_KEYS = "unique keys"
_REPEATED_KEYS = "repeated keys"


class JsonText(Form):
    """Files that hold one JSON value."""

    name = "json"
    literal = True

    def read(self, source: Source) -> Document:
        """Find the one value of the file, whatever its type."""
        value, fine = parse(source.data)
        if fine:
            return Document((Candidate(value, _UNIQUE_KEYS),))
        problems, readable = inspect(source.data)
        if not readable:
            return Document(problems=problems)
        from ._json_reader import read  # noqa: PLC0415 - only where something is wrong

        found = read(source.text)
        problems += found.problems
        if not found.found:
            return Document(problems=problems)
        handle = _REPEATED_KEYS if found.repeated else _UNIQUE_KEYS
        return Document((Candidate(found.value, handle, certain=found.certain),), problems)

    def locate(self, source: Source, candidate: Candidate, paths: Collection[Path]) -> Mapping[Path, NodeSpan]:
        """Find where nodes of the value stand."""
        return self.locate_within(source, candidate, Span(0, len(source.text)), paths)

    def locate_within(self, source: Source, candidate: Candidate, span: Span, paths: Collection[Path]) -> Mapping[Path, NodeSpan]:
        """Find where nodes stand of the part of the value that fills ``span``; the paths start there."""
        from ._json_locate import locate  # noqa: PLC0415 - only where something is reported

        return locate(source.text, span, paths, repeated=candidate.handle == _REPEATED_KEYS)


FORM = JsonText()
