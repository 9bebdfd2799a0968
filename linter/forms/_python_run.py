"""A Python program, gone through in its order: branches are joined, loops make unclear what they change, functions come last."""

import ast
from collections.abc import Callable, Sequence
from itertools import count

from ._python_expressions import Frame, Outer, TooMuchWorkError
from ._python_scopes import Function_, inner_scopes, parameters
from ._python_statements import RESULT, Loop, Statements
from ._python_values import UNCLEAR, Map, Ref, State, Value, equal, joined, widened

_ROUNDS = 2
_MOST_ROUNDS = 30
_EXPECTS_FAILURE = frozenset({"raises", "assertRaises", "assertRaisesRegex", "assertRaisesRegexp", "assert_raises"})
# Context managers that let every exception through, by the last part of their names.
_LETS_THROUGH = frozenset(
    {
        *("open", "closing", "nullcontext", "redirect_stdout", "redirect_stderr", "catch_warnings", "chdir"),
        *("TemporaryDirectory", "NamedTemporaryFile", "TemporaryFile", "ThreadPoolExecutor", "ProcessPoolExecutor", "Lock", "RLock"),
        *("start_run", "start_span", "start_as_current_span", "client", "create_client", "resource", "Session", "Timer", "tqdm"),
    }
)


class Runner(Statements):
    """Goes through a program."""

    def run(self) -> None:
        """Go through the module, then through the functions that may pass on a request."""
        tree = self.program.tree
        self.frame = Frame(object(), self.program.bound(tree), rebound=self.program.rebound(tree))
        self.statements(tree.body)
        self._go_through_functions(self.state if self.alive else None)

    # Functions.

    def body(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> Value:
        """Go through the body of a function in the current frame and return what it returns."""
        outside = self.loops, self.returns, self.broken_off, self.deferred
        self.loops, self.returns, self.broken_off, self.deferred = [], [], [], {}
        self.statements(function.body)
        end = self._end(only_result=True)
        self.loops, self.returns, self.broken_off, self.deferred = outside
        # A function that always raises ends the program; what follows the call is gone through all the same.
        self.alive = True
        if end is None:
            return UNCLEAR
        self.state = end
        return end.names.pop(RESULT, UNCLEAR)

    def _end(self, *, only_result: bool) -> State | None:
        """Return what holds wherever a function is left, of its names or of its result; `None` for one that is not left."""
        ends = list(self.returns)
        if self.alive:
            self.state.names[RESULT] = UNCLEAR
            ends.append(self.state)
        for state in ends if only_result else ():
            state.names = {RESULT: state.names[RESULT]}
        self.work(sum(state.size for state in ends))
        return joined(ends)

    def _go_through_functions(self, end: State | None) -> None:
        """Go through the functions that were defined in the scope that ended; ``end`` is what held then, `None` where it has no end."""
        waiting, self.deferred = self.deferred, {}
        frame = self.frame
        for function, defined in waiting.items():
            # Those of a module are called when it is done; inner ones at any time after they were defined.
            handed = self.escaped.pop(function, None)
            states = [end] if end and not frame.outer else [defined, end]
            self.work(sum(state.size for state in (*states, handed) if state))
            state = joined([*(state.fork() for state in states if state), handed])
            assert state is not None
            # What somebody may call counts, as do the calls that are seen.
            self.context = (function,) if handed else ()
            self._go_through(function, state, frame)
        self.frame, self.context = frame, ()

    def _go_through(self, function: Function_, state: State, frame: Frame) -> None:
        """Go through a function that anybody may call with anything."""
        # In a module, all names have their last values when others call its functions, but for those that were handed out before.
        rebound = frame.rebound if frame.outer or self.context else frozenset()
        names = {name: UNCLEAR if name in rebound else value for name, value in state.names.items()}
        family = {function, *inner_scopes(function)}
        for name, functions in self.program.touched.items():
            if functions - family:
                state.lose(names.get(name), *(scope.names.get(name) for scope in frame.outer))
        self.state = state
        self.state.names = dict.fromkeys([argument.arg for argument in parameters(function)], UNCLEAR)
        if function.args.kwarg:
            self.state.names[function.args.kwarg.arg] = self.state.new(Map({}, True, function))
        self.frame = self.frame_of(function, (Outer(frame.key, names, frame.bound), *frame.outer))
        self.alive = True
        self.loops, self.returns, self.broken_off = [], [], []
        if isinstance(function, ast.Lambda):
            self.state.lose(self.eval(function.body))
        else:
            self.statements(function.body)
        self._go_through_functions(self._end(only_result=False))

    def _do_if(self, node: ast.If) -> None:
        # Both branches are gone through, also where the program goes into one: the other may be switched on tomorrow.
        ends: list[State | None] = []
        while True:
            truth = self.truth(self.eval(node.test))
            otherwise = self.fork()
            end = self.branch(node.body, self.state)
            ends += [end] if truth is not False else []
            self.state, self.alive = otherwise, True
            if truth is True:
                self.branch(node.orelse, otherwise)
                break
            if len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
                # A chain of conditions may be long.
                node = node.orelse[0]
                self.work()
                continue
            ends.append(self.branch(node.orelse, otherwise))
            break
        self.join(ends)

    def _do_match(self, node: ast.Match) -> None:
        self.state.lose(self.eval(node.subject))
        start = self.fork()
        ends: list[State | None] = [start]
        for case in node.cases:
            self.state = start.fork()
            self.work(start.size)
            for part in ast.walk(case.pattern):
                name = getattr(part, "name", None) or getattr(part, "rest", None)
                if isinstance(name, str):
                    self.bind(name, UNCLEAR)
            if case.guard:
                self.eval(case.guard)
            ends.append(self.branch(case.body, self.state))
        self.join(ends)

    def _do_for(self, node: ast.For | ast.AsyncFor) -> None:
        element = self.element(self.eval(node.iter))

        def begin() -> None:
            self.assign(node.target, element)

        self._loop(begin, node.body, node.orelse, endless=False)

    _do_asyncfor = _do_for

    def _do_while(self, node: ast.While) -> None:
        def begin() -> None:
            self.eval(node.test)

        test = node.test
        self._loop(begin, node.body, node.orelse, endless=isinstance(test, ast.Constant) and bool(test.value))

    def _loop(self, begin: Callable[[], None], body: Sequence[ast.stmt], orelse: Sequence[ast.stmt], *, endless: bool) -> None:
        """Go through a loop until its head holds whatever round it is."""
        head = self.state
        for attempt in count():
            loop = Loop()
            self.loops.append(loop)
            self.state, self.alive = head.fork(), True
            self.work(head.size)
            begin()
            self.statements(body)
            self.loops.pop()
            back = joined([*loop.continues, *([self.state] if self.alive else [])])
            if back is None or equal(head, back, head.heap):
                break
            if attempt > _MOST_ROUNDS:
                raise TooMuchWorkError
            self.work(back.size)
            if attempt < _ROUNDS:
                # Names that only the body binds are no part of the head: they are bound again, or not read.
                after = back.fork()
                after.names = {name: value for name, value in back.names.items() if name in head.names}
                head = self.either(head, after)
            else:
                head = widened(head, back)
        self.state, self.alive = (joined([head, back]) or head), not endless
        if self.alive:
            self.statements(orelse)
        self.join([self.state if self.alive else None, *loop.breaks])

    def _do_with(self, node: ast.With | ast.AsyncWith) -> None:
        expected = any(_expects_failure(item.context_expr) for item in node.items)
        self.recorder.paused += expected
        self._with(node)
        self.recorder.paused -= expected

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            self.state.lose(self.eval(item.context_expr))
            if item.optional_vars is not None:
                self.assign(item.optional_vars, UNCLEAR)
        if all(_lets_through(item.context_expr) for item in node.items):
            self.statements(node.body)
            return
        self.broken_off.append(self.fork())
        self.statements(node.body)
        # An exception may end the block, and the program go on behind it.
        self.join([self.state if self.alive else None, self.broken_off.pop()])

    _do_asyncwith = _do_with

    def _do_try(self, node: ast.Try) -> None:
        if not node.finalbody:
            self._guarded(node)
            return
        loop = self.loops[-1] if self.loops else Loop()
        before = len(self.returns), len(loop.breaks), len(loop.continues)
        self.broken_off.append(self.fork())
        self._guarded(node)
        left_early = [*self.returns[before[0] :], *loop.breaks[before[1] :], *loop.continues[before[2] :]]
        anywhere = [self.broken_off.pop(), *left_early, *([self.state] if self.alive else [])]
        start = joined([state.fork() for state in anywhere])
        assert start is not None
        self.work(start.size * len(anywhere))
        if self.alive:
            self.statements(node.finalbody)
        self._finally(node.finalbody, start, left_early)

    _do_trystar = _do_try

    def _guarded(self, node: ast.Try) -> None:
        """Go through a try without what is done in every case."""
        self.broken_off.append(self.fork())
        self.statements(node.body)
        broken = self.broken_off.pop()
        ends = [self.branch(node.orelse, self.state) if self.alive else None]
        for handler in node.handlers:
            self.work(broken.size)
            self.state, self.alive = broken.fork(), True
            if handler.name:
                self.bind(handler.name, UNCLEAR)
            ends.append(self.branch(handler.body, self.state))
        self.join(ends)

    def _finally(self, body: Sequence[ast.stmt], start: State, left_early: Sequence[State]) -> None:
        """Go through what is done in every case, in whatever state; what it changes is lost to those who leave before it."""
        after = self.state, self.alive
        self.state, self.alive = start.fork(), True
        self.statements(body)
        for state in left_early:
            for number, thing in start.heap.items():
                if self.state.heap.get(number) is not thing:
                    state.lose(Ref(number))
            for name, value in self.state.names.items():
                if name in state.names and state.names[name] is not value:
                    state.names[name] = UNCLEAR
        self.state, self.alive = after


def _lets_through(manager: ast.expr) -> bool:
    return _name_of(manager) in _LETS_THROUGH


def _expects_failure(manager: ast.expr) -> bool:
    """Tell whether a test says that what it does in a block is to fail: its requests are wrong on purpose."""
    return _name_of(manager) in _EXPECTS_FAILURE


def _name_of(manager: ast.expr) -> str:
    function = manager.func if isinstance(manager, ast.Call) else manager
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
