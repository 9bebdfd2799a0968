"""Signed HTTP as it goes over the wire: anything can be sent, and the answer is given back as it came.

Signatures are botocore's; connections are kept alive, one for each call that is under way. A connection that the backend has closed
meanwhile is noticed before anything is sent. A call is sent a second time only when the backend cannot have acted on the first: it did not
get the whole of it, or the call only reads. A proxy is used as the environment says, for endpoints elsewhere that speak TLS.
"""

import http.client
import ipaddress
import os
import select
import ssl
import threading
import time
from base64 import b64encode
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote_to_bytes, urlsplit
from urllib.request import getproxies, proxy_bypass

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import BotoCoreError

from ..._version import __version__
from ..outcome import Reply
from ..subject import Call, SubjectError, TransportError

if TYPE_CHECKING:
    import botocore.session

PLACEHOLDER_REGION = "us-east-1"
PLACEHOLDER_KEY = "mpkit"
READING = ("Describe", "List", "Get")

_SIGNING_NAME = "sagemaker"
_MOST_BYTES = 16 * 1024 * 1024
_USER_AGENT = f"mpkit/{__version__}"
_CHUNK = 64 * 1024
_SCHEMES = {"http": 80, "https": 443}


class Timeouts(NamedTuple):
    """Seconds: to connect, to wait for the next bytes of an answer, and for the whole of it."""

    connect: float = 5.0
    read: float = 30.0
    total: float = 60.0


