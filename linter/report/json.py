"""The machine-readable report, version 1; keys are only ever added."""

from collections import Counter
from typing import Any

import orjson

from ..finding import Cell, Diagnostic, Edit, Place, RelatedPlace, Report, Severity
from ..path import pointer

FORMAT_VERSION = 1
_LAYOUT = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
_REFERENCE = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/"


def render(report: Report, version: str, *, statistics: bool = False) -> bytes:
    """Return the report as one JSON document; ``version`` is that of the tool. ``statistics`` adds the findings counted by rule."""
    document: dict[str, Any] = {
        "version": FORMAT_VERSION,
        "tool": {"name": "mpkit", "version": version},
        "spec": report.spec,
        "summary": {
            "files": report.files,
            "requests": report.requests,
            "errors": report.count(Severity.error),
            "warnings": report.count(Severity.warning),
            "infos": report.count(Severity.info),
            "suppressed": report.suppressed,
            "skipped": [{"path": skipped.path, "reason": skipped.reason} for skipped in report.skipped],
            "unreadable": [{"path": skipped.path, "reason": skipped.reason} for skipped in report.unreadable],
            "internal_errors": [{"path": error.path, "rule": error.rule, "detail": error.detail} for error in report.internal_errors],
            "unrelated": report.unrelated,
        },
        "diagnostics": [_diagnostic(diagnostic) for diagnostic in report.diagnostics],
    }
    if statistics:
        document["summary"]["statistics"] = _statistics(report)
    return dumped(document)


def dumped(document: dict[str, Any]) -> bytes:
    """Write a report of plain data."""
    try:
        return orjson.dumps(document, option=_LAYOUT)
    except TypeError:
        return orjson.dumps(_encodable(document), option=_LAYOUT)


def _statistics(report: Report) -> list[dict[str, Any]]:
    counts = Counter((diagnostic.rule, diagnostic.name, str(diagnostic.severity)) for diagnostic in report.diagnostics)
    return [
        {"rule": rule, "name": name, "severity": severity, "count": count}
        for (rule, name, severity), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "path": diagnostic.path,
        "rule": diagnostic.rule,
        "name": diagnostic.name,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "operation": diagnostic.operation,
        "pointer": diagnostic.pointer,
        **between(diagnostic.place),
        "clauses": diagnostic.clauses,
        "help": diagnostic.help,
        "suggestion": _edit(diagnostic.suggestion),
        "url": f"{_REFERENCE}API_{diagnostic.operation}.html" if diagnostic.operation else _REFERENCE,
        "related": [_related(related) for related in diagnostic.related],
        "request": diagnostic.request,
        "form": diagnostic.form,
        "cell": in_cell(diagnostic.cell),
    }


def _encodable(value: Any) -> Any:
    """Copy plain data with half characters, which broken files can put into keys, as escapes."""
    if isinstance(value, str):
        return value.encode("utf-8", errors="backslashreplace").decode()
    if isinstance(value, dict):
        return {_encodable(key): _encodable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_encodable(item) for item in value]
    return value if isinstance(value, int | float | None) else str(value)


def in_cell(cell: Cell | None) -> dict[str, int] | None:
    """Return a place in a notebook as plain data."""
    return None if cell is None else {"cell": cell.cell, "line": cell.line, "column": cell.column}


def between(place: Place) -> dict[str, Any]:
    """Return a range as plain data."""
    return {
        "start": {"line": place.start.line, "column": place.start.column},
        "end": {"line": place.end.line, "column": place.end.column},
    }


def _related(related: RelatedPlace) -> dict[str, Any]:
    return {"pointer": related.pointer, "message": related.message, **between(related.place)}


def _edit(edit: Edit | None) -> dict[str, Any] | None:
    return None if edit is None else {"op": edit.op, "pointer": pointer(edit.path), "value": edit.value}
