"""Requests in Python: as the JSON twin says, where the program says it, and nothing of what it does not say."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from forms_support import Case, cases, keys, linted, marked, told, twin
from hypothesis import given, settings
from hypothesis import strategies as st
from python_flows import PRELUDE, admits, flows, outcomes
from python_writer import Hole, programs
from strategies_support import all_paths, examined

from mpkit.linter.forms.python_source import FORM
from mpkit.linter.path import Path, pointer
from mpkit.linter.request import OpenList, OpenMap, Unknown
from mpkit.linter.source import Source, Surroundings


class Client:
    """Takes what a program passes on."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []

    def create_model_package(self, **request: Any) -> None:
        self.taken.append(request)

    update_model_package = create_model_package


def plain(value: Any) -> Any:
    """A value as JSON has it: with lists in place of tuples."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value


def run(text: str) -> tuple[list[dict[str, Any]], Mapping[str, Any]]:
    """Run a program with a client that takes the requests."""
    client = Client()
    names: dict[str, Any] = {"sm": client, "__name__": "__main__", "open": lambda _path: __import__("contextlib").nullcontext()}
    exec(compile(text, "program", "exec"), names)
    for call in ("main", "Registry"):
        if call in names:
            made = names[call](client) if call == "main" else names[call]().register()
            del made
    return [plain(request) for request in client.taken], names


@st.composite
def written(draw: st.DrawFn) -> tuple[Case, str]:
    case = draw(cases())
    return case, draw(programs(case.operation, case.request))


@settings(max_examples=120)
@given(written())
def test_a_program_says_what_its_json_twin_says_where_the_value_is_given(pair: tuple[Case, str]) -> None:
    case, text = pair
    taken, names = run(text)
    assert taken == [case.request]

    assert_twins(text, names, case)


def assert_twins(text: str, names: Mapping[str, Any], case: Case) -> None:
    """Assert that a program has the findings of its JSON twin, each at the text that gives the same value or name."""
    here, there = linted("train.py", text), twin(case)
    assert here.requests == 1
    assert keys(here.diagnostics) == keys(there.diagnostics)
    source = json.dumps(case.request)
    pieces = {(found.name, found.pointer, found.message): marked(source, found) for found in there.diagnostics}
    for found in here.diagnostics:
        piece = marked(text, found)
        wanted = pieces[found.name, found.pointer, found.message]
        if wanted[0] in "{[" or found.pointer == "":
            # Objects that are put together, and calls, stand in several places.
            assert piece
        elif piece != wanted.strip('"'):
            assert plain(eval(f"({piece})", dict(names))) == json.loads(wanted), (piece, wanted, found)  # type: ignore[arg-type]


@st.composite
def with_hole(draw: st.DrawFn) -> tuple[Case, str, Hole]:
    case = draw(cases())
    hole = Hole(draw(st.sampled_from([path for path in all_paths(case.request) if path] or [()])))
    return case, draw(programs(case.operation, case.request, hole)), hole


@settings(max_examples=120)
@given(with_hole())
def test_an_unknown_value_takes_away_what_rests_on_it_and_nothing_else(planted: tuple[Case, str, Hole]) -> None:
    case, text, hole = planted
    if not hole.path:
        return

    here = linted("train.py", text)

    wanted = examined("2026-11", case.operation, planted_in(case.request, hole.path), certain=False)
    assert keys(here.diagnostics) == sorted((rule.name, pointer(finding.path)) for rule, finding in wanted)


def planted_in(value: Any, path: Path) -> Any:
    """A copy of a value with an unknown one at a path."""
    if not path:
        return Unknown()
    if isinstance(value, dict):
        return {key: planted_in(item, path[1:]) if key == path[0] else item for key, item in value.items()}
    return [planted_in(item, path[1:]) if index == path[0] else item for index, item in enumerate(value)]


@settings(max_examples=200)
@given(flows())
def test_what_is_known_holds_in_every_run(text: str) -> None:
    program = PRELUDE + text
    source = Source("train.py", program.encode())
    document = FORM.read(source)
    assert not document.problems, program
    found = {}
    for candidate in document.candidates:
        node = FORM.locate(source, candidate, {()})[()]
        found[source.lines.position(node.value.start).line] = candidate.value
    for line, real in outcomes(program, 12):
        if line in found:
            assert admits(found[line], real), f"line {line}: {found[line]} is said of {real}\n{program}"


NAME = "ModelPackageGroupName"


def known_of(text: str, **surroundings: Any) -> list[Any]:
    """The requests of a program, with unknown values as dots and what is open marked by them."""
    source = Source("train.py", text.encode(), Surroundings(**surroundings))
    document = FORM.read(source)
    assert not document.problems, document.problems
    return [dotted(candidate.value) for candidate in document.candidates]


def dotted(value: Any) -> Any:
    if isinstance(value, Unknown):
        return f"{value.prefix}...{value.suffix}"
    if isinstance(value, dict):
        return {name: dotted(item) for name, item in value.items()} | ({"...": "..."} if isinstance(value, OpenMap) else {})
    if isinstance(value, list):
        return [dotted(item) for item in value] + (["..."] if isinstance(value, OpenList) else [])
    return value


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("sm.create_model_package(Task='t')", {"Task": "t"}),
        ("boto3.client('sagemaker').update_model_package(Task=1)", {"Task": 1}),
        ("async def f(c):\n    await c.create_model_package(Task='t')", {"Task": "t"}),
        ("async def f(s):\n    async with s.client('x') as c:\n        r = {'A': 1}\n        await c.create_model_package(**r)", {"A": 1}),
        ("self.sm.create_model_package(Task='t', **more)", {"Task": "t", "...": "..."}),
        ("sm.create_model_package(**{'Task': 't', **more})", {"Task": "...", "...": "..."}),
        ("sm.create_model_package(**{**more, 'Task': 't'})", {"Task": "t", "...": "..."}),
        ("r = dict(Task='t')\nr |= {'Domain': 'd'}\nsm.create_model_package(**r)", {"Task": "t", "Domain": "d"}),
        ("r = {}\nr['A'] = {}\nr['A']['B'] = [1]\nr['A']['B'] += [2]\nsm.create_model_package(**r)", {"A": {"B": [1, 2]}}),
        ("r = {'A': 1}\nif x:\n    r['A'] = 2\nsm.create_model_package(**r)", {"A": "..."}),
        ("r = {'A': 1}\nif x:\n    r['A'] = 1\nsm.create_model_package(**r)", {"A": 1}),
        ("r = {'A': 1}\nif x:\n    r['B'] = 2\nsm.create_model_package(**r)", {"A": 1, "B": "..."}),
        ("if x:\n    u = 's3://a/m.zip'\nelse:\n    u = 's3://b/m.zip'\nsm.create_model_package(A=u)", {"A": "s3://.../m.zip"}),
        ("r = {'A': 1}\nfor x in y:\n    r['B'] = x\nsm.create_model_package(**r)", {"A": 1, "B": "..."}),
        ("t = []\nfor x in y:\n    t.append({'Key': x})\nsm.create_model_package(Tags=t)", {"Tags": ["..."]}),
        ("t = [{'Key': x} for x in y]\nsm.create_model_package(Tags=t)", {"Tags": ["..."]}),
        ("r = {'A': 1}\nchange(r)\nsm.create_model_package(**r)", {"...": "..."}),
        ("r = {'A': [1]}\ns = r\ns['A'].append(2)\nprint(r)\nsm.create_model_package(**r)", {"A": [1, 2]}),
        ("r = {'A': 1}\nlog.info('%s', r)\njson.dumps(r)\nsm.create_model_package(**r)", {"A": 1}),
        ("U = 's3://b'\nsm.create_model_package(A=f'{U}/{x}/model.zip')", {"A": "s3://b/.../model.zip"}),
        ("sm.create_model_package(A=x + '/m.zip', B='s3://%s/m' % x, C='a{}b{}c'.format(x, y), D='/'.join(['a', x]))",
         {"A": ".../m.zip", "B": "s3://.../m", "C": "a...c", "D": "a/..."}),
        ("sm.create_model_package(A=os.path.join(x, 'm.zip'), B=str(5), C=60 * 60, D=-1)", {"A": "...", "B": "5", "C": 3600, "D": -1}),
        ("import os\nsm.create_model_package(A=os.path.join(x, 'm.zip'))", {"A": "...m.zip"}),
        ("def f(a, b='x'):\n    return {'A': a, 'B': b}\nsm.create_model_package(C=f(1))", {"C": {"A": 1, "B": "x"}}),
        ("def f(a):\n    if a:\n        return {'A': 1}\n    return {'A': 1, 'B': 2}\nsm.create_model_package(C=f(x))",
         {"C": {"A": 1, "B": "..."}}),
        ("def f(r):\n    r['B'] = 2\nr = {'A': 1}\nf(r)\nsm.create_model_package(**r)", {"A": 1, "B": 2}),
        ("def f(r):\n    sm.create_model_package(**r)\nf({'A': 1})", {"A": 1}),
        ("def f(r):\n    sm.create_model_package(**r)\nf({'A': 1})\nf({'A': 2, 'B': 3})", {"A": "...", "B": "..."}),
        ("def f(a):\n    sm.create_model_package(A=a)", {"A": "..."}),
        ("def f(**more):\n    sm.create_model_package(A=1, **more)", {"A": 1, "...": "..."}),
        ("class C:\n    IMAGE = 'i'\nsm.create_model_package(A=C.IMAGE)", {"A": "i"}),
        ("class C:\n    IMAGE = 'i'\nC.IMAGE = x\nsm.create_model_package(A=C.IMAGE)", {"A": "..."}),
        ("class S(str, Enum):\n    OK = 'i'\nsm.create_model_package(A=S.OK)", {"A": "..."}),
        ("r = {'A': 1}\ndef g():\n    global r\n    r = {}\nsm.create_model_package(**r)", {"...": "..."}),
        ("R = {'A': 1}\ndef g():\n    R['A'] = 2\ndef f():\n    sm.create_model_package(**R)", {"...": "..."}),
        ("R = {'A': 1}\ndef f():\n    R['B'] = 2\n    sm.create_model_package(**R)", {"A": 1, "B": 2}),
        ("from config import *\nR = {'A': 1}\nsm.create_model_package(**R)", {"A": 1}),
        ("R = {'A': 1}\nfrom config import *\nsm.create_model_package(**R)", {"...": "..."}),
        ("f = sm.create_model_package\nf(**{'A': 1})", {"A": 1}),
        ("from functools import partial\nf = partial(sm.create_model_package, A=1)\nf(B=2)", {"A": 1, "B": 2}),
        ("try:\n    u = 'a'\n    load()\n    u = 'b'\nexcept E:\n    pass\nsm.create_model_package(A=u)", {"A": "..."}),
        ("r = {'A': 1}\nwith guard():\n    r['A'] = 2\nsm.create_model_package(**r)", {"A": "..."}),
        ("r = {'A': 1}\nwith open(p) as f:\n    r['A'] = 2\nsm.create_model_package(**r)", {"A": 2}),
        ("r = {'A': 1}\nmatch x:\n    case 1:\n        r['A'] = 2\nsm.create_model_package(**r)", {"A": "..."}),
        ("r = {'A': 1, 'B': 2}\ndel r['A']\nr.pop('B')\nr.setdefault('C', 3)\nsm.create_model_package(**r)", {"C": 3}),
        ("r = {'A': x}\nr.setdefault('A', 3)\nr[k] = 4\nsm.create_model_package(**r)", {"A": "...", "...": "..."}),
        ("a, b = 1, {'B': 2}\nsm.create_model_package(A=a, **b)", {"A": 1, "B": 2}),
        ("sm.create_model_package(A=b'x', B=..., C=1j, D=1e999, E=2**99, F={1, 2}, G=99999999999999999999)",
         dict.fromkeys("ABCDEFG", "...")),
        ("sm.create_model_package(A='\\ud800', B=None, C=True, D=1.5)", {"A": "...", "B": None, "C": True, "D": 1.5}),
        ("sm.create_model_package(A=x if y else 'b', B='a' if y else 'a', C=os.environ.get('C', 'c'), D=y or 'd')",
         {"A": "...", "B": "a", "C": "...", "D": "..."}),
        ("r = {}\nr['A'] = r\nsm.create_model_package(**r)", {"A": {"A": "..."}}),
        ("from mypy_boto3_sagemaker.type_defs import TagTypeDef as T\nsm.create_model_package(A=T(B=1))", {"A": {"B": 1}}),
        ("send = lambda: sm.create_model_package(A=1)", {"A": 1}),
        ("def f():\n    a = 1\n    def send():\n        sm.create_model_package(A=a)\n    start(send)\n    a = 2\n    a = 1", {"A": "..."}),
        ("a = 1\ndef send():\n    sm.create_model_package(A=a)\nstart(send)\na = 2\na = 1", {"A": "..."}),
        ("r = {'A': 1}\ntry:\n    load()\n    r['A'] = 2\nfinally:\n    sm.create_model_package(**r)", {"A": "..."}),
        ("r = {'A': 1}\ntry:\n    load()\nfinally:\n    r['A'] = 2\nsm.create_model_package(**r)", {"A": 2}),
        ("def f():\n    r = {}\n    try:\n      return r\n    finally:\n      r['A'] = 2\nsm.create_model_package(A=f())", {"A": "..."}),
        ("r = {}\nfor x in y:\n    try:\n        break\n    finally:\n        r['A'] = 2\nsm.create_model_package(B=r)", {"B": "..."}),
        ("a = 1\nsend = lambda: sm.create_model_package(A=a)\na = 2", {"A": "..."}),
        ("a = 1\ndef send():\n    sm.create_model_package(A=a)\na = 2", {"A": 2}),
        ("a = 1\ndef send():\n    sm.create_model_package(A=a)\nretry(send)\na = 2\nsend()", {"A": "..."}),
        ("def f():\n    a = 1\n    send = lambda: sm.create_model_package(A=a)\n    a = 2\n    send()", {"A": "..."}),
        ("step = {'Name': 'R', 'Type': 'RegisterModel', 'Arguments': {'A': 1}}", {"A": 1, "...": "..."}),
    ],
)  # fmt: skip
def test_what_a_program_tells_is_known_and_the_rest_is_not(text: str, wanted: Any) -> None:
    assert known_of(f"import json, boto3\n{text}\n") == [wanted]


@pytest.mark.parametrize(
    "text",
    [
        "x = 1",
        "# sm.create_model_package(Task='t')",
        "print('sm.create_model_package(Task=1)')",
        "create_model_package(Task='t')",
        "sm.create_model_package",
        "sm.create_model_package()",
        "sm.create_model_package('positional', Task='t')",
        "sm.create_model_package_group(ModelPackageGroupName='g')",
        "backend.create_model_package(model_package_name='n', tags=[], domain='d')",
        "self.create_model_package(**kwargs)",
        "super().create_model_package(**kwargs)",
        "stub.add_response('create_model_package', {}, {'Task': 't'})",
        "def create_model_package(self, Task): pass",
        "request = {'ModelPackageGroupName': 'g', 'InferenceSpecification': {}}",
        "step = {'Type': 'Training', 'Arguments': {'A': 1}}",
        "def f():\n    return\n    sm.create_model_package(Task='t')",
    ],
)
def test_what_passes_no_request_on_is_none(text: str) -> None:
    assert known_of(text) == []


def test_each_call_is_a_request_of_its_own_in_the_order_of_the_text() -> None:
    text = "def f():\n    sm.update_model_package(A=2)\nsm.create_model_package(A=1)\nfor x in y:\n    sm.create_model_package(A=3)\n"

    assert known_of(text) == [{"A": 2}, {"A": 1}, {"A": 3}]


def test_the_users_own_functions_pass_requests_on() -> None:
    text = "register({'A': 1})\nlib.register(ModelPackageName='n', domain='d', retries=3)\nother.register(1)\nunregister({'A': 1})\n"

    assert known_of(text, wrappers={"register": "CreateModelPackage"}) == [
        {"A": 1},
        {"ModelPackageName": "n", "Domain": "d"},
        {"...": "..."},
    ]
    assert known_of(text, wrappers={"lib.register": "CreateModelPackage"}) == [{"ModelPackageName": "n", "Domain": "d"}]


def test_resources_of_sagemaker_core_are_requests() -> None:
    text = """
