"""What words of a script stand for, as far as the script tells: variables with one value, arrays, here-documents, files.

A variable counts where nothing can have changed it: one assignment of it in the whole script, at the top, before its use.
"""

import os
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from ..form import Span
from ..source import Source
from ._shell_commands import Assignment, Command, Script
from ._shell_words import HOLE, Expansion, Piece, Word

_DEEPEST = 10
_MOST_ADDED = 100
_MOST_PUT_IN = 20_000_000
_PART = 100
_PROGRAM_AND_ONE = 2
_BRACES = re.compile(r"\$\{(\w+)\}")
_VARIABLE = re.compile(r"\$\{?([A-Za-z_]\w*)\}?")
_SPLITTING = re.compile(r"[ \t\n]+")
_GLOB = re.compile(r"[*?\[]")
_HERE = frozenset({"$PWD", "${PWD}", "$(pwd)", "`pwd`"})
_WRITING = frozenset({">", ">>", ">|", "&>", "&>>", ">&", "<>"})
# Programs that do not change the files that they are given.
_READING = frozenset({"cat", "jq", "ls", "test", "[", "echo", "head", "tail", "grep", "diff", "wc", "chmod", "less", "more", "rm", "aws"})


class Part(NamedTuple):
    """A part of an argument, as a `Piece`; ``site`` is where it is used, for one that is written elsewhere.

    ``hole`` says that its text is not known, ``splits`` that it may be several words or none.
    """

    text: str
    start: int
    end: int
    site: Span | None = None
    hole: bool = False
    splits: bool = False


class Argument:
    """One argument of a command as far as it is known.

    ``text`` has a `HOLE` for each part that is not. ``whole`` is the range of all of it. ``many`` says that it is any number of arguments,
    ``splits`` that it may be several or none, though mostly it is one. ``source`` is the file that it is the contents of, in which ranges
    are then.
    """

    def __init__(self, parts: Sequence[Part], whole: Span, *, many: bool = False, source: Source | None = None) -> None:
        self.text = "".join([part.text for part in parts])
        self.whole = whole
        self.source = source
        self.parts = parts
        self.many = many
        self.splits = any(part.splits for part in parts)
        self._starts = [0]
        for part in parts:
            self._starts.append(self._starts[-1] + len(part.text))

    @classmethod
    def of_source(cls, source: Source) -> "Argument":
        """Return the contents of a file."""
        whole = Span(0, len(source.text))
        return cls((Part(source.text, *whole),), whole, source=source)

    def span(self, start: int, end: int) -> Span:
        """Return where a range of the text stands; where it is put together from several places, that of its use."""
        if start >= end:
            return self._gap(start)
        first, last = self._part(start), self._part(end - 1)
        if first is None or last is None:
            return self.whole
        touched = self.parts[first : last + 1]
        if len({part.site for part in touched}) == 1:
            begin = _offset(self.parts[first], start - self._starts[first])
            return Span(begin, max(begin, _offset(self.parts[last], end - self._starts[last])))
        begin = touched[0].site.start if touched[0].site else _offset(self.parts[first], start - self._starts[first])
        behind = touched[-1].site.end if touched[-1].site else _offset(self.parts[last], end - self._starts[last])
        return Span(begin, max(begin, behind))

    def _gap(self, at: int) -> Span:
        """Return where an empty range stands, with the quotes that are there."""
        before = self.span(at - 1, at).end if at else self.whole.start
        behind = self.span(at, at + 1).start if at < len(self.text) else self.whole.end
        return Span(before, max(before, behind))

    @property
    def loose(self) -> bool:
        """Whether it may be any number of arguments, other options among them."""
        return self.many or (self.splits and not self.text.strip(HOLE))

    def part(self, start: int, end: int) -> "Argument":
        """Return a range of the text as an argument of its own."""
        return Argument(_cut(self.parts, start, end), self.span(start, end), source=self.source)

    def _part(self, offset: int) -> int | None:
        index = bisect_right(self._starts, offset) - 1
        return index if 0 <= index < len(self.parts) else None


