"""A suppression cannot be understood.

## What it checks

Comments that start with ``mpkit:``. A suppression names rules that there are, by id or name, in brackets, and gives a reason behind them.
The findings of this rule, of unused and of expired suppressions cannot be suppressed.

## Why the service refuses it

A suppression that is not understood suppresses nothing, and one without a reason cannot be reviewed later.

## How to fix

Write ``# mpkit: ignore[MP209] reason`` on the line of the finding or alone on the line before, or ``# mpkit: ignore-file[MP209] reason``
above all content.
"""

from ..linter.finding import Severity
from ..linter.rule import Reading, Rule, TextExample
from ._files import UPDATE_YAML

RULE = Rule(
    id="MP018",
    name="invalid-suppression",
    summary="a suppression cannot be understood",
    severity=Severity.error,
    cites=(),
    doc=__doc__,
    trigger=Reading(),
    examples=(
        TextExample(
            good=UPDATE_YAML,
            bad=UPDATE_YAML.replace("ModelApprovalStatus: Approved", "ModelApprovalStatus: Approved  # mpkit: ignore[MP108]"),
            expect=((2, 32),),
            message="this suppression gives no reason",
            form="yaml",
            operation="UpdateModelPackage",
        ),
    ),
)
