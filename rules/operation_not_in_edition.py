"""An edition does not have the operation.

## What it checks

That the chosen edition (``--spec``) has the operation of the request. UpdateModelPackage is not part of the edition 2020-10.

## Why the service refuses it

There is nothing to hold the request against: a client of that time does not know the operation.

## How to fix

Choose an edition that has the operation, or ``documents``, which takes each operation from the edition of its own page.
"""

from ..linter.finding import Severity
from ..linter.rule import Reading, Rule, TextExample
from ._files import UPDATE_JSON

RULE = Rule(
    id="MP019",
    name="operation-not-in-edition",
    summary="an edition does not have the operation",
    severity=Severity.error,
    cites=(),
    doc=__doc__,
    trigger=Reading(),
    examples=(
        TextExample(
            good=UPDATE_JSON,
            bad=UPDATE_JSON,
            expect=((1, 1),),
            message="UpdateModelPackage is not part of the edition 2020-10",
            operation="UpdateModelPackage",
            staged=True,
        ),
    ),
)
