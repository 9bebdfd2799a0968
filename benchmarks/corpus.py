"""The files that the benchmarks run on: valid requests of a given size, with and without a finding, a huge request, and files of others."""

import json
import shutil
import sysconfig
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

import yaml

from mpkit.linter.forms import TABLE

IMAGE = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn-serving:1.4"


def request(number: int, size: int) -> dict[str, Any]:
    """Return a clean request of about ``size`` bytes as indented JSON; each number makes another one.

    It grows as real ones do: by more inference specifications, with two containers each and a dozen environment variables in each.
    """
    found: dict[str, Any] = {
        "ModelPackageGroupName": f"churn-{number}",
        "ModelPackageDescription": f"Gradient-boosted churn model, build {number}",
        "ModelApprovalStatus": "PendingManualApproval",
        "InferenceSpecification": _specification(),
        "CustomerMetadataProperties": {f"note-{index:02}": f"build {number}" for index in range(20)},
        "AdditionalInferenceSpecifications": [],
    }
    while len(json_text(found)) < size:
        additional = found["AdditionalInferenceSpecifications"]
        additional.append({"Name": f"target-{len(additional)}", **_specification()})
    return found


def _specification() -> dict[str, Any]:
    return {
        "Containers": [_container(), _container()],
        "SupportedTransformInstanceTypes": ["ml.m5.xlarge", "ml.c5.xlarge"],
        "SupportedRealtimeInferenceInstanceTypes": ["ml.m5.xlarge", "ml.c5.xlarge", "ml.g4dn.xlarge"],
        "SupportedContentTypes": ["text/csv"],
        "SupportedResponseMIMETypes": ["text/csv"],
    }


def _container() -> dict[str, Any]:
    return {
        "Image": IMAGE,
        "ModelDataUrl": "s3://amzn-s3-demo-bucket/churn/2026-10/model.tar.gz",
        "Framework": "XGBOOST",
        "FrameworkVersion": "1.7-1",
        "Environment": {f"OPTION_{index}": f"value-{index}" for index in range(12)},
    }


def json_text(value: Any) -> str:
    return json.dumps(value, indent=2)


def yaml_text(value: Any) -> str:
    return yaml.dump(value, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)


def broken(value: dict[str, Any]) -> dict[str, Any]:
    """Return the request with one finding, a misspelt enum value."""
    return value | {"ModelApprovalStatus": "Aproved"}


def write(folder: Path, suffix: str, count: int, size: int, *, findings: bool = False) -> Path:
    """Write ``count`` requests below ``folder`` and return the folder that holds them."""
    target = folder / f"{suffix}-{count}-{'broken' if findings else 'clean'}"
    target.mkdir()
    dump = json_text if suffix == "json" else yaml_text
    for number in range(count):
        value = request(number, size)
        (target / f"create-model-package-{number:05}.{suffix}").write_text(dump(broken(value) if findings else value), encoding="utf-8")
    return target


def unrelated(folder: Path, number: int) -> Path:
    """Copy that many files which have nothing to do with requests, and whose names forms claim, below ``folder``.

    They are those of Python and of the packages that it has installed, again and again until there are enough.
    """
    target = folder / "unrelated"
    sources = list(_of_python())
    for copy, (root, file) in islice(((copy, source) for copy in count() for source in sources), number):
        place = target / f"{copy}" / str(file.relative_to(root)).replace("site-packages", "packages")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)
    return target


def _of_python() -> Iterator[tuple[Path, Path]]:
    """Yield the files of Python and its packages, each with the folder that it is in."""
    endings = tuple({ending for entry in TABLE for ending in entry.endings})
    for name in ("stdlib", "purelib"):
        root = Path(sysconfig.get_path(name))
        for file in sorted(root.rglob("*")):
            if file.name.lower().endswith(endings) and file.is_file() and not _hidden(file.relative_to(root)):
                data = file.read_bytes()
                if not any(word in data for word in (b"model_package", b"ModelPackage", b"model-package")):
                    yield root, file


def _hidden(file: Path) -> bool:
    return any(part.startswith((".", "__pycache__", "node_modules")) for part in file.parts)


def huge(file: Path, size: int, findings: int) -> Path:
    """Write one request of about ``size`` bytes with that many findings of one kind and one more for the length of its list."""
    padding = size // findings - 240
    items = [
        {
            "Name": f"n{number}",
            "Bogus": 1,
            "Description": "x" * max(1, padding),
            "Containers": [{"Image": "111122223333.dkr.ecr.us-east-1.amazonaws.com/a"}],
        }
        for number in range(findings)
    ]
    value = {
        "ModelPackageGroupName": "churn",
        "InferenceSpecification": {"Containers": items[0]["Containers"]},
        "AdditionalInferenceSpecifications": items,
    }
    file.write_text(json.dumps(value), encoding="utf-8")
    return file
