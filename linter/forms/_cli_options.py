"""Options and values on a command line of the AWS CLI, by the rules of its parser, which is Python's `argparse`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ..form import Problem, Span
from ._cli_shapes import GLOBAL_OPTIONS, INPUT_OPTIONS, SKELETON_OPTION, Command, Option
from ._shell_values import Argument
from ._shell_words import HOLE

_NEGATIVE_NUMBER = re.compile(r"-\d+|-\d*\.\d+")
_ELISION = re.compile(r"\.{2,}|…")
_HELP = frozenset({"--help", "-h"})
_NEAR = 0.8


class Given(NamedTuple):
    """An option with its values; ``argument`` is the one that it stands in, ``name`` its full name."""

    name: str
    argument: Argument
    values: tuple[Argument, ...]
    key: Span


class CommandLine(NamedTuple):
    """What the arguments behind a command say.

    ``options`` are those that stand for members, by member, the last of each; ``inputs`` those that give a whole request; ``unknown`` those
    that the AWS CLI does not know. ``open`` says that there may be more. ``sends`` is false where no request is sent. ``bare`` says that
    no option is given at all, ``stray`` that words stand behind that belong to no option.
    """

    options: Mapping[str, tuple[Option, Given]]
    inputs: tuple[Given, ...]
    unknown: tuple[Given, ...]
    problems: tuple[Problem, ...]
    open: bool
    sends: bool
    bare: bool
    stray: bool


def command_line(arguments: Sequence[Argument], command: Command) -> CommandLine:
    """Read the arguments behind the name of a command."""
    reader = _Reader(command)
    own = _without_globals(arguments, reader.names)
    reader.run(own)
    helps = [argument.text for argument in own] == ["help"] or reader.helps
    return CommandLine(
        reader.options,
        tuple(reader.inputs.values()),
        tuple(reader.unknown),
        tuple(reader.problems),
        reader.open,
        sends=not (helps or reader.skeleton),
        bare=not (reader.options or reader.inputs or reader.unknown or reader.open),
        stray=reader.stray,
    )


def without_global_options(arguments: Sequence[Argument]) -> list[Argument]:
    """Return the arguments that are no options of all commands, nor values of such."""
    return _without_globals(arguments, (*INPUT_OPTIONS, SKELETON_OPTION))


class _Reader:
    """One pass over one command line."""

    def __init__(self, command: Command) -> None:
        self._command = command
        self.names = (*command.options, *INPUT_OPTIONS, SKELETON_OPTION)
        self.options: dict[str, tuple[Option, Given]] = {}
        self.inputs: dict[str, Given] = {}
        self.unknown: list[Given] = []
        self.problems: list[Problem] = []
        self.open = False
        self.skeleton = False
        self.helps = False
        self.stray = False

    def run(self, arguments: Sequence[Argument]) -> None:
        """Read arguments that are none of global options."""
        at = 0
        straying = False
        while at < len(arguments):
            argument = arguments[at]
            at += 1
            if not _is_option(argument.text, self.names):
                self._positional(argument, first=not straying)
                straying = True
                continue
            straying = False
            behind = at
            while behind < len(arguments) and not _is_option(arguments[behind].text, self.names):
                behind += 1
            at += self._option(argument, arguments[at:behind])

    def _option(self, argument: Argument, following: Sequence[Argument]) -> int:
        """Take an option; return how many of the arguments that follow are its values."""
        name, explicit = _split(argument.text)
        if HOLE in name or argument.text == "--":
            self.open = True
            return len(following)
        if name in _HELP:
            self.helps = True
            return len(following)
        found = _matching(name, self.names)
        if len(found) != 1:
            return self._unknown(argument, name, found, following)
        full = found[0]
        option = self._command.options.get(full)
        values = (argument.part(len(name) + 1, len(argument.text)),) if explicit else self._values(option, following)
        given = Given(full, argument, values, argument.span(0, len(name)))
        if full == SKELETON_OPTION:
            self.skeleton = not (values and values[0].text == "output")
        elif option is None:
            self._check_value(given)
            self._once(self.inputs.get(full), given)
            self.inputs[full] = given
        else:
            if option.flag is None and option.shape.kind != "list":
                self._check_value(given)
            elif option.flag is not None and explicit:
                self._say(f"{full} takes no value", argument.whole, f"write {full} or {_opposite(full)}")
            before = self.options.get(option.member)
            self._once(before[1] if before and before[1].name == full else None, given)
            self.options[option.member] = (option, given)
        return 0 if explicit else len(values)

    def _values(self, option: Option | None, following: Sequence[Argument]) -> tuple[Argument, ...]:
        """Return the arguments that are values of an option."""
        if option is not None and option.flag is not None:
            return ()
        if option is not None and option.shape.kind == "list":
            if any(argument.loose for argument in following):
                self.open = True
            return tuple(following)
        if following and following[0].many:
            self.open = True
        return tuple(following[:1])

    def _check_value(self, given: Given) -> None:
        if not given.values and not self.open:
            message = f"{given.name} has no value, which the AWS CLI refuses"
            self.problems.append(Problem("syntax-error", message, given.argument.whole, "give it one, or leave it out", clauses=()))

    def _once(self, before: Given | None, given: Given) -> None:
        if before is None:
            return
        message = f"{given.name} is given more than once; the AWS CLI takes the last"
        help_ = "give it once, with all its values" if len(given.values) else "keep one of them"
        self.problems.append(Problem("duplicate-key", message, given.key, help_, ((before.key, "first given here"),), clauses=()))

    def _unknown(self, argument: Argument, name: str, found: Sequence[str], following: Sequence[Argument]) -> int:
        """Take an option that the AWS CLI does not know, or cannot tell from others."""
        from difflib import get_close_matches  # noqa: PLC0415 - only for a mistake

        key = argument.span(0, len(name))
        if found:
            message = f"{name} may be {', '.join(found[:-1])} or {found[-1]}, so that the AWS CLI refuses it"
            self._say(message, key, "write the whole option")
            self.open = True
            return len(following)
        near = get_close_matches(name, [*GLOBAL_OPTIONS, *self.names], 1, _NEAR)
        if near and near[0] not in self._command.options:
            message = f"{name} is no option of the AWS CLI; the nearest is {near[0]}"
            self._say(message, key, f"write {near[0]}")
            self.open = self.open or near[0] in INPUT_OPTIONS
        else:
            self.unknown.append(Given(name, argument, tuple(following), key))
        return len(following)

    def _positional(self, argument: Argument, *, first: bool) -> None:
        """Take an argument that belongs to no option."""
        text = argument.text
        if argument.many or HOLE in text or self.open or text.startswith("[") or _ELISION.fullmatch(text):
            self.open = True
            return
        self.stray = True
        if not first:
            return
        if not text.strip():
            message = "a backslash with a blank behind it continues no line, so that the command ends here"
            self.problems.append(Problem("syntax-error", message, argument.whole, "remove the blank", clauses=()))
            self.open = True
            return
        self._say(
            "this word belongs to no option, which the AWS CLI refuses", argument.whole, "put quotes around a value with blanks in it"
        )

    def _say(self, message: str, span: Span, help_: str) -> None:
        self.problems.append(Problem("unknown-member", message, span, help_, clauses=("UMP-CLI-GLOBALS",)))


def _without_globals(arguments: Sequence[Argument], names: Sequence[str]) -> list[Argument]:
    """Return the arguments without those of global options: the AWS CLI takes these first, wherever they stand.

    ``names`` are the options that are not global.
    """
    own: list[Argument] = []
    at = 0
    while at < len(arguments):
        argument = arguments[at]
        at += 1
        name, explicit = _split(argument.text)
        found = _matching(name, GLOBAL_OPTIONS) if name.startswith("--") and name not in names else []
        if len(found) != 1:
            own.append(argument)
        elif GLOBAL_OPTIONS[found[0]] and not explicit and at < len(arguments) and not _is_option(arguments[at].text, names):
            at += 1
    return own


def _is_option(text: str, names: Sequence[str]) -> bool:
    """Tell an option from a value, as argparse does."""
    if not text.startswith("-") or len(text) == 1:
        return False
    name, explicit = _split(text)
    if text in names or (explicit and name in names) or _matching(name, names):
        return True
    return not (_NEGATIVE_NUMBER.fullmatch(text) or " " in text)


def _split(text: str) -> tuple[str, bool]:
    """Return the name of an option, and whether a value follows in the same argument."""
    name, equals, _ = text.partition("=")
    return name, bool(equals)


def _matching(name: str, names: Iterable[str]) -> list[str]:
    """Return the options that a name stands for: itself, or all that begin with it."""
    every = tuple(names)
    if name in every:
        return [name]
    return [one for one in every if one.startswith(name)] if name.startswith("--") and len(name) > len("--") else []


def _opposite(flag: str) -> str:
    return flag.replace("--no-", "--", 1) if flag.startswith("--no-") else flag.replace("--", "--no-", 1)
