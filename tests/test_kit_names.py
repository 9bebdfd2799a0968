import re

from hypothesis import given
from hypothesis import strategies as st

from mpkit.conformance.names import Names, group_arn, package_arn
from mpkit.conformance.strategies import names as valid_names

NAME = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")


@given(valid_names())
def test_a_valid_name_stays_valid_and_is_used_once(logical: str) -> None:
    names = Names("mpk")
    fresh = [names.fresh(logical) for _ in range(5)]
    assert all(NAME.fullmatch(name) and len(name) <= 63 for name in fresh)
    assert len(set(fresh)) == 5


@given(valid_names().filter(lambda name: len(name) > 8), st.sampled_from("!_ é\n/"), st.integers(0, 62))
def test_an_invalid_name_stays_invalid(logical: str, wrong: str, index: int) -> None:
    place = index % len(logical)
    bad = logical[:place] + wrong + logical[place + 1 :]
    assert not NAME.fullmatch(Names("mpk").fresh(bad))


def test_names_at_the_limit_keep_their_length() -> None:
    names = Names("mpk")
    assert [len(names.fresh("a" * length)) for length in (1, 62, 63, 64, 200)] == [1, 62, 63, 64, 200]
    assert names.fresh("") == ""


def test_a_namespace_says_the_same_of_the_same_name_and_another_something_else() -> None:
    names = Names("mpk")
    one, other = names.namespace(), names.namespace()
    assert one.name("churn") == one.name("churn") != other.name("churn")
    assert one.child().name("churn") == one.name("churn")


def test_arns_are_those_that_the_backend_told_or_lead_to_its_region_and_account() -> None:
    space = Names("mpk", "eu-west-1", "000000000042").namespace()
    unknown = space.arn(package_arn("churn", 7))
    assert unknown == f"arn:aws:sagemaker:eu-west-1:000000000042:model-package/{space.name('churn')}/7"
    space.learn(package_arn("churn", 7), "arn:told")
    assert space.arn(package_arn("churn", 7)) == "arn:told"
    assert space.arn(group_arn("churn")) == f"arn:aws:sagemaker:eu-west-1:000000000042:model-package-group/{space.name('churn')}"
    assert space.arn("no arn at all") == "no arn at all"


def test_only_what_identifies_is_mapped() -> None:
    space = Names("mpk").namespace()
    request = {
        "ModelPackageName": "churn",
        "ModelPackageDescription": "churn",
        "Tags": [{"Key": "churn", "Value": "churn"}],
        "ClientToken": "",
    }
    assert space.request(request) == {**request, "ModelPackageName": space.name("churn")}
    assert space.request(["churn"]) == ["churn"]
    listed = {"ModelPackageSummaryList": [{"ModelPackageName": "churn", "ModelPackageStatus": "churn"}]}
    assert space.answer(listed) == {"ModelPackageSummaryList": [{"ModelPackageName": space.name("churn"), "ModelPackageStatus": "churn"}]}


def test_a_token_is_new_in_each_namespace_as_long_and_as_valid_as_before() -> None:
    names = Names("mpk")
    tokens = [names.namespace().request({"ClientToken": "6b1d4c1e-6f0a"})["ClientToken"] for _ in range(2)]
    assert tokens[0] != tokens[1]
    assert all(re.fullmatch(r"[a-zA-Z0-9-]{13}", token) for token in tokens)
    space = names.namespace()
    assert space.request({"ClientToken": "same-token"}) == space.request({"ClientToken": "same-token"})
    assert names.token("not a token!") == "not a token!"
    assert len(names.token("a")) == 1


def test_a_request_is_renewed_with_other_names() -> None:
    space = Names("mpk").namespace()
    request = {"ModelPackageName": "churn", "ClientToken": "some-token-here"}
    before = space.request(request)
    space.renew(request)
    after = space.request(request)
    assert before["ModelPackageName"] != after["ModelPackageName"]
    assert before["ClientToken"] != after["ClientToken"]
    space.renew(None)
