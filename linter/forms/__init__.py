"""The forms in which files keep requests, one module each with a module-level ``FORM``."""

import os
from importlib import import_module

from ..form import Form

# By suffix, so that a run imports only the parsers that it needs; a test holds this table against the forms' own suffixes.
_MODULES = {
    ".json": "json_text",
    ".jsonl": "json_lines",
    ".ndjson": "json_lines",
    ".yaml": "yaml_text",
    ".yml": "yaml_text",
}
SUFFIXES = frozenset(_MODULES)


def form_of(name: str) -> Form | None:
    """Return the form that a file name stands for, `None` when its suffix is no form's."""
    module = _MODULES.get(os.path.splitext(name)[1].lower())  # noqa: PTH122 - thousands of names come through here
    return None if module is None else _load(module)


def sniffed(data: bytes) -> Form:
    """Return the form of a text without a telling name: JSON when it starts like it, YAML otherwise."""
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return _load("json_text" if start in (b"{", b"[") else "yaml_text")


def _load(module: str) -> Form:
    form: Form = import_module(f".{module}", __package__).FORM
    return form
