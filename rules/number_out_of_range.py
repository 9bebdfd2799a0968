"""A number does not fit into 64 bits.

## What it checks

JSON files for integers below -2^63 or above 2^64-1, and for numbers beyond the largest 64-bit float. No other rule judges the value.

## Why the service refuses it

No member of a request takes such a number, and parsers turn it into another one without a word: the digits that are sent are not those that
stand in the file.

## How to fix

Write the number that is meant. Where it is a name made of digits, put quotes around it.
"""

from ..linter.finding import Severity
from ..linter.rule import Reading, Rule, TextExample
from ._files import UPDATE_JSON

RULE = Rule(
    id="MP006",
    name="number-out-of-range",
    summary="a number does not fit into 64 bits",
    severity=Severity.error,
    cites=(),
    doc=__doc__,
    trigger=Reading(),
    examples=(
        TextExample(
            good=UPDATE_JSON,
            bad=UPDATE_JSON.replace(
                '"Approved"\n', '"Approved",\n  "CustomerMetadataProperties": {"run": 123456789012345678901234567890}\n'
            ),
            expect=((4, 41),),
            message="this integer does not fit into 64 bits",
            operation="UpdateModelPackage",
        ),
    ),
)
