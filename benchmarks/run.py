"""Measure what `mpkit lint` costs, against limits: ``python benchmarks/run.py [--quick]``.

Every figure is a ratio of things measured in the same run, in turn and several times, or a time or size with a limit of its own. Times
with a limit are the best on the clock; ratios are of medians of processor seconds, children included. Prints a table; exit code 1 when
a limit is missed.
"""

import argparse
import os
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import corpus
from timing import measure

HERE = Path(__file__).parent
SCRIPTS = Path(sysconfig.get_path("scripts"))
MPKIT = str(SCRIPTS / "mpkit")
CHECK = str(SCRIPTS / "check-jsonschema")
LINT = (MPKIT, "lint", "--isolated", "--operation", "create", "--output-format", "json", "--jobs", "1")
MB = 1_000_000


@dataclass(frozen=True)
class Figure:
    """One line of the table; ``fine`` is `None` where there is no limit."""

    what: str
    measured: str
    limit: str = ""
    fine: bool | None = None


@dataclass(frozen=True)
class Scale:
    """How much is measured."""

    rounds: int
    files: int
    sample: int
    memory: tuple[int, ...]
    sizes: tuple[int, ...] = (MB, 5 * MB // 2, 5 * MB)
    findings: tuple[int, ...] = (1_000, 5_000, 10_000)


FULL = Scale(rounds=5, files=2_000, sample=100, memory=(200, 2_000, 8_000))
QUICK = Scale(rounds=2, files=300, sample=30, memory=(100, 500, 1_000))


def at_most(what: str, value: float, limit: float, unit: str = "") -> Figure:
    return Figure(what, f"{value:.3g}{unit}", f"<= {limit:g}{unit}", value <= limit)


def at_least(what: str, value: float, limit: float, unit: str = "") -> Figure:
    return Figure(what, f"{value:.3g}{unit}", f">= {limit:g}{unit}", value >= limit)


def one_request(folder: Path, scale: Scale) -> Iterator[Figure]:
    file = folder / "create-model-package.json"
    file.write_text(corpus.json_text(corpus.request(0, 5_000)), encoding="utf-8")
    schema = write_schema(folder)
    costs = measure(
        {
            "lint": (MPKIT, "lint", "--isolated", str(file)),
            "version": (MPKIT, "--version"),
            "check": (CHECK, "--schemafile", str(schema), str(file)),
            "python": (sys.executable, "-c", "pass"),
        },
        scale.rounds * 3,
    )
    yield Figure("Python alone", f"{costs['python'].best * 1000:.0f} ms")
    yield Figure(f"check-jsonschema, one request of {file.stat().st_size:,} bytes", f"{costs['check'].best * 1000:.0f} ms")
    yield at_most("mpkit --version", costs["version"].best * 1000, 60, " ms")
    yield at_most("mpkit lint, the same request", costs["lint"].best * 1000, 120, " ms")
    yield at_most("  as a part of check-jsonschema", costs["lint"].usual / costs["check"].usual, 0.25)


def many_json(folder: Path, scale: Scale) -> Iterator[Figure]:
    clean = corpus.write(folder, "json", scale.files, 7_000)
    broken = corpus.write(folder, "json", scale.files, 7_000, findings=True)
    sample = [str(file) for file in sorted(clean.iterdir())[: scale.sample]]
    check = (CHECK, "--schemafile", str(write_schema(folder)))
    costs = measure(
        {
            "lint": (*LINT, str(clean)),
            "broken": (*LINT, str(broken)),
            "alone": (sys.executable, str(HERE / "schema_alone.py"), str(clean)),
            "one": (*check, sample[0]),
            "sample": (*check, *sample),
        },
        scale.rounds,
        failing=("broken",),
    )
    lint, alone = costs["lint"].usual, costs["alone"].usual
    one, all_ = costs["one"].usual, costs["sample"].usual
    checked = one + (all_ - one) / (len(sample) - 1) * (scale.files - 1)
    yield Figure(f"mpkit lint, {scale.files:,} JSON requests of about 7 KB", f"{lint:.2f} s, {scale.files / lint:,.0f}/s")
    yield Figure(f"check-jsonschema, the same (from {scale.sample} of them)", f"{checked:.1f} s, {scale.files / checked:,.0f}/s")
    yield at_least("  throughput against check-jsonschema", checked / lint, 40, " x")
    yield at_most("  time against reading, parsing and is_valid alone", lint / alone, 2.5, " x")
    yield at_most("  with a finding in every file, against clean", costs["broken"].usual / lint, 3, " x")


def many_yaml(folder: Path, scale: Scale) -> Iterator[Figure]:
    clean = corpus.write(folder, "yaml", scale.files, 7_000)
    broken = corpus.write(folder, "yaml", scale.files, 7_000, findings=True)
    compose = (sys.executable, str(HERE / "compose_alone.py"), str(clean))
    costs = measure(
        {"lint": (*LINT, str(clean)), "broken": (*LINT, str(broken)), "alone": compose}, max(1, scale.rounds // 2), failing=("broken",)
    )
    lint = costs["lint"].usual
    yield Figure(f"mpkit lint, {scale.files:,} YAML requests", f"{lint:.2f} s, {scale.files / lint:,.0f}/s")
    yield at_most("  time against composing with libyaml alone", lint / costs["alone"].usual, 1.3, " x")
    yield at_most("  with a finding in every file, against clean", costs["broken"].usual / lint, 3, " x")


def memory(folder: Path, scale: Scale) -> Iterator[Figure]:
    commands = {str(count): (*LINT, str(corpus.write(folder, "json", count, 7_000))) for count in scale.memory}
    peaks = {name: max(cost.memory) / MB for name, cost in measure(commands, 1).items()}
    for count in scale.memory:
        yield Figure(f"memory at the peak, {count:,} files", f"{peaks[str(count)]:.1f} MB")
    first, last = scale.memory[0], scale.memory[-1]
    yield at_most(f"  {last:,} files against {first:,}", peaks[str(last)] / peaks[str(first)], 1.2, " x")


def one_huge(folder: Path, scale: Scale) -> Iterator[Figure]:
    fewest, most = scale.findings[0], scale.findings[-1]
    smallest, largest = scale.sizes[0], scale.sizes[-1]
    shapes = list(dict.fromkeys([*((size, fewest) for size in scale.sizes), *((largest, count) for count in scale.findings)]))
    commands = {f"{size}/{count}": (*LINT, str(corpus.huge(folder / f"huge-{size}-{count}.json", size, count))) for size, count in shapes}
    costs = measure(commands, max(1, scale.rounds // 2), failing=commands)
    for size, count in shapes:
        cost = costs[f"{size}/{count}"]
        yield Figure(f"one request of {size / MB:.1f} MB with {count:,} findings", f"{cost.usual:.2f} s, {max(cost.memory) / MB:.0f} MB")
    yield at_most("  the largest", costs[f"{largest}/{most}"].best, 5, " s")
    yield at_most("  five times the size", costs[f"{largest}/{fewest}"].usual / costs[f"{smallest}/{fewest}"].usual, 6, " x")
    yield at_most("  ten times the findings", costs[f"{largest}/{most}"].usual / costs[f"{largest}/{fewest}"].usual, 11, " x")


def unrelated(folder: Path, scale: Scale) -> Iterator[Figure]:
    tree = corpus.unrelated(folder, scale.files * 10)
    number = sum(len(files) for _, _, files in os.walk(tree))
    commands = {
        "lint": (MPKIT, "lint", "--isolated", "--jobs", "1", "--allow-empty", str(tree)),
        "alone": (sys.executable, str(HERE / "read_alone.py"), str(tree)),
    }
    costs = measure(commands, scale.rounds)
    lint = costs["lint"]
    yield Figure(f"mpkit lint, {number:,} files of Python and its packages", f"{lint.best:.2f} s, {number / lint.best:,.0f}/s")
    yield at_least("  files per second", number / lint.best, 2_000, "/s")
    yield at_most("  time against walking and reading alone", lint.usual / costs["alone"].usual, 8, " x")


def write_schema(folder: Path) -> Path:
    file = folder / "create-model-package.schema.json"
    if not file.exists():
        file.write_bytes(subprocess.run([MPKIT, "schema", "create"], stdout=subprocess.PIPE, check=True).stdout)
    return file


PARTS: dict[str, Callable[[Path, Scale], Iterator[Figure]]] = {
    "one": one_request,
    "json": many_json,
    "yaml": many_yaml,
    "memory": memory,
    "huge": one_huge,
    "unrelated": unrelated,
}


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure what mpkit lint costs, against limits.")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which parts to run (default: all)")
    parser.add_argument("--quick", action="store_true", help="fewer files and rounds; good for a look, too coarse for a verdict")
    options = parser.parse_args()
    scale = QUICK if options.quick else FULL
    missed = 0
    for name in options.parts or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            for figure in PARTS[name](Path(folder), scale):
                verdict = "" if figure.fine is None else "PASS" if figure.fine else "MISS"
                missed += figure.fine is False
                print(f"{figure.what:<62} {figure.measured:>20} {figure.limit:>12} {verdict}".rstrip(), flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
