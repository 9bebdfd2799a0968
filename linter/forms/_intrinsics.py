"""What CloudFormation's functions tell of a value, in their long form (``{"Fn::Sub": …}``) and as YAML tags (``!Sub``)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..path import ABSENT, Path
from ..request import Unknown
from ._known_text import between, joined
from ._objects import Wrapped
from ._request_reader import Perhaps, RequestReader

NO_VALUE = "AWS::NoValue"
_FUNCTION = "Fn::"
# A variable, or what is written ${!…} to stand for ${…}.
_SUBSTITUTED = re.compile(r"\$\{(!?)([^{}]*)\}")
_BRANCHES = 3
_OF_LIST = 2


class Call(NamedTuple):
    """A function and its argument; ``steps`` lead from the node that it is to the argument."""

    name: str
    argument: Any
    steps: Path


def call_of(node: Any) -> Call | None:
    """Return the function that a node is, `None` for any other node."""
    if isinstance(node, Wrapped):
        tag = node.tag.removeprefix("!")
        return Call(tag if tag == "Ref" else f"{_FUNCTION}{tag}", node.inside, ()) if node.tag else None
    if isinstance(node, dict) and len(node) == 1:
        name = next(iter(node))
        if is_function(name):
            return Call(name, node[name], (name,))
    return None


def is_function(name: str) -> bool:
    """Tell whether a key is that of a function."""
    return name == "Ref" or name.startswith(_FUNCTION)


class IntrinsicReader(RequestReader):
    """Reads requests with CloudFormation's functions in them.

    ``chosen`` maps names of conditions to the branch of ``Fn::If`` to take, 0 or 1. Other branches are unknown; ``met`` holds the names of
    their conditions, and whether one of them stands in a branch that was taken.
    """

    def __init__(self, chosen: Mapping[str, int]) -> None:
        super().__init__()
        self._chosen = chosen
        self._taken: list[Path] = []
        self.met: dict[str, bool] = {}

    def meaning(self, node: Any, place: Path) -> tuple[Any, Path]:
        """Return the branch of a condition, the text of a substitution, or an unknown for other functions."""
        call = call_of(node)
        while call is not None:
            name, argument, steps = call
            if name != f"{_FUNCTION}If":
                return _outcome(self, name, argument, (node, place), (*place, *steps))
            index = self._branch(argument, place)
            if index is None:
                return (Perhaps() if _may_be_absent(argument) else Unknown()), place
            node, place = argument[index], (*place, *steps, index)
            self._taken.append(place)
            call = call_of(node)
        return node, place

    def opens(self, node: dict[str, Any], at: Path) -> bool:
        """Tell whether a macro may add members to an object."""
        return any(is_function(key) for key in node) or super().opens(node, at)

    def entry(self, key: str, item: Any, at: Path, member: Any) -> tuple[str, Any] | None:
        """Pass over functions that stand between members."""
        return None if is_function(key) else super().entry(key, item, at, member)

    def _branch(self, argument: Any, place: Path) -> int | None:
        if not (isinstance(argument, list) and len(argument) == _BRANCHES and isinstance(argument[0], str)):
            return None
        index = self._chosen.get(argument[0])
        if index is None:
            within = any(place[: len(taken)] == taken for taken in self._taken)
            self.met[argument[0]] = self.met.get(argument[0], False) or within
            return None
        return index + 1

    def text(self, node: Any) -> str | Unknown:
        """Return the text that a node stands for, as far as it is known."""
        value = self.meaning(node, ())[0]
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str | Unknown):
            return value
        return str(value) if isinstance(value, int) else Unknown()


def _outcome(reader: IntrinsicReader, name: str, argument: Any, whole: tuple[Any, Path], inside: Path) -> tuple[Any, Path]:
    place = whole[1]
    if name == "Ref":
        return (ABSENT if argument == NO_VALUE else Unknown()), place
    if name == "Fn::Sub" and isinstance(argument, str):
        return joined(_substituted(reader, argument, {})), inside
    if name == "Fn::Sub" and isinstance(argument, list) and len(argument) == _OF_LIST and isinstance(argument[0], str):
        given = argument[1] if isinstance(argument[1], dict) else {}
        return joined(_substituted(reader, argument[0], given)), (*inside, 0)
    if name == "Fn::Join" and isinstance(argument, list) and len(argument) == _OF_LIST and isinstance(argument[1], list):
        return joined(between([reader.text(item) for item in argument[1]], reader.text(argument[0]))), place
    return Unknown(), place


def _substituted(reader: IntrinsicReader, text: str, given: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the pieces of a text with variables, of which those in ``given`` have a value of their own."""
    at = 0
    for match in _SUBSTITUTED.finditer(text):
        yield text[at : match.start()]
        name = match[2].strip()
        if match[1]:
            yield f"${{{match[2]}}}"
        else:
            yield reader.text(given[name]) if name in given else Unknown()
        at = match.end()
    yield text[at:]


def _may_be_absent(argument: Any) -> bool:
    """Tell whether a branch of ``Fn::If`` may stand for nothing."""
    branches = argument[1:] if isinstance(argument, list) else [None]
    calls = [call_of(branch) for branch in branches]
    return any(call and (call.name == f"{_FUNCTION}If" or call.argument == NO_VALUE) for call in calls)
