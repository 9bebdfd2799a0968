"""An unversioned package does not say which instance types it supports.

## What it checks

With ``ModelPackageName``, ``InferenceSpecification`` has ``SupportedTransformInstanceTypes`` and
``SupportedRealtimeInferenceInstanceTypes``. Each missing list is one finding. Of a specification without any
member ``missing-member`` says it all.

## Why the service refuses it

Both lists are required of unversioned packages and optional for versions in a group. The service model cannot say this and lists them as
optional. Editions before groups existed require them always; there ``missing-member`` speaks.

## How to fix

Add the missing list with the types that the model was tested on.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from ._package import GROUPS_SINCE, INFERENCE, NAME, is_unversioned
from ._samples import unversioned

LISTS = (
    ("SupportedTransformInstanceTypes", "CUR-CMP-INF-TRANSFORM-UNVERSIONED"),
    ("SupportedRealtimeInferenceInstanceTypes", "CUR-CMP-INF-REALTIME-UNVERSIONED"),
)
MEMBERS = ("Containers", "SupportedContentTypes", "SupportedResponseMIMETypes", *(member for member, _ in LISTS))


def check(scope: Scope) -> Iterator[Finding]:
    specification = scope.child(INFERENCE)
    if specification is None or not is_unversioned(scope) or all(map(specification.lacks, MEMBERS)):
        return
    for member, clause in LISTS:
        if specification.lacks(member):
            yield Finding(
                specification.path,
                f"{member} is not given; a package with a {NAME} needs it",
                f"add {member} with the instance types that the model was tested on",
                on="object",
                clauses=(clause,),
            )


RULE = Rule(
    id="MP206",
    name="unversioned-instance-types",
    summary="an unversioned package lacks a list of instance types",
    severity=Severity.error,
    cites=tuple(clause for _, clause in LISTS),
    doc=__doc__,
    trigger=Visit(("CreateModelPackageInput",), (NAME,)),
    check=check,
    operations=("CreateModelPackage",),
    since=GROUPS_SINCE,
    examples=(
        Example(
            good=unversioned(),
            edit=Edit("remove", ("InferenceSpecification", "SupportedTransformInstanceTypes")),
            expect=(("InferenceSpecification",),),
            message="SupportedTransformInstanceTypes is not given; a package with a ModelPackageName needs it",
        ),
        Example(
            good=unversioned(),
            edit=Edit("remove", ("InferenceSpecification", "SupportedRealtimeInferenceInstanceTypes")),
            expect=(("InferenceSpecification",),),
            message="SupportedRealtimeInferenceInstanceTypes is not given; a package with a ModelPackageName needs it",
            edition="2022-07",
        ),
    ),
)
