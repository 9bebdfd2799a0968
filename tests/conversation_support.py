"""A long conversation with a registry, in which every fault that is written by hand shows somewhere."""

import json
from collections.abc import Iterator
from typing import Any

from registry_support import IMAGE, SPECIFICATION, UNVERSIONED, arn, named

from mpkit import schemas
from mpkit.conformance.edits import filled
from mpkit.conformance.model import Model
from mpkit.conformance.outcome import Reply
from mpkit.conformance.subject import Call, TransportError
from mpkit.conformance.wire import Registry, Stages, stages

CREATE, UPDATE, DESCRIBE, LIST, DELETE = (
    "CreateModelPackage",
    "UpdateModelPackage",
    "DescribeModelPackage",
    "ListModelPackages",
    "DeleteModelPackage",
)
GROUP = "ModelPackageGroupName"
G1, G2 = "Group-1", "Group-10"
TEXTS = (
    "",
    " a  b ",
    "é e\u0301 \u00a0 ﬁ \U0001f600",
    "“<b>&amp;” \\ %41 ${x}",
    "null",
    "Upper",
    "é" * 1024,
)

Saying = tuple[str, Any, str | None]


def _full() -> dict[str, Any]:
    edition = schemas.load().editions[CREATE]
    request: dict[str, Any] = next(one for one in filled(edition, CREATE) if GROUP in one)
    specification = {
        "Containers": [
            {
                "Image": IMAGE,
                "Environment": {"Level": " Info "},
                "IsCheckpoint": False,
                "ModelDataUrl": "https://amzn-s3-demo-bucket.s3.us-east-1.amazonaws.com/m.tar.gz",
            },
            {"Image": f"{IMAGE}-b@sha256:{'0' * 64}"},
        ],
        "SupportedContentTypes": ["text/csv", "a/b", "c/d"],
    }
    return {**request, "InferenceSpecification": specification, "ClientToken": "token-full"}


def conversation() -> Iterator[Saying]:
    """Yield what is said: operation, request or bytes, and the target where it is another."""
    yield from _groups()
    yield from _creations()
    yield from _updates()
    yield from _specifications()
    yield from _lists()
    yield from _removals()
    yield from _odd()


def _groups() -> Iterator[Saying]:
    yield "ListModelPackageGroups", {}, None
    for name in (G1, G2, "other", G1):
        yield "CreateModelPackageGroup", {GROUP: name, "ModelPackageGroupDescription": "é"}, None
    for name in (G1, arn(G1, "model-package-group"), "nobody"):
        yield "DescribeModelPackageGroup", {GROUP: name}, None
    for request in ({}, {"NameContains": "Group"}, {"SortOrder": "Descending"}, {"MaxResults": 1}):
        yield "ListModelPackageGroups", request, None


def _creations() -> Iterator[Saying]:
    full = _full()
    yield CREATE, {}, None
    for number, group in enumerate((G1, arn(G1, "model-package-group"), G2, "nobody")):
        yield CREATE, {**full, GROUP: group, "ClientToken": f"token-{number}", "SourceUri": arn("source")}, None
    for specification in ({}, {"Containers": []}, {"Containers": [{"Image": "a b"}]}):
        yield CREATE, {GROUP: "other", "InferenceSpecification": specification}, None
    yield CREATE, {GROUP: "other", "InferenceSpecification": SPECIFICATION, "ModelPackageDescription": ""}, None
    for _ in range(2):
        yield CREATE, {GROUP: G1, "InferenceSpecification": SPECIFICATION, "ClientToken": "twice"}, None
    for name in ("Own-1", "own-2", "own-2", "own-20"):
        request = {"ModelPackageName": name, "InferenceSpecification": UNVERSIONED, "CustomerMetadataProperties": {"reviewer": "Ana"}}
        yield CREATE, {**request, "AdditionalInferenceSpecifications": named("stored")}, None
    algorithm = {"SourceAlgorithms": [{"AlgorithmName": arn("xgboost", "algorithm")}]}
    yield CREATE, {"ModelPackageName": "by-algorithm", "SourceAlgorithmSpecification": algorithm}, None
    source = {"S3DataSource": {"S3Uri": "s3://amzn-s3-demo-bucket/m/", "S3DataType": "S3Prefix", "CompressionType": "None"}}
    container = {"Image": IMAGE, "ModelDataSource": source, "IsCheckpoint": True}
    yield CREATE, {GROUP: "other", "InferenceSpecification": {"Containers": [container]}, "ModelPackageDescription": "\U0001f600"}, None
    yield CREATE, {"ModelPackageName": "refused", "InferenceSpecification": UNVERSIONED, "ModelPackageDescription": "\n"}, None
    for name in (
        "refused",
        "own-2",
        "Own-1",
        arn("Own-1"),
        arn(f"{G1}/1"),
        arn(f"{G1}/2"),
        arn(f"{G1}/3"),
        arn("nobody"),
        "nobody",
        "by-algorithm",
    ):
        yield DESCRIBE, {"ModelPackageName": name}, None


