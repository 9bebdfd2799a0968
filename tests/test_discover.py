import os
import shutil
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from mpkit.linter.discover import Found, discover, printable, reason
from mpkit.linter.globs import Globs

SUFFIXES = (".json", ".yaml")


@pytest.fixture(autouse=True)
def _stand_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def plant(*paths: str) -> None:
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).touch()


def write(path: str, *lines: str) -> None:
    plant(path)
    Path(path).write_text("\n".join(lines) + "\n")


def repository(path: str = ".") -> None:
    Path(path, ".git", "info").mkdir(parents=True)


def found(*paths: str, **arguments: Any) -> list[Found]:
    return list(discover(paths, SUFFIXES, **arguments))


def files(*paths: str, **arguments: Any) -> list[str]:
    return [one.path for one in found(*paths, **arguments) if one.kind == "file"]


def others(*paths: str, **arguments: Any) -> list[tuple[str, str, str]]:
    return [(one.path, one.kind, one.reason) for one in found(*paths, **arguments) if one.kind != "file"]


def excluding(*globs: str) -> Globs:
    return Globs(os.getcwd(), globs)  # noqa: PTH109 - text is wanted


def test_a_named_file_is_given_as_it_was_named() -> None:
    plant("a.json", "b.txt")
    assert found("./a.json", "b.txt") == [Found("./a.json", named=True), Found("b.txt", named=True)]


def test_a_folder_is_walked_in_the_order_of_names() -> None:
    plant("x/b.json", "x/a/c.yaml", "x/a.json", "x/a/b.json", "x/a-b.json", "x/z.txt", "x/README")
    assert found("x") == [Found(f"x/{path}", named=False) for path in ("a-b.json", "a.json", "a/b.json", "a/c.yaml", "b.json")]
    assert files("x") == sorted(files("x"))


def test_a_walked_path_starts_as_the_folder_was_named(tmp_path: Path) -> None:
    plant("x/a.json")
    assert files("x/") == ["x/a.json"]
    assert files(".") == ["./x/a.json"]
    assert files("./x") == ["./x/a.json"]
    assert files(str(tmp_path)) == [f"{tmp_path}/x/a.json"]
    assert files() == ["x/a.json"]


def test_suffixes_count_in_any_case() -> None:
    plant("a.JSON", "b.Yaml", "json", ".json")
    assert files() == [".json", "a.JSON", "b.Yaml"]


def test_a_folder_with_a_suffix_is_a_folder() -> None:
    plant("x/d.json/a.json")
    assert files("x") == ["x/d.json/a.json"]


def test_standard_input_is_handed_on_once() -> None:
    plant("a.json")
    assert found("-", "a.json", "-") == [Found("-", named=True, kind="stdin"), Found("a.json", named=True)]


def test_hidden_and_foreign_folders_are_left_out_unless_they_are_named() -> None:
    plant(
        ".hidden/a.json",
        "node_modules/p/package.json",
        "x/__pycache__/a.json",
        "lib/site-packages/a.json",
        "env/pyvenv.cfg",
        "env/lib/a.json",
        "b.json",
    )
    assert files() == ["b.json"]
    assert files(".hidden", "node_modules", "env") == [".hidden/a.json", "node_modules/p/package.json", "env/lib/a.json"]


def test_hidden_folders_of_ci_are_entered() -> None:
    plant(".github/workflows/release.yaml", ".gitlab/ci/release.yaml", ".githubber/a.yaml", ".gitlab-ci.yaml")
    assert files() == [".github/workflows/release.yaml", ".gitlab-ci.yaml", ".gitlab/ci/release.yaml"]


def test_what_cannot_be_found_is_told() -> None:
    plant("a.json")
    assert others("missing", "a.json/b", "x\0y", "") == [
        ("missing", "unreadable", "no such file or folder"),
        ("a.json/b", "unreadable", "no such file or folder: a part of the path is a file"),
        ("x\0y", "unreadable", "the path holds a null character"),
        ("", "unreadable", "no such file or folder"),
    ]


def test_a_named_path_with_a_suffix_that_is_not_there_is_told() -> None:
    assert others("missing.json") == [("missing.json", "unreadable", "no such file or folder")]


def test_a_named_folder_with_a_suffix_is_walked() -> None:
    plant("reqs.json/a.json", "reqs.json/b.txt", "c.json")
    assert found("reqs.json", "c.json") == [Found("reqs.json/a.json", named=False), Found("c.json", named=True)]


