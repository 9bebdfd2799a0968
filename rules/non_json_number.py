"""A number is NaN or an infinity.

## What it checks

JSON files for ``NaN``, ``Infinity`` and ``-Infinity`` outside quotes, YAML files for ``.nan`` and ``.inf``. Programs in Python and
JavaScript write them. No other rule judges the value.

## Why the service refuses it

JSON has no such numbers, and no member of a request takes one. Python's parser, and with it the AWS CLI, lets them pass at first.

## How to fix

Write a number. Where the member is optional, leave it out; where it takes a text, such as a metadata value, put quotes around it.
"""

from ..linter.finding import Severity
from ..linter.rule import Reading, Rule, TextExample
from ._files import UPDATE_JSON

RULE = Rule(
    id="MP005",
    name="non-json-number",
    summary="a number is NaN or an infinity",
    severity=Severity.error,
    cites=("CMP-FORMAT-JSON",),
    doc=__doc__,
    trigger=Reading(),
    examples=(
        TextExample(
            good=UPDATE_JSON,
            bad=UPDATE_JSON.replace('"Approved"\n', '"Approved",\n  "CustomerMetadataProperties": {"accuracy": NaN}\n'),
            expect=((4, 46),),
            message="NaN is not a number in JSON",
            operation="UpdateModelPackage",
        ),
    ),
)
