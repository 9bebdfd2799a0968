"""Say in plain words why a text is no JSON: what stands there, what is allowed, and what its author probably meant.

No message repeats a value of the text, which may be a secret. Single characters and words of other languages are shown, and names where a
colon follows, for without one it may be a value that stands in the place of a key.
"""

import re
import unicodedata
from typing import NamedTuple

from ..form import Problem, Span
from ..request import quote

_WORD = re.compile(r"""[^\s,:;=\[\]{}"'/#\u200b\u2060\ufeff]*""")
_COLON = re.compile(r"[ \t\r\n]*:")
_PLAIN = re.compile(r'[^"\\\x00-\x1f]*')
_ESCAPE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})')
_SINGLE_QUOTED = re.compile(r"'[^'\r\n]*'?")
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_COMMENT = ("//", "/*", "#")
_PLACEHOLDER = ("$", "<", "%{", "@{", "...", "…")
_TYPOGRAPHIC = "\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb"
_MEANT = {"true": "true", "false": "false", "null": "null", "none": "null", "nil": "null", "undefined": "null"}
_NO_NUMBER = frozenset({"nan", "inf", "infinity"})
_NUMBER_FAULTS = (
    (re.compile(r"[+-]?0[0-9]+"), "starts with a zero", "drop the zero, or put quotes around it if it is a name such as an account id"),
    (re.compile(r"\+[0-9.]+(?:[eE][+-]?[0-9]+)?"), "starts with a plus sign", "drop the sign"),
    (re.compile(r"-?\.[0-9]+"), "has no digit before its point", "write a zero before the point"),
    (re.compile(r"-?[0-9]+\."), "has no digit after its point", "drop the point"),
    (re.compile(r"[+-]?0[xX][0-9a-fA-F]+|[+-]?0[oO][0-7]+|[+-]?0[bB][01]+"), "is not decimal", "write it with decimal digits"),
    (re.compile(r"[+-]?[0-9]+(?:_[0-9]+)+"), "has underscores in it", "drop the underscores"),
)
_IN_QUOTES = "put double quotes around it"


