from typing import Any

import pytest

from mpkit.conformance.check import ACCEPTED, Expectation, refused
from mpkit.conformance.judge import differences, judge
from mpkit.conformance.outcome import Accepted, Broken, Refused
from mpkit.linter.path import pointer

IMAGE = ("InferenceSpecification", "Containers", 0, "Image")


def refusal(code: str | None = "ValidationException", status: int = 400, *members: tuple[str, ...]) -> Refused:
    return Refused(status, code, "no", members)


@pytest.mark.parametrize(
    ("expect", "outcome", "grade"),
    [
        (ACCEPTED, Accepted(200, {}), None),
        (ACCEPTED, Accepted(201, {}), "wrong-status"),
        (ACCEPTED, Accepted(200, None), "wrong-state"),
        (ACCEPTED, Accepted(200, []), "wrong-state"),
        (ACCEPTED, refusal(), "wrong-status"),
        (refused(), Accepted(200, {}), "accepted"),
        (refused(), refusal(), None),
        (refused(), refusal("ConflictException"), "wrong-code"),
        (refused(), refusal(None), "wrong-code"),
        (refused("ValidationException", "ConflictException"), refusal("ConflictException"), None),
        (refused(), refusal(status=404), "wrong-status"),
        (refused(), refusal(status=500), "wrong-status"),
        (refused(member=IMAGE), refusal(), None),
        (refused(member=IMAGE), refusal("ValidationException", 400, ("inferencespecification", "containers", "image")), None),
        (refused(member=IMAGE), refusal("ValidationException", 400, ("inferencespecification",)), None),
        (refused(member=IMAGE), refusal("ValidationException", 400, ("image",)), None),
        (refused(member=IMAGE), refusal("ValidationException", 400, ("modelpackagename",)), "wrong-member"),
        (Expectation("either"), Accepted(200, {}), None),
        (Expectation("either"), refusal(), None),
        (Expectation("either"), refusal(status=500), "wrong-status"),
        (Expectation("answered"), refusal("Whatever", 404), None),
        (Expectation("answered"), refusal(None, 500), "wrong-status"),
        (refused(), Broken("timeout"), None),
    ],
)
def test_each_way_to_answer_has_its_grade(expect: Expectation, outcome: Any, grade: str | None) -> None:
    found = judge(expect, outcome)
    assert (found and found.grade) == grade


@pytest.mark.parametrize(
    ("expected", "observed", "paths"),
    [
        ({"A": 1}, {"A": 1, "B": 2}, []),
        ({"A": 1}, {}, ["/A"]),
        ({"A": 1}, {"A": "1"}, ["/A"]),
        ({"A": True}, {"A": 1}, ["/A"]),
        ({"A": 1}, {"A": True}, ["/A"]),
        ({"A": ""}, {}, ["/A"]),
        ({"A": None}, {}, []),
        ({"A": None}, {"A": "x"}, ["/A"]),
        ({"A": []}, {}, []),
        ({"A": {}}, {"A": {}}, []),
        ({"A": [1, 2]}, {"A": [2, 1]}, ["/A/0", "/A/1"]),
        ({"A": [1]}, {"A": [1, 2]}, ["/A"]),
        ({"Environment": {"K": "v"}}, {"Environment": {"K": "v", "L": "w"}}, ["/Environment/L"]),
        ({"CustomerMetadataProperties": {}}, {"CustomerMetadataProperties": {"k": "v"}}, ["/CustomerMetadataProperties/k"]),
        ({"A": {"B": "e\u0301"}}, {"A": {"B": "\u00e9"}}, ["/A/B"]),
    ],
)
def test_a_structure_may_have_more_than_was_sent_and_maps_lists_and_texts_may_not(expected: Any, observed: Any, paths: list[str]) -> None:
    assert [pointer(path) for path, _, _ in differences(expected, observed)] == paths
