"""What a check returns that has nothing to say.

Checks that run for every container of every request look first and make a generator only when there is something to report.
"""

from collections.abc import Iterator

from ..linter.finding import Finding

NOTHING: Iterator[Finding] = iter(())
"""An iterator that is at its end and stays there."""
