"""Write requests as Python programs, in the many ways in which people put them together."""

import json
import keyword
from typing import Any, NamedTuple

from hypothesis import strategies as st

from mpkit.linter.path import Path

METHODS = {"CreateModelPackage": "create_model_package", "UpdateModelPackage": "update_model_package"}


class Hole(NamedTuple):
    """A place in a request at which nothing is known: the program calls a function there that it does not have."""

    path: Path


@st.composite
def programs(draw: st.DrawFn, operation: str, request: dict[str, Any], hole: Hole | None = None) -> str:
    """Write a request as a program; run with a client as ``sm``, it passes the request on once."""
    writer = _Writer(draw, hole)
    call = writer.call(METHODS[operation], request)
    return "\n".join(writer.program(call)) + "\n"


class _Writer:
    """Writes one program; ``lines`` are the statements of the function in which the request is put together."""

    def __init__(self, draw: st.DrawFn, hole: Hole | None) -> None:
        self._draw = draw
        self._hole = hole
        self._constants: list[str] = []
        self._functions: list[str] = []
        self._lines: list[str] = []
        self._count = 0
        self._inside = False

    def program(self, call: str) -> list[str]:
        start = ["# é: a line that is longer in bytes than in characters", "import copy", "import functools"]
        body = [*self._lines, call]
        match self._pick("module", "function", "argument", "method", "loop", "with", "try", "if"):
            case "module":
                rest = body
            case "function":
                rest = ["def main(args):", *_indented(body)]
            case "argument":
                rest = ["def main(client, *rest, **more):", *_indented([line.replace("sm.", "client.") for line in body])]
            case "method":
                rest = ["class Registry:", "    'é'; NAME = 'x'", "    def register(self):", *_indented(_indented(body))]
            case "loop":
                rest = ["for attempt in range(3):", *_indented(body), "    break"]
            case "with":
                rest = ["with open('x') as file:", *_indented(body)]
            case "try":
                rest = ["try:", *_indented(body), "except ValueError:", "    raise"]
            case _:
                rest = ["if __name__ == '__main__':", *_indented(body)]
        return [*start, *self._constants, *self._functions, *rest]

    def call(self, method: str, request: dict[str, Any]) -> str:  # noqa: PLR0911 - one for each way
        whole = f"{method}({{}})"
        match self._pick("keywords", "name", "literal", "dict", "partial", "alias", "getattr") if _are_names(request) else "name":
            case "keywords":
                return self._as_keywords(f"sm.{method}", request)
            case "literal":
                return "sm." + whole.format("**" + self._map(request, ()))
            case "dict":
                return "sm." + whole.format("**" + self._as_keywords("dict", request))
            case "partial":
                name = self._name()
                self._lines.append(f"{name} = functools.partial(sm.{method})")
                return f"{name}(**{self.value(request, ())})"
            case "alias":
                name = self._name()
                self._lines.append(f"{name} = sm.{method}")
                return f"{name}(**{self.value(request, ())})"
            case "getattr":
                return f"getattr(sm, {method!r})(**{self.value(request, ())})"
            case _:
                return "sm." + whole.format("**" + self.value(request, ()))

    def value(self, value: Any, path: Path) -> str:
        """Return an expression for a value, after whatever statements it takes."""
        if self._hole is not None and path == self._hole.path:
            return f"somewhere.load({json.dumps(path)})"
        if isinstance(value, dict):
            return self._dict(value, path)
        if isinstance(value, list):
            return self._list(value, path)
        return self._text(value) if isinstance(value, str) else self._plain(value)

    def _dict(self, value: dict[str, Any], path: Path) -> str:  # noqa: PLR0911 - one for each way
        match self._pick("literal", "literal", "dict", "items", "update", "union", "spread", "function", "setdefault", "copy"):
            case "dict" if _are_names(value):
                return self._as_keywords("dict", value, path)
            case "items":
                return self._assembled(value, path, "{name}[{key!r}] = {item}")
            case "setdefault":
                return self._assembled(value, path, "{name}.setdefault({key!r}, {item})")
            case "update":
                return self._assembled(value, path, self._pick("{name}.update({{{key!r}: {item}}})", "{name}.update([({key!r}, {item})])"))
            case "union":
                first, second = self._halves(value)
                whole = f"{self._map(first, path)} | {self._map(second, path)}"
                return self._named(whole) if self._pick(True, False) else f"({whole})"
            case "spread":
                first, second = self._halves(value)
                return f"{{**{self.value(first, path) if self._hole is None else self._map(first, path)}, {self._map(second, path)[1:]}"
            case "function" if self._hole is None and not self._inside:
                return self._function(value, path)
            case "copy":
                return f"copy.{self._pick('copy', 'deepcopy')}({self._map(value, path)})"
            case _:
                return self._map(value, path)

    def _map(self, value: dict[str, Any], path: Path) -> str:
        parts = [f"{self._string(key)}: {self.value(item, (*path, key))}" for key, item in value.items()]
        return "{" + self._pick(", ", ",\n  ").join(parts) + "}"

    def _as_keywords(self, function: str, value: dict[str, Any], path: Path = ()) -> str:
        parts = [f"{key}={self.value(item, (*path, key))}" for key, item in value.items()]
        return f"{function}({self._pick(', ', ',' + chr(10) + '  ').join(parts)})"

    def _halves(self, value: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        pairs = list(value.items())
        middle = self._draw(st.integers(0, len(pairs)))
        return dict(pairs[:middle]), dict(pairs[middle:])

    def _assembled(self, value: dict[str, Any], path: Path, statement: str) -> str:
        first, second = self._halves(value)
        name = self._named(self._map(first, path))
        if self._pick(True, False):
            alias = self._name()
            self._lines.append(f"{alias} = {name}")
            name = alias
        for key, item in second.items():
            self._lines.append(statement.format(name=name, key=key, item=self.value(item, (*path, key))))
        return name

    def _list(self, value: list[Any], path: Path) -> str:  # noqa: PLR0911 - one for each way
        items = [(index, item) for index, item in enumerate(value)]
        match self._pick("literal", "literal", "append", "extend", "sum", "plus", "insert", "tuple", "spread"):
            case "append":
                return self._grown(items, path, "{name}.append({item})")
            case "extend":
                return self._grown(items, path, "{name}.extend([{item}])")
            case "plus":
                return self._grown(items, path, "{name} += [{item}]")
            case "insert":
                return self._grown(items, path, "{name}.insert({index}, {item})")
            case "sum":
                return f"({self._items(items[:1], path)} + {self._items(items[1:], path)})"
            case "tuple":
                return f"({self._items(items, path)[1:-1]}{',' if items else ''})"
            case "spread":
                return f"[*{self._items(items[:1], path)}, {self._items(items[1:], path)[1:]}"
            case _:
                return self._items(items, path)

    def _items(self, items: list[tuple[int, Any]], path: Path) -> str:
        return f"[{', '.join(self.value(item, (*path, index)) for index, item in items)}]"

    def _grown(self, items: list[tuple[int, Any]], path: Path, statement: str) -> str:
        middle = self._draw(st.integers(0, len(items)))
        name = self._named(self._items(items[:middle], path))
        for index, item in items[middle:]:
            self._lines.append(statement.format(name=name, index=index, item=self.value(item, (*path, index))))
        return name

    def _function(self, value: dict[str, Any], path: Path) -> str:
        """Write a function that returns the value; one of its members may be an argument."""
        lines, self._lines, self._inside = self._lines, [], True
        argument = next((key for key, item in value.items() if isinstance(item, str)), None)
        name, parameter = self._name(), self._name()
        rest = {key: item for key, item in value.items() if key != argument}
        returned = self._map(rest, path)
        body, self._lines, self._inside = self._lines, lines, False
        if argument is None:
            self._functions += [f"def {name}():", *_indented([*body, f"return {returned}"])]
            return f"{name}()"
        made = self._name()
        body += [f"{made} = {returned}", f"{made}[{argument!r}] = {parameter}", f"return {made}"]
        self._functions += [f"def {name}({parameter}):", *_indented(body)]
        return f"{name}({self._pick('', f'{parameter}=')}{self._text(value[argument])})"

    def _text(self, value: str) -> str:
        start, end = self._cut(value)
        match self._pick("plain", "plain", "constant", "sum", "next", "fstring", "join"):
            case "constant":
                return self._constant(self._string(value))
            case "sum":
                return f"{self._string(start)} + {self._string(end)}"
            case "next":
                return f"({self._string(start)}\n   {self._string(end)})"
            case "fstring":
                return 'f"{' + self._constant(self._string(start)) + "}" + _in_fstring(end) + '"'
            case "join":
                return f"''.join([{self._string(start)}, {self._string(end)}])"
            case _:
                return self._string(value)

    def _cut(self, value: str) -> tuple[str, str]:
        middle = self._draw(st.integers(0, len(value)))
        return value[:middle], value[middle:]

    def _string(self, value: str) -> str:
        match self._pick("repr", "double", "raw"):
            case "double":
                return json.dumps(value, ensure_ascii=True) if value.isascii() else repr(value)
            case "raw" if value.isprintable() and not set("\\\"'") & set(value):
                return f'r"""{value}"""'
            case _:
                return repr(value)

    def _plain(self, value: Any) -> str:
        return self._constant(repr(value)) if self._pick(True, False, False) else repr(value)

    def _constant(self, text: str) -> str:
        name = self._name().upper()
        self._constants.append(f"{name} = {text}")
        return name

    def _named(self, text: str) -> str:
        name = self._name()
        self._lines.append(f"{name} = {text}")
        return name

    def _name(self) -> str:
        self._count += 1
        return f"v{self._count}"

    def _pick(self, *choices: Any) -> Any:
        return self._draw(st.sampled_from(choices))


def _are_names(value: dict[str, Any]) -> bool:
    # Other letters are written in another way by the parser (NFKC).
    return all(key.isidentifier() and key.isascii() and not keyword.iskeyword(key) for key in value)


def _in_fstring(text: str) -> str:
    return json.dumps(text, ensure_ascii=True)[1:-1].replace("{", "{{").replace("}", "}}") if text.isascii() else _escaped(text)


def _escaped(text: str) -> str:
    return "".join(f"\\U{ord(char):08x}" for char in text)


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]
