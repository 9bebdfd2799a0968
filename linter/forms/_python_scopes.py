"""What a look at the tree of a Python program tells before it is gone through: which names a scope binds, and who may change what."""

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import TypeAlias

Function_: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Scope: TypeAlias = ast.Module | ast.ClassDef | Function_
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)

# What neither keeps nor changes its arguments, by the last part of its name.
PURE = frozenset(
    {
        *("print", "len", "str", "repr", "format", "isinstance", "type", "bool", "int", "float", "hash", "any", "all", "sum", "id"),
        *("dumps", "dump", "pprint", "pformat", "pp", "deepcopy", "safe_dump", "echo"),
    }
)
# Methods of a logger, whatever its name is.
LOGGING = frozenset({"debug", "info", "warning", "warn", "error", "critical", "exception", "log"})
READING = frozenset({"get", "keys", "values", "items", "copy", "index", "count"})
"""Methods of dicts and lists that change nothing."""


class Program:
    """A parsed file. ``calls`` are the names of the methods that take a request, and of the user's wrappers."""

    def __init__(self, tree: ast.Module, calls: frozenset[str]) -> None:
        self.tree = tree
        self._calls = calls
        self._bound: dict[ast.AST, frozenset[str]] = {}
        self._touches: dict[ast.AST, frozenset[str]] = {}

    def bound(self, scope: Scope) -> frozenset[str]:
        """Return the names that a scope binds itself."""
        if scope not in self._bound:
            found = {name for node in own_nodes(scope) for name in _binds(node)}
            if isinstance(scope, FUNCTIONS):
                found |= {argument.arg for argument in parameters(scope)}
            self._bound[scope] = frozenset(found)
        return self._bound[scope]

    def rebound(self, scope: Scope) -> frozenset[str]:
        """Return the names that a scope binds in more than one place."""
        counts = Counter(name for node in own_nodes(scope) for name in _binds(node))
        given = {argument.arg for argument in parameters(scope)} if isinstance(scope, FUNCTIONS) else set()
        return frozenset(name for name, number in counts.items() if number > 1 or name in given)

    @cached_property
    def unstable(self) -> frozenset[str]:
        """The names that some function binds in a scope around it; nobody knows when."""
        return frozenset(name for node in ast.walk(self.tree) if isinstance(node, ast.Global | ast.Nonlocal) for name in node.names)

    @cached_property
    def stored_attributes(self) -> frozenset[str]:
        """The names of attributes that are assigned anywhere."""
        return frozenset(
            node.attr for node in ast.walk(self.tree) if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del)
        )

    @cached_property
    def functions(self) -> list[Function_]:
        """All functions of the program."""
        return [node for node in ast.walk(self.tree) if isinstance(node, FUNCTIONS)]

    @cached_property
    def relevant(self) -> frozenset[ast.AST]:
        """The functions in which a request may be passed on, or a function called in which it may."""
        names = {function: _names(function) for function in self.functions}
        found = {function for function in self.functions if names[function] & self._calls}
        called = set(self._aliases)
        while True:
            called |= {function.name for function in found if not isinstance(function, ast.Lambda)}
            more = {function for function in self.functions if function not in found and names[function] & called}
            if not more:
                return frozenset(found)
            found |= more

    @cached_property
    def _aliases(self) -> frozenset[str]:
        """Names that the module gives to something with such a method in it."""
        return frozenset(
            name
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Assign) and _names(node.value) & self._calls
            for target in node.targets
            for name in _binds_all(target)
        )

    @cached_property
    def touched(self) -> dict[str, frozenset[ast.AST]]:
        """Which functions may change or keep what a name leads to that is not their own, or hand it to others."""
        found: dict[str, set[ast.AST]] = {}
        for function in self.functions:
            for name in self.touches(function):
                found.setdefault(name, set()).add(function)
        return {name: frozenset(functions) for name, functions in found.items()}

    def touches(self, function: Function_) -> frozenset[str]:
        """Return the names from outside that a function, or one in it, may change."""
        if function not in self._touches:
            found: set[str] = set()
            for scope in (function, *inner_scopes(function)):
                mine = self.bound(scope) if isinstance(scope, FUNCTIONS) else frozenset()
                found |= {name for name in _touched(scope, self._calls) if name not in mine}
            self._touches[function] = frozenset(found - self.bound(function))
        return self._touches[function]


