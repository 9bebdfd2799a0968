"""Lint files one by one under one configuration: read them, find form and operation, suppress what the user suppresses."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from .beside import Beside
from .config import Config, FileSettings
from .discover import Found, discover, printable, reason
from .finding import Diagnostic, InternalError, Listed, Place, Position, Report, Skipped
from .form import Form, Inner
from .forms import Forms
from .globs import slashed
from .lint import Linter, Outcome
from .listing import listed
from .operation import operation_of_name
from .reading import NO_REQUEST, read
from .rule import Rule
from .selection import Rulebook
from .source import Source, Surroundings
from .suppress import Comments, EntryProblem, apply, entry_problems, read_comments, with_blocks

if TYPE_CHECKING:
    from datetime import date

SKIP = "skip"


class FileResult(NamedTuple):
    """What came out of one file. The sets are indexes of the configuration's suppression entries, as in `suppress.entry_problems`.

    ``elsewhere`` is how many of the diagnostics, the last ones, are in other files.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    skipped: Skipped | None = None
    unreadable: Skipped | None = None
    internal_errors: tuple[InternalError, ...] = ()
    requests: int = 0
    suppressed: int = 0
    matched: frozenset[int] = frozenset()
    judged: frozenset[int] = frozenset()
    used: frozenset[int] = frozenset()
    unrelated: bool = False
    listed: tuple[Listed, ...] = ()
    elsewhere: int = 0


