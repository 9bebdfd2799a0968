"""Signed HTTP: what goes out, what comes back, and what is told when nothing does. And the wrappers around subjects."""

import http.server
import json
import socket
import ssl
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_address
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from kit_proxy import Fault, in_turn, proxied

from mpkit.conformance.outcome import Broken, Reply
from mpkit.conformance.subject import Call, Subject, SubjectError, TransportError
from mpkit.conformance.subjects.reference import Direct
from mpkit.conformance.subjects.wire import Timeouts, Wire
from mpkit.conformance.subjects.wrappers import Budgeted, Paced, Patient, Stop, Stoppable, retry_after

CREATE = Call("CreateModelPackage", b'{"ModelPackageName": "churn"}')
DESCRIBE = Call("DescribeModelPackage", b'{"ModelPackageName": "churn"}')
QUICK = Timeouts(connect=2, read=0.6, total=0.9)

Send = Callable[[Call], Reply]


class Fake:
    """A subject that answers with what a function returns."""

    name = "fake"
    region = "us-east-1"

    def __init__(self, send: Send = lambda _: Reply(200, {}, b"{}")) -> None:
        self.send = send
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True


def echo(call: Call) -> Reply:
    return Reply(200, {"X-Echo": call.header_target}, call.body)


@contextmanager
def wire(url: str, **options: Any) -> Iterator[Wire]:
    client = Wire(url, **options)
    try:
        yield client
    finally:
        client.close()


def broken(subject: Subject, call: Call = CREATE) -> Broken:
    with pytest.raises(TransportError) as raised:
        subject.send(call)
    return raised.value.broken


@pytest.fixture(autouse=True)
def _no_aws_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


def test_a_call_goes_out_signed_and_its_answer_comes_back_as_it_was() -> None:
    with proxied(Fake(echo)) as proxy, wire(proxy.url) as subject:
        reply = subject.send(Call("CreateModelPackage", b"\xff no JSON"))
    assert (reply.status, reply.headers["x-echo"], reply.body) == (200, "SageMaker.CreateModelPackage", b"\xff no JSON")
    [headers] = proxy.headers
    assert headers["Content-Type"] == "application/x-amz-json-1.1"
    assert headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=mpkit/")
    assert "/us-east-1/sagemaker/aws4_request" in headers["Authorization"]


@pytest.mark.parametrize(("target", "sent"), [(None, "SageMaker.X"), ("Sage.Y", "Sage.Y"), ("", None)])
def test_a_target_is_the_operation_s_own_or_another_or_is_left_out(target: str | None, sent: str | None) -> None:
    with proxied(Fake()) as proxy, wire(proxy.url) as subject:
        subject.send(Call("X", b"{}", target, "text/plain"))
    assert proxy.headers[0].get("X-Amz-Target") == sent
    assert proxy.headers[0]["Content-Type"] == "text/plain"


def test_calls_one_after_the_other_share_a_connection() -> None:
    with proxied(Fake()) as proxy, wire(proxy.url) as subject:
        for _ in range(5):
            subject.send(CREATE)
    assert (len(proxy.calls), proxy.connections) == (5, 1)


def test_calls_at_the_same_time_have_connections_of_their_own_which_are_kept() -> None:
    together = threading.Barrier(3, timeout=10)

    def meet(_: Call) -> Reply:
        together.wait()
        return Reply(200, {}, b"{}")

    with proxied(Fake(meet)) as proxy, wire(proxy.url) as subject:
        for _ in range(2):
            # Threads end, and their connections go on.
            with ThreadPoolExecutor(3) as pool:
                assert [reply.status for reply in pool.map(subject.send, [CREATE] * 3)] == [200] * 3
    assert proxy.connections == 3


@pytest.mark.parametrize("body", [b"", CREATE.body], ids=["in one piece", "in two"])
def test_a_connection_that_the_backend_closed_meanwhile_is_noticed_before_anything_is_done(body: bytes) -> None:
    with proxied(Fake(), in_turn("close-after-answer")) as proxy, wire(proxy.url) as subject:
        subject.send(CREATE)
        for connection in subject._idle:
            connection.sock.settimeout(5)
            assert connection.sock.recv(1, socket.MSG_PEEK) == b""
        assert subject.send(Call("CreateModelPackage", body)).status == 200
    assert (len(proxy.calls), proxy.connections) == (2, 2)


