"""Bodies that are no request: broken JSON, other encodings, keys twice, and calls for operations that there are not.

Each is followed by a proof that nothing came of it and that the backend lives: what it says is not there, and the well-formed request is
accepted.
"""

import json
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from ..check import Exchange, Expectation, Step, refused
from .operations import CREATE, DESCRIBE, EITHER, LIST, UPDATE, VERBS
from .script import Scenario, scenario
from .stage import STEM, Json, Made, MismatchError, NotAskedError, Stage, Talk, accepted, unchanged

SERIALIZATION = "SerializationException"
UNREADABLE = refused(SERIALIZATION, "ValidationException")
"""What answers a body that cannot be read, or is of the wrong types."""

_UNKNOWN = Expectation("refused", ("UnknownOperationException", "UnknownOperation", "InvalidAction", "MissingAction"), statuses=(400, 404))
MARK = "MARK"
_OPERATIONS = (CREATE, UPDATE)

malformed = partial(scenario, topic="malformed", phase="malformed", needs=(CREATE, DESCRIBE), evidence="model")
"""A scenario of the malformed phase."""


def body_of(stage: Stage, request: Json) -> bytes:
    """Return a request as it goes over the wire."""
    return json.dumps(stage.namespace.request(request), ensure_ascii=False).encode()


class Proof(NamedTuple):
    """What came of an odd call, and of the good one that followed it."""

    odd: Exchange
    good: Exchange

    @property
    def taken(self) -> bool:
        """Whether the odd call was accepted."""
        return accepted(self.odd)


def proven(stage: Stage, operation: str, send: Callable[[Json], Step], more: Json | None = None) -> Made[Proof]:
    """Send what ``send`` makes of a good request, prove that nothing came of it unless it was accepted, and that the backend lives.

    The good request sets a description to `MARK`, and ``more``.
    """
    return (yield from (_proven_update if operation == UPDATE else _proven_create)(stage, send, more or {}))


def _proven_create(stage: Stage, send: Callable[[Json], Step], more: Json) -> Made[Proof]:
    good = stage.request(members={"ModelPackageDescription": MARK, **more}, own=True)
    name: str = good["ModelPackageName"]
    odd = yield send(good)
    if accepted(odd):
        # The backend has taken it for a request, and the name with it: it lives when another one is accepted.
        return Proof(odd, (yield Step(CREATE, {**good, "ModelPackageName": f"{STEM}-other"})))
    yield stage.describe(name, expect=refused())
    proof = Proof(odd, (yield Step(CREATE, good)))
    yield stage.describe(name, {"ModelPackageDescription": MARK})
    return proof


def _proven_update(stage: Stage, send: Callable[[Json], Step], more: Json) -> Made[Proof]:
    if not stage.covers(UPDATE) or not stage.has(UPDATE):
        raise NotAskedError("there is no UpdateModelPackage")
    package = yield from stage.package()
    before = yield stage.describe(package)
    good: Json = {"ModelPackageArn": package.arn, "ApprovalDescription": MARK, **more}
    odd = yield send(good)
    if not accepted(odd):
        unchanged(before, (yield stage.describe(package)))
    proof = Proof(odd, (yield Step(UPDATE, good)))
    yield stage.describe(package, {"ApprovalDescription": MARK})
    return proof


def _both(*entries: tuple[str, Callable[[bytes], bytes]]) -> tuple[tuple[str, str, Callable[[bytes], bytes]], ...]:
    """Return each way to spoil a body for both operations."""
    return tuple((f"{VERBS[operation]}-{name}", operation, spoil) for name, spoil in entries for operation in _OPERATIONS)


def _spoilt(expect: Expectation) -> Callable[[Stage, tuple[str, str, Callable[[bytes], bytes]]], Talk]:
    """Return the script that sends a spoilt body and gets an answer as expected."""

    def script(stage: Stage, case: tuple[str, str, Callable[[bytes], bytes]]) -> Talk:
        _, operation, spoil = case
        if operation == LIST:
            yield from list_refused(stage, spoil(b"{}"))
            return
        yield from proven(stage, operation, lambda good: Step(operation, good, expect, raw=spoil(body_of(stage, good))))

    return script


