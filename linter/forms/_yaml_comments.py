"""The comments of a YAML text, which its parsers drop."""

import re
from collections.abc import Iterator
from typing import Any

from yaml.error import YAMLError
from yaml.events import CollectionEndEvent, CollectionStartEvent, ScalarEvent, StreamEndEvent

from ..source import Source
from ._limits import MAX_DEPTH
from ._yaml_events import BLOCK_STYLES, events

MARKER = b"mpkit:"
_COMMENT = re.compile(r"(?:(?<=[ \t\r\n\x85\u2028\u2029])|^)#[^\r\n\x85\u2028\u2029]*")
_HEADER = re.compile(r"[^\r\n\x85\u2028\u2029]*")


def comments(source: Source) -> Iterator[tuple[int, str]]:
    """Yield offset and text, from its ``#`` on, of each comment of a source that speaks to mpkit anywhere; nothing otherwise.

    A ``#`` inside quotes or in a block scalar starts no comment. Where the text is broken, only the comments before that place are told.
    """
    if MARKER not in source.data:
        return
    text = source.text
    at = 0
    for start, end in _without_comments(text):
        for match in _COMMENT.finditer(text, at, start):
            yield match.start(), match[0]
        at = end


def _without_comments(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges in which a ``#`` means nothing: scalars with quotes, the lines of block scalars, and what cannot be read."""
    depth = 0
    behind = 0
    try:
        next_event = events(text)
        while depth <= MAX_DEPTH:
            event = next_event()
            kind: Any = event.__class__
            if kind is StreamEndEvent:
                break
            behind = max(behind, event.end_mark.index)
            if kind is ScalarEvent and event.style:
                start = event.start_mark.index
                if event.style in BLOCK_STYLES:
                    start = _HEADER.match(text, start).end()  # type: ignore[union-attr]
                yield start, behind
            elif issubclass(kind, CollectionStartEvent):
                depth += 1
            elif issubclass(kind, CollectionEndEvent):
                depth -= 1
    except YAMLError:
        depth = MAX_DEPTH + 1
    yield (len(text) if depth <= MAX_DEPTH else behind), len(text)
