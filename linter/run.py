"""Lint any number of files, in one process or in several, and put what comes out into one report."""

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TypeVar

_CHUNK = 200
_FEW = 2000
_MOST_PROCESSES = 61  # as many as Windows can wait for
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def spread(
    items: Iterable[_Item],
    jobs: int | None,
    here: Callable[[list[_Item]], list[_Result]],
    elsewhere: Callable[[], Callable[[list[_Item]], list[_Result]]],
) -> Iterator[_Result]:
    """Yield the results of ``items`` in their order, worked on in chunks.

    ``jobs`` is the number of processes; `None` takes one for each processor, and only this one where the items are few, as a process
    costs more than a thousand files. ``here`` does the work in this process; ``elsewhere`` makes what does it in others, and must
    survive pickling.
    """
    items = iter(items)
    first = list(islice(items, _FEW if jobs is None else _CHUNK)) if jobs != 1 else []
    more = next(items, None) if first else None
    if more is None:
        for chunk in chain((first,), _chunks(items)):
            yield from here(chunk)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - small runs never need it

    with ProcessPoolExecutor(min(jobs or os.cpu_count() or 1, _MOST_PROCESSES)) as pool:
        for results in pool.map(elsewhere(), _chunks(chain(first, (more,), items))):
            yield from results


def _chunks(items: Iterator[_Item]) -> Iterator[list[_Item]]:
    while chunk := list(islice(items, _CHUNK)):
        yield chunk
