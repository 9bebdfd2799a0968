import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from kit_support import SPECS, Watched, answers, bench, changed, only

from mpkit.conformance.check import Result
from mpkit.conformance.outcome import Accepted, Refused, Reply
from mpkit.conformance.scenarios import values
from mpkit.conformance.subject import Call, TransportError
from mpkit.conformance.subjects.moto import Moto
from mpkit.conformance.subjects.reference import Direct
from mpkit.conformance.wire import MalformedError, Stages

CREATE, UPDATE, LIST = "CreateModelPackage", "UpdateModelPackage", "ListModelPackages"


def parsing(change: Callable[[bytes], Any]) -> Direct:
    """The reference, which reads in another way what it cannot read."""

    def exchanged(way: Stages) -> Stages:
        def parse(operation: str, body: bytes) -> Any:
            try:
                return way.parse(operation, body)
            except MalformedError:
                try:
                    return change(body)
                except (ValueError, RecursionError) as problem:
                    raise MalformedError(str(problem)) from problem

        return replace(way, parse=parse)

    return changed("current", exchanged)


class Hearing(Direct):
    """The reference, which hears something else than what is said."""

    def __init__(self, change: Callable[[Call], Call]) -> None:
        super().__init__()
        self.change = change

    def send(self, call: Call) -> Reply:
        return super().send(self.change(call))


def retargeted(call: Call) -> Call:
    return Call(call.operation, call.body, f"SageMaker.{call.header_target.rpartition('.')[2] or CREATE}")


def nearest(call: Call) -> Call:
    return Call(CREATE, call.body) if call.header_target.startswith("SageMaker.CreateModelPackages") else call


def unpacked(call: Call) -> Call:
    return replace(call, body=call.body[1:-1]) if call.body[:1] == b"[" and call.body[-1:] == b"]" else call


def padded(call: Call) -> Call:
    return replace(call, body=call.body.strip() or b'{"ModelPackageName": "anything"}')


def as_latin_1(body: bytes) -> Any:
    return json.loads(body.decode("latin-1"))


def with_first_number(body: bytes) -> Any:
    return json.loads(body, parse_constant=lambda _: 5)


def lenient(keyword: str, value: type | None = None) -> Direct:
    """The reference, which overlooks problems of a kind, with values of a type."""

    def exchanged(way: Stages) -> Stages:
        def problems(operation: str, request: Any) -> tuple[Any, ...]:
            found = way.problems(operation, request)
            return tuple(each for each in found if each.keyword != keyword or (value is not None and type(each.value) is not value))

        return replace(way, problems=problems)

    return changed("current", exchanged)


def crashing(is_fatal: Callable[[bytes], bool]) -> Direct:
    class Fragile(Direct):
        def send(self, call: Call) -> Reply:
            return Reply(500, {}, b"") if is_fatal(call.body) else super().send(call)

    return Fragile()


def making(is_kept: Callable[[bytes], bool]) -> Direct:
    """The reference, which creates what it says it refuses."""

    class Keeping(Direct):
        def send(self, call: Call) -> Reply:
            reply = super().send(call)
            if call.operation == CREATE and reply.status == 400 and is_kept(call.body):
                super().send(Call(CREATE, call.body[: call.body.rindex(b"}") + 1]))
            return reply

    return Keeping()


