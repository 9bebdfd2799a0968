"""A server with faults in front of a subject: what stands between a client and a backend, at its worst."""

import itertools
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Literal, TypeAlias

from mpkit.conformance.outcome import Reply
from mpkit.conformance.subject import Call, Subject

# What happens to a call: `-before` means before the backend has got it, `-after` when it has acted on it.
Fault: TypeAlias = Literal[
    "throttled", "busy", "error-before", "error-after", "reset-before", "reset-after", "silent-before", "silent-after",
    "slow", "truncated", "garbage", "close-after-answer",
]  # fmt: skip
Plan: TypeAlias = Callable[[Call], Fault | None]

FAULTS: tuple[Fault, ...] = (
    "throttled", "busy", "error-before", "error-after", "reset-before", "reset-after", "silent-before", "silent-after", "slow", "truncated",
)  # fmt: skip


_CRASHED = Reply(500, {}, b'{"__type":"InternalFailure"}')
_INSTEAD = {
    "throttled": Reply(400, {}, b'{"__type":"ThrottlingException","message":"Rate exceeded"}'),
    "busy": Reply(503, {"retry-after": "0"}, b""),
    "error-before": _CRASHED,
}


def at_random(seed: int, share: float, faults: tuple[Fault, ...] = FAULTS) -> Plan:
    """A plan by which ``share`` of the calls meet one of the faults."""
    random = Random(seed)
    lock = threading.Lock()

    def plan(_: Call) -> Fault | None:
        with lock:
            return random.choice(faults) if random.random() < share else None

    return plan


def every(number: int, fault: Fault) -> Plan:
    """A plan by which each ``number``-th call meets a fault, and so none that is made again at once."""
    counter = itertools.count(1)
    return lambda _: fault if next(counter) % number == 0 else None


def in_turn(*faults: Fault | None) -> Plan:
    """A plan by which calls meet these faults in their order, and those after them none."""
    left = iter(faults)
    return lambda _: next(left, None)


@dataclass
class Proxy:
    """``plan`` may be changed at any time. ``headers``, ``calls`` and ``connections`` are what came in."""

    inner: Subject
    plan: Plan = lambda _: None
    url: str = ""
    calls: list[Call] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    connections: int = 0
    over: threading.Event = field(default_factory=threading.Event)


@contextmanager
def proxied(inner: Subject, plan: Plan = lambda _: None) -> Iterator[Proxy]:
    """Serve a subject behind faults while the block runs."""
    proxy = Proxy(inner, plan)
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"proxy": proxy}))
    proxy.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield proxy
    finally:
        proxy.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    request_queue_size = 128
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that go away are what this is about."""


class _Handler(BaseHTTPRequestHandler):
    proxy: Proxy
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 60

    def setup(self) -> None:
        super().setup()
        self.proxy.connections += 1

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        target = self.headers.get("X-Amz-Target", "")
        call = Call(target.rpartition(".")[2], body, target, self.headers.get("Content-Type", ""))
        self.proxy.calls.append(call)
        self.proxy.headers.append(dict(self.headers.items()))
        fault = self.proxy.plan(call)
        reply = _INSTEAD.get(fault or "") or (None if fault in ("reset-before", "silent-before") else self.proxy.inner.send(call))
        if reply is None or fault in ("reset-after", "silent-after"):
            self._vanish(fault or "")
        elif fault == "garbage":
            self.wfile.write(b"this is no HTTP\r\n\r\n")
            self.close_connection = True
        else:
            if fault == "slow":
                self.proxy.over.wait(0.02)
            self._reply(_CRASHED if fault == "error-after" else reply, fault)

    def _reply(self, reply: Reply, fault: Fault | None = None) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body[: len(reply.body) // 2] if fault == "truncated" else reply.body)
        self.close_connection = fault in ("truncated", "close-after-answer")

    def _vanish(self, fault: str) -> None:
        """End the connection with a reset, or say nothing until the client gives up."""
        self.close_connection = True
        if fault.startswith("silent"):
            self.connection.settimeout(5)
            self.rfile.read(1)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def log_message(self, *_: object) -> None:
        """Nothing to say."""
