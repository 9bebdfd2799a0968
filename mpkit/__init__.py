"""mpkit: lint SageMaker model-package requests, and check whether a backend behaves as the documents say."""

from ._version import __version__

__all__ = ["__version__"]
