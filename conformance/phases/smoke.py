"""The smoke phase: is there a backend that takes what is right and refuses what is absurd? Otherwise no other phase says anything."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..check import Case, Check, Expectation, Result, Step, refused
from ..requirements import CREATE
from ..tally import Tally
from ..trials import Grounds, package_step

if TYPE_CHECKING:
    from ...schemas import Spec
    from ..bench import Bench

_ANSWERS = Check(
    "smoke/answers",
    "The target answers a call",
    "smoke",
    "smoke",
    ("CMP-RESP-200",),
    "MUST",
    "document",
)
_MINIMAL = Check(
    "smoke/accepts-minimal",
    "CreateModelPackage accepts the smallest valid request, and answers with the ARN",
    "smoke",
    "smoke",
    ("CMP-RESP-200", "CMP-RESP-JSON", "CMP-RESP-SYNTAX"),
)
_ABSURD = Check(
    "smoke/refuses-absurd",
    "CreateModelPackage refuses a request that names nothing and holds nothing",
    "smoke",
    "smoke",
    ("CMP-NAME-REQ", "CUR-CMP-NAME-REQ-UNVERSIONED"),
)


class Smoke:
    """Asks three questions; a run goes on only when each has its answer."""

    name = "smoke"

    def checks(self, spec: "Spec") -> tuple[Check, ...]:
        """Return the three checks; they are the same in every spec."""
        del spec
        return (_ANSWERS, _MINIMAL, _ABSURD)

    def run(self, checks: Sequence[Check], bench: "Bench") -> Iterator[Result]:
        """Run checks, one after the other."""
        for check in checks:
            tally = Tally(check)
            if check is _MINIMAL:
                ground = Grounds(bench).of(CREATE, package_step(bench.spec, None).request, check.id)
                step = package_step(bench.spec, "package")
                tally.note(ground.problem or bench.run(Case(check.id, (step,)), ground.namespace, ground.before))
                if tally.is_clean and not ground.namespace.has_learnt("package"):
                    tally.fail(
                        "an answer with ModelPackageArn", "an answer without it", "wrong-state", bench.exchange(step, ground.namespace)
                    )
            else:
                expect = refused() if check is _ABSURD else Expectation("answered")
                tally.note(bench.run(Case(check.id, (Step(CREATE, {}, expect),))))
            yield tally.result()


PHASE = Smoke()
