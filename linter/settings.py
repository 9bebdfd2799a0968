"""Turn the text of a configuration into checked settings and back; loaded only where there is a configuration."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypeAlias

from .config import LARGEST_SIZE, OPERATIONS, Config, ConfigError, SuppressEntry
from .finding import Severity
from .forms import NAMES
from .path import from_pointer
from .selection import Rulebook, did_you_mean

Where: TypeAlias = Callable[..., str]
"""Names the setting at some keys, with file and line: the start of a message."""

_UNITS = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "kib": 2**10, "mib": 2**20, "gib": 2**30}
_SIZE = re.compile(r"0*([0-9]{1,10})\s*([a-zA-Z]*)")
_HEADER = re.compile(r"\s*\[(\[?)([^\]]+)\]")
_KEY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*(?:=|\.)""")
_LEVELS = ("error", "warning", "info")
_SHOWN = 60


class _WrongError(Exception):
    """A value that cannot be used: the keys below the setting, and what is wrong in words."""

    def __init__(self, message: str, *keys: str | int) -> None:
        super().__init__(message)
        self.keys = keys


def read(path: str, data: bytes, book: Rulebook, table: tuple[str, ...]) -> dict[str, Any] | None:
    """Return the fields of `Config` that a file sets, `None` where it lacks the table. Raises `ConfigError`."""
    try:
        text = data.decode("utf-8-sig")
        found: Any = tomllib.loads(text)
    except UnicodeDecodeError as problem:
        raise ConfigError(f"{path}: not UTF-8: byte {problem.start:,} cannot be decoded") from None
    except tomllib.TOMLDecodeError as problem:
        raise ConfigError(f"{path}: invalid TOML: {problem}") from None
    except ValueError:
        # Python reads no integer of thousands of digits, and says so by an error that the parser lets through.
        raise ConfigError(f"{path}: invalid TOML: an integer has too many digits") from None
    for name in table:
        found = found.get(name) if isinstance(found, dict) else None
        if found is None:
            return None
    if not isinstance(found, dict):
        raise ConfigError(f"{path}: [{'.'.join(table)}] is {_kind(found)}; expected a table")
    if not table and "tool" in found:
        raise ConfigError(f"{path}: the keys of an mpkit.toml stand at its top, without [tool.mpkit]")
    lines = _lines(text, table)

    def place(*keys: str | int) -> str:
        line = next((lines[keys[:length]] for length in range(len(keys), 0, -1) if keys[:length] in lines), None)
        return path if line is None else f"{path}:{line}"

    fields = check(found, book, lambda *keys: f"{place(*keys)}: '{'.'.join(map(str, keys))}'")
    if "suppress" in fields:
        fields["suppress"] = tuple(
            SuppressEntry(entry.path, entry.rule, entry.reason, entry.pointer, entry.expires, lines.get(("suppress", index), 1))
            for index, entry in enumerate(fields["suppress"])
        )
    return fields | {"sources": {key: place(key) for key in found}}


def check(values: Mapping[str, Any], book: Rulebook, where: Where) -> dict[str, Any]:
    """Return the fields of `Config` for ``values`` (by kebab-case keys). Raises `ConfigError` with all mistakes."""
    fields: dict[str, Any] = {}
    mistakes: list[str] = []
    for key, value in values.items():
        if key not in _READERS:
            mistakes.append(f"{where(key)} is an unknown key{did_you_mean(key, _READERS)}")
            continue
        try:
            fields[key.replace("-", "_")] = _READERS[key](value, book)
        except _WrongError as wrong:
            mistakes.append(f"{where(key, *wrong.keys)} {wrong}")
    if mistakes:
        raise ConfigError("\n".join(mistakes))
    return fields


def text(config: Config) -> str:
    """Write ``config`` as the text of an mpkit.toml."""
    return "\n".join(_written(config)) + "\n"


def _kind(value: Any) -> str:
    if isinstance(value, str):
        return _toml(value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and abs(value) > LARGEST_SIZE:
        return f"an integer beyond {LARGEST_SIZE:,}" if value > 0 else f"an integer below {-LARGEST_SIZE:,}"
    if isinstance(value, dict):
        return "a table"
    return "an array" if isinstance(value, list) else str(value)


def _text(value: Any, _book: Rulebook) -> str:
    if not isinstance(value, str) or not value:
        raise _WrongError(f"is {_kind(value)}; expected text")
    return value


def _texts(value: Any, what: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) and item for item in value):
        raise _WrongError(f"is {_kind(value)}; expected an array of {what}")
    return tuple(value)


