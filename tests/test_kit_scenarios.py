from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, get_args

import botocore.session
import pytest
from kit_support import SPECS, answers, bench

from mpkit import schemas
from mpkit.conformance.bench import Bench
from mpkit.conformance.check import Check, Evidence, Exchange, Level, PhaseName, Step
from mpkit.conformance.names import Namespace
from mpkit.conformance.outcome import Accepted, Refused, Reply
from mpkit.conformance.runner import phase_of
from mpkit.conformance.scenarios import scenarios
from mpkit.conformance.scenarios.operations import LISTED
from mpkit.conformance.scenarios.script import NotAsked, Scenario, play
from mpkit.conformance.scenarios.stage import Stage, covers
from mpkit.conformance.subject import Call, TransportError
from mpkit.conformance.subjects.reference import Direct
from mpkit.schemas.clause import load_clauses

PHASES: tuple[PhaseName, ...] = ("stateful", "malformed")
STATEFUL = [
    "create/answers-arn",
    "create/arn-form",
    "create/arn-keeps-case",
    "create/versions-count-up",
    "create/status-pending",
    "create/duplicate-name",
    "create/unknown-group",
    "create/refused-leaves-nothing",
    "create/token-idempotent",
    "create/group-by-arn",
    "update/answers-same-arn",
    "update/sets-status",
    "update/sets-description",
    "update/sets-source-uri",
    "update/sets-card",
    "update/sets-life-cycle",
    "update/sets-registration-type",
    "update/replaces-inference-specification",
    "update/archived-card",
    "update/token-idempotent",
    "update/exact-text",
    "update/keeps-unmentioned",
    "update/leaves-others",
    "update/merges-metadata",
    "update/sets-metadata",
    "update/removes-metadata",
    "update/merges-then-removes",
    "update/ignores-unknown-removed-key",
    "update/appends-specifications",
    "update/keeps-specification-order",
    "update/cap-on-total",
    "update/cap-one-by-one",
    "update/unique-specification-names",
    "update/refused-changes-nothing",
    "update/all-or-nothing",
    "update/unknown-arn",
    "describe/by-name",
    "describe/by-arn",
    "describe/unknown",
    "describe/fresh",
    "list/all",
    "list/by-group",
    "list/by-status",
    "list/by-name",
    "list/by-time",
    "list/sorted",
    "list/pages",
    "list/wrong-token",
    "delete/gone",
    "delete/unknown",
    "delete/leaves-others",
    "delete/name-free-again",
    "group/describe",
    "group/duplicate",
    "group/list",
    "group/delete",
    "group/delete-not-empty",
    "stateful/any-sequence",
    "stateful/any-sequence-unversioned",
    "stateful/any-sequence-metadata",
]
MALFORMED = [
    "malformed/broken-json",
    "malformed/not-an-object",
    "malformed/bad-utf-8",
    "malformed/trailing-garbage",
    "malformed/empty-body",
    "malformed/duplicate-key",
    "malformed/white-space",
    "malformed/other-encoding",
    "malformed/wrong-target",
    "malformed/other-target",
    "malformed/no-target",
    "malformed/null-member",
    "malformed/null-item",
    "malformed/wrong-type/string",
    "malformed/wrong-type/number",
    "malformed/wrong-type/boolean",
    "malformed/wrong-type/array",
    "malformed/wrong-type/object",
    "malformed/unknown-member",
    "malformed/huge-value",
    "malformed/deep-nesting",
    "malformed/many-members",
    "malformed/pattern-attack",
    "malformed/lone-surrogate",
    "malformed/nan",
    "malformed/number-range",
]


def checks(spec: str) -> list[Check]:
    return [check for phase in PHASES for check in phase_of(phase).checks(schemas.load(spec))]


def everything(spec: str) -> Iterator[Scenario]:
    for phase in PHASES:
        yield from scenarios(schemas.load(spec), phase)


