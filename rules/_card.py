"""Read the JSON text of a model card."""

from typing import Any

import orjson

LONGEST = 100_000
"""Characters that the service takes; a longer text is reported as such and not read."""


class CardTextError(ValueError):
    """The text is no JSON; ``position`` counts characters from 1. The text itself is in no message, since cards are sensitive."""

    def __init__(self, position: int) -> None:
        super().__init__(f"no JSON from character {position:,} on")
        self.position = position


def read_card(text: str) -> Any:
    """Return the value that ``text`` stands for. Raises `CardTextError`."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise CardTextError(error.pos + 1) from None