class BrokenSyntaxError(Exception):
    """Ends the reading of a text; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Context(NamedTuple):
    """Where reading stopped: the offset, and the container around it (its offset, the bracket that closes it, the latest key)."""

    text: str
    at: int
    unit: str
    opened: int | None
    closing: str
    key: str | None

    @property
    def char(self) -> str:
        """The character where reading stopped; empty at the end."""
        return self.text[self.at : self.at + 1]

    @property
    def opening(self) -> str:
        """The bracket that opened the container."""
        return "{" if self.closing == "}" else "["

    def starts(self, prefixes: tuple[str, ...]) -> bool:
        """Tell whether one of ``prefixes`` stands where reading stopped."""
        return self.text.startswith(prefixes, self.at)


def word_at(text: str, at: int) -> str:
    """Return the number, literal or unquoted word at ``at``, up to white space or punctuation; may be empty."""
    return _WORD.match(text, at).group()  # type: ignore[union-attr]


def instead_of_value(context: Context, word: str) -> BrokenSyntaxError:
    """Explain what stands where a value must start; ``word`` is what `word_at` finds there."""
    return (
        _anywhere(context)
        or _value_left_out(context)
        or _wrong_closing(context)
        or _single_quotes(context)
        or _misspelt(context, word)
        or _without_quotes(context, word)
        or _unexpected(context, "a value")
    )


def instead_of_key(context: Context) -> BrokenSyntaxError:
    """Explain what stands where the key of a member must start."""
    if context.text[context.at - 1 : context.at + 1] in ("{{", "{%"):
        return _placeholder(context._replace(at=context.at - 1), 2)
    if context.char == ",":
        return _broken(context, "a member is missing before this comma", "remove the comma")
    word = word_at(context.text, context.at)
    known = _anywhere(context) or _wrong_closing(context) or _single_quotes(context)
    is_key = word and not word[0].isdecimal() and _COLON.match(context.text, context.at + len(word))
    if known or not is_key:
        return known or _broken(context, "a key must be a text in double quotes", _IN_QUOTES if word else None, max(len(word), 1))
    return _broken(context, f"the key {quote(word)} has no quotes", _IN_QUOTES, len(word))


def instead_of_colon(context: Context, key_end: int) -> BrokenSyntaxError:
    """Explain what stands where the colon after a key must be."""
    if context.char in (",", context.closing):
        return _no_value(context._replace(key=None))
    if context.char == "=":
        return _broken(context, "an equals sign stands after this key; JSON has a colon there", "write ':'")
    missing = _syntax("a colon is missing after this key", Span(key_end, key_end), "write ':' between key and value")
    return _anywhere(context) or _wrong_closing(context) or missing


def after_item(context: Context, end: int) -> BrokenSyntaxError:
    """Explain what stands where a comma or the closing bracket must be; ``end`` is where the item before it ends."""
    return (
        _anywhere(context)
        or _wrong_closing(context)
        or _other_separator(context)
        or _missing_comma(context, end)
        or _unexpected(context, f"',' or '{context.closing}'")
    )


def after_end(context: Context) -> BrokenSyntaxError:
    """Explain what follows a whole value."""
    known = _anywhere(context) or _wrong_closing(context)
    if not known and context.char in ("{", "[", '"'):
        help_ = "keep one request in a file, or one on each line of a .jsonl file"
        return _broken(context, f"a second value follows the first; one {context.unit} holds one", help_)
    return known or _broken(context, f"the {context.unit} goes on behind the end of its value", "remove what follows")


def trailing_comma(at: int, closing: str) -> BrokenSyntaxError:
    """Make the complaint about a comma at ``at`` before a closing bracket."""
    what = "member" if closing == "}" else "item"
    return _syntax(f"a comma stands before the closing '{closing}'; JSON has none after the last {what}", Span(at, at + 1), "remove it")


def bad_string(context: Context) -> BrokenSyntaxError:
    """Explain what is wrong in the text in double quotes that starts where reading stopped."""
    text, at = context.text, context.at + 1
    while True:
        at = _PLAIN.match(text, at).end()  # type: ignore[union-attr]
        if text[at : at + 1] != "\\":
            break
        escape = _ESCAPE.match(text, at)
        if not escape:
            return _bad_escape(context._replace(at=at))
        at = escape.end()
    char = text[at : at + 1]
    if not char:
        start = context.at
        return _syntax(f"the {context.unit} ends before this text is closed", Span(start, start + 1), "close it with a double quote")
    if char in "\r\n":
        message = "the line ends before this text is closed"
        return _syntax(message, Span(context.at, at), "close it with a double quote; a line break inside a text is written \\n")
    short = {"\t": "\\t", "\b": "\\b", "\f": "\\f"}.get(char, f"\\u{ord(char):04x}")
    message = f"the control character U+{ord(char):04X} stands in a text; JSON has it only as an escape"
    return _syntax(message, Span(at, at + 1), f"write {short}")


def _bad_escape(context: Context) -> BrokenSyntaxError:
    after = context.text[context.at + 1 : context.at + 2]
    if not after:
        return _broken(context, f"the {context.unit} ends before this text is closed", "close it with a double quote")
    if after == "u":
        return _broken(context, "'\\u' is not followed by four hexadecimal digits", "write four digits, or '\\\\' for a backslash", 2)
    help_ = "write the quote without a backslash" if after == "'" else "write '\\\\' for a backslash"
    return _broken(context, f"{quote(chr(92) + after)} is not an escape of JSON", help_, 2)


def _anywhere(context: Context) -> BrokenSyntaxError | None:
    """Explain what is wrong wherever it stands outside a text."""
    if not context.char:
        return _unfinished(context)
    if context.starts(_CONFLICT) and context.text[context.at - 1 : context.at] in ("", "\n", "\r"):
        return _broken(context, "a merge conflict is not resolved here", "keep one side and remove the markers", 7)
    if context.starts(_COMMENT):
        return _broken(context, "a comment starts here; JSON has none", "remove it, or keep the request in YAML, which has comments")
    if context.starts(_PLACEHOLDER):
        return _placeholder(context, 1)
    return _strange_character(context)


def _strange_character(context: Context) -> BrokenSyntaxError | None:
    char = context.char
    if char in _TYPOGRAPHIC:
        message = f"the typographic quote U+{ord(char):04X} stands here; JSON has straight double quotes only"
        return _broken(context, message, 'write "')
    if char.isspace() or unicodedata.category(char) in ("Cf", "Cc"):
        name = unicodedata.name(char, "").lower()
        message = f"the invisible character U+{ord(char):04X}{f' ({name})' if name else ''} stands between values"
        return _broken(context, message, "remove it; only spaces, tabs and line breaks may stand there")
    return None


def _unfinished(context: Context) -> BrokenSyntaxError:
    end = len(context.text.rstrip())
    if context.opened is None:
        return _syntax(f"the {context.unit} holds no value", Span(end, end), None)
    message = f"the {context.unit} ends before '{context.opening}' is closed"
    opened = (Span(context.opened, context.opened + 1), "opened here")
    help_ = f"write '{context.closing}', or restore what was cut off" if context.unit == "file" else "keep each request on one line"
    return BrokenSyntaxError(Problem("syntax-error", message, Span(end, end), help_, related=(opened,)))


def _wrong_closing(context: Context) -> BrokenSyntaxError | None:
    if context.char not in ("}", "]"):
        return None
    if context.opened is None:
        return _broken(context, f"this '{context.char}' closes nothing", "remove it")
    message = f"'{context.char}' stands where '{context.opening}' must be closed by '{context.closing}'"
    opened = (Span(context.opened, context.opened + 1), "opened here")
    span = Span(context.at, context.at + 1)
    return BrokenSyntaxError(Problem("syntax-error", message, span, f"write '{context.closing}'", related=(opened,)))


def _value_left_out(context: Context) -> BrokenSyntaxError | None:
    if context.char == "," and context.closing != "}":
        return _broken(context, "a value is missing before this comma", "remove the comma, or write the value")
    return _no_value(context) if context.char in (",", "}") and context.closing == "}" else None


def _other_separator(context: Context) -> BrokenSyntaxError | None:
    if context.char == ";":
        return _broken(context, "a semicolon stands where JSON has a comma", "write ','")
    if context.char == ":" and context.closing == "]":
        message = "a colon stands in an array; only the members of an object have keys"
        return _broken(context, message, "put braces around the member")
    return None


def _missing_comma(context: Context, end: int) -> BrokenSyntaxError | None:
    word = word_at(context.text, context.at)
    if context.at == end and word and context.text[end - 1] == '"':
        return _broken(context, "the text goes on behind its closing quote", 'write \\" for a quote inside a text', len(word))
    if word.startswith("+"):
        return _broken(context, "JSON does not join texts with a plus sign", "write one text")
    if not word and context.char not in ('"', "'", "{", "["):
        return None
    what = "members" if context.closing == "}" else "items"
    return _syntax(f"a comma is missing between two {what}", Span(end, end), "write ',' between them")


def _without_quotes(context: Context, word: str) -> BrokenSyntaxError | None:
    if word and context.opened is None:
        message = f"a request in JSON starts with '{{', and this {context.unit} with something else"
        return _broken(context, message, "put the request into braces, or name a YAML file .yaml", len(word))
    return _broken(context, "a text stands here without quotes", _IN_QUOTES, len(word)) if word else None


def _misspelt(context: Context, word: str) -> BrokenSyntaxError | None:
    """Explain a literal or number that is written as another language writes it."""
    meant = _MEANT.get(word.lower())
    if meant:
        return _broken(context, f"{quote(word)} is not a word of JSON", f"write {meant}", len(word))
    if word.lower().lstrip("+-") in _NO_NUMBER:
        return _broken(context, f"{quote(word)} is not a number in JSON", "write a number, or leave the member out", len(word))
    for pattern, fault, help_ in _NUMBER_FAULTS:
        if pattern.fullmatch(word):
            return _broken(context, f"this number {fault}, which JSON does not allow", help_, len(word))
    return None


def _placeholder(context: Context, width: int) -> BrokenSyntaxError:
    help_ = "fill the placeholder in first, or put double quotes around it"
    return _broken(context, "a placeholder stands outside quotes; JSON has values only", help_, width)


def _single_quotes(context: Context) -> BrokenSyntaxError | None:
    quoted = _SINGLE_QUOTED.match(context.text, context.at)
    if not quoted:
        return None
    return _broken(context, "a text stands in single quotes; JSON has double quotes only", 'write " on both sides', len(quoted[0]))


def _no_value(context: Context) -> BrokenSyntaxError:
    name = f"the key {quote(context.key)}" if context.key is not None else "this key"
    return _broken(context, f"{name} has no value", "write a colon and a value after it, or remove it")


def _unexpected(context: Context, allowed: str) -> BrokenSyntaxError:
    return _broken(context, f"{quote(context.char)} stands where {allowed} must be", None)


def _broken(context: Context, message: str, help_: str | None, width: int = 1) -> BrokenSyntaxError:
    return _syntax(message, Span(context.at, context.at + width), help_)


def _syntax(message: str, span: Span, help_: str | None) -> BrokenSyntaxError:
    return BrokenSyntaxError(Problem("syntax-error", message, span, help_))