@pytest.mark.parametrize(("call", "times"), [(CREATE, 2), (DESCRIBE, 3)])
def test_a_call_that_the_backend_may_have_acted_on_is_sent_again_only_if_it_reads(call: Call, times: int) -> None:
    with proxied(Fake(), in_turn(None, "reset-after")) as proxy, wire(proxy.url) as subject:
        subject.send(DESCRIBE)
        if call is CREATE:
            assert broken(subject, call).kind == "reset"
        else:
            assert subject.send(call).status == 200
    assert len(proxy.calls) == times


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        ("reset-before", "reset", "instead of answering"),
        ("reset-after", "reset", "instead of answering"),
        ("silent-before", "timeout", "no answer within 0.6 s"),
        ("truncated", "truncated", "broke off"),
        ("garbage", "truncated", "is no HTTP"),
    ],
)
def test_a_call_without_an_answer_says_what_happened(fault: Fault, kind: str, words: str) -> None:
    with proxied(Fake(echo), in_turn(fault)) as proxy, wire(proxy.url, timeouts=QUICK) as subject:
        found = broken(subject)
        assert (found.kind, words in found.detail) == (kind, True), found.detail
        assert subject.send(CREATE).status == 200, "the next call is not hurt by it"


def test_nobody_at_the_address_is_told_as_such() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with wire(f"http://127.0.0.1:{taken.getsockname()[1]}") as subject:
            found = broken(subject)
    assert found.kind == "unreachable"
    assert "no connection to http://127.0.0.1:" in found.detail


def test_an_answer_larger_than_the_limit_is_not_read() -> None:
    with proxied(Fake(lambda _: Reply(200, {}, b"x" * 200_000))) as proxy, wire(proxy.url, most=100_000) as subject:
        found = broken(subject)
    assert (found.kind, found.detail) == ("truncated", "the answer has more than 100,000 bytes")


