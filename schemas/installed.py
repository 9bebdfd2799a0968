"""The edition that is made from the user's own botocore."""

import os
import re
import sys
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zlib import crc32

import orjson

from .._version import __version__
from .edition import Edition, version

NAME = "installed"
_VERSION = re.compile(r"^__version__ = ['\"](?P<version>\d+(?:\.\d+)*)", re.MULTILINE)


class InstalledEditionError(LookupError):
    """There is no usable botocore to make the edition from; the message says what to do."""


def installed_edition(committed: Mapping[str, Edition]) -> Edition:
    """Return the edition of the botocore that can be imported here, without importing it.

    ``committed`` are the committed editions by id, which stand in for mistakes of the service model. The schemas are kept in the user's
    cache folder, since making them takes a moment. Raises `InstalledEditionError`.
    """
    release, source = _find()
    stamp = source.stat()
    key = crc32(f"{source}|{stamp.st_size}|{stamp.st_mtime_ns}".encode())
    cached = cache_folder() / f"{release}-{__version__}-{key:08x}.json"
    schemas = _cached(cached)
    if schemas is None:
        schemas = _made(release, source, committed)
        _keep(cached, schemas)
    found = schemas
    return Edition(NAME, release, "", tuple(found), found.__getitem__)


def cache_folder() -> Path:
    """Return where made editions are kept; the folder need not exist."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() raises where there is no home
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "mpkit" / "editions"


def _find() -> tuple[str, Path]:
    spec = find_spec("botocore")
    if spec is None or not spec.submodule_search_locations:
        raise InstalledEditionError("the spec 'installed' needs botocore, which is not installed here; try: pip install 'mpkit[installed]'")
    folder = Path(next(iter(spec.submodule_search_locations)))
    for name in ("service-2.json.gz", "service-2.json"):
        path = folder / "data" / "sagemaker" / "2017-07-24" / name
        if path.is_file():
            match = _VERSION.search((folder / "__init__.py").read_text(encoding="utf-8"))
            return (match["version"] if match else "0"), path
    raise InstalledEditionError(f"the botocore in {folder} has no service model of SageMaker; try: pip install 'mpkit[installed]'")


def _cached(path: Path) -> dict[str, dict[str, Any]] | None:
    try:
        found: dict[str, dict[str, Any]] = orjson.loads(path.read_bytes())
        complete = all(schema["$id"] == f"urn:mpkit:schema:{NAME}:{operation}" and schema["$defs"] for operation, schema in found.items())
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None
    return found if found and complete else None


def _keep(path: Path, schemas: dict[str, dict[str, Any]]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = tempfile.NamedTemporaryFile(dir=path.parent, delete=False)  # noqa: SIM115 - closed below
        try:
            with file:
                file.write(orjson.dumps(schemas))
            Path(file.name).replace(path)
        finally:
            # There is nothing left to remove, unless it failed.
            Path(file.name).unlink(missing_ok=True)
    except OSError:
        # A cache that cannot be written costs time at the next start, and nothing else.
        return


def _made(release: str, source: Path, committed: Mapping[str, Edition]) -> dict[str, dict[str, Any]]:
    from .attach import attach  # noqa: PLC0415 - not needed when the cache has the schemas
    from .build import OPERATIONS, build  # noqa: PLC0415 - as above
    from .clause import load_clauses  # noqa: PLC0415 - as above
    from .model import decode  # noqa: PLC0415 - as above

    try:
        model = decode(source.name, source.read_bytes())
        descriptions = orjson.loads((Path(__file__).parent / "descriptions.json").read_bytes())
        clauses = attach(model, load_clauses().values())
        schemas = {
            operation: build(
                model, operation, edition=NAME, source={"botocore": release, "date": ""}, descriptions=descriptions, clauses=clauses
            )
            for operation in OPERATIONS
            if operation in model["operations"]
        }
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise InstalledEditionError(f"the service model in {source} cannot be used: {problem!r}") from problem
    if not schemas:
        raise InstalledEditionError(f"botocore {release} is older than model packages; try: pip install --upgrade botocore")
    for operation, schema in schemas.items():
        for name, definition in schema["$defs"].items():
            _mend(operation, name, definition, _nearest(release, operation, name, committed))
    return schemas


def _mend(operation: str, name: str, definition: dict[str, Any], stand_in: Edition | None) -> None:
    """Replace a pattern that is wrong, or leave it out where nothing can stand in for it; ``x-mpkit.note`` tells."""
    from .probes import refused_known_good  # noqa: PLC0415 - not needed when the cache has the schemas

    note = definition["x-mpkit"]
    try:
        refused = refused_known_good(name, definition)
        unportable = f"has no portable form ({note['unportable']})" if "unportable" in note else None
        problem = unportable if refused is None else f"rejects {refused!r}, which is valid"
    except ValueError:
        problem = "does not compile"
    if problem is None:
        return
    definition.pop("pattern", None)
    pattern = stand_in and stand_in.shape(operation, name).get("pattern")
    if stand_in and pattern:
        definition["pattern"] = pattern
        note["note"] = f"the service model's pattern {problem}; that of edition {stand_in.id} stands in"
    else:
        note["note"] = f"the service model's pattern {problem}; it is not checked"


def _nearest(release: str, operation: str, shape: str, committed: Mapping[str, Edition]) -> Edition | None:
    """Return the last committed edition up to ``release`` that has the shape, or the first one after that."""
    having = [
        edition
        for edition in sorted(committed.values(), key=lambda edition: version(edition.botocore))
        if operation in edition.operations and shape in edition.schema(operation)["$defs"]
    ]
    before = [edition for edition in having if not edition.within(release, None) or edition.botocore == release]
    return next(iter(before[-1:] or having[:1]), None)
