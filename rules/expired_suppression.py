"""A suppression is past its last day.

## What it checks

The ``expires`` day of each ``[[suppress]]`` entry in the configuration, once a file that it speaks of is checked.

## Why the service refuses it

A suppression with a last day promises that the defect is mended by then. Past that day it suppresses nothing.

## How to fix

Mend what it suppressed and remove the entry, or give it a later day.
"""

from ..linter.finding import Severity
from ..linter.rule import Reading, Rule, TextExample
from ._files import UPDATE_JSON

RULE = Rule(
    id="MP017",
    name="expired-suppression",
    summary="a suppression is past its last day",
    severity=Severity.error,
    cites=(),
    doc=__doc__,
    trigger=Reading(),
    examples=(
        TextExample(
            good=UPDATE_JSON,
            bad=UPDATE_JSON,
            expect=((1, 1),),
            message="the suppression of MP108 in 'models/*.json' expired on 2026-06-30 and suppresses nothing any more",
            operation="UpdateModelPackage",
            staged=True,
        ),
    ),
)
