"""Programs with branches, loops, exceptions and aliases, and what happens when they run."""

import ast
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from random import Random
from typing import Any

from hypothesis import strategies as st

from mpkit.linter.request import OpenList, OpenMap, Unknown

MEMBERS = ("ModelPackageName", "Tags", "Domain")

# What may stand for each kind of hole; the first are the simplest. Variables a and b are dicts, c is a list.
TEXTS = (*("'x'", "'y'", "1", "2", "None", "CONST") * 3, "guess()", "f'{CONST}/{guess()}.zip'", "'x' + guess()")
DICTS = (
    *("{}", "a", "b", "{'<member>': <value>}") * 5,
    *("{**<dict>, 'Task': <value>}", "{'Task': <value>, **<dict>}", "dict(<dict>)"),
    *("copy.deepcopy(<dict>)", "(<dict> | {'Task': <value>})", "wrap(<value>)", "dict(<dict>, Task=<value>)", "as_dict(a.get('<member>'))"),
    *("<dict>.copy()", "as_dict(<dict>)", "{key: <value> for key in some()}", "{guess(): <value>, '<member>': 'x'}", "{**{guess(): 'u'}}"),
    *("(<dict> if guess() else <dict>)", "(<dict> or <dict>)", "same(<dict>)", "either(<dict>, <dict>)"),
)
LISTS = (
    *("[]", "c", "[<value>]", "[a]") * 5,
    *("[<value>, a]", "[*<list>, <value>]", "<list> + [<value>]", "list(<list>)", "[a for _ in some()]"),
    *("[one for one in <list>]", "list(a.values())", "<list>.copy()", "copy.deepcopy(<list>)", "[b, *<list>, <value>]"),
    *("(<list> if guess() else <list>)", "(<list> or <list>)", "same(<list>)", "either(<list>, <list>)"),
)
STATEMENTS = (
    *(
        "<name>['<member>'] = <value>",
        "<name>.update({'<member>': <value>})",
        "c.append(<value>)",
        "<name>.setdefault('<member>', <value>)",
    ),
    *("<name>.pop('<member>', <value>)", "<name>.update(<dict>)", "<name>[guess()] = <value>", "c[:1] = [<value>]", "c.extend(<list>)"),
    *("mark(<name>)", "keep(<dict>)", "keep(<list>)", "mark_kept()", "as_dict(<name>.get('<member>'))['Task'] = <value>", "<name>.clear()"),
    *("c.insert(0, <value>)", "c.insert(1, <value>)", "c.reverse()", "c.clear()", "<name>['Tags'] = c", "<name>['Domain'] = <dict>"),
    *("<name>['Tags'] = [<value>]; <name>['Tags'].append(<value>)", "<name>['Domain'] = {}; <name>['Domain']['Task'] = <value>"),
    *("print(<name>)", "[c.append(1) for _ in some()]", "<name>.setdefault('Task', []).append(<value>)", "<name>.update(Task=<value>)"),
    *("keep(<name>); mark_kept()", "keep([<name>]); mark_kept()", "call(lambda: <name>.clear())"),
    *("<name> is None or <name>.update(Task=<value>)", "c.append(<name>)", "c.append(<dict>); c[-1]['Task'] = <value>"),
)
# A function that assigns a name has it for its own, and does not see the module's.
ASSIGNMENTS = (
    *("<name> = <dict>",) * 8,
    *("c = <list>",) * 4,
    *(
        "<name> |= <dict>",
        "c += <list>",
        "<name> = <name>",
        "a, b = b, a",
        "(<name> := <dict>)",
        "for key, c in [('k', c)]: c.append(<value>)",
    ),
    *("for <name> in [<dict>, <dict>]: <name>['Task'] = <value>", "for inner in [a, b]: inner['Task'] = <value>"),
    *("for _, c in enumerate([[<value>], c]): c.append('z')", "<name> = c = {}; c = [<name>]"),
)
BLOCKS = (
    *("if guess():\n<block>", "if guess():\n<block>\nelse:\n<block>", "if guess():\n<block>\nelif guess():\n    pass\nelse:\n<block>"),
    *(
        "for _ in some():\n<loop>",
        "for item in list(c):\n<loop>\nelse:\n<block>",
        "while guess():\n<loop>",
        "while True:\n<block>\n    break",
    ),
    "try:\n<block>\n    maybe()\n<block>\nexcept Exception:\n<block>",
    "try:\n    maybe()\n<block>\nexcept Exception:\n    pass\nelse:\n<block>\nfinally:\n<block>",
    "with quiet():\n<block>\n    maybe()\n<block>",
    "def late():\n    <name>['Domain'] = 'late'\n<later>\ncall(late)\n<look>",
    "def late():\n    return c.append('late')\nlate()\n<look>\n<later>\nlate()\n<look>",
    "send = lambda: <look>\n<later>\nsend()",
    "def send():\n    sm.create_model_package(Tags=a, Domain=b, Task=c)\n<later>\ncall(send)\n<later>\nsend()",
    "match <name>:\n    case {'Domain': str()}:\n        pass\n    case _:\n        if guess():\n            a['Task'] = <value>",
    *("if '<member>' in <name>:\n<block>", "if not <name>:\n<block>\nelse:\n<block>", "if CONST == 'k':\n<block>\nelse:\n<block>"),
)
CALLS = (
    *("sm.create_model_package(Tags=a, Domain=b, Task=c)",) * 6,
    *("sm.create_model_package(**<name>)", "sm.create_model_package(**<dict>)", "sm.create_model_package(Tags=c, Task='t')"),
    *(
        "helper(<name>)",
        "sm.create_model_package(ModelPackageName='n', Domain=wrap(<name>))",
        "sm.create_model_package(**{**<name>, 'Task': c})",
    ),
    *(
        "send = lambda: sm.create_model_package(Tags=c)\nsend()",
        "def send():\n    sm.create_model_package(Tags=<name>)\n<more>\n<later>\nsend()",
    ),
)
LOOK = "sm.create_model_package(Tags=a, Domain=b, Task=c)"
LEAVING = ("if guess(): break", "if guess(): continue", "break")
_HOLE = re.compile(r"<(\w+)>")


