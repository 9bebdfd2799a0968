"""``DataInputConfig`` is not a JSON text.

## What it checks

The string in ``ModelInput.DataInputConfig`` can be parsed as JSON.

## Why the service refuses it

The documents call it a configuration object, and it is a string: the object has to be written as a JSON text inside it. No document states
the syntax, so this is advice.

## How to fix

Write the names in double quotes, as in ``{"input": [1, 3, 224, 224]}``, and escape them inside the string.
"""

from collections.abc import Iterator

import orjson

from ..linter.finding import Edit, Finding, Severity
from ..linter.request import Scope, show
from ..linter.rule import Example, Rule, Visit
from ._data_samples import CONTAINER
from ._samples import container, specification, versioned

MEMBER = "DataInputConfig"
AT = (*CONTAINER, "ModelInput", MEMBER)


def check(scope: Scope) -> Iterator[Finding]:
    text = scope.text(MEMBER)
    if not text or _is_json(text):
        return
    quoted = "'" in text and '"' not in text
    yield scope.finding(
        MEMBER,
        message=f"{MEMBER} is {show(text, (*scope.path, MEMBER))}, which is not a JSON text",
        help="write its names in double quotes" if quoted else 'write the input shapes as JSON, as {"input": [1, 3, 224, 224]}',
    )


def _is_json(text: str) -> bool:
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    return True


RULE = Rule(
    id="MP284",
    name="data-input-config",
    summary="DataInputConfig is not a JSON text",
    severity=Severity.info,
    cites=("UMP-DATAINPUT-TYPE",),
    doc=__doc__,
    trigger=Visit(("ModelInput",), (MEMBER,)),
    check=check,
    examples=(
        Example(
            good=versioned(
                InferenceSpecification=specification(Containers=[container(ModelInput={MEMBER: '{"input": [1, 3, 224, 224]}'})])
            ),
            edit=Edit("set", AT, "{'input': [1, 3, 224, 224]}"),
            expect=(AT,),
            message="DataInputConfig is '{'input': [1, 3, 224, 224]}', which is not a JSON text",
        ),
    ),
)
