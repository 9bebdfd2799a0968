"""What a shell script is made of: simple commands with their words, assignments and redirections."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ._shell_words import Word

_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)(\[[^\]\s]*\])?(\+?)=")
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_DECLARING = frozenset({"export", "readonly", "declare", "typeset", "local"})
_SETTING = frozenset({"read", "mapfile", "readarray", "unset", "getopts", "let", "printf", "for", "select", "wait"})
_OPAQUE = frozenset({"source", ".", "eval"})
# Attributes that leave a value as it is written: exported, read-only, global, and an array.
_PLAIN_ATTRIBUTES = frozenset("xrga")


class Assignment(NamedTuple):
    """``name=value``, or ``name=(…)`` with the words of an array; ``certain`` as for a command."""

    name: str
    value: Word | tuple[Word, ...]
    start: int
    end: int
    certain: bool
    appends: bool = False


class Redirection(NamedTuple):
    """An operator without the number of its file, what it leads to, and the here-document that follows, if one does."""

    operator: str
    target: Word
    document: Word | None = None


class Command(NamedTuple):
    """A simple command without the assignments before it; without words where it only redirects.

    ``certain`` says that it stands neither in a compound command nor in a pipeline, and behind no ``&&`` or ``||``. ``piped`` is the index
    of the command whose output it reads, -1 where that is a compound one. ``open`` says that its end is not seen.
    """

    words: tuple[Word, ...]
    redirections: tuple[Redirection, ...]
    start: int
    end: int
    certain: bool
    piped: int | None = None
    open: bool = False


class Script(NamedTuple):
    """What a script is made of.

    ``touched`` are variables that something else than an assignment sets, ``opaque`` are the places of commands that may set any.
    ``unfinished`` is where the quote or the expansion starts that has no end, if there is one. ``indirect`` says that the name of a command
    of interest stands in an assignment.
    """

    text: str
    commands: tuple[Command, ...]
    assignments: tuple[Assignment, ...]
    touched: frozenset[str]
    opaque: tuple[int, ...]
    comments: tuple[tuple[int, str], ...]
    unfinished: int | None = None
    indirect: bool = False


class Assigned(NamedTuple):
    """An assignment as it is written; ``element`` says that it sets one element of an array."""

    name: str
    value: Word | tuple[Word, ...]
    appends: bool
    element: bool


def assigned(word: Word) -> Assigned | None:
    """Return the assignment that a word is; `None` for any other."""
    first = word.pieces[0] if word.pieces else None
    found = _ASSIGNMENT.match(first.text) if first and not first.quoted else None
    if first is None or found is None:
        return None
    start = first.start + found.end()
    rest = first._replace(text=first.text[found.end() :], start=start)
    pieces = (rest, *word.pieces[1:]) if rest.text else word.pieces[1:]
    return Assigned(found[1], Word(start, word.end, pieces), bool(found[3]), bool(found[2]))


def declares(words: Iterable[Word]) -> bool:
    """Tell whether a command begins like one whose words are assignments."""
    return next((word.text in _DECLARING for word in words), False)


def touched(words: tuple[Word, ...]) -> Iterator[str]:
    """Yield the variables that a command may set in another way than by an assignment."""
    name = words[0].text
    if name in _SETTING:
        for word in words[1:]:
            yield from _IDENTIFIER.findall(word.text)
    elif name in _DECLARING and any(_changes_values(word.text) for word in words[1:]):
        for word in words[1:]:
            if found := assigned(word):
                yield found.name
            else:
                yield from _IDENTIFIER.findall(word.text)


def is_opaque(words: tuple[Word, ...]) -> bool:
    """Tell whether a command runs other text in the shell, which may set any variable."""
    return words[0].text in _OPAQUE


def _changes_values(option: str) -> bool:
    return option.startswith(("-", "+")) and not _PLAIN_ATTRIBUTES.issuperset(option[1:])