def test_every_promised_check_is_there_in_its_order() -> None:
    assert [check.id for check in checks("current")] == [*STATEFUL, *MALFORMED]


@pytest.mark.parametrize("spec", SPECS)
def test_a_check_cites_clauses_that_there_are_and_no_later_ones(spec: str) -> None:
    clauses, newest = load_clauses(), max(edition.date for edition in schemas.load(spec).editions.values())
    for check in checks(spec):
        assert all((clauses[name].edition or "") <= newest[:7] for name in check.clauses), check.id
        assert check.clauses or check.evidence != "document", f"{check.id} rests on a document that it does not name"
        assert check.level in get_args(Level)
        assert check.evidence in get_args(Evidence)
        assert not check.title.endswith(".")
        assert set(check.needs) <= set(LISTED), check.id


def test_what_no_document_says_does_not_bind() -> None:
    unsettled = {check.id for check in checks("current") if not check.is_binding}
    assert {"update/merges-then-removes", "update/replaces-inference-specification", "create/arn-keeps-case"} <= unsettled
    assert {"list/wrong-token", "malformed/duplicate-key", "malformed/unknown-member", "malformed/pattern-attack"} <= unsettled
    assert not {"update/cap-on-total", "update/appends-specifications", "update/all-or-nothing", "malformed/broken-json"} & unsettled


@pytest.mark.parametrize(
    ("spec", "without"), [("2020-10", ("Update", "Group")), ("documents", ("Group",)), ("2022-07", ()), ("2026-11", ())]
)
def test_a_spec_is_not_asked_for_what_it_does_not_have(spec: str, without: tuple[str, ...]) -> None:
    for check in checks(spec):
        assert not any(word in operation for word in without for operation in check.needs), check.id
    assert len(checks(spec)) > 40


def test_cases_have_names_of_their_own() -> None:
    names = [name for scenario in everything("current") for name, _ in scenario.scripts]
    assert len(set(names)) == len(names)
    assert all(name.partition("#")[0] == scenario.check.id for scenario in everything("current") for name, _ in scenario.scripts)


def test_the_errors_of_the_operations_are_those_of_the_service_model() -> None:
    model = botocore.session.Session().get_service_model("sagemaker")
    listed = {operation: tuple(sorted(shape.name for shape in model.operation_model(operation).error_shapes)) for operation in LISTED}
    assert listed == {operation: tuple(sorted(codes)) for operation, codes in LISTED.items()}


@dataclass(frozen=True, slots=True)
class Recording(Bench):
    """A bench that keeps what was exchanged."""

    made: list[Exchange] = field(default_factory=list)

    def exchange(self, step: Step, namespace: Namespace, **details: Any) -> Exchange:
        exchange = Bench.exchange(self, step, namespace, **details)
        self.made.append(exchange)
        return exchange


def recorded(spec: str, scenario: Scenario) -> Iterator[tuple[str, list[Exchange]]]:
    """What each case that comes to its question sends to the reference, and what comes of it."""
    base = bench(spec)
    for name, script in scenario.scripts:
        recording = Recording(base.subject, base.spec, base.names, base.settings, base.capabilities)
        outcome = play(recording, name, script)
        if not isinstance(outcome, NotAsked):
            assert outcome is None, name
            yield name, recording.made


@pytest.mark.parametrize("spec", SPECS)
def test_every_scenario_is_asked_and_every_refusal_stands_beside_an_accepted_call_of_the_same_operation(spec: str) -> None:
    for scenario in everything(spec):
        cases = list(recorded(spec, scenario))
        assert cases, f"{scenario.check.id} does not come to its question"
        for name, made in cases:
            accepted = {exchange.step.operation for exchange in made if isinstance(exchange.outcome, Accepted)}
            refused = {exchange.step.operation for exchange in made if isinstance(exchange.outcome, Refused)}
            assert refused <= accepted, name
            assert accepted, name


