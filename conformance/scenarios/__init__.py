"""Scenarios: the behaviour checks, one file a topic. Each is a check and the scripts that answer it."""

from functools import lru_cache
from typing import TYPE_CHECKING

from . import bodies, create, delete, describe, groups, keeping, lists, metadata, refusals, specifications, update, values

if TYPE_CHECKING:
    from ...schemas import Spec
    from ..check import PhaseName
    from .script import Scenario

_MODULES = (create, update, keeping, metadata, specifications, refusals, describe, lists, delete, groups, bodies, values)


@lru_cache(maxsize=8)
def scenarios(spec: "Spec", phase: "PhaseName" = "stateful") -> "tuple[Scenario, ...]":
    """Return the scenarios of a phase that make sense in a spec, always in the same order."""
    return tuple(each for module in _MODULES for each in module.SCENARIOS if each.check.phase == phase and each.suits(spec))
