"""What is in a list, in which order, and where the next page begins."""

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any, NamedTuple, TypeAlias, TypeVar

from ._model_state import Group, Package

_Listed = TypeVar("_Listed", Group, Package)
_Key: TypeAlias = "list[str | float]"

# Used where the request does not say how many.
_PAGE = 10
_DIGEST = 12


class WrongTokenError(ValueError):
    """A ``NextToken`` that no list gave out."""


class _Listing(NamedTuple):
    """How a request wants its list sorted; ``what`` is the operation."""

    what: str
    by: str
    descending: bool


def packages(known: Iterable[Package], request: Mapping[str, Any], group: str | None) -> list[Package]:
    """Return the packages that a ListModelPackages request asks for; ``group`` is the name of the group that it names."""
    kind = request.get("ModelPackageType", "Unversioned" if group is None else "Versioned")
    status = request.get("ModelApprovalStatus")
    return [
        package
        for package in known
        if (group is None or package.group == group)
        and (kind == "Both" or (package.group is not None) == (kind == "Versioned"))
        and (status is None or package.document.get("ModelApprovalStatus") == status)
        and _suits(package.label, package.created, request)
    ]


def groups(known: Iterable[Group], request: Mapping[str, Any]) -> list[Group]:
    """Return the groups that a ListModelPackageGroups request asks for. Nobody shares groups with this account."""
    if request.get("CrossAccountFilterOption") == "CrossAccount":
        return []
    return [group for group in known if _suits(group.name, group.created, request)]


def _suits(name: str, created: float, request: Mapping[str, Any]) -> bool:
    after, before = request.get("CreationTimeAfter"), request.get("CreationTimeBefore")
    return request.get("NameContains", "") in name and (after is None or created > after) and (before is None or created < before)


def page(what: str, found: list[_Listed], request: Mapping[str, Any]) -> tuple[list[_Listed], str | None]:
    """Return one page of a list, and the token of the next one where there is more.

    A page begins after the last item of the page before, whatever was created or deleted since. Raises `WrongTokenError`.
    """
    listing = _Listing(what, request.get("SortBy", "CreationTime"), request.get("SortOrder") == "Descending")
    key = _by_name if listing.by == "Name" else _by_time
    ordered = sorted(found, key=key, reverse=listing.descending)
    token = request.get("NextToken")
    if token is not None:
        last = _read(token, listing)
        ordered = [item for item in ordered if (key(item) < last if listing.descending else key(item) > last)]
    size = int(request.get("MaxResults", _PAGE))
    rest = len(ordered) > size
    return ordered[:size], _token(key, ordered[size - 1], listing) if rest else None


def _by_name(item: Group | Package) -> _Key:
    if isinstance(item, Group):
        return [item.name, item.number]
    return [item.label, item.version or 0, item.number]


def _by_time(item: Group | Package) -> _Key:
    return [item.created, item.number]


def _token(key: Callable[[_Listed], _Key], last: _Listed, listing: _Listing) -> str:
    text = json.dumps(key(last))
    return base64.urlsafe_b64encode(f"{_digest(text, listing)}{text}".encode()).decode()


def _read(token: str, listing: _Listing) -> _Key:
    try:
        text = base64.urlsafe_b64decode(token.encode("ascii")).decode("ascii")
    except ValueError as problem:
        raise WrongTokenError(token) from problem
    if _digest(text[_DIGEST:], listing) != text[:_DIGEST]:
        raise WrongTokenError(token)
    key: _Key = json.loads(text[_DIGEST:])
    return key


def _digest(text: str, listing: _Listing) -> str:
    return sha256(json.dumps([text, *listing]).encode()).hexdigest()[:_DIGEST]
