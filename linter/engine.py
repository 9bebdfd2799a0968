"""Hold one request against an edition: the schema first, then the rules that its content calls for."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from .finding import Finding
from .path import Path, value_at
from .request import OpenList, OpenMap, Request, Scope, Unknown
from .rule import Breach, LateCheck, Rule, Violation, Visit

if TYPE_CHECKING:
    from ..schemas.edition import Edition


class Step(NamedTuple):
    """How to go from an object to objects below it that some rule visits: through ``member``, and its items when ``many``."""

    member: str
    shape: str
    many: bool


_PLANS = 256

Checks: TypeAlias = list[tuple[Rule, Callable[[Any], Iterable[Finding]]]]
Plan: TypeAlias = tuple[Checks, list[Step]]


class Station:
    """What there is to do at the objects of one shape."""

    def __init__(self) -> None:
        self.always: list[Rule] = []
        self.by_member: dict[str, list[Rule]] = {}
        self.steps: list[Step] = []
        self._plans: dict[tuple[str, ...], Plan] = {}

    def plan(self, value: dict[str, Any]) -> Plan:
        """Return the rules that the members of ``value`` call for, each once with its check, and the steps that they allow."""
        members = tuple(value)
        plan = self._plans.get(members)
        if plan is None:
            # Requests have few sets of members; what is made up to be many must not fill the memory.
            if len(self._plans) >= _PLANS:
                self._plans.clear()
            rules = dict.fromkeys([*self.always, *(rule for member in members for rule in self.by_member.get(member, ()))])
            plan = self._plans[members] = [(rule, _checked(rule)) for rule in rules], [step for step in self.steps if step.member in value]
        return plan


@dataclass(slots=True)
class Examination:
    """What came out of one request."""

    findings: list[tuple[Rule, Finding]] = field(default_factory=list)
    crashes: list[tuple[Rule | None, str]] = field(default_factory=list)


class Examiner:
    """Examines requests of one operation in one edition; made once, used for any number of requests.

    ``muted`` are ids of rules that say nothing. They still answer for the schema violations that are theirs, so that no wider rule
    says it in their place.
    """

    def __init__(self, edition: "Edition", operation: str, rules: Iterable[Rule], muted: Collection[str] = ()) -> None:
        self._edition = edition
        self._operation = operation
        self._validator = edition.validator(operation)
        spoken = [rule for rule in rules if operation in rule.operations and edition.within(rule.since, rule.until)]
        self._root = edition.root(operation)
        self._stations = _stations(
            edition, operation, [rule for rule in spoken if isinstance(rule.trigger, Visit) and rule.id not in muted]
        )
        self._muted = muted
        self._breaches = _breach_table(rule for rule in spoken if isinstance(rule.trigger, Breach))

    def examine(self, request: Request) -> Examination:
        """Return all findings of ``request``, whose value is an object; a rule that fails becomes a crash and the others go on."""
        result = Examination()
        value = request.value if request.certain else _plain(request.value)
        if not self._validator.is_valid(value):
            self._explain(request, value, result)
        refused = {
            finding.path for _, finding in result.findings if finding.on == "value" and not _is_container(request.value, finding.path)
        }
        start = len(result.findings)
        self._visit(request, result)
        if refused:
            kept = [(rule, finding) for rule, finding in result.findings[start:] if finding.on != "value" or finding.path not in refused]
            result.findings[start:] = kept
        if self._muted:
            result.findings = [pair for pair in result.findings if pair[0].id not in self._muted]
        return result

    def _visit(self, request: Request, result: Examination) -> None:
        waiting: list[tuple[Path, dict[str, Any], str]] = [((), request.value, self._root)]
        while waiting:
            path, value, shape = waiting.pop()
            station = self._stations.get(shape)
            if station is None:
                continue
            checks, steps = station.plan(value)
            if checks:
                scope = Scope(request, path, value)
                for rule, check in checks:
                    try:
                        for finding in check(scope):
                            result.findings.append((rule, finding))
                    except Exception:  # noqa: BLE001 - a defect in one rule must not hide what the others find
                        result.crashes.append((rule, trace()))
            for step in steps:
                below = value[step.member]
                if step.many and isinstance(below, list):
                    waiting += [
                        ((*path, step.member, index), item, step.shape) for index, item in enumerate(below) if isinstance(item, dict)
                    ]
                elif not step.many and isinstance(below, dict):
                    waiting.append(((*path, step.member), below, step.shape))

    def _run(self, rule: Rule, subject: Any, result: Examination) -> list[Finding] | None:
        """Return what a rule says, `None` where it crashed."""
        assert rule.check is not None
        try:
            return list(rule.check(subject))
        except Exception:  # noqa: BLE001 - a defect in one rule must not hide what the others find
            result.crashes.append((rule, trace()))
            return None

    def _explain(self, request: Request, value: Any, result: Examination) -> None:
        violations = [*self._violations(request, value), *(() if request.certain else self._beginnings(request))]
        if request.certain and not violations:
            result.crashes.append((None, "the schema refuses the request and does not say why"))
        # Unknown members first: a misspelt member must not be reported as missing too.
        for violation in sorted(violations, key=lambda violation: violation.keyword != "additionalProperties"):
            if violation.keyword == "required" and (*violation.path, violation.limit) in request.meant:
                continue
            # A beginning that breaks nothing is no violation.
            settled = isinstance(violation.value, Unknown)
            if not any(self._word(rule, violation, result) for rule in self._candidates(violation)) and not settled:
                result.crashes.append((None, f"no rule words {violation.keyword} of {violation.shape} at {violation.path}"))

    def _word(self, rule: Rule, violation: Violation, result: Examination) -> bool:
        """Let a rule word a violation; tell whether it did, or crashed over it."""
        found = self._run(rule, violation, result)
        path = (*violation.path, violation.limit) if violation.keyword == "required" else violation.path
        for finding in found or ():
            clauses = finding.clauses or self._edition.clauses_at(self._operation, path, violation.keyword, key=violation.key)
            result.findings.append((rule, finding._replace(clauses=clauses)))
        return found is None or bool(found)

    def _beginnings(self, request: Request) -> Iterator[Violation]:
        """Yield the unknown texts with a known beginning, where some rule looks at beginnings."""
        for path, node in _unknowns(request.value):
            shape, owner = self._edition.shape_at(self._operation, path)
            pattern = self._edition.shape(self._operation, shape).get("pattern")
            if node.prefix and pattern and any(_of_beginnings(rule) for rule in self._breaches.get(("pattern", shape), ())):
                yield Violation(request, path, "pattern", pattern, node, shape, owner)

    def _candidates(self, violation: Violation) -> Iterator[Rule]:
        if isinstance(violation.value, Unknown):
            yield from filter(_of_beginnings, self._breaches[violation.keyword, violation.shape])
            return
        yield from self._breaches.get((violation.keyword, violation.shape), ())
        yield from self._breaches.get((violation.keyword, None), ())

    def _violations(self, request: Request, value: Any) -> Iterator[Violation]:
        found = list(self._edition.violations(self._operation, value))
        mistyped = {violation[0] for violation in found if violation[1] == "type"}
        mislong = {(violation[0], violation[3]) for violation in found if violation[1] in ("minLength", "maxLength")}
        for path, keyword, limit, key in found:
            if keyword != "type" and path in mistyped and not key:
                continue
            if keyword == "pattern" and (path, key) in mislong:
                continue
            if not request.certain and _uncertain(request.value, path[:-1] if key else path, keyword):
                continue
            shape, owner = self._edition.shape_at(self._operation, path, key=key)
            subject = path[-1] if key else value_at(request.value, path)
            yield Violation(request, path, keyword, limit, subject, shape, owner, key)


def trace() -> str:
    """Return the traceback of the exception that is being handled."""
    import traceback  # noqa: PLC0415 - only for a crash

    return traceback.format_exc()


def _checked(rule: Rule) -> Callable[[Any], Iterable[Finding]]:
    assert rule.check is not None
    return rule.check.resolved() if isinstance(rule.check, LateCheck) else rule.check


def _stations(edition: "Edition", operation: str, rules: list[Rule]) -> dict[str, Station]:
    stations: dict[str, Station] = {}
    for rule in rules:
        assert isinstance(rule.trigger, Visit)
        for shape in rule.trigger.shapes:
            station = stations.setdefault(shape, Station())
            if not rule.trigger.members:
                station.always.append(rule)
            for member in rule.trigger.members:
                station.by_member.setdefault(member, []).append(rule)
    for owner, member, shape, many in edition.routes(operation, frozenset(stations)):
        stations.setdefault(owner, Station()).steps.append(Step(member, shape, many))
    return stations


def _breach_table(rules: Iterable[Rule]) -> dict[tuple[str, str | None], list[Rule]]:
    table: dict[tuple[str, str | None], list[Rule]] = {}
    for rule in sorted(rules, key=lambda rule: rule.id):
        assert isinstance(rule.trigger, Breach)
        for keyword in rule.trigger.keywords:
            for shape in rule.trigger.shapes or (None,):
                table.setdefault((keyword, shape), []).append(rule)
    return table


def _plain(value: Any) -> Any:
    """Copy a value with every unknown replaced by null, as the schema validator needs it."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return None if isinstance(value, Unknown) else value


def _of_beginnings(rule: Rule) -> bool:
    return isinstance(rule.trigger, Breach) and rule.trigger.beginnings


def _unknowns(value: Any, path: Path = ()) -> Iterator[tuple[Path, Unknown]]:
    """Yield the unknown values with their paths; the depth of values is bounded, and so is this recursion."""
    if isinstance(value, Unknown):
        yield path, value
    elif isinstance(value, dict | list):
        for step, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _unknowns(item, (*path, step))


def _uncertain(value: Any, path: Path, keyword: str) -> bool:
    """Tell whether a violation rests on something unknown: at or above its place, or on what an open container may still hold."""
    for depth in range(len(path) + 1):
        if isinstance(value_at(value, path[:depth]), Unknown):
            return True
    node = value_at(value, path)
    if keyword in ("required", "minProperties"):
        return isinstance(node, OpenMap)
    return keyword == "minItems" and isinstance(node, OpenList)


def _is_container(value: Any, path: Path) -> bool:
    return isinstance(value_at(value, path), dict | list)
