"""The pattern of model-package ARNs that the documents of 2022 give."""

from functools import cache
from typing import Any

from ._patterns import matches


def documented(text: str) -> bool:
    """Tell whether a text is a model-package ARN by the pattern of edition 2022-07, which says less about region and resource."""
    return matches(_pattern(), text)


@cache
def _pattern() -> str:
    from .. import schemas  # noqa: PLC0415 - needed only when an ARN has failed

    edition = schemas.load("2022-07").editions["UpdateModelPackage"]
    shape: dict[str, Any] = edition.shape("UpdateModelPackage", "ModelPackageArn")
    pattern: str = shape["pattern"]
    return pattern
