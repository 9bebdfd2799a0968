"""An option of the command line stands in the request.

## What it checks

``CliInputJson``, ``GenerateCliSkeleton``, names with dashes such as ``model-package-name``, and anything that starts with ``--``.

## Why the service refuses it

The document is the text that ``--cli-input-json`` takes: the members of the request, spelt as in the API. Options of the command line are
unknown members.

## How to fix

Spell members as the skeleton does (``ModelPackageName``) and give options on the command line.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import quote
from ..linter.rule import Breach, Example, Rule, Violation
from ._nearest import fold
from ._samples import update, versioned

OPTIONS = frozenset({"cliinputjson", "cliinputyaml", "cliautoprompt", "noclipager", "generatecliskeleton", "endpointurl", "noverifyssl"})


def check(violation: Violation) -> Iterator[Finding]:
    name = violation.value
    request = violation.request
    folded = fold(name)
    if "-" in name and not name.startswith("x-"):
        properties = request.edition.shape(request.operation, violation.shape)["properties"]
        member = next((member for member in properties if fold(member) == folded), None)
        if member is not None:
            yield _spelling(violation, member)
            return
    if name.startswith("--") or (len(violation.path) == 1 and folded in OPTIONS):
        yield Finding(
            violation.path,
            f"{quote(name)} is an option of the command line and no member of the request",
            "take it out and give it on the command line",
            on="key",
            suggestion=Edit("remove", violation.path),
        )


def _spelling(violation: Violation, member: str) -> Finding:
    violation.request.meant.add((*violation.path[:-1], member))
    return Finding(
        violation.path,
        f"{quote(violation.value)} is the command line's spelling of {member}",
        f"write {member}",
        on="key",
        suggestion=Edit("rename", violation.path, member),
    )


RULE = Rule(
    id="MP105",
    name="command-line-option",
    summary="an option of the command line stands in the request",
    severity=Severity.error,
    cites=("UMP-CLIJSON-FORMAT", "UMP-CLIJSON-OPT", "UMP-SKEL-OPT", "UMP-CLI-GLOBALS"),
    doc=__doc__,
    trigger=Breach(("additionalProperties",)),
    check=check,
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", ("CliInputJson",), "file://request.json"),
            expect=(("CliInputJson",),),
            message="'CliInputJson' is an option of the command line and no member of the request",
        ),
        Example(
            good=update(),
            edit=Edit("rename", ("ModelPackageArn",), "model-package-arn"),
            expect=(("model-package-arn",),),
            message="'model-package-arn' is the command line's spelling of ModelPackageArn",
            operation="UpdateModelPackage",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", ("--region",), "us-east-1"),
            expect=(("--region",),),
            message="'--region' is an option of the command line and no member of the request",
        ),
    ),
)