class Endpoint(NamedTuple):
    """A URL in parts. ``host`` is without the brackets of an IPv6 address."""

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def parse(cls, url: str) -> "Endpoint":
        """Read a URL. Raises `SubjectError`."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as problem:
            raise SubjectError(f"{url!r} is no URL: {problem}. Give one like http://127.0.0.1:5000") from None
        if parts.scheme not in _SCHEMES or not parts.hostname:
            raise SubjectError(f"{url!r} is no URL of a backend. Give http:// or https:// and a host, as in http://127.0.0.1:5000")
        if parts.username is not None or parts.query or parts.fragment:
            raise SubjectError(f"{url!r} has a user name, a query or a fragment, which an endpoint cannot have")
        return cls(url, parts.scheme, parts.hostname, port or _SCHEMES[parts.scheme], parts.path or "/")

    @property
    def is_loopback(self) -> bool:
        """Whether the backend runs on this machine."""
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


@dataclass(frozen=True, slots=True)
class Identity:
    """As whom calls are signed: a region, and credentials. Those that ``is_local`` are known only on this machine, or made up."""

    region: str
    credentials: Credentials
    is_local: bool = False

    def sign(self, request: AWSRequest) -> None:
        """Add a signature of version 4 to a request."""
        SigV4Auth(self.credentials.get_frozen_credentials(), _SIGNING_NAME, self.region).add_auth(request)


def identify(endpoint: Endpoint | None, region: str | None, profile: str | None) -> Identity:
    """Return region and credentials for a backend.

    On this machine, without a profile, what the environment does not say is made up, and neither files nor other services are asked.
    Elsewhere they come from where the AWS clients look. Raises `SubjectError` when they are not there.
    """
    if endpoint is not None and endpoint.is_loopback and profile is None:
        env = os.environ.get
        key, secret = env("AWS_ACCESS_KEY_ID"), env("AWS_SECRET_ACCESS_KEY")
        given = Credentials(key, secret, env("AWS_SESSION_TOKEN") or None) if key and secret else None
        found = region or env("AWS_REGION") or env("AWS_DEFAULT_REGION")
        return Identity(found or PLACEHOLDER_REGION, given or Credentials(PLACEHOLDER_KEY, PLACEHOLDER_KEY), is_local=True)
    try:
        session = new_session(profile)
        found = region or os.environ.get("AWS_REGION") or session.get_config_variable("region")
        credentials = session.get_credentials()
    except BotoCoreError as problem:
        raise SubjectError(f"the AWS configuration cannot be used: {problem}") from problem
    if not found:
        raise SubjectError("no region is known for this backend. Give --region, or set AWS_REGION or a region in the profile")
    if credentials is None:
        raise SubjectError("no AWS credentials were found. Give --profile, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in")
    return Identity(found, credentials)


def new_session(profile: str | None) -> "botocore.session.Session":
    """Return a botocore session. Raises `SubjectError` for a profile that there is not."""
    import botocore.session  # noqa: PLC0415 - slow to load, and not needed for a backend on this machine

    try:
        if profile is not None and profile not in botocore.session.Session().available_profiles:
            raise SubjectError(f"there is no AWS profile {profile!r} in the AWS configuration")
    except BotoCoreError as problem:
        raise SubjectError(f"the AWS configuration cannot be used: {problem}") from problem
    return botocore.session.Session(profile=profile)


class Wire:
    """A subject behind a URL.

    ``identity`` is as whom calls are signed, in place of what is found with region and profile. ``verify`` is a file of certificates to
    trust, or whether TLS certificates are checked at all. Answers of more than ``most`` bytes are not read. Raises `SubjectError`.
    """

    def __init__(
        self,
        url: str,
        *,
        region: str | None = None,
        profile: str | None = None,
        name: str | None = None,
        identity: Identity | None = None,
        timeouts: Timeouts | None = None,
        verify: bool | str = True,
        most: int = _MOST_BYTES,
    ) -> None:
        self.endpoint = Endpoint.parse(url)
        self._identity = identity or identify(self.endpoint, region, profile)
        self.region = self._identity.region
        self.name = name or url
        self._timeouts = timeouts or Timeouts()
        self._context = _context(verify) if self.endpoint.scheme == "https" else None
        self._proxy = _proxy(self.endpoint)
        self._most = most
        self._idle: deque[http.client.HTTPConnection] = deque()
        self._closed = threading.Event()

    def send(self, call: Call) -> Reply:
        """Send one call and return its answer. Raises `TransportError`."""
        headers = self._signed(call)
        connection = self._take()
        if connection is not None:
            try:
                return self._exchange(connection, call, headers)
            except _StaleError as problem:
                if problem.received_whole and not call.operation.startswith(READING):
                    raise TransportError("reset", "the backend closed the connection instead of answering") from problem
        try:
            return self._exchange(self._connect(), call, headers)
        except _StaleError as problem:
            raise TransportError("reset", f"the backend closed the connection instead of answering: {problem}") from problem

    def close(self) -> None:
        """Close the connections; those in use are closed after their answer."""
        self._closed.set()
        while self._idle:
            self._idle.pop().close()

    def _signed(self, call: Call) -> dict[str, str]:
        headers = {"Content-Type": call.content_type, "User-Agent": _USER_AGENT}
        if call.header_target:
            headers["X-Amz-Target"] = call.header_target
        request = AWSRequest("POST", self.endpoint.url, headers, call.body)
        self._identity.sign(request)
        return dict(request.headers.items())

    def _take(self) -> http.client.HTTPConnection | None:
        """Return an idle connection that the backend still holds open."""
        while True:
            try:
                connection = self._idle.pop()
            except IndexError:
                return None
            if not _is_readable(connection):
                return connection
            connection.close()

    def _connect(self) -> http.client.HTTPConnection:
        endpoint, timeout = self.endpoint, self._timeouts.connect
        connection = self._new_connection(timeout)
        try:
            connection.connect()
        except TimeoutError:
            connection.close()
            raise TransportError("unreachable", f"no connection to {endpoint.url} within {timeout:g} s") from None
        except (OSError, UnicodeError) as problem:
            connection.close()
            raise TransportError("unreachable", f"no connection to {endpoint.url}: {problem}") from problem
        connection.sock.settimeout(self._timeouts.read)
        return connection

    def _new_connection(self, timeout: float) -> http.client.HTTPConnection:
        endpoint, proxy = self.endpoint, self._proxy
        if self._context is None:
            return http.client.HTTPConnection(endpoint.host, endpoint.port, timeout=timeout)
        if proxy is None:
            return http.client.HTTPSConnection(endpoint.host, endpoint.port, timeout=timeout, context=self._context)
        connection = http.client.HTTPSConnection(proxy.host, proxy.port, timeout=timeout, context=self._context)
        connection.set_tunnel(endpoint.host, endpoint.port, proxy.headers)
        return connection

    def _exchange(self, connection: http.client.HTTPConnection, call: Call, headers: dict[str, str]) -> Reply:
        """Send over one connection, which is kept for the next call when all went well. Raises `TransportError` and `_StaleError`."""
        until = time.monotonic() + self._timeouts.total
        kept = False
        try:
            try:
                connection.request("POST", self.endpoint.path, call.body, headers)
            except (ConnectionError, ssl.SSLError) as problem:
                raise _StaleError(problem, received_whole=False) from problem
            except ValueError as problem:
                raise TransportError("guarded", f"the call cannot be written as HTTP: {problem}") from problem
            try:
                response = connection.getresponse()
            except ConnectionError as problem:  # http.client.RemoteDisconnected is one
                raise _StaleError(problem, received_whole=True) from problem
            body = self._read(response, until)
            kept = not response.will_close and not self._closed.is_set()
            return Reply(response.status, {key.lower(): value for key, value in response.headers.items()}, body)
        except TimeoutError:
            raise TransportError("timeout", f"no answer within {self._timeouts.read:g} s") from None
        except http.client.IncompleteRead as problem:
            raise TransportError("truncated", f"the answer broke off: {problem}") from problem
        except (http.client.HTTPException, ValueError) as problem:
            raise TransportError("truncated", f"the answer is no HTTP: {type(problem).__name__} {problem}".rstrip()) from problem
        except OSError as problem:
            raise TransportError("reset", f"the connection broke: {problem}") from problem
        finally:
            if kept:
                self._idle.append(connection)
            else:
                connection.close()

    def _read(self, response: http.client.HTTPResponse, until: float) -> bytes:
        parts: list[bytes] = []
        size = 0
        while part := response.read1(_CHUNK):
            parts.append(part)
            size += len(part)
            if size > self._most:
                raise TransportError("truncated", f"the answer has more than {self._most:,} bytes")
            if time.monotonic() > until:
                raise TransportError("timeout", f"the answer was not complete within {self._timeouts.total:g} s")
        if response.length:
            raise http.client.IncompleteRead(b"".join(parts), response.length)
        response.close()
        return b"".join(parts)


class _Proxy(NamedTuple):
    host: str
    port: int
    headers: dict[str, str]


def _proxy(endpoint: Endpoint) -> _Proxy | None:
    """Return the proxy that the environment names for an endpoint elsewhere that speaks TLS. Raises `SubjectError`."""
    url = "" if endpoint.scheme != "https" or endpoint.is_loopback or proxy_bypass(endpoint.host) else getproxies().get("https", "")
    if not url:
        return None
    user, at, rest = (url if "//" in url else f"http://{url}").rpartition("@")
    scheme, _, credentials = user.rpartition("//")
    place = Endpoint.parse(f"{scheme}//{rest}" if at else rest)
    basic = b64encode(unquote_to_bytes(credentials)).decode()
    return _Proxy(place.host, place.port, {"Proxy-Authorization": f"Basic {basic}"} if at else {})


class _StaleError(Exception):
    """A connection that ended before any answer; ``received_whole`` is whether the backend may have got the whole call."""

    def __init__(self, problem: Exception, *, received_whole: bool) -> None:
        super().__init__(str(problem))
        self.received_whole = received_whole


def _is_readable(connection: http.client.HTTPConnection) -> bool:
    """Tell whether something came over an idle connection: its end, or bytes that no call asked for."""
    try:
        return bool(select.select([connection.sock], [], [], 0)[0])
    except (OSError, ValueError):
        return True


def _context(verify: bool | str) -> ssl.SSLContext:  # noqa: FBT001 - a value that is handed through
    """Return what TLS connections are checked with: the given certificates, those of AWS_CA_BUNDLE, or those of the system."""
    if verify is False:
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context
    bundle = verify if isinstance(verify, str) else os.environ.get("AWS_CA_BUNDLE")
    try:
        return ssl.create_default_context(cafile=bundle)
    except (OSError, ssl.SSLError) as problem:
        raise SubjectError(f"the certificates in {bundle} cannot be read: {problem.strerror or problem}") from problem
