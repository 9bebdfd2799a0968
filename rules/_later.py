"""Ask the history of the service models what came after the edition in use."""

from typing import TYPE_CHECKING

from ..linter.rule import Violation

if TYPE_CHECKING:
    from ..schemas.history import History, Since


def member_since(violation: Violation, member: str) -> str | None:
    """Return since when (``service model 1.34.53 (2024-02-29)``) the structure has a member that the edition lacks."""
    return _after(violation, _history().member_since(violation.shape, member))


def value_since(violation: Violation, value: str) -> str | None:
    """Return service model and date since when the enumeration lists a value that the edition lacks."""
    return _after(violation, _history().enum_since(violation.shape, value))


def optional_since(violation: Violation, member: str) -> str | None:
    """Return service model and date since when a member that the edition requires is optional."""
    for change in _history().limits(violation.shape):
        before, after = change.changes.get("required", (None, None))
        since = _after(violation, (change.version, change.date))
        if since and member in (before or ()) and member not in (after or ()):
            return since
    return None


def raised(violation: Violation) -> str:
    """Return a clause about the greater maximum of later service models, empty where there is none."""
    clause = ""
    for change in _history().limits(violation.shape):
        most = change.changes.get("max", (None, None))[1]
        since = _after(violation, (change.version, change.date))
        if since and most is not None and most > violation.limit:
            clause = f", and {most:,} since {since}"
    return clause


def _after(violation: Violation, since: "Since | None") -> str | None:
    if since is None or not violation.request.edition.within(None, since[0]):
        return None
    version, date = since
    return f"service model {version} ({date})"


def _history() -> "History":
    from ..schemas.history import load_history  # noqa: PLC0415 - needed only where something is wrong

    return load_history()
