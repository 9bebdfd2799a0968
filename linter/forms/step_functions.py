"""State machines of AWS Step Functions, in JSON and YAML: tasks that call the operations through the SDK integration.

Members whose names end in ``.$`` take their values from the input, and texts in ``{% … %}`` are computed: both are unknown. In templates of
CloudFormation, its functions are understood.
"""

import re
from collections.abc import Iterable
from typing import Any

from ..operation import CREATE, UPDATE
from ..path import Path
from ..request import OpenMap, Unknown
from ._embedded import EmbeddedForm
from ._intrinsics import IntrinsicReader
from ._members import Member
from ._objects import objects
from ._tree import Part, Tree

_INTEGRATION = re.compile(r":states:[a-z0-9-]*:[0-9]*:aws-sdk:sagemaker:(create|update)ModelPackage(?:\.\w+)?\Z")
_OPERATIONS = {"create": CREATE, "update": UPDATE}
_FROM_INPUT = ".$"
_TEMPLATE = frozenset({"AWSTemplateFormatVersion", "Resources"})


class StepFunctions(EmbeddedForm):
    """State machines, alone or in a template, there as objects or as texts."""

    name = "step-functions"
    words = ("aws-sdk:sagemaker:",)
    tolerates = frozenset({"unsupported-tag"})

    def find(self, tree: Tree) -> Iterable[Part]:
        """Yield the arguments of the tasks that create or update a model package."""
        template = isinstance(tree.value, dict) and not _TEMPLATE.isdisjoint(tree.value)
        for place, node in objects(tree.value, lambda node: _Reader(functions=template).operation(node) is not None):
            reader = _Reader(functions=template)
            operation = reader.operation(node)
            assert operation is not None
            # Without either, the input of the state is the request.
            member = "Arguments" if "Arguments" in node else "Parameters"
            arguments = node.get(member, OpenMap())
            below = (*place, member) if member in node else place
            yield Part(reader.read(arguments, below), operation, reader.origins, reader.keys)


class _Reader(IntrinsicReader):
    def __init__(self, *, functions: bool) -> None:
        super().__init__({})
        self._functions = functions

    def operation(self, state: dict[str, Any]) -> str | None:
        """Return the operation that a state calls; the ARN may be put together, and its end tells."""
        text = self.text(state.get("Resource"))
        found = _INTEGRATION.search(text if isinstance(text, str) else text.suffix)
        return _OPERATIONS[found[1]] if found else None

    def meaning(self, node: Any, place: Path) -> tuple[Any, Path]:
        if self._functions:
            node, place = super().meaning(node, place)
        computed = isinstance(node, str) and node.startswith("{%") and node.endswith("%}")
        return (Unknown() if computed else node), place

    def entry(self, key: str, item: Any, at: Path, member: Member | None) -> tuple[str, Any] | None:
        if key.endswith(_FROM_INPUT):
            return key.removesuffix(_FROM_INPUT), Unknown()
        return super().entry(key, item, at, member) if self._functions else (key, item)

    def opens(self, node: dict[str, Any], at: Path) -> bool:
        return super().opens(node, at) if self._functions else isinstance(node, OpenMap)


FORM = StepFunctions()
