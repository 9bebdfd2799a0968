"""Commands in blocks of Markdown as a script: prompts and answers taken out, and lines put together as they are meant."""

import re
from collections.abc import Sequence

from ..source import Source
from ._patchwork import Patchwork
from ._shell_script import parse

_PROMPT = re.compile(r"[ \t]*(?:\([\w.-]+\)[ \t]*)?(?:\[?[\w.-]+@[\w.:-]+[^$#%\n]{0,80}\]?)?[$%\u276f][ \t]+")
_SECOND_PROMPT = re.compile(r"[ \t]*>[ \t]")
_CONTINUED = re.compile(r"\\\r?\n?\Z")
# How PowerShell and cmd continue lines, and what is left of the backslash that somebody forgot.
_MEANT = re.compile(r"[ \t]*[`^]?[ \t]*\r?\n?\Z")
_OPTION = re.compile(r"[ \t]*--[a-z]")
_MOST_LINES = 200


def commands(source: Source, lines: Sequence[tuple[int, int]]) -> Patchwork:
    """Return the commands in the lines of a block, given by their ranges."""
    text = source.text
    patchwork = Patchwork(source)
    if any(_PROMPT.match(text, start, end) for start, end in lines):
        lines = _prompted(text, lines)
    for number, (start, end) in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else None
        if following and text[start:end].strip() and _OPTION.match(text, *following) and not _CONTINUED.search(text, start, end):
            meant = _MEANT.search(text, start, end)
            stop = meant.start() if meant else end
            patchwork.add(start, stop)
            patchwork.add_own(" ", stop)
        else:
            patchwork.add(start, end)
    return patchwork


def _prompted(text: str, lines: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the lines behind prompts and those that continue them, without the prompts."""
    kept: list[tuple[int, int]] = []
    command: list[tuple[int, int]] = []
    for start, end in lines:
        if prompt := _PROMPT.match(text, start, end):
            command = [(prompt.end(), end)]
        elif command and len(command) < _MOST_LINES and _goes_on(text, command, start, end):
            second = _SECOND_PROMPT.match(text, start, end)
            command.append((second.end() if second else start, end))
        else:
            command = []
            continue
        kept.append(command[-1])
    return kept


def _goes_on(text: str, command: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Tell whether a line belongs to the command before it and is no answer to it."""
    if _CONTINUED.search(text, *command[-1]) or _OPTION.match(text, start, end) or _SECOND_PROMPT.match(text, start, end):
        return True
    script = parse("".join([text[begin:behind] for begin, behind in command]))
    return script.unfinished is not None or any(
        redirection.document is not None and redirection.document.end == len(script.text)
        for found in script.commands
        for redirection in found.redirections
    )
