"""A name holds a character that names cannot have, or a hyphen at an edge.

## What it checks

The names of packages, profiles, specifications and stages, container host names, product ids and hub content names: ASCII letters, digits
and hyphens, with a letter or digit at both ends.

## Why the service refuses it

The service matches the whole name against a pattern. The documents say in prose that hyphens are valid anywhere; the pattern, which
decides, does not take them at the edges. The AWS client does not look at patterns and sends the request.

## How to fix

Put a hyphen between words instead of blanks, dots and underscores, and none at the edges.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._patterns import empty, explained, told
from ._samples import additional, container, specification, unversioned, update, versioned

EDGES = "only letters and digits can stand at the ends of a name"
INSIDE = "only letters, digits and hyphens are allowed"


def check(violation: Violation) -> Iterator[Finding]:
    text = violation.value
    if not text:
        yield empty(violation, "give a name or leave it out", "a name has at least one letter or digit")
    elif text.startswith("-"):
        yield told(violation, f"it begins with a hyphen; {EDGES}", "take the hyphen away")
    else:
        yield explained(
            violation, INSIDE, missing=f"it ends in a hyphen; {EDGES}", help="use hyphens between words, and ASCII letters only"
        )


RULE = Rule(
    id="MP117",
    name="name-characters",
    summary="a name has a character that names cannot have",
    severity=Severity.error,
    cites=("CMP-NAME-PATTERN", "CMP-NAME-CHARS-PROSE", "CUR-CMP-NAME-CHARS", "UMP-HOST-SEM", "UMP-PRODUCT-SEM"),
    doc=__doc__,
    trigger=Breach(("pattern",), ("EntityName", "ContainerHostname", "ProductId", "HubContentName")),
    check=check,
    examples=(
        Example(
            good=unversioned(),
            edit=Edit("set", ("ModelPackageName",), "churn_model"),
            expect=(("ModelPackageName",),),
            message="ModelPackageName is 'churn_model', but its character 6 is '_'; only letters, digits and hyphens are allowed",
        ),
        Example(
            good=unversioned(),
            edit=Edit("set", ("ModelPackageName",), "-churn"),
            expect=(("ModelPackageName",),),
            message="ModelPackageName is '-churn', but it begins with a hyphen; only letters and digits can stand at the ends of a name",
        ),
        Example(
            good=update(AdditionalInferenceSpecificationsToAdd=[additional()]),
            edit=Edit("set", ("AdditionalInferenceSpecificationsToAdd", 0, "Name"), "neo-"),
            expect=(("AdditionalInferenceSpecificationsToAdd", 0, "Name"),),
            message="Name is 'neo-', but it ends in a hyphen; only letters and digits can stand at the ends of a name",
            operation="UpdateModelPackage",
        ),
        Example(
            good=versioned(InferenceSpecification=specification(Containers=[container(ContainerHostname="first")])),
            edit=Edit("set", ("InferenceSpecification", "Containers", 0, "ContainerHostname"), ""),
            expect=(("InferenceSpecification", "Containers", 0, "ContainerHostname"),),
            message="ContainerHostname is empty; a name has at least one letter or digit",
        ),
    ),
)
