"""A YAML tag makes a value that JSON does not have.

## What it checks

Tags in YAML files. ``!!str``, ``!!int``, ``!!float``, ``!!bool``, ``!!null``, ``!!map`` and ``!!seq`` are read; ``!!binary``, ``!!set``,
``!!python/object`` and other tags are not, and nothing is ever executed for one. No other rule judges the value.

## Why the service refuses it

A request is sent as JSON, which knows texts, numbers, booleans, null, arrays and objects. Binary values cannot be passed in it.

## How to fix

Write the plain value, without the tag.
"""

from ..linter.finding import Severity
from ..linter.rule import Reading, Rule, TextExample
from ._files import UPDATE_YAML

RULE = Rule(
    id="MP012",
    name="unsupported-tag",
    summary="a YAML tag makes a value that JSON does not have",
    severity=Severity.error,
    cites=("UMP-CLIJSON-BINARY", "CMP-FORMAT-JSON"),
    doc=__doc__,
    trigger=Reading(),
    examples=(
        TextExample(
            good=UPDATE_YAML,
            bad=UPDATE_YAML.replace("accuracy 0.93", "!!binary Y2h1cm4="),
            expect=((3, 22),),
            message="the tag '!!binary' gives no JSON value here",
            form="yaml",
            operation="UpdateModelPackage",
        ),
    ),
)
