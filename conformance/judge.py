"""Hold what came back against what has to come back."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..linter.path import Path, pointer
from ..linter.request import show
from .check import Expectation, Grade
from .outcome import Accepted, Outcome, Refused, steps_of

_CRASH = 500

# Members whose value is a map: what was sent is all there is, where a structure may get members from the service.
MAPS = frozenset({"CustomerMetadataProperties", "Environment"})


class Verdict(NamedTuple):
    """What is wrong with an answer: its grade, what was expected and what was observed, in words."""

    grade: Grade
    expected: str
    observed: str


def judge(expect: Expectation, outcome: Outcome) -> Verdict | None:
    """Return what is wrong with an answer, `None` when nothing is. A broken transport is not judged."""
    if isinstance(outcome, Accepted):
        return _judge_success(expect, outcome)
    if isinstance(outcome, Refused):
        return _judge_refusal(expect, outcome)
    return None


def _judge_success(expect: Expectation, outcome: Accepted) -> Verdict | None:
    if expect.kind == "refused":
        return Verdict("accepted", _refusal(expect), f"accepted with HTTP {outcome.status}")
    if outcome.status != 200:  # noqa: PLR2004 - the one status of success (CMP-RESP-200)
        return Verdict("wrong-status", "HTTP 200", f"HTTP {outcome.status}")
    if not isinstance(outcome.body, dict) and not expect.bare:
        return Verdict("wrong-state", "a JSON object", "a body that is no JSON object")
    if expect.body is not None:
        for path, wanted, found in differences(expect.body, outcome.body):
            return Verdict("wrong-state", f"{pointer(path) or 'the answer'} is {wanted}", f"it is {found}")
    return None


def _judge_refusal(expect: Expectation, outcome: Refused) -> Verdict | None:
    wanted = {"refused": _refusal(expect), "accepted": "HTTP 200", "either": "HTTP 200 or a refusal"}.get(expect.kind, "no crash")
    if outcome.status >= _CRASH or expect.kind == "accepted":
        return Verdict("wrong-status", wanted, _said(outcome))
    if expect.kind != "refused":
        return None
    if outcome.status not in expect.statuses:
        return Verdict("wrong-status", wanted, _said(outcome))
    if outcome.code not in expect.codes:
        return Verdict("wrong-code", wanted, _said(outcome))
    if expect.member is not None and outcome.members and not _names(outcome, expect.member):
        named = ", ".join(".".join(steps) for steps in outcome.members)
        return Verdict("wrong-member", f"a refusal because of {pointer(expect.member) or 'the request'}", f"a refusal because of {named}")
    return None


def _names(outcome: Refused, member: Path) -> bool:
    """Tell whether a refusal names the member by the whole path or the end of it, something in it, or what it stands in."""
    wanted = steps_of(".".join(step for step in member if isinstance(step, str)))
    return any(wanted[: len(steps)] == steps[: len(wanted)] or wanted[-len(steps) :] == steps for steps in outcome.members)


def _refusal(expect: Expectation) -> str:
    return f"HTTP {' or '.join(map(str, expect.statuses))} {' or '.join(expect.codes)}"


def _said(outcome: Refused) -> str:
    said = f"HTTP {outcome.status} {outcome.code or 'without an error type'}"
    return f"{said}: {outcome.message}" if outcome.message else said


def differences(expected: Any, observed: Any, path: Path = ()) -> Iterator[tuple[Path, str, str]]:
    """Yield where an answer differs from what it has to hold: path, what is expected there, and what is found.

    A structure may have more members than expected, for the service adds some; a map and a list may not. An expected `None` or empty
    container is met by an absent member too.
    """
    if isinstance(expected, Mapping) and isinstance(observed, Mapping):
        for key, item in expected.items():
            if key in observed:
                yield from differences(item, observed[key], (*path, key))
            elif item not in (None, {}, []):
                yield (*path, key), show(item), "absent"
        if path and path[-1] in MAPS:
            yield from (((*path, key), "absent", "there") for key in observed if key not in expected)
    elif isinstance(expected, list | tuple) and isinstance(observed, list):
        if len(expected) != len(observed):
            yield path, f"a list of {len(expected)}", f"a list of {len(observed)}"
        for index, (item, other) in enumerate(zip(expected, observed, strict=False)):
            yield from differences(item, other, (*path, index))
    elif not _same(expected, observed):
        yield path, show(expected), show(observed)


def _same(expected: Any, observed: Any) -> bool:
    if isinstance(expected, bool) or isinstance(observed, bool):
        return expected is observed
    return bool(expected == observed)
