"""Findings that the user knows of and accepts, by comments in the file or by entries of the configuration.

A comment suppresses named rules, and says why::

    # mpkit: ignore[MP209,instance-type] reason        findings that start on this line or, when the comment stands
                                                       alone, on the next line that is neither blank nor a comment;
                                                       where that starts a block, on all lines of it (`Form.blocks`)
    # mpkit: ignore-file[MP209] reason                 findings of the whole file; stands above all content

The line is that on which a finding starts, so a comment above a mapping covers what is said of the mapping itself and not what is said of
the lines below it: a suppression does not grow with its mapping. The same comments say what the file holds (``# mpkit: operation=update``).

A comment that cannot be understood, names no rule, an unknown one or one that cannot be suppressed, or gives no reason suppresses nothing
and is reported (invalid-suppression); one that suppresses nothing is reported too (unused-suppression). An entry of the configuration that
is past its day suppresses nothing and is reported (expired-suppression).
"""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from .config import OPERATIONS, SuppressEntry
from .finding import Diagnostic
from .form import Inner, Problem, Span
from .selection import Rulebook, did_you_mean
from .source import Source

if TYPE_CHECKING:
    from datetime import date

INVALID, UNUSED, EXPIRED = "invalid-suppression", "unused-suppression", "expired-suppression"

NEVER = frozenset({"syntax-error", "unreadable-file", "file-too-large", "nesting-too-deep", "alias-expansion", INVALID, UNUSED, EXPIRED})
"""Names of rules that cannot be suppressed: what is unread cannot be accepted, and a suppression cannot vouch for suppressions. They can be
switched off, or their files excluded, in the configuration."""

# Patterns as texts: a clean run imports this module and compiles none of them.
_MARK = r"(?s)(?:#|//|<!--)\s*mpkit:\s*(.*?)\s*(?:-->)?\Z"
_IGNORE = r"(?s)(ignore(?:-file)?)\s*\[([^\]]*)\]\s*(.*)"
_OPERATION = r"operation\s*=\s*(\S*)"
_WORD = r"[\w-]+"
_FORM = "write '# mpkit: ignore[RULE] reason'"


class Suppression(NamedTuple):
    """A valid comment: ids of rules, and the line that it covers (`None`: all lines), with how many lines below."""

    rules: tuple[str, ...]
    line: int | None
    span: Span
    below: int = 0


class Comments(NamedTuple):
    """What the comments of one file say; ``operation`` is CreateModelPackage, UpdateModelPackage, ``skip`` or `None`."""

    suppressions: tuple[Suppression, ...] = ()
    operation: str | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Applied:
    """The diagnostics of one file that remain, and what became of the others.

    ``matched`` are the indexes of the configuration's entries that speak of the file, ``judged`` of those whose rule was run on a request
    of it, ``used`` of those that suppressed something: to be gathered over all files for `entry_problems`.
    """

    kept: list[Diagnostic]
    suppressed: int = 0
    problems: list[Problem] = field(default_factory=list)
    matched: set[int] = field(default_factory=set)
    judged: set[int] = field(default_factory=set)
    used: set[int] = field(default_factory=set)


class EntryProblem(NamedTuple):
    """A problem with an entry of the configuration; ``rule`` is the name of the rule that it belongs to, ``line`` that of the entry."""

    rule: str
    message: str
    help: str
    line: int


def read_comments(source: Source, comments: Iterable[tuple[int, str]], book: Rulebook) -> Comments:
    """Make sense of the comments of a file, given as the offset of ``#`` in the text of ``source`` and the text from there on."""
    found = list(comments)
    ours = [(offset, match) for offset, text in found if (match := re.search(_MARK, text))]
    if not ours:
        return Comments()
    reader = _Reader(source, frozenset(source.lines.position(offset).line for offset, _ in found if _stands_alone(source, offset)), book)
    for offset, match in ours:
        reader.read(offset + match.start(), match[1].strip(), Span(offset + match.start(), offset + match.end(1)))
    return Comments(tuple(reader.suppressions), reader.operation, tuple(reader.problems))


