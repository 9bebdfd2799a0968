"""The careful reader's second half: the value of a tree of nodes, what is wrong with it, and where its parts stand."""

import re
from collections.abc import Collection, Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import replace
from math import inf
from typing import Any, NamedTuple

from ..form import NodeSpan, Problem, Span
from ..path import Path
from ..request import OpenMap, Unknown, quote
from ._objects import Wrapped
from ._yaml_nodes import Alias, Mapping, Node, Scalar, Sequence
from ._yaml_scalars import CORE_TAGS, TELLING, Odd, explain, resolve, tagged
from ._yaml_syntax import template

_SURROGATE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u([dD][89a-fA-F][0-9a-fA-F]{2})|\\.")
_NON_SPECIFIC = "!"
_TEXT = "tag:yaml.org,2002:str"
_WELL_KNOWN = frozenset(
    f"!{name}"
    for name in (
        *(
            "!str",
            "!int",
            "!float",
            "!bool",
            "!null",
            "!map",
            "!seq",
            "!binary",
            "!timestamp",
            "!set",
            "!omap",
            "!pairs",
            "!merge",
            "!value",
        ),
        *("Ref", "Sub", "GetAtt", "Join", "Select", "Split", "ImportValue", "FindInMap", "If", "Condition", "Base64", "Transform"),
        *("include", "env", "vault", "reference"),
    )
)
_PYTHON = "!!python/"
_KINDS = {bool: "a boolean", int: "an integer", float: "a number", type(None): "null"}


class Tagged(Wrapped):
    """A value behind a tag that JSON does not have: unknown as it is, but some forms know what the tag means (``!Sub``, ``!Ref``)."""

    __slots__ = ("_node", "_text")

    def __init__(self, text: str, node: Scalar | Sequence | Mapping) -> None:
        super().__init__()
        self._text = text
        self._node = node

    @property
    def tag(self) -> str:  # type: ignore[override]
        """The tag, such as ``!Sub``."""
        return self._node.tag or ""

    @property
    def inside(self) -> Any:
        """The value without the tag; a scalar is text, unless half a character is in it."""
        tag = _TEXT if isinstance(self._node, Scalar) else None
        return Builder(self._text).value(replace(self._node, tag=tag))


class Member(NamedTuple):
    """A member of an object: the nodes of its key and its value."""

    key: Node
    value: Node


