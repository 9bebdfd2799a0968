"""What is wrong with the bytes of a text file before anything in it is parsed; shared by the forms whose files are UTF-8."""

from typing import NamedTuple

from ..form import Problem, Span

BOM = b"\xef\xbb\xbf"
# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = ((b"\xff\xfe\0\0", "UTF-32"), (b"\0\0\xfe\xff", "UTF-32"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))
_START = Span(0, 0)


class Inspection(NamedTuple):
    """The outcome of `inspect`: what to report, and whether the text can be read all the same."""

    problems: tuple[Problem, ...]
    readable: bool


_FINE = Inspection((), readable=True)


def inspect(data: bytes) -> Inspection:
    """Look for a byte-order mark, another encoding than UTF-8, emptiness, and bytes that are no UTF-8.

    Places are offsets into `Source.text`, which has no byte-order mark. A file with a UTF-8 mark is readable; one that is
    empty, or whose encoding is wrong, is not.
    """
    found = inspect_start(data)
    broken = broken_utf8(data) if found.readable else None
    return Inspection((*found.problems, broken), readable=False) if broken else found


def inspect_start(data: bytes) -> Inspection:
    """Do the same but for single bytes that are no UTF-8; for forms that read a file piece by piece."""
    if not data.removeprefix(BOM).strip():
        return Inspection((_empty(data),), readable=False)
    if data.isascii() and b"\0" not in data:
        return _FINE
    other = _other_encoding(data)
    if other:
        return Inspection((other,), readable=False)
    return Inspection((byte_order_mark(),), readable=True) if data.startswith(BOM) else _FINE


def byte_order_mark() -> Problem:
    """Make the problem of a file that starts with the UTF-8 byte-order mark."""
    return Problem(
        "byte-order-mark",
        "the file starts with a byte-order mark (bytes EF BB BF), which the AWS CLI refuses in JSON",
        _START,
        "save the file as UTF-8 without a byte-order mark",
    )


def broken_utf8(data: bytes) -> Problem | None:
    """Make the problem of the first byte that is no UTF-8, `None` when all are."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        byte = data[error.start : error.start + 1]
        start = len(data[: error.start].removeprefix(BOM).decode())
        meant = byte.decode("cp1252", errors="ignore")
        guess = f"; in Windows-1252 it is '{meant}'" if meant.isprintable() and meant else ""
        message = f"the byte {byte.hex().upper()} is not valid UTF-8 here{guess}"
        return Problem("invalid-encoding", message, Span(start, start + 1), "save the file as UTF-8")
    return None


def _other_encoding(data: bytes) -> Problem | None:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _not_utf8(f"{name}, as its byte-order mark says")
    guess = _encoding_by_zeros(data[:4])
    return _not_utf8(f"{guess}, as its zero bytes show") if guess else None


def _encoding_by_zeros(head: bytes) -> str | None:
    """Tell UTF-16 and UTF-32 without a mark by where the zero bytes of the first, always ASCII, characters stand."""
    zeros = tuple(byte == 0 for byte in head)
    if zeros in ((True, True, True, False), (False, True, True, True)):
        return "UTF-32"
    utf16 = ((True, False), (False, True), (True, False, True, False), (False, True, False, True))
    return "UTF-16" if zeros in utf16 else None


def _not_utf8(what: str) -> Problem:
    return Problem(
        "invalid-encoding",
        f"the file is {what}; only UTF-8 is read",
        _START,
        "save the file as UTF-8 (PowerShell: Out-File -Encoding utf8NoBOM)",
    )


def _empty(data: bytes) -> Problem:
    what = "holds nothing but white space" if data.removeprefix(BOM) else "is empty"
    return Problem("empty-file", f"the file {what}", _START, "write one request into it, or remove the file")