def with_blocks(comments: Comments, source: Source, blocks: Iterable[Span]) -> Comments:
    """Let comments above blocks cover all lines of these."""
    if not comments.suppressions:
        return comments
    last: dict[int | None, int] = {}
    for span in blocks:
        (first, _), (end, _) = source.lines.place(span.start, max(span.start, span.end - 1))
        last[first] = max(last.get(first, 0), end)
    covering = [
        suppression._replace(below=last.get(suppression.line, suppression.line or 0) - (suppression.line or 0))
        for suppression in comments.suppressions
    ]
    return comments._replace(suppressions=tuple(covering))


def apply(
    diagnostics: Iterable[Diagnostic],
    comments: Comments,
    entries: Sequence[tuple[int, SuppressEntry]] = (),
    *,
    today: "date | None" = None,
    ran: AbstractSet[str] = frozenset(),
    inner: Inner | None = None,
) -> Applied:
    """Take the suppressed ones out of the diagnostics of one file.

    ``entries`` are those of the configuration that speak of the file, with their indexes; ``today`` is needed where one has a last day.
    ``ran`` are the ids of the rules that were held against a request of the file: only of those can be said that a suppression is
    unused. An invalid comment is reported in every case. ``inner`` is the text whose lines the comments count, where it is not the file's.
    """
    result = Applied([], problems=list(comments.problems), matched={index for index, _ in entries})
    valid = [(index, entry) for index, entry in entries if not expired(entry, today)]
    covering: dict[tuple[int | None, str], list[int]] = {}
    for number, suppression in enumerate(comments.suppressions):
        first = suppression.line
        for line in (None,) if first is None else range(first, first + suppression.below + 1):
            for rule in suppression.rules:
                covering.setdefault((line, rule), []).append(number)
    used: set[tuple[int, str]] = set()
    for diagnostic in diagnostics:
        rule, line = diagnostic.rule, _line_of(diagnostic, inner)
        here = [*covering.get((line, rule), ()), *covering.get((None, rule), ())]
        there = [index for index, entry in valid if _means(entry, diagnostic)]
        if diagnostic.name in NEVER or not (here or there):
            result.kept.append(diagnostic)
            continue
        result.suppressed += 1
        used.update((number, rule) for number in here)
        result.used.update(there)
    result.judged.update(index for index, entry in entries if entry.rule in ran)
    result.problems += [
        _unused(suppression, rule, numbered=inner is None)
        for number, suppression in enumerate(comments.suppressions)
        for rule in suppression.rules
        if rule in ran and (number, rule) not in used
    ]
    return result


def entry_problems(
    entries: Sequence[SuppressEntry], matched: AbstractSet[int], judged: AbstractSet[int], used: AbstractSet[int], today: "date | None"
) -> list[EntryProblem]:
    """Say which entries of the configuration are past their day or suppressed nothing in the whole run.

    ``matched`` are the indexes of entries that speak of a file with a request, ``judged`` those whose rule ran on one, ``used`` those
    that suppressed something. Nothing is said of an entry whose files were not part of the run.
    """
    found = []
    for index, entry in enumerate(entries):
        where = f"{entry.rule} in '{entry.path}'"
        if expired(entry, today):
            if index in matched:
                found.append(
                    EntryProblem(
                        EXPIRED,
                        f"the suppression of {where} expired on {entry.expires} and suppresses nothing any more",
                        "mend what it suppressed and remove the entry, or give it a later day",
                        entry.line,
                    )
                )
        elif index in judged and index not in used:
            found.append(
                EntryProblem(
                    UNUSED, f"the suppression of {where} suppresses nothing", "remove the entry or mend its path and pointer", entry.line
                )
            )
    return found


def expired(entry: SuppressEntry, today: "date | None") -> bool:
    """Tell whether the last day of an entry has passed."""
    return entry.expires is not None and today is not None and entry.expires < today


def _means(entry: SuppressEntry, diagnostic: Diagnostic) -> bool:
    if entry.rule != diagnostic.rule:
        return False
    if entry.pointer is None:
        return True
    if diagnostic.pointer is None:
        return False
    wanted, steps = entry.pointer.split("/"), diagnostic.pointer.split("/")
    return len(wanted) == len(steps) and all(want in ("*", step) for want, step in zip(wanted, steps, strict=True))


def _line_of(diagnostic: Diagnostic, inner: Inner | None) -> int:
    """Return the line on which a finding starts, as comments count lines."""
    return inner.row(diagnostic.cell) if inner and diagnostic.cell else diagnostic.place.start.line


