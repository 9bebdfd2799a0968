"""The files that the benchmarks run on: valid requests of a given size, the same with one finding, and one huge request."""

import json
from pathlib import Path
from typing import Any

import yaml

from mpkit.conformance.edits import filled
from mpkit.schemas import load

# Members that something is said about when they are there at all.
_NOT_CLEAN = ("ClientToken",)
# What goes, in this order, until a request has the wanted size.
_SPARE = (
    "AdditionalInferenceSpecifications",
    "DriftCheckBaselines",
    "ModelMetrics",
    "ValidationSpecification",
    "ModelCard",
    "MetadataProperties",
    "ModelLifeCycle",
    "SecurityConfig",
)


def request(number: int, size: int) -> dict[str, Any]:
    """Return a clean request of about ``size`` bytes as indented JSON; each number makes another one."""
    edition = load().editions["CreateModelPackage"]
    found: dict[str, Any] = filled(edition, "CreateModelPackage")[0]
    for container in found["InferenceSpecification"]["Containers"]:
        container.pop("AdditionalS3DataSource", None)
    found = {member: value for member, value in found.items() if member not in _NOT_CLEAN}
    for member in _SPARE:
        if len(json_text(found)) <= size:
            break
        del found[member]
    found["ModelPackageGroupName"] = f"churn-{number}"
    missing = size - len(json_text(found))
    properties = {f"note-{index:02}": f"{number}-{index}".ljust(100, "x") for index in range(max(1, min(50, missing // 120)))}
    return found | {"CustomerMetadataProperties": properties}


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
