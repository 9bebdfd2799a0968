"""What came of one call: accepted, refused, or a transport that broke. Only the first two say something about a backend."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeAlias

_PATH = re.compile(r"at '([^']+)' failed to satisfy constraint")
_SUCCESS = range(200, 300)


class Reply(NamedTuple):
    """An HTTP answer as it came: status, headers with lower-case names, and the bytes of the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Accepted:
    """The call was answered with success. ``body`` is the parsed JSON; `None` when it is none."""

    status: int
    body: Any


@dataclass(frozen=True, slots=True)
class Refused:
    """The call was answered with an error.

    ``code`` is the error type without namespace or URL, ``message`` what it says, ``members`` the places that it names in the form of
    the service (``'inferenceSpecification.containers.1.member.image'``), each as its steps in lower case without list positions.
    """

    status: int
    code: str | None
    message: str
    members: tuple[tuple[str, ...], ...] = ()


BrokenKind: TypeAlias = Literal["unreachable", "timeout", "reset", "truncated", "throttled", "unavailable", "budget", "guarded", "stopped"]


@dataclass(frozen=True, slots=True)
class Broken:
    """There was no answer that could be read: it tells nothing about the backend, and a verdict never rests on it.

    ``budget``, ``guarded`` and ``stopped`` are calls that the kit itself did not send: too many, not allowed, or after the user's signal.
    """

    kind: BrokenKind
    detail: str = field(default="", compare=False)


Outcome: TypeAlias = Accepted | Refused | Broken

_THROTTLING = frozenset(
    {"ThrottlingException", "Throttling", "ThrottledException", "TooManyRequestsException", "RequestLimitExceeded", "SlowDown"}
)
_TOO_MANY = 429
_UNAVAILABLE = frozenset({502, 503, 504})


def read(reply: Reply) -> Outcome:
    """Read an answer of the AWS JSON 1.1 protocol; both forms of the error type are understood, in the body and in the header."""
    body = _parsed(reply.body)
    if reply.status in _SUCCESS:
        return Accepted(reply.status, body)
    document = body if isinstance(body, dict) else {}
    code = _code(reply.headers.get("x-amzn-errortype")) or _code(document.get("__type")) or _code(document.get("code"))
    text = document.get("message", document.get("Message"))
    message = text if isinstance(text, str) else reply.body.decode(errors="replace")[:500] if body is None else ""
    if reply.status == _TOO_MANY or code in _THROTTLING:
        return Broken("throttled", f"{code or reply.status}: {message}")
    if reply.status in _UNAVAILABLE:
        return Broken("unavailable", f"HTTP {reply.status} {message}".strip())
    return Refused(reply.status, code, message, tuple(_members(message)))


def steps_of(path: str) -> tuple[str, ...]:
    """Return the steps of a place as the service writes it, in lower case and without list positions."""
    return tuple(step.lower() for step in re.split(r"[./\[\]]+", path) if step and step != "member" and not step.isdigit())


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _code(text: Any) -> str | None:
    """Return the bare name in ``com.amazon.coral.validate#ValidationException`` or ``ValidationException:http://…``."""
    return text.partition(":")[0].rpartition("#")[2].strip() or None if isinstance(text, str) else None


def _members(message: str) -> Iterator[tuple[str, ...]]:
    for match in _PATH.finditer(message):
        yield steps_of(match[1])
