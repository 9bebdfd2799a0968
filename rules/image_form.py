"""An image is not given as an Amazon ECR path.

## What it checks

``Image`` is a private ECR registry, a repository, and a tag or a digest or neither:
``111122223333.dkr.ecr.us-east-1.amazonaws.com/churn:1.4``. There is one finding for each image, for the first thing that is wrong.

## Why the service refuses it

The documents call it an ECR path and name two forms, with a tag and with a digest. The pattern lets every text without white space
through, so that a name which the service cannot pull from is found out late.

## How to fix

Push the image to ECR and copy the URI that ECR shows. Give either a tag or a digest.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope, quote
from ..linter.rule import Example, Rule, Visit
from . import _image
from ._nothing import NOTHING
from ._samples import IMAGE, versioned
from ._words import count

AT = ("InferenceSpecification", "Containers", 0, "Image")
ECR = "<account>.dkr.ecr.<region>.amazonaws.com"
SHA = "sha256:" + 64 * "0"


def check(scope: Scope) -> Iterator[Finding]:
    image = scope.text("Image")
    return NOTHING if image is None or _image.WELL_FORMED.fullmatch(image) else _findings(scope, image)


def _findings(scope: Scope, image: str) -> Iterator[Finding]:
    scheme, marks, rest = image.partition("://")
    if marks:
        yield scope.finding(
            "Image",
            message=f"Image starts with {quote(scheme + marks)}; an ECR path starts with its registry",
            help=f"leave out {quote(scheme + marks)}",
            suggestion=Edit("set", (*scope.path, "Image"), rest) if _image.WELL_FORMED.fullmatch(rest) else None,
        )
        return
    bare = image.strip("'\"")
    if bare != image and _image.WELL_FORMED.fullmatch(bare):
        yield scope.finding(
            "Image",
            message="Image has quotation marks in its text, around the path",
            help="remove the inner quotation marks",
            suggestion=Edit("set", (*scope.path, "Image"), bare),
        )
        return
    message, mend = _wrong(_image.split(image), image)
    yield scope.finding("Image", message=message, help=mend)


def _wrong(image: _image.Image, text: str) -> tuple[str, str]:
    """Return message and mend for the first part that is wrong, in the order in which they are written."""
    if image.registry is None:
        return (
            f"Image is {quote(text)}, which names no registry; an ECR path is '{ECR}/repository' with ':tag' or '@digest'",
            "give the URI that ECR shows for the image",
        )
    if not _image.is_registry(image.registry):
        return _wrong_registry(image.registry)
    if not _image.is_repository(image.repository):
        return _wrong_repository(image.repository)
    if image.digest is not None and not _image.is_digest(image.digest):
        return (
            f"the digest of Image is {quote(image.digest)}; a digest is 'sha256:' and 64 hexadecimal digits",
            "copy the digest that ECR shows, or give a tag",
        )
    if image.tag is not None and not _image.is_tag(image.tag):
        return (
            f"the tag of Image is {quote(image.tag)}; a tag is 1 to 128 letters, digits, '_', '.' or '-', not starting with '.' or '-'",
            "give the tag that ECR shows, or leave it out with its colon",
        )
    return (
        f"Image carries both the tag {quote(str(image.tag))} and a digest; only one of them is supported",
        "leave out the tag or the digest",
    )


def _wrong_registry(host: str) -> tuple[str, str]:
    digits = _image.account_digits(host)
    if digits is not None:
        return (
            f"the registry of Image is {quote(host)}; its account has {count(digits, 'digit')}, and an account id has 12",
            "write the account id with its 12 digits",
        )
    return f"the registry of Image is {quote(host)}; an ECR registry is '{ECR}'", "push the image to ECR and give the URI that ECR shows"


def _wrong_repository(name: str) -> tuple[str, str]:
    if not name:
        return "Image names no repository behind its registry", "add the repository, as in 'registry/repository:tag'"
    if _image.is_repository(name.lower()):
        return f"the repository of Image is {quote(name)}; its letters have to be lower case", "write the repository as ECR shows it"
    return (
        f"the repository of Image is {quote(name)}; it may have lower-case letters and digits, with '.', '_', '-' and '/' between them",
        "write the repository as ECR shows it",
    )


RULE = Rule(
    id="MP253",
    name="image-form",
    summary="an image is not given as an ECR path",
    severity=Severity.warning,
    cites=("UMP-IMAGE-ECR", "UMP-IMAGE-TAG", "UMP-IMAGE-DIGEST", "CUR-CMP-IMAGE-FORMATS", "CMP-INF-SEM-IMAGES"),
    doc=__doc__,
    trigger=Visit(("ModelPackageContainerDefinition",), ("Image",)),
    check=check,
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", AT, "xgboost:latest"),
            expect=(AT,),
            message=(f"Image is 'xgboost:latest', which names no registry; an ECR path is '{ECR}/repository' with ':tag' or '@digest'"),
        ),
        Example(
            good=versioned(),
            edit=Edit("set", AT, IMAGE[1:]),
            expect=(AT,),
            message="the registry of Image is '11122223333.dkr.ecr.us-east-1.amazonaws.com'; its account has 11 digits, and an account id "
            "has 12",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", AT, f"{IMAGE}@{SHA}"),
            expect=(AT,),
            message="Image carries both the tag '1.4' and a digest; only one of them is supported",
        ),
    ),
)
