"""Faults in how bytes are read: what is no request is taken for one, or ends the registry."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..model import Problem
from ..subject import Call
from ..wire import MalformedError, Stages, parsed
from .fault import CREATE, DESCRIBE, UPDATE, Fault, Wrap, looking, passing

if TYPE_CHECKING:
    from ...schemas import Spec

_HUGE = 100_000
_LONG = 10_000
_SLOW = 2.1


def faults(spec: "Spec") -> tuple[Fault, ...]:
    """Return the faults of this group."""
    return _FAULTS


def _reading(change: Callable[[bytes], Any]) -> Wrap:
    """Read bodies that cannot be read in another way."""

    def wrap(way: Stages) -> Stages:
        def parse(operation: str, body: bytes) -> Any:
            try:
                return way.parse(operation, body)
            except MalformedError:
                try:
                    return way.parse(operation, json.dumps(change(body)).encode())
                except (ValueError, UnicodeError, RecursionError):
                    pass
                raise

        return replace(way, parse=parse)

    return wrap


def _crashing(what: str) -> Wrap:
    """Fail inside on bodies that cannot be read for one reason."""

    def wrap(way: Stages) -> Stages:
        def parse(operation: str, body: bytes) -> Any:
            try:
                return way.parse(operation, body)
            except MalformedError as problem:
                if what in str(problem):
                    raise RuntimeError(what) from problem
                raise

        return replace(way, parse=parse)

    return wrap


def _parsing(change: Callable[[bytes, Any], Any]) -> Wrap:
    """Make something else of bodies that can be read."""

    def wrap(way: Stages) -> Stages:
        return replace(way, parse=lambda operation, body: change(body, way.parse(operation, body)))

    return wrap


def _empty_crash(way: Stages) -> Stages:
    def parse(operation: str, body: bytes) -> Any:
        if not body.strip():
            raise TypeError("NoneType")
        return way.parse(operation, body)

    return replace(way, parse=parse)


def _loose(body: bytes) -> Any:
    """Read as far as there is JSON."""
    return json.JSONDecoder().raw_decode(body.decode())[0]


def _closing(body: bytes) -> Any:
    """Close what is left open."""
    text = body.decode()
    for tail in ("}", "]}", '"}', '"]}', "}]}", '"}]}', "}}", "]}}", '"}]}}', "}]}}", "]}]}}"):
        try:
            return json.loads(text.rstrip().rstrip(",") + tail)
        except ValueError:
            continue
    raise ValueError(text)


def _replacing(body: bytes) -> Any:
    return json.loads(body.decode(errors="replace"))


def _dropping(body: bytes) -> Any:
    return json.loads(body.decode(errors="ignore"))


def _first_key(body: bytes) -> Any:
    return json.loads(body, object_pairs_hook=lambda pairs: dict(pairs[::-1]))


def _without_constants(body: bytes) -> Any:
    return json.loads(body, parse_constant=lambda _: 1)


def _halves(body: bytes) -> Any:
    text = json.dumps(json.loads(body), ensure_ascii=False)
    return json.loads(text.encode("utf-8", "replace"))


def _listed(body: bytes, value: Any) -> Any:
    return value[0] if isinstance(value, list) and value and isinstance(value[0], dict) else value


def _objects_only(body: bytes, value: Any) -> Any:
    return {} if not isinstance(value, dict) else value


def _routed(change: Callable[[str], str]) -> Wrap:
    """Understand other targets."""

    def wrap(way: Stages) -> Stages:
        return replace(way, route=lambda call: way.route(Call(call.operation, call.body, change(call.header_target))))

    return wrap


def _demanded(target: str) -> str:
    if not target:
        raise IndexError(target)
    return target


def _huge_crash(way: Stages) -> Stages:
    def parse(operation: str, body: bytes) -> Any:
        if len(body) > _HUGE:
            raise MemoryError
        return way.parse(operation, body)

    return replace(way, parse=parse)


def _converting(kind: type, change: Callable[[Any], Any]) -> Wrap:
    """Turn values of one type into what they may have been meant for, where the type is wrong."""

    def wrap(way: Stages) -> Stages:
        def problems(operation: str, request: Any) -> tuple[Problem, ...]:
            found = way.problems(operation, request)
            return tuple(
                problem for problem in found if not (problem.keyword == "type" and type(problem.value) is kind and change(problem))
            )

        return replace(way, problems=problems)

    return wrap


def _null_crash(way: Stages) -> Stages:
    def parse(operation: str, body: bytes) -> Any:
        value = parsed(body)
        if isinstance(value, dict) and None in value.values():
            raise AttributeError("NoneType")
        return way.parse(operation, body)

    return replace(way, parse=parse)


def _null_refused(way: Stages) -> Stages:
    return replace(way, parse=lambda operation, body: parsed(body))


def _many(operation: str, request: Any, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    if isinstance(request, dict) and len(request) > 100:  # noqa: PLR2004 - more than anybody sends
        return ()
    return problems


def _only_known(operation: str, request: Any, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Pass over unknown members."""
    return tuple(problem for problem in problems if problem.keyword != "additionalProperties" or operation != CREATE)


