"""Run commands in turn, several times, and say what each took."""

import os
import statistics
import subprocess
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass
class Cost:
    """What the runs of one command took: seconds on the clock, seconds of processor, and bytes of memory at the peak."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)

    @property
    def best(self) -> float:
        """The shortest time on the clock."""
        return min(self.wall)

    @property
    def usual(self) -> float:
        """The median of the processor's seconds, which other programs of the machine disturb less than the clock."""
        return statistics.median(self.cpu)


def measure(commands: Mapping[str, Sequence[str]], rounds: int, failing: Collection[str] = ()) -> dict[str, Cost]:
    """Run every command once to warm caches, then ``rounds`` times in turn.

    Raises `RuntimeError` when one does not end with exit code 0, or with 1 when it is named in ``failing``.
    """
    costs = {name: Cost() for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            wall, cpu, memory = _run(command, int(name in failing))
            if number:
                costs[name].wall.append(wall)
                costs[name].cpu.append(cpu)
                costs[name].memory.append(memory)
    return costs


def _run(command: Sequence[str], code: int) -> tuple[float, float, int]:
    start = time.perf_counter()
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device, not a path
        process = subprocess.Popen(command, stdout=nowhere, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != code:
        raise RuntimeError(f"exit code {process.returncode} of {' '.join(command)}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024
