"""An update adds an additional inference specification under a name that is stored already.

## What it checks

No ``Name`` in ``AdditionalInferenceSpecificationsToAdd`` is among the names that the configuration tells to be stored under the
``ModelPackageArn``. Without this knowledge the rule is silent.

## Why the service refuses it

An update adds to the stored specifications and replaces none of them, and names must be unique in a package.

## How to fix

Give the new specification a name of its own, or register a new version of the package to change what is stored.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope, show
from ..linter.rule import Example, Rule, Visit
from ._package import ADDITIONAL_SINCE, TO_ADD
from ._samples import additional, stored, update


def check(scope: Scope) -> Iterator[Finding]:
    stored = scope.request.stored.get(scope.text("ModelPackageArn") or "", ())
    if not stored:
        return
    seen: set[str] = set()
    for item in scope.items(TO_ADD):
        name = item.text("Name")
        if name in stored and name not in seen:
            seen.add(name)
            yield item.finding(
                "Name",
                message=f"the name {show(name)} is stored in the package already; an update adds new names only",
                help="give it a name of its own",
            )


RULE = Rule(
    id="MP210",
    name="stored-specification-name",
    summary="an additional inference specification of this name is stored already",
    severity=Severity.error,
    cites=("UMP-SPEC-NAME-UNIQ", "UMP-SPECS-APPEND"),
    doc=__doc__,
    trigger=Visit(("UpdateModelPackageInput",), (TO_ADD,)),
    check=check,
    operations=("UpdateModelPackage",),
    since=ADDITIONAL_SINCE,
    examples=(
        Example(
            good=update(AdditionalInferenceSpecificationsToAdd=[additional("new-1")]),
            edit=Edit("set", (TO_ADD, 0, "Name"), "old-1"),
            expect=((TO_ADD, 0, "Name"),),
            message="the name 'old-1' is stored in the package already; an update adds new names only",
            operation="UpdateModelPackage",
            config=stored("old-1"),
        ),
    ),
)
