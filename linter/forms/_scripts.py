"""Forms whose files hold scripts, or other texts that are read in a form of their own."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from ..form import Candidate, Document, Form, NodeSpan, Problem, Span
from ..path import Path
from ..source import Source
from ..templates import with_unknowns
from ._patchwork import Patchwork, blocks_inner, comments_inner, locate_inner, read_inner, speaking_inner
from ._shell_words import HOLE

COMMANDS = ("-model-package", "_model_package")
"""What is in every script that is worth reading."""


class Script(NamedTuple):
    """A text in a source, and the form that reads it; ``document`` is set where it is part of that document of the source."""

    form: Form
    patchwork: Patchwork
    document: int | None = None


class ScriptsForm(Form):
    """A form that finds its requests in texts of other forms."""

    def scripts(self, source: Source) -> Iterable[Script]:
        """Return the texts in a source, in its order. Never raises."""
        raise NotImplementedError

    def read(self, source: Source) -> Document:
        """Find the requests in all texts."""
        candidates: list[Candidate] = []
        problems: list[Problem] = []
        evident = False
        for script in source.once(self._all):
            document = read_inner(script.form, script.patchwork)
            candidates += [kept for candidate in document.candidates if (kept := self.kept(candidate, script))]
            problems += document.problems
            evident = evident or document.evident
        return Document(tuple(candidates), tuple(problems), evident=evident)

    def kept(self, candidate: Candidate, script: Script) -> Candidate | None:
        """Return a candidate as one of the whole source; `None` where it is no request."""
        value, found = with_unknowns(candidate.value, HOLE)
        return candidate._replace(
            value=value, certain=candidate.certain and not found, part=script.document is not None, document=script.document or 0
        )

    def locate(self, source: Source, candidate: Candidate, paths: Collection[Path]) -> Mapping[Path, NodeSpan]:  # noqa: ARG002 - it is in the handle
        """Find where the source has the nodes of a candidate."""
        return locate_inner(candidate, paths)

    def comments(self, source: Source) -> Iterator[tuple[int, str]]:
        """Yield the comments of all texts."""
        for script in source.once(self._all):
            yield from comments_inner(script.form, script.patchwork)

    def blocks(self, source: Source) -> Iterator[Span]:
        """Yield the blocks of all texts."""
        for script in source.once(self._all):
            yield from blocks_inner(script.form, script.patchwork)

    def speaking(self, candidate: Candidate) -> Form:
        """Return the form of the text that a candidate is in."""
        return speaking_inner(candidate)

    def _all(self, source: Source) -> tuple[Script, ...]:
        return tuple(self.scripts(source))
