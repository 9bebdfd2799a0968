"""moto, started inside this process on a free port.

Only moto's HTTP face is used, the one behind ``moto_server``: clients of this process are not touched. What moto keeps belongs to its
process, so the kit uses an account of its own there and empties it at the start and at the end.
"""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from ..outcome import Reply
from ..subject import Call, SubjectError
from ._wsgi import Server
from .wire import PLACEHOLDER_REGION, Wire

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

ACCOUNT = "111122223333"
_ACCOUNT_HEADER = "x-moto-account-id"


class Moto:
    """moto as a subject; ``url`` is where it listens until `close`. Raises `SubjectError` when moto is not installed."""

    account = ACCOUNT

    def __init__(self, region: str | None = None) -> None:
        self._parts = _parts()
        self.region = region or PLACEHOLDER_REGION
        self.name = f"moto {self._parts.version}"
        self._parts.empty()
        self._server = Server(self._parts.application)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="mpkit-moto", daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._wire = Wire(self.url, region=self.region, name=self.name, headers={_ACCOUNT_HEADER: ACCOUNT})

    def send(self, call: Call) -> Reply:
        """Send one call to moto. Raises `TransportError`."""
        return self._wire.send(call)

    def close(self) -> None:
        """Stop the server and forget what was created."""
        self._wire.close()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._parts.empty()


class _Parts(NamedTuple):
    application: "WSGIApplication"
    empty: Callable[[], None]
    version: str


def _parts() -> _Parts:
    try:
        import moto  # noqa: PLC0415 - slow to load, and an extra
        from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app  # noqa: PLC0415 - as above
        from moto.sagemaker.models import sagemaker_backends  # noqa: PLC0415 - as above
    except ImportError as problem:
        raise SubjectError(
            f"moto cannot be started: {problem}. Install it with: pip install 'mpkit[moto]', or name another target with --endpoint-url"
        ) from problem

    def empty() -> None:
        sagemaker_backends.pop(ACCOUNT, None)

    return _Parts(DomainDispatcherApplication(create_backend_app), empty, moto.__version__)