def _unused(suppression: Suppression, rule: str, *, numbered: bool) -> Problem:
    line = f"on line {suppression.line:,}" if numbered and suppression.line else "on its line"
    where = "in this file" if suppression.line is None else line
    return Problem(
        UNUSED, f"{rule} finds nothing {where}, so this comment suppresses nothing", suppression.span, "remove the rule from the comment"
    )


def _stands_alone(source: Source, offset: int) -> bool:
    start = source.lines.bounds(source.lines.position(offset).line)[0]
    return not source.text[start:offset].strip()


class _Reader:
    """Reads the comments of one file that are meant for mpkit, in their order."""

    def __init__(self, source: Source, comment_lines: AbstractSet[int], book: Rulebook) -> None:
        self._source = source
        self._comment_lines = comment_lines
        self._book = book
        self._gap = range(0)
        self.suppressions: list[Suppression] = []
        self.operation: str | None = None
        self.problems: list[Problem] = []

    def read(self, offset: int, directive: str, span: Span) -> None:
        span = Span(span.start, span.start + len(self._source.text[span.start : span.end].rstrip()))
        if operation := re.match(_OPERATION, directive):
            self._take_operation(operation[1], span)
        elif match := re.fullmatch(_IGNORE, directive):
            self._take_suppression(offset, match, span)
        elif re.match(r"ignore(-file)?(?![\w-])", directive):
            self._refuse(span, "this suppression names no rule", _FORM)
        else:
            word = re.match(_WORD, directive)
            known = ("ignore", "ignore-file", "operation")
            self._refuse(
                span, f"'{word[0] if word else directive}' is no word of mpkit{did_you_mean(word[0], known) if word else ''}", _FORM
            )

    def _take_operation(self, word: str, span: Span) -> None:
        if word not in OPERATIONS:
            self._refuse(span, f"'{word}' is no operation; 'create', 'update' and 'skip' are allowed", "write '# mpkit: operation=update'")
        elif self.operation is None:
            self.operation = OPERATIONS[word]

    def _take_suppression(self, offset: int, match: re.Match[str], span: Span) -> None:
        names = [name.strip() for name in match[2].split(",") if name.strip()]
        rules = [self._book.id_of(name) for name in names]
        unknown = [name for name, rule in zip(names, rules, strict=True) if rule is None]
        barred = [rule for rule in rules if rule and self._book.names[rule] in NEVER]
        line = self._line(offset, whole_file=match[1] == "ignore-file")
        if not names:
            self._refuse(span, "this suppression names no rule", _FORM)
        elif unknown:
            self._refuse(span, f"this suppression {self._book.unknown(unknown[0])}", "name rules by their ids or whole names")
        elif barred:
            self._refuse(span, f"{barred[0]} ({self._book.names[barred[0]]}) cannot be suppressed", "remove it from the comment")
        elif not match[3].strip():
            self._refuse(span, "this suppression gives no reason", "say after the bracket why the finding is accepted")
        elif line == 0:
            self._refuse(span, "this suppression of a whole file stands below its first line of content", "move it to the top of the file")
        else:
            self.suppressions.append(Suppression(tuple(dict.fromkeys(rule for rule in rules if rule)), line, span))

    def _line(self, offset: int, *, whole_file: bool) -> int | None:
        """Return the line that a comment covers, `None` for all, 0 where one for the whole file is out of place."""
        line = self._source.lines.position(offset).line
        alone = line in self._comment_lines
        if whole_file:
            return None if alone and self._first_content > line else 0
        return self._content_from(line + 1) if alone else line

    @cached_property
    def _first_content(self) -> int:
        return self._content_from(1)

    def _content_from(self, line: int) -> int:
        """Return the first line from ``line`` on that is neither blank, nor a comment, nor the start of a YAML document."""
        if line in self._gap:
            return self._gap.stop
        start, lines = line, self._source.lines
        last = lines.position(len(self._source.text)).line
        while line <= last and (line in self._comment_lines or self._is_blank(line)):
            line += 1
        # Comments stand in blocks: the next one of the block has the same answer.
        self._gap = range(start, line)
        return line

    def _is_blank(self, line: int) -> bool:
        start, end = self._source.lines.bounds(line)
        content = self._source.text[start:end].strip()
        return content in ("", "---") or content.startswith("%")

    def _refuse(self, span: Span, message: str, mend: str) -> None:
        self.problems.append(Problem(INVALID, message, span, mend))
