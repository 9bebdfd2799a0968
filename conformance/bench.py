"""The bench: where cases are run against a subject and judged."""

import json
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from .check import Case, Check, Exchange, Failure, Step
from .judge import judge
from .names import Names, Namespace
from .outcome import Accepted, Broken, Refused, read
from .subject import Call, Subject, TransportError

if TYPE_CHECKING:
    from ..schemas import Spec

_Item = TypeVar("_Item")
_Made = TypeVar("_Made")
CaseOutcome: TypeAlias = "Failure | Broken | None"

_CRASH = 500
# An answer of 5xx counts when it comes again: a backend may stumble once, and a defect stays.
_CONFIRMATIONS = 2
_AHEAD = 4
_ADDED = "AdditionalInferenceSpecificationsToAdd"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is asked to do. ``examples`` is the number of Hypothesis examples a check, ``workers`` that of concurrent calls.

    ``strict`` takes the documents' side where they and the live service disagree. ``validation`` and ``marketplace`` allow requests that
    start a paid job or a listing; an account is never asked to without them. With ``known_sources``, drawn requests have the image and the
    model archive of all others, in whose place an account gets those of its user.
    ``shrink`` makes the failures of drawn cases as small as they get, which a run that only counts them can do without.
    """

    seed: int = 0
    examples: int = 50
    workers: int = 4
    strict: bool = False
    validation: bool = True
    marketplace: bool = True
    known_sources: bool = False
    shrink: bool = True


@dataclass(frozen=True, slots=True)
class Bench:
    """A subject with all that is needed to run cases against it.

    ``capabilities`` tells by operation whether the backend has it, as far as it was probed.
    """

    subject: Subject
    spec: "Spec"
    names: Names
    settings: Settings = field(default_factory=Settings)
    capabilities: Mapping[str, bool] = field(default_factory=dict)

    def has(self, check: Check) -> bool:
        """Tell whether the backend has all operations that a check needs."""
        return all(self.capabilities.get(operation, True) for operation in check.needs)

    def exchange(self, step: Step, namespace: Namespace, *, counts: bool = False) -> Exchange:
        """Make one call with the names of ``namespace``, which learns the ARN of what it creates.

        An answer of 5xx is taken for the backend's when it comes three times in a row. Where it does not, and a later answer may come
        from the call having been acted on twice, the transport counts as broken. ``counts`` is whether it matters how many things there
        are afterwards.
        """
        first = exchange = self._exchange(step, namespace)
        is_repeatable = _is_repeatable(step)
        for _ in range(_CONFIRMATIONS):
            if not _is_crash(exchange):
                break
            is_repeatable = namespace.renew(step.request) or is_repeatable
            exchange = self._exchange(step, namespace)
        is_harmless = isinstance(exchange.outcome, Accepted) and not (counts and step.operation == "CreateModelPackage")
        if exchange is first or _is_crash(exchange) or is_repeatable or is_harmless:
            return exchange
        return replace(exchange, outcome=Broken("unavailable", f"HTTP {first.status} at first, and another answer to the same call later"))

    def _exchange(self, step: Step, namespace: Namespace) -> Exchange:
        request = namespace.request(step.request)
        body = json.dumps(request, ensure_ascii=False).encode("utf-8", "surrogatepass") if step.raw is None else step.raw
        start = time.perf_counter()
        try:
            reply = self.subject.send(Call(step.operation, body, step.target))
        except TransportError as problem:
            return Exchange(step, request, problem.broken, seconds=time.perf_counter() - start)
        outcome = read(reply)
        if step.creates and isinstance(outcome, Accepted) and isinstance(outcome.body, dict):
            arn = outcome.body.get("ModelPackageArn", outcome.body.get("ModelPackageGroupArn"))
            if isinstance(arn, str):
                namespace.learn(step.creates, arn)
        return Exchange(step, request, outcome, _shown(reply.body), reply.status, time.perf_counter() - start)

    def run(self, case: Case, namespace: Namespace | None = None, before: tuple[Exchange, ...] = ()) -> CaseOutcome:
        """Run a case in a namespace of its own, or as a continuation in ``namespace`` of what was done ``before``.

        Returns the failure, a broken transport, or `None` when all is as it has to be.
        """
        within = namespace or self.names.namespace()
        done = list(before)
        for step in case.steps:
            exchange = self.exchange(step, within)
            done.append(exchange)
            outcome = self.verdict(case.id, tuple(done), within)
            if outcome is not None:
                return outcome
        return None

    def verdict(self, case: str, exchanges: tuple[Exchange, ...], namespace: Namespace) -> CaseOutcome:
        """Judge the last of the calls of a case."""
        last = exchanges[-1]
        if isinstance(last.outcome, Broken):
            return last.outcome
        found = judge(_physical(last.step, namespace), last.outcome)
        return None if found is None else Failure(case, found.expected, found.observed, found.grade, exchanges)

    def wide(self, work: Callable[[_Item], _Made], items: Iterable[_Item]) -> Iterator[_Made]:
        """Yield what ``work`` makes of each item, in their order, several at a time."""
        if self.settings.workers == 1:
            yield from map(work, items)
            return
        with ThreadPoolExecutor(self.settings.workers, thread_name_prefix="mpkit") as pool:
            pending: deque[Future[_Made]] = deque()
            try:
                for item in items:
                    pending.append(pool.submit(work, item))
                    # As far ahead as keeps all workers busy, and no further: who stops reading stops the sending.
                    while len(pending) > _AHEAD * self.settings.workers:
                        yield pending.popleft().result()
                while pending:
                    yield pending.popleft().result()
            finally:
                for future in pending:
                    future.cancel()


def _is_repeatable(step: Step) -> bool:
    """Tell whether a call that is acted on twice has the effect of one."""
    if step.operation == "UpdateModelPackage":
        return step.raw is None and _ADDED not in step.request
    return step.operation.startswith(("Describe", "List"))


def _is_crash(exchange: Exchange) -> bool:
    return isinstance(exchange.outcome, Refused) and exchange.outcome.status >= _CRASH


def _physical(step: Step, namespace: Namespace) -> Any:
    expect = step.expect
    if expect.body is None:
        return expect
    return replace(expect, body=namespace.answer(expect.body))


def _shown(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return body.decode(errors="replace")
