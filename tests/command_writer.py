"""Writes requests as commands of the AWS CLI, in the ways in which people write them."""

import contextlib
import json
import re
import shlex
from typing import TYPE_CHECKING, Any, NamedTuple

from forms_support import Case
from hypothesis import strategies as st

from mpkit.linter.forms._cli_shapes import Command, Shape, command, member_of, option_of

if TYPE_CHECKING:
    from collections.abc import Callable

UNKNOWN = "\x01"
"""Stands for an unknown value in a request that is written; it becomes a variable of the shell."""

_PLAIN = re.compile(r"[A-Za-z0-9_./:@%+,-]+")
_KEY = re.compile(r"[A-Za-z0-9_.#/:-]+")
_VARIABLES = ('"$X"', '"${X}"', '"$(get x)"', '"`get x`"', '"${X:-$Y}"')


class Style(NamedTuple):
    """How a command is written; ``draw`` chooses, ``flat`` forbids line breaks in words, ``script`` allows more than one command."""

    draw: st.DrawFn
    flat: bool = False
    script: bool = True


def cleaned(case: Case, unwanted: str = "[\\x00\\x01\\ufdd0-\\ufdef]") -> Case:
    """Return a case without texts that its form cannot hold, or that mean something else there."""

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            return re.sub(unwanted, "p", value)
        if isinstance(value, dict):
            return {clean(key): clean(item) for key, item in value.items()}
        return [clean(item) for item in value] if isinstance(value, list) else value

    return Case(case.operation, clean(case.request))


def written(style: Style, case: Case) -> str:
    """Return a script that sends the request of a case."""
    described = command(case.operation)
    options: list[str] = []
    rest: dict[str, Any] = {}
    for member, value in case.request.items():
        words = _option(style, described, member, value)
        if words is None or style.draw(st.integers(0, 9)) == 0:
            rest[member] = value
        else:
            options.append(words)
    before = ""
    if rest or not options:
        before, words = _whole(style, rest)
        options.append(words)
    options += style.draw(
        st.lists(
            st.sampled_from(["--region us-east-1", "--debug", "--output=json", "--query 'ModelPackageArn'", "--no-cli-pager"]), max_size=2
        )
    )
    name = option_of(case.operation).removeprefix("--")
    start = style.draw(
        st.sampled_from(["aws sagemaker", "aws --profile x sagemaker", "/usr/local/bin/aws sagemaker", "sudo -E env A=b aws sagemaker"])
    )
    gap = style.draw(st.sampled_from([" ", " \\\n  ", " \\\n\t", "  "]))
    line = gap.join([f"{start} {name}", *style.draw(st.permutations(options))])
    if not style.script:
        return f"{line}\n"
    around = style.draw(
        st.sampled_from(["{}", "R=$({})", "if ! {}; then exit 1; fi", "{} | jq .", "x && {} || true", "f() {{ {}; }}", "echo `true; {}`"])
    )
    if "`" in around and ("`" in line or re.search(r'\\[\\$"]', line)):
        around = "({})"
    return f"{before}{around.format(line)}\n"


def _whole(style: Style, rest: dict[str, Any]) -> tuple[str, str]:
    """Return what comes before the command, and the option that gives a text with all that no option gives."""
    text = _json(style, rest)
    ways = ["inline"] if style.flat else ["inline", "document", "variable", "file", "input"]
    way = style.draw(st.sampled_from(ways if style.script else ["inline"]))
    if way == "inline" or UNKNOWN in text:
        return "", f"--cli-input-json {quoted(style, text)}"
    # Nothing in a here-document ends it, and with quotes around its word nothing in it is expanded.
    document = f"<<'END_OF_JSON'\n{text}\nEND_OF_JSON\n"
    if way == "document":
        return f'REQUEST="$(cat {document})"\n', '--cli-input-json "$REQUEST"'
    if way == "file":
        return f"cat > request-1.json {document}", "--cli-input-json file://request-1.json"
    if way == "variable":
        return f"REQUEST={quoted(style, text)}\n", '--cli-input-json="${REQUEST}"'
    return "", f"--cli-input-json file:///dev/stdin <<< {quoted(style, text)}"


def _option(style: Style, described: Command, member: str, value: Any) -> str | None:  # noqa: PLR0911 - one way for each kind of value
    """Return a member as an option with its values; `None` where only JSON can say it."""
    name = option_of(member)
    option = described.options.get(name)
    if member_of(name) != member or not _KEY.fullmatch(member) or (option is not None and option.member != member):
        return None
    if option is None:
        # What the AWS CLI does not know has no type: the value is not looked at.
        return f"{name} {quoted(style, value)}" if isinstance(value, str) and value[:1] not in ("", "-") and UNKNOWN not in value else None
    if option.flag is not None:
        return {True: name, False: name.replace("--", "--no-", 1)}.get(value) if isinstance(value, bool) else None
    if option.shape.kind == "list":
        return _list(style, described, option.shape, name, value)
    if isinstance(value, str):
        if option.shape.kind != "string":
            return f"{name} {quoted(style, value)}" if value == UNKNOWN else None
        return (
            None
            if value.startswith(("file://", "fileb://"))
            else f"{name}={quoted(style, value)}"
            if value.startswith("-")
            else f"{name}{_gap(style)}{quoted(style, value)}"
        )
    if not isinstance(value, dict) or option.shape.kind == "string":
        return None
    short = _shorthand(style, described, option.shape, value, top=True) if style.draw(st.booleans()) else None
    return f"{name}{_gap(style)}{quoted(style, _json(style, value) if short is None else short)}"


