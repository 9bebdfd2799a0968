"""Here-documents of shell scripts."""

from ._shell_commands import Redirection
from ._shell_words import Piece, Word, WordReader, literal


def read_document(reader: WordReader, redirection: Redirection) -> Word:
    """Read the here-document that starts where ``reader`` is, and go behind it.

    Without quotes in the word behind ``<<`` its expansions count; ``<<-`` takes the tabs at the start of lines away.
    """
    target = redirection.target
    tabs = redirection.operator == "<<-"
    start = reader.at
    lines = _lines(reader, target.text, tabs=tabs)
    end = lines[-1][1] if lines else start
    expanded = not any(piece.quoted for piece in target.pieces)
    if not tabs:
        return reader.document(start, end) if expanded else Word(start, end, tuple(literal(reader.text, start, end)))
    pieces: list[Piece] = []
    for line_start, line_end in lines:
        line = reader.text[line_start:line_end]
        at = line_start + len(line) - len(line.lstrip("\t"))
        pieces += reader.document(at, line_end).pieces if expanded else literal(reader.text, at, line_end)
    return Word(start, end, tuple(pieces))


def _lines(reader: WordReader, last: str, *, tabs: bool) -> list[tuple[int, int]]:
    """Return where the lines of the document are, and go behind the line that ends it."""
    lines: list[tuple[int, int]] = []
    while reader.at < reader.limit:
        start = reader.at
        reader.at = reader.text.find("\n", start, reader.limit) + 1 or reader.limit
        line = reader.text[start : reader.at].rstrip("\r\n")
        if (line.lstrip("\t") if tabs else line) == last:
            break
        lines.append((start, reader.at))
    return lines
