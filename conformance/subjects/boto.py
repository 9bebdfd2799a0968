"""boto3 as the client, with its validation and retries off.

What a backend gets is what boto3 makes of a call; whatever it would not send exactly as it is meant (unknown members, wrong types, bodies
that are no JSON, other targets) goes over `mpkit.conformance.subjects.wire` instead. The answer is taken before boto3 parses it.
"""

import json
import threading
from typing import Any

import boto3
from botocore import exceptions, handlers
from botocore.config import Config

from ..outcome import BrokenKind, Reply
from ..subject import CONTENT_TYPE, Call, SubjectError, TransportError
from .wire import Endpoint, Identity, Timeouts, Wire, identify, new_session

_SERVICE = "sagemaker"

# The first that an exception is an instance of.
_KINDS: tuple[tuple[type[Exception], BrokenKind], ...] = (
    (exceptions.ConnectTimeoutError, "unreachable"),
    (exceptions.EndpointConnectionError, "unreachable"),
    (exceptions.ProxyConnectionError, "unreachable"),
    (exceptions.SSLError, "unreachable"),
    (exceptions.ReadTimeoutError, "timeout"),
    (exceptions.IncompleteReadError, "truncated"),
    (exceptions.ResponseStreamingError, "truncated"),
    (exceptions.ConnectionClosedError, "reset"),
    (exceptions.HTTPClientError, "reset"),
)


class Boto:
    """A subject behind a boto3 client. Without ``url``, it is the service itself, where AWS configuration says it is.

    ``workers`` is the number of connections that are kept. Raises `SubjectError`.
    """

    def __init__(
        self,
        url: str | None = None,
        *,
        region: str | None = None,
        profile: str | None = None,
        name: str | None = None,
        workers: int = 4,
        timeouts: Timeouts | None = None,
    ) -> None:
        times = timeouts or Timeouts()
        endpoint = None if url is None else Endpoint.parse(url)
        identity = identify(endpoint, region, profile)
        self._client = _client(url, identity, profile, workers, times)
        self.region = identity.region
        self.url = str(self._client.meta.endpoint_url)
        self.name = name or self.url
        self._wire = Wire(self.url, identity=identity, timeouts=times)
        self._methods = {operation: method for method, operation in self._client.meta.method_to_api_mapping.items()}
        self._wanted = threading.local()
        events = self._client.meta.events
        # An operation is sent without the token that boto3 would make up.
        events.unregister("before-parameter-build", handlers.generate_idempotent_uuid)
        events.register(f"before-call.{_SERVICE}", self._before_call)
        events.register(f"before-parse.{_SERVICE}", _before_parse)

    def send(self, call: Call) -> Reply:
        """Send one call and return its answer. Raises `TransportError`."""
        request = _request(call)
        method = self._methods.get(call.operation)
        if request is None or method is None:
            return self._wire.send(call)
        self._wanted.request = request
        self._wanted.is_sent = False
        try:
            getattr(self._client, method)(**request)
        except _Answered as answered:
            return answered.reply
        except TransportError:
            raise
        except Exception as problem:
            if not self._wanted.is_sent:
                return self._wire.send(call)
            raise _broken(problem) from problem
        raise TransportError("truncated", "boto3 returned without an answer")

    def close(self) -> None:
        """Close the connections."""
        self._client.close()
        self._wire.close()

    def _before_call(self, params: dict[str, Any], **_: Any) -> None:
        if json.loads(params["body"]) != self._wanted.request:
            raise _DifferentError
        self._wanted.is_sent = True


class _DifferentError(Exception):
    """boto3 would send something else than what was asked for."""


class _Answered(Exception):  # noqa: N818 - carries an answer out of boto3 before it is parsed; no error
    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


def _before_parse(response_dict: dict[str, Any], **_: Any) -> None:
    headers = {key.lower(): value for key, value in response_dict["headers"].items()}
    body, length = response_dict["body"], headers.get("content-length", "")
    # botocore takes a body that broke off for a whole one.
    if "content-encoding" not in headers and length.isdigit() and len(body) < int(length):
        raise TransportError("truncated", f"the answer broke off: {len(body)} of {length} bytes")
    raise _Answered(Reply(response_dict["status_code"], headers, body))


def _client(url: str | None, identity: Identity, profile: str | None, workers: int, times: Timeouts) -> Any:
    config = Config(
        parameter_validation=False,
        retries={"total_max_attempts": 1},
        max_pool_connections=max(workers, 1),
        connect_timeout=times.connect,
        read_timeout=times.read,
    )
    keys = identity.credentials.get_frozen_credentials() if identity.is_local else None
    given = {} if keys is None else {"aws_access_key_id": keys.access_key, "aws_secret_access_key": keys.secret_key}
    try:
        session = boto3.session.Session(botocore_session=new_session(profile), region_name=identity.region)
        return session.client(_SERVICE, endpoint_url=url, config=config, **given)
    except (exceptions.BotoCoreError, ValueError) as problem:
        raise SubjectError(f"boto3 cannot make a client: {problem}") from problem


def _request(call: Call) -> dict[str, Any] | None:
    """Return the request in a call, `None` when boto3 has no way to send it."""
    if call.target is not None or call.content_type != CONTENT_TYPE:
        return None
    try:
        found = json.loads(call.body.decode(), object_pairs_hook=_unique)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("the same name twice")
    return made


def _broken(problem: Exception) -> TransportError:
    for kind, meant in _KINDS:
        if isinstance(problem, kind):
            return TransportError(meant, str(problem))
    return TransportError("reset", f"{type(problem).__name__}: {problem}")
