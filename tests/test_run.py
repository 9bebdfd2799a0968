from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Self

import pytest

from mpkit.linter.run import spread


def double(items: list[int]) -> list[int]:
    return [item * 2 for item in items]


def refuse(items: list[int]) -> list[int]:
    raise AssertionError(items)


def elsewhere() -> partial[list[int]]:
    return partial(double)


@pytest.mark.parametrize("count", [0, 1, 199, 200, 201, 999])
@pytest.mark.parametrize("jobs", [1, 2, None])
def test_results_come_in_the_order_of_the_items(count: int, jobs: int | None) -> None:
    assert list(spread(range(count), jobs, double, elsewhere)) == [number * 2 for number in range(count)]


def test_few_items_stay_in_this_process() -> None:
    assert len(list(spread(range(2000), None, double, lambda: refuse))) == 2000


def test_many_items_are_spread_over_processes() -> None:
    assert len(list(spread(range(2001), None, refuse, elsewhere))) == 2001
    assert len(list(spread(range(201), 2, refuse, elsewhere))) == 201


class Pool:
    """Stands in for the pool of processes, and notes how many it is asked for."""

    asked: list[int]

    def __init__(self, processes: int) -> None:
        self.asked.append(processes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def map(self, work: Any, chunks: Iterable[list[int]]) -> Iterator[list[int]]:
        return map(work, chunks)


@pytest.mark.parametrize(("jobs", "processors", "processes"), [(2, 8, 2), (61, 8, 61), (999, 8, 61), (None, 128, 61), (None, None, 1)])
def test_there_are_never_more_processes_than_every_system_takes(
    monkeypatch: pytest.MonkeyPatch, jobs: int | None, processors: int | None, processes: int
) -> None:
    monkeypatch.setattr(Pool, "asked", [], raising=False)
    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", Pool)
    monkeypatch.setattr("os.cpu_count", lambda: processors)

    assert len(list(spread(range(2001), jobs, refuse, elsewhere))) == 2001
    assert Pool.asked == [processes]


def test_one_process_takes_the_items_as_they_come() -> None:
    taken: list[int] = []

    def source() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    results = spread(source(), 1, double, elsewhere)
    next(results)

    assert len(taken) <= 200