def _gap(style: Style) -> str:
    return style.draw(st.sampled_from([" ", "=", " \\\n "]))


def _list(style: Style, described: Command, shape: Shape, name: str, value: Any) -> str | None:  # noqa: PLR0911 - as above
    if value == UNKNOWN:
        return f"{name} {quoted(style, value)}"
    if not isinstance(value, list):
        return None
    item = described.below(shape, 0)
    assert item is not None
    if item.kind == "string":
        if all(isinstance(one, str) and one[:1] not in ("", "-", "[") and "://" not in one for one in value):
            return " ".join([name, *(quoted(style, one) for one in value)])
        return f"{name} {quoted(style, _json(style, value))}"
    short = [_shorthand(style, described, item, one, top=True) for one in value]
    way = style.draw(st.sampled_from(["array", "objects", "shorthand"]))
    if way == "shorthand" and None not in short:
        return " ".join([name, *(quoted(style, str(one)) for one in short)])
    if way == "objects" and value and all(isinstance(one, dict) for one in value):
        return " ".join([name, *(quoted(style, _json(style, one)) for one in value)])
    return f"{name} {quoted(style, _json(style, value))}"


def _shorthand(style: Style, described: Command, shape: Shape | None, value: Any, *, top: bool = False) -> str | None:
    """Return a value in shorthand; `None` where shorthand cannot say it."""
    kind = shape.kind if shape else None
    if isinstance(value, bool) or (isinstance(value, int) and kind == "integer"):
        return json.dumps(value) if kind in ("boolean", "integer") and isinstance(value, bool) == (kind == "boolean") else None
    if isinstance(value, str):
        return (
            _short_text(style, value)
            if kind in ("string", None) or (value == UNKNOWN and kind not in ("list", "structure", "map"))
            else None
        )
    if isinstance(value, list) and kind in ("list", None):
        items = [_shorthand(style, described, described.below(shape, 0) if shape else None, one) for one in value]
        return None if None in items else f"[{','.join(str(item) for item in items)}]"
    if not isinstance(value, dict) or kind not in ("structure", "map", None) or (top and not value):
        return None
    pairs: list[str] = []
    for key, item in value.items():
        text = _shorthand(style, described, described.below(shape, key) if shape else None, item)
        if text is None or not _KEY.fullmatch(key):
            return None
        pairs.append(f"{key}{style.draw(st.sampled_from(['=', '=', ' = ']))}{text}")
    inner = style.draw(st.sampled_from([",", ",", ", "])).join(pairs)
    return inner if top else f"{{{inner}}}"


def _short_text(style: Style, value: str) -> str | None:
    if "\\" in value:
        return None
    if re.fullmatch(r"[A-Za-z0-9/:._-]+", value) and style.draw(st.booleans()):
        return value
    quote = style.draw(st.sampled_from("'\""))
    return quote + value.replace(quote, f"\\{quote}") + quote


def _json(style: Style, value: Any) -> str:
    indent = None if style.flat else style.draw(st.sampled_from([None, 2]))
    return json.dumps(value, ensure_ascii=style.draw(st.booleans()), indent=indent).replace(json.dumps(UNKNOWN)[1:-1], UNKNOWN)


def quoted(style: Style, text: str) -> str:
    """Return a text as a word of the shell."""
    if UNKNOWN in text:
        return style.draw(st.sampled_from(_VARIABLES)).join([quoted(style, part) if part else "" for part in text.split(UNKNOWN)])
    ways: list[Callable[[str], str]] = [_in_single, _in_double, _in_ansi]
    if _PLAIN.fullmatch(text) and not text.startswith("~"):
        ways.append(str)
    if style.flat and "\n" in text:
        ways = [_in_ansi]
    return style.draw(st.sampled_from(ways))(text)


def _in_single(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _in_double(text: str) -> str:
    return '"' + re.sub(r'([\\"$`])', r"\\\1", text) + '"'


def _in_ansi(text: str) -> str:
    return "$'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'"


def is_value(text: str, value: Any) -> bool:
    """Tell whether a piece of a script stands for a value: a word, or a part of JSON or shorthand in a word."""
    if isinstance(value, bool) and text.startswith("--"):
        return text.startswith("--no-") is not value
    return any(_means(reading, value) for reading in _readings(text))


def _readings(text: str) -> set[str]:
    """What a piece of a script may be once quotes and escapes of the shell are gone."""
    found = {text, text.replace("'\\''", "'"), re.sub(r'\\([\\"$`])', r"\1", text)}
    if text.startswith("$'"):
        found.add(text[2:-1].replace("\\n", "\n").replace("\\'", "'").replace("\\\\", "\\"))
    found.add(text.replace("\\n", "\n").replace("\\'", "'").replace("\\\\", "\\"))
    with contextlib.suppress(ValueError):
        found.add("".join(shlex.split(text)))
    return found


def _means(text: str, value: Any) -> bool:
    if text == value:
        return True
    for quote in "'\"":
        if text[:1] == quote and text[-1:] == quote and text[1:-1].replace(f"\\{quote}", quote) == value:
            return True
    try:
        return bool(json.loads(text) == value)
    except ValueError:
        return False
