"""Globs over paths as git reads them in ``.gitignore``, for the configuration and for the walk through folders.

A pattern without a slash, except at its end, matches a name at any depth; one with a slash is tied to the folder that the patterns belong
to. ``*`` and ``?`` stop at slashes, ``**`` as a whole step does not, ``[a-z]`` and ``[!a-z]`` are one character, a backslash takes the next
character literally. A slash at the end restricts a pattern to folders, an exclamation mark at the start turns it round; the last pattern
that matches decides.

Git's meaning needs the question "does a pattern speak of this very entry?", folder by folder from above. A library that matches whole paths
takes ``*``, ``!*/``, ``!*.json`` (ignore all but JSON) for an ignored folder, which is why the few lines of translation stand here.
"""

import os
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_POSIX_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": " \\t",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": "!-\\/:-@\\[-`{-~",
    "space": "\\s",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}
_NEVER = "(?!)"
_SPECIAL = frozenset("*?[\\")


class Pattern(NamedTuple):
    """One line, taken apart: ``anchored`` when it speaks of the path and not of the name alone."""

    glob: str
    negated: bool
    folders_only: bool
    anchored: bool


class _Run(NamedTuple):
    """Neighbouring patterns of one sign, merged; each part exists for any entry and for folders only."""

    matches: bool
    names: frozenset[str]
    folder_names: frozenset[str]
    name: re.Pattern[str] | None
    folder_name: re.Pattern[str] | None
    path: re.Pattern[str] | None
    folder_path: re.Pattern[str] | None

    def speaks_of(self, path: str, name: str, *, folder: bool) -> bool:
        if name in self.names or (self.name and self.name.fullmatch(name)) or (self.path and self.path.fullmatch(path)):
            return True
        return folder and bool(
            name in self.folder_names
            or (self.folder_name and self.folder_name.fullmatch(name))
            or (self.folder_path and self.folder_path.fullmatch(path))
        )


class Globs:
    """An ordered list of patterns that belong to ``folder`` (an absolute path without a slash at its end)."""

    __slots__ = ("_last", "_runs", "folder")

    def __init__(self, folder: str, lines: Iterable[str]) -> None:
        self.folder = folder
        self._last = ("", False)
        # The last pattern decides, so the runs are asked from the end.
        self._runs = tuple(_runs(pattern for line in lines if (pattern := parse(line)) is not None))[::-1]

    def __bool__(self) -> bool:
        return bool(self._runs)

    def verdict(self, path: str, *, folder: bool = False) -> bool | None:
        """Tell whether the entry at ``path`` (relative, with ``/``) is matched; `None` when no pattern speaks of it."""
        name = path[path.rfind("/") + 1 :]
        for run in self._runs:
            if run.speaks_of(path, name, folder=folder):
                return run.matches
        return None

    def covers(self, path: str, *, folder: bool = False) -> bool:
        """Tell whether the entry at ``path`` or one of the folders above it is matched."""
        above = path.rpartition("/")[0]
        # Files come folder by folder, so the answer to the last question serves for most.
        if self._last[0] != above:
            self._last = (above, self._covers_folder(above))
        return self._last[1] or bool(self.verdict(path, folder=folder))

    def _covers_folder(self, path: str) -> bool:
        slash = path.find("/")
        while slash != -1:
            if self.verdict(path[:slash], folder=True):
                return True
            slash = path.find("/", slash + 1)
        return path != "" and bool(self.verdict(path, folder=True))


class Relative:
    """Turns paths as the user gave them into paths relative to ``folder``, without asking the file system."""

    __slots__ = ("_folder", "_here", "_prefix")

    def __init__(self, folder: str, here: str | None = None) -> None:
        self._here = here or os.getcwd()  # noqa: PTH109 - paths stay text: thousands of them pass
        self._folder = folder.rstrip("/")
        below = f"{slashed(self._here).rstrip('/')}/"
        # `None` where the current folder lies outside: then every path takes the long way.
        self._prefix = below[len(self._folder) + 1 :] if below.startswith(f"{self._folder}/") else None

    def __call__(self, path: str) -> str | None:
        """Return the relative path with ``/``, `None` for a path outside of the folder."""
        if self._prefix is not None and plain(path):
            return self._prefix + path
        full = slashed(os.path.normpath(os.path.join(self._here, path)))  # noqa: PTH118 - as above
        return full[len(self._folder) + 1 :] or None if full.startswith(f"{self._folder}/") else None


def plain(path: str) -> bool:
    """Tell whether a path is relative and has no steps to be resolved (``.``, ``..``, an empty one)."""
    return path[:1] not in ("/", ".", "") and "/." not in path and "//" not in path and path[-1] != "/" and os.sep == "/"


