"""Terraform's configurations in HCL: resources of the provider awscc.

References, functions and loops are unknown; local values that this file gives are known, and so is a condition whose branches are equal.
"""

from typing import Any

from ..form import Document
from ..path import Path
from ..request import Unknown
from ..source import Source
from ._awscc import AwsccForm, AwsccReader
from ._hcl_values import Blocks, Encoded
from ._tree import base


class Terraform(AwsccForm):
    """Files in HCL; reading them takes the extra ``terraform``."""

    name = "terraform"

    def read(self, source: Source) -> Document:
        """Find the resources, and syntax that keeps one from being read."""
        document = super().read(source)
        problems = source.once(base(source).read).problems
        return document._replace(problems=(*problems, *document.problems), evident=bool(problems))

    def reader(self, *, partial: bool) -> AwsccReader:
        """Return what reads a resource."""
        return _Reader(partial=partial)


class _Reader(AwsccReader):
    def meaning(self, node: Any, place: Path) -> tuple[Any, Path]:
        if isinstance(node, Encoded):
            return node.text(), place
        # Attributes are no blocks, which Terraform itself says.
        return (Unknown() if isinstance(node, Blocks) else super().meaning(node, place)[0]), place


FORM = Terraform()
