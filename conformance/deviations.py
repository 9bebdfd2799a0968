"""Known deviations: failures of a backend that were recorded, do not fail a run, and are noticed when they are gone.

A file is a YAML list. An entry is about one check, about those of a list, or about those that a glob names:

    - id: update/merges-metadata
      reason: moto replaces metadata
      issue: https://github.com/getmoto/moto/issues/1
      expires: 2027-01-31
      grade: wrong-state
    - id: [create/ModelPackageName:pattern, create/ModelPackageName:maxLength]
      reason: moto checks no input

``issue``, ``expires``, ``grade`` and ``spec`` may be left out. The run fails when an entry is about no check, has expired, or records
nothing: because its checks pass, fail in another way, are skipped, or were recorded before.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple, get_args

import yaml

from ..linter.request import quote
from ..linter.selection import did_you_mean
from ._words import clean, counted
from .check import Deviation, Grade, Result, Run
from .fold import fold

_GRADES: tuple[Grade, ...] = get_args(Grade)
_KEYS = ("id", "reason", "issue", "expires", "grade", "spec")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT, _SEQUENCE, _MAPPING = "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"
_WIDTH = 120
_DEEPEST = 8


class DeviationError(Exception):
    """A file of deviations that cannot be used; the message is complete, one line for each mistake."""


class Applied(NamedTuple):
    """Results in which recorded failures are deviations, and what is wrong with the records, a sentence each."""

    results: tuple[Result, ...]
    problems: tuple[str, ...]


def load(path: Path) -> tuple[Deviation, ...]:
    """Read a file of deviations. Raises `DeviationError`."""
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise DeviationError(f"{path}: cannot be read: {problem.strerror}") from None
    try:
        return parse(data.decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as problem:
        raise DeviationError(f"{path}: not UTF-8: byte {problem.start:,} cannot be decoded") from None


def parse(text: str, origin: str) -> tuple[Deviation, ...]:
    """Return the deviations of a YAML text; those of a list of ids one by one. Raises `DeviationError`, with ``origin`` as the place."""
    try:
        _bound(text, origin)
        root = yaml.compose(text, _LOADER)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        place = f"{origin}:{mark.line + 1}" if mark else origin
        raise DeviationError(f"{place}: invalid YAML: {getattr(problem, 'problem', None) or clean(str(problem))}") from None
    if root is None:
        return ()
    if root.tag != _SEQUENCE:
        raise DeviationError(f"{_place(origin, root)}: {_kind(root)}; expected a list of entries with 'id' and 'reason'")
    reader = _Reader(origin, [])
    found = tuple(deviation for node in root.value for deviation in reader.entry(node))
    if reader.mistakes:
        raise DeviationError("\n".join(reader.mistakes))
    return found


def apply(
    results: Sequence[Result], deviations: Sequence[Deviation], known: Collection[str], spec: str, today: date, origin: str
) -> Applied:
    """Mark the failures that were recorded, and tell what is wrong with the records.

    ``known`` are the ids of all checks of the spec, run or not; ``origin`` names the file in messages. Entries for another ``spec``, and
    those whose checks did not run or could not be made, are left alone.
    """
    marked = {result.check.id: result for result in results}
    problems: list[str] = []
    for deviation in deviations:
        if deviation.spec not in (None, spec):
            continue
        ids = matching(deviation.id, known)
        problem = _problem(deviation, [marked[name] for name in ids if name in marked], known, today)
        if problem is not None:
            problems.append(f"{origin}:{deviation.line}: {problem}")
        if deviation.expires is None or deviation.expires >= today:
            for name in ids:
                if name in marked and _records(deviation, marked[name]):
                    marked[name] = replace(marked[name], deviation=deviation)
    return Applied(tuple(marked[result.check.id] for result in results), tuple(problems))


def matching(pattern: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the ids that an entry is about: the check of exactly this id, or else those that the glob names."""
    return (pattern,) if pattern in known else tuple(name for name in known if fnmatchcase(name, pattern))


def write(run: Run) -> str:
    """Return a file of entries for all that fails a run and was not recorded before: one for each cause and grade, with a reason."""
    head = (
        f"# What {clean(run.target.name)} does otherwise than {clean(run.spec)} says: mpkit conform --deviations FILE\n"
        "# An entry may also have 'issue', a link, and 'expires', the last day on which it holds, as in 2027-01-31.\n"
    )
    failing = {result.check.id for result in run.results if run.fails(result)}
    entries = []
    for cause in fold(run.results):
        grouped: dict[str | None, list[str]] = {}
        for result in cause.results:
            if result.check.id in failing:
                grouped.setdefault(_only_grade(result), []).append(result.check.id)
        for grade, ids in grouped.items():
            entry = {"id": ids if len(ids) > 1 else ids[0], "reason": clean(cause.sentence)}
            entries.append(entry if grade is None else entry | {"grade": grade})
    return head + (yaml.safe_dump(entries, sort_keys=False, allow_unicode=True, width=_WIDTH) if entries else "[]\n")