def _nearest_operation(target: str) -> str:
    """Take an operation that there is not for the one whose name is most like it."""
    service, _, operation = target.partition(".")
    return f"{service}.{CREATE}" if operation.startswith("CreateModelPackages") else target


def _any_case(target: str) -> str:
    known = {name.lower(): name for name in (CREATE, UPDATE, DESCRIBE)}
    service, _, operation = target.rpartition(".")
    return f"{service}.{known.get(operation.lower(), operation)}"


def _no_blanks(body: bytes, value: Any) -> Any:
    if body != body.strip() or b"\n" in body:
        raise MalformedError("the body begins with white space")
    return value


def _mangled(body: bytes) -> Any:
    """Read any encoding of Unicode as if it were UTF-8, with what does not suit left out."""
    return json.loads(body.replace(b"\0", b"").decode(errors="ignore").lstrip("\ufeff"))


def _null_item_crash(operation: str, request: Any, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    if any(problem.keyword == "type" and problem.value is None for problem in problems):
        raise TypeError("NoneType")
    return problems


def _null_item_kept(way: Stages) -> Stages:
    """Keep nulls in lists and maps."""
    return passing(lambda operation, request, problem: problem.keyword == "type" and problem.value is None)(way)


def _slow(operation: str, request: Any, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Take long over long URLs, as engines do that try every way."""
    text = str(request)
    if len(text) > _LONG and "s3://aaa" in text:
        time.sleep(_SLOW)
    return problems


def _fractions(operation: str, request: Any, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Take numbers with a fraction for whole ones."""
    return tuple(problem for problem in problems if not isinstance(problem.value, float))


def _clamped(operation: str, request: Any, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Take the limit for numbers beyond it."""
    return tuple(problem for problem in problems if problem.keyword not in ("minimum", "maximum"))


def _wrapped(body: bytes) -> Any:
    """Let numbers that are too large begin anew."""
    return json.loads(body, parse_int=lambda text: int(text) % 2**8, parse_float=lambda text: 5)


_BROKEN = ("malformed/broken-json",)
_RANGE = ("malformed/number-range",)
_FAULTS = (
    Fault("protocol/broken-closed", "closes what is left open in broken JSON", _BROKEN, _reading(_closing)),
    Fault("protocol/broken-empty", "takes broken JSON for an empty request", _BROKEN, _reading(lambda _: {})),
    Fault("protocol/white-space", "refuses white space around a request", ("malformed/white-space",), _parsing(_no_blanks)),
    Fault("protocol/encodings-mangled", "reads other encodings as UTF-8", ("malformed/other-encoding",), _reading(_mangled)),
    Fault(
        "protocol/nearest-operation", "takes an unknown operation for a like one", ("malformed/wrong-target",), _routed(_nearest_operation)
    ),
    Fault("protocol/null-item-crash", "fails inside on a null in a list", ("malformed/null-item",), looking(_null_item_crash)),
    Fault("protocol/null-item-kept", "keeps a null in a list", ("malformed/null-item",), _null_item_kept),
    Fault("protocol/slow-patterns", "takes long over long URLs", ("malformed/pattern-attack",), looking(_slow)),
    Fault("protocol/fractions", "takes 1.5 for a whole number", _RANGE, looking(_fractions)),
    Fault("protocol/clamped", "takes the limit for a number beyond it", _RANGE, looking(_clamped)),
    Fault("protocol/wrapped", "lets numbers that are too large begin anew", _RANGE, _reading(_wrapped)),
    Fault(
        "protocol/objects-for-texts",
        "takes an object for a text",
        ("malformed/wrong-type/object",),
        _converting(dict, lambda problem: "string" in problem.words),
    ),
    Fault(
        "protocol/list-for-text",
        "takes a list for a text",
        ("malformed/wrong-type/array",),
        _converting(list, lambda problem: "string" in problem.words),
    ),
    Fault(
        "protocol/truth-for-text",
        "takes true and false for texts",
        ("malformed/wrong-type/boolean",),
        _converting(bool, lambda problem: "string" in problem.words),
    ),
    Fault(
        "protocol/truth-for-number",
        "takes false for 0 and true for 1",
        ("malformed/wrong-type/boolean",),
        _converting(bool, lambda problem: "integer" in problem.words),
    ),
    Fault("protocol/empty-crash", "fails inside on a call without a body", ("malformed/empty-body",), _empty_crash),
    Fault("protocol/broken-crash", "fails inside on broken JSON", _BROKEN, _crashing("no JSON")),
    Fault("protocol/trailing-garbage", "reads the first of several values", ("malformed/trailing-garbage",), _reading(_loose)),
    Fault("protocol/not-utf-8-replaced", "replaces bytes that are no UTF-8", ("malformed/bad-utf-8",), _reading(_replacing)),
    Fault("protocol/not-utf-8-dropped", "leaves out bytes that are no UTF-8", ("malformed/bad-utf-8",), _reading(_dropping)),
    Fault("protocol/not-utf-8-crash", "fails inside on bytes that are no UTF-8", ("malformed/bad-utf-8",), _crashing("UTF-8")),
    Fault(
        "protocol/latin-1",
        "reads bytes that are no UTF-8 as Latin-1",
        ("malformed/bad-utf-8",),
        _reading(lambda body: json.loads(body.decode("latin-1"))),
    ),
    Fault("protocol/last-key", "takes the last of equal keys", ("malformed/duplicate-key",), _reading(json.loads)),
    Fault("protocol/first-key", "takes the first of equal keys", ("malformed/duplicate-key",), _reading(_first_key)),
    Fault("protocol/nan", "takes NaN and infinities for numbers", ("malformed/nan",), _reading(_without_constants)),
    Fault("protocol/nan-crash", "fails inside on NaN", ("malformed/nan",), _crashing("is no JSON")),
    Fault("protocol/half-characters", "replaces half characters", ("malformed/lone-surrogate",), _reading(_halves)),
    Fault("protocol/half-crash", "fails inside on half characters", ("malformed/lone-surrogate",), _crashing("half a character")),
    Fault("protocol/deep-crash", "fails inside on deep nesting", ("malformed/deep-nesting",), _crashing("nested")),
    Fault("protocol/list-unpacked", "takes a list of one request for the request", ("malformed/not-an-object",), _parsing(_listed)),
    Fault(
        "protocol/not-an-object-empty",
        "takes anything that is no object for an empty request",
        ("malformed/not-an-object",),
        _parsing(_objects_only),
    ),
    Fault("protocol/huge-crash", "fails inside on huge bodies", ("malformed/huge-value", "malformed/many-members"), _huge_crash),
    Fault("protocol/many-members", "does not look at requests with many members", ("malformed/many-members",), looking(_many)),
    Fault(
        "protocol/unknown-member",
        "passes over members that it does not know",
        ("malformed/unknown-member", "create/:additionalProperties"),
        looking(_only_known),
    ),
    Fault("protocol/null-crash", "fails inside on a member that is null", ("malformed/null-member",), _null_crash),
    Fault("protocol/null-refused", "refuses members that are null", ("malformed/null-member",), _null_refused),
    Fault(
        "protocol/any-service",
        "answers calls for another service",
        ("malformed/other-target",),
        _routed(lambda target: f"SageMaker.{target.rpartition('.')[2]}"),
    ),
    Fault(
        "protocol/any-case",
        "does not look at the case of operations",
        ("malformed/other-target",),
        _routed(_any_case),
    ),
    Fault(
        "protocol/default-operation",
        "takes a call without a target for a creation",
        ("malformed/no-target",),
        _routed(lambda target: target or f"SageMaker.{CREATE}"),
    ),
    Fault(
        "protocol/target-crash",
        "fails inside on a call without a target",
        ("malformed/no-target",),
        _routed(_demanded),
    ),
    Fault(
        "protocol/numbers-for-texts",
        "takes numbers for texts",
        ("malformed/wrong-type/number",),
        _converting(int, lambda problem: "string" in problem.words),
    ),
    Fault(
        "protocol/texts-for-numbers",
        "takes texts for numbers",
        ("malformed/wrong-type/string",),
        _converting(str, lambda problem: "integer" in problem.words),
    ),
    Fault(
        "protocol/texts-for-truth",
        "takes texts for true and false",
        ("malformed/wrong-type/string",),
        _converting(str, lambda problem: "boolean" in problem.words),
    ),
    Fault(
        "protocol/text-for-list",
        "takes a text for a list of one",
        ("malformed/wrong-type/string",),
        _converting(str, lambda problem: "array" in problem.words),
    ),
)
