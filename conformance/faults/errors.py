"""Refusals in another way than the documents and the service have them."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..model import Problem
from ..outcome import Accepted, Refused, Reply
from ..subject import CONTENT_TYPE
from ..wire import Stages, rendered
from .fault import CREATE, UPDATE, Fault, Wrap, looking

if TYPE_CHECKING:
    from ...schemas import Spec

_HEADERS = {"content-type": CONTENT_TYPE}

# Checks of one constraint that every edition has.
_CREATE = ("create/ModelPackageName:maxLength", "create/ModelPackageName:pattern")
_UPDATE = ("update/ModelApprovalStatus:enum",)


def faults(spec: "Spec") -> tuple[Fault, ...]:
    """Return the faults of this group."""
    return _FAULTS


def _refusing(status: int | None = None, code: str | None = None, *, operation: str | None = None) -> Wrap:
    """Refuse with another status or code, of all operations or one."""

    def wrap(way: Stages) -> Stages:
        def render(what: str | None, answer: Accepted | Refused) -> Reply:
            if isinstance(answer, Refused) and operation in (None, what):
                answer = replace(answer, status=status or answer.status, code=code or answer.code)
            return way.render(what, answer)

        return replace(way, render=render)

    return wrap


def _written(body: bytes) -> Wrap:
    """Refuse with another body, and no header that tells the type."""

    def wrap(way: Stages) -> Stages:
        def render(what: str | None, answer: Accepted | Refused) -> Reply:
            return Reply(answer.status, _HEADERS, body) if isinstance(answer, Refused) else way.render(what, answer)

        return replace(way, render=render)

    return wrap


def _as_success(way: Stages) -> Stages:
    def render(what: str | None, answer: Accepted | Refused) -> Reply:
        return way.render(what, answer)._replace(status=200)

    return replace(way, render=render)


def _created(way: Stages) -> Stages:
    def render(what: str | None, answer: Accepted | Refused) -> Reply:
        reply = way.render(what, answer)
        return reply._replace(status=201) if isinstance(answer, Accepted) and what == CREATE else reply

    return replace(way, render=render)


def _naming(path: "tuple[str, ...]") -> Wrap:
    """Say that another member is to blame."""

    def look(operation: str, request: Any, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        return tuple(problem if problem.keyword == "type" else problem._replace(path=path, key=False) for problem in problems[:1])

    return looking(look)


def _crashing(*keywords: str) -> Wrap:
    """Fail inside on what breaks one of these constraints."""

    def look(operation: str, request: Any, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        if any(problem.keyword in keywords for problem in problems):
            raise KeyError(keywords[0])
        return problems

    return looking(look)


def _silent(way: Stages) -> Stages:
    def render(what: str | None, answer: Accepted | Refused) -> Reply:
        return Reply(200, _HEADERS, b"") if isinstance(answer, Accepted) else rendered(what, answer)

    return replace(way, render=render)


_XML = b"<ErrorResponse><Error><Code>ValidationException</Code><Message>no</Message></Error></ErrorResponse>"
_REST = b'{"errors": [{"code": "ValidationException", "message": "no"}]}'

_FAULTS = (
    Fault("errors/generic-code", "refuses with InvalidParameterException", _CREATE, _refusing(code="InvalidParameterException")),
    Fault("errors/conflict-code", "refuses with ConflictException", _CREATE, _refusing(code="ConflictException")),
    Fault("errors/limit-code", "refuses with ResourceLimitExceeded", _CREATE, _refusing(code="ResourceLimitExceeded")),
    Fault("errors/serialization-code", "refuses with SerializationException", _CREATE, _refusing(code="SerializationException")),
    Fault("errors/create-code", "refuses creations with BadRequest", _CREATE, _refusing(code="BadRequest", operation=CREATE)),
    Fault("errors/update-code", "refuses updates with BadRequest", _UPDATE, _refusing(code="BadRequest", operation=UPDATE)),
    Fault("errors/no-code", "refuses without a type", _CREATE, _written(b'{"message": "no"}')),
    Fault("errors/empty", "refuses with an empty body", _CREATE, _written(b"")),
    Fault("errors/text", "refuses with plain text", _CREATE, _written(b"Bad Request")),
    Fault("errors/xml", "refuses in the words of another protocol", _CREATE, _written(_XML)),
    Fault("errors/rest", "refuses with a list of errors", _CREATE, _written(_REST)),
    Fault("errors/status-200", "refuses with HTTP 200 and an error in the body", (*_CREATE, "smoke/refuses-absurd"), _as_success),
    Fault("errors/status-404", "refuses with HTTP 404", _CREATE, _refusing(404)),
    Fault("errors/status-409", "refuses with HTTP 409", _CREATE, _refusing(409)),
    Fault("errors/status-422", "refuses with HTTP 422", _CREATE, _refusing(422)),
    Fault("errors/status-500", "refuses with HTTP 500", _CREATE, _refusing(500)),
    Fault("errors/update-status", "refuses updates with HTTP 500", _UPDATE, _refusing(500, operation=UPDATE)),
    Fault("errors/created", "answers creations with HTTP 201", ("smoke/accepts-minimal", "create/answers-arn"), _created),
    Fault("errors/silent", "answers what it accepts with an empty body", ("smoke/accepts-minimal", "create/answers-arn"), _silent),
    Fault("errors/other-member", "blames a member that has nothing to do with it", _CREATE, _naming(("ModelPackageDescription",))),
    Fault("errors/nested-member", "blames a member deep inside", _CREATE, _naming(("ValidationSpecification", "ValidationRole"))),
    Fault(
        "errors/crash-missing",
        "fails inside on a missing member",
        ("create/InferenceSpecification:required=Containers",),
        _crashing("required"),
    ),
    Fault(
        "errors/crash-unknown", "fails inside on an unknown member", ("create/:additionalProperties",), _crashing("additionalProperties")
    ),
    Fault("errors/crash-enum", "fails inside on an unknown value", _UPDATE, _crashing("enum")),
    Fault("errors/crash-pattern", "fails inside on a text without the pattern", _CREATE[1:], _crashing("pattern")),
    Fault("errors/crash-long", "fails inside on a text that is too long", _CREATE[:1], _crashing("maxLength")),
    Fault("errors/crash-type", "fails inside on a wrong type", ("create/ModelPackageName:type",), _crashing("type")),
    Fault(
        "errors/crash-empty-list",
        "fails inside on an empty list",
        ("create/InferenceSpecification/Containers:minItems",),
        _crashing("minItems"),
    ),
)
