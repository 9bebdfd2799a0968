"""Manifests for Kubernetes: ``ModelPackage`` resources of the SageMaker controller, whose members are in camelCase.

References to other resources are unknown, and so is what ``envsubst`` fills in. A manifest that names neither package nor group and
describes no inference is taken for a patch of another one, and so is one that a ``kustomization.yaml`` lists as a patch: what it lacks
stands elsewhere.
"""

import os
import re
from collections.abc import Iterable
from typing import Any

from ..form import Document
from ..operation import CREATE
from ..path import ABSENT, Path
from ..request import OpenMap, Unknown
from ..source import Source
from ._known_text import joined
from ._members import Member, by_camel, camel, told_boolean
from ._objects import objects
from ._request_reader import RequestReader
from ._tree import Part, Tree, TreeForm, base

_GROUP = "sagemaker.services.k8s.aws/"
_KIND = "ModelPackage"
_NAMES = ("ModelPackageName", "ModelPackageGroupName")
_DESCRIPTIONS = ("InferenceSpecification", "SourceAlgorithmSpecification")
# A member of the resource that the operation has not.
_BESIDES = "approvaldescription"
_REFERENCE = ("Ref", "Refs")
# What a reference leaves out of the name of the member that it stands for.
_LEFT_OUT = ("", "name", "id", "arn", "url", "uri")
_VARIABLE = re.compile(r"(\$[A-Z_][A-Z0-9_]*)")
_KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_TEMPLATE = "it is a template that something has to fill in first; give its output instead, such as that of 'helm template'"


class KubernetesAck(TreeForm):
    """Manifests of the AWS controllers for Kubernetes, alone, in lists and in what holds manifests."""

    name = "ack"

    def read(self, source: Source) -> Document:
        """Find the resources; of a template that is no YAML yet is said that it is none."""
        document = super().read(source)
        if not document.candidates and b"{{" in source.data and source.once(base(source).read).problems:
            return document._replace(unread=_TEMPLATE)
        return document

    def find(self, tree: Tree) -> Iterable[Part]:
        """Yield the specifications of the resources."""
        for place, node in objects(tree.value, _is_package):
            reader = _Reader()
            value = reader.read(node.get("spec", OpenMap()), (*place, "spec") if "spec" in node else place)
            yield Part(_opened(value) if _is_patch(value, tree.source) else value, CREATE, reader.origins, reader.keys)

    def spell(self, member: str, *, top: bool) -> str:  # noqa: ARG002 - all are spelt in one way
        """Return a member in camelCase."""
        return camel(member)


class _Reader(RequestReader):
    def meaning(self, node: Any, place: Path) -> tuple[Any, Path]:
        return (ABSENT if node is None else node), place

    def entry(self, key: str, item: Any, at: Path, member: Member | None) -> tuple[str, Any] | None:
        lowered = key.lower()
        if member is not None and member.is_map:
            return key, item
        if not at and lowered == _BESIDES:
            return None
        if lowered in by_camel():
            return by_camel()[lowered], item
        if key.endswith(_REFERENCE):
            stem = lowered.removesuffix("s").removesuffix("ref")
            name = next((by_camel()[stem + end] for end in _LEFT_OUT if stem + end in by_camel()), None)
            return (name, Unknown()) if name else None
        return key, item

    def scalar(self, value: Any, member: Member | None) -> Any:
        if not isinstance(value, str):
            return value
        if member and member.leaf == "boolean" and _is_unclear(value):
            return Unknown()
        # Every other piece is a variable.
        return joined(Unknown() if index % 2 else piece for index, piece in enumerate(_VARIABLE.split(value)))


def _is_package(node: dict[str, Any]) -> bool:
    version = node.get("apiVersion")
    return node.get("kind") == _KIND and isinstance(version, str) and version.startswith(_GROUP) and "$patch" not in node


def _is_unclear(text: str) -> bool:
    return isinstance(told_boolean(text), Unknown)


def _is_patch(value: Any, source: Source) -> bool:
    if not isinstance(value, dict) or any(name in value for name in _NAMES):
        return False
    if not any(name in value for name in _DESCRIPTIONS):
        return True
    listing = os.path.basename(source.name).encode()  # noqa: PTH119 - names of sources are text
    for name in _KUSTOMIZATIONS:
        found = source.surroundings.beside(source.name, name)
        if isinstance(found, Source) and b"patch" in found.data and listing in found.data:
            return True
    return False


def _opened(value: Any) -> Any:
    """Open all objects of a value: what they lack may stand elsewhere."""
    if isinstance(value, dict):
        return OpenMap({name: _opened(item) for name, item in value.items()})
    return [_opened(item) for item in value] if isinstance(value, list) else value


FORM = KubernetesAck()
