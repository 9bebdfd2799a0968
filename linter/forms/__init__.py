"""The forms in which files keep requests, one module each with a module-level ``FORM``."""

import os
import re
from collections.abc import Collection, Iterable
from importlib import import_module
from typing import NamedTuple

from ..form import Form


class Entry(NamedTuple):
    """For which files a form is.

    ``endings`` are what their names end in, in lower case. A file with none of ``words`` holds no request in this form; without words,
    every such file is read. ``wrapped`` says that names of the user's wrappers are such words too. ``beginnings`` are what
    names start with that have no ending of any form, in lower case.
    """

    name: str
    module: str
    endings: tuple[str, ...]
    words: tuple[bytes, ...] = ()
    wrapped: bool = False
    beginnings: tuple[str, ...] = ()


_YAML = (".yaml", ".yml")
# JSON that Terraform fills in.
_TEMPLATES = (".json.tpl", ".json.tftpl")
_HCL = (".tf", ".tofu")

# Texts, as hardly any run compiles them.
_SHELLS = rb"[/ ](?:ba|z|k|da)?sh\b"
_PYTHONS = rb"[/ ]python[0-9.]*\b"
# Calls of boto3, steps of pipelines, and the library whose classes are requests.
_CALLS = (b"create_model_package", b"update_model_package", b"RegisterModel", b"sagemaker_core", b"sagemaker.core")

# Commands of the AWS CLI, and calls of boto3 in the Python that scripts run.
_COMMANDS = (b"create-model-package", b"update-model-package", b"_model_package")

# So that a run imports only the parsers that it needs, and only where a file may hold something; a test holds the table against the
# forms' own names. Files with several forms are read in each; forms for whole documents stand last, as parts of a document come first.
TABLE = (
    Entry("python", "python_source", (".py", ".pyw"), _CALLS, wrapped=True),
    Entry("notebook", "notebook", (".ipynb",), (b"model_package", b"ModelPackage", b"model-package"), wrapped=True),
    Entry("pipeline", "pipeline_definition", (".json", *_YAML, *_TEMPLATES, *_HCL), (b"RegisterModel",)),
    Entry(
        "step-functions",
        "step_functions",
        (".json", ".asl", *_YAML, ".template", *_TEMPLATES, *_HCL),
        (b"sagemaker:createModelPackage", b"sagemaker:updateModelPackage"),
    ),
    Entry("cloudformation", "cloudformation", (".json", *_YAML, ".template"), (b"AWS::SageMaker::ModelPackage",)),
    Entry("terraform", "terraform", _HCL, (b"awscc_sagemaker_model_package",)),
    Entry("terraform-json", "terraform_json", (".tf.json", ".tofu.json"), (b"awscc_sagemaker_model_package",)),
    Entry("ack", "kubernetes_ack", (*_YAML, ".json"), (b"sagemaker.services.k8s.aws",)),
    Entry("shell", "shell_script", (".sh", ".bash", ".zsh", ".ksh"), _COMMANDS),
    Entry("makefile", "makefile", ("makefile", ".mk"), _COMMANDS),
    Entry("jenkinsfile", "jenkinsfile", ("jenkinsfile", ".groovy"), _COMMANDS, beginnings=("jenkinsfile",)),
    Entry("ci", "ci_workflow", _YAML, _COMMANDS),
    Entry("markdown", "markdown", (".md", ".markdown"), (*_COMMANDS, b"ModelPackage"), wrapped=True),
    Entry("jsonl", "json_lines", (".jsonl", ".ndjson")),
    Entry("json", "json_text", (".json",)),
    Entry("yaml", "yaml_text", _YAML),
)
NAMES = tuple(entry.name for entry in TABLE)


class Forms:
    """The forms that a run reads: all, or those with the names in ``chosen``. ``wrappers`` are names of the user's functions."""

    def __init__(self, chosen: Collection[str] | None = None, wrappers: Iterable[str] = ()) -> None:
        self._chosen = frozenset(NAMES if chosen is None else chosen)
        names = tuple(name.rpartition(".")[2].encode() for name in wrappers)
        self._entries = tuple(entry._replace(words=entry.words + names) if entry.wrapped else entry for entry in TABLE)
        self._of_suffix: dict[str, tuple[Entry, ...]] = {}
        self.endings = tuple(sorted({ending for entry in TABLE if entry.name in self._chosen for ending in entry.endings}))
        """What the names of files to look at end in."""
        self.beginnings = tuple(sorted({begin for entry in TABLE if entry.name in self._chosen for begin in entry.beginnings}))
        """What names of files to look at begin with, whatever they end in."""

    def of(self, name: str, data: bytes) -> list[Form] | None:
        """Return the forms in which a file may hold a request, by its name and the words in it; `None` for a name that tells no form."""
        entries = self._entries_of(os.path.basename(name).lower())  # noqa: PTH119 - thousands of names come through here
        if not entries:
            return None
        return [_load(entry.module) for entry in entries if entry.name in self._chosen and _has_words(entry, data)]

    def hint(self, name: str, data: bytes) -> bool:
        """Tell whether there are words in a file, or a part of it, which requests in one of its forms have."""
        entries = self._entries_of(os.path.basename(name).lower())  # noqa: PTH119 - as above
        return any(entry.words and entry.name in self._chosen and _has_words(entry, data) for entry in entries)

    def sniffed(self, data: bytes) -> list[Form]:
        """Return the forms of a text without a telling name: that of a script by its first line, JSON when it starts like it, or YAML."""
        start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        first = data.partition(b"\n")[0] if data.startswith(b"#!") else b""
        script = "shell" if re.search(_SHELLS, first) else "python" if re.search(_PYTHONS, first) else None
        name = script or ("json" if start in (b"{", b"[") else "yaml")
        return [form_named(name)] if name in self._chosen else []

    def _entries_of(self, name: str) -> tuple[Entry, ...]:
        # A suffix tells most names; two of them (".tf.json") or a whole name ("makefile") are looked at once more.
        suffix = name[name.rfind(".") :] if "." in name else name
        if suffix not in self._of_suffix:
            self._of_suffix[suffix] = tuple(entry for entry in self._entries if any(_may_end(suffix, ending) for ending in entry.endings))
        found = tuple([entry for entry in self._of_suffix[suffix] if name.endswith(entry.endings)])
        return found or tuple([entry for entry in self._entries if entry.beginnings and name.startswith(entry.beginnings)])


def form_named(name: str) -> Form:
    """Return the form of a name of `NAMES`."""
    return _load(next(entry.module for entry in TABLE if entry.name == name))


def _may_end(suffix: str, ending: str) -> bool:
    return suffix.endswith(ending) or ending.endswith(suffix)


def _has_words(entry: Entry, data: bytes) -> bool:
    return not entry.words or any(word in data for word in entry.words)


def _load(module: str) -> Form:
    form: Form = import_module(f".{module}", __package__).FORM
    return form
