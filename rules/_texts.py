"""Find the texts of a request whose length differs by the unit in which it is counted."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson

from ..linter.path import Path
from ..linter.request import Request


class Text(NamedTuple):
    """A text with a limited length: where it stands, its limit, whether it is a member's name, and whether it is in an ``Environment``."""

    path: Path
    text: str
    most: int
    is_key: bool
    in_environment: bool


def non_ascii_texts(request: Request) -> Iterator[Text]:
    """Yield the texts, names in maps included, that hold more than ASCII and have a maximum length, in the order of the request.

    A name that its pattern refuses is left out.
    """
    if _is_ascii(request.value):
        return
    edition, operation = request.edition, request.operation
    for path, text, is_key in _walk(request.value):
        shape, _ = edition.shape_at(operation, path, key=is_key)
        definition = edition.shape(operation, shape)
        most = definition.get("maxLength")
        if most is not None and not (is_key and not _matches(definition.get("pattern"), text)):
            yield Text(path, text, most, is_key, "Environment" in path[:-1])


def _is_ascii(value: Any) -> bool:
    """Tell whether all texts are ASCII: by writing them all at once, which is far faster than looking at each."""
    try:
        return orjson.dumps(value, default=_nothing).isascii()
    except TypeError:  # a lone surrogate, a great number, deep nesting
        return False


def _nothing(_unknown: object) -> None:
    """Stand for what is no JSON value."""


def _walk(value: Any) -> Iterator[tuple[Path, str, bool]]:
    waiting: list[tuple[Path, Any]] = [((), value)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, str):
            if not node.isascii():
                yield path, node, False
        elif isinstance(node, dict):
            for name in node:
                if not name.isascii():
                    yield (*path, name), name, True
            waiting += [((*path, name), item) for name, item in reversed(node.items()) if isinstance(item, str | dict | list)]
        else:
            waiting += [((*path, index), item) for index, item in reversed([*enumerate(node)]) if isinstance(item, str | dict | list)]


def _matches(pattern: str | None, text: str) -> bool:
    import regex  # noqa: PLC0415 - few requests have a name to look at

    return pattern is None or regex.fullmatch(pattern, text) is not None
