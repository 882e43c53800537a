"""What a view says of its actions."""

from __future__ import annotations

from functools import cache


def declared(view: object, name: str) -> frozenset[str]:
    """The actions that the view's class or one of its bases names: a base that adds an action tells of it itself."""
    return _of_class(type(view), name)


@cache
def _of_class(kind: type, name: str) -> frozenset[str]:
    return frozenset(action for base in kind.__mro__ for action in vars(base).get(name, ()))
