"""Safe steps into a JSON value of unknown shape: a missing or foreign node reads as empty."""

from typing import Any

from fetchers.record.figures import whole_number

Node = dict[str, Any]
_EMPTY: Node = {}
_NONE: list[Any] = []


def child(node: Node, *keys: str) -> Node:
    """The object under these keys, or an empty one."""
    for key in keys:
        below = node.get(key)
        if type(below) is not dict:
            return _EMPTY
        node = below
    return node


def items(node: Node, key: str) -> list[Any]:
    """The list under the key, or an empty one; its items may be of any type."""
    found = node.get(key)
    return found if type(found) is list else _NONE


def objects(node: Node, key: str) -> list[Node]:
    """The objects in the list under the key; foreign items read as empty so that positions hold."""
    found = node.get(key)
    if type(found) is not list:
        return _NONE
    for item in found:
        if type(item) is not dict:
            return [item if type(item) is dict else _EMPTY for item in found]
    return found


def text(node: Node, key: str) -> str:
    """The string under the key, or an empty one."""
    found = node.get(key)
    return found if type(found) is str else ""


def texts(node: Node, key: str) -> list[str]:
    """The strings in the list under the key."""
    return [item for item in items(node, key) if type(item) is str]


def strings(node: Node) -> dict[str, str]:
    """An object's strings by key, in one look at all its values: for objects that are read by the thousand."""
    for value in node.values():
        if type(value) is not str:
            return {key: value for key, value in node.items() if type(value) is str}
    return node


def number(node: Node, key: str) -> int | None:
    """The whole number under the key; figures that the registry writes as strings are read too, with separators."""
    return whole_number(node.get(key))


def truth(node: Node, key: str) -> bool | None:
    """The boolean under the key, or None where it is not stated."""
    found = node.get(key)
    return found if type(found) is bool else None