@contextmanager
def raw_server(*answers: bytes) -> Iterator[str]:
    """Answer one call with these bytes, a little at a time, then close."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                # All of the call: what is not read when a connection is closed resets it.
                call = b""
                while not call.endswith(CREATE.body):
                    call += connection.recv(65536)
                for answer in answers:
                    try:
                        connection.sendall(answer)
                    except OSError:
                        return
                    threading.Event().wait(0.02)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        thread.join()


def test_an_answer_in_chunks_is_put_together() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    with raw_server(head, b'4\r\n{"a"\r\n', b"3\r\n:1}\r\n0\r\n\r\n") as url, wire(url) as subject:
        assert subject.send(CREATE).body == b'{"a":1}'


def test_chunks_that_break_off_are_a_truncated_answer() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    with raw_server(head, b'40\r\n{"a"') as url, wire(url) as subject:
        assert broken(subject).kind == "truncated"


def test_an_answer_that_drips_is_not_waited_for_longer_than_the_whole_may_take() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
    with raw_server(head, *[b"x"] * 100) as url, wire(url, timeouts=QUICK) as subject:
        found = broken(subject)
    assert (found.kind, found.detail) == ("timeout", "the answer was not complete within 0.9 s")


def test_a_call_that_is_no_header_line_is_told_as_broken() -> None:
    with proxied(Fake()) as proxy, wire(proxy.url) as subject:
        assert broken(subject, Call("X", b"{}", "a\r\nb: c")).kind == "guarded"
    assert proxy.calls == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("127.0.0.1:5000", "is no URL of a backend"),
        ("ftp://127.0.0.1", "is no URL of a backend"),
        ("http://", "is no URL of a backend"),
        ("http://127.0.0.1:99999", "is no URL: Port out of range"),
        ("http://[::1", "is no URL: Invalid IPv6 URL"),
        ("http://user:secret@127.0.0.1", "a user name"),
        ("http://127.0.0.1/?a=b", "a query"),
    ],
)
def test_a_url_that_is_none_gets_a_sentence(url: str, words: str) -> None:
    with pytest.raises(SubjectError, match=words):
        Wire(url)


@pytest.mark.parametrize(
    ("url", "is_loopback"),
    [
        ("http://127.0.0.1:1", True),
        ("http://127.9.9.9", True),
        ("http://[::1]:80", True),
        ("http://localhost", True),
        ("http://sagemaker.localhost:4566", True),
        ("http://localhost.example.com", False),
        ("https://api.sagemaker.us-east-1.amazonaws.com", False),
        ("http://10.0.0.1", False),
    ],
)
def test_only_a_backend_on_this_machine_needs_no_credentials(url: str, *, is_loopback: bool) -> None:
    if is_loopback:
        assert Wire(url).region == "us-east-1"
    else:
        with pytest.raises(SubjectError, match=r"no AWS credentials were found. Give --profile"):
            Wire(url, region="eu-west-1")


def test_a_backend_elsewhere_needs_a_region() -> None:
    with pytest.raises(SubjectError, match=r"no region is known for this backend. Give --region"):
        Wire("http://10.0.0.1")


def test_what_the_environment_says_goes_to_a_backend_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "000000000001")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "session")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    with proxied(Fake()) as proxy, wire(proxy.url) as subject:
        subject.send(CREATE)
        assert subject.region == "eu-central-1"
    assert "Credential=000000000001/" in proxy.headers[0]["Authorization"]
    assert proxy.headers[0]["X-Amz-Security-Token"] == "session"
    assert Wire("http://127.0.0.1", region="eu-west-1").region == "eu-west-1"


def test_a_profile_gives_region_and_credentials_and_must_exist(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("[profile lab]\nregion = eu-north-1\naws_access_key_id = LAB\naws_secret_access_key = s\n")
    with proxied(Fake()) as proxy, wire(proxy.url, profile="lab") as subject:
        subject.send(CREATE)
        assert subject.region == "eu-north-1"
    assert "Credential=LAB/" in proxy.headers[0]["Authorization"]
    with pytest.raises(SubjectError, match="there is no AWS profile 'lap'"):
        Wire("http://127.0.0.1", profile="lap")


@pytest.mark.parametrize("text", ["[profile lab\n", "[profile lab]\nregion = x\naws_access_key_id = LAB\n"])
def test_an_aws_configuration_that_is_none_gets_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "config").write_text(text)
    with pytest.raises(SubjectError, match=r"the AWS configuration cannot be used: (Unable to parse|Partial credentials)"):
        Wire("http://127.0.0.1", profile="lab")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """A certificate for 127.0.0.1 and registry.test that nobody has signed, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "registry.test")])
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName("registry.test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(secret)
    return SimpleNamespace(cert=str(folder / "cert.pem"), key=str(folder / "key.pem"))


class Echo(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing to say."""


class Quiet(http.server.ThreadingHTTPServer):
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that does not trust us goes away."""


@contextmanager
def tls_server(certificate: SimpleNamespace) -> Iterator[int]:
    server = Quiet(("127.0.0.1", 0), Echo)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate.cert, certificate.key)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(certificate: SimpleNamespace) -> None:
    with tls_server(certificate) as port, wire(f"https://127.0.0.1:{port}") as subject:
        found = broken(subject)
    assert found.kind == "unreachable"
    assert "certificate verify failed" in found.detail


@pytest.mark.parametrize("how", ["file", "off", "environment"])
def test_a_certificate_is_trusted_when_the_user_says_so(certificate: SimpleNamespace, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if how == "environment":
        monkeypatch.setenv("AWS_CA_BUNDLE", certificate.cert)
    verify: bool | str = {"file": certificate.cert, "off": False, "environment": True}[how]
    with tls_server(certificate) as port, wire(f"https://127.0.0.1:{port}", verify=verify) as subject:
        assert [subject.send(CREATE).body for _ in range(2)] == [CREATE.body] * 2


def test_a_connection_that_waits_in_vain_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(_: object) -> None:
        raise TimeoutError

    monkeypatch.setattr("http.client.HTTPConnection.connect", slow)
    with wire("http://127.0.0.1:1", timeouts=QUICK) as subject:
        found = broken(subject)
    assert (found.kind, found.detail) == ("unreachable", "no connection to http://127.0.0.1:1 within 2 s")


def test_certificates_that_cannot_be_read_get_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SubjectError, match=r"the certificates in .*absent.pem cannot be read: No such file"):
        Wire("https://127.0.0.1", verify=str(tmp_path / "absent.pem"))


@contextmanager
def tunnel(port: int, asked: list[tuple[str, str | None]]) -> Iterator[str]:
    """An HTTP proxy whose tunnels all lead to ``port``."""

    class Connect(http.server.BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            asked.append((self.path, self.headers.get("Proxy-Authorization")))
            self.send_response(200)
            self.end_headers()
            self.wfile.flush()
            with socket.create_connection(("127.0.0.1", port)) as there:
                back = threading.Thread(target=pump, args=(there, self.connection))
                back.start()
                pump(self.connection, there)
                back.join()

        def log_message(self, *_: object) -> None:
            """Nothing to say."""

    def pump(source: socket.socket, sink: socket.socket) -> None:
        try:
            while part := source.recv(65536):
                sink.sendall(part)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            return

    server = Quiet(("127.0.0.1", 0), Connect)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_backend_elsewhere_is_reached_through_the_proxy_of_the_environment(
    certificate: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    asked: list[tuple[str, str | None]] = []
    with tls_server(certificate) as port, tunnel(port, asked) as proxy:
        for url in (proxy, proxy.replace("//", "//me:p%40ss@"), proxy.removeprefix("http://")):
            monkeypatch.setenv("https_proxy", url)
            with wire("https://registry.test", region="eu-west-1", verify=certificate.cert) as subject:
                assert subject.send(CREATE).body == CREATE.body
    assert asked == [("registry.test:443", user) for user in (None, "Basic " + b64encode(b"me:p@ss").decode(), None)]


def test_the_reference_is_spoken_to_over_http_like_anything_else() -> None:
    with proxied(Direct()) as proxy, wire(proxy.url) as subject:
        assert json.loads(subject.send(Call("ListModelPackages", b"{}")).body) == {"ModelPackageSummaryList": []}
        assert subject.send(Call("ListModelPackages", b"{")).status == 400


# The wrappers.


def test_a_budget_is_used_up_after_so_many_calls_and_then_nothing_is_sent() -> None:
    sent: list[Call] = []
    subject = Budgeted(Fake(lambda call: sent.append(call) or Reply(200, {}, b"{}")), 2)
    assert [subject.send(CREATE).status for _ in range(2)] == [200, 200]
    found = broken(subject)
    assert (found.kind, found.detail) == ("budget", "the 2 calls that this run may make are used up")
    assert (subject.sent, len(sent)) == (2, 2)


def test_a_budget_without_an_end_counts() -> None:
    subject = Budgeted(Fake())
    for _ in range(3):
        subject.send(CREATE)
    assert subject.sent == 3


def test_calls_go_out_at_the_pace_that_was_asked_for() -> None:
    now = [100.0]
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    subject = Paced(Fake(), 4, sleep=sleep, clock=lambda: now[0])
    for _ in range(3):
        subject.send(CREATE)
    now[0] += 10
    subject.send(CREATE)
    assert slept == [0.25, 0.25]


def stages(*replies: Reply | TransportError) -> tuple[Fake, list[Call]]:
    """A subject with these answers in turn, the last again and again, and the calls it gets."""
    sent: list[Call] = []

    def send(call: Call) -> Reply:
        sent.append(call)
        answer = replies[min(len(sent), len(replies)) - 1]
        if isinstance(answer, TransportError):
            raise answer
        return answer

    return Fake(send), sent


FINE = Reply(200, {}, b"{}")
THROTTLED = Reply(400, {}, b'{"__type": "ThrottlingException"}')
BUSY = Reply(503, {}, b"")
GATEWAY = Reply(504, {}, b"")
REFUSED = Reply(400, {}, b'{"__type": "ValidationException"}')
RESET = TransportError("reset", "gone")
BUDGET = TransportError("budget", "used up")


@pytest.mark.parametrize(
    ("first", "call", "times"),
    [
        (THROTTLED, CREATE, 2),
        (Reply(429, {}, b""), CREATE, 2),
        (BUSY, CREATE, 2),
        (GATEWAY, CREATE, 1),
        (GATEWAY, DESCRIBE, 2),
        (REFUSED, CREATE, 1),
        (Reply(500, {}, b""), DESCRIBE, 1),
        (RESET, CREATE, 1),
        (RESET, DESCRIBE, 2),
        (BUDGET, DESCRIBE, 1),
    ],
    ids=lambda value: getattr(value, "operation", None),
)
def test_a_call_is_sent_again_only_when_nothing_can_have_been_done(first: Reply | TransportError, call: Call, times: int) -> None:
    inner, sent = stages(first, FINE)
    subject = Patient(inner, sleep=lambda _: None)
    if times == 1 and isinstance(first, TransportError):
        assert broken(subject, call) == first.broken
    else:
        assert subject.send(call) == (first if times == 1 else FINE)
    assert len(sent) == times


@pytest.mark.parametrize("answer", [THROTTLED, RESET])
def test_patience_has_an_end(answer: Reply | TransportError) -> None:
    inner, sent = stages(answer)
    subject = Patient(inner, attempts=4, sleep=lambda _: None)
    if isinstance(answer, Reply):
        assert subject.send(DESCRIBE) == answer
    else:
        assert broken(subject, DESCRIBE).kind == "reset"
    assert len(sent) == 4


def test_waits_grow_and_are_no_longer_than_the_longest() -> None:
    slept: list[float] = []
    inner, _ = stages(BUSY)
    Patient(inner, attempts=30, first=0.5, longest=4, sleep=slept.append).send(CREATE)
    assert len(slept) == 29
    assert len(set(slept)) == 29, "each wait is another one, so that clients do not come back together"
    assert max(slept) <= 4
    assert sum(slept[:2]) <= 3


def test_a_backend_that_says_how_long_is_waited_for_so_long() -> None:
    slept: list[float] = []
    inner, _ = stages(Reply(503, {"retry-after": "7"}, b""), FINE)
    assert Patient(inner, sleep=slept.append).send(CREATE) == FINE
    assert slept == [7.0]


def test_a_backend_that_asks_for_too_long_is_not_waited_for() -> None:
    slept: list[float] = []
    late = Reply(503, {"retry-after": "3600"}, b"")
    inner, sent = stages(late, FINE)
    assert Patient(inner, sleep=slept.append).send(CREATE) == late
    assert (slept, len(sent)) == ([], 1)


def test_throttling_slows_other_calls_down_until_answers_come_again() -> None:
    slept: list[float] = []
    inner, _ = stages(THROTTLED, THROTTLED, FINE)
    subject = Patient(inner, sleep=slept.append)
    subject.send(CREATE)
    slept.clear()
    for _ in range(100):
        subject.send(CREATE)
    assert slept == sorted(slept, reverse=True)
    assert 0 < len(slept) < 50


@pytest.mark.parametrize(("text", "seconds"), [("3", 3.0), (" 0 ", 0.0), ("", None), ("soon", None), ("-1", None), ("1.5", None)])
def test_retry_after_is_a_number_of_seconds_or_says_nothing(text: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": text}) == seconds


def test_retry_after_may_be_a_date() -> None:
    later = retry_after({"retry-after": format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)})
    assert later is not None
    assert 60 < later <= 90
    assert retry_after({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}) == 0.0
    assert retry_after({"retry-after": "Wed, 21 Oct 2015 07:28:00 -0000"}) == 0.0


def test_nothing_is_sent_once_the_run_is_to_end_and_nobody_sleeps_on() -> None:
    stop = Stop()
    inner, sent = stages(FINE)
    subject = Stoppable(inner, stop)
    subject.send(CREATE)
    stop.set(2)
    assert broken(subject).kind == "stopped"
    stop.sleep(60)
    assert (len(sent), stop.signal) == (1, 2)


def test_a_wrapper_has_the_name_and_region_of_what_it_is_around_and_closes_it() -> None:
    inner = Fake()
    subject = Stoppable(Budgeted(Patient(Paced(inner, 1000))), Stop())
    assert isinstance(subject, Subject)
    assert (subject.name, subject.region) == ("fake", "us-east-1")
    subject.close()
    assert inner.is_closed