from sagemaker_core.resources import ModelPackage
from sagemaker_core.shapes import InferenceSpecification, ModelPackageContainerDefinition
ModelPackage.create(
    model_package_group_name="g",
    inference_specification=InferenceSpecification(
        containers=[ModelPackageContainerDefinition(image="i", model_data_url="u.zip", environment={"A_B": "c"}, nothing=1)],
        supported_content_types=None,
    ),
    task="t",
    tags=[{"Key": "k"}],
    session=session,
)
other.ModelPackage.create(model_package_group_name="g")
"""
    container = {"Image": "i", "ModelDataUrl": "u.zip", "Environment": {"A_B": "c"}, "...": "..."}
    assert known_of(text) == [
        {
            "ModelPackageGroupName": "g",
            "InferenceSpecification": {"Containers": [container], "SupportedContentTypes": "..."},
            "Task": "t",
            "Tags": ["..."],
        }
    ]


def test_places_count_characters_and_not_bytes() -> None:
    text = "é = '😀'; sm.create_model_package(ModelApprovalStatus='é', **{'Domäin': 'é'})\n"

    found = linted("train.py", text).diagnostics

    assert [(diagnostic.place.start.column, marked(text, diagnostic)) for diagnostic in found] == [
        (13, "create_model_package"),
        (13, "create_model_package"),
        (54, "'é'"),
        (62, "'Domäin'"),
    ]


def test_a_name_that_the_parser_spells_anew_is_marked_as_it_is_written() -> None:
    text = "sm.create_model_package(\uff34ask='t', \ufb01ne = 1, SourceUri=x, ModelPackageName='n')\n"

    assert [marked(text, found) for found in linted("train.py", text).diagnostics if found.name == "unknown-member"] == ["\ufb01ne"]


def test_a_finding_stands_where_the_value_is_written() -> None:
    text = """\
