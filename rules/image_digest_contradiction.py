"""The digest in ``Image`` is not the one in ``ImageDigest``.

## What it checks

Where ``Image`` ends in ``@sha256:…`` and ``ImageDigest`` is given too, both name the same digest, in whatever case.

## Why the service refuses it

No document says which of them counts. One of the two describes another image than the one that is meant.

## How to fix

Correct one of them, or leave out ``ImageDigest``.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Related, Severity
from ..linter.request import Scope
from ..linter.rule import Example, Rule, Visit
from . import _image
from ._samples import IMAGE, container, specification, versioned

CONTAINER = ("InferenceSpecification", "Containers", 0)
ZEROS = "sha256:" + 64 * "0"
ONES = "sha256:" + 64 * "1"


def check(scope: Scope) -> Iterator[Finding]:
    image, digest = scope.text("Image"), scope.text("ImageDigest")
    if image is None or digest is None:
        return
    written = _image.split(image).digest
    if written is not None and _image.is_digest(written) and _image.is_digest(digest.lower()) and written.lower() != digest.lower():
        yield scope.finding(
            "ImageDigest",
            message="ImageDigest is not the digest that Image ends in",
            help="correct one of the two, or leave out ImageDigest",
            related=(Related((*scope.path, "Image"), "the digest in Image"),),
        )


RULE = Rule(
    id="MP255",
    name="image-digest-contradiction",
    summary="the digest in Image is not the one in ImageDigest",
    severity=Severity.info,
    cites=("UMP-IMAGE-DIGEST",),
    doc=__doc__,
    trigger=Visit(("ModelPackageContainerDefinition",), ("ImageDigest",)),
    check=check,
    examples=(
        Example(
            good=versioned(
                InferenceSpecification=specification(
                    Containers=[container(Image=f"{IMAGE.removesuffix(':1.4')}@{ZEROS}", ImageDigest=ZEROS)]
                )
            ),
            edit=Edit("set", (*CONTAINER, "ImageDigest"), ONES),
            expect=((*CONTAINER, "ImageDigest"),),
            message="ImageDigest is not the digest that Image ends in",
        ),
    ),
)