class Values:
    """What the words of one script stand for; ``source`` is where it is."""

    def __init__(self, script: Script, source: Source) -> None:
        self._script = script
        self._source = source
        self._assignments: dict[str, list[Assignment]] = {}
        for assignment in script.assignments:
            self._assignments.setdefault(assignment.name, []).append(assignment)
        self._files: dict[str, Argument | None] = {}
        # What is put in may put in more; a script could grow without bounds. A part takes memory too, however short it is.
        self._budget = _MOST_PUT_IN

    def arguments(self, words: Sequence[Word], at: int) -> list[Argument]:
        """Return the arguments that the words of a command at ``at`` become."""
        return [argument for word in words for argument in self._arguments(word, at, 0)]

    def argument(self, word: Word, at: int) -> Argument:
        """Return what one word stands for where it is not split."""
        return Argument(tuple(self._parts(word, at, 0)), Span(word.start, word.end))

    def _arguments(self, word: Word, at: int, depth: int) -> Iterator[Argument]:
        whole = Span(word.start, word.end)
        pieces = [piece for piece in word.pieces if piece.text]
        only = pieces[0] if len(pieces) == 1 else None
        if only and only.expansion and only.expansion.kind == "all":
            yield from self._elements(only.expansion, whole, at, depth)
            return
        if (
            only
            and only.expansion
            and only.expansion.kind == "command"
            and only.quoted
            and (file := self._printed_file(only.expansion, at))
        ):
            yield file
            return
        if only and only.expansion and not only.quoted:
            yield from _fields(tuple(self._parts(word, at, depth)), whole)
            return
        parts = tuple(self._parts(word, at, depth, split=True))
        if not (parts or any(piece.quoted for piece in word.pieces)):
            return
        elsewhere = only is not None and parts and all(part.site and not part.hole for part in parts)
        yield Argument(parts, Span(parts[0].start, parts[-1].end) if elsewhere else whole)

    def _elements(self, expansion: Expansion, whole: Span, at: int, depth: int) -> Iterator[Argument]:
        """Yield the elements of an array that is written once; otherwise any number of arguments."""
        found = self._assigned(expansion.name, at, lists=True)
        if found is None or depth >= _DEEPEST:
            yield Argument((Part(HOLE, *whole, hole=True, splits=True),), whole, many=True)
            return
        for assignment in found:
            for element in () if isinstance(assignment.value, Word) else assignment.value:
                yield from self._arguments(element, assignment.start, depth + 1)

    def _parts(self, word: Word, at: int, depth: int, *, split: bool = False) -> Iterator[Part]:
        """Yield the parts of a word; ``split`` says that expansions without quotes may make several words of it."""
        for piece in word.pieces:
            if piece.expansion is None:
                if piece.text:
                    yield Part(piece.text, piece.start, piece.end, hole=HOLE in piece.text)
                continue
            known = self._known(piece.expansion, at, depth) if depth < _DEEPEST and self._budget > 0 else None
            several = (
                split and not piece.quoted and known and any(_SPLITTING.search(part.text) or _GLOB.search(part.text) for part in known)
            )
            if known is None or several:
                yield Part(HOLE, piece.start, piece.end, None, hole=True, splits=_splits(piece))
                continue
            for part in known:
                self._budget -= _PART + len(part.text)
                # The text of a here-document in a substitution stands where it is used.
                yield part if piece.expansion.kind == "command" else _used(part, piece)

    def _known(self, expansion: Expansion, at: int, depth: int) -> list[Part] | None:
        if expansion.kind == "variable" and (found := self._assigned(expansion.name, at)):
            value = found[0].value
            parts = list(self._parts(value, found[0].start, depth + 1)) if isinstance(value, Word) else None
            return parts if parts or not expansion.filled else None
        if expansion.kind == "command":
            return self._printed(expansion, at, depth)
        return None

    def _assigned(self, name: str, at: int, *, lists: bool = False) -> list[Assignment] | None:
        """Return the assignments that give a variable its value at a place; several only for an array that is added to."""
        found = self._assignments.get(name, [])
        if not found or len(found) > (_MOST_ADDED if lists else 1) or name in self._script.touched:
            return None
        if not all(one.certain and one.end <= at for one in found):
            return None
        opaque = self._script.opaque
        if bisect_left(opaque, found[0].end) != bisect_right(opaque, at):
            return None
        if found[0].appends or not all(one.appends for one in found[1:]):
            return None
        return found if all(lists != isinstance(one.value, Word) for one in found) else None

    def _printed(self, expansion: Expansion, at: int, depth: int) -> list[Part] | None:
        """Return what ``$(cat <<EOF …)`` gives: the here-document without the line breaks at its end."""
        command = self._only(expansion)
        if command is None or [word.text for word in command.words] != ["cat"] or len(command.redirections) != 1:
            return None
        document = command.redirections[0].document
        if document is None:
            return None
        return list(_without_last_breaks(list(self._parts(document, at, depth + 1))))

    def _printed_file(self, expansion: Expansion, at: int) -> Argument | None:
        """Return what ``$(cat file)`` or ``$(< file)`` gives, where there is such a file in the tree."""
        command = self._only(expansion)
        if command is None:
            return None
        texts = [word.text for word in command.words]
        redirected = [redirection.target for redirection in command.redirections if redirection.operator == "<"]
        files = [*command.words[1:], *redirected]
        if texts[:1] not in (["cat"], []) or len(files) != 1 or len(redirected) != len(command.redirections):
            return None
        return self.file(self.argument(files[0], at), at)

    def _only(self, expansion: Expansion) -> Command | None:
        commands = expansion.commands
        return self._script.commands[commands.start] if len(commands) == 1 and commands.stop <= len(self._script.commands) else None

    def file(self, path: Argument, at: int) -> Argument | None:
        """Return the contents of a file that is named at a place: what the script writes into it, or what it holds in the tree."""
        written = self._written(path, at)
        if written is not None:
            return written if written.parts else None
        name = self._path(path)
        if HOLE in name or not name or name.startswith("~"):
            return None
        if name not in self._files:
            found = self._source.surroundings.beside(self._source.name, name) if self._budget > 0 else ""
            self._files[name] = Argument.of_source(found) if isinstance(found, Source) else None
        contents = self._files[name]
        self._budget -= len(contents.text) if contents else 0
        return contents if self._budget > 0 else None

    def standard_input(self, command: Command) -> Argument | None:
        """Return what a command reads as its standard input, where the script tells."""
        at = command.start
        for redirection in reversed(command.redirections):
            if redirection.document is not None:
                return self.argument(redirection.document, at)
            if redirection.operator == "<<<":
                return self.argument(redirection.target, at)
            if redirection.operator == "<":
                return self.file(self.argument(redirection.target, at), at)
        before = self._script.commands[command.piped] if command.piped is not None and command.piped >= 0 else None
        return self._output(before) if before else None

    def _output(self, command: Command) -> Argument | None:
        """Return what a command prints, where the script tells."""
        texts = [word.text for word in command.words]
        if texts == ["cat"]:
            return self.standard_input(command)
        if len(texts) == _PROGRAM_AND_ONE and texts[0] == "cat":
            return self.file(self.argument(command.words[1], command.start), command.start)
        if len(texts) == _PROGRAM_AND_ONE and texts[0] == "echo" and "\\" not in texts[1]:
            return self.argument(command.words[1], command.start)
        return None

    def _written(self, path: Argument, at: int) -> Argument | None:
        """Return what the script writes into a file before a place; an empty argument where that is not known, `None` for nothing."""
        name = self._key(path)
        writers = [command for command in self._writers.get(name, ()) if command.start < at]
        if not writers:
            return None
        command = writers[0]
        documents = [redirection.document for redirection in command.redirections if redirection.document is not None]
        operators = {redirection.operator for redirection in command.redirections}
        program = [word.text for word in command.words]
        plain = program == ["cat"] or (len(program) == _PROGRAM_AND_ONE and program[0] == "tee")
        if len(writers) == 1 and plain and len(documents) == 1 and operators <= {">", ">|", "<<", "<<-"} and self._is_steady(path):
            return self.argument(documents[0], command.start)
        return Argument((), path.whole)

    def _path(self, path: Argument) -> str:
        """Return the path that is named, without the current folder in front of it."""
        parts, text = path.parts, self._script.text
        if len(parts) > 1 and parts[0].hole and text[parts[0].start : parts[0].end] in _HERE and parts[1].text.startswith("/"):
            return path.text[len(parts[0].text) + 1 :]
        return path.text

    @cached_property
    def _writers(self) -> dict[str, list[Command]]:
        """The commands that may write into files, by what names the files."""
        found: dict[str, list[Command]] = {}
        for command in self._script.commands:
            targets = [redirection.target for redirection in command.redirections if redirection.operator in _WRITING]
            if command.words and os.path.basename(command.words[0].text) not in _READING:  # noqa: PTH119 - a word of a script
                targets += command.words[1:]
            for key in {self._key(self.argument(target, command.start)) for target in targets}:
                found.setdefault(key, []).append(command)
        return found

    def _key(self, path: Argument) -> str:
        """Return what tells a path from others in the script: its text, with names of variables in the place of their values."""
        return "".join([self._name(part) if part.hole else part.text for part in path.parts]).removeprefix("./")

    def _name(self, part: Part) -> str:
        name = _BRACES.sub(r"$\1", self._script.text[part.start : part.end])
        return f"{name}@{part.start}" if part.site else name

    def _is_steady(self, path: Argument) -> bool:
        """Tell whether a path is the same at every place, though parts of it are not known."""
        for part in path.parts:
            if not part.hole or part.site:
                continue
            name = _VARIABLE.fullmatch(self._script.text, part.start, part.end)
            if name is None or name[1] in self._script.touched or len(self._assignments.get(name[1], ())) > 1:
                return False
        return True


