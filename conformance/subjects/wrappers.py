"""Subjects around a subject: each adds one thing to what is sent, and whoever sends does not notice.

Stoppable(Ledgered(Patient(Budgeted(Paced(client, rate), most)), ledger), stop)
"""

import random
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ..ledger import Kind, Ledger, LedgerError
from ..outcome import Accepted, Broken, Reply, read
from ..subject import Call, Subject, TransportError
from ._bodies import text_members
from .wire import READING

_NOT_SENT = frozenset({"budget", "guarded", "stopped"})
_REFUSED = range(400, 500)
_LONGEST_IDENTITY = 2048


def action_of(call: Call) -> str:
    """Return the name of the operation that a backend sees."""
    return call.header_target.rpartition(".")[2]


class Wrapper:
    """A subject that hands everything through to ``inner``."""

    def __init__(self, inner: Subject) -> None:
        self.inner = inner
        self.name = inner.name
        self.region = inner.region

    def send(self, call: Call) -> Reply:
        """Send one call. Raises `TransportError`."""
        return self.inner.send(call)

    def close(self) -> None:
        """End connections, and whatever was started."""
        self.inner.close()


class Stop:
    """Whether the user wants the run to end: ``signal`` is the number of the signal that said so."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self.signal: int | None = None

    def set(self, signal: int | None = None) -> None:
        """Let nothing more be sent."""
        self.signal = signal
        self._event.set()

    def is_set(self) -> bool:
        """Tell whether nothing more is sent."""
        return self._event.is_set()

    def sleep(self, seconds: float) -> None:
        """Wait, but no longer than until the run is to end."""
        self._event.wait(seconds)


class Stoppable(Wrapper):
    """Sends nothing more once ``stop`` is set."""

    def __init__(self, inner: Subject, stop: Stop) -> None:
        super().__init__(inner)
        self._stop = stop

    def send(self, call: Call) -> Reply:
        """Send one call. Raises `TransportError`, of kind ``stopped`` once the run is to end."""
        if self._stop.is_set():
            raise TransportError("stopped", "the run was stopped")
        return self.inner.send(call)


class Budgeted(Wrapper):
    """Sends at most ``most`` calls, and counts them: ``sent`` is how many went out."""

    def __init__(self, inner: Subject, most: int | None = None) -> None:
        super().__init__(inner)
        self.sent = 0
        self._most = most
        self._lock = threading.Lock()

    def send(self, call: Call) -> Reply:
        """Send one call. Raises `TransportError`, of kind ``budget`` when all calls are used up."""
        with self._lock:
            if self._most is not None and self.sent >= self._most:
                raise TransportError("budget", f"the {self._most:,} calls that this run may make are used up")
            self.sent += 1
        return self.inner.send(call)


class Paced(Wrapper):
    """Sends at most ``rate`` calls a second, at even distances."""

    def __init__(
        self, inner: Subject, rate: float, *, sleep: Callable[[float], object] = time.sleep, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(inner)
        self._gap = 1 / rate
        self._sleep = sleep
        self._clock = clock
        self._next = 0.0
        self._lock = threading.Lock()

    def send(self, call: Call) -> Reply:
        """Send one call when its time has come. Raises `TransportError`."""
        with self._lock:
            now = self._clock()
            mine = max(now, self._next)
            self._next = mine + self._gap
        if mine > now:
            self._sleep(mine - now)
        return self.inner.send(call)


class Patient(Wrapper):
    """Sends a call again after a while when the backend had too much to do.

    That is after an answer of throttling and after HTTP 503, which say that nothing was done; what only reads is also sent again after
    any other failure on the way. The wait is random and doubles, or is what ``Retry-After`` says; throttling slows all calls down until
    answers come again. After ``attempts`` calls, or when the backend asks for more than ``longest`` seconds, the last answer stands.
    """

    def __init__(
        self, inner: Subject, *, attempts: int = 6, longest: float = 20.0, first: float = 0.2, sleep: Callable[[float], object] = time.sleep
    ) -> None:
        super().__init__(inner)
        self._attempts = attempts
        self._longest = longest
        self._first = first
        self._sleep = sleep
        self._random = random.Random()  # noqa: S311 - spreads calls in time; not the module's own, which Hypothesis seeds
        self._gap = 0.0
        self._lock = threading.Lock()

    def send(self, call: Call) -> Reply:
        """Send one call, several times if need be. Raises `TransportError`."""
        reads = action_of(call).startswith(READING)
        attempt = 0
        while True:
            attempt += 1
            if self._gap:
                self._sleep(self._gap)
            try:
                reply = self.inner.send(call)
            except TransportError as problem:
                wait = self._wait(attempt, None) if reads and problem.broken.kind not in _NOT_SENT else None
                if wait is None:
                    raise
            else:
                wait = self._wait(attempt, reply) if self._is_busy(reply, reads=reads) else None
                if wait is None:
                    return reply
            self._sleep(wait)

    def _is_busy(self, reply: Reply, *, reads: bool) -> bool:
        """Tell whether a call is to be sent again, and slow down or speed up accordingly."""
        outcome = read(reply)
        if not isinstance(outcome, Broken):
            if self._gap:
                with self._lock:
                    self._gap = self._gap * 0.9 if self._gap > self._first / 10 else 0.0
            return False
        if outcome.kind == "throttled":
            with self._lock:
                self._gap = min(max(self._gap * 2, self._first / 4), self._longest / 4)
        return reads or outcome.kind == "throttled" or reply.status == 503  # noqa: PLR2004 - Service Unavailable

    def _wait(self, attempt: int, reply: Reply | None) -> float | None:
        """Return the seconds to wait before the next attempt, `None` when there is none."""
        if attempt >= self._attempts:
            return None
        asked = None if reply is None else retry_after(reply.headers)
        if asked is not None:
            return asked if asked <= self._longest else None
        return self._random.uniform(0, min(self._longest, self._first * 2**attempt))


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that the header ``Retry-After`` asks to wait, as a number or as a date; `None` when it says nothing."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        then = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (then.replace(tzinfo=then.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


# What creates something: the operation, and the member of its answer with the ARN.
_CREATES = {"CreateModelPackage": "ModelPackageArn", "CreateModelPackageGroup": "ModelPackageGroupArn"}


class Ledgered(Wrapper):
    """Writes into a ledger what is created before it is asked for, then the answer."""

    def __init__(self, inner: Subject, ledger: Ledger) -> None:
        super().__init__(inner)
        self._ledger = ledger

    def send(self, call: Call) -> Reply:
        """Send one call. Raises `TransportError`, of kind ``guarded`` when the ledger cannot be written: nothing was sent then."""
        action = action_of(call)
        if action not in _CREATES:
            return self.inner.send(call)
        kind, names = _asked_for(action, call.body)
        try:
            number = self._ledger.asked(kind, names)
        except LedgerError as problem:
            raise TransportError("guarded", str(problem)) from problem
        try:
            reply = self.inner.send(call)
        except TransportError as problem:
            if problem.broken.kind in _NOT_SENT:
                self._note(number, None, was_refused=True)
            raise
        outcome = read(reply)
        if isinstance(outcome, Accepted) or reply.status in _REFUSED:
            body = outcome.body if isinstance(outcome, Accepted) else None
            self._note(number, body.get(_CREATES[action]) if isinstance(body, dict) else None, was_refused=reply.status in _REFUSED)
        return reply

    def _note(self, number: int, arn: object, *, was_refused: bool) -> None:
        # What cannot be written any more counts as asked for and not answered, and will be looked for.
        with suppress(LedgerError):
            if was_refused:
                self._ledger.refused(number)
            else:
                self._ledger.created(number, arn if isinstance(arn, str) else None)


def _asked_for(action: str, body: bytes) -> tuple[Kind, tuple[str, ...]]:
    groups = _names(body, "ModelPackageGroupName")
    if action == "CreateModelPackageGroup":
        return "group", groups
    names = _names(body, "ModelPackageName")
    return ("package", names) if names or not groups else ("version", groups)


def _names(body: bytes, member: str) -> tuple[str, ...]:
    """Return what may be a name; what is longer than any ARN is none, and would fill the ledger."""
    return tuple(name for name in text_members(body, member) if len(name) <= _LONGEST_IDENTITY)
