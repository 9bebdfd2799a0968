"""Shell scripts as a list of simple commands: their words, assignments and redirections, in the order of the text.

Compound commands are gone through for the commands in them. How deep a command stands tells whether it surely runs once and in the shell
of the script; what it does is not looked at here.
"""

import re

from ._shell_commands import Assigned, Assignment, Command, Redirection, Script, assigned, declares, is_opaque, touched
from ._shell_documents import read_document
from ._shell_words import DEEPEST, UnfinishedError, Word, WordReader, arithmetic_end, arithmetic_names

_BLANK = re.compile(r"(?:[ \t]|\\\r?\n|\r(?!\n))*")
_COMMENT = re.compile(r"#[^\r\n]*")
_NEWLINE = re.compile(r"\r?\n")
_OPERATOR = re.compile(r";;&|;;|;&|&&|&(?!>)|\|\||\|&|[;|]")
_REDIRECTION = re.compile(r"(?:\d+|\{\w+\})?(<<<|<<-|<<|<>|<&|>>|>&|>\||<|>)(?!\()|(&>>|&>)")
_ESCAPED_IN_BACKQUOTES = re.compile(r'\\[`$\\"]')
_OPENING = frozenset({"if", "while", "until", "{"})
_CLOSING = frozenset({"fi", "done", "}"})
_CONTINUING = frozenset({"then", "else", "elif", "do", "!", "time", "coproc"})
_MOST_BLANK_LINES = 100
# No script that people write has so many; what is behind is not read.
_MOST_COMMANDS = 100_000


def parse(text: str) -> Script:
    """Read a script. Never raises; behind what is unfinished nothing is read."""
    parser = _Parser(text)
    unfinished = None
    try:
        while parser.reader.at < parser.reader.limit:
            parser.commands()
            # A parenthesis that closes nothing.
            parser.reader.at += 1
    except UnfinishedError as problem:
        unfinished = problem.start
        parser.give_up()
    return Script(
        text,
        tuple([parser.with_documents(command) for command in parser.found]),
        tuple(parser.assignments),
        frozenset(parser.reader.assigned),
        tuple(parser.opaque),
        tuple(parser.comments),
        unfinished,
        indirect=any(text.find("-model-package", one.start, one.end) != -1 for one in parser.assignments),
    )


class _Draft:
    """A simple command that is being read."""

    def __init__(self, start: int, piped: int | None, *, chained: bool) -> None:
        self.start = start
        self.piped = piped
        self.chained = chained
        self.words: list[Word] = []
        self.redirections: list[Redirection] = []
        self.assigned: list[Assigned] = []

    @property
    def bare(self) -> bool:
        """Whether a reserved word may still come."""
        return not (self.words or self.redirections or self.assigned)


