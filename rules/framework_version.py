"""A framework version does not begin with one digit and a dot.

## What it checks

``FrameworkVersion``: one digit, a dot, then ASCII letters, digits and dots; hyphens since service model 1.29.1.

## Why the service refuses it

The service matches the whole version against a pattern. The AWS client does not look at patterns and sends the request. A version such as
``2024.1`` or ``10.0`` cannot be said.

## How to fix

Write the version as ``1.13.1``, without ``v`` before it and without build metadata behind a ``+``.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._patterns import explained, matches, told
from ._samples import container, specification, versioned

HELP = "write the version as in 1.13.1"
START = "a version begins with one digit and a dot"


def check(violation: Violation) -> Iterator[Finding]:
    text = violation.value
    if text[:1] in ("v", "V"):
        right = text[1:] if matches(violation.limit, text[1:]) and len(text) > 3 else None  # noqa: PLR2004 - versions have 3 at least
        yield told(violation, f"it begins with a letter; {START}", HELP, right)
    elif (digits := len(text) - len(text.lstrip("0123456789"))) > 1:
        yield told(violation, f"it begins with {digits} digits; {START}", HELP)
    elif not (digits and text[1:2] == "."):
        yield explained(violation, START, missing="it ends too early", help=HELP)
    else:
        marks = ", dots and hyphens" if violation.shape == "ModelPackageFrameworkVersion" else " and dots"
        allowed = f"only letters, digits{marks} are allowed"
        yield explained(violation, allowed, missing="it ends too early", help=HELP)


_VERSION = ("InferenceSpecification", "Containers", 0, "FrameworkVersion")
_GOOD = versioned(InferenceSpecification=specification(Containers=[container(Framework="PYTORCH", FrameworkVersion="1.13.1")]))

RULE = Rule(
    id="MP132",
    name="framework-version",
    summary="a framework version does not have the form 1.13.1",
    severity=Severity.error,
    cites=("UMP-FWVERSION-SEM",),
    doc=__doc__,
    trigger=Breach(("pattern",), ("FrameworkVersion", "ModelPackageFrameworkVersion")),
    check=check,
    examples=(
        Example(
            good=_GOOD,
            edit=Edit("set", _VERSION, "v1.13"),
            expect=(_VERSION,),
            message="FrameworkVersion is 'v1.13', but it begins with a letter; a version begins with one digit and a dot",
        ),
        Example(
            good=_GOOD,
            edit=Edit("set", _VERSION, "10.0"),
            expect=(_VERSION,),
            message="FrameworkVersion is '10.0', but it begins with 2 digits; a version begins with one digit and a dot",
        ),
        Example(
            good=_GOOD,
            edit=Edit("set", _VERSION, "2.1+cpu"),
            expect=(_VERSION,),
            message="FrameworkVersion is '2.1+cpu', but its character 4 is '+'; only letters, digits, dots and hyphens are allowed",
        ),
    ),
)
