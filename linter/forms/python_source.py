"""Python: calls of ``create_model_package`` and ``update_model_package``, with what the program around them tells of their arguments.

Nothing is imported or executed. The program is gone through as it would run, with values as far as they are written out; what cannot be
known is unknown.
"""

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from ..form import Candidate, Document, Form, NodeSpan, Problem, Span
from ..path import Path
from ..reading import known
from ..source import Source
from . import _python_sdk as sdk
from ._python_expressions import TooMuchWorkError
from ._python_request import Noted, Recorder
from ._python_run import Runner
from ._python_scopes import Program

_CALL = r"^[^#\n]*\b(?:create|update)_model_package\s*\("

# A tree takes about a thousand bytes for each part of a program; the largest programs that people generate have a fifth of these.
_LONG = 500_000
_MOST_PARTS = 500_000
_SEPARATORS = str.maketrans("", "", ",;\n\r([{=+")

_UNREAD = "it is no valid Python, and no call of create_model_package or update_model_package is seen in it"


class _Handle(NamedTuple):
    noted: Noted
    places: "Places"


class PythonSource(Form):
    """Files of Python."""

    name = "python"

    def read(self, source: Source) -> Document:
        """Find the calls that pass on a request."""
        tree = parsed(source.text)
        if isinstance(tree, Problem):
            visible = re.search(_CALL, source.text, re.MULTILINE) is not None
            return Document(problems=(tree,), evident=True) if visible else Document(unread=_UNREAD)
        places = Places(source.text)
        found = [
            Candidate(noted.value, _Handle(noted, places), noted.operation, certain=known(noted.value), part=True)
            for noted in requests(tree, source.surroundings.wrappers, damaged=_is_damaged(source))
        ]
        return Document(tuple(found))

    def locate(self, source: Source, candidate: Candidate, paths: Collection[Path]) -> Mapping[Path, NodeSpan]:  # noqa: ARG002 - it is in the handle
        """Find the expressions that give the values."""
        handle: _Handle = candidate.handle
        found = {}
        for path in paths:
            key, value = handle.noted.places.get(path, (None, None))
            if value is not None:
                found[path] = NodeSpan(None if key is None else handle.places.key(key), handle.places.span(value))
        return found

    def comments(self, source: Source) -> Iterator[tuple[int, str]]:
        """Yield the comments, up to where the program cannot be read."""
        starts = [0]
        for line in source.text.split("\n"):
            starts.append(starts[-1] + len(line) + 1)
        try:
            for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
                if token.type == tokenize.COMMENT:
                    yield starts[token.start[0] - 1] + token.start[1], token.string
        except (tokenize.TokenError, SyntaxError):
            return


def parsed(text: str) -> ast.Module | Problem:
    """Parse a program; what cannot be parsed becomes a problem."""
    if len(text) > _LONG and len(text) - len(text.translate(_SEPARATORS)) > _MOST_PARTS:
        message = f"the program has more than {_MOST_PARTS:,} parts, and is not read"
        return Problem("file-too-large", message, Span(0, 0), "keep the data that is in it in a file of its own")
    try:
        with warnings.catch_warnings():
            # Odd escapes are nobody's business here.
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        return _syntax_error(text, error)
    except (RecursionError, MemoryError):
        message = "the program is nested too deeply to be read"
        return Problem("nesting-too-deep", message, Span(0, 0), "flatten it, or keep the request in a file of its own")
    except ValueError as error:
        return Problem("syntax-error", f"this is no Python program: {error}", Span(0, 0), "save the file as Python source", clauses=())


def requests(tree: ast.Module, wrappers: Mapping[str, str], *, damaged: bool) -> list[Noted]:
    """Go through a program and return the requests that it passes on; of a program that is too much work, nothing is known.

    ``wrappers`` maps names of functions to operations; ``damaged`` says that some bytes of the program could not be decoded.
    """
    recorder = Recorder(damaged=damaged)
    calls = frozenset({*sdk.OPERATIONS, "ModelPackage", "RegisterModel", *(name.rpartition(".")[2] for name in wrappers)})
    runner = Runner(Program(tree, calls), sdk.OPERATIONS, wrappers, recorder)
    try:
        runner.run()
    except (TooMuchWorkError, RecursionError):
        recorder.forget(_calls(tree))
    return list(recorder.requests())


def _calls(tree: ast.Module) -> dict[ast.AST, str]:
    """Return the calls of the client's methods, with their operations."""
    found: dict[ast.AST, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in sdk.OPERATIONS and node.keywords:
            found[node] = sdk.OPERATIONS[node.func.attr]
    return found


def _is_damaged(source: Source) -> bool:
    if "\ufffd" not in source.text:
        return False
    try:
        source.data.decode()
    except UnicodeDecodeError:
        return True
    return False


def _syntax_error(text: str, error: SyntaxError) -> Problem:
    places = Places(text)
    start = places.offset(error.lineno or 1, max((error.offset or 1) - 1, 0), characters=True)
    end = places.offset(error.end_lineno or error.lineno or 1, max((error.end_offset or 0) - 1, 0), characters=True)
    what = (error.msg or "invalid syntax").split("\n")[0]
    message = f"this is not valid Python, so that its requests are not read: {what}"
    mend = "mend the syntax; Python 2 and templates are not read"
    return Problem("syntax-error", message, Span(start, max(start, end)), mend, clauses=())


class Places:
    """Turns nodes into offsets: the parser counts bytes of UTF-8 in a line."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ascii = text.isascii()
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]

    def span(self, node: ast.AST) -> Span:
        """Return where an expression or statement stands."""
        start = self.offset(getattr(node, "lineno", 1), getattr(node, "col_offset", 0))
        end = self.offset(getattr(node, "end_lineno", None) or 1, getattr(node, "end_col_offset", None) or 0)
        return Span(start, max(start, end))

    def key(self, node: ast.AST) -> Span:
        """Return where a name stands: that of an argument, of a called method, or a key as it is written."""
        span = self.span(node)
        if isinstance(node, ast.keyword):
            # The parser may spell the name in another way than the text (NFKC).
            written = self._text[span.start : max(self._text.find("=", span.start, span.end), span.start)].rstrip()
            return Span(span.start, span.start + len(written))
        if isinstance(node, ast.Call):
            function = self.span(node.func)
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            return Span(function.end - len(name), function.end) if name else function
        return Span(span.start, span.start + 1) if isinstance(node, ast.Dict) else span

    def offset(self, line: int, column: int, *, characters: bool = False) -> int:
        """Return the offset of a line, from 1, and a column, in bytes or ``characters`` from 0."""
        line = min(max(line, 1), len(self._starts))
        start = self._starts[line - 1]
        end = self._starts[line] if line < len(self._starts) else len(self._text)
        if characters or self._ascii:
            return min(start + column, end)
        return min(start + len(self._text[start:end].encode()[:column].decode(errors="ignore")), end)


FORM = PythonSource()
