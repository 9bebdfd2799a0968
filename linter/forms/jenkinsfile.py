"""Groovy, as in Jenkinsfiles: strings that hold shell scripts, such as those of ``sh`` steps."""

import re
from collections.abc import Iterator

from ..source import Source
from ._groovy_strings import Comment, String, tokens
from ._patchwork import Patchwork
from ._scripts import COMMANDS, Script, ScriptsForm
from ._shell_words import HOLE
from .shell_script import ShellScript

_SCRIPT_BEFORE = re.compile(r"(?:\bsh\b|\bscript\s*:)\s*\(?\s*\Z")
_OTHER_BEFORE = re.compile(r"\b(?:echo|println?|error|log\.\w+|bat|powershell|pwsh)\s*\(?\s*(?:\w+\s*:\s*)?\Z")
_JOINED = re.compile(r"\s*\+\s*(?P<other>(?:[\w.]+(?:\([^()'\"]*\))?\s*\+\s*)*)")
_ADDED = re.compile(r"\s*\+")
_ESCAPE = re.compile(r"\\(?:u+([0-9a-fA-F]{4})|(\r?\n)|(.))", re.DOTALL)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "s": " "}
_REFERENCE = re.compile(r"\$[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_MARKS = re.compile(r"[\\$]")
_SEEN_BEFORE = 200


class Jenkinsfile(ScriptsForm):
    """Files of Groovy."""

    name = "jenkinsfile"

    def scripts(self, source: Source) -> Iterator[Script]:
        """Find the strings that hold commands, those joined by plus signs as one."""
        text = source.text
        strings = [token for token in source.once(_tokens) if isinstance(token, String)]
        at = 0
        while at < len(strings):
            joined = [strings[at]]
            at += 1
            while at < len(strings) and _JOINED.fullmatch(text, joined[-1].end, strings[at].start):
                joined.append(strings[at])
                at += 1
            if any(word in text[joined[0].start : joined[-1].end] for word in COMMANDS):
                before = text[max(joined[0].start - _SEEN_BEFORE, 0) : joined[0].start]
                if not _OTHER_BEFORE.search(before):
                    yield Script(ShellScript(prose=not _SCRIPT_BEFORE.search(before)), _patchwork(source, joined))

    def comments(self, source: Source) -> Iterator[tuple[int, str]]:
        """Yield the comments of Groovy and those in scripts."""
        for token in source.once(_tokens):
            if isinstance(token, Comment):
                yield token.start, token.text
        yield from super().comments(source)


def _tokens(source: Source) -> tuple[Comment | String, ...]:
    return tuple(tokens(source.text))


def _patchwork(source: Source, strings: list[String]) -> Patchwork:
    """Return strings as one text; what is joined to them and is no string is a hole."""
    patchwork = Patchwork(source)
    text = source.text
    for number, string in enumerate(strings):
        if number:
            between = _JOINED.fullmatch(text, strings[number - 1].end, string.start)
            if between and between["other"]:
                patchwork.add_decoded(HOLE, between.span("other"))
        _add(patchwork, text, string)
    if added := _ADDED.match(text, strings[-1].end):
        patchwork.add_decoded(HOLE, added.span())
    return patchwork


def _add(patchwork: Patchwork, text: str, string: String) -> None:
    at = string.inner_start
    for found in _MARKS.finditer(text, at, string.inner_end):
        if found.start() < at:
            continue
        end = _reference(text, found.start(), string) if found[0] == "$" else 0
        if found[0] == "$" and not end:
            continue
        patchwork.add(at, found.start())
        if end:
            patchwork.add_decoded(HOLE, (found.start(), end))
            at = end
        else:
            at = _add_escape(patchwork, text, found.start(), string.inner_end)
    patchwork.add(at, string.inner_end)


def _reference(text: str, at: int, string: String) -> int:
    """Return the end of an expression that Groovy puts in at a dollar sign; 0 where there is none."""
    if not string.interpolates:
        return 0
    for start, end in string.expressions:
        if start == at:
            return end
    found = _REFERENCE.match(text, at, string.inner_end)
    return found.end() if found else 0


def _add_escape(patchwork: Patchwork, text: str, at: int, end: int) -> int:
    """Add what a backslash and the characters behind it stand for, and return where they end."""
    escape = _ESCAPE.match(text, at, end)
    if escape is None:
        patchwork.add(at, at + 1)
        return at + 1
    number, line, char = escape.groups()
    if line is None:
        stands_for = chr(int(number, 16)) if number else _LETTERS.get(char, char)
        patchwork.add_decoded(stands_for, (at, escape.end()))
    return escape.end()


FORM = Jenkinsfile()
