"""Where a source may hold values of environment variables, which no output may show.

What counts is generous on purpose: a member whose name looks like ``Environment``, however it is spelt, and whatever its value is.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any

from .form import Candidate, Form, NodeSpan, Span
from .path import Path
from .source import Source

_NAME = "environment"
_ALIKE = 0.8
_LETTERS = r"[^a-z]"
# Patterns as texts: a clean run imports this module and compiles none of them.
# A key that looks like the name ("env" is in every spelling of it but the rarest slips), or one with escapes, which may be it.
_KEY = r"""env[\w -]*\\*["']?\s*[:=]"""
_ESCAPED_KEY = r'"(?:[^"\\\n]|\\.)*\\u(?:[^"\\\n]|\\.)*"\s*:'
_ALIAS = r"\*([^\s,\[\]{}]+)"
_OPENING = r"\s*\{"
_PAIR = r"""((?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z_][A-Za-z0-9_.-]*)\s*:\s*)("(?:[^"\\]|\\.)*"|'[^']*'|[^\s,}{\["'][^,}{]*)"""
_QUOTED_OR_CLOSING = r'"(?:[^"\\]|\\.)*(?:"|\Z)|\}'


@lru_cache(1024)
def secretive(name: str) -> bool:
    """Tell whether a member of this name may hold environment variables."""
    letters = re.sub(_LETTERS, "", name.casefold()[:40])
    if "env" in letters:
        return True
    from difflib import SequenceMatcher  # noqa: PLC0415 - only for findings

    return SequenceMatcher(None, letters, _NAME).ratio() >= _ALIKE


def secret_paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the paths of the nodes to hide: the values in such a map, or what stands in the place of the map."""
    if isinstance(value, dict):
        for key, item in value.items():
            if not secretive(key):
                yield from secret_paths(item, (*path, key))
            elif isinstance(item, dict):
                yield from ((*path, key, name) for name in item)
            else:
                yield (*path, key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, dict | list):
                yield from secret_paths(item, (*path, index))


class Secrets:
    """The places of a source to hide, by the look of its text alone."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def within(self, start: int, end: int) -> list[Span]:
        """Return the ranges between two offsets in which values of environment variables may stand."""
        return _within(self.regions, start, end)

    @cached_property
    def regions(self) -> list[Span]:
        """Everything between such a key and the next closing brace, or the next line that is indented less; in order, not overlapping."""
        text = self.source.text
        return _merged([*_regions(text), *self.anchored])

    @cached_property
    def anchored(self) -> list[Span]:
        """The values with anchors that aliases in such a map stand for."""
        text = self.source.text
        if "&" not in text:
            return []
        names = {name for region in _regions(text) for name in re.compile(_ALIAS).findall(text, region.start, region.end)}
        return [
            Span(match.end(), _region_end(text, _first_letter(text, match.start()), match.end()))
            for name in sorted(names)
            for match in re.finditer(rf"&{re.escape(name)}(?=\s)", text)
        ]

    @cached_property
    def pairs(self) -> list[Span]:
        """The values in `regions`: what a repeated key gave first is in the text only, and has no place of its own in a request."""
        found: list[Span] = [*self.anchored]
        for region in self.regions:
            if "\\" in self.source.text[region.start : region.end]:
                # A text in a text: what is a key and what a value cannot be told.
                found.append(region)
            else:
                found += [Span(*match.span(2)) for match in re.compile(_PAIR).finditer(self.source.text, region.start, region.end)]
        return _merged(found)

    @cached_property
    def looks_plain(self) -> bool:
        """Whether the text has no escapes and no anchors, which could put such a map where its look does not show it."""
        return "\\" not in self.source.text and "&" not in self.source.text


class CandidateSecrets:
    """The values to hide of one candidate, located only where a shown part seems to touch one."""

    def __init__(self, secrets: Secrets, form: Form, candidate: Candidate, unknown: Iterable[str] | None) -> None:
        self._secrets = secrets
        self._form = form
        self._candidate = candidate
        self._spans: dict[Source | None, list[Span]] = {}
        # Every slip in the name of the map is an unknown member; those with "env" in them show in the look of the text.
        self._odd = unknown is None or not form.literal or any("env" not in name.casefold() and secretive(name) for name in unknown)

    def within(self, start: int, end: int, source: Source | None = None) -> list[Span]:
        """Return the ranges between two offsets to hide; ``source`` is another one that parts of the request are in."""
        if source is not None:
            return _merged([*self._values(source, start, end), *Secrets(source).within(start, end)])
        if self._secrets.looks_plain and not self._odd and not self._secrets.within(start, end):
            return []
        return _merged([*self._values(None, start, end), *_within(self._secrets.pairs, start, end)])

    def _values(self, source: Source | None, start: int, end: int) -> list[Span]:
        if source not in self._spans:
            self._spans[source] = _merged([node.value for node in self._nodes if node.source is source])
        return _within(self._spans[source], start, end)

    @cached_property
    def _nodes(self) -> list[NodeSpan]:
        paths = set(secret_paths(self._candidate.value))
        return list(self._form.locate(self._secrets.source, self._candidate, paths).values())


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _within(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    first = bisect_right(spans, start, key=lambda span: span.end)
    last = bisect_left(spans, end, key=lambda span: span.start)
    return list(spans[first:last])


def _regions(text: str) -> Iterator[Span]:
    at = 0
    for start, end in _keys(text):
        if start >= at:
            at = max(_region_end(text, start, end), end)
            yield Span(end, at)


def _keys(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of all keys that may be the name, in order."""
    if "\\u" in text or not text.isascii():
        yield from (match.span() for match in re.finditer(f"(?i:{_KEY})|{_ESCAPED_KEY}", text))
        return
    # Ten times as fast as the pattern alone; only in ASCII is the lower case sure to be as long as the text.
    lowered = text.lower()
    pattern = re.compile(_KEY, re.IGNORECASE)
    at = lowered.find("env")
    while at != -1:
        if match := pattern.match(text, at):
            yield match.span()
        at = lowered.find("env", at + 1)


def _first_letter(text: str, at: int) -> int:
    """Return where the text of the line of ``at`` begins."""
    start = text.rfind("\n", 0, at) + 1
    return start + len(text[start:at]) - len(text[start:at].lstrip(" -"))


def _region_end(text: str, key: int, start: int) -> int:
    opening = re.compile(_OPENING).match(text, start)
    if opening and "\n" not in opening.group():
        return _closing_brace(text, opening.end())
    # A brace on the next line opens the map itself, as some write JSON, or is a key of the map, in YAML.
    return max(_closing_brace(text, opening.end()) if opening else start, _dedent(text, key, start))


def _dedent(text: str, key: int, start: int) -> int:
    indent = key - text.rfind("\n", 0, key) - 1
    dedent = re.compile(rf"\n {{0,{min(indent, 1000)}}}[^\s#-]").search(text, start)
    return dedent.start() if dedent else len(text)


def _closing_brace(text: str, start: int) -> int:
    closing = text.find("}", start)
    if closing != -1 and "\\" not in text[start:closing] and text.count('"', start, closing) % 2 == 0:
        return closing
    for match in re.compile(_QUOTED_OR_CLOSING, re.DOTALL).finditer(text, start):
        if match.group() == "}":
            return match.start()
    return len(text)
