"""A real account as the subject: ``--target aws``.

Three things stand between the kit and an account: its number has to be the one that the user gave; nothing is sent that starts a paid
job, asks for a Marketplace certification, or is an operation of another kind; and the image and the model archive that requests speak of
are the user's.
"""

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from .._text import SAMPLES
from ..outcome import Reply
from ..subject import SERVICE, Call, Subject, SubjectError, TransportError
from ._bodies import values
from .boto import Boto
from .wire import Identity, Timeouts, identify, new_session
from .wrappers import Wrapper, action_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_ACCOUNT = re.compile(r"[0-9]{12}")
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


class Wanted(Protocol):
    """What the user has to say about an account; the names are those of the options."""

    region: str | None
    profile: str | None
    timeout: float | None
    workers: int
    account: str | None
    image: str | None
    model_data_url: str | None
    allow_validation_jobs: bool
    allow_marketplace: bool


def account_subject(wanted: Wanted) -> "Account":
    """Return the account of the credentials, if it is the one that is wanted.

    Services are where the AWS configuration says they are (AWS_ENDPOINT_URL_STS, …). Raises `SubjectError` when something is missing, or
    when the credentials are of another account.
    """
    given = {"--account": wanted.account, "--image": wanted.image, "--model-data-url": wanted.model_data_url}
    missing = [option for option, value in given.items() if not value]
    if not wanted.account or not wanted.image or not wanted.model_data_url:
        raise SubjectError(f"--target aws needs {' and '.join(missing)}: nothing is done in an unnamed account, or with made-up data")
    if not _ACCOUNT.fullmatch(wanted.account):
        raise SubjectError(f"{wanted.account!r} is no account: --account takes its 12 digits")
    identity = identify(None, wanted.region, wanted.profile)
    found = _caller(identity, wanted.profile)
    if found != wanted.account:
        raise SubjectError(f"these credentials are of account {found}, not of {wanted.account}; nothing was sent. Give another --profile")
    name = f"AWS account {wanted.account}"
    timeouts = Timeouts.of(wanted.timeout)
    boto = Boto(region=identity.region, profile=wanted.profile, name=name, workers=wanted.workers, timeouts=timeouts)
    guarded = Guarded(boto, validation=wanted.allow_validation_jobs, marketplace=wanted.allow_marketplace)
    return Account(guarded, wanted.account, boto.url, wanted.image, wanted.model_data_url)


def _caller(identity: Identity, profile: str | None) -> str:
    """Ask STS whose credentials these are."""
    try:
        return str(new_session(profile).create_client("sts", region_name=identity.region).get_caller_identity()["Account"])
    except (BotoCoreError, ClientError, KeyError, ValueError) as problem:
        raise SubjectError(f"STS does not tell whose credentials these are: {problem}") from problem


class Account(Wrapper):
    """An account whose number was checked, with the user's image and model archive in place of the kit's own.

    The kit's are put back into answers, so that what is described is what was sent. A case whose point is one of these members has
    another value there, and keeps it.
    """

    def __init__(self, inner: Subject, account: str, url: str, image: str, model_data_url: str) -> None:
        super().__init__(inner)
        self.account = account
        self.url = url
        given = {"Image": image, "ModelDataUrl": model_data_url}
        self._swaps = [(_json(SAMPLES[member]), _json(value)) for member, value in given.items()]

    def send(self, call: Call) -> Reply:
        """Send one call. Raises `TransportError`."""
        body = _swapped(call.body, self._swaps)
        reply = self.inner.send(Call(call.operation, body, call.target, call.content_type))
        return reply._replace(body=_swapped(reply.body, [(given, own) for own, given in self._swaps]))


class Guarded(Wrapper):
    """The last gate before an account: what must not happen there is not sent, whatever asked for it."""

    def __init__(self, inner: Subject, *, validation: bool = False, marketplace: bool = False) -> None:
        super().__init__(inner)
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
