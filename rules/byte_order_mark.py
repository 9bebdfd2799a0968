"""A file starts with a byte-order mark.

## What it checks

The first three bytes of the file. ``EF BB BF`` is the byte-order mark that some editors on Windows write before UTF-8. The rest of the file
is checked as if it were not there.

## Why the service refuses it

The mark is no part of JSON, and the AWS CLI stops at it.

## How to fix

Save the file as *UTF-8* and not as *UTF-8 with BOM*. In PowerShell, write it with ``-Encoding utf8NoBOM``.
"""

from ..linter.finding import Severity
from ..linter.rule import Reading, Rule, TextExample
from ._files import UPDATE_JSON

RULE = Rule(
    id="MP003",
    name="byte-order-mark",
    summary="a file starts with a byte-order mark",
    severity=Severity.error,
    cites=("CMP-FORMAT-JSON", "UMP-CLIJSON-EXEC"),
    doc=__doc__,
    trigger=Reading(),
    examples=(
        TextExample(
            good=UPDATE_JSON,
            bad="\ufeff" + UPDATE_JSON,
            expect=((1, 1),),
            message="the file starts with a byte-order mark (bytes EF BB BF), which the AWS CLI refuses in JSON",
            operation="UpdateModelPackage",
        ),
    ),
)