@st.composite
def flows(draw: st.DrawFn) -> str:
    """Write a program whose statements change three variables and pass one of them on."""
    writer = _Writer(draw)
    start = ["CONST = 'k'", f"a = {draw(st.sampled_from(_STARTS))}", "b = {'Domain': 'd'}", f"c = {draw(st.sampled_from(_LISTS))}"]
    body = writer.block(0, draw(st.integers(0, 7)))
    match draw(st.sampled_from(("module", "function", "late"))):
        case "module":
            lines = [*start, *body, *writer.call(0)]
        case "function":
            lines = [start[0], "def main():", *_indented([*start[1:], *body, *writer.call(0)]), "main()"]
        case _:
            reader = _Writer(draw, assigns=False)
            inner = [*reader.block(0, draw(st.integers(0, 2))), *reader.call(0)]
            lines = [*start, *body, "def main():", *_indented(inner), *writer.block(0, draw(st.integers(0, 2))), "main()"]
    return "\n".join(lines) + "\n"


_LISTS = ("[]", "[b]", "['x']")
_STARTS = ("{}", "{'ModelPackageName': 'n', 'Tags': [{'Key': 'k'}]}", "{'Domain': {'Task': 'x'}}", "dict(Tags=[])")


class _Writer:
    """Fills the holes of templates."""

    def __init__(self, draw: st.DrawFn, *, assigns: bool = True) -> None:
        self._draw = draw
        self._statements = (*STATEMENTS, *(ASSIGNMENTS if assigns else ()))

    def block(self, depth: int, size: int) -> list[str]:
        lines: list[str] = []
        for _ in range(size):
            lines += self._filled(self._pick(self._statements if depth > 1 or self._pick((True, False)) else BLOCKS), depth)
            # What is known is looked at in many places.
            lines += [LOOK] if self._pick((True, False)) else []
        return lines or ["pass"]

    def call(self, depth: int) -> list[str]:
        return self._filled(self._pick(CALLS), depth)

    def _filled(self, template: str, depth: int) -> list[str]:
        lines: list[str] = []
        for line in template.split("\n"):
            if line in ("<block>", "<loop>"):
                inner = self.block(depth + 1, self._draw(st.integers(1, 2)))
                leave = [self._pick(LEAVING)] if line == "<loop>" and self._pick((True, False)) else []
                lines += _indented([*leave, *inner] if self._pick((True, False)) else [*inner, *leave])
            elif line == "<more>":
                lines += _indented(_Writer(self._draw, assigns=False).block(2, 1))
            elif line == "<look>":
                lines.append(LOOK)
            elif line == "<later>":
                lines += self.block(2, 1)
            else:
                lines.append(self._line(line, 0))
        return lines

    def _line(self, template: str, depth: int) -> str:
        return _HOLE.sub(lambda hole: self._part(hole[1], depth), template)

    def _part(self, kind: str, depth: int) -> str:
        if kind == "value":
            kind = self._pick(("text", "text", "dict", "list"))
        match kind:
            case "look":
                return LOOK
            case "name":
                return self._pick(("a", "b"))
            case "member":
                return self._pick(MEMBERS)
            case "text":
                return self._pick(TEXTS)
        choices = DICTS if kind == "dict" else LISTS
        return self._line(self._pick(choices[:3] if depth > 1 else choices), depth + 1)

    def _pick(self, choices: Any) -> Any:
        return self._draw(st.sampled_from(choices))


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


