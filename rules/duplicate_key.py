"""An object gives a key more than once.

## What it checks

Each object of a JSON or YAML file for keys that it gives twice, compared after escapes are resolved.

## Why the service refuses it

A request has one value for a member. Parsers disagree about which of two it is: the AWS client takes the last in JSON and says nothing, it
refuses the file in YAML, other readers take the first. The value that was meant may never be sent.

## How to fix

Keep one of the two and delete the other. The report shows both places.
"""

from ..linter.finding import Severity
from ..linter.rule import Reading, Rule, TextExample
from ._files import UPDATE_JSON

RULE = Rule(
    id="MP002",
    name="duplicate-key",
    summary="an object gives a key more than once",
    severity=Severity.error,
    cites=(),
    doc=__doc__,
    trigger=Reading(),
    examples=(
        TextExample(
            good=UPDATE_JSON,
            bad=UPDATE_JSON.replace('"Approved"\n', '"Approved",\n  "ModelApprovalStatus": "Rejected"\n'),
            expect=((4, 3),),
            message="the key 'ModelApprovalStatus' is given more than once; the AWS client takes the last value",
            operation="UpdateModelPackage",
        ),
    ),
)
