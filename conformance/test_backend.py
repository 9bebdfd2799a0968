"""What ``pytest --pyargs mpkit.conformance`` collects: one item for each check.

The imports are absolute, for pytest imports this file by its path.
"""

from datetime import date
from pathlib import Path

import pytest

from mpkit import schemas
from mpkit.conformance import deviations, runner
from mpkit.conformance.bench import Bench
from mpkit.conformance.check import Check, Deviation, Failure, Result, Run, Summary, Target


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make one item for each check of the edition."""
    try:
        checks = runner.all_checks(schemas.load(metafunc.config.getoption("--mpkit-spec")))
    except schemas.UnknownEditionError as problem:
        pytest.exit(str(problem), pytest.ExitCode.USAGE_ERROR)
    metafunc.parametrize("check", checks, ids=[check.id for check in checks])


@pytest.fixture(scope="session")
def recorded(request: pytest.FixtureRequest) -> tuple[Deviation, ...]:
    """The deviations that are known."""
    file = request.config.getoption("--mpkit-deviations")
    try:
        return deviations.load(Path(file)) if file else ()
    except deviations.DeviationError as problem:
        pytest.exit(str(problem), pytest.ExitCode.USAGE_ERROR)


def test_backend(check: Check, mpkit_bench: Bench, recorded: tuple[Deviation, ...], pytestconfig: pytest.Config) -> None:
    """Ask one question of the backend."""
    [result] = runner.results(mpkit_bench, [check])
    file = str(pytestconfig.getoption("--mpkit-deviations"))
    mine = [one for one in recorded if check.id in deviations.matching(one.id, [check.id])]
    applied = deviations.apply([result], mine, [check.id], mpkit_bench.spec.name, date.today(), file)  # noqa: DTZ011 - a user's calendar
    [result] = applied.results
    if applied.problems:
        pytest.fail("\n".join(applied.problems), pytrace=False)
    if result.verdict == "skipped":
        pytest.skip(result.reason or "it cannot be asked here")
    if result.verdict == "errored":
        pytest.fail(f"no verdict: {result.reason}", pytrace=False)
    if result.verdict == "failed":
        _fail(result, pytestconfig.getoption("--mpkit-level"))


def _fail(result: Result, level: str) -> None:
    story = "\n".join([result.check.title, *map(_told, result.failures)])
    run = Run("", Target("", "", ""), 0, (result,), Summary(), {"level": level})
    if run.fails(result):
        pytest.fail(story, pytrace=False)
    why = f"recorded: {result.deviation.reason}" if result.deviation else f"{result.check.level}, on {result.check.evidence} evidence"
    pytest.xfail(f"{why}\n{story}")


def _told(failure: Failure) -> str:
    last = failure.exchanges[-1]
    return (
        f"{failure.case} ({failure.grade})\n  expected: {failure.expected}\n  observed: {failure.observed}\n"
        f"  {last.step.operation} {last.request}"
    )