class _Parser:
    """One pass over a script."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.reader = WordReader(text, lambda: self._nested(self.reader.at), self._backquoted)
        self.found: list[Command] = []
        self.assignments: list[Assignment] = []
        self.opaque: list[int] = []
        self.comments: list[tuple[int, str]] = []
        self._pending: list[Redirection] = []
        self._documents: dict[int, Word] = {}
        self._level = 0
        self._nesting = 0
        self._chained = False
        self._piped: int | None = None
        self._last: int = -1
        self._drafts: list[_Draft] = []

    def commands(self) -> None:
        """Read commands up to a closing parenthesis or the end."""
        # For each open "case", whether a pattern comes next.
        cases: list[bool] = []
        while True:
            self._blank()
            at = self.reader.at
            if at >= self.reader.limit:
                return
            if newline := _NEWLINE.match(self.text, at):
                self.reader.at = newline.end()
                self._chained, self._piped = False, None
                self._read_documents()
            elif cases and cases[-1]:
                self._pattern(cases)
            elif operator := _OPERATOR.match(self.text, at):
                self.reader.at = operator.end()
                self._operator(operator[0], cases)
            elif self.text[at] == ")":
                return
            elif self.text[at] == "(":
                self._parenthesis()
            else:
                self._command(cases)

    def give_up(self) -> None:
        """Keep what is seen of commands that have no end."""
        for draft in self._drafts:
            self.found.append(self._made(draft, certain=False)._replace(open=True))

    def with_documents(self, command: Command) -> Command:
        """Return a command with the here-documents that were read behind it."""
        if not any(redirection.operator in ("<<", "<<-") for redirection in command.redirections):
            return command
        return command._replace(
            redirections=tuple(
                redirection._replace(document=self._documents.get(redirection.target.start)) for redirection in command.redirections
            )
        )

    def _blank(self) -> None:
        reader = self.reader
        blank = _BLANK.match(self.text, reader.at, reader.limit)
        assert blank is not None
        reader.at = blank.end()
        if comment := _COMMENT.match(self.text, reader.at, reader.limit):
            self.comments.append((reader.at, comment[0]))
            reader.at = comment.end()

    def _operator(self, operator: str, cases: list[bool]) -> None:
        if operator in ("&&", "||"):
            self._chained, self._piped = True, None
        elif operator in ("|", "|&"):
            self._piped = self._last
        else:
            self._chained, self._piped = False, None
            if operator.startswith(";") and len(operator) > 1 and cases:
                cases[-1] = True

    def _parenthesis(self) -> None:
        """Read a subshell, or an arithmetic command."""
        start = self.reader.at
        if self.text.startswith("((", start) and (end := arithmetic_end(self.text, start + 2, self.reader.limit)):
            self.reader.assigned.update(arithmetic_names(self.text[start:end]))
            self.reader.at = end
        else:
            self.reader.at += 1
            self._nested(start)
            if self.reader.at >= self.reader.limit:
                raise UnfinishedError(start)
            self.reader.at += 1
        self._last = -1

    def _nested(self, start: int) -> range:
        """Read the commands of a subshell or substitution up to its closing parenthesis, and return which they are."""
        if self._nesting >= DEEPEST:
            raise UnfinishedError(start)
        first = len(self.found)
        outer = self._level, self._chained, self._piped, self._last
        self._nesting += 1
        self._level += 1
        self._chained, self._piped, self._last = False, None, -1
        self.commands()
        self._level, self._chained, self._piped, self._last = outer
        self._nesting -= 1
        return range(first, len(self.found))

    def _backquoted(self, start: int, end: int) -> range:
        """Read the commands between backquotes, unless there are escapes in them that are those of the backquotes."""
        if _ESCAPED_IN_BACKQUOTES.search(self.text, start, end):
            return range(0)
        reader = self.reader
        before = reader.at, reader.limit
        reader.at, reader.limit = start, end
        found = self._nested(start)
        reader.at, reader.limit = before
        return found

    def _pattern(self, cases: list[bool]) -> None:
        """Read a pattern of ``case`` up to its parenthesis, or the end of the ``case``."""
        reader = self.reader
        if self.text.startswith("(", reader.at):
            reader.at += 1
        while True:
            self._blank()
            word = reader.word()
            if word.text == "esac":
                cases.pop()
                self._level = max(self._level - 1, 0)
                self._last = -1
                return
            end = reader.at
            if end >= reader.limit or self.text[end] not in "|)" or (word.start == word.end and self.text[end] != ")"):
                # No pattern that is known here; the next word is tried.
                reader.at = max(end, min(end + (word.start == word.end), reader.limit))
                return
            reader.at += 1
            if self.text[end] == ")":
                cases[-1] = False
                return

    def _command(self, cases: list[bool]) -> None:
        """Read a simple command, or the word of a compound one."""
        draft = _Draft(self.reader.at, self._piped, chained=self._chained)
        self._drafts.append(draft)
        if self._read_into(draft, cases):
            self._finish(draft)
        self._drafts.pop()

    def _read_into(self, draft: _Draft, cases: list[bool]) -> bool:
        """Read words and redirections; false where they turn out to be no simple command."""
        reader = self.reader
        while True:
            at = reader.at
            following = self.text[at : min(at + 1, reader.limit)]
            if not following or following in "\n)" or _NEWLINE.match(self.text, at) or _OPERATOR.match(self.text, at):
                return True
            if following == "(":
                return self._opened(draft)
            if (following != "<" or not self._is_placeholder()) and (found := _REDIRECTION.match(self.text, at, reader.limit)):
                self._redirection(draft, found)
            else:
                word = reader.word()
                if draft.bare and self._reserved(word, cases):
                    return False
                self._take(draft, word)
            self._blank()

    def _is_placeholder(self) -> bool:
        """Tell whether ``<…>`` stands here, as in examples."""
        at = self.reader.at
        end = self.reader.filled()
        self.reader.at = at
        return end > 0

    def _opened(self, draft: _Draft) -> bool:
        """Go on at an opening parenthesis: of a function, which ends the draft, or of something else."""
        closing = _BLANK.match(self.text, self.reader.at + 1)
        assert closing is not None
        if len(draft.words) == 1 and self.text.startswith(")", closing.end()):
            self.reader.at = closing.end() + 1
            return False
        if draft.words and draft.words[0].text == "for":
            self._parenthesis()
        return True

    def _take(self, draft: _Draft, word: Word) -> None:
        """Add a word, or the assignment that it is."""
        if word.start == word.end:
            # A character that starts no word here.
            self.reader.at += 1
            return
        found = assigned(word)
        declared = declares(draft.words)
        if found and isinstance(found.value, Word) and (not draft.words or declared):
            is_array = not found.value.pieces and self.text.startswith("(", self.reader.at) and self.reader.at < self.reader.limit
            draft.assigned.append(found._replace(value=self._array()) if is_array else found)
            if not declared:
                return
        draft.words.append(word)

    def _array(self) -> tuple[Word, ...]:
        """Read the words of an array."""
        start = self.reader.at
        self.reader.at += 1
        words: list[Word] = []
        while True:
            self._blank()
            at = self.reader.at
            if at >= self.reader.limit:
                raise UnfinishedError(start)
            if self.text[at] == ")":
                self.reader.at += 1
                return tuple(words)
            word = self.reader.word()
            if word.end > word.start:
                words.append(word)
            else:
                self.reader.at += 1

    def _redirection(self, draft: _Draft, found: re.Match[str]) -> None:
        self.reader.at = found.end()
        self._blank()
        redirection = Redirection(found[1] or found[2], self.reader.word())
        draft.redirections.append(redirection)
        if redirection.operator in ("<<", "<<-") and redirection.target.end > redirection.target.start:
            self._pending.append(redirection)

    def _reserved(self, word: Word, cases: list[bool]) -> bool:
        """Take note of a word of a compound command; false for any other."""
        text = word.text
        if word.end - word.start != len(text) or any(piece.quoted for piece in word.pieces):
            return False
        if text in _OPENING:
            self._level += 1
        elif text in _CLOSING:
            self._level = max(self._level - 1, 0)
            self._last = -1
        elif text == "case":
            self._case(cases)
        elif text == "esac" and cases:
            cases.pop()
            self._level = max(self._level - 1, 0)
            self._last = -1
        elif text == "[[":
            self._condition()
        elif text == "function":
            self._blank()
            self.reader.word()
        elif text in ("for", "select"):
            self._level += 1
            return False
        else:
            return text in _CONTINUING
        return True

    def _case(self, cases: list[bool]) -> None:
        """Read ``case … in``."""
        self._level += 1
        self._blank()
        self.reader.word()
        for _ in range(_MOST_BLANK_LINES):
            self._blank()
            newline = _NEWLINE.match(self.text, self.reader.at)
            if newline is None:
                break
            self.reader.at = newline.end()
        if self.reader.word().text == "in":
            cases.append(True)

    def _condition(self) -> None:
        """Read ``[[ … ]]``, in which operators mean other things."""
        reader = self.reader
        start = reader.at
        while reader.at < reader.limit:
            self._blank()
            word = reader.word()
            if word.text == "]]":
                self._last = -1
                return
            if word.start == word.end:
                reader.at += 1
        raise UnfinishedError(start)

    def _finish(self, draft: _Draft) -> None:
        at = self.reader.at
        operator = _OPERATOR.match(self.text, at, self.reader.limit)
        certain = not (self._level or draft.chained or draft.piped is not None or (operator and operator[0] in ("|", "|&", "&")))
        if draft.assigned and (not draft.words or declares(draft.words)):
            for name, value, appends, element in draft.assigned:
                if element:
                    self.reader.assigned.add(name)
                else:
                    self.assignments.append(Assignment(name, value, draft.start, at, certain, appends))
        if draft.words or draft.redirections:
            command = self._made(draft, certain=certain)
            self._last = len(self.found) if draft.words else -1
            self.found.append(command)
            if len(self.found) == _MOST_COMMANDS:
                self.reader.limit = at
        if draft.words:
            self.reader.assigned.update(touched(tuple(draft.words)))
            if is_opaque(tuple(draft.words)):
                self.opaque.append(at)

    def _made(self, draft: _Draft, *, certain: bool) -> Command:
        last = [*draft.words[-1:], *(redirection.target for redirection in draft.redirections[-1:])]
        end = max((word.end for word in last), default=draft.start)
        return Command(tuple(draft.words), tuple(draft.redirections), draft.start, end, certain, draft.piped)

    def _read_documents(self) -> None:
        """Read the here-documents that begin on this line."""
        waiting, self._pending = self._pending, []
        for redirection in waiting:
            self._documents[redirection.target.start] = read_document(self.reader, redirection)
