"""The aliases of a YAML file expand beyond measure.

## What it checks

How many values the aliases (``*name``) of a YAML file put in, each with all that its anchor (``&name``) holds: more than 100,000 are not
read, and neither is an alias inside the value of its own anchor. Aliases as such are fine.

## Why the service refuses it

A few lines of nested aliases can stand for billions of values. A request is sent with all of them written out.

## How to fix

Remove the aliases that repeat large parts of the file.
"""

from ..linter.finding import Severity
from ..linter.rule import Reading, Rule, TextExample
from ._files import UPDATE_YAML

RULE = Rule(
    id="MP008",
    name="alias-expansion",
    summary="the aliases of a YAML file expand beyond measure",
    severity=Severity.error,
    cites=(),
    doc=__doc__,
    trigger=Reading(),
    examples=(
        TextExample(
            good=UPDATE_YAML,
            bad="a: &a [" + "x, " * 99 + "x]\n" + "".join(f"{b}: &{b} [" + f"*{a}, " * 99 + f"*{a}]\n" for a, b in ("ab", "bc", "cd")),
            expect=((3, 40),),
            message="the aliases up to '*b' put in more than 100,000 values, and more are not read",
            form="yaml",
            operation="UpdateModelPackage",
        ),
    ),
)
