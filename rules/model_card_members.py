"""A package's model card has members that only free-standing cards may have.

## What it checks

The JSON object in ``ModelCardContent`` has no ``model_package_details``, and its ``model_overview`` has no members but
``model_creator`` and ``model_artifact``.

## Why the service refuses it

A package's card follows a narrower schema than a model card of its own: the service knows the package and fills these parts in. The service
model sees one string.

## How to fix

Take the named members out of the card.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope, quote
from ..linter.rule import Example, Rule, Visit
from ._card import LONGEST, CardTextError, read_card
from ._samples import update, versioned

ALLOWED = ("model_creator", "model_artifact")
_MOST = 3


def check(scope: Scope) -> Iterator[Finding]:
    text = scope.text("ModelCardContent")
    # Either word, or an escape that may spell one, must be there for anything to be wrong.
    if text is None or len(text) > LONGEST or not ("model_package_details" in text or "model_overview" in text or "\\u" in text):
        return
    try:
        card = read_card(text)
    except CardTextError:
        return
    if not isinstance(card, dict):
        return
    if "model_package_details" in card:
        yield scope.finding(
            "ModelCardContent",
            message="the model card has model_package_details; the card of a package is without it",
            help="take model_package_details out of the card",
            on="key",
        )
    overview = card.get("model_overview")
    more = [name for name in overview if name not in ALLOWED] if isinstance(overview, dict) else []
    if more:
        named = ", ".join(map(quote, more[:_MOST])) + (f" and {len(more) - _MOST:,} more" if len(more) > _MOST else "")
        yield scope.finding(
            "ModelCardContent",
            message=f"model_overview of the model card has {named}; only {ALLOWED[0]} and {ALLOWED[1]} are allowed",
            help="take the other members out of model_overview",
            on="key",
        )


RULE = Rule(
    id="MP225",
    name="model-card-members",
    summary="a package's model card has members that it may not have",
    severity=Severity.error,
    cites=("CUR-CMP-CARD-SCHEMA", "CUR-UMP-CARD-SCHEMA"),
    doc=__doc__,
    trigger=Visit(("ModelPackageModelCard",), ("ModelCardContent",)),
    check=check,
    since="1.34.116",
    examples=(
        Example(
            good=versioned(ModelCard={"ModelCardContent": '{"model_overview":{"model_creator":"growth"}}'}),
            edit=Edit("set", ("ModelCard", "ModelCardContent"), '{"model_overview":{"model_name":"churn","model_creator":"growth"}}'),
            expect=(("ModelCard", "ModelCardContent"),),
            message="model_overview of the model card has 'model_name'; only model_creator and model_artifact are allowed",
        ),
        Example(
            good=update(ModelCard={"ModelCardContent": "{}"}),
            edit=Edit("set", ("ModelCard", "ModelCardContent"), '{"model_package_details":{}}'),
            expect=(("ModelCard", "ModelCardContent"),),
            message="the model card has model_package_details; the card of a package is without it",
            operation="UpdateModelPackage",
        ),
    ),
)
