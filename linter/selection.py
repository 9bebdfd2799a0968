"""Which rules a user means: ids (``MP209``), names (``model-data-suffix``), prefixes of ids (``MP2``) and ``ALL``."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from .finding import Severity

ALL = "ALL"
_FAMILY = "MP"
_EXACT = 100


class Identified(Protocol):
    """What a rule is known by; `mpkit.linter.rule.Rule` is one."""

    @property
    def id(self) -> str:
        """The id, such as ``MP209``."""
        ...

    @property
    def name(self) -> str:
        """The name, such as ``model-data-suffix``."""
        ...


R = TypeVar("R", bound=Identified)


class Rulebook:
    """The rules there are, by id and by name."""

    __slots__ = ("_ids", "names")

    def __init__(self, rules: Iterable[Identified]) -> None:
        self.names = {rule.id: rule.name for rule in rules}
        self._ids = {name: rule for rule, name in self.names.items()}

    def id_of(self, text: str) -> str | None:
        """Return the id of the one rule that ``text`` is the id or the name of."""
        return text if text in self.names else self._ids.get(text)

    def ids(self, selector: str) -> frozenset[str]:
        """Return the ids of all rules that ``selector`` means; none for a selector that means nothing."""
        if selector == ALL:
            return frozenset(self.names)
        exact = self.id_of(selector)
        if exact is not None:
            return frozenset((exact,))
        return frozenset(rule for rule in self.names if rule.startswith(selector)) if selector.startswith(_FAMILY) else frozenset()

    def unknown(self, text: str) -> str:
        """Say, as the end of a sentence, that ``text`` names no rule, and which is the nearest, or that it names several."""
        if self.ids(text):
            return f"names '{text}', which stands for several rules"
        return f"names an unknown rule '{text}'{did_you_mean(text, (*self.names, *self._ids))}"


def selected(rules: Sequence[R], select: Iterable[str], ignore: Iterable[str]) -> tuple[R, ...]:
    """Return the rules that are selected and not ignored.

    The more exact selector wins: ``select=["MP209"], ignore=["MP2"]`` keeps MP209 and drops its neighbours. Of equally exact ones,
    ``ignore`` wins.
    """
    wanted = _exactness(rules, select)
    unwanted = _exactness(rules, ignore)
    return tuple(rule for rule in rules if wanted.get(rule.id, -1) > unwanted.get(rule.id, -1))


def severities(rules: Iterable[Identified], levels: Mapping[str, Severity]) -> dict[str, Severity]:
    """Return the levels by rule id; the more exact selector wins."""
    book = Rulebook(rules)
    return {rule: levels[selector] for selector in sorted(levels, key=_rank) for rule in book.ids(selector)}


def did_you_mean(text: str, known: Iterable[str]) -> str:
    """Return the end of a message that names the nearest known word; empty where nothing is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake asks for it

    folded = {word.casefold(): word for word in known}
    near = get_close_matches(text.casefold().replace("_", "-"), folded, 1, 0.76)
    return f"; did you mean '{folded[near[0]]}'?" if near else ""


def _exactness(rules: Iterable[Identified], selectors: Iterable[str]) -> dict[str, int]:
    book = Rulebook(rules)
    return {rule: _rank(selector) for selector in sorted(selectors, key=_rank) for rule in book.ids(selector)}


def _rank(selector: str) -> int:
    """Order selectors from the widest to the most exact: ALL, prefixes by length, whole ids and names."""
    if selector == ALL:
        return 0
    whole = not selector.startswith(_FAMILY) or len(selector) >= len("MP000")
    return _EXACT if whole else len(selector)
