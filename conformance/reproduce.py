"""Snippets that make the calls of a failed case again: for a shell with curl, and for Python.

A snippet holds all calls of the case. Names are made anew each time it runs, and ARNs are taken from the answers, so that it does the
same on a backend that has seen the run, or the snippet, before. Everything in it is quoted: nothing that a backend says is executed.
"""

import shlex
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from . import _snippet_python, _snippet_shell
from ._calls import calls
from .check import Failure, Run, Target
from .fold import operation_of
from .subjects.wire import PLACEHOLDER_KEY, Endpoint

_STARTED = {
    "moto": ("http://127.0.0.1:5000", "moto_server -p 5000"),
    "reference": ("http://127.0.0.1:4566", "mpkit serve --port 4566"),
}
"""Where snippets look for targets that ended with the run, and the command that starts them there."""

_DEFAULTS: Mapping[str, Any] = {"level": "must", "strict": False, "max_examples": 50}
_SOMEWHERE = "http://127.0.0.1:5000"


class Backend(NamedTuple):
    """Where a snippet sends its calls, and as whom: with made-up credentials, or with those of the environment."""

    url: str
    region: str
    placeholders: bool

    @property
    def key(self) -> str | None:
        """The made-up access key, which is the secret too."""
        return PLACEHOLDER_KEY if self.placeholders else None


def curl(failure: Failure, run: Run) -> str:
    """Return lines for a POSIX shell that make the calls of a failed case with curl (7.75 or newer), and print what comes back."""
    return _snippet_shell.snippet(calls(failure.exchanges, run.prefix), backend(run.target), len(run.prefix))


def python(failure: Failure, run: Run) -> str:
    """Return a Python program that makes the calls of a failed case: with boto3 where it can send them, otherwise with signed bytes."""
    head = f"{operation_of(failure) or failure.case}: expected {failure.expected}; observed {failure.observed}"
    return _snippet_python.snippet(calls(failure.exchanges, run.prefix), backend(run.target), len(run.prefix), head)


def backend(target: Target) -> Backend:
    """Return where snippets find a target again; one that was started for the run is looked for where its users start it."""
    if target.kind in _STARTED:
        url = _STARTED[target.kind][0]
    elif target.kind == "aws" and target.endpoint is None:
        suffix = ".cn" if target.region.startswith("cn-") else ""
        url = f"https://api.sagemaker.{target.region}.amazonaws.com{suffix}"
    else:
        url = target.endpoint or _SOMEWHERE
    return Backend(url, target.region, target.kind != "aws" and Endpoint.parse(url).is_loopback)


def hint(target: Target) -> str | None:
    """Say what has to be done before snippets work; `None` for nothing."""
    if target.kind in _STARTED:
        return f"Snippets talk to {_STARTED[target.kind][0]}: start {target.kind} there with '{_STARTED[target.kind][1]}'."
    if target.kind != "aws" and target.endpoint is None:
        return f"Snippets talk to {_SOMEWHERE}: put in the address at which your backend answers HTTP, if it does."
    if not backend(target).placeholders:
        return "Snippets sign with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN of the environment."
    return None


def command(run: Run, *options: str) -> str:
    """Return the command line that runs the kit against the same target in the same way, with ``options`` added."""
    where = ["--endpoint-url", run.target.endpoint] if _is_given(run.target) else ["--target", run.target.kind]
    region = ["--region", run.target.region] if _is_given(run.target) or run.target.kind == "aws" else []
    return shlex.join(["mpkit", "conform", *map(str, where), *region, "--spec", run.spec, "--seed", str(run.seed), *_asked(run), *options])


def _asked(run: Run) -> Iterator[str]:
    """Yield the options that change what is asked, where they are not the default."""
    for key, default in _DEFAULTS.items():
        value = run.settings.get(key, default)
        if value != default:
            yield f"--{key.replace('_', '-')}"
            yield from () if value is True else (str(value),)


def _is_given(target: Target) -> bool:
    return target.endpoint is not None and target.kind not in _STARTED and target.kind != "aws"
