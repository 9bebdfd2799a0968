"""A real account as the subject: ``--target aws``.

Three things stand between the kit and an account: its number has to be the one that the user gave; nothing is sent that starts a paid
job, asks for a Marketplace certification, deletes what is not the run's own, or is an operation of another kind; and the image and the
model archive that requests speak of are the user's.
"""

import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from botocore.config import Config

from .._text import SAMPLES
from ..outcome import Reply
from ..subject import SERVICE, Call, Subject, SubjectError, TransportError
from ._bodies import text_members, values
from .boto import Boto
from .wire import Endpoint, Identity, Timeouts, identify, new_session
from .wrappers import Wrapper, action_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_ACCOUNT = re.compile(r"[0-9]{12}")
_DELETING = {"DeleteModelPackage": "ModelPackageName", "DeleteModelPackageGroup": "ModelPackageGroupName"}
_ATTEMPTS = 3
_OPERATIONS = frozenset(
    {
        "CreateModelPackage",
        "CreateModelPackageGroup",
        "DeleteModelPackage",
        "DeleteModelPackageGroup",
        "DescribeModelPackage",
        "DescribeModelPackageGroup",
        "ListModelPackageGroups",
        "ListModelPackages",
        "UpdateModelPackage",
    }
)


def open_account(
    account: str | None,
    image: str | None,
    model_data_url: str | None,
    *,
    region: str | None = None,
    profile: str | None = None,
    workers: int = 1,
    timeouts: Timeouts | None = None,
    url: str | None = None,
    sts_url: str | None = None,
) -> "Account":
    """Return the account of the credentials, if it is ``account``; ``url`` and ``sts_url`` are endpoints in place of the services' own.

    Raises `SubjectError` when something is missing, or when the credentials are of another account.
    """
    given = {"--account": account, "--image": image, "--model-data-url": model_data_url}
    missing = [option for option, value in given.items() if not value]
    if not account or not image or not model_data_url:
        raise SubjectError(f"--target aws needs {' and '.join(missing)}: nothing is done in an unnamed account, or with made-up data")
    if not _ACCOUNT.fullmatch(account):
        raise SubjectError(f"{account!r} is no account: --account takes its 12 digits")
    identity = identify(Endpoint.parse(url) if url else None, region, profile)
    found = _caller(identity, profile, sts_url)
    if found != account:
        raise SubjectError(f"these credentials are of account {found}, not of {account}; nothing was sent. Give another --profile")
    boto = Boto(url, region=identity.region, profile=profile, name=f"AWS account {account}", workers=workers, timeouts=timeouts)
    return Account(boto, account, image, model_data_url)


def _caller(identity: Identity, profile: str | None, sts_url: str | None) -> str:
    """Ask STS whose credentials these are."""
    keys = identity.credentials.get_frozen_credentials() if identity.is_local else None
    given = {} if keys is None else {"aws_access_key_id": keys.access_key, "aws_secret_access_key": keys.secret_key}
    config = Config(retries={"total_max_attempts": _ATTEMPTS})
    try:
        session = new_session(profile)
        client = session.create_client("sts", region_name=identity.region, endpoint_url=sts_url, config=config, **given)
        return str(client.get_caller_identity()["Account"])
    except Exception as problem:  # whatever botocore raises: without an answer, nothing may be sent
        raise SubjectError(f"STS does not tell whose credentials these are: {problem}") from problem


class Account(Wrapper):
    """An account whose number was checked, with the user's image and model archive in place of the kit's own.

    The kit's are put back into answers, so that what is described is what was sent. A case whose point is one of these members has
    another value there, and keeps it.
    """

    def __init__(self, inner: Boto, account: str, image: str, model_data_url: str) -> None:
        super().__init__(inner)
        self.account = account
        self.url = inner.url
        given = {"Image": image, "ModelDataUrl": model_data_url}
        self._swaps = [(_json(SAMPLES[member]), _json(value)) for member, value in given.items()]

    def send(self, call: Call) -> Reply:
        """Send one call. Raises `TransportError`."""
        body = _swapped(call.body, self._swaps)
        reply = self.inner.send(Call(call.operation, body, call.target, call.content_type))
        return reply._replace(body=_swapped(reply.body, [(given, own) for own, given in self._swaps]))


class Guarded(Wrapper):
    """The last gate before an account: what must not happen there is not sent, whatever asked for it.

    ``owns`` tells whether a name or ARN is of something that the run created.
    """

    def __init__(self, inner: Subject, owns: Callable[[str], bool], *, validation: bool = False, marketplace: bool = False) -> None:
        super().__init__(inner)
        self._owns = owns
        self._validation = validation
        self._marketplace = marketplace

    def send(self, call: Call) -> Reply:
        """Send one call. Raises `TransportError`, of kind ``guarded`` for one that must not be sent."""
        reason = self._objection(call)
        if reason is not None:
            raise TransportError("guarded", f"not sent to an account: {reason}")
        return self.inner.send(call)

    def _objection(self, call: Call) -> str | None:
        action = action_of(call)
        if action not in _OPERATIONS and action in _all_operations():
            return f"{action} is none of the operations that the kit is about"
        if not self._validation and any(value is not None for value in values(call.body, "ValidationSpecification")):
            return "it has a ValidationSpecification, which starts a paid job; --allow-validation-jobs allows it"
        if not self._marketplace and any(
            value not in (None, False, "false", "null") for value in values(call.body, "CertifyForMarketplace")
        ):
            return "it asks for a Marketplace certification; --allow-marketplace allows it"
        for identity in text_members(call.body, _DELETING[action]) if action in _DELETING else ():
            if not self._owns(identity):
                return f"{identity!r} is nothing that this run created"
        return None


@lru_cache(maxsize=1)
def _all_operations() -> frozenset[str]:
    return frozenset(new_session(None).get_service_model(SERVICE.lower()).operation_names)


def _json(text: str) -> bytes:
    return json.dumps(text, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _swapped(body: bytes, swaps: "Sequence[tuple[bytes, bytes]]") -> bytes:
    for old, new in swaps:
        body = body.replace(old, new)
    return body
