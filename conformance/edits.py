"""Every constraint of an edition's schema, valid requests that hold all its places, and the edits that break one constraint each.

    >>> from mpkit import schemas
    >>> from mpkit.conformance.edits import breaks, constraints, filled
    >>> edition = schemas.load().editions["UpdateModelPackage"]
    >>> request = filled(edition, "UpdateModelPackage")[0]
    >>> constraint = next(constraint for constraint in constraints(edition, "UpdateModelPackage") if constraint.keyword == "enum")
    >>> next(breaks(constraint, request)).edit
    Edit(op='set', path=('ModelApprovalStatus',), value='aPPROVED')

Everything here is a pure function of the edition: same edition, same answer in the same order.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from ..linter.finding import Edit, On
from ..linter.path import Path
from . import _text

if TYPE_CHECKING:
    from ..schemas.edition import Edition

ITEM = "[]"
"""The step of a place that stands for every item of a list."""

ENTRY = "{}"
"""The step of a place that stands for every entry of a map."""

UNKNOWN_MEMBER = "Bogus"
"""The member that breaks a closed structure."""

Place: TypeAlias = tuple[str, ...]

_COUNTS = {"array": ("minItems", "maxItems"), "object": ("minProperties", "maxProperties")}
_OF_TEXTS = ("minLength", "maxLength", "enum", "pattern")
_OF_NUMBERS = ("minimum", "maximum")

# The first of each is the mistake that people make most.
_WRONG_TYPES: dict[str, tuple[Any, ...]] = {
    "string": (7, True, None, ["text"], {"Key": "text"}),
    "integer": ("7", 1.5, True, None, [7], {"Key": 7}),
    "boolean": ("true", 1, None, [True], {"Key": True}),
    "array": ("text", 7, True, None, {"Key": "text"}),
    "object": ("text", 7, True, None, ["text"]),
}

# What makes two items of a list different things.
_IDENTITIES = ("Name", "Key", "ChannelName", "ContainerHostname", "ProfileName")


@dataclass(frozen=True, slots=True)
class Constraint:
    """One keyword of the schema at one place of the request.

    ``place`` is a path with `ITEM` and `ENTRY` for what a list and a map hold. ``limit`` is the keyword's value; for ``required`` it is
    the one member that is demanded. ``shape`` is the service model's name of what is constrained, ``definition`` its schema. ``key``
    says that the names of a map's entries are meant and not their values; ``place`` then ends in `ENTRY`.
    """

    place: Place
    keyword: str
    limit: Any
    shape: str
    key: bool = False
    definition: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def __str__(self) -> str:
        where = "/".join(("", *self.place)) or "/"
        what = f" {self.limit}" if self.keyword == "required" else ""
        return f"{where}: {self.keyword}{what}{' of the key' if self.key else ''}"


@dataclass(frozen=True, slots=True)
class Break:
    """One edit that breaks a constraint, and where the finding must then stand.

    ``also`` names further keywords of the same place that no edit can spare: a number is no text and none of an enum's values either, an
    image digest that is too long never has the pattern.
    """

    edit: Edit
    path: Path
    on: On
    also: tuple[str, ...] = ()


def constraints(edition: "Edition", operation: str) -> Iterator[Constraint]:
    """Yield every constraint of an operation in the order of the schema, a structure before what it holds.

    A shape inside itself is not entered again. Raises `KeyError` when the edition does not have the operation.
    """
    yield from _constraints(edition, operation, edition.root(operation), (), ())


def _constraints(edition: "Edition", operation: str, shape: str, place: Place, above: tuple[str, ...]) -> Iterator[Constraint]:
    if shape in above:
        return
    definition = edition.shape(operation, shape)
    yield from _own(definition, shape, place)
    if "propertyNames" in definition:
        key = _target(definition["propertyNames"])
        yield from _own(edition.shape(operation, key), key, (*place, ENTRY), key=True)
    for step, reference in _below(definition):
        yield from _constraints(edition, operation, _target(reference), (*place, step), (*above, shape))


def _own(definition: Mapping[str, Any], shape: str, place: Place, *, key: bool = False) -> Iterator[Constraint]:
    def constraint(keyword: str, limit: Any) -> Constraint:
        return Constraint(place, keyword, limit, shape, key, definition)

    if not key:
        yield constraint("type", definition["type"])
    for name in definition.get("required", ()):
        yield constraint("required", name)
    if definition.get("additionalProperties") is False:
        yield constraint("additionalProperties", False)
    for keyword in (*_COUNTS.get(definition["type"], ()), *_OF_TEXTS, *_OF_NUMBERS):
        if keyword in definition:
            yield constraint(keyword, definition[keyword])


def _below(definition: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield from definition.get("properties", {}).items()
    if "items" in definition:
        yield ITEM, definition["items"]
    elif isinstance(definition.get("additionalProperties"), dict):
        yield ENTRY, definition["additionalProperties"]


def _target(reference: Mapping[str, Any]) -> str:
    target: str = reference["$ref"].rpartition("/")[2]
    return target


def paths(place: Place, request: Any) -> Iterator[Path]:
    """Yield the paths of ``request`` that a place stands for."""
    if not place:
        yield ()
        return
    step, rest = place[0], place[1:]
    steps: Sequence[str | int] = ()
    if step == ITEM:
        steps = range(len(request)) if isinstance(request, list) else ()
    elif isinstance(request, dict):
        steps = list(request) if step == ENTRY else [step] if step in request else []
    for first in steps:
        yield from ((first, *path) for path in paths(rest, request[first]))


def breaks(constraint: Constraint, request: Mapping[str, Any]) -> Iterator[Break]:
    """Yield the edits of a valid request that break this constraint and, as far as one edit can, nothing else.

    Yields nothing when the request has no such place, or when nothing breaks the constraint (a pattern that matches every text).
    The first is the most natural; a wrong type yields one edit for each JSON type. All are at the first path that the place stands for.
    """
    path = next(paths(constraint.place, request), None)
    if path is None:
        return
    value: Any = request
    for step in path:
        value = value[step]
    if constraint.key:
        for name, also in _texts(constraint, str(path[-1])):
            yield Break(Edit("rename", path, name), (*path[:-1], name), "key", also)
    elif constraint.keyword == "required":
        if constraint.limit in value:
            yield Break(Edit("remove", (*path, constraint.limit)), path, "object")
    elif constraint.keyword == "additionalProperties":
        unknown = (*path, UNKNOWN_MEMBER)
        yield Break(Edit("set", unknown, "text"), unknown, "key")
    else:
        for wrong, also in _values(constraint, value):
            yield Break(Edit("set", path, wrong), path, "value", also)


def _values(constraint: Constraint, value: Any) -> Iterator[tuple[Any, tuple[str, ...]]]:
    limit = constraint.limit
    match constraint.keyword:
        case "type":
            also = ("enum",) if "enum" in constraint.definition else ()
            yield from ((wrong, also) for wrong in _WRONG_TYPES[limit])
        case "minimum":
            yield limit - 1, ()
        case "maximum":
            yield limit + 1, ()
        case "minItems":
            yield value[: limit - 1], ()
        case "minProperties":
            yield dict(list(value.items())[: limit - 1]), ()
        case "maxItems" if value:
            yield value + [another(value[-1], number) for number in range(len(value), limit + 1)], ()
        case "maxProperties" if value:
            key, last = list(value.items())[-1]
            yield value | {f"{key}{number}": last for number in range(len(value), limit + 1)}, ()
        case _ if isinstance(value, str):
            yield from _texts(constraint, value)


def _texts(constraint: Constraint, text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    definition, limit = constraint.definition, constraint.limit
    match constraint.keyword:
        case "enum":
            yield _text.near_miss(text, limit), ()
        case "pattern":
            yield from ((wrong, ()) for wrong in list(_text.with_wrong_character(text, definition))[:1])
        case "minLength" | "maxLength":
            length = limit - 1 if constraint.keyword == "minLength" else limit + 1
            fitting = _text.of_length(definition, length)
            if fitting is not None:
                yield fitting, ()
            else:
                yield text[:length] + text[-1:] * (length - len(text)), ("pattern",)


def another(item: Any, number: int) -> Any:
    """Return a copy of a list item that no rule takes for the same thing; ``number`` tells copies apart."""
    if isinstance(item, str):
        return f"{item}{number}"
    copy = deepcopy(item)
    for name in _IDENTITIES:
        if isinstance(copy, dict) and name in copy:
            copy[name] = f"{copy[name]}{number}"
    return copy


@dataclass(frozen=True, slots=True)
class _Variant:
    """One way of filling a request: what it does without, by the ends of places, and which alternative a list with one item takes."""

    without: tuple[Place, ...]
    turn: int = 0


# What excludes each other within one structure: either of these sets is left out.
_ALTERNATIVES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "ModelPackageContainerDefinition": (
        frozenset({"ModelDataSource", "AdditionalModelDataSources"}),
        frozenset({"ModelDataUrl", "ModelDataETag"}),
    ),
    "SourceAlgorithm": (frozenset({"ModelDataSource"}), frozenset({"ModelDataUrl", "ModelDataETag"})),
}

_NAMED = (("ModelPackageGroupName",), ("ModelApprovalStatus",), ("CustomerMetadataProperties",), ("SourceUri",))
_GROUPED = (("ModelPackageName",), ("Tags",), ("CertifyForMarketplace",))
_OF_VERSIONS = (
    ("Containers", ITEM, "ModelDataSource"),
    ("Containers", ITEM, "AdditionalModelDataSources"),
    ("Containers", ITEM, "Environment"),
)
_INFERENCE = ("InferenceSpecification",)
_ALGORITHM = ("SourceAlgorithmSpecification",)
_VARIANTS: dict[str, tuple[_Variant, ...]] = {
    "CreateModelPackage": (
        _Variant((*_GROUPED, _ALGORITHM, ("SourceUri",))),
        _Variant((*_NAMED, *_OF_VERSIONS, _ALGORITHM)),
        _Variant((*_GROUPED, _INFERENCE), turn=1),
        _Variant((*_NAMED, *_OF_VERSIONS, _INFERENCE)),
    ),
    "UpdateModelPackage": (
        _Variant((("SourceUri",), ("CustomerMetadataPropertiesToRemove",))),
        _Variant((_INFERENCE, ("CustomerMetadataProperties",)), turn=1),
    ),
}


def filled(edition: "Edition", operation: str) -> tuple[dict[str, Any], ...]:
    """Return valid requests that between them hold every place of the operation.

    There are several because members exclude each other: the name and the group of a package, an archive and a data source, a source
    and an inference specification. Nothing is said about them but that a member is there at all (a constant token, a source that is
    said to be refused). Raises `KeyError` when the edition does not have the operation.
    """
    root = edition.root(operation)
    variants = _VARIANTS[operation]
    if operation == "CreateModelPackage":
        # A package is a version in a group or has a name; early editions know names only.
        grouped = "ModelPackageGroupName" in edition.shape(operation, root)["properties"]
        variants = variants if grouped else variants[1::2]
    found: list[dict[str, Any]] = []
    for variant in variants:
        request = _Filler(edition, operation, variant).structure(root, ())
        if request not in found:
            found.append(request)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Filler:
    edition: "Edition"
    operation: str
    variant: _Variant

    def structure(self, shape: str, place: Place, turn: int = 0) -> dict[str, Any]:
        """Fill all members of a structure but those that the variant and the alternative leave out."""
        excluded = _ALTERNATIVES[shape][turn] if shape in _ALTERNATIVES else frozenset()
        return {
            member: self._member(shape, member, reference, (*place, member))
            for member, reference in self.edition.shape(self.operation, shape)["properties"].items()
            if member not in excluded and not any((*place, member)[-len(end) :] == end for end in self.variant.without)
        }

    def _member(self, owner: str, member: str, reference: Mapping[str, Any], place: Place, turn: int = 0) -> Any:
        shape = _target(reference)
        definition = self.edition.shape(self.operation, shape)
        match definition["type"]:
            case "string":
                return _text.sample(owner, owner if member in (ITEM, ENTRY) else member, definition)
            case "boolean":
                return True
            case "integer":
                return max(1, definition.get("minimum", 1))
            case "array":
                return self._list(shape, definition, place)
            case _ if "properties" in definition:
                return self.structure(shape, place, turn)
        key = _text.sample(shape, "key", self.edition.shape(self.operation, _target(definition["propertyNames"])))
        return {key: self._member(shape, ENTRY, definition["additionalProperties"], (*place, ENTRY))}

    def _list(self, shape: str, definition: Mapping[str, Any], place: Place) -> list[Any]:
        count = len(_ALTERNATIVES.get(_target(definition["items"]), (None,)))
        turns = range(count) if count <= definition.get("maxItems", count) else (self.variant.turn,)
        return [self._member(shape, ITEM, definition["items"], (*place, ITEM), turn) for turn in turns]
