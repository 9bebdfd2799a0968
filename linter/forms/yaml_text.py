"""YAML: one request in a document, as the AWS CLI takes it for ``--cli-input-yaml``."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from ..form import Candidate, Document, Form, NodeSpan, Problem, Span
from ..path import Path
from ..request import Unknown
from ..source import Source
from ._encoding import inspect
from ._yaml_build import Builder, in_order, locate
from ._yaml_comments import comments
from ._yaml_events import has_surrogates
from ._yaml_nodes import Stream, compose
from ._yaml_plain import read_plain


class _Trees:
    """The documents of a source with their places; read when the first place is asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def stream(self) -> Stream:
        return compose(self.text)

    @cached_property
    def builder(self) -> Builder:
        """What knows the members of the objects whose parts have been looked for."""
        return Builder(self.text)


@dataclass(frozen=True, slots=True)
class _Handle:
    """Where a candidate stands: the source's documents, and which of them it is."""

    trees: _Trees
    index: int


class YamlText(Form):
    """Files that hold one value in each YAML document."""

    name = "yaml"
    literal = True

    def read(self, source: Source) -> Document:
        """Find the value of each document that is not empty; what is broken does not hide the documents before it."""
        start = inspect(source.data)
        if not start.readable:
            return Document(problems=start.problems)
        text = source.text
        trees = _Trees(text)
        values = None if has_surrogates(text) or text.startswith("\ufeff") else read_plain(text)
        if values is None:
            return _read_carefully(trees, start.problems)
        candidates = tuple(
            [Candidate(value, _Handle(trees, index), document=index) for index, value in enumerate(values) if value is not ...]
        )
        return Document(candidates, start.problems if candidates else (*start.problems, _empty(len(values))))

    def locate(self, source: Source, candidate: Candidate, paths: Collection[Path]) -> Mapping[Path, NodeSpan]:  # noqa: ARG002 - it is in the handle
        """Find where nodes of the candidate's document stand; the places of all documents are read at once and kept."""
        handle: _Handle = candidate.handle
        root = handle.trees.stream.documents[handle.index]
        assert root is not None
        return locate(handle.trees.builder, root, paths)

    def comments(self, source: Source) -> Iterable[tuple[int, str]]:
        """Yield offset and text of the comments."""
        return comments(source)


def _read_carefully(trees: _Trees, problems: tuple[Problem, ...]) -> Document:
    if trees.text.startswith("\ufeff"):
        message = "the file starts with a second byte-order mark"
        return Document(
            problems=(*problems, Problem("syntax-error", message, Span(0, 1), "save the file as UTF-8 without a byte-order mark"))
        )
    stream = trees.stream
    candidates = []
    builders = []
    for index, root in enumerate(stream.documents):
        if root is None:
            continue
        builder = Builder(trees.text)
        builders.append(builder)
        value = builder.value(root)
        # A root without a value says nothing about a request.
        if not isinstance(value, Unknown):
            candidates.append(Candidate(value, _Handle(trees, index), certain=builder.certain, document=index))
    found = in_order(chain.from_iterable(builder.problems for builder in builders))
    last = () if stream.problem is None else (stream.problem,)
    if not (candidates or found or last):
        last = (_empty(len(stream.documents)),)
    return Document(tuple(candidates), (*problems, *found, *last))


def _empty(documents: int) -> Problem:
    what = "has only empty documents in it" if documents else "holds nothing but comments"
    return Problem("empty-file", f"the file {what}", Span(0, 0), "write one request into it, or remove the file")


FORM = YamlText()
