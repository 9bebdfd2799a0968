"""The requests that a Python program was seen to pass on, as plain values with the nodes that give them."""

import ast
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..path import Path
from ..request import OpenList, OpenMap, Unknown
from ._python_values import Array, Entry, Known, Map, Object, Ref, State, Unclear, Value

_MOST_NODES = 20_000
_DEEPEST = 60


class Noted(NamedTuple):
    """A request: its operation, its value, and for each path the node of the key and that of the value."""

    node: ast.AST
    operation: str
    value: Any
    places: Mapping[Path, tuple[ast.AST | None, ast.AST | None]]


class Recorder:
    """Keeps what calls pass on. A call that is gone through again, as in a loop, passes on what was found last.

    ``damaged`` says that some bytes of the program could not be decoded. While ``paused`` is not 0, nothing is kept.
    """

    def __init__(self, *, damaged: bool) -> None:
        self._found: dict[tuple[ast.AST, tuple[ast.AST, ...]], Noted] = {}
        self._damaged = damaged
        self.paused = 0

    def note(
        self,
        node: ast.AST,
        context: tuple[ast.AST, ...],
        operation: str,
        members: Map,
        state: State,
        *,
        place: ast.AST | None = None,
        loose: bool = False,
    ) -> None:
        """Keep the request that ``node`` passes on, reached through the calls in ``context``.

        ``place`` is the node that gives the request where that is not the call. ``loose`` says that it may be added to later.
        """
        if self.paused:
            return
        maker = _Maker(state, loose=loose, damaged=self._damaged)
        value = maker.map(members, (), 0)
        maker.places[()] = (node, place or node)
        self._found[node, context] = Noted(node, operation, value, maker.places)

    def forget(self, calls: Mapping[ast.AST, str]) -> None:
        """Give up what is known of all requests; ``calls`` are those that look as if they passed one on, with their operations."""
        seen = {node: noted.operation for (node, _), noted in self._found.items()}
        self._found = {(node, ()): Noted(node, operation, OpenMap(), {(): (node, node)}) for node, operation in {**calls, **seen}.items()}

    def requests(self) -> Iterator[Noted]:
        """Yield one request for each call, in the order of the text.

        A function may be reached from several places: what holds in all of them is known. That somebody from outside may call it with
        something else changes nothing of that.
        """
        by_node: dict[ast.AST, list[tuple[int, Noted]]] = {}
        for (node, context), noted in self._found.items():
            by_node.setdefault(node, []).append((len(context), noted))
        for node in sorted(by_node, key=lambda node: (getattr(node, "lineno", 0), getattr(node, "col_offset", 0))):
            seen = [noted for length, noted in by_node[node] if length] or [noted for _, noted in by_node[node]]
            value = seen[0].value
            for other in seen[1:]:
                value = _common(value, other.value)
            yield seen[0]._replace(value=value)


class _Maker:
    """Makes plain values of what a state holds."""

    def __init__(self, state: State, *, loose: bool, damaged: bool) -> None:
        self.places: dict[Path, tuple[ast.AST | None, ast.AST | None]] = {}
        self._state = state
        self._loose = loose
        self._damaged = damaged
        self._left = _MOST_NODES
        self._around: set[int] = set()

    def map(self, thing: Map, path: Path, depth: int) -> dict[str, Any]:
        names = {name: entry for name, entry in thing.members.items() if name.isascii() or not self._is_broken(name)}
        made = {name: self._part(entry, (*path, name), depth + 1) for name, entry in names.items()}
        return OpenMap(made) if thing.open or self._loose or len(made) != len(thing.members) else made

    def _part(self, entry: Entry, path: Path, depth: int) -> Any:
        self._left -= 1
        value = self._value(entry.value, path, depth) if self._left > 0 and depth < _DEEPEST else Unknown()
        self.places[path] = (entry.key, self._node(entry.value) or entry.place)
        return value

    def _value(self, value: Value, path: Path, depth: int) -> Any:
        if isinstance(value, Known):
            text = value.value
            return Unknown() if isinstance(text, str) and not text.isascii() and self._is_broken(text) else text
        if isinstance(value, Unclear):
            return Unknown(value.prefix, value.suffix)
        if not isinstance(value, Ref) or value.id in self._around:
            return Unknown()
        # An object may be in itself.
        self._around.add(value.id)
        made = self._made(self._state.object(value), path, depth)
        self._around.discard(value.id)
        return made

    def _made(self, thing: Object, path: Path, depth: int) -> Any:
        if isinstance(thing, Map):
            return self.map(thing, path, depth)
        if isinstance(thing, Array):
            items = [self._part(entry, (*path, index), depth + 1) for index, entry in enumerate(thing.items)]
            return OpenList(items) if thing.open or self._loose else items
        return Unknown()

    def _is_broken(self, text: str) -> bool:
        """Tell whether a text has half characters, or the sign that stands for bytes which could not be decoded."""
        return any("\ud800" <= char <= "\udfff" for char in text) or (self._damaged and "\ufffd" in text)

    def _node(self, value: Value) -> ast.AST | None:
        if isinstance(value, Known) or (isinstance(value, Unclear) and (value.prefix or value.suffix)):
            return value.node
        thing = self._state.object(value) if isinstance(value, Ref) else None
        return thing.node if isinstance(thing, Map | Array) else None


def _common(one: Any, other: Any) -> Any:
    """Return what two values have in common."""
    if isinstance(one, dict) and isinstance(other, dict):
        members = {name: _common(one[name], other[name]) if name in one and name in other else Unknown() for name in {**one, **other}}
        is_open = isinstance(one, OpenMap) or isinstance(other, OpenMap)
        return OpenMap(members) if is_open else members
    if isinstance(one, list) and isinstance(other, list):
        items = [_common(*pair) for pair in zip(one, other, strict=False)]
        is_open = len(one) != len(other) or isinstance(one, OpenList) or isinstance(other, OpenList)
        return OpenList(items) if is_open else items
    if type(one) is type(other) and not isinstance(one, Unknown) and one == other:
        return one
    return Unknown()
