"""Several forms in one run: which files are looked at, which forms are chosen, what is listed, and how messages are spelt."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from mpkit.linter.beside import Beside
from mpkit.linter.cli import run
from mpkit.linter.form import Form, Span
from mpkit.linter.forms._patchwork import Patchwork
from mpkit.linter.source import Source
from mpkit.linter.spelling import spelt

BAD = {"ModelPackageGroupName": "churn", "ModelApprovalStatus": "Aproved", "InferenceSpecification": {"Containers": [{"Image": "x"}]}}
PYTHON = """\
import boto3
sm = boto3.client("sagemaker")

def register(url, tags):
    sm.create_model_package(ModelPackageGroupName="churn", ModelApprovalStatus="Aproved", SourceUri=url, Tags=[*tags])
"""


class Done(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def report(self) -> Any:
        return json.loads(self.out)


Mpkit = Callable[..., Done]


@pytest.fixture
def mpkit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Mpkit:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")

    def call(*arguments: str, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = run(arguments)
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Done(code, out.decode(), err.decode())

    return call


def write(**files: Any) -> None:
    """Write files: in the names, two underscores stand for a dot and three for a slash."""
    for name, content in files.items():
        path = Path(name.replace("___", "/").replace("__", "."))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content))


def paths(done: Done) -> list[str]:
    return sorted({diagnostic["path"] for diagnostic in done.report["diagnostics"]})


def test_a_tree_is_searched_for_requests_in_every_form(mpkit: Mpkit) -> None:
    write(a__json=BAD, deep___train__py=PYTHON, other__py="print('hello')\n", notes__txt="sm.create_model_package(ModelApprovalStatus='x')")

    done = mpkit("lint", "--output-format", "json")

    assert done.code == 1
    assert paths(done) == ["a.json", "deep/train.py"]
    assert {diagnostic["form"] for diagnostic in done.report["diagnostics"]} == {"json", "python"}


def test_files_without_the_words_of_a_request_are_counted_and_not_named(mpkit: Mpkit) -> None:
    write(train__py=PYTHON, **{f"module{number}__py": "x = 1\n" for number in range(30)}, package__json={"name": "x"})

    done = mpkit("lint", "--output-format", "json")
    text = mpkit("lint")

    assert done.report["summary"]["files"] == 32
    assert done.report["summary"]["unrelated"] == 30
    assert [skipped["path"] for skipped in done.report["summary"]["skipped"]] == ["package.json"]
    assert text.out.endswith("in 1 request (32 files); 31 files without a request skipped\n")


def test_a_named_file_without_the_words_is_skipped_by_its_name(mpkit: Mpkit) -> None:
    write(other__py="print('hello')\n")

    done = mpkit("lint", "--output-format", "json", "other.py", "--allow-empty")

    assert done.code == 0
    assert done.report["summary"]["skipped"] == [{"path": "other.py", "reason": "holds no model-package request"}]
    assert done.report["summary"]["unrelated"] == 0
    assert mpkit("lint", "other.py").code == 2


def test_only_the_chosen_forms_are_read(mpkit: Mpkit) -> None:
    write(a__json=BAD, a__yaml=json.dumps(BAD), train__py=PYTHON)

    assert paths(mpkit("lint", "--form", "python", "--output-format", "json")) == ["train.py"]
    assert paths(mpkit("lint", "--form", "json,yaml", "--output-format", "json")) == ["a.json", "a.yaml"]
    assert mpkit("lint", "--form", "python", "a.json").code == 2


def test_the_configuration_chooses_forms_and_the_option_replaces_them(mpkit: Mpkit) -> None:
    write(a__json=BAD, train__py=PYTHON, mpkit__toml='forms = ["json"]\n')

    assert paths(mpkit("lint", "--output-format", "json")) == ["a.json"]
    assert paths(mpkit("lint", "--output-format", "json", "--form", "python")) == ["train.py"]
    assert 'forms = ["json"]  # ' in mpkit("lint", "--show-config").out


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ('forms = ["pyton"]', "mpkit.toml:1: 'forms' names an unknown form 'pyton'; did you mean 'python'?; there are "),
        ("forms = []", "mpkit.toml:1: 'forms' names no form; leave it out for all"),
        ("forms = 'json'", "mpkit.toml:1: 'forms' is \"json\"; expected an array of forms"),
        ("[python-wrappers]\n'my func' = 'create'", "mpkit.toml:2: 'python-wrappers.my func' is no name of a function"),
        (
            "[python-wrappers]\nregister = 'delete'",
            "mpkit.toml:2: 'python-wrappers.register' is \"delete\"; expected 'create' or 'update'",
        ),
    ],
)
def test_mistakes_in_the_configuration_of_forms_are_told(mpkit: Mpkit, config: str, message: str) -> None:
    write(mpkit__toml=config)

    done = mpkit("lint")

    assert done.code == 2
    assert message in done.err


def test_an_unknown_form_on_the_command_line_is_told_with_the_nearest(mpkit: Mpkit) -> None:
    assert "--form names an unknown form 'jsn'; did you mean 'json'?" in mpkit("lint", "--form", "jsn").err


def test_the_users_own_functions_are_looked_for_by_their_names(mpkit: Mpkit) -> None:
    write(
        train__py="from lib import register\nregister(model_approval_status='Aproved', model_package_group_name='g')\n",
        mpkit__toml='[python-wrappers]\n"lib.register" = "create"\n',
    )

    done = mpkit("lint", "--output-format", "json", "--select", "enum-value")

    assert [(found["path"], found["pointer"]) for found in done.report["diagnostics"]] == [("train.py", "/ModelApprovalStatus")]
    assert 'lib.register" = "create"' in mpkit("lint", "--show-config").out


def test_the_list_tells_where_requests_are_and_what_is_known_of_them(mpkit: Mpkit) -> None:
    write(a__json=BAD, train__py=PYTHON, package__json={"name": "x"}, broken__py="print 1\nsm.create_model_package(A=1)\n")

    done = mpkit("lint", "--list")

    lines = done.out.splitlines()
    assert done.code == 0
    assert lines[:2] == [
        "a.json:1:1: json CreateModelPackage: 3 of 3 values known",
        "train.py:5:5: python CreateModelPackage: 2 of 3 values known; unknown: /SourceUri; may hold more: /Tags",
    ]
    assert lines[2].startswith("skipped broken.py: this is not valid Python, so that its requests are not read: ")
    assert lines[3:] == ["2 requests (4 files); 2 files without a request skipped"]


def test_the_list_for_machines_has_pointers_of_what_is_unknown(mpkit: Mpkit) -> None:
    write(train__py=PYTHON)

    report = mpkit("lint", "--list", "--output-format", "json").report

    assert report["version"] == 1
    assert report["summary"]["requests"] == 1
    assert report["requests"] == [
        {
            "path": "train.py",
            "start": {"line": 5, "column": 5},
            "end": {"line": 5, "column": 119},
            "cell": None,
            "form": "python",
            "operation": "CreateModelPackage",
            "known": 2,
            "unknown": 1,
            "unknowns": ["/SourceUri"],
            "open": ["/Tags"],
        }
    ]


def test_a_list_of_nothing_ends_as_a_run_without_a_request(mpkit: Mpkit) -> None:
    write(package__json={"name": "x"})

    assert mpkit("lint", "--list").code == 2
    assert mpkit("lint", "--list", "--allow-empty").code == 0


def test_several_processes_list_and_choose_as_one_does(mpkit: Mpkit) -> None:
    write(a__json=BAD, **{f"train{number}__py": PYTHON for number in range(450)})
    arguments = ("lint", "--list", "--form", "python", "--output-format", "json")

    assert mpkit(*arguments, "--jobs", "2").out == mpkit(*arguments, "--jobs", "1").out


def test_standard_input_has_the_form_of_its_name(mpkit: Mpkit) -> None:
    done = mpkit("lint", "-", "--stdin-filename", "train.py", "--output-format", "json", stdin=PYTHON.encode())

    assert paths(done) == ["train.py"]


class Shouting(Form):
    """A form that spells members of the request in capitals, and those below with a tail."""

    name = "shouting"

    def spell(self, member: str, *, top: bool) -> str:
        return member.upper() if top else f"{member}_"


@pytest.mark.parametrize(
    ("text", "key", "wanted"),
    [
        ("Tags[0] is 'Tags', not Key", False, "TAGS[0] is 'Tags', not Key_"),
        ("'Tagz' is no member; write 'Tags' or Key", True, "'Tagz' is no member; write 'TAGS' or Key_"),
        ("Tagsoup and ATags stay", False, "Tagsoup and ATags stay"),
        ("it's Tags", False, "it's TAGS"),
    ],
)
def test_messages_spell_members_as_the_form_does_and_leave_values(text: str, key: bool, wanted: str) -> None:  # noqa: FBT001 - a case
    assert spelt(text, key, form=Shouting(), top={"Tags"}, below={"Key"}) == wanted


def test_files_that_a_source_speaks_of_are_found_in_its_tree_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tree" / "scripts").mkdir(parents=True)
    (tmp_path / "tree" / ".git").mkdir()
    (tmp_path / "outside.json").write_text("{}")
    (tmp_path / "tree" / "spec.json").write_text('{"A": 1}')
    (tmp_path / "tree" / "scripts" / "near.json").write_text("{}")
    (tmp_path / "tree" / "link.json").symlink_to(tmp_path / "outside.json")
    monkeypatch.chdir(tmp_path / "tree")
    beside = Beside(20)

    found = beside("scripts/run.sh", "spec.json")
    assert isinstance(found, Source)
    assert (found.name, found.data) == ("spec.json", b'{"A": 1}')
    near = beside("scripts/run.sh", "near.json")
    assert isinstance(near, Source)
    assert near.name == "scripts/near.json"
    assert beside("scripts/run.sh", "../../outside.json") == "it is outside of the tree"
    assert beside("scripts/run.sh", "link.json") == "it is outside of the tree"
    assert beside("scripts/run.sh", str(tmp_path / "outside.json")) == "it is outside of the tree"
    assert beside("scripts/run.sh", "none.json") == "there is no such file"
    assert beside("scripts/run.sh", "a\0b") == "there is no such file"
    (tmp_path / "tree" / "large.json").write_text("x" * 21)
    assert beside("run.sh", "large.json") == "it has more than 20 bytes"


def test_places_in_a_patchwork_lead_back_to_the_source() -> None:
    source = Source("x", b'one "t\\u0077o" three')
    patchwork = Patchwork(source)
    patchwork.add(0, 3)
    patchwork.add_own("|", 3)
    patchwork.add_decoded("two", [5, 6, 12, 13])
    patchwork.add(14, 20)

    inner = patchwork.source()

    assert inner.text == "one|two three"
    for part, wanted in [("ne", "ne"), ("tw", "t\\u0077"), ("w", "\\u0077"), ("o th", 'o" th'), ("three", "three"), ("e|t", 'e "t')]:
        start = inner.text.index(part)
        assert source.text[slice(*patchwork.span(Span(start, start + len(part))))] == wanted
    assert patchwork.span(Span(4, 4)) == Span(5, 5)