def _bound(text: str, origin: str) -> None:
    """Refuse what is nested more deeply than entries are: the composer of libyaml would crash on it. Raises `DeviationError`."""
    depth = 0
    for event in yaml.parse(text, _LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise DeviationError(f"{_place(origin, event)}: nested too deeply; expected a list of entries with 'id' and 'reason'")


def _only_grade(result: Result) -> Grade | None:
    grades = {failure.grade for failure in result.failures}
    return grades.pop() if len(grades) == 1 else None


def _records(deviation: Deviation, result: Result) -> bool:
    """Tell whether a result is the failure that was recorded, and no earlier entry has it."""
    return result.verdict == "failed" and result.deviation is None and not _differing(deviation, result)


def _differing(deviation: Deviation, result: Result) -> list[Grade]:
    """Return the grades in which a check fails otherwise than recorded."""
    return [failure.grade for failure in result.failures if deviation.grade not in (None, failure.grade)]


def _problem(deviation: Deviation, results: Sequence[Result], known: Collection[str], today: date) -> str | None:
    """Say what is wrong with an entry, `None` where nothing is; ``results`` are those of its checks that ran."""
    name = f"'{clean(deviation.id)}'"
    if not matching(deviation.id, known):
        return f"no check is called {name}{did_you_mean(deviation.id, known)}"
    if deviation.expires is not None and deviation.expires < today:
        return f"{name} has expired on {deviation.expires.isoformat()}; look at it again, and give it another day or take it out"
    if not results or any(_records(deviation, result) or result.verdict == "errored" for result in results):
        return None
    return f"{name} {_idle(deviation, results)}"


def _idle(deviation: Deviation, results: Sequence[Result]) -> str:
    """Say why an entry records none of the results, as the end of a sentence."""
    failed = [result for result in results if result.verdict == "failed"]
    earlier = next((result.deviation for result in failed if result.deviation is not None), None)
    if earlier is not None:
        return f"records nothing that line {earlier.line} does not record already; take it out"
    if failed:
        now = sorted({grade for result in failed for grade in _differing(deviation, result)})
        return f"no longer happens as recorded: it was {deviation.grade}, and now is {' and '.join(now)}"
    passed = sum(result.verdict == "passed" for result in results)
    if not passed:
        return f"records nothing: skipped, because {clean(results[0].reason or 'no reason is known')}; take it out"
    what = "the check passes" if len(results) == 1 else f"none of {counted(len(results), 'check')} of that name failed"
    return f"no longer happens: {what}; take it out"


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the entries of one file, and gathers what is wrong with them."""

    origin: str
    mistakes: list[str]

    def entry(self, node: Any) -> Iterator[Deviation]:
        """Yield the deviations of an entry, none where something is wrong with it."""
        before = len(self.mistakes)
        if node.tag != _MAPPING:
            self._wrong(node, f"{_kind(node)}; expected an entry with 'id' and 'reason'")
            return
        members = self._members(node)
        for key in ("id", "reason"):
            if key not in members:
                self._wrong(node, f"the entry lacks '{key}'")
        ids = self._ids(members.get("id"))
        fields = {key: self._text(key, members[key]) for key in ("reason", "issue", "spec") if key in members}
        expires = self._day(members["expires"]) if "expires" in members else None
        grade = self._grade(members["grade"]) if "grade" in members else None
        if len(self.mistakes) == before:
            reason = fields.pop("reason")
            yield from (Deviation(name, reason, expires=expires, grade=grade, line=line, **fields) for name, line in ids)

    def _members(self, node: Any) -> Mapping[str, Any]:
        members: dict[str, Any] = {}
        for key, value in node.value:
            name = key.value if key.tag == _TEXT else ""
            if name not in _KEYS:
                hint = did_you_mean(name, _KEYS) or f"; an entry has {', '.join(_KEYS)}"
                self._wrong(key, f"unknown key {quote(name) if name else _kind(key)}{hint}")
            elif name in members:
                self._wrong(key, f"'{name}' is given twice in one entry")
            else:
                members[name] = value
        return members

    def _ids(self, node: Any) -> list[tuple[str, int]]:
        if node is None:
            return []
        nodes = node.value if node.tag == _SEQUENCE else [node]
        if not nodes:
            self._wrong(node, "'id' is an empty list; expected the id of a check, a glob, or a list of them")
        return [(self._text("id", one), one.start_mark.line + 1) for one in nodes]

    def _text(self, key: str, node: Any) -> str:
        if node.tag == _TEXT and node.value.strip():
            return str(node.value).strip()
        hint = "; put it in quotes" if isinstance(node.value, str) and node.value.strip() and node.tag != _TEXT else ""
        self._wrong(node, f"'{key}' is {_kind(node)}; expected text{hint}")
        return ""

    def _day(self, node: Any) -> date | None:
        try:
            return date.fromisoformat(node.value)
        except (TypeError, ValueError):
            self._wrong(node, f"'expires' is {_kind(node)}; expected a day such as 2027-01-31")
            return None

    def _grade(self, node: Any) -> Grade | None:
        found = next((grade for grade in _GRADES if grade == node.value), None)
        if found is None:
            self._wrong(node, f"'grade' is {_kind(node)}; expected {', '.join(_GRADES)}")
        return found

    def _wrong(self, node: Any, what: str) -> None:
        self.mistakes.append(f"{_place(self.origin, node)}: {what}")


def _place(origin: str, node: Any) -> str:
    return f"{origin}:{node.start_mark.line + 1}"


def _kind(node: Any) -> str:
    if node.tag == _SEQUENCE or not isinstance(node.value, str):
        return "a list" if node.tag == _SEQUENCE else "a mapping"
    return quote(node.value) if node.value.strip() else "empty"
