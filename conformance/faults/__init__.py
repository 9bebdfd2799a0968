"""Single faults: registries that are right but for one thing. They prove that the kit would notice.

    >>> from mpkit import schemas
    >>> from mpkit.conformance.faults import faults
    >>> from mpkit.conformance.model import Model
    >>> from mpkit.conformance.wire import Registry, stages
    >>> fault = next(fault for fault in faults(schemas.load()) if fault.id == "metadata/replaced")
    >>> faulty = Registry(fault.wrap(stages(Model())))

A fault is data: what it is called, which checks must notice it, and a small function around the stages of a registry. There is one for
each constraint and rule of the spec, made from the schemas and rules themselves, and one by one those about behaviour, one file a group.
"""

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from ..neighbours import described
from ..requirements import PREFIXES, constraint_checks
from .fault import Fault

if TYPE_CHECKING:
    from ...schemas import Spec

__all__ = ["GROUPS", "Fault", "faults", "of_group", "purpose"]

GROUPS = (
    "backends",
    "constraints",
    "rules",
    "judging",
    "errors",
    "creation",
    "storing",
    "update",
    "crosstalk",
    "specifications",
    "metadata",
    "text",
    "reading",
    "listing",
    "removal",
    "protocol",
)
"""The files that hold faults, in the order in which they are listed."""


@lru_cache(maxsize=8)
def faults(spec: "Spec") -> tuple[Fault, ...]:
    """Return all faults that can be told from the documents of a spec, in a stable order."""
    return tuple(fault for group in GROUPS for fault in of_group(group, spec))


def of_group(group: str, spec: "Spec") -> tuple[Fault, ...]:
    """Return the faults of one group."""
    known = {f"{PREFIXES[item.operation]}/{described(item.constraint.place)}" for item in constraint_checks(spec)}
    found: tuple[Fault, ...] = import_module(f".{group}", __package__).faults(spec)
    return tuple(fault for fault in found if known.issuperset(fault.needs))


def purpose(group: str) -> str:
    """Return what a group is about, in one sentence."""
    return (import_module(f".{group}", __package__).__doc__ or "").partition("\n")[0]
