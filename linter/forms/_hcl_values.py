"""What HCL's expressions are, as far as they are literal: texts, numbers, collections, ``jsonencode``, and local values."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import orjson

from ..path import Path
from ..reading import known
from ..request import OpenMap, Unknown
from ._known_text import joined
from ._objects import Wrapped

if TYPE_CHECKING:
    from tree_sitter import Node as Syntax

MOST_LEVELS = 80
"""How deep expressions may be nested to be looked at; each level takes some frames of Python."""
MOST_REPEATED = 100_000
"""How many nodes and characters of one file may come in through local values; no request has so many."""

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|\$\$\{|%%\{", re.DOTALL)
_DOUBLED = re.compile(r"\$\$\{|%%\{")
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t"}
_HIGHEST = 0x10FFFF
_HOLES = ("template_interpolation", "template_directive")
_TRANSPARENT = frozenset({"tolist", "tomap", "sensitive", "nonsensitive"})
# Halves of characters, in whose place Go puts a sign of its own.
_HALVES = range(0xD800, 0xE000)
_HTML = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}

Range = tuple[int, int]


class Node:
    """An expression or block: its range in bytes, and its value.

    The value is a scalar, an `Unknown`, a list of nodes, or a map from names to the range of the key and the node; ``is_open`` says that
    a map may hold more. ``size`` counts the nodes in it, those that are used again as often as they are.
    """

    __slots__ = ("end", "is_open", "made", "size", "start", "value")

    def __init__(self, start: int, end: int, value: Any, *, is_open: bool = False) -> None:
        self.start = start
        self.end = end
        self.value = value
        self.is_open = is_open
        self.made: Any = None
        below = [item for _, item in value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
        self.size: int = 1 + sum(item.size for item in below) + (value.node.size if isinstance(value, Encoded) else 0)

    def at(self, path: Path) -> "tuple[Range | None, Node] | None":
        """Return the node at a path and the range of its key, `None` where there is none."""
        key: Range | None = None
        node = self
        for step in path:
            value = node.value.node.value if isinstance(node.value, Encoded) else node.value
            if isinstance(value, dict) and step in value:
                key, node = value[step]
            elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
                key, node = None, value[step]
            else:
                return None
        return key, node


class Encoded(Wrapped):
    """The text that ``jsonencode`` makes of a value."""

    __slots__ = ("node",)

    def __init__(self, node: Node) -> None:
        super().__init__()
        self.node = node

    @property
    def inside(self) -> Any:
        """The value that is encoded."""
        return plain(self.node)

    def text(self) -> str | Unknown:
        """Return the text as Terraform writes it."""
        if not known(self.inside) or isinstance(self.inside, Wrapped):
            return Unknown()
        text = orjson.dumps(self.inside, option=orjson.OPT_SORT_KEYS).decode()
        return re.sub("[<>&\u2028\u2029]", lambda match: _HTML[match[0]], text)


class Heredoc(Wrapped):
    """A text over several lines of which only the ends are known; ``inside`` is how it is written."""

    __slots__ = ("_written",)

    def __init__(self, ends: Unknown, written: str) -> None:
        super().__init__(ends.prefix, ends.suffix)
        self._written = written

    @property
    def inside(self) -> str:
        """The text with what is to be filled in."""
        return self._written


class Blocks(list[Any]):
    """Blocks of one kind in another one."""

    __slots__ = ()


def plain(node: Node) -> Any:
    """Return the value of a node without its places; made once, so that what is used twice is one object."""
    if node.made is None:
        value = node.value
        if isinstance(value, dict):
            made = {name: plain(below) for name, (_, below) in value.items()}
            node.made = OpenMap(made) if node.is_open else made
        elif isinstance(value, list):
            node.made = type(value)(plain(item) for item in value)
        else:
            node.made = value
    return node.made


class Evaluator:
    """Evaluates what is literal in a file; ``locals_`` are its blocks of local values."""

    def __init__(self, locals_: Iterable["Syntax"]) -> None:
        self._locals: dict[str, Syntax | None] = {}
        self._known: dict[str, Node] = {}
        self._open: set[str] = set()
        self._repeated = 0
        self._makers = {
            "literal_value": self._literal,
            "template_expr": self._literal,
            "collection_value": self._collection,
            "conditional": self._conditional,
            "function_call": self._call,
        }
        for block in locals_:
            for attribute in _parts(block):
                if attribute.type == "attribute":
                    name, value = _significant(attribute)
                    # A name that is given twice is an error, and tells nothing.
                    self._locals[_text(name)] = None if _text(name) in self._locals else value

    def block(self, block: "Syntax") -> Node:
        """Return a block at the top: its body under its labels."""
        node = self._body(block, 0)
        for label in reversed(_names(block)[1:]):
            name = self._string(label, 0).value if label.type == "string_lit" else _text(label)
            if isinstance(name, str):
                node = Node(node.start, node.end, {name: ((label.start_byte, label.end_byte), node)})
        return node

    def _body(self, block: "Syntax", depth: int) -> Node:
        members: dict[str, tuple[Range, Node]] = {}
        is_open = False
        for part in _parts(block):
            if part.type == "attribute":
                name, value = _significant(part)
                members[_text(name)] = ((name.start_byte, name.end_byte), self._value(value, depth + 1))
            elif part.type == "block" and depth < MOST_LEVELS:
                kind, *_ = _names(part)
                if _text(kind) == "dynamic":
                    is_open = True
                    continue
                _, node = members.setdefault(
                    _text(kind), ((kind.start_byte, kind.end_byte), Node(part.start_byte, part.end_byte, Blocks()))
                )
                if isinstance(node.value, Blocks):
                    node.value.append(self._body(part, depth + 1))
        brace = next(child for child in block.children if child.type == "block_start")
        return Node(brace.start_byte, block.end_byte, members, is_open=is_open)

    def _value(self, syntax: "Syntax", depth: int) -> Node:
        start, end = syntax.start_byte, syntax.end_byte
        if depth > MOST_LEVELS:
            return Node(start, end, Unknown())
        first, *rest = parts = _significant(syntax)
        if rest:
            return self._local(parts, depth) or Node(start, end, Unknown())
        kind = first.type
        if kind == "expression":
            return self._value(first, depth + 1)
        make = self._makers.get(kind)
        return make(first, depth) if make else Node(start, end, _negated(first) if kind == "operation" else Unknown())

    def _collection(self, syntax: "Syntax", depth: int) -> Node:
        (collection,) = _significant(syntax)
        return self._object(collection, depth) if collection.type == "object" else self._tuple(collection, depth)

    def _literal(self, syntax: "Syntax", depth: int) -> Node:
        (literal,) = _significant(syntax)
        text = _text(literal)
        value: Any = Unknown()
        if literal.type in ("string_lit", "quoted_template", "heredoc_template"):
            return self._string(literal, depth)
        if literal.type == "numeric_lit":
            value = _number(text)
        elif literal.type == "bool_lit":
            value = text == "true"
        elif literal.type == "null_lit":
            value = None
        return Node(literal.start_byte, literal.end_byte, value)

    def _string(self, syntax: "Syntax", depth: int) -> Node:
        heredoc = syntax.type == "heredoc_template"
        data, base = syntax.text or b"", syntax.start_byte
        start, end = (data.index(b"\n") + 1, data.rindex(b"\n") + 1) if heredoc else (1, len(data) - 1)
        meant = _undoubled if heredoc else _unescaped
        holes = [part for part in syntax.named_children if part.type in _HOLES]
        pieces: list[Any] = []
        at = start
        for hole in holes:
            pieces += [meant(data[at : hole.start_byte - base].decode(errors="replace")), self._filled(hole, depth)]
            at = hole.end_byte - base
        pieces.append(meant(data[at:end].decode(errors="replace")))
        if any(b"{~" in (hole.text or b"") or b"~}" in (hole.text or b"") for hole in holes):
            # These strip what stands beside them.
            text: str | Unknown = Unknown()
        elif heredoc and data.startswith(b"<<-"):
            text = Unknown() if holes else _dedented(pieces[0])
        else:
            text = joined(pieces)
        if heredoc and isinstance(text, Unknown):
            text = Heredoc(text, data[start:end].decode(errors="replace"))
        return Node(base, syntax.end_byte, normalize("NFC", text) if isinstance(text, str) else text)

    def _filled(self, hole: "Syntax", depth: int) -> Any:
        """Return what is filled in, where it is a text."""
        expression = next((child for child in hole.named_children if child.type == "expression"), None)
        if hole.type != "template_interpolation" or expression is None:
            return Unknown()
        value = self._value(expression, depth + 1).value
        return value if isinstance(value, str) or type(value) is Unknown else Unknown()

    def _object(self, syntax: "Syntax", depth: int) -> Node:
        members: dict[str, tuple[Range, Node]] = {}
        is_open = False
        for element in syntax.named_children:
            if element.type != "object_elem":
                continue
            key, value = [part for part in _significant(element) if part.type == "expression"]
            name = self._name(key, depth)
            if name is None:
                is_open = True
            else:
                members[name] = ((key.start_byte, key.end_byte), self._value(value, depth + 1))
        return Node(syntax.start_byte, syntax.end_byte, members, is_open=is_open)

    def _name(self, key: "Syntax", depth: int) -> str | None:
        parts = _significant(key)
        if len(parts) == 1 and parts[0].type == "variable_expr":
            return _text(parts[0])
        name = self._value(key, depth + 1).value
        return name if isinstance(name, str) else None

    def _tuple(self, syntax: "Syntax", depth: int) -> Node:
        items = [self._value(item, depth + 1) for item in syntax.named_children if item.type == "expression"]
        return Node(syntax.start_byte, syntax.end_byte, items)

    def _conditional(self, syntax: "Syntax", depth: int) -> Node:
        """Return the value of both branches where they are equal."""
        _, first, second = [part for part in _significant(syntax) if part.type == "expression"]
        one, other = (self._value(branch, depth + 1) for branch in (first, second))
        if known(plain(one)) and plain(one) == plain(other):
            return one
        return Node(syntax.start_byte, syntax.end_byte, Unknown())

    def _call(self, syntax: "Syntax", depth: int) -> Node:
        name, *rest = _significant(syntax)
        arguments = [part for group in rest if group.type == "function_arguments" for part in _significant(group)]
        if len(arguments) == 1 and arguments[0].type == "expression":
            if _text(name) == "jsonencode":
                return Node(syntax.start_byte, syntax.end_byte, Encoded(self._value(arguments[0], depth + 1)))
            if _text(name) in _TRANSPARENT:
                return self._value(arguments[0], depth + 1)
        return Node(syntax.start_byte, syntax.end_byte, Unknown())

    def _local(self, parts: list["Syntax"], depth: int) -> Node | None:
        """Return the node that ``local.name.member`` leads to, `None` for other references and for what is not known."""
        if parts[0].type != "variable_expr" or _text(parts[0]) != "local" or any(part.type != "get_attr" for part in parts[1:]):
            return None
        names = [_text(_significant(part)[-1]) for part in parts[1:]]
        node = self._named_local(names[0], depth)
        found = node and node.at(tuple(names[1:]))
        if not found:
            return None
        value = found[1].value
        self._repeated += found[1].size + (len(value) if isinstance(value, str) else 0)
        return None if self._repeated > MOST_REPEATED or type(value) is Unknown else found[1]

    def _named_local(self, name: str, depth: int) -> Node | None:
        syntax = self._locals.get(name)
        if syntax is None or name in self._open:
            return None
        if name not in self._known:
            self._open.add(name)
            self._known[name] = self._value(syntax, depth + 1)
            self._open.discard(name)
        return self._known[name]


def _significant(syntax: "Syntax") -> list["Syntax"]:
    """Return the named children of a node but for comments."""
    return [child for child in syntax.named_children if child.type != "comment"]


def kind_of(block: "Syntax") -> str:
    """Return the kind of a block, such as ``resource``."""
    return _text(_names(block)[0])


def _names(block: "Syntax") -> list["Syntax"]:
    """Return the kind and the labels of a block."""
    return [child for child in block.named_children if child.type in ("identifier", "string_lit")]


def _parts(block: "Syntax") -> list["Syntax"]:
    """Return what is in a block."""
    return [part for body in block.named_children if body.type == "body" for part in body.named_children]


def _text(syntax: "Syntax") -> str:
    return (syntax.text or b"").decode(errors="replace")


def _number(text: str) -> int | float | Unknown:
    try:
        value = float(text)
    except ValueError:
        return Unknown()
    if text.isdecimal():
        return int(text) if len(text) < 20 else Unknown()  # noqa: PLR2004 - 64 bits
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _negated(operation: "Syntax") -> Any:
    """Return the value of a negative number."""
    text = _text(operation).replace(" ", "")
    number = _number(text[1:]) if text.startswith("-") else Unknown()
    return number if isinstance(number, Unknown) else -number


def _unescaped(text: str) -> str:
    def meant(match: re.Match[str]) -> str:
        if match[3]:
            return _CONTROLS.get(match[3], match[3])
        if code := match[1] or match[2]:
            number = int(code, 16)
            return "\ufffd" if number > _HIGHEST or _HALVES.start <= number < _HALVES.stop else chr(number)
        return match[0][1:]

    return _ESCAPE.sub(meant, text)


def _undoubled(text: str) -> str:
    return _DOUBLED.sub(lambda match: match[0][1:], text)


def _dedented(text: str) -> str | Unknown:
    """Return a heredoc without the indentation that all of its lines have; unknown where a blank line makes that less than certain."""
    lines = text.splitlines(keepends=True)
    if not all(line.strip() for line in lines):
        return Unknown()
    indent = min((len(line) - len(line.lstrip(" ")) for line in lines), default=0)
    return "".join(line[indent:] for line in lines)
