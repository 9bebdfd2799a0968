"""Find the files to lint: those that are named, and below named folders those with a suffix that a form claims.

What is named is linted, unless the configuration excludes it: hooks name every file that changed. Below a folder, hidden folders but those
of CI, packages of others and what git ignores are left out. ``.gitignore`` files count also where there is no repository (an unpacked
archive is the same tree), but those above a named folder only up to the root of its repository. The user's own global ignore file does not
count: it would make the outcome differ from machine to machine.

A symbolic link is followed within the repository, or the named folder where there is none, and
said to be skipped elsewhere, for a tree of somebody else may be without end. Links are looked at last, so that a file which is also there
under its own name is given under that, and only once.
"""

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from .globs import Globs, Relative, plain, slashed

PRUNED = frozenset({"node_modules", "__pycache__", "site-packages"})
"""Folders that are never entered by walking, besides hidden ones and virtual environments."""

CI = frozenset({".azuredevops", ".azure-pipelines", ".buildkite", ".circleci", ".github", ".gitlab", ".harness", ".semaphore", ".tekton"})
"""Hidden folders that are entered all the same, as the scripts of CI are kept in them."""

STDIN = "-"

_REASONS = {
    errno.ENOENT: "no such file or folder",
    errno.ENOTDIR: "no such file or folder: a part of the path is a file",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.ELOOP: "its symbolic links lead in a circle",
    errno.ENAMETOOLONG: "the path is too long",
    errno.EISDIR: "it is a folder",
}


class Found(NamedTuple):
    """One thing that was found.

    ``path`` opens the file and is what reports show, through `printable`. ``named`` tells a path that the user gave from one that the walk
    met. ``skipped`` and ``unreadable`` come with a reason that continues "…: ".
    """

    path: str
    named: bool
    kind: Literal["file", "stdin", "skipped", "unreadable"] = "file"
    reason: str = ""


Levels: TypeAlias = tuple[Globs, ...]
"""The ignore files that hold in a folder, the outermost first."""


def discover(
    paths: Sequence[str],
    suffixes: tuple[str, ...],
    exclude: Globs | None = None,
    here: str | None = None,
    beginnings: tuple[str, ...] = (),
) -> Iterator[Found]:
    """Yield what ``paths`` stand for, files below folders in the order of their names; without paths, the current folder.

    ``suffixes`` are lower-case, with their dots. ``exclude`` are the globs of the configuration; ``here`` is the current folder.
    ``beginnings`` are of names that are taken whatever they end in, in lower case.
    """
    walk = _Walk((suffixes, beginnings), exclude, here or os.getcwd())  # noqa: PTH109 - paths stay text: thousands of them pass
    yield from walk.paths(paths) if paths else walk.root("", named=False)
    yield from walk.links()


def reason(problem: OSError | ValueError) -> str:
    """Say in plain words why a file cannot be read; `ValueError` is what a path with a null character raises."""
    if isinstance(problem, ValueError):
        return "the path holds a null character"
    return _REASONS.get(problem.errno or 0) or (problem.strerror or str(problem)).lower()


def printable(path: str) -> str:
    r"""Return a path as it can be printed on one line of a terminal: control characters and bytes that are no UTF-8 appear as ``\xff``."""
    if path.isprintable():
        return path
    return "".join(char if char.isprintable() else _escaped(char) for char in path)


def _escaped(char: str) -> str:
    if "\udc80" <= char <= "\udcff":
        return f"\\x{ord(char) - 0xDC00:02x}"
    return char.encode("unicode_escape").decode()


class _Folder(NamedTuple):
    """A folder to enter: how it is shown, its real path, the ignore files above it, and how far its links to folders are followed."""

    shown: str
    real: str
    levels: Levels
    within: str
    named: bool = False


class _Link(NamedTuple):
    """A symbolic link that the walk met, with its real target."""

    shown: str
    target: str
    folder: bool
    within: str


