"""Registries that do some things otherwise, and as rightly: no check may fail one of them.

The service adds members of its own and writes its errors in several ways; the documents leave open how long a page is and what an order is
when two things are alike. A kit that fails such a registry raises a false alarm.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import orjson

from ..model import Answer, State
from ..outcome import Accepted, Refused, Reply
from ..subject import CONTENT_TYPE
from ..wire import Stages
from .fault import DELETE, DELETE_GROUP, DESCRIBE, LIST, UPDATE, Json, Perform, Wrap, asking, doing, telling

_HEADERS = {"content-type": CONTENT_TYPE}
_LOOKS_LIKE_A_DIGEST = "sha256:" + "0123456789abcdef" * 4


@dataclass(frozen=True, slots=True)
class Variant:
    """One way in which a registry can be different and right."""

    id: str
    title: str
    wrap: Wrap


def _refusing(change: Callable[[Refused], Reply]) -> Wrap:
    """Write refusals in another way."""

    def wrap(way: Stages) -> Stages:
        def render(operation: str | None, answer: Accepted | Refused) -> Reply:
            return change(answer) if isinstance(answer, Refused) else way.render(operation, answer)

        return replace(way, render=render)

    return wrap


def _namespaced(answer: Refused) -> Reply:
    return Reply(answer.status, _HEADERS, orjson.dumps({"__type": f"com.amazonaws.sagemaker#{answer.code}", "message": answer.message}))


def _in_header(answer: Refused) -> Reply:
    headers = {**_HEADERS, "x-amzn-errortype": f"{answer.code}:http://internal.amazon.com/coral/com.amazonaws.sagemaker/"}
    return Reply(answer.status, headers, orjson.dumps({"Message": answer.message}))


def _silent(answer: Refused) -> Reply:
    return Reply(answer.status, _HEADERS, orjson.dumps({"__type": answer.code}))


def _vague(answer: Refused) -> Reply:
    return Reply(answer.status, _HEADERS, orjson.dumps({"__type": answer.code, "message": "1 validation error detected"}))


def _empty(way: Stages) -> Stages:
    """Answer nothing where the service model has no output."""

    def render(operation: str | None, answer: Accepted | Refused) -> Reply:
        reply = way.render(operation, answer)
        return reply._replace(body=b"") if operation in (DELETE, DELETE_GROUP) and isinstance(answer, Accepted) else reply

    return replace(way, render=render)


def _pretty(way: Stages) -> Stages:
    def render(operation: str | None, answer: Accepted | Refused) -> Reply:
        reply = way.render(operation, answer)
        return reply._replace(body=orjson.dumps(orjson.loads(reply.body), option=orjson.OPT_INDENT_2))

    return replace(way, render=render)


def _more(body: Json, request: Json) -> Json:
    """Add what the service adds: who made it, and the digest of each image."""
    added = {**body, "CreatedBy": {"DomainId": "d-1"}, "LastModifiedBy": {}}
    specification = body.get("InferenceSpecification")
    if specification is not None:
        containers = [{"ImageDigest": _LOOKS_LIKE_A_DIGEST, **container} for container in specification["Containers"]]
        added["InferenceSpecification"] = {**specification, "Containers": containers}
    return added


def _named(body: Json, request: Json) -> Json:
    """Tell a name for versions too, as the output of the service model has it required."""
    return {"ModelPackageName": body.get("ModelPackageGroupName", ""), **body}


def _summaries(body: Json, request: Json) -> Json:
    return {
        **body,
        "ModelPackageSummaryList": [{**item, "ModelPackageRegistrationType": "Registered"} for item in body["ModelPackageSummaryList"]],
    }


def _whole_seconds(body: Json, request: Json) -> Json:
    return {member: int(value) if member.endswith("Time") else value for member, value in body.items()}


def _short(right: Perform, state: State, request: Any, now: float) -> Answer:
    """Give pages of at most two items, whatever was asked for."""
    return right(state, LIST, {**request, "MaxResults": min(2, request.get("MaxResults", 2))}, now)


def _last_page(body: Json, request: Json) -> Json:
    return body if "NextToken" in body else {**body, "NextToken": None}


def _conflicting(right: Perform, state: State, request: Any, now: float) -> Answer:
    """Refuse an update that does not suit the package with a ConflictException, which the service model lists."""
    after, answer = right(state, UPDATE, request, now)
    if isinstance(answer, Refused) and "does not exist" not in answer.message:
        return after, replace(answer, code="ConflictException")
    return after, answer


VARIANTS = (
    Variant("namespaced-errors", "the type of an error has a namespace", _refusing(_namespaced)),
    Variant("errors-in-header", "the type of an error stands in a header, with a URL", _refusing(_in_header)),
    Variant("silent-errors", "errors have no message", _refusing(_silent)),
    Variant("vague-errors", "errors name no member", _refusing(_vague)),
    Variant("empty-answers", "what has no output is answered with an empty body", _empty),
    Variant("pretty-answers", "answers are indented", _pretty),
    Variant("more-members", "describing tells more than was sent", telling(DESCRIBE, _more)),
    Variant("named-versions", "versions have a name too", telling(DESCRIBE, _named)),
    Variant("more-in-summaries", "summaries tell more", telling(LIST, _summaries)),
    Variant("whole-seconds", "times are whole seconds", telling(DESCRIBE, _whole_seconds)),
    Variant("short-pages", "pages are shorter than asked for", doing(LIST, _short)),
    Variant("long-pages", "pages are long unless asked for", asking(LIST, lambda _, request: {"MaxResults": 100, **request})),
    Variant("token-null", "the last page says that there is no next one", telling(LIST, _last_page)),
    Variant("conflicts", "what does not suit a package is a conflict", doing(UPDATE, _conflicting)),
)
"""All of them."""
