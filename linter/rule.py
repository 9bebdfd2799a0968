"""What a rule is: one file of prose, metadata, examples and one check."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeAlias

from .finding import Edit, Finding, Severity
from .path import Path
from .request import Request, Scope


class Violation(NamedTuple):
    """One broken constraint of the edition's schema.

    ``keyword`` is the JSON Schema keyword and ``limit`` its value (the type, the number, the enum, the portable pattern, the missing name).
    ``shape`` is the service model's name of what is broken, ``owner`` that of the structure around it. ``key`` is set when
    the name of the member at ``path`` is meant and not its value; ``value`` is then that name.
    """

    request: Request
    path: Path
    keyword: str
    limit: Any
    value: Any
    shape: str
    owner: str
    key: bool = False


class Visit(NamedTuple):
    """A rule that looks at the objects of the given shapes: those with one of ``members``, or all when none is named."""

    shapes: tuple[str, ...]
    members: tuple[str, ...] = ()


class Breach(NamedTuple):
    """A rule that words broken schema constraints: of these keywords, and only in these shapes when any is named.

    Of several rules that want the same violation, the one with the lowest id that answers gets it; those that name shapes are
    asked first. With ``beginnings``, a rule is also given unknown texts whose known beginning may break the pattern of their shape: the
    value of such a violation is the `mpkit.linter.request.Unknown`.
    """

    keywords: tuple[str, ...]
    shapes: tuple[str, ...] = ()
    beginnings: bool = False


class Reading(NamedTuple):
    """A rule whose findings come from the readers of files (broken syntax, duplicate keys) or from the run itself."""


Trigger: TypeAlias = Visit | Breach | Reading


class Example(NamedTuple):
    """A good request, one edit that makes it bad, and what must then be found: these paths, and nothing else.

    ``message`` is the whole message of the first finding. ``operation`` and ``edition`` say what it is and what it is held against;
    ``config`` is the text of an mpkit.toml that holds for it.
    """

    good: dict[str, Any]
    edit: Edit
    expect: tuple[Path, ...]
    message: str
    operation: str = "CreateModelPackage"
    edition: str = "2026-11"
    config: str = ""


class TextExample(NamedTuple):
    """The same for a rule about texts: a good file, a bad one, and the line and column at which each finding starts.

    ``staged`` marks one that text alone cannot bring about, as a file without permission; a test of its own brings it about.
    """

    good: str | bytes
    bad: str | bytes
    expect: tuple[tuple[int, int], ...]
    message: str
    form: str = "json"
    operation: str = "CreateModelPackage"
    edition: str = "2026-11"
    config: str = ""
    staged: bool = False


Check: TypeAlias = Callable[[Scope], Iterator[Finding]] | Callable[[Violation], Iterator[Finding]]


class LateCheck:
    """A check whose module is imported when it is first needed."""

    __slots__ = ("_check", "_load")

    def __init__(self, load: Callable[[], Check]) -> None:
        self._load = load
        self._check: Check | None = None

    def __call__(self, subject: Any) -> Iterator[Finding]:
        """Call the check."""
        found: Iterator[Finding] = self.resolved()(subject)
        return found

    def resolved(self) -> Callable[[Any], Iterator[Finding]]:
        """Return the check itself."""
        if self._check is None:
            self._check = self._load()
        return self._check


class Rule(NamedTuple):
    """One rule. ``cites`` are clause ids; ``since`` and ``until`` bound the editions, by service-model version, in which it speaks.

    ``doc`` is the module docstring, with the headings *What it checks*, *Why the service refuses it* and *How to fix*.
    """

    id: str
    name: str
    summary: str
    severity: Severity
    cites: tuple[str, ...]
    doc: str
    trigger: Trigger
    examples: tuple[Example | TextExample, ...]
    check: Check | None = None
    operations: tuple[str, ...] = ("CreateModelPackage", "UpdateModelPackage")
    since: str | None = None
    until: str | None = None

    def __eq__(self, other: object) -> bool:
        """Tell rules apart by identity: their examples are neither quick to compare nor hashable."""
        return self is other

    def __hash__(self) -> int:
        """Hash by identity, as they compare."""
        return id(self)
