"""Read a JSON report back: to compare backends, and to make a recorded case again."""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import orjson

from ...linter.selection import did_you_mean
from .._words import clean
from ..check import Case, Expectation, Step, Verdict
from .json import FORMAT_VERSION

_VERDICTS = get_args(Verdict)
_KINDS = ("accepted", "refused", "either", "answered")


class ReportError(Exception):
    """A file that is no report which can be used; the message says which file, what is wrong, and what to do."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A report that was read back. ``checks`` are the entries of the report by their id, in its order."""

    path: str
    target: str
    spec: str
    document: Mapping[str, Any] = field(repr=False)
    checks: Mapping[str, Mapping[str, Any]] = field(repr=False)

    def case(self, name: str) -> Case:
        """Return a failed case by its id, or the first failed case of the check with this id. Raises `ReportError`."""
        failures = list(self._failures())
        found = next((pair for pair in failures if pair[1] == name), None) or next((pair for pair in failures if pair[0] == name), None)
        if found is None:
            if name in self.checks:
                raise ReportError(f"{self.path}: the check '{name}' has no failure that could be made again")
            hint = did_you_mean(name, [part for pair in failures for part in pair[:2]])
            raise ReportError(f"{self.path}: no failed case and no check is called '{clean(name)}'{hint}")
        check, case, failure = found
        steps = failure.get("steps")
        if not isinstance(steps, list) or not steps:
            raise ReportError(f"{self.path}: the case '{case}' of '{check}' was recorded without its steps")
        return Case(case, tuple(_step(step, f"{self.path}: step {number} of '{case}'") for number, step in enumerate(steps, 1)))

    def _failures(self) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        for name, check in self.checks.items():
            for failure in check.get("failures") or ():
                if isinstance(failure, Mapping) and isinstance(failure.get("case"), str):
                    yield name, failure["case"], failure


def load(path: Path) -> Recorded:
    """Read a JSON report of `mpkit conform`. Raises `ReportError`."""
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise ReportError(f"{path}: cannot be read: {problem.strerror}") from None
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError as problem:
        raise ReportError(f"{path}: not JSON: {problem}. A report is written with: mpkit conform --report json=FILE") from None
    return _recorded(str(path), document)


def _recorded(path: str, document: Any) -> Recorded:
    if not isinstance(document, dict) or "version" not in document or not isinstance(document.get("checks"), list):
        what = "a report of 'mpkit lint'" if isinstance(document, dict) and "diagnostics" in document else "no report"
        raise ReportError(f"{path}: {what}; expected what 'mpkit conform --report json=FILE' writes")
    version = document["version"]
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ReportError(f"{path}: 'version' is {clean(repr(version))}; expected {FORMAT_VERSION}")
    if version > FORMAT_VERSION:
        raise ReportError(f"{path}: a report of version {version}; this mpkit reads version {FORMAT_VERSION}. Upgrade mpkit")
    target = document.get("target")
    name = target.get("name") if isinstance(target, dict) else None
    if not isinstance(name, str) or not isinstance(document.get("spec"), str):
        raise ReportError(f"{path}: no report: 'target' has no name, or 'spec' is no text")
    return Recorded(path, name, document["spec"], document, dict(_checks(path, document["checks"])))


def _checks(path: str, entries: list[Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for index, entry in enumerate(entries):
        name = entry.get("id") if isinstance(entry, dict) else None
        if not isinstance(name, str):
            raise ReportError(f"{path}: 'checks/{index}' has no id")
        if entry.get("verdict") not in _VERDICTS:
            raise ReportError(
                f"{path}: the verdict on '{clean(name)}' is {clean(repr(entry.get('verdict')))}; expected {', '.join(_VERDICTS)}"
            )
        if not isinstance(entry.get("failures", []), list):
            raise ReportError(f"{path}: the failures of '{clean(name)}' are no list")
        yield name, entry


def _step(entry: Any, where: str) -> Step:
    """Return a step as it was recorded. Raises `ReportError`, whose message begins with ``where``."""
    try:
        raw = entry.get("raw")
        request = _exact(entry, "request")
        if not isinstance(entry["operation"], str) or not isinstance(request, dict):
            raise ReportError(f"{where}: no operation, or a request that is no object")
        return Step(
            entry["operation"],
            request,
            _expectation(entry["expect"]),
            _text(entry, "creates"),
            None if raw is None else base64.b64decode(raw, validate=True),
            _text(entry, "target"),
        )
    except (AttributeError, KeyError, TypeError, ValueError, binascii.Error) as problem:
        raise ReportError(f"{where} cannot be read: {type(problem).__name__}: {clean(str(problem))}") from None


def _expectation(entry: Mapping[str, Any]) -> Expectation:
    kind = entry["kind"]
    if kind not in _KINDS:
        raise ValueError(f"expect/kind is {kind!r}; expected {', '.join(_KINDS)}")
    member = entry.get("member")
    return Expectation(
        kind,
        tuple(map(str, entry.get("codes", ()))),
        None if member is None else tuple(step if isinstance(step, int) else str(step) for step in member),
        _exact(entry, "body"),
        tuple(map(int, entry.get("statuses", (400,)))),
    )


def _exact(entry: Mapping[str, Any], name: str) -> Any:
    return json.loads(entry[f"{name}_json"]) if f"{name}_json" in entry else entry.get(name)


def _text(entry: Mapping[str, Any], name: str) -> str | None:
    value = entry.get(name)
    return None if value is None else str(value)
