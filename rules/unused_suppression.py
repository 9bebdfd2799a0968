"""A suppression suppresses nothing.

## What it checks

Each rule that a comment ``# mpkit: ignore[…]`` or a ``[[suppress]]`` entry of the configuration names, provided that the rule ran on a
request there.

## Why the service refuses it

It says that there is a known defect where there is none, and it would hide one that comes later.

## How to fix

Remove the rule from the comment, or the entry from the configuration.
"""

from ..linter.finding import Severity
from ..linter.rule import Reading, Rule, TextExample
from ._files import UPDATE_YAML

RULE = Rule(
    id="MP016",
    name="unused-suppression",
    summary="a suppression suppresses nothing",
    severity=Severity.warning,
    cites=(),
    doc=__doc__,
    trigger=Reading(),
    examples=(
        TextExample(
            good=UPDATE_YAML,
            bad=UPDATE_YAML.replace(
                "ModelApprovalStatus: Approved", "ModelApprovalStatus: Approved  # mpkit: ignore[MP108] the text is that of the audit"
            ),
            expect=((2, 32),),
            message="MP108 finds nothing on line 2, so this comment suppresses nothing",
            form="yaml",
            operation="UpdateModelPackage",
        ),
    ),
)
