"""A short run of the fuzz target, and the texts that longer runs have found."""

from itertools import islice

import pytest
from fuzz.fuzz_lint import HOSTILE, OPERATIONS, SUFFIXES, cases, check, seeds

CASES = 500


def test_no_broken_text_upsets_the_linter() -> None:
    for _, data, suffix, operation in islice(cases(seed=1), CASES):
        check(data, suffix, operation)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_hostile_text_upsets_the_linter(suffix: str) -> None:
    for data in HOSTILE:
        check(data, suffix, None)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_text_cut_short_upsets_the_linter(suffix: str) -> None:
    for data in seeds()[::9]:
        for length in range(0, len(data), 97):
            check(data[:length], suffix, "CreateModelPackage")


FOUND = {
    "half a surrogate pair in a name": (b'{"ModelPackageName": "a", "A\\ud800": 1}', "json"),
    "half a surrogate pair in a name in YAML": (b'{"ModelPackageName": "a", "A\\ud800": 1}', "yaml"),
}


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize(("data", "suffix"), FOUND.values(), ids=FOUND)
def test_what_was_found_stays_mended(data: bytes, suffix: str, operation: str | None) -> None:
    check(data, suffix, operation)
