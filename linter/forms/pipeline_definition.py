"""Definitions of SageMaker Pipelines: the arguments of ``RegisterModel`` steps, however deep they are nested in conditions.

What a step takes from parameters, properties of other steps and the execution is unknown; of ``Std:Join``, the known ends are known.
"""

from collections.abc import Iterable
from typing import Any

from ..operation import CREATE
from ..path import Path
from ..request import Unknown
from ._embedded import EmbeddedForm
from ._known_text import between, joined
from ._objects import objects
from ._request_reader import RequestReader
from ._tree import Part, Tree

_STEP = "RegisterModel"
_GET = "Get"
_FUNCTION = "Std:"
_JOIN = "Std:Join"


class PipelineDefinition(EmbeddedForm):
    """Definitions of pipelines as the SDK writes them, also as texts in what makes a pipeline."""

    name = "pipeline"
    words = (_STEP,)

    def find(self, tree: Tree) -> Iterable[Part]:
        """Yield the arguments of the steps that register a model."""
        for place, node in objects(tree.value, lambda node: node.get("Type") == _STEP and "Arguments" in node):
            reader = _Reader()
            yield Part(reader.read(node["Arguments"], (*place, "Arguments")), CREATE, reader.origins, reader.keys)


class _Reader(RequestReader):
    def meaning(self, node: Any, place: Path) -> tuple[Any, Path]:
        return _known(node), place


def _known(node: Any) -> Any:
    """Return a node as it is, or what is known of the result of a function."""
    if not (isinstance(node, dict) and len(node) == 1):
        return node
    (name, argument), *_ = node.items()
    if name == _JOIN and isinstance(argument, dict) and isinstance(argument.get("Values"), list):
        return joined(between([_text(item) for item in argument["Values"]], _text(argument.get("On", ""))))
    return Unknown() if name == _GET or name.startswith(_FUNCTION) else node


def _text(node: Any) -> str | Unknown:
    value = _known(node)
    return value if isinstance(value, str | Unknown) else Unknown()


FORM = PipelineDefinition()
