"""A file is larger than the limit.

## What it checks

The size of a file against ``max-size`` of the configuration, 10,000,000 bytes unless it says otherwise. Only files that are named on the
command line or that the configuration or their name calls requests are reported; others are skipped.

## Why the service refuses it

The limit is the linter's own: the largest valid request is far smaller, so that such a file is rarely what it seems to be.

## How to fix

Exclude the file, split it, or raise ``max-size``.
"""

from ..linter.finding import Severity
from ..linter.rule import Reading, Rule, TextExample
from ._files import UPDATE_JSON

RULE = Rule(
    id="MP009",
    name="file-too-large",
    summary="a file is larger than the limit",
    severity=Severity.error,
    cites=(),
    doc=__doc__,
    trigger=Reading(),
    examples=(
        TextExample(
            good=UPDATE_JSON,
            bad=" " * 200 + UPDATE_JSON,
            expect=((1, 1),),
            message="the file has more than 200 bytes, the limit of max-size",
            operation="UpdateModelPackage",
            config="max-size = 200",
        ),
    ),
)
