"""CloudFormation templates, in YAML and JSON: resources of the type ``AWS::SageMaker::ModelPackage``.

CloudFormation converts numbers, booleans and texts into one another, and requires some members that the API does not. Of ``Fn::If``, both
branches are judged: once for each condition and branch, while other conditions stay open.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..form import Problem
from ..operation import CREATE
from ..path import Path
from ..request import Unknown
from ._intrinsics import IntrinsicReader, call_of
from ._members import Member, coerced
from ._objects import objects
from ._own_demands import own_demands
from ._tree import Part, Tree, TreeForm

_TYPE = "AWS::SageMaker::ModelPackage"
# Properties that the resource has, or had, and the operation that makes a package has not.
_BESIDES = frozenset(
    {
        "AdditionalInferenceSpecificationDefinition", "AdditionalInferenceSpecificationsToAdd", "ApprovalDescription", "CreatedBy",
        "Environment", "LastModifiedBy", "LastModifiedTime", "ModelPackageStatusDetails", "ModelPackageStatusItem", "ModelPackageVersion",
        "Tag",
    }
)  # fmt: skip
_MOST_VARIANTS = 64


class CloudFormation(TreeForm):
    """Templates of CloudFormation, and of what builds on it: SAM, and CDK's output."""

    name = "cloudformation"
    tolerates = frozenset({"unsupported-tag"})

    def find(self, tree: Tree) -> Iterable[Part]:
        """Yield the resources, each followed by its variants."""
        for place, node in objects(tree.value, lambda node: node.get("Type") == _TYPE):
            yield from _parts(node, place)

    def lacks(self, tree: Tree, part: Part) -> Iterable[Problem]:
        """Yield the members that only CloudFormation requires."""
        return own_demands(tree, part, "CloudFormation", str)


class _Reader(IntrinsicReader):
    def entry(self, key: str, item: Any, at: Path, member: Any) -> tuple[str, Any] | None:
        return None if not at and key in _BESIDES else super().entry(key, item, at, member)

    def scalar(self, value: Any, member: Member | None) -> Any:
        return coerced(value, member.leaf) if member else value


def _parts(resource: dict[str, Any], place: Path) -> Iterator[Part]:
    """Yield a request with all conditions open, then one for each branch of each condition, within those branches that lead to it."""
    waiting: list[dict[str, int]] = [{}]
    for chosen in waiting:
        part, met = _read(resource, place, chosen)
        yield part._replace(variant=bool(chosen))
        more = [{**chosen, condition: branch} for condition, within in met.items() if within or not chosen for branch in (0, 1)]
        waiting += [variant for variant in more[: _MOST_VARIANTS - len(waiting)] if variant not in waiting]


def _read(resource: dict[str, Any], place: Path, chosen: Mapping[str, int]) -> tuple[Part, Mapping[str, bool]]:
    reader = _Reader(chosen)
    properties, below = resource.get("Properties", {}), (*place, "Properties")
    if "Properties" not in resource:
        below = place
    elif isinstance(properties, str | Unknown) and call_of(properties) is None:
        properties = Unknown()
    value = reader.read(properties, below)
    return Part(value, CREATE, reader.origins, reader.keys), reader.met


FORM = CloudFormation()
