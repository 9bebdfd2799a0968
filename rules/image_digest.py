"""A digest is not ``sha256:`` and 64 hexadecimal digits.

## What it checks

``ImageDigest`` and ``ContentDigest``.

## Why the service refuses it

The service matches the whole digest against a pattern. The documents call the image's digest an MD5 hash, but the pattern has asked for
SHA-256 from the beginning, and the pattern decides. The AWS client does not look at patterns and sends the request.

## How to fix

Take the digest that the registry shows (``sha256:…``), not an MD5 hash, and without the repository before it.
"""

import re
from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import quote
from ..linter.rule import Breach, Example, Rule, Violation
from ._patterns import empty, explained, matches, told
from ._samples import container, specification, versioned
from ._words import count

FORM = "a digest is 'sha256:' and 64 hexadecimal digits"
HELP = "give 'sha256:' and the 64 hexadecimal digits that the registry shows"
_HEX = re.compile("[0-9a-fA-F]+")
_ALGORITHM = re.compile(r"[A-Za-z0-9]+(?=:)")
_MD5_DIGITS, _SHA256_DIGITS = 32, 64


def check(violation: Violation) -> Iterator[Finding]:
    text = violation.value
    algorithm = _ALGORITHM.match(text)
    if not text:
        yield empty(violation, HELP, FORM)
    elif _HEX.fullmatch(text):
        yield _bare(violation, len(text))
    elif "@" in text:
        digest = text.rpartition("@")[2]
        right = digest if matches(violation.limit, digest) else None
        yield told(violation, f"it has a repository before the digest; {FORM}", HELP, right)
    elif algorithm is None:
        yield told(violation, f"it does not start with 'sha256:'; {FORM}", HELP)
    elif algorithm.group().lower() != "sha256":
        yield told(violation, f"it names the algorithm {quote(algorithm.group())}; {FORM}", HELP)
    else:
        digits = text.partition(":")[2]
        length = f"it has {count(len(digits), 'digit')} after 'sha256:'; {FORM}"
        if _HEX.fullmatch(digits):
            yield told(violation, length, HELP)
        else:
            yield explained(violation, FORM, missing=length, help=HELP)


def _bare(violation: Violation, digits: int) -> Finding:
    if digits == _MD5_DIGITS:
        fault = "it is an MD5 hash, as the prose has it; the service takes SHA-256 only, and " + FORM
        return told(violation, fault, HELP)
    if digits == _SHA256_DIGITS:
        return told(violation, "it lacks the prefix 'sha256:'", "write 'sha256:' before the digits", f"sha256:{violation.value}")
    return told(violation, f"it is {count(digits, 'hexadecimal digit')} without a prefix; {FORM}", HELP)


_DIGEST = ("InferenceSpecification", "Containers", 0, "ImageDigest")
_GOOD = versioned(InferenceSpecification=specification(Containers=[container(ImageDigest="sha256:" + "0f" * 32)]))

RULE = Rule(
    id="MP124",
    name="image-digest",
    summary="a digest is not sha256: and 64 hexadecimal digits",
    severity=Severity.error,
    cites=("UMP-DIGEST-MD5", "CUR-CMP-DIGEST-MD5"),
    doc=__doc__,
    trigger=Breach(("pattern",), ("ImageDigest", "ContentDigest")),
    check=check,
    examples=(
        Example(
            good=_GOOD,
            edit=Edit("set", _DIGEST, "0f" * 16),
            expect=(_DIGEST,),
            message="ImageDigest is '0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f', but it is an MD5 hash, as the prose has it; the service takes "
            "SHA-256 only, and a digest is 'sha256:' and 64 hexadecimal digits",
        ),
        Example(
            good=_GOOD,
            edit=Edit("set", _DIGEST, "sha256:0f0f"),
            expect=(_DIGEST,),
            message="ImageDigest is 'sha256:0f0f', but it has 4 digits after 'sha256:'; a digest is 'sha256:' and 64 hexadecimal digits",
        ),
        Example(
            good=_GOOD,
            edit=Edit("set", _DIGEST, "sha256:0x"),
            expect=(_DIGEST,),
            message="ImageDigest is 'sha256:0x', but its character 9 is 'x'; a digest is 'sha256:' and 64 hexadecimal digits",
        ),
        Example(
            good=_GOOD,
            edit=Edit("set", _DIGEST, "sha512:0f"),
            expect=(_DIGEST,),
            message="ImageDigest is 'sha512:0f', but it names the algorithm 'sha512'; a digest is 'sha256:' and 64 hexadecimal digits",
        ),
    ),
)
