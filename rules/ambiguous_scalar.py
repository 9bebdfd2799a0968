"""YAML readers take a scalar without quotes differently.

## What it checks

Scalars without quotes that YAML 1.1 and YAML 1.2 give different types: ``yes``, ``no``, ``on``, ``off``; ``012``; ``1_000``; ``1:30``;
dates.

## Why the service refuses it

The AWS CLI follows one version, and other readers of the same file the other, so that the type of the value depends on who reads. Values of
maps must be texts: numbers and booleans have to be quoted.

## How to fix

Put quotes around a text. Write ``true`` and ``false`` for booleans, and plain digits for numbers.
"""

from ..linter.finding import Severity
from ..linter.rule import Reading, Rule, TextExample
from ._files import UPDATE_YAML

RULE = Rule(
    id="MP013",
    name="ambiguous-scalar",
    summary="YAML readers take a scalar without quotes differently",
    severity=Severity.warning,
    cites=("UMP-META-VAL-TYPE", "UMP-ENV-VAL-TYPE"),
    doc=__doc__,
    trigger=Reading(),
    examples=(
        TextExample(
            good=UPDATE_YAML,
            bad=UPDATE_YAML.replace("reviewer: ana", "reviewed: yes"),
            expect=((5, 13),),
            message="unquoted, 'yes' is a string in YAML 1.2 and the boolean true in YAML 1.1",
            form="yaml",
            operation="UpdateModelPackage",
        ),
    ),
)
