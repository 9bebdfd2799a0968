"""What the libraries around the API are called with: which calls are requests, and the resource classes of sagemaker-core."""

import ast
from collections.abc import Mapping
from typing import NamedTuple

from ..operation import CREATE, CREATE_MEMBERS, UPDATE_MEMBERS
from ._names import squeeze, structures
from ._python_values import UNCLEAR, Array, Entry, Known, Map, Ref, State, Value

OPERATIONS = {"create_model_package": CREATE, "update_model_package": "UpdateModelPackage"}
"""The methods of the client, with their operations."""

_ALL = CREATE_MEMBERS | UPDATE_MEMBERS
_SQUEEZED = {squeeze(name): name for name in _ALL}
_PACKAGES = ("sagemaker_core.", "sagemaker.core.")
# What ModelPackage.create takes besides the members.
_BESIDES = frozenset({"session", "region"})


class Resource(NamedTuple):
    """A call of a class of sagemaker-core, with names in snake_case; ``operation`` is set where it sends a request."""

    thing: Map
    operation: str | None = None


class Shape(dict[str, Entry]):
    """The members of an object that a class of sagemaker-core makes; told from those of a plain dict by its type."""


def is_request(members: Map, operation: str, *, own: bool) -> bool:
    """Tell whether the arguments of a method named like one of the client's are those of a request.

    Other classes have methods of the same name, whose arguments are in snake_case; ``own`` says that the method is of the object that the
    code itself belongs to.
    """
    del operation
    if not members.members:
        return members.open and not own
    return any(name[:1].isupper() or ("_" not in name and squeeze(name) in _SQUEEZED) for name in members.members)


def members_of(named: Map, operation: str) -> Map:
    """Return the arguments of a user's function that are members, in the spelling of the API; others are its own affair."""
    known = CREATE_MEMBERS if operation == CREATE else UPDATE_MEMBERS
    members = {}
    for name, entry in named.members.items():
        meant = name if name in known else _SQUEEZED.get(squeeze(name), "")
        if meant in known:
            members[meant] = entry
        elif name[:1].isupper():
            members[name] = entry
    return named._replace(members=members)


def resource_call(name: str, named: Map, node: ast.Call) -> Resource | None:
    """Return what a class or method of sagemaker-core is called with, `None` for a call of something else."""
    if not name.startswith(_PACKAGES):
        return None
    if name.endswith(".ModelPackage.create"):
        kept = {key: entry for key, entry in named.members.items() if key not in _BESIDES}
        return Resource(Map(kept, named.open, node), CREATE)
    if ".shapes." in name and name.rpartition(".")[2][:1].isupper():
        return Resource(Map(Shape(named.members), named.open, node))
    return None


def request(resource: Resource, state: State) -> Map:
    """Return the request of a resource in the names of the API; what is not made by classes of the library is unclear."""
    shape, _ = structures(CREATE)
    return _renamed(resource.thing, shape, state, 0)


def _renamed(thing: Map, shape: str, state: State, depth: int) -> Map:
    members = structures(CREATE)[1][shape]
    found = {}
    unseen = thing.open
    for key, entry in thing.members.items():
        name = members.squeezed.get(squeeze(key))
        if name is None:
            unseen = True
        else:
            found[name] = entry._replace(value=_value(entry.value, members.below, name, state, depth + 1))
    return Map(found, unseen, thing.node)


def _value(value: Value, below: Mapping[str, str | None], name: str, state: State, depth: int) -> Value:
    shape = below[name]
    thing = state.object(value) if isinstance(value, Ref) else None
    if shape is None:
        # None stands for what is left out.
        return UNCLEAR if isinstance(value, Known) and value.value is None else value
    if isinstance(thing, Map) and isinstance(thing.members, Shape) and depth < _DEEPEST:
        return state.new(_renamed(thing, shape, state, depth))
    if isinstance(thing, Array):
        items = tuple(entry._replace(value=_value(entry.value, below, name, state, depth)) for entry in thing.items)
        return state.new(thing._replace(items=items)) if depth < _DEEPEST else UNCLEAR
    return UNCLEAR


_DEEPEST = 20
