"""The ledger: what a run creates, written to disk before it is asked for, so that it can be deleted whatever happens to the run.

One JSON object a line. The first says whose ledger it is, the others what happened, each with the number of the thing it is about:

    {"ledger": 1, "prefix": "k3x9", "target": "aws", "region": "eu-west-1", "account": "111122223333"}
    {"asked": 1, "kind": "package", "names": ["k3x9001-churn"]}
    {"created": 1, "arn": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/k3x9001-churn"}
    {"deleted": 1}

A line that a crash tore in two is told apart by not being JSON; it is then the last, and the request that it announced was never sent.
"""

import itertools
import json
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias

from .subject import SubjectError

Kind: TypeAlias = Literal["package", "version", "group"]
State: TypeAlias = Literal["asked", "created", "refused", "deleted"]

_VERSION = 1
_KINDS: tuple[Kind, ...] = ("package", "version", "group")


class LedgerError(SubjectError):
    """A ledger that cannot be written or read; the message says why."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a run asked a backend to create.

    ``names`` are those in the request: of the package or group, or of the group of a version. ``asked`` is the state of what was
    never answered: it may be there or not.
    """

    number: int
    kind: Kind
    names: tuple[str, ...] = ()
    arn: str | None = None
    state: State = "asked"

    @property
    def may_exist(self) -> bool:
        """Whether it has to be looked for."""
        return self.state in ("asked", "created")


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose ledger it is: the run's ``prefix`` of names, and where it ran. ``account`` is `None` where it is not known."""

    prefix: str
    target: str = ""
    region: str = ""
    account: str | None = None
    endpoint: str | None = None


class Ledger:
    """A ledger that is open for more entries; made by `create` or `open`. It may be used by several threads."""

    def __init__(self, path: Path, origin: Origin, things: Mapping[int, Thing], file: int, *, durable: bool) -> None:
        self.path = path
        self.origin = origin
        self._things = dict(things)
        self._numbers = itertools.count(max(self._things, default=0) + 1)
        self._file: int | None = file
        self._durable = durable
        self._is_torn = False
        self._lock = threading.Lock()

    @classmethod
    def create(cls, path: Path, origin: Origin, *, durable: bool = True) -> "Ledger":
        """Start a ledger in a file that must not exist yet. Without ``durable`` it survives the process and not the machine.

        Raises `LedgerError`.
        """
        try:
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        except FileExistsError:
            raise LedgerError(f"{path} exists. Sweep what it lists with `mpkit conform sweep {path}`, or give another --ledger") from None
        except (OSError, ValueError) as problem:
            raise LedgerError(f"the ledger {path} cannot be written: {_reason(problem)}") from problem
        made = cls(path, origin, {}, file, durable=durable)
        header = {key: getattr(origin, key) for key in Origin.__slots__ if getattr(origin, key) is not None}
        made._write({"ledger": _VERSION, **header})
        if durable:
            _sync_folder(path.parent)
        return made

    @classmethod
    def open(cls, path: Path) -> "Ledger":
        """Open the ledger of an earlier run, of which every line may be torn but the first. Raises `LedgerError`."""
        try:
            lines = path.read_bytes().split(b"\n")
            file = os.open(path, os.O_WRONLY | os.O_APPEND)
        except (OSError, ValueError) as problem:
            raise LedgerError(f"the ledger {path} cannot be opened: {_reason(problem)}") from problem
        entries = [entry for line in lines if (entry := _parsed(line)) is not None]
        header = entries[0] if entries else {}
        if header.get("ledger") != _VERSION and lines != [b""]:
            os.close(file)
            raise LedgerError(f"{path} is no ledger of this version of mpkit")
        known = {key: header[key] for key in Origin.__slots__ if isinstance(header.get(key), str)}
        origin = Origin(**{"prefix": ""} | known)
        made = cls(path, origin, _things(entries[1:]), file, durable=True)
        made._is_torn = bool(lines[-1])
        return made

    @property
    def things(self) -> tuple[Thing, ...]:
        """Everything that was asked for, in this order."""
        with self._lock:
            return tuple(self._things.values())

    def asked(self, kind: Kind, names: tuple[str, ...]) -> int:
        """Write that something is about to be asked for, and return its number. Raises `LedgerError`: it must not be asked for then."""
        with self._lock:
            thing = Thing(next(self._numbers), kind, names)
            self._write({"asked": thing.number, "kind": kind, "names": names})
            self._things[thing.number] = thing
        return thing.number

    def created(self, number: int, arn: str | None) -> None:
        """Write that it was created, and the ARN that was answered. Raises `LedgerError`."""
        self._change(number, "created", arn)

    def refused(self, number: int) -> None:
        """Write that it was refused, or never sent. Raises `LedgerError`."""
        self._change(number, "refused")

    def deleted(self, number: int) -> None:
        """Write that it is gone. Raises `LedgerError`."""
        self._change(number, "deleted")

    def owns(self, identity: str) -> bool:
        """Tell whether a name or ARN bears the run's prefix, or is of something that it created."""
        if self.origin.prefix and self.origin.prefix in identity:
            return True
        with self._lock:
            return any(identity == thing.arn or identity in thing.names for thing in self._things.values() if thing.state != "refused")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._file is not None:
                os.close(self._file)
                self._file = None

    def discard(self) -> None:
        """Close the file and remove it: nothing is left that it would be needed for."""
        self.close()
        with suppress(OSError):
            self.path.unlink()

    def _change(self, number: int, state: State, arn: str | None = None) -> None:
        with self._lock:
            thing = self._things[number]
            self._things[number] = replace(thing, state=state, arn=arn or thing.arn)
            self._write({state: number} if arn is None else {state: number, "arn": arn})

    def _write(self, entry: Mapping[str, Any]) -> None:
        if self._file is None:
            raise LedgerError(f"the ledger {self.path} is closed")
        line = b"\n" * self._is_torn + json.dumps(entry).encode() + b"\n"
        try:
            self._is_torn = True
            while line:
                line = line[os.write(self._file, line) :]
            self._is_torn = False
            if self._durable:
                os.fsync(self._file)
        except OSError as problem:
            raise LedgerError(f"the ledger {self.path} cannot be written: {_reason(problem)}") from problem


def _things(entries: list[dict[str, Any]]) -> dict[int, Thing]:
    things: dict[int, Thing] = {}
    for entry in entries:
        match entry:
            case {"asked": int(number), "kind": kind, "names": list(names)} if kind in _KINDS:
                things[number] = Thing(number, kind, tuple(name for name in names if isinstance(name, str)))
            case {"created": int(number)} if number in things:
                arn = entry.get("arn")
                things[number] = replace(things[number], state="created", arn=arn if isinstance(arn, str) else None)
            case {"refused": int(number)} if number in things:
                things[number] = replace(things[number], state="refused")
            case {"deleted": int(number)} if number in things:
                things[number] = replace(things[number], state="deleted")
    return things


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None


def _reason(problem: OSError | ValueError) -> str:
    return str(problem.strerror if isinstance(problem, OSError) and problem.strerror else problem).lower()


def _sync_folder(folder: Path) -> None:
    """Make sure that the name of a new file is on disk too; some systems cannot, and do not need it."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
