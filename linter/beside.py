"""Find the files that a source speaks of, such as ``file://request.json`` in a script: never outside of the tree that the source is in."""

import os
from collections.abc import Iterator

from .discover import printable, reason
from .globs import slashed
from .source import Source


class Beside:
    """Finds files for the sources of one run; ``limit`` is the most bytes that a file may have."""

    def __init__(self, limit: int) -> None:
        self._limit = limit

    def __call__(self, name: str, path: str) -> Source | str:
        """Return the file that ``path`` means in the source ``name``, or in words why there is none.

        A relative path is tried from the folder of the source and from those above it, up to the root of the tree: nobody knows in which
        folder a script will run.
        """
        root = _root(name)
        for folder in _upwards(os.path.dirname(name), root):  # noqa: PTH120 - paths stay text, as in discover
            found = os.path.normpath(os.path.join(folder, path))  # noqa: PTH118 - as above
            if "\0" in path or not os.path.isfile(found):  # noqa: PTH113 - as above
                continue
            if not f"{os.path.realpath(found)}{os.sep}".startswith(f"{root}{os.sep}"):
                return "it is outside of the tree"
            # Written like the name of the source, so that the file has one name however it is met.
            return self._source(found, "./" if name.startswith("./") and not found.startswith(("/", "../")) else "")
        return "there is no such file"

    def _source(self, path: str, before: str) -> Source | str:
        try:
            with open(path, "rb") as file:  # noqa: PTH123 - as above
                data = file.read(self._limit + 1)
        except OSError as problem:
            return reason(problem)
        return f"it has more than {self._limit:,} bytes" if len(data) > self._limit else Source(printable(before + slashed(path)), data)


def _root(name: str) -> str:
    """Return the real path of the repository that a file is in; without one, the current folder or, outside of that, the file's own."""
    start = os.path.realpath(os.path.dirname(name) or os.curdir)  # noqa: PTH120 - as above
    folder = start
    while not os.path.lexists(os.path.join(folder, ".git")):  # noqa: PTH118 - as above
        above = os.path.dirname(folder)  # noqa: PTH120 - as above
        if above == folder:
            here = os.path.realpath(os.curdir)
            return here if f"{start}{os.sep}".startswith(f"{here}{os.sep}") else start
        folder = above
    return folder


def _upwards(folder: str, root: str) -> Iterator[str]:
    """Yield a folder and those above it down to ``root``, in the way in which the folder is written."""
    while True:
        yield folder
        if os.path.realpath(folder or os.curdir) == root:
            return
        folder = os.path.join(folder, os.pardir) if not folder or folder.endswith(os.pardir) else os.path.dirname(folder)  # noqa: PTH118, PTH120 - as above
        if os.path.realpath(folder or os.curdir) == os.path.realpath(os.sep):
            return
