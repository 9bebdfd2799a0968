"""HCL, the language of Terraform, as documents of the shape that ``.tf.json`` has.

Only the blocks with a word that matters are looked at.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from ..form import Candidate, Document, Form, NodeSpan, Problem, Span
from ..path import Path
from ..source import Source
from ._encoding import inspect
from ._hcl_values import Evaluator, Node, kind_of, plain

if TYPE_CHECKING:
    from tree_sitter import Node as Syntax
    from tree_sitter import Parser

RESOURCE = b"awscc_sagemaker_model_package"
_HEAD = re.compile(rb'resource\s*"awscc_sagemaker_model_package"')
_WORDS = (RESOURCE, b"RegisterModel", b"sagemaker:createModelPackage", b"sagemaker:updateModelPackage")
# The parser does not know them.
_EXPONENT = re.compile(rb"(?<![\w.\"-])[0-9]+(?:\.[0-9]+)?[eE][-+]?[0-9]+(?![\w.\"])")
_UNREAD = "reading HCL takes a parser; get it with: pip install 'mpkit[terraform]'"
_UNSEEN = ", so that the resource is not read"
_CLOSING = ("]", "}", ")")
_HELP = "mend it; 'terraform validate' says what is wrong"


class HclText(Form):
    """Files in HCL; a form only for the use of others, as no file in HCL is a request as a whole."""

    name = "hcl"

    def read(self, source: Source) -> Document:
        """Return the one document of a source."""
        if _parser() is None:
            return Document(unread=_UNREAD)
        start = inspect(source.data)
        if not start.readable:
            return Document(problems=start.problems)
        file = source.once(_File)
        return Document((Candidate(file.value, certain=False),), file.problems)

    def locate(self, source: Source, candidate: Candidate, paths: Collection[Path]) -> Mapping[Path, NodeSpan]:  # noqa: ARG002 - there is one
        """Find where nodes of the document stand; what stands behind a local value is where that is written."""
        file = source.once(_File)
        return {path: found for path in paths if (found := file.place(path)) is not None}

    def comments(self, source: Source) -> Iterable[tuple[int, str]]:
        """Yield the comments that end with their line."""
        if _parser() is None:
            return
        file = source.once(_File)
        for syntax in _syntaxes(file.root):
            if syntax.type == "comment" and not source.text.startswith("/*", start := file.offset(syntax.start_byte)):
                yield start, source.text[start : file.offset(syntax.end_byte)]


class _File:
    """The syntax of a file and the document that it makes."""

    def __init__(self, source: Source) -> None:
        self._text = source.text
        data = self._text.encode(errors="replace")
        parser = _parser()
        assert parser is not None
        self.root = parser.parse(data).root_node
        if self.root.has_error and _EXPONENT.search(data):
            # A name of the same length is as unknown as such a number is rare.
            self.root = parser.parse(_EXPONENT.sub(lambda match: b"_" * len(match[0]), data)).root_node
        self._data = data
        blocks = list(self._blocks())
        evaluator = Evaluator([block for block in blocks if kind_of(block) == "locals"])
        made: dict[str, list[Node]] = {}
        for block in blocks:
            if _matters(block):
                made.setdefault(kind_of(block), []).append(evaluator.block(block))
        self._node = Node(0, 0, {kind: ((0, 0), Node(0, 0, nodes)) for kind, nodes in made.items()})
        self.value = plain(self._node)
        self.problems = tuple(self._complaints())

    def place(self, path: Path) -> NodeSpan | None:
        """Return where a node of the document stands, `None` where there is none."""
        found = self._node.at(path)
        if found is None:
            return None
        key, node = found
        return NodeSpan(key and self._span(*key), self._span(node.start, node.end))

    def offset(self, byte: int) -> int:
        """Return the offset in the text of a byte of it."""
        if len(self._data) == len(self._text):
            return byte
        starts, offsets = self._line_starts
        line = bisect_right(starts, byte) - 1
        return offsets[line] + len(self._data[starts[line] : byte].decode(errors="replace"))

    @cached_property
    def _line_starts(self) -> tuple[list[int], list[int]]:
        """Where lines start, in bytes and in characters."""
        lines = self._data.split(b"\n")
        starts = accumulate((len(line) + 1 for line in lines), initial=0)
        offsets = accumulate((len(line.decode(errors="replace")) + 1 for line in lines), initial=0)
        return list(starts), list(offsets)

    def _span(self, start: int, end: int) -> Span:
        return Span(self.offset(start), self.offset(end))

    def _blocks(self) -> Iterator["Syntax"]:
        """Yield the blocks at the top that are not broken."""
        for body in self.root.named_children:
            yield from (block for block in body.named_children if block.type == "block" and not block.has_error)

    def _complaints(self) -> Iterator[Problem]:
        """Yield what is broken in a resource that matters, or keeps it from being seen."""
        if not self.root.has_error:
            return
        blocks = [*self.root.named_children, *(block for body in self.root.named_children for block in body.named_children)]
        read = {block.start_byte for block in self._blocks()}
        for match in _HEAD.finditer(self._data):
            if match.start() not in read:
                around = [block for block in blocks if block.has_error and block.start_byte <= match.start() < block.end_byte]
                yield self._complaint(around[-1] if around else self.root)
                return

    def _complaint(self, block: "Syntax") -> Problem:
        """Say what is broken first, in a block that is broken."""
        broken = next(syntax for syntax in _syntaxes(block) if syntax.is_error or syntax.is_missing)
        for syntax in _syntaxes(self.root):
            if syntax.start_byte > broken.start_byte:
                break
            if syntax.type == "template_literal" and b"\n" in (syntax.text or b"") and _is_quoted(syntax):
                start = self.offset(syntax.start_byte) - 1
                message = f"the quote that opens here is not closed{_UNSEEN}"
                return Problem("syntax-error", message, Span(start, start + 1), _HELP, clauses=())
        start, end = self.offset(broken.start_byte), self.offset(broken.end_byte)
        line = self._text[start:end].split("\n", 1)[0]
        what = f"'{broken.type}' is missing before this" if broken.is_missing and broken.type in _CLOSING else "this is no HCL"
        span = Span(start, min(start + max(len(line), 1), len(self._text)))
        return Problem("syntax-error", f"{what}{_UNSEEN}", span, _HELP, clauses=())


def _matters(block: "Syntax") -> bool:
    text = block.text or b""
    return any(word in text for word in _WORDS)


def _is_quoted(literal: "Syntax") -> bool:
    return literal.parent is not None and literal.parent.type in ("string_lit", "quoted_template")


def _syntaxes(root: "Syntax") -> Iterator["Syntax"]:
    """Yield a node of the syntax and all below it in the order of the text, without recursion."""
    cursor = root.walk()
    depth = 0
    while True:
        assert cursor.node is not None
        yield cursor.node
        if cursor.goto_first_child():
            depth += 1
            continue
        while not (depth and cursor.goto_next_sibling()):
            if not depth or not cursor.goto_parent():
                return
            depth -= 1
            if not depth:
                return


@cache
def _parser() -> "Parser | None":
    """Return the parser, `None` where the extra is not installed."""
    try:
        import tree_sitter_hcl  # noqa: PLC0415 - an extra
        from tree_sitter import Language, Parser  # noqa: PLC0415 - an extra
    except ImportError:
        return None
    return Parser(Language(tree_sitter_hcl.language()))


HCL = HclText()
