"""What updates do to customer metadata: entries are added and replaced one by one, then the listed keys are removed."""

from typing import Any

from .operations import CREATE, DESCRIBE, UPDATE
from .script import Scenario, scenario
from .stage import METADATA, REMOVED, Stage, Talk

_NEEDS = (CREATE, UPDATE, DESCRIBE)
_ENTRIES = 40


@scenario(
    "update/merges-metadata",
    "An update adds its metadata to what is stored, and replaces the values of the keys that it names",
    topic="merge",
    clauses=("UMP-META-SEM", "UMP-METAREM-SEM"),
    evidence="inferred",
    needs=_NEEDS,
    given=(UPDATE,),
    each=(
        ("add", {"a": "1"}, {"b": "2"}),
        ("replace", {"a": "1", "b": "2"}, {"b": "3"}),
        ("add-and-replace", {"a": "1", "b": "2"}, {"b": "3", "c": "4"}),
        ("same", {"a": "1", "b": "2"}, {"a": "1"}),
        ("other-case", {"Key": "1", "other": "2"}, {"key": "3"}),
        ("many", {f"a{number}": "1" for number in range(_ENTRIES)}, {"b": "2", "a7": "3"}),
    ),
)
def merges(stage: Stage, case: tuple[str, dict[str, str], dict[str, str]]) -> Talk:
    _, stored, sent = case
    package = yield from stage.package(members={METADATA: stored})
    yield stage.describe(package, {METADATA: stored})
    yield stage.update(package, {METADATA: sent})
    yield stage.describe(package, {METADATA: {**stored, **sent}})


@scenario(
    "update/sets-metadata",
    "An update gives metadata to a package that has none",
    topic="set",
    clauses=("UMP-META-SEM", "UMP-META-TYPE"),
    needs=_NEEDS,
    given=(UPDATE,),
)
def sets(stage: Stage) -> Talk:
    package = yield from stage.package()
    yield stage.update(package, {METADATA: {"a": "1", "b": "2"}})
    yield stage.describe(package, {METADATA: {"a": "1", "b": "2"}})


def _without(stored: dict[str, str], keys: list[str]) -> dict[str, str]:
    return {key: value for key, value in stored.items() if key not in keys}


@scenario(
    "update/removes-metadata",
    "An update removes the metadata with the listed keys, and no other",
    topic="remove",
    clauses=("UMP-METAREM-SEM",),
    needs=_NEEDS,
    given=(UPDATE,),
    each=(
        ("one", ["b"]),
        ("several", ["a", "c"]),
        ("all", ["a", "b", "c", "B", "ab", "_.:/=+-@ x"]),
        ("odd-characters", ["_.:/=+-@ x"]),
        ("other-case", ["B"]),
    ),
)
def removes(stage: Stage, case: tuple[str, list[str]]) -> Talk:
    stored = {"a": "1", "b": "2", "c": "3", "B": "4", "ab": "5", "_.:/=+-@ x": "6"}
    package = yield from stage.package(members={METADATA: stored})
    yield stage.update(package, {REMOVED: case[1]})
    yield stage.describe(package, {METADATA: _without(stored, case[1])})


@scenario(
    "update/merges-then-removes",
    "Where an update both sets and removes metadata, the removal comes last",
    topic="merge",
    clauses=("UMP-METAREM-SEM",),
    level="SHOULD",
    evidence="inferred",
    needs=_NEEDS,
    given=(UPDATE,),
    each=(
        ("different-keys", {"c": "4"}, ["a"], {"b": "2", "c": "4"}),
        ("same-stored-key", {"a": "5"}, ["a"], {"b": "2"}),
        ("same-new-key", {"c": "4"}, ["c"], {"a": "1", "b": "2"}),
        ("everything", {"c": "4"}, ["a", "b", "c"], {}),
    ),
)
def merges_then_removes(stage: Stage, case: tuple[str, dict[str, str], list[str], dict[str, str]]) -> Talk:
    _, sent, keys, left = case
    package = yield from stage.package(members={METADATA: {"a": "1", "b": "2"}})
    yield stage.update(package, {METADATA: sent, REMOVED: keys})
    yield stage.describe(package, {METADATA: left})


@scenario(
    "update/ignores-unknown-removed-key",
    "A listed key that is not stored is no reason to refuse an update",
    topic="remove",
    clauses=("UMP-METAREM-SEM",),
    level="SHOULD",
    evidence="inferred",
    needs=_NEEDS,
    given=(UPDATE,),
    each=(("beside-a-stored-one", {"a": "1", "b": "2"}, {"b": "2"}), ("alone", {"b": "2"}, {"b": "2"}), ("no-metadata", {}, {})),
)
def ignores_unknown_removed_key(stage: Stage, case: tuple[str, dict[str, str], dict[str, str]]) -> Talk:
    _, stored, left = case
    members: dict[str, Any] = {METADATA: stored} if stored else {}
    package = yield from stage.package(members=members)
    yield stage.update(package, {REMOVED: ["a", "never-stored"]})
    yield stage.describe(package, {METADATA: left})


SCENARIOS: tuple[Scenario, ...] = (merges, sets, removes, merges_then_removes, ignores_unknown_removed_key)
