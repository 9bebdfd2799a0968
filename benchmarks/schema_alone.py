"""The least that any validator has to do: read every JSON file of a folder, parse it, ask the compiled schema once."""

import sys
from pathlib import Path

import orjson

from mpkit.schemas import load

validator = load().editions["CreateModelPackage"].validator("CreateModelPackage")
valid = sum(validator.is_valid(orjson.loads(file.read_bytes())) for file in sorted(Path(sys.argv[1]).iterdir()))
print(valid)
