"""The model behind AWS JSON 1.1: a call with its bytes in, the answer with its bytes out.

    >>> from mpkit.conformance.model import Model
    >>> from mpkit.conformance.subject import Call
    >>> from mpkit.conformance.wire import Registry, stages
    >>> registry = Registry(stages(Model()))
    >>> registry(Call("CreateModelPackageGroup", b'{"ModelPackageGroupName": "churn"}')).status
    200

Bytes are read strictly: UTF-8, one JSON value, no key twice, no number that JSON or 64 bits do not have, no half characters, no nesting
beyond 64 levels. What cannot be read is a SerializationException.
"""

import json
import time
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isinf
from threading import Lock
from typing import Any, TypeAlias

import orjson

from ._model_problems import SERIALIZATION
from .model import UNKNOWN_OPERATION, Answer, Model, Problem, State, refusal
from .outcome import Accepted, Refused, Reply
from .subject import CONTENT_TYPE, SERVICE, Call, TransportError

Handler: TypeAlias = Callable[[Call], Reply]
"""Anything that answers calls."""

MOST_BYTES = 32 * 1024 * 1024
"""The longest body that is read. The largest request that the limits allow is longer, and nobody sends it."""

_DEEPEST = 64
_INTEGERS = range(-(2**63), 2**64)
_BAD_REQUEST = 400
_CRASH = 500
_TICK = 1e-6


class MalformedError(ValueError):
    """A body that cannot be read; the message says why."""


class UnknownOperationError(LookupError):
    """A call for an operation that there is not; the message is the target that was called."""


@dataclass(frozen=True, slots=True)
class Stages:
    """The way of a call through the model, each stage a function that can be exchanged for another.

    ``route`` finds the operation of a call or raises `UnknownOperationError`. ``parse`` makes the request of its body, given the
    operation, or raises `MalformedError`. ``problems`` and ``perform`` are those of `mpkit.conformance.model.Model`. ``render`` makes the
    answer's bytes, given the operation (`None` for an unknown one).
    """

    route: Callable[[Call], str]
    parse: Callable[[str, bytes], Any]
    problems: Callable[[str, Any], tuple[Problem, ...]]
    perform: Callable[[State, str, Any, float], Answer]
    render: Callable[[str | None, Accepted | Refused], Reply]


def stages(model: Model) -> Stages:
    """Return the way of a call through a model, as the documents have it."""
    operations = frozenset(model.operations)

    def route(call: Call) -> str:
        service, _, operation = call.header_target.partition(".")
        if service != SERVICE or operation not in operations:
            raise UnknownOperationError(call.header_target)
        return operation

    def parse(operation: str, body: bytes) -> Any:
        value = parsed(body)
        # A member that is null is as good as absent; nothing has to be looked for where the word is not there.
        return model.without_nulls(operation, value) if b"null" in body else value

    return Stages(route, parse, model.problems, model.perform, rendered)


class Registry:
    """Answers calls and holds the state between them, from any number of threads.

    ``keep`` is told of each change, the state before and after, before anybody sees it; when it raises, nothing has changed and the
    answer is an internal failure. Times are those of ``clock``, in seconds; no two changes have the same.
    """

    def __init__(
        self,
        way: Stages,
        state: State | None = None,
        *,
        clock: Callable[[], float] = time.time,
        keep: Callable[[State, State], None] | None = None,
    ) -> None:
        self._way = way
        self._clock = clock
        self._keep = keep
        self._lock = Lock()
        self._now = 0.0
        self.state = state or State()

    def __call__(self, call: Call) -> Reply:
        """Answer a call. Whatever goes wrong inside is answered as an internal failure."""
        operation = None
        try:
            operation = self._way.route(call)
            return self._way.render(operation, self._answer(operation, call.body))
        except UnknownOperationError as problem:
            return self._way.render(None, Refused(_BAD_REQUEST, UNKNOWN_OPERATION, f"'{problem}' is no operation of this service"))
        except TransportError:
            raise
        except Exception as defect:  # noqa: BLE001 - a backend answers, whatever happens inside
            return rendered(operation, Refused(_CRASH, "InternalFailure", f"{type(defect).__name__}: {defect}"))

    def _answer(self, operation: str, body: bytes) -> Accepted | Refused:
        try:
            request = self._way.parse(operation, body)
        except MalformedError as problem:
            return Refused(_BAD_REQUEST, SERIALIZATION, str(problem))
        problems = self._way.problems(operation, request)
        if problems:
            return refusal(problems)
        with self._lock:
            self._now = max(self._clock(), self._now + _TICK)
            state, answer = self._way.perform(self.state, operation, request, self._now)
            if state is not self.state:
                if self._keep is not None:
                    self._keep(self.state, state)
                self.state = state
        return answer


def rendered(operation: str | None, answer: Accepted | Refused) -> Reply:
    """Return an answer as it goes over the wire, with the type of an error in the body and in a header."""
    del operation
    headers = {"content-type": CONTENT_TYPE, "x-amzn-requestid": str(uuid.uuid4())}
    if isinstance(answer, Accepted):
        return Reply(answer.status, headers, orjson.dumps(answer.body))
    code = answer.code or "InternalFailure"
    body = orjson.dumps({"__type": code, "message": answer.message})
    return Reply(answer.status, {**headers, "x-amzn-errortype": code}, body)


def parsed(body: bytes) -> Any:
    """Read a body strictly. Raises `MalformedError`."""
    try:
        value = _DECODER.decode(body.decode())
        if b"\\u" in body:
            json.dumps(value, ensure_ascii=False).encode()
    except UnicodeDecodeError as problem:
        raise MalformedError(f"the body is no UTF-8: {problem.reason} at byte {problem.start}") from problem
    except UnicodeEncodeError as problem:
        raise MalformedError("the body has half a character: a surrogate without its other half") from problem
    except json.JSONDecodeError as problem:
        raise MalformedError(f"the body is no JSON: {problem}") from problem
    except RecursionError:
        raise MalformedError(f"the body is nested more than {_DEEPEST} levels deep") from None
    if body.count(b"{") + body.count(b"[") > _DEEPEST and _is_deep(value):
        raise MalformedError(f"the body is nested more than {_DEEPEST} levels deep")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        repeated, _ = Counter(key for key, _ in pairs).most_common(1)[0]
        raise MalformedError(f"the key {repeated!r} is given more than once")
    return found


def _constant(text: str) -> Any:
    raise MalformedError(f"{text} is no JSON")


def _integer(text: str) -> int:
    # Longer than any that fits, and not worth the work of finding out by how much.
    number = int(text) if len(text) <= len(str(_INTEGERS.start)) else None
    if number is None or number not in _INTEGERS:
        raise MalformedError("a number does not fit into 64 bits")
    return number


def _real(text: str) -> float:
    number = float(text)
    if isinf(number):
        raise MalformedError("a number does not fit into 64 bits")
    return number


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(_DEEPEST):
        level = [
            below for node in level for below in (node.values() if isinstance(node, Mapping) else node) if isinstance(below, dict | list)
        ]
        if not level:
            return False
    return True


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_constant, parse_int=_integer, parse_float=_real)
