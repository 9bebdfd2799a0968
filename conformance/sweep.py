"""Delete what a run left: packages, then the groups they were in.

Only what is the run's own is deleted: what a backend said it created for the run, and what bears the run's prefix. An answer may have been
lost, so the backend's lists are asked too. Nothing stops at an error, and a second sweep does no harm.
"""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from ..linter.discover import printable
from .ledger import Kind, Ledger, LedgerError, Thing
from .names import is_name
from .outcome import Accepted, Broken, Outcome, Refused, read
from .subject import Call, Subject, TransportError
from .subjects.wrappers import Patient

_ROUNDS = 6
# The rounds after the first in which nothing may succeed.
_HOPE = 2
_ATTEMPTS = 3
_LONGEST_WAIT = 2.0
_FIRST_WAIT = 0.1
_NO_OPERATION = "the backend has no working"
# A shorter prefix may be part of other people's names.
_SHORTEST_PREFIX = 4
_NOT_FOUND = 404
_PAGE = 100
_MOST_SHOWN = 20
_LONGEST_SHOWN = 200
_CRASH = 500
# So many deletions that all end in HTTP 500, or calls without any answer, are not worth another one in the same round.
_ENOUGH = 3
_UNKNOWN = frozenset({"UnknownOperationException", "UnknownOperation", "InvalidAction", "NotImplemented", "NotImplementedException"})
_LISTS = frozenset({"ListModelPackages", "ListModelPackageGroups"})


def is_absent(outcome: Outcome) -> bool:
    """Tell whether an answer says that the backend does not have the operation at all."""
    return isinstance(outcome, Refused) and (outcome.status == 501 or outcome.code in _UNKNOWN)  # noqa: PLR2004 - Not Implemented


@dataclass(frozen=True, slots=True)
class Left:
    """Something that is or may be still there, and why."""

    kind: Kind
    identity: str
    reason: str


@dataclass(frozen=True, slots=True)
class Swept:
    """What came of a sweep. ``deleted`` is how many were deleted now; ``can_delete`` is whether the backend deletes at all."""

    deleted: int
    left: tuple[Left, ...] = ()
    can_delete: bool = True

    def text(self) -> str:
        """Say it in a few lines."""
        lines = [f"cleaned up: {self.deleted} deleted, {len(self.left)} left"]
        stuck = Counter(left.reason for left in self.left if left.reason.startswith(_NO_OPERATION))
        lines += [f"  {count}: {reason}; they stay until it is restarted or reset" for reason, count in stuck.items()]
        others = [left for left in self.left if left.reason not in stuck]
        lines += [f"  {left.kind} {_shown(left.identity)}: {_shown(left.reason)}" for left in others[:_MOST_SHOWN]]
        if len(others) > _MOST_SHOWN:
            lines.append(f"  and {len(others) - _MOST_SHOWN} more")
        return "\n".join(lines)


def sweep(
    ledger: Ledger, subject: Subject, *, capabilities: Mapping[str, bool] | None = None, sleep: Callable[[float], object] = time.sleep
) -> Swept:
    """Delete everything of a ledger's run that a backend holds, and write down what is gone. Raises `LedgerError`.

    ``capabilities`` are operations that the backend is known to have or not to have.
    """
    lacks = {operation for operation, there in (capabilities or {}).items() if not there}
    return _Sweep(ledger, subject, sleep, lacks).run()


def sweep_file(path: Path, subject: Subject) -> Swept:
    """Sweep what the ledger in a file lists, and remove the file when nothing is left. Raises `LedgerError`."""
    ledger = Ledger.open(path)
    try:
        for what in ("account", "region"):
            then, now = getattr(ledger.origin, what), getattr(subject, what, None)
            if then and now and then != now:
                raise LedgerError(f"the ledger {path} is of {what} {then}, and the target is of {now}. Give --{what} {then}")
        swept = sweep(ledger, subject)
        if not swept.left:
            ledger.discard()
        return swept
    finally:
        ledger.close()


class _Wanted(NamedTuple):
    """Something to delete: the name or ARN to call it by, its numbers in the ledger, and whether the backend has said that it is there."""

    kind: Kind
    identity: str
    numbers: tuple[int, ...] = ()
    is_answered: bool = True


