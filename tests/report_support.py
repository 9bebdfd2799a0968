"""Runs made by hand, for tests of reports: what a backend could say, the worst of it included."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from mpkit.conformance.check import (
    ACCEPTED,
    Check,
    Exchange,
    Expectation,
    Failure,
    Grade,
    Result,
    Run,
    Step,
    Summary,
    Target,
    Verdict,
    refused,
)
from mpkit.conformance.outcome import Accepted, Outcome, Refused
from mpkit.linter.report.text import Look

CREATE, UPDATE, DESCRIBE, GROUP = "CreateModelPackage", "UpdateModelPackage", "DescribeModelPackage", "CreateModelPackageGroup"
PREFIX = "k3f9x2"
PLAIN = Look()
ARN = "arn:aws:sagemaker:us-east-1:111122223333:model-package/k3f9x2001-churn/276"

# What breaks out of a page, a document, a terminal or a shell that does not take care.
HOSTILE = (
    "</script><script>document.title='owned'</script>",
    '"><img src=x onerror="document.title=\'owned\'">',
    "<!-- ]]> <![CDATA[ &lt;",
    "```\n| @someone #1 [x](http://example.com) |",
    "\x1b[31mred\x1b[0m \x00 \x07 \u202e txt \u2028 \ud800",
    "'; touch owned; echo '",
    "$(touch owned) `touch owned` \\",
)


def check(id: str = "create/ModelPackageName:pattern", **changes: Any) -> Check:  # noqa: A002 - the field's name
    fields = {
        "id": id,
        "title": "CreateModelPackage holds ModelPackageName against its pattern",
        "phase": "boundary",
        "topic": "pattern",
        "clauses": ("CMP-NAME-PATTERN",),
    }
    return Check(**(fields | changes))


def exchange(
    request: Mapping[str, Any] | None = None,
    outcome: Outcome = Accepted(200, {"ModelPackageArn": ARN}),  # noqa: B008 - frozen
    operation: str = CREATE,
    expect: Expectation | None = None,
    **step: Any,
) -> Exchange:
    request = {"ModelPackageName": "k3f9x2001-bad_"} if request is None else request
    expect = expect or refused(member=("ModelPackageName",))
    body = outcome.body if isinstance(outcome, Accepted) else {"message": getattr(outcome, "message", "")}
    made = Step(operation, {key: _logical(value) for key, value in request.items()}, expect, **step)
    return Exchange(made, request, outcome, body, getattr(outcome, "status", None), 0.25)


def _logical(value: Any) -> Any:
    return value.replace(f"{PREFIX}001-", "") if isinstance(value, str) else value


def failure(*exchanges: Exchange, grade: Grade = "accepted", **changes: Any) -> Failure:
    fields = {
        "case": "create/ModelPackageName:pattern#first-invalid-1",
        "expected": "HTTP 400 ValidationException",
        "observed": "accepted with HTTP 200",
        "grade": grade,
        "exchanges": exchanges or (exchange(),),
    }
    return Failure(**(fields | changes))


def crash(operation: str = CREATE, expect: Expectation | None = None, message: str = "boom", **changes: Any) -> Failure:
    answered = exchange({"ModelPackageName": "k3f9x2001-a"}, Refused(500, "InternalError", message), operation, expect)
    return failure(answered, grade="wrong-status", observed=f"HTTP 500 InternalError: {message}", **changes)


def refusal(code: str = "ValidationException", message: str = "no", expect: Expectation = ACCEPTED, **changes: Any) -> Failure:
    answered = exchange({"ModelPackageName": "k3f9x2001-a"}, Refused(400, code, message), CREATE, expect)
    return failure(answered, **({"grade": "wrong-status", "expected": "HTTP 200", "observed": f"HTTP 400 {code}: {message}"} | changes))


def lost(**changes: Any) -> Failure:
    """An update that lost the status which it does not mention."""
    group = exchange({"ModelPackageGroupName": "k3f9x2001-churn"}, Accepted(200, {"ModelPackageGroupArn": "arn:group"}), GROUP, ACCEPTED)
    created = exchange({"ModelPackageGroupName": "k3f9x2001-churn"}, expect=ACCEPTED, creates="arn:logical")
    updated = exchange({"ModelPackageArn": ARN, "ApprovalDescription": "fine"}, operation=UPDATE, expect=ACCEPTED)
    described = exchange({"ModelPackageName": ARN}, Accepted(200, {}), DESCRIBE, ACCEPTED)
    said = {"case": "update/keeps-unmentioned#1", "expected": "/ModelApprovalStatus is 'Approved'", "observed": "it is absent"}
    return failure(group, created, updated, described, grade="wrong-state", **(said | changes))


def result(one: Check | None = None, *failures: Failure, verdict: Verdict | None = None, **changes: Any) -> Result:
    found: Verdict = verdict or ("failed" if failures else "passed")
    return Result(one or check(), found, 3, failures, **changes)


def state(id: str = "update/keeps-unmentioned", title: str = "An update changes only what it mentions", **changes: Any) -> Check:  # noqa: A002
    return check(id, **({"title": title, "phase": "stateful", "topic": "keep", "clauses": ("UMP-STATUS-ENUM",)} | changes))


def run(*results: Result, **changes: Any) -> Run:
    verdicts = [one.verdict for one in results if one.deviation is None]
    counts = {verdict: verdicts.count(verdict) for verdict in ("passed", "failed", "skipped", "errored")}
    summary = Summary(**counts, deviations=len(results) - len(verdicts), requests=1234, seconds=5.5)
    made = Run("2026-11", target(), 7, results, summary, {"prefix": PREFIX})
    return replace(made, **changes)


def target(kind: str = "endpoint", endpoint: str | None = "http://127.0.0.1:5000", **changes: Any) -> Target:
    return replace(Target(kind, "a backend 1.0", "us-east-1", endpoint, {"DeleteModelPackage": False}), **changes)


def mixed(**changes: Any) -> Run:
    """A run with something of everything."""
    return run(
        result(check("smoke/answers", title="The target answers", phase="smoke", topic="smoke", clauses=())),
        result(check(), failure()),
        result(check("create/ModelPackageDescription:pattern", level="SHOULD"), failure(case="create/ModelPackageDescription:pattern#1")),
        result(state(), lost()),
        result(state("delete/gone", "A deleted package is gone"), verdict="skipped", reason="the backend has no DeleteModelPackage"),
        result(state("list/pages", "Pages hold all"), verdict="errored", reason="timeout: no answer within 30 s"),
        **changes,
    )


def hostile() -> Run:
    """A run whose every text is hostile."""
    results = []
    for number, text in enumerate(HOSTILE):
        answered = exchange({"ModelPackageName": f"k3f9x2001-{text}", text: {text: [text]}}, Refused(400, text, text), expect=ACCEPTED)
        failed = failure(answered, grade="wrong-status", case=f"case {number} {text}", expected=text, observed=text)
        results.append(result(check(f"create/Thing{number}:pattern", title=text, clauses=(text,)), failed))
    results.append(result(check("update/x"), verdict="skipped", reason=HOSTILE[0]))
    results.append(result(check("update/y"), verdict="errored", reason=HOSTILE[1]))
    return run(*results, target=target(name=HOSTILE[0]), notes=HOSTILE, problems=HOSTILE)


def large(checks: int) -> Run:
    """A run of a backend that accepts everything."""
    return run(
        *(
            result(check(f"create/Member{number}:pattern", title=f"CreateModelPackage holds Member{number}"), failure(case=f"{number}"))
            for number in range(checks)
        )
    )


class Seen(NamedTuple):
    """A call as it arrived."""

    headers: Mapping[str, str]
    body: bytes


@contextmanager
def recorder(
    answer: bytes = b'{"ModelPackageArn": "arn:aws:sagemaker:us-east-1:111122223333:model-package/made/1"}',
) -> Iterator[tuple[str, list[Seen]]]:
    """Serve on a free port, answering all calls alike; gives the URL and what arrives."""
    seen: list[Seen] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append(Seen({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
