r"""A file is not UTF-8.

## What it checks

That the bytes are UTF-8: no other encoding (UTF-16 and UTF-32 are named), no byte that UTF-8 does not have there, and no escape such as
``\ud83d`` that stands for half a character.

## Why the service refuses it

JSON is exchanged in UTF-8. The AWS CLI reads other bytes as it can: it fails, or sends other characters than were meant.

## How to fix

Save the file as UTF-8. In PowerShell, write it with ``-Encoding utf8NoBOM``, since ``>`` writes UTF-16 in older versions.
"""

from ..linter.finding import Severity
from ..linter.rule import Reading, Rule, TextExample
from ._files import UPDATE_JSON

RULE = Rule(
    id="MP004",
    name="invalid-encoding",
    summary="a file is not UTF-8",
    severity=Severity.error,
    cites=("CMP-FORMAT-JSON", "UMP-CLIJSON-EXEC"),
    doc=__doc__,
    trigger=Reading(),
    examples=(
        TextExample(
            good=UPDATE_JSON,
            bad=UPDATE_JSON.encode("utf-16"),
            expect=((1, 1),),
            message="the file is UTF-16, as its byte-order mark says; only UTF-8 is read",
            operation="UpdateModelPackage",
        ),
        TextExample(
            good=UPDATE_JSON,
            bad=UPDATE_JSON.encode().replace(b"Approved", b"Gepr\xfcft"),
            expect=((3, 31),),
            message="the byte FC is not valid UTF-8 here; in Windows-1252 it is 'ü'",
            operation="UpdateModelPackage",
        ),
        TextExample(
            good=UPDATE_JSON,
            bad=UPDATE_JSON.replace('"Approved"\n', '"Approved",\n  "ApprovalDescription": "fine \\ud83d"\n'),
            expect=((4, 32),),
            message="the escape '\\ud83d' is half of a surrogate pair, which stands for no character",
            operation="UpdateModelPackage",
        ),
    ),
)
