"""Faults in what is taken for wrong, of a whole kind: limits of a sort that are not held anywhere, and what is allowed and yet refused."""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from ..model import Problem
from .fault import CREATE, UPDATE, Fault, Wrap, looking

if TYPE_CHECKING:
    from ...linter.path import Path
    from ...schemas import Spec

_CREATE_REFUSED = ("property/create-refused",)
_UPDATE_REFUSED = ("property/update-refused",)
_CREATE_ACCEPTED = ("property/create-accepted",)
_UPDATE_ACCEPTED = ("property/update-accepted",)

_TOP = 2


def faults(spec: "Spec") -> tuple[Fault, ...]:
    """Return the faults of this group."""
    return (
        _FAULTS
        if spec.edition(UPDATE)
        else tuple(fault for fault in _FAULTS if fault.check[0] not in (*_UPDATE_REFUSED, *_UPDATE_ACCEPTED))
    )


def _blind(operation: str, overlooks: Callable[[Problem], bool]) -> Wrap:
    """Overlook problems of a kind."""

    def look(what: str, request: Any, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        return problems if what != operation else tuple(problem for problem in problems if not overlooks(problem))

    return looking(look)


def _of(*keywords: str) -> Callable[[Problem], bool]:
    return lambda problem: problem.keyword in keywords


def _below(depth: int) -> Callable[[Problem], bool]:
    return lambda problem: len(problem.path) > depth


def _within(member: str) -> Callable[[Problem], bool]:
    return lambda problem: member in problem.path[:-1]


def _texts(value: Any, path: "Path" = ()) -> "Iterator[tuple[Path, str]]":
    """Yield every text of a request with its path, names of entries too."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))


def _picky(operation: str, member: str | None, pattern: str) -> Wrap:
    """Refuse texts of a member, or all, that have a pattern somewhere."""
    refused = re.compile(pattern)

    def look(what: str, request: Any, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        if what != operation or problems:
            return problems
        return tuple(
            Problem(path, "pattern", "Member must be something else", text)
            for path, text in _texts(request)
            if (member is None or member in path) and refused.search(text)
        )

    return looking(look)


def _without(operation: str, *members: str) -> Wrap:
    """Refuse members wherever they stand."""

    def paths(value: Any, path: "Path" = ()) -> "Iterator[Path]":
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for step, item in items:
            if step in members:
                yield (*path, step)
            yield from paths(item, (*path, step))

    def look(what: str, request: Any, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        if what != operation or problems:
            return problems
        return tuple(Problem(path, "additionalProperties", "Member must not be given") for path in paths(request))

    return looking(look)


_LAX = {
    "top-only": ("looks at the members of the request, and not into them", _below(1)),
    "two-levels": ("looks two levels deep", _below(_TOP)),
    "patterns": ("holds no pattern", _of("pattern")),
    "types": ("takes any type", _of("type")),
    "containers": ("does not look into containers", _within("Containers")),
}

_FAULTS = (
    *(
        Fault(f"judging/create-{name}", f"a creation {title}", _CREATE_REFUSED, _blind(CREATE, what))
        for name, (title, what) in _LAX.items()
    ),
    *(Fault(f"judging/update-{name}", f"an update {title}", _UPDATE_REFUSED, _blind(UPDATE, what)) for name, (title, what) in _LAX.items()),
    Fault("judging/picky-unicode", "refuses texts beyond ASCII", _CREATE_ACCEPTED, _picky(CREATE, None, "[^\x00-\x7f]")),
    Fault(
        "judging/picky-astral",
        "refuses characters beyond the basic plane",
        _CREATE_ACCEPTED,
        _picky(CREATE, None, "[\U00010000-\U0010ffff]"),
    ),
    Fault(
        "judging/picky-https",
        "refuses model data under https",
        ("create/InferenceSpecification/Containers/*/ModelDataUrl:pattern",),
        _picky(CREATE, "ModelDataUrl", "^https:"),
    ),
    Fault(
        "judging/picky-tags",
        "refuses images with a digest",
        (*_CREATE_ACCEPTED, "property/create-round-trip"),
        _picky(CREATE, "Image", "@sha256:"),
    ),
    Fault("judging/picky-empty", "refuses empty texts", _CREATE_ACCEPTED, _picky(CREATE, None, "^$")),
    Fault(
        "judging/no-data-source",
        "refuses ModelDataSource",
        _CREATE_ACCEPTED,
        _without(CREATE, "ModelDataSource"),
        needs=("create/InferenceSpecification/Containers/*/ModelDataSource",),
    ),
    Fault("judging/no-metrics", "refuses ModelMetrics", _CREATE_ACCEPTED, _without(CREATE, "ModelMetrics"), needs=("create/ModelMetrics",)),
    Fault("judging/no-validation", "refuses ValidationSpecification", _CREATE_ACCEPTED, _without(CREATE, "ValidationSpecification")),
    Fault(
        "judging/no-algorithm", "refuses SourceAlgorithmSpecification", _CREATE_ACCEPTED, _without(CREATE, "SourceAlgorithmSpecification")
    ),
    Fault("judging/update-unicode", "an update refuses texts beyond ASCII", _UPDATE_ACCEPTED, _picky(UPDATE, None, "[^\x00-\x7f]")),
    Fault(
        "judging/update-blanks",
        "an update refuses metadata with blanks",
        ("update/exact-text",),
        _picky(UPDATE, "CustomerMetadataProperties", " "),
    ),
    Fault(
        "judging/update-no-removal",
        "an update refuses CustomerMetadataPropertiesToRemove",
        _UPDATE_ACCEPTED,
        _without(UPDATE, "CustomerMetadataPropertiesToRemove"),
    ),
    Fault("judging/update-no-status", "an update refuses ModelApprovalStatus", _UPDATE_ACCEPTED, _without(UPDATE, "ModelApprovalStatus")),
)
