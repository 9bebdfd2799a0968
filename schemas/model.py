"""Service models: how to get one out of a botocore wheel or an installed botocore."""

import gzip
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import orjson

FOLDER = "botocore/data/sagemaker/2017-07-24"
_WHEEL = re.compile(r"botocore-(?P<version>[\d.]+)-py.*\.whl")


@dataclass(frozen=True, slots=True)
class ServiceModel:
    """A service model: the botocore ``version`` that it is from, its release ``date`` (ISO; empty when unknown) and the ``document``."""

    version: str
    date: str
    document: Mapping[str, Any]


def from_wheel(path: Path) -> ServiceModel:
    """Read the service model of a botocore wheel; its date is that of the wheel's own metadata. Raises `ValueError` for another file."""
    match = _WHEEL.fullmatch(path.name)
    if match is None:
        raise ValueError(f"{path} is no wheel of botocore")
    version = match["version"]
    with ZipFile(path) as wheel:
        year, month, day, *_ = wheel.getinfo(f"botocore-{version}.dist-info/METADATA").date_time
        name = next(name for name in wheel.namelist() if name.startswith(f"{FOLDER}/service-2.json"))
        return ServiceModel(version, f"{year:04}-{month:02}-{day:02}", decode(name, wheel.read(name)))


def decode(name: str, data: bytes) -> dict[str, Any]:
    """Parse a service model file, gzip-compressed or not as its name says."""
    document: dict[str, Any] = orjson.loads(gzip.decompress(data) if name.endswith(".gz") else data)
    return document


def wheels(folder: Path) -> dict[str, Path]:
    """Return the botocore wheels in a folder by version."""
    return {match["version"]: path for path in sorted(folder.glob("botocore-*.whl")) if (match := _WHEEL.fullmatch(path.name))}


def download(version: str, folder: Path) -> Path:
    """Return the wheel of a botocore version in ``folder``, downloading it with pip when it is not there.

    Raises `subprocess.CalledProcessError` when pip fails; its standard error says why.
    """
    if version not in wheels(folder):
        arguments = ["download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:", "--dest", str(folder)]
        subprocess.run(  # noqa: S603 - this interpreter's pip, and a version number
            [sys.executable, "-m", "pip", *arguments, f"botocore=={version}"], check=True, capture_output=True, text=True
        )
    return wheels(folder)[version]
