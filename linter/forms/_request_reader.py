"""Make the value of a request out of a part of a document that is written in another way: other names, functions, unknowns."""

from typing import Any

from ..path import ABSENT, Path
from ..request import OpenList, OpenMap, Unknown
from ._members import Member, members


class Perhaps(Unknown):
    """A value that is unknown, and may as well be absent."""

    __slots__ = ()


class RequestReader:
    """Reads one request, and notes where its nodes come from: ``origins`` and ``keys`` are those of `mpkit.linter.forms._tree.Part`.

    Forms override what differs from the API: `meaning`, `entry`, `opens` and `scalar`.
    """

    def __init__(self) -> None:
        self.origins: dict[Path, Path] = {}
        self.keys: dict[Path, Path] = {}

    def read(self, node: Any, place: Path) -> Any:
        """Return the value of the request that stands at ``place`` of a document; an open object where nothing is known of it."""
        self.origins[()] = place
        value = self._value(node, place, (), None)
        return OpenMap() if value is ABSENT or isinstance(value, Unknown) else value

    def meaning(self, node: Any, place: Path) -> tuple[Any, Path]:
        """Return what a node stands for and where that is: itself, a node below, a value, an `Unknown`, or `ABSENT` for nothing."""
        return node, place

    def entry(self, key: str, item: Any, at: Path, member: Member | None) -> tuple[str, Any] | None:  # noqa: ARG002 - for forms
        """Return the name of a member in the API and its node, `None` to pass over it.

        ``at`` is the path of the object in the request; ``member`` is that which the object is the value of, `None` for the request.
        """
        return key, item

    def opens(self, node: dict[str, Any], at: Path) -> bool:  # noqa: ARG002 - for forms
        """Tell whether an object may hold more than is seen."""
        return isinstance(node, OpenMap)

    def scalar(self, value: Any, member: Member | None) -> Any:  # noqa: ARG002 - for forms
        """Return the value of a text, number, boolean or null; ``member`` is the member that it is the value of or in the value of."""
        return value

    # Two frames for each level of the document, whose depth is bounded.
    def _value(self, node: Any, place: Path, at: Path, member: Member | None) -> Any:
        node, there = self.meaning(node, place)
        if there != place and node is not ABSENT and not isinstance(node, Perhaps):
            self.origins[at] = there
            self.keys[at] = place
        if isinstance(node, dict):
            return self._object(node, there, at, member)
        if isinstance(node, list):
            return self._array(node, there, at, member)
        return node if node is ABSENT or isinstance(node, Unknown) else self.scalar(node, member)

    def _object(self, node: dict[str, Any], place: Path, at: Path, member: Member | None) -> dict[str, Any]:
        made: dict[str, Any] = OpenMap() if self.opens(node, at) else {}
        for key, item in node.items():
            entry = self.entry(key, item, at, member)
            if entry is None:
                continue
            name, below = entry
            path = (*at, name)
            if name != key:
                self.origins[path] = (*place, key)
            value = self._value(below, (*place, key), path, member if member and member.is_map else members().get(name, _UNFAMILIAR))
            if value is not ABSENT:
                made[name] = value
        return made

    def _array(self, node: list[Any], place: Path, at: Path, member: Member | None) -> list[Any]:
        made: list[Any] = OpenList() if isinstance(node, OpenList) else []
        item_of = member._replace(is_map=False) if member else None
        for index, item in enumerate(node):
            path = (*at, len(made))
            if len(made) != index:
                self.origins[path] = (*place, index)
            value = self._value(item, (*place, index), path, item_of)
            if value is ABSENT:
                continue
            if isinstance(value, Perhaps):
                made = OpenList(made)
                continue
            made.append(value)
        return made


_UNFAMILIAR = Member("", is_map=False, leaf=None)