def test_a_folder_that_cannot_be_listed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    plant("x/a.json", "x/shut/b.json", "x/z.json")
    scandir = os.scandir

    def guarded(path: str) -> Any:
        if path.endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    assert found("x") == [
        Found("x/a.json", named=False),
        Found("x/shut", named=False, kind="unreadable", reason="permission denied"),
        Found("x/z.json", named=False),
    ]
    assert others("x/shut") == [("x/shut", "unreadable", "permission denied")]
    assert found("x/shut")[0].named


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (PermissionError(13, "Permission denied"), "permission denied"),
        (PermissionError(1, "Operation not permitted"), "permission denied"),
        (IsADirectoryError(21, "Is a directory"), "it is a folder"),
        (OSError(40, "Too many levels"), "its symbolic links lead in a circle"),
        (OSError(36, "File name too long"), "the path is too long"),
        (OSError(5, "Input/output error"), "input/output error"),
        (OSError("Odd"), "odd"),
        (ValueError("embedded null byte"), "the path holds a null character"),
    ],
)
def test_the_reason_is_in_plain_words(problem: OSError | ValueError, words: str) -> None:
    assert reason(problem) == words


def test_what_is_named_twice_is_given_once(tmp_path: Path) -> None:
    plant("a.json", "x/b.json", "x/y/c.json", "x/z/d.json")
    assert files("a.json", "./a.json", "x/../a.json", str(tmp_path / "a.json")) == ["a.json"]
    assert files("x", "x/y", "./x") == ["x/b.json", "x/y/c.json", "x/z/d.json"]
    assert files("x/y", "x") == ["x/y/c.json", "x/b.json", "x/z/d.json"]


def test_a_named_file_in_a_walked_folder_is_given_as_named() -> None:
    plant("x/a.json", "x/b.json")
    for order in (["x", "x/b.json"], ["x/b.json", "x"], ["./x", "x/../x/b.json"]):
        assert sorted((os.path.normpath(one.path), one.named) for one in found(*order)) == [("x/a.json", False), ("x/b.json", True)]


def test_a_pipe_is_not_read_by_walking() -> None:
    plant("a.json")
    os.mkfifo("b.json")
    os.mkfifo("c")
    assert found() == [Found("a.json", named=False)]
    assert files("c") == ["c"]


def test_names_that_are_no_utf8_survive(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/\xff\xc3.json"
    try:
        os.close(os.open(raw, os.O_CREAT))
    except OSError:
        pytest.skip("the file system takes UTF-8 only")
    (path,) = files()
    assert Path(path).exists()
    assert printable(path) == "\\xff\\xc3.json"


def test_other_names_are_printed_as_they_are() -> None:
    names = ("a b.json", "ü/\u6a21.json", "C:\\a.json")
    assert [printable(name) for name in names] == list(names)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\nb.json:1:1: error", "a\\nb.json:1:1: error"),
        ("\x1b[2J\r\t\x7f", "\\x1b[2J\\r\\t\\x7f"),
        ("\x85\xa0\u2028\u202e.json", "\\x85\\xa0\\u2028\\u202e.json"),
        ("\ud800\udcff\U000e0001", "\\ud800\\xff\\U000e0001"),
    ],
)
def test_what_a_terminal_could_take_for_more_than_a_name_is_escaped(name: str, shown: str) -> None:
    assert printable(name) == shown


