"""The configuration: ``[tool.mpkit]`` of a pyproject.toml, or an mpkit.toml.

The nearest one at or above the current folder holds for the whole run, whatever files are named: what a run does must not depend on which
of the files a hook happens to pass. A pyproject.toml without the table is passed over; in one folder mpkit.toml wins. Globs are relative
to the folder of the file, and mean what they mean in a ``.gitignore`` (`mpkit.linter.globs`).
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .finding import Severity
from .globs import Globs, Relative, slashed
from .selection import Identified, Rulebook

if TYPE_CHECKING:
    from datetime import date

OWN_FILE = "mpkit.toml"
SHARED_FILE = "pyproject.toml"
OPERATIONS = {"create": "CreateModelPackage", "update": "UpdateModelPackage", "skip": "skip"}
"""The words of the configuration for operations; files that are to be skipped hold no request, whatever is in them."""

MAX_SIZE = 10_000_000
LARGEST_SIZE = 2**31 - 1
"""The largest ``max-size``, in bytes: a file is read whole."""


class ConfigError(Exception):
    """A configuration that cannot be used; the message is complete, one line for each mistake."""


class SuppressEntry(NamedTuple):
    """One ``[[suppress]]`` entry: findings of one rule in the files of a glob are known and accepted.

    ``rule`` is an id. ``pointer`` is a JSON Pointer in which ``*`` stands for any one step, `None` for the whole file. The entry holds
    up to and including the day ``expires``. ``line`` is where it starts in the configuration file.
    """

    path: str
    rule: str
    reason: str
    pointer: str | None = None
    expires: "date | None" = None
    line: int = 1


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a run.

    ``select``, ``ignore``, and the keys of ``severity``, are ids, names or prefixes of rules; ``fail_on`` is `None` for "never";
    ``max_size`` is in bytes; ``jobs`` is `None` for one process per processor. ``stored`` maps package ARNs to the names of the additional
    inference specifications that they have. ``forms`` are the names of the forms that are read, `None` for all; ``python_wrappers`` maps
    names of functions that pass a request on to the operation that it is for. ``sources`` says, for each key that somebody set, who did.
    """

    origin: Path | None = None
    spec: str = "current"
    select: tuple[str, ...] = ("ALL",)
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    operations: Mapping[str, str] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    fail_on: Severity | None = Severity.error
    max_size: int = MAX_SIZE
    suppress: tuple[SuppressEntry, ...] = ()
    stored: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    jobs: int | None = None
    forms: tuple[str, ...] | None = None
    python_wrappers: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """The absolute folder that globs are relative to, with ``/`` and none at its end; the current one without a file."""
        return slashed(os.path.abspath(self.origin.parent if self.origin else "")).rstrip("/")  # noqa: PTH100 - must not follow links


class FileSettings:
    """What the globs of a configuration say of single files, given by their paths as the user wrote them.

    Files outside of the configuration's folder are matched by no glob.
    """

    __slots__ = ("_entries", "_ignores", "_operations", "_relative", "exclude")

    def __init__(self, config: Config, rules: Iterable[Identified], here: str | None = None) -> None:
        folder = config.folder
        self._relative = Relative(folder, here)
        self.exclude = Globs(folder, config.exclude) if config.exclude else None
        self._operations = [(Globs(folder, (glob,)), operation) for glob, operation in config.operations.items()]
        self._entries = [Globs(folder, (entry.path,)) for entry in config.suppress]
        self._ignores: list[tuple[Globs, frozenset[str]]] = []
        if config.per_file_ignores:
            book = Rulebook(rules)
            for glob, selectors in config.per_file_ignores.items():
                self._ignores.append((Globs(folder, (glob,)), frozenset().union(*map(book.ids, selectors))))

    def operation(self, path: str) -> str | None:
        """Return CreateModelPackage, UpdateModelPackage or ``skip``; of several globs that match, the last decides."""
        if not self._operations or (relative := self._relative(path)) is None:
            return None
        return next((operation for globs, operation in reversed(self._operations) if globs.covers(relative)), None)

    def ignored(self, path: str) -> frozenset[str]:
        """Return the ids of the rules that do not hold for a file."""
        if not self._ignores or (relative := self._relative(path)) is None:
            return frozenset()
        return frozenset().union(*(ids for globs, ids in self._ignores if globs.covers(relative)))

    def entries(self, path: str) -> tuple[int, ...]:
        """Return the indexes of the suppression entries that speak of a file."""
        if not self._entries or (relative := self._relative(path)) is None:
            return ()
        return tuple(index for index, globs in enumerate(self._entries) if globs.covers(relative))