def _used(part: Part, piece: Piece) -> Part:
    """Return a part of a variable's value as it is used; what that has from another variable stands where it uses that."""
    start, end = part.site or (part.start, part.end)
    return part._replace(start=start, end=end, site=Span(piece.start, piece.end), splits=part.hole and not piece.quoted)


def _splits(piece: Piece) -> bool:
    return not piece.quoted or (piece.expansion is not None and piece.expansion.kind == "all")


def _offset(part: Part, within: int) -> int:
    if len(part.text) == part.end - part.start:
        return part.start + within
    return part.end if within else part.start


def _cut(parts: Sequence[Part], start: int, end: int) -> tuple[Part, ...]:
    """Return the parts of a range of a text."""
    cut = []
    at = 0
    for part in parts:
        first, last = max(start - at, 0), min(end - at, len(part.text))
        if first < last:
            begin, behind = _offset(part, first), _offset(part, last)
            cut.append(part._replace(text=part.text[first:last], start=begin, end=behind))
        at += len(part.text)
    return tuple(cut)


def _fields(parts: tuple[Part, ...], whole: Span) -> Iterator[Argument]:
    """Yield the words into which the shell splits an expansion without quotes."""
    text = "".join([part.text for part in parts])
    if _GLOB.search(text):
        yield Argument((Part(HOLE, *whole, hole=True, splits=True),), whole)
        return
    start = 0
    for gap in [*_SPLITTING.finditer(text), None]:
        end = gap.start() if gap else len(text)
        if end > start:
            field = _cut(parts, start, end)
            known = not any(part.hole for part in field)
            yield Argument(field, Span(field[0].start, field[-1].end) if known and field[0].site else whole)
        start = gap.end() if gap else end


def _without_last_breaks(parts: list[Part]) -> list[Part]:
    text = "".join([part.text for part in parts])
    return list(_cut(parts, 0, len(text.rstrip("\n"))))


def _path(path: Argument, text: str) -> str:
    """Return the path that is named, without the current folder in front of it."""
    parts = list(path.parts)
    if parts and parts[0].hole and text[parts[0].start : parts[0].end] in _HERE and len(parts) > 1 and parts[1].text.startswith("/"):
        return "".join([part.text for part in parts[1:]])[1:]
    return path.text
