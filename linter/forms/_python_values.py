"""What is known of the values of a Python program at one point of it: names, and the dicts and lists that they lead to.

Dicts and lists live in a heap, as in Python: two names can lead to one object, and a change through one is seen through the other. What
the heap holds is never changed in place, so that a fork of the state costs two shallow copies.
"""

import ast
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any, NamedTuple, TypeAlias


class Known(NamedTuple):
    """A text, number, boolean or None that the program tells; ``node`` is where."""

    value: str | int | float | bool | None
    node: ast.AST


class Unclear(NamedTuple):
    """A value that is not known; where it is a text, ``prefix`` and ``suffix`` may be."""

    prefix: str = ""
    suffix: str = ""
    node: ast.AST | None = None


class Ref(NamedTuple):
    """A dict, list or tuple: its number in the heap."""

    id: int


class Function(NamedTuple):
    """A function of the program; ``home`` is the key of the scope that it was defined in, ``defaults`` are those that are known."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    home: object
    defaults: "tuple[tuple[str, Known], ...]" = ()


class Api(NamedTuple):
    """A method of the client that takes a request; ``bound`` are the arguments that a partial has given it already."""

    operation: str
    bound: Ref | None = None


class Named(NamedTuple):
    """Something imported or built in, by its full name: ``copy.deepcopy``, ``builtins.dict``."""

    name: str


class Class(NamedTuple):
    """A class without bases: what its body binds."""

    names: dict[str, "Value"]


class Each(NamedTuple):
    """Something to go through, of which is known what holds for each item."""

    value: "Value"


Value: TypeAlias = Known | Unclear | Ref | Function | Api | Named | Class | Each
UNCLEAR = Unclear()


class Entry(NamedTuple):
    """A member of a dict: the node of its key, its value, and the node that gives the value."""

    key: ast.AST | None
    value: Value
    place: ast.AST | None


class Map(NamedTuple):
    """A dict. A member that may be there or not has an unclear value; ``open`` says that there may be members that are not seen."""

    members: dict[str, Entry]
    open: bool
    node: ast.AST


class Array(NamedTuple):
    """A list or tuple; ``open`` says that more items may follow."""

    items: tuple[Entry, ...]
    open: bool
    node: ast.AST


class Lost(NamedTuple):
    """An object that somebody else may change at any time; nothing is known of it any more."""

    node: ast.AST | None


Object: TypeAlias = Map | Array | Lost


class State:
    """The names of the innermost scope and the heap. ``links`` says which objects may be one and the same, because a branch decides."""

    __slots__ = ("_numbers", "heap", "links", "names")

    def __init__(self, numbers: Iterator[int] | None = None) -> None:
        self.names: dict[str, Value] = {}
        self.heap: dict[int, Object] = {}
        self.links: dict[int, frozenset[int]] = {}
        self._numbers = numbers or count()

    def fork(self) -> "State":
        """Return a copy that changes on its own."""
        other = State(self._numbers)
        other.names = dict(self.names)
        other.heap = dict(self.heap)
        other.links = dict(self.links)
        return other

    @property
    def size(self) -> int:
        """How much a fork copies."""
        return len(self.names) + len(self.heap)

    def new(self, thing: Object) -> Ref:
        """Put an object into the heap."""
        number = next(self._numbers)
        self.heap[number] = thing
        return Ref(number)

    def object(self, ref: Ref) -> Object:
        """Return what is known of an object."""
        return self.heap.get(ref.id) or Lost(None)

    def map(self, value: Value) -> Map | None:
        """Return a value as a dict, `None` where it is not known to be one."""
        found = self.object(value) if isinstance(value, Ref) else None
        return found if isinstance(found, Map) else None

    def array(self, value: Value) -> Array | None:
        """Return a value as a list or tuple, `None` where it is not known to be one."""
        found = self.object(value) if isinstance(value, Ref) else None
        return found if isinstance(found, Array) else None

    def change(self, ref: Ref, thing: Object) -> None:
        """Change an object; those that may be the same are lost."""
        if isinstance(self.heap.get(ref.id), Lost):
            return
        self.heap[ref.id] = thing
        for other in self._same(ref.id) - {ref.id}:
            self._lose(other)

    def lose(self, *values: Value | None) -> None:
        """Give up all objects that can be reached from values: somebody else may change them from now on."""
        held = [value.value if isinstance(value, Each) else value for value in values]
        waiting = [value.id for value in held if isinstance(value, Ref)]
        seen: set[int] = set()
        while waiting:
            number = waiting.pop()
            if number in seen:
                continue
            seen.add(number)
            waiting += self.links.get(number, ())
            waiting += (value.id for value in _held(self.heap.get(number)) if isinstance(value, Ref))
            self._lose(number)

    def link(self, new: int, *others: int) -> None:
        """Note that an object may be one of others."""
        together = frozenset().union(*(self.links.get(other, frozenset((other,))) for other in others), (new,))
        for number in together:
            self.links[number] = together | self.links.get(number, frozenset())

    def _same(self, number: int) -> frozenset[int]:
        return self.links.get(number, frozenset())

    def _lose(self, number: int) -> None:
        self.heap[number] = Lost(getattr(self.heap.get(number), "node", None))


def _held(thing: Object | None) -> Iterable[Value]:
    if isinstance(thing, Map):
        return [entry.value for entry in thing.members.values()]
    return [entry.value for entry in thing.items] if isinstance(thing, Array) else ()


def same(one: Value, other: Value) -> bool:
    """Tell whether two values are one and the same as far as is known, wherever they are written."""
    if isinstance(one, Known) and isinstance(other, Known):
        return type(one.value) is type(other.value) and one.value == other.value
    if isinstance(one, Unclear) and isinstance(other, Unclear):
        return (one.prefix, one.suffix) == (other.prefix, other.suffix)
    return type(one) is type(other) and one == other


def ends(value: Value) -> tuple[str, str] | None:
    """Return the known beginning and end of a text, `None` for what is no text."""
    if isinstance(value, Known):
        return (value.value, value.value) if isinstance(value.value, str) else None
    return (value.prefix, value.suffix) if isinstance(value, Unclear) else None


def joined(states: Iterable[State | None]) -> State | None:
    """Return what holds in all of several states that the program may be in; `None` stands for a place that it does not reach."""
    result = None
    for state in states:
        if state is not None:
            result = state if result is None else _Join(result, state).state()
    return result


def merged(state: State, values: Iterable[Value]) -> Value:
    """Return what holds of all of several values of one state."""
    result: Value | None = None
    for value in values:
        result = value if result is None else _Join(state, state, into=state).value(result, value)
    return UNCLEAR if result is None else result


class _Join:
    """The joining of two states, or of two values in one state."""

    def __init__(self, one: State, other: State, into: State | None = None) -> None:
        self._one = one
        self._other = other
        self._result = into or one.fork()
        self._made: dict[tuple[int, int], Ref] = {}

    def state(self) -> State:
        one, other, result = self._one, self._other, self._result
        for number, links in other.links.items():
            result.links[number] = links | result.links.get(number, frozenset())
        differing = []
        for number, thing in other.heap.items():
            mine = one.heap.get(number)
            if mine is None:
                result.heap[number] = thing
            elif mine is not thing:
                differing.append((number, mine, thing))
        for number, mine, thing in differing:
            result.heap[number] = self._object(mine, thing)
        for name, value in other.names.items():
            # A name that only one way binds has its value: otherwise the program would stop where it is read.
            result.names[name] = self.value(one.names[name], value) if name in one.names else value
        return result

    def value(self, one: Value, other: Value) -> Value:
        if same(one, other):
            return one
        if isinstance(one, Ref) and isinstance(other, Ref):
            return self._both(one, other)
        self._result.lose(one, other)
        first, second = ends(one), ends(other)
        if first is None or second is None:
            return UNCLEAR
        suffix = _shared(first[1][::-1], second[1][::-1])[::-1]
        return Unclear(_shared(first[0], second[0]), suffix, getattr(one, "node", None))

    def _both(self, one: Ref, other: Ref) -> Ref:
        pair = (one.id, other.id)
        if pair not in self._made:
            made = self._made[pair] = self._result.new(Lost(None))
            self._result.heap[made.id] = self._object(self._one.object(one), self._other.object(other))
            self._result.link(made.id, one.id, other.id)
        return self._made[pair]

    def _object(self, one: Object, other: Object) -> Object:
        if isinstance(one, Map) and isinstance(other, Map):
            names = [*one.members, *(name for name in other.members if name not in one.members)]
            members = {name: self._entry(one.members.get(name), other.members.get(name)) for name in names}
            return Map(members, one.open or other.open, one.node)
        if isinstance(one, Array) and isinstance(other, Array):
            shared = [self._entry(*pair) for pair in zip(one.items, other.items, strict=False)]
            self._result.lose(*(entry.value for array in (one, other) for entry in array.items[len(shared) :]))
            return Array(tuple(shared), one.open or other.open or len(one.items) != len(other.items), one.node)
        self._result.lose(*_held(one), *_held(other))
        return Lost(one.node)

    def _entry(self, one: Entry | None, other: Entry | None) -> Entry:
        if one is None or other is None:
            found = one or other
            assert found is not None
            self._result.lose(found.value)
            return found._replace(value=UNCLEAR)
        return one if one is other else one._replace(value=self.value(one.value, other.value))


def _shared(one: str, other: str) -> str:
    """Return what two texts both begin with."""
    length = 0
    for mine, its in zip(one, other, strict=False):
        if mine != its:
            break
        length += 1
    return one[:length]


def equal(one: State, other: State, numbers: Iterable[int]) -> bool:
    """Tell whether the names of ``one`` and the objects of the given numbers are the same in another state."""
    if any(name not in other.names or not same(value, other.names[name]) for name, value in one.names.items()):
        return False
    return all(_alike(one.heap.get(number), other.heap.get(number)) for number in numbers)


def _alike(one: Any, other: Any) -> bool:
    if one is other:
        return True
    if type(one) is not type(other) or getattr(one, "open", None) != getattr(other, "open", None):
        return False
    if isinstance(one, Map):
        return one.members.keys() == other.members.keys() and all(
            same(entry.value, other.members[name].value) for name, entry in one.members.items()
        )
    if isinstance(one, Array):
        return len(one.items) == len(other.items) and all(
            same(mine.value, its.value) for mine, its in zip(one.items, other.items, strict=True)
        )
    return True


def widened(head: State, back: State) -> State:
    """Return the state of a loop's head without all that the loop changes."""
    result = head.fork()
    for number, thing in head.heap.items():
        if not _alike(thing, back.heap.get(number)):
            result.lose(Ref(number), *_held(back.heap.get(number)))
    for name, value in head.names.items():
        new = back.names.get(name)
        if new is None or not same(value, new):
            result.lose(value, new)
            result.names[name] = UNCLEAR
    return result
