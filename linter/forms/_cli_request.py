"""From the arguments of ``aws sagemaker create-model-package`` or ``update-model-package`` to the request that they send."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from ..form import NodeSpan, Problem, Span
from ..path import Path
from ..request import OpenList, OpenMap, Unknown
from ._cli_json import Find, Located, nowhere, read_json, read_yaml, text_value, unknown
from ._cli_members import BINARY_FILE, FILE, Load, ShorthandValue, converted
from ._cli_options import CommandLine, Given
from ._cli_shapes import Command, Option, Shape, member_of
from ._cli_shorthand import ShorthandError, parse
from ._shell_values import Argument
from ._shell_words import HOLE


class Sent(NamedTuple):
    """A request: its value, where its parts stand, and what is wrong with the texts that it is made of.

    ``options`` are the members that options stand for. ``whole`` says that other members come from a text that holds a whole request.
    """

    value: Any
    find: Find
    problems: tuple[Problem, ...]
    options: frozenset[str]
    whole: bool


def request(line: CommandLine, command: Command, name: Span, span: Span, load: Load) -> Sent:
    """Put together what a command line sends; ``name`` is where the command is named, ``span`` all of it.

    What options give comes before what ``--cli-input-json`` gives, member by member.
    """
    maker = _Maker(command, load)
    members: dict[str, tuple[Span, Located]] = {
        member: (given.key, maker.member(option, given)) for member, (option, given) in line.options.items()
    }
    for given in line.unknown:
        members.setdefault(member_of(given.name), (given.key, unknown(given.argument)))
    whole = maker.whole(line.inputs[0]) if len(line.inputs) == 1 else None
    problems = [*line.problems, *(problem for _, located in members.values() for problem in located.problems)]
    value: Any = {member: located.value for member, (_, located) in members.items()}
    is_open = line.open or len(line.inputs) > 1
    if whole is not None:
        problems += whole.problems
        if isinstance(whole.value, dict):
            is_open = is_open or isinstance(whole.value, OpenMap)
            value = {**whole.value, **value}
        elif isinstance(whole.value, Unknown) or members:
            is_open = True
        else:
            value = whole.value
    if is_open and isinstance(value, dict):
        value = OpenMap(value)
    return Sent(value, _Finder(members, whole, NodeSpan(name, span)), tuple(problems), frozenset(members), whole is not None)


class _Finder:
    """Finds where the parts of a request stand."""

    def __init__(self, members: Mapping[str, tuple[Span, Located]], whole: Located | None, root: NodeSpan) -> None:
        self._members = members
        self._whole = whole
        self._root = root

    def __call__(self, paths: Collection[Path]) -> Mapping[Path, NodeSpan]:
        found: dict[Path, NodeSpan] = {}
        of_whole: list[Path] = []
        by_member: dict[str, list[Path]] = {}
        for path in paths:
            if path and path[0] in self._members:
                by_member.setdefault(str(path[0]), []).append(path[1:])
            else:
                of_whole.append(path)
        for member, below in by_member.items():
            key, located = self._members[member]
            for rest, node in located.find(below).items():
                found[(member, *rest)] = node._replace(key=key) if not rest and node.source is None else node
        if self._whole is not None:
            found.update(self._whole.find(of_whole))
        if () in paths and (() not in found or found[()].source is None):
            found[()] = self._root
        return found


class _ItemFinder:
    """Finds where the items of a list stand, each of them a value of its own."""

    def __init__(self, items: Sequence[Located], whole: NodeSpan) -> None:
        self._items = items
        self._whole = whole

    def __call__(self, paths: Collection[Path]) -> Mapping[Path, NodeSpan]:
        found: dict[Path, NodeSpan] = {}
        by_item: dict[int, list[Path]] = {}
        for path in paths:
            if not path:
                found[()] = self._whole
            elif isinstance(path[0], int) and path[0] < len(self._items):
                by_item.setdefault(path[0], []).append(path[1:])
        for index, below in by_item.items():
            found.update({(index, *rest): node for rest, node in self._items[index].find(below).items()})
        return found


class _Maker:
    """Makes the values of options."""

    def __init__(self, command: Command, load: Load) -> None:
        self._command = command
        self._load = load

    def member(self, option: Option, given: Given) -> Located:
        """Return the value of an option that stands for a member."""
        if option.flag is not None:
            return Located(option.flag, nowhere(given.argument))
        if option.shape.kind == "list":
            located = self._list(option.shape, given)
        elif not given.values or given.values[0].many or (argument := self._loaded(given.values[0])) is None:
            return unknown(given.values[0] if given.values else given.argument)
        elif option.shape.kind in ("structure", "map"):
            located = self._object(option.shape, argument, given)
        else:
            return Located(converted(option.shape, text_value(argument.text)), nowhere(argument))
        return located._replace(problems=tuple([_below(problem, option.member) for problem in located.problems]))

    def whole(self, given: Given) -> Located:
        """Return the request that the value of ``--cli-input-json`` or ``--cli-input-yaml`` is."""
        argument = self._loaded(given.values[0]) if given.values else None
        if argument is None or (argument.text and not argument.text.strip(HOLE)):
            return unknown(given.argument)
        site = given.values[0].whole
        return read_json(argument, site) if given.name.endswith("json") else read_yaml(argument, site)

    def _object(self, shape: Shape, argument: Argument, given: Given) -> Located:
        if argument.text.lstrip().startswith(("{", "[")):
            return read_json(argument, given.values[0].whole)
        return self._shorthand(shape, argument, given)

    def _list(self, shape: Shape, given: Given) -> Located:
        arguments = given.values
        if len(arguments) == 1:
            argument = self._loaded(arguments[0])
            if argument is None or argument.loose:
                return unknown(arguments[0])
            if argument.text.lstrip().startswith("["):
                return read_json(argument, arguments[0].whole)
            if argument is not arguments[0]:
                return unknown(arguments[0])
        known = [argument for argument in arguments if not argument.loose]
        items = [self._item(shape, number, argument, given, known[0]) for number, argument in enumerate(known)]
        value: list[Any] = [located.value for located in items]
        whole = given.key
        if arguments:
            whole = Span(arguments[0].whole.start, max(argument.whole.end for argument in arguments))
        return Located(
            OpenList(value) if len(known) < len(arguments) else value,
            _ItemFinder(items, NodeSpan(None, whole)),
            tuple(problem for located in items for problem in located.problems),
        )

    def _item(self, shape: Shape, number: int, argument: Argument, given: Given, first: Argument) -> Located:
        """Return one item of a list; the first tells whether all are JSON."""
        item = self._command.below(shape, 0)
        if item is None or item.kind not in ("structure", "map", "list"):
            return Located(converted(item, text_value(argument.text)), nowhere(argument))
        if not first.text.strip().startswith(("[", "{")):
            located = self._shorthand(item, argument, given)
        elif argument.text.lstrip().startswith(("{", HOLE)):
            located = read_json(argument, argument.whole)
        else:
            message = f"the first value of {given.name} is JSON and this one is not, which the AWS CLI refuses"
            located = unknown(argument, Problem("syntax-error", message, argument.whole, "write all of them as JSON, or none", clauses=()))
        return located._replace(problems=tuple([_below(problem, number) for problem in located.problems]))

    def _shorthand(self, shape: Shape, argument: Argument, given: Given) -> Located:
        if argument.text and not argument.text.strip(HOLE):
            return unknown(argument)
        try:
            node = parse(argument.text)
        except ShorthandError as error:
            if HOLE in argument.text or argument.source:
                return unknown(argument)
            span = argument.span(error.at, error.at + 1) if error.at < len(argument.text) else argument.whole
            message = error.message if error.repeated else f"{given.name} takes JSON or shorthand, and this is neither: {error.message}"
            rule = "duplicate-key" if error.repeated else "syntax-error"
            return unknown(argument, Problem(rule, message, span, error.help, clauses=()))
        return ShorthandValue(self._command, argument, self._load).located(node, shape)

    def _loaded(self, argument: Argument) -> Argument | None:
        """Return the contents of the file that an argument names, the argument itself where it names none; `None` for unknown ones."""
        if argument.text.startswith(FILE):
            return self._load(argument.part(len(FILE), len(argument.text)))
        return None if argument.text.startswith(BINARY_FILE) else argument


def _below(problem: Problem, step: str | int) -> Problem:
    return problem if problem.path is None else problem._replace(path=(step, *problem.path))
