"""The fast reader of YAML: for texts without anchors, tags, merge keys and anything to report."""

from typing import Any

from yaml.error import YAMLError
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from ._limits import MAX_DEPTH
from ._yaml_events import events
from ._yaml_scalars import TELLING, Odd, resolve


def read_plain(text: str) -> list[Any] | None:
    """Return the value of each document, an empty one included as `Ellipsis`; `None` when the careful reader is needed."""
    try:
        return _read(text)
    except YAMLError:
        return None


def _read(text: str) -> list[Any] | None:  # noqa: C901, PLR0911, PLR0912 - one flat loop: a call for each event costs a third of the time
    """Read without looking at a single mark."""
    next_event = events(text)
    documents: list[Any] = []
    # The open container; `append` is set in arrays only, `key` is what waits for its value in objects.
    node: Any = documents
    append: Any = documents.append
    key: str | None = None
    outer: list[tuple[Any, Any]] = []
    while True:
        event = next_event()
        kind = event.__class__
        if kind is ScalarEvent:
            if event.tag is not None or event.anchor is not None:
                return None
            value = event.value
            if not event.style and value[:1] in TELLING:
                if not value and not outer:
                    value = ...
                else:
                    value = resolve(value)
                    if value.__class__ is Odd:
                        return None
            if append is not None:
                append(value)
            elif key is not None:
                node[key] = value
                key = None
            elif value.__class__ is str and value not in node:
                key = value
            else:
                return None
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.tag is not None or event.anchor is not None or len(outer) == MAX_DEPTH:
                return None
            container: Any = {} if kind is MappingStartEvent else []
            if append is not None:
                append(container)
            elif key is not None:
                node[key] = container
            else:
                return None
            outer.append((node, append))
            node = container
            append = None if kind is MappingStartEvent else container.append
            key = None
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            node, append = outer.pop()
            key = None
        elif kind is StreamEndEvent:
            return documents
        elif kind is AliasEvent:
            return None