class _Walk:
    """One walk over any number of paths. Folders are known by their real paths, so that each is entered once."""

    def __init__(self, names: tuple[tuple[str, ...], tuple[str, ...]], exclude: Globs | None, here: str) -> None:
        self._suffixes, self._beginnings = names
        self._exclude = exclude
        self._here = here
        self._relative = Relative(exclude.folder, here) if exclude else None
        self._named: set[str] = set()
        self._entered: dict[str, Levels] = {}
        self._links: list[_Link] = []

    def paths(self, paths: Sequence[str]) -> Iterator[Found]:
        """Yield what the given paths stand for."""
        looked_at = {path: _look(path) for path in paths}
        if None in looked_at.values():
            # A file that is named and also met by walking is given as named. Only here must named files be known by their real paths.
            self._named = {_real(path) for path in paths if looked_at[path] is not None and "\0" not in path}
        given: set[str] = set()
        for path in paths:
            key = self._key(path)
            if key in given:
                continue
            given.add(key)
            found = looked_at[path]
            if path != STDIN and self._is_excluded(path, folder=found is None):
                yield Found(path, named=True, kind="skipped", reason="excluded by the configuration")
            elif found is not None:
                yield found
            else:
                yield from self.root(path, named=True)

    def root(self, shown: str, *, named: bool) -> Iterator[Found]:
        """Walk a folder and all below it; ``shown`` is empty for the current folder when nobody named it."""
        real = _real(shown or self._here)
        levels, within = _outside(real)
        waiting: list[_Folder | Found] = [_Folder(shown, real, levels, within, named)]
        while waiting:
            item = waiting.pop()
            if isinstance(item, Found):
                yield item
            elif item.real not in self._entered:
                waiting += reversed(list(self._enter(item)))

    def links(self) -> Iterator[Found]:
        """Yield what the symbolic links that were met lead to, where it was not met under its own name."""
        followed: set[str] = set()
        for shown, target, folder, within in self._links:  # grows while linked folders are walked
            if not f"{target}/".startswith(f"{within}/"):
                # Who may add a link must not be shown what it leads to.
                what = "folder" if folder else "file"
                yield Found(shown, named=False, kind="skipped", reason=f"a symbolic link to a {what} outside; name it to have it linted")
            elif folder:
                yield from self.root(shown, named=False)
            elif target not in followed and not self._was_given(target):
                followed.add(target)
                yield Found(shown, named=False)

    def _enter(self, folder: _Folder) -> Iterator[_Folder | Found]:
        """Yield what is of interest in one folder, in the order of names."""
        shown, real, levels, within, named = folder
        prefix = shown if not shown or shown.endswith("/") else f"{shown}/"
        listing = self._list(shown or ".")
        if listing.problem is not None:
            yield Found(shown or ".", named, "unreadable", reason(listing.problem))
        levels = _levels(real, levels, listing.marks)
        self._entered[real] = levels
        if "pyvenv.cfg" in listing.marks and not named:
            return
        for name, kind in sorted(listing.kinds.items(), key=_order):
            path, full, is_folder = prefix + name, f"{real}/{name}", kind == "folder"
            if is_folder and ((name[0] == "." and name not in CI) or name in PRUNED):
                continue
            if _is_ignored(levels, full, folder=is_folder) or self._is_excluded(path, folder=is_folder):
                continue
            if is_folder:
                yield _Folder(path, full, levels, within)
            elif kind == "broken":
                yield Found(path, named=False, kind="skipped", reason="a symbolic link that leads nowhere")
            elif kind != "file":
                self._links.append(_Link(path, _real(path), kind == "folder link", within))
            elif full not in self._named:
                yield Found(path, named=False)

    def _list(self, path: str) -> "_Listing":
        listing = _Listing({}, set())
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    name = entry.name
                    if name in _MARKS:
                        listing.marks.add(name)
                    kind = _kind(entry, claimed=self._claims(name.lower()))
                    if kind is not None:
                        listing.kinds[name] = kind
        except OSError as problem:
            return listing._replace(problem=problem)
        return listing

    def _claims(self, name: str) -> bool:
        return name.endswith(self._suffixes) or name.startswith(self._beginnings)

    def _is_excluded(self, path: str, *, folder: bool) -> bool:
        if self._exclude is None or self._relative is None or (relative := self._relative(path)) is None:
            return False
        return self._exclude.covers(relative, folder=folder)

    def _was_given(self, target: str) -> bool:
        """Tell whether the walk gave a file, by its real path, under its own name."""
        if target in self._named:
            return True
        levels = self._entered.get(target[: target.rfind("/")])
        claimed = self._claims(target[target.rfind("/") + 1 :].lower())
        return (
            claimed and levels is not None and not _is_ignored(levels, target, folder=False) and not self._is_excluded(target, folder=False)
        )

    def _key(self, path: str) -> str:
        """Return what equal paths have in common, without a look at the file system."""
        if plain(path) or path == STDIN:
            return path
        return os.path.normpath(path).removeprefix(f"{self._here}{os.sep}") if path else f"{os.sep}{os.sep}"


