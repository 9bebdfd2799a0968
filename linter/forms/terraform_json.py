"""Terraform's configurations in JSON: resources of the provider awscc, in which each text is a template."""

from typing import Any

from ..path import Path
from ..request import OpenMap
from ._awscc import AwsccForm, AwsccReader
from ._known_text import templated


class TerraformJson(AwsccForm):
    """Files in JSON."""

    name = "terraform-json"

    def reader(self, *, partial: bool) -> AwsccReader:
        """Return what reads a resource."""
        return _Reader(partial=partial)


class _Reader(AwsccReader):
    def meaning(self, node: Any, place: Path) -> tuple[Any, Path]:
        if isinstance(node, str):
            return templated(node), place
        if isinstance(node, dict) and any("${" in key for key in node):
            return OpenMap({key: item for key, item in node.items() if "${" not in key}), place
        return super().meaning(node, place)

    def entry(self, key: str, item: Any, at: Path, member: Any) -> tuple[str, Any] | None:
        return None if key == "dynamic" else super().entry(key, item, at, member)

    def opens(self, node: dict[str, Any], at: Path) -> bool:
        return "dynamic" in node or super().opens(node, at)


FORM = TerraformJson()
