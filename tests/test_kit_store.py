"""The state of a registry in a file."""

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from registry_support import IMAGE, Talk, named

from mpkit.conformance.model import Home, State
from mpkit.conformance.store import Store, StoreError

HOME = Home("us-east-1", "111122223333")


class Kept(Talk):
    """A registry whose changes go into a store."""

    def __init__(self, store: Store) -> None:
        super().__init__(state=store.load())
        self.store = store

    def ask(self, operation: str, **request: Any) -> Any:
        before = self.state
        answer = super().ask(operation, **request)
        if self.state is not before:
            self.store.keep(before, self.state)
        return answer


def reopened(path: Path) -> State:
    store = Store(path, HOME)
    try:
        return store.load()
    finally:
        store.close()


def test_everything_is_there_again(tmp_path: Path) -> None:
    path = tmp_path / "registry.db"
    store = Store(path, HOME)
    talk = Kept(store)
    talk.group("b")
    talk.group("a")
    first = talk.version("b", ClientToken="t1", ModelPackageDescription=" é \U0001f600 ")
    talk.version("b")
    gone = talk.package("own", ClientToken="t2")
    talk.update(first, AdditionalInferenceSpecificationsToAdd=named("x"), ClientToken="t3")
    talk.update(first, CustomerMetadataProperties={"a": "1"})
    talk.do("DeleteModelPackage", ModelPackageName=gone)
    talk.do("DeleteModelPackageGroup", ModelPackageGroupName="a")
    talk.refused("DeleteModelPackageGroup", ModelPackageGroupName="b")
    store.close()

    state = reopened(path)
    assert state == talk.state
    assert list(state.packages) == list(talk.state.packages)
    again = Kept(Store(path, HOME))
    assert again.version("b").endswith("/3")
    assert again.update(first, AdditionalInferenceSpecificationsToAdd=named("x"), ClientToken="t3")
    again.store.close()


def test_nothing_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "registry.db"
    code = f"""
import os, signal
from pathlib import Path
from mpkit.conformance.model import Model, State
from mpkit.conformance.store import Store

store, model, state = Store(Path({str(path)!r}), Model().home), Model(), State()
def do(operation, **request):
    global state
    before = state
    state, answer = model.answer(before, operation, request)
    store.keep(before, state)
do("CreateModelPackageGroup", ModelPackageGroupName="churn")
for _ in range(20):
    do("CreateModelPackage", ModelPackageGroupName="churn", InferenceSpecification={{"Containers": [{{"Image": {IMAGE!r}}}]}})
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (-9, "")

    state = reopened(path)
    assert (len(state.packages), state.groups["churn"].versions, state.count) == (20, 20, 21)


def test_a_change_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "registry.db"
    store = Store(path, HOME)
    talk = Kept(store)
    talk.group()
    before = talk.state
    talk.version()
    bad = State({}, {"arn:1": object()}, {}, 9)  # type: ignore[dict-item]
    with pytest.raises(TypeError):
        store.keep(talk.state, bad)
    assert store.load() == talk.state
    store.keep(talk.state, before)
    store.close()
    assert reopened(path) == before


def test_a_file_belongs_to_one_process_at_a_time(tmp_path: Path) -> None:
    store = Store(tmp_path / "registry.db", HOME)
    with pytest.raises(StoreError, match="another process has it open; stop that one, or give another file"):
        Store(tmp_path / "registry.db", HOME)
    store.close()
    Store(tmp_path / "registry.db", HOME).close()


def test_a_file_belongs_to_one_region_and_account(tmp_path: Path) -> None:
    Store(tmp_path / "registry.db", HOME).close()
    with pytest.raises(StoreError, match="holds a registry in us-east-1 of account 111122223333; give these, or another file"):
        Store(tmp_path / "registry.db", Home("eu-west-1", "111122223333"))


def test_a_file_of_something_else_is_left_alone(tmp_path: Path) -> None:
    text, other, newer = tmp_path / "notes.txt", tmp_path / "other.db", tmp_path / "newer.db"
    text.write_text("These are notes. " * 100)
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE packages (key TEXT)")
    connection.close()
    Store(newer, HOME).close()
    connection = sqlite3.connect(newer)
    connection.execute("PRAGMA user_version = 2")
    connection.close()
    before = {path: path.read_bytes() for path in (text, other)}

    for path, words in (
        (text, "it is no SQLite database"),
        (other, "is a database of something else"),
        (newer, "was written by a newer mpkit"),
        (tmp_path, "it cannot be opened"),
        (tmp_path / "none" / "registry.db", "its folder must exist"),
    ):
        with pytest.raises(StoreError, match=words):
            Store(path, HOME)
    assert {path: path.read_bytes() for path in before} == before