def list_refused(stage: Stage, body: bytes) -> Talk:
    """Have a list refused, beside one that is accepted."""
    if not stage.has(LIST):
        raise NotAskedError("the backend does not have ListModelPackages")
    yield stage.list({"MaxResults": 5})
    yield Step(LIST, {}, UNREADABLE, raw=body)
    yield stage.list({"MaxResults": 5})


def _listing(*entries: tuple[str, bytes]) -> tuple[tuple[str, str, Callable[[bytes], bytes]], ...]:
    """Return bodies of a list, which demands nothing: who takes them for empty requests would accept them."""
    return tuple((f"list-{name}", LIST, lambda _, body=body: body) for name, body in entries)


def _marked(replacement: bytes) -> Callable[[bytes], bytes]:
    return lambda body: body.replace(MARK.encode(), replacement)


def _twice(body: bytes, value: str) -> bytes:
    """Give the member that holds the mark once more, before all others."""
    name = next(key for key, item in json.loads(body).items() if item == MARK)
    return b"{" + json.dumps({name: value}).encode()[1:-1] + b", " + body[1:]


broken_json = malformed(
    "malformed/broken-json",
    "A body that is no JSON is refused",
    clauses=("MOD-TYPE",),
    each=(
        *_both(
            ("cut", lambda body: body[:-1]),
            ("half", lambda body: body[: len(body) // 2]),
            ("brace", lambda _: b"{"),
            ("word", lambda _: b"request"),
            ("last-comma", lambda body: body[:-1] + b",}"),
            ("two-commas", lambda body: body.replace(b", ", b",, ", 1)),
            ("no-comma", lambda body: body.replace(b", ", b" ", 1)),
            ("no-colon", lambda body: body.replace(b":", b"", 1)),
            ("single-quotes", lambda body: body.replace(b'"', b"'")),
            ("bare-key", lambda body: body.replace(b'"ModelPackage', b"ModelPackage", 1).replace(b'":', b":", 1)),
            ("comment", lambda body: body[:-1] + b"/* a comment */}"),
            ("control-character", _marked(b"a\x01b")),
            ("line-break", _marked(b"a\nb")),
            ("escape", _marked(b"\\x41")),
            ("half-escape", _marked(b"\\u12")),
            ("form", lambda _: b"Action=CreateModelPackage&Version=2017-07-24"),
            ("xml", lambda _: b"<Request><ModelPackageName>churn</ModelPackageName></Request>"),
        ),
        *_listing(("brace", b"{"), ("word", b"request"), ("form", b"Action=ListModelPackages")),
    ),
)(_spoilt(UNREADABLE))

not_an_object = malformed(
    "malformed/not-an-object",
    "JSON that is no object is refused",
    clauses=("MOD-TYPE",),
    each=(
        *_both(
            ("array", lambda body: b"[" + body + b"]"),
            ("empty-array", lambda _: b"[]"),
            ("string", lambda body: json.dumps(body.decode()).encode()),
            ("number", lambda _: b"7"),
            ("boolean", lambda _: b"true"),
            ("null", lambda _: b"null"),
        ),
        *_listing(("array", b"[]"), ("number", b"7"), ("string", b'"{}"')),
    ),
)(_spoilt(UNREADABLE))

bad_utf_8 = malformed(
    "malformed/bad-utf-8",
    "A body with bytes that are no UTF-8 is refused",
    clauses=("MOD-TYPE",),
    each=_both(
        ("no-start", _marked(b"a\x80b")),
        ("never", _marked(b"a\xffb")),
        ("latin-1", _marked(b"caf\xe9")),
        ("cut-character", _marked(b"a\xe2\x82")),
        ("overlong", _marked(b"a\xc0\xafb")),
        ("half-character", _marked(b"a\xed\xa0\x80b")),
        ("beyond-unicode", _marked(b"a\xf4\x90\x80\x80b")),
    ),
)(_spoilt(UNREADABLE))

trailing_garbage = malformed(
    "malformed/trailing-garbage",
    "A body with anything but white space after the request is refused",
    clauses=("MOD-TYPE",),
    each=_both(
        ("word", lambda body: body + b"x"),
        ("brace", lambda body: body + b"}"),
        ("again", lambda body: body + body),
        ("next-line", lambda body: body + b"\n" + body),
        ("zero-byte", lambda body: body + b"\x00"),
    ),
)(_spoilt(UNREADABLE))

empty_body = malformed(
    "malformed/empty-body",
    "A call without a body lacks what the operation requires, and is refused",
    clauses=("MOD-REQUIRED",),
    each=_both(("nothing", lambda _: b""), ("blanks", lambda _: b" \n\t "), ("object", lambda _: b"{}")),
)(_spoilt(UNREADABLE))

duplicate_key = malformed(
    "malformed/duplicate-key",
    "A body that gives a key twice is refused, since it does not say which value is meant",
    level="SHOULD",
    evidence="inferred",
    each=_both(
        ("same", lambda body: _twice(body, MARK)),
        ("other", lambda body: _twice(body, "other")),
        # The same name, written in another way.
        ("escaped", lambda body: _twice(body, "other").replace(b"o", b"\\u006f", 1)),
    ),
)(_spoilt(UNREADABLE))


@malformed(
    "malformed/white-space",
    "White space around the request and in it changes nothing",
    each=(("around", b" \r\n\t%s \r\n\t"), ("inside", b"%s")),
)
def white_space(stage: Stage, case: tuple[str, bytes]) -> Talk:
    request = stage.request(own=True, members={"ModelPackageDescription": MARK})
    body = body_of(stage, request)
    if case[0] == "inside":
        body = json.dumps(json.loads(body), indent="\t", separators=("\r\n,", " :\n")).encode()
    yield Step(CREATE, request, raw=case[1] % body)
    yield stage.describe(request["ModelPackageName"], {"ModelPackageDescription": MARK})


@malformed(
    "malformed/other-encoding",
    "A body in another encoding of Unicode is refused, or understood",
    level="SHOULD",
    evidence="inferred",
    each=("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"),
)
def other_encoding(stage: Stage, encoding: str) -> Talk:
    description = "\u00e9 \U0001f600"

    def send(good: Json) -> Step:
        return Step(CREATE, good, EITHER, raw=_marked(description.encode())(body_of(stage, good)).decode().encode(encoding))

    if (yield from proven(stage, CREATE, send)).taken:
        yield stage.describe(f"{STEM}-a", {"ModelPackageDescription": description})


@malformed(
    "malformed/wrong-target",
    "A call for an operation that the service does not have is refused",
    each=("SageMaker.NoSuchOperation", "SageMaker.CreateModelPackages", "SageMaker.ModelPackage"),
)
def wrong_target(stage: Stage, target: str) -> Talk:
    yield from proven(stage, CREATE, lambda good: Step(CREATE, good, _UNKNOWN, target=target))


@malformed(
    "malformed/other-target",
    "A call whose target is not exactly that of the operation is refused",
    level="SHOULD",
    evidence="inferred",
    each=(
        ("other-case", "SageMaker.createmodelpackage"),
        ("other-service", "DynamoDB_20120810.CreateModelPackage"),
        ("service-case", "sagemaker.CreateModelPackage"),
        ("no-service", "CreateModelPackage"),
        ("no-operation", "SageMaker."),
    ),
)
def other_target(stage: Stage, case: tuple[str, str]) -> Talk:
    yield from proven(stage, CREATE, lambda good: Step(CREATE, good, _UNKNOWN, target=case[1]))


@malformed("malformed/no-target", "A call that names no operation is refused", evidence="inferred")
def no_target(stage: Stage) -> Talk:
    if (yield from proven(stage, CREATE, lambda good: Step(CREATE, good, EITHER, target=""))).taken:
        raise MismatchError("a refusal", "a call without a target was accepted", "accepted")


SCENARIOS: tuple[Scenario, ...] = (
    broken_json,
    not_an_object,
    bad_utf_8,
    trailing_garbage,
    empty_body,
    duplicate_key,
    white_space,
    other_encoding,
    wrong_target,
    other_target,
    no_target,
)
