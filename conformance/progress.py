"""What a run does at the moment, on one line of a terminal; nothing where there is none."""

import os
import threading
import time
from collections.abc import Callable
from typing import TextIO

from .check import PhaseName, Result

_PAUSE = 0.1
_WINDOW = 2.0
_ERASE = "\r\x1b[K"
_DIM = "\x1b[2m{}\x1b[0m"


class Progress:
    """The line: phase, checks that are done of all in the phase, failures so far, requests a second.

    ``stream`` is standard error. ``requests`` tells how many requests were made so far. `phase` and `result` are told what happens, from
    any thread. The line is drawn at most ten times a second, and `close` takes it away. NO_COLOR is respected.
    """

    def __init__(self, stream: TextIO, requests: Callable[[], int], clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._requests = requests
        self._clock = clock
        self._is_shown = stream.isatty() and os.environ.get("TERM") != "dumb"
        self._colour = not os.environ.get("NO_COLOR")
        self._lock = threading.Lock()
        self._phase = ""
        self._checks = self._done = self._failed = 0
        self._drawn = -_PAUSE
        self._mark = (clock(), requests())
        self._rate = 0.0

    def phase(self, name: PhaseName, checks: int) -> None:
        """Begin a phase of so many checks."""
        with self._lock:
            self._phase, self._checks, self._done = name, checks, 0
            self._draw(now=True)

    def result(self, result: Result) -> None:
        """Note that a check is done."""
        with self._lock:
            self._done += 1
            self._failed += result.verdict == "failed"
            self._draw(now=False)

    def close(self) -> None:
        """Take the line away."""
        with self._lock:
            if self._is_shown:
                self._is_shown = False
                self._write(_ERASE)

    def _draw(self, *, now: bool) -> None:
        time_now = self._clock()
        if not self._is_shown or (not now and time_now - self._drawn < _PAUSE):
            return
        self._drawn = time_now
        since, made = self._mark
        total = self._requests()
        if time_now - since >= _WINDOW or not self._rate:
            self._rate = (total - made) / max(time_now - since, _PAUSE)
        if time_now - since >= _WINDOW:
            self._mark = (time_now, total)
        failed = f", {self._failed:,} failed" if self._failed else ""
        text = f"{self._phase}: {self._done:,} of {self._checks:,} checks{failed}, {total:,} requests, {self._rate:,.0f} a second"
        text = text[: self._columns()]
        self._write(_ERASE + (_DIM.format(text) if self._colour else text))

    def _columns(self) -> int:
        """Return how many characters fit on one line: a longer one could not be taken away."""
        try:
            return max(os.get_terminal_size(self._stream.fileno()).columns - 1, 1)
        except (OSError, ValueError):
            return 79

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            # Who closed the terminal sees no progress; the run goes on.
            self._is_shown = False