class Session:
    """Everything that is the same for all files of a run."""

    def __init__(
        self,
        linter: Linter,
        config: Config,
        files: FileSettings,
        rules: Iterable[Rule],
        *,
        operation: str | None = None,
        lenient: bool = False,
        listing: bool = False,
        stdin_name: str = "<stdin>",
    ) -> None:
        self.linter = linter
        self.config = config
        self._forms = Forms(config.forms, config.python_wrappers)
        self._listing = listing
        self._files = files
        self._book = Rulebook(rules)
        self._ran = linter.speaking
        self._operation = operation
        self._lenient = lenient
        self._stdin_name = stdin_name
        self.today = _today(config)

    def discover(self, paths: Sequence[str]) -> Iterator[Found]:
        """Find the files that ``paths`` mean; without paths, those of the current folder."""
        return discover(paths, self._forms.endings, self._files.exclude, beginnings=self._forms.beginnings)

    def lint_files(self, found: Iterable[Found]) -> list[FileResult]:
        """Lint one file after the other."""
        return [self.lint_file(file) for file in found]

    def lint_file(self, found: Found) -> FileResult:
        """Read and lint one file, or standard input; what cannot be read becomes part of the result."""
        if found.kind == "stdin":
            return self.lint_data(self._stdin_name, sys.stdin.buffer.read(self.config.max_size + 1))
        name = printable(found.path)
        if found.kind == "skipped":
            return FileResult(skipped=Skipped(name, found.reason))
        if found.kind == "unreadable":
            return self._unread(name, found.reason, named=found.named)
        try:
            data = _read(found.path, self.config.max_size)
        except (OSError, ValueError) as problem:
            return self._unread(name, reason(problem), named=found.named)
        surroundings = Surroundings(self.config.python_wrappers, Beside(self.config.max_size))
        return self._lint(Source(name, data, surroundings), demanded=found.named and not self._lenient, met=not found.named)

    def lint_data(self, name: str, data: bytes) -> FileResult:
        """Lint what was read already, as from standard input, under the name that the user gave it."""
        return self._lint(Source(name, data, Surroundings(self.config.python_wrappers)), demanded=not self._lenient)

    def _lint(self, source: Source, *, demanded: bool, met: bool = False) -> FileResult:
        """Lint the text of a file; ``met`` says that nobody named it."""
        name, data = source.name, source.data
        if len(data) > self.config.max_size:
            hinted = (self._operation or self._files.operation(name) or operation_of_name(name)) is not None
            return self._too_large(source, demanded=demanded or hinted)
        forms = self._forms.of(name, data)
        if forms is None:
            forms = self._forms.sniffed(data)
        if not forms:
            return FileResult(unrelated=True) if met else FileResult(skipped=Skipped(name, NO_REQUEST))
        inner = forms[0].inner(source)
        comments = _comments(source, forms, inner, self._book)
        operation = self._operation or comments.operation or self._files.operation(name)
        if operation == SKIP:
            return FileResult(skipped=Skipped(name, "the configuration or a comment says to skip it"))
        if self._listing:
            return self._list(source, forms, operation)
        return self._judge(source, forms, operation, comments, inner, demanded=demanded)

    def _list(self, source: Source, forms: Sequence[Form], operation: str | None) -> FileResult:
        reading = read(source, forms, operation=operation, named=operation_of_name(source.name), demanded=False)
        found = tuple(listed(source, held) for held in reading.requests if not held.candidate.variant)
        skipped = Skipped(source.name, reading.unread, reading.blind) if reading.unread else None
        if reading.problems and not found:
            skipped = Skipped(source.name, reading.problems[0][1].message, told=True)
        return FileResult(skipped=skipped, requests=len(found), listed=found)

    def _judge(
        self, source: Source, forms: Sequence[Form], operation: str | None, comments: Comments, inner: Inner | None, *, demanded: bool
    ) -> FileResult:
        named = operation_of_name(source.name)
        outcome = self.linter.lint(source, forms, operation=operation, named=named, demanded=demanded)
        if outcome.skipped:
            return FileResult(skipped=outcome.skipped)
        if outcome.unreadable:
            return FileResult(unreadable=Skipped(source.name, outcome.unreadable))
        return self._settled(source, outcome, comments, inner)

    def _settled(self, source: Source, outcome: Outcome, comments: Comments, inner: Inner | None) -> FileResult:
        if not (outcome.diagnostics or outcome.internal_errors or comments.suppressions or comments.problems or self.config.suppress):
            return FileResult(requests=outcome.requests)
        ignored = self._files.ignored(source.name)
        diagnostics = [diagnostic for diagnostic in outcome.diagnostics if diagnostic.rule not in ignored]
        elsewhere = [diagnostic for diagnostic in diagnostics if diagnostic.path != source.name]
        if elsewhere:
            diagnostics = [diagnostic for diagnostic in diagnostics if diagnostic.path == source.name]
            elsewhere = [diagnostic for diagnostic in elsewhere if diagnostic.rule not in self._files.ignored(diagnostic.path)]
        indexes = self._files.entries(source.name)
        entries = [(index, self.config.suppress[index]) for index in indexes]
        ran = self._ran - ignored if outcome.requests else frozenset[str]()
        applied = apply(diagnostics, comments, entries, today=self.today, ran=ran, inner=inner)
        more = [self.linter.problem(source, problem) for problem in applied.problems]
        if inner is not None:
            more = [
                found and found._replace(cell=inner.cell(problem.span.start)) for found, problem in zip(more, applied.problems, strict=True)
            ]
        kept = [*applied.kept, *(diagnostic for diagnostic in more if diagnostic and diagnostic.rule not in ignored)]
        return FileResult(
            diagnostics=(*_sorted(kept), *_sorted(elsewhere)),
            elsewhere=len(elsewhere),
            internal_errors=tuple(outcome.internal_errors),
            requests=outcome.requests,
            suppressed=applied.suppressed,
            matched=frozenset(indexes) if outcome.requests else frozenset(),
            judged=frozenset(applied.judged),
            used=frozenset(applied.used),
        )

    def _unread(self, name: str, why: str, *, named: bool) -> FileResult:
        if named:
            return FileResult(unreadable=Skipped(name, why))
        diagnostic = self.linter.whole_file(name, "unreadable-file", f"this cannot be read: {why}", "make it readable or exclude it")
        return FileResult(diagnostics=(diagnostic,) if diagnostic else ())

    def _too_large(self, source: Source, *, demanded: bool) -> FileResult:
        why = f"the file has more than {self.config.max_size:,} bytes"
        if not demanded:
            return FileResult(skipped=Skipped(source.name, why, told=self._forms.hint(source.name, source.data)))
        diagnostic = self.linter.whole_file(
            source.name, "file-too-large", f"{why}, the limit of max-size", "split it, exclude it, or raise max-size"
        )
        return FileResult(diagnostics=(diagnostic,) if diagnostic else ())


