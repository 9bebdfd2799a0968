import io
import os
import pty
import re

import pytest
from report_support import check, failure, result

from mpkit.conformance.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")


def plain(text: str) -> list[str]:
    """The lines that were drawn one over the other, without colours."""
    return re.sub(r"\x1b\[\d*m", "", text).split("\r\x1b[K")[1:]


def test_the_line_shows_phase_checks_failures_and_requests_a_second() -> None:
    terminal, clock, made = Terminal(), Clock(), iter((0, 0, 50, 50))
    progress = Progress(terminal, lambda: next(made), clock)

    progress.phase("boundary", 1200)
    clock.now = 1.0
    progress.result(result(check(), failure()))
    progress.close()

    assert plain(terminal.getvalue()) == [
        "boundary: 0 of 1,200 checks, 0 requests, 0 a second",
        "boundary: 1 of 1,200 checks, 1 failed, 50 requests, 50 a second",
        "",
    ]


def test_the_line_is_drawn_ten_times_a_second_at_most() -> None:
    terminal, clock = Terminal(), Clock()
    progress = Progress(terminal, lambda: 0, clock)
    progress.phase("smoke", 1000)

    for _ in range(1000):
        clock.now += 0.001
        progress.result(result())

    assert 5 <= len(plain(terminal.getvalue())) <= 12


def test_the_rate_is_that_of_the_last_seconds() -> None:
    terminal, clock, sent = Terminal(), Clock(), [0]
    progress = Progress(terminal, lambda: sent[0], clock)
    progress.phase("boundary", 9)
    for number in (1000, 1000, 1000, 1000):
        clock.now += 2.5
        sent[0] += number
        progress.result(result())
    clock.now += 5
    progress.result(result())

    assert plain(terminal.getvalue())[-2].endswith("4,000 requests, 400 a second")
    assert plain(terminal.getvalue())[-1].endswith("4,000 requests, 0 a second")


def test_nothing_is_written_where_there_is_no_terminal() -> None:
    stream = io.StringIO()
    progress = Progress(stream, lambda: 0)

    progress.phase("boundary", 3)
    progress.result(result())
    progress.close()

    assert stream.getvalue() == ""


def test_nothing_is_written_to_a_terminal_that_cannot_take_a_line_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    terminal = Terminal()

    Progress(terminal, lambda: 0).phase("boundary", 3)

    assert terminal.getvalue() == ""


def test_no_color_takes_the_colours_away(monkeypatch: pytest.MonkeyPatch) -> None:
    coloured, plain_one = Terminal(), Terminal()
    Progress(coloured, lambda: 0).phase("boundary", 3)
    monkeypatch.setenv("NO_COLOR", "1")
    Progress(plain_one, lambda: 0).phase("boundary", 3)

    assert "\x1b[2m" in coloured.getvalue()
    assert "m" not in re.findall(r"\x1b\[\d*(\w)", plain_one.getvalue())


def test_a_line_fits_on_a_narrow_terminal() -> None:
    ours, theirs = pty.openpty()
    os.set_blocking(ours, False)
    with os.fdopen(theirs, "w") as terminal:
        import fcntl  # noqa: PLC0415 - needed by this test alone
        import struct  # noqa: PLC0415 - needed by this test alone
        import termios  # noqa: PLC0415 - needed by this test alone

        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 20, 0, 0))
        Progress(terminal, lambda: 0).phase("boundary", 3)
        written = os.read(ours, 4096).decode()
    os.close(ours)

    assert plain(written) == ["boundary: 0 of 3 ch"]


def test_a_terminal_that_is_closed_does_not_end_the_run() -> None:
    terminal = Terminal()
    progress = Progress(terminal, lambda: 0)
    terminal.close()

    progress.phase("boundary", 3)
    progress.close()
