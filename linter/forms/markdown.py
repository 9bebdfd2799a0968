"""Markdown: blocks of shell commands, Python, JSON and YAML.

Documents have placeholders that no program fills in: ``<your-bucket>``, ``{region}``, ``YOUR_ACCOUNT``, ``...``. They are unknown here,
and blocks that are broken are excerpts, not mistakes.
"""

import re
from collections.abc import Iterator

from ..form import Candidate, Document, Form, Span
from ..operation import operation_of
from ..source import Source
from ..templates import with_unknowns
from . import form_named
from ._markdown_blocks import Block, blocks, comments
from ._markdown_commands import commands
from ._patchwork import Patchwork
from ._scripts import COMMANDS, Script, ScriptsForm
from ._shell_words import HOLE
from .shell_script import ShellScript

_SHELL = frozenset(
    {
        "sh",
        "bash",
        "shell",
        "zsh",
        "ksh",
        "console",
        "shell-session",
        "shellsession",
        "sh-session",
        "terminal",
        "cli",
        "awscli",
        "aws",
        "bat",
    }
)
_PYTHON = frozenset({"python", "py", "python3", "py3", "ipython", "ipython3", "pycon", "python-repl"})
_DATA = {"json": "json", "jsonc": "json", "json5": "json", "yaml": "yaml", "yml": "yaml"}
_UNTOLD = frozenset({"", "text", "txt", "plaintext", "none", "code"})
_PLACEHOLDER = (
    rf"{HOLE}|<[A-Za-z][^<>\n]*>|\.{{3,}}|…|\{{[\w.-]+\}}|(?i:\byour[-_ ]\w[\w-]*)|\bX{{3,}}\b|\bx{{4,}}\b"
    r"|(?<=[:/.])[A-Z]+(?:_[A-Z0-9]+)+(?=[:/.]|\Z)|(?<=[:/.])(?:ACCOUNT|REGION|BUCKET|ACCOUNTID|PREFIX)(?=[:/.]|\Z)"
)
_PROMPT = re.compile(r"(?:>>>|\.\.\.)(?: |(?=\r?\n|\Z))")
_ANSWERED = frozenset({"syntax-error", "empty-file"})


class Markdown(ScriptsForm):
    """Files of Markdown."""

    name = "markdown"

    def scripts(self, source: Source) -> Iterator[Script]:
        """Find the blocks that may hold requests."""
        for block in source.once(_blocks):
            text = "".join([source.text[start:end] for start, end in block.lines])
            form = _form(block, text, source)
            if form is not None:
                yield Script(form, _patchwork(source, block, form))

    def read(self, source: Source) -> Document:
        """Find the requests; what is broken in a block is left out."""
        document = super().read(source)
        return document._replace(problems=tuple(problem for problem in document.problems if problem.rule not in _ANSWERED), evident=False)

    def kept(self, candidate: Candidate, script: Script) -> Candidate | None:  # noqa: ARG002 - all blocks are alike
        """Return a candidate with its placeholders unknown; a value in JSON or YAML only where it is a whole request."""
        value, found = with_unknowns(candidate.value, _PLACEHOLDER)
        operation = candidate.operation or operation_of(value)
        if operation is None:
            return None
        return candidate._replace(value=value, operation=operation, certain=candidate.certain and not found, part=False)

    def comments(self, source: Source) -> Iterator[tuple[int, str]]:
        """Yield the comments of HTML and those in blocks."""
        yield from comments(source.text)
        yield from super().comments(source)

    def blocks(self, source: Source) -> Iterator[Span]:
        """Yield the blocks of code, with their fences, and those in them."""
        lines = source.lines
        for block in source.once(_blocks):
            yield Span(lines.bounds(block.first)[0], lines.bounds(block.last)[1])
        yield from super().blocks(source)


def _blocks(source: Source) -> tuple[Block, ...]:
    return tuple(blocks(source.text))


def _form(block: Block, text: str, source: Source) -> Form | None:
    """Return the form that reads a block; `None` where it holds nothing."""
    language = block.language
    told = language not in _UNTOLD
    if language in _SHELL or not told:
        if any(word in text for word in COMMANDS) and (told or "aws" in text):
            return ShellScript(prose=not block.fenced or not told)
        if told:
            return None
    if not block.fenced:
        return None
    calls = ("_model_package", "ModelPackage", *(name.rpartition(".")[2] for name in source.surroundings.wrappers))
    if language in _PYTHON or (not told and "_model_package(" in text):
        return form_named("python") if any(call in text for call in calls) else None
    if language in _DATA or (not told and text.lstrip().startswith("{")):
        return form_named(_DATA.get(language, "json")) if "ModelPackage" in text else None
    return None


def _patchwork(source: Source, block: Block, form: Form) -> Patchwork:
    if form.name == "shell":
        return commands(source, block.lines)
    patchwork = Patchwork(source)
    prompted = form.name == "python" and any(source.text.startswith(">>>", start) for start, _ in block.lines)
    for start, end in block.lines:
        prompt = _PROMPT.match(source.text, start, end) if prompted else None
        if prompt or not prompted:
            patchwork.add(prompt.end() if prompt else start, end)
    return patchwork


FORM = Markdown()
