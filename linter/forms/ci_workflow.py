"""YAML of CI services and the like: strings that are shell scripts, such as ``run:`` and ``script:``.

Where the name of a string's key does not say that it is a script, the text counts only if it reads like one and not like prose.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from ..form import Form, Span
from ..path import Path
from ..source import Source
from . import form_named
from ._cli_shapes import OPERATIONS
from ._patchwork import Patchwork
from ._scripts import COMMANDS, Script, ScriptsForm
from ._shell_words import HOLE
from ._tree import Tree, base, trees
from ._yaml_build import Tagged
from ._yaml_strings import places_of
from .shell_script import ShellScript

_SCRIPT_KEYS = frozenset(
    {
        *("run", "script", "scripts", "command", "commands", "cmd", "cmds", "sh", "shell", "bash", "args", "arguments", "entrypoint"),
        *("before_script", "after_script", "inlinescript", "inline", "install", "pre_build", "build", "post_build", "execute", "exec"),
        *("before_install", "before_deploy", "after_success", "after_deploy", "bashcommand", "bash_command", "userdata", "hooks"),
    }
)
_PROSE_KEYS = frozenset({"description", "name", "title", "summary", "help", "comment", "message", "label", "doc", "documentation", "notes"})
# What CircleCI fills in before the shell sees it.
_PARAMETER = re.compile(r"<<\s*\w[\w-]*(?:\.[\w-]+)+\s*>>")


class CiWorkflow(ScriptsForm):
    """Workflows, pipelines and other YAML with commands in it."""

    name = "ci"

    def scripts(self, source: Source) -> Iterator[Script]:
        """Find the strings, and lists of them, that hold commands."""
        for tree in trees(source):
            found = list(_found(tree.value, ()))
            places = tree.locate({path for text in found for path in text.paths})
            # What stands behind an alias is one script, however often it is used.
            seen: set[int] = set()
            for text in found:
                spans = [places[path].value for path in text.paths if path in places]
                if len(spans) == len(text.paths) and spans[0].start not in seen:
                    seen.add(spans[0].start)
                    yield Script(text.form, _patchwork(tree, text, spans), tree.candidate.document)

    def comments(self, source: Source) -> Iterator[tuple[int, str]]:
        """Yield the comments of the document and those of its scripts."""
        yield from base(source).comments(source)
        yield from super().comments(source)


class _Text(NamedTuple):
    """A script: its form, and the strings that it is made of. ``words`` says that each of them is one argument."""

    form: Form
    paths: tuple[Path, ...]
    strings: tuple[str, ...]
    words: bool = False


def _found(value: Any, path: Path, key: str = "", shell: str = "") -> Iterator[_Text]:
    """Yield the scripts in a value; ``key`` is the nearest name above it, ``shell`` what the object around it says of its shell."""
    value = value.inside if isinstance(value, Tagged) else value
    if isinstance(value, str):
        if _has_commands(value) and key not in _PROSE_KEYS:
            yield _Text(_form(key, shell), (path,), (value,))
    elif isinstance(value, dict):
        own = value.get("shell")
        for name, item in value.items():
            yield from _found(item, (*path, name), str(name).lower(), own if isinstance(own, str) else "")
    elif isinstance(value, list):
        script = _list(value, path, key)
        yield from (script,) if script else ()
        for index, item in enumerate(value):
            if script is None or not isinstance(item, str):
                yield from _found(item, (*path, index), key, shell)


def _list(value: list[Any], path: Path, key: str) -> _Text | None:
    """Return the script that the strings of a list are together, one argument each or one line each."""
    strings = {(*path, index): item for index, item in enumerate(value) if isinstance(item, str)}
    words = any(item in OPERATIONS for item in strings.values())
    if words or (key in _SCRIPT_KEYS and any(_has_commands(item) for item in strings.values())):
        return _Text(_STRICT, tuple(strings), tuple(strings.values()), words)
    return None


def _has_commands(text: str) -> bool:
    return any(word in text for word in COMMANDS)


def _form(key: str, shell: str) -> Form:
    if shell.startswith("python") and key == "run":
        return form_named("python")
    return _STRICT if key in _SCRIPT_KEYS else _PROSE


def _patchwork(tree: Tree, text: _Text, spans: list[Span]) -> Patchwork:
    source = tree.source
    patchwork = Patchwork(source)
    if text.words and "aws" not in text.strings:
        patchwork.add_own("aws ", spans[0].start)
    for string, (start, end) in zip(text.strings, spans, strict=True):
        places = places_of(source.text, start, end, string)
        if text.words:
            _add_word(patchwork, string, places)
        else:
            _add(patchwork, string, places)
            patchwork.add_own("\n", end)
    return patchwork


def _add(patchwork: Patchwork, string: str, places: list[Span]) -> None:
    at = 0
    for parameter in _PARAMETER.finditer(string):
        start, end = parameter.span()
        patchwork.add_placed(string[at:start], places[at:start])
        patchwork.add_decoded(HOLE, (places[start].start, places[end - 1].end))
        at = end
    patchwork.add_placed(string[at:], places[at:])


def _add_word(patchwork: Patchwork, string: str, places: list[Span]) -> None:
    """Add an argument as the shell would write it, in single quotes."""
    at = 0
    patchwork.add_own("'", places[0].start if places else 0)
    for quote in re.finditer("'", string):
        patchwork.add_placed(string[at : quote.start()], places[at : quote.start()])
        patchwork.add_own("'\\''", places[quote.start()].start)
        at = quote.end()
    patchwork.add_placed(string[at:], places[at:])
    patchwork.add_own("' ", places[-1].end if places else 0)


_STRICT = ShellScript()
_PROSE = ShellScript(prose=True)
FORM = CiWorkflow()
