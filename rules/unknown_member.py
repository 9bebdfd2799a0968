"""An object has a member that the service does not know.

## What it checks

Each member against those of its structure; names are compared exactly, case included. The message names the member that was probably
meant, or the place to which the member belongs. Where nothing is near and one required member is missing, that one is taken for it.

## Why the service refuses it

The AWS client refuses unknown members before anything is sent. Backends that ignore them lose what was meant.

## How to fix

Correct the spelling, move the member to the object that has it, or leave it out.
"""

from collections.abc import Iterator

from ..linter.finding import Edit, Finding, Severity
from ..linter.path import value_at
from ..linter.request import OpenMap
from ..linter.rule import Breach, Example, Rule, Violation
from ._homes import Home, homes, objects, rendered, shared
from ._nearest import closest, containing, fold, resembling
from ._samples import specification, unversioned, update, versioned
from ._words import label, short

_MOST_LISTED = 8


def check(violation: Violation) -> Iterator[Finding]:
    request = violation.request
    members = _members(violation)
    owner = violation.path[:-1]
    unknown = f"{short(violation.value)} is no member of {label(owner)}"
    meant = closest(violation.value, members)
    if meant is not None:
        yield _misspelt(violation, meant, unknown)
        return
    similar = _similar(violation.value, members)
    moved = _home(violation)
    if moved is not None:
        member, home = moved
        place = rendered(home) if home else "the top of the request"
        spelt = "it" if member == violation.value else member
        request.meant.update((*path, member) for path, value in objects(request.value, home) if member not in value)
        yield Finding(
            violation.path,
            f"{unknown}; {spelt} belongs under {place}" if home else f"{unknown}; {spelt} belongs at {place}",
            f"move it there{f', or write {similar}' if similar else ''}",
            on="key",
        )
    elif similar is not None:
        request.meant.add((*owner, similar))
        yield Finding(violation.path, f"{unknown}; the nearest is {similar}", f"write {similar} if that is meant", on="key")
    elif (absent := _absent(violation)) is not None:
        request.meant.add((*owner, absent))
        yield Finding(violation.path, f"{unknown}; {absent} is required and missing", f"write {absent} if that is meant", on="key")
    else:
        yield Finding(violation.path, unknown, _choice(members), on="key")


def _members(violation: Violation) -> list[str]:
    return list(violation.request.edition.shape(violation.request.operation, violation.shape)["properties"])


def _similar(name: str, members: list[str]) -> str | None:
    return containing(name, members) or resembling(name, members)


def _absent(violation: Violation) -> str | None:
    """Return the required member that is missing, where it is the only one and nothing but the broken member can stand for it."""
    request, owner, members = violation.request, violation.path[:-1], _members(violation)
    value = value_at(request.value, owner)
    required = request.edition.shape(request.operation, violation.shape).get("required", ())
    absent = [name for name in required if name not in value and (*owner, name) not in request.meant]
    if not absent or isinstance(value, OpenMap):
        return None
    for name in value:
        if name not in members and name != violation.value:
            meant = closest(name, members) or _similar(name, members)
            if meant is None:
                return None
            absent = [name for name in absent if name != meant]
    return absent[0] if len(absent) == 1 else None


def _misspelt(violation: Violation, meant: str, unknown: str) -> Finding:
    request, owner = violation.request, violation.path[:-1]
    if meant in value_at(request.value, owner):
        return Finding(violation.path, f"{unknown}, and {meant} is there besides", "leave one of the two out", on="key")
    request.meant.add((*owner, meant))
    verb = "it is spelt" if fold(meant) == fold(violation.value) else "the nearest is"
    rename = Edit("rename", violation.path, meant)
    return Finding(violation.path, f"{unknown}; {verb} {meant}", f"write {meant}", on="key", suggestion=rename)


def _home(violation: Violation) -> tuple[str, Home] | None:
    """Return the member and the place that is nearest to the broken one, among the structures that have such a member."""
    request, name = violation.request, violation.value
    definitions = request.edition.schema(request.operation)["$defs"].values()
    names = dict.fromkeys(member for definition in definitions for member in definition.get("properties", ()))
    wanted = [name] if name in names else [member for member in names if fold(member) == fold(name)]
    found = [(member, home) for member in wanted for home in homes(request.edition, request.operation, member)]
    return min(found, key=lambda pair: (-shared(pair[1], violation.path[:-1]), len(pair[1])), default=None)


def _choice(members: list[str]) -> str:
    if len(members) > _MOST_LISTED:
        return "leave it out"
    return f"leave it out; the members are {', '.join(members)}"


RULE = Rule(
    id="MP135",
    name="unknown-member",
    summary="an object has a member that does not exist",
    severity=Severity.error,
    cites=(
        "UMP-CLOSED",
        "UMP-SPEC-CLOSED",
        "UMP-CONT-CLOSED",
        "UMP-MODELINPUT-CLOSED",
        "UMP-CLIJSON-FORMAT",
        "UMP-JSON-NEST",
        "CMP-SYN-ROOT-MEMBERS",
        "CMP-SYN-INF-MEMBERS",
    ),
    doc=__doc__,
    trigger=Breach(("additionalProperties",)),
    check=check,
    examples=(
        Example(
            good=unversioned(),
            edit=Edit("rename", ("InferenceSpecification", "Containers", 0, "Image"), "Imgae"),
            expect=(("InferenceSpecification", "Containers", 0, "Imgae"),),
            message="Imgae is no member of Containers[0]; the nearest is Image",
            edition="2022-07",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", ("ModelAproval",), "Approved"),
            expect=(("ModelAproval",),),
            message="ModelAproval is no member of the request; the nearest is ModelApprovalStatus",
        ),
        Example(
            good=update(),
            edit=Edit("rename", ("ModelPackageArn",), "model_package_arn"),
            expect=(("model_package_arn",),),
            message="model_package_arn is no member of the request; it is spelt ModelPackageArn",
            operation="UpdateModelPackage",
        ),
        Example(
            good=versioned(InferenceSpecification=specification()),
            edit=Edit("set", ("InferenceSpecification", "Environment"), {"WORKERS": "4"}),
            expect=(("InferenceSpecification", "Environment"),),
            message="Environment is no member of InferenceSpecification; it belongs under InferenceSpecification.Containers[]",
        ),
        Example(
            good=versioned(InferenceSpecification=specification()),
            edit=Edit("set", ("InferenceSpecification", "ModelApprovalStatus"), "Approved"),
            expect=(("InferenceSpecification", "ModelApprovalStatus"),),
            message="ModelApprovalStatus is no member of InferenceSpecification; it belongs at the top of the request",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", ("Owner",), "churn-team"),
            expect=(("Owner",),),
            message="Owner is no member of the request",
        ),
        Example(
            good=unversioned(Tags=[{"Key": "team", "Value": "churn"}]),
            edit=Edit("rename", ("Tags", 0, "Value"), "Va"),
            expect=(("Tags", 0, "Va"),),
            message="Va is no member of Tags[0]; Value is required and missing",
        ),
    ),
)