def _table(value: Any, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _WrongError(f"is {_kind(value)}; expected a table: {what}")
    return value


def _selectors(value: Any, book: Rulebook) -> tuple[str, ...]:
    found = _texts(value, "rules: ids, names, prefixes of ids, or 'ALL'")
    for selector in found:
        if not book.ids(selector):
            raise _WrongError(book.unknown(selector))
    return found


def _selection(value: Any, book: Rulebook) -> tuple[str, ...]:
    found = _selectors(value, book)
    if not found:
        # An empty variable of a script must not switch everything off.
        raise _WrongError("names no rule; leave it out for all")
    return found


def _globs(value: Any, _book: Rulebook) -> tuple[str, ...]:
    return _texts(value, "globs")


def _glob(text: str, key: str) -> str:
    if text.startswith("!") or not text.strip("/ "):
        raise _WrongError("is no glob that names files; an exclamation mark has a meaning only in 'exclude'", key)
    return text


def _severity(value: Any, book: Rulebook) -> dict[str, Severity]:
    found = {}
    for selector, level in _table(value, "rule = level").items():
        if not book.ids(selector):
            raise _WrongError(book.unknown(selector), selector)
        if level not in _LEVELS:
            raise _WrongError(f"is {_kind(level)}; expected 'error', 'warning' or 'info' (a rule is switched off by 'ignore')", selector)
        found[selector] = Severity[level]
    return found


def _per_file_ignores(value: Any, book: Rulebook) -> dict[str, tuple[str, ...]]:
    found = {}
    for glob, selectors in _table(value, "glob = array of rules").items():
        try:
            found[_glob(glob, glob)] = _selectors(selectors, book)
        except _WrongError as wrong:
            raise _WrongError(str(wrong), glob) from None
    return found


def _operations(value: Any, _book: Rulebook) -> dict[str, str]:
    found = {}
    for glob, word in _table(value, "glob = operation").items():
        if not isinstance(word, str) or word not in OPERATIONS:
            raise _WrongError(f"is {_kind(word)}; expected 'create', 'update' or 'skip'", glob)
        found[_glob(glob, glob)] = OPERATIONS[word]
    return found


def _forms(value: Any, _book: Rulebook) -> tuple[str, ...]:
    found = _texts(value, "forms")
    if not found:
        raise _WrongError("names no form; leave it out for all")
    if "all" in found:
        return NAMES
    for name in found:
        if name not in NAMES:
            raise _WrongError(f"names an unknown form '{name}'{did_you_mean(name, NAMES)}; there are {', '.join(sorted(NAMES))}")
    return found


def _python_wrappers(value: Any, _book: Rulebook) -> dict[str, str]:
    found = {}
    for name, word in _table(value, "function = operation").items():
        if not all(part.isidentifier() for part in name.split(".")):
            raise _WrongError("is no name of a function", name)
        if word not in ("create", "update"):
            raise _WrongError(f"is {_kind(word)}; expected 'create' or 'update'", name)
        found[name] = OPERATIONS[word]
    return found


def _fail_on(value: Any, _book: Rulebook) -> Severity | None:
    if value == "never":
        return None
    if value not in _LEVELS:
        raise _WrongError(f"is {_kind(value)}; expected 'error', 'warning', 'info' or 'never'")
    return Severity[value]


def _max_size(value: Any, _book: Rulebook) -> int:
    match = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match and match[2].lower() in _UNITS:
        size = int(match[1]) * _UNITS[match[2].lower()]
    else:
        size = value if isinstance(value, int) and not isinstance(value, bool) else 0
    if not 1 <= size <= LARGEST_SIZE:
        bounds = f"a number of bytes from 1 to {LARGEST_SIZE:,}"
        raise _WrongError(f"is {_kind(value)}; expected {bounds}, or text such as '10 MB' or '512 KiB'")
    return size


def _jobs(value: Any, _book: Rulebook) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise _WrongError(f"is {_kind(value)}; expected a number of processes from 1")
    return value


def _stored(value: Any, _book: Rulebook) -> dict[str, tuple[str, ...]]:
    found = {}
    for arn, names in _table(value, "ModelPackageArn = array of names").items():
        try:
            found[arn] = _texts(names, "names of additional inference specifications")
        except _WrongError as wrong:
            raise _WrongError(str(wrong), arn) from None
    return found


def _suppress(value: Any, book: Rulebook) -> tuple[SuppressEntry, ...]:
    if not isinstance(value, list):
        raise _WrongError(f"is {_kind(value)}; expected an array of tables with 'path', 'rule' and 'reason'")
    found = []
    for index, entry in enumerate(value):
        try:
            found.append(_entry(_table(entry, "'path', 'rule', 'reason'"), book))
        except _WrongError as wrong:
            raise _WrongError(str(wrong), index, *wrong.keys) from None
    return tuple(found)


_ENTRY_KEYS = ("path", "rule", "reason", "pointer", "expires")


def _entry(entry: dict[str, Any], book: Rulebook) -> SuppressEntry:
    for key in entry:
        if key not in _ENTRY_KEYS:
            raise _WrongError(f"is an unknown key{did_you_mean(key, _ENTRY_KEYS)}", key)
    for key in ("path", "rule", "reason"):
        if key not in entry:
            raise _WrongError(f"lacks '{key}'")
    for key, value in entry.items():
        if key != "expires" and (not isinstance(value, str) or (not value.strip() and key != "pointer")):
            raise _WrongError(f"is {_kind(value)}; expected text", key)
    rule = book.id_of(entry["rule"])
    if rule is None:
        raise _WrongError(book.unknown(entry["rule"]), "rule")
    pointer = entry.get("pointer")
    try:
        from_pointer(pointer or "")
    except ValueError:
        raise _WrongError(
            f"is {_kind(pointer)}; expected a JSON Pointer such as '/InferenceSpecification/Containers/*/Image'", "pointer"
        ) from None
    return SuppressEntry(_glob(entry["path"], "path"), rule, entry["reason"].strip(), pointer, _day(entry.get("expires")))


def _day(value: Any) -> date | None:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    elif value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    raise _WrongError(f"is {_kind(value)}; expected a day such as 2027-01-31", "expires")


_READERS: dict[str, Callable[[Any, Rulebook], Any]] = {
    "spec": _text,
    "select": _selection,
    "ignore": _selectors,
    "severity": _severity,
    "per-file-ignores": _per_file_ignores,
    "operations": _operations,
    "exclude": _globs,
    "forms": _forms,
    "python-wrappers": _python_wrappers,
    "fail-on": _fail_on,
    "max-size": _max_size,
    "suppress": _suppress,
    "stored": _stored,
    "jobs": _jobs,
}


def _lines(text: str, table: tuple[str, ...]) -> dict[tuple[str | int, ...], int]:
    """Find the lines of keys, by their keys below ``table``; the parser does not tell them. Unusual ways to write a key are not found."""
    base = ".".join(table)
    found: dict[tuple[str | int, ...], int] = {}
    section: tuple[str | int, ...] | None = () if not table else None
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            name = re.sub(r"[\s\"']", "", header[2])
            below = name.removeprefix(base).removeprefix(".") if name == base or name.startswith(f"{base}.") or not base else None
            if below is None:
                section = None
                continue
            section = (below,) if below else ()
            if header[1]:
                section = (below, counts.get(below, 0))
                counts[below] = counts.get(below, 0) + 1
            found.setdefault(section, number)
        elif section is not None and (key := _KEY.match(line)):
            found.setdefault((*section, key[1] or key[2] or key[3]), number)
    return found


def _written(config: Config) -> Iterator[str]:
    def comment(key: str) -> str:
        return f"  # {config.sources.get(key, 'default')}"

    yield "# Globs are relative to " + (str(config.origin.parent) if config.origin else "the current folder") + "."
    yield f"spec = {_toml(config.spec)}{comment('spec')}"
    for key in ("select", "ignore", "exclude"):
        yield f"{key} = {_toml(getattr(config, key))}{comment(key)}"
    yield f"fail-on = {_toml(str(config.fail_on) if config.fail_on else 'never')}{comment('fail-on')}"
    yield f"max-size = {config.max_size}{comment('max-size')}"
    yield f"jobs = {config.jobs}{comment('jobs')}" if config.jobs else "# jobs: one process for each processor  # default"
    yield f"forms = {_toml(config.forms)}{comment('forms')}" if config.forms else "# forms: all  # default"
    words = {operation: word for word, operation in OPERATIONS.items()}
    tables: dict[str, Mapping[str, Any]] = {
        "severity": {selector: str(level) for selector, level in config.severity.items()},
        "per-file-ignores": config.per_file_ignores,
        "operations": {glob: words[operation] for glob, operation in config.operations.items()},
        "python-wrappers": {name: words[operation] for name, operation in config.python_wrappers.items()},
        "stored": config.stored,
    }
    for key, table in tables.items():
        yield f"\n[{key}]{comment(key)}"
        for name, value in table.items():
            yield f"{_toml(name)} = {_toml(value)}"
    for entry in config.suppress:
        yield f"\n[[suppress]]{comment('suppress')}"
        for name in _ENTRY_KEYS:
            value = getattr(entry, name)
            if value is not None:
                yield f"{name} = {_toml(value) if isinstance(value, str) else value}"


def _toml(value: Any) -> str:
    if isinstance(value, str):
        import orjson  # noqa: PLC0415 - JSON's quoting is TOML's, but for one character

        return orjson.dumps(value).decode().replace("\x7f", "\\u007f")
    return f"[{', '.join(map(_toml, value))}]"
