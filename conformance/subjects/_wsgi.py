"""A small WSGI server that keeps connections alive, which werkzeug's does not."""

from http.server import ThreadingHTTPServer
from io import BytesIO
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import WSGIApplication

_FAILED = "500 INTERNAL SERVER ERROR"
_FAILED_BODY = b"<!doctype html>\n<title>500 Internal Server Error</title>\n<h1>Internal Server Error</h1>\n"
# The server says how long an answer is by itself, and keeps the connection.
_OWN_HEADERS = frozenset({"content-length", "transfer-encoding", "connection"})


class Server(ThreadingHTTPServer):
    """Serves an application on a free port of this machine, a thread for each connection. Nothing is printed."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, application: "WSGIApplication") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.application = application
        self.base_environ = {
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": str(self.server_port),
            "GATEWAY_INTERFACE": "CGI/1.1",
            "SCRIPT_NAME": "",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that goes away is no event."""


class _Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Server

    def handle(self) -> None:
        """Answer calls until the client closes the connection."""
        self.close_connection = True
        self.handle_one_request()
        while not self.close_connection:
            self.handle_one_request()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the base class
        """Say nothing."""

    def _answer(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit():
            self.send_error(400)
            return
        environ = self.get_environ() | {"wsgi.input": BytesIO(self.rfile.read(int(length))), "wsgi.errors": BytesIO()}
        status, headers, body = _answered(self.server.application, environ)
        code, _, phrase = status.partition(" ")
        self.send_response(int(code), phrase)
        for key, value in headers:
            if key.lower() not in _OWN_HEADERS:
                self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 - how the base class finds them


def _answered(application: "WSGIApplication", environ: dict[str, Any]) -> tuple[str, list[tuple[str, str]], bytes]:
    """Return status, headers and body; an application that raises has answered 500, as it has behind werkzeug's server."""
    started: list[tuple[str, list[tuple[str, str]]]] = []
    written: list[bytes] = []

    def start(status: str, headers: list[tuple[str, str]], _: Any = None) -> Any:
        started[:] = [(status, headers)]
        return written.append

    try:
        answer: Iterable[bytes] = application(environ, start)
        try:
            written.extend(answer)
        finally:
            if (close := getattr(answer, "close", None)) is not None:
                close()
        status, headers = started[0]
    except Exception:  # noqa: BLE001 - whatever an application under test raises
        return _FAILED, [("Content-Type", "text/html; charset=utf-8")], _FAILED_BODY
    return status, headers, b"".join(written)
