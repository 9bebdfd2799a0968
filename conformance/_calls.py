"""The calls of a case as a snippet makes them again: with variables for names that are made anew, and for ARNs that answers give."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .check import Exchange
from .names import IDENTITIES
from .subject import Call

# Stand for variables in the texts of requests; nothing in a request looks like them.
_FRESH = "zq0x7jk5"
_VARIABLE = re.compile(rf"{_FRESH}|zq0arn(\d+)kq")
_ARNS = ("ModelPackageArn", "ModelPackageGroupArn")
_IDENTIFYING = IDENTITIES | {"ClientToken"}
_RUN = re.compile(r"(.{1,16}?)\1{63,}", re.DOTALL)

FRESH = "n"
"""The variable that holds letters and digits that were not used before, as many as the prefix of the run has."""


class Kept(NamedTuple):
    """What a later call needs of an answer: the variable that holds it, and the member where it stands."""

    variable: str
    member: str


class Made(NamedTuple):
    """One call: its operation, its ``X-Amz-Target`` (empty for none), and ``value`` as JSON or else ``raw``, the body."""

    operation: str
    target: str
    value: Any
    raw: bytes | None = None
    kept: Kept | None = None


def calls(exchanges: Sequence[Exchange], prefix: str) -> tuple[Made, ...]:
    """Return the calls of a case in their order. Texts in them may hold variables; `parts` tells.

    ``prefix`` is what the names of the run begin with; without one, names stay as they are.
    """
    made: list[Made] = []
    script = _Script(prefix)
    for index, exchange in enumerate(exchanges):
        step = exchange.step
        value = script.request(exchange.request) if step.raw is None else None
        made.append(Made(step.operation, Call(step.operation, b"", step.target).header_target, value, step.raw))
        script.learn(index, exchange.response)
    return tuple(call._replace(kept=script.kept(index)) for index, call in enumerate(made))


def parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a text, each with whether it is the name of a variable."""
    start = 0
    for match in _VARIABLE.finditer(text):
        if match.start() > start:
            yield text[start : match.start()], False
        yield f"arn{match[1]}" if match[1] else FRESH, True
        start = match.end()
    if start < len(text) or not text:
        yield text[start:], False


def variables(made: Sequence[Made]) -> frozenset[str]:
    """Return the names of all variables in the calls."""
    texts = " ".join(repr(call.value) for call in made if call.raw is None)
    return frozenset(name for name, is_variable in parts(texts) if is_variable)


def runs(text: str) -> Iterator[tuple[str, int]]:
    """Yield the pieces of a text with how often each stands in a row, so that ``x`` a million times is short."""
    start = 0
    for match in _RUN.finditer(text):
        if match.start() > start:
            yield text[start : match.start()], 1
        yield match[1], len(match[0]) // len(match[1])
        start = match.end()
    if start < len(text) or not text:
        yield text[start:], 1


@dataclass(slots=True)
class _Script:
    """What is known while the calls of a case are gone through: the ARNs that answers gave, and which of them later calls use."""

    prefix: str
    arns: dict[str, Kept] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def request(self, physical: Any) -> Any:
        """Return a physical request with variables in the place of what belongs to one run."""
        if not isinstance(physical, Mapping):
            return physical
        return {key: self._text(item) if key in _IDENTIFYING and isinstance(item, str) else item for key, item in physical.items()}

    def learn(self, index: int, response: Any) -> None:
        """Note the ARNs in an answer."""
        for member in _ARNS:
            arn = response.get(member) if isinstance(response, Mapping) else None
            if isinstance(arn, str):
                self.arns.setdefault(arn, Kept(f"arn{index + 1}", member))

    def kept(self, index: int) -> Kept | None:
        """Return what calls used of the answer to call ``index``."""
        variable = f"arn{index + 1}"
        return next((kept for kept in self.arns.values() if kept.variable == variable and variable in self.used), None)

    def _text(self, text: str) -> str:
        if text in self.arns:
            variable = self.arns[text].variable
            self.used.add(variable)
            return f"zq0{variable}kq"
        return text.replace(self.prefix, _FRESH) if self.prefix else text