def _updates() -> Iterator[Saying]:
    first, second, own = arn(f"{G1}/1"), arn(f"{G1}/2"), arn("own-2")
    life = {"Stage": "Production", "StageStatus": "Approved"}
    changes: list[dict[str, Any]] = [
        {"ModelApprovalStatus": "Approved"},
        {"ModelApprovalStatus": "Rejected", "ClientToken": "update-token"},
        *({"ApprovalDescription": text} for text in TEXTS),
        {"CustomerMetadataProperties": {"a": "1", "A": "2", "ab": " b "}},
        {"CustomerMetadataProperties": {"a": "3", "c": "4"}, "CustomerMetadataPropertiesToRemove": ["A", "c"]},
        {"CustomerMetadataProperties": {"C": "5"}},
        {"CustomerMetadataPropertiesToRemove": ["a", "nobody"]},
        {"CustomerMetadataPropertiesToRemove": ["ab", "C"]},
        {"SourceUri": arn("elsewhere")},
        {"ModelLifeCycle": life},
        {"ModelPackageRegistrationType": "Registered"},
        {"InferenceSpecification": SPECIFICATION},
        {"ModelCard": {"ModelCardContent": '{"model_overview": {"model_creator": "B"}}', "ModelCardStatus": "Archived"}},
        {"ModelCard": {"ModelCardContent": "{}"}},
        {"ApprovalDescription": "last"},
        {"ApprovalDescription": 7},
        {"Bogus": 1},
        {"AdditionalInferenceSpecificationsToAdd": [{"Name": "bad", "Containers": [{"Image": "a b"}]}]},
        {"CustomerMetadataProperties": {"a!": "b"}},
        {"ModelApprovalStatus": "approved", "ApprovalDescription": "half"},
        {"ModelApprovalStatus": "Approved", "ApprovalDescription": "\n"},
    ]
    for package in (second, own):
        for change in changes:
            yield UPDATE, {"ModelPackageArn": package, **change}, None
            yield DESCRIBE, {"ModelPackageName": package}, None
    yield UPDATE, {"ModelPackageArn": own, "CustomerMetadataPropertiesToRemove": ["reviewer"]}, None
    yield UPDATE, {"ModelPackageArn": own, "CustomerMetadataPropertiesToRemove": ["reviewer"]}, None
    for package in (arn(f"{G1}/9"), arn("nobody")):
        yield UPDATE, {"ModelPackageArn": package, "ModelApprovalStatus": "Approved"}, None
    for package in (first, second, arn(f"{G1}/3"), arn(f"{G2}/1"), "Own-1"):
        yield DESCRIBE, {"ModelPackageName": package}, None


def _specifications() -> Iterator[Saying]:
    own, added = arn("own-20"), "AdditionalInferenceSpecificationsToAdd"
    described = [{**named("z")[0], "Description": "é"}, *named("b", "y")]
    more: dict[str, Any] = {"ApprovalDescription": "half", "SourceUri": arn("half"), "CustomerMetadataProperties": {"half": "yes"}}
    for request in (
        {added: described, "ClientToken": "append"},
        {added: described, "ClientToken": "append"},
        {added: named("stored", "w"), **more},
        {added: named("b"), "ModelApprovalStatus": "Approved", "CustomerMetadataPropertiesToRemove": ["reviewer"]},
        {added: named(*(f"n{number}" for number in range(10)))},
        {added: named("e", "f"), **more},
        {added: named("g")},
        {added: named("h")},
        {added: named(*(f"m{number}" for number in range(15)))},
    ):
        yield UPDATE, {"ModelPackageArn": own, **request}, None
        yield DESCRIBE, {"ModelPackageName": own}, None


def _lists() -> Iterator[Saying]:
    both = {"ModelPackageType": "Both"}
    for request in (
        {},
        both,
        {"ModelPackageType": "Versioned"},
        {GROUP: G1},
        {GROUP: arn(G1, "model-package-group"), "ModelApprovalStatus": "Rejected"},
        {**both, "ModelApprovalStatus": "Approved"},
        {**both, "ModelApprovalStatus": "PendingManualApproval"},
        {"NameContains": "wn"},
        {"NameContains": "own-2"},
        {**both, "SortBy": "Name"},
        {**both, "SortOrder": "Descending"},
        {"CreationTimeAfter": 1020.0, **both, "MaxResults": 100},
        {"CreationTimeBefore": 1020.0, **both, "MaxResults": 100},
        {"MaxResults": 100},
        {"MaxResults": 2},
        {"NextToken": "bogus"},
        {GROUP: "nobody"},
    ):
        yield LIST, request, None
    yield "ListModelPackages pages", {"MaxResults": 2, GROUP: G1}, None
    yield "ListModelPackages pages", {"MaxResults": 2, "SortBy": "Name"}, None