def parameters(function: Function_) -> list[ast.arg]:
    """Return all parameters of a function."""
    given = function.args
    starred = [argument for argument in (given.vararg, given.kwarg) if argument]
    return [*given.posonlyargs, *given.args, *given.kwonlyargs, *starred]


def default_nodes(function: Function_) -> list[tuple[str, ast.expr]]:
    """Return the parameters of a function that have defaults, each with the default."""
    given = function.args
    positional = [argument.arg for argument in (*given.posonlyargs, *given.args)]
    found = list(zip(positional[len(positional) - len(given.defaults) :], given.defaults, strict=True))
    return found + [(argument.arg, value) for argument, value in zip(given.kwonlyargs, given.kw_defaults, strict=True) if value]


def own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a scope without those of functions and classes in it, whose own nodes are yielded."""
    body = scope.body if isinstance(scope, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) else [scope]
    waiting: list[ast.AST] = list(reversed(body)) if isinstance(body, list) else [body]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, FUNCTIONS):
            waiting += [*node.args.defaults, *(default for default in node.args.kw_defaults if default)]
            waiting += getattr(node, "decorator_list", ())
        elif isinstance(node, ast.ClassDef):
            waiting += [*node.bases, *(keyword.value for keyword in node.keywords), *node.decorator_list]
        else:
            waiting += reversed(list(ast.iter_child_nodes(node)))


def inner_scopes(scope: ast.AST) -> Iterator[Scope]:
    """Yield the functions and classes in a scope, at any depth."""
    for node in ast.walk(scope):
        if node is not scope and isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            yield node


def _binds(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
        yield node.id
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
        yield node.name
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest


def _binds_all(target: ast.AST) -> Iterator[str]:
    for node in ast.walk(target):
        yield from _binds(node)


def _names(node: ast.AST) -> set[str]:
    """Return the words of a piece of program that name something: variables, attributes, and texts, for ``getattr``."""
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            found.add(part.id)
        elif isinstance(part, ast.Attribute):
            found.add(part.attr)
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            found.add(part.value)
    return found


def _touched(scope: ast.AST, calls: frozenset[str]) -> Iterator[str]:
    """Yield the names that are read in the scope in a way in which what they lead to may be changed or kept."""
    waiting: list[tuple[ast.AST, bool]] = [(node, False) for node in _body(scope)]
    while waiting:
        node, safe = waiting.pop()
        if isinstance(node, ast.Name):
            if not safe and isinstance(node.ctx, ast.Load):
                yield node.id
        elif not isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            waiting += ((child, _is_safe(node, child, calls, safe=safe)) for child in ast.iter_child_nodes(node))


def _body(scope: ast.AST) -> list[ast.AST]:
    body = getattr(scope, "body", [])
    return list(body) if isinstance(body, list) else [body]


def _is_safe(node: ast.AST, child: ast.AST, calls: frozenset[str], *, safe: bool) -> bool:
    """Tell whether a child of a node is only read there; ``safe`` tells it of the node itself."""
    match node:
        case ast.Subscript():
            found = child is node.slice or (safe and isinstance(node.ctx, ast.Load))
        case ast.keyword():
            found = safe or node.arg is None
        case ast.Call():
            reads = _last_name(node.func) in PURE | LOGGING | calls
            found = reads if child is not node.func else safe or isinstance(child, ast.Name)
        case ast.Attribute():
            # The receiver of a method: what it does is told by its name, and what it answers may be a part of the receiver.
            found = node.attr in calls or (safe and node.attr in READING)
        case ast.Dict():
            found = any(key is None and value is child for key, value in zip(node.keys, node.values, strict=True))
        case _:
            found = isinstance(node, ast.Compare | ast.FormattedValue | ast.JoinedStr | ast.If | ast.While | ast.Assert | ast.Expr)
    return found


def _last_name(function: ast.AST) -> str:
    return function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