class TestIgnoreFiles:
    def test_git_s_idiom_for_a_white_list_works(self) -> None:
        write(".gitignore", "*", "!*/", "!*.json")
        plant("a.json", "x/b.json", "x/c.yaml")
        assert files() == ["a.json", "x/b.json"]

    def test_an_inner_file_outranks_an_outer_one(self) -> None:
        write(".gitignore", "*.yaml", "/x/out/", "!keep.json")
        write("x/.gitignore", "!a.yaml", "*.json")
        plant("a.yaml", "x/a.yaml", "x/b.yaml", "x/c.json", "x/keep.json", "x/out/a.yaml", "keep.json")
        assert files() == ["keep.json", "x/a.yaml"]

    def test_nothing_below_an_ignored_folder_comes_back(self) -> None:
        write(".gitignore", "out/", "!out/a.json")
        write("out/.gitignore", "!*")
        plant("out/a.json", "b.json")
        assert files() == ["b.json"]

    def test_what_is_named_is_given_though_git_ignores_it(self) -> None:
        write(".gitignore", "*.json", "out/")
        plant("a.json", "out/b.yaml")
        assert files("a.json", "out") == ["a.json", "out/b.yaml"]

    def test_files_above_a_named_folder_count_within_the_repository(self) -> None:
        repository()
        write(".gitignore", "*.gen.json", "/x/y/skip.json")
        write("x/.gitignore", "*.yaml")
        plant("x/y/a.gen.json", "x/y/skip.json", "x/y/a.yaml", "x/y/a.json")
        assert files("x/y") == ["x/y/a.json"]

    def test_files_above_a_named_folder_count_not_without_a_repository(self) -> None:
        write(".gitignore", "*.json")
        plant("x/a.json")
        assert files("x") == ["x/a.json"]
        assert files() == []

    def test_the_repository_s_own_list_counts_and_is_outranked(self) -> None:
        repository()
        write(".git/info/exclude", "*.json")
        write(".gitignore", "!a.json")
        plant("a.json", "b.json", "x/a.json", "x/b.json")
        assert files() == ["a.json", "x/a.json"]
        assert files("x") == ["x/a.json"]

    def test_a_repository_in_a_repository_starts_anew(self) -> None:
        repository()
        repository("inner")
        write(".gitignore", "*.json")
        plant("a.json", "inner/b.json")
        assert files() == ["inner/b.json"]

    def test_a_linked_work_tree_shares_the_list_of_its_repository(self) -> None:
        write("main/.git/info/exclude", "*.json")
        write("main/.git/worktrees/w/commondir", "../..")
        write("w/.git", "gitdir: ../main/.git/worktrees/w")
        plant("w/a.json", "w/b.yaml")
        assert files("w") == ["w/b.yaml"]

    def test_a_submodule_has_its_own_list(self) -> None:
        write("main/.git/modules/s/info/exclude", "*.json")
        write("main/s/.git", "gitdir: ../.git/modules/s")
        plant("main/s/a.json", "main/s/b.yaml")
        assert files("main") == ["main/s/b.yaml"]

    def test_an_ignore_file_may_be_written_anywhere(self) -> None:
        Path(".gitignore").write_bytes(b"\xef\xbb\xbfa.json\r\n# c.json\r\n\xff.json\r\nb.json")
        plant("a.json", "b.json", "c.json")
        assert files() == ["c.json"]

    def test_an_ignore_file_that_is_a_folder_means_nothing(self) -> None:
        plant(".gitignore/x", "a.json")
        assert files() == ["a.json"]

    @pytest.mark.skipif(shutil.which("git") is None, reason="git is the oracle")
    def test_git_lists_the_same_files(self) -> None:
        subprocess.run(["git", "init", "-q"], check=True)
        write(".gitignore", "*.gen.json", "/build", "logs/**", "!logs/keep/", "tmp*/", "[Dd]ata/*.json")
        write("a/.gitignore", "!x.gen.json", "/own.json", "b/deep.json")
        folders = ("", "a/", "a/b/", "build/", "a/build/", "logs/", "logs/keep/", "tmp1/", "data/", "a/Data/s/")
        plant(*(f"{folder}{name}" for folder in folders for name in ("x.gen.json", "own.json", "deep.json", "plain.json")))
        listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "*.json"], capture_output=True, text=True, check=True)
        assert sorted(files()) == sorted(listed.stdout.split())


class TestExclude:
    def test_it_holds_for_walked_and_named_files(self) -> None:
        plant("a.json", "b.gen.json", "vendor/c.json", "x/vendor/d.json")
        globs = excluding("*.gen.json", "vendor/")
        assert files(exclude=globs) == ["a.json"]
        assert others("a.json", "b.gen.json", "./vendor/c.json", "x/vendor", exclude=globs) == [
            ("b.gen.json", "skipped", "excluded by the configuration"),
            ("./vendor/c.json", "skipped", "excluded by the configuration"),
            ("x/vendor", "skipped", "excluded by the configuration"),
        ]

    def test_it_is_relative_to_the_configuration(self, tmp_path: Path) -> None:
        plant("x/a.json", "x/y/a.json", "x/y/b.json")
        globs = Globs(str(tmp_path / "x"), ("/y/a.json",))
        assert files(exclude=globs) == ["x/a.json", "x/y/b.json"]
        os.chdir("x/y")
        assert files("..", exclude=globs) == ["../a.json", "../y/b.json"]
        assert files("a.json", "b.json", exclude=globs) == ["b.json"]

    def test_it_cannot_bring_back_what_git_ignores(self) -> None:
        write(".gitignore", "a.json")
        plant("a.json", "b.json")
        assert files(exclude=excluding("!a.json")) == ["b.json"]


