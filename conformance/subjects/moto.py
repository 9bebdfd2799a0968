"""moto, started inside this process on a free port.

Only moto's HTTP face is used, the application behind ``moto_server``: clients of this process are not touched. What moto keeps belongs to
its process, so the kit uses an account of its own there and empties it at the end.
"""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple
from wsgiref.util import setup_testing_defaults

from ..outcome import Reply
from ..server import serving
from ..subject import Call, SubjectError
from .wire import PLACEHOLDER_KEY, PLACEHOLDER_REGION, Wire

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

ACCOUNT = "111122223333"

_SIGNATURE = f"AWS4-HMAC-SHA256 Credential={PLACEHOLDER_KEY}/20260101/{{region}}/sagemaker/aws4_request, Signature=0"

_FAILED = Reply(500, {"content-type": "text/html; charset=utf-8"}, b"<!doctype html>\n<title>500 Internal Server Error</title>\n")
# The server says how long an answer is by itself, and keeps the connection.
_OF_THE_CONNECTION = frozenset({"content-length", "transfer-encoding", "connection"})


class Moto:
    """moto as a subject; ``url`` is where it listens until `close`. Raises `SubjectError` when moto is not installed."""

    account = ACCOUNT

    def __init__(self, region: str | None = None) -> None:
        parts = _parts()
        self.region = region or PLACEHOLDER_REGION
        self.name = f"moto {parts.version}"
        with ExitStack() as stack:
            stack.callback(parts.empty)
            self.url = stack.enter_context(serving(_Face(parts.application, self.region)))
            self._wire = Wire(self.url, region=self.region, name=self.name)
            stack.callback(self._wire.close)
            self._started = stack.pop_all()

    def send(self, call: Call) -> Reply:
        """Send one call to moto. Raises `TransportError`."""
        return self._wire.send(call)

    def close(self) -> None:
        """Stop the server and forget what was created."""
        self._started.close()


@dataclass(frozen=True, slots=True)
class _Face:
    """Hands calls to moto's application; moto finds service and region in the signature, and the account in a header."""

    application: "WSGIApplication"
    region: str

    def __call__(self, call: Call) -> Reply:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/",
            "CONTENT_TYPE": call.content_type,
            "CONTENT_LENGTH": str(len(call.body)),
            "HTTP_AUTHORIZATION": _SIGNATURE.format(region=self.region),
            "HTTP_X_MOTO_ACCOUNT_ID": ACCOUNT,
            "wsgi.input": BytesIO(call.body),
        }
        if call.header_target:
            environ["HTTP_X_AMZ_TARGET"] = call.header_target
        setup_testing_defaults(environ)
        started: list[tuple[str, list[tuple[str, str]]]] = []
        written: list[bytes] = []

        def start(status: str, headers: list[tuple[str, str]], _: Any = None, /) -> Callable[[bytes], object]:
            started[:] = [(status, headers)]
            return written.append

        try:
            answer: Iterable[bytes] = self.application(environ, start)
            written.extend(answer)
            status, headers = started[0]
        except Exception:  # noqa: BLE001 - moto raises where it does not know an operation; behind `moto_server` that is a bare 500
            return _FAILED
        kept = {key.lower(): value for key, value in headers if key.lower() not in _OF_THE_CONNECTION}
        return Reply(int(status.split()[0]), kept, b"".join(written))


class _Parts(NamedTuple):
    application: "WSGIApplication"
    empty: Callable[[], object]
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
    return _Parts(DomainDispatcherApplication(create_backend_app), lambda: sagemaker_backends.pop(ACCOUNT, None), moto.__version__)
