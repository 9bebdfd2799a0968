"""A version in a group is to be certified for the Marketplace.

## What it checks

``CertifyForMarketplace`` is not true where ``ModelPackageGroupName`` is given. ``false`` is what the SageMaker SDK sends with every
package, and says nothing.

## Why the service refuses it

The documents offer certification for unversioned packages and say that it does not apply to versioned ones.

## How to fix

Make an unversioned package with ``ModelPackageName`` for the listing, or set the member to ``false``.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Related, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._package import GROUP, GROUPS_SINCE, NAME
from ._samples import versioned

MEMBER = "CertifyForMarketplace"


def check(scope: Scope) -> Iterator[Finding]:
    if scope.value[MEMBER] is True and scope.text(GROUP) is not None and scope.lacks(NAME):
        yield scope.finding(
            MEMBER,
            message=f"{MEMBER} is true, but does not apply to a version in a group; only unversioned packages are certified",
            help=f"make an unversioned package with {NAME} for the listing, or set it to false",
            related=(Related((*scope.path, GROUP), "the group", on="key"),),
        )


RULE = Rule(
    id="MP213",
    name="certify-versioned",
    summary="a version in a group is to be certified for the Marketplace",
    severity=Severity.warning,
    cites=("CUR-CMP-CERTIFY-NA-VERSIONED",),
    doc=__doc__,
    trigger=Visit(("CreateModelPackageInput",), (MEMBER,)),
    check=check,
    operations=("CreateModelPackage",),
    since=GROUPS_SINCE,
    examples=(
        Example(
            good=versioned(CertifyForMarketplace=False),
            edit=Edit("set", ("CertifyForMarketplace",), True),
            expect=(("CertifyForMarketplace",),),
            message="CertifyForMarketplace is true, but does not apply to a version in a group; only unversioned packages are certified",
        ),
    ),
)
