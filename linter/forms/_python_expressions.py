"""The values of expressions of a Python program. Nothing is executed: what cannot be known is unclear."""

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import isfinite
from typing import NamedTuple

from . import _python_text as text
from ._limits import MAX_INTEGER, MIN_INTEGER
from ._python_scopes import Function_, Program, default_nodes
from ._python_values import (
    UNCLEAR,
    Api,
    Array,
    Class,
    Each,
    Entry,
    Function,
    Known,
    Map,
    Named,
    Ref,
    State,
    Unclear,
    Value,
    merged,
)

_COPIED = 20
MOST_STEPS = 400_000
"""After so much work a program is given up; requests in ordinary files take a hundredth of it."""


class TooMuchWorkError(Exception):
    """A program that takes too much work to follow."""


class Outer(NamedTuple):
    """A scope around the current one: its key, its names, and those that it binds itself."""

    key: object
    names: Mapping[str, Value]
    bound: frozenset[str]


class Frame(NamedTuple):
    """The current scope: its key, the names that it binds itself, those that inner functions may change, and the scopes around it.

    ``rebound`` are the names that it binds more than once: a function in it may see any of their values.
    """

    key: object
    bound: frozenset[str]
    leaking: frozenset[str] = frozenset()
    rebound: frozenset[str] = frozenset()
    outer: tuple[Outer, ...] = ()


