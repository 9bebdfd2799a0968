"""A validation profile that Marketplace buyers see names a secret.

## What it checks

With ``CertifyForMarketplace``, the ``Environment`` of a validation profile's transform job has no entry whose name looks like that of a
secret: a password, a credential, a token, or a key. Values are neither looked at nor shown.

## Why the service refuses it

It does not; this is advice. The documents say that the data in a profile is made available to the buyers of the package.

## How to fix

Let the container fetch the secret at run time, for instance from AWS Secrets Manager with the validation role.
"""

import re
from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope, quote
from ..linter.rule import Example, Rule, Visit
from ._samples import unversioned, validation

CERTIFY = "CertifyForMarketplace"
# MAX_TOKENS and TOKENIZERS_PARALLELISM are settings of language models.
_SECRET = re.compile(r"(?i).*(?:SECRET|PASSWORD|PASSWD|CREDENTIAL|TOKEN(?!S|IZ)|API_?KEY).*|(?:.*_)?KEY(?:_ID)?")


def check(scope: Scope) -> Iterator[Finding]:
    specification = scope.child("ValidationSpecification") if scope.value[CERTIFY] is True else None
    if specification is None:
        return
    for profile in specification.items("ValidationProfiles"):
        job = profile.child("TransformJobDefinition")
        environment = job.child("Environment") if job else None
        for name in environment.value if environment else ():
            if environment and environment.has(name) and _SECRET.fullmatch(name):
                yield environment.finding(
                    name,
                    message=f"the name {quote(name)} looks like a secret's; buyers of a certified package see its validation profiles",
                    help="let the container fetch the secret at run time",
                    on="key",
                )


RULE = Rule(
    id="MP232",
    name="marketplace-secrets",
    summary="a validation profile that buyers see names a secret",
    severity=Severity.info,
    cites=("CUR-CMP-VAL-PROFILE-PUBLIC",),
    doc=__doc__,
    trigger=Visit(("CreateModelPackageInput",), (CERTIFY,)),
    check=check,
    operations=("CreateModelPackage",),
    examples=(
        Example(
            good=unversioned(CertifyForMarketplace=True, ValidationSpecification=validation(Environment={"WORKERS": "2"})),
            edit=Edit(
                "rename",
                ("ValidationSpecification", "ValidationProfiles", 0, "TransformJobDefinition", "Environment", "WORKERS"),
                "HF_TOKEN",
            ),
            expect=(("ValidationSpecification", "ValidationProfiles", 0, "TransformJobDefinition", "Environment", "HF_TOKEN"),),
            message="the name 'HF_TOKEN' looks like a secret's; buyers of a certified package see its validation profiles",
        ),
    ),
)
