"""What updates do to additional inference specifications: appended in order, unique by name, fifteen at most."""

from ...linter.path import pointer
from ..check import Exchange
from ..judge import differences
from .operations import CREATE, DESCRIBE, UPDATE, refusal
from .script import Scenario, scenario
from .stage import ADDED, STORED, Json, Made, MismatchError, Package, Stage, Talk, answer, unchanged

_NEEDS = (CREATE, UPDATE, DESCRIBE)
_MOST = 15
_APPEND = ("UMP-SPECS-APPEND",)
_CAP = ("UMP-SPECS-CAP", "CUR-UMP-SPECS-CAP")


def _many(stage: Stage, *names: str) -> list[Json]:
    return [stage.specification(name, Description=f"Number {number}: {name}") for number, name in enumerate(names)]


def _numbered(first: int, count: int) -> list[str]:
    return [f"spec-{number}" for number in range(first, first + count)]


def _stored(exchange: Exchange) -> list[Json]:
    found = answer(exchange).get(STORED, [])
    if not isinstance(found, list) or not all(isinstance(item, dict) and isinstance(item.get("Name"), str) for item in found):
        raise MismatchError(f"{STORED} is a list of objects with names", f"it is {found!r}"[:200])
    return found


def _with(stage: Stage, specifications: list[Json], label: str = "a") -> Made[Package]:
    """Create a package with additional specifications; without any where there are none."""
    return (yield from stage.package(label, {STORED: specifications} if specifications else {}))


@scenario(
    "update/appends-specifications",
    "The specifications of an update are added to the stored ones and replace none of them",
    topic="append",
    clauses=_APPEND,
    needs=_NEEDS,
    given=(UPDATE,),
    each=(("to-none", 0, 2), ("one-to-one", 1, 1), ("several", 2, 3), ("to-many", 10, 5)),
)
def appends(stage: Stage, case: tuple[str, int, int]) -> Talk:
    _, stored, added = case
    package: Package = yield from _with(stage, _many(stage, *_numbered(0, stored)))
    first, more = _many(stage, *_numbered(0, stored)), _many(stage, *_numbered(stored, added))
    yield stage.update(package, {ADDED: more})
    found = _stored((yield stage.describe(package)))
    # In which order they are, another check asks.
    names = [item["Name"] for item in found]
    missing = [name for name in _numbered(0, stored + added) if name not in names]
    if missing or len(found) != stored + added:
        without = f", without {', '.join(missing)}" if missing else ""
        raise MismatchError(f"{stored + added} specifications", f"there are {len(found)}{without}")
    for item in (*first, *more):
        for path, wanted, is_ in differences(item, found[names.index(item["Name"])]):
            raise MismatchError(f"{pointer(path)} of the specification {item['Name']} is {wanted}", f"it is {is_}")


@scenario(
    "update/keeps-specification-order",
    "Added specifications come after the stored ones, in the order in which they were sent, and each as it was sent",
    topic="order",
    clauses=_APPEND,
    evidence="model",
    needs=_NEEDS,
    given=(UPDATE,),
)
def keeps_order(stage: Stage) -> Talk:
    # Neither sorted nor sorted backwards, in no update and as a whole.
    batches = (["m", "z"], ["b", "Y", "k"], ["a"], ["x", "c"])
    package: Package = yield from _with(stage, _many(stage, *batches[0]))
    stored = _many(stage, *batches[0])
    for names in batches[1:]:
        added = _many(stage, *names)
        yield stage.update(package, {ADDED: added})
        stored += added
        yield stage.describe(package, {STORED: stored})


@scenario(
    "update/cap-on-total",
    "A package has 15 additional specifications at most, stored and added together; a request that makes more is refused as a whole",
    topic="cap",
    clauses=_CAP,
    needs=_NEEDS,
    given=(UPDATE,),
    each=(("one-too-many", 14, 1, 1), ("ten-and-six", 10, 5, 6), ("none-and-fifteen", 0, 15, 1), ("one-and-fifteen", 1, 14, 15)),
)
def cap_on_total(stage: Stage, case: tuple[str, int, int, int]) -> Talk:
    _, stored, fitting, many = case
    package: Package = yield from _with(stage, _many(stage, *_numbered(0, stored)))
    if fitting < many:
        # The neighbour is accepted on a package of its own, so that the larger request comes to where the smaller one would fit.
        twin: Package = yield from _with(stage, _many(stage, *_numbered(0, stored)), "b")
        yield stage.update(twin, {ADDED: _many(stage, *_numbered(stored, fitting))})
    else:
        yield stage.update(package, {ADDED: _many(stage, *_numbered(stored, fitting))})
        stored += fitting
    before = yield stage.describe(package)
    yield stage.update(package, {ADDED: _many(stage, *_numbered(stored, many))}, refusal(UPDATE))
    unchanged(before, (yield stage.describe(package)))


@scenario(
    "update/cap-one-by-one",
    "Fifteen updates of one specification each are accepted, and a sixteenth is refused",
    topic="cap",
    clauses=_CAP,
    needs=_NEEDS,
    given=(UPDATE,),
)
def cap_one_by_one(stage: Stage) -> Talk:
    package = yield from stage.package()
    for name in _numbered(0, _MOST):
        yield stage.update(package, {ADDED: _many(stage, name)})
    before = yield stage.describe(package)
    if len(_stored(before)) != _MOST:
        raise MismatchError(f"{_MOST} specifications", f"there are {len(_stored(before))}")
    yield stage.update(package, {ADDED: _many(stage, "one-more")}, refusal(UPDATE))
    unchanged(before, (yield stage.describe(package)))


@scenario(
    "update/unique-specification-names",
    "The names of the additional specifications of a package are all different",
    topic="unique",
    clauses=("UMP-SPEC-NAME-UNIQ", "CUR-CMP-AIS-NAME-UNIQ"),
    needs=_NEEDS,
    given=(UPDATE,),
    each=(
        ("in-the-request", [], ["a", "b", "a"], ["a", "b", "c"]),
        ("with-a-stored-one", ["a", "b"], ["b"], ["c"]),
        ("with-a-stored-one-among-new-ones", ["a", "b"], ["c", "a", "d"], ["c", "e", "d"]),
        ("with-the-same-content", ["a"], ["a"], ["b"]),
    ),
)
def unique_names(stage: Stage, case: tuple[str, list[str], list[str], list[str]]) -> Talk:
    _, stored, repeated, different = case
    package: Package = yield from _with(stage, _many(stage, *stored))
    before = yield stage.describe(package)
    yield stage.update(package, {ADDED: _many(stage, *repeated)}, refusal(UPDATE))
    unchanged(before, (yield stage.describe(package)))
    yield stage.update(package, {ADDED: _many(stage, *different)})
    yield stage.update(package, {ADDED: _many(stage, different[0])}, refusal(UPDATE))


SCENARIOS: tuple[Scenario, ...] = (appends, keeps_order, cap_on_total, cap_one_by_one, unique_names)
