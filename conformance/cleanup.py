"""Clean up after a run, however it ends: well, with an error, or at a signal."""

import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from .ledger import Ledger
from .subject import Subject
from .subjects.wrappers import Stop
from .sweep import Swept, sweep

_DELETIONS = ("DeleteModelPackage", "DeleteModelPackageGroup")
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


@dataclass(slots=True)
class Cleanup:
    """What `cleanup` did: ``swept`` is set when the block is over. ``capabilities`` may be set in it, once they are known."""

    capabilities: Mapping[str, bool] = field(default_factory=dict)
    swept: Swept | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing is left that could ever be deleted."""
        cannot = not all(self.capabilities.get(operation, True) for operation in _DELETIONS)
        return self.swept is not None and (not self.swept.left or (cannot and not self.swept.can_delete))


@contextmanager
def cleanup(
    ledger: Ledger, subject: Subject, stop: Stop, say: Callable[[str], object], capabilities: Mapping[str, bool] | None = None
) -> Iterator[Cleanup]:
    """Sweep when the block is over, however it ends, and remove the ledger when nothing is left, or the backend is known not to delete.

    ``subject`` must not be one that ``stop`` or a budget silences. The signals to interrupt and to terminate set ``stop``, so that the
    run ends by itself; a second one ends the process at once, after it has said how to sweep later.
    """
    done = Cleanup(capabilities or {})
    with signals(stop, say, f"mpkit conform sweep {ledger.path}"):
        try:
            yield done
        finally:
            done.swept = sweep(ledger, subject, capabilities=done.capabilities)
            if done.is_over:
                ledger.discard()
            else:
                ledger.close()


@contextmanager
def signals(stop: Stop, say: Callable[[str], object], command: str | None = None) -> Iterator[None]:
    """Let the first signal set ``stop`` while the block runs, and the second end the process.

    ``command`` deletes what is then left; `None` where nothing can be left. Only the main thread hears signals; in another one nothing
    changes.
    """

    def heard(number: int, _: object) -> None:
        if stop.is_set():
            left = f" What the run created is still there; delete it with: {command}" if command else ""
            os.write(2, f"\nmpkit: stopped at once.{left}\n".encode())
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
            return
        stop.set(number)
        with suppress(RuntimeError):  # the signal came while something else was being written there
            say(f"stopping{', and deleting what was created' if command else ''}; once more to stop at once")

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, heard) for name in _SIGNALS if (number := getattr(signal, name, None)) is not None}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