def test_a_stage_makes_versions_where_there_are_groups_and_packages_of_their_own_elsewhere() -> None:
    for spec, member in (("current", "ModelPackageGroupName"), ("documents", "ModelPackageName")):
        against = bench(spec)
        stage = Stage(against, against.names.namespace())
        assert member in stage.request()
        assert stage.grouped == (member == "ModelPackageGroupName")
        assert "ModelPackageName" in stage.request(own=True)
    assert covers(schemas.load("current"), "UpdateModelPackage.SourceUri")
    assert not covers(schemas.load("documents"), "UpdateModelPackage.SourceUri")
    assert not covers(schemas.load("2020-10"), "UpdateModelPackage")


class Fixed:
    """A backend that has one answer to everything."""

    name, region = "fixed", "us-east-1"

    def __init__(self, status: int, body: bytes) -> None:
        self.reply = Reply(status, {}, body)

    def send(self, call: Call) -> Reply:
        del call
        return self.reply

    def close(self) -> None:
        pass


class Echo(Fixed):
    """A backend that answers with the request."""

    def send(self, call: Call) -> Reply:
        return Reply(200, {}, call.body)


class Stopped(Fixed):
    """A backend that nobody reaches."""

    def send(self, call: Call) -> Reply:
        raise TransportError("unreachable", f"nothing listens to {call.operation}")


ARN = b'{"ModelPackageArn": "arn:aws:sagemaker:us-east-1:111122223333:model-package/churn", "ModelPackageSummaryList": []}'
ODD = [
    Fixed(200, b"null"),
    Fixed(200, b"<html>"),
    Fixed(200, ARN),
    Fixed(200, b'{"ModelPackageArn": 7, "ModelPackageGroupArn": [], "ModelPackageSummaryList": {}, "NextToken": 1}'),
    Fixed(200, b'{"ModelPackageArn": "", "ModelPackageSummaryList": [null], "ModelPackageGroupSummaryList": [{}], "NextToken": "again"}'),
    Fixed(200, b'{"ModelPackageSummaryList": [{"ModelPackageArn": [], "CreationTime": "now"}], "NextToken": "again"}'),
    Fixed(400, b'{"__type": "ValidationException"}'),
    Fixed(500, b"oh"),
    Echo(200, b""),
]


@pytest.mark.parametrize("subject", ODD, ids=lambda subject: f"{subject.name}-{subject.reply.status}-{subject.reply.body[:40]!r}")
def test_a_backend_that_does_not_even_try_passes_nothing_and_breaks_nothing(subject: Any) -> None:
    for phase in PHASES:
        found = answers(phase, bench(subject=subject, examples=1, shrink=False))
        assert [result.check.id for result in found if result.verdict not in ("failed", "skipped")] == []


def test_a_backend_that_nobody_reaches_fails_nothing() -> None:
    for phase in PHASES:
        found = answers(phase, bench(subject=Stopped(0, b""), examples=2))
        assert {result.verdict for result in found} == {"errored"}
        assert all(result.reason and result.reason.startswith("unreachable") for result in found)


def test_a_backend_without_some_operations_is_not_asked_for_them() -> None:
    against = bench(examples=4)
    capabilities = {operation: False for operation in LISTED if operation.startswith(("Delete", "List"))}
    poor = Bench(against.subject, against.spec, against.names, against.settings, capabilities)
    sent: list[str] = []

    class Noting(Direct):
        def send(self, call: Call) -> Reply:
            sent.append(call.operation)
            return super().send(call)

    for phase in PHASES:
        chosen = [check for check in phase_of(phase).checks(poor.spec) if poor.has(check)]
        noting = Bench(Noting(poor.spec), poor.spec, poor.names, poor.settings, capabilities)
        assert {result.verdict for result in phase_of(phase).run(chosen, noting)} == {"passed"}
    assert not [operation for operation in set(sent) if not capabilities.get(operation, True)]