class _Sweep:
    def __init__(self, ledger: Ledger, subject: Subject, sleep: Callable[[float], object], lacks: set[str]) -> None:
        self._ledger = ledger
        self._subject = Patient(subject, attempts=_ATTEMPTS, longest=_LONGEST_WAIT, sleep=sleep)
        self._sleep = sleep
        self._lacks = lacks
        self._prefix = ledger.origin.prefix
        self._deleted: set[str] = set()
        self._worked: set[str] = set()
        self._unlisted: dict[str, str] = {}
        self._seen: set[str] = set()
        self._silent = 0

    def run(self) -> Swept:
        failed: dict[str, Left] = {}
        for round_ in range(_ROUNDS):
            found = self._wanted()
            if not found and not self._unlisted:
                break
            failed = self._delete_all(found)
            hopeless = not self._worked or self._silent >= _ENOUGH
            if failed and ((hopeless and round_ >= _HOPE) or all(_deletion(each.kind) in self._lacks for each in failed.values())):
                break
            if failed or self._unlisted or round_:
                self._sleep(_FIRST_WAIT * 2**round_)
        left = [each for key, wanted in self._wanted().items() if (each := self._left(key, wanted, failed)) is not None]
        left += [Left("package", f"{self._prefix}…", f"what there is cannot be listed: {why}") for why in self._unlisted.values()]
        left += self._unsure()
        can_delete = all(_deletion(each.kind) in self._worked or not each.reason.startswith(_NO_OPERATION) for each in left)
        return Swept(len(self._deleted - {each.identity for each in left}), tuple(left), can_delete)

    def _left(self, key: str, wanted: _Wanted, failed: Mapping[str, Left]) -> Left | None:
        """Say why something is left; `None` where the backend never answered for it and does not list it: with a name that is none."""
        if not (wanted.is_answered or key in self._seen or _LISTS & (self._lacks | self._unlisted.keys())):
            for number in wanted.numbers:
                self._ledger.deleted(number)
            return None
        return failed.get(key) or Left(wanted.kind, wanted.identity, "it is still listed, although its deletion was accepted")

    def _wanted(self) -> dict[str, _Wanted]:
        """Return what may be there and is the run's own: packages first, then groups. The key is the name, with the version."""
        packages: dict[str, _Wanted] = {}
        groups: dict[str, _Wanted] = {}
        self._unlisted = {}
        self._seen = set()
        self._silent = 0
        for thing in self._ledger.things:
            identity = self._identity(thing) if thing.may_exist else None
            if identity is not None:
                known = groups if thing.kind == "group" else packages
                key = _label(identity)
                before = known.get(key, _Wanted(thing.kind, identity, (), is_answered=False))
                known[key] = before._replace(
                    numbers=(*before.numbers, thing.number), is_answered=before.is_answered or thing.state == "created"
                )
        for name in self._listed("ListModelPackageGroups", "ModelPackageGroupSummaryList", "ModelPackageGroupName", {}):
            groups.setdefault(_label(name), _Wanted("group", name))
            self._seen.add(f"group {_label(name)}")
        filters = [{"NameContains": self._prefix, "ModelPackageType": "Both"}]
        filters += [{"ModelPackageGroupName": group.identity} for group in groups.values()]
        for filter_ in filters:
            for arn in self._listed("ListModelPackages", "ModelPackageSummaryList", "ModelPackageArn", filter_):
                packages.setdefault(_label(arn), _Wanted("version" if "/" in _label(arn) else "package", arn))
                self._seen.add(_label(arn))
        return packages | {f"group {key}": wanted for key, wanted in groups.items()}

    def _identity(self, thing: Thing) -> str | None:
        """Return the name or ARN to delete something by, `None` when it cannot be told from what others have."""
        if thing.arn is not None and (self._is_own(thing.arn) or _name(thing.arn).casefold() in {name.casefold() for name in thing.names}):
            return _name(thing.arn) if thing.kind == "group" else thing.arn
        own = [name for name in thing.names if self._is_own(name)]
        return own[-1] if own and thing.kind != "version" else None

    def _is_own(self, identity: str) -> bool:
        return len(self._prefix) >= _SHORTEST_PREFIX and self._prefix.casefold() in _name(identity).casefold()

    def _listed(self, operation: str, items: str, member: str, filters: Mapping[str, Any]) -> Iterator[str]:
        """Yield the names or ARNs in all pages of a list that are the run's own."""
        request: dict[str, Any] = {**(filters or {"NameContains": self._prefix}), "MaxResults": _PAGE}
        tokens: set[str] = set()
        while operation not in self._lacks and self._silent < _ENOUGH:
            outcome = self._call(operation, request)
            for _ in range(_ATTEMPTS - 1):
                if isinstance(outcome, Refused) and outcome.status >= _CRASH and not is_absent(outcome):
                    outcome = self._call(operation, request)
            if not isinstance(outcome, Accepted) or not isinstance(outcome.body, dict):
                if is_absent(outcome):
                    self._lacks.add(operation)
                # A group that does not exist has no packages.
                elif not (isinstance(outcome, Refused) and outcome.status < _CRASH and "ModelPackageGroupName" in filters):
                    self._unlisted[operation] = _reason(outcome)
                return
            for item in _items(outcome.body.get(items)):
                identity = item.get(member)
                if isinstance(identity, str) and self._is_own(identity):
                    yield identity
            token = outcome.body.get("NextToken")
            if not isinstance(token, str) or token in tokens:
                return
            tokens.add(token)
            request["NextToken"] = token

    def _delete_all(self, found: Mapping[str, _Wanted]) -> dict[str, Left]:
        """Delete what was found, and return what could not be."""
        failed: dict[str, Left] = {}
        crashes: Counter[str] = Counter()
        self._silent = 0
        for key, wanted in found.items():
            operation = _deletion(wanted.kind)
            if self._silent >= _ENOUGH:
                failed[key] = Left(wanted.kind, wanted.identity, "the backend does not answer any more")
                continue
            if operation in self._lacks or (crashes[operation] >= _ENOUGH and operation not in self._worked):
                failed[key] = Left(wanted.kind, wanted.identity, f"{_NO_OPERATION} {operation}")
                continue
            member = "ModelPackageGroupName" if wanted.kind == "group" else "ModelPackageName"
            outcome = self._call(operation, {member: wanted.identity})
            if isinstance(outcome, Accepted) or _is_gone(outcome):
                self._note(operation, wanted, was_there=isinstance(outcome, Accepted))
                continue
            if is_absent(outcome):
                self._lacks.add(operation)
            crashes[operation] += isinstance(outcome, Refused) and outcome.status >= _CRASH
            failed[key] = Left(wanted.kind, wanted.identity, f"{_NO_OPERATION} {operation}" if is_absent(outcome) else _reason(outcome))
        dead = {operation for operation, count in crashes.items() if count >= _ENOUGH and operation not in self._worked}
        return {
            key: replace(left, reason=f"{_NO_OPERATION} {_deletion(left.kind)}") if _deletion(left.kind) in dead else left
            for key, left in failed.items()
        }

    def _note(self, operation: str, wanted: _Wanted, *, was_there: bool) -> None:
        self._worked.add(operation)
        if was_there:
            self._deleted.add(wanted.identity)
        for number in wanted.numbers:
            self._ledger.deleted(number)

    def _unsure(self) -> Iterator[Left]:
        """Yield what was asked for and never answered, and cannot be told from what others have."""
        unsettled = [thing for thing in self._ledger.things if thing.may_exist and self._identity(thing) is None]
        sees_all = not _LISTS & (self._lacks | self._unlisted.keys())
        for thing in unsettled:
            if thing.kind == "version" and all(map(self._is_own, thing.names)) and sees_all:
                # All that is in the run's groups was listed, and this was not among it.
                self._ledger.deleted(thing.number)
            elif thing.names and self._could_be(thing.names[-1]):
                yield Left(thing.kind, thing.names[-1], "its creation was not answered, and its name is not one that only this run has")

    def _could_be(self, identity: str) -> bool:
        """Tell whether there can be something of this name or ARN where the run was."""
        at_home = ":" not in identity or f":{self._ledger.origin.region}:" in identity
        return at_home and is_name(_name(identity))

    def _call(self, operation: str, request: Mapping[str, Any]) -> Outcome:
        try:
            outcome = read(self._subject.send(Call(operation, json.dumps(request).encode())))
        except TransportError as problem:
            self._silent += 1
            return problem.broken
        self._silent = 0
        return outcome


