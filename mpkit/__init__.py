"""mpkit: lint SageMaker model-package requests, and check whether a backend behaves as the documents say.

`lint_text` and `lint_path` return a report of diagnostics, each with its place, rule, message and clauses.
"""

from typing import TYPE_CHECKING, Any

from ._version import __version__

if TYPE_CHECKING:
    from .linter.compose import lint_path, lint_text

__all__ = ["__version__", "lint_path", "lint_text"]


def __getattr__(name: str) -> Any:
    """Import the API when it is first asked for: the command's start-up comes through this module too."""
    if name in ("lint_path", "lint_text"):
        from .linter import compose  # noqa: PLC0415 - see above

        return getattr(compose, name)
    raise AttributeError(f"module 'mpkit' has no attribute '{name}'")
