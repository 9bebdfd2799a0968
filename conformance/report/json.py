"""The machine-readable report, version 1; keys are only ever added. `mpkit.conformance.report.recorded` reads it back."""

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from ..._version import __version__
from ...linter.report.text import Look
from ..check import Deviation, Exchange, Expectation, Failure, Result, Run, Step
from ..fold import Cause, fold
from ..reproduce import curl, python
from ._parts import headline, plain, shown

FORMAT_VERSION = 1
_LONGEST = 20_000
_LAYOUT = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


def render(run: Run, look: Look) -> Iterator[str]:
    """Yield the report as one JSON document."""
    del look
    yield orjson.dumps(plain(_document(run)), option=_LAYOUT).decode()


def _document(run: Run) -> dict[str, Any]:
    target, summary = run.target, run.summary
    return {
        "version": FORMAT_VERSION,
        "tool": {"name": "mpkit", "version": __version__},
        "spec": run.spec,
        "target": {
            "kind": target.kind,
            "name": target.name,
            "region": target.region,
            "endpoint": target.endpoint,
            "capabilities": target.capabilities,
        },
        "seed": run.seed,
        "conforms": run.conforms,
        "outcome": headline(run).text,
        "summary": {
            "passed": summary.passed,
            "failed": summary.failed,
            "skipped": summary.skipped,
            "errored": summary.errored,
            "deviations": summary.deviations,
            "requests": summary.requests,
            "seconds": summary.seconds,
        },
        "settings": run.settings,
        "notes": run.notes,
        "problems": run.problems,
        "causes": [_cause(cause) for cause in fold(run.results)],
        "checks": [_check(result, run) for result in run.results],
    }


def _cause(cause: Cause) -> dict[str, Any]:
    return {
        "cause": cause.sentence,
        "checks": cause.checks,
        "kind": cause.kind,
        "level": cause.level,
        "binding": cause.is_binding,
        "detail": cause.detail,
        "operations": cause.operations,
        "example": {"check": cause.shown_by.check.id, "case": cause.example.case},
    }


def _check(result: Result, run: Run) -> dict[str, Any]:
    check = result.check
    return {
        "id": check.id,
        "title": check.title,
        "phase": check.phase,
        "topic": check.topic,
        "clauses": check.clauses,
        "level": check.level,
        "evidence": check.evidence,
        "binding": check.is_binding,
        "conflict": check.conflict,
        "verdict": result.verdict,
        "reason": result.reason,
        "deviation": _deviation(result.deviation),
        "cases": result.cases,
        "failures": [_failure(failure, run) for failure in result.failures],
    }


def _deviation(deviation: Deviation | None) -> dict[str, Any] | None:
    if deviation is None:
        return None
    expires = deviation.expires.isoformat() if deviation.expires else None
    return {"id": deviation.id, "reason": deviation.reason, "issue": deviation.issue, "expires": expires}


def _failure(failure: Failure, run: Run) -> dict[str, Any]:
    judged = failure.exchanges[-1] if failure.exchanges else None
    return {
        "case": failure.case,
        "expected": failure.expected,
        "observed": failure.observed,
        "grade": failure.grade,
        "operation": judged.step.operation if judged else None,
        "request": _sent(judged) if judged else None,
        "status": judged.status if judged else None,
        "response": _cut(judged.response) if judged else None,
        "reproduce": {"curl": curl(failure, run), "python": python(failure, run)},
        "steps": [step(exchange.step) for exchange in failure.exchanges],
        "exchanges": [_exchange(exchange) for exchange in failure.exchanges],
    }


def _exchange(exchange: Exchange) -> dict[str, Any]:
    return {
        "operation": exchange.step.operation,
        "request": _sent(exchange),
        "status": exchange.status,
        "response": _cut(exchange.response),
        "seconds": round(exchange.seconds, 6),
    }


def _sent(exchange: Exchange) -> Any:
    """Return the request as it was sent: JSON, or the bytes as far as they are text. The steps have what is too long to tell."""
    raw = exchange.step.raw
    return _cut(exchange.request if raw is None else raw.decode(errors="backslashreplace"))


def _cut(value: Any) -> Any:
    """Return what went over the wire; of what is too long, the beginning of its text."""
    text = shown(value, indent=None)
    return value if len(text) <= _LONGEST else f"{text[:_LONGEST]}… and {len(text) - _LONGEST:,} more characters"


def step(made: Step) -> dict[str, Any]:
    """Return a step with logical names, so that it can be made again: the keys that `mpkit.conformance.report.recorded` reads."""
    found: dict[str, Any] = {"operation": made.operation, **_exact("request", made.request), "expect": _expectation(made.expect)}
    if made.raw is not None:
        found["raw"] = base64.b64encode(made.raw).decode()
    if made.target is not None:
        found["target"] = made.target
    if made.creates is not None:
        found["creates"] = made.creates
    return found


def _expectation(expect: Expectation) -> dict[str, Any]:
    return {
        "kind": expect.kind,
        "codes": expect.codes,
        "statuses": expect.statuses,
        "member": None if expect.member is None else list(expect.member),
        **({} if expect.body is None else _exact("body", expect.body)),
    }


def _exact(name: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """Return a value under its name, or as the text of a JSON document under another where readers of JSON would not give it back."""
    return {name: value} if plain(value) == value else {f"{name}_json": json.dumps(value)}
