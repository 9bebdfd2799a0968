"""What the kit needs of a backend: one method that takes a call and gives back the answer.

Anything that can answer AWS JSON 1.1 can be a subject, over HTTP or not:

    class Fake:
        name = "my fake"
        region = "us-east-1"

        def send(self, call):
            status, document = my_fake.handle(call.operation, json.loads(call.body))
            return Reply(status, {}, json.dumps(document).encode())

        def close(self):
            pass

``mpkit conform --target my_module:Fake`` runs the kit against it.
"""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from .outcome import Broken, BrokenKind, Reply

SERVICE = "SageMaker"
CONTENT_TYPE = "application/x-amz-json-1.1"


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it goes over the wire: the operation, and the body as bytes, which need not be JSON.

    ``target`` is the ``X-Amz-Target`` header; `None` stands for the operation's own, and an empty text for no such header.
    ``content_type`` is the header of that name.
    """

    operation: str
    body: bytes
    target: str | None = None
    content_type: str = CONTENT_TYPE

    @property
    def header_target(self) -> str:
        """The value of the ``X-Amz-Target`` header."""
        return f"{SERVICE}.{self.operation}" if self.target is None else self.target


class TransportError(Exception):
    """A call that got no answer; ``kind`` is one of those of `mpkit.conformance.outcome.Broken`."""

    def __init__(self, kind: BrokenKind, detail: str) -> None:
        super().__init__(detail)
        self.broken = Broken(kind, detail)


class SubjectError(Exception):
    """A subject that cannot be made of what the user gave; the message says what was wrong and what to do."""


@runtime_checkable
class Subject(Protocol):
    """A backend under test.

    ``name`` is how reports call it, ``region`` the region that its ARNs are expected to have. `send` is called from several threads at
    once unless the run has one worker; it raises `TransportError` where there is no answer. `close` ends what the subject started.
    A subject may also have an ``account``, where its ARNs are of another one than 111122223333, and the ``url`` at which it listens.
    """

    name: str
    region: str

    def send(self, call: Call) -> Reply:
        """Send one call and return its answer. Raises `TransportError`."""
        ...

    def close(self) -> None:
        """End connections, and whatever was started for this subject."""
        ...
