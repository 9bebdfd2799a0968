"""Requests that are JSON and hold what no client sends: nulls, wrong types, unknown members, huge and deep values, traps for patterns."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from ...linter.edits import apply_edit
from ...linter.finding import Edit
from ...linter.path import ABSENT, Path, pointer, value_at
from ..check import Exchange, Expectation, Step
from .bodies import MARK, SERIALIZATION, UNREADABLE, body_of, list_refused, malformed, proven
from .operations import CREATE, EITHER, LIST, UPDATE, VERBS
from .script import Scenario
from .stage import ADDED, METADATA, REMOVED, STEM, Json, Made, MismatchError, NotAskedError, Stage, Talk, accepted, answer

_HUGE = 1_000_000
_LARGE = 20_000
_DEEP = 10_000
_MANY = 2_000
_LONG = 20_000
_PATIENCE = 2.0
_TIMES = 20
# How often a slow answer has to come: a backend may be busy for once.
_TURNS = 3
_TOO_MUCH = Expectation(
    "refused",
    (SERIALIZATION, "ValidationException", "RequestEntityTooLargeException", "RequestTooLarge"),
    statuses=(400, 413),
)
_INFERENCE = "InferenceSpecification"
_CONTAINER: Path = (_INFERENCE, "Containers", 0)
_BOGUS = "Bogus"

# A place of each type, as far as the spec has it: operation, path, and the type that it has.
_PLACES: tuple[tuple[str, Path, str], ...] = (
    (CREATE, ("ModelPackageName",), "string"),
    (CREATE, ("ModelPackageDescription",), "string"),
    (CREATE, (_INFERENCE,), "object"),
    (CREATE, (_INFERENCE, "Containers"), "array"),
    (CREATE, _CONTAINER, "object"),
    (CREATE, (*_CONTAINER, "Image"), "string"),
    (CREATE, (_INFERENCE, "SupportedContentTypes"), "array"),
    (CREATE, (_INFERENCE, "SupportedContentTypes", 0), "string"),
    (CREATE, ("CertifyForMarketplace",), "boolean"),
    (UPDATE, ("ModelPackageArn",), "string"),
    (UPDATE, ("ApprovalDescription",), "string"),
    (UPDATE, (METADATA,), "object"),
    (UPDATE, (METADATA, "reviewer"), "string"),
    (UPDATE, (REMOVED,), "array"),
    (UPDATE, (ADDED,), "array"),
    (LIST, ("MaxResults",), "number"),
)
_OF_TYPE: Mapping[str, Any] = {"string": "false", "number": 7, "boolean": False, "array": ["text"], "object": {"Key": "text"}}


def _wrong_type(kind: str) -> Scenario:
    cases = tuple(
        (f"{VERBS[operation]}-{'-'.join(map(str, path))}", operation, path) for operation, path, wanted in _PLACES if wanted != kind
    )

    @malformed(
        f"malformed/wrong-type/{kind}",
        f"A JSON {kind} is refused where another type is wanted",
        clauses=("MOD-TYPE",),
        each=cases,
    )
    def wrong_type(stage: Stage, case: tuple[str, str, Path]) -> Talk:
        _, operation, path = case
        if operation == LIST:
            yield from list_refused(stage, json.dumps({"MaxResults": _OF_TYPE[kind]}).encode())
            return
        if path == ("CertifyForMarketplace",) and not stage.bench.settings.marketplace:
            raise NotAskedError("this run must not ask for a certification, nor for what may be taken for one")
        more = {METADATA: {"reviewer": "Ana"}} if METADATA in path else {}

        def send(good: Json) -> Step:
            return Step(operation, apply_edit(good, Edit("set", path, _OF_TYPE[kind])), UNREADABLE)

        yield from proven(stage, operation, send, more)

    return wrong_type


@malformed(
    "malformed/nan",
    "NaN and infinities are no JSON, and refused",
    clauses=("MOD-TYPE", "MOD-NUMBER"),
    each=tuple(
        (f"{VERBS[operation]}-{word}", operation, word) for operation in (CREATE, UPDATE, LIST) for word in ("NaN", "Infinity", "-Infinity")
    ),
)
def nan(stage: Stage, case: tuple[str, str, str]) -> Talk:
    _, operation, word = case
    if operation == LIST:
        yield from list_refused(stage, b'{"MaxResults": %s}' % word.encode())
        return

    def send(good: Json) -> Step:
        return Step(operation, good, UNREADABLE, raw=body_of(stage, good).replace(f'"{MARK}"'.encode(), word.encode()))

    yield from proven(stage, operation, send)


@malformed(
    "malformed/number-range",
    "A number that is out of range, or none of the whole numbers, is refused",
    clauses=("MOD-RANGE", "MOD-NUMBER"),
    needs=(CREATE, LIST),
    each=("0", "-1", "101", "1000000000000", "9223372036854775808", "18446744073709551616", "1e3", "1e400", "-1e400", "1.5", "1e-3"),
)
def number_range(stage: Stage, written: str) -> Talk:
    yield from list_refused(stage, b'{"MaxResults": %s}' % written.encode())


@malformed(
    "malformed/null-member",
    "A member that is null is as absent: refused where it is required, and without effect elsewhere",
    level="SHOULD",
    evidence="observed",
    each=("optional", "nested", "required", "update", "update-required"),
)
def null_member(stage: Stage, kind: str) -> Talk:
    if kind in ("required", "update-required"):
        operation = CREATE if kind == "required" else UPDATE
        edit = Edit("set", (_INFERENCE, "Containers") if kind == "required" else ("ModelPackageArn",), None)
        yield from proven(stage, operation, lambda good: Step(operation, apply_edit(good, edit), UNREADABLE))
    elif kind == "update":
        if not stage.covers(UPDATE) or not stage.has(UPDATE):
            raise NotAskedError("there is no UpdateModelPackage")
        package = yield from stage.package()
        seen = []
        for extra in ({}, {"ApprovalDescription": None}):
            yield stage.update(package, {"ApprovalDescription": "As it was"})
            yield stage.update(package, {"ModelApprovalStatus": "Approved", **extra})
            seen.append(answer((yield stage.describe(package))).get("ApprovalDescription"))
        if seen[0] != seen[1]:
            raise MismatchError(f"ApprovalDescription is {seen[0]!r}, as after an update without it"[:300], f"it is {seen[1]!r}"[:200])
    else:
        request = stage.request(own=True)
        path: Path = ("ModelPackageDescription",) if kind == "optional" else (*_CONTAINER, "ContainerHostname")
        yield Step(CREATE, apply_edit(request, Edit("set", path, None)))
        shown = answer((yield stage.describe(request["ModelPackageName"])))
        if value_at(shown, path) not in (None, ABSENT):
            raise MismatchError(f"{pointer(path)} is absent", f"it is {value_at(shown, path)!r}"[:200])


@malformed(
    "malformed/null-item",
    "A null in a list or as the value of a map's entry crashes nothing, and stays out of what is stored",
    level="SHOULD",
    evidence="inferred",
    each=(
        ("container", CREATE, (_INFERENCE, "Containers", 1)),
        ("text", CREATE, (_INFERENCE, "SupportedContentTypes", 1)),
        ("entry", UPDATE, (METADATA, "empty")),
    ),
)
def null_item(stage: Stage, case: tuple[str, str, Path]) -> Talk:
    _, operation, path = case
    more = {METADATA: {"reviewer": "Ana"}} if operation == UPDATE else {}
    proof = yield from proven(stage, operation, lambda good: Step(operation, apply_edit(good, Edit("set", path, None)), EITHER), more)
    if proof.taken and operation == CREATE:
        shown = answer((yield stage.describe(f"{STEM}-a")))
        if value_at(shown, path) is None:
            raise MismatchError(f"no null at {pointer(path)}", "it was stored")


@malformed(
    "malformed/unknown-member",
    "A member that there is not is refused, or has no effect",
    clauses=("UMP-CLOSED", "CMP-SYN-ROOT-MEMBERS", "MOD-CLOSED"),
    level="SHOULD",
    evidence="inferred",
    each=(
        ("root", CREATE, (_BOGUS,)),
        ("nested", CREATE, (*_CONTAINER, _BOGUS)),
        ("other-case", CREATE, ("modelPackageDescription",)),
        ("update", UPDATE, (_BOGUS,)),
    ),
)
def unknown_member(stage: Stage, case: tuple[str, str, Path]) -> Talk:
    _, operation, path = case
    proof = yield from proven(stage, operation, lambda good: Step(operation, apply_edit(good, Edit("set", path, "bogus value")), EITHER))
    if proof.taken and operation == CREATE:
        exchange = yield stage.describe(f"{STEM}-a", {"ModelPackageDescription": MARK})
        if "bogus value" in json.dumps(answer(exchange)):
            raise MismatchError("an unknown member without effect", "its value is in the description of the package")


# What is far beyond a limit: operation, path, and how to make it. A body is built where it is sent.
_HUGE_VALUES: tuple[tuple[str, str, Path, Callable[[], Any]], ...] = (
    ("description", CREATE, ("ModelPackageDescription",), lambda: "a" * _HUGE),
    ("wide-description", CREATE, ("ModelPackageDescription",), lambda: "\U0001f600" * _LARGE),
    ("image", CREATE, (*_CONTAINER, "Image"), lambda: "a" * _LARGE),
    ("name", CREATE, ("ModelPackageName",), lambda: STEM + "a" * _LARGE),
    ("approval", UPDATE, ("ApprovalDescription",), lambda: "a" * _HUGE),
    ("metadata-value", UPDATE, (METADATA,), lambda: {"reviewer": "a" * _LARGE}),
    ("metadata-key", UPDATE, (METADATA,), lambda: {"a" * _LARGE: "a"}),
)


def _beyond(stage: Stage, case: tuple[str, str, Path, Callable[[], Any]]) -> Talk:
    _, operation, path, value = case
    yield from proven(stage, operation, lambda good: Step(operation, apply_edit(good, Edit("set", path, value())), _TOO_MUCH))


huge_value = malformed(
    "malformed/huge-value",
    "A text of a million characters, or of thousands, is refused where fewer are allowed",
    clauses=("MOD-LENGTH",),
    each=_HUGE_VALUES,
)(_beyond)


@malformed(
    "malformed/many-members",
    "A list, map or object with thousands of entries is refused where some are allowed",
    clauses=("MOD-COUNT", "MOD-CLOSED"),
    each=(
        ("content-types-of-number", CREATE, (_INFERENCE, "SupportedContentTypes"), lambda: list(range(_MANY))),
        ("instance-types", CREATE, (_INFERENCE, "SupportedTransformInstanceTypes"), lambda: ["ml.unheard.of"] * _MANY),
        ("containers", CREATE, (_INFERENCE, "Containers"), lambda: [{"Image": "a"}] * _MANY),
        ("metadata", UPDATE, (METADATA,), lambda: {f"key-{number}": "a" for number in range(_MANY)}),
        ("specifications", UPDATE, (ADDED,), lambda: [{"Name": f"a{number}", "Containers": [{"Image": "a"}]} for number in range(_MANY)]),
        ("unknown-members", CREATE, (), lambda: {f"{_BOGUS}{number}": "a" for number in range(_MANY)}),
    ),
)
def many_members(stage: Stage, case: tuple[str, str, Path, Callable[[], Any]]) -> Talk:
    name, operation, _, value = case
    if name != "unknown-members":
        yield from _beyond(stage, case)
        return
    if accepted((yield Step(operation, {**stage.request("one", own=True), _BOGUS: "a"}, EITHER))):
        raise NotAskedError("the backend passes over members that it does not know")
    yield from proven(stage, operation, lambda good: Step(operation, {**good, **value()}, _TOO_MUCH))


@malformed(
    "malformed/deep-nesting",
    "A value that is nested ten thousand levels deep is refused",
    clauses=("MOD-TYPE",),
    each=tuple(
        (f"{VERBS[operation]}-{kind}", operation, kind) for operation in (CREATE, UPDATE) for kind in ("array", "object", "unclosed")
    ),
)
def deep_nesting(stage: Stage, case: tuple[str, str, str]) -> Talk:
    _, operation, kind = case
    deep = {
        "array": b"[" * _DEEP + b"]" * _DEEP,
        "object": b'{"a":' * _DEEP + b"1" + b"}" * _DEEP,
        "unclosed": b"[" * _DEEP,
    }[kind]

    def send(good: Json) -> Step:
        return Step(operation, good, _TOO_MUCH, raw=body_of(stage, good).replace(f'"{MARK}"'.encode(), deep))

    yield from proven(stage, operation, send)


@malformed(
    "malformed/lone-surrogate",
    "Half a character, which no pattern of a description allows, is refused, and both halves are one character",
    clauses=("MOD-PATTERN",),
    each=(
        ("high", "\\ud800"),
        ("low", "\\udc00"),
        ("swapped", "\\ude00\\ud83d"),
        ("high-and-letter", "\\ud83da"),
        ("pair", "\\ud83d\\ude00"),
    ),
)
def lone_surrogate(stage: Stage, case: tuple[str, str]) -> Talk:
    name, written = case

    def spoilt(good: Json) -> bytes:
        return body_of(stage, good).replace(MARK.encode(), written.encode())

    if name == "pair":
        request = stage.request(members={"ModelPackageDescription": MARK}, own=True)
        yield Step(CREATE, request, raw=spoilt(request))
        yield stage.describe(request["ModelPackageName"], {"ModelPackageDescription": "\U0001f600"})
    else:
        yield from proven(stage, CREATE, lambda good: Step(CREATE, good, UNREADABLE, raw=spoilt(good)))


# Texts on which a backtracking engine tries very many ways before it gives up: operation, path, text.
_TRAPS: tuple[tuple[str, str, Path, Any], ...] = (
    ("name-hyphens", CREATE, ("ModelPackageName",), f"{STEM}{'-' * _LONG}!"),
    ("name-letters", CREATE, ("ModelPackageName",), f"{STEM}{'a-' * _LONG}!"),
    ("description", CREATE, ("ModelPackageDescription",), "a" * _LONG + "\n"),
    ("url", CREATE, (*_CONTAINER, "ModelDataUrl"), "s3://" + "a" * _LONG + "\n"),
    ("url-slashes", CREATE, (*_CONTAINER, "ModelDataUrl"), "https://" + "/" * _LONG + "\n"),
    ("digest", CREATE, (*_CONTAINER, "ImageDigest"), "sha256:" + "a" * _LONG + "!"),
    ("arn-partition", UPDATE, ("ModelPackageArn",), "arn:aws" + "a-" * _LONG + ":"),
    ("arn-region", UPDATE, ("ModelPackageArn",), "arn:aws:sagemaker:" + "a-" * _LONG + ":"),
    ("metadata-key", UPDATE, (METADATA,), {"a" * _LONG + "!": "a"}),
    ("metadata-value", UPDATE, (METADATA,), {"a": " " * _LONG + "!"}),
    ("removed-key", UPDATE, (REMOVED,), ["a" * _LONG + "!"]),
    ("specification-name", UPDATE, (ADDED,), [{"Name": "a" + "-" * _LONG + "!", "Containers": [{"Image": "a"}]}]),
    ("version", UPDATE, (ADDED,), [{"Name": "a", "Containers": [{"Image": "a", "FrameworkVersion": "1." * _LONG + "!"}]}]),
)


@malformed(
    "malformed/pattern-attack",
    "A long text that nearly has a pattern is answered in time",
    clauses=("MOD-PATTERN", "MOD-LENGTH"),
    level="SHOULD",
    evidence="inferred",
    each=_TRAPS,
)
def pattern_attack(stage: Stage, case: tuple[str, str, Path, Any]) -> Talk:
    _, operation, path, trap = case
    for turn in range(_TURNS):
        odd, good = yield from _trapped(stage, operation, Edit("set", path, trap), turn)
        most = max(_PATIENCE, _TIMES * good.seconds)
        if odd.seconds <= most:
            return
    raise MismatchError(
        f"an answer within {_PATIENCE:g} s, or {_TIMES} times as long as a request without the trap takes",
        f"it took {odd.seconds:.1f} s, and as long when it was repeated, where {most:.1f} s are allowed",
        "wrong-status",
    )


def _trapped(stage: Stage, operation: str, edit: Edit, turn: int) -> Made[tuple[Exchange, Exchange]]:
    """Send a request with a trap and one without. Whether the first is accepted, other checks ask."""
    if operation == CREATE:
        odd = yield Step(CREATE, apply_edit(stage.request(f"odd-{turn}", own=True), edit), EITHER)
        request = stage.request(f"good-{turn}", {"ModelPackageDescription": MARK}, own=True)
        good = yield Step(CREATE, request)
        yield stage.describe(request["ModelPackageName"], {"ModelPackageDescription": MARK})
        return odd, good
    if not stage.covers(UPDATE) or not stage.has(UPDATE):
        raise NotAskedError("there is no UpdateModelPackage")
    package = yield from stage.package(f"odd-{turn}")
    request = {"ModelPackageArn": package.arn, "ApprovalDescription": MARK}
    odd = yield Step(UPDATE, apply_edit(request, edit), EITHER)
    good = yield Step(UPDATE, request)
    yield stage.describe(package, {"ApprovalDescription": MARK})
    return odd, good


SCENARIOS: tuple[Scenario, ...] = (
    null_member,
    null_item,
    *(_wrong_type(kind) for kind in _OF_TYPE),
    unknown_member,
    huge_value,
    deep_nesting,
    many_members,
    pattern_attack,
    lone_surrogate,
    nan,
    number_range,
)
