"""A YAML key is not a text.

## What it checks

Keys in YAML files. A key without quotes may be a number, a boolean, null or a date, and a key may even be an array or an object. The member
is checked under the text of its key where it has one.

## Why the service refuses it

A request is sent as JSON, where the names of members and the keys of maps are texts. Readers turn other keys into texts as they like, or
refuse them.

## How to fix

Put quotes around the key.
"""

from ..linter.finding import Severity
from ..linter.rule import Reading, Rule, TextExample
from ._files import UPDATE_YAML

RULE = Rule(
    id="MP015",
    name="non-string-key",
    summary="a YAML key is not a text",
    severity=Severity.error,
    cites=("UMP-CLIJSON-FORMAT",),
    doc=__doc__,
    trigger=Reading(),
    examples=(
        TextExample(
            good=UPDATE_YAML,
            bad=UPDATE_YAML.replace("reviewer: ana", "7: ana"),
            expect=((5, 3),),
            message="the key '7' is an integer; keys are strings",
            form="yaml",
            operation="UpdateModelPackage",
        ),
    ),
)
