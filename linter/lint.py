"""From one source to its diagnostics: read, find the operation, examine, locate."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .diagnose import Diagnoser
from .engine import Examination, Examiner, trace
from .finding import Diagnostic, Finding, InternalError, Severity, Skipped
from .form import Form, Problem, Span
from .reading import Held, read
from .request import Request, show
from .rule import Rule
from .secrets import Secrets
from .source import Source
from .templates import may_have_placeholders, with_unknowns

if TYPE_CHECKING:
    from ..schemas import Spec
    from ..schemas.edition import Edition


@dataclass(slots=True)
class Outcome:
    """What came out of one source.

    ``skipped`` is set when no request was found and there is nothing to say about it, ``unreadable`` when no rule may say why it
    could not be read.
    """

    diagnostics: list[Diagnostic] = field(default_factory=list)
    skipped: Skipped | None = None
    internal_errors: list[InternalError] = field(default_factory=list)
    requests: int = 0
    unreadable: str | None = None


class Linter:
    """Lints sources one after the other with the same spec, rules and settings.

    ``muted`` are ids of rules that say nothing; ``severity`` maps rule ids to the user's levels; ``stored`` maps package ARNs to
    the names of the specifications that they have already.
    """

    def __init__(
        self,
        spec: "Spec",
        rules: Sequence[Rule],
        *,
        muted: Collection[str] = (),
        severity: Mapping[str, Severity] | None = None,
        stored: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.spec = spec
        self._rules = rules
        self._muted = muted
        self._by_name = {rule.name: rule for rule in rules if rule.id not in muted}
        self._stored = dict(stored or {})
        self._examiners: dict[str, Examiner] = {}
        self._diagnoser = Diagnoser(severity or {}, self._cite, self._members, some_muted=bool(muted))

    @property
    def speaking(self) -> frozenset[str]:
        """The ids of the rules that are not muted."""
        return frozenset(rule.id for rule in self._by_name.values())

    def lint(
        self, source: Source, forms: Sequence[Form], *, operation: str | None = None, named: str | None = None, demanded: bool = False
    ) -> Outcome:
        """Lint one source in each of ``forms``.

        ``operation`` is what somebody says of it (an option, the configuration, a comment), ``named`` what its name tells. ``demanded``
        says that the caller wants to hear of a file that cannot be read even when nothing in it hints at a request.
        """
        reading = read(source, forms, operation=operation, named=named, demanded=demanded)
        if reading.unread is not None:
            return Outcome(skipped=Skipped(source.name, reading.unread, reading.blind))
        secrets = Secrets(source)
        outcome = Outcome()
        plain_ascii = b"\\" not in source.data and source.data.isascii()
        first = 0
        for held in reading.requests:
            before = len(outcome.diagnostics)
            if not held.candidate.variant:
                outcome.requests += 1
                first = before
            self._examine(secrets, held, outcome.requests - 1, outcome, plain_ascii=plain_ascii)
            if held.candidate.variant:
                _drop_repeated(outcome.diagnostics, first, before)
        if reading.problems:
            self._tell(secrets, reading.problems, outcome)
        if not reading.requests and not outcome.diagnostics:
            # The rules that would say it are muted, and a file that was not examined must not pass for a clean one.
            outcome.unreadable = reading.problems[0][1].message
        return outcome

    def _tell(self, secrets: Secrets, problems: Sequence[tuple[Form, Problem]], outcome: Outcome) -> None:
        judged = {diagnostic.place.start for diagnostic in outcome.diagnostics}
        mends = {_mend(diagnostic) for diagnostic in outcome.diagnostics}
        for form, problem in dict.fromkeys(problems):
            diagnostic = self._problem(secrets, problem, form)
            # A doubt about a value says nothing new where the value is wrong, nor does a form where a rule asks for the same.
            if (
                diagnostic
                and not (problem.rule == "ambiguous-scalar" and diagnostic.place.start in judged)
                and _mend(diagnostic) not in mends
            ):
                outcome.diagnostics.append(diagnostic)

    def problem(self, source: Source, problem: Problem) -> Diagnostic | None:
        """Make the diagnostic of a problem with a text or a whole file; `None` when its rule is not selected."""
        return self._problem(Secrets(source), problem)

    def whole_file(self, name: str, rule: str, message: str, help: str | None = None) -> Diagnostic | None:  # noqa: A002 - as in findings
        """Make the diagnostic of a file that was not even read; `None` when its rule is not selected."""
        return self.problem(Source(name, b""), Problem(rule, message, Span(0, 0), help))

    def _problem(self, secrets: Secrets, problem: Problem, form: Form | None = None) -> Diagnostic | None:
        rule = self._by_name.get(problem.rule)
        return self._diagnoser.problem(secrets, rule, problem, form) if rule else None

    def _examine(self, secrets: Secrets, held: Held, number: int, outcome: Outcome, *, plain_ascii: bool) -> None:
        form, candidate, operation = held
        edition = self.spec.edition(operation)
        if edition is None:
            found = self._unfit("operation-not-in-edition", f"{operation} is not part of the edition {self.spec.name}")
        elif not isinstance(candidate.value, dict):
            message = f"the request is {show(candidate.value)}; it has to be one object with the members of {operation}"
            found = self._unfit("not-an-object", message)
        else:
            result = self._examined(candidate.value, operation, edition, form, certain=candidate.certain, plain_ascii=plain_ascii)
            # Unknown values take findings away and add none, so they are looked for only where there are findings.
            if result.findings and _may_be_filled_in(secrets.source):
                value, found_any = with_unknowns(candidate.value)
                if found_any:
                    result = self._examined(value, operation, edition, form, certain=False, plain_ascii=plain_ascii)
            outcome.internal_errors += [
                InternalError(secrets.source.name, rule.id if rule else None, detail) for rule, detail in result.crashes
            ]
            found = result.findings
        if found:
            outcome.diagnostics += self._diagnoser.findings(secrets, held, number, found)

    def _examined(self, value: Any, operation: str, edition: "Edition", form: Form, *, certain: bool, plain_ascii: bool) -> Examination:
        request = Request(operation, value, edition, form=form.name, certain=certain, ascii=plain_ascii, stored=self._stored)
        try:
            return self._examiner(edition, operation).examine(request)
        except Exception:  # noqa: BLE001 - a defect must not hide what other requests have
            return Examination(crashes=[(None, trace())])

    def _examiner(self, edition: "Edition", operation: str) -> Examiner:
        if operation not in self._examiners:
            self._examiners[operation] = Examiner(edition, operation, self._rules, self._muted)
        return self._examiners[operation]

    def _unfit(self, rule: str, message: str) -> list[tuple[Rule, Finding]]:
        return [(self._by_name[rule], Finding((), message))] if rule in self._by_name else []

    def _cite(self, rule: Rule, finding: Finding, operation: str) -> tuple[str, ...]:
        from .citing import cited  # noqa: PLC0415 - the clauses are read only when there is something to report

        edition = self.spec.edition(operation)
        return cited(rule, finding, operation, edition.id if edition else self.spec.name)

    def _members(self, operation: str) -> tuple[frozenset[str], frozenset[str]]:
        edition = self.spec.edition(operation)
        return edition.members(operation) if edition else (frozenset(), frozenset())


def _mend(diagnostic: Diagnostic) -> tuple[str, str | None, str | None]:
    return diagnostic.rule, diagnostic.pointer, diagnostic.help


def _drop_repeated(diagnostics: list[Diagnostic], first: int, start: int) -> None:
    """Drop those from ``start`` on that have been told from ``first`` on already."""
    told = {(diagnostic.rule, diagnostic.place, diagnostic.message) for diagnostic in diagnostics[first:start]}
    diagnostics[start:] = [
        diagnostic for diagnostic in diagnostics[start:] if (diagnostic.rule, diagnostic.place, diagnostic.message) not in told
    ]


def _may_be_filled_in(source: Source) -> bool:
    """Tell whether a source may have placeholders; looked for once, whatever the number of requests in it."""
    return source.once(_has_placeholders)


def _has_placeholders(source: Source) -> bool:
    return may_have_placeholders(source.data)