def gather(session: Session, results: Iterable[FileResult]) -> Report:
    """Put the results of all files together, in a total order."""
    report = Report(session.linter.spec.name)
    elsewhere: list[Diagnostic] = []
    matched: set[int] = set()
    judged: set[int] = set()
    used: set[int] = set()
    for result in results:
        report.files += 1
        report.requests += result.requests
        report.suppressed += result.suppressed
        own = len(result.diagnostics) - result.elsewhere
        report.diagnostics += result.diagnostics[:own]
        elsewhere += result.diagnostics[own:]
        report.internal_errors += result.internal_errors
        report.unrelated += result.unrelated
        report.listed += result.listed
        if result.skipped:
            report.skipped.append(result.skipped)
        if result.unreadable:
            report.unreadable.append(result.unreadable)
        matched |= result.matched
        judged |= result.judged
        used |= result.used
    problems = entry_problems(session.config.suppress, matched, judged, used, session.today)
    report.diagnostics += _entry_diagnostics(session, problems)
    # What is wrong with a file that others name is told once: as of the file itself, if it is linted too.
    report.diagnostics = list({found.order: found for found in reversed(_sorted([*report.diagnostics, *elsewhere]))}.values())[::-1]
    report.listed.sort(key=lambda found: (found.path, found.place, found.form))
    return report


def _sorted(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    return sorted(diagnostics, key=lambda diagnostic: diagnostic.order)


def _entry_diagnostics(session: Session, problems: Iterable[EntryProblem]) -> Iterator[Diagnostic]:
    for problem in problems:
        diagnostic = session.linter.whole_file(_shown(session.config), problem.rule, problem.message, problem.help)
        if diagnostic:
            start = Position(problem.line, 1)
            yield diagnostic._replace(place=Place(start, start))


def _shown(config: Config) -> str:
    """Return the path of the configuration file as it is told: from the current folder where there is a way."""
    if config.origin is None:
        return "the configuration"
    try:
        return printable(slashed(os.path.relpath(config.origin)))
    except ValueError:
        return printable(slashed(os.fspath(config.origin)))


def _comments(source: Source, forms: Iterable[Form], inner: Inner | None, book: Rulebook) -> Comments:
    """Read the comments of a source in all of its forms; what is said of them is placed in the source."""
    # Hardly any file has one, and finding comments takes as long as reading the file.
    if b"mpkit:" not in source.data:
        return Comments()
    body = inner.source if inner else source
    found = read_comments(body, sorted({comment for form in forms for comment in form.comments(source)}), book)
    if inner is None:
        return with_blocks(found, source, (span for form in forms for span in form.blocks(source)))
    place = inner.span
    return Comments(
        tuple(suppression._replace(span=place(suppression.span)) for suppression in found.suppressions),
        found.operation,
        tuple(problem._replace(span=place(problem.span)) for problem in found.problems),
    )


def _read(path: str, limit: int) -> bytes:
    """Read a file, but not much more than ``limit`` bytes of it. Raises `OSError`."""
    # Thousands of files come through here: the plain calls of the system take half the time of a file object.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        size = os.fstat(handle).st_size
        parts = [os.read(handle, min(size, limit) + 1)]
        # A pipe has no size, and a file may have grown.
        while parts[-1] and len(parts[-1]) != size and sum(map(len, parts)) <= limit:
            parts.append(os.read(handle, limit + 1))
    finally:
        os.close(handle)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _today(config: Config) -> "date | None":
    if not any(entry.expires for entry in config.suppress):
        return None
    from datetime import date  # noqa: PLC0415 - only where an entry has a last day

    return date.today()  # noqa: DTZ011 - a last day is one of the user's calendar
