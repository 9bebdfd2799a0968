"""A file is nested too deeply.

## What it checks

How many objects and arrays are open at the same time: more than 254 are not read. The deepest place in a valid request has ten.

## Why the service refuses it

Such a file is broken or hostile; parsers, this one included, stop at some depth so as not to exhaust their memory.

## How to fix

Look for a program that wraps a value again and again, or for a bracket that is never closed.
"""

from ..linter.finding import Severity
from ..linter.rule import Reading, Rule, TextExample
from ._files import UPDATE_JSON

RULE = Rule(
    id="MP007",
    name="nesting-too-deep",
    summary="a file is nested too deeply",
    severity=Severity.error,
    cites=(),
    doc=__doc__,
    trigger=Reading(),
    examples=(
        TextExample(
            good=UPDATE_JSON,
            bad="[" * 300 + "]" * 300,
            expect=((1, 255),),
            message="the objects and arrays are nested more than 254 levels deep, and deeper ones are not read",
            operation="UpdateModelPackage",
        ),
    ),
)