PRELUDE = """\
import copy
from helpers import guess, some, maybe, quiet, as_dict, keep, mark_kept, call
def wrap(value):
    made = {'Task': value}
    made['Domain'] = CONST
    return made
def same(value):
    return value
def either(one, other):
    if guess():
        return one
    return other
def mark(value):
    value['ModelPackageName'] = 'marked'
def helper(request):
    sm.create_model_package(**request)
"""


# What is put where a value is in itself.
_ENDLESS = "..."
_LARGEST = 60
_MOST = 3_000


class StopError(Exception):
    """What ``maybe`` raises."""


class Run:
    """One run of a program, with chances from a seed; the requests are noted by the line of their call."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.taken: list[tuple[int, dict[str, Any]]] = []
        self.kept: list[Any] = []
        self._steps = 0

    def create_model_package(self, **request: Any) -> None:
        self.taken.append((sys._getframe(1).f_lineno, _copy(request)))

    def names(self) -> dict[str, Any]:
        return {
            "sm": self,
            "guess": self._guess,
            "some": lambda: range(self.random.randint(0, 2)),
            "maybe": self._maybe,
            "quiet": _Quiet,
            "as_dict": lambda value: dict(value) if isinstance(value, dict) else {},
            "watch": _watch,
            "keep": self._keep,
            "call": lambda function: function() if self.random.random() < 0.7 else None,
            "mark_kept": self._mark_kept,
            "print": lambda *_: None,
        }

    def _guess(self) -> Any:
        self._steps += 1
        if self._steps > 60:
            raise _TooLarge
        return self.random.choice(["", "ModelPackageName", "Task", "other"])

    def _maybe(self) -> None:
        if self.random.random() < 0.5:
            raise StopError

    def _keep(self, value: Any) -> None:
        self.kept += [value, *(value if isinstance(value, list) else ())]

    def _mark_kept(self) -> None:
        for value in self.kept:
            if isinstance(value, dict):
                value[self.random.choice(MEMBERS)] = "kept"
            elif isinstance(value, list):
                value.append("kept")


class _Quiet:
    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        return kind is not None and issubclass(kind, Exception)


class _TooLarge(BaseException):
    """Ends a run whose values grow without end."""


class _Watched(ast.NodeTransformer):
    """Has each round of a loop looked at."""

    def visit_For(self, node: ast.For) -> ast.AST:
        self.generic_visit(node)
        node.body.insert(0, ast.copy_location(ast.parse("watch(locals())").body[0], node.body[0]))
        return node

    visit_While = visit_For  # noqa: N815 - the name that the library asks for


def _watch(names: dict[str, Any]) -> None:
    if any(isinstance(value, list | dict) and len(value) > _LARGEST for value in names.values()):
        raise _TooLarge


def _copy(value: Any, depth: int = 0, left: list[int] | None = None) -> Any:
    left = [_MOST] if left is None else left
    left[0] -= 1
    if left[0] < 0:
        raise _TooLarge
    if depth > 12:
        return _ENDLESS
    if isinstance(value, dict):
        return {key: _copy(item, depth + 1, left) for key, item in value.items()}
    return [_copy(item, depth + 1, left) for item in value] if isinstance(value, list | tuple) else value


def admits(found: Any, real: Any) -> bool:  # noqa: PLR0911 - one for each kind of value
    """Tell whether what is known of a value holds for a real one."""
    if real == _ENDLESS:
        return True
    if isinstance(found, Unknown):
        if isinstance(real, str):
            return real.startswith(found.prefix) and real.endswith(found.suffix)
        return not (found.prefix or found.suffix)
    if isinstance(found, dict):
        if not isinstance(real, dict):
            return False
        # A member that may be there or not is unknown.
        seen = all(name in real for name, value in found.items() if not isinstance(value, Unknown))
        closed = isinstance(found, OpenMap) or all(name in found for name in real)
        return seen and closed and all(admits(value, real[name]) for name, value in found.items() if name in real)
    if isinstance(found, list):
        if not isinstance(real, list):
            return False
        fits = len(found) <= len(real) if isinstance(found, OpenList) else len(found) == len(real)
        return fits and all(admits(*pair) for pair in zip(found, real, strict=False))
    return type(found) is type(real) and found == real


def outcomes(text: str, seeds: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Run a program several times and yield the requests that it passes on, each with the line of its call."""
    tree = _Watched().visit(ast.parse(text.replace("from helpers import", "#")))
    code = compile(ast.fix_missing_locations(tree), "program", "exec")
    for seed in range(seeds):
        run = Run(seed)
        # Some programs of chance stop somewhere.
        with suppress(Exception, _TooLarge):
            exec(code, run.names())
        yield from run.taken
