"""Calls as lines for a POSIX shell."""

import base64
import json
import re
import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ._calls import FRESH, Made, parts, runs, variables
from .subject import CONTENT_TYPE

if TYPE_CHECKING:
    from .reproduce import Backend

# The longest argument that curl gets: Linux takes 128 KiB, other systems less. What is longer comes through a pipe.
_LONGEST_ARGUMENT = 16_000
# From here on a text is written as what repeats in it.
_LONG = 4_000
# Bytes that are no text are written one by one up to here, and as base64 beyond.
_FEW_BYTES = 400
_PLAIN = range(0x20, 0x7F)
_ARGUMENTS = ('-H "X-Amz-Target: $1"', '--data-binary "$2"')
_STATUS = r"-w '\nHTTP %{http_code}\n'"


def snippet(made: Sequence[Made], backend: "Backend", width: int) -> str:
    """Return the lines; ``width`` is the number of letters and digits that make a name new."""
    used = variables(made)
    lines = [f"{FRESH}=$(od -An -N4 -tx1 /dev/urandom | tr -d ' \\n' | cut -c1-{width})"] if FRESH in used else []
    if len(made) == 1:
        pipe, argument = _body(made[0])
        header = [f"-H {_quoted(f'X-Amz-Target: {made[0].target}')}"] if made[0].target else []
        return "\n".join([*lines, pipe + _curl(backend, [*header, f"--data-binary {argument}"])]) + "\n"
    lines.append(f"call() {{ {_curl(backend, _ARGUMENTS)}; }}")
    for call in made:
        pipe, argument = _body(call)
        line = f"{pipe}call {_quoted(call.target)} {argument}"
        if call.kept is not None:
            line = f'{call.kept.variable}=$({line} | sed -n \'s/.*"{call.kept.member}": *"\\([^"]*\\)".*/\\1/p\')'
        lines.append(line)
    return "\n".join(lines) + "\n"


def _curl(backend: "Backend", rest: Sequence[str]) -> str:
    identity = [f"-u {backend.key}:{backend.key}"]
    if backend.key is None:
        identity = ['-u "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"', '-H "X-Amz-Security-Token: $AWS_SESSION_TOKEN"']
    options = [
        f"--aws-sigv4 {_quoted(f'aws:amz:{backend.region}:sagemaker')} {identity[0]}",
        *identity[1:],
        f"-H 'Content-Type: {CONTENT_TYPE}'",
        *rest,
    ]
    return " \\\n  ".join([f"curl -sS {shlex.quote(backend.url)} {_STATUS}", *options])


def _body(call: Made) -> tuple[str, str]:
    """Return a pipe that makes the body, empty where none is needed, and the argument of ``--data-binary``."""
    body = call.raw if call.raw is not None else json.dumps(call.value, ensure_ascii=False).encode("utf-8", "surrogatepass")
    text = _decoded(body)
    if text is not None and text.isprintable() and len(body) <= _LONGEST_ARGUMENT and not text.startswith("@"):
        pieces = list(runs(text)) if len(text) > _LONG else []
        if len(pieces) <= 1:
            return "", _quoted(text)
    if text is not None:
        made = [_printed(piece, count) for piece, count in (runs(text) if len(text) > _LONG else [(text, 1)])]
        return (f"{{ {'; '.join(made)}; }} | " if len(made) > 1 else f"{made[0]} | "), "@-"
    if len(body) <= _FEW_BYTES:
        return f"printf {_octal(body)} | ", "@-"
    return f"printf %s {_quoted(base64.b64encode(body).decode())} | base64 -d | ", "@-"


def _decoded(body: bytes) -> str | None:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None


def _printed(piece: str, count: int) -> str:
    """Return the command that prints a piece of text ``count`` times."""
    if count > 1 and piece.isprintable() and not piece.startswith("-"):
        return f"yes {_quoted(piece)} | head -n {count} | tr -d '\\n'"
    text = piece * count
    return f"printf %s {_quoted(text)}" if text.isprintable() else f"printf {_octal(text.encode())}"


def _octal(body: bytes) -> str:
    """Return bytes as the quoted format of printf, in which only what is not plain ASCII is written by its number."""
    special = {ord("%"): "%%", ord("\\"): "\\\\"}
    text = "".join(special.get(byte) or (chr(byte) if byte in _PLAIN else f"\\{byte:03o}") for byte in body)
    return _quoted(re.sub(r"\A-", r"\\055", text))


def _quoted(text: str) -> str:
    """Quote a text for the shell, with variables in it."""
    return "".join(_pieces(text)) if any(is_variable for _, is_variable in parts(text)) else f"'{_escaped(text)}'"


def _pieces(text: str) -> Iterator[str]:
    for piece, is_variable in parts(text):
        yield f'"${piece}"' if is_variable else f"'{_escaped(piece)}'"


def _escaped(text: str) -> str:
    return text.replace("'", "'\\''")
