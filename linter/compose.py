"""Put rules, spec and configuration together; the commands and the Python API start here."""

from pathlib import Path

from ..rules import catalogue
from ..schemas import Spec, UnknownEditionError
from ..schemas import load as load_spec
from .config import OPERATIONS, Config, FileSettings, override, parse
from .config import load as load_config
from .finding import Report
from .lint import Linter
from .operation import CREATE, UPDATE
from .rule import Example, TextExample
from .selection import selected, severities
from .session import Session, gather


def session(
    config: Config, *, operation: str | None = None, lenient: bool = False, listing: bool = False, stdin_name: str = "<stdin>"
) -> Session:
    """Make what lints files under ``config``.

    ``operation`` (CreateModelPackage or UpdateModelPackage) forces one for all files. ``lenient`` passes over files that cannot be read
    as JSON or YAML when nothing in them hints at a request, even when they are named. ``listing`` only lists
    the requests and holds them against nothing. ``stdin_name`` is how standard input is known.
    Raises `mpkit.schemas.UnknownEditionError`.
    """
    rules = catalogue()
    spec = _spec(config)
    muted = {rule.id for rule in rules} - {rule.id for rule in selected(rules, config.select, config.ignore)}
    if operation is not None and operation not in (CREATE, UPDATE):
        raise ValueError(f"'{operation}' is no operation; 'create' and 'update' are")
    linter = Linter(spec, rules, muted=muted, severity=severities(rules, config.severity), stored=config.stored)
    files = FileSettings(config, rules)
    return Session(linter, config, files, rules, operation=operation, lenient=lenient, listing=listing, stdin_name=stdin_name)


def lint_text(
    text: str | bytes,
    *,
    filename: str = "request.json",
    operation: str | None = None,
    spec: str | None = None,
    config: Path | Config | None = None,
) -> Report:
    """Lint a text and return the report.

    ``filename`` tells the form by its suffix and is the path in the report. ``operation`` is ``CreateModelPackage`` (``create``) or
    ``UpdateModelPackage`` (``update``), found from name and content when it is `None`. ``spec`` names an edition, ``config`` a
    configuration file; no file is looked for. Raises `mpkit.linter.config.ConfigError` and `mpkit.schemas.UnknownEditionError`.
    """
    work = session(_config(config, spec), operation=_operation(operation))
    data = text.encode("utf-8", errors="surrogatepass") if isinstance(text, str) else text
    return gather(work, [work.lint_data(filename, data)])


def lint_path(path: str | Path, *, operation: str | None = None, spec: str | None = None, config: Path | Config | None = None) -> Report:
    """Lint a file, or all files below a folder, and return the report; arguments and errors are those of `lint_text`."""
    work = session(_config(config, spec), operation=_operation(operation))
    return gather(work, (work.lint_file(file) for file in work.discover([str(path)])))


def lint_example(text: bytes, filename: str, example: Example | TextExample) -> Report:
    """Lint one side of a rule's example under the settings that the example asks for."""
    config = parse(example.config, catalogue(), Path("mpkit.toml")) if example.config else None
    return lint_text(text, filename=filename, operation=example.operation, spec=example.edition, config=config)


def _config(config: Path | Config | None, spec: str | None) -> Config:
    rules = catalogue()
    found = load_config(config.parent, config, rules) if isinstance(config, Path) else config
    return override(found or Config(), rules, spec=spec)


def _spec(config: Config) -> Spec:
    try:
        return load_spec(config.spec)
    except UnknownEditionError as problem:
        where = config.sources.get("spec")
        raise UnknownEditionError(f"{where}: {problem}" if where else str(problem)) from None


def _operation(name: str | None) -> str | None:
    return None if name is None else OPERATIONS.get(name, name)