STATUS = "Aproved"

def request(url):
    return {"ModelPackageGroupName": "g", "InferenceSpecification": load(), "ModelApprovalStatus": STATUS, "SamplePayloadUrl": url}

def main(sm, run):
    made = request(f"s3://bucket/{run}.zip")
    made["Tags"] = [{"Key": "k"}]
    made["Tags"][0]["Valu"] = "v"
    sm.create_model_package(**made)
"""
    assert told("train.py", text) == [
        "1:10 enum-value /ModelApprovalStatus",
        "7:20 model-data-suffix /SamplePayloadUrl",
        "8:10 tags-with-group /Tags",
        "9:21 unknown-member /Tags/0/Valu",
    ]


def test_values_of_environment_variables_are_not_shown_wherever_they_are_written() -> None:
    text = """\
PASSWORD = "geheim"; sm.create_model_package(ModelPackageGroupName="g", InferenceSpecification=dict(
    Containers=[dict(Image="x:1", Environment={"TOKEN": PASSWORD, "b-c": "geheim"}),
                dict(Image="y:1", Environment=dict(T="geheim"), A="geheim")]))
"""
    found = linted("train.py", text).diagnostics

    assert {"image-form", "environment-variable-name", "unknown-member"} <= {diagnostic.name for diagnostic in found}
    shown = "".join(f"{diagnostic.frame.text if diagnostic.frame else ''}{diagnostic.message}{diagnostic.help}" for diagnostic in found)
    assert "TOKEN" in shown
    assert shown.count("geheim") == shown.count('A="geheim"')


def test_values_of_environment_variables_are_not_shown_in_what_is_no_python() -> None:
    text = 'sm.create_model_package(A={"Environment": {"TOKEN": "geheim"}}, B=dict(environment={"T": "geheim"}) C=1)\n'

    (found,) = linted("train.py", text).diagnostics

    assert found.name == "syntax-error"
    assert found.frame is not None
    assert "geheim" not in found.frame.text


def test_comments_suppress_findings_of_their_line() -> None:
    text = """\
