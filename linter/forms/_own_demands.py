"""Members that a form requires where the API does not: what CloudFormation's schema of a model package demands."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..form import NodeSpan, Problem, Span
from ..path import Path
from ..request import OpenMap, Unknown
from ._members import members
from ._tree import Part, Tree

# What the objects in a member require, as the public schema of AWS::SageMaker::ModelPackage has it, beyond what the API does.
_DEMANDS: Mapping[str, tuple[str, ...]] = {
    "InferenceSpecification": ("SupportedContentTypes", "SupportedResponseMIMETypes"),
    "ModelCard": ("ModelCardContent", "ModelCardStatus"),
    "Containers": ("Image",),
}


def own_demands(tree: Tree, part: Part, who: str, spell: Callable[[str], str]) -> Iterator[Problem]:
    """Yield a problem for each member that only CloudFormation requires, and that a request lacks.

    ``who`` is what requires it, in words; ``spell`` puts a member into the spelling of the form.
    """
    absent = list(_missing(part.value))
    nodes = part.locate(tree, {path for path, _ in absent}) if absent else {}
    for path, member in absent:
        if path in nodes:
            name = spell(member)
            message = f"{_label(path, spell)} has no {name}, which {who} requires, although the API does not"
            yield Problem("missing-member", message, _mark(nodes[path]), f"add {name}", path=path, clauses=())


def _missing(value: Any) -> Iterator[tuple[Path, str]]:
    """Yield the objects that lack a member, each with the member.

    An object with a member that does not exist is passed over, as that may be the one, misspelt.
    """
    waiting: list[tuple[Path, str | None, Any]] = [((), None, value)]
    while waiting:
        path, member, node = waiting.pop()
        if isinstance(node, list):
            waiting += [((*path, index), member, item) for index, item in enumerate(node)]
        elif isinstance(node, dict):
            wanted = _DEMANDS.get(member or "", ())
            if not isinstance(node, OpenMap) and all(name in members() for name in node):
                yield from ((path, name) for name in wanted if name not in node)
            waiting += [((*path, name), name, item) for name, item in node.items() if not isinstance(item, Unknown)]


def _label(path: Path, spell: Callable[[str], str]) -> str:
    """Name an object below the request: its member with the index behind it."""
    *_, above, last = ("", *path)
    return f"{spell(str(above))}[{last}]" if isinstance(last, int) else spell(last)


def _mark(node: NodeSpan) -> Span:
    return node.key or Span(node.value.start, min(node.value.start + 1, node.value.end))
