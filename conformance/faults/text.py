"""Faults by which texts do not come back as they were sent."""

import html
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..model import Answer, State
from ..wire import Stages
from .fault import METADATA, UPDATE, Fault, Json, Wrap, documented, everywhere

if TYPE_CHECKING:
    from ...schemas import Spec

_DESCRIPTION = "ApprovalDescription"


def faults(spec: "Spec") -> tuple[Fault, ...]:
    """Return the faults of this group."""
    return _FAULTS if spec.edition(UPDATE) else ()


def _written(change: Callable[[str], str]) -> Wrap:
    """Keep approval descriptions and metadata otherwise than they were sent."""

    def document(before: Mapping[str, Any], after: Json, request: Json) -> Json:
        made = dict(after)
        if _DESCRIPTION in request:
            made[_DESCRIPTION] = change(request[_DESCRIPTION])
        if METADATA in request:
            made[METADATA] = {
                **made.get(METADATA, {}),
                **{key: change(value) for key, value in request[METADATA].items() if key in made.get(METADATA, {})},
            }
        return made

    return documented(UPDATE, document)


def _dropping(before: Mapping[str, Any], after: Json, request: Json) -> Json:
    """Take an empty description for none."""
    if request.get(_DESCRIPTION) != "":
        return after
    kept = {member: value for member, value in after.items() if member != _DESCRIPTION}
    return {**kept, _DESCRIPTION: before[_DESCRIPTION]} if _DESCRIPTION in before else kept


def _as_latin(text: str) -> str:
    return text.encode("latin-1", "replace").decode("latin-1")


def _misread(text: str) -> str:
    return text.encode().decode("latin-1")


def _basic(text: str) -> str:
    return "".join(char if char <= "\uffff" else "\ufffd" for char in text)


def _ascii(text: str) -> str:
    return text.encode("ascii", "ignore").decode()


def _cut_bytes(text: str) -> str:
    return text.encode()[:1024].decode(errors="ignore")


def _telling_ascii(way: Stages) -> Stages:
    def perform(state: State, operation: str, request: Any, now: float) -> Answer:
        after, answer = way.perform(state, operation, request, now)
        return after, replace(answer, body=everywhere(answer.body, _ascii)) if operation == "DescribeModelPackage" and hasattr(
            answer, "body"
        ) else answer

    return replace(way, perform=perform)


_EXACT = ("update/exact-text",)

_FAULTS = (
    Fault("text/stripped", "blanks around texts are lost", _EXACT, _written(str.strip)),
    Fault("text/stripped-right", "blanks at the end of texts are lost", _EXACT, _written(str.rstrip)),
    Fault("text/blanks-joined", "several blanks become one", _EXACT, _written(lambda text: re.sub(" +", " ", text))),
    Fault("text/composed", "characters are put together (NFC)", _EXACT, _written(lambda text: unicodedata.normalize("NFC", text))),
    Fault("text/decomposed", "characters are taken apart (NFD)", _EXACT, _written(lambda text: unicodedata.normalize("NFD", text))),
    Fault(
        "text/compatible", "characters are replaced by like ones (NFKC)", _EXACT, _written(lambda text: unicodedata.normalize("NFKC", text))
    ),
    Fault("text/lower-case", "texts are kept in lower case", _EXACT, _written(str.lower)),
    Fault("text/cut-255", "texts are cut at 255 characters", _EXACT, _written(lambda text: text[:255])),
    Fault("text/cut-1023", "texts are cut one character before the limit", _EXACT, _written(lambda text: text[:1023])),
    Fault("text/cut-bytes", "texts are cut at 1,024 bytes", _EXACT, _written(_cut_bytes)),
    Fault("text/latin-1", "what Latin-1 does not have becomes a question mark", _EXACT, _written(_as_latin)),
    Fault("text/misread", "UTF-8 is read as Latin-1", _EXACT, _written(_misread)),
    Fault("text/basic-plane", "characters beyond the basic plane are replaced", _EXACT, _written(_basic)),
    Fault("text/ascii", "what ASCII does not have is left out", _EXACT, _written(_ascii)),
    Fault("text/escaped-html", "texts are escaped for HTML", _EXACT, _written(html.escape)),
    Fault("text/unescaped-html", "references of HTML are resolved", _EXACT, _written(html.unescape)),
    Fault("text/backslashes", "backslashes are doubled", _EXACT, _written(lambda text: text.replace("\\", "\\\\"))),
    Fault(
        "text/quotes",
        "quotation marks become plain ones",
        _EXACT,
        _written(lambda text: text.replace("\u201c", '"').replace("\u201d", '"')),
    ),
    Fault("text/percent", "percent signs are decoded", _EXACT, _written(lambda text: text.replace("%41", "A"))),
    Fault("text/filled-in", "placeholders in texts are filled in", _EXACT, _written(lambda text: re.sub(r"\$\{[^}]*\}", "", text))),
    Fault("text/null-word", "the word null is taken for nothing", _EXACT, _written(lambda text: "" if text == "null" else text)),
    Fault("text/no-break-space", "no-break spaces become plain ones", _EXACT, _written(lambda text: text.replace("\u00a0", " "))),
    Fault("text/empty-dropped", "an empty text is taken for an absent one", _EXACT, documented(UPDATE, _dropping)),
    Fault("text/told-in-ascii", "what ASCII does not have is left out of descriptions", _EXACT, _telling_ascii),
)