r = {"ModelPackageGroupName": "g", "SourceUri": x}
r["ModelApprovalStatus"] = "Aproved"  # mpkit: ignore[enum-value] kept as it was
# mpkit: ignore[unknown-member] the gateway takes it away
r["Nam"] = "# mpkit: ignore[enum-value] not a comment"
sm.create_model_package(**r)
"""
    assert told("train.py", text) == []
    assert linted("train.py", text).suppressed == 2


def test_a_suppression_that_suppresses_nothing_is_reported_in_python_too() -> None:
    text = "sm.update_model_package(ModelPackageArn=x)  # mpkit: ignore[enum-value] no more\n"

    assert told("train.py", text) == ["1:45 unused-suppression None"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("print 'x'\nsm.create_model_package(A=1)\n", "syntax-error"),
        ("sm.create_model_package(A={{ template }\n", "syntax-error"),
        ("sm.create_model_package(A=1,\n", "syntax-error"),
        ("x = 1\0\nsm.create_model_package(A=1)\n", "syntax-error"),
        ("sm.create_model_package(A=" + "-" * 9_000 + "1)", "nesting-too-deep"),
        ("x = [" + "1," * 500_001 + "]\nsm.create_model_package(A=1)\n", "file-too-large"),
    ],
)
def test_a_call_in_what_is_no_python_is_said_not_to_be_read(text: str, rule: str) -> None:
    result = linted("train.py", text)

    assert [diagnostic.name for diagnostic in result.diagnostics] == [rule]
    assert result.requests == 0


@pytest.mark.parametrize("text", ["print 'x'\n# sm.create_model_package(A=1)\n", "x = 'create_model_package' {{ template }\n"])
def test_what_is_no_python_and_has_no_call_is_skipped(text: str) -> None:
    result = linted("train.py", text)

    assert result.diagnostics == ()
    assert result.skipped is not None
    assert "no valid Python" in result.skipped.reason


def test_bytes_that_are_no_utf8_make_the_texts_unknown_that_hold_them() -> None:
    text = "# coding: latin-1\nsm.create_model_package(ModelPackageGroupName='g\xfc', SourceUri=x, ModelApprovalStatus='x')\n"

    found = linted("train.py", text.encode("latin-1")).diagnostics

    assert [diagnostic.pointer for diagnostic in found] == ["/ModelApprovalStatus"]


CALL = "\nsm.create_model_package(ModelApprovalStatus='x', **r)\n"


@pytest.mark.parametrize(
    "text",
    [
        "r = " + "{'a': " * 80 + "1" + "}" * 80,
        "r = {}\n" + "r = {'a': r}\n" * 3_000,
        "r = {}\n" + "r['a'] = [r, r]; r = dict(r)\n" * 60,
        "r = " + " | ".join(["{'a': 1}"] * 400),
        "r = {}\n" + "".join(f"{'    ' * depth}for x in y:\n" for depth in range(18)) + "    " * 18 + "r['a'] = x",
        "r = {}\n" + "if x: r['a'] = 1\nelif y: r['b'] = 2\n" * 400,
        "r = {}\n" + "try:\n    r['a'] = f()\nexcept E:\n    pass\n" * 400,
        "r = {}\n"
        + "\n".join(f"def f{number}(): return f{number + 1}() if x else f{number + 1}()" for number in range(300))
        + "\nr = f0()",
        "def f(): return f()\nr = f()",
        "r = 'a' * 10 ** 9\nr = {}",
        "r = {'a': '%s' * 90000 % x}",
        "a = 'x' * 2\n" + "a = a + a\n" * 60 + "r = {'a': a}",
        "r = {}\n" + "\n".join(f"r['{number}'] = {{}}" for number in range(3_000)),
        "r = {" + ", ".join(f"'{number}': {{}}" for number in range(3_000)) + "}",
    ],
)
def test_hostile_programs_end_and_tell_nothing_wrong(text: str) -> None:
    found = linted("train.py", text + CALL)

    assert {diagnostic.name for diagnostic in found.diagnostics} <= {
        *("enum-value", "unknown-member", "too-many-members", "missing-name-or-group", "unclear-model-source"),
    }
    assert found.requests == 1


@settings(max_examples=150)
@given(written(), st.data())
def test_broken_programs_are_read_or_said_to_be_broken(pair: tuple[Case, str], data: st.DataObject) -> None:
    _, text = pair
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 40)))
        text = (
            text[:start]
            + data.draw(st.sampled_from(["", "(", ")", "'", '"', "\n", "    ", "{", "}", "*", ":", "\r", "é", text[start:end] * 2]))
            + text[end:]
        )

    result = linted("train.py", text.encode("utf-8", "replace"))

    for diagnostic in result.diagnostics:
        assert diagnostic.place.start <= diagnostic.place.end
