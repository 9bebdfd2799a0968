"""From logical names to physical ones: cases speak of ``churn``, the backend sees a name that nobody else uses.

Hypothesis and reports see logical names only, so the same seed gives the same cases whatever the backend holds already.
"""

import itertools
import re
import threading
from collections.abc import Iterator, Mapping
from typing import Any

from . import _text

LOGICAL_REGION = _text.REGION
LOGICAL_ACCOUNT = _text.ACCOUNT

# Members of requests and answers that identify packages and groups.
IDENTITIES = frozenset({"ModelPackageName", "ModelPackageGroupName", "ModelPackageArn", "ModelPackageGroupArn", "NameContains"})
_IDEMPOTENCY = "ClientToken"

_ARN = re.compile(r"arn:aws[a-z-]*:sagemaker:([^:]*):([^:]*):(model-package(?:-group)?)/([^/]+)(/.*)?", re.DOTALL)
_TOKEN_FORM = re.compile(r"[a-zA-Z0-9-]+")
_NAME = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9])*")
_MOST = 63
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def package_arn(name: str, version: int | None = None, region: str = LOGICAL_REGION, account: str = LOGICAL_ACCOUNT) -> str:
    """Return the ARN of a package of its own, or with ``version`` that of a version in the group ``name``."""
    tail = "" if version is None else f"/{version}"
    return f"arn:aws:sagemaker:{region}:{account}:model-package/{name}{tail}"


def group_arn(name: str, region: str = LOGICAL_REGION, account: str = LOGICAL_ACCOUNT) -> str:
    """Return the ARN of a model package group."""
    return f"arn:aws:sagemaker:{region}:{account}:model-package-group/{name}"


class Names:
    """Makes the physical names of one run: ``prefix`` is what all begin with, at most eight letters and digits.

    ``region`` and ``account`` are the backend's own; they stand in the ARNs of things that do not exist.
    """

    def __init__(self, prefix: str, region: str = LOGICAL_REGION, account: str = LOGICAL_ACCOUNT) -> None:
        self.prefix = prefix
        self.region = region
        self.account = account
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def token(self, logical: str) -> str:
        """Return a token that was not used before, as long as ``logical`` and as valid; one that is not valid stays as it is."""
        unique = self._unique()
        if not _TOKEN_FORM.fullmatch(logical):
            return logical
        return unique[-len(logical) :] if len(logical) <= len(unique) else unique + logical[len(unique) :]

    def namespace(self, stem: str = "") -> "Namespace":
        """Return a fresh namespace: the names in it have not been used before.

        Logical names that begin with ``stem`` have physical ones that begin alike and end as the logical ones do, so that they keep
        their order, and which is part of which.
        """
        return Namespace(self, stem=stem)

    def fresh(self, logical: str) -> str:
        """Return a physical name like ``logical``: a valid name stays valid and an invalid one invalid, and a long one keeps its length."""
        unique = self._unique()
        valid = is_name(logical)
        if len(logical) <= 1:
            # Nothing unique has one character; one of the 36 is as good as another.
            return unique[-1] if valid else logical
        return next((name for name in _candidates(logical, unique) if is_name(name) == valid and _same_length(name, logical)), logical)

    def _unique(self) -> str:
        with self._lock:
            return f"{self.prefix}{_base36(next(self._numbers))}"


class Namespace:
    """The names and ARNs of one case. A child knows what its parent knows, and keeps to itself what it learns."""

    def __init__(self, names: Names, known: Mapping[str, str] | None = None, arns: Mapping[str, str] | None = None, stem: str = "") -> None:
        self._names = names
        self._known = dict(known or {})
        self._arns = dict(arns or {})
        self._stem = stem

    def child(self) -> "Namespace":
        """Return a namespace in which everything that is known here is known too."""
        return Namespace(self._names, self._known, self._arns, self._stem)

    def name(self, logical: str) -> str:
        """Return the physical name of a package or group."""
        if self._stem and logical != self._stem and logical.startswith(self._stem):
            return self.name(self._stem) + logical[len(self._stem) :]
        if logical not in self._known:
            self._known[logical] = self._names.fresh(logical)
        return self._known[logical]

    def learn(self, logical: str, physical: str) -> None:
        """Note the ARN that the backend gave to what ``logical`` stands for."""
        self._arns[logical] = physical

    def has_learnt(self, logical: str) -> bool:
        """Tell whether the backend has told its ARN for what ``logical`` stands for."""
        return logical in self._arns

    def arn(self, logical: str) -> str:
        """Return the physical ARN: the backend's own where it has told one, otherwise one made up in its region and account."""
        if logical in self._arns:
            return self._arns[logical]
        match = _ARN.fullmatch(logical)
        if match is None:
            return logical
        region, account, kind, name, tail = match.groups()
        region = self._names.region if region == LOGICAL_REGION else region
        account = self._names.account if account == LOGICAL_ACCOUNT else account
        return f"arn:aws:sagemaker:{region}:{account}:{kind}/{self.name(name)}{tail or ''}"

    def request(self, value: Any) -> Any:
        """Return a request with its identities made physical."""
        if not isinstance(value, dict):
            return value
        return {key: self._mapped(key, item) for key, item in value.items()}

    def renew(self, request: Any) -> bool:
        """Forget the names of packages and the tokens in a request, so that it can be made again as if for the first time.

        Returns whether it then names another package.
        """
        renewed = False
        for member in (_IDEMPOTENCY, "ModelPackageName"):
            name = request.get(member) if isinstance(request, dict) else None
            renewed = self._known.pop(name if isinstance(name, str) else "", None) is not None
        return renewed

    def _mapped(self, key: str, item: Any) -> Any:
        if key == _IDEMPOTENCY and isinstance(item, str):
            return self._known.setdefault(item, self._names.token(item)) if item else item
        return self._identity(item) if key in IDENTITIES else item

    def answer(self, value: Any) -> Any:
        """Return an expected answer with all identities in it made physical, at any depth."""
        if isinstance(value, dict):
            return {key: self._identity(item) if key in IDENTITIES else self.answer(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.answer(item) for item in value]
        return value

    def _identity(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return self.arn(value) if value in self._arns or _ARN.fullmatch(value) else self.name(value) if value else value


def _candidates(logical: str, unique: str) -> Iterator[str]:
    yield f"{unique}-{logical}"
    yield f"{logical}-{unique}"
    rest = logical[len(unique) + 1 :]
    yield f"{unique}{'-' * (len(rest) < len(logical) - len(unique))}{rest}"
    yield f"{logical[: len(logical) - len(unique)]}{unique}"


def is_name(text: str) -> bool:
    """Tell whether a text has the form of a name, whatever its length."""
    return _NAME.fullmatch(text) is not None


def _same_length(name: str, logical: str) -> bool:
    """Tell whether both are within the limit, or both as far beyond it or close to it."""
    return len(name) <= _MOST if len(logical) < _MOST - 1 else len(name) == len(logical)


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits.rjust(3, "0")
