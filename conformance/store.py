"""A registry's state in an SQLite file: it is there again after a restart, however the last process ended.

Each change is one transaction. The file belongs to one process at a time, and to one region and account, which stand in its ARNs.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import orjson

from ._model_state import Group, Home, Package, State

_Row: TypeAlias = "tuple[str, Any]"

_APPLICATION = int.from_bytes(b"mpkt", "big")
_FORMAT = 1
_TABLES = ("settings", "groups", "packages", "tokens")


class StoreError(Exception):
    """A file that cannot hold a registry; the message says which, why, and what to do."""


class Store:
    """A file that keeps the state of one registry. Raises `StoreError` when it cannot be opened, or holds something else."""

    def __init__(self, path: Path, home: Home) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        try:
            # Calls come from several threads, one at a time: the registry sees to that.
            self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0.2)
            self._open(home)
        except sqlite3.Error as problem:
            self.close()
            raise StoreError(f"{path} cannot be used: {_reason(problem)}") from problem
        except StoreError:
            self.close()
            raise

    def _open(self, home: Home) -> None:
        sql = self._sql
        # The lock is taken at the first access and kept, so that a second process is told so at its start.
        sql("PRAGMA locking_mode = EXCLUSIVE")
        (application,), *_ = sql("PRAGMA application_id")
        (tables,), *_ = sql("SELECT count(*) FROM sqlite_master")
        if tables and application != _APPLICATION:
            raise StoreError(f"{self._path} is a database of something else; give the name of a file that does not exist yet")
        sql("PRAGMA journal_mode = WAL")
        sql("PRAGMA synchronous = NORMAL")
        with self._transaction():
            if not tables:
                sql(f"PRAGMA application_id = {_APPLICATION}")
                sql(f"PRAGMA user_version = {_FORMAT}")
                for table in _TABLES:
                    sql(f"CREATE TABLE {table} (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
                self._put("settings", {"region": home.region, "account": home.account})
        (found,), *_ = sql("PRAGMA user_version")
        if found != _FORMAT:
            raise StoreError(f"{self._path} was written by a newer mpkit (format {found}; this one knows {_FORMAT}): update mpkit")
        settings = dict(self._rows("settings"))
        known = Home(settings["region"], settings["account"])
        if known != home:
            raise StoreError(f"{self._path} holds a registry in {known.region} of account {known.account}; give these, or another file")

    def load(self) -> State:
        """Return the state that the file holds."""
        groups = [Group(**orjson.loads(value)) for _, value in self._rows("groups")]
        packages = [Package(**orjson.loads(value)) for _, value in self._rows("packages")]
        return State(
            {group.name: group for group in sorted(groups, key=lambda group: group.number)},
            {package.arn: package for package in sorted(packages, key=lambda package: package.number)},
            dict(self._rows("tokens")),
            int(dict(self._rows("settings")).get("count", 0)),
        )

    def keep(self, before: State, after: State) -> None:
        """Write one change, all of it or nothing. Raises `sqlite3.Error` when that fails."""
        with self._transaction():
            self._change("groups", before.groups, after.groups)
            self._change("packages", before.packages, after.packages)
            self._change("tokens", before.tokens, after.tokens)
            if before.count != after.count:
                self._put("settings", {"count": str(after.count)})

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()

    def _change(self, table: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        if before is after:
            return
        changed = {key: value for key, value in after.items() if before.get(key) is not value}
        self._put(table, {key: value if isinstance(value, str) else orjson.dumps(value).decode() for key, value in changed.items()})
        for key in before.keys() - after.keys():
            self._sql(f"DELETE FROM {table} WHERE key = ?", key)  # noqa: S608 - the tables are named above

    def _put(self, table: str, rows: Mapping[str, str]) -> None:
        for key, value in rows.items():
            self._sql(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", key, value)  # noqa: S608 - the tables are named above

    def _rows(self, table: str) -> list[_Row]:
        return self._sql(f"SELECT key, value FROM {table}")  # noqa: S608 - the tables are named above

    def _sql(self, statement: str, *values: str) -> list[Any]:
        assert self._connection is not None
        return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._sql("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._sql("ROLLBACK")
            raise
        self._sql("COMMIT")


def _reason(problem: sqlite3.Error) -> str:
    text = str(problem)
    if "locked" in text:
        return "another process has it open; stop that one, or give another file"
    if "not a database" in text:
        return "it is no SQLite database; give the name of a file that does not exist yet"
    if "unable to open" in text:
        return "it cannot be opened; its folder must exist and be writable"
    if "readonly" in text:
        return "it cannot be written; give a file that can"
    return text
