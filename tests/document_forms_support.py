"""What the tests of forms for parts of documents share: writers of the same request in each, and the comparison with the JSON twin."""

import json
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from forms_support import CREATE, SPEC, Case, cases, keys, linted, marked, twin
from hypothesis import strategies as st
from strategies_support import all_paths, edition_of, examined

from mpkit.linter.edits import apply_edit
from mpkit.linter.finding import Diagnostic, Edit
from mpkit.linter.path import Path, from_pointer, pointer
from mpkit.linter.request import Unknown

OWN = "although the API does not"
"""What the message of a finding ends in that rests on the form and not on the API."""


IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/churn:1"
SPECIFICATION: dict[str, Any] = {
    "Containers": [{"Image": IMAGE, "ModelDataUrl": "s3://models/churn/model.tar.gz"}],
    "SupportedContentTypes": ["text/csv"],
    "SupportedResponseMIMETypes": ["text/csv"],
}
GOOD: dict[str, Any] = {"ModelPackageGroupName": "churn", "InferenceSpecification": SPECIFICATION}
"""A request with nothing to find in it."""


class Style(NamedTuple):
    """A way to write requests in a form.

    ``write`` makes a file of a request, in which an `Unknown` is written as the form has it; ``suits`` tells which cases mean the same
    in the form as in JSON; ``is_value`` whether a piece of the text is a value.
    """

    file: str
    write: Callable[[Case], str]
    is_value: Callable[[str, Any], bool]
    suits: Callable[[Case], bool] = lambda _: True


def agrees(style: Style, case: Case) -> None:
    """Assert that the form finds in a case what the JSON twin finds, and that the marked text of a finding about a scalar is its value."""
    there, here = twin(case), linted(style.file, style.write(case))
    assert here.requests == 1, here.skipped
    assert keys(of_the_api(here.diagnostics)) == keys(there.diagnostics)
    text = json.dumps(case.request)
    of_values = {
        (found.name, found.pointer): json.loads(marked(text, found)) for found in there.diagnostics if _marks_a_scalar(text, case, found)
    }
    for found in of_the_api(here.diagnostics):
        if (found.name, found.pointer) in of_values:
            value = of_values[found.name, found.pointer]
            assert style.is_value(marked(style.write(case), found), value), (marked(style.write(case), found), value)


def takes_away(style: Style, case: Case, path: Path) -> None:
    """Assert that an unknown value silences what rests on it, and nothing else."""
    request = apply_edit(case.request, Edit("set", path, Unknown()))
    found = set(keys(of_the_api(linted(style.file, style.write(Case(case.operation, request))).diagnostics)))
    rests = {(rule.name, pointer(finding.path)) for rule, finding in examined(SPEC, case.operation, request, certain=False)}
    assert found == rests
    assert found <= set(keys(twin(case).diagnostics))


def of_the_api(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Those that rest on the API."""
    return tuple(found for found in diagnostics if not found.message.endswith(OWN))


def places(request: dict[str, Any]) -> st.SearchStrategy[Path]:
    """Draw a place of a request that is not its root."""
    return st.sampled_from(list(all_paths(request))[1:])


def create_cases() -> st.SearchStrategy[Case]:
    """Draw requests that create a package and hold something."""
    return cases((CREATE,)).filter(lambda case: bool(case.request))


def nodes(value: Any) -> Iterator[Any]:
    """All nodes of a value."""
    yield value
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from nodes(item)


def member_names() -> frozenset[str]:
    """The names of the members of all objects in a request."""
    top, below = edition_of(SPEC, CREATE).members(CREATE)
    return top | below


def renamed(value: Any, rename: Callable[[str], str]) -> Any:
    """A value with the members of its objects renamed; names in maps stay."""
    if isinstance(value, list):
        return [renamed(item, rename) for item in value]
    if not isinstance(value, dict):
        return value
    known = member_names()
    return {
        (rename(name) if name in known else name): item if name in ("Environment", "CustomerMetadataProperties") else renamed(item, rename)
        for name, item in value.items()
    }


def converts_nothing(case: Case) -> bool:
    """Tell whether no value has another type than the API wants, as some forms convert them."""
    names = {found.name for found in twin(case).diagnostics}
    return names.isdisjoint({"wrong-type", "integral-float"}) and all(node is not None for node in nodes(case.request))


def is_normal(case: Case) -> bool:
    """Tell whether no text changes when its characters are composed."""
    text = json.dumps(case.request, ensure_ascii=False)
    return unicodedata.is_normalized("NFC", text)


def is_json_value(text: str, value: Any) -> bool:
    """Tell whether a piece of JSON is a value."""
    return bool(json.loads(text) == value)


def dumped(value: Any, unknown: Any) -> str:
    """Write a value as JSON with ``unknown`` in place of unknowns."""
    return json.dumps(value, default=lambda _: unknown, ensure_ascii=False)


def escaped(text: str) -> str:
    """Escape in JSON what YAML does not allow, or takes for the end of a line."""
    return "".join(char if char.isprintable() or char in "\n " or ord(char) > 0xFFFF else f"\\u{ord(char):04x}" for char in text)


def _marks_a_scalar(text: str, case: Case, found: Diagnostic) -> bool:
    value: Any = case.request
    for step in from_pointer(found.pointer or ""):
        if not isinstance(value, dict | list):
            return False
        value = value[int(step)] if isinstance(value, list) else value.get(step)
    return not isinstance(value, dict | list) and marked(text, found) == json.dumps(value)
