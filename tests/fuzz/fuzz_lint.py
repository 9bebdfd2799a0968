"""Feed the linter broken files for a while: ``python tests/fuzz/fuzz_lint.py --seconds 60``.

Texts of our own, requests and the files of ``examples``, are cut, spliced, repeated and sprinkled with what parsers stumble over, by a
seeded generator, so that a run can be had again with ``--seed``. What the linter makes of them must obey `check`. A text that does not is
written to ``--keep`` and ends the run with exit code 1; it then becomes a case of ``tests/test_fuzz.py``.
"""

import argparse
import json
import random
import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mpkit.conformance._text import SAMPLES
from mpkit.conformance.edits import filled
from mpkit.linter.compose import session
from mpkit.linter.config import Config
from mpkit.linter.finding import Place, Report
from mpkit.linter.report import json as json_report
from mpkit.linter.report import text as text_report
from mpkit.linter.session import Session, gather
from mpkit.linter.source import Source
from mpkit.schemas import load

MOST_OF_A_KIND = 3

SUFFIXES = ("json", "yaml", "jsonl", "yml", "ndjson")
OPERATIONS = (None, "CreateModelPackage", "UpdateModelPackage")

# What JSON and YAML stumble over: punctuation, bytes that are no UTF-8, escapes, numbers, words, YAML's own signs, comments, names.
TOKENS: tuple[bytes, ...] = (
    *(b"{", b"}", b"[", b"]", b",", b":", b'"', b"'", b"\\", b"\n", b"\r", b"\r\n", b"\t", b" ", b"\x00", b"\x85", b"\x7f"),
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x80\xa8", b"\xf0\x9f\x98\x80"),
    *(b"\\ud800", b"\\udc00\\ud800", b"\\u0000", b"\\x41", b'"\\q"'),
    *(b"NaN", b"-Infinity", b"1e999", b"-0", b"00", b"1" * 400, b"0x1F", b"1_000"),
    *(b"null", b"true", b"~", b"no", b"2026-11-23", b"12:30:45", b"="),
    *(b"<<: *a\n", b"&a ", b"*a", b"*missing", b"!!binary ", b"!Ref x", b"!!python/object:a.b {}"),
    *(b"- ", b"? ", b"| ", b">-\n", b"---\n", b"...\n", b"%YAML 1.2\n"),
    *(b"# mpkit: operation=update\n", b"# mpkit: ignore[MP101] why\n", b"# mpkit: ignore[", b"# mpkit: skip\n"),
    *(b'"ModelPackageName": ', b'"Containers": ', b'"Bogus": ', b"ModelPackageArn: ", b"Environment: ", b'"": '),
    *(b"{{ x }}", b"${x}", b"!Sub "),
    # What programs, scripts, notebooks, Markdown and HCL have besides.
    *(
        b"(",
        b")",
        b"%",
        b"!",
        b"?",
        b"`",
        b"\\\n",
        b"\\n",
        b"    ",
        b"\x0c",
        b"**",
        b"f'{",
        b"'''",
        b"lambda: ",
        b"import *\n",
        b'%%bash\\n",\n',
    ),
    *(
        b"$(",
        b"$((",
        b"${x:-",
        b"<<EOF\n",
        b"<<-'E'\n",
        b"$'",
        b"&&",
        b"|",
        b"```\n",
        b"~~~sh\n",
        b"<!-- ",
        b"for x in y:\n",
        b"if x; then\n",
        b"file://",
    ),
    *(
        b"aws sagemaker create-model-package ",
        b"--cli-input-json ",
        b"client.create_model_package(",
        b'"Type": "RegisterModel"',
        b'{"Fn::If": [',
    ),
)

HOSTILE: tuple[bytes, ...] = (
    b"[" * 3000,
    b'{"a":' * 3000,
    b"- " * 2000,
    b"a: &a [x, x, x, x, x, x, x, x]\n" + b"".join(b"%c: &%c [%s]\n" % (c, c, b", ".join([b"*%c" % (c - 1)] * 8)) for c in b"bcdefghi"),
    b"a: &a\n  b: *a\n",
    b"ModelPackageName: " + b"a-" * 50_000 + b"\n",
)


@cache
def seeds() -> tuple[bytes, ...]:
    """Texts of our own that mutation starts from."""
    requests: list[Any] = [
        request
        for name in ("2020-10", "2022-07", "2026-11")
        for operation, edition in load(name).editions.items()
        for request in filled(edition, operation)
    ]
    texts = [
        *(json.dumps(request, indent=2) for request in requests),
        *(json.dumps(request) for request in requests),
        *(yaml.safe_dump(request, sort_keys=False) for request in requests),
        "\n".join(json.dumps(request) for request in requests[:3]),
        yaml.safe_dump_all(requests[:2]),
        f"# mpkit: operation=update\nModelPackageArn: &arn {SAMPLES['ModelPackageArn']}\nSourceUri: *arn\n",
        "base: &base {ModelPackageGroupName: churn}\nrequest:\n  <<: *base\n  Tags:\n  - {Key: a, Value: b}  # mpkit: ignore[MP211] why\n",
        "ModelPackageDescription: |\n  two\n  lines\nModelPackageName: >-\n  folded\n",
        '{"ModelPackageName": "a", "ModelPackageName": "b", "MaxPayloadInMB": 1.0}',
    ]
    return tuple(text.encode() for text in texts)


