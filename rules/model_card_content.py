"""The content of a model card is no JSON object.

## What it checks

``ModelCardContent`` is the text of one JSON object (RFC 8259). The text itself is never shown, since the service treats it as sensitive.

## Why the service refuses it

The member is a string in the service model, without a further pattern, but the documents demand JSON text that follows the schema of model
cards. Typical mistakes are the text of a Python dictionary and an object that was never turned into text.

## How to fix

Write the card as an object, and turn it into text with a JSON library (``json.dumps``).
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._card import LONGEST, CardTextError, read_card
from ._samples import versioned

_KINDS = {list: "an array", str: "a string", bool: "true or false", int: "a number", float: "a number", type(None): "null"}


def check(scope: Scope) -> Iterator[Finding]:
    text = scope.text("ModelCardContent")
    if text is None or len(text) > LONGEST:
        return
    try:
        card = read_card(text)
    except CardTextError as problem:
        found = f"cannot be read as JSON from character {problem.position:,} on" if text.strip() else "is empty"
    else:
        if isinstance(card, dict):
            return
        found = f"is JSON text of {_KINDS[type(card)]}"
    yield scope.finding(
        "ModelCardContent",
        message=f"ModelCardContent {found}; the text of one JSON object is allowed",
        help="turn the card into text with a JSON library",
        on="key",
    )


RULE = Rule(
    id="MP224",
    name="model-card-content",
    summary="the content of a model card is no JSON object",
    severity=Severity.error,
    cites=("CUR-CMP-CARD-SCHEMA", "CUR-UMP-CARD-SCHEMA"),
    doc=__doc__,
    trigger=Visit(("ModelPackageModelCard",), ("ModelCardContent",)),
    check=check,
    since="1.34.116",
    examples=(
        Example(
            good=versioned(ModelCard={"ModelCardContent": '{"model_overview":{"model_creator":"growth"}}'}),
            edit=Edit("set", ("ModelCard", "ModelCardContent"), "{'model_overview': {}}"),
            expect=(("ModelCard", "ModelCardContent"),),
            message="ModelCardContent cannot be read as JSON from character 2 on; the text of one JSON object is allowed",
        ),
        Example(
            good=versioned(ModelCard={"ModelCardContent": "{}", "ModelCardStatus": "Draft"}),
            edit=Edit("set", ("ModelCard", "ModelCardContent"), "[]"),
            expect=(("ModelCard", "ModelCardContent"),),
            message="ModelCardContent is JSON text of an array; the text of one JSON object is allowed",
        ),
    ),
)
