"""Make the committed editions and the history out of botocore wheels.

To add an edition, in a checkout with mpkit installed editable::

    python -m mpkit.schemas.generate edition --id 2027-03 --botocore 1.45.2

This downloads the wheel with pip (``--wheel PATH`` saves that), writes ``schemas/editions/2027-03/*.json`` and the entry in
``schemas/editions.json``; with ``--current`` the new edition also becomes the default. Then::

    python -m mpkit.schemas.generate history

brings ``schemas/history.json`` up to date. A change is dated by the first of the given wheels that has it, so ``--wheels DIR`` with the
releases in between makes it exact. What is left to do by hand: a sentence in ``descriptions.json`` for each new member (a test
names those that lack one), and new clauses.

Both take ``--check``, which writes nothing and exits with 1 when the committed files differ. ``check-all`` does so for everything.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from . import FILE_NAMES, HERE, index
from .attach import attach
from .build import OPERATIONS, build
from .clause import load_clauses
from .edition import version
from .history import chronicle
from .model import ServiceModel, download, from_wheel, wheels
from .probes import refused_known_good


class GenerationError(Exception):
    """An edition cannot be made as it should be; the message says why."""


def edition_files(model: ServiceModel, edition: str) -> dict[str, dict[str, Any]]:
    """Return the schemas of an edition by file name.

    Raises `GenerationError` when a pattern has no portable form or rejects values that are known to be good: such a pattern
    is a mistake of the model, and an edition with it would reject every request.
    """
    descriptions: dict[str, str] = orjson.loads((HERE / "descriptions.json").read_bytes())
    clauses = attach(model.document, load_clauses().values())
    source = {"botocore": model.version, "date": model.date}
    files = {}
    for operation in operations(model):
        schema = build(model.document, operation, edition=edition, source=source, descriptions=descriptions, clauses=clauses)
        for name, definition in schema["$defs"].items():
            if "unportable" in definition["x-mpkit"]:
                raise GenerationError(f"{name}: {definition['x-mpkit']['unportable']}")
            if refused := refused_known_good(name, definition):
                raise GenerationError(f"{name}: the pattern {definition['x-mpkit']['pattern']!r} rejects {refused!r}")
        files[FILE_NAMES[operation]] = schema
    return files


def operations(model: ServiceModel) -> list[str]:
    """Return those of our operations that a service model has."""
    return [operation for operation in OPERATIONS if operation in model.document["operations"]]


def rendered(value: Any) -> str:
    """Render a committed JSON file."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def listed(table: dict[str, Any], model: ServiceModel, edition: str, *, current: bool) -> dict[str, Any]:
    """Return ``editions.json`` with the entry of an edition put in or brought up to date, oldest first."""
    entry = {"id": edition, "botocore": model.version, "date": model.date, "operations": operations(model)}
    others = [other for other in table["editions"] if other["id"] != edition]
    aliases = table["aliases"] | ({"current": edition} if current else {})
    return {"editions": sorted([*others, entry], key=lambda entry: str(entry["date"])), "aliases": aliases}


def history_models(folder: Path) -> list[ServiceModel]:
    """Return the service models of all wheels in a folder, after downloading those that the editions and the history name."""
    known: dict[str, Any] = orjson.loads((HERE / "history.json").read_bytes()) if (HERE / "history.json").exists() else {"models": {}}
    for wanted in {*known["models"], *(entry["botocore"] for entry in index()["editions"])}:
        download(wanted, folder)
    return [from_wheel(path) for _, path in sorted(wheels(folder).items(), key=lambda item: version(item[0]))]


def write(path: Path, text: str) -> None:
    """Write a committed file, making its folder when it is new."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def settle(files: dict[Path, str], *, check: bool) -> list[Path]:
    """Write the files, or with ``check`` only tell which of them differ from what is committed."""
    if not check:
        for path, text in files.items():
            write(path, text)
        return []
    return [path for path, text in files.items() if not path.exists() or path.read_text(encoding="utf-8") != text]


def rendered_edition(model: ServiceModel, edition: str, *, current: bool = False) -> dict[Path, str]:
    """Return all files that an edition takes part in, by path."""
    folder = HERE / "editions" / edition
    files = {folder / name: rendered(schema) for name, schema in edition_files(model, edition).items()}
    return files | {HERE / "editions.json": rendered(listed(index(), model, edition, current=current))}


def rendered_history(folder: Path) -> dict[Path, str]:
    """Return the history file, by path."""
    return {HERE / "history.json": rendered(chronicle(history_models(folder)))}


def _model(wheel: Path, wanted: str) -> ServiceModel:
    model = from_wheel(wheel)
    if model.version != wanted:
        raise GenerationError(f"the wheel is of botocore {model.version}, not {wanted}")
    return model


@contextmanager
def _folder(path: Path | None) -> Iterator[Path]:
    if path is not None:
        yield path
    else:
        with tempfile.TemporaryDirectory(prefix="mpkit-wheels-") as made:
            yield Path(made)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m mpkit.schemas.generate", description="Make the committed editions and the history.")
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("edition", help="make one edition")
    one.add_argument("--id", required=True, help="its name, year and month: 2026-11")
    one.add_argument("--botocore", required=True, help="the version of the service model")
    one.add_argument("--wheel", type=Path, help="the wheel, when it need not be downloaded")
    one.add_argument("--current", action="store_true", help="make it the default edition")
    all_of_them = commands.add_parser("check-all", help="compare all editions with what is committed")
    history = commands.add_parser("history", help="make the history")
    for command in (all_of_them, history):
        command.add_argument("--wheels", type=Path, help="a folder with wheels; missing ones are downloaded into it")
    for command in (one, history):
        command.add_argument("--check", action="store_true", help="write nothing, tell what differs")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 1 when committed files differ or an edition cannot be made."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "edition":
            with _folder(None) as folder:
                model = _model(options.wheel or download(options.botocore, folder), options.botocore)
            differing = settle(rendered_edition(model, options.id, current=options.current), check=options.check)
        elif options.command == "history":
            with _folder(options.wheels) as folder:
                differing = settle(rendered_history(folder), check=options.check)
        else:
            with _folder(options.wheels) as folder:
                models = {entry["id"]: from_wheel(download(entry["botocore"], folder)) for entry in index()["editions"]}
            differing = [path for edition, model in models.items() for path in settle(rendered_edition(model, edition), check=True)]
    except (GenerationError, subprocess.CalledProcessError) as problem:
        sys.stderr.write(f"{problem}\n{getattr(problem, 'stderr', None) or ''}")
        return 1
    sys.stdout.writelines(f"differs: {path.relative_to(HERE).as_posix()}\n" for path in dict.fromkeys(differing))
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
