"""Shell scripts: ``aws sagemaker create-model-package`` and ``update-model-package`` with all that their arguments say.

Nothing is run. Words that the script does not tell are unknown, and a command that may have more options than are seen is open.
"""

from collections.abc import Collection, Iterator, Mapping

from ..form import Candidate, Document, Form, NodeSpan, Problem, Span
from ..path import Path
from ..reading import known
from ..source import Source
from ..templates import with_unknowns
from . import form_named
from ._cli_options import command_line
from ._cli_request import Sent, request
from ._cli_shapes import command as command_of
from ._cli_shapes import option_of
from ._patchwork import Patchwork, comments_inner, locate_inner, read_inner, speaking_inner
from ._shell_calls import call, inner_scripts
from ._shell_commands import Command, Script
from ._shell_script import parse
from ._shell_values import Argument, Values
from ._shell_words import HOLE, Word

_DEEPEST = 5
_MOST_ARGUMENTS = 2_000
_FIRST = 4
_NAMES = ("-model-package", "_model_package")
_STANDARD_INPUT = frozenset({"/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"})


class ShellScript(Form):
    """Scripts for sh, bash, zsh and ksh.

    ``prose`` says that the text may be no script but a sentence, ``depth`` how many scripts it stands in.
    """

    name = "shell"

    def __init__(self, *, prose: bool = False, depth: int = 0) -> None:
        self._prose = prose
        self._depth = depth

    def read(self, source: Source) -> Document:
        """Find the commands that send a request."""
        script = source.once(_script)
        values = Values(script, source)
        candidates: list[Candidate] = []
        problems: list[Problem] = []
        for command in script.commands:
            if not _concerns(script, command):
                continue
            found = self._command(script, command, values)
            candidates += found.candidates
            problems += found.problems
            for inner in self._inner(source, command):
                document = read_inner(*inner)
                candidates += [_without_holes(candidate) for candidate in document.candidates]
                problems += document.problems
        return Document(tuple(candidates), tuple(problems), evident=bool(problems))

    def locate(self, source: Source, candidate: Candidate, paths: Collection[Path]) -> Mapping[Path, NodeSpan]:  # noqa: ARG002 - it is in the handle
        """Find the words, or parts of words, that give the values."""
        return candidate.handle.find(paths) if isinstance(candidate.handle, Sent) else locate_inner(candidate, paths)

    def comments(self, source: Source) -> Iterator[tuple[int, str]]:
        """Yield the comments, those of scripts in the script included."""
        script = source.once(_script)
        yield from script.comments
        for command in script.commands:
            if _concerns(script, command):
                for inner in self._inner(source, command):
                    yield from comments_inner(*inner)

    def blocks(self, source: Source) -> Iterator[Span]:
        """Yield the commands and assignments, with their here-documents: no comment can stand in them."""
        script = source.once(_script)
        for command in script.commands:
            documents = [redirection.document.end for redirection in command.redirections if redirection.document]
            yield Span(command.start, max([command.end, *documents]))
        for assignment in script.assignments:
            yield Span(assignment.start, assignment.end)

    def spell(self, member: str, *, top: bool) -> str:
        """Return the option that gives a member."""
        return option_of(member) if top else member

    def speaking(self, candidate: Candidate) -> Form:
        """Return what spells the members of a request as they are given."""
        sent = candidate.handle
        if not isinstance(sent, Sent):
            return speaking_inner(candidate)
        return _Spelling(sent.options) if sent.whole else self

    def _command(self, script: Script, command: Command, values: Values) -> Document:
        arguments = values.arguments(command.words, command.start)
        found = call(arguments, prose=self._prose)
        if found is None or len(arguments) > _MOST_ARGUMENTS:
            return Document()
        if command.open:
            return self._unfinished(script)
        described = command_of(found.operation)
        line = command_line(found.arguments, described)
        if not line.sends or (line.bare and (self._prose or line.stray)) or (self._prose and line.stray):
            return Document()
        span = Span(command.start, max(command.end, command.start + 1))
        sent = request(line, described, found.name, span, _Loader(command, values).load)
        candidate = Candidate(sent.value, sent, found.operation, certain=known(sent.value), seen=span)
        return Document((candidate,), sent.problems)

    def _unfinished(self, script: Script) -> Document:
        """Say that a command that sends a request has no end, unless it is only quoted from somewhere."""
        start = script.unfinished
        if self._prose or start is None:
            return Document()
        message = "the quote or expansion that starts here has no end"
        return Document(problems=(Problem("syntax-error", message, Span(start, start + 1), "close it", clauses=()),))

    def _inner(self, source: Source, command: Command) -> Iterator[tuple[Form, Patchwork]]:
        """Yield the scripts that a command gives to other programs, with the forms that read them."""
        if self._depth >= _DEEPEST:
            return
        for inner in inner_scripts(command):
            form = ShellScript(prose=self._prose, depth=self._depth + 1) if inner.form == self.name else form_named(inner.form)
            yield form, _patchwork(source, inner.word)


def _without_holes(candidate: Candidate) -> Candidate:
    """Return a candidate of another form, in whose texts holes are."""
    value, found = with_unknowns(candidate.value, HOLE)
    return candidate._replace(value=value, certain=candidate.certain and not found, part=False)


class _Spelling(ShellScript):
    """Spells members that options give as options, and others as the API does: they are in a text with all of the request."""

    def __init__(self, options: frozenset[str]) -> None:
        super().__init__()
        self._options = options

    def spell(self, member: str, *, top: bool) -> str:
        """Return the option that gives a member, where one does."""
        return option_of(member) if top and member in self._options else member


class _Loader:
    """Finds the files that a command names."""

    def __init__(self, command: Command, values: Values) -> None:
        self._command = command
        self._values = values

    def load(self, path: Argument) -> Argument | None:
        """Return the contents of a file, `None` where they are not known."""
        if path.text in _STANDARD_INPUT:
            return self._values.standard_input(self._command)
        return self._values.file(path, self._command.start)


def _concerns(script: Script, command: Command) -> bool:
    """Tell whether a command may send a request, or give another program a script that does."""
    ranges = [
        (command.start, command.end),
        *((word.start, word.end) for redirection in command.redirections if (word := redirection.document)),
    ]
    if any(script.text.find(name, start, end) != -1 for name in _NAMES for start, end in ranges):
        return True
    # Its name may be in a variable or an array.
    return script.indirect and any(piece.expansion for word in command.words[:_FIRST] for piece in word.pieces)


def _script(source: Source) -> Script:
    return parse(source.text)


def _patchwork(source: Source, word: Word) -> Patchwork:
    """Return a word as a text of its own."""
    patchwork = Patchwork(source)
    for piece in word.pieces:
        if piece.expansion is None and len(piece.text) == piece.end - piece.start:
            patchwork.add(piece.start, piece.end)
        elif piece.text:
            patchwork.add_decoded(piece.text, (piece.start, piece.end))
    return patchwork


FORM = ShellScript()
