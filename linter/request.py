"""A request as rules see it: values, some of which may be unknown."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .finding import Edit, Finding, On, Related
from .path import Path
from .secrets import secretive

if TYPE_CHECKING:
    from ..schemas.edition import Edition

_SHOWN = 60


class Unknown:
    """A value that the source does not tell (a variable, ``!Ref``, ``${…}``).

    ``prefix`` and ``suffix`` are the parts of a string that are known all the same.
    """

    __slots__ = ("prefix", "suffix")

    def __init__(self, prefix: str = "", suffix: str = "") -> None:
        self.prefix = prefix
        self.suffix = suffix

    def __repr__(self) -> str:
        return f"Unknown({self.prefix!r}, {self.suffix!r})"


class OpenMap(dict[str, Any]):
    """A map that may hold more members than are seen."""

    __slots__ = ()


class OpenList(list[Any]):
    """A list that may hold more items than are seen."""

    __slots__ = ()


class Request:
    """One request, for the eyes of rules.

    ``value`` is a tree of dict, list, str, int, float, bool and None, in which any node may be an `Unknown` and any container open.
    ``form`` names the reader that found it. ``certain`` says that it holds no unknown and nothing open. ``ascii`` says that its text is
    ASCII only. ``meant`` holds the paths of absent members that a misspelt sibling stands for.
    """

    __slots__ = ("ascii", "certain", "edition", "form", "meant", "operation", "stored", "value")

    def __init__(
        self,
        operation: str,
        value: Any,
        edition: "Edition",
        *,
        form: str = "json",
        certain: bool = True,
        ascii: bool = False,  # noqa: A002 - the name that str.isascii gave it
        stored: dict[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.operation = operation
        self.value = value
        self.edition = edition
        self.form = form
        self.certain = certain
        self.ascii = ascii
        self.meant: set[Path] = set()
        self.stored = stored or {}


class Scope:
    """One object of a request that a rule looks at, with its path.

    Everything a rule asks through a scope keeps quiet about unknowns: an unknown value is neither there nor missing.
    """

    __slots__ = ("path", "request", "value")

    def __init__(self, request: Request, path: Path, value: dict[str, Any]) -> None:
        self.request = request
        self.path = path
        self.value = value

    def text(self, member: str) -> str | None:
        """Return the member when it is a known string."""
        value = self.value.get(member)
        return value if isinstance(value, str) else None

    def ending(self, member: str) -> str | None:
        """Return what a string member is known to end in: all of a known string, and the known end, if any, of an unknown one."""
        value = self.value.get(member)
        if isinstance(value, Unknown):
            return value.suffix or None
        return value if isinstance(value, str) else None

    def integer(self, member: str) -> int | float | None:
        """Return the member when it is a known number (not a boolean)."""
        value = self.value.get(member)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def map(self, member: str) -> dict[str, Any] | None:
        """Return the member when it is a known object."""
        value = self.value.get(member)
        return value if isinstance(value, dict) else None

    def list(self, member: str) -> list[Any] | None:
        """Return the member when it is a known array."""
        value = self.value.get(member)
        return value if isinstance(value, list) else None

    def child(self, member: str) -> "Scope | None":
        """Return the scope of an object member."""
        value = self.value.get(member)
        return Scope(self.request, (*self.path, member), value) if isinstance(value, dict) else None

    def items(self, member: str) -> "Iterator[Scope]":
        """Yield the scopes of the objects in an array member."""
        for index, item in enumerate(self.list(member) or ()):
            if isinstance(item, dict):
                yield Scope(self.request, (*self.path, member, index), item)

    def strings(self, member: str) -> Iterator[tuple[int, str]]:
        """Yield index and text of the known strings in an array member."""
        for index, item in enumerate(self.list(member) or ()):
            if isinstance(item, str):
                yield index, item

    def has(self, member: str) -> bool:
        """Tell whether the member is certainly there."""
        return member in self.value and not isinstance(self.value[member], Unknown)

    def lacks(self, member: str) -> bool:
        """Tell whether the member is certainly absent; a misspelt sibling counts as the member."""
        return member not in self.value and not isinstance(self.value, OpenMap) and (*self.path, member) not in self.request.meant

    def finding(
        self,
        *steps: str | int,
        message: str,
        help: str | None = None,  # noqa: A002 - the word that reports use
        on: On = "value",
        related: tuple[Related, ...] = (),
        suggestion: Edit | None = None,
    ) -> Finding:
        """Make a finding at ``steps`` below this scope."""
        return Finding((*self.path, *steps), message, help, on, related, suggestion)


def show(value: Any, path: Path = ()) -> str:
    """Render a value for a message: short, and hidden when ``path`` leads into an Environment map."""
    if any(isinstance(step, str) and secretive(step) for step in path) and not isinstance(value, dict | list):
        return "a hidden value"
    if isinstance(value, dict):
        return f"an object with {_count(len(value), 'member')}"
    if isinstance(value, list):
        return f"an array of {_count(len(value), 'item')}"
    if isinstance(value, str | Unknown):
        # Of an unknown text, the ends are shown that are known.
        return quote(value if isinstance(value, str) else f"{value.prefix}…{value.suffix}")
    if value is None or isinstance(value, bool):
        return {True: "true", False: "false", None: "null"}[value]
    return str(value)


def quote(text: str) -> str:
    """Quote a text for a message: control characters escaped, the middle of a long one left out."""
    if len(text) > _SHOWN:
        text = f"{text[: _SHOWN - 20]}…{text[-19:]}"
    escaped = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)
    return f"'{escaped}'"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
