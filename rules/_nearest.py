"""Find what a misspelt name or value was meant to be."""

from collections.abc import Iterable

_IGNORED = str.maketrans("", "", "-_ .")
_LONGEST = 200
_SHORTEST = 4
_ALIKE = 0.7


def fold(name: str) -> str:
    """Return the name without case, dashes, underscores, dots and blanks: what is left of all the ways to spell it."""
    return name.translate(_IGNORED).casefold()


def distance(one: str, other: str, most: int) -> int:
    """Count the single-character changes and swaps of neighbours that lead from ``one`` to ``other``; ``most + 1`` stands for more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for index, char in enumerate(one, 1):
        before, above, row = row, before, [index]
        for column, wanted in enumerate(other, 1):
            cost = min(before[column] + 1, row[-1] + 1, before[column - 1] + (char != wanted))
            if index > 1 and column > 1 and char == other[column - 2] and one[index - 2] == wanted:
                cost = min(cost, above[column - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def tolerance(word: str) -> int:
    """Return how many changes still count as a slip of the keyboard in a word of this length: 1 to 3."""
    return max(1, min(3, (len(word) + 2) // 4))


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that ``word`` is a slip of, `None` where there is none or more than one that is equally near.

    Another spelling (case, dashes, underscores) beats any number of changed characters.
    """
    if len(word) > _LONGEST:
        return None
    names = list(candidates)
    same = [name for name in names if fold(name) == fold(word)]
    if same:
        return same[0] if len(same) == 1 else None
    most = tolerance(word)
    ranked = sorted((distance(fold(word), fold(name), most), name) for name in names)
    ranked = [pair for pair in ranked if pair[0] <= most]
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


def containing(word: str, candidates: Iterable[str]) -> str | None:
    """Return the only candidate that ``word`` is a part of, or that is a part of ``word``; words of less than four letters have none."""
    short = fold(word)
    if not _SHORTEST <= len(short) <= _LONGEST:
        return None
    found = [name for name in candidates if short in fold(name) or (len(name) >= _SHORTEST and fold(name) in short)]
    return found[0] if len(found) == 1 else None


def resembling(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that shares the most text with ``word``, for slips that are more than a few letters; `None` where none does."""
    from difflib import get_close_matches  # noqa: PLC0415 - the last resort of a message

    folded = {fold(name): name for name in candidates}
    near = get_close_matches(fold(word[:_LONGEST]), folded, 1, _ALIKE)
    return folded[near[0]] if near else None


def nearest(word: str, candidates: Iterable[str], count: int) -> list[str]:
    """Return the ``count`` candidates that are least far from ``word``, the nearest first; equally near ones keep their order."""
    text = fold(word[:_LONGEST])
    return sorted(candidates, key=lambda name: distance(text, fold(name), len(text) + len(name)))[:count]
