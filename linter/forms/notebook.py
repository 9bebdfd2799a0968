"""Jupyter notebooks: the code cells as one Python program, with their commands for the shell and the files that cells write.

Cells can be run in any order; the order of the file is taken for granted. Outputs and other cells are not looked at.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ..form import Candidate, Document, Form, Inner, NodeSpan, Problem, Span
from ..operation import operation_of_name
from ..path import Path
from ..reading import Held, read
from ..source import Source
from ..suppress import NEVER
from . import Forms
from ._encoding import inspect
from ._notebook_cells import Code, notebook_of
from ._notebook_scripts import Script, scripts

_CALL = r"(?:create|update)_model_package\s*\(|sagemaker\s+(?:create|update)-model-package\s"


class _Part(NamedTuple):
    """The handle of a candidate: what the cells hold of it, and the request in that."""

    script: Script
    held: Held


class _Contents(NamedTuple):
    """A notebook as it was read; ``code`` is `None` where it is broken or nothing in its code hints at a request."""

    code: Code | None = None
    parts: tuple[tuple[Script, tuple[Form, ...]], ...] = ()
    scripts: Mapping[Source, Script] = MappingProxyType({})
    problems: tuple[Problem, ...] = ()
    evident: bool = False


class NotebookForm(Form):
    """Notebooks of Jupyter, formats 3 and 4."""

    name = "notebook"

    def read(self, source: Source) -> Document:
        """Find the requests in all code cells."""
        contents = source.once(_contents)
        if contents.code is None:
            return Document(problems=contents.problems, evident=contents.evident)
        candidates: list[Candidate] = []
        problems: list[Problem] = []
        for script, forms in contents.parts:
            reading = read(script.source, forms, operation=None, named=operation_of_name(script.source.name), demanded=False)
            candidates += [_candidate(contents.code, script, held) for held in reading.requests]
            problems += [_placed(contents.code, script, problem) for _, problem in reading.problems]
        if len(contents.parts) > 1:
            candidates.sort(key=lambda candidate: self.locate(source, candidate, {()})[()].value.start)
        return Document(tuple(candidates), tuple(problems), evident=True)

    def locate(self, source: Source, candidate: Candidate, paths: Collection[Path]) -> Mapping[Path, NodeSpan]:
        """Find where the file has nodes of a request."""
        contents = source.once(_contents)
        script, held = candidate.handle
        nodes: Mapping[Path, NodeSpan] = held.form.locate(script.source, held.candidate, paths)
        return {path: _node(contents, script, node) for path, node in nodes.items()}

    def comments(self, source: Source) -> Iterable[tuple[int, str]]:
        """Yield the comments of all that the cells hold, by their offsets in the text of all code."""
        return sorted(set(_comments(source.once(_contents))))

    def speaking(self, candidate: Candidate) -> Form:
        """Return the form of the script that the candidate is in."""
        held: Held = candidate.handle.held
        return held.form.speaking(held.candidate)

    def inner(self, source: Source) -> Inner | None:
        """Return the text of all code."""
        code = source.once(_contents).code
        return Inner(code.source, code.span, code.cell, code.row) if code else None


def _contents(source: Source) -> _Contents:
    notebook = notebook_of(source)
    if notebook is None:
        return _broken(source)
    forms = Forms(wrappers=source.surroundings.wrappers)
    if not forms.of(source.name, notebook.text.encode(errors="replace")):
        # The words are in outputs or in prose.
        return _Contents()
    try:
        code = notebook.code(source)
    except RecursionError:
        return _broken(source)
    found = {script.source: script for script in scripts(code)}
    read_in = ((script, forms.of(script.name, script.source.data)) for script in found.values())
    return _Contents(code, tuple((script, tuple(forms)) for script, forms in read_in if forms), found)


def _broken(source: Source) -> _Contents:
    """Say what is wrong with a file that is no JSON; a notebook with marks of a merge is the usual one."""
    from ._json_reader import read as read_exactly  # noqa: PLC0415 - only where something is wrong

    names = "".join(rf"|\b{re.escape(name.rpartition('.')[2])}\s*\(" for name in source.surroundings.wrappers)
    evident = re.search(_CALL + names, source.text) is not None
    problems, readable = inspect(source.data)
    if readable:
        problems = tuple(problem for problem in read_exactly(source.text).problems if problem.rule in NEVER)
    # A notebook is no request, of which the clauses say that it is JSON.
    return _Contents(problems=tuple(problem._replace(clauses=()) for problem in problems), evident=evident)


def _candidate(code: Code, script: Script, held: Held) -> Candidate:
    seen = held.candidate.seen
    return held.candidate._replace(
        handle=_Part(script, held),
        operation=held.operation,
        document=0,
        part=False,
        seen=seen and _outer(code, script, seen),
    )


def _node(contents: _Contents, script: Script, node: NodeSpan) -> NodeSpan:
    """Return where the file has a node of a script; one in another file stays there, unless a cell writes that file."""
    if node.source is not None:
        written = contents.scripts.get(node.source)
        return node if written is None else _node(contents, written, node._replace(source=None))
    assert contents.code is not None
    return NodeSpan(node.key and _outer(contents.code, script, node.key), _outer(contents.code, script, node.value))


def _comments(contents: _Contents) -> Iterator[tuple[int, str]]:
    for script, forms in contents.parts:
        for form in forms:
            for offset, text in form.comments(script.source):
                yield script.patchwork.span(Span(offset, offset + 1)).start, text


def _placed(code: Code, script: Script, problem: Problem) -> Problem:
    related = tuple((_outer(code, script, span), message) for span, message in problem.related)
    return problem._replace(span=_outer(code, script, problem.span), related=related)


def _outer(code: Code, script: Script, span: Span) -> Span:
    """Return where the file has a range of a script."""
    return code.span(script.patchwork.span(span))


FORM = NotebookForm()
