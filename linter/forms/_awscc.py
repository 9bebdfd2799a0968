"""Resources ``awscc_sagemaker_model_package`` of Terraform, whether in HCL or in JSON: documents of the shape that ``.tf.json`` has.

The provider takes the properties of CloudFormation's resource in snake_case. Terraform converts numbers, booleans and texts into one
another, and null stands for nothing.
"""

import os
from collections.abc import Iterable, Iterator
from typing import Any

from ..form import Problem
from ..operation import CREATE
from ..path import ABSENT, Path
from ..request import OpenMap
from ._members import Member, by_snake, coerced, snake
from ._own_demands import own_demands
from ._request_reader import RequestReader
from ._tree import Part, Tree, TreeForm

_TYPE = "awscc_sagemaker_model_package"
# What the language has in each resource, and attributes of this one that the operation has not.
_BESIDES = frozenset(
    {
        "//", "connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner",
        "additional_inference_specifications_to_add", "approval_description", "last_modified_time", "model_package_status_details",
        "model_package_version",
    }
)  # fmt: skip
_OVERRIDES = ("override.tf", "override.tofu", "override.tf.json", "override.tofu.json")


class AwsccForm(TreeForm):
    """A form of Terraform's configurations; ``reader`` makes what reads a resource."""

    def reader(self, *, partial: bool) -> "AwsccReader":
        """Return what reads a resource; ``partial`` says that other files hold more of it."""
        raise NotImplementedError

    def find(self, tree: Tree) -> Iterable[Part]:
        """Yield the resources."""
        name = os.path.basename(tree.source.name).lower()  # noqa: PTH119 - names of sources are text
        partial = name in _OVERRIDES or name.endswith(tuple(f"_{override}" for override in _OVERRIDES))
        for body, place in _resources(tree.value):
            reader = self.reader(partial=partial)
            yield Part(reader.read(body, place), CREATE, reader.origins, reader.keys)

    def lacks(self, tree: Tree, part: Part) -> Iterable[Problem]:
        """Yield the members that only the provider requires."""
        return own_demands(tree, part, "the awscc provider", snake)

    def spell(self, member: str, *, top: bool) -> str:  # noqa: ARG002 - all are spelt in one way
        """Return a member in snake_case."""
        return snake(member)


class AwsccReader(RequestReader):
    """Reads a resource."""

    def __init__(self, *, partial: bool) -> None:
        super().__init__()
        self._partial = partial

    def meaning(self, node: Any, place: Path) -> tuple[Any, Path]:
        """Take null for nothing."""
        return (ABSENT if node is None else node), place

    def entry(self, key: str, item: Any, at: Path, member: Member | None) -> tuple[str, Any] | None:
        """Return the member that an attribute is."""
        if member is not None and member.is_map:
            return key, item
        return None if not at and key in _BESIDES else (by_snake().get(key, key), item)

    def opens(self, node: dict[str, Any], at: Path) -> bool:
        """Tell whether something adds attributes."""
        return isinstance(node, OpenMap) or (self._partial and not at)

    def scalar(self, value: Any, member: Member | None) -> Any:
        """Convert a value to the type of its attribute."""
        return coerced(value, member.leaf) if member else value


def _resources(document: Any) -> Iterator[tuple[Any, Path]]:
    """Yield the bodies of the resources with their places; each level may be an object or an array of them."""
    for top, _ in _each(document, ()):
        for resources, place in _each(top.get("resource"), ("resource",)):
            for named, of_type in _each(resources.get(_TYPE), (*place, _TYPE)):
                for name, body in named.items():
                    yield from _each(body, (*of_type, name))


def _each(node: Any, place: Path) -> Iterator[tuple[Any, Path]]:
    nodes = [(item, (*place, index)) for index, item in enumerate(node)] if isinstance(node, list) else [(node, place)]
    yield from ((item, where) for item, where in nodes if isinstance(item, dict))