BROKEN: dict[str, tuple[Callable[[], Direct], str, str]] = {
    "broken JSON is an empty update": (lambda: parsing(lambda body: json.loads(body + b"}")), "malformed/broken-json", "accepted"),
    "a list of one request is the request": (lambda: Hearing(unpacked), "malformed/not-an-object", "accepted"),
    "other bytes are Latin-1": (lambda: parsing(as_latin_1), "malformed/bad-utf-8", "accepted"),
    "what comes after the request is not read": (
        lambda: parsing(lambda body: json.JSONDecoder().raw_decode(body.decode())[0]),
        "malformed/trailing-garbage",
        "accepted",
    ),
    "an empty body is a crash": (lambda: crashing(lambda body: not body.strip()), "malformed/empty-body", "wrong-status"),
    "the last of two keys counts": (lambda: parsing(json.loads), "malformed/duplicate-key", "accepted"),
    "line breaks between members are a crash": (lambda: crashing(lambda body: b"\n" in body), "malformed/white-space", "wrong-status"),
    "a byte order mark is a crash": (
        lambda: crashing(lambda body: body.startswith((b"\xef\xbb\xbf", b"\xff\xfe"))),
        "malformed/other-encoding",
        "wrong-status",
    ),
    "the nearest operation is called": (lambda: Hearing(nearest), "malformed/wrong-target", "accepted"),
    "the service is not looked at": (lambda: Hearing(retargeted), "malformed/other-target", "accepted"),
    "no target is a creation": (lambda: Hearing(retargeted), "malformed/no-target", "accepted"),
    "NaN is a number": (lambda: parsing(with_first_number), "malformed/nan", "accepted"),
    "a deep value is a crash": (lambda: crashing(lambda body: body.count(b"[") > 500), "malformed/deep-nesting", "wrong-status"),
    "a long text is a crash": (lambda: crashing(lambda body: len(body) > 900_000), "malformed/huge-value", "wrong-status"),
    "long texts are taken": (lambda: lenient("maxLength"), "malformed/huge-value", "accepted"),
    "many entries are taken": (lambda: lenient("maxItems"), "malformed/many-members", "accepted"),
    "numbers are texts": (lambda: lenient("type", int), "malformed/wrong-type/number", "accepted"),
    "any text is true or false": (lambda: lenient("type", str), "malformed/wrong-type/string", "accepted"),
    "any size of a page is taken": (lambda: lenient("maximum"), "malformed/number-range", "accepted"),
    "half characters are taken": (
        lambda: parsing(lambda body: json.loads(body.replace(b"\\ud8", b"\\u00"))),
        "malformed/lone-surrogate",
        "accepted",
    ),
    "what is refused is created": (lambda: making(lambda body: body.endswith(b"}x")), "malformed/trailing-garbage", "accepted"),
    "a null is a crash": (lambda: crashing(lambda body: b"null" in body), "malformed/null-member", "wrong-status"),
    "a null in a list is a crash": (lambda: crashing(lambda body: b"null" in body), "malformed/null-item", "wrong-status"),
    "an unknown member is a crash": (lambda: crashing(lambda body: b"Bogus" in body), "malformed/unknown-member", "wrong-status"),
}


@pytest.mark.parametrize("spec", SPECS)
def test_the_reference_refuses_what_is_no_request_and_lives(spec: str) -> None:
    found = answers("malformed", bench(spec, workers=2))
    assert [(result.check.id, result.reason, result.failures) for result in found if result.verdict != "passed"] == []
    assert all(result.cases for result in found)


@pytest.mark.parametrize(("broken", "check", "grade"), BROKEN.values(), ids=BROKEN)
def test_a_backend_that_is_wrong_in_one_way_fails_the_check_of_it(broken: Callable[[], Direct], check: str, grade: str) -> None:
    result = only("malformed", bench(subject=broken()), check)
    assert result.verdict == "failed"
    assert grade in {failure.grade for failure in result.failures}


def test_bodies_are_sent_as_they_are_with_names_that_exist() -> None:
    watched = Watched(Direct())
    answers("malformed", bench(subject=watched), "malformed/trailing-garbage", "malformed/bad-utf-8", "malformed/wrong-target")
    bodies = [call.body for call in watched.calls if call.operation == CREATE]
    assert any(body.endswith(b"}\x00") for body in bodies)
    assert any(b"\xed\xa0\x80" in body for body in bodies)
    assert all(b'"mpk' in body for body in bodies), "names are those of the run"
    assert {call.target for call in watched.calls} > {None, "SageMaker.NoSuchOperation"}


def test_a_run_that_may_start_nothing_asks_for_no_job_and_no_certification() -> None:
    watched = Watched(Direct())
    for phase in ("stateful", "malformed"):
        answers(phase, bench(subject=watched, examples=4, validation=False, marketplace=False))
    assert not [call.body for call in watched.calls if b"CertifyForMarketplace" in call.body or b"ValidationSpecification" in call.body]


