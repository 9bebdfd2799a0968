"""Which commands of a script send a model-package request, and which give other programs a script of their own."""

import os
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..form import Span
from ._cli_options import without_global_options
from ._cli_shapes import OPERATIONS
from ._shell_commands import Command
from ._shell_values import Argument, Part
from ._shell_words import HOLE, Word

_SERVICE = "sagemaker"
# What such a program is given is not run.
_PRINTING = frozenset({"echo", "printf", "print", "grep", "egrep", "fgrep", "rg", "man", "which", "type", "logger", "alias", "complete"})
# What may stand before the AWS CLI in a text that could as well be prose.
_RUNNING = frozenset(
    {"sudo", "env", "time", "nohup", "exec", "command", "xargs", "docker", "podman", "watch", "timeout", "nice", "RUN", "CMD"}
)
_SHELLS = frozenset({"bash", "sh", "zsh", "ksh", "dash", "ssh", "su"})
_PYTHON = re.compile(r"(?:python|pypy)[\d.]*")
_COMMAND_STRING = re.compile(r"-[a-z]*c")
_WORDS = ("-model-package", "_model_package")


class Call(NamedTuple):
    """A command that sends a request: the operation, where the command is named, and the arguments behind that."""

    operation: str
    name: Span
    arguments: tuple[Argument, ...]


class InnerScript(NamedTuple):
    """A script in a script, by the name of its form."""

    form: str
    word: Word


def call(arguments: Sequence[Argument], *, prose: bool) -> Call | None:
    """Return the call that the arguments of a command are; ``prose`` says that they may be words of a sentence."""
    for index, argument in enumerate(arguments):
        operation = OPERATIONS.get(argument.text)
        if operation is None:
            continue
        services = [at for at in range(index) if arguments[at].text == _SERVICE]
        if not services or without_global_options(arguments[services[-1] + 1 : index]):
            continue
        before = arguments[: services[-1]]
        if not _runs(before, prose=prose):
            return None
        return Call(operation, argument.whole, tuple(_filled_in(before, arguments[index + 1 :])))
    return None


def inner_scripts(command: Command) -> Iterator[InnerScript]:
    """Yield the texts that a command gives to a shell or to Python as a script."""
    texts = [word.text for word in command.words]
    programs = [_base(text) for text in texts]
    shell = any(program in _SHELLS for program in programs)
    python = any(_PYTHON.fullmatch(program) for program in programs)
    for before, word in zip(texts, command.words[1:], strict=False):
        if shell and _COMMAND_STRING.fullmatch(before):
            yield from _inner("shell", word)
        elif python and before == "-c":
            yield from _inner("python", word)
    if programs[:1] in (["eval"], ["ssh"]):
        for word in command.words[1:]:
            yield from _inner("shell", word)
    written = [redirection.target.text for redirection in command.redirections if redirection.operator == ">"]
    for redirection in command.redirections:
        if redirection.document is None:
            continue
        if python or (written and written[0].endswith(".py")):
            yield from _inner("python", redirection.document)
        elif shell or (written and written[0].endswith((".sh", ".bash"))):
            yield from _inner("shell", redirection.document)


def _inner(form: str, word: Word) -> Iterator[InnerScript]:
    if any(name in word.text for name in _WORDS):
        yield InnerScript(form, word)


def _base(text: str) -> str:
    return os.path.basename(text)  # noqa: PTH119 - a word of a script


def _runs(before: Sequence[Argument], *, prose: bool) -> bool:
    """Tell whether what stands before the service is the AWS CLI, or something that runs it."""
    if not before or _base(before[0].text) in _PRINTING:
        return False
    if prose and not (_is_cli(before[0]) or _base(before[0].text) in _RUNNING):
        return False
    return any(_is_cli(argument) for argument in before)


def _is_cli(argument: Argument) -> bool:
    return HOLE in argument.text or "aws" in argument.text.lower()


def _filled_in(before: Sequence[Argument], arguments: Sequence[Argument]) -> Iterator[Argument]:
    """Yield the arguments as ``xargs`` and ``find`` run the command: with unknown ones in place of their marks, or behind."""
    programs = {_base(argument.text) for argument in before}
    if not programs & {"xargs", "parallel", "find"}:
        yield from arguments
        return
    texts = [argument.text for argument in before]
    marks = {mark for option, mark in pairwise(texts) if option == "-I"} | {text[2:] for text in texts if text[:2] == "-I"}
    marks = {mark for mark in marks if mark} or ({"{}"} if programs & {"parallel", "find"} else set())
    for argument in arguments:
        if "find" in programs and argument.text in (";", "+"):
            return
        if any(mark in argument.text for mark in marks):
            yield Argument((Part(HOLE, *argument.whole, hole=True),), argument.whole)
        else:
            yield argument
    if not marks:
        last = arguments[-1].whole.end if arguments else before[-1].whole.end
        yield Argument((Part(HOLE, last, last, hole=True),), Span(last, last), many=True)