@cache
def examples() -> tuple[tuple[str, bytes], ...]:
    """The names and texts of the examples, which have a request in every form."""
    folder = Path(__file__).parents[2] / "examples"
    return tuple((path.name, path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file() and path.parent != folder)


def mutated(random_: random.Random, text: bytes) -> bytes:
    """Make one hostile text out of a harmless one."""
    if random_.random() < 0.02:
        return random_.choice(HOSTILE)
    data = bytearray(text)
    if random_.random() < 0.3:
        # Short texts reach more corners in the same time.
        start = random_.choice((0, random_.randrange(len(data))))
        data = data[start : start + random_.choice((10, 60, 300))]
    for _ in range(random_.choice((1, 1, 2, 3, 8, 30))):
        random_.choice(MUTATIONS)(data, random_.randrange(len(data) + 1), random_)
    if random_.random() < 0.02:
        return data.decode("utf-8", "replace").encode(random_.choice(("utf-16", "utf-32", "latin-1", "utf-8-sig")), "replace")
    return bytes(data)


def _delete(data: bytearray, at: int, random_: random.Random) -> None:
    del data[at : at + random_.choice((1, 1, 2, 10, 200))]


def _truncate(data: bytearray, at: int, random_: random.Random) -> None:
    del random_
    del data[at:]


def _insert(data: bytearray, at: int, random_: random.Random) -> None:
    data[at:at] = random_.choice(TOKENS) * random_.choice((1, 1, 1, 2, 5, 40))


def _replace(data: bytearray, at: int, random_: random.Random) -> None:
    data[at : at + random_.choice((1, 5, 40))] = random_.choice(TOKENS)


def _spoil(data: bytearray, at: int, random_: random.Random) -> None:
    data[at : at + 1] = bytes([random_.randrange(256)])


def _repeat(data: bytearray, at: int, random_: random.Random) -> None:
    data[at:at] = data[at : at + random_.choice((1, 20, 500))]


def _splice(data: bytearray, at: int, random_: random.Random) -> None:
    other = random_.choice((random_.choice(seeds()), random_.choice(examples())[1]))
    cut = random_.randrange(len(other))
    data[at:] = other[cut : cut + 2000]


MUTATIONS = (_delete, _truncate, _insert, _insert, _replace, _spoil, _repeat, _splice)


@cache
def _session(operation: str | None) -> Session:
    return session(Config(), operation=operation)


def check(data: bytes, name: str, operation: str | None) -> None:
    """Lint a text; raise `AssertionError` when the outcome is not what any outcome has to be.

    Nothing is raised and no rule crashes, every range lies inside the text, the report is well formed in every format, and a second
    look says the same.
    """
    work = _session(operation)
    result = work.lint_data(name, data)
    assert not result.internal_errors, result.internal_errors[0].detail
    source = Source(name, data)
    for diagnostic in result.diagnostics:
        for place in (diagnostic.place, *(related.place for related in diagnostic.related)):
            assert _inside(place, source), f"{place} of {diagnostic.name} is outside the text"
        assert diagnostic.message
        assert "\n" not in diagnostic.message, diagnostic.message
    report: Report = gather(work, [result])
    parsed = json.loads(json_report.render(report, "0"))
    assert len(parsed["diagnostics"]) == len(result.diagnostics)
    "".join(text_report.render(report, text_report.Look(), {})).encode()
    assert work.lint_data(name, data) == result


def _inside(place: Place, source: Source) -> bool:
    for position in (place.start, place.end):
        start, end = _bounds(source, position.line)
        if not 1 <= position.column <= end - start + 1:
            return False
    return place.start <= place.end


def _bounds(source: Source, line: int) -> tuple[int, int]:
    """The offsets of a line with its break, which a range may include."""
    starts = source.lines._starts
    assert 1 <= line <= len(starts), f"there is no line {line}"
    return starts[line - 1], starts[line] if line < len(starts) else len(source.text)


def cases(seed: int) -> Iterator[tuple[int, bytes, str, str | None]]:
    """Yield hostile texts without end, each with the seed that makes it again, its name and an operation."""
    while True:
        random_ = random.Random(seed)
        name, text = random_.choice(examples())
        if random_.random() < 0.4:
            name, text = f"request.{random_.choice(SUFFIXES)}", random_.choice(seeds())
        yield seed, mutated(random_, text), name, random_.choice(OPERATIONS)
        seed += 1


def _kind(problem: Exception) -> str:
    """Where a failure comes from and what it says, without what differs from text to text."""
    where = traceback.extract_tb(problem.__traceback__)[-1]
    return f"{type(problem).__name__} in {where.name} of {Path(where.filename).name}: {re.sub('[0-9]+', 'N', str(problem)[-200:])}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Feed the linter broken files for a while.")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=None, help="where to start (default: at the time of day)")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-findings"), help="the folder for texts that fail")
    options = parser.parse_args()
    seed = int(time.time()) * 1_000 if options.seed is None else options.seed
    end = time.monotonic() + options.seconds
    tried, slowest = 0, 0.0
    failures: Counter[str] = Counter()
    for number, data, name, operation in cases(seed):
        before = time.monotonic()
        try:
            check(data, name, operation)
        except Exception as problem:  # noqa: BLE001 - a crash is what is looked for
            kind = _kind(problem)
            failures[kind] += 1
            if failures[kind] <= MOST_OF_A_KIND:
                options.keep.mkdir(parents=True, exist_ok=True)
                file = options.keep / f"{number}-{name}"
                file.write_bytes(data)
                sys.stdout.write(f"{file} (operation {operation}): {kind}\n")
        tried += 1
        slowest = max(slowest, time.monotonic() - before)
        if time.monotonic() >= end:
            break
    sys.stdout.write(f"{tried:,} texts from seed {seed}, {failures.total():,} failed, the slowest took {slowest:.2f} s\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
