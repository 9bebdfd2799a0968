"""Registries that do not even try: what a kit that only counts successes, or only failures, would take for right."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn

from ..model import Answer, State
from ..outcome import Accepted, Refused, Reply
from ..subject import CONTENT_TYPE, Call, TransportError
from ..wire import Stages, parsed
from .fault import Fault, Wrap

if TYPE_CHECKING:
    from ...schemas import Spec

_HEADERS = {"content-type": CONTENT_TYPE}
_REFUSED = b'{"__type": "ValidationException", "message": "no"}'


def faults(spec: "Spec") -> tuple[Fault, ...]:
    """Return the faults of this group."""
    return _FAULTS


def _always(status: int, body: bytes) -> Wrap:
    return lambda way: replace(way, render=lambda operation, answer: Reply(status, _HEADERS, body))


def _echo(way: Stages) -> Stages:
    def perform(state: State, operation: str, request: Any, now: float) -> Answer:
        return state, Accepted(200, request)

    return replace(way, parse=lambda _, body: parsed(body), problems=lambda *_: (), perform=perform)


def _stopped(way: Stages) -> Stages:
    def route(call: Call) -> NoReturn:
        raise TransportError("unreachable", f"nothing listens to {call.operation}")

    return replace(way, route=route)


def _forgetful(way: Stages) -> Stages:
    def perform(state: State, operation: str, request: Any, now: float) -> Answer:
        return state, way.perform(state, operation, request, now)[1]

    return replace(way, perform=perform)


def _accepting(way: Stages) -> Stages:
    return replace(way, problems=lambda *_: ())


def _turned(way: Stages) -> Stages:
    def perform(state: State, operation: str, request: Any, now: float) -> Answer:
        after, answer = way.perform(state, operation, request, now)
        if isinstance(answer, Refused):
            return after, Accepted(200, {"ModelPackageArn": "arn:aws:sagemaker:us-east-1:111122223333:model-package/churn"})
        return after, answer

    return replace(way, perform=perform)


_FAULTS = (
    Fault(
        "backends/always-200",
        "answers every call with 200 and an empty object",
        ("smoke/accepts-minimal", "smoke/refuses-absurd"),
        _always(200, b"{}"),
    ),
    Fault(
        "backends/always-200-empty",
        "answers every call with 200 and nothing",
        ("smoke/accepts-minimal", "smoke/refuses-absurd"),
        _always(200, b""),
    ),
    Fault(
        "backends/always-200-html",
        "answers every call with 200 and a page",
        ("smoke/accepts-minimal",),
        _always(200, b"<html>It works!</html>"),
    ),
    Fault("backends/always-400", "answers every call with a ValidationException", ("smoke/accepts-minimal",), _always(400, _REFUSED)),
    Fault("backends/always-403", "answers every call with 403", ("smoke/accepts-minimal", "smoke/refuses-absurd"), _always(403, b"{}")),
    Fault(
        "backends/always-404", "answers every call with 404", ("smoke/accepts-minimal", "smoke/refuses-absurd"), _always(404, b"Not Found")
    ),
    Fault("backends/always-500", "answers every call with 500", ("smoke/answers",), _always(500, b"{}")),
    Fault("backends/echo", "answers every call with what was sent", ("smoke/accepts-minimal", "smoke/refuses-absurd"), _echo),
    Fault("backends/stopped", "does not listen", ("smoke/answers",), _stopped, "errored"),
    Fault(
        "backends/forgetful",
        "answers rightly and keeps nothing",
        ("describe/by-arn", "describe/by-name", "smoke/accepts-minimal"),
        _forgetful,
    ),
    Fault("backends/accepts-anything", "looks at no request at all", ("smoke/refuses-absurd",), _accepting),
    Fault(
        "backends/never-refuses-state",
        "accepts whatever the registry holds",
        ("describe/unknown", "update/unknown-arn", "create/duplicate-name"),
        _turned,
    ),
)