class Builder:
    """Makes the values of one document. What stands behind an alias is made once, and its problems are told once."""

    def __init__(self, text: str) -> None:
        self.problems: list[Problem] = []
        self.certain = True
        self._text = text
        self._values: dict[int, Any] = {}
        self._members: dict[int, dict[str, Member]] = {}
        self._open: set[int] = set()

    def value(self, node: Node, path: Path = ()) -> Any:
        """Return the value of ``node``, which is first written at ``path``; the depth of nodes is bounded, and so is this recursion."""
        if isinstance(node, Alias):
            node = node.target
        if id(node) not in self._values:
            self._values[id(node)] = self._make(node, path)
        return self._values[id(node)]

    def members(self, mapping: Mapping, path: Path = ()) -> dict[str, Member]:
        """Return the members of an object by name, those of its merge keys included."""
        if id(mapping) not in self._members:
            self._members[id(mapping)] = self._collect(mapping, path)
        return self._members[id(mapping)]

    def _make(self, node: Scalar | Sequence | Mapping, path: Path) -> Any:
        if not self._tag_suits(node):
            span = node.tag_span or Span(node.start, node.end)
            message = f"{_tag_name(self._text[slice(*span)])} gives no JSON value here"
            help_ = "write the value without it; only !!str, !!int, !!float, !!bool, !!null, !!map and !!seq can be used"
            self._unknown("unsupported-tag", message, span, help_, path)
            return Tagged(self._text, node)
        if isinstance(node, Scalar):
            return self._scalar(node, path)
        if isinstance(node, Sequence):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.items)]
        if self._is_template(node):
            self.certain = False
            self.problems.append(template(node.start)._replace(path=path))
            return Unknown()
        members = self.members(node, path)
        made = {name: self.value(member.value, (*path, name)) for name, member in members.items()}
        if id(node) not in self._open:
            return made
        self.certain = False
        return OpenMap(made)

    def _tag_suits(self, node: Scalar | Sequence | Mapping) -> bool:
        if node.tag is None or node.tag == _NON_SPECIFIC:
            return True
        kind = CORE_TAGS.get(node.tag)
        if isinstance(node, Scalar):
            return kind is not None and kind not in ("map", "seq")
        return kind == ("seq" if isinstance(node, Sequence) else "map")

    def _is_template(self, node: Mapping) -> bool:
        """Tell whether an object is what YAML makes of ``{{ … }}``."""
        return len(node.pairs) == 1 and isinstance(node.pairs[0][0], Mapping) and self._text.startswith("{{", node.start)

    def _scalar(self, node: Scalar, path: Path) -> Any:
        try:
            value = self._resolved(node)
        except ValueError:
            message = f"the text behind the tag '!!{CORE_TAGS[node.tag or '']}' is none of its values"
            return self._unknown("unsupported-tag", message, Span(node.start, node.end), "write such a value, or remove the tag", path)
        if isinstance(value, Odd):
            return self._odd(node, value, path)
        if isinstance(value, str) and _has_surrogates(value):
            return self._joined(node, value, path)
        return value

    def _resolved(self, node: Scalar) -> Any:
        """Return the value of a scalar, or an `Odd`; raises `ValueError` when it does not suit its tag."""
        if node.tag is not None and node.tag != _NON_SPECIFIC:
            return tagged(CORE_TAGS.get(node.tag, ""), node.text)
        if node.plain and node.tag is None and node.text[:1] in TELLING:
            return resolve(node.text)
        return node.text

    def _odd(self, node: Scalar, odd: Odd, path: Path) -> Any:
        if odd.rule is None:
            return odd.value
        message, help_ = explain(odd, node.text, path)
        span = Span(node.start, node.end)
        if isinstance(odd.value, Unknown):
            return self._unknown(odd.rule, message, span, help_, path)
        self.problems.append(Problem(odd.rule, message, span, help_, path=path))
        return odd.value

    def _joined(self, node: Scalar, text: str, path: Path) -> Any:
        """Join the two halves of characters that are written as JSON writes them; a half alone stands for nothing."""
        try:
            return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        except UnicodeDecodeError:
            pass
        for match in _SURROGATE.finditer(self._text, node.start, node.end):
            if match[1]:
                message = f"the escape '{match[0]}' is half of a surrogate pair, which stands for no character"
                help_ = "write the character itself, or both halves"
                self.problems.append(Problem("invalid-encoding", message, Span(*match.span()), help_, path=path))
        self.certain = False
        return Unknown()

    def _unknown(self, rule: str, message: str, span: Span, help_: str, path: Path) -> Unknown:
        self.certain = False
        self.problems.append(Problem(rule, message, span, help_, path=path))
        return Unknown()

    def _collect(self, mapping: Mapping, path: Path) -> dict[str, Member]:
        explicit: dict[str, Member] = {}
        merged: dict[str, Member] = {}
        places: dict[tuple[type, Any], Span] = {}
        for key, value in mapping.pairs:
            span = Span(key.start, key.end)
            if _is_merge(key):
                identity: tuple[type, Any] = (Builder, "<<")
                name = "<<"
                merged = self._merged(mapping, value, path) | merged
            else:
                name, identity = self._name(mapping, key, path)
                if name is None:
                    continue
                explicit[name] = Member(key, value)
            first = places.setdefault(identity, span)
            if first is not span:
                message = f"the key {quote(name)} is given more than once, which the AWS CLI refuses in YAML"
                related = ((first, "first given here"),)
                self.problems.append(Problem("duplicate-key", message, span, "keep one of them", related, (*path, name)))
        return merged | explicit

    def _name(self, mapping: Mapping, key: Node, path: Path) -> Any:
        """Return the member name that a key stands for, and what tells keys apart; `None` for a key without a name."""
        target = key.target if isinstance(key, Alias) else key
        if not isinstance(target, Scalar):
            what = "an object" if isinstance(target, Mapping) else "an array"
            return self._nameless(mapping, f"{what} stands as a key; keys are strings", key, path)
        number = self._number_in_place_of_key(target)
        value = self._make(target, (*path, target.text)) if number is None else number
        if isinstance(value, str):
            return value, (str, value)
        if isinstance(value, Unknown):
            self._open.add(id(mapping))
            return None, None
        self._add_key_problem(f"the key {quote(target.text)} is {_KINDS[type(value)]}; keys are strings", key, (*path, target.text))
        return target.text, (type(value), value)

    def _number_in_place_of_key(self, node: Scalar) -> Any:
        """Return the number that an odd key is, as that is all there is to say of it; infinity for every one that JSON does not have."""
        odd = resolve(node.text) if node.plain and node.tag is None and node.text[:1] in TELLING else None
        if not isinstance(odd, Odd) or isinstance(odd.value, str):
            return None
        return inf if isinstance(odd.value, Unknown) else odd.value

    def _nameless(self, mapping: Mapping, message: str, key: Node, path: Path) -> tuple[None, None]:
        self._open.add(id(mapping))
        self._add_key_problem(message, key, path)
        return None, None

    def _add_key_problem(self, message: str, key: Node, path: Path) -> None:
        self.problems.append(
            Problem("non-string-key", message, Span(key.start, key.end), "write the key as a string, in quotes", path=path)
        )

    def _merged(self, mapping: Mapping, value: Node, path: Path) -> dict[str, Member]:
        """Return the members that a merge key brings in; of several objects, the first that has a member gives it."""
        target = value.target if isinstance(value, Alias) else value
        sources = target.items if isinstance(target, Sequence) else [value]
        found: dict[str, Member] = {}
        for source in sources:
            node = source.target if isinstance(source, Alias) else source
            if isinstance(node, Mapping) and self._tag_suits(node):
                found = self.members(node, path) | found
                if id(node) in self._open:
                    self._open.add(id(mapping))
                continue
            self._open.add(id(mapping))
            message = "the merge key '<<' takes an object or an array of objects, and this is something else"
            # Where nothing is given, the colon is marked.
            span = Span(source.start - (source.end == source.start), source.end)
            self.problems.append(Problem("syntax-error", message, span, "give it an object, or put quotes around the key", path=path))
        return found