class Expressions:
    """Finds the values of expressions. ``operations`` maps names of methods that take a request to their operations."""

    def __init__(self, program: Program, operations: Mapping[str, str]) -> None:
        self.program = program
        self.operations = operations
        self.state = State()
        self.frame = Frame(object(), frozenset())
        self._steps = 0
        # The functions of the current scope, with the state in which they were defined: they are gone through when the scope is done.
        self.deferred: dict[Function_, State] = {}
        # What held where functions were handed to somebody, who may call them at once or later.
        self.escaped: dict[Function_, State] = {}

    def call(self, node: ast.Call) -> Value:
        """Return the value of a call."""
        raise NotImplementedError

    def either(self, one: State, other: State) -> State:
        """Return what holds in both of two states."""
        raise NotImplementedError

    def literal(self, node: ast.Dict, ref: Ref) -> None:
        """Take note of a dict that is written out."""
        raise NotImplementedError

    def work(self, steps: int = 1) -> None:
        """Count what is done. Raises `TooMuchWorkError`."""
        self._steps += steps
        if self._steps > MOST_STEPS:
            raise TooMuchWorkError

    def eval(self, node: ast.expr | None) -> Value:
        """Return the value of an expression."""
        if node is None:
            return UNCLEAR
        self.work()
        method: Callable[[ast.expr], Value] | None = getattr(self, f"_eval_{type(node).__name__.lower()}", None)
        return self._other(node) if method is None else method(node)

    def name(self, name: str) -> Value:
        """Return what a name stands for here."""
        if name in self.program.unstable:
            return UNCLEAR
        found = self.state.names.get(name)
        if found is not None:
            return found
        if name in self.frame.bound:
            return UNCLEAR
        for outer in self.frame.outer:
            found = outer.names.get(name)
            if found is not None or name in outer.bound:
                return found or UNCLEAR
        return Named(f"builtins.{name}")

    def bind(self, name: str, value: Value) -> None:
        """Give a value to a name of the current scope."""
        if name in self.program.unstable or name in self.frame.leaking:
            self.state.lose(value)
        self.state.names[name] = value

    def element(self, value: Value) -> Value:
        """Return what holds for all items of a list."""
        if isinstance(value, Each):
            return value.value
        if self.state.map(value):
            return UNCLEAR
        array = self.state.array(value)
        if array is None:
            self.state.lose(value)
            return UNCLEAR
        items = [entry.value for entry in array.items]
        if array.open:
            self.state.lose(*items)
            return UNCLEAR
        return merged(self.state, items)

    def entry(self, node: ast.expr, key: ast.AST | None = None) -> Entry:
        """Return an expression as the member or item of something."""
        return Entry(key, self.eval(node), node)

    def _other(self, node: ast.AST) -> Value:
        """Go through an expression whose value is of no interest: what is in it may be changed by whoever gets it."""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.state.lose(self.eval(child))
            elif not isinstance(child, ast.expr_context | ast.operator):
                self._other(child)
        return UNCLEAR

    def _eval_constant(self, node: ast.Constant) -> Value:
        return self.constant(node)

    def constant(self, node: ast.Constant) -> Value:
        """Return the value of a constant; unclear where JSON has no such value."""
        value = node.value
        if isinstance(value, bool) or value is None:
            return Known(value, node)
        if isinstance(value, int):
            return Known(value, node) if MIN_INTEGER <= value <= MAX_INTEGER else UNCLEAR
        if isinstance(value, float):
            return Known(value, node) if isfinite(value) else UNCLEAR
        return Known(value, node) if isinstance(value, str) else UNCLEAR

    def _eval_name(self, node: ast.Name) -> Value:
        value = self.name(node.id)
        if isinstance(value, Function):
            self._escape(value)
        return value

    def _escape(self, function: Function) -> None:
        """Take note of a function that is used as a value."""
        if function.node in self.program.relevant:
            state = self.state.fork()
            if function.home is not self.frame.key:
                # The names of its own scope are not at hand.
                state.names = {}
            before = self.escaped.get(function.node)
            self.escaped[function.node] = self.either(before, state) if before else state

    def _eval_namedexpr(self, node: ast.NamedExpr) -> Value:
        value = self.eval(node.value)
        self.bind(node.target.id, value)
        return value

    def _eval_attribute(self, node: ast.Attribute) -> Value:
        return self.attribute(self.eval(node.value), node.attr)

    def attribute(self, base: Value, name: str) -> Value:
        """Return an attribute of a value."""
        if name in self.operations and not isinstance(base, Ref | Known):
            return Api(self.operations[name])
        if isinstance(base, Named):
            return Named(f"{base.name}.{name}")
        if isinstance(base, Class):
            return base.names.get(name, UNCLEAR)
        return UNCLEAR

    def _eval_dict(self, node: ast.Dict) -> Value:
        made = Map({}, False, node)
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                made = self.with_all(made, self.eval(value))
                continue
            name, entry = self.eval(key), self.entry(value, key)
            if isinstance(name, Known) and isinstance(name.value, str):
                # Nobody has seen this dict yet.
                made.members[name.value] = entry
            else:
                made = self.with_member(made, name, entry)
        ref = self.state.new(made)
        self.literal(node, ref)
        return ref

    def with_member(self, thing: Map, key: Value, entry: Entry) -> Map:
        """Return a dict with a member set; where the key is not known, it may have been any member."""
        if isinstance(key, Known) and isinstance(key.value, str):
            self.work(len(thing.members) // _COPIED)
            return thing._replace(members={**thing.members, key.value: entry})
        if isinstance(key, Known):
            return thing
        self.state.lose(entry.value)
        return self.unclear(thing)

    def with_all(self, thing: Map, other: Value) -> Map:
        """Return a dict with all members of another; what is not known of that one may change any member."""
        more = self.state.map(other)
        if more is None:
            self.state.lose(other)
            return thing if isinstance(other, Known) else self.unclear(thing)
        if more.open:
            thing = self.unclear(thing)
        self.work((len(thing.members) + len(more.members)) // _COPIED)
        members = dict(thing.members)
        for name, entry in more.members.items():
            sure = not isinstance(entry.value, Unclear) or name not in members
            members[name] = entry if sure else members[name]._replace(value=UNCLEAR)
        return Map(members, thing.open or more.open, thing.node)

    def unclear(self, thing: Map) -> Map:
        """Return a dict after somebody set a member, or several, without a word of which."""
        self.state.lose(*(entry.value for entry in thing.members.values()))
        return Map({name: entry._replace(value=UNCLEAR) for name, entry in thing.members.items()}, True, thing.node)

    def _eval_list(self, node: ast.List | ast.Tuple) -> Value:
        items, more = self.items(node.elts)
        return self.state.new(Array(tuple(items), more, node))

    _eval_tuple = _eval_list

    def items(self, nodes: Iterable[ast.expr]) -> tuple[list[Entry], bool]:
        """Return the items of a list that is written out, and whether more may follow."""
        items: list[Entry] = []
        more = False
        for node in nodes:
            if isinstance(node, ast.Starred):
                value = self.eval(node.value)
                array = self.state.array(value)
                if array is None:
                    self.state.lose(value)
                found = array.items if array else ()
                opens = array.open if array else True
            else:
                found, opens = (self.entry(node),), False
            if more:
                # Nobody knows where they stand.
                self.state.lose(*(entry.value for entry in found))
            else:
                items += found
            more = more or opens
        return items, more

    def _eval_joinedstr(self, node: ast.JoinedStr) -> Value:
        parts = []
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                parts.append(text.formatted(self.eval(part.value), part.conversion, part.format_spec))
                if part.format_spec is not None:
                    self.eval(part.format_spec)
            else:
                parts.append(self.eval(part))
        return text.concatenated(parts, node)

    def _eval_subscript(self, node: ast.Subscript) -> Value:
        return self.part(self.eval(node.value), self.eval(node.slice))

    def part(self, base: Value, key: Value) -> Value:
        """Return the member or item of a dict or list."""
        thing = self.state.object(base) if isinstance(base, Ref) else None
        if isinstance(thing, Map) and isinstance(key, Known):
            return thing.members[key.value].value if isinstance(key.value, str) and key.value in thing.members else UNCLEAR
        if isinstance(thing, Array) and isinstance(key, Known) and isinstance(key.value, int):
            index = key.value
            seen = 0 <= index < len(thing.items) or (not thing.open and -len(thing.items) <= index < 0)
            return thing.items[index].value if seen else UNCLEAR
        if isinstance(thing, Map | Array):
            # It may be any part, and be changed from now on.
            self.state.lose(*(entry.value for entry in (thing.members.values() if isinstance(thing, Map) else thing.items)))
        return UNCLEAR

    def _eval_await(self, node: ast.Await) -> Value:
        return self.eval(node.value)

    def _eval_lambda(self, node: ast.Lambda) -> Value:
        value = self.function(node)
        if isinstance(value, Function):
            self._escape(value)
        return value

    def function(self, node: Function_) -> Value:
        """Return a function, and note that its body has to be gone through later."""
        defaults = []
        for name, default in default_nodes(node):
            value = self.eval(default)
            # One object serves all calls, and each may change it.
            self.state.lose(value)
            if isinstance(value, Known):
                defaults.append((name, value))
        if node in self.program.relevant:
            self.deferred[node] = self.state.fork()
            self.work(self.state.size)
        return Function(node, self.frame.key, tuple(defaults))

    def _eval_call(self, node: ast.Call) -> Value:
        return self.call(node)

    def _eval_listcomp(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> Value:
        self._comprehend(node.generators, [node.elt])
        return self.state.new(Array((), True, node)) if isinstance(node, ast.ListComp) else UNCLEAR

    _eval_setcomp = _eval_generatorexp = _eval_listcomp

    def _eval_dictcomp(self, node: ast.DictComp) -> Value:
        self._comprehend(node.generators, [node.key, node.value])
        return self.state.new(Map({}, True, node))

    def _comprehend(self, generators: Sequence[ast.comprehension], results: Sequence[ast.expr]) -> None:
        """Go once through a comprehension; its names are its own, and what it changes is lost."""
        names, heap = dict(self.state.names), dict(self.state.heap)
        self.work(self.state.size)
        for generator in generators:
            self.assign(generator.target, self.element(self.eval(generator.iter)))
            for condition in generator.ifs:
                self.eval(condition)
        self.state.lose(*[self.eval(result) for result in results])
        self.state.names = names
        self.state.lose(*(Ref(number) for number, thing in heap.items() if self.state.heap.get(number) is not thing))
        for result in (*results, *(condition for generator in generators for condition in generator.ifs)):
            for node in ast.walk(result):
                if isinstance(node, ast.NamedExpr):
                    self.bind(node.target.id, UNCLEAR)

    def assign(self, target: ast.expr, value: Value) -> None:
        """Assign a value to a target."""
        raise NotImplementedError
