"""Calls as a Python program."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ._calls import FRESH, Made, parts, runs, variables
from ._words import clean
from .subject import CONTENT_TYPE, SERVICE

if TYPE_CHECKING:
    from .reproduce import Backend

_WIDTH = 100
_INDENT = "    "
# From here on a text is written as what repeats in it.
_LONG = 200

_BOTO = """\
{stdlib}import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

client = boto3.client(
    "sagemaker",
    endpoint_url={url},
    region_name={region},
{credentials}    config=Config(parameter_validation=False, retries={{"total_max_attempts": 1}}),
)


def call(method, **request):
    try:
        answer = method(**request)
    except ClientError as refusal:
        answer = refusal.response
    print(answer)
    return answer


"""

_BOTO_CREDENTIALS = """\
    aws_access_key_id={key},
    aws_secret_access_key={key},
"""

_SIGNED = """\
{stdlib}{imports}from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
{from_imports}from botocore.httpsession import URLLib3Session


def call(target, body):
    if not isinstance(body, bytes):
        body = json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")
    headers = {{"Content-Type": {content_type}, "X-Amz-Target": target}}
    request = AWSRequest("POST", {url}, {{name: value for name, value in headers.items() if value}}, body)
    SigV4Auth({credentials}, "sagemaker", {region}).add_auth(request)
    answer = URLLib3Session().send(request.prepare())
    print(answer.status_code, answer.text)
    return json.loads(answer.content) if answer.status_code == 200 else {{}}


"""


def snippet(made: Sequence[Made], backend: "Backend", width: int, head: str) -> str:
    """Return the program; ``width`` is the number of letters and digits that make a name new, ``head`` is its first comment."""
    boto = all(_boto_sends(call) for call in made)
    fresh = FRESH in variables(made)
    imported = [*([] if boto else ["import json"]), *(["from uuid import uuid4"] if fresh else [])]
    stdlib = "".join(f"{line}\n" for line in imported) + ("\n" if imported else "")
    return "".join(
        [
            f"# {clean(head)}\n",
            _boto_preamble(backend, stdlib) if boto else _signed_preamble(backend, stdlib),
            f"{FRESH} = uuid4().hex[:{width}]\n" if fresh else "",
            *(f"{_call(call, boto=boto)}\n" for call in made),
        ]
    )


def literal(value: Any, depth: int = 0) -> str:
    """Return a JSON value as Python source, with variables in its texts, over several lines where it is long."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return _spread("{", [f"{_text(str(key))}: {literal(item, depth + 1)}" for key, item in value.items()], "}", depth)
    if isinstance(value, list | tuple):
        return _spread("[", [literal(item, depth + 1) for item in value], "]", depth)
    return repr(value)


def _boto_preamble(backend: "Backend", stdlib: str) -> str:
    credentials = _BOTO_CREDENTIALS.format(key=_quoted(backend.key)) if backend.key else ""
    return _BOTO.format(stdlib=stdlib, url=_quoted(backend.url), region=_quoted(backend.region), credentials=credentials)


def _signed_preamble(backend: "Backend", stdlib: str) -> str:
    key = _quoted(backend.key) if backend.key else ""
    return _SIGNED.format(
        stdlib=stdlib,
        url=_quoted(backend.url),
        region=_quoted(backend.region),
        content_type=_quoted(CONTENT_TYPE),
        imports="" if key else "import boto3\n",
        from_imports="from botocore.credentials import Credentials\n" if key else "",
        credentials=f"Credentials({key}, {key})" if key else "boto3.Session().get_credentials()",
    )


def _call(call: Made, *, boto: bool) -> str:
    if boto:
        from botocore import xform_name  # noqa: PLC0415 - loaded already where boto3 can send the call

        items = [f"client.{xform_name(call.operation)}", *(f"{name}={literal(value, 1)}" for name, value in call.value.items())]
    else:
        items = [_quoted(call.target), _body(call)]
    text = _spread("call(", items, ")", 0)
    return text if call.kept is None else f"{call.kept.variable} = {text}.get({_quoted(call.kept.member)})"


def _body(call: Made) -> str:
    if call.raw is not None:
        return " + ".join(_times(_quoted(piece.encode("latin-1")), count) for piece, count in _runs(call.raw.decode("latin-1")))
    # NaN and infinities have no literals in Python.
    return literal(call.value, 1) if _is_finite(call.value) else f"{_text(json.dumps(call.value))}.encode()"


def _quoted(text: str | bytes) -> str:
    """Return the literal of a text or of bytes, in double quotes where that needs no escapes."""
    written = repr(text)
    return f'{written[:-1]}"'.replace("'", '"', 1) if written.endswith("'") and '"' not in written else written


def _text(text: str) -> str:
    found = [piece if is_variable else _repeated(piece) for piece, is_variable in parts(text)]
    return " + ".join(found)


def _repeated(text: str) -> str:
    return " + ".join(_times(_quoted(piece), count) for piece, count in _runs(text))


def _runs(text: str) -> Iterator[tuple[str, int]]:
    return runs(text) if len(text) > _LONG else iter([(text, 1)])


def _times(written: str, count: int) -> str:
    return written if count == 1 else f"{written} * {count}"


def _spread(start: str, items: Sequence[str], end: str, depth: int) -> str:
    """Join items on one line where they fit, and otherwise on a line each."""
    line = f"{start}{', '.join(items)}{end}"
    if len(line) + len(_INDENT) * depth <= _WIDTH and "\n" not in line:
        return line
    indent = _INDENT * (depth + 1)
    return "\n".join([start, *(f"{indent}{item}," for item in items), f"{_INDENT * depth}{end}"])


def _is_finite(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(map(_is_finite, value.values()))
    if isinstance(value, list | tuple):
        return all(map(_is_finite, value))
    return not isinstance(value, float) or math.isfinite(value)


def _boto_sends(call: Made) -> bool:
    """Tell whether boto3 sends the request as it is: no body of bytes, no unknown member, no container where a structure has to be."""
    if call.raw is not None or call.target != f"{SERVICE}.{call.operation}" or not isinstance(call.value, Mapping):
        return False
    found = _serializer()
    if found is None or call.operation not in found[0].operation_names:
        return False
    model, serializer = found
    try:
        body = serializer.serialize_to_request(call.value, model.operation_model(call.operation))["body"]
        # boto3 would write half a character as an escape.
        return bool(json.loads(body) == call.value) and json.dumps(call.value, ensure_ascii=False).encode() is not None
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        return False


@lru_cache(1)
def _serializer() -> Any:
    """Return botocore's model of the service and what makes bodies of requests, `None` where there is no botocore."""
    try:
        from botocore import loaders, model, serialize  # noqa: PLC0415 - only for reports of failures
    except ImportError:
        return None
    service = model.ServiceModel(loaders.Loader().load_service_model("sagemaker", "service-2"), "sagemaker")
    return service, serialize.create_serializer("json", include_validation=False)
