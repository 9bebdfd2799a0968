"""What is wrong with a request by itself, and how the service words it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ..linter.engine import Examiner
from ..linter.finding import Severity
from ..linter.path import ABSENT, Path, value_at
from ..linter.request import Request
from ..linter.rule import Visit
from ..rules import catalogue
from .check import VALIDATION
from .judge import MAPS
from .outcome import Refused, steps_of

if TYPE_CHECKING:
    from ..schemas.edition import Edition

SERIALIZATION = "SerializationException"
"""What answers a request whose JSON does not have the types of its members."""

_BAD_REQUEST = 400
_MOST_TOLD = 50
_MOST_SHOWN = 256

_WORDS = {
    "minLength": "have length greater than or equal to {}",
    "minItems": "have length greater than or equal to {}",
    "minProperties": "have length greater than or equal to {}",
    "maxLength": "have length less than or equal to {}",
    "maxItems": "have length less than or equal to {}",
    "maxProperties": "have length less than or equal to {}",
    "minimum": "have value greater than or equal to {}",
    "maximum": "have value less than or equal to {}",
    "pattern": "satisfy regular expression pattern: {}",
    "enum": "satisfy enum value set: {}",
    "type": "be of type {}",
    "additionalProperties": "not be given: there is no such member",
    "required": "not be null",
}


class Problem(NamedTuple):
    """One reason to refuse a request.

    ``keyword`` is the JSON Schema keyword that is broken at ``path``, or ``rules/`` and the name of a rule about what the schema cannot
    say. ``key`` says that the name of a map's entry is meant. The path of a missing member is its own.
    """

    path: Path
    keyword: str
    words: str
    value: Any = None
    key: bool = False

    @property
    def member(self) -> Path:
        """The place that a refusal names: of an entry with a bad name, that of the map."""
        return self.path[:-1] if self.key and self.keyword != "additionalProperties" else self.path

    def __str__(self) -> str:
        if not self.member:
            return self.words
        return f"Value {_shown(self.value)} at '{place(self.member)}' failed to satisfy constraint: {self.words}"


class Judgement:
    """Holds requests of one operation against its schema and, where there are any, against the rules about what no schema can say."""

    def __init__(self, edition: "Edition", operation: str) -> None:
        self._edition = edition
        self._operation = operation
        self._validator = edition.validator(operation)
        rules = [rule for rule in catalogue() if rule.severity is Severity.error and isinstance(rule.trigger, Visit)]
        self._examiner = Examiner(edition, operation, rules)

    def problems(self, request: Any) -> tuple[Problem, ...]:
        """Return all that is wrong with a request, sorted by path: broken constraints, or if there are none, broken rules.

        A wrong JSON type hides everything else, as a request that cannot be read is not judged further.
        """
        if not self._validator.is_valid(request):
            return tuple(sorted(self._broken(request), key=_order))
        examination = self._examiner.examine(Request(self._operation, request, self._edition))
        if examination.crashes:
            raise RuntimeError(examination.crashes[0][1])
        if not examination.findings:
            return ()
        found = [
            Problem(finding.path, f"rules/{rule.name}", finding.message, value_at(request, finding.path), finding.on == "key")
            for rule, finding in examination.findings
        ]
        return tuple(sorted(found, key=_order))

    def _broken(self, request: Any) -> Iterator[Problem]:
        found = list(self._edition.violations(self._operation, request))
        mistyped = [broken for broken in found if broken[1] == "type"]
        for path, keyword, limit, key in mistyped or found:
            if keyword == "required":
                yield Problem((*path, limit), keyword, f"Member must {_WORDS[keyword]}")
                continue
            words = f"Member must {_WORDS[keyword].format(_limit(limit))}"
            if key and keyword != "additionalProperties":
                yield Problem(path, keyword, f"Map keys must satisfy constraint: [{words}]", value_at(request, path[:-1]), key=True)
            else:
                yield Problem(path, keyword, words, value_at(request, path))


def refusal(problems: Iterable[Problem]) -> Refused:
    """Return the answer to a request with problems, in the words of the service."""
    found = tuple(problems)
    code = SERIALIZATION if any(problem.keyword == "type" for problem in found) else VALIDATION
    errors = "error" if len(found) == 1 else "errors"
    said = "; ".join(str(problem) for problem in found[:_MOST_TOLD])
    members = tuple(steps_of(place(problem.member)) for problem in found[:_MOST_TOLD] if problem.member)
    return Refused(_BAD_REQUEST, code, f"{len(found)} validation {errors} detected: {said}", members)


def refused(message: str, code: str = VALIDATION) -> Refused:
    """Return a refusal because of what the registry holds."""
    return Refused(_BAD_REQUEST, code, message)


def place(path: Path) -> str:
    """Return a path as the service writes it: ``inferenceSpecification.containers.1.member.image``; items count from 1."""
    return ".".join(_step(step, path[index - 1] if index else None) for index, step in enumerate(path))


def _step(step: str | int, owner: str | int | None) -> str:
    if isinstance(step, int):
        return f"{step + 1}.member"
    return f"{step}.member" if owner in MAPS else f"{step[:1].lower()}{step[1:]}"


def _shown(value: Any) -> str:
    if value is None or value is ABSENT:
        return "null"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + '…'}'"


def _limit(limit: Any) -> str:
    return f"[{', '.join(map(str, limit))}]" if isinstance(limit, list) else str(limit)


def _order(problem: Problem) -> tuple[list[str], str]:
    return [str(step) for step in problem.path], problem.keyword


def without_nulls(edition: "Edition", operation: str, request: Any) -> Any:
    """Return a request without the members of structures that are null: the protocol takes them for absent.

    A null in a list or as the value of a map's entry stays, and is of the wrong type.
    """
    return _without_nulls(edition, operation, edition.root(operation), request)


def _without_nulls(edition: "Edition", operation: str, shape: str, value: Any) -> Any:
    definition: Mapping[str, Any] = edition.shape(operation, shape)
    if isinstance(value, list) and "items" in definition:
        below = definition["items"]["$ref"].rpartition("/")[2]
        return [_without_nulls(edition, operation, below, item) for item in value]
    if not isinstance(value, dict) or "properties" not in definition:
        return value
    members = definition["properties"]
    return {
        name: _without_nulls(edition, operation, members[name]["$ref"].rpartition("/")[2], item) if name in members else item
        for name, item in value.items()
        if item is not None
    }
