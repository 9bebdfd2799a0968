"""Put the members that a message names into the spelling of the form that the request is kept in."""

import re
from collections.abc import Set as AbstractSet

from .form import Form

# A quoted text, or a word that may be a member.
_WORDS = r"'[^']*'|[A-Z][A-Za-z0-9]*"


def spelt(text: str, key: bool, *, form: Form, top: AbstractSet[str], below: AbstractSet[str]) -> str:  # noqa: FBT001 - see Diagnoser
    """Return ``text`` with its members as ``form`` spells them.

    ``top`` are the members of the request, ``below`` those of the objects in it. Quoted texts are values and stay, but in a message about a
    ``key`` they are names.
    """

    def own(match: re.Match[str]) -> str:
        word = match[0]
        if word.startswith("'"):
            return f"'{member(word[1:-1])}'" if key else word
        return member(word)

    def member(word: str) -> str:
        if word in top:
            return form.spell(word, top=True)
        return form.spell(word, top=False) if word in below else word

    return re.sub(_WORDS, own, text)
