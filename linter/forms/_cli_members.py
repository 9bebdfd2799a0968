"""Values of shorthand as the AWS CLI makes them of a text and the service model: numbers, booleans, lists of one."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from ..form import NodeSpan
from ..path import Path
from ..request import OpenList, OpenMap, Unknown
from ._cli_json import Located, text_value
from ._cli_shapes import Command, Shape
from ._cli_shorthand import Node
from ._shell_values import Argument
from ._shell_words import HOLE

FILE, BINARY_FILE = "file://", "fileb://"
_MOST_DIGITS = 30

Load = Callable[[Argument], Argument | None]
"""Returns the contents of the file that an argument is the path of; `None` where they are not known."""


def converted(shape: Shape | None, value: Any) -> Any:
    """Return a text as the type of its member, where the AWS CLI can make it that; otherwise as it is, which the service refuses."""
    if not isinstance(value, str) or shape is None:
        return value
    if shape.kind == "integer" and len(value) <= _MOST_DIGITS:
        try:
            return int(value)
        except ValueError:
            return value
    if shape.kind == "boolean" and value.lower() in ("true", "false"):
        return value.lower() == "true"
    return value


class ShorthandValue:
    """The value of one argument in shorthand."""

    def __init__(self, command: Command, argument: Argument, load: Load) -> None:
        self._command = command
        self._argument = argument
        self._load = load
        self._places: dict[Path, NodeSpan] = {}

    def located(self, node: Node, shape: Shape) -> Located:
        """Return the value of a text that was read, with its places."""
        value = self._value(node, shape, ())
        self._places[()] = NodeSpan(None, self._argument.whole, self._argument.source)
        return Located(value, self._find)

    def _find(self, paths: Collection[Path]) -> Mapping[Path, NodeSpan]:
        return {path: self._places[path] for path in paths if path in self._places}

    def _value(self, node: Node, shape: Shape | None, path: Path, *, typed: bool = True) -> Any:
        """Return the value of a node; ``typed`` is false where the AWS CLI does not look at types any more."""
        key = self._argument.span(*node.key) if node.key else None
        self._places[path] = NodeSpan(key, self._argument.span(node.start, node.end), self._argument.source)
        if typed and shape is not None and shape.kind == "list" and not isinstance(node.value, list):
            if isinstance(node.value, str) and HOLE in node.value and not node.quoted:
                return Unknown()
            # One value is taken for a list of one, in which nothing is converted.
            items = [self._value(node._replace(key=None), self._command.below(shape, 0), (*path, 0), typed=False)]
            return OpenList(items) if node.open else items
        if isinstance(node.value, str):
            return converted(shape if typed else None, self._text(node, path))
        if isinstance(node.value, list):
            below = self._command.below(shape, 0) if shape and shape.kind == "list" else None
            items = [self._value(item, below, (*path, index), typed=typed) for index, item in enumerate(node.value)]
            return OpenList(items) if node.open else items
        members = {
            name: self._value(
                item, self._command.below(shape, name) if shape and shape.kind in ("structure", "map") else None, (*path, name), typed=typed
            )
            for name, item in node.value.items()
        }
        return OpenMap(members) if node.open else members

    def _text(self, node: Node, path: Path) -> Any:
        """Return the text of a node, or of the file that ``@=`` makes of it."""
        text = node.value
        if not node.file or not text.startswith((FILE, BINARY_FILE)):
            return text_value(text)
        inner = self._argument.part(node.start + node.quoted, node.end - node.quoted)
        found = self._load(inner.part(len(FILE), len(inner.text))) if text.startswith(FILE) else None
        if found is None:
            return Unknown()
        self._places[path] = NodeSpan(self._places[path].key if found.source is None else None, found.whole, found.source)
        return text_value(found.text)
