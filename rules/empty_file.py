"""A file holds nothing.

## What it checks

That there is something in the file besides white space.

## Why the service refuses it

An empty text is no JSON; the AWS CLI refuses it. Often the program that should have written the file failed.

## How to fix

Write the request into it, or remove the file.
"""

from ..linter.finding import Severity
from ..linter.rule import Reading, Rule, TextExample
from ._files import UPDATE_JSON

RULE = Rule(
    id="MP010",
    name="empty-file",
    summary="a file holds nothing",
    severity=Severity.error,
    cites=("CMP-FORMAT-JSON", "UMP-CLIJSON-EXEC"),
    doc=__doc__,
    trigger=Reading(),
    examples=(
        TextExample(good=UPDATE_JSON, bad="", expect=((1, 1),), message="the file is empty", operation="UpdateModelPackage"),
        TextExample(
            good=UPDATE_JSON, bad="\n\n", expect=((1, 1),), message="the file holds nothing but white space", operation="UpdateModelPackage"
        ),
    ),
)
