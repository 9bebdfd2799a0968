"""Find what a list gives more than once."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..linter.path import Path
from ..linter.request import Scope


@dataclass(frozen=True, slots=True)
class Repeat:
    """A text that a list has already: its place, that of its first mention, and the index of the item which that is in."""

    text: str
    path: Path
    first: Path
    index: int


def repeats(scope: Scope, member: str, name: str | None = None) -> Iterator[Repeat]:
    """Yield the repeated texts of an array member: those called ``name`` in its objects, or its own strings when no name is given."""
    first: dict[str, tuple[int, Path]] = {}
    for index, text, path in _texts(scope, member, name):
        if text in first:
            yield Repeat(text, path, first[text][1], first[text][0])
        else:
            first[text] = index, path


def _texts(scope: Scope, member: str, name: str | None) -> Iterator[tuple[int, str, Path]]:
    if name is None:
        for index, text in scope.strings(member):
            yield index, text, (*scope.path, member, index)
        return
    for item in scope.items(member):
        named = item.text(name)
        if named is not None:
            yield int(item.path[-1]), named, (*item.path, name)
