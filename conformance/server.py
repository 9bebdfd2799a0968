"""The reference over HTTP: a fake SageMaker model registry that behaves as the documents say.

    >>> from mpkit.conformance.server import serve
    >>> with serve() as fake:
    ...     fake.url
    'http://127.0.0.1:…'

Point any AWS client at the URL, in a test for example; credentials may be anything:

    client = boto3.client("sagemaker", endpoint_url=fake.url, region_name=fake.region, …)

``mpkit serve`` does the same from the command line.
"""

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from .._version import __version__
from ._model_state import State
from ._text import ACCOUNT, REGION
from .model import Model
from .outcome import Refused, Reply
from .store import Store
from .subject import Call
from .wire import MOST_BYTES, Handler, Registry, rendered, stages

if TYPE_CHECKING:
    from ..schemas import Spec

_SERVICE = "SageMaker."
_IDLE = 300.0
_BACKLOG = 128
_POLL = 0.05
_PORTS = range(2**16)
_PATIENCE = 5.0
_MOST_DRAINED = 4 * MOST_BYTES


class PortError(OSError):
    """An address that cannot be listened at; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Served:
    """A registry that is being served: its ``url``, the name of its ``spec``, and the ``region`` and ``account`` of its ARNs."""

    url: str
    spec: str
    region: str
    account: str


@contextmanager
def serve(
    spec: "Spec | str" = "current",
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    region: str = REGION,
    account: str = ACCOUNT,
    db: Path | None = None,
    verbose: bool = False,
) -> Iterator[Served]:
    """Serve the reference while the block runs.

    Port 0 takes a free one. ``db`` is a file that keeps the state; without one, it is gone at the end. ``verbose`` writes a line for
    each call to standard error. Raises `mpkit.schemas.UnknownEditionError`, `PortError` and `mpkit.conformance.store.StoreError`.
    """
    model = Model(spec, region, account)
    store = None if db is None else Store(db, model.home)
    try:
        registry = Registry(stages(model), store.load() if store else State(), keep=store.keep if store else None)
        with serving(registry, host=host, port=port, verbose=verbose) as url:
            yield Served(url, model.spec.name, region, account)
    finally:
        if store is not None:
            store.close()


@contextmanager
def serving(handler: Handler, *, host: str = "127.0.0.1", port: int = 0, verbose: bool = False) -> Iterator[str]:
    """Serve any handler of calls while the block runs, and give its URL. Raises `PortError`."""
    server = _Server(host, port, handler, verbose=verbose)
    thread = threading.Thread(target=server.serve_forever, args=(_POLL,), name="mpkit-serve", daemon=True)
    thread.start()
    try:
        yield server.url
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        server.end_connections()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # A thread waits for the next call of its connection; the end of the server is no reason to wait for it.
    block_on_close = False
    request_queue_size = _BACKLOG

    def __init__(self, host: str, port: int, handler: Handler, *, verbose: bool) -> None:
        self.handler = handler
        self.verbose = verbose
        self._open: set[socket.socket] = set()
        self._changed = threading.Condition()
        self._ending = False
        if port not in _PORTS:
            raise PortError(
                f"cannot listen at {host} port {port}: a port is a number up to {_PORTS[-1]}; give another, or 0 for a free one"
            )
        try:
            family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
            self.address_family = family
            super().__init__((str(address[0]), int(address[1])), _Handler)
        except (OSError, OverflowError) as problem:
            reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else problem
            raise PortError(
                f"cannot listen at {host} port {port}: {reason}; give another host or port (port 0 takes a free one)"
            ) from problem

    def server_bind(self) -> None:
        """Bind without asking the network for the name of this machine, which can take long."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    @property
    def url(self) -> str:
        host = f"[{self.server_name}]" if ":" in self.server_name else self.server_name
        return f"http://{host}:{self.server_port}"

    def opened(self, connection: socket.socket) -> None:
        with self._changed:
            self._open.add(connection)
            ending = self._ending
        if ending:
            self._shut(socket.SHUT_RD)

    def closed(self, connection: socket.socket) -> None:
        with self._changed:
            self._open.discard(connection)
            self._changed.notify_all()

    def end_connections(self) -> None:
        """End the connections that clients keep open, after the answers that are under way: a server that is gone must look so."""
        with self._changed:
            self._ending = True
        self._shut(socket.SHUT_RD)
        with self._changed:
            self._changed.wait_for(lambda: not self._open, _PATIENCE)
        self._shut(socket.SHUT_RDWR)

    def _shut(self, how: int) -> None:
        with self._changed:
            connections = list(self._open)
        for connection in connections:
            with suppress(OSError):  # the client was faster
                connection.shutdown(how)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing about clients that go away, and one line about anything else."""
        del request, client_address
        problem = sys.exception()
        if not isinstance(problem, OSError):
            sys.stderr.write(f"mpkit serve: a connection ended with {type(problem).__name__}: {problem}\n")


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = _IDLE
    disable_nagle_algorithm = True
    # An answer leaves in one piece.
    wbufsize = -1

    def setup(self) -> None:
        """Note the connection, so that it can be ended."""
        super().setup()
        self.server.opened(self.connection)

    def finish(self) -> None:
        """Forget the connection."""
        try:
            super().finish()
        finally:
            self.server.closed(self.connection)

    def do_POST(self) -> None:
        """Answer one call."""
        body = self._body()
        if body is None:
            return
        target = self.headers.get("X-Amz-Target", "")
        call = Call(target.rpartition(".")[2], body, target, self.headers.get("Content-Type", ""))
        self._reply(self.server.handler(call), target.removeprefix(_SERVICE))

    def do_GET(self) -> None:
        """Say who is there: clients of the service only post."""
        self._reply(Reply(200, {"content-type": "application/json"}, orjson.dumps({"name": "mpkit reference", "version": __version__})))

    def _body(self) -> bytes | None:
        """Return the body of a call, or `None` when there is none that can be read, which is answered."""
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            self._refuse(HTTPStatus.LENGTH_REQUIRED, "MissingContentLength", "a call has a Content-Length")
            return None
        if int(length) > MOST_BYTES:
            self._drain(int(length))
            message = f"a call has at most {MOST_BYTES:,} bytes"
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "RequestEntityTooLargeException", message)
            return None
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            self.close_connection = True
            return None
        return body

    def _drain(self, length: int) -> None:
        """Read what is not wanted: a client that is still sending does not read the answer."""
        left = min(length, _MOST_DRAINED)
        while left > 0 and (part := self.rfile.read1(min(left, 1 << 20))):
            left -= len(part)

    def _refuse(self, status: HTTPStatus, code: str, message: str) -> None:
        self.close_connection = True
        self._reply(rendered(None, Refused(status, code, message)))

    def _reply(self, reply: Reply, operation: str = "") -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(reply.body)))
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(reply.body)
        self.wfile.flush()
        if self.server.verbose:
            sys.stderr.write(f"{self.log_date_time_string()} {operation or self.command} {reply.status} {len(reply.body)}\n")

    def version_string(self) -> str:
        """Return what the header Server says."""
        return f"mpkit/{__version__}"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the standard library gave it
        """Write nothing: what is worth a line is written where it is answered."""
