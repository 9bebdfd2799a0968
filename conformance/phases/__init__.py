"""The phases of a run, one file each; what a phase is."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from ..check import Check, PhaseName, Result

if TYPE_CHECKING:
    from ...schemas import Spec
    from ..bench import Bench


class Phase(Protocol):
    """One file in ``conformance/phases``, with a module-level ``PHASE`` that fulfils this.

    `checks` lists everything that the phase can ask in a spec, always in the same order; `run` asks some of it, yields one result for
    each, in the order of ``checks``, and never raises because of what a backend does.
    """

    name: PhaseName

    def checks(self, spec: "Spec") -> tuple[Check, ...]:
        """Return all checks of this phase, in a stable order."""
        ...

    def run(self, checks: Sequence[Check], bench: "Bench") -> Iterator[Result]:
        """Run some of the phase's checks."""
        ...
