"""JSON as the forms read it: the fast parser for what is valid, the exact reader for the rest."""

from typing import Any

import orjson

from ._limits import MAX_INTEGER, MIN_INTEGER

MOST_TOLD = 100
"""After how many problems of one file the next ones are not told one by one."""

# Every run of 19 digits, the shortest that may leave 64 bits, has three of its digits among every sixth byte.
_STRIDE = 6
_SAMPLED = b"000"
_RUN = b"0" * 19
_DIGITS = bytes(ord("0") if chr(byte).isdecimal() and byte < 128 else ord(" ") for byte in range(256))  # noqa: PLR2004 - ASCII


def parse(data: bytes) -> tuple[Any, bool]:
    """Return the value of a JSON text, and whether it is all that there is to say.

    When it is not, the text has to be given to the exact reader: it is broken, gives a key twice, has a number that does not fit, or
    only might.
    """
    try:
        value = orjson.loads(data)
        compact = orjson.dumps(value)
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        return None, False
    # The parser keeps the last of two equal keys. With each it drops a colon that the source has and the written value has not; only
    # an escaped colon, \u003a, might make up for it.
    if data.count(b":") != compact.count(b":") or (b"\\" in data and b"\\u003" in data):
        return None, False
    # The parser turns integers beyond 64 bits into floats.
    if _SAMPLED in data[::_STRIDE].translate(_DIGITS) and _RUN in data.translate(_DIGITS) and _has_large_float(value):
        return None, False
    return value, True


def _has_large_float(value: Any) -> bool:
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
        elif isinstance(node, float) and not MIN_INTEGER < node < MAX_INTEGER:
            return True
    return False