class TestLinks:
    def test_a_circle_ends(self) -> None:
        plant("x/a.json")
        Path("x/up").symlink_to("..")
        Path("x/self").symlink_to("self")
        Path("x/here").symlink_to(".")
        Path("x/b.json").symlink_to("b.json")
        assert files("x") == ["x/a.json"]
        assert files() == ["x/a.json"]

    def test_a_linked_folder_within_is_given_once_under_its_own_name(self) -> None:
        plant("z/a.json")
        Path("a").symlink_to("z")
        assert files() == ["z/a.json"]

    def test_a_linked_folder_within_is_followed_where_the_walk_does_not_come(self) -> None:
        plant(".cache/run/a.json", "b.json")
        Path("latest").symlink_to(".cache/run")
        Path("again").symlink_to(".cache/run")
        assert files() == ["b.json", "again/a.json"]

    def test_a_linked_folder_of_the_repository_is_followed(self) -> None:
        repository()
        plant("shared/a.json", "x/b.json")
        Path("x/shared").symlink_to("../shared")
        assert files("x") == ["x/b.json", "x/shared/a.json"]
        assert files("x", "shared") == ["x/b.json", "shared/a.json"]

    def test_a_linked_folder_outside_is_told_and_followed_only_when_it_is_named(self) -> None:
        plant("elsewhere/a.json", "x/b.json")
        Path("x/out").symlink_to("../elsewhere")
        assert files("x") == ["x/b.json"]
        assert others("x") == [("x/out", "skipped", "a symbolic link to a folder outside; name it to have it linted")]
        assert files("x/out") == ["x/out/a.json"]

    def test_a_linked_file_is_given_once(self) -> None:
        plant("x/a.json", "x/node_modules/b.json", "x/c.txt", "elsewhere/d.json")
        Path("x/one.json").symlink_to("a.json")
        Path("x/two.json").symlink_to("node_modules/b.json")
        Path("x/three.json").symlink_to("node_modules/b.json")
        Path("x/five.json").symlink_to("../elsewhere/d.json")
        Path("x/four.json").symlink_to("c.txt")
        assert files("x") == ["x/a.json", "x/four.json", "x/three.json"]

    def test_a_linked_file_is_not_given_when_its_target_is_named(self) -> None:
        plant("elsewhere/b.json", "x/c.json")
        Path("x/b.json").symlink_to("../elsewhere/b.json")
        assert files("x", "elsewhere/b.json") == ["x/c.json", "elsewhere/b.json"]

    def test_a_linked_file_is_given_when_git_ignores_its_target(self) -> None:
        write(".gitignore", "a.json")
        plant("a.json")
        Path("b.json").symlink_to("a.json")
        assert files() == ["b.json"]

    def test_a_link_is_ignored_by_its_own_name(self) -> None:
        write(".gitignore", "l*", "m/")
        plant(".d/a.json")
        Path("link").symlink_to(".d")
        Path("m").symlink_to(".d")
        assert files() == ["m/a.json"]

    def test_a_link_that_leads_nowhere_is_told(self) -> None:
        Path("a.json").symlink_to("missing.json")
        Path("b").symlink_to("missing")
        assert others() == [("a.json", "skipped", "a symbolic link that leads nowhere")]

    def test_a_named_link_to_a_circle_is_told(self) -> None:
        Path("x").symlink_to("x")
        assert others("x") == [("x", "unreadable", "its symbolic links lead in a circle")]


def test_a_deep_tree_is_no_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    plant("seed/d/x", "seed/a.json")
    with os.scandir("seed") as entries:
        file, folder = sorted(entries, key=lambda entry: entry.name)
    depth = 3000

    def endless(path: str) -> Any:
        return nullcontext([folder] if path.count("/") < depth else [file])

    monkeypatch.setattr(os, "scandir", endless)
    assert files("seed") == [f"seed/{'d/' * depth}a.json"]


def test_the_root_of_the_file_system_has_no_folder_above() -> None:
    assert list(discover(["/"], (".no-such-suffix",), Globs("", ("*",)))) == []


def test_files_come_while_the_walk_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    plant("a/1.json", "b/2.json")
    generator = discover((), SUFFIXES)
    assert next(generator).path == "a/1.json"
    monkeypatch.setattr(os, "scandir", None)
    with pytest.raises(TypeError):
        next(generator)


@pytest.mark.skipif(sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may list every folder")
def test_permissions_are_those_of_the_system() -> None:
    plant("x/a.json")
    Path("x").chmod(0)
    try:
        assert others("x") == [("x", "unreadable", "permission denied")]
    finally:
        Path("x").chmod(0o755)
