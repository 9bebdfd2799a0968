"""Apply edits to requests."""

from copy import deepcopy
from typing import Any

from .finding import Edit
from .path import pointer


class EditError(ValueError):
    """An edit that does not fit the value; the message says which edit, and where it fails."""


def apply_edit(value: Any, edit: Edit) -> Any:
    """Return a deep copy of ``value`` with ``edit`` made; ``value`` itself and the edit's own value stay untouched.

    ``set`` at the root returns the new value alone, and the index behind the last item of a list appends. ``rename`` keeps the
    member's place among its siblings.

    Raises `EditError` when the path leads nowhere, the last step does not fit its container, or a rename meets a sibling of that name.
    """
    new = deepcopy(edit.value)
    if not edit.path:
        if edit.op != "set":
            raise EditError(f"cannot {edit.op} the root of a request")
        return new
    result = deepcopy(value)
    container = _container(result, edit)
    step = edit.path[-1]
    if isinstance(container, dict) and isinstance(step, str):
        _change_member(container, step, edit, new)
    elif isinstance(container, list) and isinstance(step, int):
        _change_item(container, step, edit, new)
    else:
        raise EditError(f"{_spoken(edit)}: {_kind(container)} has no {'item' if isinstance(step, int) else 'member'} {step!r}")
    return result


def apply_edits(value: Any, *edits: Edit) -> Any:
    """Return a deep copy of ``value`` with the edits made one after the other. Raises `EditError`."""
    for edit in edits:
        value = apply_edit(value, edit)
    return value


def _container(value: Any, edit: Edit) -> Any:
    for depth, step in enumerate(edit.path[:-1]):
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            raise EditError(f"{_spoken(edit)}: there is nothing at '{pointer(edit.path[: depth + 1])}'") from None
    return value


def _change_member(container: dict[str, Any], name: str, edit: Edit, new: Any) -> None:
    if edit.op == "set":
        container[name] = new
        return
    if edit.op == "insert":
        raise EditError(f"{_spoken(edit)}: only a list takes an insertion")
    if name not in container:
        raise EditError(f"{_spoken(edit)}: there is no such member")
    if edit.op == "remove":
        del container[name]
        return
    if not isinstance(new, str):
        raise EditError(f"{_spoken(edit)}: the new name is no string")
    if new in container and new != name:
        raise EditError(f"{_spoken(edit)}: there is a member {new!r} already")
    renamed = [(new if key == name else key, item) for key, item in container.items()]
    container.clear()
    container.update(renamed)


def _change_item(container: list[Any], index: int, edit: Edit, new: Any) -> None:
    if edit.op == "rename":
        raise EditError(f"{_spoken(edit)}: a list item has no name")
    last = len(container) - 1 if edit.op == "remove" else len(container)
    if not 0 <= index <= last:
        raise EditError(f"{_spoken(edit)}: the array has {len(container):,} items")
    if edit.op == "remove":
        del container[index]
    elif edit.op == "insert" or index == len(container):
        container.insert(index, new)
    else:
        container[index] = new


def _spoken(edit: Edit) -> str:
    return f"cannot {edit.op} '{pointer(edit.path)}'"


def _kind(value: Any) -> str:
    return "an object" if isinstance(value, dict) else "an array" if isinstance(value, list) else "a scalar"
