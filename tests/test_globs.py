import random
import shutil
import subprocess
from pathlib import Path

import pytest

from mpkit.linter.globs import Globs, Relative

NAMES = ["a", "b", "ab", "a.json", "b.json", "build", "x y", "#h", "!n", "[k]", "d-e", "1"]
STEPS = [
    *NAMES, "*", "**", "***", "?", "*.json", "a*", "*b", "**b", "[ab]", "[!a]", "[^b]*", "[a-c]", "[[:alpha:]]", "[[:digit:]]", "[z-a]",
    "[]a]", "[a", "\\a", "\\#h", "\\!n", "[\\]k]*", "[a-]", "[--a]", "b\\", "[[:nope:]]", "x\\ y", "[a/b]", "a?*",
]  # fmt: skip


def speaks(glob: str, path: str, *, folder: bool = False) -> bool | None:
    return Globs("/w", (glob,)).verdict(path, folder=folder)


@pytest.mark.parametrize(
    ("glob", "path"),
    [
        ("*.json", "a.json"),
        ("*.json", "deep/down/a.json"),
        ("/*.json", "a.json"),
        ("x/*.json", "x/a.json"),
        ("**/x/*.json", "y/x/a.json"),
        ("x/**/a.json", "x/a.json"),
        ("x/**/a.json", "x/y/z/a.json"),
        ("x/**", "x/y/a.json"),
        ("[!b].json", "a.json"),
        ("[[:upper:][:digit:]].json", "A.json"),
        ("a\\*.json", "a*.json"),
        ("\\#a", "#a"),
        ("a\\ ", "a "),
        ("a  ", "a"),
        ("[]-]", "-"),
        ("[a&&b]", "&"),
        ("[\\[-\\]]", "\\"),
        ("[+--]", ","),
    ],
)
def test_a_pattern_matches(glob: str, path: str) -> None:
    assert speaks(glob, path) is True


@pytest.mark.parametrize(
    ("glob", "path"),
    [
        ("/*.json", "x/a.json"),
        ("x/*.json", "y/x/a.json"),
        ("x/*.json", "x/y/a.json"),
        ("x/**", "x"),
        ("a/", "a"),
        ("# a", "# a"),
        ("", "a"),
        ("/", "a"),
        ("[z-a]", "m"),
        ("[a", "[a"),
        ("[[:unknown:]]", "u"),
        ("a\\", "a"),
        ("x[/]y", "x/y"),
        ("x?y", "x/y"),
    ],
)
def test_a_pattern_does_not_match(glob: str, path: str) -> None:
    assert speaks(glob, path) is None


def test_a_slash_at_the_end_means_folders() -> None:
    assert speaks("a/", "x/a", folder=True) is True
    assert speaks("x/a/", "x/a", folder=True) is True
    assert speaks("a*/", "ab", folder=True) is True
    assert speaks("a*/", "ab") is None


def test_the_last_pattern_that_speaks_decides() -> None:
    globs = Globs("/w", ("*", "!*/", "!*.json", "x.json"))
    assert globs.verdict("a", folder=True) is False
    assert globs.verdict("a/b.json") is False
    assert globs.verdict("a/b.txt") is True
    assert globs.verdict("a/x.json") is True


def test_what_stands_in_a_matched_folder_is_covered() -> None:
    globs = Globs("/w", ("vendor/", "/a/b"))
    assert [
        path for path in ("vendor/x.json", "y/vendor/z/x.json", "a/b/c/x.json", "a/x.json", "vendor", "x.json") if globs.covers(path)
    ] == [
        "vendor/x.json",
        "y/vendor/z/x.json",
        "a/b/c/x.json",
    ]
    assert globs.covers("vendor", folder=True)


def test_a_star_covers_no_folder_above_the_top() -> None:
    globs = Globs("/w", ("*/",))
    assert globs.covers("a/x.json")
    assert not globs.covers("x.json")


def test_a_path_of_thousands_of_steps_is_no_problem() -> None:
    assert not Globs("/w", ("b/",)).covers("a/" * 3000 + "x.json")


def test_no_patterns_are_falsy() -> None:
    assert not Globs("/w", ("", "# nothing"))
    assert Globs("/w", ("a",))


@pytest.mark.parametrize(
    ("path", "relative"),
    [
        ("a.json", "sub/a.json"),
        ("x/a.json", "sub/x/a.json"),
        ("./a.json", "sub/a.json"),
        ("../a.json", "a.json"),
        ("x//a.json", "sub/x/a.json"),
        ("/w/a.json", "a.json"),
        ("../../a.json", None),
        ("/elsewhere/a.json", None),
        ("..", None),
    ],
)
def test_a_path_is_made_relative_to_the_folder(path: str, relative: str | None) -> None:
    assert Relative("/w", "/w/sub")(path) == relative


def test_a_current_folder_outside_takes_the_long_way() -> None:
    relative = Relative("/w/sub", "/w")
    assert relative("sub/a.json") == "a.json"
    assert relative("a.json") is None


def pattern(rng: random.Random) -> str:
    text = "/".join(rng.choice(STEPS) for _ in range(rng.choice([1, 1, 1, 2, 2, 3])))
    return f"{'!' * (rng.random() < 0.3)}{'/' * (rng.random() < 0.2)}{text}{'/' * (rng.random() < 0.25)}{' ' * (rng.random() < 0.1)}"


def plant(folder: Path, depth: int, rng: random.Random) -> list[tuple[str, bool]]:
    found = []
    for name in rng.sample(NAMES, 5):
        path = folder / name
        if depth < 3 and rng.random() < 0.5 and ".json" not in name:
            path.mkdir()
            found += [(name, True), *((f"{name}/{below}", is_folder) for below, is_folder in plant(path, depth + 1, rng))]
        else:
            path.touch()
            found.append((name, False))
    return found


def ignored(globs: Globs, path: str, *, folder: bool) -> bool:
    steps = path.split("/")
    return any(globs.verdict("/".join(steps[:end]), folder=folder or end < len(steps)) for end in range(1, len(steps) + 1))


@pytest.mark.skipif(shutil.which("git") is None, reason="git is the oracle")
@pytest.mark.parametrize("seed", range(3))
def test_git_agrees(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    entries = plant(tmp_path, 0, rng)
    for _ in range(25):
        lines = [pattern(rng) for _ in range(rng.choice([1, 1, 2, 3, 4]))]
        (tmp_path / ".gitignore").write_text("\n".join(lines) + "\n")
        answer = subprocess.run(
            ["git", "-C", tmp_path, "check-ignore", "--no-index", "-z", "--stdin"],
            input="\0".join(path for path, _ in entries).encode(),
            capture_output=True,
            check=False,
        )
        globs = Globs(str(tmp_path), lines)
        expected = set(filter(None, answer.stdout.decode().split("\0")))
        assert {path for path, folder in entries if ignored(globs, path, folder=folder)} == expected, lines