def _shown(text: str) -> str:
    """Return what a backend said as it can be printed on a line."""
    text = printable(text)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _deletion(kind: Kind) -> str:
    return "DeleteModelPackageGroup" if kind == "group" else "DeleteModelPackage"


def _name(identity: str) -> str:
    """Return the name in a name or ARN."""
    return identity.rpartition(":")[2].removeprefix("model-package-group/").removeprefix("model-package/").partition("/")[0]


def _label(identity: str) -> str:
    """Return the name in a name or ARN, with the version; some backends write ARNs in lower case."""
    return identity.rpartition(":")[2].removeprefix("model-package-group/").removeprefix("model-package/").casefold()


def _items(listed: Any) -> list[dict[str, Any]]:
    return [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []


def _is_gone(outcome: Outcome) -> bool:
    """Tell whether an answer says that there is nothing to delete (the service: a message that ends so)."""
    if not isinstance(outcome, Refused) or outcome.status >= _CRASH or is_absent(outcome):
        return False
    return outcome.status == _NOT_FOUND or "not exist" in outcome.message or "NotFound" in (outcome.code or "")


def _reason(outcome: Outcome) -> str:
    match outcome:
        case Broken(kind, detail):
            return detail or kind
        case Refused(status, code, message):
            return f"HTTP {status} {code or ''} {message}".strip()
    return "an answer that is no JSON object"
