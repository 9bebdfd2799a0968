"""A KMS key is given in none of the documented forms.

## What it checks

``KmsKeyId`` and ``VolumeKmsKeyId`` are a key id, a key ARN, an alias or an alias ARN:

- ``1234abcd-12ab-34cd-56ef-1234567890ab``, or ``mrk-`` and 32 hexadecimal digits for a multi-region key
- ``arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab``
- ``alias/ExampleAlias``
- ``arn:aws:kms:us-west-2:111122223333:alias/ExampleAlias``

## Why the service refuses it

The documents list these four. The pattern also takes any word, and even the empty string. Prose and pattern contradict each other, so this
is a warning.

## How to fix

Write one of the four forms. The bare name of an alias needs ``alias/`` in front.
"""

import re
from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope, show
from ..linter.rule import Example, Rule, Visit
from ._data_samples import JOB
from ._samples import unversioned, validation

MEMBERS = ("KmsKeyId", "VolumeKmsKeyId")
KEY_ID = r"(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|mrk-[0-9a-fA-F]{32})"
ALIAS = r"alias/[A-Za-z0-9/_-]+"
KEY = rf"{KEY_ID}|{ALIAS}|arn:aws[a-z\-]*:kms:[a-z0-9\-]+:[0-9]{{12}}:(?:key/{KEY_ID}|{ALIAS})"
AT = (*JOB, "TransformOutput", "KmsKeyId")


def check(scope: Scope) -> Iterator[Finding]:
    for member in MEMBERS:
        key = scope.text(member)
        if key is None or re.fullmatch(KEY, key):
            continue
        if not key:
            yield scope.finding(
                member,
                message=f"{member} is empty; it has to name a KMS key",
                help=f"name a key, by its ARN for instance, or leave out {member}",
            )
            continue
        yield scope.finding(
            member,
            message=f"{member} is {show(key, (*scope.path, member))}, which is neither a key id, a key ARN, an alias nor an alias ARN",
            help="write the alias with 'alias/' in front"
            if re.fullmatch(r"[A-Za-z0-9_-]+", key)
            else "give the ARN that KMS shows for the key",
        )


RULE = Rule(
    id="MP279",
    name="kms-key-form",
    summary="a KMS key is given in none of the documented forms",
    severity=Severity.warning,
    cites=("CUR-CMP-TOUT-KMS", "CUR-CMP-TRES-VOLKMS-LOCAL", "CUR-CMP-SECURITY-KMS"),
    doc=__doc__,
    trigger=Visit(("TransformOutput", "TransformResources", "ModelPackageSecurityConfig"), MEMBERS),
    check=check,
    examples=(
        Example(
            good=unversioned(
                ValidationSpecification=validation(
                    TransformOutput={"S3OutputPath": "s3://amzn-s3-demo-bucket/out/", "KmsKeyId": "alias/validation"}
                )
            ),
            edit=Edit("set", AT, "validation"),
            expect=(AT,),
            message="KmsKeyId is 'validation', which is neither a key id, a key ARN, an alias nor an alias ARN",
        ),
    ),
)
