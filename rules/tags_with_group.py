"""A version in a group is given tags of its own.

## What it checks

``Tags`` is not given, or empty, where ``ModelPackageGroupName`` is given. An empty array supplies no tag, and the documents do not say
what becomes of it.

## Why the service refuses it

A version uses the tags of its group, and the documents forbid to supply any in this case. The client sends them all the same. The documents
say so since service model 1.31.49; for earlier ones users report it of the service.

## How to fix

Remove ``Tags`` and tag the group, or keep what is special to this version in ``CustomerMetadataProperties``.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Related, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._package import GROUP, GROUPS_SINCE, NAME
from ._samples import versioned


def check(scope: Scope) -> Iterator[Finding]:
    if scope.list("Tags") and scope.text(GROUP) is not None and scope.lacks(NAME):
        yield scope.finding(
            "Tags",
            message=f"Tags are given together with {GROUP}; a version uses the tags of its group and has none of its own",
            help="remove Tags, and tag the group instead",
            on="key",
            related=(Related((*scope.path, GROUP), "the group", on="key"),),
            suggestion=Edit("remove", (*scope.path, "Tags")),
        )


RULE = Rule(
    id="MP211",
    name="tags-with-group",
    summary="a version in a group has tags of its own",
    severity=Severity.error,
    cites=("CUR-CMP-TAGS-NA-GROUP", "EVD-CMP-TAGS-VERSIONED"),
    doc=__doc__,
    trigger=Visit(("CreateModelPackageInput",), ("Tags",)),
    check=check,
    operations=("CreateModelPackage",),
    since=GROUPS_SINCE,
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", ("Tags",), [{"Key": "team", "Value": "growth"}]),
            expect=(("Tags",),),
            message="Tags are given together with ModelPackageGroupName; a version uses the tags of its group and has none of its own",
        ),
    ),
)
