"""The event stream of a YAML text, from libyaml where it can be had."""

import re
from collections.abc import Callable
from typing import Any

from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

try:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]
except ImportError:  # PyYAML was built without libyaml
    CParser = None  # type: ignore[assignment,misc]

BLOCK_STYLES = ("|", ">")
"""The styles of scalar events that stand for literal and folded text; that of an unquoted one is empty or `None`."""

# libyaml refuses the surrogate escapes with which JSON writes characters beyond U+FFFF.
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


class _PythonParser(Reader, Scanner, Parser):
    """PyYAML's own parser: slower than libyaml, and it takes surrogate escapes."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def scan_to_next_token(self) -> None:
        """Skip tabs, too, wherever libyaml does: JSON is often indented with them."""
        Scanner.scan_to_next_token(self)
        while self.peek() == "\t" and (self.flow_level or not self.allow_simple_key):
            self.forward()
            Scanner.scan_to_next_token(self)


def has_surrogates(text: str) -> bool:
    """Tell whether scalars of the text may come out with surrogates in them, in pairs or alone."""
    return "\\u" in text and _SURROGATE_ESCAPE.search(text) is not None


def events(text: str) -> Callable[[], Any]:
    """Return the function that gives the next event of ``text``; the marks of events count characters of ``text``.

    Both raise `yaml.YAMLError`.
    """
    if CParser is None or has_surrogates(text):
        return _PythonParser(text).get_event
    return CParser(text).get_event