def _removals() -> Iterator[Saying]:
    for name in (arn(f"{G1}/1"), "own-2", "nobody"):
        yield DELETE, {"ModelPackageName": name}, None
        yield DESCRIBE, {"ModelPackageName": name}, None
    yield LIST, {"ModelPackageType": "Both", "MaxResults": 100}, None
    yield DELETE, {"ModelPackageName": arn(f"{G1}/3")}, None
    yield CREATE, {GROUP: G1, "InferenceSpecification": SPECIFICATION}, None
    yield CREATE, {"ModelPackageName": "own-2", "InferenceSpecification": UNVERSIONED}, None
    yield DESCRIBE, {"ModelPackageName": "own-2"}, None
    for name in (arn(f"{G2}/1"), arn("other/1")):
        yield DELETE, {"ModelPackageName": name}, None
    for group in (G1, G2, "other", "nobody"):
        yield "DeleteModelPackageGroup", {GROUP: group}, None
        yield "DescribeModelPackageGroup", {GROUP: group}, None


def _odd() -> Iterator[Saying]:
    body = json.dumps({"ModelPackageName": "odd", "InferenceSpecification": UNVERSIONED, "ModelPackageDescription": "MARK"}).encode()
    spoilt = (
        body[:-1],
        b"",
        b"{",
        b"[" + body + b"]",
        b"7",
        body + b"x",
        body.replace(b"MARK", b"\xff"),
        body.replace(b"MARK", b"\\ud800"),
        body.replace(b'"MARK"', b"NaN"),
        body.replace(b'"MARK"', b"[" * 80 + b"]" * 80),
        body.replace(b"{", b'{"ModelPackageDescription": "first", ', 1),
        body.replace(b'"MARK"', b"7"),
        body.replace(b'"MARK"', b"true"),
        body.replace(b'"MARK"', b'["text"]'),
        body.replace(b'"MARK"', b'{"Key": "text"}'),
        body.replace(b'"MARK"', b"null"),
        body.replace(b'["text/csv"]', b'"text/csv"'),
        body.replace(b'["text/csv"]', b'["text/csv", null]'),
        body.decode().encode("utf-16"),
        b" \n" + body,
        body.replace(b"MARK", b"M" * 200_000),
        body.replace(b"{", b'{"Bogus": 1, ', 1),
        body.replace(b"{", b"{" + b", ".join(b'"Bogus%d": 1' % number for number in range(200)) + b", ", 1),
        body.replace(b"MARK", b"s3://aaa" + b"a" * 20_000),
    )
    for index, one in enumerate(spoilt):
        yield CREATE, one.replace(b"odd", b"odd%d" % index), None
    yield CREATE, body.replace(b"ModelPackageName", b"CertifyForMarketplace").replace(b'"odd"', b'"true"'), None
    for name, number in (
        ("MaxResults", b"1.5"),
        ("MaxResults", b"1000"),
        ("MaxResults", b'"5"'),
        ("MaxResults", b"1e400"),
        ("MaxResults", b"false"),
    ):
        yield LIST, b'{"%s": %s}' % (name.encode(), number), None
    for odd in (b"{", b"[]", b"7"):
        yield LIST, odd, None
    for target in ("", "Other.CreateModelPackage", "SageMaker.createmodelpackage", "SageMaker.CreateModelPackages", "CreateModelPackage"):
        yield CREATE, body.replace(b"odd", target.encode().replace(b".", b"-").strip(b"-") or b"none"), target


def heard(way: Stages) -> Iterator[str]:
    """Yield what a registry says in the conversation, one text for each answer; without what differs from one day to the next."""
    clock = iter(range(1000, 100_000))
    registry = Registry(way, clock=lambda: float(next(clock)))
    for saying in SAYINGS:
        yield from _said(registry, *saying)


def _said(registry: Registry, operation: str, request: Any, target: str | None) -> Iterator[str]:
    name, _, paged = operation.partition(" ")
    body = request if isinstance(request, bytes) else json.dumps(request).encode()
    for _ in range(4):
        try:
            reply = registry(Call(name, body, target))
        except TransportError as problem:
            yield f"{name}: {problem}"
            return
        yield f"{name} {reply.status} {reply.headers.get('x-amzn-errortype')}: {reply.body.decode()}"
        token = _token(reply)
        if not paged or token is None:
            return
        body = json.dumps({**request, "NextToken": token}).encode()


def _token(reply: Reply) -> str | None:
    try:
        token: str | None = json.loads(reply.body).get("NextToken")
    except (ValueError, AttributeError):
        return None
    return token


SAYINGS = tuple(conversation())
RIGHT = stages(Model())
