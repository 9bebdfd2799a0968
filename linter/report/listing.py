"""The list of the requests that were found, and how much of each is known."""

from typing import Any

from ..finding import Listed, Report
from .json import FORMAT_VERSION, between, dumped, in_cell
from .text import Look, counted, passed_over
from .text import in_cell as text_in_cell

_SHOWN = 5


def as_json(report: Report, version: str) -> bytes:
    """Return the list as one JSON document; keys are only ever added."""
    document: dict[str, Any] = {
        "version": FORMAT_VERSION,
        "tool": {"name": "mpkit", "version": version},
        "spec": report.spec,
        "summary": {
            "files": report.files,
            "requests": report.requests,
            "skipped": [{"path": skipped.path, "reason": skipped.reason} for skipped in report.skipped],
            "unreadable": [{"path": skipped.path, "reason": skipped.reason} for skipped in report.unreadable],
            "unrelated": report.unrelated,
        },
        "requests": [
            {
                "path": found.path,
                **between(found.place),
                "cell": in_cell(found.cell),
                "form": found.form,
                "operation": found.operation,
                "known": found.known,
                "unknown": found.unknown,
                "unknowns": found.unknowns,
                "open": found.opens,
            }
            for found in report.listed
        ],
    }
    return dumped(document)


def as_text(report: Report, look: Look) -> bytes:
    """Return the list as lines, one request each, and a summary."""
    lines = [*(_line(found, look) for found in report.listed), *passed_over(report, look)]
    lines += [f"{look.paint('cannot read', 'error')} {skipped.path}: {skipped.reason}" for skipped in report.unreadable]
    skipped = len(report.skipped) + report.unrelated
    tail = f"; {counted(skipped, 'file')} without a request skipped" if skipped else ""
    lines.append(f"{counted(report.requests, 'request')} ({counted(report.files, 'file')}){tail}")
    return "".join(f"{line}\n" for line in lines).encode(errors="backslashreplace")


def _line(found: Listed, look: Look) -> str:
    start = found.place.start
    where = look.paint(f"{found.path}:{start.line}:{start.column}", "bold")
    total = found.known + found.unknown
    told = f"{found.known:,} of {counted(total, 'value')} known"
    if found.unknowns:
        told += f"; unknown: {_some(found.unknowns)}"
    if found.opens:
        told += f"; may hold more: {_some(found.opens)}"
    return f"{where}: {found.form} {found.operation}: {told}{text_in_cell(found.cell)}"


def _some(pointers: tuple[str, ...]) -> str:
    names = [pointer or "the request" for pointer in pointers[:_SHOWN]]
    more = len(pointers) - len(names)
    return ", ".join(names) + (f" and {more:,} more" if more else "")
