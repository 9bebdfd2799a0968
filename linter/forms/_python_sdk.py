"""What the libraries around the API are called with: which calls are requests, and the resource classes of sagemaker-core."""

import ast
from typing import NamedTuple

from ..operation import CREATE, CREATE_MEMBERS, UPDATE_MEMBERS
from ._members import Member, by_snake, members
from ._python_values import UNCLEAR, Array, Entry, Known, Map, Ref, State, Value

OPERATIONS = {"create_model_package": CREATE, "update_model_package": "UpdateModelPackage"}
"""The methods of the client, with their operations."""

_ALL = CREATE_MEMBERS | UPDATE_MEMBERS
_SQUEEZED = {name.lower(): name for name in _ALL}
_PACKAGES = ("sagemaker_core.", "sagemaker.core.")
# What ModelPackage.create takes besides the members.
_BESIDES = frozenset({"session", "region"})
_DEEPEST = 20


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
    return any(name[:1].isupper() or (name != name.lower() and "_" not in name and name.lower() in _SQUEEZED) for name in members.members)


def members_of(named: Map, operation: str) -> Map:
    """Return the arguments of a user's function that are members, in the spelling of the API; others are its own affair."""
    known = CREATE_MEMBERS if operation == CREATE else UPDATE_MEMBERS
    members = {}
    for name, entry in named.members.items():
        meant = name if name in known else _SQUEEZED.get(name.replace("_", "").lower(), "")
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
    return _renamed(resource.thing, state, 0)


def _renamed(thing: Map, state: State, depth: int) -> Map:
    names = by_snake()
    unseen = any(key not in names for key in thing.members)
    # What the library does not know it refuses by itself.
    found = {names[key]: _part(entry, members()[names[key]], state, depth + 1) for key, entry in thing.members.items() if key in names}
    return Map(found, thing.open or unseen, thing.node)


def _part(entry: Entry, member: Member, state: State, depth: int) -> Entry:
    value = entry.value
    thing = state.object(value) if isinstance(value, Ref) else None
    made: Value = UNCLEAR
    if isinstance(thing, Array) and depth < _DEEPEST:
        made = state.new(thing._replace(items=tuple(_part(item, member, state, depth + 1) for item in thing.items)))
    elif isinstance(thing, Map) and isinstance(thing.members, Shape) and depth < _DEEPEST:
        made = state.new(_renamed(thing, state, depth + 1))
    elif member.leaf is not None and not (isinstance(value, Known) and value.value is None):
        # None stands for what is left out.
        made = value
    return entry._replace(value=made)
