"""A value has another JSON type than the service takes.

## What it checks

Every value against the type of its shape: object, array, string, whole number, or true and false. A number with a fraction is no whole
number.

## Why the service refuses it

The request is JSON and each member has one type. The AWS client refuses other types before anything is sent; other ways of calling get
an error from the service.

## How to fix

Quote numbers and booleans where a text is wanted, as in an Environment map; take the quotes away where a number or boolean is wanted. Put
a single value in brackets where a list is wanted. Leave a member out instead of giving it null. Where a few values are
allowed, write one of them. JSON that the service takes as a text
(``DataInputConfig``, ``ModelCardContent``) goes into one string.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from ..linter.finding import Edit, Finding, Severity
from ..linter.rule import Breach, Example, Rule, Violation
from ._samples import ROLE_ARN, container, specification, validation, versioned
from ._words import MOST_LISTED, TYPES, choices, described, in_map, subject

JSON_TEXTS = ("DataInputConfig", "ModelCardContent")

_BEYOND = 2**63

Mend: TypeAlias = tuple[str, Edit | None]


def check(violation: Violation) -> Iterator[Finding]:
    wanted = TYPES[violation.limit]
    if violation.limit == "string" and violation.shape in JSON_TEXTS:
        wanted = "a string with JSON text"
    is_telling = not (isinstance(violation.value, str) and violation.limit in ("array", "object"))
    found = described(violation.value, violation.path) if is_telling else "a string"
    help_text, suggestion = _mend(violation)
    message = f"{subject(violation)} is {found}, where {wanted} is wanted"
    allowed = _enum(violation) if isinstance(violation.value, int | float) else []
    if 0 < len(allowed) <= MOST_LISTED:
        message += f"; {choices(allowed)}"
    yield Finding(violation.path, message, help_text, suggestion=suggestion)


def _enum(violation: Violation) -> list[str]:
    """Return the values that the shape enumerates, none where it takes other texts."""
    values: list[str] = violation.request.edition.shape(violation.request.operation, violation.shape).get("enum", [])
    return values


def _mend(violation: Violation) -> Mend:
    if violation.value is None:
        return _for_null(violation)
    if isinstance(violation.value, list) and violation.limit not in ("array", "object"):
        return _unpacked(violation)
    return _MENDS[violation.limit](violation)


def _for_null(violation: Violation) -> Mend:
    if isinstance(violation.path[-1], int):
        return "leave the item out instead", None
    return ("leave the entry out instead" if in_map(violation) else "leave the member out instead"), None


def _unpacked(violation: Violation) -> Mend:
    items = violation.value
    if len(items) == 1 and _fits(items[0], violation.limit):
        return "take it out of the brackets", _replaced(violation, items[0])
    return "give one value instead of an array", None


def _for_string(violation: Violation) -> Mend:
    value = violation.value
    if isinstance(value, dict):
        if violation.shape in JSON_TEXTS:
            return "write the object as JSON text in one string", None
        return "give a text instead of an object", None
    if _enum(violation):
        return "write one of the allowed values", None
    is_plain = isinstance(value, int) and not isinstance(value, bool) and abs(value) < _BEYOND
    return "quote it", _replaced(violation, str(value)) if is_plain else None


def _for_boolean(violation: Violation) -> Mend:
    value = violation.value
    if isinstance(value, str) and value.lower() in ("true", "false"):
        right = value.lower() == "true"
        return f"write {value.lower()} without quotes", _replaced(violation, right)
    return "write true or false, without quotes", None


def _for_integer(violation: Violation) -> Mend:
    value = violation.value
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:  # noqa: PLR2004 - no count or size is longer
        return f"write {int(value)} without quotes", _replaced(violation, int(value))
    if isinstance(value, float):
        return "round it to a whole number", None
    return "write a whole number, without quotes", None


def _for_array(violation: Violation) -> Mend:
    request = violation.request
    definition = request.edition.shape(request.operation, violation.shape)
    item = definition["items"]["$ref"].rpartition("/")[2]
    kind = request.edition.shape(request.operation, item)["type"]
    value = violation.value
    if item == "Tag" and isinstance(value, dict) and not {"Key", "Value"} & value.keys():
        return "write a list of objects that have a Key and a Value", None
    if _fits(value, kind):
        return "put it in brackets", _replaced(violation, [value])
    return f"write an array, each item {TYPES[kind]}", None


def _for_object(violation: Violation) -> Mend:
    value = violation.value
    if isinstance(value, str) and value.lstrip().startswith("{"):
        return "write the object itself instead of a text that holds it", None
    if isinstance(value, list) and value:
        request = violation.request
        is_map = "propertyNames" in request.edition.shape(request.operation, violation.shape)
        if is_map:
            return "write one object of names and values instead of an array", None
        if len(value) == 1 and isinstance(value[0], dict):
            return "take it out of the brackets", _replaced(violation, value[0])
    return "write an object in braces", None


_MENDS: dict[str, Callable[[Violation], Mend]] = {
    "string": _for_string,
    "boolean": _for_boolean,
    "integer": _for_integer,
    "array": _for_array,
    "object": _for_object,
}


def _fits(value: Any, kind: str) -> bool:
    kinds: dict[str, type] = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}
    return isinstance(value, kinds[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _replaced(violation: Violation, value: Any) -> Edit | None:
    """Suggest a scalar; a container may hold secrets and unknowns, and not every reader of a report takes more than 64 bits."""
    if isinstance(value, dict | list) or (isinstance(value, int) and abs(value) >= _BEYOND):
        return None
    return Edit("set", violation.path, value)


_CONTAINER = ("InferenceSpecification", "Containers", 0)
_JOB = ("ValidationSpecification", "ValidationProfiles", 0, "TransformJobDefinition")

RULE = Rule(
    id="MP101",
    name="wrong-type",
    summary="a value has another type than its member",
    severity=Severity.error,
    cites=(
        "CMP-CERTIFY-TYPE",
        "CMP-DESC-TYPE",
        "CMP-FORMAT-JSON",
        "CMP-INF-TYPE",
        "CMP-NAME-TYPE",
        "CMP-SRCALG-TYPE",
        "CMP-SYN-ROOT",
        "CMP-VAL-TYPE",
        "UMP-ARN-TYPE",
        "UMP-CLIJSON-EXEC",
        "UMP-CLIJSON-FORMAT",
        "UMP-DATAINPUT-TYPE",
        "UMP-ENV-VAL-TYPE",
        "UMP-JSON-NEST",
        "UMP-META-JSON",
        "UMP-META-VAL-TYPE",
        "UMP-SPEC-CONT-SEM",
        "UMP-SPEC-CONT-TYPE",
    ),
    doc=__doc__,
    trigger=Breach(("type",)),
    check=check,
    examples=(
        Example(
            good=versioned(),
            edit=Edit("set", ("ModelPackageDescription",), None),
            expect=(("ModelPackageDescription",),),
            message="ModelPackageDescription is null, where a string is wanted",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", ("CertifyForMarketplace",), "false"),
            expect=(("CertifyForMarketplace",),),
            message="CertifyForMarketplace is the string 'false', where true or false is wanted",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", ("SkipModelValidation",), True),
            expect=(("SkipModelValidation",),),
            message="SkipModelValidation is true, where a string is wanted; allowed are 'All' and 'None'",
        ),
        Example(
            good=versioned(InferenceSpecification=specification(Containers=[container(Environment={"WORKERS": "4"})])),
            edit=Edit("set", (*_CONTAINER, "Environment", "WORKERS"), 4),
            expect=((*_CONTAINER, "Environment", "WORKERS"),),
            message="the value of 'WORKERS' in Environment is a number, where a string is wanted",
        ),
        Example(
            good=versioned(InferenceSpecification=specification(Containers=[container(ModelInput={"DataInputConfig": "{}"})])),
            edit=Edit("set", (*_CONTAINER, "ModelInput", "DataInputConfig"), {"input": [1, 3]}),
            expect=((*_CONTAINER, "ModelInput", "DataInputConfig"),),
            message="DataInputConfig is an object, where a string with JSON text is wanted",
        ),
        Example(
            good=versioned(),
            edit=Edit("set", ("InferenceSpecification", "SupportedContentTypes"), "text/csv"),
            expect=(("InferenceSpecification", "SupportedContentTypes"),),
            message="SupportedContentTypes is a string, where an array is wanted",
        ),
        Example(
            good=versioned(ValidationSpecification=validation(MaxConcurrentTransforms=2)),
            edit=Edit("set", (*_JOB, "MaxConcurrentTransforms"), 1.5),
            expect=((*_JOB, "MaxConcurrentTransforms"),),
            message="MaxConcurrentTransforms is the number 1.5, where a whole number is wanted",
        ),
        Example(
            good=versioned(ValidationSpecification=validation()),
            edit=Edit("set", ("ValidationSpecification", "ValidationRole"), [ROLE_ARN]),
            expect=(("ValidationSpecification", "ValidationRole"),),
            message="ValidationRole is an array, where a string is wanted",
        ),
    ),
)
