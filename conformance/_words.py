"""Words that reports share: text from a backend made fit for one line, and counts."""

from collections.abc import Sequence

_MOST = 300


def clean(text: str, most: int = _MOST) -> str:
    """Return a text on one line: what does not print is escaped, and the middle of a long one left out."""
    if len(text) > most:
        tail = most // 4
        text = f"{text[: most - tail - 1]}…{text[-tail:]}"
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def counted(number: int, noun: str) -> str:
    """Return ``1 check``, ``1,234 checks``."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def listed(words: Sequence[str], few: int) -> str:
    """Return the first few words with commas between, and how many more there are."""
    more = len(words) - few
    return ", ".join(words[:few]) + (f" and {more:,} more" if more > 0 else "")


def _escaped(char: str) -> str:
    if char in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[char]
    number = ord(char)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"  # noqa: PLR2004 - the last character of four digits