def test_an_unknown_member_may_be_passed_over_but_not_kept() -> None:
    def problems(way: Stages) -> Stages:
        return replace(
            way,
            problems=lambda operation, request: tuple(
                each for each in way.problems(operation, request) if each.keyword != "additionalProperties"
            ),
        )

    def forgetful(way: Stages) -> Stages:
        passing = problems(way)
        return replace(
            passing,
            perform=lambda state, operation, request, now: way.perform(
                state, operation, {member: value for member, value in request.items() if member[0].isupper() and "Bogus" not in member}, now
            ),
        )

    keeping = only("malformed", bench(subject=changed("current", problems)), "malformed/unknown-member")
    assert {(failure.case, failure.grade) for failure in keeping.failures} >= {("malformed/unknown-member#root", "wrong-state")}
    root = [
        failure.case for failure in only("malformed", bench(subject=changed("current", forgetful)), "malformed/unknown-member").failures
    ]
    assert root == ["malformed/unknown-member#nested"]
    many = only("malformed", bench(subject=changed("current", forgetful)), "malformed/many-members")
    assert many.verdict == "passed", "where one unknown member is passed over, so may thousands be"


def test_a_body_in_another_encoding_may_be_understood() -> None:
    class Learned(Direct):
        def send(self, call: Call) -> Reply:
            return super().send(replace(call, body=json.dumps(json.loads(call.body)).encode()))

    assert only("malformed", bench(subject=Learned()), "malformed/other-encoding").verdict == "passed"


def test_a_trap_for_patterns_has_to_be_answered_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "_PATIENCE", 0.0)
    monkeypatch.setattr(values, "_TIMES", 0)

    class Backtracking(Direct):
        slow = 0

        def send(self, call: Call) -> Reply:
            if b"!" in call.body:
                Backtracking.slow += 1
                time.sleep(0.001)
            return super().send(call)

    result = only("malformed", bench(subject=Backtracking()), "malformed/pattern-attack")
    assert result.verdict == "failed"
    assert {failure.grade for failure in result.failures} == {"wrong-status"}
    assert "as long when it was repeated" in result.failures[0].observed
    # The kit takes nothing for slow that was slow once.
    assert Backtracking.slow >= 3
    monkeypatch.setattr(values, "_PATIENCE", 60.0)
    assert only("malformed", bench(subject=Backtracking()), "malformed/pattern-attack").verdict == "passed"


def test_no_answer_to_a_trap_is_no_answer() -> None:
    class Hanging(Direct):
        def send(self, call: Call) -> Reply:
            if len(call.body) > 10_000:
                raise TransportError("timeout", "no answer within 30 s")
            return super().send(call)

    result = only("malformed", bench(subject=Hanging()), "malformed/pattern-attack")
    assert (result.verdict, result.reason) == ("errored", "timeout: no answer within 30 s")


def test_any_error_type_of_the_protocol_will_do() -> None:
    def exchanged(way: Stages) -> Stages:
        def render(operation: str | None, answer: Accepted | Refused) -> Reply:
            if isinstance(answer, Refused) and answer.code == "SerializationException":
                answer = replace(answer, code="ValidationException")
            elif isinstance(answer, Refused) and operation is None:
                answer = replace(answer, status=404)
            return way.render(operation, answer)

        return replace(way, render=render)

    found = answers("malformed", bench(subject=changed("current", exchanged)))
    assert {result.verdict for result in found} == {"passed"}


@pytest.fixture(scope="module")
def moto() -> dict[str, Result]:
    subject = Moto()
    chosen = ("malformed/broken", "malformed/bad", "malformed/trailing", "malformed/wrong-type/object", "malformed/nan", "malformed/huge")
    found = answers("malformed", bench(subject=subject, workers=4), *chosen)
    subject.close()
    return {result.check.id: result for result in found}


def test_what_moto_makes_of_odd_bodies_is_told(moto: dict[str, Result]) -> None:
    assert {check: result.verdict for check, result in moto.items()} == {
        "malformed/broken-json": "failed",
        "malformed/bad-utf-8": "failed",
        "malformed/trailing-garbage": "passed",
        "malformed/wrong-type/object": "failed",
        "malformed/huge-value": "failed",
        "malformed/nan": "failed",
    }
    taken = [failure.case for failure in moto["malformed/broken-json"].failures]
    assert all(case.startswith("malformed/broken-json#list-") for case in taken), "no package comes of broken JSON"
    assert {failure.grade for failure in moto["malformed/bad-utf-8"].failures} == {"wrong-status"}
    assert "accepted" in {failure.grade for failure in moto["malformed/nan"].failures}
