"""A request is not one object.

## What it checks

The type of the whole value, in a file that is meant to be a request: it is one object, and no array, text or number.

## Why the service refuses it

The AWS CLI takes one object with the members of the operation. An array of requests has to be sent one by one.

## How to fix

Keep one request in each file, or one on each line of a ``.jsonl`` file.
"""

from ..linter.finding import Severity
from ..linter.rule import Reading, Rule, TextExample
from ._files import UPDATE_JSON

RULE = Rule(
    id="MP014",
    name="not-an-object",
    summary="a request is not one object",
    severity=Severity.error,
    cites=("CMP-SYN-ROOT", "UMP-CLIJSON-FORMAT"),
    doc=__doc__,
    trigger=Reading(),
    examples=(
        TextExample(
            good=UPDATE_JSON,
            bad=f"[{UPDATE_JSON}]",
            expect=((1, 1),),
            message="the request is an array of 1 item; it has to be one object with the members of UpdateModelPackage",
            operation="UpdateModelPackage",
        ),
    ),
)
