"""What can be read off ARNs and regional host names."""

import re
from typing import NamedTuple

from ..linter.request import Scope

REGION = r"[a-z]{2,4}(?:-[a-z]+)+-[0-9]{1,2}"
"""A region's name: ``us-east-1``, ``us-gov-west-1``, ``eusc-de-east-1``."""

DNS_SUFFIX = r"(?:amazonaws\.(?:com(?:\.cn)?|eu)|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)"
"""How the host names of the partitions end."""


class Arn(NamedTuple):
    """The parts of an ARN as they are written; ``resource`` is all that follows the account."""

    partition: str
    service: str
    region: str
    account: str
    resource: str


def split(text: str) -> Arn | None:
    """Split an ARN, or return `None` for a text that is none."""
    parts = text.split(":", 5)
    return Arn(*parts[1:]) if len(parts) == 6 and parts[0] == "arn" else None  # noqa: PLR2004 - an ARN has six parts


def region(text: str) -> str | None:
    """Return the region that an ARN names, `None` where it names none."""
    arn = split(text)
    return arn.region if arn is not None and re.fullmatch(REGION, arn.region) else None


def package_region(scope: Scope) -> tuple[str, str] | None:
    """Return the region of the model package and the member of the request that tells it.

    An update tells it by ``ModelPackageArn``; a creation does only when it names the group by its ARN.
    """
    for member in ("ModelPackageArn", "ModelPackageGroupName"):
        text = scope.text(member)
        if text is not None and text.startswith("arn:"):
            found = region(text)
            return None if found is None else (found, member)
    return None
