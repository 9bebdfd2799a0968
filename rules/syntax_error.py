"""A file is not well-formed JSON or YAML.

## What it checks

That the text can be parsed at all. The message says what stands where, and what JSON or YAML has there; in JSON it knows the usual slips: a
comma too many or too few, comments, single or typographic quotes, literals of other languages (``True``, ``None``), keys without quotes,
numbers such as ``012``, line breaks in texts, unfilled placeholders, merge conflicts, a file cut off.

## Why the service refuses it

Documents demand JSON. The AWS CLI parses the file before it does anything else and stops at the first such place.

## How to fix

Mend the place that is named. Nothing else of the file is checked until it can be parsed; in a JSON Lines file, the other lines are.
"""

from ..linter.finding import Severity
from ..linter.rule import Reading, Rule, TextExample
from ._files import UPDATE_JSON

RULE = Rule(
    id="MP001",
    name="syntax-error",
    summary="a file is not well-formed JSON or YAML",
    severity=Severity.error,
    cites=("CMP-FORMAT-JSON", "UMP-CLIJSON-EXEC"),
    doc=__doc__,
    trigger=Reading(),
    examples=(
        TextExample(
            good=UPDATE_JSON,
            bad=UPDATE_JSON.replace('"Approved"\n', '"Approved",\n'),
            expect=((3, 36),),
            message="a comma stands before the closing '}'; JSON has none after the last member",
            operation="UpdateModelPackage",
        ),
        TextExample(
            good=UPDATE_JSON,
            bad=UPDATE_JSON.replace('"Approved"\n', '"Approved" // by Ana\n'),
            expect=((3, 37),),
            message="a comment starts here; JSON has none",
            operation="UpdateModelPackage",
        ),
        TextExample(
            good=UPDATE_JSON,
            bad=UPDATE_JSON.replace('"Approved"', "None"),
            expect=((3, 26),),
            message="'None' is not a word of JSON",
            operation="UpdateModelPackage",
        ),
    ),
)
