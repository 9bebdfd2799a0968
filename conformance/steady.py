"""Keep what Hypothesis draws from depending on what else is loaded.

At times Hypothesis draws a constant that it has read in the modules of a project that happen to be loaded. Which these are differs from
command to command, and a seed has to draw the same cases in all of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

_SOURCE = "_local_constants"


@contextmanager
def steady() -> Iterator[None]:
    """Draw without the constants of loaded modules. Where this Hypothesis does not read any, nothing is done."""
    try:
        providers = import_module("hypothesis.internal.conjecture.providers")
        nothing = import_module("hypothesis.internal.constants_ast").Constants()
        own = vars(providers.HypothesisProvider)[_SOURCE]
    except (ImportError, KeyError):
        yield
        return
    setattr(providers.HypothesisProvider, _SOURCE, nothing)
    # What was found for kinds of draws is kept there, with the constants.
    providers.CONSTANTS_CACHE.cache.clear()
    try:
        yield
    finally:
        setattr(providers.HypothesisProvider, _SOURCE, own)
        providers.CONSTANTS_CACHE.cache.clear()
