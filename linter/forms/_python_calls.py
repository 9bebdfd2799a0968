"""Calls: those that pass a request on, functions that are understood, and all others, which may do anything with what they get."""

import ast
from collections.abc import Callable, Mapping

from . import _python_sdk as sdk
from . import _python_text as text
from ._python_expressions import Frame, Outer
from ._python_methods import Arguments, Methods
from ._python_request import Recorder
from ._python_scopes import FUNCTIONS, LOGGING, PURE, Function_, Program, inner_scopes, own_nodes
from ._python_values import UNCLEAR, Api, Array, Each, Entry, Function, Known, Map, Named, Ref, Unclear, Value

_DEEPEST = 5
"""How many calls of the program's own functions are followed into each other."""

# Their classes describe dicts, and make them.
_TYPES = ("mypy_boto3_sagemaker.type_defs.", "types_boto3_sagemaker.type_defs.", "types_aiobotocore_sagemaker.type_defs.")


class Calls(Methods):
    """Follows calls."""

    def __init__(self, program: Program, operations: Mapping[str, str], wrappers: Mapping[str, str], recorder: Recorder) -> None:
        super().__init__(program, operations)
        self.recorder = recorder
        self._wrappers = {name.rpartition(".")[2]: (name, operation) for name, operation in wrappers.items()}
        # The calls through which the current function was reached.
        self.context: tuple[ast.AST, ...] = ()
        self._followed: tuple[Function_, ...] = ()

    def call(self, node: ast.Call) -> Value:
        """Return the value of a call, take note of a request, and give up what the call may change."""
        function = node.func
        receiver: Value | None = None
        if isinstance(function, ast.Attribute):
            receiver = self.eval(function.value)
            callee = self.attribute(receiver, function.attr)
        else:
            callee = self.name(function.id) if isinstance(function, ast.Name) else self.eval(function)
        arguments = self._arguments(node)
        wrapper = self._wrapper(function, callee)
        if wrapper is not None:
            self._wrapped(node, wrapper, arguments)
        if isinstance(callee, Api):
            return self._api(node, callee, arguments)
        if isinstance(function, ast.Attribute) and isinstance(receiver, Ref):
            return self.method(receiver, function.attr, arguments, node)
        if isinstance(function, ast.Attribute) and isinstance(receiver, Known | Unclear):
            found = self._of_text(receiver, function.attr, arguments, node)
            if found is not None:
                return found
        if isinstance(callee, Function):
            return self._own(node, callee, arguments)
        if isinstance(callee, Named):
            return self._named(node, callee.name, arguments)
        return self._stranger(_last_name(function), arguments)

    def literal(self, node: ast.Dict, ref: Ref) -> None:
        """Take note of a step of a pipeline that is written out."""
        thing = self.state.map(ref)
        step = thing.members.get("Type") if thing else None
        arguments = thing.members.get("Arguments") if thing else None
        if step and arguments and isinstance(step.value, Known) and step.value.value == "RegisterModel":
            found = self.state.map(arguments.value)
            if found is not None:
                self.recorder.note(node, (), "CreateModelPackage", found, self.state, place=found.node, loose=True)

    def _arguments(self, node: ast.Call) -> Arguments:
        given, more = self.items(node.args)
        named = Map({}, False, node)
        for keyword in node.keywords:
            value = self.eval(keyword.value)
            if keyword.arg is not None:
                named.members[keyword.arg] = Entry(keyword, value, keyword.value)
                continue
            thing = self.state.map(value)
            if thing is None:
                self.state.lose(value)
            # A name that is given twice stops the program, so that what is not known changes nothing of what is.
            unseen = {name: entry for name, entry in (thing.members if thing else {}).items() if name not in named.members}
            named = Map({**named.members, **unseen}, named.open or thing is None or thing.open, node)
        return Arguments(tuple(given), named, more or named.open)

    def _api(self, node: ast.Call, callee: Api, arguments: Arguments) -> Value:
        members = arguments.named
        if callee.bound is not None:
            bound = self.state.map(callee.bound)
            if bound is None:
                members = members._replace(open=True)
            else:
                members = Map({**bound.members, **members.members}, bound.open or members.open, node)
        own = isinstance(node.func, ast.Attribute) and _is_own(node.func.value)
        # The client takes names only; and methods of the same name in other classes take names of another kind.
        if not arguments.given and sdk.is_request(members, callee.operation, own=own):
            self.recorder.note(node, self.context, callee.operation, members, self.state)
        else:
            self.state.lose(*arguments.values)
        return UNCLEAR

    def _wrapper(self, function: ast.expr, callee: Value) -> str | None:
        found = self._wrappers.get(_last_name(function))
        if found is None:
            return None
        name, operation = found
        written = callee.name if isinstance(callee, Named) else ast.unparse(function) if isinstance(function, ast.Attribute) else name
        return operation if f".{written}".endswith(f".{name}") else None

    def _wrapped(self, node: ast.Call, operation: str, arguments: Arguments) -> None:
        """Take note of what one of the user's functions gets: a request as its only dict, or members by their names."""
        members = sdk.members_of(arguments.named, operation)
        dicts = [found for entry in arguments.given if (found := self.state.map(entry.value)) is not None]
        if len(dicts) == 1:
            members = Map({**dicts[0].members, **members.members}, dicts[0].open or members.open, dicts[0].node)
        elif not members.members or arguments.given:
            members = members._replace(open=True)
        self.recorder.note(node, self.context, operation, members, self.state)

    def _of_text(self, receiver: Value, name: str, arguments: Arguments, node: ast.Call) -> Value | None:
        """Return what a method of a text gives, `None` where the receiver may be something else."""
        if name == "join" and arguments.given and isinstance(receiver, Known):
            items = self.state.array(arguments.given[0].value)
            parts = [entry.value for entry in items.items] if items else []
            return text.separated(receiver, parts, node, more=items is None or items.open)
        if isinstance(receiver, Known):
            return text.method(receiver, name, [entry.value for entry in arguments.given], node)
        return None

    def _named(self, node: ast.Call, name: str, arguments: Arguments) -> Value:
        """Call something that is imported or built in."""
        understood = Calls.made_dict if name.startswith(_TYPES) else _UNDERSTOOD.get(name)
        if understood is not None:
            return understood(self, arguments, node)
        made = sdk.resource_call(name, arguments.named, node)
        if made is not None:
            return self._resource(node, made, arguments)
        return self._stranger(name.rpartition(".")[2], arguments)

    def str_of(self, arguments: Arguments, _node: ast.Call) -> Value:
        """Call ``str``."""
        return text.as_text(arguments.given[0].value) if len(arguments.given) == 1 else UNCLEAR

    def copy_of(self, arguments: Arguments, _node: ast.Call) -> Value:
        """Call ``copy.copy``."""
        return self.copied(arguments.first() or UNCLEAR, deep=False)

    def deep_copy_of(self, arguments: Arguments, _node: ast.Call) -> Value:
        """Call ``copy.deepcopy``."""
        return self.copied(arguments.first() or UNCLEAR, deep=True)

    def partial_of(self, arguments: Arguments, _node: ast.Call) -> Value:
        """Call ``functools.partial``."""
        first = arguments.first()
        if isinstance(first, Api) and first.bound is None and len(arguments.given) == 1:
            return Api(first.operation, self.state.new(arguments.named))
        return self._stranger("partial", arguments)

    def attribute_of(self, arguments: Arguments, _node: ast.Call) -> Value:
        """Call ``getattr``."""
        base, name = arguments.first(), arguments.first(1)
        if isinstance(name, Known) and isinstance(name.value, str) and base is not None:
            return self.attribute(base, name.value)
        return self._stranger("getattr", arguments)

    def path_of(self, arguments: Arguments, node: ast.Call) -> Value:
        """Call ``os.path.join``."""
        return UNCLEAR if arguments.more else text.path_joined([entry.value for entry in arguments.given], node)

    def numbered(self, arguments: Arguments, node: ast.Call) -> Value:
        """Call ``enumerate``."""
        item = self.element(arguments.first() or UNCLEAR)
        return Each(self.state.new(Array((Entry(None, UNCLEAR, node), Entry(None, item, node)), False, node)))

    def each_of(self, arguments: Arguments, _node: ast.Call) -> Value:
        """Call ``sorted``, ``reversed`` or ``iter``."""
        self.state.lose(*(entry.value for entry in arguments.named.members.values()))
        return Each(self.element(arguments.first() or UNCLEAR))

    def anything(self, _arguments: Arguments, _node: ast.Call) -> Value:
        """Call what may give any name another value."""
        self.forget()
        return UNCLEAR

    def _resource(self, node: ast.Call, made: sdk.Resource, arguments: Arguments) -> Value:
        if made.operation is not None:
            self.recorder.note(node, self.context, made.operation, sdk.request(made, self.state), self.state)
            return UNCLEAR
        self.state.lose(*(entry.value for entry in arguments.given))
        return self.state.new(made.thing)

    def _stranger(self, name: str, arguments: Arguments) -> Value:
        """Call something of which nothing is known but its name."""
        if name not in PURE and name not in LOGGING:
            self.state.lose(*arguments.values)
            if any(isinstance(value, Function) for value in arguments.values):
                self._lose_touched()
        return UNCLEAR

    def _own(self, node: ast.Call, callee: Function, arguments: Arguments) -> Value:
        """Follow a call of one of the program's own functions."""
        outer = self._scopes_of(callee.home)
        function = callee.node
        repeated = function in self._followed or len(self.context) >= _DEEPEST
        if outer is None or repeated or _is_generator(function) or isinstance(function, ast.Lambda):
            self.state.lose(*arguments.values)
            self._lose_touched()
            return UNCLEAR
        names = self._parameters(callee, arguments)
        if names is None:
            self.state.lose(*arguments.values)
            return UNCLEAR
        before = self.frame, self.context, self._followed
        mine = self.state.names
        self.context, self._followed = (*self.context, node), (*self._followed, function)
        self.frame = self.frame_of(function, outer)
        self.state.names = names
        found = self.body(function)
        self.frame, self.context, self._followed = before
        self.state.names = mine
        return found

    def frame_of(self, function: Function_, outer: tuple[Outer, ...]) -> Frame:
        """Return a new scope of a function."""
        program = self.program
        inner = [scope for scope in inner_scopes(function) if isinstance(scope, FUNCTIONS)]
        leaking = frozenset[str]().union(*(program.touches(scope) for scope in inner))
        return Frame(object(), program.bound(function), leaking, program.rebound(function) if inner else frozenset(), outer)

    def body(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> Value:
        """Go through the body of a function in the current frame and return what it returns."""
        raise NotImplementedError

    def _scopes_of(self, home: object) -> tuple[Outer, ...] | None:
        """Return the scopes around a function that was defined in the scope of a key, `None` where that scope is gone."""
        chain = (Outer(self.frame.key, self.state.names, self.frame.bound), *self.frame.outer)
        for index, scope in enumerate(chain):
            if scope.key is home:
                return chain[index:]
        return None

    def _parameters(self, callee: Function, arguments: Arguments) -> dict[str, Value] | None:
        """Return the names that a call binds, `None` where the call does not fit."""
        function = callee.node
        spec = function.args
        positional = [*spec.posonlyargs, *spec.args]
        named = dict(arguments.named.members)
        names: dict[str, Value] = {}
        if len(arguments.given) > len(positional) and spec.vararg is None:
            return None
        for parameter, entry in zip(positional, arguments.given, strict=False):
            names[parameter.arg] = entry.value
        defaults = {} if arguments.more else dict(callee.defaults)
        for parameter in [*positional, *spec.kwonlyargs]:
            name = parameter.arg
            if name not in names:
                names[name] = named.pop(name).value if name in named else defaults.get(name, UNCLEAR)
        if spec.vararg:
            names[spec.vararg.arg] = UNCLEAR
            self.state.lose(*(entry.value for entry in arguments.given[len(positional) :]))
        if spec.kwarg:
            names[spec.kwarg.arg] = self.state.new(Map(named, arguments.named.open, function))
        elif named:
            return None
        return names

    def _lose_touched(self) -> None:
        """Give up what functions of the program may change from outside of them."""
        module = self.frame.outer[-1].names if self.frame.outer else self.state.names
        self.state.lose(*(module[name] for name in self.program.touched if name in module))

    def forget(self) -> None:
        """Give up all that names stand for."""
        self.state.lose(*self.state.names.values())
        self.state.names = dict.fromkeys(self.state.names, UNCLEAR)


def _last_name(function: ast.AST) -> str:
    return function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""


def _is_own(receiver: ast.expr) -> bool:
    """Tell whether a method is called on the object that the code is a method of."""
    if isinstance(receiver, ast.Call):
        return isinstance(receiver.func, ast.Name) and receiver.func.id == "super"
    return isinstance(receiver, ast.Name) and receiver.id in ("self", "cls")


def _is_generator(function: ast.AST) -> bool:
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in own_nodes(function))


_UNDERSTOOD: dict[str, Callable[[Calls, Arguments, ast.Call], Value]] = {
    "builtins.dict": Calls.made_dict,
    "builtins.list": Calls.made_list,
    "builtins.tuple": Calls.made_list,
    "builtins.str": Calls.str_of,
    "builtins.enumerate": Calls.numbered,
    "builtins.sorted": Calls.each_of,
    "builtins.reversed": Calls.each_of,
    "builtins.iter": Calls.each_of,
    "builtins.getattr": Calls.attribute_of,
    "builtins.globals": Calls.anything,
    "builtins.exec": Calls.anything,
    "copy.copy": Calls.copy_of,
    "copy.deepcopy": Calls.deep_copy_of,
    "functools.partial": Calls.partial_of,
    "os.path.join": Calls.path_of,
    "posixpath.join": Calls.path_of,
}
