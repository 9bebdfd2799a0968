"""What methods of dicts and lists do, and functions that make dicts, lists and copies."""

import ast
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from ._python_operators import Operators
from ._python_values import UNCLEAR, Array, Each, Entry, Known, Lost, Map, Ref, State, Unclear, Value, merged

_Method: TypeAlias = Callable[[Ref, "Arguments", ast.Call], Value]


class Arguments(NamedTuple):
    """The arguments of a call: those without names, those with, and whether there may be more of either."""

    given: tuple[Entry, ...]
    named: Map
    more: bool = False

    @property
    def values(self) -> list[Value]:
        """All values."""
        return [*(entry.value for entry in self.given), *(entry.value for entry in self.named.members.values())]

    def first(self, index: int = 0) -> Value | None:
        """Return the value of an argument without a name, `None` where it is not given."""
        return self.given[index].value if index < len(self.given) else None


class Methods(Operators):
    """Knows the methods of dicts and lists."""

    def method(self, ref: Ref, name: str, arguments: Arguments, node: ast.Call) -> Value:
        """Return what a method of an object gives, and do to the object what it does; what is not known may do anything."""
        thing = self.state.object(ref)
        kind = "dict" if isinstance(thing, Map) else "list" if isinstance(thing, Array) else ""
        done: _Method | None = getattr(self, f"_{kind}_{name}", None) if kind else None
        if done is None or arguments.more:
            if not (kind and name in ("index", "count")):
                self.state.lose(ref)
            self.state.lose(*arguments.values)
            return UNCLEAR
        return done(ref, arguments, node)

    def set_member(self, ref: Ref, key: Value, entry: Entry) -> None:
        """Do ``ref[key] = value``."""
        thing = self.state.object(ref)
        if isinstance(thing, Map):
            self.state.change(ref, self.with_member(thing, key, entry))
        elif isinstance(thing, Array):
            self._set_item(ref, thing, key, entry)
        else:
            # It may be one of others that are known.
            self.state.lose(ref, entry.value)

    def _set_item(self, ref: Ref, thing: Array, key: Value, entry: Entry) -> None:
        index = key.value if isinstance(key, Known) and isinstance(key.value, int) else None
        if index is not None and (0 <= index < len(thing.items) or (not thing.open and -len(thing.items) <= index < 0)):
            items = list(thing.items)
            items[index] = entry
            self.state.change(ref, thing._replace(items=tuple(items)))
        elif index is None or index < 0:
            self._disorder(ref, thing)
            self.state.lose(entry.value)
        else:
            # An item that is not seen.
            self.state.lose(entry.value)

    def remove(self, ref: Ref, key: Value) -> None:
        """Do ``del ref[key]``."""
        thing = self.state.object(ref)
        if isinstance(thing, Map) and isinstance(key, Known):
            self.state.change(ref, thing._replace(members={name: entry for name, entry in thing.members.items() if name != key.value}))
        elif isinstance(thing, Map):
            self.state.change(ref, self.unclear(thing))
        elif isinstance(thing, Array):
            self._pop(ref, thing, key)
        else:
            self.state.lose(ref)

    def extend(self, ref: Ref, thing: Array, value: Value) -> None:
        """Do ``ref += value`` for a list."""
        more = self.state.array(value)
        if more is None or thing.open:
            self.state.lose(value, *(entry.value for entry in more.items) if more else ())
            self.state.change(ref, thing._replace(open=True))
        else:
            self.state.change(ref, thing._replace(items=(*thing.items, *more.items), open=more.open))

    def _disorder(self, ref: Ref, thing: Array) -> None:
        """Note that the items of a list are not known any more; their number is, at least."""
        self.state.lose(*(entry.value for entry in thing.items))
        self.state.change(ref, thing._replace(items=tuple(entry._replace(value=UNCLEAR) for entry in thing.items)))

    def _pop(self, ref: Ref, thing: Array, key: Value) -> Value:
        index = key.value if isinstance(key, Known) and isinstance(key.value, int) else None
        if index is None or thing.open or not -len(thing.items) <= index < len(thing.items):
            self.state.lose(*(entry.value for entry in thing.items))
            self.state.change(ref, thing._replace(items=(), open=True))
            return UNCLEAR
        items = list(thing.items)
        taken = items.pop(index)
        self.state.change(ref, thing._replace(items=tuple(items)))
        return taken.value

    def _dict_get(self, ref: Ref, arguments: Arguments, _node: ast.Call) -> Value:
        thing, key, default = self.state.map(ref), arguments.first(), arguments.first(1)
        if thing is not None and isinstance(key, Known) and key.value not in thing.members and not thing.open:
            return Known(None, _node) if default is None else default
        self.state.lose(default)
        return self.part(ref, key or UNCLEAR)

    def _dict_setdefault(self, ref: Ref, arguments: Arguments, node: ast.Call) -> Value:
        thing, key = self.state.map(ref), arguments.first()
        if thing is not None and isinstance(key, Known) and isinstance(key.value, str):
            entry = thing.members.get(key.value)
            if entry is None and not thing.open:
                given = arguments.given[1] if arguments.first(1) is not None else Entry(None, Known(None, node), node)
                self.state.change(ref, self.with_member(thing, key, given._replace(key=_node_of(key))))
                return given.value
            if entry is not None and not isinstance(entry.value, Unclear):
                return entry.value
            self.state.lose(*arguments.values)
            self.state.change(ref, self.with_member(thing, key, Entry(_node_of(key), UNCLEAR, node)))
            return UNCLEAR
        self.state.lose(ref, *arguments.values)
        return UNCLEAR

    def _dict_update(self, ref: Ref, arguments: Arguments, _node: ast.Call) -> Value:
        for given in arguments.given:
            thing = self.state.map(ref)
            if thing is not None:
                self.state.change(ref, self.with_all(thing, self._pairs(given.value)))
        thing = self.state.map(ref)
        if thing is not None:
            made = self.state.new(arguments.named)
            self.state.change(ref, self.with_all(thing, made))
        return UNCLEAR

    def _dict_pop(self, ref: Ref, arguments: Arguments, _node: ast.Call) -> Value:
        thing, key = self.state.map(ref), arguments.first()
        entry = thing.members.get(str(key.value)) if thing is not None and isinstance(key, Known) else None
        self.state.lose(arguments.first(1))
        self.remove(ref, key or UNCLEAR)
        return UNCLEAR if entry is None else entry.value

    def _dict_clear(self, ref: Ref, _arguments: Arguments, node: ast.Call) -> Value:
        self.state.change(ref, Map({}, False, node))
        return UNCLEAR

    def _dict_copy(self, ref: Ref, _arguments: Arguments, _node: ast.Call) -> Value:
        return self.state.new(self.state.object(ref))

    _list_copy = _dict_copy

    def _dict_keys(self, _ref: Ref, _arguments: Arguments, _node: ast.Call) -> Value:
        return Each(UNCLEAR)

    def _dict_values(self, ref: Ref, _arguments: Arguments, _node: ast.Call) -> Value:
        return Each(self._any_member(ref))

    def _dict_items(self, ref: Ref, _arguments: Arguments, node: ast.Call) -> Value:
        pair = (Entry(None, UNCLEAR, node), Entry(None, self._any_member(ref), node))
        return Each(self.state.new(Array(pair, False, node)))

    def _any_member(self, ref: Ref) -> Value:
        thing = self.state.map(ref)
        if thing is None or thing.open:
            return self.part(ref, UNCLEAR)
        return merged(self.state, [entry.value for entry in thing.members.values()])

    def _list_append(self, ref: Ref, arguments: Arguments, _node: ast.Call) -> Value:
        thing = self.state.array(ref)
        if thing is not None and arguments.given and not thing.open:
            self.state.change(ref, thing._replace(items=(*thing.items, arguments.given[0])))
        else:
            self.state.lose(*arguments.values)
        return UNCLEAR

    def _list_extend(self, ref: Ref, arguments: Arguments, _node: ast.Call) -> Value:
        thing = self.state.array(ref)
        if thing is not None and arguments.given:
            self.extend(ref, thing, arguments.given[0].value)
        return UNCLEAR

    def _list_insert(self, ref: Ref, arguments: Arguments, _node: ast.Call) -> Value:
        thing, index = self.state.array(ref), arguments.first()
        if thing is None or len(arguments.given) < 2:  # noqa: PLR2004 - the index and the item
            return UNCLEAR
        item = arguments.given[1]
        if isinstance(index, Known) and isinstance(index.value, int) and (0 <= index.value <= len(thing.items) or not thing.open):
            items = list(thing.items)
            items.insert(index.value, item)
            self.state.change(ref, thing._replace(items=tuple(items)))
        else:
            self.state.lose(item.value, *(entry.value for entry in thing.items))
            self.state.change(ref, thing._replace(items=(), open=True))
        return UNCLEAR

    def _list_pop(self, ref: Ref, arguments: Arguments, node: ast.Call) -> Value:
        thing = self.state.array(ref)
        return UNCLEAR if thing is None else self._pop(ref, thing, arguments.first() or Known(-1, node))

    def _list_clear(self, ref: Ref, _arguments: Arguments, node: ast.Call) -> Value:
        self.state.change(ref, Array((), False, node))
        return UNCLEAR

    def _list_reverse(self, ref: Ref, _arguments: Arguments, _node: ast.Call) -> Value:
        thing = self.state.array(ref)
        if thing is not None:
            self._disorder(ref, thing)
        return UNCLEAR

    _list_sort = _list_reverse

    def made_dict(self, arguments: Arguments, node: ast.Call) -> Value:
        """Return what ``dict(…)`` makes."""
        made = Map({}, arguments.more, node)
        for given in arguments.given:
            made = self.with_all(made, self._pairs(given.value))
        named = self.state.new(arguments.named)
        return self.state.new(self.with_all(made, named))

    def made_list(self, arguments: Arguments, node: ast.Call) -> Value:
        """Return what ``list(…)`` and ``tuple(…)`` make."""
        value = arguments.first()
        if value is None:
            return self.state.new(Array((), arguments.more, node))
        thing = self.state.array(value)
        if thing is None:
            if self.state.map(value) is None:
                self.state.lose(value)
            return self.state.new(Array((), True, node))
        return self.state.new(thing)

    def copied(self, value: Value, *, deep: bool) -> Value:
        """Return a copy of a value; a deep one shares nothing with it."""
        if not isinstance(value, Ref):
            return value
        return _deep(self.state, value, {}) if deep else self.state.new(self.state.object(value))

    def _pairs(self, value: Value) -> Value:
        """Return a list of pairs of names and values as a dict; anything else as it is."""
        thing = self.state.array(value)
        if thing is None or thing.open:
            if thing is not None:
                self.state.lose(value)
                return UNCLEAR
            return value
        made = Map({}, False, thing.node)
        for entry in thing.items:
            pair = self.state.array(entry.value)
            if pair is None or pair.open or len(pair.items) != 2:  # noqa: PLR2004 - a pair
                self.state.lose(value)
                return UNCLEAR
            key, member = pair.items
            made = self.with_member(made, key.value, member._replace(key=_node_of(key.value)))
        return self.state.new(made)


def _node_of(value: Value) -> ast.AST | None:
    return value.node if isinstance(value, Known) else None


def _deep(state: State, ref: Ref, made: dict[int, Ref]) -> Ref:
    """Copy an object and all that it leads to; what leads back to itself does so in the copy."""
    if ref.id in made:
        return made[ref.id]
    thing = state.object(ref)
    new = made[ref.id] = state.new(Lost(getattr(thing, "node", None)))

    def copied(entry: Entry) -> Entry:
        return entry._replace(value=_deep(state, entry.value, made)) if isinstance(entry.value, Ref) else entry

    if isinstance(thing, Map):
        state.heap[new.id] = thing._replace(members={name: copied(entry) for name, entry in thing.members.items()})
    elif isinstance(thing, Array):
        state.heap[new.id] = thing._replace(items=tuple(copied(entry) for entry in thing.items))
    return new
