"""The pytest plugin: one test item a check, and fixtures for people's own tests.

    pytest --pyargs mpkit.conformance --mpkit-endpoint-url http://127.0.0.1:4566 -k update

Fixtures: ``mpkit_subject``, the backend that the options name (moto by default) as a `mpkit.conformance.subject.Subject`;
``mpkit_reference``, a fresh fake registry that behaves as the documents say, with its ``url`` and ``region``, for each test;
``mpkit_bench``, a `mpkit.conformance.bench.Bench` on the subject. With pytest-xdist each worker has its own.

pytest loads this module in every run, so that it imports nothing but pytest until something of it is used.
"""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .bench import Bench
    from .server import Served
    from .subject import Subject
    from .targets import Opened

_UNFIT = 3


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options, which are those of ``mpkit conform``."""
    group = parser.getgroup("mpkit", "conformance of a SageMaker model-package backend")
    add = group.addoption
    add("--mpkit-target", metavar="TARGET", help="moto (default), reference, or module:factory")
    add("--mpkit-endpoint-url", metavar="URL", help="the backend under test, which speaks AWS JSON 1.1 there")
    add("--mpkit-region", metavar="REGION", help="its region")
    add("--mpkit-profile", metavar="NAME", help="the AWS profile with the credentials")
    add("--mpkit-spec", metavar="EDITION", default="current", help="the edition to hold it against (default: current)")
    add("--mpkit-level", choices=("must", "should", "all"), default="must", help="what fails; the rest is an expected failure")
    add("--mpkit-strict", action="store_true", help="the documents alone count where the live service is seen to differ")
    add("--mpkit-seed", metavar="N", type=int, default=0, help="draw other cases (default: 0)")
    add("--mpkit-max-examples", metavar="N", type=int, default=50, help="cases that each drawn check gets (default: 50)")
    add("--mpkit-deviations", metavar="FILE", help="known deviations, which are expected failures; a YAML file")


@pytest.fixture(scope="session")
def _mpkit_opened(request: pytest.FixtureRequest) -> "Iterator[Opened]":
    from .. import schemas  # noqa: PLC0415 - loaded where the kit is used
    from .subject import SubjectError  # noqa: PLC0415 - as above
    from .sweep import sweep  # noqa: PLC0415 - as above
    from .targets import AWS, Wish, opened  # noqa: PLC0415 - as above

    option = request.config.getoption
    wish = Wish(
        target=option("--mpkit-target"),
        endpoint_url=option("--mpkit-endpoint-url"),
        region=option("--mpkit-region"),
        profile=option("--mpkit-profile"),
        workers=1,
    )
    if wish.target == AWS:
        pytest.exit("an account is tested with: mpkit conform --target aws", pytest.ExitCode.USAGE_ERROR)
    try:
        spec = schemas.load(option("--mpkit-spec"))
        with opened(wish, spec) as target:
            yield target
            if target.ledger is not None:
                left = sweep(target.ledger, target.client).left
                target.ledger.close() if left else target.ledger.discard()
    except (SubjectError, schemas.UnknownEditionError) as problem:
        pytest.exit(str(problem), pytest.ExitCode.USAGE_ERROR)


@pytest.fixture(scope="session")
def mpkit_subject(_mpkit_opened: "Opened") -> "Subject":
    """The backend that the options name."""
    return _mpkit_opened.subject


@pytest.fixture(scope="session")
def mpkit_bench(request: pytest.FixtureRequest, _mpkit_opened: "Opened") -> "Bench":
    """A bench on the backend that the options name, which has passed the smoke phase and whose capabilities were probed."""
    from dataclasses import replace  # noqa: PLC0415 - loaded where the kit is used

    from .. import schemas  # noqa: PLC0415 - as above
    from . import capabilities, runner  # noqa: PLC0415 - as above
    from .bench import Bench, Settings  # noqa: PLC0415 - as above

    option = request.config.getoption
    settings = Settings(option("--mpkit-seed"), option("--mpkit-max-examples"), workers=1, strict=option("--mpkit-strict"))
    bench = Bench(_mpkit_opened.subject, schemas.load(option("--mpkit-spec")), _mpkit_opened.names, settings)
    try:
        runner.smoke(bench)
    except runner.SmokeError as problem:
        pytest.exit(f"mpkit: {problem}; nothing else was asked", _UNFIT)
    return replace(bench, capabilities=capabilities.probe(bench).has)


@pytest.fixture
def mpkit_reference(request: pytest.FixtureRequest) -> "Iterator[Served]":
    """A fresh fake registry that behaves as the documents say, served over HTTP while the test runs."""
    from .server import serve  # noqa: PLC0415 - loaded where the kit is used

    with serve(request.config.getoption("--mpkit-spec")) as served:
        yield served
