"""The simple statements of a Python program, and how states are forked and joined between them."""

import ast
from collections.abc import Callable, Mapping, Sequence

from ._python_calls import Calls
from ._python_expressions import Frame, Outer
from ._python_request import Recorder
from ._python_scopes import Program
from ._python_values import UNCLEAR, Class, Entry, Known, Named, Ref, State, Value, joined

RESULT = " result"
"""The name that no program has, under which the result of a function travels through joins."""


class Loop:
    """The states in which a loop is left, or begun anew, in its middle."""

    def __init__(self) -> None:
        self.breaks: list[State] = []
        self.continues: list[State] = []


class Statements(Calls):
    """Goes through simple statements."""

    def __init__(self, program: Program, operations: Mapping[str, str], wrappers: Mapping[str, str], recorder: Recorder) -> None:
        super().__init__(program, operations, wrappers, recorder)
        self.alive = True
        self.loops: list[Loop] = []
        self.returns: list[State] = []
        # For each try or with around: what holds wherever an exception may break it off.
        self.broken_off: list[State] = []

    def statements(self, body: Sequence[ast.stmt]) -> None:
        for statement in body:
            if not self.alive:
                return
            self.work()
            method: Callable[[ast.stmt], None] | None = getattr(self, f"_do_{type(statement).__name__.lower()}", None)
            if method is None:
                self._other(statement)
            else:
                method(statement)
            if self.broken_off and self.alive:
                self.broken_off = [self.either(state, self.state) for state in self.broken_off]

    def _do_expr(self, node: ast.Expr) -> None:
        self.eval(node.value)

    def _do_assign(self, node: ast.Assign) -> None:
        value = self.eval(node.value)
        for target in node.targets:
            self.assign(target, value, node.value)

    def _do_annassign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.assign(node.target, self.eval(node.value), node.value)

    def assign(self, target: ast.expr, value: Value, place: ast.AST | None = None) -> None:
        """Assign a value to a target; ``place`` is the node that gives it."""
        if isinstance(target, ast.Name):
            self.bind(target.id, value)
        elif isinstance(target, ast.Subscript):
            self._assign_part(target, value, place or target)
        elif isinstance(target, ast.Tuple | ast.List):
            self._unpack(target.elts, value)
        elif isinstance(target, ast.Starred):
            self.state.lose(value)
            self.assign(target.value, UNCLEAR)
        elif isinstance(target, ast.Attribute):
            self.eval(target.value)
            self.state.lose(value)

    def _assign_part(self, target: ast.Subscript, value: Value, place: ast.AST) -> None:
        base, key = self.eval(target.value), self.eval(target.slice)
        if isinstance(base, Ref) and not isinstance(target.slice, ast.Slice):
            self.set_member(base, key, Entry(target.slice, value, place))
        elif isinstance(base, Ref):
            self.state.lose(base, value)
        else:
            self.state.lose(value)

    def _unpack(self, targets: Sequence[ast.expr], value: Value) -> None:
        array = self.state.array(value)
        fits = array is not None and not array.open and len(array.items) == len(targets)
        if array is not None and fits and not any(isinstance(target, ast.Starred) for target in targets):
            for target, entry in zip(targets, array.items, strict=True):
                self.assign(target, entry.value, entry.place)
            return
        self.state.lose(value)
        for target in targets:
            self.assign(target, UNCLEAR)

    def _do_augassign(self, node: ast.AugAssign) -> None:
        target = node.target
        value = self.eval(node.value)
        if isinstance(target, ast.Name):
            old = self.name(target.id)
        elif isinstance(target, ast.Subscript):
            old = self.part(self.eval(target.value), self.eval(target.slice))
        else:
            old = self.eval(target)
        array, thing = self.state.array(old), self.state.map(old)
        if isinstance(old, Ref) and array and isinstance(node.op, ast.Add):
            self.extend(old, array, value)
        elif isinstance(old, Ref) and thing and isinstance(node.op, ast.BitOr):
            self.state.change(old, self.with_all(thing, value))
        else:
            load = ast.copy_location(ast.Constant(None), node)
            self.assign(target, self.combined(node.op, old, value, load), node)

    def _do_assert(self, node: ast.Assert) -> None:
        self.eval(node.test)
        self.eval(node.msg)

    def _do_delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.state.names.pop(target.id, None)
            elif isinstance(target, ast.Subscript):
                base, key = self.eval(target.value), self.eval(target.slice)
                if isinstance(base, Ref):
                    self.remove(base, key)

    def _do_import(self, node: ast.Import) -> None:
        for alias in node.names:
            first = alias.name.partition(".")[0]
            self.bind(alias.asname or first, Named(alias.name if alias.asname else first))

    def _do_importfrom(self, node: ast.ImportFrom) -> None:
        module = "." * node.level + (node.module or "")
        for alias in node.names:
            if alias.name == "*":
                self.forget()
            else:
                self.bind(alias.asname or alias.name, Named(f"{module}.{alias.name}"))

    def _do_functiondef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for decorator in node.decorator_list:
            self.eval(decorator)
        value = self.function(node)
        self.bind(node.name, UNCLEAR if node.decorator_list else value)

    _do_asyncfunctiondef = _do_functiondef

    def _do_classdef(self, node: ast.ClassDef) -> None:
        for part in (*node.bases, *(keyword.value for keyword in node.keywords), *node.decorator_list):
            self.eval(part)
        # Functions in a class do not see its names; what its body binds is gone through in a scope of its own.
        frame, names = self.frame, self.state.names
        around, self.broken_off = self.broken_off, []
        self.frame = Frame(object(), self.program.bound(node), outer=(Outer(frame.key, names, frame.bound), *frame.outer))
        self.state.names = {}
        self.statements(node.body)
        self.alive = True
        bound = {name: value for name, value in self.state.names.items() if name not in self.program.stored_attributes}
        self.frame, self.state.names, self.broken_off = frame, names, around
        plain = not (node.bases or node.keywords) and all(_is_dataclass(decorator) for decorator in node.decorator_list)
        # What a class holds can be changed through each of its objects.
        self.state.lose(*bound.values())
        self.bind(node.name, Class(bound) if plain else UNCLEAR)

    def _do_return(self, node: ast.Return) -> None:
        self.state.names[RESULT] = self.eval(node.value) if node.value else Known(None, node)
        self.returns.append(self.state)
        self.alive = False

    def _do_raise(self, node: ast.Raise) -> None:
        for part in (node.exc, node.cause):
            self.state.lose(self.eval(part))
        self.alive = False

    def _do_break(self, _node: ast.Break) -> None:
        self.loops[-1].breaks.append(self.state)
        self.alive = False

    def _do_continue(self, _node: ast.Continue) -> None:
        self.loops[-1].continues.append(self.state)
        self.alive = False

    def _do_pass(self, node: ast.Pass) -> None:
        """Do nothing."""

    _do_global = _do_nonlocal = _do_pass

    def branch(self, body: Sequence[ast.stmt], state: State) -> State | None:
        """Go through a branch and return the state behind it, `None` where it does not go on."""
        self.state, self.alive = state, True
        self.statements(body)
        return self.state if self.alive else None

    def fork(self) -> State:
        self.work(self.state.size)
        return self.state.fork()

    def join(self, states: Sequence[State | None]) -> None:
        """Go on in what holds in all of several states."""
        reached = [state for state in states if state is not None]
        self.work(sum(state.size for state in reached))
        state = joined(reached)
        self.alive = state is not None
        if state is not None:
            self.state = state

    def either(self, one: State, other: State) -> State:
        """Return what holds in both of two states."""
        self.work(one.size + other.size)
        return joined([one, other]) or one


def _is_dataclass(decorator: ast.expr) -> bool:
    function = decorator.func if isinstance(decorator, ast.Call) else decorator
    return (function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")) == "dataclass"
