"""A file in a folder cannot be read.

## What it checks

That each file found in a folder can be opened and read. A file that is named on the command line and cannot be read ends the run with exit
code 2 and is not reported by this rule.

## Why the service refuses it

Nothing can be said about the file, and silence would look like a clean result.

## How to fix

Give yourself the permission to read it, remove a link that leads nowhere, or exclude the file.
"""

from ..linter.finding import Severity
from ..linter.rule import Reading, Rule, TextExample
from ._files import UPDATE_JSON

RULE = Rule(
    id="MP011",
    name="unreadable-file",
    summary="a file in a folder cannot be read",
    severity=Severity.error,
    cites=(),
    doc=__doc__,
    trigger=Reading(),
    examples=(
        TextExample(
            good=UPDATE_JSON,
            bad=UPDATE_JSON,
            expect=((1, 1),),
            message="this cannot be read: permission denied",
            operation="UpdateModelPackage",
            staged=True,
        ),
    ),
)