_Kind: TypeAlias = Literal["file", "folder", "file link", "folder link", "broken"]
_MARKS = frozenset({".git", ".gitignore", "pyvenv.cfg"})


class _Listing(NamedTuple):
    """What is of interest in a folder, and which files stand there that say something of the folder itself."""

    kinds: dict[str, _Kind]
    marks: set[str]
    problem: OSError | None = None


def _kind(entry: os.DirEntry[str], *, claimed: bool) -> _Kind | None:
    """Return what an entry is, `None` for what is of no interest. Asks the file system only about symbolic links."""
    if entry.is_dir(follow_symlinks=False):
        return "folder"
    if entry.is_symlink():
        try:
            if entry.is_dir():
                return "folder link"
            leads_to_file = entry.is_file()
        except OSError:
            # A link to itself, or into a folder that may not be entered.
            leads_to_file = False
        return None if not claimed else "file link" if leads_to_file else "broken"
    # Pipes and sockets may have such names too, and reading them would never end.
    return "file" if claimed and entry.is_file(follow_symlinks=False) else None


def _order(item: tuple[str, _Kind]) -> str:
    return f"{item[0]}/" if item[1] == "folder" else item[0]


def _look(path: str) -> Found | None:
    """Return what a named path is; `None` for a folder."""
    if path == STDIN:
        return Found(path, named=True, kind="stdin")
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - paths stay text
    except (OSError, ValueError) as problem:
        return Found(path, named=True, kind="unreadable", reason=reason(problem))
    return None if stat.S_ISDIR(mode) else Found(path, named=True)


def _real(path: str) -> str:
    """Return the real path with ``/``, without one at its end."""
    return slashed(os.path.realpath(path)).rstrip("/")


def _outside(real: str) -> tuple[Levels, str]:
    """Return the ignore files of the repository that hold above a folder, and the folder within which links are followed."""
    above: list[str] = []
    folder = real
    while not _exists(f"{folder}/.git"):
        folder = folder.rpartition("/")[0]
        if not folder:
            return (), real
        above.append(folder)
    levels: Levels = ()
    for path in reversed(above):
        levels = _levels(path, levels, {".git", ".gitignore"} if path == folder else {".gitignore"})
    return levels, folder


def _levels(real: str, levels: Levels, marks: set[str]) -> Levels:
    """Add the ignore files of one folder; a repository in a repository starts anew, as for git."""
    if ".git" in marks:
        levels = _ignore_file(real, f"{_git_folder(real)}/info/exclude")
    if ".gitignore" in marks:
        levels += _ignore_file(real, f"{real}/.gitignore")
    return levels


def _ignore_file(folder: str, path: str) -> Levels:
    text = _text(path)
    globs = Globs(folder, text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")) if text else None
    return (globs,) if globs else ()


def _git_folder(real: str) -> str:
    """Return the folder in which git keeps what all work trees of a repository share."""
    here = f"{real}/.git"
    # In a linked work tree or a submodule, .git is a file that says where its folder is.
    pointer = _text(here)
    if pointer.startswith("gitdir:"):
        here = os.path.join(real, pointer.removeprefix("gitdir:").strip())  # noqa: PTH118 - paths stay text
    common = _text(f"{here}/commondir").strip()
    return os.path.join(here, common) if common else here  # noqa: PTH118 - as above


def _text(path: str) -> str:
    """Return the text of a file, an empty one where there is none that can be read: ignore files are optional."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:  # noqa: PTH123 - paths stay text
            return file.read()
    except OSError:
        return ""


def _exists(path: str) -> bool:
    return os.path.lexists(path)


def _is_ignored(levels: Levels, full: str, *, folder: bool) -> bool:
    """Tell whether git ignores an entry, given by its real path, in a folder that it does not ignore; the innermost file decides."""
    for globs in reversed(levels):
        verdict = globs.verdict(full[len(globs.folder) + 1 :], folder=folder)
        if verdict is not None:
            return verdict
    return False
