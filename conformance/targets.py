"""From what a user asks for to a subject that is ready: the client, what stands around it, and what is cleaned up afterwards."""

import random
import string
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from .check import Target
from .cleanup import Cleanup, cleanup, signals
from .ledger import Ledger, Origin
from .names import LOGICAL_ACCOUNT, Names
from .subject import Subject, SubjectError
from .subjects.wire import Endpoint, Timeouts, Wire
from .subjects.wrappers import Budgeted, Ledgered, Paced, Patient, Stop, Stoppable

if TYPE_CHECKING:
    from ..schemas import Spec

MOTO, REFERENCE, AWS = "moto", "reference", "aws"

# Starts with a letter, so that a name made of it is one; long enough that no two runs share it.
_PREFIX_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Wish:
    """What a user asks to be tested, and how; see ``mpkit conform --help``. ``sts_url`` is for trials of the account target."""

    target: str | None = None
    endpoint_url: str | None = None
    region: str | None = None
    profile: str | None = None
    client: Literal["http", "boto3"] = "http"
    timeout: float | None = None
    workers: int = 4
    rate: float | None = None
    max_requests: int | None = None
    account: str | None = None
    image: str | None = None
    model_data_url: str | None = None
    ledger: Path | None = None
    allow_validation_jobs: bool = False
    allow_marketplace: bool = False
    sts_url: str | None = None

    @property
    def kind(self) -> str:
        """The target by the name that reports give it."""
        return self.target or ("endpoint" if self.endpoint_url else MOTO)

    @property
    def timeouts(self) -> Timeouts:
        """How long to wait for answers."""
        return Timeouts() if self.timeout is None else Timeouts(min(5.0, self.timeout), self.timeout, 2 * self.timeout)


@dataclass(slots=True)
class Opened:
    """A target that is ready: the ``subject`` to send to, whose calls are counted in ``counter``.

    ``client`` is the same without what stops, counts or records. ``ledger`` is where is written what is created, `None` for what goes
    away by itself.
    """

    subject: Subject
    client: Subject
    counter: Budgeted
    target: Target
    names: Names
    stop: Stop
    ledger: Ledger | None = None
    _say: Callable[[str], object] = field(default=str, repr=False)

    def cleaning(self, capabilities: Mapping[str, bool] | None = None) -> AbstractContextManager[Cleanup]:
        """Return what deletes all that is created in its block, however the block ends, and stops the run at the user's signal."""
        if self.ledger is None:
            return _undisturbed(self.stop, self._say)
        return cleanup(self.ledger, self.client, self.stop, self._say, capabilities)


@contextmanager
def opened(wish: Wish, spec: "Spec", say: Callable[[str], object] = str) -> Iterator[Opened]:
    """Open the target that a user asks for, and close it when the block is over; ``say`` is told what the user has to know meanwhile.

    Raises `SubjectError` when it cannot be made of what the user gave.
    """
    with ExitStack() as stack:
        client = client_of(wish, spec)
        stack.callback(client.close)
        account = getattr(client, "account", None)
        known = account if isinstance(account, str) else None
        names = Names(_prefix(), client.region, known or LOGICAL_ACCOUNT)
        endpoint = wish.endpoint_url or getattr(client, "url", None)
        ledger = _ledger(wish, Origin(names.prefix, wish.kind, client.region, known, endpoint))
        stop = Stop()
        counter = Budgeted(Paced(client, wish.rate, sleep=stop.sleep) if wish.rate else client, wish.max_requests)
        subject = arranged(counter, wish, ledger, stop)
        target = Target(wish.kind, client.name, client.region, endpoint)
        yield Opened(subject, client, counter, target, names, stop, ledger, say)


def arranged(inner: Subject, wish: Wish, ledger: Ledger | None, stop: Stop) -> Subject:
    """Put around a client what decides what is sent, and writes down what is created."""
    is_account = wish.target == AWS
    # A service is given time to recover; a backend on this machine that does not answer is told at once.
    subject: Subject = Patient(inner, sleep=stop.sleep) if is_account else Patient(inner, attempts=3, longest=1.0, sleep=stop.sleep)
    if ledger is not None:
        subject = Ledgered(subject, ledger)
    if is_account:
        from .subjects.account import Guarded  # noqa: PLC0415 - loads boto3, only for a real account

        owns = ledger.owns if ledger is not None else lambda _: True
        subject = Guarded(subject, owns, validation=wish.allow_validation_jobs, marketplace=wish.allow_marketplace)
    return Stoppable(subject, stop)


def client_of(wish: Wish, spec: "Spec") -> Subject:
    """Make the subject that a user asks for, without anything around it. Raises `SubjectError`."""
    if wish.target == AWS:
        from .subjects.account import open_account  # noqa: PLC0415 - loads boto3, only for a real account

        return open_account(
            wish.account,
            wish.image,
            wish.model_data_url,
            region=wish.region,
            profile=wish.profile,
            workers=wish.workers,
            timeouts=wish.timeouts,
            url=wish.endpoint_url,
            sts_url=wish.sts_url,
        )
    if wish.endpoint_url is not None:
        if wish.target is not None:
            raise SubjectError(f"--endpoint-url and --target {wish.target} exclude each other: the URL is the target")
        return _http(wish, wish.endpoint_url)
    if wish.target in (None, MOTO):
        from .subjects.moto import Moto  # noqa: PLC0415 - moto is slow to load

        return Moto(wish.region)
    if wish.target == REFERENCE:
        from .subjects.reference import Reference  # noqa: PLC0415 - one target a run

        return Reference(spec, wish.region)
    from .subjects.factory import load  # noqa: PLC0415 - one target a run

    return load(wish.target)


def _http(wish: Wish, url: str) -> Subject:
    if wish.client == "boto3":
        from .subjects.boto import Boto  # noqa: PLC0415 - boto3 is slow to load

        return Boto(url, region=wish.region, profile=wish.profile, workers=wish.workers, timeouts=wish.timeouts)
    return Wire(url, region=wish.region, profile=wish.profile, timeouts=wish.timeouts)


def _ledger(wish: Wish, origin: Origin) -> Ledger | None:
    """Start a ledger for what outlives the run; that of an account in the current folder, others out of the way. Raises `SubjectError`."""
    is_account = wish.target == AWS
    outlives = is_account or wish.endpoint_url is not None or wish.target not in (None, MOTO, REFERENCE)
    if not outlives and wish.ledger is None:
        return None
    is_remote = is_account or (wish.endpoint_url is not None and not Endpoint.parse(wish.endpoint_url).is_loopback)
    folder = Path() if is_remote else Path(tempfile.gettempdir())
    return Ledger.create(wish.ledger or folder / f"mpkit-ledger-{origin.prefix}.jsonl", origin, durable=is_remote)


@contextmanager
def _undisturbed(stop: Stop, say: Callable[[str], object]) -> Iterator[Cleanup]:
    with signals(stop, say):
        yield Cleanup()


def _prefix() -> str:
    source = random.SystemRandom()
    rest = (source.choice(string.ascii_lowercase + string.digits) for _ in range(_PREFIX_LENGTH - 1))
    return source.choice(string.ascii_lowercase) + "".join(rest)
