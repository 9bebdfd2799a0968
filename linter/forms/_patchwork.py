"""Texts in texts: code in the cells of a notebook, scripts in YAML, fences in Markdown, each read as if it were a file of its own."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..form import Candidate, Document, Form, NodeSpan, Problem, Span
from ..path import Path
from ..source import Source

# Half a character, which an escape can stand for and no text can be written with.
_HALF = re.compile("[\ud800-\udfff]")
_REPLACEMENT = "\ufffd"


class Patchwork:
    """A text made of pieces of a source, with the way back from its offsets to those of the source."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._texts: list[str] = []
        self._starts: list[int] = []
        self._offsets: list[int | Sequence[int]] = []
        self._length = 0

    def add(self, start: int, end: int) -> None:
        """Take over a piece of the source as it stands."""
        self._append(self._source.text[start:end], start)

    def add_decoded(self, text: str, offsets: Sequence[int]) -> None:
        """Add a text that the source writes in another way, such as with escapes.

        ``offsets`` are those in the source at which the characters of ``text`` start, and the end of the last: one more than characters.
        """
        self._append(text, offsets)

    def add_placed(self, text: str, places: Sequence[Span]) -> None:
        """Add a text that the source writes in another way, with the place of each character; there may be gaps between them."""
        start = 0
        for at in range(1, len(text) + 1):
            if at == len(text) or places[at].start != places[at - 1].end:
                self._append(text[start:at], [*(place.start for place in places[start:at]), places[at - 1].end])
                start = at

    def add_own(self, text: str, at: int) -> None:
        """Add a text that the source does not have, such as a line break between two pieces; it is said to stand at one place."""
        self._append(text, [at] * (len(text) + 1))

    def source(self) -> Source:
        """Return the whole text as a source of its own, with the name and surroundings of the outer one."""
        return Source.of_text(self._source.name, "".join(self._texts), self._source.surroundings)

    def span(self, span: Span) -> Span:
        """Return where a range of the text stands in the source; for one over several pieces, from its first character to its last."""
        start = self._outer(span.start)
        return Span(start, start if span.end <= span.start else max(start, self._outer(span.end - 1, behind=1)))

    def _append(self, text: str, offsets: int | Sequence[int]) -> None:
        if text:
            self._texts.append(text if text.isascii() else _HALF.sub(_REPLACEMENT, text))
            self._starts.append(self._length)
            self._offsets.append(offsets)
            self._length += len(text)

    def _outer(self, offset: int, behind: int = 0) -> int:
        if not self._starts:
            return 0
        piece = max(bisect_right(self._starts, offset) - 1, 0)
        within = min(offset - self._starts[piece], len(self._texts[piece]) - behind) + behind
        offsets = self._offsets[piece]
        return offsets + within if isinstance(offsets, int) else offsets[within]


class _Handle(NamedTuple):
    """A candidate of a text in a text."""

    form: Form
    source: Source
    patchwork: Patchwork
    candidate: Candidate


def read_inner(form: Form, patchwork: Patchwork) -> Document:
    """Read a patchwork in a form; the candidates are for `locate_inner`, and the problems stand where the outer source has them."""
    source = patchwork.source()
    document = form.read(source)
    return document._replace(
        candidates=tuple(
            candidate._replace(
                handle=_Handle(form, source, patchwork, candidate), document=0, seen=candidate.seen and patchwork.span(candidate.seen)
            )
            for candidate in document.candidates
        ),
        problems=tuple(_outer_problem(problem, patchwork) for problem in document.problems),
    )


def locate_inner(candidate: Candidate, paths: Collection[Path]) -> Mapping[Path, NodeSpan]:
    """Find where the outer source has the nodes of a candidate of `read_inner`."""
    handle: _Handle = candidate.handle
    return {
        path: node if node.source else NodeSpan(node.key and handle.patchwork.span(node.key), handle.patchwork.span(node.value))
        for path, node in handle.form.locate(handle.source, handle.candidate, paths).items()
    }


def speaking_inner(candidate: Candidate) -> Form:
    """Return the form in whose spelling is told of a candidate of `read_inner`."""
    handle: _Handle = candidate.handle
    return handle.form.speaking(handle.candidate)


def comments_inner(form: Form, patchwork: Patchwork) -> Iterator[tuple[int, str]]:
    """Yield the comments of a patchwork with their offsets in the outer source."""
    for offset, text in form.comments(patchwork.source()):
        yield patchwork.span(Span(offset, offset + 1)).start, text


def blocks_inner(form: Form, patchwork: Patchwork) -> Iterator[Span]:
    """Yield where the outer source has the blocks of a patchwork."""
    for span in form.blocks(patchwork.source()):
        yield patchwork.span(span)


def _outer_problem(problem: Problem, patchwork: Patchwork) -> Problem:
    related = tuple((patchwork.span(span), message) for span, message in problem.related)
    return problem._replace(span=patchwork.span(problem.span), related=related)
