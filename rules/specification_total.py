"""Stored and new additional inference specifications are more than a package may have.

## What it checks

The names that the configuration tells to be stored under the ``ModelPackageArn`` of an update, together with those in
``AdditionalInferenceSpecificationsToAdd``, are at most 15. Without this knowledge the rule is silent. More than 15 in one
request are ``too-many-items``; names that are stored already are ``stored-specification-name``, and not counted here.

## Why the service refuses it

An update appends to what is stored, and the total of a package cannot exceed 15. The service model bounds the list of one request only.

## How to fix

Add fewer, or register a new version of the package with the specifications that are still of use.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._package import ADDITIONAL_SINCE, TO_ADD, new_names
from ._samples import additional, stored, update

MOST = 15


def check(scope: Scope) -> Iterator[Finding]:
    stored = scope.request.stored.get(scope.text("ModelPackageArn") or "", ())
    new = new_names(scope, stored) if stored else set()
    total = len(stored) + len(new)
    if len(new) <= MOST < total and new:
        room = max(0, MOST - len(stored))
        yield scope.finding(
            TO_ADD,
            message=f"{len(stored)} stored and {len(new)} new specifications make {total}; at most {MOST} are allowed",
            help=f"add at most {room}" if room else "register a new version of the package instead",
            on="key",
        )


RULE = Rule(
    id="MP208",
    name="specification-total",
    summary="stored and new additional inference specifications exceed 15",
    severity=Severity.error,
    cites=("UMP-SPECS-CAP", "CUR-UMP-SPECS-CAP"),
    doc=__doc__,
    trigger=Visit(("UpdateModelPackageInput",), (TO_ADD,)),
    check=check,
    operations=("UpdateModelPackage",),
    since=ADDITIONAL_SINCE,
    examples=(
        Example(
            good=update(AdditionalInferenceSpecificationsToAdd=[additional("new-1")]),
            edit=Edit("insert", (TO_ADD, 1), additional("new-2")),
            expect=((TO_ADD,),),
            message="14 stored and 2 new specifications make 16; at most 15 are allowed",
            operation="UpdateModelPackage",
            config=stored(*(f"old-{number}" for number in range(14))),
        ),
    ),
)
