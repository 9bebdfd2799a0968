"""Find what a misspelt name or value was meant to be."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

_IGNORED = str.maketrans("", "", "-_ .")
_LONGEST = 200
# No name or value that there is comes near this length, so more of a text tells nothing.
_COMPARED = 64
_SHORTEST = 4
_ALIKE = 0.7


def fold(name: str) -> str:
    """Return the name without case, dashes, underscores, dots and blanks: what is left of all the ways to spell it."""
    return name.translate(_IGNORED).casefold()


def distance(one: str, other: str, most: int) -> int:
    """Count the single-character changes and swaps of neighbours that lead from ``one`` to ``other``; ``most + 1`` stands for more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    one, other = _unlike(one, other)
    beyond = most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for index, char in enumerate(one, 1):
        # Cells that are further than `most` from the diagonal cannot be on the way.
        first, last = max(1, index - most), min(len(other), index + most)
        before, above, row = row, before, [beyond] * (len(other) + 1)
        left = row[first - 1] = index if first == 1 else beyond
        for column in range(first, last + 1):
            wanted = other[column - 1]
            if char == wanted:
                left = before[column - 1]
            else:
                left = 1 + min(before[column], left, before[column - 1])
                if index > 1 and column > 1 and char == other[column - 2] and one[index - 2] == wanted:
                    left = min(left, above[column - 2] + 1)
            row[column] = left
        if min(row) > most:
            return beyond
    return min(row[-1], beyond)


def _unlike(one: str, other: str) -> tuple[str, str]:
    """Cut off what two texts begin and end with alike."""
    start = _common(one, other)
    one, other = one[start:], other[start:]
    end = _common(one[::-1], other[::-1])
    return one[: len(one) - end], other[: len(other) - end]


def _common(one: str, other: str) -> int:
    """Count the characters that two texts begin with alike."""
    for index, (char, wanted) in enumerate(zip(one, other, strict=False)):
        if char != wanted:
            return index
    return min(len(one), len(other))


def tolerance(word: str) -> int:
    """Return how many changes still count as a slip of the keyboard in a word of this length: 1 to 3."""
    return max(1, min(3, (len(word) + 2) // 4))


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that ``word`` is a slip of, `None` where there is none or more than one that is equally near.

    Another spelling (case, dashes, underscores) beats any number of changed characters.
    """
    if len(word) > _LONGEST:
        return None
    names = tuple(candidates)
    text, most = fold(word), tolerance(word)
    letters = Counter(text)
    near = [
        (distance(text, folded, most), name)
        for name, (folded, counts) in zip(names, _folded(names), strict=True)
        if _apart(letters, len(text), folded, counts) <= most
    ]
    same = [name for far, name in near if far == 0]
    if same:
        return same[0] if len(same) == 1 else None
    ranked = sorted(pair for pair in near if pair[0] <= most)
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
    return list(_nearest(fold(word[:_COMPARED]), tuple(candidates), count))


@lru_cache
def _nearest(text: str, candidates: tuple[str, ...], count: int) -> tuple[str, ...]:
    letters = Counter(text)
    ranked = sorted((_apart(letters, len(text), name, counts), index, name) for index, (name, counts) in enumerate(_folded(candidates)))
    best: list[tuple[int, int]] = []
    for least, index, name in ranked:
        worst = best[-1] if len(best) == count else (len(text) + len(name), index)
        if (least, index) > worst:
            break
        most = worst[0] if index <= worst[1] else worst[0] - 1
        best = sorted([*best, (distance(text, name, most), index)])[:count]
    return tuple(candidates[index] for _, index in best)


def _apart(letters: Mapping[str, int], length: int, other: str, counts: Mapping[str, int]) -> int:
    """Return a number that the distance is never below: how many letters the longer of two texts has beyond those that both have."""
    common = sum([min(number, counts[letter]) for letter, number in letters.items() if letter in counts])
    return max(length, len(other)) - common


@lru_cache
def _folded(candidates: tuple[str, ...]) -> tuple[tuple[str, Mapping[str, int]], ...]:
    return tuple((name, dict(Counter(name))) for name in map(fold, candidates))
