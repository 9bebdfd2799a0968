"""Forms in which a request is a part of a JSON or YAML document: a template, a definition, a manifest.

Such a form writes `TreeForm.find`, and `TreeForm.lacks` where it demands more than the API. The document is parsed once, whatever the
number of forms that look at it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from ..form import Candidate, Document, Form, NodeSpan, Problem
from ..path import Path
from ..reading import known
from ..source import Source
from . import form_named
from .json_text import JsonText


class Tree:
    """One document of a source: its value, and the form (JSON or YAML) that read it.

    A YAML node with a tag such as ``!Sub`` is a `mpkit.linter.forms._objects.Wrapped`, which is an `Unknown` that keeps tag and value.
    ``bases`` are the places of its requests, once they are found.
    """

    def __init__(self, source: Source, form: Form, candidate: Candidate) -> None:
        self.source = source
        self.form = form
        self.candidate = candidate
        self.bases: frozenset[Path] = frozenset()

    @property
    def value(self) -> Any:
        """The value of the whole document."""
        return self.candidate.value

    def locate(self, paths: Collection[Path]) -> Mapping[Path, NodeSpan]:
        """Find where nodes of the document stand."""
        if not (isinstance(self.form, JsonText) and len(self.bases) > 1):
            return self.form.locate(self.source, self.candidate, paths)
        found: dict[Path, NodeSpan] = {}
        for base, below in self._by_base(paths).items():
            if base is None:
                found |= self.form.locate(self.source, self.candidate, below)
                continue
            found[base] = self._anchors[base]
            steps = {path[len(base) :] for path in below if path != base}
            nodes = self.form.locate_within(self.source, self.candidate, found[base].value, steps) if steps else {}
            found |= {base + path: node for path, node in nodes.items()}
        return {path: found[path] for path in paths if path in found}

    @cached_property
    def _anchors(self) -> Mapping[Path, NodeSpan]:
        """Where the requests stand: one pass over JSON for all of them, so that there is none for each."""
        return self.form.locate(self.source, self.candidate, self.bases)

    def _by_base(self, paths: Collection[Path]) -> dict[Path | None, list[Path]]:
        groups: dict[Path | None, list[Path]] = {}
        for path in paths:
            base = next((path[:length] for length in range(len(path), -1, -1) if path[:length] in self._anchors), None)
            groups.setdefault(base, []).append(path)
        return groups


class Part(NamedTuple):
    """A request in a document: its value in the names of the API, with unknowns, and its operation.

    ``origins`` maps paths of the request to paths of the document, the root to start with. A node that is not in it stands below the
    origin of the nearest node above it that is, by the same steps; so ``{(): base}`` says all where names are those of the API.
    ``keys`` maps those paths whose key stands elsewhere than right at the origin, as where a function gives the value of a member.
    ``variant`` is that of `Candidate`.
    """

    value: Any
    operation: str
    origins: Mapping[Path, Path]
    keys: Mapping[Path, Path] = MappingProxyType({})
    variant: bool = False

    def origin(self, path: Path) -> Path:
        """Return the path in the document of a path of the request."""
        for length in range(len(path), -1, -1):
            found = self.origins.get(path[:length])
            if found is not None:
                return found + path[length:]
        raise KeyError(path)

    def locate(self, tree: Tree, paths: Collection[Path]) -> Mapping[Path, NodeSpan]:
        """Find where the document holds the nodes at paths of the request."""
        origins = {path: self.origin(path) for path in paths}
        keys = {path: self.keys[path] for path in paths if path in self.keys}
        found = tree.locate({*origins.values(), *keys.values()})
        nodes = {path: found[origin] for path, origin in origins.items() if origin in found}
        return nodes | {path: nodes[path]._replace(key=found[key].key) for path, key in keys.items() if path in nodes and key in found}


class _Handle(NamedTuple):
    tree: Tree
    part: Part


class TreeForm(Form):
    """A form for parts of JSON and YAML documents."""

    def find(self, tree: Tree) -> Iterable[Part]:
        """Yield the requests in a document, in its order.

        Never raises. The depth of a document is bounded, so that recursion over it is safe; YAML aliases are not followed twice.
        """
        raise NotImplementedError

    def lacks(self, tree: Tree, part: Part) -> Iterable[Problem]:  # noqa: ARG002 - for those that demand what the API does not
        """Yield what is wrong with a request that no rule can see."""
        return ()

    def trees(self, source: Source) -> Iterable[Tree]:
        """Yield the documents of a source in which requests are looked for."""
        return trees(source)

    def read(self, source: Source) -> Document:
        """Find the requests in all documents of a source."""
        candidates: list[Candidate] = []
        problems: list[Problem] = []
        for tree in self.trees(source):
            parts = list(self.find(tree))
            tree.bases = frozenset(part.origins[()] for part in parts)
            candidates += [self._candidate(tree, part) for part in parts]
            problems += [problem for part in parts for problem in self.lacks(tree, part)]
        return Document(tuple(candidates), tuple(problems), unread=source.once(base(source).read).unread)

    def locate(self, source: Source, candidate: Candidate, paths: Collection[Path]) -> Mapping[Path, NodeSpan]:  # noqa: ARG002 - it is in the tree
        """Find where the document holds the nodes of a request."""
        tree, part = candidate.handle
        located: Mapping[Path, NodeSpan] = part.locate(tree, paths)
        return located

    def request_path(self, candidate: Candidate, path: Path) -> Path:
        """Return the path in a request of a path in its document."""
        part: Part = candidate.handle.part
        found = max(
            ((origin, place) for place, origin in part.origins.items() if path[: len(origin)] == origin),
            key=lambda pair: len(pair[0]),
            default=None,
        )
        return path if found is None else found[1] + path[len(found[0]) :]

    def comments(self, source: Source) -> Iterable[tuple[int, str]]:
        """Yield the comments of the document."""
        return base(source).comments(source)

    def _candidate(self, tree: Tree, part: Part) -> Candidate:
        return Candidate(
            part.value,
            _Handle(tree, part),
            part.operation,
            certain=known(part.value),
            document=tree.candidate.document,
            part=True,
            variant=part.variant,
        )


def base(source: Source) -> Form:
    """Return the form that reads the documents of a source: JSON, YAML or HCL by the name, otherwise JSON where the text starts like it."""
    name = source.name.lower()
    if name.endswith((".tf", ".tofu")):
        from ._hcl import HCL  # noqa: PLC0415 - an extra, and rare

        return HCL
    if name.endswith((".yaml", ".yml")):
        return form_named("yaml")
    return form_named("json" if name.endswith(".json") or source.data.lstrip()[:1] in (b"{", b"[") else "yaml")


def trees(source: Source) -> Iterator[Tree]:
    """Yield the documents of a source; none where it cannot be read."""
    form = base(source)
    for candidate in source.once(form.read).candidates:
        yield Tree(source, form, candidate)
