"""What instance types look like, and what the lists of an edition tell about one."""

import re
from collections.abc import Sequence
from types import MappingProxyType

from ..linter.rule import Violation
from ._later import value_since
from ._nearest import nearest
from ._words import listing

LISTS = MappingProxyType({"TransformInstanceType": "transform jobs", "ProductionVariantInstanceType": "real-time endpoints"})
"""The shapes that list instance types, and what each is for."""

SHAPES = tuple(LISTS)

_FORM = re.compile(r"ml\.(?P<family>[a-z0-9-]+)\.(?:small|medium|large|[0-9]*xlarge|metal|nano|micro)")


def family(value: str) -> str | None:
    """Return the family of a well-formed instance type (``m5`` of ``ml.m5.xlarge``)."""
    match = _FORM.fullmatch(value)
    return match["family"] if match else None


def elsewhere(violation: Violation) -> str | None:
    """Return the use (as in `LISTS`) of the other list of the edition when that one has the value."""
    return next((use for shape, use in LISTS.items() if shape != violation.shape and violation.value in _listed(violation, shape)), None)


def later(violation: Violation) -> str | None:
    """Return since when a well-formed value is listed, where the edition is older than that."""
    return value_since(violation, violation.value) if family(violation.value) else None


def relatives(violation: Violation) -> list[str]:
    """Return what the edition lists of the value's family, in this list or the other."""
    wanted = family(violation.value)
    known = dict.fromkeys(value for shape in SHAPES for value in _listed(violation, shape))
    return [value for value in known if wanted is not None and family(value) == wanted]


def kin(violation: Violation) -> list[str]:
    """Return what the list has of the value's kind, told by the letters that its family begins with: those of its size, or all."""
    kind = _kind(violation.value)
    same = [value for value in violation.limit if _kind(value) == kind]
    size = "." + violation.value.rpartition(".")[2]
    return [value for value in same if value.endswith(size)] or same


def _kind(value: str) -> str:
    return re.sub("[^a-z].*", "", family(value) or "")


def newcomer(violation: Violation) -> bool:
    """Tell whether the value may be newer than the edition: listed by a later one, or well formed and of a family that is unknown to it."""
    if family(violation.value) is None:
        return False
    return later(violation) is not None or not relatives(violation)


def choice(value: str, allowed: Sequence[str]) -> str:
    """Render the three values nearest to ``value``."""
    return listing(nearest(value, allowed, 3), "and")


def _listed(violation: Violation, shape: str) -> list[str]:
    definitions = violation.request.edition.schema(violation.request.operation)["$defs"]
    values: list[str] = definitions.get(shape, {}).get("enum", [])
    return values
