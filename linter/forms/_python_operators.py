"""What operators of Python make of values, and which way conditions go."""

import ast
import operator
from collections.abc import Callable

from . import _python_text as text
from ._limits import MAX_INTEGER, MIN_INTEGER
from ._python_expressions import Expressions
from ._python_values import UNCLEAR, Array, Known, Map, Ref, Unclear, Value, ends, merged


class Operators(Expressions):
    """Knows the operators."""

    def _eval_binop(self, node: ast.BinOp) -> Value:
        left, right = self.eval(node.left), self.eval(node.right)
        return self.combined(node.op, left, right, node)

    def combined(self, op: ast.operator, left: Value, right: Value, node: ast.AST) -> Value:
        """Return the value of two operands; neither changes."""
        if isinstance(op, ast.Add) and self.state.array(left):
            return self._sum(left, right, node)
        if isinstance(op, ast.Add) and (_is_text(left) or _is_text(right)):
            return text.concatenated([left, right], node)
        if isinstance(op, ast.BitOr) and (self.state.map(left) or self.state.map(right)):
            return self._union(left, right, node)
        if isinstance(op, ast.Mod) and isinstance(left, Known) and isinstance(left.value, str):
            return text.percent(left, node)
        self.state.lose(left, right)
        return _number(op, left, right, node)

    def _sum(self, left: Value, right: Value, node: ast.AST) -> Value:
        """Return two lists one behind the other."""
        one, other = self.state.array(left), self.state.array(right)
        assert one is not None
        if one.open or other is None:
            self.state.lose(right, *(entry.value for entry in other.items) if other else ())
            return self.state.new(Array(one.items, True, node))
        return self.state.new(Array((*one.items, *other.items), other.open, node))

    def _union(self, left: Value, right: Value, node: ast.AST) -> Value:
        """Return two dicts in one; what the second has, counts."""
        first = self.state.map(left)
        if first is None:
            self.state.lose(left)
            first = Map({}, True, node)
        return self.state.new(self.with_all(first._replace(node=node), right))

    def _eval_unaryop(self, node: ast.UnaryOp) -> Value:
        value = self.eval(node.operand)
        if isinstance(value, Known):
            if isinstance(node.op, ast.Not):
                return Known(not value.value, node)
            if isinstance(node.op, ast.USub) and isinstance(value.value, int | float) and not isinstance(value.value, bool):
                return self.constant(ast.copy_location(ast.Constant(-value.value), node))
        return UNCLEAR

    def _eval_boolop(self, node: ast.BoolOp) -> Value:
        """Return the operand that decides, or what holds for all that may: the later ones may not be reached."""
        first = self.eval(node.values[0])
        stop = self.truth(first)
        found = [first]
        for operand in node.values[1:]:
            before = self.state.fork()
            self.work(before.size)
            found.append(self.eval(operand))
            self.state = self.either(before, self.state)
        if stop is None:
            return merged(self.state, found)
        decided = stop is isinstance(node.op, ast.Or)
        return first if decided else merged(self.state, found[1:])

    def _eval_ifexp(self, node: ast.IfExp) -> Value:
        test = self.truth(self.eval(node.test))
        before = self.state.fork()
        self.work(before.size)
        first = self.eval(node.body)
        after = self.state
        self.state = before
        second = self.eval(node.orelse)
        if test is not None:
            self.state = after if test else self.state
            return first if test else second
        # The two values travel through the join under names that no program has.
        after.names[" "], self.state.names[" "] = first, second
        self.state = self.either(after, self.state)
        return self.state.names.pop(" ")

    def truth(self, value: Value) -> bool | None:
        """Tell whether a value counts as true, `None` where that is not known."""
        if isinstance(value, Known):
            return bool(value.value)
        thing = self.state.object(value) if isinstance(value, Ref) else None
        if isinstance(thing, Map) and not thing.open and not any(isinstance(entry.value, Unclear) for entry in thing.members.values()):
            return bool(thing.members)
        if isinstance(thing, Array) and (thing.items or not thing.open):
            return bool(thing.items)
        return None

    def _eval_compare(self, node: ast.Compare) -> Value:
        values = [self.eval(operand) for operand in (node.left, *node.comparators)]
        if len(values) > 2:  # noqa: PLR2004 - a chain of comparisons
            return UNCLEAR
        found = self._compared(node.ops[0], *values)
        return UNCLEAR if found is None else Known(found, node)

    def _compared(self, op: ast.cmpop, left: Value, right: Value) -> bool | None:
        if isinstance(left, Known) and isinstance(right, Known):
            if isinstance(op, ast.Eq | ast.NotEq):
                return (left.value == right.value) is isinstance(op, ast.Eq)
            if isinstance(op, ast.Is | ast.IsNot) and None in (left.value, right.value):
                return (left.value is right.value) is isinstance(op, ast.Is)
        if isinstance(op, ast.Is | ast.IsNot) and isinstance(left, Ref) and isinstance(right, Known) and right.value is None:
            return isinstance(op, ast.IsNot)
        thing = self.state.map(right)
        if isinstance(op, ast.In | ast.NotIn) and thing and isinstance(left, Known) and isinstance(left.value, str):
            member = thing.members.get(left.value)
            if member is None and not thing.open:
                return isinstance(op, ast.NotIn)
            if member is not None and not isinstance(member.value, Unclear):
                return isinstance(op, ast.In)
        return None


def _is_text(value: Value) -> bool:
    found = ends(value)
    return found is not None and (isinstance(value, Known) or found != ("", ""))


_ARITHMETIC: dict[type[ast.operator], Callable[[int, int], int]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}


def _number(op: ast.operator, left: Value, right: Value, node: ast.AST) -> Value:
    """Return the result of plain arithmetic with whole numbers, such as ``60 * 60``."""
    method = _ARITHMETIC.get(type(op))
    if method is None or not (isinstance(left, Known) and isinstance(right, Known)):
        return UNCLEAR
    one, other = left.value, right.value
    if not (isinstance(one, int) and isinstance(other, int)) or isinstance(one, bool) or isinstance(other, bool):
        return UNCLEAR
    result = method(one, other)
    return Known(result, node) if MIN_INTEGER <= result <= MAX_INTEGER else UNCLEAR
