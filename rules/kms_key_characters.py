"""A KMS key is given with characters that no form of a key's name has.

## What it checks

``KmsKeyId`` and ``VolumeKmsKeyId``: ASCII letters, digits and ``: / _ -``.

## Why the service refuses it

The service matches the whole text against a pattern, since service model 1.34.74. The AWS client does not look at patterns and sends the
request.

## How to fix

Give a key id, a key's ARN, an alias (``alias/name``) or an alias's ARN, without blanks and quotes.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._patterns import ANY_BUT_LINE_BREAKS, explained
from ._samples import versioned

ALLOWED = "a key is given with letters, digits and : / _ - only"


def check(violation: Violation) -> Iterator[Finding]:
    if violation.limit != ANY_BUT_LINE_BREAKS:
        help_text = "give a key id, a key's ARN, alias/NAME or an alias's ARN"
        yield explained(violation, ALLOWED, missing="it ends too early", help=help_text)


RULE = Rule(
    id="MP122",
    name="kms-key-characters",
    summary="a KMS key is given with a character that keys do not have",
    severity=Severity.error,
    cites=("CUR-CMP-TOUT-KMS", "CUR-CMP-SECURITY-KMS", "CUR-CMP-TRES-VOLKMS-LOCAL"),
    doc=__doc__,
    trigger=Breach(("pattern",), ("KmsKeyId",)),
    check=check,
    examples=(
        Example(
            good=versioned(SecurityConfig={"KmsKeyId": "alias/churn"}),
            edit=Edit("set", ("SecurityConfig", "KmsKeyId"), "alias/churn key"),
            expect=(("SecurityConfig", "KmsKeyId"),),
            message="KmsKeyId is 'alias/churn key', but its character 12 is a blank; a key is given with letters, digits and : / _ - only",
        ),
    ),
)
