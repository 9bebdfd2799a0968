from itertools import product

import pytest

from mpkit.rules import _nearest
from mpkit.rules._nearest import closest, containing, distance, fold, nearest, resembling, tolerance
from mpkit.schemas import load


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("", "", 0),
        ("image", "image", 0),
        ("imgae", "image", 1),
        ("imge", "image", 1),
        ("imagee", "image", 1),
        ("inage", "image", 1),
        ("egami", "image", 4),
        ("ca", "abc", 3),
        ("", "abc", 3),
    ],
)
def test_distance_counts_changes_and_swaps_in_both_directions(one: str, other: str, expected: int) -> None:
    assert distance(one, other, 9) == expected
    assert distance(other, one, 9) == expected


def test_distance_stops_behind_the_greatest_of_interest() -> None:
    assert distance("image", "digest", 2) == 3
    assert distance("a", "abcdef", 2) == 3


def test_fold_leaves_nothing_of_the_ways_to_spell_a_name() -> None:
    assert {fold(name) for name in ("ModelPackageName", "model-package-name", "--model-package-name", "MODEL_PACKAGE_NAME")} == {
        "modelpackagename"
    }


def test_longer_words_may_have_more_slips() -> None:
    assert [tolerance("x" * length) for length in (0, 5, 6, 9, 10, 100)] == [1, 1, 2, 2, 3, 3]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("IMAGE", "Image"),
        ("image_digest", "ImageDigest"),
        ("ImageDigset", "ImageDigest"),
        ("Images", "Image"),
        ("Digest", None),
        ("Colour", None),
        ("", None),
        ("Image" * 1000, None),
    ],
)
def test_the_closest_name_is_a_slip_away(word: str, expected: str | None) -> None:
    assert closest(word, ("Image", "ImageDigest", "ModelDataUrl")) == expected


def test_two_names_that_are_equally_close_are_none() -> None:
    assert closest("Tabs", ("Tags", "Taks")) is None
    assert closest("TAGS", ("Tags", "tags")) is None


@pytest.mark.parametrize(
    ("word", "expected"),
    [("Hostname", "ContainerHostname"), ("ProductIdentifier", "ProductId"), ("ProductIds", "ProductId"), ("Image", None), ("Id", None)],
)
def test_a_part_of_one_name_only_stands_for_it(word: str, expected: str | None) -> None:
    assert containing(word, ("ContainerHostname", "ProductId", "ImageDigest", "ImageUrl")) == expected


def test_the_nearest_come_first_and_equals_keep_their_order() -> None:
    assert nearest("ml.m5.3xlarge", ("ml.c5.large", "ml.m5.4xlarge", "ml.m5.2xlarge"), 2) == ["ml.m5.4xlarge", "ml.m5.2xlarge"]


def plain_distance(one: str, other: str) -> int:
    """Count changes and swaps by the whole table, without bounds and short cuts."""
    table = [[row + column for column in range(len(other) + 1)] for row in range(len(one) + 1)]
    for row, column in product(range(1, len(one) + 1), range(1, len(other) + 1)):
        changed = table[row - 1][column - 1] + (one[row - 1] != other[column - 1])
        cost = min(table[row - 1][column] + 1, table[row][column - 1] + 1, changed)
        if row > 1 and column > 1 and (one[row - 1], one[row - 2]) == (other[column - 2], other[column - 1]):
            cost = min(cost, table[row - 2][column - 2] + 1)
        table[row][column] = cost
    return table[-1][-1]


WORDS = tuple("".join(letters) for length in range(5) for letters in product("ab", repeat=length))


def test_the_bounds_change_no_distance() -> None:
    for one, other in product((*WORDS, "aabba", "babab"), WORDS):
        expected = plain_distance(one, other)
        assert [distance(one, other, most) for most in range(6)] == [min(expected, most + 1) for most in range(6)]


def test_the_bounds_change_nothing_about_the_nearest() -> None:
    for word in ("", "ab", "abab", "bbbaa", "zz"):
        assert nearest(word, WORDS, 3) == sorted(WORDS, key=lambda name: plain_distance(word, name))[:3]


def test_most_candidates_for_the_nearest_are_not_looked_at_closely(monkeypatch: pytest.MonkeyPatch) -> None:
    types = load("2026-11").editions["CreateModelPackage"].shape("CreateModelPackage", "ProductionVariantInstanceType")["enum"]
    compared: list[str] = []

    def counted(one: str, other: str, most: int) -> int:
        compared.append(other)
        return distance(one, other, most)

    monkeypatch.setattr(_nearest, "distance", counted)

    assert nearest("ml.m5.3xlagre", types, 3)[0] == "ml.m5.xlarge"
    assert len(compared) < len(types) / 4

    compared.clear()
    nearest("ml.m5.3xlagre", list(types), 3)
    assert compared == []


def test_a_larger_slip_stands_for_the_name_that_shares_most_of_it() -> None:
    names = ("ModelApprovalStatus", "ModelMetrics", "Tags")

    assert resembling("ModelAproval", names) == "ModelApprovalStatus"
    assert resembling("model-approvals", names) == "ModelApprovalStatus"
    assert resembling("Owner", names) is None


def test_few_candidates_are_all_near() -> None:
    assert nearest("b", ("c", "bb"), 3) == ["c", "bb"]
    assert nearest("b", (), 3) == []
