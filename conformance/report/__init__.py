"""Renderers: a run in, a document out, one module a format; and what reads a recorded report back."""

from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ...linter.report.text import Look
    from ..check import Run

Renderer: TypeAlias = "Callable[[Run, Look], Iterator[str]]"
"""Yields a document in pieces that are written one after the other; only text looks at the `Look`."""

FORMATS = ("text", "json", "junit", "markdown", "html")


def renderer(name: str) -> Renderer:
    """Return what renders a format of `FORMATS`; its module is imported only then."""
    render: Renderer = import_module(f".{name}", __package__).render
    return render
