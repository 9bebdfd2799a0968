"""Subjects of the user's own: ``--target module:factory``.

The factory is called without arguments and returns an object as `mpkit.conformance.subject.Subject` describes it; a class will do.
"""

import importlib
import sys
from pathlib import Path
from typing import Any

from ..outcome import Reply
from ..subject import Call, Subject, SubjectError, TransportError
from .wrappers import Wrapper

_STATUSES = range(100, 600)


def load(target: str) -> Subject:
    """Make a subject with a factory that is given as ``module:factory``; the module may stand in the current folder.

    Raises `SubjectError` when there is no such thing, or when what it makes is no subject.
    """
    module, colon, path = target.partition(":")
    if not colon or not module or not path:
        raise SubjectError(f"{target!r} is no target: give moto, reference, aws, or module:factory, as in my_fakes.registry:Fake")
    factory = _found(module, path)
    if not callable(factory):
        raise SubjectError(f"{target} is not callable, but {_a(factory)}. Name a class or a function that returns a subject")
    try:
        subject = factory()
    except Exception as problem:
        raise SubjectError(f"{target} failed when it was called: {_said(problem)}") from problem
    for lack in _lacks(subject):
        raise SubjectError(f"what {target} returns, {_a(subject)}, is no subject: {lack}")
    return _Adapted(subject, target)


def _found(module: str, path: str) -> Any:
    here = str(Path.cwd())
    if here not in sys.path and "" not in sys.path:
        # Modules of the adapter may be imported later too, so that it stays.
        sys.path.insert(0, here)
    try:
        found: Any = importlib.import_module(module)
    except ModuleNotFoundError as problem:
        if problem.name and (module == problem.name or module.startswith(f"{problem.name}.")):
            raise SubjectError(f"there is no module {problem.name!r} in the current folder or among what is installed") from None
        raise SubjectError(f"the module {module!r} cannot be imported: it needs {problem.name!r}, which is not there") from problem
    except Exception as problem:
        raise SubjectError(f"the module {module!r} cannot be imported: {_said(problem)}") from problem
    for name in path.split("."):
        if not hasattr(found, name):
            raise SubjectError(f"there is no {path!r} in the module {module!r}")
        found = getattr(found, name)
    return found


def _lacks(subject: Any) -> list[str]:
    """Return what an object lacks to be a subject, in words."""
    lacks = [f"it has no method {name}" for name in ("send", "close") if not callable(getattr(subject, name, None))]
    for name in ("name", "region"):
        value = getattr(subject, name, None)
        if not isinstance(value, str) or not value:
            lacks.append(f"its {name} is no text" if hasattr(subject, name) else f"it has no {name}")
    return lacks


class _Adapted(Wrapper):
    """Turns what only a defect of an adapter can be into broken calls, so that a run goes on and says so."""

    def __init__(self, inner: Subject, target: str) -> None:
        super().__init__(inner)
        self._target = target
        account = getattr(inner, "account", None)
        if isinstance(account, str):
            self.account = account

    def send(self, call: Call) -> Reply:
        """Send one call. Raises `TransportError`."""
        try:
            reply = self.inner.send(call)
        except TransportError:
            raise
        except Exception as problem:
            raise TransportError("unavailable", f"{self._target} failed: {_said(problem)}") from problem
        match reply:
            case Reply(int(status), headers, bytes(body)) if status in _STATUSES and hasattr(headers, "items"):
                return Reply(status, {str(name).lower(): str(value) for name, value in headers.items()}, body)
        raise TransportError("unavailable", f"{self._target} answers with {_a(reply)} that is no Reply of status, headers and bytes")

    def close(self) -> None:
        """End what the adapter started; a failure in it is no longer of interest."""
        try:
            self.inner.close()
        except Exception as problem:  # noqa: BLE001 - the run is over, and its results must not be lost
            sys.stderr.write(f"mpkit: {self._target} failed when it was closed: {_said(problem)}\n")


def _a(value: Any) -> str:
    name = type(value).__name__
    return f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}"


def _said(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}".rstrip(": ")
