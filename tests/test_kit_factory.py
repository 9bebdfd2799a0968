"""Subjects of the user's own, by ``module:factory``."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mpkit import schemas
from mpkit.conformance import capabilities
from mpkit.conformance.bench import Bench, Settings
from mpkit.conformance.names import Names
from mpkit.conformance.outcome import Broken, Reply
from mpkit.conformance.runner import smoke
from mpkit.conformance.subject import Call, Subject, SubjectError, TransportError
from mpkit.conformance.subjects.factory import load

EXAMPLES = Path(__file__).parent.parent / "examples"
CALL = Call("DescribeModelPackage", b"{}")

GOOD = """
from mpkit.conformance.outcome import Reply
from mpkit.conformance.subject import TransportError

class Fake:
    name, region, account = "mine", "eu-west-1", "444455556666"
    def send(self, call): {send}
    def close(self): {close}

class Namespace:
    factory = Fake
"""


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """The current folder is one of its own, and what a test imports is forgotten."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        if getattr(sys.modules[name], "__file__", None) and str(tmp_path) in str(sys.modules[name].__file__):
            del sys.modules[name]


def write(name: str, text: str) -> None:
    Path(f"{name}.py").write_text(text)


def good(send: str = 'return Reply(200, {"X-A": "b"}, call.body)', close: str = "pass") -> str:
    return GOOD.format(send=send, close=close)


def broken(subject: Subject) -> Broken:
    with pytest.raises(TransportError) as raised:
        subject.send(CALL)
    return raised.value.broken


@pytest.mark.parametrize("target", ["good_fake:Fake", "good_fake:Namespace.factory"])
def test_a_factory_of_the_current_folder_makes_the_subject(target: str) -> None:
    write("good_fake", good())
    subject = load(target)
    assert (subject.name, subject.region, subject.account) == ("mine", "eu-west-1", "444455556666")  # type: ignore[attr-defined]
    assert subject.send(CALL) == Reply(200, {"x-a": "b"}, b"{}")
    subject.close()


@pytest.mark.parametrize(
    ("target", "text", "sentence"),
    [
        ("good", "", "'good' is no target: give moto, reference, aws, or module:factory, as in my_fakes.registry:Fake"),
        (":Fake", "", "':Fake' is no target: give moto, reference, aws, or module:factory, as in my_fakes.registry:Fake"),
        ("absent_fake:Fake", "", "there is no module 'absent_fake' in the current folder or among what is installed"),
        ("absent_fake.sub:Fake", "", "there is no module 'absent_fake' in the current folder or among what is installed"),
        ("mod_fake:Fake", "import absent_library", "the module 'mod_fake' cannot be imported: it needs 'absent_library'"),
        ("mod_fake:Fake", "def", "the module 'mod_fake' cannot be imported: SyntaxError: invalid syntax (mod_fake.py, line 1)"),
        ("mod_fake:Fake", "1 / 0", "the module 'mod_fake' cannot be imported: ZeroDivisionError: division by zero"),
        ("mod_fake:Fake", "", "there is no 'Fake' in the module 'mod_fake'"),
        ("mod_fake:Fake.Inner", good(), "there is no 'Fake.Inner' in the module 'mod_fake'"),
        ("mod_fake:Fake", "Fake = 1", "mod_fake:Fake is not callable, but an int. Name a class or a function that returns a subject"),
        ("mod_fake:Fake", "def Fake(port): ...", "mod_fake:Fake failed when it was called: TypeError: Fake() missing 1 required "),
        ("mod_fake:Fake", "def Fake(): raise OSError('taken')", "mod_fake:Fake failed when it was called: OSError: taken"),
        ("mod_fake:Fake", "def Fake(): ...", "what mod_fake:Fake returns, a NoneType, is no subject: it has no method send"),
        ("mod_fake:dict", "dict = dict", "what mod_fake:dict returns, a dict, is no subject: it has no method send"),
        ("mod_fake:Fake", good().replace("name, ", "_, "), "what mod_fake:Fake returns, a Fake, is no subject: it has no name"),
        ("mod_fake:Fake", good().replace('"eu-west-1"', "5"), "what mod_fake:Fake returns, a Fake, is no subject: its region is no text"),
    ],
)  # fmt: skip
def test_a_target_that_is_none_gets_a_sentence(target: str, text: str, sentence: str) -> None:
    write("mod_fake", text)
    with pytest.raises(SubjectError) as raised:
        load(target)
    assert str(raised.value).startswith(sentence)


@pytest.mark.parametrize(
    ("send", "kind", "detail"),
    [
        ("raise ValueError('oops')", "unavailable", "defect_fake:Fake failed: ValueError: oops"),
        ("return 5", "unavailable", "defect_fake:Fake answers with an int that is no Reply of status, headers and bytes"),
        ("return Reply(200, {}, 'text')", "unavailable", "defect_fake:Fake answers with a Reply that is no"),
        ("return Reply(7, {}, b'')", "unavailable", "defect_fake:Fake answers with a Reply that is no"),
        ("raise TransportError('timeout', 'slow today')", "timeout", "slow today"),
    ],
)  # fmt: skip
def test_a_defect_of_an_adapter_breaks_the_call_and_not_the_run(send: str, kind: str, detail: str) -> None:
    write("defect_fake", good(send))
    found = broken(load("defect_fake:Fake"))
    assert (found.kind, found.detail[: len(detail)]) == (kind, detail)


def test_an_adapter_that_fails_at_its_end_loses_no_results(capsys: pytest.CaptureFixture[str]) -> None:
    write("late_fake", good(close="raise OSError('still in use')"))
    load("late_fake:Fake").close()
    assert capsys.readouterr().err == "mpkit: late_fake:Fake failed when it was closed: OSError: still in use\n"


def test_the_example_adapter_answers_the_kit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES)
    subject = load("subject_adapter:adapter")
    bench = Bench(subject, schemas.load("current"), Names("mpk", subject.region), Settings(workers=2))
    assert [result.verdict for result in smoke(bench)] == ["passed"] * 3
    found = capabilities.probe(bench)
    assert {operation for operation, there in found.has.items() if not there} == {
        "DeleteModelPackageGroup",
        "DescribeModelPackageGroup",
        "ListModelPackageGroups",
        "ListModelPackages",
    }
    reply = subject.send(Call("CreateModelPackage", json.dumps({"ModelPackageName": "churn"}).encode()))
    assert json.loads(reply.body) == {"ModelPackageArn": "arn:aws:sagemaker:us-east-1:111122223333:model-package/churn"}
    assert subject.send(Call("CreateModelPackage", b"[]")).status == 400
    assert subject.send(Call("CreateModelPackage", b"{")).status == 400
    subject.close()
    assert "subject_adapter" in sys.modules
    del sys.modules["subject_adapter"]
