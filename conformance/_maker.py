"""Make strategies out of an edition's schema: generically, and by hand where prose relates members to each other."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ..schemas.edition import Edition
from . import _text
from ._pieces import Region, s3_uris
from ._strings import TEXTS, Spot

Json: TypeAlias = dict[str, Any]
Members: TypeAlias = Mapping[str, SearchStrategy[Any] | None]

# Lists and maps longer than this say nothing new and cost much; `mpkit.conformance.edits` goes to the limits.
_MOST_ITEMS = 3
_MOST_ENTRIES = 20
_CLEAN_ENTRIES = 16
# Said in prose only: the most instances of a validation job.
_MOST_INSTANCES = 100


class Maker:
    """Makes the strategies of one operation: generically from the schema, by hand where prose relates members to each other."""

    def __init__(self, edition: Edition, operation: str, region: Region, *, clean: bool, versioned: bool) -> None:
        self.edition = edition
        self.operation = operation
        self.region = region
        self.clean = clean
        self.versioned = versioned
        self._made: dict[tuple[str, str, str], SearchStrategy[Any]] = {}

    def request(self, members: Members) -> SearchStrategy[Json]:
        """Draw whole requests, with the members that the user set."""
        make = _create if self.operation == "CreateModelPackage" else _update
        made = make(self, members)
        tidy = _TIDY.get(self.edition.root(self.operation))
        return made.map(tidy) if self.clean and tidy else made

    def shape(self, name: str, owner: str = "", member: str = "") -> SearchStrategy[Any]:
        """Draw a value of a shape; ``owner`` and ``member`` say where it stands."""
        definition = self.edition.shape(self.operation, name)
        if definition["type"] != "string":
            owner = member = ""
        key = (name, owner, member)
        if key not in self._made:
            self._made[key] = self._make(name, definition, owner, member)
        return self._made[key]

    def _make(self, name: str, definition: Json, owner: str, member: str) -> SearchStrategy[Any]:
        match definition["type"]:
            case "string":
                return self._text(definition, owner, member)
            case "boolean":
                return st.booleans()
            case "integer":
                low = definition.get("minimum", 0 if self.clean else -1000)
                return st.integers(low, definition.get("maximum", 10 if self.clean else _MOST_INSTANCES))
            case "array":
                return self._list(definition, name)
            case _ if "properties" in definition:
                made = _RELATIONS[name](self) if name in _RELATIONS else self.structure(name)
                return made.map(_TIDY[name]) if self.clean and name in _TIDY else made
        return self._map(definition, name)

    def structure(
        self, name: str, *, drop: Iterable[str] = (), need: Iterable[str] = (), given: Members | None = None
    ) -> SearchStrategy[Json]:
        """Draw a structure without the members ``drop`` and always with those in ``need``; ``given`` replaces or drops members."""
        definition = self.edition.shape(self.operation, name)
        given = given or {}
        dropped = set(drop) | {member for member, strategy in given.items() if strategy is None}
        needed = (set(need) | set(definition.get("required", ()))) - dropped
        parts = []
        for member, reference in definition["properties"].items():
            if member not in dropped:
                strategy = given.get(member)
                if strategy is None:
                    strategy = self.shape(reference["$ref"].rpartition("/")[2], name, member)
                parts.append((member, strategy, member in needed))
        return _structure(tuple(parts))

    def has(self, shape: str, member: str) -> bool:
        """Tell whether a structure of this edition has a member."""
        return member in self.edition.shape(self.operation, shape)["properties"]

    def _list(self, definition: Json, name: str) -> SearchStrategy[list[Any]]:
        low = definition.get("minItems", 1 if self.clean else 0)
        high = min(definition.get("maxItems", _MOST_ITEMS), max(low, _MOST_ITEMS))
        item = definition["items"]["$ref"].rpartition("/")[2]
        unique = next((key for key in ("Name", "Key", "ChannelName") if _is_structure_with(self, item, key)), None)
        strategy = self.shape(item, name, "")
        if unique is not None:
            return st.lists(strategy, min_size=low, max_size=high, unique_by=lambda each: each[unique])
        if self.edition.shape(self.operation, item)["type"] == "string":
            return st.lists(strategy, min_size=low, max_size=high, unique=True)
        return st.lists(strategy, min_size=low, max_size=high)

    def _map(self, definition: Json, name: str) -> SearchStrategy[Json]:
        low = definition.get("minProperties", 0)
        high = min(definition.get("maxProperties", _MOST_ENTRIES), _CLEAN_ENTRIES if self.clean else _MOST_ENTRIES)
        key = self.shape(definition["propertyNames"]["$ref"].rpartition("/")[2], name, "key")
        value = self.shape(definition["additionalProperties"]["$ref"].rpartition("/")[2], name, "value")
        return st.dictionaries(key, value, min_size=low, max_size=max(low, high))

    def _text(self, definition: Json, owner: str, member: str) -> SearchStrategy[str]:
        if "enum" in definition:
            return st.sampled_from(definition["enum"])
        # A text of astral characters is four times as long in UTF-8, the unit in which some backends count.
        high = definition.get("maxLength", 256) // (4 if self.clean else 1)
        made = TEXTS.get(f"{owner}.{member}", TEXTS.get(member or owner))
        if made is None:
            return _unforeseen(definition, high)
        strategy = made(Spot(self.region, high, self.clean)) if callable(made) else made
        # Always true in the editions that mpkit ships; another service model may be narrower.
        return strategy.filter(lambda text: _text.suits(text, definition))


# An optional member is there in two of five draws, so that requests vary and stay of a natural size.
_PRESENT = st.sampled_from((False, False, False, True, True))


def _structure(parts: tuple[tuple[str, SearchStrategy[Any], bool], ...]) -> SearchStrategy[Json]:
    """Draw an object of member, strategy and whether it is needed, in this order.

    `st.fixed_dictionaries` draws optional members in any order, so that those which do not matter to a failure are hard to shrink away.
    """

    @st.composite
    def structure(draw: st.DrawFn) -> Json:
        return {member: draw(strategy) for member, strategy, needed in parts if needed or draw(_PRESENT)}

    return structure()


def _is_structure_with(maker: Maker, shape: str, member: str) -> bool:
    return "properties" in maker.edition.shape(maker.operation, shape) and maker.has(shape, member)


def _unforeseen(definition: Json, high: int) -> SearchStrategy[str]:
    """Draw texts for a shape that this module does not know: of a newer service model, for example."""
    low = definition.get("minLength", 0)
    pattern = definition.get("pattern")
    if pattern is None:
        return st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=low, max_size=max(low, high))
    fitting = [text for length in range(low, min(high, 64) + 1) if (text := _text.of_length(definition, length)) is not None]
    if fitting:
        return st.sampled_from(fitting)
    matching: SearchStrategy[str] = st.from_regex(str(pattern), fullmatch=True)
    return matching.filter(lambda text: _text.suits(text, definition))


def _create(maker: Maker, members: Members) -> SearchStrategy[Json]:
    root = maker.edition.root(maker.operation)
    inference, algorithm, source = "InferenceSpecification", "SourceAlgorithmSpecification", "SourceUri"
    drop = {"ClientToken"} if maker.clean else set()
    if maker.versioned:
        drop |= {"ModelPackageName", "Tags", *(["CertifyForMarketplace"] if maker.clean else [])}
        kinds = [inference, algorithm, *([source] if maker.has(root, source) else [])]
    else:
        drop |= {"ModelPackageGroupName"}
        drop |= {"ModelApprovalStatus", "CustomerMetadataProperties"} if maker.clean else set()
        kinds = [inference, algorithm, *([source] if maker.has(root, source) and not maker.clean else [])]
    name = "ModelPackageGroupName" if maker.versioned else "ModelPackageName"
    variants = []
    for kind in kinds:
        # What the package is made of is said in one way.
        without = drop | {inference, algorithm, source} - {kind}
        without |= {"AdditionalInferenceSpecifications"} if kind == source else set()
        variants.append(maker.structure(root, drop=without, need={name, kind, *_set(members)}, given=members))
    return st.one_of(variants)


def _update(maker: Maker, members: Members) -> SearchStrategy[Json]:
    root = maker.edition.root(maker.operation)
    common = {"ClientToken"} if maker.clean else set()
    need = {"ModelApprovalStatus", *_set(members)}
    # Properties are set or removed; the package gets a source or an inference specification.
    without = [{"CustomerMetadataPropertiesToRemove", "SourceUri"}, {"CustomerMetadataProperties", "SourceUri"}]
    if maker.has(root, "SourceUri"):
        without.append({"CustomerMetadataPropertiesToRemove", "InferenceSpecification"})
    return st.one_of([maker.structure(root, drop=common | drop, need=need, given=members) for drop in without])


def _set(members: Members) -> set[str]:
    return {member for member, strategy in members.items() if strategy is not None}


def _container(maker: Maker) -> SearchStrategy[Json]:
    name = "ModelPackageContainerDefinition"
    sources = {"ModelDataSource", "AdditionalModelDataSources"}
    urls = {"ModelDataUrl", "ModelDataETag"}
    drop = {"AdditionalS3DataSource"} if maker.clean else set()
    drop |= set() if maker.versioned or not maker.clean else {"Environment"}
    variants = [
        maker.structure(name, drop=drop | sources | {"ModelDataETag"}, need={"Image"}),
        maker.structure(name, drop=drop | sources, need={"Image", *urls}),
    ]
    if maker.has(name, "ModelDataSource") and (maker.versioned or not maker.clean):
        variants.append(maker.structure(name, drop=drop | urls, need={"ModelDataSource"}))
        if not maker.clean:
            variants.append(maker.structure(name, need={"ModelDataUrl", "ModelDataSource"}))
    return st.one_of(variants)


def _algorithm(maker: Maker) -> SearchStrategy[Json]:
    variants = [maker.structure("SourceAlgorithm", drop={"ModelDataSource"}, need={"ModelDataUrl"})]
    if maker.has("SourceAlgorithm", "ModelDataSource"):
        variants.append(maker.structure("SourceAlgorithm", drop={"ModelDataUrl", "ModelDataETag"}, need={"ModelDataSource"}))
    return st.one_of(variants)


def _inference(maker: Maker) -> SearchStrategy[Json]:
    types = {"SupportedTransformInstanceTypes", "SupportedRealtimeInferenceInstanceTypes"}
    return maker.structure("InferenceSpecification", need=set() if maker.versioned else types)


def _model_data(maker: Maker) -> SearchStrategy[Json]:
    def source(kind: str, compression: str, suffix: str) -> SearchStrategy[Json]:
        given: Members = {"S3DataType": st.just(kind), "CompressionType": st.just(compression), "S3Uri": s3_uris(suffix)}
        plain = maker.structure("S3ModelDataSource", given=given, drop={"ManifestEtag"})
        return st.one_of(plain, maker.structure("S3ModelDataSource", given=given, need={"ManifestS3Uri"}))

    sources = [source("S3Prefix", "None", "/"), source("S3Object", "Gzip", ".tar.gz"), source("S3Object", "None", ".bin")]
    return st.one_of(sources if maker.clean else [*sources, source("S3Prefix", "Gzip", "/"), source("S3Object", "Gzip", ".bin")])


def _transform_input(maker: Maker) -> SearchStrategy[Json]:
    manifest: Members = {"S3DataType": st.just("ManifestFile"), "S3Uri": s3_uris(".json")}
    prefix: Members = {"S3DataType": st.just("S3Prefix"), "S3Uri": s3_uris("/")}
    kinds: list[Members] = [prefix, manifest]
    if not maker.clean and "Converse" in maker.edition.shape(maker.operation, "S3DataType")["enum"]:
        kinds.append({"S3DataType": st.just("Converse")})
    return st.one_of([maker.structure("TransformS3DataSource", given=given) for given in kinds])


def _paired(value: Json, *names: str) -> Json:
    return value if all(name in value for name in names) else _without(value, *names)


def _without(value: Json, *names: str) -> Json:
    return {member: item for member, item in value.items() if member not in names}


def _tidy_container(value: Json) -> Json:
    if "@" in value.get("Image", ""):
        value = _without(value, "ImageDigest")
    return _paired(value, "Framework", "FrameworkVersion")


def _tidy_job(value: Json) -> Json:
    if value["TransformInput"].get("SplitType", "None") == "None":
        value = _without(value, "BatchStrategy")
    return value


def _tidy_resources(value: Json) -> Json:
    has_gpu = value["InstanceType"].startswith(("ml.p", "ml.g"))
    return value if has_gpu else _without(value, "TransformAmiVersion")


def _tidy_create(value: Json) -> Json:
    return _without(value, "SkipModelValidation") if "ValidationSpecification" in value else value


# What makes a valid structure one that nothing is said about: members that have no effect or contradict others go.
_TIDY: dict[str, Callable[[Json], Json]] = {
    "CreateModelPackageInput": _tidy_create,
    "ModelPackageContainerDefinition": _tidy_container,
    "TransformJobDefinition": _tidy_job,
    "TransformResources": _tidy_resources,
}

_RELATIONS: dict[str, Callable[[Maker], SearchStrategy[Json]]] = {
    "InferenceSpecification": _inference,
    "ModelAccessConfig": lambda maker: st.fixed_dictionaries({"AcceptEula": st.just(True) if maker.clean else st.booleans()}),
    "ModelDataSource": lambda maker: maker.structure("ModelDataSource", need={"S3DataSource"}),
    "ModelPackageContainerDefinition": _container,
    "S3ModelDataSource": _model_data,
    "SourceAlgorithm": _algorithm,
    "TransformResources": lambda maker: maker.structure("TransformResources", drop={"VolumeKmsKeyId"} if maker.clean else ()),
    "TransformS3DataSource": _transform_input,
}