def load(start: Path, explicit: Path | None, rules: Iterable[Identified]) -> Config:
    """Return the configuration in ``explicit``, or else the nearest at or above the folder ``start``, or else the defaults.

    ``rules`` are those that it may name. Raises `ConfigError`.
    """
    if explicit is not None:
        data = _bytes(os.fspath(explicit))
        if data is None:
            raise ConfigError(f"{explicit}: no such file")
        settings = _settings(os.fspath(explicit), data, rules, shared=explicit.name == SHARED_FILE)
        if settings is None:
            raise ConfigError(f"{explicit}: there is no table [tool.mpkit] in this file")
        return settings
    folder = os.path.abspath(start)  # noqa: PTH100 - must not follow links: the folder is the one that the user sees
    while True:
        for name in (OWN_FILE, SHARED_FILE):
            file = os.path.join(folder, name)  # noqa: PTH118 - every start of the program comes through here
            data = _bytes(file)
            if data is not None and (settings := _settings(file, data, rules, shared=name == SHARED_FILE)) is not None:
                return settings
        above = os.path.dirname(folder)  # noqa: PTH120 - as above
        if above == folder:
            return Config()
        folder = above


def override(config: Config, rules: Iterable[Identified], **values: Any) -> Config:
    """Return ``config`` with what the command line says, in the words of the configuration; `None` stands for an option that is not given.

    ``select`` takes the place of the configuration's ``select`` and, unless it is given too, ``ignore``, so that a rule which is asked
    for runs. ``ignore`` alone is added to the configuration's, ``severity`` is merged with it, and all else replaces. Raises `ConfigError`.
    """
    given = {name.replace("_", "-"): value for name, value in values.items() if value is not None}
    if not given:
        return config
    from .settings import check  # noqa: PLC0415 - only with options

    found = check(given, Rulebook(rules), lambda *keys: _option(" ".join(map(str, keys))))
    if "select" in found:
        found.setdefault("ignore", ())
    elif "ignore" in found:
        found["ignore"] = (*config.ignore, *found["ignore"])
    if "severity" in found:
        found["severity"] = {**config.severity, **found["severity"]}
    sources = dict(config.sources) | {key: _option(key) for key in given}
    return replace(config, **found, sources=sources)


def parse(text: str, rules: Iterable[Identified], origin: Path) -> Config:
    """Return the configuration that the text of an mpkit.toml says, as if it stood at ``origin``. Raises `ConfigError`."""
    return _settings(os.fspath(origin), text.encode(), rules, shared=False) or Config()


def describe(config: Config) -> str:
    """Return the settings in effect as the text of an mpkit.toml, with comments that say where each comes from."""
    from .settings import text  # noqa: PLC0415 - only for this request

    return text(config)


def _option(key: str) -> str:
    return "--form" if key == "forms" else f"--{key}"


def _bytes(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - every start of the program comes through here
            return file.read()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as problem:
        raise ConfigError(f"{path}: cannot be read: {problem.strerror}") from None


def _settings(path: str, data: bytes, rules: Iterable[Identified], *, shared: bool) -> Config | None:
    # Most files named pyproject.toml are not about us, and TOML takes milliseconds to import.
    if shared and b"mpkit" not in data:
        return None
    from .settings import read  # noqa: PLC0415 - needs a TOML parser

    found = read(path, data, Rulebook(rules), table=("tool", "mpkit") if shared else ())
    return None if found is None else Config(origin=Path(path), **found)
