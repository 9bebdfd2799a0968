"""A short run of the fuzz target, and the texts that longer runs have found."""

from itertools import islice

import pytest
from fuzz.fuzz_lint import HOSTILE, OPERATIONS, SUFFIXES, cases, check, examples, seeds

CASES = 500


def test_no_broken_text_upsets_the_linter() -> None:
    for _, data, name, operation in islice(cases(seed=1), CASES):
        check(data, name, operation)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_hostile_text_upsets_the_linter(suffix: str) -> None:
    for data in HOSTILE:
        check(data, f"request.{suffix}", None)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_text_cut_short_upsets_the_linter(suffix: str) -> None:
    for data in seeds()[::9]:
        for length in range(0, len(data), 97):
            check(data[:length], f"request.{suffix}", "CreateModelPackage")


@pytest.mark.parametrize(("name", "data"), examples())
def test_no_example_cut_short_upsets_the_linter(name: str, data: bytes) -> None:
    for length in range(0, len(data), 97):
        check(data[:length], name, None)


FOUND = {
    "half a surrogate pair in a name": (b'{"ModelPackageName": "a", "A\\ud800": 1}', "json"),
    "half a surrogate pair in a name in YAML": (b'{"ModelPackageName": "a", "A\\ud800": 1}', "yaml"),
    "a merge key without a value at the end": (b"base: &base {ModelPackageGroupName: churn}\nrequest:\n  <<:", "yml"),
    "a line break behind a backslash in an escape": (b'ModelPackageName: "a\\u\\\nb"\n', "yml"),
    "half a surrogate pair in a name in Python": (b'sm.create_model_package(**{"ModelPackageName": "a", "A\\ud800": 1})', "py"),
    "half a surrogate pair in a script in a script": (
        b"node { sh 'aws sagemaker update-model-package --model-package-arn a\\ud800 --source-uri x' }",
        "jenkinsfile",
    ),
    "half a surrogate pair behind a tag": (
        b'Resources: {A: {Type: "AWS::SageMaker::ModelPackage", Properties: {SourceUri: !Sub "a\\ud800"}}}\n',
        "yaml",
    ),
    "half a surrogate pair in HCL": (b'resource "awscc_sagemaker_model_package" "a" {\n  source_uri = "a\\ud800"\n}\n', "tf"),
}


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize(("data", "suffix"), FOUND.values(), ids=FOUND)
def test_what_was_found_stays_mended(data: bytes, suffix: str, operation: str | None) -> None:
    check(data, f"request.{suffix}", operation)