def slashed(path: str) -> str:
    """Write a path of the operating system with ``/``."""
    return path if os.sep == "/" else path.replace(os.sep, "/")


def parse(line: str) -> Pattern | None:
    """Take one line apart, as git does; `None` for a blank line or a comment."""
    if line.startswith("#"):
        return None
    line = _without_trailing_blanks(line)
    negated = line.startswith("!")
    glob = line[1:] if negated else line
    folders_only = glob.endswith("/")
    if folders_only:
        glob = glob[:-1]
    if not glob:
        return None
    return Pattern(glob.removeprefix("/"), negated, folders_only, "/" in glob)


def _without_trailing_blanks(line: str) -> str:
    stripped = line.rstrip(" ")
    kept = len(stripped)
    backslashes = kept - len(stripped.rstrip("\\"))
    return line[: kept + 1] if backslashes % 2 else stripped


def _runs(patterns: Iterable[Pattern]) -> Iterator[_Run]:
    waiting: list[Pattern] = []
    for pattern in patterns:
        if waiting and waiting[-1].negated != pattern.negated:
            yield _run(waiting)
            waiting = []
        waiting.append(pattern)
    if waiting:
        yield _run(waiting)


def _run(patterns: list[Pattern]) -> _Run:
    names: dict[bool, set[str]] = {False: set(), True: set()}
    globs: dict[tuple[bool, bool], list[str]] = {(anchored, folders): [] for anchored in (False, True) for folders in (False, True)}
    for pattern in patterns:
        if not pattern.anchored and _SPECIAL.isdisjoint(pattern.glob):
            names[pattern.folders_only].add(pattern.glob)
        else:
            globs[pattern.anchored, pattern.folders_only].append(_regex(pattern.glob, steps=pattern.anchored))
    return _Run(
        not patterns[0].negated,
        frozenset(names[False]),
        frozenset(names[True]),
        *(_alternatives(globs[anchored, folders]) for anchored in (False, True) for folders in (False, True)),
    )


def _alternatives(expressions: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(expressions), re.DOTALL) if expressions else None


def _regex(glob: str, *, steps: bool) -> str:
    """Translate a glob; with ``steps``, a run of stars that is a whole step of the path spans folders."""
    found: list[str] = []
    at = 0
    while at < len(glob):
        char = glob[at]
        if char == "*":
            end = at
            while end < len(glob) and glob[end] == "*":
                end += 1
            whole_step = steps and end - at > 1 and (at == 0 or glob[at - 1] == "/")
            if whole_step and end == len(glob):
                found.append(".*")
            elif whole_step and glob[end] == "/":
                found.append("(?:.*/)?")
                end += 1
            else:
                found.append("[^/]*")
            at = end
        elif char == "?":
            found.append("[^/]")
            at += 1
        elif char == "[":
            expression, at = _bracket(glob, at + 1)
            found.append(expression)
        elif char == "\\":
            found.append(re.escape(glob[at + 1]) if at + 1 < len(glob) else _NEVER)
            at += 2
        else:
            found.append(re.escape(char))
            at += 1
    return "".join(found)


def _bracket(glob: str, at: int) -> tuple[str, int]:
    """Translate what follows an opening bracket; return it and where it ends. Without a closing bracket nothing matches."""
    negated = glob[at : at + 1] in ("!", "^")
    if negated:
        at += 1
    items: list[str] = []
    first = True
    while at < len(glob) and (glob[at] != "]" or first):
        first = False
        if glob.startswith("[:", at) and (end := glob.find(":]", at + 2)) != -1:
            if glob[at + 2 : end] not in _POSIX_CLASSES:
                return _NEVER, len(glob)
            items.append(_POSIX_CLASSES[glob[at + 2 : end]])
            at = end + 2
            continue
        low, at = _character(glob, at)
        if glob[at : at + 1] == "-" and glob[at + 1 : at + 2] not in ("", "]"):
            high, at = _character(glob, at + 1)
            if low <= high:
                items.append(f"{_escaped(low)}-{_escaped(high)}")
        else:
            items.append(_escaped(low))
    if at >= len(glob):
        return _NEVER, at
    inside = "".join(items)
    if negated:
        return f"[^/{inside}]", at + 1
    return f"(?!/)[{inside}]" if inside else _NEVER, at + 1


def _character(glob: str, at: int) -> tuple[str, int]:
    if glob[at] == "\\" and at + 1 < len(glob):
        at += 1
    return glob[at], at + 1


def _escaped(char: str) -> str:
    return f"\\{char}" if char in "\\]^-[&~|" else char