def locate(builder: Builder, root: Node, paths: Collection[Path]) -> AnyMapping[Path, NodeSpan]:
    """Find where the nodes of a document stand; what stands behind an alias or a merge key is where it is written.

    ``builder`` keeps the members of the objects on the way, for the next call.
    """
    found = {}
    for path in paths:
        steps = _walk(builder, root, path)
        if steps:
            key, value = steps[-1]
            found[path] = NodeSpan(None if key is None else Span(key.start, key.end), Span(value.start, value.end))
    return found


def _walk(builder: Builder, root: Node, path: Path) -> list[tuple[Node | None, Node]]:
    steps: list[tuple[Node | None, Node]] = [(None, root)]
    for step in path:
        node = steps[-1][1]
        node = node.target if isinstance(node, Alias) else node
        if isinstance(node, Mapping) and step in (members := builder.members(node)):
            steps.append(members[step])
        elif isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
            steps.append((None, node.items[step]))
        else:
            return []
    return steps


def _tag_name(tag: str) -> str:
    """Name a well-known tag; any other may be a value without quotes, such as a password, that happens to start with '!'."""
    return f"the tag {quote(tag)}" if tag in _WELL_KNOWN or tag.startswith(_PYTHON) else "this tag"


def _is_merge(key: Node) -> bool:
    return isinstance(key, Scalar) and key.plain and key.text == "<<" and key.tag is None


def _has_surrogates(text: str) -> bool:
    if text.isascii():
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def in_order(problems: Iterator[Problem]) -> tuple[Problem, ...]:
    """Return problems in the order of the text."""
    return tuple(sorted(problems, key=lambda problem: (problem.span, problem.rule, problem.message)))
